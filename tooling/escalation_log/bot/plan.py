"""From the issues that should be there and those that are there to what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from escalation_log.bot.issue_body import news
from escalation_log.bot.marker import body_with, labels_with, marker_in, part_in
from escalation_log.bot.wanted import labels_of_replaced, replaced
from escalation_log.bot.wishes import (
    Action,
    Ended,
    Existing,
    IssueChange,
    IssueKey,
    Leave,
    Note,
    Open,
    Plan,
    Reason,
    State,
    Wanted,
    Wishes,
)


def fields_to_send(
    change: IssueChange, before: Existing, present: Existing
) -> Mapping[str, object]:
    """Give the fields that are not yet as the change wants them, in GitHub's words; maybe none.

    `before` is the issue for which the change was planned, `present` the issue as it is now.
    """
    fields: dict[str, object] = {}
    if change.title is not None and change.title.strip() != present.title:
        fields["title"] = change.title
    body = _body(change, before, present)
    if body is not None:
        fields["body"] = body
    labels = _labels(change, before, present)
    if labels is not None:
        fields["labels"] = sorted(labels)
    if change.state is not None and change.state is not present.state:
        fields["state"] = change.state.value
        if change.reason is not None:
            fields["state_reason"] = change.reason.value
    return fields


def _body(change: IssueChange, before: Existing, present: Existing) -> str | None:
    """Put the bot's new part into the text that people have left around it."""
    part = None if change.body is None else part_in(change.body)
    if part is None or part == part_in(present.body):
        return None
    if present.body == before.body:
        return change.body
    return body_with(part, present.body)


def _labels(change: IssueChange, before: Existing, present: Existing) -> frozenset[str] | None:
    """Add and take away what the change does, and no label that somebody gave or took since."""
    if change.labels is None:
        return None
    added, taken = change.labels - before.labels, before.labels - change.labels
    there = {label.casefold() for label in present.labels}
    missing = {label for label in added if label.casefold() not in there}
    left = present.labels - taken
    return None if not missing and left == present.labels else left | missing


_NOT_IN_LOG = "its case is not in the log"
_HAS_PROBLEMS = "its case cannot be judged because of problems"


def plan_of(wishes: Wishes, existing: Iterable[Existing]) -> Plan:
    """Decide what to do: first what is wanted, the most overdue first, then what has ended.

    Of several issues about one round the lowest number is kept. Issues of cases that the log does
    not hold, or that have problems, are left alone.
    """
    ours = sorted(existing, key=lambda each: each.number)
    known = [each for each in ours if each.key.case in wishes.judged]
    by_round, surplus = _assigned(known, wishes)
    wanted: list[Action] = []
    for want in wishes.wanted:
        found = by_round.pop(want.key, None)
        wanted.append(Open(wanted=want) if found is None else _kept_open(want, found))
    ended = [_closed(wishes.ended(key), found) for key, found in by_round.items()]
    spare = [_replaced(found, number) for found, number in surplus]
    left = [_left(each, wishes) for each in ours if each.key.case not in wishes.judged]
    actions = (*wanted, *ended, *spare, *left)
    return Plan(
        actions=(
            *(each for each in actions if not isinstance(each, Leave)),
            *(each for each in actions if isinstance(each, Leave)),
        )
    )


def _assigned(
    existing: Sequence[Existing], wishes: Wishes
) -> tuple[dict[IssueKey, Existing], list[tuple[Existing, int]]]:
    """Give each round its issue; those left over come with the number of the one that is kept.

    An issue whose round is no more, because a correction gave it another number, is taken over by
    a round of the same stage that has none, one with something overdue before any other.
    """
    by_round: dict[IssueKey, Existing] = {}
    stray: list[Existing] = []
    surplus: list[tuple[Existing, int]] = []
    for each in existing:
        key = each.key
        if key.started_by not in wishes.rounds.get((key.case, key.stage), ()):
            stray.append(each)
        elif key in by_round:
            surplus.append((each, by_round[key].number))
        else:
            by_round[key] = each
    wanted = frozenset(want.key for want in wishes.wanted)
    for each in sorted(stray, key=lambda each: (each.state is State.CLOSED, each.number)):
        candidates = [
            IssueKey(case=each.key.case, stage=each.key.stage, started_by=number)
            for number in wishes.rounds.get((each.key.case, each.key.stage), ())
        ]
        free = [key for key in candidates if key not in by_round]
        taken = min(free, key=lambda key: _distance(key, each.key, wanted), default=None)
        if taken is not None:
            by_round[taken] = each
        elif candidates:
            nearest = min(candidates, key=lambda key: _distance(key, each.key, wanted))
            surplus.append((each, by_round[nearest].number))
        elif each.key in by_round:
            surplus.append((each, by_round[each.key].number))
        else:
            by_round[each.key] = each
    return by_round, surplus


def _distance(
    key: IssueKey, from_key: IssueKey, wanted: frozenset[IssueKey]
) -> tuple[bool, int, int]:
    return key not in wanted, abs(key.started_by - from_key.started_by), key.started_by


def _kept_open(want: Wanted, found: Existing) -> IssueChange | Leave:
    """Make an issue as it should be while something is overdue."""
    return _change(
        found,
        want.key,
        summary=want.summary,
        state=State.OPEN,
        title=want.title,
        part=want.part,
        labels=want.labels,
        note=_note(want, found),
    )


def _closed(ended: Ended, found: Existing) -> IssueChange | Leave:
    """Make an issue as it should be once nothing is overdue.

    A closed one that tells the facts as they are is not written anew only for other words.
    """
    marker = marker_in(ended.part)
    is_told = found.told is None and marker is not None and found.facts == marker.facts
    if found.state is State.CLOSED and is_told:
        return Leave(number=found.number, key=found.key)
    return _change(
        found,
        ended.key,
        summary=ended.summary,
        state=State.CLOSED,
        reason=ended.reason,
        title=ended.title,
        part=ended.part,
        labels=ended.labels,
    )


def _replaced(found: Existing, number: int) -> IssueChange | Leave:
    """Close an issue whose place another one has."""
    if found.state is State.CLOSED:
        return Leave(number=found.number, key=found.key)
    return _change(
        found,
        found.key,
        summary=f"the same as #{number}",
        state=State.CLOSED,
        reason=Reason.NOT_PLANNED,
        title=found.title,
        part=replaced(found.key, number),
        labels=labels_of_replaced(),
    )


def _change(
    found: Existing,
    key: IssueKey,
    *,
    summary: str,
    state: State,
    title: str,
    part: str,
    labels: frozenset[str],
    reason: Reason | None = None,
    note: Note | None = None,
) -> IssueChange | Leave:
    """Say only what differs; nothing if all is as it should be."""
    body = None if part_in(found.body) == part else body_with(part, found.body)
    all_labels = labels_with(labels, found.labels)
    is_moved = found.state is not state
    change = IssueChange(
        number=found.number,
        key=key,
        summary=summary,
        state=state if is_moved else None,
        reason=reason if is_moved else None,
        title=None if found.title == title else title,
        body=None if body == found.body else body,
        labels=None if all_labels == found.labels else all_labels,
        note=note,
    )
    if (change.state, change.title, change.body, change.labels) == (None,) * 4:
        return Leave(number=found.number, key=key)
    return change


def _note(want: Wanted, found: Existing) -> Note | None:
    """Give the comment for those who were told something else before; None where there is none."""
    marker = marker_in(want.part)
    facts = "" if marker is None else marker.facts
    if found.state is State.CLOSED:
        by_hand = found.told is not None
        mark = f"again-{found.closed_at or facts}"
        return Note(mark=mark, text=news(found.told, want, was_closed_by_hand=by_hand))
    if found.told in (want.degree, None):
        return None
    mark = f"{want.degree.value.replace(' ', '-')}-{facts}"
    return Note(mark=mark, text=news(found.told, want, was_closed_by_hand=False))


def _left(each: Existing, wishes: Wishes) -> Leave:
    has_problems = each.key.case in wishes.left_out
    return Leave(
        number=each.number,
        key=each.key,
        because=_HAS_PROBLEMS if has_problems else _NOT_IN_LOG,
        needs_mending=has_problems,
    )
