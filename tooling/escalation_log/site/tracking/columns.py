"""Write the summaries of cases as a script, in columns of numbers, with the words for ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.engine.own_rows import OWN_DUTIES
from escalation_log.model.assessments import CaseState
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import CountedIn
from escalation_log.model.policies import Policy
from escalation_log.site.publication import Publication
from escalation_log.site.script_words import tracker_words
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.words.states import CASE_STATES, DUTY_STATES
from escalation_log.words.titles import coded_title, stage_name
from escalation_log.words.to_do import Call, call_of

THE_PARTNERSHIP = "The partnership"


@dataclass(frozen=True, kw_only=True)
class ShortNames:
    """The names that an edition gives its ids."""

    policy: Policy
    partnership: Partnership
    address: str
    today: date

    @cached_property
    def stages(self) -> dict[str, str]:
        """The number and title of each stage, by id."""
        return {stage.id: stage_name(stage) for stage in self.policy.stages}

    @cached_property
    def duties(self) -> dict[str, str]:
        """The title of each duty, by id."""
        return {duty.id: duty.title for duty in self.policy.all_duties}

    @cached_property
    def agencies(self) -> dict[str, str]:
        """The name of each agency, by id; the partnership is among them, since it acts too."""
        names = {agency.id: agency.name for agency in self.partnership.agencies.values()}
        return {**names, PARTNERSHIP: THE_PARTNERSHIP}

    @cached_property
    def calls(self) -> dict[str, Call]:
        """Whom to ring about each duty, by its id."""
        duties = (*self.policy.all_duties, *OWN_DUTIES)
        return {duty.id: call_of(duty, self.partnership) for duty in duties}

    def stage(self, case: CaseSummary) -> str:
        """Name the stage that a case is in."""
        return self.stages.get(case.stage) or coded_title(case.stage)

    def theme(self, case: CaseSummary) -> str:
        """Name the theme of a case."""
        return self.policy.themes.get(case.theme) or coded_title(case.theme)

    def agency(self, agency: str) -> str:
        """Name an agency."""
        return self.agencies.get(agency) or coded_title(agency)


class Names:
    """The names of every published edition."""

    def __init__(self, publication: Publication) -> None:
        self.of = {
            each.policy.edition: ShortNames(
                policy=each.policy,
                partnership=each.partnership,
                address=each.address,
                today=publication.moment_in(each.policy).on,
            )
            for each in publication.editions
        }


ColumnValue: TypeAlias = "str | int | list[ColumnValue] | dict[str, ColumnValue]"
_T = TypeVar("_T", bound=Hashable)

_HEAD = "// Every case in short, in columns; their numbers are places in the lists above them.\n"
_EPOCH = date(1970, 1, 1)
_UNITS = tuple(CountedIn)
_STATES = tuple(CaseState)
# Flags in the last number of a duty, added to the index of its unit.
IS_GUIDE, IS_PROVISIONAL, IS_ADVICE, IS_AT_ONCE, IS_OWN = 4, 8, 16, 32, 64


@dataclass(slots=True)
class _Numbered(Generic[_T]):
    """Numbers values in the order in which they first occur."""

    numbers: dict[_T, int] = field(default_factory=dict)

    def __call__(self, thing: _T) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def cases_script(summaries: Sequence[CaseSummary], names: Names, built: datetime) -> str:
    """Write the cases, in the order given, as a script that also works from a folder.

    Moments are in seconds and days in days from the beginning of 1970. `earlier` has the commits
    of the cases that stand by an earlier state, and what is said of them, by place.
    """
    used = _Used()
    columns = _columns(summaries, names, used)
    lists: dict[str, object] = {
        "built": int(built.timestamp()),
        "earlier": {
            place: [each.earlier.commit, each.as_it_stood]
            for place, each in enumerate(summaries)
            if each.earlier is not None
        },
        "partnerships": _partnerships(names),
        "unsigned": sorted(unsigned_in(summaries)),
        "editions": _editions(names, used),
        "states": [CASE_STATES[state] for state in _STATES],
        "dutyStates": {state.value: words for state, words in DUTY_STATES.items()},
        "units": [unit.value for unit in _UNITS],
        "words": tracker_words(),
        "themes": [*used.themes.numbers],
        "duties": [*used.duties.numbers],
        "agencies": [[policy, agency] for policy, agency in used.agencies.numbers],
    }
    parts = [f'"{name}": {json.dumps(value)}' for name, value in lists.items()]
    encode = json.JSONEncoder(separators=(",", ":")).encode
    parts += [f'"{name}": {encode(column)}' for name, column in columns.items()]
    return f"{_HEAD}globalThis.escalationLogCases = {{\n" + ",\n".join(parts) + "\n};\n"


@dataclass(slots=True)
class _Used:
    """The lists of names that the columns refer to by index."""

    editions: _Numbered[str] = field(default_factory=_Numbered)
    themes: _Numbered[str] = field(default_factory=_Numbered)
    duties: _Numbered[str] = field(default_factory=_Numbered)
    agencies: _Numbered[tuple[str, str]] = field(default_factory=_Numbered)


def _columns(
    summaries: Sequence[CaseSummary], names: Names, used: _Used
) -> dict[str, list[ColumnValue]]:
    values: dict[str, Callable[[CaseSummary, ShortNames], ColumnValue]] = {
        "reference": lambda case, _: case.reference,
        "edition": lambda case, _: used.editions(case.edition),
        "stage": lambda case, edition: [*edition.stages].index(case.stage),
        "theme": lambda case, edition: used.themes(edition.theme(case)),
        "state": lambda case, _: _STATES.index(case.state),
        "opened": lambda case, _: _day(case.opened_on),
        "raising": lambda case, _: used.agencies((case.policy, case.raising)),
        "receiving": lambda case, _: [
            used.agencies((case.policy, each)) for each in case.receiving
        ],
        "missed": lambda case, edition: [used.duties(edition.duties[each]) for each in case.missed],
        "overGuide": lambda case, _: case.over_guide,
        "noRecord": lambda case, _: case.no_record,
        "departures": lambda case, _: case.departures,
        "isAgeing": lambda case, _: int(bool(case.ageing)),
        "isAtRisk": lambda case, _: int(case.is_at_risk),
        "toDo": lambda case, _: [
            [
                used.duties(duty.title),
                [used.agencies((case.policy, each)) for each in duty.acting],
                _kind(duty),
                *_times(duty),
            ]
            for duty in case.to_do
        ],
        "safe": lambda case, _: _safe(case),
    }
    columns: dict[str, list[ColumnValue]] = {name: [] for name in values}
    # Case by case, since names are numbered in the order in which they occur.
    for case in summaries:
        for name, value in values.items():
            columns[name].append(value(case, names.of[case.edition]))
    return columns


def _kind(duty: DutySummary) -> int:
    due = duty.due
    return (
        _UNITS.index(due.counted_in)
        + IS_GUIDE * due.is_guide
        + IS_PROVISIONAL * due.is_provisional
        + IS_ADVICE * duty.is_advice
        + IS_AT_ONCE * due.is_at_once
        + IS_OWN * due.is_own
    )


def _safe(case: CaseSummary) -> list[ColumnValue]:
    """Return the safe day of each duty, 0 for none; nothing where no duty has one."""
    days = [duty.due.safe_on for duty in case.to_do]
    return [0 if day is None else _day(day) for day in days] if any(days) else []


def _times(duty: DutySummary) -> list[int]:
    """Return the first late moment, how long before it the duty is due soon, and the last day."""
    due = duty.due
    if due.at is None or due.on is None:
        return []
    at = int(due.at.at.timestamp())
    near = at if due.soon is None else int(due.soon.at.timestamp())
    return [at, at - near, _day(due.on)]


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


def _day(on: date) -> int:
    return (on - _EPOCH).days
