"""How somebody heard of what happened, and how it stands in the note of what is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from escalation_log.files.reading import words_of
from escalation_log.recording.desk import Written
from escalation_log.recording.field_choices import FieldChoice
from escalation_log.words.titles import coded_title, coded_words

WHEN_HEARD = "When and how did you hear?"
# The ways that do not follow "by".
_PHRASES: Mapping[str, str] = {
    "face-to-face": "face to face",
    "meeting": "in a meeting",
    "in-writing": "in writing",
}


def how_phrase(how: str) -> str:
    """Say how something reached somebody, such as "by phone" or "in writing"."""
    return _PHRASES.get(how, f"by {coded_words(how)}")


def ways_of_hearing() -> tuple[FieldChoice, ...]:
    """List how somebody may have heard; the empty value says that nobody had to be told."""
    ways = (FieldChoice(value=how, words=coded_title(how)) for how in words_of("how"))
    return (FieldChoice(value="", words="I was there, or did it myself"), *ways)


def with_heard(answers: Written, how: str) -> dict[str, object]:
    """Begin the note with how somebody heard; an empty `how` adds nothing."""
    if not how:
        return dict(answers)
    note = str(answers.get("note") or "")
    return {**answers, "note": f"{heard_words(how)} {note}".strip()}


def heard_words(how: str) -> str:
    """Say in the note how somebody heard; nothing for an empty `how`."""
    return f"Heard {how_phrase(how)}." if how else ""
