"""Tables over a closed list hold every member of it, which mypy cannot see to."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

import escalation_log

# Meant for some members alone; the code beside them says what holds for the rest.
PARTIAL = {
    "escalation_log.bot.alarm.SAID",
    "escalation_log.bot.alarm._NEXT",
    "escalation_log.bot.alarm._OF_THE_BOT",
    "escalation_log.bot.alarm._OF_VERIFYING",
    "escalation_log.bot.wanted._WAS",
    "escalation_log.effect.impact._LATE",
    "escalation_log.engine.departures._BY_KIND",
    "escalation_log.recording.offer_titles._PLAIN",
    "escalation_log.recording.offers._LISTED",
    "escalation_log.sample.single_events._HOW",
    "escalation_log.export.editor_snippets._USUAL",
    "escalation_log.files.careful_path._WRITTEN_ELSEWHERE",
    "escalation_log.site.policies.became.LABELS",
    "escalation_log.site.policies.became._FOUND",
    "escalation_log.site.what_now.answers.ENDS",
    "escalation_log.site.what_now.answers.OPENINGS",
    "escalation_log.site.what_now.answers._DONE",
    "escalation_log.site.what_now.drafts._KINDS",
    "escalation_log.words.policy_rules._BEFORE",
    "escalation_log.words.states._DAYS",
}


def tables() -> Iterator[tuple[str, Mapping[Enum, Any]]]:
    """Give every table of the package whose keys are members of a closed list, once."""
    seen: set[int] = set()
    for found in pkgutil.walk_packages(escalation_log.__path__, "escalation_log."):
        if found.name == "escalation_log.__main__":
            continue
        for name, value in vars(import_module(found.name)).items():
            if isinstance(value, Mapping) and value and id(value) not in seen:
                seen.add(id(value))
                if all(isinstance(key, Enum) for key in value):
                    yield f"{found.name}.{name}", value


def members_of(table: Mapping[Enum, Any]) -> set[Enum]:
    closed: type[Enum] = type(next(iter(table)))
    return set(closed)


def test_a_table_over_a_closed_list_holds_every_member() -> None:
    lacking = {name for name, table in tables() if members_of(table) != table.keys()}
    assert lacking - PARTIAL == set()
