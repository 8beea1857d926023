"""Lines, tables, spreadsheets and explanations, from made-up assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.engine.clock import moment_of
from escalation_log.export.tables import (
    CSV_HEADER,
    aligned,
    case_words,
    cases_summary,
    csv_rows,
    csv_text,
    table_rows,
    urgency_of,
)
from escalation_log.model.assessments import (
    Assessment,
    Breach,
    CaseState,
    Departure,
    DepartureRule,
    DutyAssessment,
    DutyState,
    Late,
    LateUnit,
    PastBreach,
)
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Duty, Force
from escalation_log.words.lines import BLANK, Line, Tone, printable, text_of
from escalation_log.words.states import breach_words, due_text, late_words, row_tone, row_words
from tests.words.samples import LONDON

RAISED = EventPattern(kinds=frozenset({EventKind.RAISED}))
DUTY = Duty(
    id="stage-1/raise",
    stage="stage-1",
    title="Raise it",
    role="worker",
    clause="1",
    trigger=RAISED,
    met_by=RAISED,
)


def at(day: int, hour: int = 0, minute: int = 0) -> Moment:
    """Place a moment of March 2026 in London."""
    return moment_of(Stamp(on=date(2026, 3, day), time=time(hour, minute)), LONDON)


def row(state: DutyState = DutyState.RUNNING, **fields: Any) -> DutyAssessment:
    values = {"duty": DUTY, "role": "worker", "force": Force.REQUIRED, "occurrence": 1}
    return DutyAssessment(state=state, **{"breach": Breach.NONE, **values, **fields})


def case(
    reference: str,
    *rows: DutyAssessment,
    state: CaseState = CaseState.OPEN,
    stage: str | None = "s",
) -> Assessment:
    return Assessment(
        reference=reference, edition="p@1", as_of=at(10), state=state, stage=stage, duties=rows
    )


@pytest.mark.parametrize(
    ("line", "width", "text"),
    [
        (Line(text="one two"), None, "one two"),
        (Line(text="one two", indent=2), None, "  one two"),
        (BLANK, 40, ""),
        (BLANK, None, ""),
        (
            Line(text="one two three four five six", indent=2, hang=2),
            20,
            "  one two three four\n    five six",
        ),
        (Line(text="x" * 30 + " y"), 20, "x" * 30 + "\ny"),
        (
            Line(text="safe-guarding-partnership stays whole"),
            20,
            "safe-guarding-partnership\nstays whole",
        ),
        (Line(text="never too narrow to read"), 3, "never too narrow to\nread"),
    ],
)
def test_lines_are_wrapped_within_a_width(line: Line, width: int | None, text: str) -> None:
    assert line.wrapped(width) == text


def test_lines_stand_one_under_another() -> None:
    assert text_of([Line(text="a"), BLANK, Line(text="b", indent=1)]) == "a\n\n b\n"


@given(st.text(), st.integers(0, 60) | st.none())
def test_no_character_commands_a_terminal(text: str, width: int | None) -> None:
    shown = Line(text=text).wrapped(width)
    assert not any(
        ord(character) < 32 or 127 <= ord(character) < 160
        for character in shown
        if character != "\n"
    )
    assert printable("plain – “words”") == "plain – “words”"


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (Late(amount=0, unit=LateUnit.MINUTES), "less than a minute late"),
        (Late(amount=1, unit=LateUnit.MINUTES), "1 minute late"),
        (Late(amount=60, unit=LateUnit.MINUTES), "1 hour late"),
        (Late(amount=121, unit=LateUnit.MINUTES), "2 hours 1 minute late"),
        (Late(amount=3, unit=LateUnit.WORKING_DAYS), "3 working days late"),
        (Late(amount=1, unit=LateUnit.CALENDAR_DAYS), "1 calendar day late"),
    ],
)
def test_lateness_in_words(late: Late, words: str) -> None:
    assert late_words(late) == words


@pytest.mark.parametrize(
    ("breach", "words"),
    [
        (Breach.NONE, ""),
        (Breach.BREACH, "breach"),
        (Breach.OVER_GUIDE, "over guide"),
        (Breach.OVER_GUIDE_AGREED, "over guide as agreed"),
    ],
)
def test_breaches_in_words(breach: Breach, words: str) -> None:
    assert breach_words(breach) == words


def test_a_row_says_its_state_and_all_there_is_to_mind() -> None:
    everything = row(
        DutyState.MET_LATE,
        breach=Breach.BREACH,
        late=Late(amount=1, unit=LateUnit.WORKING_DAYS),
        is_provisional=True,
        is_own=True,
        no_record_until=date(2026, 4, 9),
        duty=replace(DUTY, advice=True),
    )
    assert row_words(everything) == (
        "met late; breach; 1 working day late; provisional; advice; the log’s own; "
        "no record until 9 April 2026"
    )
    assert row_words(row()) == "running"
    assert row_words(row(DutyState.NO_RECORD)) == "no record that this was done"


@pytest.mark.parametrize(
    ("state", "fields", "tone"),
    [
        (DutyState.MET, {"breach": Breach.BREACH}, Tone.MISSED),
        (DutyState.OVERDUE, {"breach": Breach.OVER_GUIDE}, Tone.MISSED),
        (DutyState.RUNNING, {"breach": Breach.OVER_GUIDE_AGREED}, Tone.PLAIN),
        (DutyState.DUE_SOON, {}, Tone.SOON),
        (DutyState.DUE_NOW, {}, Tone.SOON),
        (DutyState.NO_RECORD, {}, Tone.SOON),
        (DutyState.OUTSTANDING, {}, Tone.PLAIN),
        (DutyState.MET, {}, Tone.DONE),
        (DutyState.LAPSED, {}, Tone.QUIET),
        (DutyState.NOT_STARTED, {}, Tone.QUIET),
        (DutyState.NOT_APPLICABLE, {}, Tone.QUIET),
    ],
)
def test_what_was_missed_stays_missed(state: DutyState, fields: dict[str, Any], tone: Tone) -> None:
    assert row_tone(row(state, **fields)) is tone


@pytest.mark.parametrize(
    ("due", "due_on", "text"),
    [
        (None, None, ""),
        (at(10), date(2026, 3, 9), "2026-03-09"),
        (at(9, 12), date(2026, 3, 9), "2026-03-09 12:00"),
        (at(9, 17, 30), date(2026, 3, 9), "2026-03-09 17:30"),
    ],
)
def test_a_deadline_is_a_day_unless_the_day_is_cut_short(
    due: Moment | None, due_on: date | None, text: str
) -> None:
    assert due_text(row(due=due, due_on=due_on)) == text


def test_the_most_urgent_cases_come_first() -> None:
    cases = [
        case("A", state=CaseState.RESOLVED),
        case("B", row(DutyState.RUNNING, due=at(12))),
        case("C"),
        case("D", row(DutyState.OVERDUE, due=at(9))),
        case("E", row(DutyState.DUE_SOON, due=at(11))),
        case("F", row(DutyState.OVERDUE, due=at(5)), state=CaseState.RESOLVED),
        case("G", row(DutyState.RUNNING, due=at(11))),
        case("H", row(DutyState.MET, due=at(1))),
        case("I", row(DutyState.DUE_NOW, due=at(11)), row(DutyState.NO_RECORD)),
    ]
    assert "".join(each.reference for each in sorted(cases, key=urgency_of)) == "IFDEGBCHA"


def cells(assessment: Assessment, *, with_silent: bool) -> list[tuple[str, ...]]:
    return [each.cells for each in table_rows(assessment, with_silent=with_silent)]


def test_a_table_has_a_row_for_each_occurrence_that_says_something() -> None:
    silent = row(DutyState.NOT_STARTED)
    second = row(
        DutyState.OVERDUE,
        occurrence=2,
        due=at(10),
        due_on=date(2026, 3, 9),
        breach=Breach.BREACH,
        late=Late(amount=1, unit=LateUnit.WORKING_DAYS),
    )
    assessment = case("KN-2026-0001", silent, second)
    expected = (
        "KN-2026-0001",
        "stage-1/raise (2)",
        "overdue",
        "2026-03-09",
        "breach, 1 working day late",
    )
    assert cells(assessment, with_silent=False) == [expected]
    assert cells(assessment, with_silent=True) == [
        ("KN-2026-0001", "stage-1/raise", "not started", "", ""),
        expected,
    ]


def test_a_case_in_brief() -> None:
    assert case_words(case("KN-2026-0001", stage="stage-2")) == "KN-2026-0001  open, stage-2"
    assert case_words(case("KN-2026-0001", stage=None)) == "KN-2026-0001  not begun"


def test_the_summary_counts() -> None:
    missed = row(DutyState.OVERDUE, breach=Breach.BREACH)
    guide = row(DutyState.OVERDUE, breach=Breach.OVER_GUIDE)
    assert cases_summary(
        [case("A", missed), case("B", missed, guide, state=CaseState.WITHDRAWN)]
    ) == ("2 cases, 1 open; 3 overdue; 2 breaches; 0 things without a record.")
    now, unshown = row(DutyState.DUE_NOW), row(DutyState.NO_RECORD)
    assert cases_summary([case("A", missed, now, unshown, unshown)]) == (
        "1 case, 1 open; 1 due now; 1 overdue; 1 breach; 2 things without a record."
    )


def test_the_summary_counts_what_left_the_route_and_an_order_only_as_the_breach_it_is() -> None:
    rules = (DepartureRule.MOVE, DepartureRule.ORDER, DepartureRule.ENDED_BY)
    left = tuple(Departure(event=1, rule=rule, clause=None) for rule in rules)
    summary = cases_summary([replace(case("A"), departures=left)])
    assert summary.endswith("; 0 things without a record; 2 things not by the policy’s route.")


def test_what_is_to_be_done_has_its_safe_date_where_another_reading_asks_for_it_sooner() -> None:
    def note(state: DutyState, because: str | None) -> str:
        asked = row(state, due=at(10), due_on=date(2026, 3, 9))
        safe = replace(asked, safe_due_on=date(2026, 3, 6), safe_because=because)
        return cells(case("A", safe), with_silent=False)[0][-1]

    assert note(DutyState.RUNNING, "count") == "safe: by 2026-03-06"
    assert note(DutyState.RUNNING, None) == note(DutyState.MET, "count") == ""


def test_columns_are_aligned_by_spaces() -> None:
    assert aligned(("a", "long"), [("xyz", "1"), ("", "2")]) == "A    LONG\nxyz  1\n     2\n"


def test_a_spreadsheet_has_a_value_for_each_column() -> None:
    past = PastBreach(
        since=at(1),
        until=at(2),
        because="correction (event 3)",
        breach=Breach.BREACH,
    )
    full = row(DutyState.MET, met_at=at(9, 12), met_by=3, started_by=1, breach_history=(past,))
    (written,) = csv_rows(case("KN-2026-0001", full))
    values = dict(zip(CSV_HEADER, written, strict=True))
    assert values["met_at"] == "2026-03-09T12:00:00+00:00"
    assert values["due"] is None
    assert values["breach_history"] == (
        "breach from 2026-03-01T00:00:00+00:00 until 2026-03-02T00:00:00+00:00 because of "
        "correction (event 3)"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("a,b", '"a,b"'),
        ('say "no"', '"say ""no"""'),
        ("two\nlines", '"two\nlines"'),
        (None, '""'),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\n=1+1", '"\'\n=1+1"'),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a=1", "a=1"),
    ],
)
def test_a_spreadsheet_runs_nothing(value: Any, written: str) -> None:
    rows: Sequence[Sequence[Any]] = [[value]]
    assert csv_text(rows) == f"{written}\n"
