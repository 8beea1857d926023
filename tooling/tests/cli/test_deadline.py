"""One deadline, and many: a line of JSON in, a line out, whatever comes in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import run, run_process
from tests.goldens import Golden
from tests.logs import CALENDARS, FOUR
from tests.naive import Question, Rules
from tests.naive import answer as naive_answer
from tests.naive_calendar import NATIONS, NaiveCalendar, read_calendar
from tests.thoroughness import whole

AS_OF = ("--as-of", "2026-11-20")
COUNTINGS = ("day-after-trigger", "next-working-day-after-trigger", "trigger-day-counts")


def ask(*lines: Any) -> list[dict[str, Any]]:
    """Ask questions in one process, each as a mapping or as the bytes of its line."""
    sent = b"".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    )
    ran = run("deadline", "--batch", "-", *AS_OF, stdin=sent)
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.err == ""
    assert ran.code == int(any("problem" in each for each in answers))
    return answers


def question(**fields: Any) -> dict[str, Any]:
    return {
        "id": "q",
        "calendar": "england-and-wales",
        "from": "2026-03-30",
        "working_days": 5,
        **fields,
    }


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("easter", "--from 2026-03-30T10:15 --working-days 5"),
        ("same-day", "--from 2026-04-04 --working-days 0"),
        (
            "cut-off",
            "--from 2026-11-27T16:30 --working-days 2 --cut-off 16:00 --calendar scotland",
        ),
        ("late-news", "--from 2022-09-08 --working-days 10"),
        ("provisional", "--from 2028-12-21 --working-days 5"),
        (
            "rolled",
            "--from 2026-05-02 --working-days 1 --counting next-working-day-after-trigger",
        ),
        ("weeks", "--from 2026-03-27 --weeks 1 --rolls next-working-day"),
        ("months", "--from 2026-01-28 --months 1 --rolls previous-working-day"),
        ("calendar-days", "--from 2026-04-03 --calendar-days 3 --cut-off 09:00"),
    ],
)
def test_one_deadline_in_words(golden: Golden, name: str, args: str) -> None:
    ran = run("deadline", *args.split(), *AS_OF)
    assert (ran.code, ran.err) == (0, "")
    golden.check(f"deadline/{name}.txt", ran.out)


def test_one_deadline_as_json_is_the_answer_of_a_batch() -> None:
    args = ("--from", "2026-03-30", "--working-days", "5")
    ran = run("deadline", *args, *AS_OF, "--format", "json")
    assert json.loads(ran.out) == {**ask(question())[0], "id": None}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "One date needs --from and --working-days; many need --batch."),
        (("--from", "2026-01-05"), "One date needs --from and --working-days"),
        (("--from", "2026-01-05", "--working-days", "-1"), "-1 is not in the range"),
        (("--from", "2026-01-05", "--working-days", "10001"), "10001 is not in the range"),
        (("--from", "tomorrow", "--working-days", "1"), "Write it like 2026-03-02"),
        (("--from", "1999-01-05", "--working-days", "1"), "begins in 2012"),
        (("--from", "2099-01-05", "--working-days", "9999"), "can be foreseen to 2100"),
        (("--from", "2026-03-29 01:30", "--working-days", "1"), "never show this time"),
        (
            ("--from", "2026-01-05", "--working-days", "1", "--calendar", "wales"),
            "There are: england-and-wales, northern-ireland, scotland.",
        ),
        (("--from", "2026-01-05", "--working-days", "1", "--cut-off", "4pm"), "like 16:00"),
        (("--from", "2026-01-05", "--weeks", "1", "--months", "1"), "One date needs"),
        (
            ("--from", "2026-01-05", "--working-days", "1", "--rolls", "next-working-day"),
            "there is nothing to roll",
        ),
        (("--from", "2026-01-05", "--months", "1200"), "can be foreseen to 2100"),
        (("--batch", "-", "--from", "2026-01-05"), "each line says --from"),
        (("--batch", "-", "--weeks", "1"), "each line says --from"),
        (("--batch", "-", "--working-days", "0"), "each line says --from"),
        (("--batch", "no-such-file"), "No such file"),
    ],
)
def test_wrong_usage_of_one_deadline(args: tuple[str, ...], says: str) -> None:
    ran = run("deadline", *args)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())


def test_an_answer_has_the_day_the_moment_and_the_receipt() -> None:
    (found,) = ask(question(id=7))
    assert found | {"receipt": None} == {
        "id": 7,
        "due_on": "2026-04-08",
        "due": "2026-04-09T00:00:00+01:00",
        "original_due_on": "2026-04-08",
        "provisional": False,
        "receipt": None,
    }
    assert [step["step"] for step in found["receipt"]] == [
        "counted-by",
        *["day-reckoned"] * 10,
        "due-at",
    ]


@pytest.mark.parametrize(
    ("since", "due_on"),
    [
        # An offset says which instant; the day is London's.
        ("2026-07-01T23:30+00:00", "2026-07-03"),
        ("2026-07-01T23:30+01:00", "2026-07-02"),
        ("2026-07-01 23:30", "2026-07-02"),
        ("2026-07-01T23:30Z", "2026-07-03"),
        ("2026-07-01T20:00:00-05:00", "2026-07-03"),
    ],
)
def test_the_day_of_the_trigger_is_the_local_one(since: str, due_on: str) -> None:
    assert ask(question(**{"from": since, "working_days": 1}))[0]["due_on"] == due_on


def test_what_a_line_does_not_say_is_taken_from_the_options() -> None:
    line = json.dumps({"id": 1, "from": "2026-11-27 16:30", "working_days": 1})
    without = run("deadline", "--batch", "-", *AS_OF, stdin=line)
    assert json.loads(without.out)["due_on"] == "2026-11-30"
    ran = run(
        *("deadline", "--batch", "-", "--calendar", "scotland", "--cut-off", "16:00", *AS_OF),
        stdin=line,
    )
    assert json.loads(ran.out)["due_on"] == "2026-12-02"


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    line = b"\xef\xbb\xbf" + json.dumps(question()).encode()
    assert ask(line) == ask(question())


def test_a_moment_is_read_as_this_program_writes_it() -> None:
    [said] = ask(question(**{"from": "2026-07-01 20:00:00.123456+0000"}))
    again = [step["at"] for step in said["receipt"] if "at" in step]
    for written in ("2026-07-01T20:00:00.123456+00:00", *again):
        assert ask(question(**{"from": written}))[0]["due_on"] == said["due_on"]


@pytest.mark.parametrize(
    ("line", "id_", "problem"),
    [
        (b"\n", None, "The line is empty."),
        (b"   \n", None, "The line is empty."),
        (b"nonsense\n", None, "The line is not JSON."),
        (b"\x00\n", None, "The line is not JSON."),
        (
            "{\u201cfrom\u201d: \u201c2026-03-02\u201d}\n".encode(),
            None,
            "curly quotation marks stand in it; type",
        ),
        (b"{'from': '2026-03-02'}\n", None, "single quotation marks stand in it; type double"),
        (b'{"from": "2026-03-02",}\n', None, "a comma stands before the closing bracket;"),
        (b'{from: "2026-03-02"}\n', None, "a key stands without quotation marks; put it"),
        (b'{"from": "2026-03-02"},\n', None, "a sign stands behind the closing bracket;"),
        (
            b'{"from": "2026-03-02", "working_days": "2"}\n',
            None,
            "working_days: expected a whole number without quotation marks.",
        ),
        (b"\xff\xfe{}\n", None, "The line is not in UTF-8."),
        (b"[1, 2]\n", None, "Expected a JSON object such as"),
        (b"7\n", None, "Expected a JSON object such as"),
        (b"[" * 60_000 + b"\n", None, "The line is nested too deeply to be a question."),
        (b'{"a":' * 9_000 + b"\n", None, "The line is nested too deeply to be a question."),
        (b"x" * 1_000_000 + b"\n", None, "The line is longer than 65536 bytes."),
        (b'{"id": ' + b"9" * 5_000 + b"}\n", None, "The line is not JSON."),
        (b'{"id": "a", "id": "b"}\n', None, "id: expected text or a whole number."),
        (b'{"id": 1, "from": "x", "from": "y"}\n', 1, "from: stands there more than once."),
        (b'{"id": NaN}\n', None, "id: expected text or a whole number."),
        (question(id=None), None, None),
        (question(id=True), None, "id: expected text or a whole number."),
        (question(id=1.5), None, "id: expected text or a whole number."),
        (question(id=[]), None, "id: expected text or a whole number."),
        (question(calendar=None), "q", "calendar: expected a name"),
        (question(calendar="scotlnd"), "q", "Did you mean scotland?"),
        (question(calendar="x" * 5_000), "q", "There are: england-and-wales"),
        (question(calendar="../calendars/scotland"), "q", "calendar: there is none"),
        (question(**{"from": "soon"}), "q", "from: expected a date"),
        (question(**{"from": 20260330}), "q", "from: expected a date"),
        (question(**{"from": "2026-02-30"}), "q", "from: expected a date"),
        (question(**{"from": "2026-10-25 01:30"}), "q", "from: The clocks go back"),
        (question(**{"from": "1850-01-01"}), "q", "from: expected a date"),
        (question(**{"from": "2011-12-30"}), "q", "The calendar england-and-wales begins in 2012"),
        (question(working_days=-1), "q", "working_days: expected a number from 0 to 10000."),
        (question(working_days=10_001), "q", "working_days: expected a number from 0 to 10000."),
        (question(working_days=10**400), "q", "working_days: expected a number from 0 to 10000."),
        (question(working_days=2.5), "q", "working_days: expected a whole number."),
        (question(working_days=1e400), "q", "working_days: expected a whole number."),
        (question(working_days="5"), "q", "expected a whole number without quotation marks."),
        (question(working_days=True), "q", "working_days: expected a whole number."),
        (question(working_days=None), "q", "working_days: expected a whole number."),
        (question(counting="first-day"), "q", "counting: there is none of that name."),
        (question(counting=3), "q", "counting: there is none of that name."),
        (question(cut_off="25:00"), "q", "cut_off: expected an hour of the day"),
        (question(cut_off=16), "q", "cut_off: expected an hour of the day"),
        (question(cutoff="16:00"), "q", "Did you mean cut_off?"),
    ],
)
def test_a_wrong_line_is_answered_with_its_problem(
    line: Any, id_: Any, problem: str | None
) -> None:
    (before, found, after) = ask(question(id=1), line, question(id=2))
    assert (before["id"], after["id"]) == (1, 2)
    assert found["id"] == id_
    if problem is not None:
        assert set(found) == {"id", "problem"}
        assert problem in found["problem"]


def test_the_last_line_needs_no_end_and_windows_ends_are_fine() -> None:
    line = json.dumps(question()).encode()
    assert ask(line) == ask(line + b"\r\n") == ask(line + b"\n")


def test_an_id_comes_back_as_it_was() -> None:
    for id_ in ("", "é\u201c", "\ud800", "1e5", 0, -3, 10**30):
        assert ask(question(id=id_))[0]["id"] == id_


def many_questions(count: int) -> list[dict[str, Any]]:
    """Ask about many years, calendars and rules."""
    return [
        question(
            id=index,
            calendar=NATIONS[index % 3],
            working_days=index % 23,
            counting=COUNTINGS[index % 3],
            cut_off=("15:30", None)[index % 2],
            **{
                "from": f"{2013 + index % 15}-{1 + index % 12:02}-{1 + index % 28:02} "
                f"15:{index % 60:02}"
            },
        )
        for index in range(count)
    ]


@pytest.mark.parametrize("count", [300, whole(3_000)])
def test_many_lines_are_answered_in_order_as_an_independent_counter_answers(
    tmp_path: Path, count: int
) -> None:
    questions = many_questions(count)
    lines = "".join(
        "wrong\n" if index % 100 == 99 else f"{json.dumps(each)}\n"
        for index, each in enumerate(questions)
    )
    (tmp_path / "questions").write_text(lines)
    ran = run_process("deadline", "--batch", tmp_path / "questions", *AS_OF)
    assert ran.code == 1
    answers = [json.loads(line) for line in ran.out.splitlines()]
    for index, (asked, found) in enumerate(zip(questions, answers, strict=True)):
        if index % 100 == 99:
            assert found == {"id": None, "problem": "The line is not JSON."}
        else:
            assert found["id"] == index
            compare(asked, found)


def compare(asked: dict[str, Any], found: dict[str, Any]) -> None:
    """Hold an answer against that of the naive counter."""
    expected = naive_answer(
        Question(
            unit="working_days",
            amount=asked["working_days"],
            on=date.fromisoformat(asked["from"][:10]),
            at=asked["from"][11:] or None,
            rules=Rules(counting=asked.get("counting", COUNTINGS[0]), cut_off=asked.get("cut_off")),
        ),
        naive_calendar(asked["calendar"]),
        date(2026, 11, 20),
    )
    assert (found["due_on"], found["original_due_on"], found["provisional"]) == (
        expected.due_on.isoformat(),
        expected.original_due_on.isoformat(),
        expected.is_provisional,
    )


@cache
def naive_calendar(nation: str) -> NaiveCalendar:
    return read_calendar(CALENDARS / f"{nation}.yaml")


def test_answers_come_as_the_questions_do() -> None:
    asker = subprocess.Popen(
        [sys.executable, "-m", "escalation_log", "deadline", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=FOUR,
    )
    assert asker.stdin is not None
    assert asker.stdout is not None
    for id_ in range(3):
        asker.stdin.write(json.dumps(question(id=id_)).encode() + b"\n")
        asker.stdin.flush()
        assert json.loads(asker.stdout.readline())["id"] == id_
    asker.stdin.close()
    assert asker.wait(timeout=30) == 0
    asker.stdout.close()


@given(
    st.lists(st.binary(max_size=200).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=5)
)
def test_no_bytes_stop_it(lines: list[bytes]) -> None:
    assert len(ask(*lines)) == len(lines)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("id", "calendar", "from", "working_days", "counting", "cut_off"), _JSON
        ),
    )
)
def test_no_values_stop_it(fields: dict[str, Any]) -> None:
    (found,) = ask({**question(), **fields})
    assert ("due_on" in found) != ("problem" in found)


def test_a_faulty_calendar_is_named(own_log: Path) -> None:
    path = own_log / "policies" / "calendars" / "scotland.yaml"
    path.write_text("format: 1\n")
    ran = run("deadline", "--from", "2026-03-30", "--working-days", "1", log=own_log)
    assert ran.code == 0
    line = json.dumps(question(calendar="scotland"))
    ran = run("deadline", "--batch", "-", log=own_log, stdin=line)
    assert (ran.code, ran.out) == (3, "")
    assert "policies/calendars/scotland.yaml has problems" in ran.err


def test_ten_thousand_working_days_are_counted_in_a_moment() -> None:
    began = time.process_time()
    (found,) = ask(question(working_days=10_000))
    assert time.process_time() - began < 10
    compare(question(working_days=10_000), found)
