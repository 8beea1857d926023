"""Write a policy's questions and results as a script for the browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from escalation_log.model.policies import Force, Policy, Side
from escalation_log.site.addresses import duty_anchor, stage_anchor
from escalation_log.site.by_when.counting_data import duty_notes, plain_reading
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.script_words import safe_template
from escalation_log.site.templates import data_script
from escalation_log.site.what_now.answers import Engine
from escalation_log.site.what_now.asked_duties import side_of_duty
from escalation_log.site.what_now.drafts import ASKS, MESSAGE, gaps_of
from escalation_log.site.what_now.result_words import what_now_words
from escalation_log.site.what_now.results import (
    Answer,
    Asked,
    Conclusion,
    Question,
    Start,
    draft_of,
)
from escalation_log.site.what_now.walk import (
    DANGER_QUESTION,
    REACHED_QUESTION,
    STAGE_QUESTION,
    walk_of,
)
from escalation_log.words.plain_values import Plain
from escalation_log.words.policy_rules import NO_TIME
from escalation_log.words.titles import (
    capital,
    clause_words,
    coded_title,
    of_subject,
    stage_in_words,
)
from escalation_log.words.to_do import safe_words

URGENCY_QUESTION = "urgency"
SIDE_QUESTION = "side"
_ABOUT = "The questions of a policy and what the answers lead to, as made from its file."


def engine_of(edition: PublishedEdition, publication: Publication) -> Engine:
    """Return the engine for an edition, as of the moment of judging."""
    return Engine(rulebook=edition.rulebook, as_of=publication.moment_in(edition.policy))


def what_now_script(edition: PublishedEdition, publication: Publication) -> str:
    """Write the questions of a policy, the moments that are asked for, and the results."""
    policy = edition.policy
    walk = walk_of(engine_of(edition, publication))
    # That all limits are guides at an immediate risk is said once, with the danger.
    calm = replace(policy, guide_after=None)
    questions = [*_before(policy), *walk.questions.values()]
    about = f"{edition.partnership.name}\n{policy.title}, edition {policy.version}"
    data: dict[str, Plain] = {
        "edition": policy.edition,
        "first": SIDE_QUESTION,
        "subject": policy.title,
        "message": of_subject(MESSAGE, policy.subject).replace("{policy}", about),
        "asks": ASKS,
        "gaps": {kind.value: gaps for kind, gaps in gaps_of(edition.statements).items()},
        "noTime": NO_TIME,
        "words": what_now_words(policy.subject),
        "questions": {each.id: _question(each) for each in questions},
        "moments": dict(walk.moments),
        "stages": {
            each.id: {
                "name": stage_in_words(each),
                "who": each.who or "",
                "at": stage_anchor(each.id),
            }
            for each in policy.stages
        },
        "danger": _all(walk.danger),
        "notes": {each.id: list(duty_notes(each, calm)) for each in policy.all_duties},
        "ours": {each.id: each.our_reading for each in policy.all_duties if each.our_reading},
        "safe": safe_template(),
        "readings": [plain_reading(each, policy) for each in edition.rulebook.alternatives],
        "safeWords": [
            {
                "reading": each.id,
                "duties": list(each.duties),
                "words": safe_words(each.safe, each.clause),
            }
            for each in policy.readings
            if each.safe is not None
        ],
        "sides": {each.id: side_of_duty(each, policy).value for each in policy.all_duties},
        "guides": [each.id for each in policy.all_duties if each.force is Force.GUIDE],
        "results": {name: _result(each) for name, each in walk.results.items()},
    }
    return data_script(_ABOUT, "escalationLogWhatNow", data)


def _before(policy: Policy) -> Iterable[Question]:
    """Yield what is asked before the stage, and of danger, which may be said at any time."""
    yield Question(
        id=DANGER_QUESTION,
        words=of_subject("Is a child in danger now?", policy.subject),
        hints=(),
        answers=(Answer(id="yes", words="Yes, or I am not sure", leads_to=""),),
    )
    sides = (
        (
            Side.RAISING,
            "I disagree with another agency",
            "They refused a referral, for example, or decided something that I think is not safe.",
            STAGE_QUESTION,
        ),
        (
            Side.RECEIVING,
            "I received a challenge",
            "Another agency disagrees with what I or my agency decided.",
            REACHED_QUESTION,
        ),
    )
    yield Question(
        id=SIDE_QUESTION,
        words="What has happened?",
        hints=(),
        answers=tuple(
            Answer(
                id=side.value,
                words=words,
                hint=hint,
                leads_to=f"{URGENCY_QUESTION}:{side}" if policy.urgencies else to,
            )
            for side, words, hint, to in sides
        ),
    )
    for side, _, _, to in sides if policy.urgencies else ():
        yield Question(
            id=f"{URGENCY_QUESTION}:{side}",
            words="How urgent is it?",
            hints=(),
            answers=tuple(
                Answer(id=each, words=coded_title(each), hint=meaning, leads_to=to)
                for each, meaning in (policy.urgencies or {}).items()
            ),
        )


def _question(question: Question) -> Plain:
    return {
        "words": question.words,
        **({"toReceiving": question.to_receiving} if question.to_receiving else {}),
        "hints": list(question.hints),
        "answers": [
            {"id": each.id, "words": each.words, "hint": each.hint, "to": each.leads_to}
            for each in question.answers
        ],
    }


def _result(result: Conclusion) -> Plain:
    written: dict[str, Plain] = {
        "stage": result.stage.id,
        "goesTo": result.goes_to.id,
        "needs": list(result.needs),
        "lead": _asked(result.lead),
        "then": _asked(result.then),
        "others": _all(result.others),
        "arrival": _all(result.arrival),
        "reply": _asked(result.reply),
        "ends": result.ends,
        "draft": _draft(result, result.lead, moves=result.moves),
    }
    if result.optional:
        written["optional"] = list(result.optional)
    if result.before:
        written["before"] = _all(result.before)
    if result.before_moving:
        written["beforeMoving"] = [each.duty.id for each in result.before_moving]
    if result.then is not None:
        written["thenDraft"] = _draft(result, result.then, moves=True, is_overdue=True)
    return written


def _draft(
    result: Conclusion, asked: Asked | None, *, moves: bool, is_overdue: bool = False
) -> Plain:
    draft = draft_of(result, asked, moves=moves, is_overdue=is_overdue)
    return {
        "where": draft.where,
        "stage": draft.stage,
        "duty": draft.duty,
        "fromToday": draft.from_today,
        "kind": draft.kind.value,
    }


def _all(asked: Iterable[Asked]) -> list[Plain]:
    return [_asked(each) for each in asked]


def _asked(asked: Asked | None) -> Plain:
    if asked is None:
        return None
    written: dict[str, Plain] = {
        "id": asked.duty.id,
        "clause": capital(clause_words(asked.duty.clause)),
        "at": duty_anchor(asked.duty.id),
        "starts": [_start(each) for each in asked.starts],
    }
    if asked.readings:
        written["readings"] = {
            str(place): [_start(each) for each in starts]
            for place, starts in asked.readings.items()
        }
    return written


def _start(start: Start) -> Plain:
    if start.slot:
        return {"slot": start.slot}
    written: dict[str, Plain] = {
        "deadline": start.deadline,
        "of": [_start(each) for each in start.of],
    }
    if start.is_over:
        written["over"] = True
    if start.unless:
        written["unless"] = start.unless
    return written
