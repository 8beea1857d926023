"""The engine's functions, run here on a folder: what they answer, refuse and report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from escalation_log.in_browser.engine import LogInBrowser, engine_in
from escalation_log.model.errors import EscalogError
from tests.browser.engine_pages import texts_in
from tests.cli.running import run
from tests.logs import FIFTH, FOUR

NOW = "2026-11-22T12:00:00+00:00"
REFERENCE = "KN-2026-0008"
CASE = f"cases/2026/{REFERENCE}.yaml"
FILES = texts_in(FOUR)


@pytest.fixture
def engine(tmp_path: Path) -> LogInBrowser:
    made = engine_in(str(tmp_path / "log"))
    made.open(files=FILES, now=NOW)
    return made


def answered(engine: LogInBrowser, name: str, **arguments: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(engine.answer(name, json.dumps(arguments)))
    return answer


def test_opening_a_log_replaces_the_last_one(engine: LogInBrowser) -> None:
    files = {file: text for file, text in FILES.items() if "knowsley" in file or file == CASE}
    files |= {file: text for file, text in FILES.items() if "calendars" in file}
    opened = json.loads(engine.open(files=files, now=NOW))
    assert opened == {"files": len(files), "cases": [REFERENCE]}


@pytest.mark.parametrize("as_of", ["2026-11-22", "2026-11-22 12:30", "2026-10-25T01:30+01:00"])
def test_it_assesses_as_the_command_does(engine: LogInBrowser, as_of: str) -> None:
    printed = run("assess", REFERENCE, "--as-of", as_of, "--format", "json").out
    assert engine.assess(reference=REFERENCE, as_of=as_of) == printed


def test_without_a_moment_it_goes_by_the_present_that_it_was_given(engine: LogInBrowser) -> None:
    assert engine.assess(reference=REFERENCE) == engine.assess(reference=REFERENCE, as_of=NOW)
    assert engine.check() == engine.check(as_of=NOW)


def test_it_checks_as_the_command_does_all_files_or_some(engine: LogInBrowser) -> None:
    engine.put(files={CASE: FILES[CASE].replace("kind: raised", "kind: rised")})
    found = json.loads(engine.check(as_of="2026-11-22"))["problems"]
    assert [each["rule"] for each in found if each["file"] == CASE] == ["schema"]
    (other,) = {file for file in FILES if file.endswith("KN-2026-0001.yaml")}
    alone = json.loads(engine.check(paths=[other]))
    assert (alone["problems"], alone["files"]) == ([], 1)


def test_a_case_with_problems_is_not_judged_and_says_so(engine: LogInBrowser) -> None:
    engine.put(files={CASE: FILES[CASE].replace("kind: raised", "kind: rised")})
    answer = json.loads(engine.assess(reference=REFERENCE, as_of=NOW))
    assert answer["cases"] == []
    assert [each["reference"] for each in answer["not_judged"]] == [REFERENCE]


def test_what_waits_counts_once_it_is_put_there_and_is_gone_when_it_is_taken_away(
    engine: LogInBrowser,
) -> None:
    before = engine.assess(reference=REFERENCE, as_of=NOW)
    waiting = f"cases/2026/{REFERENCE}/20261121T1015-discussed-k3f9.yaml"
    event = (
        f"reference: {REFERENCE}\nevent:\n  at: 2026-11-21 10:15\n  kind: discussed\n"
        "  by: raising\n  how: phone\n  recorded: 2026-11-21 10:15\n"
    )
    engine.put(files={waiting: event})
    assert json.loads(engine.check(paths=[waiting]))["problems"] == []
    assert engine.assess(reference=REFERENCE, as_of=NOW) != before
    engine.put(files={waiting: None})
    assert engine.assess(reference=REFERENCE, as_of=NOW) == before


def test_half_a_sign_is_told_as_what_cannot_be_read(engine: LogInBrowser) -> None:
    engine.put(files={CASE: FILES[CASE].replace("Low mood", "Low \ud83d mood")})
    (found,) = json.loads(engine.check(paths=[CASE]))["problems"]
    assert found["rule"] == "yaml"


def test_a_case_that_is_not_given_may_be_named(engine: LogInBrowser) -> None:
    linked = {
        file: text
        for file, text in FILES.items()
        if not file.startswith("cases/") or file.endswith("KN-2026-0006.yaml")
    }
    engine.open(files=linked, now=NOW)
    rules = {each["rule"] for each in json.loads(engine.check())["problems"]}
    assert "known-links" in rules
    others = [Path(file).stem for file in FILES if file.startswith("cases/2")]
    opened = json.loads(engine.open(files=linked, now=NOW, others=others))
    assert opened["cases"] == ["KN-2026-0006"]
    assert "known-links" not in {each["rule"] for each in json.loads(engine.check())["problems"]}


def test_policies_of_several_zones_each_go_by_their_own(tmp_path: Path) -> None:
    engine = LogInBrowser(tmp_path / "log")
    files = {**FILES, **texts_in(FIFTH)}
    opened = json.loads(engine.open(files=files, now=NOW))
    assert {each[:2] for each in opened["cases"]} > {"KN"}


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("assess", {"reference": "KN-2026-9999"}, "There is no case 'KN-2026-9999' in this log."),
        (
            "assess",
            {"reference": REFERENCE, "as_of": "yesterday"},
            "The moment asked about is no date and no moment.",
        ),
        (
            "assess",
            {"reference": REFERENCE, "as_of": "2026-03-29 01:30"},
            "The clocks go forward that night and never show this time.",
        ),
        ("put", {"files": {"../x": ""}}, "A file of the log has a name that leads out of it."),
        ("put", {"files": {"/x": ""}}, "A file of the log has a name that leads out of it."),
    ],
)
def test_what_it_refuses_is_said_in_words(
    engine: LogInBrowser, name: str, arguments: dict[str, Any], words: str
) -> None:
    refused = answered(engine, name, **arguments)["refused"]
    assert refused["message"] == words
    with pytest.raises(EscalogError):
        getattr(engine, name)(**arguments)


def test_an_answer_is_what_the_function_said(engine: LogInBrowser) -> None:
    said = answered(engine, "assess", reference=REFERENCE, as_of=NOW)["said"]
    assert said == engine.assess(reference=REFERENCE, as_of=NOW)


@pytest.mark.parametrize("name", ["open", "guess", "_moment"])
def test_what_nobody_foresaw_is_reported_without_a_word_of_the_log(
    engine: LogInBrowser, name: str
) -> None:
    report = answered(engine, name, files={"policies/secret.yaml": 7}, secret="secret")["failed"]
    assert "secret" not in report
    assert f"in the browser, {name}" in report
    assert "Error" in report
