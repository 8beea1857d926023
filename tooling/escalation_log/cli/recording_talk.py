"""The conversation in which somebody says what happened to a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from escalation_log.cli.conversation import HINT, Choices, Conversation, GoingBackError
from escalation_log.cli.event_talk import EventDraft, EventTalk
from escalation_log.cli.heard_talk import HeardEntry, asked_entry
from escalation_log.effect.recorded import coming_up
from escalation_log.effect.trial import OnePlace, Trial, trial_lines, tried
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.assessments import DutyState
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.moments import Stamp
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.offers import GROUP_WORDS, Offer, OfferGroup, offers
from escalation_log.recording.written import contents_of
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import listed
from escalation_log.words.states import RING_NOW
from escalation_log.words.titles import capital

_HAPPENED = "What happened?"
_REST = "Something else"
_TOLD = "Whom have you told, and when?"
_NOBODY, _NOBODY_ELSE = f"Nobody yet. {RING_NOW}", "Nobody else"
_NEXT = "What now?"
_WAYS_ON = (
    "Write it",
    "Add something else that you heard in the same call",
    "Change the last answers",
)
_CHANGES = _WAYS_ON.index("Change the last answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingTalk:
    """Asks what happened to a case; `wait` says that each event gets a file of its own."""

    conversation: Conversation
    log: Log
    desk: Desk
    wait: bool

    def events(
        self, given: Written, heard: Stamp | None, how: str | None
    ) -> tuple[WaitingEvent, ...]:
        """Ask until there is something to write; `given` are answers that options gave."""
        judged = self.desk.judged
        self.conversation.tell(
            Line(text=f"{judged.reference}: {judged.policy.title}", tone=Tone.HEADING),
            *(Line(text=words, indent=2, hang=2) for words in coming_up(judged)),
            Line(text=HINT, hang=2, tone=Tone.QUIET),
        )
        entry = asked_entry(self.conversation, heard, how)
        drafts: list[EventDraft] = []
        while True:
            try:
                drafts.append(self._draft(drafts, {} if drafts else given, entry))
            except GoingBackError:
                if not drafts:
                    entry = asked_entry(self.conversation, None, None)
                    continue
            if self._is_enough(drafts, entry):
                return tuple(each.event for each in drafts)

    def _talk(self, drafts: Sequence[EventDraft], entry: HeardEntry) -> EventTalk:
        """Ask about the case as it stands with what was taken already."""
        desk = self.desk.with_waiting([each.event for each in drafts])
        # Each event was tried before it was taken.
        assert isinstance(desk, Desk)  # noqa: S101
        return EventTalk(conversation=self.conversation, log=self.log, desk=desk, entry=entry)

    def _draft(self, drafts: Sequence[EventDraft], given: Written, entry: HeardEntry) -> EventDraft:
        """Ask what happened and all about it."""
        talk = self._talk(drafts, entry)
        rest = {name: value for name, value in given.items() if name != "kind"}
        if "kind" in given:
            return talk.draft(KINDS_BY_WORD[str(given["kind"])], rest)
        while True:
            offer = self._chosen(offers(talk.desk))
            try:
                return talk.draft(offer.kind, {**offer.preset, **rest})
            except GoingBackError:
                continue

    def _chosen(self, ways: Sequence[Offer]) -> Offer:
        """Ask what happened, by what can happen now; what is rare stands behind the rest."""
        rare = [each for each in ways if each.group is OfferGroup.RARELY]
        usual = [
            each for each in ways if each.group not in (OfferGroup.RARELY, OfferGroup.OFF_ROUTE)
        ]
        off_route = [each for each in ways if each.group is OfferGroup.OFF_ROUTE]
        more = [Choices([_REST], GROUP_WORDS[OfferGroup.ANY_TIME])] if rare else []
        parts = [*_parts(usual), *more, *_parts(off_route)]
        while True:
            place = self.conversation.choose(_HAPPENED, parts)
            if not rare or place < len(usual):
                return [*usual, *off_route][place]
            if place > len(usual):
                return off_route[place - len(usual) - 1]
            try:
                return rare[self.conversation.choose(_HAPPENED, list(_parts(rare)))]
            except GoingBackError:
                continue

    def _is_enough(self, drafts: list[EventDraft], entry: HeardEntry) -> bool:
        """Show what the events change, and ask how to go on; false where another one is wanted."""
        while True:
            self._ask_who_knows(drafts, entry)
            events = [each.event for each in drafts]
            self.conversation.tell(BLANK, Line(text="What this changes", tone=Tone.HEADING))
            self.conversation.tell(*trial_lines(self._trial(events)), BLANK)
            try:
                chosen = self.conversation.choose(_NEXT, [Choices(_WAYS_ON)])
            except GoingBackError:
                chosen = _CHANGES
            if chosen < _CHANGES:
                return chosen == 0
            last = drafts.pop()
            try:
                talk = self._talk(drafts, entry)
                drafts.append(talk.draft(last.kind, {}, last.answers))
            except GoingBackError:
                return False

    def _trial(self, events: Sequence[WaitingEvent]) -> Trial:
        place = OnePlace(file=self.desk.file, data=self.desk.data, waiting=self.desk.waiting)
        contents = contents_of(self.desk, events, wait=self.wait)
        return tried(self.log, place, contents, self.desk.now)

    def _ask_who_knows(self, drafts: list[EventDraft], entry: HeardEntry) -> None:
        """After an immediate risk, ask whom somebody told, and when, until there is nobody else."""
        if drafts[-1].kind is not EventKind.IMMEDIATE_RISK:
            return
        nobody = _NOBODY
        while True:
            talk = self._talk(drafts, entry)
            ways = [each for each in offers(talk.desk) if _is_telling(each, talk.desk)]
            titles = [*(each.title for each in ways), nobody]
            try:
                place = self.conversation.choose(_TOLD, [Choices(titles)])
            except GoingBackError:
                return
            if place == len(ways):
                return
            try:
                drafts.append(talk.draft(ways[place].kind, ways[place].preset))
            except GoingBackError:
                continue
            nobody = _NOBODY_ELSE


def _parts(ways: Sequence[Offer]) -> Iterator[Choices]:
    """Put what does the same duty below its name, and what leaves the route beside the clause."""
    for (group, does), those in groupby(ways, attrgetter("group", "does")):
        about = ""
        if group is OfferGroup.OFF_ROUTE or not does:
            words = [each.words for each in those]
        else:
            quote, words = listed(does)[:1], [each.title for each in those]
            about = f"{quote}{capital(listed(does)[1:])}:"
        yield Choices(words, GROUP_WORDS[group], about)


def _is_telling(offer: Offer, desk: Desk) -> bool:
    """Say whether something does what must be done at once, or tells somebody."""
    if offer.departs:
        return False
    if offer.kind is EventKind.NOTIFIED:
        return True
    now = {
        row.duty.title.lower()
        for row in desk.judged.assessment.duties
        if row.state is DutyState.DUE_NOW
    }
    return any(title in words.lower() for words in offer.does for title in now)
