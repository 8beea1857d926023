"""Judge cases by the rules before and after a change, and compare dates and breaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from escalation_log.effect.before_and_after import Comparison
from escalation_log.effect.recorded import rows_by_key, who_must
from escalation_log.effect.rule_changes import Cause, are_same, causes_of, rule_changes
from escalation_log.effect.value import Impact, Moved
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import MISSED, Breach, CaseState, DutyAssessment, DutyState
from escalation_log.model.moments import Moment
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.lists import counted
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.states import due_words, held_words
from escalation_log.words.to_do import TO_DO


def impact_of(change: Comparison) -> Impact:
    """Judge every case as it now stands by the old and by the new rules."""
    moved: list[tuple[float, Moved]] = []
    alerts: list[str] = []
    closed: list[str] = []
    for trial in _trials(change):
        if trial.after.assessment.state is CaseState.OPEN:
            moved += trial.moved()
            alerts += (*trial.alerts(), *trial.marks())
        else:
            closed += (*trial.changed_history(), *trial.marks())
    moved.sort(key=lambda each: (each[0], each[1].reference, each[1].duty))
    return Impact(
        rules=tuple(rule_changes(change)),
        moved=tuple(each for _, each in moved),
        alerts=tuple(dict.fromkeys(alerts)),
        closed=tuple(closed),
        unjudged=tuple(_unjudged(change)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """A case as it now stands, judged by the old and by the new rules.

    `alone` has it judged by the old rules with a single change at a time.
    """

    before: JudgedCase
    after: JudgedCase
    alone: Sequence[tuple[Cause, JudgedCase]]

    def moved(self) -> Iterator[tuple[float, Moved]]:
        """Yield the dates that move, each with a sort key: the earlier of its two moments."""
        for old, new in self._pairs():
            if _at(old) == _at(new) and _breach(old) is _breach(new):
                continue
            row = new or old
            if row is None or ((old is None or new is None) and _at(row) is None):
                continue
            judged = self.before if new is None else self.after
            dues = [at.timestamp() for at in (_at(old), _at(new)) if at is not None]
            yield (
                min(dues, default=float("inf")),
                Moved(
                    reference=self.after.assessment.reference,
                    duty=row.duty.title,
                    who=who_must(row, judged),
                    before=_due(old),
                    after=_due(new),
                    why=self._why(old, new),
                    lateness=_lateness(old, new),
                ),
            )

    def alerts(self) -> Iterator[str]:
        """Yield sentences about duties whose date stays but whose reminders move."""
        reference = self.after.assessment.reference
        for old, new in self._pairs():
            if old is None or new is None or _at(old) != _at(new) or new.state not in TO_DO:
                continue
            for words in _reminder_changes(old, new):
                yield f"{reference}: “{new.duty.title}” {words}"
        for old, new in self._pairs(own=True):
            if _at(old) != _at(new):
                yield (
                    f"{reference}: the log’s own reminder is due {_due(new)}; it was {_due(old)}."
                )

    def marks(self) -> Iterator[str]:
        """Yield sentences about marks, and departures from the route, that come or go."""
        reference = self.after.assessment.reference
        for old, new in self._pairs():
            had, has = (_has_mark(each) for each in (old, new))
            row = new or old
            if had is not has and row is not None:
                gets = "no longer has" if had else "gets"
                yield (
                    f"{reference}: “{row.duty.title}” {gets} the mark that nothing shows it to be "
                    "done."
                )
        counts = [len(each.assessment.off_route) for each in (self.before, self.after)]
        if counts[0] != counts[1]:
            yield (
                f"{reference}: it left the policy’s route {counted(counts[0], 'time')} by the old "
                f"rules, and {counted(counts[1], 'time')} by the new."
            )

    def changed_history(self) -> Iterator[str]:
        """Say how dates and breaches of a closed case would change under the new rules."""
        pairs = tuple(self._pairs())
        dates = sum(_at(old) != _at(new) for old, new in pairs)
        told = [words for old, new in pairs if (words := _breach_change(old, new))]
        if dates or told:
            words = "; ".join((counted(dates, "date moves", "dates move"), *dict.fromkeys(told)))
            yield f"{self.after.assessment.reference}: {words}."

    def _pairs(
        self, *, own: bool = False
    ) -> Iterator[tuple[DutyAssessment | None, DutyAssessment | None]]:
        """Pair each occurrence under the old rules with the same one under the new rules.

        They are those of the policy, or the log's own reminders.
        """
        ours, theirs = rows_by_key(self.before), rows_by_key(self.after)
        for key in dict.fromkeys((*ours, *theirs)):
            old, new = ours.get(key), theirs.get(key)
            if any(each is not None and each.is_own is own for each in (old, new)):
                yield old, new

    def _why(self, old: DutyAssessment | None, new: DutyAssessment | None) -> tuple[str, ...]:
        """Name the changes that move this date when made alone; name all where none does."""
        row = old or new
        if row is None:
            return ()
        key = (row.duty.id, row.occurrence)
        causing = [
            cause for cause, judged in self.alone if _differs(old, rows_by_key(judged).get(key))
        ]
        duties = [None if each is None else each.duty for each in (old, new)]
        chosen = causing or [cause for cause, _ in self.alone]
        return tuple(cause.words_for(duties[0], duties[1]) for cause in chosen)


def _reminder_changes(old: DutyAssessment, new: DutyAssessment) -> Iterator[str]:
    """Say how the reminders of a duty change whose date stays the same."""
    if old.soon_at is not None and new.soon_at is not None and old.soon_at.at != new.soon_at.at:
        yield f"is due soon from {_since(new.soon_at)}; it was from {_since(old.soon_at)}."
    if old.erratum != new.erratum and new.erratum is not None:
        yield f"has a second date. {step_words(new.erratum)}"


def _since(moment: Moment) -> str:
    """Write a moment in words; midnight is written as the day that it begins."""
    is_midnight = (moment.local.hour, moment.local.minute) == (0, 0)
    return day_words(moment.on) if is_midnight else moment_words(moment)


def _trials(change: Comparison) -> Iterator[_Trial]:
    for _, file in sorted(change.after.sound.items()):
        old, new = (
            side.log.rulebooks.get(file.case.edition) for side in (change.before, change.after)
        )
        if old is None or new is None or are_same(old, new):
            continue
        before = change.after.judged_by(file, old)
        after = change.after.judged_by(file, new)
        if before is None or after is None:
            continue
        alone = []
        if _differ(before, after):
            for cause in causes_of(old, new):
                judged = change.after.judged_by(file, cause.rules)
                if judged is not None:
                    alone.append((cause, judged))
        yield _Trial(before=before, after=after, alone=tuple(alone))


def _unjudged(change: Comparison) -> Iterator[str]:
    """Yield unchanged cases that could be judged before the change and no longer can."""
    for reference, old in sorted(change.before.sound.items()):
        new = change.after.cases.get(reference)
        if new is None or new.case != old.case or reference in change.after.sound:
            continue
        lacks_rules = new.case.edition not in change.after.log.rulebooks
        why = (
            "its policy, partnership or calendar is missing or has problems"
            if lacks_rules
            else "it no longer agrees with its policy, partnership or calendar"
        )
        yield f"{reference}: {why}. See escalog check."


def _differ(before: JudgedCase, after: JudgedCase) -> bool:
    ours, theirs = rows_by_key(before), rows_by_key(after)
    return any(_differs(ours.get(key), theirs.get(key)) for key in (ours.keys() | theirs.keys()))


def _differs(old: DutyAssessment | None, new: DutyAssessment | None) -> bool:
    return _at(old) != _at(new) or _breach(old) is not _breach(new)


def _at(row: DutyAssessment | None) -> datetime | None:
    return None if row is None or row.due is None else row.due.at


def _breach(row: DutyAssessment | None) -> Breach:
    return Breach.NONE if row is None else row.breach


def _has_mark(row: DutyAssessment | None) -> bool:
    return row is not None and row.state is DutyState.NO_RECORD


def _due(row: DutyAssessment | None) -> str:
    return "not asked for" if row is None else due_words(row) or "no date"


def _lateness(old: DutyAssessment | None, new: DutyAssessment | None) -> str:
    was, now = (held_words(each) if each in MISSED else "" for each in (_breach(old), _breach(new)))
    if was == now:
        return ""
    if not was:
        return f"becomes late: {now}"
    return f"no longer late: was {was}" if not now else f"was {was}, becomes {now}"


def _breach_change(old: DutyAssessment | None, new: DutyAssessment | None) -> str:
    words, row = _lateness(old, new), new or old
    return f"“{row.duty.title}” {words}" if words and row is not None else ""
