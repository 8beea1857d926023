"""Compare the issues wanted with those on GitHub, and plan the changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from escalation_log.bot.issue_body import news
from escalation_log.bot.issue_plan import (
    Action,
    Ended,
    Existing,
    IssueChange,
    IssueKey,
    Leave,
    Note,
    Open,
    Plan,
    State,
    Wanted,
    WantedIssues,
)
from escalation_log.bot.marker import body_with, labels_with, marker_in, part_in
from escalation_log.bot.vanished_cases import object_to_most_gone, object_to_no_case
from escalation_log.bot.wanted import ended_in_favour_of
from escalation_log.model.cases import order_of_key
from escalation_log.model.faulty_files import REFERENCE


def fields_to_send(
    change: IssueChange, before: Existing, present: Existing
) -> Mapping[str, object]:
    """Return the fields, as the API names them, that differ from what a change asks for.

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
    """Put the bot's new part into the body, and leave the text of people around it unchanged."""
    part = None if change.body is None else part_in(change.body)
    if part is None or part == part_in(present.body):
        return None
    if present.body == before.body:
        return change.body
    return body_with(part, present.body)


def _labels(change: IssueChange, before: Existing, present: Existing) -> frozenset[str] | None:
    """Apply the change's own additions and removals of labels; keep those made since."""
    if change.labels is None:
        return None
    added, taken = change.labels - before.labels, before.labels - change.labels
    there = {label.casefold() for label in present.labels}
    missing = {label for label in added if label.casefold() not in there}
    left = present.labels - taken
    return None if not missing and left == present.labels else left | missing


_NOT_IN_LOG = "its case is not in the log"
_HAS_PROBLEMS = "its case cannot be judged because of problems"
_STANDS_EARLIER = "its case stands by an earlier state"


def plan_of(issues: WantedIssues, existing: Iterable[Existing]) -> Plan:
    """Plan the changes: wanted issues first, the most overdue first, then those that have ended.

    Of several issues about one round the lowest number is kept. Issues of cases that are not in the
    log any more say so and are closed; those of cases that have problems are left unchanged. Of a
    case that stands by an earlier state none is closed, since what was recorded since may have
    opened it. Raise Stopped where the log has no case at all and issues are open, and where most
    cases with open issues seem to have been taken away.
    """
    ours = sorted(existing, key=lambda each: each.number)
    known = [each for each in ours if _is_known(each.key, issues)]
    object_to_no_case(issues, ours)
    by_round, surplus = _assigned(known, issues)
    wanted: list[Action] = []
    for want in issues.wanted:
        found = by_round.pop(want.key, None)
        if found is None:
            wanted.append(Open(wanted=want))
        else:
            note = _note(want, found)
            wanted.append(_change(found, want, State.OPEN, known=issues.labels, note=note))
    ended = [
        _kept(found, key)
        if key.case in issues.earlier
        else _closed(issues.ended(key), found, known=issues.labels)
        for key, found in by_round.items()
    ]
    spare = [
        Leave(number=found.number, key=found.key)
        if found.state is State.CLOSED
        else _change(found, ended_in_favour_of(found, number), State.CLOSED, known=issues.labels)
        for found, number in surplus
    ]
    left = _without_case(ours, issues)
    actions = (*wanted, *ended, *spare, *left)
    return Plan(
        actions=(
            *(each for each in actions if not isinstance(each, Leave)),
            *(each for each in actions if isinstance(each, Leave)),
        )
    )


def at_once_of(plan: Plan, issues: WantedIssues) -> Plan:
    """Keep of a plan what concerns duties that must be done at once; the rest waits.

    Such a duty is late from the end of its day on, and can wait as little then.
    """
    now = {each.key for each in issues.wanted if each.cannot_wait}
    return Plan(
        actions=tuple(
            each
            for each in plan.actions
            if (each.wanted.key if isinstance(each, Open) else each.key) in now
        )
    )


def _is_known(key: IssueKey, issues: WantedIssues) -> bool:
    """Say whether the log tells what is to become of an issue.

    The issue about a file whose name is no reference ends as soon as it is no longer wanted.
    """
    if key.case in issues.judged:
        return True
    is_wanted = any(want.key == key for want in issues.wanted)
    if key.is_overview:
        return is_wanted
    return key.is_about_file and (is_wanted or not REFERENCE.fullmatch(key.case))


def _assigned(
    existing: Sequence[Existing], issues: WantedIssues
) -> tuple[dict[IssueKey, Existing], list[tuple[Existing, int]]]:
    """Match issues to rounds; surplus issues are returned with the number of the one that is kept.

    A correction may give a round another number. An issue whose round no longer exists is matched
    to a round of the same stage without an issue, preferably to one with something overdue.
    """
    by_round: dict[IssueKey, Existing] = {}
    stray: list[Existing] = []
    surplus: list[tuple[Existing, int]] = []
    for each in existing:
        key = each.key
        if key.started_by not in issues.rounds.get((key.case, key.stage), ()):
            stray.append(each)
        elif key in by_round:
            surplus.append((each, by_round[key].number))
        else:
            by_round[key] = each
    wanted = frozenset(want.key for want in issues.wanted)
    for each in sorted(stray, key=lambda each: (each.state is State.CLOSED, each.number)):
        candidates = [
            IssueKey(case=each.key.case, stage=each.key.stage, started_by=number)
            for number in issues.rounds.get((each.key.case, each.key.stage), ())
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
) -> tuple[bool, int, tuple[bool, int, str]]:
    here, there = key.started_by, from_key.started_by
    apart = abs(here - there) if isinstance(here, int) and isinstance(there, int) else 0
    return key not in wanted, apart, order_of_key(here)


def _closed(ended: Ended, found: Existing, *, known: frozenset[str]) -> IssueChange | Leave:
    """Plan the change of an issue that should be closed.

    A closed issue that states the same facts is not rewritten for a new wording alone.
    """
    marker = marker_in(ended.part)
    is_told = found.told is None and marker is not None and found.facts == marker.facts
    if found.state is State.CLOSED and is_told:
        return Leave(number=found.number, key=found.key)
    return _change(found, ended, State.CLOSED, known=known)


def _change(
    found: Existing,
    issue: Wanted | Ended,
    state: State,
    *,
    known: frozenset[str],
    note: Note | None = None,
) -> IssueChange | Leave:
    """Plan a change with only the fields that differ; leave the issue where none does.

    Of the labels the `known` are the bot's.
    """
    body = None if part_in(found.body) == issue.part else body_with(issue.part, found.body)
    all_labels = labels_with(issue.labels, found.labels, known)
    is_moved = found.state is not state
    change = IssueChange(
        number=found.number,
        key=issue.key,
        summary=issue.summary,
        state=state if is_moved else None,
        reason=issue.reason if is_moved and isinstance(issue, Ended) else None,
        title=None if found.title == issue.title else issue.title,
        body=None if body == found.body else body,
        labels=None if all_labels == found.labels else all_labels,
        note=note,
    )
    if (change.state, change.title, change.body, change.labels) == (None,) * 4:
        return Leave(number=found.number, key=issue.key)
    return change


def _note(want: Wanted, found: Existing) -> Note | None:
    """Return the comment for readers who were told something else before; None if none were."""
    marker = marker_in(want.part)
    facts = "" if marker is None else marker.facts
    is_closed = found.state is State.CLOSED
    if not is_closed and found.told in (want.degree, None):
        return None
    mark = f"{want.degree.value.replace(' ', '-')}-{facts}"
    if is_closed:
        mark = f"again-{found.closed_at or facts}"
    by_hand = is_closed and found.told is not None
    return Note(mark=mark, text=news(found.told, want, was_closed_by_hand=by_hand))


def _kept(found: Existing, key: IssueKey) -> Leave:
    because = _STANDS_EARLIER if found.state is State.OPEN else ""
    return Leave(number=found.number, key=key, because=because)


def _without_case(ours: Sequence[Existing], issues: WantedIssues) -> Iterator[IssueChange | Leave]:
    """Plan what becomes of issues whose cases the log does not judge."""
    found = [each for each in ours if not _is_known(each.key, issues)]
    absent = [each.key for each in found if each.key.case not in issues.left_out]
    gone = issues.gone(absent) if absent else {}
    object_to_most_gone(gone, ours)
    for each in found:
        if each.key in gone:
            yield _closed(gone[each.key], each, known=issues.labels)
        else:
            because = _HAS_PROBLEMS if each.key.case in issues.left_out else _NOT_IN_LOG
            yield Leave(number=each.number, key=each.key, because=because)
