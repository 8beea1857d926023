"""The rule on moves between stages, on closing and on reopening."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.findings import Finding
from escalation_log.checks.subjects import CaseInHand
from escalation_log.checks.wording import choices, instead_of
from escalation_log.model.kinds import EventKind
from escalation_log.timeline import Happening, matches

_NEED_AN_OPEN_CASE = frozenset({EventKind.ESCALATED, EventKind.RESOLVED, EventKind.WITHDRAWN})


def moves(subject: CaseInHand) -> Iterator[Finding]:
    """An open case goes to the next stage, or elsewhere for a reason that the policy names."""
    closed_by: Happening | None = None
    endings = {
        episode.ended.event.number
        for episode in subject.timeline.episodes
        if episode.ended is not None
    }
    for happening in subject.timeline.happenings:
        kind = happening.event.kind
        if kind is EventKind.REOPENED:
            if closed_by is None:
                yield Finding(
                    subject.place(happening, "kind"),
                    "The case is not closed, so it cannot be reopened. Leave this event out, or "
                    "record first how the case ended.",
                )
            closed_by = None
        elif closed_by is not None and kind in _NEED_AN_OPEN_CASE:
            yield Finding(
                subject.place(happening, "kind"),
                f"The case was closed by event {closed_by.event.number}. Record `reopened` before "
                "it, or leave this event out.",
            )
        elif kind is EventKind.ESCALATED:
            yield from _move(happening, subject)
        if happening.event.number in endings:
            closed_by = happening


def _move(happening: Happening, subject: CaseInHand) -> Iterator[Finding]:
    stages = [stage.id for stage in subject.policy.stages]
    target, reason = happening.event.to, happening.event.reason
    if target is None or target not in stages:
        return
    if reason is not None and reason not in (known := _reasons(subject)):
        allowed = (
            instead_of(reason, known)
            if known
            else "It knows none: leave `reason` out, or move it to `note`."
        )
        yield Finding(
            subject.place(happening, "reason"),
            f"This is no reason for a move that the policy knows. {allowed}",
        )
        return
    begins = happening is subject.timeline.happenings[0]
    steps = stages.index(target) - stages.index(happening.case_stage)
    if steps == 0 and not begins:
        yield Finding(
            subject.place(happening, "to"),
            f"The case is in `{target}` already. Type the stage that it went to, or leave this "
            "event out.",
        )
    elif steps not in (0, 1) and reason not in (_reasons_between(happening, target, subject)):
        yield _not_allowed(happening, target, subject)
    yield from _missing_requirement(happening, target, subject)


def _reasons(subject: CaseInHand) -> list[str]:
    return list(dict.fromkeys(move.when for move in subject.policy.moves))


def _reasons_between(happening: Happening, target: str, subject: CaseInHand) -> list[str]:
    return [
        move.when
        for move in subject.policy.moves
        if move.origin in (None, happening.case_stage) and move.target in (None, target)
    ]


def _not_allowed(happening: Happening, target: str, subject: CaseInHand) -> Finding:
    origin = happening.case_stage
    reasons = _reasons_between(happening, target, subject)
    if reasons:
        return Finding(
            subject.place(happening, "reason" if happening.event.reason else "to"),
            f"The policy allows a move from `{origin}` to `{target}` only for a reason. Add "
            f"`reason:` with {choices(reasons)}, or type the next stage.",
        )
    index = subject.policy.stage_index(origin) + 1
    following = subject.policy.stages[index].id if index < len(subject.policy.stages) else None
    instead = "Leave this event out." if following is None else f"Type `{following}`."
    return Finding(
        subject.place(happening, "to"),
        f"The policy allows no move from `{origin}` to `{target}`. {instead}",
    )


def _missing_requirement(
    happening: Happening, target: str, subject: CaseInHand
) -> Iterator[Finding]:
    """What lifts a requirement is the move's reason, or an event of that name before it."""
    required = subject.policy.stages[subject.policy.stage_index(target)].requires
    if required is None:
        return
    before = [each for each in subject.timeline.happenings if each.order < happening.order]
    lifted_by = {happening.event.reason, *(each.event.kind for each in before)}
    if required.unless is not None and required.unless in lifted_by:
        return
    if any(matches(required.pattern, each) and each.stage == required.stage for each in before):
        return
    exception = "" if required.unless is None else f", unless `reason: {required.unless}` is given"
    yield Finding(
        subject.place(happening, "to"),
        f"Before `{target}` the policy asks for {choices(sorted(required.pattern.kinds))} in "
        f"`{required.stage}`{exception}. Record it above, if it happened.",
    )
