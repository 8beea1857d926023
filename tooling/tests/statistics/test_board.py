"""What a board sees of a stretch of time, and the sentences made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from escalation_log.model.assessments import CaseState
from escalation_log.site.statistics.answer_words import (
    answer_columns,
    answers_words,
    calls_words,
    outcomes_words,
    reasons_words,
    silent_words,
)
from escalation_log.site.statistics.glossary import explained
from escalation_log.site.statistics.quarter_words import (
    apart_words,
    guides_words,
    in_short,
    learning_words,
    limits_words,
    open_words,
    opened_words,
    overdue_words,
    reach_words,
    times_words,
    worst_words,
)
from escalation_log.statistics.answers import Reached, Talk
from escalation_log.statistics.board import Figures, LimitsInOrder, Times, figures
from escalation_log.statistics.case_facts import CaseFacts, Classes
from escalation_log.statistics.tallies import Share, combined_share
from tests.statistics.made_up import (
    MAY,
    QUARTER,
    SCHEME,
    answer,
    call,
    case,
    lesson,
    limit,
    mark,
    off_route,
)

CLASSES = Classes(stages=SCHEME.stages, themes=SCHEME.themes, agencies=SCHEME.agencies)
MARCH = date(2026, 3, 2)
JULY = date(2026, 7, 6)


def count(*cases: CaseFacts) -> Figures:
    return figures(LimitsInOrder(cases), CLASSES, QUARTER.first_on, QUARTER.last_on)


def told(tallies: Sequence[object]) -> list[tuple[object, ...]]:
    names = ("id", "count", "kept", "missed")
    return [tuple(getattr(each, name) for name in names if hasattr(each, name)) for each in tallies]


NOTHING = count()
NONE_OF_THESE = (
    "No limit fell due, no case was resolved, none was open at the end of the quarter and no "
    "learning was recorded."
)


@dataclass(frozen=True)
class Names:
    """Names every class by its id."""

    second_stage: str = "Stage 2"
    asks_outcome: bool = False

    def stage(self, stage: str) -> str:
        return stage

    def theme(self, theme: str) -> str:
        return theme


NAMES = Names()


def test_cases_are_counted_by_month_stage_and_theme() -> None:
    counted = count(
        case(opened_on=MARCH),
        case(opened_on=date(2026, 4, 1), reached="stage-3", theme="other"),
        case(opened_on=date(2026, 6, 30), theme="other"),
        case(reached="stage-9"),
        case(opened_on=JULY),
    )
    assert counted.opened == 3
    assert told(counted.months) == [("2026-04", 1), ("2026-05", 1), ("2026-06", 1)]
    assert told(counted.stages) == [("stage-1", 1), ("stage-2", 0), ("stage-3", 1), ("stage-9", 1)]
    assert told(counted.themes) == [("other", 2), ("need", 1)]


def test_limits_count_when_they_fall_due_whenever_the_case_was_opened() -> None:
    counted = count(
        case(
            limit("a", is_kept=True),
            limit("a", "b", stage="stage-2"),
            limit("b", on=JULY),
            limit("b", on=MARCH),
            limit("b", is_required=False),
            opened_on=MARCH,
        )
    )
    assert counted.opened == 0
    assert counted.required == Share(id="", kept=1, missed=1)
    assert told(counted.required_by_stage) == [("stage-1", 1, 0), ("stage-2", 0, 1)]
    assert told(counted.required_by_agency) == [("a", 1, 1), ("b", 0, 1)]
    assert told(counted.guides_by_stage) == [("stage-1", 0, 1)]
    assert told(counted.guides_by_agency) == [("b", 0, 1)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([4], (1, 4, 4, 4, 4, 4)),
        ([9, 1, 3, 5], (4, 1, 1, 3, 5, 9)),
        ([1, 2, 3, 4, 5], (5, 1, 2, 3, 4, 5)),
    ],
)
def test_days_are_those_within_which_so_many_cases_ended(
    days: list[int], expected: tuple[int, ...]
) -> None:
    times = count(*(case(days=each) for each in days)).times
    assert times is not None
    names = ("cases", "shortest", "quarter", "half", "three_quarters", "longest")
    assert tuple(getattr(times, name) for name in names) == expected


def test_withdrawn_cases_have_no_days_and_later_ends_are_still_open() -> None:
    counted = count(
        case(days=3, state=CaseState.WITHDRAWN),
        case(days=7),
        case(days=90, reference="KN-2026-0003"),
        case(opened_on=MARCH, reference="KN-2026-0002"),
        case(opened_on=MARCH, days=3),
    )
    assert counted.withdrawn == 1
    assert counted.times == Times(
        cases=1, shortest=7, quarter=7, half=7, three_quarters=7, longest=7
    )
    assert told(counted.lengths) == [("7", 1), ("14", 0), ("28", 0), ("longer", 0)]
    assert [each.reference for each in counted.still_open] == ["KN-2026-0002", "KN-2026-0003"]


def test_learning_is_sorted_by_theme() -> None:
    counted = count(
        case(
            learning=(
                lesson("other", "need", action="A form."),
                lesson("need"),
                lesson(),
                lesson("need", on=JULY),
            )
        )
    )
    found = [(each.id, each.cases, len(each.lessons)) for each in counted.learning]
    assert found == [("need", 1, 2), ("other", 1, 1), ("", 1, 1)]


@pytest.mark.parametrize(
    ("kept", "missed", "percent"),
    [
        (0, 0, None),
        (9, 0, None),
        (10, 0, 100),
        (0, 10, 0),
        (999, 1, 99),
        (1, 999, 1),
        (20, 10, 67),
    ],
)
def test_a_share_is_all_or_nothing_only_where_it_is(
    kept: int, missed: int, percent: int | None
) -> None:
    assert Share(id="", kept=kept, missed=missed).percent == percent


def test_limits_of_several_classes_are_counted_as_those_of_one_and_their_cases_named_once() -> None:
    first = Share(id="a", kept=2, missed=1, kept_in=("XX-1", "XX-3"), missed_in=("XX-2",))
    other = Share(id="b", kept=1, missed=1, kept_in=("XX-1",), missed_in=("XX-1",))
    both = combined_share("several", (first, other))
    assert (both.id, both.kept, both.missed) == ("several", 3, 2)
    assert (both.kept_in, both.missed_in) == (("XX-1", "XX-3"), ("XX-1", "XX-2"))


def shares(*numbers: tuple[int, int]) -> tuple[Share, ...]:
    return tuple(
        Share(id=name, kept=kept, missed=missed)
        for name, (kept, missed) in zip("abc", numbers, strict=False)
    )


def with_limits(kept: int, missed: int) -> Figures:
    return replace(NOTHING, required=Share(id="", kept=kept, missed=missed))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (0, 0, "No escalation was opened, nor was one in the quarter before."),
        (0, 2, "No escalation was opened. In the quarter before, 2 were opened."),
        (1, 0, "1 case was opened, 1 more than in the quarter before (0)."),
        (3, 3, "3 cases were opened, as many as in the quarter before."),
    ],
)
def test_how_many_cases_were_opened(now: int, before: int, words: str) -> None:
    assert opened_words(replace(NOTHING, opened=now), replace(NOTHING, opened=before)) == words


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        ([], ""),
        (["stage-1"], "It went as far as STAGE-1."),
        (["stage-1", "stage-1"], "All 2 went as far as STAGE-1."),
        (
            ["stage-1", "stage-2", "stage-3"],
            "1 of them went no further than STAGE-1; 1 reached STAGE-3.",
        ),
    ],
)
def test_how_far_cases_went(reached: list[str], words: str) -> None:
    counted = count(*(case(reached=each) for each in reached))
    assert reach_words(counted.stages, counted.opened, str.upper) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((0, 0), (0, 0), ""),
        ((1, 0), (0, 0), "Required limits met: 1 of 1."),
        ((0, 10), (0, 0), "Required limits met: 0 of 10 (0%)."),
        ((0, 0), (1, 2), ""),
        ((1, 2), (5, 5), "Required limits met: 1 of 3. The quarter before: 5 of 10 (50%)."),
    ],
)
def test_how_limits_were_met(now: tuple[int, int], before: tuple[int, int], words: str) -> None:
    assert limits_words(with_limits(*now), with_limits(*before)) == words


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([(1, 3), (1, 1)], "Most were missed at A (3 of 4)."),
        ([(1, 2), (1, 2)], ""),
        ([(1, 5)], ""),
        ([], ""),
    ],
)
def test_where_most_limits_were_missed_and_no_agency_is_ranked(
    stages: list[tuple[int, int]], words: str
) -> None:
    by_agency = shares((1, 9), (1, 1))
    now = replace(NOTHING, required_by_stage=shares(*stages), required_by_agency=by_agency)
    assert worst_words(now, str.upper) == words


@pytest.mark.parametrize(
    ("marks", "off_route_at", "words"),
    [
        (0, (), ""),
        (1, (), "For 1 duty there is no record that it was done; that is not a breach."),
        (0, ("stage-2",), "1 event did not follow the policy’s route; that is not a breach."),
        (
            2,
            ("stage-1", "stage-3"),
            (
                "For 2 duties there is no record that it was done, and 2 events did not follow the "
                "policy’s route; neither is a breach."
            ),
        ),
    ],
)
def test_what_is_no_breach_is_told_beside_them(
    marks: int, off_route_at: tuple[str, ...], words: str
) -> None:
    left = tuple(map(off_route, off_route_at))
    now = count(case(marks=(mark("a"),) * marks, off_route=left))
    assert apart_words(now) == words
    assert (words in list(in_short(now, NOTHING, NAMES, ()))) == bool(words)


def test_marks_and_departures_are_counted_beside_breaches_and_never_among_them() -> None:
    counted = count(
        case(
            limit("a"),
            marks=(mark("a"), mark("a", "b", stage="stage-2"), mark("b", on=JULY)),
            off_route=(off_route("stage-2"), off_route("stage-3"), off_route(on=JULY)),
        )
    )
    assert counted.required == Share(id="", kept=0, missed=1)
    assert told(counted.marks) == [("stage-1", 1), ("stage-2", 1)]
    assert told(counted.marks_by_agency) == [("a", 2), ("b", 1)]
    assert told(counted.off_route) == [("stage-2", 1), ("stage-3", 1)]


@pytest.mark.parametrize(
    "unsigned",
    [
        case(limit("b", is_countersigned=False), reference="KN-2026-0002"),
        case(limit("b", is_required=False, is_countersigned=False), reference="KN-2026-0002"),
        case(marks=(mark("b", is_countersigned=False),), reference="KN-2026-0002"),
        case(calls=(call("b", is_countersigned=False),), reference="KN-2026-0002"),
        case(answers=(answer(1, "b", is_countersigned=False),), reference="KN-2026-0002"),
    ],
)
def test_nothing_is_given_by_agency_while_an_edition_is_not_countersigned(
    unsigned: CaseFacts,
) -> None:
    signed = case(
        limit("a"),
        limit("a", is_required=False),
        marks=(mark("a"),),
        calls=(call("a"),),
        answers=(answer(2, "a"),),
    )
    counted = count(signed)
    assert counted.names_agencies
    assert told(counted.required_by_agency) == [("a", 0, 1)]
    assert told(counted.guides_by_agency) == [("a", 0, 1)]
    assert told(counted.marks_by_agency) == [("a", 1)]
    assert [each.id for each in counted.reached] == ["", "a"]
    both = count(signed, unsigned)
    assert not both.names_agencies
    by_agency = (both.required_by_agency, both.guides_by_agency, both.marks_by_agency)
    assert by_agency == ((), (), ())
    assert [each.id for each in both.reached] == [""]
    assert both.required_by_stage[0].settled + both.guides.settled + len(both.marks) >= 3


def test_what_another_time_holds_withholds_nothing() -> None:
    counted = count(
        case(limit("a"), limit("b", on=JULY, is_countersigned=False)),
        case(marks=(mark("b", on=JULY, is_countersigned=False),)),
    )
    assert told(counted.required_by_agency) == [("a", 0, 1)]


def test_guides_are_told_apart() -> None:
    assert guides_words(NOTHING) == ""
    now = replace(NOTHING, guides=Share(id="", kept=1, missed=1))
    words = "Guide times met: 1 of 2."
    assert guides_words(now) == words
    assert words in list(in_short(now, NOTHING, NAMES, ()))


def test_how_long_cases_took() -> None:
    assert times_words(NOTHING) == ""
    assert times_words(count(case(days=1))) == "1 case was resolved, after 1 day."
    few = [case(days=1), case(days=8), case(days=2)]
    assert times_words(count(*few)) == (
        "3 cases were resolved: the quickest took 1 day, the slowest 8 days."
    )
    assert times_words(count(*few, *few, *few, case(days=9))) == (
        "10 cases were resolved: half of them within 2 days of being opened; the longest took 9 "
        "days."
    )


def test_what_is_still_open() -> None:
    assert open_words(NOTHING) == ""
    assert open_words(count(case())) == (
        "1 case was open at the end of the quarter: KN-2026-0001, opened on Monday 4 May 2026."
    )
    older = case(opened_on=MARCH, reference="KN-2026-0000")
    assert open_words(count(case(), older)) == (
        "2 cases were open at the end of the quarter; the oldest, KN-2026-0000, was opened on "
        "Monday 2 March 2026."
    )


def test_what_was_learned() -> None:
    assert learning_words(NOTHING, str.upper) == ""
    about = count(case(learning=(lesson("need"),)))
    assert learning_words(about, str.upper) == ("Learning was recorded in 1 case, about: NEED.")
    both = count(
        case(learning=(lesson("need"),), reference="KN-2026-0002"),
        case(learning=(lesson("need", "other"),)),
    )
    assert learning_words(both, str.upper) == (
        "Learning was recorded in 2 cases, most often about: NEED (2)."
    )
    for themes in ((), ("need", "other")):
        even = count(case(learning=(lesson(*themes),)))
        assert learning_words(even, str.upper) == "Learning was recorded in 1 case."


@pytest.mark.parametrize(
    ("required", "guides", "words"),
    [
        (0, 0, "Nothing is overdue on Monday."),
        (1, 0, "1 duty is overdue on Monday."),
        (
            2,
            1,
            "2 duties are overdue on Monday, and 1 more is over the guide, which is not a breach.",
        ),
        (0, 2, "2 duties are over the guide on Monday, which is not a breach."),
    ],
)
def test_what_is_overdue(required: int, guides: int, words: str) -> None:
    assert overdue_words(required, guides, "Monday") == words


def test_a_quarter_without_anything_is_told_in_whole_sentences() -> None:
    assert list(in_short(NOTHING, NOTHING, NAMES, ("Housing", "Police"))) == [
        "No escalation was opened, nor was one in the quarter before.",
        "None of these agencies raised one: Housing and Police.",
        NONE_OF_THESE,
    ]


def test_agencies_that_raised_nothing_are_those_of_no_case_opened() -> None:
    counted = count(case(raising="a"), case(raising="b", opened_on=MARCH), case(raising="c"))
    assert counted.raising == {"a", "c"}
    assert silent_words(("Housing",), 2) == "These agencies raised nothing: Housing."
    assert silent_words((), 2) == ""


def test_calls_that_nobody_answered_are_counted_by_who_was_called() -> None:
    counted = count(case(calls=(call("a", "b"), call("a"), call(), call("a", on=JULY))))
    assert [(each.id, each.calls) for each in counted.reached] == [("", 3), ("a", 2), ("b", 1)]
    assert calls_words(counted) == "Calls that nobody answered: 3."
    assert answers_words(counted, "Stage 2") == ""
    assert answer_columns(counted.reached, str.upper) == {
        "By whom": ("All together", "A", "B"),
        "Calls not answered": ("3", "2", "1"),
    }
    assert calls_words(NOTHING) == ""
    assert calls_words(count(case(answers=(answer(1, "a"),)))) == ""


def test_agencies_with_the_least_are_taken_together_where_there_are_too_many() -> None:
    def counted(agencies: int) -> Figures:
        answers = [
            answer(days, f"agency-{number:02}")
            for number in range(agencies)
            for days in range(number + 1)
        ]
        return count(case(answers=tuple(answers), calls=(call("agency-00", "agency-01"),)))

    twelve = counted(12).reached
    assert [each.id for each in twelve] == ["", *(f"agency-{each:02}" for each in range(12))]
    whole, *shown, others = counted(14).reached
    assert [each.id for each in shown] == [f"agency-{each:02}" for each in range(3, 14)]
    # One call to two of the three is one call to them together.
    assert (others.agencies, others.calls, others.answered) == (3, 1, 1 + 2 + 3)
    assert whole.answered == others.answered + sum(each.answered for each in shown)
    columns = answer_columns((whole, *shown, others), str.upper)
    assert columns["By whom"][-2:] == ("AGENCY-13", "The 3 others together")


def test_few_answers_have_no_median() -> None:
    counted = count(
        case(answers=(answer(3, "a"), answer(1, "b"), answer(None, "b"), answer(9, "a", on=JULY)))
    )
    times = Reached(
        id="", calls=0, answered=2, without=1, shortest=1, longest=3, half=None, most=None
    )
    alone = replace(times, id="b", answered=1, longest=1)
    assert counted.reached == (
        times,
        replace(alone, id="a", without=0, shortest=3, longest=3),
        alone,
    )
    assert answers_words(counted, "Stage 2") == (
        "2 answers at Stage 2; the quickest after 1 day, the slowest after 3 days; cases left "
        "without an answer: 1."
    )
    assert answer_columns(counted.reached, str.upper) == {
        "By whom": ("All together", "A", "B"),
        "Answers": ("2", "1", "1"),
        "Left without one": ("1", "0", "1"),
        "The quickest after": ("1 day", "3 days", "1 day"),
        "The slowest after": ("3 days", "3 days", "1 day"),
    }


def test_many_answers_have_a_median_and_the_worst_tenth() -> None:
    days = (*range(1, 10), 30)
    counted = count(case(answers=tuple(answer(each, "a") for each in (*days, None)), reached="b"))
    whole, ours = counted.reached
    assert (whole.half, whole.most, ours.half, ours.most) == (5, 9, 5, 9)
    assert answers_words(counted, "Stage 2") == (
        "10 answers at Stage 2; half within 5 days, nine in ten within 9 days; "
        "cases left without an answer: 1."
    )
    some = (whole, replace(ours, half=None, most=None))
    assert answer_columns(some, str)["Half within"] == ("5 days", "–")
    assert answer_columns(some, str)["Nine in ten within"] == ("9 days", "–")


def test_nothing_is_said_of_answers_where_nothing_was_asked() -> None:
    assert NOTHING.reached == ()
    assert (answers_words(NOTHING, "Stage 2"), reasons_words(NOTHING)) == ("", "")
    unanswered = count(case(answers=(answer(None, "a"),)))
    assert (
        answers_words(unanswered, "Stage 2")
        == "0 answers at Stage 2; cases left without an answer: 1."
    )
    assert list(answer_columns(unanswered.reached, str)) == [
        "By whom",
        "Answers",
        "Left without one",
    ]


def test_reasons_count_once_a_case_and_in_their_own_time() -> None:
    with_reasons, without, later = Talk(MAY, True), Talk(MAY, False), Talk(JULY, True)
    counted = count(
        case(talks=(with_reasons, without, with_reasons)),
        case(talks=(without, later)),
        case(talks=(later,)),
    )
    assert (counted.talked, counted.reasoned) == (2, 1)
    assert reasons_words(counted) == ("The receiving side’s reasons are on record in 1 of 2 cases.")


def test_whether_what_was_sought_came_about_is_told_of_the_cases_resolved() -> None:
    counted = count(
        case(days=3, came_about="yes"),
        case(days=3, came_about="in-part"),
        case(days=3),
        case(days=3, came_about="no", state=CaseState.WITHDRAWN),
        case(came_about="no"),
    )
    assert told(counted.outcomes) == [("yes", 1), ("in-part", 1), ("no", 0), ("", 1)]
    words = "Did the outcome sought happen? Yes: 1; in part: 1; nobody has said: 1."
    assert outcomes_words(counted, is_asked=False) == words
    unsaid = count(case(days=3))
    assert outcomes_words(unsaid, is_asked=False) == ""
    assert outcomes_words(unsaid, is_asked=True) == (
        "Did the outcome sought happen? Nobody has said: 1."
    )
    assert outcomes_words(NOTHING, is_asked=True) == ""


def test_a_report_explains_the_words_that_stand_in_it_and_no_others() -> None:
    def words(now: Figures, *, is_late: bool = False, trend: Sequence[str] = ()) -> list[str]:
        rows = [trend] if trend else []
        return [word for word, _ in explained(now, trend=rows, has_overdue=is_late)]

    assert words(NOTHING) == []
    assert words(NOTHING, is_late=True) == ["Required, guide"]
    quiet = ["Opened, resolved, withdrawn", "Open at its end"]
    assert words(NOTHING, trend=("July", "0")) == quiet
    assert words(NOTHING, trend=("July", "9 of 10 (90%)")) == [*quiet, "Per cent"]
    assert words(count(case(*[limit("a")] * 10))) == [
        "Opened, resolved, withdrawn",
        "Limit",
        "Required, guide",
        "Who had to act",
        "Per cent",
    ]
    full = case(
        marks=(mark("a", is_countersigned=False),),
        off_route=(off_route(),),
        answers=(answer(1, "a"),),
        learning=(lesson(),),
        days=1,
    )
    assert words(count(full)) == [
        "Opened, resolved, withdrawn",
        "No record",
        "Not by the policy’s route",
        "Answer",
    ]


def test_each_number_names_the_cases_behind_it_once() -> None:
    counted = count(
        case(
            limit("a", is_kept=True),
            limit("a", is_kept=True, stage="stage-2"),
            limit("b"),
            reference="KN-2026-0002",
            days=3,
            marks=(mark("a"), mark("a")),
            off_route=(off_route(), off_route(on=MARCH)),
        ),
        case(limit("a"), reference="KN-2026-0001"),
    )
    one, two = "KN-2026-0001", "KN-2026-0002"
    assert counted.required.kept_in == (two,)
    assert counted.required.missed_in == (one, two)
    by_stage = {each.id: (each.kept_in, each.missed_in) for each in counted.required_by_stage}
    assert by_stage == {"stage-1": ((two,), (one, two)), "stage-2": ((two,), ())}
    assert [each.cases for each in counted.themes] == [(one, two)]
    assert [each.cases for each in counted.lengths if each.count] == [(two,)]
    (marks,) = counted.marks
    assert (marks.count, marks.cases) == (2, (two,))
    (left,) = counted.off_route
    assert (left.count, left.cases) == (1, (two,))
