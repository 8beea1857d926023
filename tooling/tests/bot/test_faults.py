"""The proxy makes the faults that it is told to, at the call that it is told, and no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.bot.asking import client
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.ends import wait_for_replies

STATUSES = [kind for kind in Kind if kind[:3].isdigit() or kind.startswith("limited")]
CUT = [Kind.DROPPED_BEFORE, Kind.DROPPED_AFTER, Kind.KILL_BEFORE, Kind.KILL_AFTER]


@pytest.mark.parametrize("kind", STATUSES)
def test_a_refusal_comes_before_the_effect_or_after_it(github: GitHub, kind: Kind) -> None:
    github.inject(Fault(call=2, kind=kind, retry_after=7))
    with client(github) as asking:
        assert asking.get("/issues").status_code == 200
        refused = asking.post("/issues", json={"title": "One"})
        assert asking.get("/issues").status_code == 200
    expected = 403 if kind.startswith("limited") else int(kind[:3])
    assert refused.status_code == expected
    assert len(github.issues()) == (0 if kind.is_before else 1)
    limited = kind.startswith(("limited", "429"))
    assert refused.headers.get("retry-after") == ("7" if limited else None)
    assert github.calls[1].fault is kind


@pytest.mark.parametrize("kind", CUT)
def test_a_connection_is_cut_before_the_effect_or_after_it(github: GitHub, kind: Kind) -> None:
    github.inject(Fault(call=1, kind=kind))
    with client(github) as asking, pytest.raises(httpx.RemoteProtocolError):
        asking.post("/issues", json={"title": "One"})
    assert len(github.issues()) == (0 if kind.is_before else 1)
    assert github.calls[0].status is None


def test_a_list_is_empty_though_it_is_not(github: GitHub) -> None:
    github.open_issue("One")
    github.inject(Fault(call=1, kind=Kind.EMPTY_LIST))
    with client(github) as asking:
        assert asking.get("/issues").json() == []
        assert len(asking.get("/issues").json()) == 1


def test_an_empty_list_is_no_answer_to_anything_but_a_list(github: GitHub) -> None:
    github.inject(Fault(call=1, kind=Kind.EMPTY_LIST))
    with client(github) as asking:
        assert asking.post("/issues", json={"title": "One"}).json()["number"] == 1


def test_a_reply_is_cut_short_after_the_effect(github: GitHub) -> None:
    github.inject(Fault(call=1, kind=Kind.TRUNCATED))
    with client(github) as asking, pytest.raises(httpx.RemoteProtocolError):
        asking.post("/issues", json={"title": "One"})
    assert len(github.issues()) == 1


def test_a_reply_is_slow(github: GitHub) -> None:
    github.inject(Fault(call=1, kind=Kind.SLOW, seconds=300))
    with client(github) as asking, pytest.raises(httpx.ReadTimeout):
        asking.post("/issues", json={"title": "One"}, timeout=httpx.Timeout(60, read=0.5))
    wait_for_replies(github)
    assert len(github.issues()) == 1


def test_a_fault_may_last_and_may_be_taken_back(github: GitHub) -> None:
    github.inject(Fault(call=1, kind=Kind.BAD_GATEWAY_BEFORE, times=5))
    with client(github) as asking:
        assert [asking.get("/issues").status_code for _ in range(2)] == [502, 502]
        github.heal()
        assert asking.get("/issues").status_code == 200


def test_a_process_is_killed_at_its_call(github: GitHub, tmp_path: Path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(
        "import json, os, urllib.request\n"
        "url = os.environ['GITHUB_API_URL'] + '/repos/' + os.environ['GITHUB_REPOSITORY']\n"
        "for number in range(3):\n"
        "    urllib.request.urlopen(urllib.request.Request(\n"
        "        url + '/issues', json.dumps({'title': str(number)}).encode(),\n"
        "        {'Authorization': 'Bearer ' + os.environ['GITHUB_TOKEN'],\n"
        "         'Content-Type': 'application/json'}))\n",
        encoding="utf-8",
    )
    running: list[int] = []

    def kill() -> None:
        while not running:
            time.sleep(0.01)
        os.kill(running[0], signal.SIGKILL)

    github.inject(Fault(call=2, kind=Kind.KILL_AFTER, kill=kill))
    with subprocess.Popen([sys.executable, script], env=github.environment) as process:
        running.append(process.pid)
        assert process.wait(timeout=120) == -signal.SIGKILL
    assert [each["title"] for each in github.issues()] == ["0", "1"]
