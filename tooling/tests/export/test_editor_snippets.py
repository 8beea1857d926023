"""Every snippet of every policy, filled in as it stands, is an event that `check` takes."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from escalation_log.export.editor_snippets import event_snippets
from escalation_log.log.opening import check_log, open_rules
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.problems import Severity
from tests.engine.judging import LONDON
from tests.logs import CALENDARS, EIGHTH, FIFTH, FOUR

NOW = datetime(2026, 11, 30, 10, 15, tzinfo=LONDON)
# The log that has a policy, and a case of it.
LOGS = {
    "barnsley": (FOUR, "BA-2026-0001"),
    "city-and-hackney": (FOUR, "CH-2026-0001"),
    "knowsley": (FOUR, "KN-2026-0001"),
    "west-sussex": (FOUR, "WS-2026-0001"),
    "strathkell": (FIFTH, "SK-2026-0002"),
    "harwick": (EIGHTH, "HW-2026-0001"),
}
BEGINNING = """\
events:
  - at: 2026-09-01 10:00
    kind: disagreement
    by: receiving
  - at: 2026-09-02 10:00
    kind: raised
    by: raising
    how: phone
"""
# What must have happened before, for a kind that is possible only then.
BEFORE = {
    EventKind.REOPENED: "resolved",
    EventKind.AGREED: "resolved",
    EventKind.OUTCOME: "resolved",
    EventKind.RISK_OVER: "immediate-risk",
}
PRESENT = {
    "$CURRENT_YEAR": "2026",
    "$CURRENT_MONTH": "11",
    "$CURRENT_DATE": "30",
    "$CURRENT_HOUR": "10",
    "$CURRENT_MINUTE": "15",
}
FOLDER = "${TM_DIRECTORY/^.*[\\/\\\\]//}"
CHOICE = re.compile(r"\$\{\d+\|([^,|]+)[^|]*\|\}")
DEFAULT = re.compile(r"\$\{\d+:(.*)\}(?=\]?(?:\$0)?$)")


def filled(body: list[str], reference: str) -> str:
    """Fill in a snippet as the editor does for whoever only presses the key for the next place."""
    lines = []
    for line in body:
        chosen = DEFAULT.sub(r"\1", CHOICE.sub(r"\1", line)).removesuffix("$0")
        lines.append(chosen.replace(FOLDER, reference))
    text = "\n".join(lines) + "\n"
    for variable, value in PRESENT.items():
        text = text.replace(variable, value)
    assert "$" not in text
    return text


def header_of(log: Path, case: str) -> str:
    """Give the top of a case of a policy, without its reference, its salt and its comments."""
    text = (log / f"cases/2026/{case}.yaml").read_text("utf-8")
    top = text.partition("\nevents:")[0]
    kept = [
        line
        for line in top.splitlines()
        if not line.startswith(("#", "reference:", "salt:", "links:"))
    ]
    return "\n".join(kept) + "\n"


def lay_out(policy: str, folder: Path) -> Path:
    """Make a log of one policy, without cases."""
    log = folder / "log"
    shutil.copytree(LOGS[policy][0] / "policies" / policy, log / "policies" / policy)
    shutil.copytree(CALENDARS, log / "policies" / "calendars")
    return log


def snippets_of(log: Path) -> dict[str, dict[str, Any]]:
    books = [*open_rules(log, as_of=NOW).rulebooks.values()]
    return cast("dict[str, dict[str, Any]]", event_snippets(books))


@pytest.mark.parametrize("policy", LOGS)
def test_each_is_taken_as_it_stands(policy: str, tmp_path: Path) -> None:
    source, case = LOGS[policy]
    log = lay_out(policy, tmp_path)
    snippets = snippets_of(log)
    header, prefix = header_of(source, case), case[:2]
    folder = log / "cases" / "2026"
    folder.mkdir(parents=True)
    written: dict[str, str] = {}
    for number, (name, snippet) in enumerate([("", None), *snippets.items()], start=1):
        reference = f"{prefix}-2026-{number:04}"
        text = f"reference: {reference}\n{header}{BEGINNING}"
        kind = KINDS_BY_WORD.get(name.removeprefix("waiting: "))
        if kind in BEFORE:
            text += f"  - at: 2026-09-03 10:00\n    kind: {BEFORE[kind]}\n    by: raising\n"
        if snippet and name == kind:
            lines = filled(snippet["body"], reference).splitlines()
            text += "".join(f"  {line}\n" for line in lines)
        elif snippet:
            waiting = folder / reference / f"20261130T1015-{kind}-k3f9.yaml"
            waiting.parent.mkdir()
            waiting.write_text(filled(snippet["body"], reference), "utf-8")
        (folder / f"{reference}.yaml").write_text(text, "utf-8")
        written[reference] = name
    found = [
        (written[re.findall(r"[A-Z]{2}-2026-\d{4}", each.file)[0]], each.rule, each.message)
        for each in check_log(log, as_of=NOW).problems
        if each.severity is Severity.PROBLEM and each.file.startswith("cases/")
    ]
    assert found == []


def test_every_kind_has_two_where_some_policy_has_words_for_it(tmp_path: Path) -> None:
    found = {policy: snippets_of(lay_out(policy, tmp_path / policy)) for policy in LOGS}
    for snippets in found.values():
        kinds = {each for each in snippets if not each.startswith("waiting: ")}
        assert {*snippets} == kinds | {f"waiting: {each}" for each in kinds}
    missing = {policy: {*EventKind}.difference(snippets) for policy, snippets in found.items()}
    assert set[str]().intersection(*missing.values()) == set()
    assert missing["west-sussex"] == {EventKind.PLANNED, EventKind.DONE, EventKind.EXTENSION}
    assert missing["harwick"] == {EventKind.DONE}


def test_words_are_those_of_the_log(tmp_path: Path) -> None:
    snippets = snippets_of(lay_out("strathkell", tmp_path))
    (agencies,) = [line for line in snippets["panel-convened"]["body"] if "agencies" in line]
    assert "family-nursing" in agencies
    # It left the partnership.
    assert "school-nursing" not in agencies
    assert snippets["discussed"]["description"] == EventKind.DISCUSSED.row.meaning
    assert snippets["waiting: discussed"]["prefix"] == "waiting-discussed"
    assert {each["scope"] for each in snippets.values()} == {"yaml"}
