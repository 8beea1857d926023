"""Events in the words of a policy: what happened, and field by field what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.model.cases import PSEUDONYM, TEXTS_OF_HEADER, Event
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.lists import listed
from escalation_log.words.titles import (
    SIDES,
    capital,
    coded_title,
    coded_words,
    duty_title_of,
    lowered,
    of_subject,
    stage_in_words_of,
    stage_name_of,
)


@dataclass(frozen=True, slots=True)
class KindWords:
    """The wording for events of a kind.

    `happens` follows "when", "before" or "after", and so does `happens_to`, which has `{}` for the
    value of a field. `recorded` precedes "recorded". `title` says what happened, with `{}` for the
    stage or the duty; without it, the title is made from the kind's own word.
    """

    happens: str
    recorded: str
    title: str | None = None
    happens_to: str | None = None


KIND_WORDS: Mapping[EventKind, KindWords] = {
    EventKind.CONCERN_IDENTIFIED: KindWords("a concern is identified", "Concern"),
    EventKind.DISAGREEMENT: KindWords("the disagreement arises", "Disagreement"),
    EventKind.RAISED: KindWords("the concern is raised", "Raising of the concern"),
    EventKind.DISCUSSED: KindWords("it is discussed", "Discussion"),
    EventKind.CONSULTED: KindWords(
        "advice is taken", "Advice taken", "Advice taken", happens_to="advice is taken from {}"
    ),
    EventKind.CONSIDERED: KindWords(
        "a step is considered", "Step considered", happens_to="somebody considers {}"
    ),
    EventKind.NOT_RESOLVED: KindWords("it is not resolved", "“Not resolved”"),
    EventKind.ESCALATED: KindWords(
        "it goes to a later stage", "Escalation", "Escalated to {}", happens_to="it goes to {}"
    ),
    EventKind.REFERRED: KindWords("it is referred", "Referral", happens_to="it is referred to {}"),
    EventKind.NOTIFIED: KindWords(
        "others are told", "Notification", "Others told", happens_to="{} is told"
    ),
    EventKind.UPDATE: KindWords("an update is given", "Update", "Update given"),
    EventKind.RESOLVED: KindWords("it is resolved", "Resolution"),
    EventKind.CONFIRMED_IN_WRITING: KindWords(
        "the outcome is confirmed in writing", "Written confirmation"
    ),
    EventKind.RECORD_STARTED: KindWords("the record is started", "Start of the escalation record"),
    EventKind.RECORD_UPDATED: KindWords(
        "the record is brought up to date", "Update of the escalation record"
    ),
    EventKind.RECORD_SHARED: KindWords(
        "the record is shared",
        "Sharing of the escalation record",
        happens_to="the record is shared with {}",
    ),
    EventKind.NOTICE_ISSUED: KindWords("the notice is issued", "Escalation notice"),
    EventKind.MEETING: KindWords("a meeting is held", "Meeting", "Meeting held"),
    EventKind.PANEL_CONVENED: KindWords("the panel is convened", "Resolution panel"),
    EventKind.RECOMMENDED: KindWords(
        "a recommendation is made", "Recommendation", "Recommendation made"
    ),
    EventKind.DECIDED: KindWords("a decision is made", "Decision", "Decision made"),
    EventKind.RESPONSE: KindWords("a response is given", "Response", "Response given"),
    EventKind.PROTECTIVE_TIMESCALE: KindWords(
        "a time is set to protect the child",
        "A time by which the child must be protected",
        "A time set to protect the child",
    ),
    EventKind.IMMEDIATE_RISK: KindWords(
        "an immediate risk is recorded",
        "Immediate risk to the child",
        "Immediate risk to the child",
    ),
    EventKind.RISK_OVER: KindWords(
        "the immediate risk is over", "End of the immediate risk", "Immediate risk over"
    ),
    EventKind.NO_ANSWER: KindWords("nobody answers", "“No answer”", "Nobody answered"),
    EventKind.AGREED: KindWords("a side agrees to how it ended", "Agreement to how it ended"),
    EventKind.PLANNED: KindWords(
        "a day is planned", "Planned day", "Planned for a day", happens_to="a day is planned for {}"
    ),
    EventKind.DISPUTED: KindWords("a mark is disputed", "Reply to a mark", "Reply to a mark: {}"),
    EventKind.OUTCOME: KindWords(
        "the outcome for the child is recorded", "Outcome for the child", "Outcome for the child"
    ),
    EventKind.SAFEGUARDS: KindWords(
        "what keeps the child safe is recorded",
        "What keeps the child safe meanwhile",
        "What keeps the child safe meanwhile",
    ),
    EventKind.CHANGED: KindWords(
        "the child’s plan or the urgency changes",
        "Change of plan or urgency",
        "Plan or urgency changed",
    ),
    EventKind.LINKED: KindWords(
        "a related case is linked", "Link with another case", "Linked with another case"
    ),
    EventKind.DONE: KindWords("it is done", "“Done”", "Done: {}"),
    EventKind.EXTENSION: KindWords(
        "more time is agreed", "Agreement on more time", "More time agreed for: {}"
    ),
    EventKind.DEBRIEF: KindWords("a debrief is held", "Debrief", "Debrief held"),
    EventKind.LEARNING: KindWords("what was learned is recorded", "Learning", "What was learned"),
    EventKind.CORRECTION: KindWords("an event is corrected", "Correction"),
    EventKind.HEADER_CORRECTION: KindWords(
        "what the case is about is corrected",
        "Correction of what the case is about",
        "Correction of what the case is about",
    ),
    EventKind.REDACTION: KindWords("a value is taken out", "Redaction", "Value taken out"),
    EventKind.WITHDRAWN: KindWords("it is withdrawn", "Withdrawal"),
    EventKind.REOPENED: KindWords("it is opened again", "Reopening"),
}


# What a side says of a mark against it.
DISPUTED_BECAUSE: Mapping[str, str] = {
    "was-done": "it was done",
    "not-ours": "it is not for us to do",
    "not-told": "we were not told",
    "other-date": "another date is right",
}


def reply_words(reply: Event) -> str:
    """Say what a side replies to a mark, without its free text."""
    side = capital(SIDES.get(reply.by, "a side"))
    reason = reply.reason or ""
    return f"{side}’s reply: {DISPUTED_BECAUSE.get(reason, coded_words(reason))}."


class EventNames:
    """The words of events under one edition."""

    def __init__(self, policy: Policy, partnership: Partnership) -> None:
        self._policy = policy
        self._zone = ZoneInfo(policy.time_zone)
        self._urgencies = policy.urgencies or {}
        self._lists = {
            EventKind.CONSIDERED: policy.considerations,
            EventKind.PLANNED: policy.plannings,
        }
        self._tiers = {
            code: words for stage in policy.stages for code, words in stage.tiers.items()
        }
        self._agencies = {agency.id: agency.name for agency in partnership.agencies.values()}
        self._people = {**partnership.case_roles, **policy.roles}
        self._titles: dict[tuple[str | None, ...], str] = {}

    def title(self, event: Event) -> str:
        """Say what happened."""
        key = (event.kind, event.to, event.duty)
        if key not in self._titles:
            about = self._stage(event.to) or self._duty(event.duty)
            title = KIND_WORDS[event.kind].title or coded_title(event.kind)
            self._titles[key] = of_subject(title, self._policy.subject).format(about)
        return self._titles[key]

    def recorded(self, event: Event) -> str:
        """Say what an event records, before "recorded", with what tells it from others alike."""
        what = of_subject(KIND_WORDS[event.kind].recorded, self._policy.subject)
        match event.kind:
            case EventKind.ESCALATED:
                tier = f"{self._tier(event.tier)} of " if event.tier else ""
                what += f" to {tier}{stage_in_words_of(self._policy, event.to or '')}"
            case EventKind.CONSIDERED:
                what += f": {lowered(self._what(event))}"
            case EventKind.PLANNED if event.on is not None:
                what += f" ({lowered(self._what(event))}: {day_words(event.on)})"
            case EventKind.DISPUTED:
                what += f" on “{self._duty(event.duty)}” ({self._reason(event)})"
            case EventKind.OUTCOME:
                what += f" ({coded_words(event.came_about or '')})"
            case EventKind.REDACTION:
                what += f" in {_place_of(event)}"
            case EventKind.WITHDRAWN if event.why is not None:
                what += f" ({coded_words(event.why)})"
        return what

    def fields(self, event: Event) -> Iterator[tuple[str, str]]:
        """Give what was recorded, label by label; words are empty where nothing was."""
        why = event.why or ""
        yield "At stage", self._stage(event.stage)
        yield "How", coded_words(event.how or "")
        yield "Whom", listed_codes(event.whom, self._policy.recipients)
        yield "What", self._what(event)
        yield "On", day_words(event.on) if event.on else ""
        yield "Tier", self._tier(event.tier)
        yield "Reason", self._reason(event)
        yield "Why", coded_words(why) if "why" in event.kind.row.coded_texts else why
        yield "Same as", event.duplicate_of or ""
        yield "Reasons of the receiving side", event.rationale or ""
        yield "Achieved", coded_words(event.came_about or "")
        yield "Taken out", self._taken_out(event)
        yield "Authority", event.authority or ""
        yield "Agencies", listed_codes(event.agencies, self._agencies)
        yield "Protect by", self.when(event.protect_by)
        yield "Measures", listed_codes(event.measures, {})
        yield "Look again on", day_words(event.review_on) if event.review_on else ""
        yield "Plan", "" if event.plan is None else listed_codes(event.plan, {}) or "none"
        yield "Urgency", self._urgencies.get(event.urgency or "", event.urgency or "")
        yield "Until", self.when(event.until)
        yield "Agreed by", self.people(event.agreed_by)
        yield "Themes", listed_codes(event.themes, self._policy.themes)
        yield "Action", event.action or ""
        yield "Note", event.note or ""

    def differences(self, written: Event, event: Event) -> Iterator[str]:
        """Say what an event was before its corrections."""
        for label, before, _ in self.altered(written, event):
            yield change_words(label, before)

    def altered(self, written: Event, event: Event) -> Iterator[tuple[str, str, str]]:
        """Give what two states of an event differ in: a label, and the words of both."""
        if written.kind is not event.kind:
            yield "What happened", self.title(written), self.title(event)
        if written.at != event.at:
            yield "Moment", self.when(written.at), self.when(event.at)
        if written.by != event.by:
            yield "By", SIDES.get(written.by, ""), SIDES.get(event.by, "")
        if written.to != event.to:
            yield "To", self._stage(written.to), self._stage(event.to)
        if written.duty != event.duty:
            yield "About", self._duty(written.duty), self._duty(event.duty)
        if written.references != event.references:
            yield "Cases", listed(written.references), listed(event.references)
        corrected = dict(self.fields(event))
        for label, words in self.fields(written):
            if corrected[label] != words:
                yield label, words, corrected[label]

    def people(self, roles: tuple[str, ...]) -> str:
        """Name the roles that agreed to something."""
        return listed_codes(roles, self._people)

    def when(self, stamp: Stamp | None) -> str:
        """Say a moment as it was recorded."""
        return "" if stamp is None else moment_words(moment_of(stamp, self._zone))

    def _what(self, event: Event) -> str:
        what = event.what or ""
        return self._lists.get(event.kind, {}).get(what) or coded_words(what)

    def _reason(self, event: Event) -> str:
        reason = event.reason or ""
        if event.kind is EventKind.DISPUTED:
            return DISPUTED_BECAUSE.get(reason, coded_words(reason))
        return coded_words(reason) if "reason" in event.kind.row.coded_texts else reason

    def _tier(self, tier: str | None) -> str:
        return "" if tier is None else self._tiers.get(tier, coded_words(tier))

    def _taken_out(self, event: Event) -> str:
        if event.kind is not EventKind.REDACTION:
            return ""
        return f"{(event.field or '').replace('_', ' ')} of {_place_of(event)}"

    def _stage(self, stage: str | None) -> str:
        return "" if stage is None else stage_name_of(self._policy, stage)

    def _duty(self, duty: str | None) -> str:
        return "" if duty is None else duty_title_of(self._policy, duty)


def _place_of(redaction: Event) -> str:
    """Say what a value was taken out of; in older files the first event stands for the top."""
    of_first = redaction.of == 1 and redaction.field in (*TEXTS_OF_HEADER, PSEUDONYM)
    return "the top of the case" if redaction.of_top or of_first else f"event {redaction.of}"


# Free text replaced by a correction is not shown, since the correction may remove a name.
_FREE_TEXT = frozenset(
    {
        "Note",
        "Reason",
        "Action",
        "Why",
        "Reasons of the receiving side",
        "Authority",
        "Concern",
        "Outcome sought",
    }
)


def change_words(label: str, before: str) -> str:
    """Say that a field was corrected, and from what unless that was free text."""
    if label in _FREE_TEXT:
        return f"{label}: reworded"
    return f"{label}: first recorded as {before or 'nothing'}"


def instead_words(label: str, before: str, after: str) -> str:
    """Say what stands where something else stood, unless that is free text."""
    if label in _FREE_TEXT:
        return f"{label}: reworded"
    return f"{label}: {after or 'nothing'} instead of {before or 'nothing'}"


def listed_codes(codes: tuple[str, ...], words: Mapping[str, str]) -> str:
    """Say coded words one after another, by their words where they have some."""
    return listed([words.get(code) or coded_words(code) for code in codes]) if codes else ""
