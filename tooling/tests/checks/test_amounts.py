"""Times and numbers of agencies are found in prose however they are written, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.checks.prose_times import Amount, Unit, mentions_in

W, C, H = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS


@pytest.mark.parametrize(
    ("text", "words", "count", "unit"),
    [
        ("Answer in five working days.", "five working days", 5, W),
        ("Answer in 5 wd.", "5 wd", 5, W),
        ("Answer in 5wds.", "5wds", 5, W),
        ("Answer in 5 w/d.", "5 w/d", 5, W),
        ("Answer in 5 business days.", "5 business days", 5, W),
        ("A 10-working-day limit.", "10-working-day", 10, W),
        ("A ten\u2011working\u2011day limit.", "ten\u2011working\u2011day", 10, W),
        ("Five clear working days.", "Five clear working days", 5, W),
        ("A further two more working days.", "two more working days", 2, W),
        ("Within a working day.", "Within a working day", 1, W),
        ("By the fifth working day.", "By the fifth working day", 5, W),
        ("By working day 5.", "By working day 5", 5, W),
        ("three\n  working\tdays", "three working days", 3, W),
        ("twenty-one days", "twenty-one days", 21, C),
        ("Twenty one days", "Twenty one days", 21, C),
        ("40 calendar days", "40 calendar days", 40, C),
        ("1,001 days", "1,001 days", 1001, C),
        ("a couple of days", "a couple of days", 2, C),
        ("one hundred days", "one hundred days", 100, C),
        ("within a day", "within a day", 1, C),
        ("by the 10th day", "by the 10th day", 10, C),
        ("after the twentieth day", "after the twentieth day", 20, C),
        ("by day five", "by day five", 5, C),
        ("5 days' notice", "5 days", 5, C),
        ("48hrs", "48hrs", 48, H),
        ("4h", "4h", 4, H),
        ("24 clock hours", "24 clock hours", 24, H),
        ("within an hour", "an hour", 1, H),
        ("half an hour", "half an hour", None, H),
        ("two and a half hours", "two and a half hours", None, H),
        ("2½ hours", "2½ hours", None, H),
        ("1.5 hours", "1.5 hours", None, H),
        ("half a day", "half a day", None, C),
        ("two weeks", "two weeks", 2, Unit.OTHER),
        ("take a week", "a week", 1, Unit.OTHER),
        ("once every month", "every month", 1, Unit.OTHER),
        ("a working week", "a working week", 1, Unit.OTHER),
        ("a fortnight", "a fortnight", 1, Unit.OTHER),
        ("10 mins", "10 mins", 10, Unit.OTHER),
        ("five school days", "five school days", 5, Unit.OTHER),
        ("on the same working day", "same working day", 1, Unit.SAME_DAY),
        ("on the same day", "same day", 1, Unit.SAME_DAY),
        ("three member agencies", "three member agencies", 3, Unit.AGENCIES),
        ("inside one agency", "one agency", 1, Unit.AGENCIES),
    ],
)
def test_an_amount_is_found(text: str, words: str, count: int | None, unit: Unit) -> None:
    [mention] = mentions_in(text)
    assert (mention.words, mention.amounts) == (words, (Amount(count, unit),))
    assert " ".join(text[mention.start :].split()).startswith(words)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("two or three days", (2, 3)),
        ("5-10 days", (5, 10)),
        ("3–5 days", (3, 5)),
        ("5 to 10 days", (5, 10)),
        ("five (5) days", (5,)),
        ("five (7) days", (5, 7)),
    ],
)
def test_several_amounts_may_share_a_unit(text: str, counts: tuple[int, ...]) -> None:
    [mention] = mentions_in(text)
    assert mention.words == text
    assert mention.amounts == tuple(Amount(count, C) for count in counts)


def test_amounts_are_found_in_order() -> None:
    found = mentions_in("Within 24 hours, or a week later; by day five at the latest.")
    assert [each.words for each in found] == ["24 hours", "a week", "by day five"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Two services of one council; one side; both agencies.",
        "June 2020, 5 May, Tuesday 3.",
        "In 2020 working days were counted otherwise.",
        "At 10:15 hours or at 0900 hours.",
        "Ring 999, or 0151 496 0123 by day.",
        "From stage two working days are counted.",
        "Clause 4.2 days; section 5 days.",
        "At weekends, two weekends long.",
        "On a day that is no working day, or on the next working day.",
        "The working week; the week that the policy gives.",
        "Open 24 hours a day, seven days a week.",
        "Ring the 24-hour line, or the 24 hour duty team.",
        "Several times a week.",
        "A child six weeks old, aged six weeks, a six-week-old.",
        "There is no same-day duty.",
        "Stage three\n\nDays are counted so.",
        "By the first working day.",
        "1234567 days",
        "2 wards, 3 hospitals, one monthly meeting",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert list(mentions_in(text)) == []


def test_twenty_four_hours_before_a_team_answers_are_a_time() -> None:
    [mention] = mentions_in("Within 24 hours the team answers.")
    assert mention.words == "24 hours"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert list(mentions_in(text)) == list(mentions_in(text))


PIECES = (
    *(
        "5",
        "48",
        "half",
        "a",
        "an",
        "one",
        "twenty",
        "-",
        "two",
        "hundred",
        "(3)",
        "½",
        "and",
        "or",
    ),
    *("working", "day", "days", "hours", "week", "by", "the", "fifth", "5th", "same", "per", "old"),
    *(" ", " ", " ", "\n", ".", ",", "agencies", "stage", "wd", "h", "line"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_run_of_words_can_be_looked_at(text: str) -> None:
    ends = 0
    for mention in mentions_in(text):
        assert mention.start >= ends
        assert mention.amounts
        ends = mention.start + 1
