"""Show a receipt on a case's page: the main steps first, the technical lines apart.

The sentences are those of every other output, with the policy's names in place of ids. A step that
would still be technical is said in plain words, and stands word for word among the technical lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import EventKey
from escalation_log.model.patterns import (
    AtOnce,
    Before,
    ByUrgency,
    DaysBefore,
    InWords,
    Limit,
    SameWorkingDay,
    TimedLimit,
)
from escalation_log.model.policies import Force
from escalation_log.model.receipts import (
    AlsoAllowed,
    BreachEnded,
    ByErratum,
    CountedBack,
    CountedBy,
    DayReckoned,
    DoesNotCount,
    DueAt,
    EveryDayCounts,
    ExtensionApplied,
    HoursRun,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    NoNumber,
    NoRecord,
    NotPlanned,
    OnTheDay,
    Ordered,
    ProtectiveApplied,
    Provisional,
    Reckoning,
    RuleApplied,
    SaferBy,
    SafeWords,
    StartedBy,
    UrgencyChanged,
)
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.policy_rules import event_in_words, limit_in_words
from escalation_log.words.receipt_sentences import (
    COUNTING_WORDS,
    WHY_LAPSED,
    counted_back_words,
    no_record_words,
    step_words,
    why_not_words,
)
from escalation_log.words.states import OVER_GUIDE
from escalation_log.words.titles import OWN_WORDS, clause_words, duty_title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """A receipt as list items; `technical` has each step with ids and content hashes.

    They are HTML already, since a page has about a hundred, most of which other cases have too.
    """

    lines: Markup
    technical: tuple[str, ...]


class ReceiptTeller:
    """Writes the receipts of an edition's cases as lines, and caches those that recur."""

    def __init__(self, names: EditionNames) -> None:
        self.names = names
        self._days: dict[DayReckoned, str] = {}
        self._others: dict[object, tuple[str, str]] = {}

    def tell(self, row: DutyAssessment, titles: Mapping[EventKey, str]) -> ReceiptView:
        """Write a duty's receipt as lines; `titles` are those of the case's events, by number."""
        lines: list[str] = []
        technical: list[str] = []
        # A limit without a number has a step of its own, in the policy's words.
        has_number = not any(isinstance(step, NoNumber) for step in row.receipt)
        for step in row.receipt:
            match step:
                case DayReckoned():
                    lines.append(self._day(step))
                case CountedBy() | EveryDayCounts():
                    line, words = self._count(step)
                    lines.append(line)
                    technical.append(words)
                case RuleApplied():
                    line, words = self._rule(step, row)
                    if has_number:
                        lines.append(line)
                    technical.append(words)
                case DueAt():
                    lines.append(_item(step_words(step), look="result"))
                case (
                    HoursRun()
                    | MovedByAnnouncement()
                    | Provisional()
                    | ProtectiveApplied()
                    | NoNumber()
                    | NotPlanned()
                    | OnTheDay()
                    | AlsoAllowed()
                    | SaferBy()
                    | SafeWords()
                    | BreachEnded()
                ):
                    lines.append(_item(step_words(step)))
                case StartedBy() | MetBy() | LapsedBy() | NoRecord() | DoesNotCount():
                    lines.append(self._act(step, row, titles))
                case (
                    ExtensionApplied() | ByErratum() | Ordered() | UrgencyChanged() | CountedBack()
                ):
                    lines.append(self._exception(step))
                    technical.append(_item(step_words(step)))
        return ReceiptView(lines=joined(lines), technical=tuple(technical))

    def _day(self, step: DayReckoned) -> str:
        if step not in self._days:
            look = "" if step.reckoning is Reckoning.COUNTED else "skipped"
            self._days[step] = _item(step_words(step), look=look)
        return self._days[step]

    def _count(self, step: CountedBy | EveryDayCounts) -> tuple[str, str]:
        if isinstance(step, EveryDayCounts):
            return _item("Counting: every day counts."), _item(step_words(step))
        if step not in self._others:
            words = f"Counting: {COUNTING_WORDS[step.counting]}"
            if step.cut_off is not None:
                words += f"; what starts it at or after {step.cut_off} counts from the next one"
            self._others[step] = (_item(f"{words}."), _item(step_words(step)))
        return self._others[step]

    def _act(
        self,
        step: StartedBy | MetBy | LapsedBy | NoRecord | DoesNotCount,
        row: DutyAssessment,
        titles: Mapping[EventKey, str],
    ) -> str:
        on = moment_words(step.moment)
        match step:
            case StartedBy(event=int(event)):
                return _item(f"Started by event {event} ({titles[event]}) on {on}.", event)
            case StartedBy(duty=duty):
                title = duty_title_of(self.names.policy, duty or "")
                return _item(f"Started by the deadline of “{title}” on {on}.")
            case MetBy(event=event):
                met = f"Met by event {event} ({titles[event]}) on {on}"
                return _item(f"{met}{_when_met(step, row)}.", event)
            case LapsedBy(event=event):
                lapsed = f"Lapsed with event {event} ({titles[event]}) on {on}"
                return _item(f"{lapsed}: {WHY_LAPSED[step.why]}.", event)
            case NoRecord(event=event):
                return _item(f"{no_record_words(step, f'event {event} ({titles[event]})')}.", event)
            case DoesNotCount(event=event):
                why = why_not_words(step, self.names.coded)
                return _item(
                    f"Event {event} ({titles[event]}) on {on} does not count: {why}.", event
                )

    def _exception(
        self, step: ExtensionApplied | ByErratum | Ordered | UrgencyChanged | CountedBack
    ) -> str:
        match step:
            case CountedBack(event=event):
                return _item(f"{counted_back_words(step)}.", event)
            case UrgencyChanged(event=event):
                urgency = (self.names.policy.urgencies or {}).get(step.urgency, step.urgency)
                allowed = limit_in_words(self.names.policy, step.limit)
                return _item(
                    f"The urgency is “{urgency}” since event {event}: {allowed} from then, last "
                    f"day in time {day_words(step.due_on)}.",
                    event,
                )
            case ExtensionApplied(event=event):
                people = self.names.events.people(step.agreed_by)
                return _item(
                    f"Extension agreed (event {event}) by {people}: until "
                    f"{moment_words(step.until)}; the guide's own date was "
                    f"{day_words(step.original_due_on)}.",
                    event,
                )
            case ByErratum():
                return _item(f"{erratum_words(step)}.")
            case Ordered(broken_by=event):
                before = event_in_words(self.names.policy, step.before)
                first = f", which came first (event {event})" if event else ""
                return _item(f"No date: to be done before {before}{first}.", event)

    def _rule(self, step: RuleApplied, row: DutyAssessment) -> tuple[str, str]:
        # The log has two reminders of one id, with a title and a limit of their own.
        key = (step.duty, row.duty.title, step.force, step.urgency, step.guide_since_event)
        if key not in self._others:
            self._others[key] = (_item(self._rule_words(step, row)), _item(step_words(step)))
        return self._others[key]

    def _rule_words(self, step: RuleApplied, row: DutyAssessment) -> str:
        if row.is_own:
            return f"{OWN_WORDS}: {limit_in_words(self.names.policy, step.limit)}."
        allowed = self._allowance(step.limit, recurs=step.recurs)
        urgency = ""
        if step.urgency is not None:
            named = (self.names.policy.urgencies or {}).get(step.urgency, step.urgency)
            urgency = f" where the urgency is “{named}”"
        force = ", as a guide" if row.force is Force.GUIDE else ""
        if row.duty.advice:
            force = ", as advice"
        elif step.guide_since_event is not None:
            force = f", only as a guide since event {step.guide_since_event}"
        return f"{allowed}{urgency}{force} ({clause_words(step.clause)})."

    def _allowance(self, limit: Limit | None, *, recurs: bool) -> str:
        allowed = limit_in_words(self.names.policy, limit)
        if isinstance(limit, SameWorkingDay | AtOnce):
            return f"The policy asks for it on {allowed}"
        if isinstance(limit, TimedLimit | ByUrgency):
            return f"The policy {'asks for it every' if recurs else 'allows'} {allowed}"
        match limit:
            case None:
                return "The policy sets no limit"
            case InWords():
                return f"The policy says “{allowed}”"
            case Before() | DaysBefore():
                return f"The policy asks for it {allowed}"


def _item(words: str, event: EventKey | None = None, *, look: str = "") -> str:
    """Make a list item; the number of an event becomes a link to it.

    The end tag is left out, as HTML allows, because a page has hundreds of items.
    """
    opening = f'<li class="el-{look}">' if look else "<li>"
    html = escape(words, quote=False)
    if event is not None:
        html = html.replace(f"event {event}", f'<a href="#event-{event}">event {event}</a>', 1)
    return f"{opening}{html}"


def joined(items: Iterable[str]) -> Markup:
    """Join list items that are HTML already."""
    return Markup("".join(items))  # noqa: S704 - every item is escaped where it is made


def erratum_words(step: ByErratum) -> str:
    """Say the date under the edition that corrects a mistake in the governing one."""
    version = step.edition.partition("@")[2]
    by = f"By edition {version}, which corrects a mistake in this one"
    if step.due is None or step.due_on is None:
        return f"{by}, there is no date"
    return (
        f"{by}, the last day in time is {day_words(step.due_on)}; late from "
        f"{moment_words(step.due)}"
    )


def _when_met(step: MetBy, row: DutyAssessment) -> str:
    if step.before_trigger:
        return ", before its clock would have started"
    if step.in_time is None:
        return ""
    late = OVER_GUIDE if row.force is Force.GUIDE else "late"
    return ", in time" if step.in_time else f", {late}"
