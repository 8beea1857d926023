"""What an issue says once it has nothing to ask for any more: how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.github.labels import OURS, labels_of
from escalation_log.github.markdown import escaped, link
from escalation_log.github.marker import END, begin, fingerprint
from escalation_log.github.model import Degree, Ended, Key, Reason
from escalation_log.github.rounds import Round
from escalation_log.github.row_words import (
    agencies_of,
    by_when,
    lapse_in,
    late_by,
    meeting_in,
    receipt,
)
from escalation_log.github.words import MOST_TOLD, facts_of, place_of, title
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.kinds import EventKind
from escalation_log.render.dates import moment_words
from escalation_log.store import JudgedCase

_MISSED = frozenset({Breach.BREACH, Breach.OVER_GUIDE})
_DONE = frozenset({DutyState.MET, DutyState.MET_LATE})
_WAS = {Degree.BREACH: "was overdue", Degree.OVER_GUIDE: "was over the guide"}
_NOTHING = "nothing is overdue"


def ended_of(each: Round, judged: JudgedCase, page: str | None) -> Ended:
    """Say how the issue of a round ends that has nothing overdue."""
    rows = _told(each.rows)
    degree = _degree(rows)
    is_done = any(row.state in _DONE for row in rows)
    return Ended(
        key=each.key,
        title=title(each.key, judged, _WAS.get(degree, _NOTHING) if degree else _NOTHING),
        summary=_summary(rows),
        part="\n".join(_part(each.key, rows, judged, page)),
        labels=labels_of(
            each.key, policy=judged.policy.id, agencies=agencies_of(rows, judged), degree=degree
        ),
        reason=Reason.COMPLETED if is_done else Reason.NOT_PLANNED,
    )


def never_was(key: Key, judged: JudgedCase, page: str | None) -> Ended:
    """Say how the issue of a round ends that the log, as corrected, does not know."""
    return ended_of(Round(key=key, rows=()), judged, page)


def replaced(key: Key, number: int) -> str:
    """Write the part of an issue whose place another one has, by its number."""
    return "\n".join(
        (
            begin(key, None, fingerprint(("replaced", number))),
            f"**Closed: this is in #{number} now.** What people wrote here stays.",
            "",
            END,
        )
    )


def _told(rows: Sequence[DutyAssessment]) -> tuple[DutyAssessment, ...]:
    """Choose what was late at some time; else what was near its date when it was done."""
    late = [row for row in rows if row.breach in _MISSED or row.breach_history]
    if late:
        return tuple(late[:MOST_TOLD])
    near = [
        row
        for row in rows
        if row.met_at is not None and row.soon_at is not None and row.met_at.at >= row.soon_at.at
    ]
    return tuple(near[:MOST_TOLD])


def _degree(rows: Sequence[DutyAssessment]) -> Degree | None:
    found = {row.breach for row in rows}
    if Breach.BREACH in found:
        return Degree.BREACH
    return Degree.OVER_GUIDE if Breach.OVER_GUIDE in found else None


def _summary(rows: Sequence[DutyAssessment]) -> str:
    if not rows:
        return _NOTHING
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"{rows[0].duty.title}: {_outcome(rows[0])}{more}"


def _outcome(row: DutyAssessment) -> str:
    """Say in a few words how a duty ended."""
    if row.met_at is not None:
        return f"met on {moment_words(row.met_at)}, {late_by(row) or 'in time'}"
    if lapse_in(row) is not None:
        late = late_by(row)
        return f"never recorded as done{late and f', {late} when it lapsed'}"
    return "no longer overdue"


def _part(
    key: Key, rows: Sequence[DutyAssessment], judged: JudgedCase, page: str | None
) -> Iterator[str]:
    how = _outcome(rows[0]) if len(rows) == 1 else "nothing here is overdue any more"
    yield begin(key, None, facts_of(rows))
    yield f"**Closed: {how}.** Case {key.case}, {escaped(place_of(key, judged.policy))}."
    yield ""
    if not rows:
        yield "By what the log says now, nothing was late here."
        yield ""
    for row in rows:
        yield f"### {escaped(row.duty.title)}"
        yield ""
        yield from _how(row)
        yield ""
        yield from receipt(row)
        yield ""
    if page is not None:
        yield f"How the case stands, and why: {link('the page of the case', page)}."
        yield ""
    yield END


def _how(row: DutyAssessment) -> Iterator[str]:
    """Say how a duty ended, and what of it stays on record."""
    lapse, meeting = lapse_in(row), meeting_in(row)
    if meeting is not None:
        yield (
            f"- **Met on {moment_words(meeting.moment)}** "
            f"(event {meeting.event}, {escaped(meeting.kind)}), {late_by(row) or 'in time'}"
        )
    elif lapse is not None:
        late = late_by(row)
        went = "moved on" if lapse.kind == EventKind.ESCALATED else "ended"
        yield (
            f"- **Never recorded as done.** The case {went} without it on "
            f"{moment_words(lapse.moment)} (event {lapse.event}, {lapse.kind})"
            f"{late and f', {late}'}"
        )
    elif row.state is DutyState.OUTSTANDING:
        yield "- **Still to be done**, without a date"
    else:
        yield "- **No longer overdue**: what the log knows has changed"
    if row.due is not None:
        is_over = row.state in _DONE or lapse is not None
        yield f"- {'Was due' if is_over else 'Due'} {by_when(row)}"
    if row.breach is Breach.BREACH:
        yield "- The breach of the policy stays on record"
    elif row.breach is Breach.OVER_GUIDE:
        yield "- Over the policy’s guide, which is no breach"
    for past in row.breach_history:
        yield (
            f"- Was held to be missed from {moment_words(past.since)} to "
            f"{moment_words(past.until)}; no longer, because of: {escaped(past.because)}"
        )


def labels_of_replaced() -> frozenset[str]:
    """Give the labels of an issue whose place another one has."""
    return frozenset({OURS})
