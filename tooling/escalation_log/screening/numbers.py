"""Recognition of NHS numbers, pupils' numbers, National Insurance numbers and telephones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from escalation_log.screening.folding import closed_up, with_digits
from escalation_log.screening.written_dates import word_list

_BETWEEN = r"[ .\-/()_*|~\\]"
_ROW = re.compile(rf"\+?[0-9](?:{_BETWEEN}{{0,5}}[0-9])*")
_GROUP = re.compile(r"[0-9]+")
# A telephone number or an NHS number whose groups stand like a list.
_LISTED = re.compile(
    r"(?<![0-9.:])(?:(?:0|7|\+44 ?)[0-9]{2,4}(?: ?[,;:|+=&] ?[0-9]{2,8}| [0-9]{2,8}){1,4}"
    r"|[0-9]{3} ?([,;:|+=&]) ?[0-9]{3} ?\1 ?[0-9]{4})(?![0-9])"
)
_LIST_SIGN = re.compile(r" ?[,;:|+=&] ?")
# Dates, times and references of cases are rows of digits too, and nobody's number.
_MONTH_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NO_NUMBER = re.compile(
    r"(?<![0-9])(?:"
    r"(?:19|20)[0-9]{2}(?P<a>[-/.]?)(?:0[1-9]|1[0-2])(?P=a)(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T[0-9]{4}(?:[0-9]{2})?)?"
    rf"|{_MONTH_DAY}(?P<b>[-/.]){_MONTH_DAY}(?P=b)(?:19|20)?[0-9]{{2}}"
    r"|(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
    r")(?![0-9])"
    r"|\b[A-Z]{2,4}-[0-9]{4}-[0-9]{4}(?![0-9])"
    # What GitHub counts, as it stands in its addresses.
    r"|(?:/(?:runs|jobs?|artifacts|attempts|check-runs|issues|pull)/"
    r"|#(?:issuecomment-|discussion_r|pullrequestreview-))[0-9]{1,12}(?![0-9])"
)
# Moments are written after the words of a telephone call too.
_CLOCK = r"(?:(?:[01]?[0-9]|2[0-3])[.:][0-5][0-9]|(?:[01][0-9]|2[0-3])[0-5][05])"
_CALENDAR = (
    rf"(?:{_MONTH_DAY} (?:0?[1-9]|1[0-2]) (?:20)?[0-9]{{2}}|{_MONTH_DAY}[/.](?:0?[1-9]|1[0-2]))"
)
_MOMENTS = re.compile(
    rf"{_CLOCK}(?: ?- ?{_CLOCK}| {_CLOCK})+(?: {_CLOCK}(?:-{_CLOCK})?)*"
    rf"|{_CALENDAR}(?:[ -]{{1,3}}{_CALENDAR})*"
)
# Of public services, which anybody may be told to ring: Childline, the NSPCC, Samaritans, missing
# children, domestic abuse.
_HELPLINES = frozenset({"08001111", "08088005000", "116123", "116000", "08082000247"})

_NHS_WORD = re.compile(
    r"\bN\.? ?H\.? ?S\.?[ :#(-]{0,3}$"
    r"|(?:\bN\.? ?H\.? ?S\.?|\bhealth service|\bpatient)[ :#-]{0,3}"
    r"(?:numbers?|num|no|nr|id|#|:|is)\b[ .:#(-]{0,3}"
    r"(?:(?:is|was|of|the|child) ){0,3}[a-z ]{0,20}$",
    re.IGNORECASE,
)
# The first digits of the numbers that are given out, and of those for tests.
_NHS_BEGINS = "34679"
_NHS_LENGTH = 10
# With a digit lost or doubled, where it is called an NHS number.
_NEARLY_NHS_LENGTH = range(9, 12)
_UPN = re.compile(
    r"(?<![0-9A-Z])[A-HJ-NP-RT-Z](?:[ .,;:/|+_-]{0,2}[0-9]){11}[ .,;:/|+_-]{0,2}"
    r"[0-9A-HJ-NP-RT-Z](?![0-9A-Z])"
)
_UPN_WORD = re.compile(r"\bU\.?P\.?N\b|\bpupil number\b|\bunique pupil\b", re.IGNORECASE)
_NI_NUMBER = re.compile(
    r"(?<![0-9A-Z])(QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[ .,;:/|+_*-]{0,3}"
    r"(?:[0-9][ .,;:/|+_*-]{0,3}){5}[0-9](?:[ .,;:/|+_*-]{0,3}([A-D]))?(?![0-9A-Z])",
    re.IGNORECASE,
)
_NI_WORD = re.compile(r"\bN\.?I\.?(?:N\.?O?\b|\b)|\bnational insurance\b", re.IGNORECASE)
_NI_UNUSED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_SHORT_WORDS = frozenset(word_list("am an as at be by he me mr ms my of on or pm re so to us we"))
_TELEPHONE_WORD = re.compile(
    r"\b(?:ring|rang|phone|phoned|telephone|tel|mobile|mob|cell|landline|text|texted|whatsapp|call)"
    r"\b[.:]?(?: (?:her|him|them|me|us|mum|dad|back|on|at|no|number|is|was|the|it|number:)\b[.:]?)"
    r"{0,4} ?$",
    re.IGNORECASE,
)
_LONGEST_WORDS = 60
# How people group ten digits that lack the zero of a telephone number.
_WITHOUT_ZERO = {(4, 6), (3, 3, 4), (2, 4, 4), (4, 3, 3), (5, 5), (3, 7), (2, 8)}
_YEAR = re.compile("20[0-9][0-9]")
_MANY_GROUPS = 6
# Of a number within its town, and of one with the code of a country.
_LEAST_DIGITS, _MOST_DIGITS = 6, 16


class Row(NamedTuple):
    """A row of digits in groups, with what stands before it."""

    groups: tuple[str, ...]
    written: str
    before: str

    @property
    def has_plus(self) -> bool:
        """Whether it begins with the sign of a country's code."""
        return self.written.startswith("+")

    @property
    def parts(self) -> Iterator[tuple[str, ...]]:
        """The groups one after the other that together may be one number, the longest first."""
        for start in range(len(self.groups)):
            ends = []
            length = 0
            for end in range(start, min(start + 20, len(self.groups))):
                length += len(self.groups[end])
                if length > _MOST_DIGITS:
                    break
                is_whole = start == 0 and end == len(self.groups) - 1
                if length >= _LEAST_DIGITS and (end - start < _MANY_GROUPS or is_whole):
                    ends.append(end + 1)
            yield from (self.groups[start:end] for end in reversed(ends))


def rows_of(text: str) -> Sequence[Row]:
    """List the rows of digits of a folded text that are no dates, times or references.

    Those with too few digits for a number of somebody are left out.
    """
    plain = _NO_NUMBER.sub(";", with_digits(_LISTED.sub(_unlisted, text)))
    return [
        Row(groups, match.group(), plain[max(0, match.start() - _LONGEST_WORDS) : match.start()])
        for match in _ROW.finditer(plain)
        if sum(map(len, groups := tuple(_GROUP.findall(match.group())))) >= _LEAST_DIGITS
    ]


def _unlisted(match: re.Match[str]) -> str:
    """Put spaces for the signs in as much of a list as is a number, and leave the rest."""
    written = match.group()
    if match[1] is not None:
        before = match.string[max(0, match.start() - _LONGEST_WORDS) : match.start()]
        return _spaced(written) if _NHS_WORD.search(before) or _is_checked(written) else written
    for group in reversed([*_GROUP.finditer(written)]):
        number = written[: group.end()]
        digits = "".join(_GROUP.findall(number))
        if _national(f"+{digits}" if number.startswith("+") else digits) is not None:
            return f"{_spaced(number)};{written[group.end() :]}"
    return written


def _spaced(number: str) -> str:
    return number[0] + _LIST_SIGN.sub(" ", number[1:])


def _is_checked(number: str) -> bool:
    from stdnum.gb import nhs

    return bool(nhs.is_valid("".join(_GROUP.findall(number))))


def holds_nhs_number(rows: Sequence[Row], published: Container[str]) -> bool:
    """Say whether one of the rows is an NHS number.

    By its check digit; after the words "NHS number" without that too, since people mistype.
    """
    return any(_is_nhs(row, published) for row in rows)


def _is_nhs(row: Row, published: Container[str]) -> bool:
    if row.has_plus:
        return False
    is_called_so = _NHS_WORD.search(row.before) is not None
    for groups in row.parts:
        digits = "".join(groups)
        if _national(digits) in published:
            continue
        if is_called_so and len(digits) in _NEARLY_NHS_LENGTH and groups[0] is row.groups[0]:
            return True
        if len(digits) != _NHS_LENGTH:
            continue
        if groups == row.groups or tuple(map(len, groups)) == (3, 3, 4):
            from stdnum.gb import nhs

            is_rung = _national(digits) and _TELEPHONE_WORD.search(row.before)
            if digits[0] in _NHS_BEGINS and nhs.is_valid(digits) and not is_rung:
                return True
    return False


def holds_upn(text: str) -> bool:
    """Say whether a folded text holds a pupil's number."""
    found = [match.group() for match in _UPN.finditer(closed_up(text).upper())]
    if not found or _UPN_WORD.search(text):
        return bool(found)
    from stdnum.gb import upn

    return any(upn.is_valid(re.sub("[^0-9A-Z]", "", each)) for each in found)


def holds_ni_number(text: str) -> bool:
    """Say whether a folded text holds a National Insurance number."""
    is_called_so = _NI_WORD.search(text) is not None
    for match in _NI_NUMBER.finditer(closed_up(text)):
        prefix, suffix = match.groups()
        if prefix.upper() in _NI_UNUSED or (suffix is None and not is_called_so):
            continue
        if is_called_so or prefix.lower() not in _SHORT_WORDS:
            return True
    return False


def holds_telephone(rows: Sequence[Row], published: Container[str]) -> bool:
    """Say whether one of the rows is a telephone number that is not among those published."""
    return any(_is_telephone(row, published) for row in rows)


def _is_telephone(row: Row, published: Container[str]) -> bool:
    is_called_so = _TELEPHONE_WORD.search(row.before) is not None
    if is_called_so and _MOMENTS.fullmatch(row.written):
        return False
    first = row.groups[0]
    for groups in row.parts:
        digits = "".join(groups)
        number = _national(f"+{digits}" if row.has_plus and groups[0] is first else digits)
        if number in published or digits in _HELPLINES:
            return False
        lengths = tuple(map(len, groups))
        if is_called_so and 6 <= len(digits) <= 11 and groups[0] is first:
            return True
        is_grouped = lengths in _WITHOUT_ZERO and not _YEAR.fullmatch(groups[0])
        if number and (digits[0] == "0" or len(digits) > 10 or is_grouped):
            return True
        if digits[0] == "7" and number and len(groups) == 1:
            return True
    return False


def national_number(written: str) -> str:
    """Give a telephone number as it is dialled within the country, without its first zero.

    >>> national_number("+44 (0)151 496 0100")
    '1514960100'
    """
    digits = "".join(filter(str.isdigit, written))
    return _national(f"+{digits}" if written.lstrip().startswith("+") else digits) or digits


_COUNTRY = re.compile(r"(?:\+|00|)44(?:0)?([1-35789][0-9]{8,9})")
_FOREIGN = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
_AT_HOME = re.compile(r"0([1-35789][0-9]{8,9})|(7[1-9][0-9]{8}|[1238][0-9]{9})")


def _national(digits: str) -> str | None:
    """Give a number without country and zero, if it has the form of a telephone number."""
    found = _COUNTRY.fullmatch(digits) or _FOREIGN.fullmatch(digits) or _AT_HOME.fullmatch(digits)
    return None if found is None else found[found.lastindex or 0]
