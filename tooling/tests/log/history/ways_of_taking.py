"""Ways to misuse what takes something out: redactions, reduced cases and holds."""

from __future__ import annotations

from collections.abc import Callable

from escalation_log.log.folding import folds, remove_waiting
from tests.log.history.recorded import (
    CASE,
    CHANGED,
    HELD_ROW,
    HOLDS,
    NOW,
    PAST,
    PAST_REFERENCE,
    REFERENCE,
    WAITING,
    Way,
    put,
)
from tests.log.history.ways_with_events import CORRECTED_NOTE, EVENTS
from tests.log.history.ways_with_files import destroyed, hash_of, take
from tests.repositories import Repository

Act = Callable[[Repository], str | None]

_WAITING_ID = "20261124T0815-update-k3f9"
NEW_WAITING = CASE.replace(".yaml", "/20261125T0900-redaction-b2c3.yaml")
_NEW_CORRECTION = CASE.replace(".yaml", "/20261125T0800-correction-b2c3.yaml")
_NOTE_OF_3 = "note: The duty team was busy."
_LEARNING = """\
  - at: 2026-11-25 08:00
    kind: learning
    by: partnership
    themes: [communication]
    action: Write it down at once.
    note: They said so.
"""
_UPDATE = """\
  - at: 2026-11-25 08:00
    kind: update
    by: partnership
    note: They said so.
"""
_HEADER_CORRECTION = """\
  - {at: 2026-11-25 08:00, kind: header-correction, by: partnership,
     correct: {concern: Another one}, reason: Said so}
"""
GONE = "Taken out."


def redaction(of: int | str, field: str) -> str:
    """Write a redaction."""
    return (
        "  - at: 2026-11-25 09:00\n    kind: redaction\n    by: partnership\n"
        f"    of: {of}\n    field: {field}\n    reason: A name\n    authority: The chair\n"
    )


def waiting(event: str, at: str) -> str:
    """Write an event as a file that waits has it."""
    lines = event.replace("  - ", "    ", 1).replace("\n    ", "\n  ")[2:]
    return f"reference: {REFERENCE}\nevent:\n{lines}  recorded: 2026-11-25 {at}\n"


def fold(log: Repository) -> None:
    """Fold what waits as `escalog fold` does."""
    for each in folds(log.log, as_of=NOW):
        assert not each.hindrance
        each.case.path.write_bytes(each.data)
        remove_waiting(each)


def reduced(log: Repository) -> None:
    """Take every text and the pseudonym out of a case whose time is over."""
    for old, new in (
        ("Nobody visits.", GONE),
        ("A first visit within the fortnight.", GONE),
        ("A visit was found.", GONE),
        ("C-7QX01", "C-0000"),
    ):
        log.edit(PAST, old, new)
    take(log, PAST_REFERENCE, "reduced", hash_of(log, PAST))


def learned_after_reduction(log: Repository) -> None:
    """Reduce a case, and record later what was learned."""
    reduced(log)
    log.commit("Reduce", at=CHANGED)
    log.append(PAST, _LEARNING)


def then(*first: Act, last: Act) -> Act:
    """Commit what is done first, and hold against that what is done last."""

    def act(log: Repository) -> str:
        for each in first:
            each(log)
        base = log.commit("Record", at=CHANGED)
        last(log)
        return base

    return act


def hold(reference: str) -> Act:
    """Hold a case."""
    return append(HOLDS, HELD_ROW.replace("KN-2026-0004", reference))


def edit(file: str, old: str, new: str) -> Act:
    """Replace what stands in a file."""
    return lambda log: log.edit(file, old, new)


def append(file: str, text: str) -> Act:
    """Add to a file."""
    return lambda log: log.append(file, text)


def write(file: str, text: str) -> Act:
    """Write a file."""
    return lambda log: put(log, file, text)


def both(*acts: Act) -> Act:
    """Do one thing after the other."""

    def act(log: Repository) -> None:
        for each in acts:
            each(log)

    return act


def _put_back_after_reduction(log: Repository) -> str:
    """Delete a case that was reduced, and put it back without what was recorded later."""
    learned_after_reduction(log)
    log.commit("Record", at=CHANGED)
    text = log.path(PAST).read_text("utf-8")
    log.path(PAST).unlink()
    base = log.commit("Delete", at=CHANGED)
    put(log, PAST, text.replace("They said so.", GONE))
    return base


# The note of event 5 was taken out by a redaction that is recorded.
_CORRECTED_5 = CORRECTED_NOTE.replace("of: 2", "of: 5")
_CORRECTION_WAITS = write(
    _NEW_CORRECTION,
    f"reference: {REFERENCE}\nevent:\n  at: 2026-11-25 08:00\n  recorded: 2026-11-25 08:00\n"
    "  kind: correction\n  by: partnership\n  of: 5\n  correct: {note: They agreed to it.}\n"
    "  reason: Said so\n",
)
_TAKEN_FROM_WAITING = edit(_NEW_CORRECTION, "They agreed to it.", GONE)
_REDACTION_WAITS = write(NEW_WAITING, waiting(redaction(3, "note"), "09:00"))
_HELD = hold(REFERENCE)
_PAST_HELD = hold(PAST_REFERENCE)

WAITS = "waiting-stands"
HOLD = "hold-stands"
TARGET = "redaction-target"
WAYS = (
    Way(name="a redaction that waited is folded, and covers what stood", rule=EVENTS,
        act=then(_REDACTION_WAITS, last=both(edit(CASE, _NOTE_OF_3, f"note: {GONE}"), fold))),
    Way(name="a redaction that waited is folded, and covers what waited", rule=WAITS, act=then(
        write(NEW_WAITING, waiting(redaction(_WAITING_ID, "note"), "09:00")),
        last=both(edit(WAITING, "Still with the duty team.", GONE), fold))),
    Way(name="a redaction that waits covers what stands", rule=EVENTS, act=then(
        _REDACTION_WAITS, last=edit(CASE, _NOTE_OF_3, f"note: {GONE}"))),
    Way(name="an old redaction covers a later correction", rule=EVENTS, act=then(
        append(CASE, _CORRECTED_5), last=edit(CASE, "They agreed to it.", GONE))),
    Way(name="an old redaction, written otherwise, covers a later correction", rule=EVENTS,
        act=then(append(CASE, _CORRECTED_5), last=both(
            edit(CASE, "at: 2026-11-10 09:00", "at: 2026-11-10T09:00"),
            edit(CASE, "They agreed to it.", GONE)))),
    Way(name="an old redaction covers a later correction that waits", rule=WAITS, act=then(
        _CORRECTION_WAITS, last=_TAKEN_FROM_WAITING)),
    Way(name="an old redaction covers a later correction that is folded", rule=WAITS, act=then(
        _CORRECTION_WAITS, last=both(_TAKEN_FROM_WAITING, fold))),
    Way(name="an old redaction covers a later correction of a held case", rule=HOLD, act=then(
        _CORRECTION_WAITS, _HELD, last=_TAKEN_FROM_WAITING)),
    Way(name="a case reduced before loses a note of later", rule=EVENTS, act=then(
        learned_after_reduction, last=edit(PAST, "    note: They said so.\n", ""))),
    Way(name="a case reduced before loses what was to change", rule=EVENTS, act=then(
        learned_after_reduction, last=edit(PAST, "Write it down at once.", GONE))),
    Way(name="a case reduced before loses what corrected its top", rule=EVENTS, act=then(
        reduced, append(PAST, _HEADER_CORRECTION), last=edit(PAST, "Another one", GONE))),
    Way(name="a case reduced before loses the note of what waits", rule=WAITS, act=then(
        reduced, write(PAST.replace(".yaml", f"/{_WAITING_ID}.yaml"),
            f"reference: {PAST_REFERENCE}\nevent:\n  at: 2026-11-24 08:00\n"
            "  recorded: 2026-11-24 08:15\n  kind: update\n  by: receiving\n  note: A call.\n"),
        last=edit(PAST.replace(".yaml", f"/{_WAITING_ID}.yaml"), "A call.", GONE))),
    Way(name="a case reduced before is deleted, and put back without a note", rule=EVENTS,
        act=_put_back_after_reduction),
    Way(name="a case reduced before and held loses a note", rule=HOLD, act=then(
        learned_after_reduction, _PAST_HELD, last=edit(PAST, "    note: They said so.\n", ""))),
    Way(name="a case reduced before is held and destroyed", rule=HOLD, act=then(
        reduced, _PAST_HELD, last=destroyed())),
    Way(name="a held case loses a note that stands in it twice", rule=HOLD, act=then(
        _HELD, append(CASE, CORRECTED_NOTE.replace("They agreed to it", "A second call was asked "
        "for")), last=edit(CASE, "    note: A second call was asked for.\n", ""))),
    Way(name="a held case loses a pseudonym", rule=HOLD, act=then(
        _HELD, last=edit(CASE, "C-7QX4P", "C-0000"))),
    Way(name="a redaction of a note that stands", rule=TARGET, by="check",
        act=append(CASE, redaction(2, "note"))),
    Way(name="a redaction of a concern that stands", rule=TARGET, by="check",
        act=append(CASE, redaction("top", "concern"))),
    Way(name="a redaction of a concern that stands, by the first event", rule=TARGET, by="check",
        act=append(CASE, redaction(1, "concern"))),
    Way(name="a redaction of a pseudonym that stands", rule=TARGET, by="check",
        act=append(CASE, redaction(3, "pseudonym"))),
    Way(name="a redaction of a correction that stands", rule=TARGET, by="check",
        act=append(CASE, CORRECTED_NOTE + redaction(7, "note"))),
    Way(name="a redaction that waits, of a note that stands", rule=TARGET, by="check",
        act=_REDACTION_WAITS),
    Way(name="a redaction of what waits and stands", rule=TARGET, by="check",
        act=append(CASE, redaction(_WAITING_ID, "note"))),
)  # fmt: skip


def _redacted_waiting(log: Repository) -> None:
    log.edit(WAITING, "Still with the duty team.", GONE)
    log.append(CASE, redaction(_WAITING_ID, "note"))


def _reduced_again(log: Repository) -> None:
    log.edit(PAST, "They said so.", GONE)
    take(log, PAST_REFERENCE, "reduced", hash_of(log, PAST))


def _redacted_after_reduction(log: Repository) -> None:
    log.edit(PAST, "They said so.", GONE)
    log.append(PAST, redaction(4, "note"))


def _corrected(log: Repository) -> None:
    log.append(CASE, CORRECTED_NOTE + _HEADER_CORRECTION)


HONEST = (
    ("the note of a waiting event taken out, and the event folded later",
        then(_redacted_waiting, last=fold)),
    ("the note of a waiting event taken out as it is folded", both(_redacted_waiting, fold)),
    ("a redaction that waited, of a note that is gone, folded", then(
        edit(CASE, f"    {_NOTE_OF_3}\n", ""), _REDACTION_WAITS, last=fold)),
    ("what stands after all taken out by another redaction", then(
        append(CASE, redaction(3, "note").replace("09:00", "08:00")),
        last=both(edit(CASE, _NOTE_OF_3, f"note: {GONE}"), append(CASE, redaction(3, "note"))))),
    ("a note of later taken out of a case that was reduced", then(
        learned_after_reduction, last=_redacted_after_reduction)),
    ("a case reduced again", then(
        reduced, append(PAST, _UPDATE), last=_reduced_again)),
    ("a held case folded and corrected", then(_HELD, last=both(fold, _corrected))),
)  # fmt: skip
