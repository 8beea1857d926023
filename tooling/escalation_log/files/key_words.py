"""Messages about keys that a format does not have: which one is meant, by name where it has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from escalation_log.files.reading import NAMES, keys_of
from escalation_log.files.value_words import nearest, options_of

# What people write, and the keys that hold it. Only these words and the keys of our own formats
# are ever repeated: any other may hold a name.
_MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("date", "time", "when", "datetime", "day", "happened", "moment"), ("at", "on")
    ),
    **dict.fromkeys(("type", "what_happened", "event_type"), ("kind",)),
    **dict.fromkeys(("who", "side", "by_whom", "author"), ("by",)),
    **dict.fromkeys(
        ("comment", "comments", "remark", "remarks", "notes", "details", "description", "summary"),
        ("note", "concern"),
    ),
    **dict.fromkeys(("method", "via", "channel"), ("how",)),
    **dict.fromkeys(("level", "step", "phase"), ("stage",)),
    **dict.fromkeys(("entered_on", "recorded_at", "recorded_on"), ("recorded",)),
    **dict.fromkeys(("ref", "case", "case_number", "reference_number"), ("reference",)),
    **dict.fromkeys(("problem", "background", "disagreement"), ("concern",)),
    **dict.fromkeys(("wanted", "desired_outcome", "outcome_wanted"), ("outcome_sought",)),
    **dict.fromkeys(("topic", "subject", "category"), ("theme",)),
    **dict.fromkeys(("priority", "risk"), ("urgency",)),
    "raised_by": ("raising",),
    "raised_with": ("receiving",),
    "working_hours": ("hours", "working_days"),
    "business_days": ("working_days",),
    "days": ("working_days", "calendar_days"),
    "day_limit": ("working_days", "calendar_days"),
    "week": ("weeks",),
    "month": ("months",),
    "hour": ("hours",),
    **dict.fromkeys(("telephone", "tel", "mobile", "phone_number"), ("phone",)),
    **dict.fromkeys(("mail", "e_mail", "email_address"), ("email",)),
    **dict.fromkeys(("website", "web", "link"), ("url",)),
    "holidays": ("bank_holidays", "closures"),
}
_UNITS = {
    "working_hours": " Hours are counted by the clock, whatever day it is; a limit in the hours of"
    " an office is one in working days",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
# A key that grew together with its value: with a colon and no space, or another sign for the colon.
_BEGUN = re.compile(r"[a-z_]+(?=:| *[=;])")
_SIGN_BEHIND = re.compile(r" *([=;])")
# A key of another format is only meant for one of this where it differs by a sign or so.
_NEARLY = 0.85


@cache
def _of_any_format() -> frozenset[str]:
    return frozenset(key for name in NAMES for key in keys_of(name))


def meant_key(key: str, allowed: Iterable[str]) -> str | None:
    """Find the key that was probably meant, misspelt or grown together with its value."""
    allowed = list(allowed)
    begun = _BEGUN.match(key)
    if begun is not None and begun[0] in allowed:
        return begun[0]
    return nearest(key, allowed, cutoff=_NEARLY if key in _of_any_format() else None)


def of_unknown_key(key: str, place: int, fields: Mapping[str, Any]) -> str:
    """Describe a key that is not one of the format's, at a place among others, from 0."""
    allowed = sorted(fields)
    near = meant_key(key, allowed)
    if near is not None and key.startswith(f"{near}:"):
        return f"a space is missing after the colon of `{near}`"
    if near is not None and (sign := _SIGN_BEHIND.match(key, len(near))) is not None:
        what = {"=": "an equals sign", ";": "a semicolon"}[sign[1]]
        return (
            f"{what} stands after `{near}`, where a colon belongs; write `{near}: ` and then the"
            " value"
        )
    tidy = key.strip().lower().replace("-", "_").replace(" ", "_")
    if tidy in allowed:
        return f"this key is written `{tidy}`"
    meant = [word for word in _MEANT.get(tidy, ()) if word in allowed]
    named = f"`{tidy}`" if tidy in _MEANT or tidy in _of_any_format() else _counted(place)
    if tidy in _UNITS and not meant:
        return f"{named} is no key here; delete it.{_UNITS[tidy]}"
    if meant:
        return f"{named} is no key here; did you mean {options_of(meant)}?{_UNITS.get(tidy, '')}"
    if near is not None:
        return f"{named} is unknown; did you mean `{near}`?"
    return f"{named} is unknown; the keys that may stand here are {options_of(allowed)}"


def _counted(place: int) -> str:
    """Name a key by its place among those of the same value."""
    ordinal = _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"
    return f"the {ordinal} key here"
