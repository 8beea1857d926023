"""Derive from judged cases which issues should be open, and how the others end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from escalation_log.bot.duty_lines import (
    agencies_acting_on,
    lines_off_route,
    lines_without_record,
    receipt,
    replies_to,
    step_in,
)
from escalation_log.bot.faulty_file_issue import (
    FaultyFile,
    file_of_judged,
    mended,
    wanted_for,
)
from escalation_log.bot.issue_body import issue_place, title, wanted_of
from escalation_log.bot.issue_plan import (
    Degree,
    Ended,
    Existing,
    IssueKey,
    Reason,
    Wanted,
    WantedIssues,
)
from escalation_log.bot.markdown import escaped, markdown_link
from escalation_log.bot.marker import (
    END_OF_PART,
    OURS,
    beginning_of_part,
    fingerprint,
    labels_known,
    labels_of,
)
from escalation_log.bot.overview import Overview
from escalation_log.bot.reported_duties import MOST_REPORTED, facts_of, reported_in
from escalation_log.bot.rounds import Round, rounds_of
from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import MISSED, Breach, DutyAssessment, DutyState
from escalation_log.model.cases import EventKey, order_of_key
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.receipts import LapsedBy, MetBy, NoRecord
from escalation_log.words.dates import moment_words
from escalation_log.words.receipt_sentences import no_record_words
from escalation_log.words.states import OVER_GUIDE, by_when, late_by

_DONE = frozenset({DutyState.MET, DutyState.MET_LATE})
_WAS = {Degree.BREACH: "was overdue", Degree.OVER_GUIDE: f"was {OVER_GUIDE}"}
_NOTHING = "nothing is overdue"


def ended_of(each: Round, judged: JudgedCase, page: str | None) -> Ended:
    """Say how the issue of a round ends in which nothing is overdue."""
    rows = _reported(each.rows)
    degree = _degree(rows)
    is_done = any(row.state in _DONE for row in rows)
    return Ended(
        key=each.key,
        title=title(each.key, judged, _WAS.get(degree, _NOTHING) if degree else _NOTHING),
        summary=_summary(rows),
        part="\n".join(_part(each, rows, judged, page)),
        labels=labels_of(
            each.key,
            policy=judged.policy.id,
            agencies=agencies_acting_on(rows, judged),
            degree=degree,
        ),
        reason=Reason.COMPLETED if is_done else Reason.NOT_PLANNED,
    )


def ended_in_favour_of(found: Existing, number: int) -> Ended:
    """Say how an issue ends that was replaced by the issue `number`."""
    part = (
        beginning_of_part(found.key, None, fingerprint(("replaced", number))),
        f"**Closed: this is in #{number} now.** What people wrote here stays.",
        "",
        END_OF_PART,
    )
    return Ended(
        key=found.key,
        title=found.title,
        summary=f"the same as #{number}",
        part="\n".join(part),
        labels=frozenset({OURS}),
        reason=Reason.NOT_PLANNED,
    )


def _reported(rows: Sequence[DutyAssessment]) -> tuple[DutyAssessment, ...]:
    """Choose the duties that were ever late; if none was, those that were met when nearly due."""
    late = [row for row in rows if row.breach in MISSED or row.breach_history]
    if late:
        return tuple(late[:MOST_REPORTED])
    near = [
        row
        for row in rows
        if row.met_at is not None and row.soon_at is not None and row.met_at.at >= row.soon_at.at
    ]
    return tuple(near[:MOST_REPORTED])


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
    if step_in(row, LapsedBy) is not None:
        late = late_by(row)
        return f"never recorded as done{late and f', {late} when it lapsed'}"
    return "no longer overdue"


def _part(
    each: Round, rows: Sequence[DutyAssessment], judged: JudgedCase, page: str | None
) -> Iterator[str]:
    key = each.key
    how = _outcome(rows[0]) if len(rows) == 1 else "nothing here is overdue any more"
    yield beginning_of_part(key, None, facts_of(rows))
    yield f"**Closed: {how}.** Case {key.case}, {escaped(issue_place(key, judged.policy))}."
    yield ""
    if not rows:
        yield "By what the log says now, nothing was late here."
        yield ""
    for row in rows:
        yield from (f"### {escaped(row.duty.title)}", "")
        yield from _how(row)
        yield from (f"- {words}" for words in replies_to(row, judged))
        yield ""
        yield from receipt(row)
        yield ""
    yield from lines_without_record((row for row in each.rows if row not in rows), judged)
    yield from lines_off_route(key.stage, judged)
    if page is not None:
        yield f"How the case stands, and why: {markdown_link('the page of the case', page)}."
        yield ""
    yield END_OF_PART


def _how(row: DutyAssessment) -> Iterator[str]:
    """Say how a duty ended, and which breach stays on record."""
    lapse, meeting = step_in(row, LapsedBy), step_in(row, MetBy)
    no_record = step_in(row, NoRecord)
    if row.state is DutyState.NO_RECORD and no_record is not None:
        event = f"event {no_record.event} ({no_record.kind})"
        yield f"- **{escaped(no_record_words(no_record, event))}**"
    elif meeting is not None:
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
        yield "- Over the policy’s guide, which is not a breach"
    for past in row.breach_history:
        yield (
            f"- Counted as missed from {moment_words(past.since)} to "
            f"{moment_words(past.until)}; no longer, because of: {escaped(past.because)}"
        )


_GRAVEST = tuple(Degree)


def wanted_issues(
    references: Iterable[str],
    judge: Callable[[str], JudgedCase],
    *,
    page_of: Callable[[str], str],
    site: str | None = None,
    left_out: Collection[str] = (),
    faulty: Iterable[FaultyFile] = (),
    gone: Callable[[Sequence[IssueKey]], Mapping[IssueKey, Ended]] = lambda _: {},
    overview: Overview | None = None,
) -> WantedIssues:
    """List the issues that should be open, the most overdue first, and how any other one ends.

    `judge` is called once for each case, and again when it is asked how an issue ends, so that only
    one case is in memory at a time. `page_of` gives the address of a case's page within the site,
    and `site` the address at which the site is served; without it, the setting of each partnership
    is used. `left_out` are references of cases that cannot be judged, and `faulty` are their files,
    as far as these have problems of their own: each has an issue, as has the file of a case that
    stands by an earlier state. `gone` says how issues end whose cases are not in the log. To
    `overview` each case is added as well.
    """

    def page(case: JudgedCase) -> str | None:
        base = site or case.partnership.issues.site
        address = page_of(case.assessment.reference)
        return None if base is None else f"{base.rstrip('/')}/{address}"

    def ended(key: IssueKey) -> Ended:
        if key.is_about_file:
            return mended(key, judge(key.case).policy.id if key.case in judged else None)
        case = judge(key.case)
        # After a correction of the log, the round may no longer exist.
        there = (each for each in rounds_of(case) if each.key == key)
        return ended_of(next(there, Round(key=key, rows=())), case, page(case))

    wanted: list[Wanted] = []
    rounds: dict[tuple[str, str], tuple[EventKey, ...]] = {}
    stand: list[FaultyFile] = []
    labels = labels_known()
    judged = frozenset(references)
    for reference in judged:
        case = judge(reference)
        labels |= _labels_for(case)
        if overview is not None:
            overview.add(case, page(case))
        file = file_of_judged(case, page(case))
        if file is not None:
            stand.append(file)
        for each in rounds_of(case):
            place = (reference, each.key.stage)
            rounds[place] = (*rounds.get(place, ()), each.key.started_by)
            reported = reported_in(each.rows, remind=case.partnership.issues.remind)
            if reported is not None:
                wanted.append(wanted_of(each, reported, case, page(case)))
    # Two files may have the name of one case; one issue speaks of it.
    files = {each.key: each for each in reversed([*stand, *faulty])}
    wanted += map(wanted_for, files.values())
    return WantedIssues(
        wanted=tuple(sorted(wanted, key=_urgency)),
        judged=judged,
        rounds=rounds,
        ended=ended,
        labels=labels,
        earlier=frozenset(each.name for each in stand),
        left_out=frozenset(left_out),
        gone=gone,
    )


def _labels_for(case: JudgedCase) -> frozenset[str]:
    return labels_known(
        policies=[case.policy.id],
        stages=(stage.id for stage in case.policy.stages),
        agencies=(*case.partnership.agencies, PARTNERSHIP),
    )


def _urgency(wanted: Wanted) -> tuple[int, float, str, str, tuple[bool, int, str]]:
    key = wanted.key
    return (
        _GRAVEST.index(wanted.degree),
        wanted.since.at.timestamp(),
        key.case,
        key.stage,
        order_of_key(key.started_by),
    )
