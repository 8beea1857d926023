"""The words of dates, limits and receipts, pinned whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalation_log.deadlines import moment_at, moment_of
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import (
    Before,
    ByUrgency,
    CalendarDays,
    Hours,
    InWords,
    Limit,
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Counting
from escalation_log.model.receipts import (
    BreachEnded,
    ByErratum,
    CountedBy,
    DayReckoned,
    DueAt,
    ExtensionApplied,
    Governs,
    HoursRun,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    NoNumber,
    Ordered,
    ProtectiveApplied,
    Provisional,
    ReceiptStep,
    Reckoning,
    RuleApplied,
    StartedBy,
)
from escalation_log.model.stamps import Moment, Stamp
from escalation_log.render.dates import day_words, moment_iso, moment_words
from escalation_log.render.limits import limit_words, pattern_words
from escalation_log.render.plain import plain
from escalation_log.render.receipts import step_words

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 3, 9)


def at(day: date, clock: time | None = None, offset: timedelta | None = None) -> Moment:
    """Place a moment in London."""
    return moment_of(Stamp(on=day, time=clock, offset=offset), LONDON)


NINE = at(DAY, time(9, 5))
TO_STAGE_4 = EventPattern(
    kinds=frozenset({EventKind.ESCALATED}), fields=(("to", frozenset({"stage-4"})),)
)


@pytest.mark.parametrize(
    ("moment", "words", "iso"),
    [
        (at(DAY), "Monday 9 March 2026", "2026-03-09"),
        (NINE, "Monday 9 March 2026 at 09:05", "2026-03-09T09:05:00+00:00"),
        (
            at(DAY, time(9, 5, 30)),
            "Monday 9 March 2026 at 09:05:30",
            "2026-03-09T09:05:30+00:00",
        ),
        (
            at(date(2026, 10, 25), time(1, 30), timedelta(hours=1)),
            "Sunday 25 October 2026 at 01:30 (BST)",
            "2026-10-25T01:30:00+01:00",
        ),
        (
            at(date(2026, 10, 25), time(1, 30), timedelta()),
            "Sunday 25 October 2026 at 01:30 (GMT)",
            "2026-10-25T01:30:00+00:00",
        ),
    ],
)
def test_moments(moment: Moment, words: str, iso: str) -> None:
    assert moment_words(moment) == words
    assert moment_iso(moment) == iso


@pytest.mark.parametrize(
    ("zone", "hour", "words"),
    [
        # At midnight the clocks of Beirut go back to the evening before.
        ("Asia/Beirut", 19, "Saturday 24 October 2026 at 22:30"),
        ("Asia/Beirut", 20, "Saturday 24 October 2026 at 23:30 (EEST)"),
        ("Asia/Beirut", 21, "Saturday 24 October 2026 at 23:30 (EET)"),
        ("Asia/Beirut", 22, "Sunday 25 October 2026 at 00:30"),
        ("Europe/London", 23, "Sunday 25 October 2026 at 00:30"),
        ("Europe/London", 24, "Sunday 25 October 2026 at 01:30 (BST)"),
        ("Europe/London", 25, "Sunday 25 October 2026 at 01:30 (GMT)"),
        ("Europe/London", 26, "Sunday 25 October 2026 at 02:30"),
    ],
)
def test_only_an_hour_that_comes_twice_is_told_apart(zone: str, hour: int, words: str) -> None:
    half_past = datetime(2026, 10, 24, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
    assert moment_words(moment_at(half_past, ZoneInfo(zone))) == words


def test_days_are_written_the_same_whatever_the_language_of_the_computer() -> None:
    assert day_words(date(2024, 2, 29)) == "Thursday 29 February 2024"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (WorkingDays(1), "1 working day"),
        (WorkingDays(5), "5 working days"),
        (CalendarDays(7), "7 calendar days"),
        (Hours(1), "1 hour"),
        (SameWorkingDay(), "the same working day"),
        (Before(TO_STAGE_4), "before escalated to stage-4"),
        (InWords("immediately"), "“immediately” (no number set by the policy)"),
        (None, "no limit set by the policy"),
        (
            ByUrgency({"urgent": Hours(24), "standard": WorkingDays(5)}),
            "urgent: 24 hours; standard: 5 working days",
        ),
    ],
)
def test_limits(limit: Limit | None, words: str) -> None:
    assert limit_words(limit) == words


def test_patterns() -> None:
    pattern = EventPattern(
        kinds=frozenset({EventKind.RESOLVED, EventKind.NOT_RESOLVED}),
        fields=(("stage", frozenset({"stage-2"})), ("by", frozenset({"raising"}))),
    )
    assert pattern_words(pattern) == "not-resolved or resolved in stage-2 by the side raising"


COUNTED_BY = CountedBy(
    counting=Counting.DAY_AFTER_TRIGGER,
    calendar="scotland",
    calendar_hash="sha256:abc",
    known_on=DAY,
)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            StartedBy(moment=NINE, event=3, kind="raised"),
            "Started by event 3 (raised) on Monday 9 March 2026 at 09:05.",
        ),
        (
            StartedBy(moment=NINE, event=3, kind="escalated", to="stage-2"),
            "Started by event 3 (escalated to stage-2) on Monday 9 March 2026 at 09:05.",
        ),
        (
            StartedBy(moment=at(DAY), duty="stage-1/respond"),
            "Started by the deadline of stage-1/respond on Monday 9 March 2026.",
        ),
        (
            RuleApplied(
                duty="stage-2/resolve",
                clause="4",
                edition="knowsley@2020-06",
                limit=WorkingDays(5),
                force="required",
            ),
            "Rule of stage-2/resolve: 5 working days (required); clause 4; knowsley@2020-06.",
        ),
        (
            RuleApplied(
                duty="stage-1/update",
                clause="4",
                edition="made-up@1",
                limit=Hours(24),
                force="guide",
                recurs=True,
                urgency="urgent",
                guide_since_event=2,
            ),
            (
                "Rule of stage-1/update: every 24 hours, urgency urgent (guide since event "
                "2); clause 4; made-up@1."
            ),
        ),
        (
            DayReckoned(on=DAY, reckoning=Reckoning.MOVED, name="cut-off 16:00"),
            (
                "Monday 9 March 2026: does not count (cut-off 16:00), the trigger moves to the "
                "next working day."
            ),
        ),
        (DayReckoned(on=DAY, reckoning=Reckoning.DAY_ZERO), "Monday 9 March 2026: day 0."),
        (
            DayReckoned(on=date(2026, 3, 8), reckoning=Reckoning.DAY_ZERO, name="Sunday"),
            "Sunday 8 March 2026: day 0, Sunday.",
        ),
        (
            DayReckoned(on=DAY, reckoning=Reckoning.COUNTED, number=2, is_foreseen=True),
            "Monday 9 March 2026: day 2 (foreseen, not published).",
        ),
        (
            DayReckoned(on=DAY, reckoning=Reckoning.SKIPPED, name="Good Friday"),
            "Monday 9 March 2026: not counted, Good Friday.",
        ),
        (
            HoursRun(start=NINE, hours=24, due=at(date(2026, 3, 10), time(9, 5))),
            (
                "24 hours by the clock from Monday 9 March 2026 at 09:05 end at Tuesday 10 "
                "March 2026 at 09:05."
            ),
        ),
        (
            HoursRun(start=NINE, hours=1, due=NINE, clock_change_minutes=60),
            (
                "1 hour by the clock from Monday 9 March 2026 at 09:05 end at Monday 9 March "
                "2026 at 09:05 (the clocks go forward by 60 minutes in between)."
            ),
        ),
        (
            HoursRun(start=NINE, hours=1, due=NINE, clock_change_minutes=-60),
            (
                "1 hour by the clock from Monday 9 March 2026 at 09:05 end at Monday 9 March "
                "2026 at 09:05 (the clocks go back by 60 minutes in between)."
            ),
        ),
        (
            MovedByAnnouncement(
                original_due_on=DAY,
                due_on=date(2026, 3, 10),
                day=DAY,
                name="One day",
                announced=date(2026, 3, 1),
            ),
            (
                "First due Monday 9 March 2026; One day on Monday 9 March 2026, announced on "
                "Sunday 1 March 2026, after the trigger: the later date, Tuesday 10 March "
                "2026, governs."
            ),
        ),
        (
            MovedByAnnouncement(
                original_due_on=DAY,
                due_on=date(2026, 3, 10),
                day=DAY,
                name="One day",
                announced=date(2026, 3, 1),
                withdrawn=True,
            ),
            (
                "First due Monday 9 March 2026; One day on Monday 9 March 2026, no longer a "
                "day off as announced on Sunday 1 March 2026, after the trigger: the later "
                "date, Tuesday 10 March 2026, governs."
            ),
        ),
        (
            Provisional(published_to=2028),
            (
                "Provisional: bank holidays are published to the end of 2028; those after are "
                "foreseen, not published."
            ),
        ),
        (
            ProtectiveApplied(event=4, protect_by=NINE, governs=True),
            (
                "Protective timescale (event 4): by Monday 9 March 2026 at 09:05; it is the "
                "earlier and governs."
            ),
        ),
        (
            ProtectiveApplied(event=4, protect_by=NINE, governs=False),
            (
                "Protective timescale (event 4): by Monday 9 March 2026 at 09:05; the limit "
                "is not later and governs."
            ),
        ),
        (
            ProtectiveApplied(event=4, protect_by=NINE, governs=False, too_late=True),
            (
                "Protective timescale (event 4): by Monday 9 March 2026 at 09:05; recorded "
                "after the deadline had passed, so it changes nothing here."
            ),
        ),
        (
            ExtensionApplied(
                event=4, until=NINE, agreed_by=("team-manager", "practitioner"), original_due_on=DAY
            ),
            (
                "Extension agreed (event 4) by team-manager, practitioner: until Monday 9 "
                "March 2026 at 09:05; the guide's own date was Monday 9 March 2026."
            ),
        ),
        (
            DueAt(due=at(date(2026, 3, 10), time()), due_on=DAY, governed_by=Governs.LIMIT),
            (
                "Due: last day in time Monday 9 March 2026; late from Tuesday 10 March 2026 "
                "at 00:00; governed by the policy's limit."
            ),
        ),
        (Ordered(before=TO_STAGE_4), "No date: to be done before escalated to stage-4."),
        (
            Ordered(before=TO_STAGE_4, broken_by=9),
            "No date: to be done before escalated to stage-4, which came first (event 9).",
        ),
        (NoNumber(words=None), "No deadline: no limit set by the policy."),
        (
            NoNumber(words="immediately"),
            "No deadline: the policy says “immediately” and gives no number.",
        ),
        (
            MetBy(event=5, kind="discussed", moment=NINE, in_time=True),
            "Met by event 5 (discussed) on Monday 9 March 2026 at 09:05, in time.",
        ),
        (
            MetBy(event=5, kind="discussed", moment=NINE, in_time=False),
            "Met by event 5 (discussed) on Monday 9 March 2026 at 09:05, late.",
        ),
        (
            MetBy(event=5, kind="discussed", moment=NINE, in_time=None),
            "Met by event 5 (discussed) on Monday 9 March 2026 at 09:05.",
        ),
        (
            MetBy(event=5, kind="discussed", moment=NINE, in_time=None, before_trigger=True),
            (
                "Met by event 5 (discussed) on Monday 9 March 2026 at 09:05, before its clock "
                "would have started."
            ),
        ),
        (
            LapsedBy(event=6, kind="resolved", moment=NINE),
            (
                "Lapsed with event 6 (resolved) on Monday 9 March 2026 at 09:05: its stage or "
                "the case ended."
            ),
        ),
        (
            ByErratum(edition="made-up@1.1", due=at(date(2026, 3, 10), time()), due_on=DAY),
            (
                "By the erratum edition made-up@1.1: last day in time Monday 9 March 2026; late "
                "from Tuesday 10 March 2026 at 00:00."
            ),
        ),
        (
            ByErratum(edition="made-up@1.1", due=None, due_on=None),
            "By the erratum edition made-up@1.1: no date.",
        ),
        (
            BreachEnded(
                since=NINE,
                until=at(date(2026, 3, 10), time(9, 30)),
                because="correction (event 7)",
            ),
            (
                "Was held to be missed from Monday 9 March 2026 at 09:05 to Tuesday 10 March "
                "2026 at 09:30; no longer, because of: correction (event 7)."
            ),
        ),
    ],
)
def test_steps(step: ReceiptStep, words: str) -> None:
    assert step_words(step) == words


def test_how_days_are_counted_is_said_with_the_calendar_and_its_hash() -> None:
    words = step_words(COUNTED_BY)
    assert "day-after-trigger (day one is the first working day after the trigger's day)" in words
    assert "scotland" in words
    assert "sha256:abc" in words


def test_what_is_no_step_has_no_words() -> None:
    with pytest.raises(TypeError, match="str"):
        step_words("a word")  # type: ignore[arg-type]


def test_values_become_plain_data() -> None:
    assert plain(TO_STAGE_4) == {"event": ["escalated"], "to": ["stage-4"]}
    assert plain(ByUrgency({"urgent": SameWorkingDay()})) == {
        "limits": {"urgent": {"same_working_day": True}}
    }
    assert plain((DAY, NINE, Governs.LIMIT, None, 3)) == [
        "2026-03-09",
        "2026-03-09T09:05:00+00:00",
        "limit",
        None,
        3,
    ]
    with pytest.raises(TypeError, match="float"):
        plain(1.5)
