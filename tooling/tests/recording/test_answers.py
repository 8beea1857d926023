"""From answers to the text of an event, and of a new case."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_at
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.faulty_files import EarlierState
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import Problem
from escalation_log.recording.corrections import as_corrected, correctable, standing_values
from escalation_log.recording.desk import desk_of
from escalation_log.recording.form_fields import form_fields
from escalation_log.recording.heard import ways_of_hearing, with_heard
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.new_case import (
    alike,
    current_rulebooks,
    drawn_pseudonym,
    new_case,
    next_reference,
    pseudonyms_in,
    question_at,
    questions_of_case,
)
from escalation_log.recording.offer_titles import offer_title
from escalation_log.recording.problem_words import objections
from escalation_log.recording.written import (
    NotTaken,
    in_the_file,
    refuse_braces,
    stamp_words,
    waiting_event,
)
from tests.logs import FOUR
from tests.recording.desks import NOW, Desks

LONDON = ZoneInfo("Europe/London")
NEW = "KN-2026-0008"


def test_a_moment_is_written_to_the_minute_with_an_offset_where_the_clocks_repeat_it() -> None:
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert stamp_words(stamp_at(moment_at(twice, LONDON))) == "2026-10-25 01:30+00:00"
    first = twice - timedelta(hours=1)
    assert stamp_words(stamp_at(moment_at(first, LONDON))) == "2026-10-25 01:30+01:00"
    assert stamp_words(stamp_at(moment_at(NOW, LONDON))) == "2026-11-24 11:00"
    west = Stamp(on=twice.date(), time=twice.time(), offset=timedelta(hours=-3, minutes=-30))
    assert stamp_words(west) == "2026-10-25 01:30-03:30"
    assert stamp_words(Stamp(on=twice.date())) == "2026-10-25"


def test_a_day_without_a_time_names_its_file_by_midnight(desks: Desks) -> None:
    desk = desks.open(NEW)
    answers = {"kind": "discussed", "at": "2026-11-23"}
    event = waiting_event(desk, answers, Stamp(on=NOW.date()), "k3f9")
    assert isinstance(event, WaitingEvent)
    assert event.file == "cases/2026/KN-2026-0008/20261124T0000-discussed-k3f9.yaml"


def test_how_somebody_heard_begins_the_note() -> None:
    assert with_heard({"note": "Rang back."}, "phone") == {"note": "Heard by phone. Rang back."}
    assert with_heard({}, "face-to-face") == {"note": "Heard face to face."}
    assert with_heard({"by": "raising"}, "") == {"by": "raising"}
    assert [each.value for each in ways_of_hearing()][:3] == ["", "face-to-face", "phone"]


def test_an_answer_of_which_nothing_can_be_made_is_refused_by_its_field(desks: Desks) -> None:
    desk = desks.open(NEW)
    now = stamp_at(desk.now)
    answers = {"kind": "notified", "at": "soon"}
    refused = waiting_event(desk, answers, now, "k3f9")
    assert isinstance(refused, tuple)
    assert {each.field for each in refused} == {"at", ""}
    assert NotTaken("", "An event of kind `notified` needs `whom`.") in refused
    corrected = {"kind": "correction", "of": 1, "correct": {"to": "stage-2"}, "reason": "Mistyped."}
    refused = waiting_event(desk, {"at": stamp_words(now), **corrected}, now, "k3f9")
    assert isinstance(refused, tuple)
    assert refused


def test_a_case_in_braces_takes_no_event(desks: Desks) -> None:
    desk = desks.open(NEW)
    before, _, _ = desk.data.partition(b"events:")
    braces = before + b"events: [{at: 2026-11-20 14:00, kind: raised, by: raising}]\n"
    for written in (refuse_braces, lambda each: in_the_file(each, [])):
        with pytest.raises(EscalogError, match="written in a way to which none can be added"):
            written(replace(desk, data=braces))


def test_a_case_whose_file_is_gone_meanwhile_is_not_opened(tmp_path: Path) -> None:
    root = tmp_path / "log"
    shutil.copytree(FOUR, root)
    own = Desks(root=root, log=open_log(root, as_of=END_OF_TIME))
    desk = own.open(NEW)
    (root / desk.file).chmod(0o644)
    (root / desk.file).write_bytes(b"x" * 2_000_000)
    with pytest.raises(EscalogError):
        desk_of(own.log, desk.judged)


def test_a_case_that_stands_by_an_earlier_state_is_not_opened(desks: Desks) -> None:
    desk = desks.open(NEW)
    earlier = EarlierState(commit="0" * 40, on=NOW.date(), problems=())
    with pytest.raises(EscalogError, match="nothing can be recorded before they are mended"):
        desk_of(desks.log, replace(desk.judged, earlier=earlier))


def test_a_question_that_was_answered_is_not_asked_and_may_bring_another(desks: Desks) -> None:
    desk = desks.open(NEW)

    def names(kind: EventKind, **answers: str) -> list[str]:
        return [each.name for each in form_fields(kind, desk, answers)]

    assert names(EventKind.WITHDRAWN) == ["at", "by", "why", "how", "note"] or "of" not in names(
        EventKind.WITHDRAWN
    )
    assert "of" in names(EventKind.WITHDRAWN, why="duplicate")
    assert "of" not in names(EventKind.WITHDRAWN, why="moved-area")
    (needed,) = (each for each in form_fields(EventKind.CHANGED, desk, {}) if each.name == "plan")
    assert needed.needed
    assert "plan" not in names(EventKind.CHANGED, plan="none")
    asked = {each.name: each.needed for each in form_fields(EventKind.AGREED, desk, {})}
    assert asked["by"], "without its side an agreement says nothing"
    assert not asked["how"]


def test_what_may_be_corrected_is_asked_with_what_stands_there(desks: Desks) -> None:
    desk = desks.open(NEW)
    answers = {"kind": "correction", "of": 2}
    assert [each.name for each in correctable(desk, answers)] == ["at", "by", "how", "note"]
    assert standing_values(desk, answers) == {
        "at": "2026-11-20 14:00",
        "by": "raising",
        "how": "phone",
    }
    assert correctable(desk, {"kind": "correction", "of": 9}) == ()
    assert as_corrected(desk, {**answers, "correct": {"by": None}}) == {"by": None}
    assert as_corrected(desk, answers) == {}


def test_a_day_that_was_recorded_is_corrected_as_a_day(desks: Desks) -> None:
    found = set[str]()
    for reference in desks.references:
        desk = desks.open(reference)
        for placed in desk.judged.timeline.placed_events:
            if placed.event.kind in (EventKind.SAFEGUARDS, EventKind.ESCALATED):
                answers = {"kind": "correction", "of": placed.event.key}
                found |= standing_values(desk, answers).keys()
                day = str(standing_values(desk, answers).get("review_on", "2026-11-24"))
                assert date.fromisoformat(day).isoformat() == day
    assert {"review_on", "to", "measures"} <= found


def test_brothers_and_sisters_and_several_agencies_are_corrected_one_by_one(desks: Desks) -> None:
    desk = desks.open(NEW)
    header = desk.judged.timeline.header
    child, party = header.children[0], header.receiving[0]
    several = replace(
        header,
        children=(child, replace(child, pseudonym="C-9QW2Z")),
        receiving=(party, replace(party, agency="police")),
    )
    timeline = replace(desk.judged.timeline, header=several)
    desk = replace(desk, judged=replace(desk.judged, timeline=timeline))
    top = {"kind": "header-correction"}
    asked = {each.name: each.question for each in correctable(desk, top)}
    assert asked["plan_2"] == "C-9QW2Z: Which plans was the child on?"
    assert asked["receiving_2"] == "Police (invented): Who received it there?"
    assert standing_values(desk, top)["plan_1"] == ["none"]
    correct = {"plan_2": ["looked-after"], "receiving_1": "practitioner", "theme": "communication"}
    assert as_corrected(desk, {**top, "correct": correct}) == {
        "theme": "communication",
        "children": [
            {"pseudonym": "C-1ZG6H", "plan": ["none"]},
            {"pseudonym": "C-9QW2Z", "plan": ["looked-after"]},
        ],
        "receiving": [
            {"agency": "early-help", "role": "practitioner"},
            {"agency": "police", "role": "team-manager"},
        ],
    }


def test_how_something_is_to_be_done_stands_in_the_title(desks: Desks) -> None:
    desk = desks.open(NEW)
    found = next(iter(desk.judged.timeline.placed_events)).event
    referred = replace(found, kind=EventKind.REFERRED, by=None)
    assert offer_title(referred, {"how": "in-writing"}, desk.judged) == "Referred, in writing"


def test_objections_name_the_question_of_a_new_case_too() -> None:
    paths = {("theme",): "theme", ("events", 0, "at"): "at", ("event", "by"): "by", ("events",): ""}
    for path, field in paths.items():
        problem = Problem(file="", rule="", message="No.", path=path)
        assert [each.field for each in objections((problem,))] == [field]


def test_the_next_reference_is_after_every_one_that_was_given(desks: Desks) -> None:
    (*_, book) = [
        each
        for each in current_rulebooks(desks.log, moment_at(NOW, LONDON))
        if each.policy.id == "knowsley"
    ]
    known = ["KN-2026-0004", "KN-2025-0009", "BA-2026-0011", "KN-2026-0011"]
    assert next_reference(book.partnership, 2026, known) == "KN-2026-0012"
    assert next_reference(book.partnership, 2027, known) == "KN-2027-0001"


def test_a_policy_that_cannot_be_used_is_not_chosen(desks: Desks) -> None:
    now = moment_at(NOW, LONDON)
    log = replace(desks.log, rulebooks={})
    assert current_rulebooks(log, now) == ()
    assert len(current_rulebooks(desks.log, now)) == 6


def test_a_pseudonym_that_the_log_has_is_not_drawn_again(desks: Desks) -> None:
    signs: Iterator[str] = cycle("1ZG6H9QW2Z")
    assert "C-1ZG6H" in pseudonyms_in(desks.log)
    assert drawn_pseudonym(pseudonyms_in(desks.log), lambda _: next(signs)) == "C-9QW2Z"


PATHS = {
    ("children", 1, "plan"): "plan_2",
    ("child", "plan"): "plan_1",
    ("children", 0, "pseudonym"): "child",
    ("receiving", 1, "role"): "receiving_role_2",
    ("receiving", 1, "agency"): "receiving",
    ("raising", "role"): "raising_role",
    ("events", 0, "kind"): "kind",
    ("events",): "",
    ("theme",): "theme",
}


@pytest.mark.parametrize("path", PATHS)
def test_what_is_wrong_in_a_new_case_leads_to_its_question(path: tuple[str | int, ...]) -> None:
    assert question_at(path, ["C-1ZG6H", "C-9QW2Z"], ["police", "housing"]) == PATHS[path]


def test_a_new_case_is_made_of_the_answers_to_its_questions(desks: Desks) -> None:
    chance = random.Random(17)
    for book in current_rulebooks(desks.log, moment_at(NOW, LONDON)):
        now = moment_at(NOW, ZoneInfo(book.policy.time_zone))
        answers: dict[str, object] = {"recorded": stamp_words(stamp_at(now))}
        for field in questions_of_case(book, now, children=["C-7F3KQ", "C-9QW2Z"]):
            values = [each.value for each in field.choices if each.value != answers.get("raising")]
            answers[field.name] = chance.choice(values) if values else "In a few words."
            if field.name == "receiving":
                answers["receiving"] = [answers["receiving"]]
        answers["at"] = answers["recorded"]
        made = new_case(book, "XX-2026-0001", ["C-7F3KQ", "C-9QW2Z"], answers)
        assert isinstance(made, Case), made
        assert made.events[0].recorded is None
        refused = new_case(book, "XX-2026-0001", ["C-7F3KQ"], {**answers, "plan": "nonesuch"})
        assert isinstance(refused, tuple)
        assert {each.field for each in refused} == {"plan"}


def test_a_case_of_another_policy_is_not_alike_whatever_its_agencies_are_called(
    desks: Desks,
) -> None:
    judged = [desks.open(each).judged for each in desks.references]
    several = 0
    for each in judged:
        found = [other.reference for other in alike(judged, each.case)]
        assert all(other[:2] == each.reference[:2] for other in found)
        if each.assessment.state is CaseState.OPEN:
            assert each.reference in found
        several += len(found) > 1
    assert several
