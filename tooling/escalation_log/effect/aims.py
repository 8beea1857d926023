"""Say which events of the base the corrections and redactions of a change name."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.log.contents import CaseFile
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Case, Event
from escalation_log.words.events import KIND_WORDS, EventNames
from escalation_log.words.titles import SIDES


def aims(old: CaseFile | None, new: CaseFile, now: JudgedCase) -> Iterator[str]:
    """Say which event recorded before the change each new correction or redaction names.

    Where two people recorded something of one case, a squash or a rebase may let it hit an event
    that its writer did not mean.
    """
    recorded = frozenset() if old is None else {each.key for each in old.case.events}
    names = EventNames(now.policy, now.partnership)
    for event in new.case.events:
        if event.of is None or event.key in recorded:
            continue
        aim = standing(new.case, event.of, event.number)
        if aim.key in recorded:
            what = KIND_WORDS[event.kind].recorded
            side = "" if aim.by is None else f", by {SIDES[aim.by]}"
            yield (
                f"{what} of event {aim.key}, which was recorded before this "
                f"change: {names.recorded(aim)}, {names.when(aim.at)}{side}."
            )


def standing(case: Case, number: int, until: int) -> Event:
    """Return an event as it was before the correction with the number `until`."""
    earlier = [each.corrected for each in case.events[: until - 1] if each.corrected is not None]
    return next(
        (each for each in reversed(earlier) if each.number == number), case.events[number - 1]
    )
