"""Messages about refused values: what was found, what was expected and what to type."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

_LONGEST_WORD = 60
_ALIKE = 0.7
# Text that would mean something else without quotes, also within brackets or braces.
_NEEDS_QUOTES = re.compile(r"[^A-Za-z0-9/]|[0-9.]+$|.*(?:: | #|[,\[\]{}])|$")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXPECTED = {
    "object": "expected keys and values",
    "array": "expected a list",
    "boolean": "expected true or false",
    "integer": "expected a whole number",
}


def found(value: object) -> str:
    """Name the type of a value that was found, without repeating the value."""
    names = {dict: "keys and values", list: "a list", str: "text", bool: "true or false"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")


def of_type(value: object, schema: Mapping[str, Any], examples: Sequence[object]) -> str:
    """Describe text where a list is expected, a number where text is, and so on."""
    expected = schema["type"]
    # Where several types are allowed, only the schema has words for all of them.
    one = _EXPECTED.get(expected) if isinstance(expected, str) else None
    wanted = one or schema["errorMessage"]
    hint = like(examples)
    if expected == "array":
        hint = " Put each entry on a line of its own, beginning with a hyphen and a space"
    return f"{wanted}, got {found(value)}.{hint}"


def of_text(value: str, schema: Mapping[str, Any], examples: Sequence[object]) -> str:
    """Describe text that has not the form it should have."""
    got = "something else" if value.strip() else "only blanks"
    return f"{schema['errorMessage']}, got {got}.{like(examples)}"


def of_date(value: object, schema: Mapping[str, Any], examples: Sequence[object]) -> str:
    """Describe what is no date, or a date or a time that is written well and does not exist."""
    if isinstance(value, str) and _DATE.match(value) is None:
        return of_text(value, schema, examples)
    return of_format(examples)


def of_format(examples: Sequence[object]) -> str:
    """Describe a date or a time that is written well and does not exist."""
    return (
        "this day or time does not exist, or it lies outside the years 1900 to 2199."
        f"{like(examples)}"
    )


def of_choice(value: object, options: Iterable[object]) -> str:
    """Describe a word that is none of those allowed; suggest the nearest, else list them all."""
    words = [option for option in options if isinstance(option, str)]
    near = nearest(value, words)
    if near is not None:
        return f"expected one of the words allowed here; did you mean `{near}`?"
    got = "another word" if isinstance(value, str) else found(value)
    return f"expected one of {options_of(words)}; got {got}"


def of_constant(schema: Mapping[str, Any]) -> str:
    """Describe a value where only one is possible."""
    wanted = schema.get("errorMessage", f"expected `{typed(schema['const'])}`")
    return f"{wanted}, got something else"


def of_range(schema: Mapping[str, Any]) -> str:
    """Describe a number that is too small or too large."""
    return f"expected a whole number from {schema['minimum']} to {schema['maximum']}, got another"


def of_count(value: Collection[object], schema: Mapping[str, Any]) -> str:
    """Describe a list, or of keys and values, with too few or too many entries."""
    if not value:
        return "expected at least one entry, got none"
    least = schema.get("minItems", 0)
    if isinstance(value, list) and len(value) < least:
        return f"expected at least {least} entries, got {len(value)}"
    most = schema["maxItems"] if isinstance(value, list) else schema["maxProperties"]
    return f"expected at most {most} entries, got {len(value)}"


def of_missing(key: str, example: str, because: str | None) -> str:
    """Describe a key that must be there; `because` names the kind of event that needs it."""
    lead = (
        f"`{key}` is missing" if because is None else f"an event of kind `{because}` needs `{key}`"
    )
    return f"{lead}. Add a line such as `{key}: {example}`" if example else f"{lead}. Add it"


def of_key(key: str, names: Mapping[str, Any]) -> str:
    """Describe an id before a colon that is not written like one."""
    if "enum" in names:
        return (
            f"this kind of correction cannot mend `{key}`: a `header-correction` is for what stands"
            " above the events, a `correction` for an event, save for `recorded`"
        )
    return f"{names['errorMessage']} before the colon, got something else"


def of_belonging(key: str, kinds: list[str]) -> str:
    """Describe a field that events of this kind do not have."""
    plural = "s" if len(kinds) > 1 else ""
    return f"`{key}` belongs only to events of kind{plural} {options_of(kinds)}"


def sentence(words: str) -> str:
    """Make a sentence: a capital letter, unless it begins with a key, and a full stop."""
    end = "" if words.endswith((".", "?")) else "."
    return f"{words[0].upper()}{words[1:]}{end}"


def nearest(value: object, words: Iterable[str], *, cutoff: float | None = None) -> str | None:
    """Find the allowed word that was probably meant; `cutoff` is how alike the two must be."""
    if not isinstance(value, str) or len(value) > _LONGEST_WORD:
        return None
    tidy = value.strip().lower().replace("_", "-").replace(" ", "-")
    plain = {word.replace("_", "-"): word for word in words}
    matches = get_close_matches(tidy, plain, n=1, cutoff=cutoff or _ALIKE)
    return plain[matches[0]] if matches else None


def typed(value: object) -> str:
    """Write a value in the short form of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {typed(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(typed(part) for part in value) + "]"
    if isinstance(value, str) and _NEEDS_QUOTES.match(value) is None:
        return value
    return json.dumps(value, ensure_ascii=False)


def like(examples: Sequence[object]) -> str:
    """Give an example, if there is one; of a list, an entry."""
    if not examples:
        return ""
    first = examples[0]
    return f" Write it like {typed(first[0] if isinstance(first, list) else first)}"


def options_of(words: Iterable[str]) -> str:
    """List words in the form "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
