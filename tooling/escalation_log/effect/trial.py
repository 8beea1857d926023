"""Try what is to be recorded: every rule on it, and what it means, before a file is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from escalation_log.checks.listing import listed_case
from escalation_log.checks.rules import OF_CASES_TOGETHER, findings_of
from escalation_log.checks.subjects import LogToCheck
from escalation_log.effect.before_and_after import Comparison, LogVersion
from escalation_log.effect.case_effects import case_effects
from escalation_log.effect.effect_lines import case_lines
from escalation_log.effect.taken_away import taken_away
from escalation_log.effect.value import AGREEMENT, CaseEffect
from escalation_log.engine.clock import moment_at
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import CaseFile, Log, placed
from escalation_log.log.whole_texts import lost_in
from escalation_log.log.workers import Casework
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.moments import Moment
from escalation_log.model.problems import Problem, Severity
from escalation_log.recording.desk import rulebook_parts_of
from escalation_log.recording.problem_words import objections
from escalation_log.words.lines import Line, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What files of a case would do, if they were written.

    `problems` are what the files add to those that there were, warnings and departures among them.
    `effect` says what it means, None where nobody could judge it; `agreement` what of it needs an
    agreement of its own.
    """

    problems: tuple[Problem, ...]
    effect: CaseEffect | None
    agreement: tuple[str, ...]

    @property
    def is_refused(self) -> bool:
        """Whether it may not be recorded like that."""
        return any(each.is_refusal for each in objections(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePlace:
    """The file of a case as it is, with the events that wait beside it; no bytes for a new one."""

    file: str
    data: bytes
    waiting: tuple[WaitingEvent, ...] = ()


def tried(log: Log, place: OnePlace, contents: Mapping[str, bytes], now: Moment) -> Trial:
    """Read a case with new contents of its files, and say what that changes.

    `contents` are by the name of the file: the case's own, and those of events that wait.
    """
    work = Casework(
        root=log.root, rulebook_parts=rulebook_parts_of(log), rulebooks=log.rulebooks, as_of=now.at
    )
    before, old = _read(work, place, {}) if place.data else (None, ())
    after, new = _read(work, place, contents)
    found = (*new, *_across(log, place, after, now, work))
    known = {_identity(each) for each in (*old, *log.problems)}
    problems = tuple(
        sorted(
            {each for each in found if _identity(each) not in known}, key=lambda each: each.sort_key
        )
    )
    if after is None:
        return Trial(problems=problems, effect=None, agreement=())
    change = Comparison(
        base="",
        before=_version(log, place.file, before, old, now),
        after=_version(log, place.file, after, problems, now),
        as_of=now.at,
        files=frozenset(contents),
    )
    return Trial(
        problems=problems,
        effect=next(case_effects(change), None),
        agreement=tuple(each.words for each in taken_away(change)),
    )


def _identity(problem: Problem) -> tuple[str, str, object, str]:
    return problem.file, problem.rule, problem.path, problem.message


def _read(
    work: Casework, place: OnePlace, contents: Mapping[str, bytes]
) -> tuple[Case | None, tuple[Problem, ...]]:
    """Read and check a case with new contents of its files."""
    data = contents.get(place.file, place.data)
    waiting, problems = list(place.waiting), list[Problem]()
    for file, each in contents.items():
        if file != place.file:
            event, faults = work.read_waiting(file, each)
            problems += faults
            if event is not None:
                waiting.append(event)
    case, faults = work.read(place.file, data, waiting)
    problems += faults
    problems += work.screened(place.file, data, is_read=case is not None)
    if case is not None:
        problems += lost_in(place.file, data, "case")
    return case, tuple(problems)


def _across(
    log: Log, place: OnePlace, case: Case | None, now: Moment, work: Casework
) -> Iterator[Problem]:
    """Check the case against the others of the log."""
    if case is None:
        return
    others = [each for each in log.cases if each.file != place.file]
    named = {each.case.reference for each in others}
    named |= {each.reference for each in log.not_judged if each.reference}
    named |= log.others
    subject = LogToCheck(
        cases=(
            *(listed_case(each.file, each.case) for each in others),
            listed_case(place.file, case),
        ),
        named=frozenset({*named, case.reference}),
        rulebook_parts=work.rulebook_parts,
        policy_files={},
        statements_files={},
        partnership_files={},
        lock={},
        today=now.on,
    )
    found = (
        (rule, each)
        for rule, each in findings_of(OF_CASES_TOGETHER, subject)
        if each.file == place.file
    )
    yield from placed(place.file, place.data, "case", found)


def _version(
    log: Log, file: str, case: Case | None, problems: tuple[Problem, ...], now: Moment
) -> LogVersion:
    """Give the log with this case alone."""
    files = () if case is None else (CaseFile(file=file, case=case),)
    faulty = {case_file_of(each.file) for each in problems if each.severity is Severity.PROBLEM}
    cases = {each.case.reference: each for each in files}
    return LogVersion(
        log=replace(log, cases=files, problems=problems, earlier=(), not_judged=()),
        moment_in=lambda zone: moment_at(now.at, ZoneInfo(zone)),
        cases=cases,
        sound={} if file in faulty else cases,
    )


def trial_lines(trial: Trial) -> Iterator[Line]:
    """Write what files would do, if they were written: what is wrong with them, or their effect."""
    for each in objections(trial.problems):
        if each.is_refusal:
            yield Line(text=each.words, indent=2, hang=2, tone=Tone.MISSED)
    if not trial.is_refused:
        yield from effect_of_trial(trial)


def effect_of_trial(trial: Trial) -> Iterator[Line]:
    """Write what files mean that the rules take: first what to think of, then the effect."""
    # The effect says itself what is not by the policy's route.
    told = (each for each in trial.problems if each.severity is not Severity.DEPARTURE)
    for each in objections(tuple(told)):
        yield Line(text=each.words, indent=2, hang=2, tone=Tone.SOON)
    if trial.effect is not None:
        yield from case_lines(trial.effect)
    for words in trial.agreement:
        yield Line(text=f"{AGREEMENT}: {words}", indent=2, hang=2, tone=Tone.MISSED)
