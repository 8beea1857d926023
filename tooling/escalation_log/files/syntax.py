"""Explain a YAML parser's error to people who do not know YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from escalation_log.files.decoding import LINE_END, FileFault
from escalation_log.files.line_faults import (
    fault_above,
    hyphen_without_space,
    is_code,
    line_fault,
    sign_in_key,
)
from escalation_log.files.lone_entries import below_no_key
from escalation_log.files.lost_texts import text_keys
from escalation_log.files.odd_values import quoting
from escalation_log.files.reading import keys_of

_CONFLICT = re.compile(r"<{7}|>{7}|={7}$|\|{7}")
_ENTRY = re.compile(r"( *(?:- +)*)([^\s:#'\"\[{][^:#]*?)[ ]*:(?:[ ]+(\S.*)?)?$")
_ROUND = re.compile(r" *(?:- +)*([a-z_]+): +(\(?)([a-z_]+)$")
_FIRST_WORD = re.compile(r" *(?:- +)*([a-z_]+)(?=[ :;=]|$)([:;=]?)")


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A parser's complaint; lines and columns count from 0, the context's from where it began."""

    problem: str
    context: str
    line: int
    column: int
    context_line: int
    context_column: int
    lines: tuple[str, ...]
    schema: str

    @property
    def keys(self) -> frozenset[str]:
        """The words that may be repeated."""
        return keys_of(self.schema)

    @property
    def is_code(self) -> bool:
        """Whether a word from a list or a date stands where the parser stopped."""
        first = self.before.partition(": ")
        return is_code(self.before, len(first[0] + first[1]), self.schema)

    @property
    def before(self) -> str:
        """The line at which the parser stopped, up to there."""
        return self.lines[self.line][: self.column]

    @property
    def above(self) -> int | None:
        """The nearest line above that holds anything; a comment cannot stand between."""
        lines = range(self.line)[::-1]
        return next((number for number in lines if self.lines[number].strip()), None)

    def here(self, message: str) -> FileFault:
        """Make a fault with this message at the place where the parser stopped."""
        return FileFault(message, self.line + 1, self.column + 1)

    def there(self, message: str) -> FileFault:
        """Make a fault with this message where the part began that could not be finished."""
        return FileFault(message, self.context_line + 1, self.context_column + 1)


def explain_fault(error: MarkedYAMLError, text: str, schema: str) -> FileFault:
    """Say what a parser's error means; only keys of this kind of file are repeated."""
    lines = tuple(LINE_END.split(text))
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            return FileFault(
                "two versions of this file were put together here without a choice between them;"
                " keep the right lines and delete those of <<<<<<<, ======= and >>>>>>>",
                number,
                1,
            )
    mark = error.problem_mark or error.context_mark
    context_mark = error.context_mark or mark
    complaint = _Complaint(
        problem=error.problem or "",
        context=error.context or "",
        line=min(mark.line, len(lines) - 1),
        column=mark.column,
        context_line=context_mark.line,
        context_column=context_mark.column,
        lines=lines,
        schema=schema,
    )
    return _of_entries(complaint) or _of_a_line(complaint) or _of_the_parser(complaint)


def _of_entries(complaint: _Complaint) -> FileFault | None:
    """Explain entries of a list whose key is missing, where the parser stopped at the first."""
    found = below_no_key(complaint.lines, complaint.schema)
    if found is None or found[0][0] - 1 not in (complaint.line, complaint.context_line):
        return None
    return FileFault(found[1], *found[0])


def _of_a_line(complaint: _Complaint) -> FileFault | None:
    """Explain what the lines show by themselves at which the parser began and stopped."""
    stops = {complaint.line: complaint.column}
    stops.setdefault(complaint.context_line, complaint.context_column)
    for number, column in sorted(stops.items()):
        line = complaint.lines[min(number, len(complaint.lines) - 1)]
        found = line_fault(line, column, complaint.schema)
        if found is not None:
            return FileFault(found.message, number + 1, found.column)
    above = complaint.above
    if above is not None and any(words in complaint.problem for words in _OF_LINE_ABOVE):
        found = fault_above(complaint.lines[above])
        if found is not None:
            return FileFault(found.message, above + 1, found.column)
    return None


def _of_the_parser(complaint: _Complaint) -> FileFault:
    for words, say in _SAYINGS:
        if words in complaint.problem or words in complaint.context:
            return say(complaint)
    return _unreadable(complaint)


def _unreadable(complaint: _Complaint) -> FileFault:
    return complaint.here(
        "this line cannot be read; expected `key: value`, indented like the lines it belongs to"
    )


def _cannot_start(complaint: _Complaint) -> FileFault:
    if complaint.lines[complaint.line][complaint.column] == "\t":
        if complaint.before.strip():
            return complaint.here("there is a tab here; use a space")
        return complaint.here("this line is indented with a tab; use spaces")
    if not complaint.before.strip(" -"):
        return complaint.here("a key may not begin with this sign; delete it")
    if complaint.is_code:
        return complaint.here("a word here may not begin with this sign; delete it")
    text = complaint.lines[complaint.line][complaint.column :]
    return complaint.here(f"text may not begin with this character; {quoting(text)}")


def _unexpected_colon(complaint: _Complaint) -> FileFault:
    """Explain an unexpected colon: in the middle of text, or after a fault in the line above."""
    if ":" in complaint.before:
        braces = _without_braces(complaint)
        if braces is not None:
            return braces
        if complaint.is_code:
            return complaint.here(
                "a second colon stands on this line; delete what does not belong to the value"
            )
        text = complaint.lines[complaint.line].partition(": ")[2]
        like = ', like "so: and so"' if quoting(text) == quoting("") else ""
        return complaint.here(
            f"a colon followed by a space stands inside text; {quoting(text)}{like}"
        )
    above = complaint.above
    if above is None:
        return _unreadable(complaint)
    found = hyphen_without_space(complaint.lines[above])
    if found is not None:
        return FileFault(found.message, above + 1, found.column)
    entry = _ENTRY.match(complaint.lines[above])
    if entry is not None and entry[3]:
        return complaint.here(
            "this line is indented further than the line above, which has its value already;"
            " begin it under the first letter of that line's key"
        )
    return _without_colon(complaint, above)


def _without_braces(complaint: _Complaint) -> FileFault | None:
    """Explain keys and values behind a key on its line, in round brackets or in none."""
    start = _ROUND.match(complaint.before)
    of_keys = complaint.keys - text_keys(complaint.schema)
    if start is None or start[1] not in of_keys or start[3] not in complaint.keys:
        return None
    what = "`{` before the first and `}` behind the last"
    if start[2]:
        what = "`{` and `}` in place of `(` and `)`"
    message = f"keys and values on one line stand in braces: type {what}"
    return FileFault(message, complaint.line + 1, start.start(2) + 1)


def _without_colon(complaint: _Complaint, number: int) -> FileFault:
    line = complaint.lines[number]
    column = len(line) - len(line.lstrip(" -")) + 1
    sign = sign_in_key(line)
    if sign is not None:
        return FileFault(sign.message, number + 1, sign.column)
    if line.lstrip().startswith("{"):
        return FileFault(
            "a hyphen is missing before this bracket; write `- ` and then the bracket, under the"
            " hyphens of the other entries",
            number + 1,
            column,
        )
    word = _FIRST_WORD.match(line)
    if word is None or word[1] not in complaint.keys:
        message = "expected `key: value` on this line; the colon and the space after it are missing"
        if _is_below_a_text(complaint, number):
            message += ". If it belongs to the text above, indent it further than that text's key"
        return FileFault(message, number + 1, column)
    instead = {";": "a semicolon", "=": "an equals sign"}.get(word[2])
    message = f"a colon is missing after `{word[1]}`"
    if word[2] == ":":
        message = f"a space is missing after the colon of `{word[1]}`"
    elif instead is not None:
        message = f"{instead} stands after `{word[1]}`, where a colon belongs"
    return FileFault(f"{message}; write `{word[1]}: ` and then the value", number + 1, column)


def _is_below_a_text(complaint: _Complaint, number: int) -> bool:
    """Say whether the nearest key above is that of a text, and has a value."""
    entries = map(_ENTRY.match, reversed(complaint.lines[:number]))
    nearest = next((each for each in entries if each and each[2] in complaint.keys), None)
    return bool(nearest and nearest[3] and nearest[2] in text_keys(complaint.schema))


def _not_the_end(complaint: _Complaint) -> FileFault:
    """Explain a line that does not continue those above: text after quotes, or indentation."""
    for number in (complaint.line, complaint.above):
        if number is not None and complaint.lines[number].lstrip().startswith("{"):
            return _without_colon(complaint, number)
    if complaint.before.rstrip().endswith(("'", '"')):
        return complaint.here(
            "there is text after the closing quotation mark; put the whole text in double quotes,"
            " and use no other double quotes inside"
        )
    if complaint.before.rstrip().endswith(("]", "}")):
        return complaint.here("there is text after the closing bracket; delete it")
    return complaint.here(
        "this line is not indented like the lines it belongs to; begin it exactly under them"
    )


# Of these the line above may be the cause.
_OF_LINE_ABOVE = ("mapping values are not allowed", "expected <block end>", "expected ':'")

# The first entry that fits is used; the order matters if both a context and a problem fit.
_SAYINGS: tuple[tuple[str, Callable[[_Complaint], FileFault]], ...] = (
    ("that cannot start any token", _cannot_start),
    (
        "escape",
        lambda it: it.here(
            "a backslash inside double quotes has a meaning of its own; use single quotes"
            + (", and write each apostrophe inside twice" if "'" in it.lines[it.line] else "")
        ),
    ),
    (
        "quoted scalar",
        lambda it: it.there(
            "the quotation mark that opens here is never closed; close it, or write an apostrophe"
            " inside single quotes twice"
        ),
    ),
    ("mapping values are not allowed", _unexpected_colon),
    ("could not find expected ':'", lambda it: _without_colon(it, it.context_line)),
    (
        "while scanning a block scalar",
        lambda it: it.here(
            "nothing may follow `|` or `>` on its line; begin the text on the next line, indented"
        ),
    ),
    (
        "more indented follow up line",
        lambda it: it.there(
            "the text below `|` or `>` begins with a line that holds only blanks; delete that line"
        ),
    ),
    (
        "while parsing a flow",
        lambda it: it.there(
            "the bracket that opens here is not closed, or a comma is missing between two entries;"
            " if it is text, put the text in quotes"
        ),
    ),
    ("expected <block end>", _not_the_end),
    (
        "expected '<document start>'",
        lambda it: it.here(
            "this does not belong to what stands above; expected a new line of the form"
            " `key: value`"
        ),
    ),
)
