"""Compare all policies: the same questions, and what the rules of each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from escalation_log.model.cases import EventKind
from escalation_log.model.patterns import Before, patterns_in
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.site.policies.edition_facts import (
    counting_words,
    cut_off_words,
    day_end_words,
    in_force_words,
    is_review_past,
    review_words,
    scope_words,
    stage_lines,
)
from escalation_log.site.policies.flow import flow_of, flow_time, is_limited, starting_kinds
from escalation_log.site.policies.stage_cards import (
    condition_words,
    panel_words,
    requirement_words,
    stages_in_words,
)
from escalation_log.site.publication import Publication
from escalation_log.words.lists import counted
from escalation_log.words.policy_rules import force_words, guide_after_in_words, trigger_in_words
from escalation_log.words.titles import capital, of_subject, role_words, stage_name

NOTHING = "The rules say nothing about this."


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of an answer: a bold lead, then the rest. Either may be empty."""

    words: str
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAnswer:
    """The answer of one policy."""

    policy: str
    name: str
    address: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedQuestion:
    """A question with the answer of every policy, in the order of the policies."""

    anchor: str
    words: str
    answers: tuple[PolicyAnswer, ...]


def comparison_of(publication: Publication) -> tuple[ComparedQuestion, ...]:
    """Answer the same questions for every current edition."""
    asked = (
        *_QUESTIONS,
        ("review", "When is it to be reviewed?", _review_by(publication)),
        ("contacts", "How is the partnership reached?", _contacts(publication)),
    )
    return tuple(
        ComparedQuestion(
            anchor=anchor,
            words=of_subject(words, *publication.subjects),
            answers=tuple(
                PolicyAnswer(
                    policy=edition.policy.id,
                    name=edition.partnership.name,
                    address=edition.address,
                    points=tuple(points_of(edition.policy)) or (Point(words=NOTHING),),
                )
                for edition in publication.current
            ),
        )
        for anchor, words, points_of in asked
    )


def _stages(policy: Policy) -> Iterator[Point]:
    for line in stage_lines(policy):
        yield Point(lead=line.name, words=f"{line.who}. By when: {line.by_when}.")


def _binding(policy: Policy) -> Iterator[Point]:
    timed = [duty for duty in policy.all_duties if duty.has_number]
    binding = sum(duty.force is Force.REQUIRED for duty in timed)
    if not timed:
        yield Point(words="It sets no number of days or hours.")
    elif binding == len(timed):
        yield Point(words="Yes, all of them.")
    elif not binding:
        yield Point(words="No, they only guide.")
    else:
        guiding = len(timed) - binding
        yield Point(words=f"{binding} of {len(timed)} must be kept, {guiding} only guide.")
    if policy.guide_after is not None:
        since = guide_after_in_words(policy, policy.guide_after)
        yield Point(words=f"From when {since}, all are only a guide.")


def _counting(policy: Policy) -> Iterator[Point]:
    yield Point(words=f"{capital(counting_words(policy))}.")
    if policy.cut_off is not None:
        yield Point(words=f"{capital(cut_off_words(policy))}.")
    yield Point(words=f"A day ends {day_end_words(policy)}.")


def _danger(policy: Policy) -> Iterator[Point]:
    is_named = False
    for duty in policy.all_duties:
        if EventKind.IMMEDIATE_RISK in starting_kinds(duty.trigger):
            is_named = True
            yield _duty_point(policy, duty)
    for move, shown in zip(policy.moves, flow_of(policy).moves, strict=True):
        if move.when == EventKind.IMMEDIATE_RISK:
            is_named = True
            yield Point(words=shown.words or shown.route)
    if policy.moves and not is_named:
        yield Point(words=f"{NOTHING} See when stages may be skipped.")


def _moves(policy: Policy) -> Iterator[Point]:
    for move in flow_of(policy).moves:
        yield Point(lead=move.title, words=f"{move.route} {move.words}".strip())


def _order(policy: Policy) -> Iterator[Point]:
    for stage in policy.stages:
        if stage.requires is not None:
            yield Point(lead=stage_name(stage), words=requirement_words(stage.requires, policy))
    for duty in policy.all_duties:
        if isinstance(duty.limit, Before):
            yield _duty_point(policy, duty)


def _panel(policy: Policy) -> Iterator[Point]:
    for stage in policy.stages:
        if stage.panel is not None:
            yield Point(lead=stage_name(stage), words=panel_words(stage.panel))


def _met_by(*kinds: EventKind) -> Callable[[Policy], Iterator[Point]]:
    """Answer with the duties that such an event meets.

    Equal duties of several stages are merged.
    """

    def points(policy: Policy) -> Iterator[Point]:
        seen: dict[tuple[str, str], list[str]] = {}
        for duty in policy.all_duties:
            if any(pattern.kinds & {*kinds} for pattern in patterns_in(duty.met_by)):
                seen.setdefault((duty.title, _terms(policy, duty)), []).append(duty.stage or "")
        for (title, terms), stages in seen.items():
            words = filter(None, (stages_in_words(policy, filter(None, stages)), terms))
            yield Point(lead=title, words=f"{capital('; '.join(words))}.")

    return points


def _terms(policy: Policy, duty: Duty) -> str:
    """Say a duty's limit and how it binds, what starts it, and in which cases it applies."""
    starts = f"from when {trigger_in_words(policy, duty.trigger, within=duty.stage)}"
    again = "again each time" if duty.each_time else ""
    return "; ".join(filter(None, (_time(policy, duty), starts, again, condition_words(duty))))


def _time(policy: Policy, duty: Duty) -> str:
    """Say a duty's limit and how it binds; return "" where it has none."""
    if duty.advice:
        return force_words(duty)
    return flow_time(policy, duty).words if is_limited(duty) else ""


def _duty_point(policy: Policy, duty: Duty) -> Point:
    where = stages_in_words(policy, filter(None, [duty.stage]))
    terms = "; ".join(filter(None, (where, _terms(policy, duty))))
    words = f"{capital(terms)}. {capital(role_words(policy, duty.role))}."
    return Point(lead=duty.title, words=words)


def _scope(policy: Policy) -> Iterator[Point]:
    yield Point(words=scope_words(policy))


def _themes(policy: Policy) -> Iterator[Point]:
    for theme in policy.themes.values():
        yield Point(words=theme)


def _edition(policy: Policy) -> Iterator[Point]:
    yield Point(words=f"Edition {policy.version}: {policy.source.document}.")
    yield Point(words=f"In force from {in_force_words(policy)}.")
    hours = policy.printed_copies_valid_hours
    if hours is not None:
        yield Point(words=f"Printed copies are valid for {counted(hours, 'hour')}.")


def _review_by(publication: Publication) -> Callable[[Policy], Iterator[Point]]:
    def points(policy: Policy) -> Iterator[Point]:
        is_past = is_review_past(policy, publication.moment_in(policy).on)
        past = " It is past its review date." if is_past else ""
        yield Point(words=f"{capital(review_words(policy))}.{past}")

    return points


def _contacts(publication: Publication) -> Callable[[Policy], Iterator[Point]]:
    partnerships = {each.policy.id: each.partnership for each in publication.current}

    def points(policy: Policy) -> Iterator[Point]:
        for contact in partnerships[policy.id].contacts:
            if contact.agency is None and not contact.is_emergency:
                ways = (contact.phone, contact.email, "web page" if contact.url else None)
                checked = "" if contact.checked_on else " Never checked."
                words = f"{', '.join(way for way in ways if way)}.{checked}"
                yield Point(lead=contact.name, words=words)

    return points


_QUESTIONS: tuple[tuple[str, str, Callable[[Policy], Iterator[Point]]], ...] = (
    ("stages", "Which stages are there, who acts, and by when?", _stages),
    ("danger", "What if a child is at immediate risk?", _danger),
    ("moves", "When may stages be skipped?", _moves),
    ("binding", "Must the times be kept?", _binding),
    ("counting", "How are days counted?", _counting),
    ("order", "What must come first?", _order),
    ("panel", "Is there a resolution panel?", _panel),
    ("told", "Who is told or referred to?", _met_by(EventKind.NOTIFIED, EventKind.REFERRED)),
    (
        "confirmed",
        "Is the outcome confirmed in writing?",
        _met_by(EventKind.CONFIRMED_IN_WRITING),
    ),
    ("updates", "When are those involved updated?", _met_by(EventKind.UPDATE)),
    (
        "records",
        "What is written down and shared?",
        _met_by(
            EventKind.RECORD_STARTED,
            EventKind.RECORD_UPDATED,
            EventKind.RECORD_SHARED,
            EventKind.NOTICE_ISSUED,
        ),
    ),
    (
        "learning",
        "What comes afterwards?",
        _met_by(EventKind.LEARNING, EventKind.DEBRIEF, EventKind.RESPONSE),
    ),
    ("scope", "Whom is it for?", _scope),
    ("themes", "What can a case be about?", _themes),
    ("edition", "Which edition is it?", _edition),
)
