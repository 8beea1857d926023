"""Snippets for VS Code: each kind of event, with the words that the policies of a log know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from escalation_log.files.reading import words_of
from escalation_log.model.event_kinds import EventKind, KindOfEvent
from escalation_log.model.patterns import TimedLimit
from escalation_log.model.policies import Force
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.plain_values import Plain

# The editor puts the present into these.
_TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
_NOW = f"{_TODAY} $CURRENT_HOUR:$CURRENT_MINUTE"
_END_OF_TODAY = f"{_TODAY} 23:59"
# The name of the folder in which an event waits, which is the reference of its case.
_REFERENCE = "${TM_DIRECTORY/^.*[\\/\\\\]//}"
# What a kind may have, and is seldom recorded without.
_USUAL = {
    EventKind.CONSULTED: ("whom",),
    EventKind.NO_ANSWER: ("whom",),
    EventKind.LEARNING: ("action",),
    EventKind.WITHDRAWN: ("why",),
    EventKind.CHANGED: ("plan",),
}
_LISTS = frozenset({"whom", "agencies", "measures", "references", "agreed_by"})


def event_snippets(books: Sequence[Rulebook]) -> dict[str, Plain]:
    """Write the snippets of a log, for the end of a case's file and for an event that waits.

    A kind that no policy of the log has words for is left out, such as `planned` where no policy
    names anything that may be planned.
    """
    found: dict[str, Plain] = {}
    for kind in EventKind:
        fields = list(_fields(kind, _Words(books)))
        if any(not words for _, words in fields):
            continue
        lines = [f"kind: {kind}", *_numbered(fields)]
        found[str(kind)] = _snippet(
            kind.row, str(kind), [f"- at: {_NOW}", *(f"  {line}" for line in lines)]
        )
        within = [f"at: {_NOW}", *lines, f"recorded: {_NOW}"]
        found[f"waiting: {kind}"] = _snippet(
            kind.row,
            f"waiting-{kind}",
            [f"reference: {_REFERENCE}", "event:", *(f"  {line}" for line in within)],
        )
    return found


def _snippet(row: KindOfEvent, prefix: str, lines: list[str]) -> Plain:
    body: list[Plain] = [*lines[:-1], f"{lines[-1]}$0"]
    return {"scope": "yaml", "prefix": prefix, "description": row.meaning, "body": body}


def _numbered(fields: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Write each field with its words, the first of which stands there from the beginning."""
    for number, (field, words) in enumerate(fields, start=1):
        choice = f"|{','.join(words)}|" if len(words) > 1 else f":{words[0]}"
        stop = f"${{{number}{choice}}}"
        yield f"{field}: [{stop}]" if field in _LISTS else f"{field}: {stop}"


def _fields(kind: EventKind, words: _Words) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the fields of a kind, beside its moments, with what may stand there."""
    row = kind.row
    yield "by", words_of("by")
    if row.talks:
        yield "how", words_of("how")
    for field in (*row.needs, *_USUAL.get(kind, ())):
        yield field, words.of(kind, field)


class _Words:
    """What the policies and partnerships of a log know for the fields of events."""

    def __init__(self, books: Sequence[Rulebook]) -> None:
        policies = [each.policy for each in books]
        partnerships = [each.partnership for each in books]
        self._duties_known = [
            duty for each in policies for duty in each.all_duties if not duty.advice
        ]
        self._planned = _each(code for each in policies for code in each.plannings)
        self._considered = _each(code for each in policies for code in each.considerations)
        self._others = {
            **_ALWAYS,
            "to": _each(stage.id for each in policies for stage in each.stages[1:]),
            "whom": _each(code for each in policies for code in each.recipients),
            "agencies": _each(
                agency.id
                for each in partnerships
                for agency in each.agencies.values()
                if agency.until is None
            ),
            "agreed_by": _each(code for each in partnerships for code in each.case_roles),
            "references": _each(f"{each.reference_prefix}-2026-0001" for each in partnerships),
        }

    def of(self, kind: EventKind, field: str) -> Sequence[str]:
        """Give what may stand in a field of a kind; nothing where no policy knows a word."""
        narrowed = dict(kind.row.narrows)
        if field == "what":
            return self._planned if kind is EventKind.PLANNED else self._considered
        if field == "duty":
            return self._duties(kind)
        if field == "correct":
            wrong = "note" if kind is EventKind.CORRECTION else "concern"
            return (f"{{{wrong}: As it should be.}}",)
        # What an event amends is called by its number.
        if field in narrowed and field != "of":
            return words_of(narrowed[field])
        return self._others[field]

    def _duties(self, kind: EventKind) -> Sequence[str]:
        duties = self._duties_known
        if kind is EventKind.DONE:
            return _each(duty.id for duty in duties if EventKind.DONE in duty.meeting_kinds)
        if kind is EventKind.EXTENSION:
            return _each(
                duty.id
                for duty in duties
                if duty.force is Force.GUIDE and isinstance(duty.time_allowed, TimedLimit)
            )
        return _each(duty.id for duty in duties)


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


# What stands in a field whatever the policies are.
_ALWAYS: dict[str, Sequence[str]] = {
    "protect_by": (_END_OF_TODAY,),
    "until": (_TODAY,),
    "on": (_TODAY,),
    "reason": ("Why, without names.",),
    "authority": ("On whose authority, by role.",),
    "action": ("What is to change.",),
    "came_about": words_of("came-about"),
    "measures": words_of("measure"),
    "plan": words_of("plan-name"),
    "field": words_of("redactable"),
    "of": ("1",),
}
