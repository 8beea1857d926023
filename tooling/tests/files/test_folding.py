"""Events that wait become text of their case's file, and nothing that changes the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.files.folding import NotFoldableError, fold_into, stands_already
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.model.cases import Case, EventId, EventKey, event_key_from, order_of_key

FILE = "cases/2026/HB-2026-0001.yaml"
DATA = (Path(__file__).parents[1] / "examples" / "base" / FILE).read_bytes()
ID = "20260204T1015-notified-k3f9"
WAITING = """\
reference: HB-2026-0001
event:
  at: 2026-02-04 10:00
  kind: notified
  whom:
    - chair
    - line-manager
  note: |
    Two lines, of which
    # this one is no remark.
  # Told by phone.
  recorded: 2026-02-04 10:15
"""


def waiting(text: str = WAITING) -> WaitingEvent:
    event = parse_waiting(f"cases/2026/HB-2026-0001/{ID}.yaml", text.encode())
    assert isinstance(event, WaitingEvent), event
    return event


def case_with(*events: WaitingEvent, data: bytes = DATA) -> Case:
    case = parse_case(FILE, data, events)
    assert isinstance(case, Case), case
    return case


def test_a_remark_comes_along_and_a_line_that_only_looks_like_one_stays_in_its_text() -> None:
    event = waiting()
    text = fold_into(FILE, DATA, case_with(event), [event]).decode()
    assert text.startswith(DATA.decode())
    assert text.removeprefix(DATA.decode()).splitlines()[:3] == [
        "  # Told by phone.",
        "  - at: 2026-02-04 10:00",
        "    kind: notified",
    ]
    assert "      # this one is no remark.\n" in text


def test_the_next_event_is_added_after_one_with_a_list_and_a_text_of_several_lines() -> None:
    first = waiting()
    data = (
        DATA
        + WAITING.partition("event:\n")[2]
        .replace("  at:", "  - at:", 1)
        .replace("\n  ", "\n    ")
        .encode()
    )
    data = data.rstrip() + f"\n    id: {ID}\n".encode()
    second = parse_waiting(
        "cases/2026/HB-2026-0001/20260206T0900-learning-k3f9.yaml",
        b"reference: HB-2026-0001\n"
        b"event: {at: 2026-02-06, kind: learning, recorded: 2026-02-06 09:00}\n",
    )
    assert isinstance(second, WaitingEvent)
    assert stands_already(first, FILE, data)
    after = fold_into(FILE, data, case_with(second, data=data), [second])
    assert after.startswith(data)
    assert parse_case(FILE, after) == case_with(second, data=data)


def test_what_would_be_another_case_is_not_written() -> None:
    event = waiting()
    other = DATA.replace(b"theme: communication", b"theme: accountability")
    with pytest.raises(NotFoldableError):
        fold_into(FILE, other, case_with(event), [event])


def test_in_a_file_that_is_no_case_nothing_stands() -> None:
    assert not stands_already(waiting(), FILE, b"reference: nothing\n")
    assert not stands_already(waiting(), FILE, DATA)


def test_an_event_is_called_by_a_number_or_an_id() -> None:
    assert event_key_from("12") == 12
    assert event_key_from(ID) == EventId(ID)
    for other in ("", "one", "1.5", "٣", f"{ID}x"):
        assert event_key_from(other) is None


def test_numbers_stand_before_ids() -> None:
    keys: tuple[EventKey, ...] = (EventId(ID), 12, 3)
    assert sorted(keys, key=order_of_key) == [3, 12, ID]
