"""Write long documents piece by piece, so that a log of any size fits into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from escalation_log.export.case_data import pieces_of_cases
from escalation_log.export.tables import BYTE_ORDER_MARK, Cell, csv_text
from escalation_log.log.drafts import replaced_file
from escalation_log.words.plain_values import Plain

Write: TypeAlias = Callable[[str], object]


def write_json_cases(write: Write, head: Mapping[str, Plain], cases: Iterable[Plain]) -> None:
    """Write one JSON document: the keys of `head`, then the cases, one a line."""
    for piece in pieces_of_cases(head, cases):
        write(piece)


def write_csv(write: Write, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a header and rows, after the mark that tells a spreadsheet that they are UTF-8."""
    write(BYTE_ORDER_MARK + csv_text([header]))
    for row in rows:
        write(csv_text([row]))


@contextmanager
def replacing(path: Path) -> Iterator[Write]:
    """Give a function that writes to a file which replaces `path` once it is complete.

    Only its owner may read it, since it tells of cases. Something other than an ordinary file, such
    as a pipe, is written to directly.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file.write
        return
    with replaced_file(path, is_restricted=True) as file:
        yield lambda text: file.write(text.encode())
