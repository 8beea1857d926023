"""The words of events and of what was corrected in them, by a shipped policy."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import UTC, date, datetime, time

import pytest

from escalation_log.log.opening import open_rules
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import Force, Subject
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.events import KIND_WORDS, EventNames
from escalation_log.words.titles import agency_words, duty_title_of, of_subject, stage_name_of
from escalation_log.words.to_do import awaited_in, is_at_once, limit_applied, to_do_of
from tests.logs import FOUR

RAISED = Event(
    number=2, at=Stamp(on=date(2026, 3, 2), time=time(10, 15)), kind=EventKind.RAISED, by="raising"
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    rules = open_rules(FOUR, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    return rules.rulebooks["knowsley@2020-06"]


@pytest.fixture
def names(book: Rulebook) -> EventNames:
    return EventNames(book.policy, book.partnership)


def test_a_title_names_the_stage_or_the_duty(names: EventNames) -> None:
    escalated = replace(RAISED, kind=EventKind.ESCALATED, to="stage-2")
    for _ in range(2):
        assert names.title(escalated) == "Escalated to Stage 2: First line managers"
    done = replace(RAISED, kind=EventKind.DONE, duty="stage-1/state-issue")
    assert names.title(done) == "Done: State the issue together, if it is a significant one"


def test_what_was_corrected_is_told_with_what_stood_there(names: EventNames) -> None:
    corrected = replace(
        RAISED,
        kind=EventKind.DONE,
        at=Stamp(on=date(2026, 3, 3)),
        by="receiving",
        to="stage-3",
        duty="stage-1/state-issue",
        references=("KN-2026-0001",),
        whom=("chair",),
        note="Words that nobody is shown.",
    )
    assert list(names.differences(RAISED, corrected)) == [
        "What happened: first recorded as Raised",
        "Moment: first recorded as Monday 2 March 2026 at 10:15",
        "By: first recorded as the raising agency",
        "To: first recorded as nothing",
        "About: first recorded as nothing",
        "Cases: first recorded as nothing",
        "Whom: first recorded as nothing",
        "Note: reworded",
    ]
    assert list(names.differences(RAISED, RAISED)) == []


def test_what_a_policy_or_a_partnership_does_not_know_stands_for_itself(book: Rulebook) -> None:
    assert duty_title_of(book.policy, "stage-9/dance") == "stage-9/dance"
    assert stage_name_of(book.policy, "stage-9") == "Stage 9"
    assert agency_words("fire-and-rescue", book.partnership) == "Fire and rescue"
    assert agency_words("police", book.partnership) == "Police (invented)"
    assert agency_words("partnership", book.partnership) == book.partnership.name


def test_a_duty_without_a_receipt_has_no_limit_and_waits_its_turn(book: Rulebook) -> None:
    duty = next(each for each in book.policy.all_duties if each.id == "stage-1/respond")
    row = DutyAssessment(
        duty=duty,
        role="receiving-practitioner",
        force=Force.REQUIRED,
        state=DutyState.OUTSTANDING,
        breach=Breach.NONE,
        occurrence=1,
    )
    assert limit_applied(row) is None
    assert not is_at_once(row)
    assert awaited_in(to_do_of([row])) is row
    assert awaited_in(()) is None


def test_something_is_said_of_every_kind_of_event() -> None:
    assert list(KIND_WORDS) == list(EventKind)


MARCH = Stamp(on=date(2026, 3, 4))


@pytest.mark.parametrize(
    ("event", "recorded", "told"),
    [
        (
            Event(number=3, at=MARCH, kind=EventKind.CONSIDERED, what="commissioners", why="No."),
            "Step considered: telling the commissioners",
            {"What": "telling the commissioners", "Why": "No."},
        ),
        (
            Event(
                number=3,
                at=MARCH,
                kind=EventKind.PLANNED,
                what="conference",
                on=date(2026, 5, 4),
            ),
            "Planned day (child protection conference: Monday 4 May 2026)",
            {"What": "Child protection conference", "On": "Monday 4 May 2026"},
        ),
        (
            Event(number=3, at=MARCH, kind=EventKind.ESCALATED, to="stage-2", tier="heads"),
            "Escalation to heads of service of Stage 2: First line managers",
            {"Tier": "heads of service"},
        ),
        (
            Event(
                number=3,
                at=MARCH,
                kind=EventKind.DISPUTED,
                duty="stage-1/respond",
                reason="not-told",
            ),
            (
                "Reply to a mark on “Read the file and speak to the professional with the concern” "
                "(we were not told)"
            ),
            {"Reason": "we were not told"},
        ),
        (
            Event(number=3, at=MARCH, kind=EventKind.OUTCOME, came_about="in-part"),
            "Outcome for the child (in part)",
            {"Achieved": "in part"},
        ),
        (
            Event(
                number=3,
                at=MARCH,
                kind=EventKind.REDACTION,
                of=1,
                field="outcome_sought",
                reason="A name.",
                authority="The lead.",
            ),
            "Redaction in the top of the case",
            {
                "Reason": "A name.",
                "Taken out": "outcome sought of the top of the case",
                "Authority": "The lead.",
            },
        ),
        (
            Event(
                number=3,
                at=MARCH,
                kind=EventKind.WITHDRAWN,
                why="duplicate",
                duplicate_of="KN-2026-0001",
            ),
            "Withdrawal (duplicate)",
            {"Why": "duplicate", "Same as": "KN-2026-0001"},
        ),
        (
            Event(number=3, at=MARCH, kind=EventKind.NOT_RESOLVED, rationale="Not met."),
            "“Not resolved”",
            {"Reasons of the receiving side": "Not met."},
        ),
        (
            Event(number=3, at=MARCH, kind=EventKind.UPDATE, whom=("chair",)),
            "Update",
            {"Whom": "Chair of the partnership"},
        ),
        (Event(number=3, at=MARCH, kind=EventKind.RISK_OVER), "End of the immediate risk", {}),
        (Event(number=3, at=MARCH, kind=EventKind.NO_ANSWER), "“No answer”", {}),
        (Event(number=3, at=MARCH, kind=EventKind.AGREED), "Agreement to how it ended", {}),
    ],
    ids=lambda value: value.kind if isinstance(value, Event) else "",
)
def test_what_the_later_kinds_record(
    book: Rulebook, event: Event, recorded: str, told: dict[str, str]
) -> None:
    first, second, *rest = book.policy.stages
    policy = replace(
        book.policy,
        plannings={"conference": "Child protection conference"},
        stages=(first, replace(second, tiers={"heads": "heads of service"}), *rest),
    )
    names = EventNames(policy, book.partnership)
    assert names.recorded(event) == recorded
    assert {label: words for label, words in names.fields(event) if words} == told


def test_free_text_of_the_later_kinds_is_not_repeated_where_it_was_reworded(
    names: EventNames,
) -> None:
    told = replace(RAISED, why="A", rationale="B", authority="C")
    assert list(names.differences(told, RAISED)) == [
        "Why: reworded",
        "Reasons of the receiving side: reworded",
        "Authority: reworded",
    ]


def test_under_a_policy_for_adults_the_words_are_of_an_adult(book: Rulebook) -> None:
    names = EventNames(replace(book.policy, subject=Subject.ADULT), book.partnership)
    risk = replace(RAISED, kind=EventKind.IMMEDIATE_RISK)
    assert names.title(risk) == "Immediate risk to the adult"
    protected = replace(RAISED, kind=EventKind.PROTECTIVE_TIMESCALE)
    assert names.recorded(protected) == "A time by which the adult must be protected"
    for kind in EventKind:
        words = of_subject(" ".join(filter(None, astuple(KIND_WORDS[kind]))), Subject.ADULT)
        assert "child" not in words.lower(), kind


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Is a child in immediate danger?", "Is an adult in immediate danger?"),
        ("A child’s plan", "An adult’s plan"),
        ("Child protection plan, child-in-need", "Child protection plan, child-in-need"),
        ("The children’s services", "The children’s services"),
    ],
)
def test_words_of_a_child_become_words_of_an_adult(words: str, expected: str) -> None:
    assert of_subject(words, Subject.ADULT) == expected
    assert of_subject(words, Subject.CHILD) == words
