"""Write the tracker as JSON and CSV, with nothing about a child, and the days off as a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TypeAlias

from escalation_log.engine.calendar import OutsideCalendarError, is_working_day
from escalation_log.export.tables import Cell, csv_text
from escalation_log.model.calendars import Calendar, KnownCalendar
from escalation_log.model.faulty_files import NotJudged
from escalation_log.site.dues import ShownDue
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.columns import Names, ShortNames
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.words.earlier_states import name_words, problem_words
from escalation_log.words.states import CASE_STATES, DUTY_STATES

# Increase this when a key changes its meaning or takes a new value. A new key needs no new one.
TRACKER_VERSION = 2

HEADER = (
    "reference",
    "partnership",
    "policy",
    "stage",
    "theme",
    "state",
    "opened_on",
    "raising_agency",
    "receiving_agencies",
    "next_duty",
    "next_state",
    "due",
    "due_on",
    "must_act",
    "overdue",
    "breaches",
    "over_guide",
    "without_record",
    "departures",
    "as_of_commit",
    "not_judged",
)


def tracker_json(
    summaries: Sequence[CaseSummary],
    not_judged: Sequence[NotJudged],
    names: Names,
    *,
    as_of: datetime,
    generated_at: datetime,
) -> str:
    """Write every case, one a line, and before them those that cannot be judged."""
    head = {
        "schema_version": TRACKER_VERSION,
        "generated_at": generated_at.isoformat(timespec="seconds"),
        "as_of": as_of.isoformat(timespec="seconds"),
        "not_judged": [
            {"reference": each.reference, "problems": [*map(problem_words, each.problems)]}
            for each in not_judged
        ],
    }
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    cases = ",\n".join(encode(_case(each, names.of[each.edition])) for each in summaries)
    return f'{json.dumps(head)[:-1]}, "cases": [\n{cases}\n]}}\n'


def tracker_csv(
    summaries: Sequence[CaseSummary], not_judged: Sequence[NotJudged], names: Names
) -> str:
    """Write every case in a row; one that cannot be judged has its name and what is wrong."""
    between = [None] * (len(HEADER) - 2)
    without = (
        (name_words(each), *between, "; ".join(map(problem_words, each.problems)))
        for each in not_judged
    )
    return csv_text(chain(_rows(summaries, names), without))


def _rows(summaries: Sequence[CaseSummary], names: Names) -> Iterator[Sequence[Cell]]:
    yield HEADER
    for case in summaries:
        edition = names.of[case.edition]
        first = case.to_do[0] if case.to_do else None
        yield (
            case.reference,
            edition.partnership.name,
            case.edition,
            edition.stage(case),
            edition.theme(case),
            CASE_STATES[case.state],
            case.opened_on.isoformat(),
            edition.agency(case.raising),
            "; ".join(map(edition.agency, case.receiving)),
            first.title if first else "",
            DUTY_STATES[first.due.state] if first else "",
            _due(first.due) if first else "",
            _due_on(first.due) if first else "",
            ", ".join(map(edition.agency, first.acting)) if first else "",
            sum(duty.is_overdue for duty in case.to_do),
            case.breaches,
            case.over_guide,
            case.no_record,
            case.departures,
            None if case.earlier is None else case.earlier.commit,
            None,
        )


def _case(case: CaseSummary, edition: ShortNames) -> dict[str, object]:
    return {
        "reference": case.reference,
        "policy": case.edition,
        "partnership": edition.partnership.name,
        "stage": case.stage,
        "stage_title": edition.stage(case),
        "theme": case.theme,
        "theme_title": edition.theme(case),
        "state": case.state.value,
        "opened_on": case.opened_on.isoformat(),
        "raising_agency": case.raising,
        "receiving_agencies": case.receiving,
        "to_do": [_duty(duty) for duty in case.to_do],
        "breaches": case.breaches,
        "over_guide": case.over_guide,
        "without_record": case.no_record,
        "departures": case.departures,
        "as_of_commit": None if case.earlier is None else case.earlier.commit,
    }


def _duty(duty: DutySummary) -> dict[str, object]:
    return {
        "id": duty.id,
        "title": duty.title,
        "must_act": duty.acting,
        "state": duty.due.state.value,
        "due": _due(duty.due) or None,
        "due_on": _due_on(duty.due) or None,
        "force": "guide" if duty.due.is_guide else "required",
        "provisional": duty.due.is_provisional,
        "own": duty.due.is_own,
        "safe_due_on": None if duty.due.safe_on is None else duty.due.safe_on.isoformat(),
    }


def _due(due: ShownDue) -> str:
    return "" if due.at is None else due.at.local.isoformat()


def _due_on(due: ShownDue) -> str:
    return "" if due.on is None else due.on.isoformat()


CALENDARS = "assets/escalation-log/calendars.js"

# A page may be read long after it was built. Beyond this limit it only says that more days have
# passed.
_READ_WITHIN = timedelta(days=2 * 366)
_HEAD = "// The days off beside Saturdays and Sundays, by edition, as known from a day on.\n"
_ONE_DAY = timedelta(days=1)
_FRIDAY = 4


# The days from which days off are listed, and up to which they are known.
_Known: TypeAlias = tuple[date, list[str], date]


def calendars_file(publication: Publication) -> GeneratedFile:
    """Return the days off of every edition, from the first open deadline to two years from now."""

    def write(summaries: Summaries) -> str:
        today = publication.moment_in(None).on
        dues = [each.due.on for case in summaries for each in case.to_do if each.due.on is not None]
        first, last = min([today, *dues]), max([today + _READ_WITHIN, *dues])
        texts: dict[str, int] = {}
        editions = {}
        for each in publication.editions:
            policy = each.policy
            known_on = publication.moment_in(policy).on
            states = [*_known(each.rulebook.calendar, known_on, first, last)]
            data = {
                "zone": policy.time_zone,
                "last": min([last, *(reached for _, _, reached in states)]).isoformat(),
                "known": [{"from": since.isoformat(), "off": off} for since, off, _ in states],
            }
            editions[policy.edition] = texts.setdefault(json.dumps(data), len(texts))
        calendars = ",\n".join(texts)
        return (
            f"{_HEAD}globalThis.escalationLogCalendars = {{\n"
            f'"editions": {json.dumps(editions)},\n"calendars": [\n{calendars}\n]\n}};\n'
        )

    return GeneratedFile(address=CALENDARS, write=write, needs_cases=True)


def _known(calendar: Calendar, known_on: date, first: date, last: date) -> Iterator[_Known]:
    """Yield what is known now, then after each announcement or withdrawal still to come."""
    history = calendar.history
    coming = sorted({each.known_on for each in history.changes if each.known_on > known_on})
    for since in (first, *coming):
        known = history.known_on(max(since, known_on))
        yield since, *_days_off(known, max(first, date(calendar.first_year, 1, 1)), last)


def _days_off(known: KnownCalendar, first: date, last: date) -> tuple[list[str], date]:
    """List the weekdays that do not count, and return the last day up to which they are known."""
    off: list[str] = []
    on = first
    try:
        while on <= last:
            if not is_working_day(known, on) and on.weekday() <= _FRIDAY:
                off.append(on.isoformat())
            on += _ONE_DAY
    except OutsideCalendarError:
        pass
    return off, on - _ONE_DAY
