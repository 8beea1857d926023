"""Who answers for an agency on a day: itself, who took over from it, or nobody who is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.engine.acting import PARTNERSHIP, successor_of
from escalation_log.model.partnerships import Agency, Organisation, Partnership
from tests.engine.judging import shipped_partnership

LEFT_ON, NEXT_DAY = date(2026, 11, 20), date(2026, 11, 21)


def agency(
    name: str,
    *,
    until: date | None = LEFT_ON,
    successor: str | None = None,
    since: date | None = None,
) -> Agency:
    return Agency(
        id=name,
        name=name,
        organisation="trust",
        sector="health",
        since=since,
        until=until,
        successor=successor,
    )


def partnership(*agencies: Agency, until: date | None = None) -> Partnership:
    return replace(
        shipped_partnership("knowsley"),
        agencies={each.id: each for each in agencies},
        organisations={"trust": Organisation(id="trust", name="Trust", until=until)},
    )


@pytest.mark.parametrize(
    ("agencies", "answers"),
    [
        ([agency("old")], None),
        ([agency("old", until=None)], "old"),
        ([agency("old", successor=PARTNERSHIP)], PARTNERSHIP),
        ([agency("old", successor="new"), agency("new", until=None)], "new"),
        ([agency("old", successor="new"), agency("new", until=None, since=date(2027, 1, 1))], None),
        ([agency("old", successor="new"), agency("new")], None),
        ([agency("old", successor="new"), agency("new", successor="old")], None),
        ([agency("old", successor="old")], None),
        ([agency("old", successor="nobody")], None),
        (
            [
                agency("old", successor="new"),
                agency("new", successor="third"),
                agency("third", until=None),
            ],
            "third",
        ),
    ],
)
def test_whoever_has_left_is_answered_for_by_who_took_over(
    agencies: list[Agency], answers: str | None
) -> None:
    assert successor_of("old", partnership(*agencies), NEXT_DAY) == answers
    assert successor_of("old", partnership(*agencies), LEFT_ON) == "old"


def test_an_agency_leaves_with_its_organisation() -> None:
    both = partnership(agency("old", until=None), until=LEFT_ON)
    assert successor_of("old", both, NEXT_DAY) is None
    assert both.last_day_of(both.agencies["old"]) == LEFT_ON
    staying = partnership(agency("old", until=None))
    assert staying.last_day_of(staying.agencies["old"]) is None


def test_the_partnership_answers_for_itself() -> None:
    assert successor_of(PARTNERSHIP, partnership(), NEXT_DAY) == PARTNERSHIP
