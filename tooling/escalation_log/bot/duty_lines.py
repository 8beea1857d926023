"""Write a duty of an issue in words: its date and receipt, who must act, whom to ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from escalation_log.bot.markdown import code, escaped
from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.partnerships import Contact
from escalation_log.model.patterns import EventPattern, patterns_in
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import DayReckoned
from escalation_log.words.departures import NOT_BY_THE_ROUTE, departure_sentence
from escalation_log.words.events import reply_words
from escalation_log.words.lists import listed
from escalation_log.words.policy_rules import event_in_words, limit_words_of
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.states import DUTY_STATES, due_words
from escalation_log.words.titles import OWN_WORDS, agency_words, clause_words, role_words
from escalation_log.words.to_do import limit_applied, teams_at

_Step = TypeVar("_Step")
# The most ways of recording that a duty was met that an issue shows.
_MOST_WAYS = 6
# Fields that tell events of a kind apart. The stage is not among them, since the issue has it.
_TELLING = frozenset({"to", "whom", "what", "by"})


def agencies_acting_on(rows: Iterable[DutyAssessment], judged: JudgedCase) -> tuple[str, ...]:
    """List who must act on some duties: ids of agencies, `partnership` among them.

    For an agency that has left it is who took over.
    """
    return judged.answering_for(chain.from_iterable(map(judged.acting_on, rows)))


def who(row: DutyAssessment, judged: JudgedCase) -> str:
    """Say who must act, in Markdown: the role, and of which agencies."""
    names = [_name(each, judged) for each in judged.acting_on(row)]
    if row.is_own:
        return listed(names)
    return f"{escaped(role_words(judged.policy, row.role))} ({listed(names)})"


def _name(agency: str, judged: JudgedCase) -> str:
    """Name an agency, and who took over if it has left."""
    name = escaped(agency_words(agency, judged.partnership))
    (answering,) = judged.answering_for([agency])
    if answering == agency:
        return name
    return f"{name}, which has left: {escaped(agency_words(answering, judged.partnership))}"


def rule_words_of(row: DutyAssessment, policy: Policy) -> str:
    """Say which rule sets the limit, in Markdown."""
    if row.is_own:
        return escaped(OWN_WORDS)
    limit = limit_applied(row)
    every = "every " if row.duty.every is not None else ""
    word = f" (“{escaped(row.duty.word)}”)" if row.duty.word else ""
    return (
        f"{every}{escaped(limit_words_of(policy, limit))}, {row.force}{word}; "
        f"{escaped(policy.title)}, edition "
        f"{escaped(policy.version)}, {escaped(clause_words(row.duty.clause))}"
    )


def ways_to_record(row: DutyAssessment, judged: JudgedCase) -> Iterator[str]:
    """Say, in Markdown, what meets a duty and what to write for it, one way after another."""
    ways = dict.fromkeys(
        (kind, tuple(field for field in pattern.fields if field[0] in _TELLING))
        for pattern in patterns_in(row.duty.met_by)
        for kind in sorted(pattern.kinds)
    )
    if len(ways) == len(EventKind):
        yield "whatever happened, as any kind of event"
        return
    for kind, fields in islice(ways, _MOST_WAYS):
        placed_event = event_in_words(
            judged.policy, EventPattern(kinds=frozenset({kind}), fields=fields)
        )
        written = [
            f"kind: {kind}",
            *(f"{name}: {listed(sorted(values), 'or')}" for name, values in fields),
        ]
        if kind is EventKind.DONE:
            written.append(f"duty: {row.duty.id}")
        yield f"when {escaped(placed_event)}: {', '.join(map(code, written))}"


def step_in(row: DutyAssessment, kind: type[_Step]) -> _Step | None:
    """Find the first step of a kind in a receipt, such as the one that says what met the duty."""
    return next((step for step in row.receipt if isinstance(step, kind)), None)


def receipt(row: DutyAssessment) -> Iterator[str]:
    """Write a receipt as a list in a `details` element; the days of a count are indented."""
    heading = f"Why {due_words(row)}" if row.due is not None else "What the log says"
    yield "<details>"
    yield f"<summary>{heading}: the receipt</summary>"
    yield ""
    for step in row.receipt:
        indent = "  " if isinstance(step, DayReckoned) else ""
        yield f"{indent}- {escaped(step_words(step), most=1000)}"
    yield ""
    yield "</details>"


def lines_without_record(rows: Iterable[DutyAssessment], judged: JudgedCase) -> Iterator[str]:
    """List the duties of some rows of which nothing shows that they were done, with any reply."""
    unshown = [row for row in rows if row.state is DutyState.NO_RECORD]
    if not unshown:
        return
    yield from (f"### {DUTY_STATES[DutyState.NO_RECORD]}", "")
    for row in unshown:
        yield ". ".join((f"- {escaped(row.duty.title)}", *replies_to(row, judged)))
    yield ""


def lines_off_route(stage: str, judged: JudgedCase) -> Iterator[str]:
    """List what was not by the policy's route at a stage."""
    stages = {each.event.key: each.stage for each in judged.timeline.placed_events}
    found = [each for each in judged.assessment.off_route if stages[each.event] == stage]
    if not found:
        return
    yield from (f"### {NOT_BY_THE_ROUTE}", "")
    for each in found:
        words = departure_sentence(each, judged.policy, judged.partnership)
        yield f"- Event {each.event}: {escaped(words)}"
    yield ""


def replies_to(row: DutyAssessment, judged: JudgedCase) -> Iterator[str]:
    """Yield what a side replied last to a mark, in Markdown, if one did."""
    reply = judged.reply_to(row)
    if reply is not None:
        yield f"**{escaped(reply_words(reply.event))}**"


# The most numbers that an issue shows; the case's page has all of them.
_MOST = 6


def lines_of_contacts(rows: Sequence[DutyAssessment], judged: JudgedCase) -> Iterator[str]:
    """Yield a line for each telephone number, indented below a numbered step.

    The numbers are those of the agencies that must act. They are for the duty's stage or for the
    stage that the case is in, whichever is earlier, because the people of one stage take a case to
    the next.
    """
    contacts: dict[str, Contact] = {}
    for row in rows:
        stage = _stage(row, judged)
        for agency in agencies_acting_on([row], judged):
            side = None if agency == PARTNERSHIP else agency
            teams = teams_at(judged.partnership.contacts, side, stage)
            contacts |= {each.id: each for each in teams if each.phone}
    for each in list(contacts.values())[:_MOST]:
        whose = (
            ""
            if each.agency is None
            else f"{escaped(agency_words(each.agency, judged.partnership))}, "
        )
        yield f"   - {whose}{escaped(each.name)}: {code(each.phone or '')}"


def _stage(row: DutyAssessment, judged: JudgedCase) -> str:
    policy = judged.policy
    stages = [each for each in (row.duty.stage, judged.assessment.stage) if each is not None]
    return min(stages, key=policy.stage_index, default=policy.stages[0].id)
