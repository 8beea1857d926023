"""Findings of `check` as lines for people, as JSON and as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from escalation_log.model.problems import Problem, Severity
from escalation_log.words.lines import Line, Tone, text_of
from escalation_log.words.lists import counted


def finding_place(problem: Problem) -> str:
    """Say where a finding stands: file, line and column, as far as there is a line to name."""
    if problem.line is None:
        return problem.file
    return f"{problem.file}:{problem.line}:{problem.column}"


def what(problem: Problem) -> str:
    """Say what was found, after the place within the file and, for a warning, that it is one."""
    place = f"{problem.place}: " if problem.place else ""
    warning = "warning: " if problem.severity is Severity.WARNING else ""
    return f"{place}{warning}{problem.message}"


def problem_lines(problems: Sequence[Problem], files: int) -> Iterator[Line]:
    """Write a line for each finding, and one that sums them up."""
    tone = Tone.DONE
    for problem in problems:
        is_warning = problem.severity is Severity.WARNING
        text = f"{finding_place(problem)} {what(problem)} [{problem.rule}]"
        yield Line(text=text, hang=4, tone=Tone.SOON if is_warning else Tone.MISSED)
        tone = Tone.PLAIN
    yield Line(text=findings_summary(problems, files), tone=tone)


def findings_summary(problems: Sequence[Problem], files: int) -> str:
    """Say how many files were checked and what was found in them."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    found = [
        _many(number, word)
        for number, word in ((len(problems) - warnings, "problem"), (warnings, "warning"))
        if number
    ]
    return f"{_many(files, 'file')} checked: {', '.join(found) or 'no problems'}."


def _many(number: int, word: str) -> str:
    """Write a number, which may be large, with commas between the thousands."""
    return counted(number, word).replace(str(number), f"{number:,}", 1)


def json_text(problems: Sequence[Problem], files: int) -> str:
    """Write one JSON document."""
    found = [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "place": problem.place,
            "rule": problem.rule,
            "severity": problem.severity.value,
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps({"problems": found, "files": files}, indent=2) + "\n"


def github_text(problems: Sequence[Problem], files: int) -> str:
    """Write workflow commands, which GitHub shows beside the lines of a pull request."""
    return text_of(Line(text=line) for line in _commands(problems, files))


def _commands(problems: Sequence[Problem], files: int) -> Iterator[str]:
    for problem in problems:
        command = "error" if problem.severity is Severity.PROBLEM else "warning"
        properties = {"file": problem.file, "line": problem.line, "col": problem.column}
        written = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in {**properties, "title": problem.rule}.items()
            if value is not None
        )
        yield f"::{command} {written}::{_data(what(problem))}"
    yield findings_summary(problems, files)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
