"""Faults that a line shows by itself, whatever the parser says of them: signs, marks, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from escalation_log.files.lost_texts import text_keys
from escalation_log.files.odd_values import of_sign, quoting
from escalation_log.files.reading import keys_of
from escalation_log.files.signs import foreign_sign

_FENCE = re.compile(r"\s*(?:`{3}|~{3})")
# Blanks that are none to the parser, and signs that nobody sees.
_INDENT = re.compile(r"[\s\u00ad\u200b-\u200d\u2060]*")
_ENTITY = re.compile(r"(?:^|: |- ) *(&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});)")
_LIST_MARK = re.compile(r"(?P<indent> *)(?P<mark>[\u2010-\u2015\u2212\u2022\u2023\u25cf\u00b7*])\s")
_HYPHEN_AND_ENTRY = re.compile(r"(?P<mark> *-)(?P<entry>[a-z_]+(?=:(?: |$))|\{)")
_UP_TO_COLON = re.compile(r"[^:\uff1a]{1,60}(?::(?=[^ ])|\uff1a)?.?")
_KEY_BEFORE = re.compile(r"(?:^|[\s{,])([a-z_]+)\s*:\s+$")
_TWO_KEYS = re.compile(r" *(?:- +)?([a-z_]+): +\S.*?[ ,;]([a-z_]+)$")
_LAST_WORD = re.compile(r"(?<=[^,{ ]) +([a-z_]+)$")
_LAST_KEY = re.compile(r"[{,] *([a-z_]+): +([^\s,][^,]*)$")
_CLOSING = ("'", '"', "]", "}")
_REMARK = re.compile(r"(?<=\S)\s+(#)")
_STARTS = re.compile(r"(?:^|[\s{,])([a-z_]+):\s+([\[{*&!?@`%-])")
_QUOTED = re.compile(r"(?:^|[\s{,])([a-z_]+):\s+(['\"])")
_ENDS = {"'": re.compile(r"(?:[^']|'')*'"), '"': re.compile(r'(?:[^"\\]|\\.)*"')}
_MAY_FOLLOW_A_TEXT = ("", ",", "]", "}", "#")
# The mark that its author meant as the last: the next one before another key, or the end.
_AFTER_QUOTED = {
    mark: re.compile(rf"{mark}(?=\s*(?:,\s*[a-z_]+:|[\]}}]+,?\s*$|$| #))") for mark in "'\""
}
_BRACES = re.compile(r"[ -]*(?:[a-z_]+: +)?[{\[]")
_KEY_IN_BRACES = re.compile(r"[{,]\s*([a-z_]+):\s+(?=\S)")
_END_IN_BRACES = re.compile(r",\s*[a-z_]+:\s|\}+,?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """What is wrong with a line; `column` counts from 1."""

    message: str
    column: int


def line_fault(line: str, column: int, schema: str) -> LineFault | None:
    """Say what is wrong with a line at which a parser stopped, at a column counted from 0."""
    for look in (fence, entity, indent_of_signs, _list_mark, hyphen_without_space, sign_in_key):
        found = look(line)
        if found is not None:
            return found
    for seek in _SEEKING:
        found = seek(line, column, schema)
        if found is not None:
            return found
    return None


def fault_above(line: str) -> LineFault | None:
    """Say what is wrong with a line below which a parser stopped at once."""
    found = indent_of_signs(line)
    remark = _REMARK.search(line)
    if found is not None or remark is None or line[: remark.start()].endswith(_CLOSING):
        return found
    message = (
        "what stands behind ` #` is taken for a remark, which ends the text, and the next line goes"
        f" on with it; {quoting(line)}"
    )
    return LineFault(message=message, column=remark.start(1) + 1)


def fence(line: str) -> LineFault | None:
    """Say that a line is one of Markdown's, which begin and end code."""
    if _FENCE.match(line) is None:
        return None
    message = "this line marks code in Markdown, and is no part of a file of YAML; delete the line"
    return LineFault(message=message, column=1)


def entity(line: str) -> LineFault | None:
    """Say that a line or a value begins with a sign as web pages write it."""
    found = _ENTITY.search(line)
    if found is None:
        return None
    message = (
        "what begins here with `&` and ends with `;` is how a web page writes a sign, and no part"
        " of a file of YAML; delete it"
    )
    if not line[: found.start(1)].strip():
        message += ", and begin this line under the first letter of the key above"
    return LineFault(message=message, column=found.start(1) + 1)


def indent_of_signs(line: str) -> LineFault | None:
    """Say that a line is indented with signs that are no plain spaces."""
    indent = _INDENT.match(line)
    sign = foreign_sign(indent[0]) if indent else None
    if sign is None:
        return None
    message = (
        f"this line is indented with {sign.words}; delete what stands before its first letter, and"
        " type spaces"
    )
    return LineFault(message=message, column=sign.at + 1)


def _list_mark(line: str) -> LineFault | None:
    mark = _LIST_MARK.match(line)
    if mark is None:
        return None
    sign = foreign_sign(mark["mark"])
    words = "`*`" if sign is None else sign.words
    message = f"{words} does not begin an entry of a list; type a hyphen, `-`, in its place"
    return LineFault(message=message, column=mark.start("mark") + 1)


def hyphen_without_space(line: str) -> LineFault | None:
    """Say that the hyphen before an entry of a list grew together with what follows it."""
    hyphen = _HYPHEN_AND_ENTRY.match(line)
    if hyphen is None:
        return None
    what = "the bracket" if hyphen["entry"] == "{" else "the key"
    message = f"a space is missing after the hyphen; write `- ` and then {what}"
    return LineFault(message=message, column=hyphen.end("mark"))


def sign_in_key(line: str) -> LineFault | None:
    """Say that a sign stands in a key, or behind its colon, that looks like another."""
    key = _UP_TO_COLON.match(line)
    sign = foreign_sign(key[0]) if key else None
    if key is None or sign is None or (" " in key[0].strip(" -{") and ":" not in key[0]):
        return None
    is_in_key = sign.at < key[0].rfind(":") or ":" not in key[0]
    if not is_in_key:
        # Something must stand between the colon and the value.
        sign = replace(sign, is_at_an_end=False)
    where = "key" if is_in_key else "line after the colon"
    return LineFault(message=of_sign(sign, where), column=sign.at + 1)


def _two_keys(line: str, column: int, schema: str) -> LineFault | None:
    """Find a key that follows a value on the same line: the parser stops at its colon."""
    before = line[:column]
    if not line[column:].startswith(":"):
        return None
    if before.count("{") > before.count("}"):
        return _comma_missing(line, before, schema)
    keys = _TWO_KEYS.match(before)
    if keys is None or keys[2] not in keys_of(schema):
        return None
    if keys[1] in text_keys(schema):
        message = (
            f"a colon followed by a space stands inside text; {quoting(line)}. If `{keys[2]}` is a"
            " key of its own, begin a new line before it"
        )
    else:
        message = f"two keys stand on this line; begin a new line before `{keys[2]}`"
    return LineFault(message=message, column=keys.start(2) + 1)


def _comma_missing(line: str, before: str, schema: str) -> LineFault | None:
    """Find a key within braces that follows a value without a comma between."""
    key = _LAST_WORD.search(before)
    if key is None or key[1] not in keys_of(schema):
        return _colon_in_braces(line, len(before), schema)
    message = f"a comma is missing before `{key[1]}`, or a text before it needs quotes"
    return LineFault(message=message, column=key.start(1) + 1)


def _colon_in_braces(line: str, column: int, schema: str) -> LineFault | None:
    """Find the colon of a text within braces at which the parser stopped."""
    key = _LAST_KEY.search(line[:column])
    if key is None or key[1] not in text_keys(schema) or key[2][0] in "\"'":
        return None
    text = re.split(r"[,}]", line[key.start(2) :])[0]
    message = f"a colon followed by a space stands inside text; {quoting(text)}"
    return LineFault(message=message, column=column + 1)


def _bracket_in_text(line: str, column: int, schema: str) -> LineFault | None:
    """Find text that begins with a sign that has a meaning of its own there."""
    for start in _STARTS.finditer(line):
        if start.start(2) > column:
            return None
        if start[1] not in text_keys(schema):
            continue
        if start[2] in "-?" and not line[start.end(2) :].startswith(" "):
            continue
        sign = "a backtick" if start[2] == "`" else f"`{start[2]}`"
        message = (
            f"text that begins with {sign} is not taken for text; {quoting(line[start.start(2) :])}"
        )
        return LineFault(message=message, column=start.start(2) + 1)
    return None


def _remark_in_brackets(line: str, _column: int, _schema: str) -> LineFault | None:
    """Find a remark on a line whose brackets it leaves open."""
    remark = _REMARK.search(line)
    if remark is None:
        return None
    before = line[: remark.start(1)]
    if sum(before.count(sign) for sign in "[{") <= sum(before.count(sign) for sign in "]}"):
        return None
    key = _LAST_KEY.search(before.rstrip())
    advice = quoting(line if key is None else line[key.start(2) :])
    message = (
        "what stands behind ` #` is taken for a remark, so that a bracket on this line is not"
        f" closed; {advice.replace('the whole text', 'the text with the `#`')}"
    )
    return LineFault(message=message, column=remark.start(1) + 1)


def _after_quotes(line: str, _column: int, schema: str) -> LineFault | None:
    """Find the mark that ends a text in quotes too early."""
    for start in _QUOTED.finditer(line):
        end = _ENDS[start[2]].match(line, start.end())
        if start[1] not in text_keys(schema) or end is None:
            continue
        if line[end.end() :].lstrip()[:1] in _MAY_FOLLOW_A_TEXT:
            continue
        last = _AFTER_QUOTED[start[2]].search(line, end.end())
        if last is not None:
            text = line[start.end() : last.start()]
        else:
            after = _END_IN_BRACES.search(line, end.end()) if _BRACES.match(line) else None
            text = line[start.start(2) : after.start() if after else len(line)]
        message = f"the quotation mark here ends the text, which goes on behind it; {quoting(text)}"
        return LineFault(message=message, column=end.end())
    return None


def _sign_in_braces(line: str, _column: int, schema: str) -> LineFault | None:
    """Find a bracket or a brace in a text without quotes within braces."""
    if not _BRACES.match(line):
        return None
    for key in _KEY_IN_BRACES.finditer(line):
        end = _END_IN_BRACES.search(line, key.end())
        text = line[key.end() : end.start() if end else len(line)]
        sign = re.search(r"[\[\]{}]", text)
        if key[1] in text_keys(schema) and sign is not None and text[0] not in "\"'":
            message = f"`{sign[0]}` stands inside text within braces; {quoting(text)}"
            return LineFault(message=message, column=key.end() + sign.start() + 1)
    return None


_SEEKING: tuple[Callable[[str, int, str], LineFault | None], ...] = (
    _two_keys,
    _bracket_in_text,
    _remark_in_brackets,
    _after_quotes,
    _sign_in_braces,
)


def is_code(line: str, column: int, schema: str) -> bool:
    """Say whether a value that begins at a column, from 0, is a word from a list or a date."""
    key = _KEY_BEFORE.search(line[:column])
    return key is not None and key[1] in keys_of(schema) and key[1] not in text_keys(schema)
