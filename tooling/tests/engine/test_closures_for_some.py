"""Closures for some agencies count only where everybody who must act is among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.engine.assess import assess
from escalation_log.engine.calendar import not_working_because
from escalation_log.files.calendar_file import with_closures
from escalation_log.model.assessments import DutyState
from escalation_log.model.calendars import Calendar, Closure, SomeAgencies
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import DayReckoned, MovedByAnnouncement
from escalation_log.words.receipt_sentences import step_words
from tests.engine.judging import (
    Judged,
    calendar,
    judge,
    made_up_policy,
    moment,
    rulebook_of,
    shipped_partnership,
)

SCHOOLS = SomeAgencies(sectors=("education",))
# Monday 25 May 2026 is the spring bank holiday; the schools are closed until Friday.
HALF_TERM = Closure(
    first=date(2026, 5, 25), last=date(2026, 5, 29), name="Half term", only_for=SCHOOLS
)
OFFICES = Closure(first=date(2026, 6, 1), last=date(2026, 6, 1), name="Offices closed")
# A Thursday.
RAISED = "at: 2026-05-21 10:00, kind: raised\n"
SCHOOL_AND_POLICE = "receiving: {agency: police, role: practitioner}\n"
TWO_SCHOOLS = """\
raising: {agency: northside-academy, role: practitioner}
receiving: {agency: southside-academy, role: practitioner}
"""


def policy(
    by: str = "", *, role: str = "worker", trigger: str = "{event: raised}", rest: str = ""
) -> Policy:
    """Make a policy of one duty of two working days that one side, or anybody, can meet."""
    stages = f"""\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: {role}
      clause: "1"
      trigger: {trigger}
      met_by: {{event: discussed{by}}}
      limit: {{working_days: 2}}
"""
    return made_up_policy(stages, rest)


def days_off(*closures: Closure) -> Calendar:
    return with_closures(calendar(), closures or (HALF_TERM, OFFICES))


def due(by: str, header: str = "") -> date | None:
    row = judge(RAISED, "2026-05-21", policy(by), header=header, days_off=days_off())["stage-1/act"]
    return row.due_on


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # The school is closed from the 25th and all offices on the 1st: the 22nd, the 2nd.
        (", by: raising", date(2026, 6, 2)),
        # The police are not: the 22nd, the 26th.
        (", by: receiving", date(2026, 5, 26)),
        ("", date(2026, 5, 26)),
        # Nor is the partnership.
        (", by: partnership", date(2026, 5, 26)),
    ],
)
def test_it_counts_where_everybody_who_must_act_is_closed(by: str, expected: date) -> None:
    assert due(by, SCHOOL_AND_POLICE) == expected


def test_two_schools_are_closed_together() -> None:
    here = shipped_partnership("knowsley")
    school = here.agencies["northside-academy"]
    both = replace(
        here,
        agencies={**here.agencies, "southside-academy": replace(school, id="southside-academy")},
    )
    judged = judge(
        RAISED, "2026-05-21", policy(), header=TWO_SCHOOLS, days_off=days_off(), partnership=both
    )
    assert judged["stage-1/act"].due_on == date(2026, 6, 2)


def test_agencies_may_be_named_one_by_one() -> None:
    named = replace(HALF_TERM, only_for=SomeAgencies(agencies=("northside-academy", "police")))
    judged = judge(
        RAISED, "2026-05-21", policy(), header=SCHOOL_AND_POLICE, days_off=days_off(named)
    )
    # The 22nd, the 1st: there is no closure of all offices here.
    assert judged["stage-1/act"].due_on == date(2026, 6, 1)


def school(as_of: str, events: str = RAISED, days: Calendar | None = None) -> Judged:
    asked = policy(", by: raising")
    return judge(events, as_of, asked, header=SCHOOL_AND_POLICE, days_off=days or days_off())


def test_the_receipt_names_the_closure() -> None:
    row = school("2026-05-21")["stage-1/act"]
    skipped = {each.on: each.name for each in row.receipt if isinstance(each, DayReckoned)}
    assert skipped[date(2026, 5, 25)] == "Spring bank holiday"
    assert skipped[date(2026, 5, 26)] == "Half term"
    assert skipped[date(2026, 6, 1)] == "Offices closed"
    assert any("Half term" in step_words(each) for each in row.receipt)


def test_it_is_due_soon_and_late_by_the_same_days() -> None:
    # The working day before 2 June is 22 May.
    assert school("2026-05-21 23:00")["stage-1/act"].state is DutyState.RUNNING
    assert school("2026-05-22 09:00")["stage-1/act"].state is DutyState.DUE_SOON
    discussed = f"{RAISED}at: 2026-05-29 10:00, kind: discussed, by: raising\n"
    late = judge(
        discussed,
        "2026-05-29",
        policy(", by: raising"),
        header=SCHOOL_AND_POLICE,
        days_off=days_off(replace(HALF_TERM, first=date(2026, 5, 27))),
    )["stage-1/act"]
    # The 22nd, the 26th; then closed until the 29th, so that no working day has passed.
    assert (late.due_on, late.days_late) == (date(2026, 5, 26), 0)
    other = judge(
        f"{RAISED}at: 2026-05-29 10:00, kind: discussed, by: receiving\n",
        "2026-05-29",
        policy(", by: receiving"),
        header=SCHOOL_AND_POLICE,
        days_off=days_off(),
    )["stage-1/act"]
    assert (other.due_on, other.days_late) == (date(2026, 5, 26), 3)


def test_one_announced_later_moves_the_date_and_ends_the_breach() -> None:
    announced = replace(HALF_TERM, announced=date(2026, 5, 28))
    events = f"{RAISED}at: 2026-05-29 10:00, kind: discussed, by: raising\n"
    row = school("2026-05-29", events, days_off(announced))["stage-1/act"]
    assert (row.original_due_on, row.due_on) == (date(2026, 5, 26), date(2026, 6, 1))
    moved = [each for each in row.receipt if isinstance(each, MovedByAnnouncement)]
    assert [each.name for each in moved] == ["Half term"]
    (past,) = row.breach_history
    assert past.because == "newly announced closure (Half term, 2026-05-25)"


def test_who_acts_follows_a_corrected_header() -> None:
    """A receiving side that turns out to be a school brings the closure with it."""
    corrected = (
        f"{RAISED}at: 2026-05-22, kind: header-correction, reason: Wrong side., "
        "correct: {receiving: {agency: northside-academy, role: practitioner}, "
        "raising: {agency: police, role: practitioner}}\n"
    )
    judged = judge(
        corrected,
        "2026-05-22",
        policy(", by: receiving"),
        header=SCHOOL_AND_POLICE,
        days_off=days_off(),
    )
    assert judged["stage-1/act"].due_on == date(2026, 6, 2)


def test_a_calendar_is_made_once_for_each_set_of_groups() -> None:
    police = SomeAgencies(agencies=("police",))
    moot = Closure(first=date(2026, 7, 1), last=date(2026, 7, 1), name="Moot", only_for=police)
    joined = days_off(HALF_TERM, OFFICES, moot)
    names = {
        group: [each.name for each in made.closures] for group, made in joined.for_some.items()
    }
    assert names == {
        frozenset({SCHOOLS}): ["Half term", "Offices closed"],
        frozenset({police}): ["Offices closed", "Moot"],
        frozenset({SCHOOLS, police}): ["Half term", "Offices closed", "Moot"],
    }
    assert [each.name for each in joined.closures] == ["Offices closed"]
    assert joined.whole is joined.for_some[frozenset({SCHOOLS, police})]
    assert joined.shared_by({"northside-academy": "education"}).closures == (HALF_TERM, OFFICES)
    assert joined.shared_by({"partnership": None}) is joined
    plain = days_off(OFFICES)
    assert (plain.whole, plain.for_some) == (plain, {})
    assert plain.content_hash == joined.content_hash
    known = joined.whole.history.known_on(date(2026, 7, 1))
    assert not_working_because(known, date(2026, 7, 1)) == "Moot"


def test_a_log_without_such_closures_is_judged_as_before() -> None:
    rules = rulebook_of(policy(), days_off=days_off(OFFICES))
    case = judge(RAISED, "2026-05-21", policy()).judged.case
    assert assess(case, rules, moment("2026-05-21")).duties[0].due_on == date(2026, 5, 26)


def test_the_role_of_the_sector_says_whose_closures_count() -> None:
    by_sector = "{by_sector: {education: manager, other: worker}}"
    for side, expected in (("raising", date(2026, 6, 2)), ("receiving", date(2026, 5, 26))):
        asked = policy(role=by_sector, rest=f"sides: {{manager: {side}}}\n")
        judged = judge(RAISED, "2026-05-21", asked, header=SCHOOL_AND_POLICE, days_off=days_off())
        assert judged["stage-1/act"].due_on == expected


def test_a_limit_from_another_starting_point_is_missed_once_the_closures_are_over() -> None:
    asked = policy(
        ", by: raising",
        trigger="{first_recorded: [{event: notified, whom: chair}, {event: raised}]}",
    )
    # From Thursday 21 May two working days of the school end with Tuesday 2 June.
    for told_on, started_by in (("2026-06-02", 2), ("2026-06-03", 1)):
        events = f"{RAISED}at: {told_on} 10:00, kind: notified, whom: chair\n"
        judged = judge(events, told_on, asked, header=SCHOOL_AND_POLICE, days_off=days_off())
        assert judged["stage-1/act"].started_by == started_by
