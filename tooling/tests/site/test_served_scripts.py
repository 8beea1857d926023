"""Scripts lose no space between words when they are served without their indentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.site.assets import as_served
from tests.site.building import REPOSITORY

SCRIPTS = sorted((REPOSITORY / "site").rglob("*.js"))


def nested_templates(script: str) -> list[int]:
    """Give the lines on which a template string stands within another."""
    within: list[str] = []
    found = []
    place = 0
    while place < len(script):
        letter = script[place]
        if within[-1:] == ["`"]:
            if letter == "\\":
                place += 1
            elif letter == "`":
                within.pop()
            elif script.startswith("${", place):
                within.append("{")
                place += 1
        elif letter == "`":
            if "`" in within:
                found.append(script.count("\n", 0, place) + 1)
            within.append("`")
        elif letter == "{" and within:
            within.append("{")
        elif letter == "}" and within:
            within.pop()
        place += 1
    return found


def test_a_template_string_within_another_would_lose_its_spaces() -> None:
    script = "const words = `${all ? '' : `${some} of `}${all}`;"
    assert nested_templates(script) == [1]
    assert b"${some}of" in as_served("a.js", script.encode())


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_no_script_has_one(script: Path) -> None:
    assert nested_templates(script.read_text(encoding="utf-8")) == []
