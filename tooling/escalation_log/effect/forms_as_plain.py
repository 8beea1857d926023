"""What can be recorded of a case, and what answers would do, as plain data for a page.

The functions take and give what JSON can hold. The engine in the browser calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escalation_log.checks.chronology import ENTERED_TOO_SOON
from escalation_log.effect.recorded import TURNS, coming_up, standing_words
from escalation_log.effect.trial import OnePlace, Trial, tried
from escalation_log.effect.value import CaseEffect, issue_words
from escalation_log.files.fields import stamp_from
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.contents import Log
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.recording.corrections import as_corrected, correctable, standing_values
from escalation_log.recording.desk import Desk
from escalation_log.recording.form_fields import form_fields
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.offers import GROUP_WORDS, Offer, OfferGroup, offers
from escalation_log.recording.problem_words import Objection, objections
from escalation_log.recording.written import stamp_words, waiting_event, waiting_parts
from escalation_log.words.departures import NOT_AGREED
from escalation_log.words.plain_values import Plain, plain

NO_MORE_TIME = (
    "More time cannot be agreed here: nothing that is open has a date which is only a guide. Where "
    "both sides agree on a later day all the same, record that they discussed it; the date stays."
)


def opened_as_plain(desk: Desk) -> dict[str, Plain]:
    """Say where a case stands, and what can be recorded now, group by group."""
    ways = offers(desk)
    return {
        "reference": desk.case.reference,
        "title": desk.judged.policy.title,
        "about": f"{_theme(desk)}. {standing_words(desk.judged)}",
        "now": stamp_words(stamp_at(desk.now)),
        "coming": [*coming_up(desk.judged)],
        "missing": [*_missing(ways)],
        "groups": [
            {
                "group": group.value,
                "words": GROUP_WORDS[group],
                "offers": [
                    {
                        "kind": each.kind.value,
                        "preset": plain(each.preset),
                        "title": each.title,
                        "does": plain(each.does),
                        "departs": plain(each.departs),
                        "is_now": each.is_now,
                    }
                    for each in ways
                    if each.group is group
                ],
            }
            for group in OfferGroup
        ],
    }


def _missing(ways: Sequence[Offer]) -> Iterator[str]:
    """Say why something that people look for is not offered."""
    if all(each.kind is not EventKind.EXTENSION for each in ways):
        yield NO_MORE_TIME


def _theme(desk: Desk) -> str:
    theme = desk.judged.timeline.header.theme
    return desk.judged.policy.themes.get(theme, theme)


def fields_as_plain_list(desk: Desk, kind: str, preset: Mapping[str, Any]) -> list[Plain]:
    """Give the questions about an event of a kind."""
    return [plain(each) for each in form_fields(KINDS_BY_WORD[kind], desk, preset)]


def correctable_as_plain(desk: Desk, answers: Mapping[str, Any]) -> list[Plain]:
    """Give the questions about what is to be corrected, each with what stands there, or null."""
    present = standing_values(desk, answers)
    fields = ((each.name, plain(each)) for each in correctable(desk, answers))
    return [
        {**field, "present": plain(present.get(name))}
        for name, field in fields
        if isinstance(field, dict)
    ]


def tried_as_plain(
    log: Log, desk: Desk, events: Sequence[Mapping[str, Any]], recorded: str, signs: Sequence[str]
) -> dict[str, Plain]:
    """Say what events that wait would do, and give their files.

    `events` are the answers to each, with its `kind`; `signs` has four letters or digits for each.
    """
    stamp = stamp_from(recorded)
    if stamp is None:
        raise ValueError("no moment of recording")
    written: list[WaitingEvent] = []
    here = desk
    for index, (answers, each) in enumerate(zip(events, signs, strict=True)):
        given = dict(answers)
        if "correct" in given:
            given["correct"] = as_corrected(here, given)
        event = waiting_event(here, given, stamp, each)
        if not isinstance(event, WaitingEvent):
            return refused_as_plain([(index, said.field, said.words, True) for said in event])
        after = here.with_waiting((event,))
        if not isinstance(after, Desk):
            return refused_as_plain([(index, "", said.message, True) for said in after])
        here = after
        written.append(event)
    place = OnePlace(file=desk.file, data=desk.data, waiting=desk.waiting)
    trial = tried(log, place, {each.file: each.data for each in written}, desk.now)
    return {**trial_as_plain(trial, written), "files": [_file(here, each) for each in written]}


def _file(desk: Desk, event: WaitingEvent) -> Plain:
    """Give a file in two parts: the coded values, and people's own words."""
    coded, words = waiting_parts(desk.case, event)
    return {"file": event.file, "coded": coded, "words": words}


def refused_as_plain(said: Sequence[tuple[int, str, str, bool]]) -> dict[str, Plain]:
    """Say why answers are not taken: for each the event, the field, words, and whether it refuses.

    It has the keys of `tried_as_plain`.
    """
    return {
        "is_refused": True,
        "objections": [
            {"event": index, "field": field, "words": words, "is_refusal": is_refusal}
            for index, field, words, is_refusal in said
        ],
        "about": "",
        "told": [],
        "turned": [],
        "coming": [],
        "agreement": [],
        "files": [],
    }


def trial_as_plain(trial: Trial, events: Sequence[WaitingEvent] = ()) -> dict[str, Plain]:
    """Say what files would do, in the sentences of the card."""
    files = [each.file for each in events]
    said = [
        (files.index(problem.file) if problem.file in files else 0, _beside_its_question(each))
        for problem in trial.problems
        for each in objections((problem,))
    ]
    return {
        "is_refused": trial.is_refused,
        "objections": [
            {
                "event": index,
                "field": each.field,
                "words": each.words,
                "is_refusal": each.is_refusal,
            }
            for index, each in said
        ],
        "about": "" if trial.effect is None else trial.effect.about,
        "told": [] if trial.effect is None else [*_told(trial.effect)],
        "turned": [] if trial.effect is None else [*_turned(trial.effect)],
        "coming": [] if trial.effect is None else [*trial.effect.coming],
        "agreement": [*trial.agreement],
    }


_AFTER_HEARING = "This is after you heard of it. One of the two moments is wrong."


def _beside_its_question(objection: Objection) -> Objection:
    """Say of what was heard too soon that it happened too late: that is mistyped more likely."""
    if objection.words != ENTERED_TOO_SOON:
        return objection
    return Objection(field="at", words=_AFTER_HEARING)


def _turned(effect: CaseEffect) -> Iterator[str]:
    """Give those sentences by which the case ends or is open again, which must not be missed."""
    return (each for each in effect.told if each == NOT_AGREED or each in TURNS.values())


def _told(effect: CaseEffect) -> Iterator[str]:
    """Give what the card says was recorded, line by line."""
    yield from effect.warnings
    yield from effect.aims
    yield from effect.told
    yield from (issue_words(each.turn, each.stage) for each in effect.issues)
