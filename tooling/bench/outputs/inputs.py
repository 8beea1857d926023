"""Make the inputs once, from the checkout before a change; every later run reads them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from bench.outputs.checkout import Checkout
from bench.outputs.edits import (
    OF_THE_SHIPPED,
    all_of,
    another_edition,
    keep,
    nothing,
    removed,
    replaced,
    without_last_events,
)

CASES, SEED, SAMPLED_ON = 300, 20261120, "2026-11-20"
LOGS = ("shipped", "fifth", "sample")
# What is asked about: cases with their duties, agencies by policy, names of commands.
SUBJECTS = "subjects.json"

_HOLIDAY = re.compile(r"- \{on: (\d{4}-\d\d-\d\d), name: ([^,}]*)([^}]*)\}")
_SUBSTITUTE = " (substitute day)"
_LISTED = re.compile(r"^  ([a-z][a-z-]+)  ", re.MULTILINE)


def make_inputs(checkout: Checkout, target: Path) -> None:
    """Write the inputs into a new folder."""
    logs = target / "logs"
    tests = checkout.folder / "tooling" / "tests"
    shipped, fifth, sample = (logs / name for name in LOGS)
    _copy_log(checkout.folder, shipped)
    _copy_log(tests / "fixtures" / "fifth", fifth)
    shutil.copytree(shipped / "policies" / "calendars", fifth / "policies" / "calendars")
    checkout.run("--log", fifth, "lock")
    drawn = ("--cases", CASES, "--seed", SEED, "--out", sample, "--as-of", SAMPLED_ON)
    checkout.run("--log", shipped, "sample", *drawn)
    _lay_out_examples(tests / "examples", target / "examples")
    _make_edits(logs, target / "edits")
    _make_locks(shipped, target / "locks")
    _make_feeds(shipped / "policies" / "calendars", target / "feeds")
    (target / "questions.ndjson").write_text("\n".join(_questions()) + "\n", "utf-8")
    subjects = {
        "logs": {name: _subjects_of(checkout, logs / name) for name in LOGS},
        "commands": _LISTED.findall(checkout.run("--help").partition("Commands:")[2]),
    }
    (target / SUBJECTS).write_text(json.dumps(subjects, indent=1), "utf-8")


def _copy_log(source: Path, target: Path) -> None:
    for part in ("cases", "policies"):
        shutil.copytree(source / part, target / part)


def _lay_out_examples(source: Path, target: Path) -> None:
    """Copy each example over the log without problems, as the tests do."""
    for variant in sorted(source.glob("*/*/*")):
        kind, rule = variant.parts[-3:-1]
        if kind in ("bad", "good") and variant.is_dir():
            log = target / kind / rule / variant.name
            shutil.copytree(source / "base", log)
            left = shutil.ignore_patterns("findings.txt")
            shutil.copytree(variant, log, dirs_exist_ok=True, ignore=left)


def _make_edits(logs: Path, target: Path) -> None:
    for name, edit in OF_THE_SHIPPED.items():
        keep(target / name / "before", target / name / "after", logs / "shipped", edit)
    mass = target / "last-event-of-each"
    keep(mass / "before", mass / "after", logs / "sample", nothing)
    without_last_events(mass / "before")
    back = target / "last-event-taken-back"
    keep(back / "before", back / "after", logs / "sample", without_last_events)
    for name in ("closure", "two-rules", "bank-holiday", "erratum"):
        folder = target / f"sample-{name}"
        keep(folder / "before", folder / "after", logs / "sample", OF_THE_SHIPPED[name])
    fifth = target / "fifth-last-events"
    keep(fifth / "before", fifth / "after", logs / "fifth", nothing)
    without_last_events(fifth / "before")


def _make_locks(shipped: Path, target: Path) -> None:
    """Make logs for the lock: unchanged, with new editions, with changed ones, without a lock."""
    locked = "policies/editions.lock"
    later = another_edition("2026-12", ("effective_from: 2020-06-01", "effective_from: 2026-12-01"))
    changed = replaced("policies/knowsley/2020-06.yaml", "title: Confer and", "title: Meet and")
    edits = {
        "shipped": nothing,
        "new": later,
        "changed": changed,
        "both": all_of(later, changed),
        "none": removed(locked),
        "broken": replaced(locked, "knowsley@", "knowsley "),
        "faulty": replaced("policies/knowsley/2020-06.yaml", "stages:", "rungs:"),
    }
    for name, edit in edits.items():
        shutil.copytree(shipped, target / name)
        edit(target / name)


def _make_feeds(calendars: Path, target: Path) -> None:
    """Write feeds like GOV.UK's: the same days, days and a year added, one removed."""
    target.mkdir()
    same = {path.stem: list(_published(path)) for path in sorted(calendars.glob("*.yaml"))}
    _write_feed(target / "same.json", same)
    other = {
        name: [
            *(each for each in days if each[0] != "2028-05-29"),
            ("2028-06-12", "Bank holiday for a jubilee"),
            *((_on_a_weekday(f"2029{on[4:]}"), day) for on, day in days if on.startswith("2024")),
        ]
        for name, days in same.items()
    }
    _write_feed(target / "news.json", other)
    _write_feed(target / "short.json", {name: days[:-6] for name, days in same.items()})


def _published(path: Path) -> Iterator[tuple[str, str]]:
    for on, name, more in _HOLIDAY.findall(path.read_text("utf-8")):
        if "withdrawn" not in more:
            yield on, name.strip('"')


def _on_a_weekday(on: str) -> str:
    day = date.fromisoformat(on)
    return str(day + timedelta(days=2) if day.weekday() > 4 else day)


def _write_feed(path: Path, days: dict[str, list[tuple[str, str]]]) -> None:
    feed = {
        division: {
            "division": division,
            "events": [
                {
                    "title": name.removesuffix(_SUBSTITUTE),
                    "date": on,
                    "notes": "Substitute day" if name.endswith(_SUBSTITUTE) else "",
                    "bunting": True,
                }
                for on, name in sorted(listed)
            ],
        }
        for division, listed in days.items()
    }
    path.write_text(json.dumps(feed, indent=1), "utf-8")


def _questions() -> Iterator[str]:
    """Yield questions for deadlines around clock changes, bank holidays and a calendar's end."""
    calendars = ("england-and-wales", "scotland", "northern-ireland")
    countings = ("day-after-trigger", "next-working-day-after-trigger", "trigger-day-counts")
    moments = (
        *("2022-06-01", "2022-09-16 16:59", "2024-02-29 09:00", "2026-03-02 10:15"),
        *("2026-03-28 23:30", "2026-04-02 17:00", "2026-10-25 12:00", "2026-12-24 12:00"),
        *("2027-12-31T23:59+00:00", "2028-12-29 08:00", "2026-03-29 01:30", "2026-10-25 01:30"),
    )
    asked = product(calendars, countings, moments, (0, 1, 2, 5, 10, 20, 250), (None, "16:00"))
    for number, (calendar, counting, moment, days, cut_off) in enumerate(asked):
        question: dict[str, Any] = {
            "id": str(number),
            "calendar": calendar,
            "counting": counting,
            "from": moment,
            "working_days": days,
        }
        yield json.dumps(question if cut_off is None else {**question, "cut_off": cut_off})
    for odd in (
        {"working_days": -1},
        {"calendar": "wales"},
        {"from": "soon"},
        {"cut_off": "25:00"},
    ):
        yield json.dumps({"id": "odd", "from": "2026-03-02", "working_days": 1, **odd})
    yield from ("{", "[]", '{"id": "1"}', '{"id": 1, "from": "2026-03-02", "working_days": 1}')


def _subjects_of(checkout: Checkout, log: Path) -> dict[str, Any]:
    """List what can be asked about a log: its cases with their duties, and its agencies."""
    judged = checkout.run("--log", log, "assess", "--format", "json", "--as-of", "2028-12-31")
    cases = {
        case["reference"]: sorted({duty["id"] for duty in case["duties"]})
        for case in json.loads(judged)["cases"]
    }
    digests = log.with_name(f"{log.name}-digests")
    checkout.run("--log", log, "digest", "--to", digests, "--as-of", SAMPLED_ON)
    agencies: dict[str, list[str]] = {}
    for path in sorted(digests.glob("*.txt")):
        policy, _, agency = path.stem.partition(".")
        agencies.setdefault(policy, []).append(agency)
    shutil.rmtree(digests)
    return {"cases": cases, "agencies": agencies}
