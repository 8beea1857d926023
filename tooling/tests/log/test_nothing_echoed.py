"""Nothing that identifies somebody is repeated, wherever in a log it stands, names of files too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from escalation_log.export.problems_text import github_text, json_text, problem_lines
from escalation_log.log.contents import Findings
from escalation_log.log.opening import check_log, open_log
from escalation_log.model.problems import Severity
from escalation_log.screening.texts import NAME, identifiers_in
from escalation_log.words.earlier_states import name_words
from escalation_log.words.lines import text_of
from tests.checks.examples import AS_OF, BASE
from tests.screening.corpora import identifying

EVERY = [(kind, text) for kind, given in identifying().items() for text in given]
# Of a text, what nobody would write by chance: itself, its numbers and its words with a capital.
_PARTS = re.compile(r"[0-9]{5,}|[A-Z][a-z]{4,}")
# Parts that messages have anyway.
_OURS = {"Where", "Write", "Nothing", "Rename", "Delete", "Otherwise", "Child", "Stage", "Section"}


def spoken(findings: Findings) -> str:
    """Write findings in every form."""
    return "".join(
        (
            text_of(problem_lines(findings.problems, findings.files)),
            json_text(findings.problems, findings.files),
            github_text(findings.problems, findings.files),
        )
    )


def test_what_is_echoed_would_be_noticed() -> None:
    assert echoed("Ring 01632 960123.", "a 01632 960124") == ["01632"]


def echoed(text: str, said: str) -> list[str]:
    parts = [text, *(part for part in _PARTS.findall(text) if part not in _OURS)]
    return [part for part in parts if part in said]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    root: Path = shutil.copytree(BASE, tmp_path / "log")
    return root


def case(number: int) -> tuple[str, str]:
    """Give the name and the text of a sound case."""
    text = (BASE / "cases/2026/HB-2026-0001.yaml").read_text("utf-8")
    reference = f"HB-2026-{number:04}"
    return f"cases/2026/{reference}.yaml", text.replace("HB-2026-0001", reference)


def in_a_text(sound: str, text: str) -> str:
    return f"{sound}  - {{at: 2026-02-06, kind: response, note: {quoted(text)}}}\n"


def in_a_remark(sound: str, text: str) -> str:
    return "".join((sound, *(f"# {line}\n" for line in text.splitlines())))


def as_a_key(sound: str, text: str) -> str:
    return f"{sound}{quoted(text)}: 1\n"


def quoted(text: str) -> str:
    return str(yaml.safe_dump(text, default_style='"', width=10_000)).strip()


@pytest.mark.parametrize("written", [in_a_text, in_a_remark, as_a_key])
def test_nothing_that_stands_in_a_file_is_repeated(
    log: Path, written: Callable[[str, str], str]
) -> None:
    where: dict[str, tuple[str, str]] = {}
    for number, (kind, text) in enumerate(EVERY, 1000):
        file, sound = case(number)
        (log / file).write_text(written(sound, text), "utf-8")
        where[file] = (kind, text)
    said: dict[str, str] = {}
    caught: dict[str, str] = {}
    for problem in check_log(log, as_of=AS_OF).problems:
        said[problem.file] = f"{said.get(problem.file, '')}{problem.place} {problem.message}\n"
        if problem.rule == "personal-data":
            caught[problem.file] = f"{caught.get(problem.file, '')}{problem.message}\n"
            assert problem.severity is Severity.WARNING
            assert problem.line
    for file, (kind, text) in where.items():
        assert not echoed(text, said.get(file, "")), file
        if kind in identifiers_in(text):
            assert kind in caught[file]


def test_no_name_of_a_file_or_folder_is_repeated(log: Path) -> None:
    usable = [
        (kind, text)
        for kind, text in EVERY
        if "/" not in text and len(text.encode()) < 200 and text.strip(".")
    ]
    assert len(usable) > 400
    for number, (_, text) in enumerate(usable):
        folder = (log / "cases/2026", log / "cases", log / "policies/harbour")[number % 3]
        (folder / f"{text}.yaml").write_text("format: 1\n", "utf-8")
        (folder / f"{text}").mkdir(exist_ok=True)
        (folder / f"{text}" / "HB-2026-0002.yaml").write_text("format: 1\n", "utf-8")
    opened = open_log(log, as_of=AS_OF)
    said = spoken(Findings.of(opened.problems, files=opened.files))
    said += "".join(map(name_words, opened.not_judged))
    for _, text in usable:
        assert not echoed(text, said), text
    for kind in {kind for kind, _ in usable} - {NAME}:
        assert f"whose name looks like {kind})" in said


def test_a_file_is_called_by_its_folder_and_its_place(log: Path) -> None:
    for name in ("notes.txt", "01632 960123.yaml", ".01632 960123.yaml", "HB-2026-2.yaml"):
        (log / "cases/2026" / name).write_text("format: 1\n", "utf-8")
    named = {each.file for each in check_log(log, as_of=AS_OF).problems}
    assert named == {
        "cases/2026/(file 1, whose name looks like a telephone number)",
        "cases/2026/(file 4)",
        "cases/2026/HB-2026-2.yaml",
    }
