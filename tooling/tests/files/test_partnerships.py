"""A partnership file becomes a partnership."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from escalation_log.files.partnership_file import parse_partnership
from escalation_log.model.calendars import Closure
from escalation_log.model.partnerships import (
    Agency,
    Contact,
    Demonstration,
    IssueSettings,
    Organisation,
    Partnership,
)
from escalation_log.model.patterns import CalendarDays, Hours, WorkingDays

EXAMPLES = Path(__file__).with_name("examples") / "good" / "partnership"


def example(name: str, more: str = "") -> Partnership:
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    partnership = parse_partnership("f.yaml", (text + more).encode())
    assert isinstance(partnership, Partnership), partnership
    return partnership


def test_smallest_partnership() -> None:
    assert example("smallest") == Partnership(
        id="example",
        name="An invented partnership",
        reference_prefix="EX",
        agencies={
            "housing": Agency(
                id="housing", name="Housing", organisation="council", sector="housing"
            )
        },
        organisations={"council": Organisation(id="council", name="The council")},
        case_roles={"practitioner": "Practitioner"},
    )


def test_fullest_partnership() -> None:
    partnership = example("fullest")
    assert partnership.demonstration == Demonstration(banner="Invented.")
    assert partnership.contacts == (
        Contact(
            id="team",
            name="The team",
            purpose="Advice",
            phone="0151 496 0100",
            email="team@example.org",
            url="https://example.org/",
            agency="housing",
            stages=("stage-1",),
            is_emergency=True,
            checked_on=date(2026, 1, 5),
        ),
        Contact(id="chair", name="The chair"),
    )
    assert partnership.closures == (
        Closure(
            first=date(2026, 12, 29),
            last=date(2026, 12, 31),
            name="Offices closed",
            announced=date(2026, 9, 1),
        ),
        Closure(first=date(2026, 6, 1), last=date(2026, 6, 1), name="Training day"),
    )
    assert partnership.agencies["housing"].instead == {"lead": "line-manager"}
    assert partnership.due_soon == Hours(4)
    assert partnership.ageing_alert == CalendarDays(10)
    assert partnership.file_history_url == "https://example.org/history/"
    assert partnership.issues == IssueSettings(
        remind=True,
        assignees={"housing": ("example-team", "example-lead"), "partnership": ("example-chair",)},
        site="https://example.org/log/",
    )


def test_agencies_and_organisations_come_and_go() -> None:
    partnership = parse_partnership(
        "f.yaml",
        (EXAMPLES / "smallest.yaml")
        .read_bytes()
        .replace(b"The council}", b"The council, from: 2015-01-01, until: 2026-03-31}")
        .replace(b"sector: housing}", b"sector: housing, from: null, until: 2026-03-31}"),
    )
    assert isinstance(partnership, Partnership)
    council, housing = partnership.organisations["council"], partnership.agencies["housing"]
    assert (council.since, council.until) == (date(2015, 1, 1), date(2026, 3, 31))
    assert (housing.since, housing.until) == (None, date(2026, 3, 31))
    assert housing.belonged_on(date(2026, 3, 31))
    assert not housing.belonged_on(date(2026, 4, 1))


def test_thresholds_may_be_given_one_by_one() -> None:
    alert = example("smallest", "thresholds: {due_soon: {hours: 2}}\n").ageing_alert
    assert alert == WorkingDays(10)
    assert example("smallest", "thresholds: {ageing_alert: {hours: 2}}\n").due_soon is None


def test_ids_that_stand_twice_are_remembered_and_the_last_counts() -> None:
    text = (EXAMPLES / "smallest.yaml").read_text("utf-8")
    council = "  - {id: council, name: The council}\n"
    housing = "  - {id: housing, name: Housing, organisation: council, sector: housing}\n"
    twice = text.replace(council, council * 2).replace(
        housing, housing + housing.replace("name: Housing", "name: Homes")
    )
    partnership = parse_partnership("f.yaml", twice.encode())
    assert isinstance(partnership, Partnership)
    assert partnership.repeated == (("organisations", 1), ("agencies", 1))
    assert partnership.agencies["housing"].name == "Homes"
    assert example("smallest").repeated == ()


def test_what_a_partnership_may_ask_for_is_off_unless_it_says_so() -> None:
    fullest, smallest = example("fullest"), example("smallest")
    assert (fullest.marks_from, smallest.marks_from) == (date(2026, 4, 1), None)
    assert (fullest.outcome_weeks, fullest.wants_neutral_words) == ((4, 12), True)
    assert (smallest.outcome_weeks, smallest.wants_neutral_words) == ((), False)
    assert not example("smallest", "notifications: {}\n").wants_neutral_words
    assert (fullest.merges_itself, smallest.merges_itself) == (True, False)
    assert not example("smallest", "merging: by-hand\n").merges_itself


@pytest.mark.parametrize("written", ["[]", "[0]", "[53]", "[4, 4]", "4", "[1, 2, 3, 4, 5]"])
def test_weeks_at_which_nobody_can_be_asked_are_refused(written: str) -> None:
    data = (EXAMPLES / "smallest.yaml").read_bytes()
    parsed = parse_partnership("x", data + f"outcome: {{weeks_after: {written}}}\n".encode())
    assert isinstance(parsed, tuple)
    assert [each.path[:2] for each in parsed] == [("outcome", "weeks_after")]


@pytest.mark.parametrize("threshold", [3, 5, 100])
def test_public_statistics_have_a_threshold(threshold: int) -> None:
    assert example("smallest").statistics_threshold is None
    more = f"statistics: {{threshold: {threshold}}}\n"
    assert example("smallest", more).statistics_threshold == threshold


@pytest.mark.parametrize("written", ["2", "101", "five", "null"])
def test_a_threshold_that_hides_nothing_is_refused(written: str) -> None:
    data = (EXAMPLES / "smallest.yaml").read_bytes()
    parsed = parse_partnership("x", data + f"statistics: {{threshold: {written}}}\n".encode())
    assert isinstance(parsed, tuple)
    assert [each.path for each in parsed] == [("statistics", "threshold")]
