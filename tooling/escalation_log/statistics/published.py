"""The statistics of a quarter as everybody may see them, with small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from escalation_log.statistics.case_facts import LENGTHS, LONGER, CaseFacts, Classes, length_of
from escalation_log.statistics.quarters import Quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One class, or several counted together."""

    ids: tuple[str, ...]
    count: int


def is_small(count: int, threshold: int) -> bool:
    """Say whether a number is small, and so must not be published."""
    return 0 < count < threshold


def is_enough(total: int, threshold: int) -> bool:
    """Say whether a total is at least twice the threshold; otherwise nothing is shown.

    A total that is not shown may thus be small or not.
    """
    return total >= 2 * threshold


def put_together(counts: Mapping[str, int], threshold: int) -> tuple[Group, ...]:
    """Put the small classes together with every empty one and the smallest that is not small.

    Of several smallest ones all are included, so that the result depends only on the numbers and
    each class of the group might be the one that is not small. The total must be enough.
    """
    if not any(is_small(count, threshold) for count in counts.values()):
        return tuple(Group(ids=(each,), count=count) for each, count in counts.items())
    large = [count for count in counts.values() if count >= threshold]
    most = min(large, default=0)
    joined = tuple(each for each, count in counts.items() if count < threshold or count == most)
    shown = (
        Group(ids=(each,), count=count) for each, count in counts.items() if each not in joined
    )
    return (*shown, Group(ids=joined, count=sum(counts[each] for each in joined)))


def put_ends_together(counts: Mapping[str, int], threshold: int) -> tuple[Group, ...]:
    """Put as few as possible of the last classes together, for classes that have an order.

    The group adds up to more than the threshold, so any one of its classes might have all of its
    cases but one. The total must be enough.
    """
    ids = tuple(counts)
    start = len(ids) - 1
    while start and not _may_end_at(counts, ids, start, threshold):
        start -= 1
    return (
        *(Group(ids=(each,), count=counts[each]) for each in ids[:start]),
        Group(ids=ids[start:], count=sum(counts[each] for each in ids[start:])),
    )


def _may_end_at(counts: Mapping[str, int], ids: Sequence[str], start: int, threshold: int) -> bool:
    if any(is_small(counts[each], threshold) for each in ids[:start]):
        return False
    end = sum(counts[each] for each in ids[start:])
    if start == len(ids) - 1:
        return not is_small(end, threshold)
    return end > threshold


UNRESOLVED = "unresolved"
# The class of cases with several (or no listed) agencies that missed limits, or several themes.
SEVERAL = "(several)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A quarter's statistics. Without `total` nothing is shown, and a table without groups is not.

    `in_time` and `late` part the total by whether a required limit was missed; None where that is
    not shown. Then the stages reached are in `stages`, otherwise in `stages_in_time` and
    `stages_late`. `late_by` parts the late cases by the one agency that missed
    limits, where `names_agencies`; until every edition of the quarter's cases is countersigned,
    nothing is told by agency. `learned` parts the cases with `learning` by the one theme they were
    about. `marked` are the cases in which nothing shows that something required was done,
    `off_route` those in which something was not by the policy's route.
    """

    quarter: Quarter
    threshold: int
    total: int | None
    in_time: int | None = None
    late: int | None = None
    months: tuple[Group, ...] = ()
    stages: tuple[Group, ...] = ()
    stages_in_time: tuple[Group, ...] = ()
    stages_late: tuple[Group, ...] = ()
    late_by: tuple[Group, ...] = ()
    themes: tuple[Group, ...] = ()
    lengths: tuple[Group, ...] = ()
    learning: int | None = None
    learned: tuple[Group, ...] = ()
    names_agencies: bool = False
    marked: int | None = None
    off_route: int | None = None


Hiding = Callable[[Mapping[str, int], int], tuple[Group, ...]]


def published(
    quarter: Quarter, cases: Iterable[CaseFacts], classes: Classes, threshold: int
) -> Published:
    """Count the cases opened in a quarter, which are assessed as of its `counted_at`.

    `classes` are all that there may be, the stages in order.
    """
    opened = [case for case in cases if quarter.holds(case.opened_on)]
    if not is_enough(len(opened), threshold):
        return Published(quarter=quarter, threshold=threshold, total=None)
    late = [case for case in opened if _missing(case)]
    in_time = [case for case in opened if not _missing(case)]
    learned = [case for case in opened if case.learning]
    # The parts are shown only if each is empty or at least twice the threshold. The policy shows at
    # which stages no limit can be missed, so a part that is larger than the number of cases at
    # such a stage by less than the threshold would reveal a small number.
    is_split = all(not part or is_enough(len(part), threshold) for part in (in_time, late))
    without = len(opened) - len(learned)
    tells_learning = is_enough(len(learned), threshold) and not is_small(without, threshold)

    names_agencies = all(case.is_countersigned for case in opened)
    reached = attrgetter("reached")

    def table(
        shown: Sequence[CaseFacts] | None,
        ids: Sequence[str],
        of: Callable[[CaseFacts], str],
        hide: Hiding = put_together,
        more: int = 0,
    ) -> tuple[Group, ...]:
        if shown is None or not is_enough(len(shown), threshold):
            return ()
        groups = hide(_counted(ids, map(of, shown)), threshold + more)
        return groups if len(groups) > 1 else ()

    # The threshold is one higher here: that this table is not divided reveals that at least
    # one case was late, perhaps at a certain stage.
    stages = table(None if is_split else opened, classes.stages, reached, put_ends_together, more=1)
    stages_in_time, stages_late = (
        table(part if is_split else None, classes.stages, reached, put_ends_together)
        for part in (in_time, late)
    )
    shown_stages = (
        [groups for part, groups in ((in_time, stages_in_time), (late, stages_late)) if part]
        if is_split
        else [stages]
    )

    def told(count: int) -> int | None:
        return count if _may_be_told(count, len(opened), shown_stages, threshold) else None

    return Published(
        quarter=quarter,
        threshold=threshold,
        total=len(opened),
        in_time=len(in_time) if is_split else None,
        late=len(late) if is_split else None,
        months=table(
            opened,
            [f"{month:%Y-%m}" for month in quarter.months],
            lambda case: f"{case.opened_on:%Y-%m}",
        ),
        stages=stages,
        stages_in_time=stages_in_time,
        stages_late=stages_late,
        late_by=table(
            late if is_split and names_agencies else None,
            (*classes.agencies, SEVERAL),
            _only(classes),
        ),
        themes=table(opened, classes.themes, attrgetter("theme")),
        lengths=table(opened, (*LENGTHS, LONGER, UNRESOLVED), _length, put_ends_together),
        learning=len(learned) if tells_learning else None,
        learned=table(learned if tells_learning else None, (*classes.themes, SEVERAL), _about),
        names_agencies=names_agencies,
        marked=told(sum(bool(case.marks) for case in opened)),
        off_route=told(sum(bool(case.off_route) for case in opened)),
    )


def _may_be_told(
    count: int, total: int, shown_stages: Sequence[tuple[Group, ...]], threshold: int
) -> bool:
    """Say whether a number of cases may stand beside the stages that all cases reached.

    It must be enough, and the rest not small. The policy shows at which stages no case can be among
    those counted: therefore each stage must stand there alone, since a number may tell which of
    several counted together is small, and the rest may not be larger by a small number than the
    cases at any stages.
    """
    if not is_enough(count, threshold) or not all(shown_stages):
        return False
    at_stages: Counter[tuple[str, ...]] = Counter()
    for groups in shown_stages:
        for group in groups:
            at_stages[group.ids] += group.count
    at_some = {0}
    for number in at_stages.values():
        at_some |= {number + other for other in at_some}
    return all(len(ids) == 1 for ids in at_stages) and not any(
        is_small(total - count - number, threshold) for number in at_some
    )


def _counted(ids: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(ids, 0)
    for each in found:
        counts[each] += 1
    return counts


def _missing(case: CaseFacts) -> set[str]:
    """Give the agencies that missed required limits of a case."""
    missed = (limit for limit in case.limits if limit.is_required and not limit.is_kept)
    return {agency for limit in missed for agency in limit.acting}


def _only(classes: Classes) -> Callable[[CaseFacts], str]:
    """Make the function that gives the one agency that missed limits in a case, or SEVERAL.

    The partnership itself is not given, since it acts in the last stages and would reveal them.
    """

    def only(case: CaseFacts) -> str:
        missing = _missing(case)
        return missing.pop() if len(missing) == 1 and missing < agencies else SEVERAL

    agencies = {*classes.agencies, SEVERAL}
    return only


def _about(case: CaseFacts) -> str:
    themes = {theme for learning in case.learning for theme in learning.themes}
    return themes.pop() if len(themes) == 1 else SEVERAL


def _length(case: CaseFacts) -> str:
    days = case.days_taken
    return UNRESOLVED if days is None else length_of(days)
