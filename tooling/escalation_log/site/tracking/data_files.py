"""Write the tracker as JSON and CSV, with nothing about a child, and the days off as a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TypeAlias

from escalation_log.engine.calendar import OutsideCalendarError, is_working_day
from escalation_log.export.tables import BYTE_ORDER_MARK, csv_text
from escalation_log.model.calendars import Calendar, KnownCalendar
from escalation_log.model.faulty_files import NotJudged
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.names import Names, ShortNames
from escalation_log.site.tracking.rows import (
    HEADINGS,
    ROW_VERSION,
    Row,
    cells_not_judged,
    cells_of,
    not_judged_rows,
    row_of_case,
    row_of_duty,
)
from escalation_log.site.tracking.summaries import CaseSummary


def tracker_json(
    summaries: Sequence[CaseSummary],
    not_judged: Sequence[NotJudged],
    names: Names,
    *,
    as_of: datetime,
    generated_at: datetime,
) -> str:
    """Write every case, one a line, and before them those that cannot be judged."""
    recorded_by = as_of.isoformat(timespec="seconds")
    head = {
        "schema_version": ROW_VERSION,
        "generated_at": generated_at.isoformat(timespec="seconds"),
        "recorded_by": recorded_by,
        "as_of": recorded_by,
        "not_judged": not_judged_rows(not_judged),
    }
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    cases = ",\n".join(encode(_case(each, names.of[each.edition])) for each in summaries)
    return f'{json.dumps(head)[:-1]}, "cases": [\n{cases}\n]}}\n'


def tracker_csv(
    summaries: Sequence[CaseSummary], not_judged: Sequence[NotJudged], names: Names
) -> str:
    """Write every case in a row; one that cannot be judged has its name and what is wrong."""
    rows = (cells_of(row_of_case(case, names.of[case.edition])) for case in summaries)
    without = map(cells_not_judged, not_judged)
    return BYTE_ORDER_MARK + csv_text(chain([HEADINGS], rows, without))


def _case(case: CaseSummary, edition: ShortNames) -> Row:
    return {**row_of_case(case, edition), "to_do": [*map(row_of_duty, case.to_do)]}


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
