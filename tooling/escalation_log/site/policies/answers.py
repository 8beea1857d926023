"""Answer a question about a policy by its document's statements, or else by its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from escalation_log.model.policies import Duty, Policy
from escalation_log.model.statements import Became, Pointer, Statement
from escalation_log.site.policies.duty_times import condition_words, duty_time, is_limited
from escalation_log.site.policies.stage_cards import stages_in_words
from escalation_log.site.publication import PublishedEdition
from escalation_log.words.policy_rules import force_words, trigger_in_words
from escalation_log.words.titles import capital, place_words, role_words

SILENT = "The document says nothing about this."
NO_RULE = "The rules say nothing about this."


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of an answer: a bold lead, then the rest. Either may be empty.

    `word` is the document's own for how much it asks, and `place` where it says it; both are empty
    where the words are not those of a statement.
    """

    words: str
    lead: str = ""
    word: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A part of an edition that answers a question, and what its rule says.

    With a `clause` only the statements from there count. A duty's rule is said without `rule`.
    """

    what: Pointer
    clause: str | None = None
    rule: tuple[Point, ...] = ()

    def is_in(self, statement: Statement) -> bool:
        """Say whether a statement became this."""
        is_here = self.clause is None or self.clause == statement.clause
        return is_here and self.what in statement.became


def duties_sought(duties: Iterable[Duty]) -> list[Sought]:
    """Seek what the document says of duties."""
    return [Sought(what=Pointer(Became.DUTY, duty.id)) for duty in duties]


def told(edition: PublishedEdition, sought: Sequence[Sought]) -> Iterator[Point]:
    """Say what the document does of what is sought, in its order; of the rest, what the rules say.

    What was added to the document is marked.
    """
    statements = edition.statements
    said = statements.statements if statements else ()
    for statement in said:
        if any(each.is_in(statement) for each in sought):
            yield Point(
                words=f"{statement.says}.",
                word=statement.word or "",
                place=place_words(statement.clause),
            )
    rest = [each for each in sought if not any(each.is_in(statement) for statement in said)]
    added = {own.what: own.why for own in statements.own} if statements else {}
    unsaid = {each.what.value for each in rest if each.what.kind is Became.DUTY}
    duties = [duty for duty in edition.policy.all_duties if duty.id in unsaid]
    ours = {duty.id: added.get(Pointer(Became.DUTY, duty.id)) for duty in duties}
    for each in rest:
        yield from _marked(each.rule, added.get(each.what))
    yield from _rules_of(edition.policy, [duty for duty in duties if ours[duty.id] is None])
    for duty in duties:
        if ours[duty.id] is not None:
            yield from _marked(_rules_of(edition.policy, [duty]), ours[duty.id])


def nothing_said(edition: PublishedEdition) -> Point:
    """Say that a document, or without its statements the rules, say nothing about a question."""
    return Point(words=NO_RULE if edition.statements is None else SILENT)


def _marked(points: Iterable[Point], why: str | None) -> Iterator[Point]:
    """Mark what was added to the document, with the reason."""
    for point in points:
        yield point if why is None else replace(point, words=f"{point.words} Ours: {why}")


def _rules_of(policy: Policy, duties: Iterable[Duty]) -> Iterator[Point]:
    """Say what duties ask; equal ones of several stages are said once."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for duty in duties:
        role = capital(role_words(policy, duty.role))
        seen.setdefault((duty.title, _terms(policy, duty), role), []).append(duty.stage or "")
    for (title, terms, role), stages in seen.items():
        words = filter(None, (stages_in_words(policy, filter(None, stages)), terms))
        yield Point(lead=title, words=f"{capital('; '.join(words))}. {role}.")


def _terms(policy: Policy, duty: Duty) -> str:
    """Say a duty's limit and how it binds, what starts it, and in which cases it applies."""
    starts = f"from when {trigger_in_words(policy, duty.trigger, within=duty.stage)}"
    again = "again each time" if duty.each_time else ""
    return "; ".join(filter(None, (_time(policy, duty), starts, again, condition_words(duty))))


def _time(policy: Policy, duty: Duty) -> str:
    """Say a duty's limit and how it binds; return "" where it has none."""
    if duty.advice:
        return force_words(duty)
    return duty_time(policy, duty).words if is_limited(duty) else ""
