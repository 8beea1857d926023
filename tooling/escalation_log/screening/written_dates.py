"""The names of months and days, and how people write dates in words."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """List the words of a text, with which long lists of them stay short to read."""
    return text.split()


_MONTHS = word_list(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri"
MONTHS_AND_DAYS = frozenset((*_MONTHS, *word_list(_DAYS), "sat", "sun"))

_ORDINALS = word_list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?![a-z])\.?"
_DAY = (
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])(?: ?(?:st|nd|rd|th))?"
    rf"|(?:(?:twenty|thirty)[ -](?:{'|'.join(_ORDINALS[:9])})|(?:{'|'.join(_ORDINALS)}))\b)"
)
_YEAR = r"(?:19|20)[0-9]{2}\b"
_BETWEEN = r"[ ./,-]{1,3}"
# A date in folded text of small letters, of which the year may be left out.
DATE = (
    rf"(?:{_DAY}(?: day)?(?: of|{_BETWEEN}|)[ ]?(?:the )?{MONTH}"
    rf"|{MONTH}[ ,]{{0,2}}(?:the )?{_DAY}|{MONTH},?{_BETWEEN}?{_YEAR}"
    rf"|[0-9]{{1,2}}{_BETWEEN}[0-9]{{1,2}}{_BETWEEN}(?:[0-9]{{4}}|[0-9]{{2}})\b"
    rf"|{_YEAR}{_BETWEEN}[0-9]{{1,2}}{_BETWEEN}[0-9]{{1,2}}\b|[0-9]{{1,2}}[./-][0-9]{{1,2}}\b"
    r"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)?[0-9]{2}\b|(?:19|20)[0-9]{6}\b)"
)
