"""The page that explains the rules, made from their list and from the examples."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from escalation_log.checks.rules import RULES
from tests.checks.examples import FINDINGS, Example, examples

_INTRODUCTION = """\
# Rules

`escalog check` puts these rules to every file of a log. Each finding names the file, the line and
the place within the file, says what was found and what to type instead, and ends with the rule's
name. A warning is a finding that does not make the check fail. A departure does not either: the
log holds what happened, and the finding says where that was not by the policy's route.

Below, each rule is shown broken and kept, by lines of invented files.

| Rule | What it says |
| --- | --- |
"""


def rules_page() -> str:
    """Write the page, in Markdown."""
    shown: dict[str, Example] = {}
    for example in examples(good=False):
        shown.setdefault(example.rule, example)
    table = "".join(f"| [{rule.name}](#{rule.name}) | {rule.sentence} |\n" for rule in RULES)
    sections = "".join(
        f"\n## {rule.name}\n\n{rule.sentence}\n\n{_shown(shown[rule.name])}" for rule in RULES
    )
    return f"{_INTRODUCTION}{table}{sections}"


def _shown(bad: Example) -> str:
    findings = (bad.folder / FINDINGS).read_text("utf-8").rpartition("\n")[0].rpartition("\n")[
        0
    ] + "\n"
    broken, kept = bad.files(), bad.twin.files()
    language = "markdown" if all(file.endswith(".md") for file in broken) else "yaml"
    return (
        f"Broken:\n\n```{language}\n{''.join(_only_in(broken, kept))}```\n\n"
        f"```text\n{findings}```\n\n"
        f"{_kept(''.join(_only_in(kept, broken)), language)}\n"
    )


def _kept(lines: str, language: str) -> str:
    if not lines:
        return "Kept by the same without these lines."
    return f"Kept:\n\n```{language}\n{lines}```"


def _only_in(these: dict[str, str], those: dict[str, str]) -> Iterator[str]:
    """Give the lines that the twin has not; of a file that the twin has not, its name."""
    for file, text in these.items():
        if file not in those:
            yield f"# {file}\n"
            continue
        lines, others = text.splitlines(keepends=True), those[file].splitlines(keepends=True)
        matcher = SequenceMatcher(a=others, b=lines, autojunk=False)
        for tag, _, _, start, end in matcher.get_opcodes():
            if tag != "equal":
                yield from lines[start:end]
