"""What everybody may see of a quarter, and what nobody may work out from it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.model.assessments import CaseState
from escalation_log.statistics.case_facts import CaseFacts
from escalation_log.statistics.published import SEVERAL, Group, Published, is_small, published
from tests.statistics.knowing import FEW, lowest_tops
from tests.statistics.made_up import QUARTER, SCHEME, case, lesson, limit, mark, off_route


def publish(cases: Sequence[CaseFacts], threshold: int = 5) -> Published:
    return published(QUARTER, cases, SCHEME, threshold)


def told(groups: tuple[Group, ...]) -> list[tuple[str, int]]:
    return [(" ".join(each.ids), each.count) for each in groups]


def test_a_quarter_with_few_cases_shows_nothing() -> None:
    shown = publish([case()] * 9)
    assert shown == Published(quarter=QUARTER, threshold=5, total=None)
    assert publish([case()] * 10).total == 10


def test_a_case_counts_in_the_quarter_in_which_it_was_opened() -> None:
    earlier = [case(opened_on=date(2026, 3, 31)), case(opened_on=date(2026, 7, 1))]
    cases = [case(opened_on=date(2026, 4, 1))] * 5 + [case(opened_on=date(2026, 6, 30))] * 6
    shown = publish([*cases, *earlier * 9])
    assert shown.total == 11
    assert told(shown.months) == [("2026-04", 5), ("2026-05", 0), ("2026-06", 6)]


def test_every_table_parts_its_total() -> None:
    cases = [
        *[case(limit("a", stage="stage-2"), reached="stage-2", days=7)] * 6,
        *[case(limit("b"), theme="other", days=8)] * 5,
        *[case(limit("a", "b"), theme="other", days=29)] * 5,
        *[case(limit("a", is_kept=True), reached="stage-3", days=28)] * 5,
        *[case(limit("a", is_required=False), days=3, state=CaseState.WITHDRAWN)] * 5,
        *[case(limit("partnership"))] * 2,
    ]
    shown = publish(cases)
    assert (shown.total, shown.in_time, shown.late) == (28, 10, 18)
    assert shown.stages == ()
    assert told(shown.stages_in_time) == [("stage-1", 5), ("stage-2", 0), ("stage-3", 5)]
    assert told(shown.stages_late) == [("stage-1", 12), ("stage-2", 6), ("stage-3", 0)]
    assert told(shown.late_by) == [("a", 6), ("b", 5), (SEVERAL, 7)]
    assert told(shown.themes) == [("need", 18), ("other", 10)]
    assert told(shown.lengths) == [
        ("7", 6),
        ("14", 5),
        ("28", 5),
        ("longer", 5),
        ("unresolved", 7),
    ]


@pytest.mark.parametrize(("late", "split"), [(2, False), (9, False), (10, True), (0, True)])
def test_lateness_is_shown_where_each_part_is_enough_or_nothing(late: int, split: bool) -> None:
    cases = [case(limit("a"), reached="stage-2")] * late
    cases += [case()] * 10 + [case(reached="stage-3")] * 7
    shown = publish(cases)
    assert (shown.late, shown.in_time) == ((late, 17) if split else (None, None))
    assert bool(shown.stages) != split
    assert bool(shown.stages_in_time) == split
    assert bool(shown.stages_late) == bool(shown.late_by) == (late == 10)


def test_stages_are_one_case_larger_where_somebody_was_late() -> None:
    cases = [case(limit("a"), reached="stage-3")] + [case()] * 9
    assert told(publish([*cases, *[case(reached="stage-3")] * 4]).stages) == []
    assert told(publish([*cases, *[case(reached="stage-3")] * 5]).stages) == [
        ("stage-1", 9),
        ("stage-2", 0),
        ("stage-3", 6),
    ]


def test_learning_is_told_by_theme_where_there_was_much() -> None:
    cases = [
        *[case(learning=(lesson("need"), lesson("need")))] * 6,
        *[case(learning=(lesson("need", "other"),))] * 3,
        *[case(learning=(lesson(),))] * 2,
        *[case()] * 5,
    ]
    shown = publish(cases)
    assert shown.learning == 11
    assert told(shown.learned) == [("need", 6), ("other", 0), (SEVERAL, 5)]
    assert publish(cases[:-1]).learning is None
    assert publish(cases[2:]).learning is None


def test_nothing_is_told_by_agency_until_the_edition_is_countersigned() -> None:
    late = [case(limit("a"), reached="stage-2")] * 6 + [case(limit("b"))] * 6
    shown = publish(late + [case()] * 10)
    assert shown.names_agencies
    assert told(shown.late_by) == [("a", 6), ("b", 6), (SEVERAL, 0)]
    unsigned = publish([*late, *[case()] * 9, case(is_countersigned=False)])
    assert not unsigned.names_agencies
    assert unsigned.late_by == ()
    assert unsigned.late == 12


@pytest.mark.parametrize(
    ("marked", "rest", "is_told"), [(10, 10, True), (9, 11, False), (16, 4, False), (10, 0, True)]
)
def test_marks_and_what_left_the_route_are_told_where_they_are_many(
    marked: int, rest: int, is_told: bool
) -> None:
    cases = [case(marks=(mark("a"),), reached="stage-3")] * marked + [case()] * rest
    shown = publish(cases)
    assert shown.marked == (marked if is_told else None)
    assert (shown.off_route, shown.late) == (None, 0)
    left = [case(off_route=(off_route(),), reached="stage-3")] * marked + [case()] * rest
    assert publish(left).off_route == (marked if is_told else None)


def test_marks_are_not_told_where_stages_without_any_would_tell_of_few() -> None:
    """Of 12 cases without a mark 10 went no further than stage 1, so 2 went further."""
    further = [case(reached="stage-3")] * 2
    cases = [*[case(marks=(mark("a"),), reached="stage-3")] * 10, *[case()] * 10]
    assert publish(cases).marked == 10
    assert publish([*cases, *further]).marked is None


@pytest.mark.parametrize(
    ("possible", "total"),
    [
        # At some stages nothing can leave a mark, as everybody reads in the policy.
        ((("stage-1", 0), ("stage-3", 0), ("stage-3", 1)), 9),
        ((("stage-1", 0), ("stage-3", 0), ("stage-3", 1)), 14),
        ((("stage-1", 0), ("stage-2", 0), ("stage-2", 1), ("stage-3", 0)), 12),
        ((("stage-1", 0), ("stage-2", 0), ("stage-3", 0), ("stage-3", 1)), 13),
        ((("stage-1", 0), ("stage-1", 1), ("stage-3", 0), ("stage-3", 1)), 12),
        ((("stage-1", 0), ("stage-2", 0), ("stage-2", 1), ("stage-3", 0), ("stage-3", 1)), 10),
        ((("stage-1", 0), ("stage-3", 0), ("stage-3", 1), ("late", 0), ("late", 1)), 11),
        ((("stage-1", 0), ("stage-3", 0), ("stage-3", 1), ("late", 0), ("late", 1)), 12),
    ],
)
def test_who_knows_code_and_policy_finds_nothing_small_about_marks(
    possible: Sequence[tuple[str, int]], total: int
) -> None:
    kinds = [
        case(
            *([limit("a")] if stage == "late" else ()),
            reached="stage-3" if stage == "late" else stage,
            marks=(mark("a"),) * marks,
        )
        for stage, marks in possible
    ]
    found_out(kinds, total)


@pytest.mark.parametrize("total", [6, 9, 11])
def test_nor_about_marks_and_what_left_the_route_together(total: int) -> None:
    further = [
        case(reached="stage-3", marks=marks, off_route=left)
        for marks in ((), (mark("a"),))
        for left in ((), (off_route(),))
    ]
    found_out([case(), *further], total)


def found_out(kinds: Sequence[CaseFacts], total: int) -> None:
    """Try every log of these kinds of cases; no part of it that may be asked for is small."""
    asks: list[Callable[[CaseFacts], bool]] = [
        *(partial(operator.is_, each) for each in kinds),
        lambda each: bool(each.marks),
        lambda each: not each.marks,
        lambda each: bool(each.off_route),
        lambda each: not each.off_route,
        *(partial(_is_unmarked_elsewhere, stage) for stage in SCHEME.stages),
    ]
    asked = [[at for at, kind in enumerate(kinds) if ask(kind)] for ask in asks]

    def logs() -> Iterator[tuple[Published, tuple[int, ...]]]:
        for picked in combinations_with_replacement(range(len(kinds)), total):
            counts = [picked.count(number) for number in range(len(kinds))]
            answers = tuple(sum(counts[number] for number in each) for each in asked)
            yield publish([kinds[number] for number in picked], FEW), answers

    found = lowest_tops(logs())
    assert any(shown.marked is not None for shown in found)
    for shown, most in found.items():
        assert not any(is_small(each, FEW) for each in most), (shown, most)


def _is_unmarked_elsewhere(stage: str, each: CaseFacts) -> bool:
    return not each.marks and each.reached != stage


# How far a case went, and who missed limits of it.
Kind = tuple[str, str]
FIRST, SECOND, THIRD = ([(stage, who) for who in ("", "a", "b", "ab")] for stage in SCHEME.stages)
IN_TIME, LATE = frozenset({""}), frozenset({"a", "b", "ab"})


@pytest.mark.parametrize(
    ("possible", "total"),
    [
        ([*FIRST, *THIRD], 6),
        ([*FIRST[:2], *SECOND[:2], *THIRD[:2]], 7),
        ([*FIRST[:2], *THIRD[:2]], 13),
        # Nothing is required by a date at some stages, as everybody reads in the policy.
        ([*FIRST[:1], *THIRD[:2]], 9),
        ([*FIRST[:1], *THIRD[:2]], 14),
        ([*FIRST[:1], *SECOND[:2], *THIRD[:1]], 13),
        ([*FIRST[:1], *SECOND[:2], *THIRD[:2]], 7),
        ([*FIRST[:1], *THIRD], 12),
    ],
)
def test_who_knows_code_and_policy_finds_nothing_small_about_stages_and_lateness(
    possible: Sequence[Kind], total: int
) -> None:
    kinds = [case(*([limit(*who)] if who else ()), reached=stage) for stage, who in possible]
    asked = [
        [number for number, (stage, who) in enumerate(possible) if stage in stages and who in whose]
        for stages in (SCHEME.stages, *((stage,) for stage in SCHEME.stages))
        for whose in (IN_TIME | LATE, IN_TIME, LATE, {"a"}, {"b"}, {"ab"})
        if stages == SCHEME.stages or len(whose) > 1 or whose == IN_TIME
    ]

    def logs() -> Iterator[tuple[Published, tuple[int, ...]]]:
        for picked in combinations_with_replacement(range(len(possible)), total):
            counts = [picked.count(number) for number in range(len(possible))]
            answers = tuple(sum(counts[number] for number in each) for each in asked)
            yield publish([kinds[number] for number in picked], FEW), answers

    for shown, most in lowest_tops(logs()).items():
        assert not any(is_small(each, FEW) for each in most), (shown, most)


@pytest.mark.parametrize("total", [5, 6, 9, 11])
def test_who_knows_the_code_finds_nothing_small_about_learning(total: int) -> None:
    kinds = [
        case(learning=(lesson(*themes.split()),) if themes else ())
        for themes in ("", "need", "other", "need other")
    ]
    found = lowest_tops(
        (publish(cases, FEW), tuple(cases.count(kind) for kind in kinds))
        for cases in combinations_with_replacement(kinds, total)
    )
    for shown, most in found.items():
        assert not any(is_small(each, FEW) for each in most), (shown, most)


CASES = st.lists(
    st.builds(
        case,
        st.builds(
            limit,
            st.sampled_from(["a", "b", "partnership"]),
            is_kept=st.booleans(),
            is_required=st.booleans(),
        ),
        theme=st.sampled_from(SCHEME.themes),
        reached=st.sampled_from(SCHEME.stages),
        days=st.none() | st.integers(0, 40),
        opened_on=st.dates(QUARTER.first_on, QUARTER.last_on),
        learning=st.sampled_from([(), (lesson("need"),), (lesson("other"),)]),
        marks=st.sampled_from([(), (mark("a"),)]),
        off_route=st.sampled_from([(), (off_route(),)]),
    ),
    max_size=60,
)


@given(cases=CASES, threshold=st.integers(3, 12))
def test_no_number_is_small_and_every_table_adds_up(cases: list[CaseFacts], threshold: int) -> None:
    shown = publish(cases, threshold)
    parted = {
        shown.total: (shown.months, shown.stages, shown.themes, shown.lengths),
        shown.in_time: (shown.stages_in_time,),
        shown.late: (shown.stages_late, shown.late_by),
        shown.learning: (shown.learned,),
        shown.marked: (),
        shown.off_route: (),
    }
    for total, tables in parted.items():
        assert total is None or not is_small(total, threshold)
        for table in filter(None, tables):
            assert total is not None
            assert not any(is_small(each.count, threshold) for each in table)
    for total, tables in (
        (shown.total, (shown.months, shown.stages, shown.themes, shown.lengths)),
        (shown.in_time, (shown.stages_in_time,)),
        (shown.late, (shown.stages_late, shown.late_by)),
        (shown.learning, (shown.learned,)),
    ):
        for table in filter(None, tables):
            assert sum(each.count for each in table) == total


@given(cases=CASES)
def test_whose_a_number_is_makes_no_difference(cases: list[CaseFacts]) -> None:
    other = {"need": "other", "other": "need"}
    swapped = publish([replace(each, theme=other[each.theme]) for each in cases])
    shown = publish(cases)
    assert {frozenset(each.ids): each.count for each in shown.themes} == {
        frozenset(other[one] for one in each.ids): each.count for each in swapped.themes
    }
