"""Say what a change means for each case, including corrections and changes of recorded events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from escalation_log.bot.issue_plan import WHOLE_CASE, IssueKey
from escalation_log.bot.wanted import wanted_issues
from escalation_log.effect.aims import aims, standing
from escalation_log.effect.before_and_after import Comparison, LogVersion
from escalation_log.effect.recorded import (
    TURNS,
    coming_up,
    consequences,
    dates_moved,
    event_sentence,
    standing_words,
)
from escalation_log.effect.taken_away import (
    added_events,
    event_as_told,
    header_without_words_gone,
    without_words_gone,
)
from escalation_log.effect.value import MOST_SENTENCES, CaseEffect, IssueEffect, IssueTurn, Standing
from escalation_log.log.contents import CaseFile
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Case, Event, Header, order_of_key
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.problems import Severity
from escalation_log.words.departures import NOT_AGREED
from escalation_log.words.earlier_states import commit_words
from escalation_log.words.events import EventNames, instead_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import stage_name_of

# What the fields of a file are called for people who do not know its keys.
_FIELDS = {
    "policy": "policy",
    "version": "edition of the policy",
    "children": "child",
    "raising": "raising side",
    "receiving": "receiving side",
    "concern": "words of the concern",
    "outcome_sought": "outcome sought",
    "links": "related cases",
    "is_invented": "whether it is invented",
    "at": "moment",
    "kind": "what happened",
    "by": "side",
    "recorded": "when it was entered",
}


def correction_sentences(event: Event, case: Case, judged: JudgedCase) -> Iterator[str]:
    """Say what an event corrects, without repeating any free text."""
    if event.corrected is not None:
        names = EventNames(judged.policy, judged.partnership)
        before = standing(case, event.corrected.number, event.number)
        for altered in names.altered(before, event.corrected):
            yield f"Event {event.corrected.key} is corrected. {instead_words(*altered)}."
    if event.header is not None:
        changed = field_words(_header_before(case, event.number), event.header)
        if changed:
            yield f"What the case is about is corrected: {changed}."


def warnings_of(before: Case, after: Case) -> Iterator[str]:
    """Warn of each recorded event that was changed or removed, and of a changed header.

    Words that were taken out are no change of this kind; `history` judges whether they may go.
    """
    header = header_without_words_gone(before.header, after.header)
    changed = field_words(header, after.header)
    if changed:
        yield (
            f"The head of the file is changed: {changed}. Put back what stood there, and record a "
            "header-correction."
        )
    if before.salt not in (None, after.salt):
        yield "The salt, by which its seals can be told, is changed. Put back what stood there."
    now = {event.key: event for event in after.events}
    gone = 0
    for old in before.events:
        if old.key not in now:
            gone += 1
            continue
        written = event_as_told(now[old.key], after)
        was = without_words_gone(event_as_told(old, before), written)
        if was != written:
            yield (
                f"Event {old.key} had been recorded already and is changed: "
                f"{field_words(was, written)}. Put back what stood there, and record a correction."
            )
    if gone:
        yield (
            f"{counted(gone, 'recorded event is', 'recorded events are')} removed. Put back what "
            "stood there."
        )


def field_words(before: Header | Event, after: Header | Event) -> str:
    """Name the fields in which two headers, or two events, differ; return "" where none does."""
    return listed(
        _FIELDS.get(each.name, each.name.replace("_", " "))
        for each in fields(before)
        if getattr(before, each.name) != getattr(after, each.name)
    )


def _header_before(case: Case, until: int) -> Header:
    earlier = [each.header for each in case.events[: until - 1] if each.header is not None]
    return earlier[-1] if earlier else case.header


_REMOVED = (
    "THE CASE IS REMOVED from the log, with {} and all its breaches. Put its file back, unless the "
    "time for which it must be kept is over."
)
_MEND = "Mend its problems before this is merged."
_STANDS_BY_NOTHING = (
    "The file has problems, and no earlier state is free of them, so nobody would be told of this "
    "case's deadlines."
)
_LEFT_OPEN = "The log no longer looks after its open issues: close them by hand."


def case_effects(change: Comparison) -> Iterator[CaseEffect]:
    """Say what the change means for each case whose meaning it changes."""
    before, after = change.before, change.after
    for reference in sorted(before.cases.keys() | after.cases.keys()):
        old, new = before.cases.get(reference), after.cases.get(reference)
        if new is None and old is not None:
            yield _gone(old, change)
        elif new is not None and (old is None or _differs(old, new, change)):
            yield _recorded(old, new, change)
    told = before.cases.keys() | after.cases.keys()
    for case in after.log.not_judged:
        if case.file in change.files and case.reference and case.reference not in told:
            yield CaseEffect(
                reference=case.reference,
                standing=Standing.UNREADABLE,
                about=_STANDS_BY_NOTHING,
                warnings=(_MEND,),
            )


def salted_cases(change: Comparison) -> int:
    """Count the cases to which nothing is done but that they get a salt."""
    return sum(
        is_only_salted(old.case, new.case) and not _differs(old, new, change)
        for reference, old in change.before.cases.items()
        if (new := change.after.cases.get(reference)) is not None
    )


def is_only_salted(before: Case, after: Case) -> bool:
    """Say whether a case is as it was but for a first salt, which no page and no date shows."""
    is_first = before.salt is None and after.salt is not None
    return is_first and replace(before, salt=after.salt) == after


def _differs(old: CaseFile, new: CaseFile, change: Comparison) -> bool:
    """Say whether there is something to tell of a case."""
    if is_only_salted(old.case, new.case):
        return _is_faulty(new.file, change.after)
    return old.case != new.case


def _gone(old: CaseFile, change: Comparison) -> CaseEffect:
    """Report a case that was removed or can no longer be read, with a warning."""
    reference = old.case.reference
    if _is_faulty(old.file, change.after):
        return CaseEffect(
            reference=reference,
            standing=Standing.UNREADABLE,
            about=_faulty_words(old.file, change.after),
            warnings=(_MEND,),
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
    warnings = () if old is None else tuple(warnings_of(old.case, new.case))
    if _is_faulty(new.file, change.after):
        warnings = (*warnings, _MEND)
    effect = CaseEffect(
        reference=reference,
        standing=Standing.NEW if old is None else Standing.CHANGED,
        about=_about(now, change.after, new),
        warnings=warnings,
        is_risk=_records_risk(old, new),
    )
    if now is None:
        return effect
    told = tuple(_told(old, new, now, was))
    if not told and not warnings:
        # Whatever else differs is warned of.
        told = ("Words are taken out, and nothing new is recorded.",)
    return replace(
        effect,
        warnings=_cut(warnings),
        aims=_cut(tuple(aims(old, new, now))),
        told=_cut(told),
        issues=tuple(_issues(now, was)),
        coming=tuple(coming_up(now)),
    )


def _records_risk(old: CaseFile | None, new: CaseFile) -> bool:
    """Say whether an immediate risk is recorded, newly or by a correction."""
    events = new.case.events if old is None else added_events(old.case, new.case)
    return any(
        each is not None and each.kind is EventKind.IMMEDIATE_RISK
        for event in events
        for each in (event, event.corrected)
    )


def _faulty_words(file: str, side: LogVersion) -> str:
    """Say what a case would stand by whose own file has problems."""
    for each in side.log.earlier:
        if each.file == file and each.earlier is not None:
            return (
                f"The file has problems. The case would be shown as it stood in "
                f"{commit_words(each.earlier)}, and what was recorded since would not count."
            )
    return _STANDS_BY_NOTHING


def _is_faulty(file: str, side: LogVersion) -> bool:
    return any(
        each.file == file and each.severity is Severity.PROBLEM for each in side.log.problems
    )


def _about(judged: JudgedCase | None, side: LogVersion, file: CaseFile) -> str:
    if judged is None:
        if _is_faulty(file.file, side):
            return _faulty_words(file.file, side)
        if file.case.reference not in side.sound:
            return "It cannot be judged while its policy, partnership or calendar has problems."
        return "It has not begun yet at the moment of this card."
    return f"{judged.policy.title}, edition {judged.policy.version}. {standing_words(judged)}"


def _told(
    old: CaseFile | None, new: CaseFile, now: JudgedCase, was: JudgedCase | None
) -> Iterator[str]:
    recorded = frozenset() if old is None else {each.key for each in old.case.events}
    for event in new.case.events:
        if event.key in recorded:
            continue
        yield event_sentence(event, now)
        yield from correction_sentences(event, new.case, now)
        yield from consequences(event.key, now, was)
    if was is not None:
        yield from dates_moved(now, was)
        state = now.assessment.state
        if was.assessment.state is not state:
            yield TURNS[state]
        if now.assessment.agreed is False and was.assessment.agreed is not False:
            yield NOT_AGREED


def _issues(now: JudgedCase, was: JudgedCase | None) -> Iterator[IssueEffect]:
    """Yield the issues that open and close.

    An issue whose first event was only renumbered by a correction counts as the same issue.
    """
    ours = frozenset() if was is None else _wanted(was)
    theirs = _wanted(now)
    kept = {key.stage for key in ours} & {key.stage for key in theirs}
    for turn, keys in ((IssueTurn.CLOSES, ours - theirs), (IssueTurn.OPENS, theirs - ours)):
        for key in sorted(keys, key=lambda each: (each.stage, order_of_key(each.started_by))):
            if key.stage not in kept:
                is_whole = key.stage == WHOLE_CASE
                stage = "the case as a whole" if is_whole else stage_name_of(now.policy, key.stage)
                yield IssueEffect(turn=turn, key=key, stage=stage)


def _wanted(judged: JudgedCase) -> frozenset[IssueKey]:
    """Return the keys of the issues that the bot would keep open for a case."""
    issues = wanted_issues((judged.assessment.reference,), lambda _: judged, page_of=str)
    return frozenset(each.key for each in issues.wanted)


def _cut(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Keep only as many sentences as a case may have, and count the others."""
    if len(sentences) <= MOST_SENTENCES:
        return sentences
    more = len(sentences) - MOST_SENTENCES + 1
    return (*sentences[: MOST_SENTENCES - 1], f"And {counted(more, 'sentence')} more.")
