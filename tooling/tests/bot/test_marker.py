"""The bot's part of a body is found, replaced and shortened, whatever people wrote around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from escalation_log.bot.issue_plan import Degree, IssueKey, Note, State
from escalation_log.bot.marker import (
    MOST_BODY_CHARACTERS,
    body_with,
    comment_text,
    existing_of,
    length,
    mark_in,
    marker_in,
    opening_body,
    part_in,
)

PART = "<!-- escalation-log case=KN-2026-0901 stage=stage-1 event=1 told=breach facts=0a -->\nx\n"
DAYS = "- a day that counts\n" * 300
END = "<!-- /escalation-log -->"


def test_a_mark_is_read_and_others_are_not() -> None:
    marker = marker_in(f"Above\r\n{PART}{END}")
    assert marker is not None
    assert marker.key == IssueKey(case="KN-2026-0901", stage="stage-1", started_by=1)
    assert (marker.told, marker.facts) == (Degree.BREACH, "0a")
    for other in (
        "",
        "<!-- escalation-log -->",
        "<!-- escalation-log case=KN-2026-0901 stage=stage-1 -->",
        "<!-- escalation-log case=KN-2026-0901 stage=stage-1 event=one -->",
        f"<!-- escalation-log case=KN-2026-0901 stage=stage-1 event={'9' * 5000} -->",
        "> <!-- escalation-log case=KN-2026-0901 stage=stage-1 event=1 -->",
    ):
        assert marker_in(other) is None
    assert existing_of(number=1, state=State.OPEN, title="", body="", labels=()) is None


def test_a_part_that_lost_its_end_gives_way_without_taking_what_people_wrote() -> None:
    body = f"{PART}Written by people.\r\n"
    now = body_with(f"{PART}{END}", body)
    assert now is not None
    assert now.startswith(f"{PART}{END}")
    assert now.endswith("\r\n")
    assert "Written by people.\r\n" in now
    assert part_in(now) == f"{PART}{END}"
    assert body_with(f"{PART}{END}", now) == now


def test_a_second_part_in_a_body_is_left_as_text_of_people() -> None:
    body = f"{PART}{END}\n\n{PART}{END}\n"
    other = PART.replace("x", "y") + END
    assert body_with(other, body) == f"{other}\n\n{PART}{END}\n"
    cut = f"{PART}\n\n{PART}{END}\n"
    assert (body_with(other, cut) or "").endswith(f"x\n\n\n{PART}{END}\n")


@given(st.integers(0, 70_000), st.sampled_from(["x", "\n", "é", "\U0001f600", "\r\n"]))
def test_a_body_is_never_longer_than_github_takes(size: int, letter: str) -> None:
    theirs = letter * size
    receipt = f"<details>\n<summary>Why</summary>\n\n{DAYS}\n</details>\n"
    part = f"{PART}{receipt * 3}Last words.\n{END}"
    body = f"{PART}{END}{theirs}"
    now = body_with(part, body)
    if now is None:
        assert length(theirs) > MOST_BODY_CHARACTERS - 500
    else:
        assert length(now) <= MOST_BODY_CHARACTERS
        assert now.endswith(theirs)
        assert marker_in(now) is not None


def test_a_receipt_that_does_not_fit_is_left_out_and_that_is_said() -> None:
    long = f"<details>\n<summary>Why</summary>\n\n{DAYS * 20}\n</details>\n"
    short = "<details>\n<summary>Why</summary>\n\n- a day\n\n</details>\n"
    body = opening_body(f"{PART}{short}{long}Last words.\n{END}", "### For the team\n")
    assert body.count("<details>") == 1
    assert "too long for this issue" in body
    assert "Last words." in body
    assert body.endswith("### For the team\n")


def test_a_comment_has_a_mark_of_its_own() -> None:
    text = comment_text(Note(mark="again-2026-03-06T09:00:00Z", text="Words"))
    assert mark_in(text) == "again-2026-03-06T09:00:00Z"
    assert mark_in(text.replace("\n", "\r\n")) == "again-2026-03-06T09:00:00Z"
    assert mark_in(f"> {text}") is None
    assert marker_in(text) is None
