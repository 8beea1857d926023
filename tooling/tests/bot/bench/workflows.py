"""Run a real workflow file with act, on this machine, against the GitHub of the bench."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.bot.bench.github import GitHub
from tests.bot.bench.parts import Parts
from tests.bot.bench.repository import Repository

ACTIONS = Path(__file__).with_name("actions")
BIN = Path(sys.executable).parent
# Installing is left out: the tool of this tree is on the path already.
PYTHON = f"""#!/bin/sh
if [ "$1 $2 $3" = "-m pip install" ]; then exit 0; fi
exec "{sys.executable}" "$@"
"""
# What a step prints just before it ends, act may lose; so it is kept beside as well.
BASH = """#!/bin/sh
/bin/bash "$@" > "$BENCH_TOLD.step" 2>&1
code=$?
tee -a "$BENCH_TOLD" < "$BENCH_TOLD.step"
exit $code
"""
# In seconds.
LIMIT = 300
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a job ended; `output` is what its steps printed, `log` all that act said."""

    job: str
    succeeded: bool
    skipped: bool
    output: str
    log: str


class Workflows:
    """A repository with workflows, and what stands for the services around them.

    `programs` are scripts by name that the steps find before any other, such as a `curl` that
    prints a file. Artifacts, caches and what was published stay between runs, in `store`.
    """

    def __init__(self, *, github: GitHub, parts: Parts, folder: Path) -> None:
        self.github = github
        self.repository = Repository(folder)
        self.store = folder / "store"
        self.programs: dict[str, str] = {"python": PYTHON, "python3": PYTHON}
        self._parts = parts
        self._folder = folder
        self._runs = 0

    @property
    def artifacts(self) -> Path:
        """Give the folder of artifacts, each a folder in it."""
        return self.store / "artifacts"

    @property
    def published(self) -> Path:
        """Give the folder of the deployed site."""
        return self.store / "published"

    def run(
        self,
        file: str,
        event: str,
        *,
        payload: Mapping[str, Any] | None = None,
        inputs: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        ref: str = "main",
        jobs: tuple[str, ...] = (),
    ) -> tuple[Ran, ...]:
        """Run a workflow of `.github/workflows`, job by job in their order, each once.

        Each job gets a token with exactly the permissions that it names, or the workflow for it.
        A job whose needs failed is left out, as GitHub leaves it out. `payload` is the event's
        own, `ref` the branch it happened on, `jobs` which to run where not all.
        """
        self._runs += 1
        clone = self.repository.clone(ref)
        path = clone / ".github" / "workflows" / file
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        event_file = self._folder / f"event-{self._runs}.json"
        given = {"inputs": dict(inputs)} if inputs else {}
        event_file.write_text(json.dumps({**(payload or {}), **given}), encoding="utf-8")
        options = [
            *("--eventpath", str(event_file)),
            *_each("--var", variables or {}),
            *_each("--secret", secrets or {}),
        ]
        results: dict[str, Ran] = {}
        for job in _in_order(workflow["jobs"]):
            needs = _needs(workflow["jobs"][job])
            if (jobs and job not in jobs) or not all(
                results[each].succeeded for each in needs if each in results
            ):
                continue
            alone = self._alone(path, job) if needs else path
            token = self.github.mint(**permissions(workflow, job))
            results[job] = self._act(alone, event, job, token, [*options, *_stubs(workflow, clone)])
        return tuple(results.values())

    def _act(self, path: Path, event: str, job: str, token: str, options: list[str]) -> Ran:
        clone = path.parents[2]
        told = self._folder / f"told-{self._runs}-{job}.txt"
        told.touch()
        environment = {
            "BENCH_TOLD": str(told),
            "BENCH_ACTIONS": str(ACTIONS),
            "BENCH_PYTHON": sys.executable,
            "BENCH_STORE": str(self.store),
            "GITHUB_API_URL": self.github.url,
            # The steps have a terminal here, and none at GitHub.
            "NO_COLOR": "1",
            "TERM": "dumb",
            "GITHUB_RUN_ID": str(self._runs),
        }
        command = [
            *(str(self._parts.act), event, "--directory", str(clone), "--job", job, "--json"),
            *("--workflows", str(path.relative_to(clone)), "--actor", "example-team"),
            *("--platform", "ubuntu-latest=-self-hosted", "--no-cache-server"),
            *("--action-offline-mode", "--no-skip-checkout", "--pull=false"),
            *("--action-cache-path", str(self._folder / "act")),
            *("--secret", f"GITHUB_TOKEN={token}"),
            *_each("--env", environment),
            *options,
        ]
        done = subprocess.run(
            command,
            env={"HOME": str(self.repository.home), "PATH": self._path(), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        return Ran(
            job=job,
            succeeded=done.returncode == 0,
            skipped="Set up job" not in done.stdout,
            output=COLOURS.sub("", told.read_text("utf-8")).replace("\r\n", "\n"),
            log="\n".join(message.rstrip("\n") for message in _said(done.stdout)),
        )

    def _path(self) -> str:
        folder = self._folder / "bin"
        folder.mkdir(exist_ok=True)
        for name, script in {"bash": BASH, **self.programs}.items():
            (folder / name).write_text(script, encoding="utf-8")
            (folder / name).chmod(0o755)
        places = (folder, BIN, self._parts.node.parent)
        return os.pathsep.join([*map(str, places), "/usr/local/bin", "/usr/bin", "/bin"])

    def _alone(self, path: Path, job: str) -> Path:
        """Copy a workflow without what this job waits for: that has run already."""
        text = path.read_text(encoding="utf-8")
        assert "needs." not in text, f"{path.name}: results of other jobs are not handed on here"
        copy = path.with_name(f"{job}-alone-{path.name}")
        copy.write_text(re.sub(r"(?m)^    needs: .*\n", "", text), encoding="utf-8")
        return copy


def permissions(workflow: Mapping[str, Any], job: str) -> dict[str, str]:
    """Read what a job's token may do, in the interface's spelling of the names."""
    declared = workflow["jobs"][job].get("permissions", workflow.get("permissions"))
    assert isinstance(declared, dict), f"{job}: permissions are not named one by one"
    return {name.replace("-", "_"): level for name, level in declared.items() if level != "none"}


def _needs(job: Mapping[str, Any]) -> tuple[str, ...]:
    needs = job.get("needs", ())
    return (needs,) if isinstance(needs, str) else tuple(needs)


def _in_order(jobs: Mapping[str, Any]) -> Iterator[str]:
    done: set[str] = set()
    while len(done) < len(jobs):
        ready = [each for each in jobs if each not in done and done.issuperset(_needs(jobs[each]))]
        assert ready, "jobs wait for each other"
        yield from ready
        done.update(ready)


def _stubs(workflow: Mapping[str, Any], clone: Path) -> Iterator[str]:
    for used in sorted({*_used(workflow, clone)}):
        name, _, pin = used.partition("@")
        owner, action, *_ = name.split("/")
        stub = ACTIONS / action
        assert owner == "actions", f"{used}: only actions of GitHub itself have stubs"
        assert stub.is_dir(), f"{used}: there is no stub in {ACTIONS.name}/"
        yield from (
            "--local-repository",
            f"https://github.com/{owner}/{action}@{pin}={stub}",
        )


def _used(workflow: Mapping[str, Any], clone: Path) -> Iterator[str]:
    """Give the actions that a workflow uses, and those that its repository's own ones do."""
    runs = [*workflow.get("jobs", {}).values(), workflow.get("runs", {})]
    for used in (step["uses"] for run in runs for step in run.get("steps", ()) if "uses" in step):
        if used.startswith("./"):
            own = (clone / used / "action.yml").read_text(encoding="utf-8")
            yield from _used(yaml.safe_load(own), clone)
        else:
            yield used


def _each(option: str, values: Mapping[str, str]) -> list[str]:
    return [part for name, value in values.items() for part in (option, f"{name}={value}")]


def _said(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("{"):
            yield str(json.loads(line).get("msg", ""))
        else:
            yield line
