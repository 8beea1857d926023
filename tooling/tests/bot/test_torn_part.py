"""A part from which somebody took a mark is made whole, without a stale copy and without a loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from escalation_log.bot.issue_plan import IssueKey, WantedIssues
from escalation_log.bot.marker import END_OF_PART, body_with, opening_body, part_in
from escalation_log.model.cases import Case
from tests.bot.board import life_of, shipped_cases, wanted_issues_of
from tests.bot.test_overview import OTHER_SEAL, SEAL, wanted
from tests.thoroughness import one_in_by_day

ABOVE, BELOW = (
    "Rang their line on Monday.\n\n",
    "### For the team\n\n- [x] Taken on\n\nBy Friday.\n",
)


def parts_of(issues: WantedIssues) -> dict[IssueKey, str]:
    """Give the part of each round of a case, open or ended."""
    wanted = {each.key: each.part for each in issues.wanted}
    ended = {
        key: issues.ended(key).part
        for (case, stage), numbers in issues.rounds.items()
        for number in numbers
        if (key := IssueKey(case=case, stage=stage, started_by=number)) not in wanted
    }
    return wanted | ended


def lives(case: Case) -> Iterator[tuple[str, str]]:
    """Give what an issue said and what it says next, at each moment of a case."""
    told = [parts_of(wanted_issues_of([case], at)) for at in life_of(case)]
    for before, after in pairwise(told):
        for key in sorted(before.keys() & after.keys(), key=str):
            yield before[key], after[key]


def without_end(body: str) -> str:
    return body.replace(f"{END_OF_PART}\n", "")


def without_beginning(body: str) -> str:
    before, mark, after = body.partition("<!-- escalation-log ")
    return before + after.partition("\n")[2] if mark else body


def without_both(body: str) -> str:
    return without_beginning(without_end(body))


def lines_of(body: str | None) -> list[str]:
    """Give the lines that are not empty."""
    return [line for line in (body or "").splitlines() if line]


CASES = one_in_by_day(3, shipped_cases())


@pytest.mark.parametrize("tear", [without_end, without_beginning, without_both])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reference)
def test_nothing_stale_stays_and_nothing_of_people_goes(
    case: Case, tear: Callable[[str], str]
) -> None:
    for _, part in lives(case):
        for above in ("", ABOVE):
            whole = f"{above}{part}\n\n{BELOW}"
            torn = tear(whole)
            assert torn != whole
            for newline in ("\n", "\r\n"):
                healed = body_with(part, torn.replace("\n", newline))
                assert lines_of(healed) == lines_of(whole)
                assert part_in(healed or "") == part


@pytest.mark.parametrize("tear", [without_end, without_beginning, without_both])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reference)
def test_a_torn_part_gives_way_to_one_that_says_something_else(
    case: Case, tear: Callable[[str], str]
) -> None:
    for before, part in lives(case):
        torn = tear(f"{ABOVE}{before}\n\n{BELOW}")
        assert lines_of(body_with(part, torn)) == lines_of(f"{ABOVE}{part}\n\n{BELOW}")


@pytest.mark.parametrize("tear", [without_end, without_beginning, without_both])
def test_of_a_torn_overview_nothing_stale_stays_and_nothing_of_people_goes(
    tear: Callable[[str], str],
) -> None:
    """It has no heading for people below it, and most of its lines change."""
    cases = shipped_cases()
    parts = [
        wanted(cases[:count], f"2026-{month}-22 12:00", seal=seal).part
        for count, month, seal in ((3, "03", SEAL), (9, "11", OTHER_SEAL), (0, "11", SEAL))
    ]
    for before in parts:
        for part in parts:
            for above, below in (("", ""), (ABOVE, "Rang on Monday.\n")):
                torn = tear(f"{above}{before}\n\n{below}")
                assert torn.count(END_OF_PART) == (tear is without_beginning)
                healed = body_with(part, torn)
                assert lines_of(healed) == lines_of(f"{above}{part}\n\n{below}")


def test_what_people_wrote_in_the_place_of_the_end_stays() -> None:
    part = next(part for case in shipped_cases() for _, part in lives(case) if "<det" in part)
    written = "We rang them twice.\nThey ring back on Monday.\n"
    torn = opening_body(part, BELOW).replace(END_OF_PART, written)
    assert lines_of(body_with(part, torn)) == lines_of(f"{part}\n{written}\n\n{BELOW}")


def test_of_a_part_of_which_hardly_anything_is_left_the_rest_is_people_s() -> None:
    part = next(part for case in shipped_cases() for _, part in lives(case) if "<det" in part)
    first, *lines = part.split("\n")
    cut = "\n".join([first, *lines[:4]])
    healed = body_with(part, f"{cut}\nOurs from here.\n")
    assert lines_of(healed) == lines_of(f"{part}\nOurs from here.\n")
    assert body_with(part, "Ours alone.\n") == f"{part}\n\nOurs alone.\n"
    assert body_with(part, f"Ours.\n{END_OF_PART}\nOurs.") == f"Ours.\n{part}\nOurs."
    assert body_with(part, "") == part
