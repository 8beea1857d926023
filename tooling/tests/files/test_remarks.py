"""What is a remark in a file, and what only looks like one."""

from __future__ import annotations

from escalation_log.files.remarks import Remark, perhaps_remarks, remarks_among, scalars

FILE = b"""\
# Mum rang:
# nobody was there.
format: 1 # one
note: |  # as told
  a text # not a remark
q: "a # b"
list: [1, # in it
  2]
"""


def remarks(data: bytes) -> list[Remark]:
    return [*remarks_among(perhaps_remarks(data), data)]


def test_remarks_are_told_from_texts() -> None:
    assert remarks(FILE) == [
        Remark(1, 1, "Mum rang:\nnobody was there."),
        Remark(3, 11, "one"),
        Remark(4, 10, "as told"),
        Remark(7, 11, "in it"),
    ]


def test_a_file_without_the_sign_has_none() -> None:
    assert remarks(b"a: 1\n") == []


def test_in_what_is_no_yaml_everything_may_be_a_remark() -> None:
    assert remarks(b"a: 'x\n# y\n") == [Remark(2, 1, "y")]
    assert remarks(b"[" * 9000 + b"\n# y\n") == [Remark(2, 1, "y")]


def test_keys_and_values_are_listed_and_lines_from_where_nothing_can_be_read() -> None:
    assert [*scalars(b"a: 1\nkey here: 'b'\n")] == [
        *(Remark(1, 1, "a"), Remark(1, 4, "1")),
        *(Remark(2, 1, "key here"), Remark(2, 11, "b")),
    ]
    assert [each.text for each in scalars(b"a: 1\nb: 'x\nc\n")][-2:] == ["c", ""]
    assert [each.text for each in scalars(b"{" * 9000)] == ["{" * 9000]
