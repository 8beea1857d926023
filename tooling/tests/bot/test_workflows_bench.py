"""Workflow files run on this machine as they do at GitHub, as far as ours need it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.bench.workflows import Workflows, permissions

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97"
UPLOAD = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"
DOWNLOAD = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"
CACHE = "27d5ce7f107fe9357f9df03efb73ab90386fccae"

ASKING = """
import json, os, sys, urllib.request
url = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{sys.argv[1]}"
body = sys.argv[2].encode() if len(sys.argv) > 2 else None
headers = {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"}
try:
    print(urllib.request.urlopen(urllib.request.Request(url, body, headers)).status)
except urllib.error.HTTPError as error:
    print(error.code)
"""

FLOW = f"""
name: Bench
on:
  schedule: [{{cron: "17 7 * * 1-5"}}]
  workflow_dispatch: {{inputs: {{title: {{type: string, default: ""}}}}}}
permissions: {{}}
defaults: {{run: {{shell: bash}}}}
jobs:
  write:
    runs-on: ubuntu-latest
    permissions: {{issues: write}}
    if: github.ref == 'refs/heads/main'
    steps:
      - uses: {CHECKOUT} # v7.0.1
        with: {{persist-credentials: false}}
      - uses: {PYTHON} # v7.0.0
        with: {{python-version: "3.12"}}
      - run: python -m pip install --quiet .
      - run: escalog --version && git log --oneline && pwd
      - uses: actions/cache/restore@{CACHE}
        with: {{path: build/memory, key: "memory-${{{{ github.run_id }}}}", restore-keys: memory-}}
      - env: {{TOKEN: "${{{{ github.token }}}}", TITLE: "${{{{ inputs.title || vars.TITLE }}}}"}}
        run: |
          python asking.py issues "{{\\"title\\": \\"$TITLE\\"}}"
          python asking.py pages
          mkdir -p build && echo "run ${{{{ github.run_id }}}}" | tee -a build/memory
          echo "remembered: $(wc -l < build/memory)"
          echo "::warning file=asking.py,line=3::Mind this line"
      - uses: {UPLOAD}
        with: {{name: memory, path: build/memory}}
      - uses: actions/cache/save@{CACHE}
        with: {{path: build/memory, key: "memory-${{{{ github.run_id }}}}"}}
  read:
    runs-on: ubuntu-latest
    needs: write
    permissions: {{issues: read}}
    steps:
      - uses: {CHECKOUT}
      - uses: {DOWNLOAD}
        with: {{name: memory, path: fetched}}
      - env: {{TOKEN: "${{{{ github.token }}}}"}}
        run: |
          cat fetched/memory
          python asking.py issues
          python asking.py issues '{{"title": "No"}}'
"""


@pytest.fixture
def flowing(workflows: Workflows) -> Workflows:
    workflows.repository.commit({".github/workflows/bench.yml": FLOW, "asking.py": ASKING})
    return workflows


def test_each_job_has_a_token_of_its_own_permissions(flowing: Workflows) -> None:
    wrote, read = flowing.run("bench.yml", "workflow_dispatch", inputs={"title": "By hand"})
    assert wrote.succeeded, wrote.log
    assert read.succeeded, read.log
    assert wrote.output.splitlines()[-5:-2] == ["201", "403", "run 1"]
    assert read.output.splitlines()[-3:] == ["run 1", "200", "403"]
    assert [each["title"] for each in flowing.github.issues()] == ["By hand"]
    assert flowing.github.issues()[0]["user"]["login"] == flowing.github.account
    assert (flowing.artifacts / "memory" / "memory").read_text() == "run 1\n"
    assert "Mind this line" in wrote.log


def test_what_is_kept_in_a_cache_is_there_in_the_next_run(flowing: Workflows) -> None:
    for number in (1, 2):
        (ran,) = flowing.run("bench.yml", "schedule", variables={"TITLE": "So"}, jobs=("write",))
        assert ran.succeeded, ran.log
        assert f"remembered: {number}" in ran.output
        (flowing.artifacts / "memory" / "memory").unlink()
        (flowing.artifacts / "memory").rmdir()


def test_a_job_that_fails_says_so_and_stops_those_that_wait_for_it(flowing: Workflows) -> None:
    broken = "import sys; sys.exit('broken on purpose')"
    flowing.repository.commit({"asking.py": broken})
    (ran,) = flowing.run("bench.yml", "workflow_dispatch")
    assert not ran.succeeded
    assert "broken on purpose" in ran.output


def test_a_job_whose_condition_does_not_hold_is_skipped(flowing: Workflows) -> None:
    flowing.repository.commit({}, to="other")
    (ran,) = flowing.run("bench.yml", "workflow_dispatch", ref="other", jobs=("write",))
    assert ran.skipped
    assert flowing.github.calls == ()


def test_a_pull_request_is_checked_out_as_it_would_be_merged(workflows: Workflows) -> None:
    text = (
        "on: pull_request\npermissions: {contents: read}\njobs:\n  look:\n"
        f"    runs-on: ubuntu-latest\n    steps:\n      - uses: {CHECKOUT}\n"
        "      - run: cat new.txt && echo ${{ github.event.number }} ${{ github.base_ref }}\n"
    )
    workflows.repository.commit({".github/workflows/look.yml": text})
    workflows.repository.commit({"new.txt": "proposed\n"}, to="refs/pull/3/merge")
    pull = {"number": 3, "head": {"ref": "change", "sha": "0" * 40}, "base": {"ref": "main"}}
    (ran,) = workflows.run("look.yml", "pull_request", payload={"number": 3, "pull_request": pull})
    assert ran.succeeded, ran.log
    assert ran.output.splitlines()[-2:] == ["proposed", "3 main"]


def test_permissions_are_the_job_s_or_else_the_workflow_s() -> None:
    flow: dict[str, Any] = {
        "permissions": {"contents": "read"},
        "jobs": {"a": {}, "b": {"permissions": {"pull-requests": "write", "issues": "none"}}},
    }
    assert permissions(flow, "a") == {"contents": "read"}
    assert permissions(flow, "b") == {"pull_requests": "write"}
    with pytest.raises(AssertionError, match="not named one by one"):
        permissions({"permissions": "write-all", "jobs": {"a": {}}}, "a")
