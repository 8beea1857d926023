"""What the engine tells the forms of the site, run here on a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.in_browser.engine import engine_in
from escalation_log.model.cases import Case
from escalation_log.recording.new_case import parts_of_case, text_of_case
from tests.logs import FOUR

NOW = "2026-11-22T12:00:00+00:00"
REFERENCE = "KN-2026-0007"
DISCUSSED = {"at": "2026-11-22 11:20", "kind": "discussed", "by": "raising", "note": "They spoke."}
ANSWERS = {
    "theme": "level-of-need",
    "plan": ["none"],
    "raising": "housing",
    "raising_role": "practitioner",
    "receiving": ["childrens-social-care", "police"],
    "receiving_role_1": "practitioner",
    "receiving_role_2": "team-manager",
    "concern": "Bed bugs in the room.",
    "outcome_sought": "Another room.",
    "kind": "raised",
    "at": "2026-11-20 10:00",
    "by": "raising",
    "recorded": "2026-11-22 12:00",
}


class Asked:
    """An engine with the rules of a policy, perhaps with a case, as a page asks it."""

    def __init__(self, root: Path, *cases: str, others: tuple[str, ...] = ()) -> None:
        self.engine = engine_in(str(root / "log"))
        names = (f"policies/{name}" for name in ("knowsley", "calendars"))
        paths = [path for name in names for path in (FOUR / name).iterdir() if path.is_file()]
        paths += [FOUR / "policies" / "editions.lock", *(FOUR / each for each in cases)]
        files = {path.relative_to(FOUR).as_posix(): path.read_text("utf-8") for path in paths}
        lock = files["policies/editions.lock"].splitlines(keepends=True)
        files["policies/editions.lock"] = "".join(
            each for each in lock if each.startswith(("#", "knowsley@"))
        )
        self.ask("open", files=files, now=NOW, others=others)

    def ask(self, name: str, **arguments: Any) -> Any:
        """Call a function of the engine; give what it says."""
        answer = json.loads(self.engine.answer(name, json.dumps(arguments)))
        return json.loads(answer["said"]) if "said" in answer else answer


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path, f"cases/2026/{REFERENCE}.yaml", others=("KN-2026-0006",))


@pytest.fixture
def empty(tmp_path: Path) -> Asked:
    return Asked(tmp_path, others=("KN-2026-0007", "KN-2026-0041", "KN-2025-0050"))


def attempted(asked: Asked, *events: dict[str, Any]) -> Any:
    signs = [f"abc{number}" for number, _ in enumerate(events)]
    return asked.ask(
        "attempt", reference=REFERENCE, events=events, recorded="2026-11-22 12:00", signs=signs
    )


def test_it_says_where_a_case_stands_and_what_can_be_recorded(asked: Asked) -> None:
    begun = asked.ask("begin", reference=REFERENCE)
    assert begun["now"] == "2026-11-22 12:00"
    assert begun["coming"]
    titles = [each["title"] for group in begun["groups"] for each in group["offers"]]
    assert "Discussed" in titles
    assert len(titles) == len(set(titles))


def test_it_asks_about_an_event_and_says_what_that_changes(asked: Asked) -> None:
    fields = asked.ask("fields", reference=REFERENCE, kind="discussed", preset={})
    assert [each["name"] for each in fields][:2] == ["at", "by"]
    tried = attempted(asked, DISCUSSED)
    assert not tried["is_refused"]
    assert tried["told"][0].startswith("Discussion recorded Sunday 22 November 2026 at 11:20")
    (file,) = tried["files"]
    assert file["words"] == "  note: They spoke.\n"
    assert "spoke" not in file["coded"]
    read = parse_waiting(file["file"], f"{file['coded']}{file['words']}".encode())
    assert isinstance(read, WaitingEvent)


def test_it_refuses_what_the_rules_refuse_and_names_the_question(asked: Asked) -> None:
    for answers, field in (
        ({**DISCUSSED, "at": "2026-12-22"}, "at"),
        ({**DISCUSSED, "at": "soon"}, "at"),
        ({**DISCUSSED, "note": "Ring 0151 496 0123."}, "note"),
        (
            {"at": "2026-11-22 11:20", "kind": "linked", "references": ["KN-2026-9999"]},
            "references",
        ),
    ):
        tried = attempted(asked, answers)
        assert tried["is_refused"], answers
        assert field in [each["field"] for each in tried["objections"]], tried["objections"]


def test_a_case_that_is_not_given_can_be_linked_where_it_belongs_to_the_log(asked: Asked) -> None:
    linked = {"at": "2026-11-22 11:20", "kind": "linked", "references": ["KN-2026-0006"]}
    assert not attempted(asked, linked)["is_refused"]


def test_it_goes_on_after_an_immediate_risk(asked: Asked) -> None:
    risk = {"at": "2026-11-22 11:20", "kind": "immediate-risk"}
    (file,) = attempted(asked, risk)["files"]
    files = {file["file"]: f"{file['coded']}{file['words']}"}
    gone_on = asked.ask("go_on", reference=REFERENCE, files=files)
    now = [each for group in gone_on["groups"] for each in group["offers"] if each["is_now"]]
    assert any(each["kind"] == "notified" for each in now)
    told = {"at": "2026-11-22 11:30", "kind": now[0]["kind"], **now[0]["preset"]}
    assert len(attempted(asked, risk, told)["files"]) == 2


@pytest.mark.parametrize("missing", ["  reason: Misheard.\n", ""])
def test_it_does_not_go_on_after_what_the_case_cannot_have(missing: str, asked: Asked) -> None:
    text = (
        "reference: KN-2026-0007\nevent:\n  at: 2026-11-22 11:20\n  kind: correction\n  of: 1\n"
        "  correct: {kind: escalated}\n  reason: Misheard.\n  recorded: 2026-11-22 12:00\n"
    )
    name = "cases/2026/KN-2026-0007/20261122T1200-correction-abc1.yaml"
    refused = asked.ask("go_on", reference=REFERENCE, files={name: text.replace(missing, "")})
    assert refused["refused"]["message"] == "What is to be recorded cannot be read."


def test_it_says_what_stands_where_something_was_recorded_wrongly(asked: Asked) -> None:
    of = asked.ask("fields", reference=REFERENCE, kind="correction", preset={})
    (choices,) = [each["choices"] for each in of if each["name"] == "of"]
    answers = {"kind": "correction", "of": choices[-1]["value"]}
    wrong = asked.ask("correctable", reference=REFERENCE, answers=answers)
    assert {each["name"]: each["present"] for each in wrong}["at"] == "2026-10-19 10:00"
    given = {**answers, "at": "2026-11-22 11:20", "of": 1, "reason": "Misheard."}
    tried = attempted(asked, {**given, "correct": {"at": "2026-10-19 11:00"}})
    assert not tried["is_refused"]
    (file,) = tried["files"]
    assert "correct" not in file["coded"].replace("kind: correction", "")


def test_a_new_case_has_the_next_reference_and_its_own_words_last(empty: Asked) -> None:
    begun = empty.ask("begin_case", policy="knowsley")
    assert begun["reference"] == "KN-2026-0042"
    assert "plan" in [each["name"] for each in begun["questions"]]
    several = empty.ask(
        "begin_case", policy="knowsley", children=["C-AAAA", "C-BBBB"], receiving=["police"]
    )
    assert "plan_2" in [each["name"] for each in several["questions"]]
    tried = empty.ask(
        "attempt_case",
        policy="knowsley",
        reference="KN-2026-0042",
        pseudonyms=["C-7F3KQ"],
        answers=ANSWERS,
    )
    assert (tried["is_refused"], tried["objections"]) == (False, [])
    (file,) = tried["files"]
    text = file["coded"] + file["words"]
    case = parse_case(file["file"], text.encode())
    assert isinstance(case, Case)
    assert parts_of_case(case) == (file["coded"], file["words"])
    assert sorted(text_of_case(case).splitlines()) == sorted(text.splitlines())
    for private in ("C-7F3KQ", "Bed bugs", "Another room"):
        assert private not in file["coded"]
        assert private in file["words"]


def test_a_new_case_that_cannot_be_is_refused(empty: Asked) -> None:
    about = {"policy": "knowsley", "reference": "KN-2026-0042", "pseudonyms": ["C-7F3KQ"]}
    for wrong, field in (({"theme": "weather"}, "theme"), ({"at": "2026-12-24"}, "at")):
        tried = empty.ask("attempt_case", **about, answers={**ANSWERS, **wrong})
        assert tried["is_refused"]
        assert field in [each["field"] for each in tried["objections"]]
    refused = empty.ask("begin_case", policy="nowhere")
    assert "cannot be read" in refused["refused"]["message"]


def test_of_a_case_that_cannot_be_judged_it_says_so(asked: Asked) -> None:
    refused = asked.ask("begin", reference="KN-2026-0006")
    assert "cannot be judged as it is" in refused["refused"]["message"]
