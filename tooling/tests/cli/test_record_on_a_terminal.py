"""`escalog record` and `escalog new` on a terminal: mistyped, gone back, interrupted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.talking import END_OF_INPUT, INTERRUPT, Talk
from tests.goldens import Golden
from tests.logs import FOUR

CASE = "cases/2026/KN-2026-0008.yaml"
AS_OF = ("--as-of", "2026-11-24 11:00")
RECORD = ("record", "KN-2026-0008", *AS_OF)
HEARD = (("When?", ""), ("How?", "3"))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOUR, tmp_path / "log"))


def files_of(log: Path) -> dict[str, bytes]:
    return {
        path.relative_to(log).as_posix(): path.read_bytes()
        for path in sorted(log.rglob("*"))
        if path.is_file()
    }


def added_to(log: Path, file: str = CASE) -> str:
    """Give what stands at the end of a case that was not there, and that the rest still stands."""
    before, after = (FOUR / file).read_text("utf-8"), (log / file).read_text("utf-8")
    assert after.startswith(before)
    assert run("check", log=log).code == 0
    return after.removeprefix(before)


def test_a_whole_session_of_record(log: Path, golden: Golden) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answer("When?", "soon", "25:61", "tomorrow", "yesterday 4pm")
        talk.answer("How?", "11", "<")
        talk.answer("When?", "10:15")
        talk.answer("How?", "phone")
        talk.answer("What happened?", "<")
        talk.answer("When?", "")
        talk.answer("How?", "3")
        talk.answer("What happened?", "", "Discussed")
        talk.answer("When did it happen?", "<")
        talk.answer("What happened?", "Discussed")
        talk.answer("When did it happen?", "12:30", "10:15")
        talk.answer("Who began it?", "1")
        talk.answer("What reasons did the receiving side give?", "<")
        talk.answer("Who began it?", "-")
        talk.answer("What reasons did the receiving side give?", "")
        talk.answer("How?", "phone")
        talk.answer("Anything to add?", "Rang back on 07700 900123.", "")
        talk.answer("What now?", "2")
        talk.answer("What happened?", "<")
        talk.answer("What now?", "2")
        talk.answer("What happened?", "not resolved")
        talk.answer("When did it happen?", "10:30")
        talk.answers([("Who did it?", "2"), ("What reasons", "The family declined.")])
        talk.answer("Anything to add?", "")
        talk.answer("What now?", "3")
        talk.answers([("When did it happen?", ""), ("Who did it?", "")])
        talk.answer("What reasons", "The family had declined.")
        talk.answer("Anything to add?", "")
        talk.answer("What now?", "write it")
    assert talk.code == 0
    golden.check("talks/record.txt", talk.shown)
    assert added_to(log) == (
        "  - at: 2026-11-24 10:15\n    kind: discussed\n    how: phone\n"
        "    note: Heard by phone.\n    recorded: 2026-11-24 11:00\n"
        "  - at: 2026-11-24 10:30\n    kind: not-resolved\n    by: receiving\n"
        "    rationale: The family had declined.\n"
        "    note: Heard by phone.\n    recorded: 2026-11-24 11:00\n"
    )


def test_a_whole_session_of_new(log: Path, golden: Golden) -> None:
    with Talk("new", *AS_OF, "--child", "C-7F3KQ", log=log) as talk:
        talk.answer("Whose case is it?", "<", "5", "3")
        talk.answer("When?", "<", "9.30")
        talk.answer("How?", "1")
        talk.answer("What is it about?", "<")
        talk.answers([*HEARD, ("What is it about?", "1")])
        talk.answer("Which plans", "none, 1", "", "<")
        talk.answer("What is it about?", "")
        talk.answer("Which plans", "3, child in need")
        talk.answers([("Which agency raises it?", "housing (invented)"), ("Who raises it", "1")])
        talk.answer("Which agency answers it?", "3")
        talk.answer("Who answers there?", "3")
        talk.answer("What is the concern?", "", "Mould in the bedroom, and a cough.")
        talk.answer("What is sought?", "A visit within a week.")
        talk.answers([("How did it begin?", "3"), ("When was that?", "Mon 9am")])
        talk.answer("Who did that?", "1")
        # Both sides were of one agency, so that is asked again.
        talk.answer("Which agency answers it?", "1, 4")
        talk.answer("Children's social care (invented): Who answers there?", "3")
        talk.answer("Police (invented): Who answers there?", "<")
        talk.answer("Children's social care (invented): Who answers there?", "")
        talk.answer("Police (invented): Who answers there?", "1")
        talk.answer("What now?", "1")
    assert talk.code == 0
    golden.check("talks/new.txt", talk.shown)
    golden.check("talks/new.yaml", (log / "cases/2026/KN-2026-0009.yaml").read_text("utf-8"))
    assert run("check", log=log).code == 0


INTERRUPTED = {
    "at the first question": [],
    "when something happened": [*HEARD, ("What happened?", "Discussed")],
    "before it is written": [
        *HEARD,
        ("What happened?", "Immediate risk"),
        ("When did it happen?", ""),
        ("Which side says so?", ""),
        ("How?", ""),
        ("Anything to add?", ""),
        ("Whom have you told", "nobody"),
    ],
}


@pytest.mark.parametrize("keys", [INTERRUPT, END_OF_INPUT])
@pytest.mark.parametrize("name", INTERRUPTED)
def test_whoever_leaves_leaves_nothing(name: str, keys: bytes, log: Path) -> None:
    before = files_of(log)
    with Talk(*RECORD, log=log) as talk:
        talk.answers(INTERRUPTED[name])
        if keys == INTERRUPT:
            talk.interrupt("")
        else:
            talk.press("", keys)
    assert talk.code == 3
    assert "Error: Nothing was written.\n" in talk.shown
    assert files_of(log) == before


def test_whoever_leaves_a_new_case_leaves_nothing(log: Path) -> None:
    before = files_of(log)
    with Talk("new", "--policy", "knowsley", *AS_OF, log=log) as talk:
        talk.answers([*HEARD, ("How many children", "2"), ("What is it about?", "1")])
        talk.interrupt("C-")
    assert (talk.code, files_of(log)) == (3, before)


def test_immediate_risk_asks_whom_somebody_told_and_when(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([("When?", ""), ("How?", "1"), ("What happened?", "Immediate risk")])
        talk.answers([("When did it happen?", "10:00"), ("Which side says so?", "1"), ("How?", "")])
        talk.answer("Anything to add?", "")
        talk.answer("Whom have you told, and when?", "others told: line manager")
        talk.answers(
            [
                ("When did it happen?", "<"),
                ("Whom have you told, and when?", "others told: line manager"),
            ]
        )
        talk.answers([("When did it happen?", "10:05"), ("Who did it?", "1"), ("How?", "phone")])
        talk.answer("Anything to add?", "")
        talk.answer("Whom have you told, and when?", "nobody else")
        talk.answer("What now?", "1")
    assert "Nobody yet. Ring now. Do not wait for this log." in talk.shown
    assert added_to(log) == (
        "  - at: 2026-11-24 10:00\n    kind: immediate-risk\n    by: raising\n"
        "    recorded: 2026-11-24 11:00\n"
        "  - at: 2026-11-24 10:05\n    kind: notified\n    by: raising\n"
        "    whom: line-manager\n    how: phone\n    recorded: 2026-11-24 11:00\n"
    )


def test_a_correction_asks_what_is_wrong_and_shows_what_stands(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([*HEARD, ("What happened?", "Something was recorded wrongly")])
        talk.answers([("When was that noticed?", ""), ("Who noticed it?", "")])
        talk.answer("Which earlier event", "1")
        talk.answer("What is wrong?", "1")
        talk.answer("When did it happen? [Enter: 2026-11-20 14:00]", "<")
        talk.answer("What is wrong?", "1")
        talk.answer("When did it happen? [Enter: 2026-11-20 14:00]", "")
        talk.answer("What is wrong?", "1, 3")
        talk.answer("When did it happen? [Enter: 2026-11-20 14:00]", "20 November 9:40")
        talk.answer("How? [Enter: Phone, - for nothing]", "-")
        talk.answers([("Why?", "Mistyped"), ("Anything to add?", ""), ("What now?", "1")])
    assert "That is what stands there already." in talk.shown
    assert added_to(log) == (
        "  - at: 2026-11-24 11:00\n    kind: correction\n    of: 2\n"
        "    correct: {at: 2026-11-20 09:40, how: null}\n    reason: Mistyped\n"
        "    note: Heard by phone.\n"
    )


def test_what_is_rare_stands_behind_one_answer(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([*HEARD, ("What happened?", "something else"), ("What happened?", "<")])
        talk.answers([("What happened?", "something else")])
        talk.answer("What happened?", "Withdrawn: duplicate")
        talk.answers([("When did it happen?", ""), ("Who did it?", "")])
        talk.answer("Which case does it repeat?", "the other", "KN-2026-0001 KN-2026-0002")
        talk.answer("Which case does it repeat?", "kn-2026-0001")
        talk.answers([("Anything to add?", ""), ("What now?", "1")])
    assert added_to(log) == (
        "  - at: 2026-11-24 11:00\n    kind: withdrawn\n    of: KN-2026-0001\n"
        "    why: duplicate\n    note: Heard by phone.\n"
    )


def test_what_leaves_the_route_is_the_last_that_is_offered(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([*HEARD, ("What happened?", "22")])
        talk.answers([("When did it happen?", ""), ("Who did it?", "1")])
        talk.answers([("Why does it go there?", ""), ("How?", ""), ("Anything to add?", "")])
        talk.answer("What now?", "1")
    assert "Not by the policy’s route: It went from Stage 1" in re.sub(r"\s+", " ", talk.shown)
    assert "kind: escalated\n    by: raising\n" in added_to(log)


def test_options_are_not_asked_for_and_asked_again_where_they_are_wrong(log: Path) -> None:
    options = ("discussed", "--at", "2026-11-24 10:15", "--by", "raising", "--note", "07700 900123")
    with Talk(*RECORD, *options, "--heard-by", "phone", "--waiting", log=log) as talk:
        talk.answers([("When?", ""), ("What reasons", ""), ("How?", ""), ("Anything to add?", "")])
        talk.answer("What now?", "1")
    (path,) = (log / "cases/2026/KN-2026-0008").iterdir()
    assert re.fullmatch(r"20261124T1100-discussed-[a-z0-9]{4}\.yaml", path.name)
    assert path.read_text("utf-8") == (
        "reference: KN-2026-0008\nevent:\n  at: 2026-11-24 10:15\n  kind: discussed\n"
        "  by: raising\n  recorded: 2026-11-24 11:00\n  note: Heard by phone.\n"
    )


def test_an_event_before_it_was_heard_of_is_asked_again(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([("When?", "9:00"), ("How?", "3"), ("What happened?", "Discussed")])
        talk.answers([("When did it happen?", "10:00"), ("Who began it?", "")])
        talk.answers([("What reasons", ""), ("How?", ""), ("Anything to add?", "")])
        talk.answer("When did it happen?", "8:30")
        talk.answers([("Who began it?", ""), ("What reasons", ""), ("How?", "")])
        talk.answers([("Anything to add?", ""), ("What now?", "1")])
    assert "You said that you heard of it at 2026-11-24 09:00" in talk.shown
    assert "at: 2026-11-24 08:30" in added_to(log)


def test_somebody_who_changes_the_case_meanwhile_loses_nothing(log: Path) -> None:
    with Talk(*RECORD, log=log) as talk:
        talk.answers([*HEARD, ("What happened?", "Advice taken"), ("When did it happen?", "")])
        talk.answers([("Who did it?", ""), ("Who was consulted?", ""), ("How?", "")])
        talk.answer("Anything to add?", "")
        path = log / CASE
        path.write_bytes(path.read_bytes() + b"# Seen.\n")
        talk.answer("What now?", "1")
    assert talk.code == 3
    assert "Somebody changed cases/2026/KN-2026-0008.yaml meanwhile" in talk.shown
    assert added_to(log) == "# Seen.\n"


def test_a_case_that_nothing_can_be_added_to_is_said_before_anything_is_asked(log: Path) -> None:
    path = log / CASE
    text = path.read_text("utf-8")
    before, _, _ = text.partition("events:")
    path.write_text(
        before + "events: [{at: 2026-11-20 14:00, kind: raised, by: raising}]\n", "utf-8"
    )
    with Talk(*RECORD, log=log) as talk:
        pass
    assert talk.code == 3
    assert talk.shown.strip() == (
        "Error: The events of cases/2026/KN-2026-0008.yaml are written in a way to which none can "
        "be added.\nLet them wait beside it: add --waiting."
    )
