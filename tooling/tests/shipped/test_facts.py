"""The policy files hold what the published documents say, typed twice and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import pytest

from escalation_log.files.policy_file import parse_policy
from escalation_log.model.patterns import (
    AtOnce,
    Before,
    ByUrgency,
    CalendarDays,
    DaysBefore,
    Hours,
    InWords,
    Limit,
    Months,
    SameWorkingDay,
    SoonerOf,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Duty, Policy
from tests.logs import REPOSITORY
from tests.shipped.present import FOLDERS

POLICIES = REPOSITORY / "policies"
# `knowsley-2020-06.txt` is the sheet of `policies/knowsley/2020-06.yaml`.
SHEETS = [
    path
    for path in sorted(Path(__file__).parent.glob("*.txt"))
    if any(path.stem.startswith(f"{folder.name}-") for folder in FOLDERS)
]
COLUMNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A hand-typed table: facts of the whole edition, and a row a duty."""

    facts: tuple[tuple[str, str], ...]
    duties: tuple[tuple[str, ...], ...]


def read_sheet(path: Path) -> Sheet:
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines if "|" in line]
    facts = [line.partition(": ")[::2] for line in lines if "|" not in line]
    assert all(len(row) == COLUMNS for row in rows)
    assert rows[0] == ("duty", "limit", "force", "protective", "clause")
    return Sheet(facts=tuple(facts), duties=tuple(rows[1:]))


def read_policy(sheet: Path) -> Policy:
    identifier, version = re.fullmatch(r"([a-z-]+)-([0-9v][0-9-]*)", sheet.stem).groups()  # type: ignore[union-attr]
    path = POLICIES / identifier / f"{version}.yaml"
    policy = parse_policy(f"policies/{identifier}/{version}.yaml", path.read_bytes())
    assert isinstance(policy, Policy), policy
    return policy


def limit_words(limit: Limit | None) -> str:  # noqa: C901, PLR0911, PLR0912 - a case for each
    match limit:
        case None:
            return "none"
        case WorkingDays(days):
            return f"{days} working days"
        case CalendarDays(days):
            return f"{days} calendar days"
        case Weeks(weeks):
            return f"{weeks} weeks"
        case Months(months):
            return f"{months} months"
        case AtOnce():
            return "at once"
        case SoonerOf(parts):
            return f"sooner of {' and '.join(map(limit_words, parts))}"
        case DaysBefore():
            return f"{limit.days} {limit.unit} before {limit.planned}"
        case Hours(hours):
            return f"{hours} hours"
        case SameWorkingDay():
            return "same working day"
        case InWords(words):
            return f"in words: {words}"
        case Before(pattern):
            kinds = " or ".join(sorted(pattern.kinds))
            fields = "".join(f" {name} {' or '.join(sorted(of))}" for name, of in pattern.fields)
            return f"before {kinds}{fields}"
        case ByUrgency(limits):
            return "; ".join(f"{urgency}: {limit_words(of)}" for urgency, of in limits.items())
        case _:
            assert_never(limit)


def duty_row(duty: Duty) -> tuple[str, ...]:
    limit = limit_words(duty.limit) if duty.every is None else f"every {limit_words(duty.every)}"
    force = "advice" if duty.advice else str(duty.force)
    return (duty.id, limit, force, "yes" if duty.or_protective else "no", duty.clause)


def listed(words: list[str]) -> str:
    return ", ".join(words) or "none"


def _guide_after(policy: Policy) -> str:
    after = policy.guide_after
    if isinstance(after, str):
        return f"{after} met"
    return listed(sorted(after.kinds)) if after else "none"


def edition_facts(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Put an edition's facts into the words of the sheets."""
    day_ends = policy.day_ends.strftime("%H:%M") if policy.day_ends else "24:00"
    hours = policy.printed_copies_valid_hours
    panels = [
        f"{stage.id} of {stage.panel.agencies}"
        f" {'must' if stage.panel.concerned_must else 'where possible'} ({stage.panel.clause})"
        for stage in policy.stages
        if stage.panel
    ]
    moves = [
        f"{move.origin or 'any'} to {move.target or 'any'} when {move.when} ({move.clause})"
        for move in policy.moves
    ]
    return (
        ("review due", str(policy.review_due or "none")),
        ("clock", f"{policy.counting}, {policy.calendar}, {day_ends}"),
        ("scope", policy.scope_differ),
        ("printed copies", f"{hours} hours" if hours else "none"),
        ("stages", listed([stage.id for stage in policy.stages])),
        ("informal", listed([stage.id for stage in policy.stages if stage.informal])),
        ("themes", listed(list(policy.themes))),
        ("recipients", listed(list(policy.recipients))),
        ("moves", listed(moves)),
        ("guide after", _guide_after(policy)),
        ("panels", listed(panels)),
    )


def test_every_edition_has_a_sheet() -> None:
    editions = {
        f"{folder.name}-{path.stem}"
        for folder in FOLDERS
        for path in folder.glob("*.yaml")
        if path.stem != "partnership" and path.suffixes != [".statements", ".yaml"]
    }
    assert editions == {path.stem for path in SHEETS}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_duties_are_those_of_the_document(path: Path) -> None:
    assert tuple(duty_row(duty) for duty in read_policy(path).all_duties) == read_sheet(path).duties


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_facts_of_the_edition_are_those_of_the_document(path: Path) -> None:
    assert edition_facts(read_policy(path)) == read_sheet(path).facts


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_stage_and_duty_names_its_clause(path: Path) -> None:
    policy = read_policy(path)
    assert all(stage.clause for stage in policy.stages)
    assert all(duty.clause for duty in policy.all_duties)
