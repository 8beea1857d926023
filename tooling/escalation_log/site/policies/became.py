"""Say what a statement of a document became: duties, contacts, readings and the rest, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from escalation_log.model.partnerships import Contact, Partnership
from escalation_log.model.policies import Policy, Side, Stage
from escalation_log.model.statements import Became, Pointer
from escalation_log.site.addresses import duty_anchor, stage_anchor
from escalation_log.site.policies.edition_facts import (
    counting_words,
    cut_off_words,
    day_end_words,
    in_force_words,
    review_words,
    scope_words,
)
from escalation_log.site.policies.flow import move_route
from escalation_log.site.policies.stage_cards import (
    duty_rules,
    panel_words,
    requirement_words,
    stages_in_words,
)
from escalation_log.words.lists import counted, listed
from escalation_log.words.policy_rules import guide_after_in_words
from escalation_log.words.titles import (
    calendar_name,
    capital,
    coded_title,
    stage_name,
)

_SIDES: Mapping[Side, str] = {
    Side.RAISING: "the raising side",
    Side.RECEIVING: "the receiving side",
    Side.BOTH: "both sides",
    Side.PARTNERSHIP: "the partnership",
}
# What a statement can become, by name. What is said of the edition has a name of its own.
LABELS: Mapping[Became, str] = {
    Became.DUTY: "Duty",
    Became.MOVE: "Way past stages",
    Became.THEME: "What a case can be about",
    Became.CONTACT: "Contact",
    Became.STAGE: "Stage",
    Became.READING: "How it is read",
    Became.SENTENCE: "In the text for staff",
    Became.GAP: "A gap in the draft of a message",
    Became.GAP_IN_REPLY: "A gap in the draft of a reply",
    Became.GAP_IN_OUTCOME: "A gap in the draft of a confirmation",
    Became.GAP_IN_REFERRAL: "A gap in the draft that brings it to the last stage",
    Became.LEAVES_NO_TRACE: "Asked, but no record could show it",
    Became.NO_RULE: "No rule",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointedAt:
    """One thing that a statement became; `anchor` is on the edition's page, empty where none is.

    `notes` say more of it. `seen_at` is the number of the statement that has them, where an earlier
    one does.
    """

    label: str = ""
    words: str = ""
    notes: tuple[str, ...] = ()
    anchor: str = ""
    seen_at: str = ""


class Results:
    """Says what pointers lead to; what was said at one statement is not said at length again."""

    def __init__(self, policy: Policy, partnership: Partnership) -> None:
        self._policy = policy
        self._partnership = partnership
        self._seen: dict[Pointer, str] = {}

    def of(self, pointer: Pointer, at: str) -> PointedAt:
        """Say what a pointer leads to, at a place of the sheet."""
        said = self._said(pointer)
        first = self._seen.setdefault(pointer, at)
        return said if first == at or not said.notes else replace(said, notes=(), seen_at=first)

    def is_seen(self, pointer: Pointer) -> bool:
        """Say whether the sheet has shown it."""
        return pointer in self._seen

    def _said(self, pointer: Pointer) -> PointedAt:
        find = _FOUND.get(pointer.kind)
        label = LABELS.get(pointer.kind, "")
        if find is None:
            return PointedAt(label=label, words=pointer.value)
        found = find(self._policy, self._partnership, pointer.value)
        if found is None:
            return PointedAt(label=label, words=f"There is none of the name {pointer.value}")
        return replace(found, label=found.label or label)


def _duty(policy: Policy, _partnership: Partnership, value: str) -> PointedAt | None:
    for duty in policy.all_duties:
        if duty.id == value:
            rules = duty_rules(duty, policy)
            where = stages_in_words(policy, [duty.stage]) if duty.stage else ""
            return PointedAt(
                words=f"{where}: {duty.title}" if where else duty.title,
                notes=(
                    f"{capital(rules.limit)}; {rules.force}; from when {rules.starts}.",
                    f"{rules.role}.",
                    *rules.notes,
                ),
                anchor=duty_anchor(duty.id),
            )
    return None


def _move(policy: Policy, _partnership: Partnership, value: str) -> PointedAt | None:
    moves = [move for move in policy.moves if move.when == value]
    ways = (f"{move_route(policy, move)} {move.words or ''}".strip() for move in moves)
    return PointedAt(words=coded_title(value), notes=tuple(ways)) if moves else None


def _theme(policy: Policy, _partnership: Partnership, value: str) -> PointedAt | None:
    return PointedAt(words=policy.themes[value]) if value in policy.themes else None


def _contact(policy: Policy, partnership: Partnership, value: str) -> PointedAt | None:
    for contact in partnership.contacts:
        if contact.id == value:
            return PointedAt(words=contact.name, notes=tuple(_ways_to(contact, policy)))
    return None


def _stage(policy: Policy, _partnership: Partnership, value: str) -> PointedAt | None:
    for stage in policy.stages:
        if stage.id == value:
            return PointedAt(
                words=stage_name(stage),
                notes=tuple(_of_stage(stage, policy)),
                anchor=stage_anchor(stage.id),
            )
    return None


def _reading(policy: Policy, _partnership: Partnership, value: str) -> PointedAt | None:
    for reading in policy.readings:
        if reading.id == value:
            others = (f"It could also be read: {each.says}" for each in reading.others)
            notes = tuple(filter(None, (reading.adopted, *others, reading.safe)))
            return PointedAt(words=reading.question, notes=notes)
    return None


def _sentence(_policy: Policy, _partnership: Partnership, value: str) -> PointedAt:
    return PointedAt(words=f"“{value}”")


def _edition(policy: Policy, _partnership: Partnership, value: str) -> PointedAt:
    words, told = _KEYS.get(value, (capital(value.replace("_", " ")), lambda _policy: []))
    return PointedAt(label=words, notes=tuple(told(policy)))


# Of the other kinds the value itself is all there is to say.
_FOUND: Mapping[Became, Callable[[Policy, Partnership, str], PointedAt | None]] = {
    Became.DUTY: _duty,
    Became.MOVE: _move,
    Became.THEME: _theme,
    Became.CONTACT: _contact,
    Became.STAGE: _stage,
    Became.READING: _reading,
    Became.SENTENCE: _sentence,
    Became.EDITION: _edition,
}


def _ways_to(contact: Contact, policy: Policy) -> Iterator[str]:
    if contact.purpose:
        yield f"{contact.purpose}."
    yield f"{', '.join(filter(None, (contact.phone, contact.email, contact.url)))}."
    known = [stage.id for stage in policy.stages if stage.id in contact.stages]
    if known:
        yield f"Shown at {stages_in_words(policy, known)}."


def _of_stage(stage: Stage, policy: Policy) -> Iterator[str]:
    if stage.who:
        yield f"{stage.who}."
    if stage.what:
        yield stage.what
    if stage.requires is not None:
        yield requirement_words(stage.requires, policy)
    if stage.panel is not None:
        yield panel_words(stage.panel)
    if stage.tiers:
        yield f"It goes up from one to the next: {listed(stage.tiers.values())}."
    if stage.ended_by:
        yield f"It may be ended by {listed(_SIDES[side] for side in stage.ended_by)}."
    if stage.our_reading:
        yield f"Our reading: {stage.our_reading}"


def _source(policy: Policy) -> list[str]:
    source = policy.source
    issued = f"issued {source.issued}" if source.issued else None
    reviewed = f"reviewed {source.reviewed}" if source.reviewed else None
    return [f"{'; '.join(filter(None, (source.document, issued, reviewed)))}."]


def _printed(policy: Policy) -> list[str]:
    hours = policy.printed_copies_valid_hours
    return [] if hours is None else [f"{capital(counted(hours, 'hour'))}."]


def _counting(policy: Policy) -> list[str]:
    late = [] if policy.cut_off is None else [f"{capital(cut_off_words(policy))}."]
    return [f"{capital(counting_words(policy))}.", *late, f"A day ends {day_end_words(policy)}."]


def _sides(policy: Policy) -> list[str]:
    return [
        f"{policy.roles.get(role, coded_title(role))}: {_SIDES[side]}."
        for role, side in policy.sides.items()
    ]


def _guide_after(policy: Policy) -> list[str]:
    after = policy.guide_after
    return [] if after is None else [f"Once {guide_after_in_words(policy, after)}."]


def _urgencies(policy: Policy) -> list[str]:
    return [f"{coded_title(each)}: {words}." for each, words in (policy.urgencies or {}).items()]


def _names(names: Iterable[str]) -> list[str]:
    said = "; ".join(map(capital, names))
    return [f"{said}."] if said else []


# What an edition has under a key, with its name here. Of other keys the key alone is said.
_KEYS: Mapping[str, tuple[str, Callable[[Policy], Sequence[str]]]] = {
    "title": ("Title", lambda policy: [f"{policy.title}."]),
    "summary": ("Summary", lambda policy: [policy.summary] if policy.summary else []),
    "source": ("The document", _source),
    "effective_from": ("In force from", lambda policy: [f"{in_force_words(policy)}."]),
    "review_due": ("Review due", lambda policy: [f"{capital(review_words(policy))}."]),
    "printed_copies_valid_for": ("How long a printed copy is valid", _printed),
    "calendar": ("Calendar", lambda policy: [f"{calendar_name(policy.calendar)}."]),
    "counting": ("How days are counted", _counting),
    "cut_off": ("How days are counted", _counting),
    "day_ends": ("How days are counted", _counting),
    "scope": ("Whom it is for", lambda policy: [scope_words(policy)]),
    "roles": ("Who acts", lambda policy: _names(policy.roles.values())),
    "sides": ("Which side each acts for", _sides),
    "recipients": ("Who may be told or asked", lambda policy: _names(policy.recipients.values())),
    "considerations": (
        "What may be considered",
        lambda policy: _names(policy.considerations.values()),
    ),
    "plannings": ("What may be planned", lambda policy: _names(policy.plannings.values())),
    "themes": ("What a case can be about", lambda policy: _names(policy.themes.values())),
    "urgencies": ("How urgent a case can be", _urgencies),
    "stages": ("The stages", lambda policy: _names(map(stage_name, policy.stages))),
    "moves": (
        "Ways past stages",
        lambda policy: _names(dict.fromkeys(coded_title(move.when) for move in policy.moves)),
    ),
    "guide_after": ("When the times become a guide", _guide_after),
    "our_readings": ("What was chosen where the document is silent", lambda _policy: []),
    "readings": ("Clauses that leave room", lambda _policy: []),
}
