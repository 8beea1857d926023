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
PROBLEMS_VERSION = 2
# Enough digits of a commit's name for people to type.
_SHORT = 12


def finding_place(problem: Problem) -> str:
    """Write the place of a finding: the file, with line and column where they are known."""
    if problem.line is None:
        return problem.file
    return f"{problem.file}:{problem.line}:{problem.column}"


def what(problem: Problem) -> str:
    """Say what was found, after its place in the file; what is no problem says what it is."""
    commit = f"In the commit {problem.commit[:_SHORT]}: " if problem.commit else ""
    place = f"{problem.place}: " if problem.place else ""
    mark = "" if problem.severity is Severity.PROBLEM else f"{problem.severity}: "
    return f"{commit}{place}{mark}{problem.message}"


def finding_sentence(problem: Problem) -> str:
    """Say what was found in plain sentences, for whoever has its line before them."""
    commit = f"In the commit {problem.commit[:_SHORT]}: " if problem.commit else ""
    return f"{commit}{problem.message}"


def finding_heading(problem: Problem) -> str:
    """Head such a sentence: which event or field it is about, and which rule was broken.

    >>> finding_heading(Problem(file="", rule="schema", message="", path=("events", 2, "at")))
    'Event 3, at (schema)'
    >>> finding_heading(Problem(file="", rule="known-stage", message="", path=("event", "to")))
    'to (known-stage)'
    >>> finding_heading(Problem(file="", rule="yaml", message=""))
    'yaml'
    """
    place = problem.place.removeprefix("event.")
    if problem.path[:1] == ("events",) and len(problem.path) > 1:
        number, _, field = place.removeprefix("events[").partition("]")
        place = ", ".join(filter(None, (f"Event {int(number) + 1}", field.removeprefix("."))))
    return f"{place} ({problem.rule})" if place else problem.rule


def problem_lines(problems: Sequence[Problem], files: int) -> Iterator[Line]:
    """Write a line for each finding, and one with the totals."""
    yield from finding_lines(problems)
    tone = Tone.PLAIN if problems else Tone.DONE
    yield Line(text=findings_summary(problems, files), tone=tone)


def finding_lines(problems: Sequence[Problem]) -> Iterator[Line]:
    """Write a line for each finding."""
    for problem in problems:
        is_problem = problem.severity is Severity.PROBLEM
        text = f"{finding_place(problem)} {what(problem)} [{problem.rule}]"
        yield Line(text=text, hang=4, tone=Tone.MISSED if is_problem else Tone.SOON)


def findings_summary(problems: Sequence[Problem], files: int) -> str:
    """Say how many files were checked and what was found in them."""
    return f"{many(files, 'file')} checked: {found_words(problems)}."


def found_words(problems: Sequence[Problem]) -> str:
    """Say how many findings of each severity there are."""
    numbers = Counter(problem.severity for problem in problems)
    found = [many(numbers[each], each.value) for each in Severity if numbers[each]]
    return ", ".join(found) or "no problems"


def many(number: int, word: str) -> str:
    """Write a number, which may be large, with commas between the thousands."""
    return counted(number, word).replace(str(number), f"{number:,}", 1)


def json_text(problems: Sequence[Problem], files: int) -> str:
    """Write the findings as one JSON document."""
    found = [problem_as_plain(problem) for problem in problems]
    document = {"schema_version": PROBLEMS_VERSION, "problems": found, "files": files}
    return json.dumps(document, indent=2) + "\n"


def problem_as_plain(problem: Problem) -> dict[str, Plain]:
    """Put a finding into plain data."""
    commit: dict[str, Plain] = {} if problem.commit is None else {"commit": problem.commit}
    return {
        **commit,
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
    lines = [*workflow_commands(problems), findings_summary(problems, files)]
    return text_of(Line(text=line) for line in lines)


def workflow_commands(problems: Sequence[Problem]) -> Iterator[str]:
    """Write a workflow command for each finding: GitHub shows how grave it is, and where."""
    for problem in problems:
        properties = {"file": problem.file, "line": problem.line, "col": problem.column}
        written = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in {**properties, "title": finding_heading(problem)}.items()
            if value is not None
        )
        yield workflow_command(
            f"{_COMMANDS[problem.severity]} {written}", finding_sentence(problem)
        )


def workflow_command(command: str, words: str) -> str:
    r"""Write a line that GitHub Actions shows on the page of a run.

    >>> workflow_command("error", "50%\nleft")
    '::error::50%25%0Aleft'
    """
    return f"::{command}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
