"""The two sites of a log, restricted and public, and the list of all fields that are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum, StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Contact, Demonstration, Partnership
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Limit,
)
from escalation_log.model.policies import (
    Condition,
    Duty,
    Move,
    OtherReading,
    Panel,
    Policy,
    Reading,
    Requirement,
    RoleBySector,
    Source,
    Stage,
)
from escalation_log.model.statements import (
    Countersignature,
    Own,
    Pointer,
    Statement,
    Statements,
)
from escalation_log.statistics.published import Group, Published
from escalation_log.statistics.quarters import Quarter

_T = TypeVar("_T")


class Projection(StrEnum):
    """Which of the two sites is built."""

    RESTRICTED = "restricted"
    PUBLIC = "public"


def _named(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The allow-list. A field or a class that is not listed here is private.
PUBLIC_FIELDS: Mapping[type, frozenset[str]] = {
    # A policy is a published document, and so are the readings of clauses that are silent. Its hash
    # is only needed by the lock.
    Policy: _named(
        "id version title source effective_from calendar time_zone counting cut_off day_ends "
        "scope_differ roles recipients themes stages duties moves sides review_due urgencies "
        "guide_after corrects printed_copies_valid_hours summary scope_words our_readings "
        "considerations plannings clauses subject readings"
    ),
    Source: _named("document url issued reviewed"),
    Stage: _named(
        "id title label duties informal who what clause arrival panel requires ended_by tiers "
        "our_reading"
    ),
    Duty: _named(
        "id stage title role clause trigger met_by limit every force or_protective survives advice "
        "each_time applies_when word lapses owed_until_case our_reading"
    ),
    # How else a clause may be read is published in words, without the rules that would follow.
    Reading: _named("id clause question adopted others safe duties"),
    OtherReading: _named("says"),
    Move: _named("origin target when clause words"),
    Panel: _named("agencies concerned_must clause"),
    Requirement: _named("pattern stage unless clause"),
    Condition: _named("field values"),
    RoleBySector: _named("side roles"),
    EventPattern: _named("kinds fields excluded"),
    AnyOf: _named("of"),
    AllOf: _named("of"),
    Entered: _named("stage or_later"),
    DeadlineOf: _named("duty when_over unless_met"),
    Earliest: _named("of"),
    Latest: _named("of"),
    FirstRecorded: _named("of"),
    # Limits of every kind are published in the policy.
    **{kind: frozenset(each.name for each in fields(kind)) for kind in get_args(Limit)},
    # Who keeps the policy and whom to ring. Agencies with their organisations and roles, closures,
    # alerts that the partnership set for itself, and the address of a restricted repository are
    # private.
    Partnership: _named("id name contacts demonstration"),
    # Only the contacts for which `is_public` is true.
    Contact: _named("id name purpose phone email url stages is_emergency ring_when checked_on"),
    Demonstration: _named("banner shared_banner"),
    # A nation's bank holidays are published. Closures of a partnership are private, as above.
    Calendar: _named("id first_year published_to holidays content_hash"),
    BankHoliday: _named("on name announced withdrawn"),
    # What each statement of the published document became, what was added to it, and which role has
    # signed that off.
    Statements: _named("edition statements own countersigned"),
    Statement: _named("clause says became word"),
    Pointer: _named("kind value"),
    Own: _named("what why"),
    Countersignature: _named("role on"),
    # Counts of cases, where a partnership publishes them. Small numbers are suppressed, and cannot
    # be computed from the others.
    Published: _named(
        "quarter threshold total in_time late months stages stages_in_time stages_late late_by "
        "themes lengths learning learned names_agencies marked off_route"
    ),
    Quarter: _named("year number"),
    Group: _named("ids count"),
}

_PLAIN = (NoneType, bool, int, str, date, time, Enum)
_EMPTY: Mapping[Any, Any] = {
    NoneType: None,
    bool: False,
    int: 0,
    str: "",
    tuple: (),
    frozenset: frozenset(),
    Mapping: {},
}


def is_public(value: object) -> bool:
    """Say whether a member of a list may be public.

    The contact of one agency's team is for colleagues, unless it is a number for emergencies.
    """
    return not isinstance(value, Contact) or value.agency is None or value.is_emergency


def public_copy(value: _T, listed: Mapping[type, frozenset[str]] = PUBLIC_FIELDS) -> _T:
    """Copy a value for the public: a field that is not listed is left empty.

    Raise EscalogError for a class that is not listed at all.
    """
    return _copied(value, listed)  # type: ignore[no-any-return]


def _copied(value: Any, listed: Mapping[type, frozenset[str]]) -> Any:
    copied = partial(_copied, listed=listed)
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        if kind not in listed:
            raise _unlisted(kind)
        return kind(
            **{
                each.name: (
                    copied(getattr(value, each.name))
                    if each.name in listed[kind]
                    else _empty(kind, each)
                )
                for each in fields(kind)
                if each.init
            }
        )
    if isinstance(value, tuple):
        return tuple(map(copied, filter(is_public, value)))
    if isinstance(value, frozenset):
        return frozenset(map(copied, filter(is_public, value)))
    if isinstance(value, Mapping):
        return {copied(key): copied(each) for key, each in value.items() if is_public(each)}
    if isinstance(value, _PLAIN):
        return value
    raise _unlisted(type(value))


def _empty(kind: type, field: Field[Any]) -> Any:
    """Return the empty value of a field."""
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    hint = get_type_hints(kind)[field.name]
    if isinstance(hint, UnionType) and NoneType in get_args(hint):
        return None
    plain = get_origin(hint) or hint
    if plain in _EMPTY:
        return _EMPTY[plain]
    raise EscalogError(
        f"{kind.__name__}.{field.name} is private, and nothing can stand in its place.",
        hint=f"Give the field a default, or name it for {kind.__name__} in PUBLIC_FIELDS.",
    )


def _unlisted(kind: type) -> EscalogError:
    return EscalogError(
        f"{kind.__name__} is private, and a public page asks for one.",
        hint=f"Take it out of what the page shows, or name the fields of {kind.__name__} that may "
        "be public in PUBLIC_FIELDS.",
    )
