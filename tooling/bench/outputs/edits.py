"""Edits of a log, each kept as the log before and after it, for commands that compare the two."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Edit = Callable[[Path], None]

_NEW = "cases/2026/KN-2026-0008.yaml"
_LATE = "cases/2026/KN-2026-0006.yaml"
_RESOLVED = "cases/2026/BA-2026-0006.yaml"
_POLICY = "policies/knowsley/2020-06.yaml"
_PARTNERSHIP = "policies/knowsley/partnership.yaml"
_CALENDAR = "policies/calendars/england-and-wales.yaml"
_RESPOND = "trigger: {event: raised}\n        limit: {working_days: 3}"
_CLOSED = "closures: [{from: 2026-11-25, to: 2026-11-26, name: Office move}]"

_A_CASE = """\
format: 1
reference: KN-2026-0099
policy: knowsley@2020-06
theme: level-of-need
child: {pseudonym: C-9ZZZZ, plan: [child-protection]}
raising: {agency: police, role: practitioner}
receiving: {agency: housing, role: team-manager}
concern: Nobody has seen the child.
outcome_sought: A visit today.
events:
  - {at: 2026-11-23 09:00, kind: disagreement, by: receiving}
  - {at: 2026-11-23 09:30, kind: immediate-risk, by: raising}
"""
_MANY = """\
  - {at: 2026-11-23 09:00, kind: immediate-risk, by: raising}
  - {at: 2026-11-23 09:10, kind: notified, by: raising, whom: [line-manager, safeguarding-lead]}
  - at: 2026-11-23 09:20
    kind: safeguards
    by: receiving
    measures: [supervised-contact]
    review_on: 2026-11-30
  - at: 2026-11-23 09:30
    kind: protective-timescale
    by: raising
    protect_by: 2026-11-23 18:00
    reason: Contact is planned.
  - {at: 2026-11-23 10:00, kind: discussed, by: receiving, how: meeting}
  - {at: 2026-11-23 10:30, kind: update, by: receiving}
  - {at: 2026-11-23 11:00, kind: not-resolved, by: raising}
  - {at: 2026-11-23 11:30, kind: escalated, by: raising, to: stage-2}
  - {at: 2026-11-23 12:00, kind: consulted, by: raising, whom: safeguarding-lead}
  - {at: 2026-11-23 12:30, kind: resolved, by: receiving, note: Agreed.}
  - {at: 2026-11-23 13:00, kind: confirmed-in-writing, by: receiving, how: email}
  - {at: 2026-11-23 13:30, kind: record-updated, by: receiving}
  - at: 2026-11-23 14:00
    kind: learning
    by: partnership
    themes: [level-of-need]
    action: Thresholds are explained.
  - {at: 2026-11-23 15:00, kind: reopened, by: raising}
"""
_CORRECTIONS = """\
  - at: 2026-11-23 10:00
    kind: correction
    of: 2
    correct: {at: 2026-11-20 09:00, note: Shorter.}
    reason: The day book says nine.
  - at: 2026-11-23 10:05
    kind: header-correction
    correct: {theme: accountability, concern: Shorter.}
    reason: Too long.
"""


def nothing(log: Path) -> None:
    """Leave everything as it is."""


def appended(file: str, text: str) -> Edit:
    """Append to a file."""

    def edit(log: Path) -> None:
        with (log / file).open("a", encoding="utf-8", newline="") as opened:
            opened.write(text)

    return edit


def replaced(file: str, before: str, after: str) -> Edit:
    """Replace the first occurrence of a text in a file; raise ValueError where there is none."""

    def edit(log: Path) -> None:
        text = (log / file).read_text("utf-8")
        if before not in text:
            raise ValueError(f"{file} does not hold {before!r}")
        (log / file).write_text(text.replace(before, after, 1), "utf-8", newline="")

    return edit


def written(file: str, text: str) -> Edit:
    """Write a file."""

    def edit(log: Path) -> None:
        (log / file).write_text(text, "utf-8", newline="")

    return edit


def removed(file: str) -> Edit:
    """Remove a file."""
    return lambda log: (log / file).unlink()


def all_of(*edits: Edit) -> Edit:
    """Make several edits."""

    def edit(log: Path) -> None:
        for each in edits:
            each(log)

    return edit


def another_edition(version: str, *more: tuple[str, str]) -> Edit:
    """Add an edition of Knowsley's policy: the present one with parts replaced."""

    def edit(log: Path) -> None:
        file = f"policies/knowsley/{version}.yaml"
        shutil.copyfile(log / _POLICY, log / file)
        for before, after in (("version: 2020-06\n", f"version: {version}\n"), *more):
            replaced(file, before, after)(log)

    return edit


def without_last_events(log: Path) -> None:
    """Remove the last event of each case that has more than one."""
    for path in sorted(log.glob("cases/*/*.yaml")):
        text = path.read_text("utf-8")
        begins = [found.start() for found in re.finditer(r"^  - (?=at:|\{at:)", text, re.MULTILINE)]
        if len(begins) > 1:
            path.write_text(text[: begins[-1]], "utf-8", newline="")


def _event(moment: str, kind: str, by: str, more: str = "") -> str:
    return f"  - {{at: {moment}, kind: {kind}, by: {by}{more}}}\n"


_SHORTER = replaced(_POLICY, _RESPOND, _RESPOND.replace("3", "1"))
_CLOSURE = replaced(_PARTNERSHIP, "closures: []", _CLOSED)
_CHRISTMAS = "  - {on: 2026-12-25, name: Christmas Day}"
_JOY = "  - {on: 2026-11-26, name: A day of joy, announced: 2026-11-20}\n"

# The edits of the shipped log by name.
OF_THE_SHIPPED: Mapping[str, Edit] = {
    "nothing": nothing,
    "late-confirmation": appended(
        _RESOLVED, _event("2026-11-23 10:00", "confirmed-in-writing", "receiving")
    ),
    "in-time": appended(
        _NEW,
        _event("2026-11-23 10:00", "discussed", "receiving")
        + _event("2026-11-23 12:00", "not-resolved", "raising"),
    ),
    "entered-late": appended(
        _NEW, _event("2026-11-19 09:00", "not-resolved", "raising", ", recorded: 2026-11-24 09:00")
    ),
    "new-case": written("cases/2026/KN-2026-0099.yaml", _A_CASE),
    "corrections": appended(_NEW, _CORRECTIONS),
    "many-events": appended(_NEW, _MANY),
    "withdrawn": appended(_LATE, _event("2026-11-23 10:00", "withdrawn", "raising")),
    "still-to-come": appended(_NEW, _event("2026-12-23 10:00", "discussed", "receiving")),
    "case-removed": removed(_NEW),
    "event-rewritten": replaced(_RESOLVED, "2026-11-03 09:00", "2026-11-02 09:00"),
    "case-broken": replaced(_NEW, "events:", "events: ]"),
    "case-faulty": replaced(_NEW, "kind: ", "kind: un"),
    "closure": _CLOSURE,
    "shorter-limit": _SHORTER,
    "two-rules": all_of(_SHORTER, _CLOSURE),
    "bank-holiday": replaced(_CALENDAR, _CHRISTMAS, f"{_JOY}{_CHRISTMAS}"),
    "bank-holiday-withdrawn": replaced(
        _CALENDAR, _CHRISTMAS, f"{_CHRISTMAS[:-1]}, withdrawn: 2026-11-20}}"
    ),
    "due-soon": replaced(
        _PARTNERSHIP, "thresholds: {}", "thresholds: {due_soon: {working_days: 3}}"
    ),
    "ageing": replaced(
        _PARTNERSHIP, "thresholds: {}", "thresholds: {ageing_alert: {working_days: 2}}"
    ),
    "statistics": replaced(_PARTNERSHIP, "{threshold: 5}", "{threshold: 6}"),
    "erratum": another_edition(
        "2020-06b",
        ("version: 2020-06b\n", "version: 2020-06b\ncorrects: 2020-06\n"),
        (_RESPOND, _RESPOND.replace("3", "1")),
    ),
    "new-edition": another_edition(
        "2026-12",
        ("effective_from: 2020-06-01", "effective_from: 2026-12-01"),
        (_RESPOND, _RESPOND.replace("3", "2")),
    ),
    "edition-removed": removed(_POLICY),
    "edition-broken": replaced(_POLICY, "stages:", "stages: ]"),
    "words-and-contacts": all_of(
        replaced(_PARTNERSHIP, "phone: 0151 443 4786", "phone: 0151 443 4787"),
        replaced(_PARTNERSHIP, "sector: housing", "sector: health"),
        replaced("policies/knowsley/policy.md", "\n## ", "\nMore words.\n\n## "),
        replaced(_POLICY, "title: Confer and recommend", "title: Confer, then recommend"),
    ),
    "other-file": written("README.md", "Everybody may read this.\n"),
}


def keep(before: Path, after: Path, log: Path, edit: Edit) -> None:
    """Write a log twice: before an edit and after it."""
    shutil.copytree(log, before)
    shutil.copytree(log, after)
    edit(after)
