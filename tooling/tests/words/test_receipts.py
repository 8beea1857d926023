"""Every step of a receipt in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from escalation_log.model.patterns import Hours, WorkingDays
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
from escalation_log.words.receipt_sentences import step_words
from tests.words.samples import DAY, NINE, TO_STAGE_4, at

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
                "Extension agreed (event 4) by team-manager and practitioner: until Monday 9 "
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
        (Ordered(before=TO_STAGE_4), "No date: to be done before it goes to stage-4."),
        (
            Ordered(before=TO_STAGE_4, broken_by=9),
            "No date: to be done before it goes to stage-4, which came first (event 9).",
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
                "Counted as missed from Monday 9 March 2026 at 09:05 to Tuesday 10 March "
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
