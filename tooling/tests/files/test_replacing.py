"""Single values of a file are replaced as text; what would change more is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.files.reading import read
from escalation_log.files.replacing import NotReplaceableError, replaced

FILE = "cases/2026/HB-2026-0001.yaml"
DATA = (Path(__file__).parents[1] / "examples" / "base" / FILE).read_bytes()


def test_a_value_of_the_head_and_one_of_an_event_are_replaced() -> None:
    after = replaced(
        FILE, DATA, "case", {("concern",): "Taken out.", ("events", 1, "how"): "phone"}
    )
    content = read(FILE, after, "case")
    assert isinstance(content, dict)
    assert content["concern"] == "Taken out."
    assert content["events"][1]["how"] == "phone"
    assert after.count(b"\n") == DATA.count(b"\n")


def test_a_mark_at_the_beginning_of_the_file_stays() -> None:
    after = replaced(FILE, b"\xef\xbb\xbf" + DATA, "case", {("concern",): "Taken out."})
    assert after.startswith(b"\xef\xbb\xbfreference:")


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        (b"reference: nothing\n", ("concern",), "Taken out."),
        (DATA, ("child",), "Taken out."),
        (DATA, ("concern",), "[Two] of them"),
    ],
    ids=["no case", "not a single value", "words that need quotes"],
)
def test_what_would_change_more_is_not_written(
    data: bytes, path: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(NotReplaceableError):
        replaced(FILE, data, "case", {path: words})
