"""Count a log's cases for the public: each quarter as known at a fixed moment after its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import day_moment
from escalation_log.engine.timeline import timeline_of
from escalation_log.log.announcements import Branch
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.kept_quarters import kept_quarters, written_quarter
from escalation_log.log.opening import open_log, open_rules
from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import Rulebook, current_edition, in_force
from escalation_log.statistics.case_facts import CaseFacts, Classes, case_facts
from escalation_log.statistics.published import Published, published
from escalation_log.statistics.quarters import Quarter, quarter_of, settled_quarters
from escalation_log.words.titles import agency_words

QUARTERS = 5
# The greatest difference in days between the dates of two time zones.
_A_DAY = timedelta(days=1)


def open_for_public(root: Path, *, as_of: datetime, branch: Branch) -> Log:
    """Open what the public site needs: cases only where a partnership wants statistics.

    `branch` is that of `open_log`.
    """
    rules = open_rules(root, as_of=as_of)
    if any(each.statistics_threshold is not None for each in rules.partnerships.values()):
        return open_log(root, as_of=as_of, branch=branch)
    return rules


def published_of(
    log: Log, policies: Sequence[str], as_of: datetime
) -> Iterator[tuple[str, tuple[Published, ...]]]:
    """Count for each partnership that wants statistics, the latest quarter first.

    While a file of the log has problems there are no counts: when the next build counted its case,
    the difference would show that one case.
    """
    for policy_id in policies:
        rulebooks = {
            edition: each for edition, each in log.rulebooks.items() if each.policy.id == policy_id
        }
        editions = [each.policy for each in rulebooks.values()]
        current = rulebooks[current_edition(editions, as_of).edition]
        threshold = current.partnership.statistics_threshold
        if threshold is None:
            continue
        if log.faulty_rules or log.earlier or log.not_judged:
            yield policy_id, ()
            continue
        files = [file for file in log.sound_cases if file.case.header.policy == policy_id]
        quarters = settled_quarters(as_of, current.index.rules.zone, QUARTERS)
        kept = kept_quarters(read_history_files(log.root).taken, policy_id)
        counts = (
            kept.get(quarter)
            or _published(quarter, _facts(log, files, quarter), current, editions, threshold)
            for quarter in quarters
        )
        yield policy_id, tuple(counts)


def quarters_to_keep(
    log: Log, references: Collection[str], as_of: datetime
) -> list[dict[str, Any]]:
    """Give what is published of the quarters that count some cases, and was not kept before.

    Raise EscalogError where nothing is published now, since a file of the log has problems.
    """
    taken = read_history_files(log.root).taken
    found = []
    going = [file for file in log.sound_cases if file.case.reference in references]
    for policy_id in dict.fromkeys(file.case.header.policy for file in going):
        rulebooks = [each for each in log.rulebooks.values() if each.policy.id == policy_id]
        editions = [each.policy for each in rulebooks]
        edition = current_edition(editions, as_of).edition
        current = next(each for each in rulebooks if each.policy.edition == edition)
        threshold = current.partnership.statistics_threshold
        if threshold is None:
            continue
        if log.faulty_rules or log.earlier or log.not_judged:
            raise EscalogError(
                "Files of this log have problems, so what was published cannot be counted again.",
                hint="See what is wrong, and mend it first: escalog check",
            )
        files = [file for file in log.sound_cases if file.case.header.policy == policy_id]
        kept = kept_quarters(taken, policy_id)
        for quarter in _quarters_of(log, [each for each in going if each in files]):
            if quarter not in kept and quarter.counted_at(current.index.rules.zone).at <= as_of:
                facts = _facts(log, files, quarter)
                counted = _published(quarter, facts, current, editions, threshold)
                found.append(written_quarter(policy_id, counted))
    return found


def _quarters_of(log: Log, files: Sequence[CaseFile]) -> list[Quarter]:
    """List the quarters in which cases were opened, as known when each was counted."""
    days = {
        day.at.on + step
        for file in files
        for event in file.case.events
        for day in (event, event.corrected or event)
        for step in (-_A_DAY, timedelta(), _A_DAY)
    }
    quarters = sorted({quarter_of(day) for day in days})
    return [quarter for quarter in quarters if any(True for _ in _facts(log, files, quarter))]


def _published(
    quarter: Quarter,
    cases: Iterable[CaseFacts],
    current: Rulebook,
    editions: Sequence[Policy],
    threshold: int,
) -> Published:
    partnership = current.partnership
    begun = _begun_by(quarter, editions, current.index.rules.zone)
    counted = published(
        quarter,
        cases,
        Classes(
            stages=tuple(dict.fromkeys(stage.id for each in begun for stage in each.stages)),
            themes=tuple(dict.fromkeys(theme for each in begun for theme in each.themes)),
            agencies=tuple(partnership.agencies),
        ),
        threshold,
    )
    # Names of agencies are public in these tables only.
    names = {each: agency_words(each, partnership) for each in partnership.agencies}
    named = (
        replace(group, ids=tuple(names.get(each, each) for each in group.ids))
        for group in counted.late_by
    )
    return replace(counted, late_by=tuple(named))


def _begun_by(quarter: Quarter, editions: Sequence[Policy], zone: ZoneInfo) -> list[Policy]:
    """List the editions in force by the end of a quarter, the one then in force first."""
    standing = in_force(editions, day_moment(quarter.last_on, zone).at)
    others = (
        each for each in editions if each.effective_from <= quarter.last_on and each not in standing
    )
    latest_first = sorted(others, key=lambda each: each.effective_from, reverse=True)
    return [*reversed(standing), *latest_first]


def _facts(log: Log, files: Iterable[CaseFile], quarter: Quarter) -> Iterator[CaseFacts]:
    """Yield the facts about a quarter's cases, as known when the quarter was counted."""
    for file in files:
        if not _may_belong(file.case, quarter):
            continue
        rules = log.rulebook(file.case)
        moment = quarter.counted_at(rules.index.rules.zone)
        timeline = timeline_of(file.case, rules.index, moment)
        if not timeline.placed_events or not quarter.holds(timeline.placed_events[0].moment.on):
            continue
        judged = assess(file.case, rules, moment, timeline=timeline)
        yield case_facts(timeline, judged, rules)


def _may_belong(case: Case, quarter: Quarter) -> bool:
    """Say whether a case may have been opened in a quarter, as known then.

    The first day of a case can only have changed where events were corrected or entered late.
    """
    events = case.events
    if not any(each.kind is EventKind.CORRECTION or each.recorded for each in events):
        events = (min(events, key=lambda each: each.at.on),)
    return any(
        each.kind is EventKind.CORRECTION
        or quarter.first_on - _A_DAY <= each.at.on <= quarter.last_on + _A_DAY
        for each in events
    )
