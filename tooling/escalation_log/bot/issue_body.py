"""Write an issue: its title, what is overdue, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.bot.coming_duties import lines_of_coming
from escalation_log.bot.duty_lines import (
    agencies_acting_on,
    lines_of_contacts,
    lines_off_route,
    lines_without_record,
    receipt,
    replies_to,
    rule_words_of,
    ways_to_record,
    who,
)
from escalation_log.bot.issue_plan import WHOLE_CASE, Degree, IssueKey, Wanted
from escalation_log.bot.markdown import code, escaped, markdown_link, title_text
from escalation_log.bot.marker import END_OF_PART, NEUTRAL_TITLE, beginning_of_part, labels_of
from escalation_log.bot.reported_duties import MOST_REPORTED, ReportedDuties, facts_of
from escalation_log.bot.rounds import Round
from escalation_log.bot.torn_part import TEAM_HEADING
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState, DutyAssessment, DutyState
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import Governs
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.departures import NOT_AGREED
from escalation_log.words.lists import listed
from escalation_log.words.states import OVER_GUIDE, RING_NOW, breach_sentence, by_when, late_by
from escalation_log.words.titles import of_subject, stage_in_words_of, stage_name_of
from escalation_log.words.to_do import is_at_once, safe_sentences

TITLES = {
    Degree.DUE_NOW: "due now",
    Degree.CANNOT_BE_JUDGED: "cannot be judged",
    Degree.BREACH: "overdue",
    Degree.OVER_GUIDE: OVER_GUIDE,
    Degree.OWN: "the log’s own reminder",
    Degree.DUE_SOON: "due soon",
    Degree.OVERVIEW: "overview",
}
BELOW = f"""\
{TEAM_HEADING}

This section is yours: write, tick and add what you like here. The text above is kept by the log. \
Write no names here, and nothing that could tell who the child is.

- [ ] Somebody has taken this on
- [ ] Those who must act have been reached
- [ ] What was done is recorded in the log
"""


def wanted_of(
    each: Round, reported: ReportedDuties, judged: JudgedCase, page: str | None
) -> Wanted:
    """Make the wanted issue about a round; `page` is the address of the case's page."""
    dues = [row.due for row in reported.rows if row.due is not None]
    agencies = agencies_acting_on(reported.rows, judged)
    chosen = judged.partnership.issues.assignees
    return Wanted(
        key=each.key,
        degree=reported.degree,
        since=min(dues, key=lambda due: due.at),
        title=title(each.key, judged, TITLES[reported.degree]),
        summary=_summary(reported),
        part="\n".join(_part(each, reported, judged, page)),
        below=of_subject(BELOW, judged.policy.subject),
        labels=labels_of(
            each.key, policy=judged.policy.id, agencies=agencies, degree=reported.degree
        ),
        assignees=tuple(
            dict.fromkeys(account for agency in agencies for account in chosen.get(agency, ()))
        ),
        was_at_once=any(map(is_at_once, reported.rows)),
    )


def title(key: IssueKey, judged: JudgedCase, says: str) -> str:
    """Write an issue's title: the case, the stage and a summary of what is late.

    Where the partnership wants neutral words on a locked screen, it is the summary alone.
    """
    if judged.partnership.wants_neutral_words:
        return f"{NEUTRAL_TITLE}{says}"
    stage = title_text(issue_place(key, judged.policy), most=150)
    return f"{key.case}, {stage}: {says}"


def issue_place(key: IssueKey, policy: Policy) -> str:
    """Name what an issue is about: a stage, or the case as a whole."""
    return "the whole case" if key.stage == WHOLE_CASE else stage_name_of(policy, key.stage)


def news(before: Degree | None, wanted: Wanted, *, was_closed_by_hand: bool) -> str:
    """Write the comment that tells readers of an earlier text what has changed."""
    now = f"{escaped(wanted.summary)}. The text at the top of this issue says it in full."
    if was_closed_by_hand and wanted.key.is_overview:
        return (
            "**Opened again**: somebody closed this issue. It is the overview that the log keeps, "
            "and it stays open."
        )
    if was_closed_by_hand and wanted.key.is_about_file:
        return (
            f"**Opened again**: somebody closed this issue, but the file still has problems. {now} "
            "Mend the file, and the issue closes by itself."
        )
    if was_closed_by_hand:
        return (
            "**Opened again**: somebody closed this issue, but the log does not say that the duty "
            f"is met. {now} Record in the log what was done, and the issue closes by itself."
        )
    if before is None:
        return f"**Opened again**: there is something to do here once more. {now}"
    return f"**{_NEWS[wanted.degree]}** {now}"


_NEWS = {
    Degree.DUE_NOW: f"Now something has to be done at once. {RING_NOW}",
    Degree.CANNOT_BE_JUDGED: "Now the file has problems.",
    Degree.BREACH: "Now a breach of the policy.",
    Degree.OVER_GUIDE: "Now over the policy’s guide, which is not a breach.",
    Degree.OWN: "No longer overdue; the log’s own reminder has passed.",
    Degree.DUE_SOON: "No longer overdue, but due soon.",
    Degree.OVERVIEW: "This is the overview now.",
}


def _summary(reported: ReportedDuties) -> str:
    first, more = reported.rows[0], len(reported.rows) - 1
    late = "due" if reported.degree in (Degree.DUE_NOW, Degree.DUE_SOON) else "was due"
    others = f", and {more} more" if more else ""
    return f"{first.duty.title}: {late} {by_when(first)}{others}"


def _part(
    each: Round, reported: ReportedDuties, judged: JudgedCase, page: str | None
) -> Iterator[str]:
    yield beginning_of_part(each.key, reported.degree, facts_of(reported.rows))
    yield f"**{HEADLINES[reported.degree]}** {issue_state_words(each.key, judged)}"
    yield ""
    for row in reported.rows[:MOST_REPORTED]:
        yield from _duty(row, judged)
    more = len(reported.rows) - MOST_REPORTED
    if more > 0:
        yield f"And {more} more of this stage."
        yield ""
    yield from _to_do(reported, judged, page)
    yield from _settled(each, judged)
    yield from lines_without_record(each.rows, judged)
    yield from lines_off_route(each.key.stage, judged)
    yield from lines_of_coming(each.key.stage, reported.rows, judged)
    yield END_OF_PART


HEADLINES = {
    Degree.DUE_NOW: RING_NOW,
    Degree.CANNOT_BE_JUDGED: "This case cannot be judged as its file is.",
    Degree.BREACH: "Overdue, a breach of the policy.",
    Degree.OVER_GUIDE: "Over the policy’s guide, which is not a breach.",
    Degree.OWN: "The log’s own reminder, and not the policy’s.",
    Degree.DUE_SOON: "Due soon; nothing is late yet.",
    Degree.OVERVIEW: "The whole log at a glance.",
}


def issue_state_words(key: IssueKey, judged: JudgedCase) -> str:
    """Say in Markdown which case it is, its present state, and the stage of the issue."""
    policy, assessment = judged.policy, judged.assessment
    is_whole = key.stage == WHOLE_CASE
    place = issue_place(key, policy) if is_whole else stage_in_words_of(policy, key.stage)
    about = escaped(place)
    if assessment.stage is None:
        return f"Case {key.case}; this is about {about}."
    at = escaped(stage_in_words_of(policy, assessment.stage))
    state = f"is open, at {at}"
    if assessment.state is not CaseState.OPEN:
        state = f"is {assessment.state}, and was last at {at}"
    elsewhere = "" if key.stage == assessment.stage else f"; this is about {about}"
    agreed = f" {NOT_AGREED}" if assessment.agreed is False else ""
    return f"Case {key.case} {state}{elsewhere}.{agreed}"


def _duty(row: DutyAssessment, judged: JudgedCase) -> Iterator[str]:
    """Describe one duty: what is late, who must act, since when and why."""
    yield from (f"### {escaped(row.duty.title)}", "")
    is_late = row.state is DutyState.OVERDUE
    yield f"- **{'Was due' if is_late else 'Due'}** {by_when(row)}{_moved(row, judged.policy)}"
    yield f"- **To be done by:** {who(row, judged)}"
    if is_late and not row.is_own:
        yield f"- **Not recorded as done.** {breach_sentence(row.breach)}"
    yield f"- **Rule:** {rule_words_of(row, judged.policy)}"
    for words in safe_sentences(row):
        yield f"- **By every reading:** {escaped(words)}"
    for words in replies_to(row, judged):
        yield f"- {words}"
    if row.is_provisional:
        yield "- **Provisional:** it counts days whose bank holidays are not published yet"
    yield ""
    yield from receipt(row)
    yield ""


def _moved(row: DutyAssessment, policy: Policy) -> str:
    """Say what changed a date; return an empty string where nothing did."""
    first = row.original_due_on
    if first is None or first == row.due_on:
        return ""
    if row.governed_by is Governs.PROTECTIVE_TIMESCALE:
        whom = of_subject("a time set to protect the child", policy.subject)
        return f"; {whom}, earlier than the limit’s {day_words(first)}"
    if row.governed_by is Governs.EXTENSION:
        return f"; more time was agreed, the guide’s own date was {day_words(first)}"
    return f"; at first {day_words(first)}, moved by a day off that was announced or withdrawn"


def _to_do(reported: ReportedDuties, judged: JudgedCase, page: str | None) -> Iterator[str]:
    """Say what to do: whom to reach, and how to record what was done."""
    reference = judged.assessment.reference
    yield from ("### What to do", "")
    yield "1. Reach those who must act, and make sure that it is done."
    yield from lines_of_contacts(reported.rows, judged)
    yield (
        f"2. Record what was done at the end of {code(judged.file)}, in the form of the events "
        f"above it: {code('at:')} with the date and time, {code('by:')} with the side, and"
    )
    ways = dict.fromkeys(way for row in reported.rows for way in ways_to_record(row, judged))
    yield from (f"   - {way}" for way in ways)
    yield "3. Leave this issue open: it closes by itself once the log says that it is done."
    if page is None:
        commands = [code(f"escalog explain {reference} {row.duty.id}") for row in reported.rows[:2]]
        yield f"4. To see how the case stands: {listed(commands, 'or')}."
    else:
        yield f"4. How the case stands, and why: {markdown_link('the page of the case', page)}."
    yield ""


def _settled(each: Round, judged: JudgedCase) -> Iterator[str]:
    """List the duties of the round that were late and are now met or lapsed."""
    over = [
        row
        for row in each.rows
        if row.late is not None and row.state in (DutyState.MET_LATE, DutyState.LAPSED)
    ]
    if not over:
        return
    yield from ("### Late here earlier", "")
    for row in over[:MOST_REPORTED]:
        how = "was done" if row.state is DutyState.MET_LATE else "was never done"
        when = f" on {moment_words(row.met_at)}" if row.met_at is not None else ""
        told = f"- {escaped(row.duty.title)}: {how}{when}, {late_by(row)}"
        yield ". ".join((told, *replies_to(row, judged)))
    yield ""
