"""The edition in force is chosen by its day in its own zone, an erratum in place of an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import current_edition, first_day_in_force, in_force, succession
from tests.engine.judging import shipped_policy


def edition(
    version: str, day: str, corrects: str | None = None, time_zone: str = "Europe/London"
) -> Policy:
    return replace(
        shipped_policy("knowsley"),
        version=version,
        effective_from=date.fromisoformat(day),
        corrects=corrects,
        time_zone=time_zone,
    )


def at(day: str) -> datetime:
    moment = datetime.fromisoformat(day)
    return moment.replace(hour=moment.hour or 12, tzinfo=UTC)


def standing(editions: Sequence[Policy], day: str) -> list[str]:
    """Give the versions in force, which must not hang on the order of the editions."""
    forwards, backwards = in_force(editions, at(day)), in_force(editions[::-1], at(day))
    assert forwards == backwards
    return [each.version for each in forwards]


EDITIONS = (
    edition("a", "2020-01-01"),
    edition("b", "2026-04-01"),
    edition("b2", "2026-04-01", corrects="b"),
    edition("c", "2027-01-01"),
)


@pytest.mark.parametrize(
    ("as_of", "version"),
    [
        ("2019-05-05T12:00", "a"),
        ("2020-01-01T00:00", "a"),
        ("2026-03-31T22:59", "a"),
        ("2026-03-31T23:00", "b2"),
        ("2026-12-31T23:59", "b2"),
        ("2027-01-01T00:00", "c"),
    ],
)
def test_the_latest_edition_that_has_begun(as_of: str, version: str) -> None:
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    for editions in (EDITIONS, EDITIONS[::-1]):
        assert current_edition(editions, moment).version == version


def test_an_erratum_of_a_superseded_edition_is_never_in_force() -> None:
    editions = (*EDITIONS[:2], edition("a2", "2026-06-01", corrects="a"))
    assert standing(editions, "2026-03-31") == ["a"]
    assert standing(editions, "2026-07-01") == ["b"]
    assert current_edition(editions, at("2026-07-01")).version == "b"
    assert first_day_in_force(editions[2], editions) is None


def test_an_erratum_goes_with_the_edition_that_it_corrects() -> None:
    editions = (*EDITIONS[:2], edition("a2", "2023-01-01", corrects="a"))
    assert standing(editions, "2022-12-31") == ["a"]
    assert standing(editions, "2023-01-01") == ["a", "a2"]
    assert standing(editions, "2026-04-01") == ["b"]
    assert first_day_in_force(editions[2], editions) == date(2023, 1, 1)


def test_an_erratum_takes_the_place_of_the_current_edition_from_its_own_day() -> None:
    editions = (edition("b", "2026-04-01"), edition("b2", "2026-06-01", corrects="b"))
    assert standing(editions, "2026-05-31") == ["b"]
    assert standing(editions, "2026-06-01") == ["b", "b2"]
    assert current_edition(editions, at("2026-06-01")).version == "b2"


def test_an_erratum_that_begins_before_its_edition_waits_for_it() -> None:
    editions = (*EDITIONS[:2], edition("b0", "2025-01-01", corrects="b"))
    assert standing(editions, "2026-03-31") == ["a"]
    assert standing(editions, "2026-04-01") == ["b", "b0"]
    assert first_day_in_force(editions[2], editions) == date(2026, 4, 1)


def test_an_erratum_of_an_erratum_needs_both() -> None:
    editions = (
        edition("b", "2026-04-01"),
        edition("b2", "2026-06-01", corrects="b"),
        edition("b1", "2026-05-01", corrects="b2"),
    )
    assert standing(editions, "2026-05-15") == ["b"]
    assert standing(editions, "2026-06-01") == ["b", "b2", "b1"]
    assert standing((*editions, EDITIONS[3]), "2027-01-01") == ["c"]


def test_of_two_errata_of_an_edition_the_later_takes_the_place() -> None:
    editions = (
        edition("b", "2026-04-01"),
        edition("b-x", "2026-06-01", corrects="b"),
        edition("b-a", "2026-07-01", corrects="b"),
        edition("b-y", "2026-06-15", corrects="b-x"),
    )
    assert standing(editions, "2026-07-01") == ["b", "b-x", "b-y", "b-a"]


def test_of_two_editions_of_one_day_the_last_by_name_is_in_force() -> None:
    editions = (*EDITIONS[:1], edition("b1", "2026-04-01"), edition("b2", "2026-04-01"))
    assert standing(editions, "2026-04-01") == ["b2"]
    assert first_day_in_force(editions[1], editions) is None


def test_before_the_first_edition_none_is_in_force_and_the_first_is_shown() -> None:
    editions = (edition("b0", "2019-01-01", corrects="b"), *EDITIONS)
    assert standing(editions, "2019-12-31") == []
    assert current_edition(editions, at("2019-12-31")).version == "a"


def test_an_erratum_whose_edition_is_not_there_is_never_in_force() -> None:
    editions = (*EDITIONS[:1], edition("b2", "2026-04-01", corrects="b"))
    assert standing(editions, "2026-04-01") == ["a"]
    assert first_day_in_force(editions[1], editions) is None


def test_editions_that_only_correct_each_other_are_never_in_force() -> None:
    editions = (
        edition("a", "2020-01-01", corrects="b"),
        edition("b", "2020-01-01", corrects="a"),
        edition("c", "2020-01-01", corrects="c"),
    )
    assert standing(editions, "2026-01-01") == []
    assert current_edition(editions, at("2026-01-01")).version == "a"
    assert succession(editions) == {}


def test_what_follows_is_told_by_its_days() -> None:
    editions = (*EDITIONS, edition("a2", "2026-06-01", corrects="a"))
    told = {
        str(day): [each.version for each in found] for day, found in succession(editions).items()
    }
    assert told == {
        "2020-01-01": ["a"],
        "2026-04-01": ["b", "b2"],
        "2026-06-01": ["b", "b2"],
        "2027-01-01": ["c"],
    }


def test_a_day_begins_by_the_clocks_of_the_edition() -> None:
    editions = (edition("a", "2020-01-01"), edition("b", "2026-04-01", time_zone="Asia/Tokyo"))
    before, after = (datetime(2026, 3, 31, hour, 59, tzinfo=UTC) for hour in (14, 15))
    assert [current_edition(editions, each).version for each in (before, after)] == ["a", "b"]
    assert list(succession(editions)) == [date(2020, 1, 1), date(2026, 4, 1)]


def test_each_day_of_a_succession_is_one_of_its_edition() -> None:
    far_east = "Pacific/Kiritimati"
    first = edition("a", "2026-04-01", time_zone=far_east)
    second = edition("b", "2026-04-02", time_zone=far_east)
    assert succession((first, second)) == {
        date(2026, 4, 1): (first,),
        date(2026, 4, 2): (second,),
    }


def test_a_zone_that_does_not_exist_is_no_hindrance() -> None:
    nowhere = edition("a", "2026-04-01", time_zone="Europe/Nowhere")
    later = edition("b", "2026-04-02", time_zone="Europe/Nowhere")
    assert current_edition((nowhere, later), datetime(2026, 4, 1, 23, tzinfo=UTC)) is nowhere
