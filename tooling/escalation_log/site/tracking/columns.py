"""Write the summaries of cases as a script, in columns of numbers, with the words for ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeAlias, TypeVar

from escalation_log.model.assessments import CaseState
from escalation_log.model.faulty_files import NotJudged
from escalation_log.site.changes_waiting import ChangeWaiting
from escalation_log.site.script_words import tracker_words
from escalation_log.site.tracking.names import Names, ShortNames, area_name
from escalation_log.site.tracking.rows import HEADINGS, ROW_VERSION, not_judged_rows
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.words.states import CASE_STATES

ColumnValue: TypeAlias = "str | int | list[ColumnValue] | dict[str, ColumnValue] | None"
_T = TypeVar("_T", bound=Hashable)

_HEAD = "// Every case in short, in columns; their numbers are places in the lists above them.\n"
_EPOCH = date(1970, 1, 1)
_STATES = tuple(CaseState)


@dataclass(slots=True)
class _Numbered(Generic[_T]):
    """Numbers values in the order in which they first occur."""

    numbers: dict[_T, int] = field(default_factory=dict)

    def __call__(self, thing: _T) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def cases_script(
    summaries: Sequence[CaseSummary],
    names: Names,
    built: datetime,
    not_judged: Sequence[NotJudged] = (),
    changes: Mapping[str, ChangeWaiting] | None = None,
) -> str:
    """Write the cases, in the order given, as a script that also works from a folder.

    Of it the page makes the rows of `rows.py` as they are at the moment of reading. Moments are in
    seconds and days in days from the beginning of 1970. `earlier` has the commits of the cases that
    stand by an earlier state, and what is said of them, by place; `changes`, where any is waiting,
    what is said of each case and where that leads.
    """
    used = _Used()
    columns = _columns(summaries, names, used)
    lists: dict[str, object] = {
        "schema_version": ROW_VERSION,
        "headings": HEADINGS,
        "built": int(built.timestamp()),
        "not_judged": not_judged_rows(not_judged),
        "earlier": {
            place: [each.earlier.commit, each.as_it_stood]
            for place, each in enumerate(summaries)
            if each.earlier is not None
        },
        "risk": _places(each.is_at_risk for each in summaries),
        "safeguards": _places(each.has_safeguards for each in summaries),
        "ageing": _places(each.ageing for each in summaries),
        "partnerships": _partnerships(names),
        "unsigned": sorted(unsigned_in(summaries)),
        "editions": _editions(names, used),
        "states": [[state.value, CASE_STATES[state]] for state in _STATES],
        "words": tracker_words(),
        "themes": [*used.themes.numbers],
        "duties": [*used.duties.numbers],
        "agencies": [*used.agencies.numbers],
        "kinds": [*map(_kind_words, used.kinds.numbers)],
    }
    if changes:
        lists["changes"] = {
            place: [changes[each.reference].words, changes[each.reference].href]
            for place, each in enumerate(summaries)
            if each.reference in changes
        }
    encode = json.JSONEncoder(separators=(",", ":")).encode
    parts = [f'"{name}": {encode(value)}' for name, value in lists.items()]
    parts += [f'"{name}": {encode(column)}' for name, column in columns.items()]
    return f"{_HEAD}globalThis.escalationLogCases = {{\n" + ",\n".join(parts) + "\n};\n"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a duty is, beside its title and its date."""

    counted_in: str
    force: str
    is_provisional: bool
    is_advice: bool
    is_at_once: bool
    is_own: bool


def _kind_words(kind: _Kind) -> dict[str, ColumnValue]:
    return {
        "counted_in": kind.counted_in,
        "force": kind.force,
        "provisional": kind.is_provisional,
        "advice": kind.is_advice,
        "at_once": kind.is_at_once,
        "own": kind.is_own,
    }


@dataclass(slots=True)
class _Used:
    """The lists that the columns refer to by index: ids with their words, and kinds of duties."""

    editions: _Numbered[str] = field(default_factory=_Numbered)
    themes: _Numbered[tuple[str, str]] = field(default_factory=_Numbered)
    duties: _Numbered[tuple[str, str]] = field(default_factory=_Numbered)
    agencies: _Numbered[tuple[str, str, str]] = field(default_factory=_Numbered)
    kinds: _Numbered[_Kind] = field(default_factory=_Numbered)

    def agency(self, agency: str, edition: ShortNames) -> int:
        """Give the number of an agency."""
        return self.agencies((edition.policy.id, agency, edition.agency(agency)))


def _columns(
    summaries: Sequence[CaseSummary], names: Names, used: _Used
) -> dict[str, list[ColumnValue]]:
    values: dict[str, Callable[[CaseSummary, ShortNames], ColumnValue]] = {
        "reference": lambda case, _: case.reference,
        "edition": lambda case, _: used.editions(case.edition),
        "stage": lambda case, edition: [*edition.stages].index(case.stage),
        "theme": lambda case, edition: used.themes((case.theme, edition.theme(case))),
        "state": lambda case, _: _STATES.index(case.state),
        "opened": lambda case, _: _day(case.opened_on),
        "raising": lambda case, edition: used.agency(case.raising, edition),
        "receiving": lambda case, edition: [used.agency(each, edition) for each in case.receiving],
        "missed": lambda case, edition: [
            used.duties((each, edition.duties[each])) for each in case.missed
        ],
        "overGuide": lambda case, _: case.over_guide,
        "noRecord": lambda case, _: case.no_record,
        "departures": lambda case, _: case.departures,
        "toDo": lambda case, edition: [
            [
                used.duties((duty.id, duty.title)),
                [used.agency(each, edition) for each in duty.acting],
                used.kinds(_kind(duty)),
                *_times(duty),
            ]
            for duty in case.to_do
        ],
    }
    columns: dict[str, list[ColumnValue]] = {name: [] for name in values}
    # Case by case, since names are numbered in the order in which they occur.
    for case in summaries:
        for name, value in values.items():
            columns[name].append(value(case, names.of[case.edition]))
    return columns


def _kind(duty: DutySummary) -> _Kind:
    due = duty.due
    return _Kind(
        counted_in=due.counted_in.value,
        force="guide" if due.is_guide else "required",
        is_provisional=due.is_provisional,
        is_advice=duty.is_advice,
        is_at_once=due.is_at_once,
        is_own=due.is_own,
    )


def _times(duty: DutySummary) -> list[ColumnValue]:
    """Return the first late moment, how long before it the duty is due soon, and the last day.

    A fourth number is the earlier day that another reading asks for; without a date, it is alone
    after three that are empty.
    """
    due = duty.due
    safe: list[ColumnValue] = [] if due.safe_on is None else [_day(due.safe_on)]
    if due.at is None or due.on is None:
        return [None, None, None, *safe] if safe else []
    at = int(due.at.at.timestamp())
    near = at if due.soon is None else int(due.soon.at.timestamp())
    return [at, at - near, _day(due.on), *safe]


def unsigned_in(summaries: Iterable[CaseSummary]) -> frozenset[str]:
    """Give the policies some of whose cases are judged by an edition not yet countersigned."""
    return frozenset(each.policy for each in summaries if not each.facts.is_countersigned)


def _partnerships(names: Names) -> list[ColumnValue]:
    seen: dict[str, ColumnValue] = {}
    for each in names.of.values():
        agencies: dict[str, ColumnValue] = dict(each.agencies)
        seen[each.policy.id] = {
            "id": each.policy.id,
            "name": each.partnership.name,
            "area": area_name(each.partnership.name),
            "agencies": agencies,
        }
    return [*seen.values()]


def _editions(names: Names, used: _Used) -> list[ColumnValue]:
    return [
        {
            "name": name,
            "policy": names.of[name].policy.id,
            "address": names.of[name].address,
            "stages": [[stage, words] for stage, words in names.of[name].stages.items()],
        }
        for name in used.editions.numbers
    ]


def _places(flags: Iterable[object]) -> list[int]:
    return [place for place, flag in enumerate(flags) if flag]


def _day(on: date) -> int:
    return (on - _EPOCH).days
