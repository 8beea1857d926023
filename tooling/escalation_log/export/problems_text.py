"""Write the findings of `check` as lines for people, as JSON, and as annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from escalation_log.model.problems import Problem, Severity
from escalation_log.words.lines import Line, Tone, text_of
from escalation_log.words.lists import counted
from escalation_log.words.plain_values import Plain

# Increase this when a key changes its meaning or takes a new value. A new key needs no new one.
_SCHEMA_VERSION = 2


def finding_place(problem: Problem) -> str:
    """Write the place of a finding: the file, with line and column where they are known."""
    if problem.line is None:
        return problem.file
    return f"{problem.file}:{problem.line}:{problem.column}"


def what(problem: Problem) -> str:
    """Say what was found, after its place in the file; what is no problem says what it is."""
    place = f"{problem.place}: " if problem.place else ""
    mark = "" if problem.severity is Severity.PROBLEM else f"{problem.severity}: "
    return f"{place}{mark}{problem.message}"


def problem_lines(problems: Sequence[Problem], files: int) -> Iterator[Line]:
    """Write a line for each finding, and one with the totals."""
    tone = Tone.DONE
    for problem in problems:
        is_problem = problem.severity is Severity.PROBLEM
        text = f"{finding_place(problem)} {what(problem)} [{problem.rule}]"
        yield Line(text=text, hang=4, tone=Tone.MISSED if is_problem else Tone.SOON)
        tone = Tone.PLAIN
    yield Line(text=findings_summary(problems, files), tone=tone)


def findings_summary(problems: Sequence[Problem], files: int) -> str:
    """Say how many files were checked and what was found in them."""
    numbers = Counter(problem.severity for problem in problems)
    found = [_many(numbers[each], each.value) for each in Severity if numbers[each]]
    return f"{_many(files, 'file')} checked: {', '.join(found) or 'no problems'}."


def _many(number: int, word: str) -> str:
    """Write a number, which may be large, with commas between the thousands."""
    return counted(number, word).replace(str(number), f"{number:,}", 1)


def json_text(problems: Sequence[Problem], files: int) -> str:
    """Write the findings as one JSON document."""
    found = [problem_as_plain(problem) for problem in problems]
    document = {"schema_version": _SCHEMA_VERSION, "problems": found, "files": files}
    return json.dumps(document, indent=2) + "\n"


def problem_as_plain(problem: Problem) -> dict[str, Plain]:
    """Put a finding into plain data."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "place": problem.place,
        "rule": problem.rule,
        "severity": problem.severity.value,
        "message": problem.message,
    }


_COMMANDS = {
    Severity.PROBLEM: "error",
    Severity.DEPARTURE: "notice",
    Severity.WARNING: "warning",
}


def github_text(problems: Sequence[Problem], files: int) -> str:
    """Write the findings as workflow commands, which GitHub shows at lines of a pull request."""
    return text_of(Line(text=line) for line in _commands(problems, files))


def _commands(problems: Sequence[Problem], files: int) -> Iterator[str]:
    for problem in problems:
        command = _COMMANDS[problem.severity]
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
