"""A receipt as a case's page shows it: what a reader asks first, and the technical lines apart.

Days and dates are in the words of every other output. What those say with the ids of stages, duties
and people is said here in the policy's words, and stands in theirs among the technical lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.limits import Before, InWords, Limit, SameWorkingDay
from escalation_log.model.policies import Force
from escalation_log.model.receipts import (
    ByErratum,
    CountedBy,
    DayReckoned,
    DueAt,
    ExtensionApplied,
    LapsedBy,
    MetBy,
    Ordered,
    ReceiptStep,
    Reckoning,
    RuleApplied,
    StartedBy,
)
from escalation_log.render.dates import day_words, moment_words
from escalation_log.render.receipts import COUNTING_WORDS, step_words
from escalation_log.site.cases.editions import EditionNames
from escalation_log.site.rule_words import event_in_words, limit_in_words
from escalation_log.site.words import duty_title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """A receipt as list items; `technical` has the lines with ids and content hashes.

    They are HTML already: a page has a hundred of them, and most recur from case to case.
    """

    lines: Markup
    technical: Markup


class ReceiptTeller:
    """Puts the receipts of an edition's cases into lines, and keeps those that recur."""

    def __init__(self, names: EditionNames) -> None:
        self._names = names
        self._days: dict[DayReckoned, str] = {}
        self._counts: dict[CountedBy, tuple[str, str]] = {}
        self._rules: dict[tuple[object, ...], tuple[str, str]] = {}

    def tell(self, row: DutyAssessment, titles: Mapping[int, str]) -> ReceiptView:
        """Put a duty's receipt into lines; `titles` are those of the case's events, by number."""
        lines: list[str] = []
        technical: list[str] = []
        for step in row.receipt:
            if isinstance(step, DayReckoned):
                lines.append(self._day(step))
            elif isinstance(step, CountedBy):
                line, words = self._count(step)
                lines.append(line)
                technical.append(words)
            elif isinstance(step, RuleApplied):
                line, words = self._rule(step, row)
                lines.append(line)
                technical.append(words)
            else:
                said = self._in_policy_words(step, row, titles)
                if said is not None:
                    technical.append(_item(step_words(step)))
                    lines.append(_item(*said))
                else:
                    look = "result" if isinstance(step, DueAt) else ""
                    lines.append(_item(step_words(step), look=look))
        return ReceiptView(lines=_html(lines), technical=_html(technical))

    def _day(self, step: DayReckoned) -> str:
        if step not in self._days:
            look = "" if step.reckoning is Reckoning.COUNTED else "skipped"
            self._days[step] = _item(step_words(step), look=look)
        return self._days[step]

    def _count(self, step: CountedBy) -> tuple[str, str]:
        if step not in self._counts:
            words = f"Counting: {COUNTING_WORDS[step.counting]}"
            if step.cut_off is not None:
                words += f"; what starts it at or after {step.cut_off} counts from the next one"
            self._counts[step] = (_item(f"{words}."), _item(step_words(step)))
        return self._counts[step]

    def _in_policy_words(
        self, step: ReceiptStep, row: DutyAssessment, titles: Mapping[int, str]
    ) -> tuple[str, int] | None:
        """Say a step that elsewhere has ids, with the number of its event, 0 for none."""
        policy = self._names.policy
        event = 0
        match step:
            case StartedBy(duty=str(duty)):
                title = duty_title_of(policy, duty)
                words = f"Started as the time for “{title}” was up, {_on(step)}."
            case StartedBy():
                event = step.event or 0
                words = f"Started by “{titles.get(event, '')}” {_on(step)}."
            case MetBy():
                event = step.event
                words = f"Met by “{titles.get(event, '')}” {_on(step)}{_when_met(step, row)}."
            case LapsedBy():
                event = step.event
                title = titles.get(event, "")
                words = f"Lapsed with “{title}” {_on(step)}: its stage or the case ended."
            case ExtensionApplied():
                event = step.event
                words = (
                    f"More time agreed by {self._names.events.people(step.agreed_by)}: until "
                    f"{moment_words(step.until)}; the guide’s own date was "
                    f"{day_words(step.original_due_on)}."
                )
            case ByErratum():
                words = f"{erratum_words(step)}."
            case Ordered():
                event = step.broken_by or 0
                first = ", which came first" if event else ""
                before = event_in_words(policy, step.before)
                words = f"No date: to be done before {before}{first}."
            case _:
                return None
        return words, event

    def _rule(self, step: RuleApplied, row: DutyAssessment) -> tuple[str, str]:
        key = (step.duty, step.force, step.urgency, step.guide_since_event)
        if key not in self._rules:
            self._rules[key] = (_item(self._rule_words(step, row)), _item(step_words(step)))
        return self._rules[key]

    def _rule_words(self, step: RuleApplied, row: DutyAssessment) -> str:
        allowed = self._allowance(step.limit, recurs=step.recurs)
        urgency = ""
        if step.urgency is not None:
            named = (self._names.policy.urgencies or {}).get(step.urgency, step.urgency)
            urgency = f" where the urgency is “{named}”"
        force = ", as a guide" if row.force is Force.GUIDE else ""
        if row.duty.advice:
            force = ", as advice"
        elif step.guide_since_event is not None:
            force = f", only as a guide since event {step.guide_since_event}"
        return f"{allowed}{urgency}{force} (clause {step.clause})."

    def _allowance(self, limit: Limit | None, *, recurs: bool) -> str:
        match limit:
            case None:
                return "The policy sets no limit"
            case InWords(words=words):
                return f"The policy says “{words}”"
            case Before() | SameWorkingDay():
                on = "on " if isinstance(limit, SameWorkingDay) else ""
                return f"The policy asks for it {on}{limit_in_words(self._names.policy, limit)}"
            case _:
                allowed = limit_in_words(self._names.policy, limit)
                return f"The policy {'asks for it every' if recurs else 'allows'} {allowed}"


def _item(words: str, event: int = 0, *, look: str = "") -> str:
    """Make a list item, with a link to the event that it is about."""
    link = f' <a href="#event-{event}">Event {event}</a>' if event else ""
    opening = f'<li class="el-{look}">' if look else "<li>"
    return f"{opening}{escape(words)}{link}</li>"


def _html(items: list[str]) -> Markup:
    return Markup("\n".join(items))  # noqa: S704 - every item is escaped where it is made


def erratum_words(step: ByErratum) -> str:
    """Say the date by the edition that corrects a mistake in the one that governs."""
    version = step.edition.partition("@")[2]
    by = f"By edition {version}, which corrects a mistake in this one"
    if step.due is None or step.due_on is None:
        return f"{by}, there is no date"
    return (
        f"{by}, the last day in time is {day_words(step.due_on)}; late from "
        f"{moment_words(step.due)}"
    )


def _on(step: StartedBy | MetBy | LapsedBy) -> str:
    return f"on {moment_words(step.moment)}"


def _when_met(step: MetBy, row: DutyAssessment) -> str:
    if step.before_trigger:
        return ", before its clock would have started"
    if step.in_time is None:
        return ""
    late = "over the guide" if row.force is Force.GUIDE else "late"
    return ", in time" if step.in_time else f", {late}"
