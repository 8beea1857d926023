"""Whether a contact can be reached as it is written: telephone numbers and addresses."""

from __future__ import annotations

import re

from escalation_log.files.signs import foreign_sign

# Behind the zero: of large towns, 0113 or 0151 say, and of mobiles always ten digits; of some small
# towns nine; of numbers that are free or dear seven, nine or ten.
_AREA = r"1(?:1[0-9]|[2-9]1)[0-9]{7}|1[2-9][02-9][0-9]{6,7}|[23579][0-9]{9}"
_SIGNIFICANT = rf"(?:{_AREA}|8(?:[0-9]{{6}}|[0-9]{{8,9}}))"
# What is dialled within the country, perhaps through the relay for people who do not hear, or a
# short number of emergencies and helplines. Then what is dialled from abroad.
_NATIONAL = re.compile(rf"(?:1800[12])?0{_SIGNIFICANT}")
_SHORT = re.compile(r"999|1[0-9]{2,5}")
_BRITISH = re.compile(rf"\+44{_SIGNIFICANT}")
_ABROAD = re.compile(r"\+(?!44)[1-9][0-9]{6,14}")
_NUMBER = re.compile(r"\+?[0-9() -]+")
_EMAIL = re.compile(r"[^@\s:<>]+@[^@\s:<>.]+(?:\.[^@\s:<>.]+)+")
_WEB = re.compile(r"https?://[^\s/?#]\S*")


def is_phone(value: object) -> bool:
    """Say whether a value of a file can be dialled from the United Kingdom.

    >>> [is_phone(each) for each in ("0151 496 0100", "999", "1514960100", "000")]
    [True, True, False, False]
    """
    if not isinstance(value, str):
        return True
    if _NUMBER.fullmatch(value) is None:
        return False
    dialled = re.sub(r"[() -]", "", value)
    kinds = (_NATIONAL, _SHORT, _BRITISH, _ABROAD)
    return any(each.fullmatch(dialled) for each in kinds)


def is_email(value: object) -> bool:
    """Say whether a value of a file is the address of an e-mail, and nothing beside it."""
    if not isinstance(value, str):
        return True
    return _EMAIL.fullmatch(value) is not None and foreign_sign(value) is None


def is_web_address(value: object) -> bool:
    """Say whether a value of a file is the address of a page, without a sign that nobody sees."""
    if not isinstance(value, str):
        return True
    return _WEB.fullmatch(value) is not None and foreign_sign(value) is None
