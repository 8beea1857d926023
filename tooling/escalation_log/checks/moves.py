"""Rules on the stages, duties and urgencies that events name, and on moves between stages."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.subjects import CaseToCheck, Finding, choices, instead_of
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.event_kinds import EventKind, Turn
from escalation_log.model.policies import ADULT_PLANS, Subject
from escalation_log.model.problems import DataPath


def known_stage(subject: CaseToCheck) -> Iterator[Finding]:
    """Every stage named is in the policy, and `stage` is not later than the stage of the case."""
    stages = [stage.id for stage in subject.policy.stages]
    for placed_event in subject.by_number:
        event = placed_event.event
        for field, named in (("to", event.to), ("stage", event.stage)):
            if named is not None and named not in stages:
                yield Finding(
                    subject.place(placed_event, field),
                    f"This is no stage of the policy. {instead_of(named, stages)}",
                )
        if event.stage is None or event.stage not in stages:
            continue
        if stages.index(event.stage) > stages.index(placed_event.case_stage):
            yield Finding(
                subject.place(placed_event, "stage"),
                "The case had not come to this stage when the event happened: it was in "
                f"`{placed_event.case_stage}`. Leave `stage` out, or name an earlier one.",
            )


def known_duty(subject: CaseToCheck) -> Iterator[Finding]:
    """Every duty named is one of the policy's; `done` names only a duty that it can meet."""
    duties = subject.rulebook.index.by_id
    for placed_event in subject.by_number:
        named = placed_event.event.duty
        if named is None:
            continue
        if named not in duties:
            yield Finding(
                subject.place(placed_event, "duty"),
                f"This is no duty of the policy. {instead_of(named, duties)}",
            )
        elif placed_event.event.kind is EventKind.DONE:
            kinds = duties[named].meeting_kinds
            if EventKind.DONE not in kinds:
                yield Finding(
                    subject.place(placed_event, "duty"),
                    "`done` does not meet this duty. Record what happened: "
                    f"{choices(sorted(kinds))}.",
                )


def known_code(subject: CaseToCheck) -> Iterator[Finding]:
    """What was considered or planned is in the policy's own list."""
    lists = {
        EventKind.CONSIDERED: subject.policy.considerations,
        EventKind.PLANNED: subject.policy.plannings,
    }
    for placed_event in subject.by_number:
        event = placed_event.event
        known = lists.get(event.kind)
        if known is None or event.what is None or event.what in known:
            continue
        none = "It lists none. Say it in the `note` of another event."
        instead = instead_of(event.what, known) if known else none
        yield Finding(
            subject.place(placed_event, "what"), f"This is not in the policy's list. {instead}"
        )


def known_plan(subject: CaseToCheck) -> Iterator[Finding]:
    """A plan that only adults have stands in a case only where its policy is for adults."""
    if subject.policy.subject is Subject.ADULT:
        return
    placed: list[tuple[DataPath, tuple[str, ...]]] = [
        ((*subject.header_place("children"), index, "plan"), child.plan)
        for index, child in enumerate(subject.header.children)
    ]
    placed += [
        (subject.place(each, "plan"), each.event.plan or ())
        for each in subject.timeline.by_kind.get(EventKind.CHANGED, ())
    ]
    for place, plans in placed:
        if not ADULT_PLANS.isdisjoint(plans):
            yield Finding(
                place,
                "This plan is an adult's, and the policy is for children. Type the plans that the "
                "child is on, or `none`.",
            )


def known_urgency(subject: CaseToCheck) -> Iterator[Finding]:
    """A case states a tier of urgency of its policy, or none if the policy has no tiers."""
    tiers = subject.policy.urgencies
    if tiers is not None and subject.header.urgency is None:
        yield Finding(
            ("urgency",),
            "This policy has tiers of urgency, on which its limits depend. Add a line "
            f"`urgency:` with {choices(tiers)}.",
        )
    stated = [(subject.header_place("urgency"), subject.header.urgency)]
    stated += [
        (subject.place(each, "urgency"), each.event.urgency)
        for each in subject.by_number
        if each.event.urgency is not None
    ]
    for place, urgency in stated:
        if urgency is None:
            continue
        if tiers is None:
            yield Finding(place, "This policy has no tiers of urgency. Leave `urgency` out.")
        elif urgency not in tiers:
            instead = instead_of(urgency, tiers)
            yield Finding(place, f"This is no urgency of the policy. {instead}")


def moves(subject: CaseToCheck) -> Iterator[Finding]:
    """A case moves only while open, to another stage or tier, for a reason the policy knows."""
    closed_by: PlacedEvent | None = None
    endings = {
        episode.ended.event.number
        for episode in subject.timeline.episodes
        if episode.ended is not None
    }
    for placed_event in subject.timeline.placed_events:
        kind = placed_event.event.kind
        if kind is EventKind.REOPENED:
            if closed_by is None:
                yield Finding(
                    subject.place(placed_event, "kind"),
                    "The case is not closed, so it cannot be reopened. Leave this event out, or "
                    "record first how the case ended.",
                )
            closed_by = None
        elif closed_by is not None and kind.row.turn in (Turn.MOVES, Turn.ENDS):
            yield Finding(
                subject.place(placed_event, "kind"),
                f"The case was closed by event {closed_by.event.key}. Record `reopened` before "
                "it, or leave this event out.",
            )
        elif kind is EventKind.ESCALATED:
            yield from _move(placed_event, subject)
        if placed_event.event.number in endings:
            closed_by = placed_event


def _move(placed_event: PlacedEvent, subject: CaseToCheck) -> Iterator[Finding]:
    stages = [stage.id for stage in subject.policy.stages]
    target, reason = placed_event.event.to, placed_event.event.reason
    if target is None or target not in stages:
        return
    known = dict.fromkeys(move.when for move in subject.policy.moves)
    if reason is not None and reason not in known:
        allowed = (
            instead_of(reason, known)
            if known
            else "It knows none: leave `reason` out, or move it to `note`."
        )
        yield Finding(
            subject.place(placed_event, "reason"),
            f"This is no reason for a move that the policy knows. {allowed}",
        )
        return
    begins = placed_event is subject.timeline.placed_events[0]
    stage = subject.policy.stages[stages.index(target)]
    tier = placed_event.event.tier
    if tier is not None and tier not in stage.tiers:
        yield Finding(
            subject.place(placed_event, "tier"),
            f"This is no tier of `{target}`. {instead_of(tier, stage.tiers)}"
            if stage.tiers
            else f"The policy knows no tiers in `{target}`. Leave `tier` out.",
        )
    elif target == placed_event.case_stage and tier is None and not begins:
        inside = f" Within the stage, add `tier:` with {choices(stage.tiers)}." * bool(stage.tiers)
        yield Finding(
            subject.place(placed_event, "to"),
            f"The case is in `{target}` already. Type the stage that it went to, or leave this "
            f"event out.{inside}",
        )
