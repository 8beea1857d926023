"""What of a change needs somebody's agreement before it is merged, and by which labels it is given.

An agreement is a label on the pull request that names the commit agreed to, so that it says nothing
of a later commit, and nothing of another branch that the pull request is turned to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from escalation_log.checks.rules import READABLE
from escalation_log.effect.before_and_after import Comparison
from escalation_log.effect.effect_lines import impact_lines
from escalation_log.effect.impact import impact_of
from escalation_log.effect.readers import emergency_changes
from escalation_log.effect.taken_away import TakenAway, hidden_words, taken_away
from escalation_log.effect.taken_out import taken_out
from escalation_log.effect.value import Gate, Impact
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import listed

# The branch that counts: what is agreed to for another one does not hold for it.
MAIN = "main"
# As many signs as GitHub's fifty for a label leave: nobody can make two commits that begin alike.
_SIGNS = 32


_ASKS = {
    Gate.IMPACT: "Dates or marks move by changed rules.",
    Gate.ENTRY: "A breach or a mark is taken away, or an event is entered late, or may be.",
    Gate.EMERGENCY: "A number for emergencies changes: ring it before you agree.",
    Gate.RETENTION: "A case is taken out of the log, or may be sooner than before.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pull request as GitHub shows it: its newest commit, where it is to go, and its labels."""

    number: int
    commit: str
    into: str
    labels: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What of a change needs agreement; `unread` are the files that it leaves nobody to read."""

    impact: Impact
    entries: tuple[TakenAway, ...]
    emergency: tuple[str, ...]
    taken_out: tuple[str, ...]
    unread: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Gate, ...]:
        """The agreements that are needed."""
        is_asked = {
            Gate.IMPACT: self.impact.is_felt,
            Gate.ENTRY: bool(self.entries),
            Gate.EMERGENCY: bool(self.emergency),
            Gate.RETENTION: bool(self.taken_out),
        }
        return tuple(gate for gate in Gate if is_asked[gate])

    @property
    def hidden_by(self) -> tuple[str, ...]:
        """The events because of which no agreement is enough."""
        return tuple(dict.fromkeys(name for each in self.entries for name in each.hidden_by))


def gates_of(change: Comparison) -> Gates:
    """Work out what of a change needs agreement."""
    return Gates(
        impact=impact_of(change),
        entries=tuple(taken_away(change)),
        emergency=tuple(emergency_changes(change)),
        taken_out=tuple(taken_out(change)),
        unread=_unread(change),
    )


def _unread(change: Comparison) -> tuple[str, ...]:
    """Name what is no file that can be read, such as a link, and was not so before."""
    before, after = (
        {each.file for each in side.log.problems if each.rule == READABLE.name}
        for side in (change.before, change.after)
    )
    return tuple(sorted((after - before).union(change.repositories)))


def label_of(gate: Gate, proposal: Proposal) -> str:
    """Return the label by which somebody agrees, for this commit and this branch alone.

    It begins with the name of the commit. For another branch than the main one it has a hash of
    both names in its place, since a branch's own may be too long for a label.
    """
    name = proposal.commit
    if proposal.into != MAIN:
        name = sha256(f"{proposal.commit} into {proposal.into}".encode()).hexdigest()
    return f"{gate.value} agreed {name[:_SIGNS]}"


def missing_agreements(asked: Iterable[Gate], proposal: Proposal) -> tuple[Gate, ...]:
    """Return the agreements that nobody has given to the newest commit."""
    return tuple(each for each in asked if label_of(each, proposal) not in proposal.labels)


def gate_lines(gates: Gates) -> Iterator[Line]:
    """Write what needs agreement, or that nothing does."""
    if gates.unread:
        text = f"Not judged, since nobody can read it: {listed(gates.unread)}. See escalog check."
        yield Line(text=text, tone=Tone.MISSED)
    elif not gates.asked:
        yield Line(text="Nothing in this change needs an agreement.", tone=Tone.DONE)
    if gates.impact.is_felt:
        yield _head(_ASKS[Gate.IMPACT])
        yield from impact_lines(gates.impact)
        yield BLANK
    for gate, sentences in (
        (Gate.ENTRY, tuple(each.words for each in gates.entries)),
        (Gate.EMERGENCY, gates.emergency),
        (Gate.RETENTION, gates.taken_out),
    ):
        if sentences:
            yield _head(_ASKS[gate])
            yield from (_item(each) for each in sentences)
            yield BLANK


def refusals(gates: Gates, proposal: Proposal, as_of: datetime) -> Iterator[str]:
    """Say what is missing before the change may be merged; yield nothing where it may."""
    if gates.hidden_by:
        yield hidden_words(gates.hidden_by, as_of)
    for gate in missing_agreements(gates.asked, proposal):
        yield (
            f"{_ASKS[gate]} Whoever may decide it agrees to commit {proposal.commit} by giving "
            f"pull request {proposal.number} the label “{label_of(gate, proposal)}”. A later "
            "commit needs another."
        )


def _head(text: str) -> Line:
    return Line(text=text, hang=2, tone=Tone.HEADING)


def _item(text: str) -> Line:
    return Line(text=text, indent=2, hang=2, tone=Tone.MISSED)
