"""Compute the whole effect of a change, with the differences on the public site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from escalation_log.effect.before_and_after import Comparison
from escalation_log.effect.case_effects import case_effects, salted_cases
from escalation_log.effect.gates import gates_of
from escalation_log.effect.readers import does_words, reader_changes
from escalation_log.effect.value import Effect, grave_first
from escalation_log.export.problems_text import finding_place, what
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Problem, Severity
from escalation_log.site.projection import Projection
from escalation_log.site.publication import PublishedEdition, publication_of
from escalation_log.statistics.published import Published
from escalation_log.words.lists import listed


def effect_of(
    change: Comparison,
    *,
    as_of: str,
    found: tuple[Problem, ...] = (),
    pull_request: int | None = None,
) -> Effect:
    """Compute what a change means; a check as of the moment finds the problems `found` besides."""
    gates = gates_of(change)
    return Effect(
        base=change.base,
        as_of=as_of,
        pull_request=pull_request,
        cases=grave_first(case_effects(change)),
        impact=gates.impact,
        agreement=(
            *gates.emergency,
            *gates.taken_out,
            *(each.words for each in gates.entries),
        ),
        gates=gates.asked,
        hidden_by=gates.hidden_by,
        readers=tuple(reader_changes(change)),
        public=tuple(public_changes(change)),
        problems=tuple(_problems(change, found)),
        unmeant=_unmeant(change),
        salted=salted_cases(change),
        elsewhere=len(change.elsewhere),
    )


def _problems(change: Comparison, found: tuple[Problem, ...]) -> Iterator[str]:
    """Yield the problems that did not exist before the change."""
    before = {_identity(each) for each in change.before.log.problems}
    now = {*change.after.log.problems, *found}
    for problem in sorted(now, key=lambda each: each.sort_key):
        if problem.severity is Severity.PROBLEM and _identity(problem) not in before:
            yield f"{finding_place(problem)}: {what(problem)}"


def _identity(problem: Problem) -> tuple[str, str, DataPath, str]:
    """Return a key that identifies a problem even if it has moved to another line."""
    return (problem.file, problem.rule, problem.path, problem.message)


def _unmeant(change: Comparison) -> int:
    """Count the case files that changed only in comments or layout."""
    before = {each.file: each.case for each in change.before.log.cases}
    after = {each.file: each.case for each in change.after.log.cases}
    return sum(
        file in before and file in after and before[file] == after[file] for file in change.files
    )


def public_changes(change: Comparison) -> Iterator[str]:
    """Compare what the public site shows before and after; yield a sentence for each difference."""
    ours, theirs = (
        publication_of(side.log, change.as_of, Projection.PUBLIC)
        for side in (change.before, change.after)
    )
    before = {each.policy.edition: each for each in ours.editions}
    after = {each.policy.edition: each for each in theirs.editions}
    for name in sorted(before.keys() | after.keys()):
        yield from _of_an_edition(before.get(name), after.get(name))
    for policy in sorted(ours.texts.keys() | theirs.texts.keys()):
        old, new = ours.texts.get(policy), theirs.texts.get(policy)
        if old != new:
            yield f"What staff read about the policy {policy}: its text {does_words(old, new)}."
    for policy in sorted(ours.statistics.keys() & theirs.statistics.keys()):
        yield from _of_statistics(policy, ours.statistics[policy], theirs.statistics[policy])
    keepers = [
        {each.policy.id: each.partnership for each in side.editions} for side in (ours, theirs)
    ]
    for policy in sorted(keepers[0].keys() & keepers[1].keys()):
        yield from _of_a_partnership(policy, keepers[0][policy], keepers[1][policy])


def _of_an_edition(
    before: PublishedEdition | None, after: PublishedEdition | None
) -> Iterator[str]:
    if before is None or after is None:
        edition = before or after
        if edition is not None:
            becomes = "becomes visible" if before is None else "is no longer visible"
            yield f"The edition {edition.policy.edition} {becomes}, with whom to ring."
        return
    changed = [
        each.name.replace("_", " ")
        for each in fields(Policy)
        if getattr(before.policy, each.name) != getattr(after.policy, each.name)
    ]
    if changed:
        yield f"The edition {after.policy.edition}: its {listed(changed)} change."
    if before.is_current is not after.is_current:
        force = "now in force" if after.is_current else "no longer in force"
        yield f"The edition {after.policy.edition} is shown as {force}."


def _of_statistics(
    policy: str, before: tuple[Published, ...], after: tuple[Published, ...]
) -> Iterator[str]:
    """Name the published quarters whose numbers would change, which may identify a single case."""
    then = {each.quarter: each for each in before}
    for each in after:
        if then.get(each.quarter, each) != each:
            yield (
                f"The public statistics under {policy} of {each.quarter.words} change, though they "
                "are out: who has both may find small numbers. If an event is entered late, say so "
                "with `recorded`."
            )


def _of_a_partnership(policy: str, before: Partnership, after: Partnership) -> Iterator[str]:
    contacts = [{each.id: each for each in side.contacts} for side in (before, after)]
    for contact in sorted(contacts[0].keys() | contacts[1].keys()):
        old, new = contacts[0].get(contact), contacts[1].get(contact)
        if old != new:
            yield f"Whom to ring under {policy}: the contact {contact} {does_words(old, new)}."
    if tuple(contacts[0]) != tuple(contacts[1]) and contacts[0].keys() == contacts[1].keys():
        yield f"Whom to ring under {policy}: the contacts stand in another order."
    for name in ("name", "demonstration"):
        if getattr(before, name) != getattr(after, name):
            what = "name" if name == "name" else "banner of a demonstration"
            yield f"The partnership of {policy}: its {what} changes."
