"""Describe what a schema refuses in a file: what was found, what was expected and what to type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from escalation_log.files import value_words
from escalation_log.files.key_words import meant_key, of_unknown_key
from escalation_log.files.lost_texts import is_text, text_keys
from escalation_log.files.odd_values import fits, odd_value, of_sign, quoting, sign_in
from escalation_log.files.reading import keys_of
from escalation_log.files.refusals import MOST_TOLD, Refusal, is_of_belonging, refusals_of
from escalation_log.files.schema_examples import example_of
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

    With `sign` the place is that of the first such sign from there on.
    """

    path: DataPath
    place_at: DataPath
    message: str
    sign: str | None = None


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
            unknown = frozenset(refusal.unknown_keys)
            for place, key in enumerate(refusal.value):
                if key in unknown:
                    words = of_unknown_key(key, place, refusal.schema["properties"])
                    yield self._of_key(refusal, key, words)
        elif refusal.missing_keys:
            yield from self._missing_keys(refusal)
        else:
            yield SchemaFinding(path, path, _of_the_whole(refusal))

    def _of_key(self, refusal: Refusal, key: str, words: str) -> SchemaFinding:
        """Describe a key; `words` are for one about which nothing is odd."""
        at = (*refusal.path, key)
        sign = foreign_sign(key)
        if sign is not None:
            return SchemaFinding(refusal.path, at, of_sign(sign, "key"), sign.sign)
        text = self._text_before(refusal, key)
        if text is not None and self._at(refusal.path)[key] is None:
            words = (
                "a comma in braces ends the text before it, and what follows is taken for a key;"
                f" {quoting(text)}"
            )
        elif self._goes_on(refusal, key):
            words = (
                "this line is taken for a key, which is unknown; if it belongs to the text above,"
                " write `|` alone behind that text's colon, and its lines below it, indented"
            )
        elif text is not None:
            words += f". If it belongs to the text before the comma, {quoting(text)}"
        return SchemaFinding(refusal.path, at, words)

    def _text_before(self, refusal: Refusal, key: str) -> str | None:
        """Give the line with a key that follows a text within braces; None where none does."""
        within = self._at(refusal.path)
        if self.source is None or len(within) > _MOST_KEYS:
            return None
        before = next((first for first, second in pairwise(within) if second == key), None)
        if before is None or not isinstance(within[before], str):
            return None
        path = (*refusal.path, before)
        if not is_text(path, within[before], self.schema):
            return None
        line = self.source.before((*refusal.path, key))
        written = self.source.written(path)
        is_quoted = written.startswith(('"', "'"))
        return written if line.rstrip().endswith(",") and not is_quoted else None

    def _goes_on(self, refusal: Refusal, key: str) -> bool:
        """Say whether a key is probably a line of the text above it, which was not indented."""
        within = self._at(refusal.path)
        if self.source is None or len(within) > _MOST_KEYS or _WORD.fullmatch(key):
            return False
        if self.source.before((*refusal.path, key)).strip() or meant_key(
            key, refusal.schema["properties"]
        ):
            return False
        before = next((first for first, second in pairwise(within) if second == key), None)
        return isinstance(before, str) and before in text_keys(self.schema)

    def _at(self, path: DataPath) -> Any:
        here = self.value
        for step in path:
            here = here[step]
        return here

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
        if refusal.keyword in _OF_WORDS:
            odd = odd_value(refusal.value, refusal.schema, written, word)
            if odd is not None:
                return SchemaFinding(path, path, odd if "quotes" in odd else f"{odd}.{like}")
        message = _SAYINGS[refusal.keyword](refusal)
        is_bare = isinstance(refusal.value, bool | int | float) and refusal.keyword == "type"
        if is_bare and self.source is not None and fits(word, refusal.schema):
            message = message.removesuffix(like) + " Put it in quotes"
        return SchemaFinding(path, path, message)

    def _missing_keys(self, refusal: Refusal) -> Iterator[SchemaFinding]:
        """Report missing keys, each with a line that could be added; misspelt ones are left out."""
        because = refusal.value["kind"] if "then" in refusal.steps[-2:] else None
        for key in refusal.missing_keys:
            if (*refusal.path, key) not in self.meant:
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


# What a key looks like that somebody meant as one.
_WORD = re.compile(r"[a-z_-]+")
# In more than so many nobody types them one after the other within braces.
_MOST_KEYS = 200
_OF_WORDS = frozenset({"type", "enum", "pattern", "format"})
_SAYINGS: Mapping[str, Callable[[Refusal], str]] = {
    "type": lambda refusal: value_words.of_type(refusal.value, refusal.schema, refusal.examples),
    "enum": lambda refusal: value_words.of_choice(refusal.value, refusal.schema["enum"]),
    "const": lambda refusal: value_words.of_constant(refusal.schema),
    "pattern": lambda refusal: value_words.of_text(refusal.value, refusal.schema, refusal.examples),
    "format": lambda refusal: value_words.of_format(refusal.examples),
    "maxLength": lambda refusal: (
        f"expected at most {refusal.schema['maxLength']} characters, got {len(refusal.value)}."
        " Shorten it"
    ),
    "minimum": lambda refusal: value_words.of_range(refusal.schema),
    "maximum": lambda refusal: value_words.of_range(refusal.schema),
    "uniqueItems": lambda _: "the same entry stands twice in this list; keep one",
}
