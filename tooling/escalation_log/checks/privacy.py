"""Recognition of what could identify a person in free text, and the rule against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from escalation_log.checks.subjects import FileToCheck, Finding
from escalation_log.model.cases import TEXTS_OF_HEADER, TOP, Case
from escalation_log.model.event_kinds import FREE_TEXTS
from escalation_log.model.problems import DataPath, Severity

# A text without a digit or an @ holds none of the identifiers below.
_WORTH_A_LOOK = re.compile(r"[0-9@]")

_NHS_GROUPED = re.compile(r"(?<![0-9])[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}(?![0-9])")
_NHS_WORD = re.compile(r"\bNHS\b|\bN\.H\.S\b|\bhealth service number\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{10}(?![0-9])")
_UPN = re.compile(r"(?<![0-9A-Z])[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?![0-9A-Z])")
_NI_NUMBER = re.compile(
    r"(?<![0-9A-Z])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?(?:[0-9]{2}[ -]?){3}[A-D](?![0-9A-Z])",
    re.IGNORECASE,
)
_NI_UNUSED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_POSTCODE_AREA = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|"
    "EC|EH|EN|EX|E|FK|FY|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|"
    "LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|"
    "SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![0-9A-Z])(?:{_POSTCODE_AREA})[0-9][0-9A-Z]? ?([0-9][ABD-HJLNP-UW-Z]{{2}})(?![0-9A-Z])",
    re.IGNORECASE,
)
# As the second half of a postcode: `s47 2nd` is a section of an Act, `S47 2ND` a postcode.
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)
_PERHAPS_A_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+|\(?0)[0-9 ().-]{8,}[0-9]")
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\W{0,3}"
    r"[0-9]{1,4}(?:[./ -]|(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """Name the kinds of identifier that a text seems to hold, without repeating any of it."""
    if _WORTH_A_LOOK.search(text) is None:
        return ()
    return tuple(name for name, holds in _RECOGNISERS if holds(text))


def _holds_nhs_number(text: str) -> bool:
    # One in eleven of all ten-digit numbers has a valid check digit, so the digits must also be
    # grouped 3-3-4, or the text must say "NHS".
    from stdnum.gb import nhs

    found = [match.group() for match in _NHS_GROUPED.finditer(text)]
    if _NHS_WORD.search(text):
        found += [match.group() for match in _TEN_DIGITS.finditer(text)]
    return any(nhs.is_valid(number) for number in found)


def _holds_upn(text: str) -> bool:
    from stdnum.gb import upn

    return any(upn.is_valid(match.group()) for match in _UPN.finditer(text.upper()))


def _holds_ni_number(text: str) -> bool:
    return any(match.group()[:2].upper() not in _NI_UNUSED for match in _NI_NUMBER.finditer(text))


def _holds_postcode(text: str) -> bool:
    return any(not _ORDINAL.fullmatch(match.group(1)) for match in _POSTCODE.finditer(text))


def _holds_phone_number(text: str) -> bool:
    found = [match.group() for match in _PERHAPS_A_PHONE.finditer(text)]
    long_enough = [each for each in found if sum(map(str.isdigit, each)) >= 10]
    if not long_enough:
        return False
    import phonenumbers

    return any(True for each in long_enough for _ in phonenumbers.PhoneNumberMatcher(each, "GB"))


_RECOGNISERS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("an NHS number", _holds_nhs_number),
    ("a pupil's number (UPN)", _holds_upn),
    ("a National Insurance number", _holds_ni_number),
    ("a postcode", _holds_postcode),
    ("an e-mail address", _EMAIL.search),
    ("a telephone number", _holds_phone_number),
    ("a date of birth", _BORN.search),
)


_TEXTS_OF_CORRECTIONS = frozenset({*FREE_TEXTS, *TEXTS_OF_HEADER})


def personal_data(subject: FileToCheck) -> Iterator[Finding]:
    """No text of a case holds a number, an address or a date that could identify a person."""
    if not isinstance(subject.content, Case):
        return
    for path, text in _texts(subject.content):
        for kind in identifiers_in(text):
            yield Finding(
                path,
                f"This text seems to hold {kind}. Nothing that identifies a person belongs in a "
                "case. If it was not recorded yet, write it without: call people by their role, "
                "the child by the pseudonym. Otherwise take it out: "
                f"{_redact(subject.content, path)}",
                Severity.WARNING,
            )


def _redact(case: Case, path: DataPath) -> str:
    """Give the line to type that takes a text out."""
    event = path[1] if path[0] == "events" else None
    key = case.events[event].key if isinstance(event, int) else TOP
    return f"escalog redact {case.reference} {key} {path[-1]} --reason REASON --authority AUTHORITY"


def _texts(case: Case) -> Iterator[tuple[DataPath, str]]:
    yield ("concern",), case.header.concern
    yield ("outcome_sought",), case.header.outcome_sought
    for event in case.events:
        place = ("events", event.number - 1)
        for field in FREE_TEXTS:
            text = getattr(event, field)
            if text is not None and field not in event.kind.row.coded_texts:
                yield (*place, field), text
        for field, value in event.correct:
            if field in _TEXTS_OF_CORRECTIONS and isinstance(value, str):
                yield (*place, "correct", field), value
