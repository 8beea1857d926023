"""What a change means for each case, in the order of references."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.changes.coming import coming_up
from escalation_log.changes.comparison import Comparison, Side
from escalation_log.changes.occurrences import consequences, dates_moved, event_sentence
from escalation_log.changes.rewriting import correction_sentences, warnings_of
from escalation_log.github.effects import (
    MOST_SENTENCES,
    CaseEffect,
    IssueEffect,
    Standing,
    Turn,
)
from escalation_log.github.model import WHOLE_CASE, Key
from escalation_log.github.wanted import wanted_issues
from escalation_log.model.assessments import CaseState
from escalation_log.model.problems import Severity
from escalation_log.render.limits import counted
from escalation_log.render.wording import agency_words, stage_name_of
from escalation_log.store import CaseFile, JudgedCase

_STATES = {
    CaseState.OPEN: "open",
    CaseState.RESOLVED: "resolved",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.CONCLUDED: "concluded",
}
_REMOVED = (
    "THE CASE IS REMOVED from the log, with {} and all its breaches. Put its file back, unless the "
    "time for which it must be kept is over."
)
_LEFT_OPEN = "Its open issues are no longer seen to by the log: close them by hand."


def case_effects(change: Comparison) -> Iterator[CaseEffect]:
    """Say what the change means for each case whose meaning it changes."""
    before, after = change.before, change.after
    for reference in sorted(before.cases.keys() | after.cases.keys()):
        old, new = before.cases.get(reference), after.cases.get(reference)
        if new is None and old is not None:
            yield _gone(old, change)
        elif new is not None and (old is None or old.case != new.case):
            yield _recorded(old, new, change)


def _gone(old: CaseFile, change: Comparison) -> CaseEffect:
    """Say loudly that a case is no longer there, or can no longer be read."""
    reference = old.case.reference
    if any(
        each.file == old.file and _is_problem(each.severity) for each in change.after.log.problems
    ):
        return CaseEffect(
            reference=reference,
            standing=Standing.UNREADABLE,
            about="The file can no longer be read, so nobody is told of this case's deadlines.",
            warnings=("Mend its problems before this is merged.",),
        )
    was = change.before.judged(reference)
    return CaseEffect(
        reference=reference,
        standing=Standing.REMOVED,
        about=_about(was, change.before, old),
        warnings=(_REMOVED.format(counted(len(old.case.events), "event")),),
        told=(_LEFT_OPEN,) if was is not None and _wanted(was) else (),
    )


def _recorded(old: CaseFile | None, new: CaseFile, change: Comparison) -> CaseEffect:
    reference = new.case.reference
    was = None if old is None else change.before.judged(reference)
    now = change.after.judged(reference)
    standing = Standing.NEW if old is None else Standing.CHANGED
    warnings = () if old is None else tuple(warnings_of(old.case, new.case))
    if now is None:
        return CaseEffect(
            reference=reference,
            standing=standing,
            about=_about(None, change.after, new),
            warnings=warnings,
        )
    told = tuple(_told(old, new, now, was))
    if not told and not warnings:
        told = ("Nothing new is recorded.",)
    return CaseEffect(
        reference=reference,
        standing=standing,
        about=_about(now, change.after, new),
        warnings=_cut(warnings),
        told=_cut(told),
        issues=tuple(_issues(now, was)),
        coming=tuple(coming_up(now)),
    )


def _about(judged: JudgedCase | None, side: Side, file: CaseFile) -> str:
    if judged is None:
        if file.case.reference not in side.sound:
            return "It cannot be judged while it, or its policy, has problems."
        return "It has not begun at the moment of this card."
    policy, stage = judged.policy, judged.assessment.stage
    where = "" if stage is None else f", in {stage_name_of(policy, stage)}"
    header = judged.timeline.header
    sides = [agency_words(each.agency, judged.partnership) for each in header.receiving]
    return (
        f"{policy.title}, edition {policy.version}. "
        f"{agency_words(header.raising.agency, judged.partnership)} with {' and '.join(sides)}. "
        f"The case is {_STATES[judged.assessment.state]}{where}."
    )


def _told(
    old: CaseFile | None, new: CaseFile, now: JudgedCase, was: JudgedCase | None
) -> Iterator[str]:
    recorded = 0 if old is None else len(old.case.events)
    for event in new.case.events[recorded:]:
        yield event_sentence(event, now)
        yield from correction_sentences(event, new.case, now)
        yield from consequences(event.number, now, was)
    if was is not None:
        yield from dates_moved(now, was)
        if was.assessment.state is not now.assessment.state:
            state = now.assessment.state
            words = "open again" if state is CaseState.OPEN else _STATES[state]
            yield f"The case is {words}."


def _issues(now: JudgedCase, was: JudgedCase | None) -> Iterator[IssueEffect]:
    """Say which issues open and close; one whose first event was corrected stays the same one."""
    ours = frozenset() if was is None else _wanted(was)
    theirs = _wanted(now)
    kept = {key.stage for key in ours} & {key.stage for key in theirs}
    for turn, keys in ((Turn.CLOSES, ours - theirs), (Turn.OPENS, theirs - ours)):
        for key in sorted(keys, key=lambda each: (each.stage, each.started_by)):
            if key.stage not in kept:
                yield IssueEffect(turn=turn, key=key, stage=_stage_words(key, now))


def _wanted(judged: JudgedCase) -> frozenset[Key]:
    """Give the issues that the bot would have open."""
    wishes = wanted_issues((judged.assessment.reference,), lambda _: judged, page_of=str)
    return frozenset(each.key for each in wishes.wanted)


def _stage_words(key: Key, judged: JudgedCase) -> str:
    if key.stage == WHOLE_CASE:
        return "the case as a whole"
    return stage_name_of(judged.policy, key.stage)


def _is_problem(severity: Severity) -> bool:
    return severity is Severity.PROBLEM


def _cut(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Tell no more than anybody reads."""
    if len(sentences) <= MOST_SENTENCES:
        return sentences
    more = len(sentences) - MOST_SENTENCES + 1
    return (*sentences[: MOST_SENTENCES - 1], f"And {counted(more, 'sentence')} more.")
