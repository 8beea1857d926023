"""What happened, in plain words, with the fields that an offer answers already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import EventKind
from escalation_log.recording.desk import Written
from escalation_log.recording.field_choices import choices_of
from escalation_log.recording.heard import how_phrase
from escalation_log.words.events import EventNames
from escalation_log.words.lists import listed
from escalation_log.words.states import due_words
from escalation_log.words.titles import lowered, of_subject
from escalation_log.words.to_do import TO_DO

# Of these kinds the title in a case's list of events does not say enough beside other offers.
_PLAIN: Mapping[EventKind, str] = {
    EventKind.AGREED: "A side agrees to how it ended",
    EventKind.CHANGED: "The child's plan or the urgency changed",
    EventKind.CORRECTION: "Something was recorded wrongly",
    EventKind.DISPUTED: "A side replies to a mark against it",
    EventKind.EXTENSION: "More time was agreed",
    EventKind.HEADER_CORRECTION: "What the case is about was recorded wrongly",
    EventKind.REOPENED: "The case is opened again",
}
_SAID = (
    ("Whom", "whom"),
    ("What", "what"),
    ("Tier", "tier"),
    ("Reason", "reason"),
    ("At stage", "stage"),
)


def offer_title(event: Event, preset: Written, judged: JudgedCase) -> str:
    """Say what an event would be of which only the fields of `preset` are known."""
    if event.kind is EventKind.CHANGED and judged.policy.urgencies is None:
        return of_subject("The child's plan changed", judged.policy.subject)
    if event.kind in _PLAIN:
        return of_subject(_PLAIN[event.kind], judged.policy.subject)
    names = EventNames(judged.policy, judged.partnership)
    fields = dict(names.fields(event))
    said = [fields[label] for label, name in _SAID if name in preset and fields.get(label)]
    said += [fields["Why"]] if preset.get("why", "withdrawn") != "withdrawn" else []
    words = names.title(event).removesuffix(": ")
    return "".join((words, ": " if said else "", listed(said), *_how_and_by(preset, judged)))


def _how_and_by(preset: Written, judged: JudgedCase) -> Iterator[str]:
    if "how" in preset:
        yield f", {how_phrase(str(preset['how']))}"
    if "by" in preset:
        sides = choices_of("by", EventKind.RESOLVED, judged, {})
        yield f", by {next(each.words for each in sides if each.value == preset['by'])}"


def duty_words(row: DutyAssessment, before: JudgedCase) -> str:
    """Name a duty, with when it is due in the case as it stands."""
    due = next(
        (
            f", due {due_words(old)}"
            for old in before.assessment.duties
            if old.duty.id == row.duty.id and old.state in TO_DO and old.due is not None
        ),
        "",
    )
    return f"“{lowered(row.duty.title)}”{due}"
