"""Change a file at random: its text, its bytes, or the data that it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, TypeAlias

from escalation_log.files.fast_path import load_quickly
from escalation_log.files.plain_data import NotPlainDataError
from tests.files.mutations import PIECES, WHATS, Change

_Holder: TypeAlias = "dict[str, Any] | list[Any]"
# Values of every type that a parser can give, and of sizes that nobody expects.
ODD: tuple[Any, ...] = (
    *({}, [], [[]], [{}], {"": ""}, {"any": []}, {"all": []}, {"not": []}, {"from": "any"}),
    *(None, True, False, 0, -1, 1, 2, 500, 10**6, 10**15, 1.5, 1e300, -0.0),
    *(
        "",
        " ",
        "\n",
        "0",
        "null",
        "any",
        "case",
        "case/",
        "/",
        "a/b/c",
        "-",
        "x",
        "é",
        "😀",
        "\u200b",
    ),
    *("2026-03-02", "1900-01-01", "2199-12-31", "2026-03-29 01:30", "2026-10-25 01:30", "24:00"),
    *(
        "0000-00-00",
        "2026-02-29",
        "2026-03-02 10:15",
        "2026-03-02T10:15+23:59",
        "00:00",
        "x" * 5000,
    ),
    *("../../etc/passwd", "Europe/Atlantis", "Etc/GMT+12", "{limit: x}", "<b>", "$ref", "a: b"),
)


def changed(data: bytes, chance: Random) -> bytes:
    """Change a file that may be YAML or not."""
    ways: tuple[Callable[[bytes, Random], bytes], ...] = (_text, _text, _text, _data, _data, _bytes)
    return chance.choice(ways)(data, chance)


def _text(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        change = Change(
            chance.choice(WHATS), chance.random(), chance.random(), chance.choice(PIECES)
        )
        text = change.applied_to(text)
    return text.encode("utf-8", "surrogatepass")


def _bytes(data: bytes, chance: Random) -> bytes:
    begin, end = sorted(chance.randint(0, len(data)) for _ in range(2))
    match chance.randrange(5):
        case 0:
            return data[:begin]
        case 1:
            return data[:begin] + bytes([chance.randrange(256)]) + data[begin + 1 :]
        case 2:
            return data[:begin] + chance.randbytes(chance.randint(1, 8)) + data[begin:]
        case 3:
            piece = data[begin : min(end, begin + 80)]
            return data[:begin] + piece * chance.choice((2, 20, 300)) + data[begin:]
        case _:
            return data[:begin] + data[end:]


def _data(data: bytes, chance: Random) -> bytes:
    """Change what the file holds, and write it in brackets and braces; text where it is no YAML."""
    try:
        written = load_quickly(data)
    except NotPlainDataError:
        return _text(data, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _change_one(written, chance)
    return json.dumps(written, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _change_one(root: _Holder, chance: Random) -> None:
    places = list(_places(root))
    if not places:
        return
    holder, key = chance.choice(places)
    other_holder, other_key = chance.choice(places)
    other = _at(other_holder, other_key)
    match chance.randrange(9):
        case 0 | 1:
            _put(holder, key, chance.choice(ODD))
        case 2:
            _put(holder, key, other)
        case 3:
            _put(holder, key, _like(_at(holder, key), places, chance))
        case 4:
            holder.pop(key)  # type: ignore[arg-type]
        case 5:
            _put(
                holder, key, chance.choice(([_at(holder, key)], {str(other_key): _at(holder, key)}))
            )
        case 6 if isinstance(holder, dict):
            holder[str(other_key)] = holder.pop(str(key))
        case 7 if isinstance(holder, dict):
            _put(holder, str(other_key), other)
        case 8 if isinstance(holder, list):
            holder.extend(_copy([_at(holder, key)] * chance.choice((1, 1, 40))))
        case _:
            _put(holder, key, chance.choice(ODD))


def _places(holder: _Holder) -> Iterator[tuple[_Holder, str | int]]:
    """Give every place of a document that a value stands at."""
    keys: Sequence[Any] = list(holder) if isinstance(holder, dict) else range(len(holder))
    for key in keys:
        yield holder, key
        value = _at(holder, key)
        if isinstance(value, dict | list):
            yield from _places(value)


def _like(value: Any, places: Sequence[tuple[_Holder, str | int]], chance: Random) -> Any:
    """Choose another value of the same type from the document, such as the id of something else."""
    alike = [at for each in places if type(at := _at(*each)) is type(value)]
    return chance.choice(alike)


def _at(holder: _Holder, key: str | int) -> Any:
    return holder[key]  # type: ignore[index]


def _put(holder: _Holder, key: str | int, value: Any) -> None:
    holder[key] = _copy(value)  # type: ignore[index]


def _copy(value: Any) -> Any:
    """Copy a value, so that what is changed in one place stays as it is in another."""
    return json.loads(json.dumps(value))
