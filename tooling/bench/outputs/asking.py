"""Jobs that only read logs: checks, assessments, explanations, exports, digests, deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.outputs.inputs import SAMPLED_ON
from bench.outputs.jobs import MADE, Command, Job, asked, slug

# The moments as of which each log is judged: past, present and future.
MOMENTS: Mapping[str, tuple[str, ...]] = {
    "shipped": ("2025-12-31", "2026-03-10 10:15", "2026-11-22", "2027-12-29"),
    "fifth": ("2026-06-09 12:00", "2026-11-23", "2028-02-29"),
    "sample": ("2024-05-15 09:30", SAMPLED_ON, "2027-06-30"),
}
# The moment for commands that are run once.
PRESENT: Mapping[str, str] = {"shipped": "2026-11-22", "fifth": "2026-11-23", "sample": SAMPLED_ON}
EXAMPLES_AT = "2026-11-22 12:00"
# Of the sampled cases, one in this many is also explained duty by duty. All are explained whole.
_EXPLAINED_BY_DUTY = 20
_SITE = "https://escalations.example/log/"
_PROSE = ("text", "json", "github")

# Help, and command lines that are refused.
_USAGE: Mapping[str, tuple[str, ...]] = {
    "escalog": ("--help",),
    "version": ("--version",),
    "nothing": (),
    "no-such-command": ("chek",),
    "no-such-option": ("check", "--fromat", "json"),
    "no-such-folder": ("--log", "nowhere", "check"),
    "no-log": ("--log", "feeds", "check"),
    "no-such-case": ("--log", "logs/shipped", "explain", "KN-2026-0999"),
    "no-such-duty": ("--log", "logs/shipped", "explain", "KN-2026-0001", "stage-1/rest"),
    "no-such-agency": ("--log", "logs/shipped", "digest", "--agency", "polise"),
    "no-such-policy": ("--log", "logs/shipped", "export", "--format", "ics", "--policy", "k"),
    "no-moment": ("--log", "logs/shipped", "check", "--as-of", "soon"),
    "skipped-moment": ("--log", "logs/shipped", "check", "--as-of", "2026-03-29 01:30"),
    "shown-twice": ("--log", "logs/shipped", "check", "--as-of", "2026-10-25 01:30"),
    "no-revision": ("--log", "logs/shipped", "effect", "--base", "HEAD"),
    "no-repository": ("--log", "logs/shipped", "sync", "--as-of", "2026-11-22"),
    "no-working-days": ("--log", "logs/shipped", "deadline", "--from", "2026-03-02"),
    "not-empty": (
        "--log",
        "logs/shipped",
        "sample",
        "--cases",
        "1",
        "--seed",
        "1",
        "--out",
        ".",
    ),
}


def about_log(log: str, inputs: Path, subjects: Mapping[str, Any]) -> Iterator[Job]:
    """Run every command on a log; `subjects` are its cases with their duties, and its agencies."""
    where = f"logs/{log}"
    for moment in MOMENTS[log]:
        at = ("--as-of", moment)
        name = f"{log}/{slug(moment)}"
        for form in _PROSE:
            yield (asked(f"check/{name}.{form}", where, "check", "--format", form, *at),)
        for form in ("table", "json", "csv"):
            yield (asked(f"assess/{name}.{form}", where, "assess", "--format", form, *at),)
        breach = ("--all", "--fail-on", "breach")
        yield (asked(f"assess/{name}.all", where, "assess", *breach, *at),)
        for form in ("json", "csv", "ics", "atom"):
            yield (asked(f"export/{name}.{form}", where, "export", "--format", form, *at),)
        yield (asked(f"digest/{name}", where, "digest", *at),)
        folder = f"{MADE}/digest/{name}"
        yield (asked(f"digest/{name}.written", where, "digest", "--to", folder, *at),)
        for year in sorted((inputs / where / "cases").iterdir()):
            cases = f"{where}/cases/{year.name}"
            yield (asked(f"explain/{name}/{year.name}", where, "explain", cases, *at),)
    yield from _about_parts(log, subjects)


def _about_parts(log: str, subjects: Mapping[str, Any]) -> Iterator[Job]:
    """Run commands for each single duty, agency and policy."""
    where, at = f"logs/{log}", ("--as-of", PRESENT[log])
    every = _EXPLAINED_BY_DUTY if log == "sample" else 1
    for case, duties in list(subjects["cases"].items())[::every]:
        yield (asked(f"explain/{log}/{case}", where, "explain", case, *at),)
        for duty in duties:
            name = f"explain/{log}/duties/{case}.{slug(duty)}"
            yield (asked(name, where, "explain", case, duty, *at),)
    for policy, agencies in subjects["agencies"].items():
        for form in ("ics", "atom", "csv", "json"):
            yield _exported(f"{log}/{policy}", where, form, *at, "--policy", policy)
        for agency in agencies:
            narrowed = (*at, "--policy", policy, "--agency", agency)
            for form in ("ics", "atom"):
                yield _exported(f"{log}/{policy}.{agency}", where, form, *narrowed)
    case = next(iter(subjects["cases"]))
    agency = next(iter(subjects["agencies"].values()))[0]
    yield (asked(f"digest/{log}/{agency}", where, "digest", "--agency", agency, *at),)
    year = f"{where}/cases/2026"
    yield (asked(f"check/{log}/a-folder", where, "check", year, *at),)
    yield (asked(f"assess/{log}/a-folder", where, "assess", year, *at),)
    yield (asked(f"assess/{log}/a-case", where, "assess", case, "--all", *at),)
    yield (asked(f"explain/{log}/a-breach", where, "explain", case, "--fail-on", "breach", *at),)
    for form in ("ics", "atom", "json", "csv"):
        named = ("--format", form, case, *at)
        yield (asked(f"export/{log}/{case}.{form}", where, "export", *named),)


def _exported(name: str, where: str, form: str, *options: str) -> Job:
    site = ("--site", _SITE) if form in ("ics", "atom") else ()
    arguments = ("export", "--format", form, *options, *site)
    return (asked(f"export/{name}.{form}", where, *arguments),)


def about_examples(inputs: Path) -> Iterator[Job]:
    """Check each example, and judge its cases that can be judged in spite of its problems."""
    at = ("--as-of", EXAMPLES_AT)
    for folder in sorted(inputs.glob("examples/*/*/*")):
        log = folder.relative_to(inputs).as_posix()
        if log.startswith("examples/good/"):
            yield (asked(f"{log}.check", log, "check", *at),)
            continue
        for form in _PROSE:
            yield (asked(f"{log}.check.{form}", log, "check", "--format", form, *at),)
        yield (asked(f"{log}.assess", log, "assess", "--all", *at),)
        yield (asked(f"{log}.export.csv", log, "export", "--format", "csv", *at),)


def about_deadlines() -> Iterator[Job]:
    """Ask for deadlines: many in a batch, and some in words."""
    where, name = "logs/shipped", "deadline"
    for at in ("2021-01-01", "2022-09-12", "2026-11-22"):
        batch = ("deadline", "--batch", "-", "--as-of", at)
        yield (asked(f"{name}/batch-{at}", where, *batch, reads="questions.ndjson"),)
    options = ("--calendar", "scotland", "--counting", "trigger-day-counts", "--cut-off", "15:00")
    from_file = ("deadline", "--batch", "questions.ndjson", "--as-of", "2026-11-22", *options)
    yield (asked(f"{name}/batch-options", where, *from_file),)
    moments = ("2026-03-02 10:15", "2026-04-02 17:30", "2026-12-24", "2028-12-20", "2022-09-16")
    for calendar in ("england-and-wales", "scotland", "northern-ireland"):
        for counting in ("day-after-trigger", "next-working-day-after-trigger"):
            for moment in moments:
                for form in ("text", "json"):
                    yield (
                        asked(
                            f"{name}/{calendar}/{counting}/{slug(moment)}.{form}",
                            where,
                            *("deadline", "--from", moment, "--working-days", "6"),
                            *("--calendar", calendar, "--counting", counting, "--format", form),
                            *("--cut-off", "16:30", "--as-of", "2026-11-22"),
                        ),
                    )


def about_usage(commands: list[str]) -> Iterator[Job]:
    """Show every command's help, and run command lines that are refused."""
    for name, arguments in _USAGE.items():
        yield (Command(writes=f"usage/{name}", arguments=arguments),)
    for command in commands:
        yield (Command(writes=f"usage/help/{command}", arguments=(command, "--help")),)
        yield (Command(writes=f"usage/bare/{command}", arguments=(command, "--so")),)
