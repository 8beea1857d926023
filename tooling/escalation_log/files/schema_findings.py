"""Describe what a schema refuses in a file: what was found, what was expected and what to type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from escalation_log.files import value_words
from escalation_log.files.key_words import meant_key, of_unknown_key
from escalation_log.files.lone_entries import below_no_key, entry_at_the_top, is_key_of_an_entry
from escalation_log.files.misread_keys import misread_key
from escalation_log.files.odd_values import (
    SEVERAL,
    is_right_in_quotes,
    odd_value,
    of_sign,
    several,
    sign_in,
)
from escalation_log.files.places import Place
from escalation_log.files.reading import keys_of
from escalation_log.files.refusals import MOST_TOLD, Refusal, is_of_belonging, refusals_of
from escalation_log.files.schema_examples import entry_of, example_of
from escalation_log.files.signs import foreign_sign
from escalation_log.files.source_text import SourceText
from escalation_log.model.problems import DataPath

_MORE = (
    f"more than {MOST_TOLD} things are wrong in this file, and the rest is not told; mend these, or"
    " ask whether it is the right file"
)


@dataclass(frozen=True, slots=True)
class SchemaFinding:
    """A refusal with its message. `place_at` is the path whose line and column are reported.

    With `sign` the place is that of the first such sign from there on; `place` is one of its own.
    """

    path: DataPath
    place_at: DataPath
    message: str
    sign: str | None = None
    place: Place | None = None


def schema_findings(
    value: object,
    schema: str,
    definition: str | None = None,
    *,
    source: SourceText | None = None,
) -> Iterator[SchemaFinding]:
    """Describe why a schema, or one of its definitions, refuses a value.

    `source` is the text of the file; None where the value is what corrections make of it.
    """
    refusals, is_cut = refusals_of(value, schema, definition)
    saying = _Saying(
        value=value,
        schema=schema,
        source=source,
        meant={at for refusal in refusals for at in _meant_keys(refusal)},
    )
    said = (finding for refusal in refusals for finding in saying.said(refusal))
    found = list(islice(said, MOST_TOLD + 1))
    yield from found[:MOST_TOLD]
    if is_cut or len(found) > MOST_TOLD:
        yield SchemaFinding((), (), _MORE)


def _meant_keys(refusal: Refusal) -> Iterator[DataPath]:
    """Give the paths of missing keys that are present in a misspelt form."""
    for key in refusal.unknown_keys:
        near = meant_key(key, refusal.schema["properties"])
        if near is not None:
            yield (*refusal.path, near)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """What refusals of one value are described with; `meant` are paths of misspelt keys."""

    value: Any
    schema: str
    source: SourceText | None
    meant: set[DataPath]

    def said(self, refusal: Refusal) -> Iterator[SchemaFinding]:
        """Describe a refusal."""
        path = refusal.path
        if is_of_belonging(refusal):
            field = str(refusal.steps[-4])
            at = (*path[:-1], field)
            yield SchemaFinding(at, at, value_words.of_belonging(field, refusal.schema["enum"]))
        elif refusal.is_of_a_key:
            # A key that no event and no header has is reported as an unknown key instead.
            if refusal.keyword != "enum" or refusal.value in keys_of("case"):
                words = value_words.of_key(refusal.value, refusal.schema)
                yield self._of_key(refusal, refusal.value, words)
        elif refusal.keyword in _SAYINGS:
            yield self._of_value(refusal)
        elif refusal.unknown_keys:
            yield from self._unknown_keys(refusal)
        elif refusal.missing_keys:
            yield from self._missing_keys(refusal)
        else:
            yield SchemaFinding(path, path, _of_the_whole(refusal))

    def _unknown_keys(self, refusal: Refusal) -> Iterator[SchemaFinding]:
        """Describe each key that may not stand there; those of an entry of a list once."""
        unknown: Sequence[str] = refusal.unknown_keys
        entry = None
        if self.source is not None and refusal.path == ():
            entry = entry_at_the_top(self.source.lines, self.schema)
        if entry is not None:
            yield SchemaFinding((), (), entry[1], place=entry[0])
            unknown = [key for key in unknown if not is_key_of_an_entry(key, self.schema)]
        for place, key in enumerate(refusal.value):
            if key in unknown:
                words = of_unknown_key(key, place, refusal.schema["properties"])
                if self._goes_on_with_a_list(refusal, key):
                    words = SEVERAL
                yield self._of_key(refusal, key, words)

    def _of_key(self, refusal: Refusal, key: str, words: str) -> SchemaFinding:
        """Describe a key; `words` are for one about which nothing is odd."""
        at = (*refusal.path, key)
        misread = None
        if self.source is not None:
            misread = misread_key(self.value, at, self.schema, self.source)
        if misread is not None and misread.is_certain:
            return SchemaFinding(refusal.path, at, misread.message)
        sign = foreign_sign(key)
        if sign is not None:
            return SchemaFinding(refusal.path, at, of_sign(sign, "key"), sign.sign)
        if misread is not None:
            is_meant = meant_key(key, refusal.schema.get("properties", ())) is not None
            words = misread.of_unknown(words, is_meant=is_meant)
        return SchemaFinding(refusal.path, at, words)

    def _goes_on_with_a_list(self, refusal: Refusal, key: str) -> bool:
        """Say whether a key is a further word of the list before it, which has no brackets."""
        above = list(takewhile(lambda each: each != key, refusal.value))
        before = next((each for each in reversed(above) if refusal.value[each] is not None), None)
        if self.source is None or before not in refusal.schema["properties"]:
            return False
        line = self.source.before((*refusal.path, key)).rstrip()
        entry = entry_of(refusal.schema["properties"][before], refusal.definitions)
        words = f"{refusal.value[before]},{key}"
        is_alone = refusal.value[key] is None and line.endswith(",")
        return is_alone and several(words, entry) is not None

    def _of_value(self, refusal: Refusal) -> SchemaFinding:
        path = refusal.path
        sign = sign_in(refusal.value, refusal.schema)
        if sign is not None and refusal.keyword in _OF_WORDS:
            what = "date" if refusal.schema.get("format") in ("date", "moment") else "value"
            return SchemaFinding(path, path, of_sign(sign, what), sign.sign)
        written, word = "", ""
        if self.source is not None:
            written, word = self.source.written(path), self.source.word(path)
        like = value_words.like(refusal.examples)
        if refusal.keyword in ("enum", "pattern") and isinstance(path[-1], str):
            words = several(refusal.value, entry_of(refusal.of_field[0], refusal.definitions))
            if words is not None:
                return SchemaFinding(path, path, words)
        if refusal.keyword in _OF_WORDS:
            odd = odd_value(refusal.value, refusal.schema, written, word)
            if odd is not None:
                return SchemaFinding(path, path, odd if "quotes" in odd else f"{odd}.{like}")
        message = _SAYINGS[refusal.keyword](refusal)
        is_bare = isinstance(refusal.value, bool | int | float) and refusal.keyword == "type"
        if is_bare and self.source is not None and is_right_in_quotes(word, refusal.schema):
            message = message.removesuffix(like) + " Put it in quotes"
        return SchemaFinding(path, path, message)

    def _missing_keys(self, refusal: Refusal) -> Iterator[SchemaFinding]:
        """Report missing keys, each with a line that could be added; misspelt ones are left out."""
        because = refusal.value["kind"] if "then" in refusal.steps[-2:] else None
        for key in refusal.missing_keys:
            alone = below_no_key(self.source.lines, self.schema) if self.source else None
            if alone is not None and f"`{key}`" in alone[1] and refusal.path == ():
                yield SchemaFinding((), (), alone[1], place=alone[0])
            elif (*refusal.path, key) not in self.meant:
                example = example_of(refusal.field(key), refusal.definitions)
                message = value_words.of_missing(key, example, because)
                yield SchemaFinding(refusal.path, refusal.path, message)


def _of_the_whole(refusal: Refusal) -> str:
    """Describe a fault of a value as a whole, in the schema's `errorMessage` if it has one."""
    nodes = (node for node in reversed(refusal.nodes) if isinstance(node, dict))
    for node in islice(nodes, 2):
        if "errorMessage" in node:
            return str(node["errorMessage"])
    return value_words.of_count(refusal.value, refusal.schema)


_OF_WORDS = frozenset({"type", "enum", "pattern", "format"})
_SAYINGS: Mapping[str, Callable[[Refusal], str]] = {
    "type": lambda refusal: value_words.of_type(refusal.value, refusal.schema, refusal.examples),
    "enum": lambda refusal: value_words.of_choice(refusal.value, refusal.schema["enum"]),
    "const": lambda refusal: value_words.of_constant(refusal.schema),
    "pattern": lambda refusal: value_words.of_text(refusal.value, refusal.schema, refusal.examples),
    "format": lambda refusal: value_words.of_date(refusal.value, refusal.schema, refusal.examples),
    "maxLength": lambda refusal: (
        f"expected at most {refusal.schema['maxLength']} characters, got {len(refusal.value)}."
        " Shorten it"
    ),
    "minimum": lambda refusal: value_words.of_range(refusal.schema),
    "maximum": lambda refusal: value_words.of_range(refusal.schema),
    "uniqueItems": lambda _: "the same entry stands twice in this list; keep one",
}
