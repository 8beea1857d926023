"""The questions that are put to every policy, and how an edition answers each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.partnerships import Contact
from escalation_log.model.patterns import Before, patterns_in
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.statements import Became, Pointer
from escalation_log.site.policies.answers import Point, Sought, duties_sought, nothing_said, told
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
from escalation_log.site.policies.flow import is_danger, move_route, settling_duties
from escalation_log.site.policies.stage_cards import panel_words, requirement_words
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.words.lists import counted
from escalation_log.words.policy_rules import guide_after_in_words
from escalation_log.words.titles import capital, coded_title, stage_name

# An anchor, the words, and how an edition answers.
_Question: TypeAlias = tuple[str, str, Callable[[PublishedEdition], Iterator[Point]]]


def questions_of(publication: Publication) -> tuple[_Question, ...]:
    """List the questions in order; only whether a review is due depends on the moment."""
    contacts = ("contacts", "Which numbers and addresses are given?", _contacts)
    return (*_QUESTIONS, _review(publication), contacts)


def _stages(edition: PublishedEdition) -> Iterator[Point]:
    policy = edition.policy
    for stage, line in zip(policy.stages, stage_lines(policy), strict=True):
        who = stage.who or line.who
        yield Point(lead=line.name, words=f"{who}. By when: {line.by_when}.")


def _binding(edition: PublishedEdition) -> Iterator[Point]:
    policy = edition.policy
    timed = [duty for duty in policy.all_duties if duty.has_number]
    if not timed:
        yield Point(words="It sets no number of days or hours.")
    elif edition.statements is None:
        yield _binding_in_rules(timed)
    else:
        yield from told(edition, [*duties_sought(timed), *_guide_after(policy)])
        return
    yield from told(edition, _guide_after(policy))


def _binding_in_rules(timed: list[Duty]) -> Point:
    binding = sum(duty.force is Force.REQUIRED for duty in timed)
    if binding == len(timed):
        return Point(words="Yes, all of them.")
    if not binding:
        return Point(words="No, they are only a guide.")
    guiding = len(timed) - binding
    return Point(words=f"{binding} of {len(timed)} must be kept, {guiding} are only a guide.")


def _guide_after(policy: Policy) -> list[Sought]:
    if policy.guide_after is None:
        return []
    since = guide_after_in_words(policy, policy.guide_after)
    rule = Point(words=f"Once {since}, all are only a guide.")
    return [Sought(what=Pointer(Became.EDITION, "guide_after"), rule=(rule,))]


_OF_COUNTING = frozenset({"counting", "cut_off", "day_ends", "calendar"})


def _counting(edition: PublishedEdition) -> Iterator[Point]:
    policy, statements = edition.policy, edition.statements
    if statements is not None and not any(
        pointer.kind is Became.EDITION and pointer.value in _OF_COUNTING
        for statement in statements.statements
        for pointer in statement.became
    ):
        yield Point(words="The document does not say. Ours:")
    yield Point(words=f"{capital(counting_words(policy))}.")
    if policy.cut_off is not None:
        yield Point(words=f"{capital(cut_off_words(policy))}.")
    yield Point(words=f"A day ends {day_end_words(policy)}.")


def _danger(edition: PublishedEdition) -> Iterator[Point]:
    """Say first whom to ring, then what else the policy asks at an immediate risk."""
    policy = edition.policy
    ringing = [
        Sought(what=Pointer(Became.CONTACT, contact.id), rule=(_call(contact),))
        for contact in edition.partnership.contacts
        if contact.is_emergency and edition.statements is not None
    ]
    duties = [duty for duty in policy.all_duties if is_danger(duty)]
    ways = [each for each in _ways(policy) if each.what.value == EventKind.IMMEDIATE_RISK]
    loosened = _guide_after(policy) if duties else []
    yield from told(edition, ringing)
    points = [*told(edition, [*duties_sought(duties), *ways, *loosened])]
    yield from points
    if policy.moves and not points:
        yield Point(words=f"{nothing_said(edition).words} See when stages may be skipped.")


def _call(contact: Contact) -> Point:
    way = contact.phone or contact.url or contact.email or ""
    return Point(lead=contact.name, words=f"{way}.")


def _ways(policy: Policy) -> Iterator[Sought]:
    """Seek the ways past stages, each reason once."""
    for when, moves in groupby(policy.moves, key=lambda move: move.when):
        rules = (
            Point(
                lead=coded_title(when),
                words=f"{move_route(policy, move)} {move.words or ''}".strip(),
            )
            for move in moves
        )
        yield Sought(what=Pointer(Became.MOVE, when), rule=tuple(rules))


def _moves(edition: PublishedEdition) -> Iterator[Point]:
    of_all = Sought(what=Pointer(Became.EDITION, "moves"))
    yield from told(edition, [*_ways(edition.policy), of_all])


def _order(edition: PublishedEdition) -> Iterator[Point]:
    policy = edition.policy
    required = [
        Sought(
            what=Pointer(Became.STAGE, stage.id),
            clause=stage.requires.clause,
            rule=(Point(lead=stage_name(stage), words=requirement_words(stage.requires, policy)),),
        )
        for stage in policy.stages
        if stage.requires is not None
    ]
    before = [duty for duty in policy.all_duties if isinstance(duty.limit, Before)]
    yield from told(edition, [*required, *duties_sought(before)])


def _panel(edition: PublishedEdition) -> Iterator[Point]:
    for stage in edition.policy.stages:
        if stage.panel is None:
            continue
        rule = Point(lead=stage_name(stage), words=panel_words(stage.panel))
        panel = Sought(
            what=Pointer(Became.STAGE, stage.id), clause=stage.panel.clause, rule=(rule,)
        )
        # How the stage is settled is told with the panel where statements say it.
        settling = settling_duties(stage) if edition.statements is not None else ()
        yield from told(edition, [panel, *duties_sought(settling)])


def _met_by(
    *kinds: EventKind, without: Iterable[EventKind] = ()
) -> Callable[[PublishedEdition], Iterator[Point]]:
    """Answer with what is said of the duties that such an event meets, and none of the others."""
    sought, unwanted = frozenset(kinds), frozenset(without)

    def points(edition: PublishedEdition) -> Iterator[Point]:
        duties = (
            duty
            for duty in edition.policy.all_duties
            if duty.meeting_kinds & sought and not duty.meeting_kinds & unwanted
        )
        return told(edition, duties_sought(duties))

    return points


def _updates(edition: PublishedEdition) -> Iterator[Point]:
    duties = [
        duty
        for duty in edition.policy.all_duties
        if any(
            EventKind.UPDATE in pattern.kinds
            or (EventKind.RECORD_SHARED in pattern.kinds and "whom" in dict(pattern.fields))
            for pattern in patterns_in(duty.met_by)
        )
    ]
    return told(edition, duties_sought(duties))


def _scope(edition: PublishedEdition) -> Iterator[Point]:
    rule = Point(words=scope_words(edition.policy))
    yield from told(edition, [Sought(what=Pointer(Became.EDITION, "scope"), rule=(rule,))])


def _themes(edition: PublishedEdition) -> Iterator[Point]:
    for theme in edition.policy.themes.values():
        yield Point(words=theme)


def _edition(edition: PublishedEdition) -> Iterator[Point]:
    policy = edition.policy
    yield Point(words=f"Edition {policy.version}: {policy.source.document}.")
    yield Point(words=f"In force from {in_force_words(policy)}.")
    hours = policy.printed_copies_valid_hours
    if hours is not None:
        yield Point(words=f"Printed copies are valid for {counted(hours, 'hour')}.")


def _contacts(edition: PublishedEdition) -> Iterator[Point]:
    for contact in edition.partnership.contacts:
        if contact.agency is None and not contact.is_emergency:
            ways = (contact.phone, contact.email, "web page" if contact.url else None)
            said = [", ".join(way for way in ways if way), contact.purpose]
            said += [] if contact.checked_on else ["Never checked"]
            words = "".join(f" {each}." for each in said if each).strip()
            yield Point(lead=contact.name, words=words)


def _review(publication: Publication) -> _Question:
    def points(edition: PublishedEdition) -> Iterator[Point]:
        policy = edition.policy
        is_past = is_review_past(policy, publication.moment_in(policy).on)
        past = " It is past its review date." if is_past else ""
        yield Point(words=f"{capital(review_words(policy))}.{past}")

    return "review", "When is it due for review?", points


_QUESTIONS: tuple[_Question, ...] = (
    ("stages", "Which stages are there, who acts, and by when?", _stages),
    ("danger", "What if a child is at immediate risk?", _danger),
    ("moves", "When may stages be skipped?", _moves),
    ("binding", "Which times are set, and must they be kept?", _binding),
    ("counting", "How are days counted?", _counting),
    ("order", "What must come first?", _order),
    (
        "consulted",
        "Who is consulted?",
        _met_by(EventKind.CONSULTED, without=[EventKind.NOTIFIED]),
    ),
    ("panel", "Is there a resolution panel?", _panel),
    ("told", "Who is told or referred to?", _met_by(EventKind.NOTIFIED, EventKind.REFERRED)),
    (
        "confirmed",
        "Is the outcome confirmed in writing?",
        _met_by(EventKind.CONFIRMED_IN_WRITING),
    ),
    ("updates", "Who is kept up to date?", _updates),
    (
        "records",
        "What is written down and shared?",
        _met_by(
            EventKind.RECORD_STARTED,
            EventKind.RECORD_UPDATED,
            EventKind.RECORD_SHARED,
            EventKind.NOTICE_ISSUED,
            without=[EventKind.NOTIFIED],
        ),
    ),
    (
        "learning",
        "What comes afterwards?",
        _met_by(EventKind.LEARNING, EventKind.DEBRIEF, EventKind.RESPONSE),
    ),
    ("scope", "Who is it for?", _scope),
    ("themes", "What can a case be about?", _themes),
    ("edition", "Which edition is it?", _edition),
)
