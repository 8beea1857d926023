"""Write every output of a checkout: lay out the inputs, run all jobs, make paths alike."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.outputs import asking, changing
from bench.outputs.checkout import ENVIRONMENT, Checkout
from bench.outputs.exchanges import GitHub
from bench.outputs.inputs import LOGS, SUBJECTS
from bench.outputs.jobs import MADE, Job

_RUNNER = Path(__file__).with_name("runner.py")
_LONGEST = 3600.0
_GENERATED = re.compile(rb'("generated_at": *")[^"]*')


def write_outputs(
    checkout: Checkout, inputs: Path, target: Path, *, slots: int, only: Collection[str]
) -> None:
    """Write the outputs into a new folder, or the parts named in `only` where there are any.

    `slots` commands run side by side.
    """
    github = GitHub()
    days = [_today()]
    try:
        with tempfile.TemporaryDirectory(prefix="escalog-outputs-") as folder:
            work = Path(folder).resolve()
            _lay_out(checkout, inputs, work)
            plan = {
                "entry": checkout.entry,
                "slots": slots,
                "first": [
                    ["--log", _small_log(inputs), *arguments]
                    for arguments in (["check"], ["assess"], ["sync", "--dry-run"])
                ],
                "jobs": [
                    [command.as_json() for command in job]
                    for job in _jobs(inputs, github.address)
                    if not only or job[0].writes.partition("/")[0] in only
                ],
            }
            (work / "plan.json").write_text(json.dumps(plan), "utf-8")
            subprocess.run(
                [checkout.python, _RUNNER, "plan.json"],
                cwd=work,
                env={**checkout.environment, "HOME": str(work)},
                check=True,
                timeout=_LONGEST,
            )
            made = work / MADE
            github.write_records(made / "github" / "requests")
            for path in checkout.package.rglob("*.schema.json"):
                _copy(path, made / "schemas" / path.name)
            days.append(_today())
            _make_alike(made, {work: "work", inputs: "inputs"}, github.address, days)
            shutil.move(made, target)
    finally:
        github.close()


def _jobs(inputs: Path, api: str) -> Iterator[Job]:
    """Yield every job, the longest first."""
    subjects = json.loads((inputs / SUBJECTS).read_text("utf-8"))
    yield from changing.sites()
    yield from changing.issues(api)
    yield from changing.effects(inputs, api)
    yield from changing.turns(inputs, api)
    yield from changing.samples()
    yield from changing.locks(inputs)
    yield from changing.calendars(inputs, api)
    for log in LOGS:
        yield from asking.about_log(log, inputs, subjects["logs"][log])
    yield from asking.about_examples(inputs)
    yield from asking.about_deadlines()
    yield from asking.about_usage(subjects["commands"])


def _small_log(inputs: Path) -> str:
    return str(next(iter(sorted(inputs.glob("examples/good/*/*")))).relative_to(inputs))


def _lay_out(checkout: Checkout, inputs: Path, work: Path) -> None:
    """Lay out the inputs for the jobs: link what is only read, copy what is changed."""
    for part in ("logs", "examples", "feeds", "questions.ndjson"):
        (work / part).symlink_to(inputs / part)
    (work / "changes").symlink_to(inputs / "edits")
    shutil.copytree(inputs / "locks", work / MADE / "locks")
    for path in (inputs / "feeds").glob("*.json"):
        shutil.copytree(inputs / "logs" / "shipped", work / MADE / "calendars" / path.stem)
    for log in LOGS:
        site = work / "sites" / log
        shutil.copytree(inputs / "logs" / log, site)
        shutil.copytree(checkout.folder / "site", site / "site")
        for settings in ("mkdocs.yml", "mkdocs.public.yml"):
            shutil.copy(checkout.folder / settings, site)
        changing.write_settings(site, log)
    for edit in (inputs / "edits").iterdir():
        _commit(edit / "before", work / "edits" / edit.name)
        shutil.copytree(edit / "after", work / "edits" / edit.name, dirs_exist_ok=True)
    _commit(inputs / "logs" / "shipped", work / "proposing")
    shutil.copytree(inputs / "logs" / "shipped", work / "proposing", dirs_exist_ok=True)
    _git(work, "init", "--quiet", "--bare", "remote.git")
    _git(work / "proposing", "remote", "add", "origin", str(work / "remote.git"))


def _commit(log: Path, folder: Path) -> None:
    """Create a repository whose first commit has a log, without checking out a file."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, f"--work-tree={log}", "add", "--all")
    _git(folder, f"--work-tree={log}", "commit", "--quiet", "--message", "Begin the log")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True)


def _make_alike(made: Path, folders: Mapping[Path, str], api: str, days: list[date]) -> None:
    """Remove what differs between runs: folders, the port, and the day of finding a holiday."""
    for path in made.rglob("*"):
        if not path.is_file():
            continue
        part = path.relative_to(made).parts[0]
        if path.suffix in (".out", ".err"):
            said = path.read_bytes()
            for folder, word in folders.items():
                said = said.replace(bytes(folder), f"<{word}>".encode())
            path.write_bytes(said.replace(api.encode(), b"<api>"))
            if not said and path.suffix == ".err":
                path.unlink()
                continue
        if path.suffix == ".json" or path.name.endswith(".json.out"):
            path.write_bytes(_GENERATED.sub(rb"\1<present>", path.read_bytes()))
        if part == "calendars" or path.name == "calendars.txt":
            path.write_bytes(_without_days(path.read_bytes(), days))


def _without_days(text: bytes, days: list[date]) -> bytes:
    forms = {
        form
        for day in days
        for form in (f"{day}", f"{day:%A} {day.day} {day:%B %Y}", f"{day.day} {day:%B %Y}")
    }
    found = "|".join(sorted(forms, key=len, reverse=True))
    pattern = rf"(announced: |withdrawn: |found on |published on )(?:{found})"
    return re.sub(pattern.encode(), rb"\1<the day of finding>", text)


def _today() -> date:
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
