"""Ask when and how somebody heard of what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.cli.conversation import Choices, Conversation, GoingBackError
from escalation_log.model.moments import Stamp
from escalation_log.recording.heard import WHEN_HEARD, ways_of_hearing
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.written import stamp_words
from escalation_log.words.lines import BLANK, Line, Tone


@dataclass(frozen=True, slots=True)
class HeardEntry:
    """When somebody heard, and how: a word of the schema, empty where that says nothing."""

    recorded: Stamp
    how: str


def asked_entry(conversation: Conversation, heard: Stamp | None, how: str | None) -> HeardEntry:
    """Ask what options did not say; going back from the first question asks it again."""
    conversation.tell(BLANK, Line(text=WHEN_HEARD, tone=Tone.HEADING))
    hows = ways_of_hearing()
    while True:
        try:
            recorded = heard
            if recorded is None:
                now = stamp_words(stamp_at(conversation.now))
                recorded = conversation.stamp("When?", now)
            if how is not None:
                return HeardEntry(recorded, how)
            place = conversation.choose("How?", [Choices([each.words for each in hows])])
            return HeardEntry(recorded, hows[place].value)
        except GoingBackError:
            heard = None
