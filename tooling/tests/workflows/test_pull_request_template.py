"""A new pull request asks for the reason for the change, and for nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.bot.rendered import rendered
from tests.cli.running import run
from tests.logs import REPOSITORY
from tests.repositories import Repository

TEMPLATE = REPOSITORY / ".github" / "pull_request_template.md"


def test_it_has_one_box_for_the_reason() -> None:
    text = TEMPLATE.read_text("utf-8")
    shown = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    assert shown.strip() == "### The reason for this change"
    assert "[ ]" not in text
    assert rendered(shown).words.split() == ["The", "reason", "for", "this", "change"]


def test_left_as_it_is_it_passes_the_screening(repository: Repository, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    pull = {"title": "Record a call", "body": TEMPLATE.read_text("utf-8"), "head": {"ref": "a"}}
    event.write_text(json.dumps({"pull_request": pull}), "utf-8")
    asked = ("--base", "HEAD", "--head", "HEAD", "--event", event)
    assert run("screen", *asked, log=repository.log).code == 0
