"""Issues about a log of hostile texts call nobody, and link, close and forge nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.bot.marker import marker_in, part_in
from tests.bot.bench.github import GitHub
from tests.bot.rendered import REFERENCES
from tests.cli.running import run
from tests.hostile import alive
from tests.hostile.corpus import CANARY, TEXTS
from tests.hostile.planting import planted_log
from tests.site.building import AS_OF
from tests.thoroughness import whole


@pytest.mark.parametrize("turn", [0, *(whole(turn) for turn in range(7, len(TEXTS), 7))])
def test_nothing_is_alive_in_an_issue(github: GitHub, tmp_path: Path, turn: int) -> None:
    log = planted_log(tmp_path / "log", turn)
    environment = {
        **github.environment,
        "GITHUB_ACTIONS": "true",
        "GITHUB_TOKEN": github.mint(contents="read", issues="write"),
        "ESCALOG_ACCOUNT": github.account,
    }
    synced = run("sync", "--as-of", AS_OF, log=log, environment=environment)
    assert synced.code == 0, synced.err
    said = synced.out + synced.err
    assert alive.in_log(said) == []
    # The workflow shows these lines on the page of the run, within a fence.
    assert not any(line.lstrip().startswith("~~~") for line in said.splitlines())
    issues = github.issues()
    assert len(issues) > 3
    assert sum(CANARY in each["body"] for each in issues) > 3
    for each in issues:
        assert alive.in_markdown(each["body"], ours=("escalation-log ", "/escalation-log")) == []
        assert not any(pattern.search(each["title"]) for pattern in REFERENCES), each["title"]
        assert marker_in(each["body"]) is not None
        assert marker_in(part_in(each["body"]) or "") == marker_in(each["body"])
