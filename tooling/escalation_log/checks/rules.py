"""List every rule, and apply rules to the files, cases and policies that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from escalation_log.checks import (
    amendments,
    chronology,
    doubles,
    editions,
    follow_up,
    members,
    moves,
    names,
    owners,
    parties,
    possible,
    privacy,
    prose_rules,
    repeats,
    routes,
    starts,
    statement_rules,
    taking_out,
)
from escalation_log.checks.subjects import (
    CaseToCheck,
    FileToCheck,
    Finding,
    FindingIn,
    FindingInText,
    LogToCheck,
    PartnershipToCheck,
    PolicyToCheck,
    StatementsToCheck,
    TextToCheck,
)

SubjectT = TypeVar("SubjectT")
FoundT = TypeVar("FoundT")


@dataclass(frozen=True, slots=True)
class Rule(Generic[SubjectT, FoundT]):
    """A rule: its name, and the function that finds where it is broken."""

    name: str
    check: Callable[[SubjectT], Iterator[FoundT]]

    @property
    def sentence(self) -> str:
        """The rule in one sentence: the first line of its function's docstring."""
        return str(self.check.__doc__).partition("\n")[0]


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """A rule that is checked while a file is read, before any other rule can be applied to it."""

    name: str
    sentence: str


READABLE = ReadingRule(
    "readable", "Each file of the log is a regular file inside its folder and is not too large."
)
YAML = ReadingRule("yaml", "A file is plain YAML in UTF-8, with every key once.")
SCHEMA = ReadingRule("schema", "A file has the keys and values that the schema of its kind allows.")
READABLE_TEXT = ReadingRule(
    "readable-text",
    "A policy's text and a page of the site are in UTF-8, without a lost sign or two versions.",
)
WHOLE_TEXT = ReadingRule(
    "whole-text", "No part of a text stands behind ` #`, where it is lost, and no sign is lost."
)
LOCK = ReadingRule("lock", "Each line of policies/editions.lock is an edition and its hash.")
CODE_OWNERS = ReadingRule(
    "code-owners", "Where a partnership names reviewers, .github/CODEOWNERS is what they say."
)

FILE_NAME = Rule("file-name", names.file_name)
UNIQUE_IDS = Rule("unique-ids", names.unique_ids)
PERSONAL_DATA = Rule("personal-data", privacy.personal_data)
IDLE_CORRECTION = Rule("idle-correction", amendments.idle_correction)

OF_READING = (READABLE, YAML, SCHEMA, WHOLE_TEXT, READABLE_TEXT, LOCK, CODE_OWNERS)
OF_FILES: tuple[Rule[FileToCheck, Finding], ...] = (
    FILE_NAME,
    UNIQUE_IDS,
    Rule("known-edition", parties.known_edition),
    Rule("correction-target", amendments.correction_target),
    Rule("redaction-target", amendments.redaction_target),
    Rule("duplicate", amendments.duplicate),
    IDLE_CORRECTION,
    Rule("waits-as-well", repeats.waits_as_well),
    Rule("same-event", doubles.same_event),
    Rule("reference-year", doubles.reference_year),
    PERSONAL_DATA,
    Rule("calendar-years", members.calendar_years),
)
OF_WAITING_EVENTS: tuple[Rule[FileToCheck, Finding], ...] = (FILE_NAME,)
OF_CASES: tuple[Rule[CaseToCheck, Finding], ...] = (
    Rule("edition-in-force", parties.edition_in_force),
    Rule("known-theme", parties.known_theme),
    Rule("known-agency", parties.known_agency),
    Rule("agency-ends", parties.agency_ends),
    Rule("known-role", parties.known_role),
    Rule("known-recipient", parties.known_recipient),
    Rule("known-stage", moves.known_stage),
    Rule("known-duty", moves.known_duty),
    Rule("known-code", moves.known_code),
    Rule("known-plan", moves.known_plan),
    Rule("known-urgency", moves.known_urgency),
    Rule("events-in-order", chronology.events_in_order),
    Rule("not-in-future", chronology.not_in_future),
    Rule("clock-change", chronology.clock_change),
    Rule("protective-timescale", chronology.protective_timescale),
    Rule("moves", moves.moves),
    Rule("move", routes.move),
    Rule("requires", routes.requires),
    Rule("panel-size", routes.panel_size),
    Rule("panel-sides", routes.panel_sides),
    Rule("panel-where-possible", routes.panel_where_possible),
    Rule("order", routes.order),
    Rule("ended-by", routes.ended_by),
    Rule("scope", parties.scope),
    Rule("extension", amendments.extension),
    Rule("outcome-asked", follow_up.outcome_asked),
)
OF_POLICIES: tuple[Rule[PolicyToCheck, Finding], ...] = (
    Rule("references-exist", editions.references_exist),
    Rule("known-partnership", editions.known_partnership),
    Rule("known-sector", editions.known_sector),
    Rule("known-calendar", editions.known_calendar),
    Rule("known-time-zone", editions.known_time_zone),
    Rule("known-corrects", editions.known_corrects),
    Rule("urgencies", starts.urgencies),
    Rule("limits-agree", starts.limits_agree),
    Rule("deadline-has-number", starts.deadline_has_number),
    Rule("trigger-cycle", starts.trigger_cycle),
    Rule("possible-events", possible.possible_events),
    Rule("reachable-stages", possible.reachable_stages),
    Rule("owner-and-end", owners.owner_and_end),
    Rule("review-date", editions.review_date),
)
OF_STATEMENTS: tuple[Rule[StatementsToCheck, Finding], ...] = (
    Rule("statements-agree", statement_rules.statements_agree),
)
OF_TEXTS: tuple[Rule[TextToCheck, FindingInText], ...] = (
    Rule("times-in-text", prose_rules.times_in_text),
    Rule("known-limit", prose_rules.known_limit),
)
OF_PARTNERSHIPS: tuple[Rule[PartnershipToCheck, Finding], ...] = (
    Rule("partnership-references", members.partnership_references),
    Rule("closures-for-some", members.closures_for_some),
    Rule("emergency-contact", members.emergency_contact),
    Rule("checked-already", members.checked_already),
    Rule("spans-in-order", members.spans_in_order),
)
OF_CASES_TOGETHER: tuple[Rule[LogToCheck, FindingIn], ...] = (
    Rule("unique-reference", names.unique_reference),
    Rule("unique-salt", names.unique_salt),
    Rule("same-case", doubles.same_case),
    Rule("known-links", names.known_links),
)
OF_THE_LOG: tuple[Rule[LogToCheck, FindingIn], ...] = (
    *OF_CASES_TOGETHER,
    Rule("unique-prefix", names.unique_prefix),
    Rule("holds-in-order", taking_out.holds_in_order),
    Rule("destroyed-is-gone", taking_out.destroyed_is_gone),
    Rule("edition-changed", editions.edition_changed),
    Rule("known-clause", statement_rules.known_clause),
    Rule("statements-complete", statement_rules.statements_complete),
)

RULES: tuple[ReadingRule | Rule[Any, Any], ...] = (
    *OF_READING,
    *OF_FILES,
    *OF_CASES,
    *OF_POLICIES,
    *OF_STATEMENTS,
    *OF_TEXTS,
    *OF_PARTNERSHIPS,
    *OF_THE_LOG,
)


def findings_of(
    rules: tuple[Rule[SubjectT, FoundT], ...], subject: SubjectT
) -> Iterator[tuple[str, FoundT]]:
    """Apply rules to a subject, and give each finding with the name of its rule."""
    for rule in rules:
        for found in rule.check(subject):
            yield rule.name, found
