"""A case file becomes a case, its corrections applied to what they correct."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.model.cases import Case, Child, Event, Header, Party
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import Problem

EXAMPLES = Path(__file__).with_name("examples") / "good" / "case"


def example(name: str) -> Case:
    case = parse_case(name, (EXAMPLES / f"{name}.yaml").read_bytes())
    assert isinstance(case, Case)
    return case


def case_with(events: str) -> Case | tuple[Problem, ...]:
    header = (EXAMPLES / "smallest.yaml").read_text("utf-8").partition("events:")[0]
    return parse_case("f.yaml", f"{header}events:\n{events}".encode())


def events_of(events: str) -> tuple[Event, ...]:
    case = case_with(events)
    assert isinstance(case, Case), case
    return case.events


def problems_of(events: str) -> list[tuple[str, int | None, str]]:
    problems = case_with(events)
    assert isinstance(problems, tuple)
    return [(problem.place, problem.line, problem.message) for problem in problems]


def test_header() -> None:
    assert example("smallest").header == Header(
        reference="KN-2026-0007",
        policy="knowsley",
        version="2020-06",
        theme="level-of-need",
        children=(Child(pseudonym="C-7F3KQ", plan=("child-protection",)),),
        raising=Party(agency="northside-academy", role="designated-safeguarding-lead"),
        receiving=(Party(agency="childrens-social-care", role="team-manager"),),
        concern="The school and the social worker differ on the level of need.",
        outcome_sought="A strategy discussion with all agencies present.",
    )


def test_header_with_everything() -> None:
    header = example("every-kind-of-event").header
    assert header.children == (
        Child(pseudonym="C-7F3KQ"),
        Child(pseudonym="C-7F3KR", plan=("looked-after", "child-protection")),
    )
    assert [party.agency for party in header.receiving] == ["childrens-social-care", "housing"]
    assert header.urgency == "urgent"
    assert header.links == ("KN-2025-0001",)


def test_a_case_says_that_it_is_invented() -> None:
    assert example("every-kind-of-event").header.is_invented
    assert not example("smallest").header.is_invented


def test_what_a_withdrawn_case_repeats_may_be_corrected() -> None:
    events = events_of(
        "  - {at: 2026-03-02, kind: withdrawn, why: duplicate, of: KN-2025-0001}\n"
        + correction("{of: KN-2025-0002}")
        + correction("{why: moved-area, of: null}")
    )
    corrected = [event.corrected for event in events]
    assert corrected[0] is None
    first, second = [event for event in corrected if event is not None]
    assert (first.duplicate_of, first.why) == ("KN-2025-0002", "duplicate")
    assert (second.duplicate_of, second.why) == (None, "moved-area")


def test_event_of_every_kind() -> None:
    events = example("every-kind-of-event").events
    assert {event.kind for event in events} == set(EventKind)
    assert [event.number for event in events] == list(range(1, len(events) + 1))


def test_event_with_its_general_fields() -> None:
    event = example("every-kind-of-text").events[1]
    assert event == Event(
        number=2,
        at=Stamp(on=date(2026, 3, 3), time=time(9, 0, 30), offset=timedelta()),
        kind=EventKind.NOTIFIED,
        recorded=Stamp(on=date(2026, 3, 4), time=time(9), offset=timedelta()),
        stage="stage-1",
        note='Not: yet # é 😀 "said" é',
        whom=("chair", "line-manager"),
        how="phone",
    )
    assert event.known_from == event.recorded


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("kind: considered, what: commissioners", {"what": "commissioners"}),
        (
            "kind: considered, what: commissioners, why: Not yet.",
            {"what": "commissioners", "why": "Not yet."},
        ),
        ("kind: planned, what: visit, on: 2026-03-09", {"what": "visit", "on": date(2026, 3, 9)}),
        (
            "kind: escalated, to: stage-3, tier: heads",
            {"to": "stage-3", "tier": "heads"},
        ),
        ("kind: update, whom: chair", {"whom": ("chair",)}),
        ("kind: no-answer, whom: chair", {"whom": ("chair",)}),
        ("kind: not-resolved, rationale: Not met.", {"rationale": "Not met."}),
        (
            "kind: disputed, duty: case/tell, reason: not-ours",
            {"duty": "case/tell", "reason": "not-ours"},
        ),
        ("kind: outcome, came_about: in-part", {"came_about": "in-part"}),
        (
            "kind: redaction, of: 1, field: note, reason: A name., authority: The lead.",
            {"of": 1, "field": "note", "reason": "A name.", "authority": "The lead."},
        ),
        ("kind: withdrawn, why: moved-area", {"why": "moved-area"}),
        (
            "kind: withdrawn, why: duplicate, of: KN-2025-0001",
            {"why": "duplicate", "duplicate_of": "KN-2025-0001", "of": None},
        ),
        (
            "kind: escalated, to: stage-2, reason: immediate-risk",
            {"to": "stage-2", "reason": "immediate-risk"},
        ),
        ("kind: notified, whom: chair", {"whom": ("chair",)}),
        ("kind: notified, whom: [chair, iro]", {"whom": ("chair", "iro")}),
        ("kind: panel-convened, agencies: [police, housing]", {"agencies": ("police", "housing")}),
        (
            "kind: protective-timescale, protect_by: 2026-03-05, reason: ' Visit. '",
            {"protect_by": Stamp(on=date(2026, 3, 5)), "reason": "Visit."},
        ),
        (
            "kind: safeguards, measures: safety-plan, review_on: 2026-03-09",
            {"measures": ("safety-plan",), "review_on": date(2026, 3, 9)},
        ),
        ("kind: changed, plan: none", {"plan": ()}),
        ("kind: changed, plan: [looked-after]", {"plan": ("looked-after",)}),
        ("kind: changed, urgency: urgent", {"urgency": "urgent", "plan": None}),
        ("kind: linked, references: KN-2025-0001", {"references": ("KN-2025-0001",)}),
        ("kind: done, duty: case/tell", {"duty": "case/tell"}),
        (
            "kind: extension, duty: a/b, until: 2026-03-09 12:00, reason: So., agreed_by: x",
            {"until": Stamp(on=date(2026, 3, 9), time=time(12)), "agreed_by": ("x",)},
        ),
        (
            "kind: learning, themes: [planning], action: Train., whom: chair",
            {"themes": ("planning",), "action": "Train.", "whom": ("chair",)},
        ),
    ],
)
def test_fields_of_a_kind(fields: str, expected: dict[str, object]) -> None:
    [event] = events_of(f"  - {{at: 2026-03-02, {fields}}}\n")
    assert {name: getattr(event, name) for name in expected} == expected


def test_corrections_build_on_each_other() -> None:
    case = example("corrections")
    escalated, first, second = case.events[1], case.events[2], case.events[3]
    assert escalated.kind is EventKind.ESCALATED
    assert first.of == 2
    assert first.correct == (("kind", EventKind.RAISED), ("to", None))
    assert first.corrected == Event(
        number=2, at=escalated.at, kind=EventKind.RAISED, by=escalated.by
    )
    assert second.correct == (("how", "email"), ("note", "In writing."))
    assert second.corrected == Event(
        number=2,
        at=escalated.at,
        kind=EventKind.RAISED,
        by=escalated.by,
        how="email",
        note="In writing.",
    )


def test_header_corrections_build_on_each_other() -> None:
    case = example("corrections")
    theme, children = case.events[4].header, case.events[5].header
    assert theme is not None
    assert theme.theme == "communication"
    assert theme.children == case.header.children
    assert children is not None
    assert children.theme == "communication"
    assert [child.pseudonym for child in children.children] == ["C-1111", "C-2222"]
    assert case.events[5].correct == (("children", children.children),)


def test_correction_that_points_wrongly_is_left_to_a_rule() -> None:
    for event in example("corrections").events[6:]:
        assert event.kind is EventKind.CORRECTION
        assert event.corrected is None
        assert event.header is None
        assert event.correct == (("at", Stamp(on=date(2026, 3, 3))),)


RAISED = "  - {at: 2026-03-02, kind: raised}\n"
ESCALATED = "  - {at: 2026-03-02, kind: escalated, to: stage-2}\n"


def correction(correct: str, of: int = 1) -> str:
    return f"  - {{at: 2026-03-03, kind: correction, of: {of}, correct: {correct}, reason: So.}}\n"


def header_correction(correct: str) -> str:
    return f"  - {{at: 2026-03-03, kind: header-correction, correct: {correct}, reason: So.}}\n"


def test_correction_must_leave_a_valid_event() -> None:
    assert problems_of(ESCALATED + correction("{kind: raised}")) == [
        (
            "events[1].correct",
            13,
            (
                "With this correction, `to` belongs only to events of kind `escalated`. "
                "If it should not be there, add `to: null` to `correct`."
            ),
        )
    ]
    assert problems_of(RAISED + correction("{kind: escalated}")) == [
        (
            "events[1].correct",
            13,
            (
                "With this correction, an event of kind `escalated` needs `to`. "
                "Add a line such as `to: stage-2`."
            ),
        )
    ]
    assert problems_of(RAISED + correction("{whom: chair}")) == [
        (
            "events[1].correct.whom",
            13,
            (
                "With this correction, `whom` belongs only to events of kinds `consulted`, "
                "`referred`, `notified`, `update`, `record-shared`, `no-answer` or `learning`."
            ),
        )
    ]


def test_correction_that_is_refused_changes_nothing_for_the_next() -> None:
    problems = problems_of(RAISED + correction("{whom: chair}") + correction("{by: raising}"))
    assert [place for place, _, _ in problems] == ["events[1].correct.whom"]


def test_all_corrections_that_are_refused_are_named() -> None:
    children = (
        "{children: [{pseudonym: C-1111, plan: none}], child: {pseudonym: C-1111, plan: none}}"
    )
    problems = problems_of(RAISED + correction("{whom: chair}") + header_correction(children))
    assert [(place, line) for place, line, _ in problems] == [
        ("events[1].correct.whom", 13),
        ("events[2].correct", 14),
    ]


def test_header_correction_takes_away_what_may_be_missing() -> None:
    case = case_with(RAISED + header_correction("{urgency: null, links: null}"))
    assert isinstance(case, Case)
    assert case.events[1].header == case.header


def test_order_of_keys_changes_nothing() -> None:
    text = (EXAMPLES / "corrections.yaml").read_text("utf-8")
    top, _, events = text.partition("events:\n")
    keys = top.replace("|\n ", "|").splitlines()
    turned = [line.replace("|", "|\n ") for line in reversed(keys)]
    other = "events:\n" + events + "\n".join(turned) + "\n"
    assert parse_case("f", other.encode()) == parse_case("f", text.encode())
    one = events_of("  - {at: 2026-03-02, kind: notified, whom: chair, by: raising}\n")
    assert events_of("  - {by: raising, whom: chair, kind: notified, at: 2026-03-02}\n") == one


def test_the_reference_and_the_edition_are_those_first_written() -> None:
    case = example("corrections")
    assert case.reference == "KN-2026-0007"
    assert case.edition == "knowsley@2020-06"
