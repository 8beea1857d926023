"""Duties and their limits in a line each: what, in which cases, by when, from when and who."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    AtOnce,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Trigger,
    events_in,
    triggers_in,
)
from escalation_log.model.policies import Condition, Duty, Policy
from escalation_log.words.lists import listed
from escalation_log.words.policy_rules import duty_limit_in_words, force_words, trigger_in_words
from escalation_log.words.titles import coded_words, of_subject, role_words

_CONDITIONS = {
    "child.plan": "the child’s plan",
    "raising.sector": "the raising agency’s sector",
    "receiving.sector": "the receiving agency’s sector",
    "raising.agency": "the raising agency",
    "receiving.agency": "the receiving agency",
    "theme": "the theme",
    "urgency": "the urgency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTime:
    """A duty and its limit, which is empty where the policy sets none.

    `note` says of what kind it is where it does not bind, `sooner` that a time to protect the child
    may come before it, `since` from when it is counted or
    in which case it is asked, and `who` whose it is, where that differs from the one before.
    `is_main` says that it is among the few to show where there is little room.
    """

    what: str
    limit: str
    note: str
    sooner: str = ""
    since: str = ""
    who: str = ""
    is_main: bool = True

    @property
    def words(self) -> str:
        """The limit in a few words."""
        note = f" ({self.note})" if self.note else ""
        return f"{self.limit}{self.sooner}{note}" if self.limit else ""


def starting_kinds(trigger: Trigger) -> frozenset[EventKind]:
    """Return the kinds of event that start a clock."""
    return frozenset(kind for each in events_in(trigger) for kind in each.kinds)


def is_limited(duty: Duty) -> bool:
    """Say whether the policy sets a duty any limit, with or without a number."""
    return duty.time_allowed is not None


def duty_time(policy: Policy, duty: Duty) -> DutyTime:
    """Say what a duty requires, in which cases, within what limit, and from when."""
    force = force_words(duty)
    limit = duty_limit_in_words(policy, duty) if is_limited(duty) else ""
    may_be_sooner = bool(limit) and duty.or_protective
    note = "" if force == "required" else force
    what = ", ".join(filter(None, (duty.title, condition_words(duty))))
    return DutyTime(
        what=f"{what} ({note})" if note and not limit else what,
        limit=limit,
        note=note,
        sooner=of_subject(", or sooner to protect the child", policy.subject)
        if may_be_sooner
        else "",
        since=_since(policy, duty),
    )


def _since(policy: Policy, duty: Duty) -> str:
    """Say from when a limit counts; of a duty without a number, only in which case it is asked.

    What is due at once, or is asked from entering its stage, at every act or at an immediate risk,
    needs no such words.
    """
    trigger = as_written(duty)
    if duty.has_number:
        if isinstance(duty.limit, AtOnce):
            return ""
        before = "from when "
    else:
        if _is_asked_throughout(duty, trigger):
            return ""
        about = _considered(policy, trigger)
        if about:
            return f"for {about}"
        before = "when "
    each = ", each time" if duty.each_time else ""
    if duty.has_number and isinstance(trigger, Earliest | Latest):
        which = "first" if isinstance(trigger, Earliest) else "last"
        parts = (trigger_in_words(policy, part, within=duty.stage) for part in trigger.of)
        return f"from the {which} of these: {'; '.join(parts)}{each}"
    starts = trigger_in_words(policy, trigger, within=duty.stage)
    if not duty.has_number:
        starts = starts.removesuffix(" (the first counts)")
    return f"{before}{starts}{each}"


def _considered(policy: Policy, trigger: Trigger) -> str:
    """Say what a duty is about that is asked where something was considered; nothing of others."""
    if not isinstance(trigger, EventPattern) or trigger.kinds != {EventKind.CONSIDERED}:
        return ""
    codes = sorted(dict(trigger.fields).get("what", ()))
    return listed((policy.considerations.get(code) or coded_words(code) for code in codes), "or")


_MANY = 3  # kinds of event that start a duty: it is asked at every act


def _is_asked_throughout(duty: Duty, trigger: Trigger) -> bool:
    kinds = starting_kinds(trigger)
    is_at_the_end = all(kind.row.settles for kind in kinds)
    if (len(kinds) >= _MANY and not is_at_the_end) or kinds == {EventKind.IMMEDIATE_RISK}:
        return True
    entries = [each for each in triggers_in(trigger) if isinstance(each, Entered)]
    return any(each.or_later or each.stage == duty.stage for each in entries)


def as_written(duty: Duty) -> Trigger:
    """Give a duty's trigger without what only a log needs.

    That is what stands in where the first of a list was never recorded, the stages in which that
    one is looked for, and the duty's own act, which counts where it came early.
    """
    trigger = duty.trigger
    if isinstance(trigger, FirstRecorded):
        first = trigger.of[0]
        if isinstance(first, EventPattern):
            fewer = tuple(each for each in first.fields if each[0] != "stage")
            return EventPattern(kinds=first.kinds, fields=fewer)
        return first
    if isinstance(trigger, Earliest):
        others = [
            each
            for each in trigger.of
            if not (isinstance(each, EventPattern) and each.kinds <= duty.meeting_kinds)
        ]
        if others:
            return others[0] if len(others) == 1 else Earliest(of=tuple(others))
    return trigger


def duty_times(
    policy: Policy,
    duties: Sequence[Duty],
    *,
    main: Collection[Duty] | None = None,
    in_stage: bool = False,
) -> tuple[DutyTime, ...]:
    """Describe the duties of a box; whose each is stands at the first of several in a row.

    In a stage, which says who acts there, that is left out where all are of one role. `main` are
    those to show where there is little room, all of them by default.
    """
    roles = [role_words(policy, duty.role) for duty in duties]
    is_said = not in_stage or len(set(roles)) > 1
    before = ["", *roles]
    return tuple(
        replace(
            duty_time(policy, duty),
            who=role if is_said and role != earlier else "",
            is_main=main is None or duty in main,
        )
        for duty, role, earlier in zip(duties, roles, before, strict=False)
    )


def condition_words(duty: Duty) -> str:
    """Say in which cases a duty applies; return "" where it always does."""
    if not duty.applies_when:
        return ""
    alternatives = (listed(map(_condition, each)) for each in duty.applies_when)
    return f"only where {listed(alternatives, 'or')}"


def _condition(condition: Condition) -> str:
    values = listed(map(coded_words, sorted(condition.values)), "or")
    return f"{_CONDITIONS[condition.field]} is {values}"
