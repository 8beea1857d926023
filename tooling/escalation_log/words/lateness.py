"""Lateness in words, and whether it is a breach or over a guide."""

from __future__ import annotations

from escalation_log.model.assessments import Breach, DutyAssessment, Late, LateUnit
from escalation_log.words.lists import counted

OVER_GUIDE = "over the guide"
BREACHES = {
    Breach.NONE: "",
    Breach.BREACH: "Breach",
    Breach.OVER_GUIDE: "Over the guide",
    Breach.OVER_GUIDE_AGREED: "Over the guide, as agreed",
}
_NOTED = {
    Breach.NONE: "",
    Breach.BREACH: "breach",
    Breach.OVER_GUIDE: "over guide",
    Breach.OVER_GUIDE_AGREED: "over guide as agreed",
}
_HELD = {
    Breach.NONE: "",
    Breach.BREACH: "a breach",
    Breach.OVER_GUIDE: OVER_GUIDE,
    Breach.OVER_GUIDE_AGREED: OVER_GUIDE,
}
_DAYS = {LateUnit.WORKING_DAYS: "working day", LateUnit.CALENDAR_DAYS: "calendar day"}


def late_words(late: Late, *, over_guide: bool = False) -> str:
    """Say how late something is, or how far over a guide, which is no breach.

    >>> late_words(Late(amount=2, unit=LateUnit.WORKING_DAYS))
    '2 working days late'
    >>> late_words(Late(amount=61, unit=LateUnit.MINUTES), over_guide=True)
    '1 hour 1 minute over the guide'
    >>> late_words(Late(amount=0, unit=LateUnit.MINUTES))
    'less than a minute late'
    """
    return f"{amount_words(late)} {OVER_GUIDE if over_guide else 'late'}"


def amount_words(late: Late) -> str:
    """Say an amount of lateness, in the limit's own unit or in hours and minutes."""
    if late.unit is not LateUnit.MINUTES:
        return counted(late.amount, _DAYS[late.unit])
    hours, minutes = divmod(late.amount, 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    words = [counted(amount, noun) for amount, noun in parts if amount]
    return " ".join(words) or "less than a minute"


def late_by(row: DutyAssessment) -> str:
    """Say how late a duty is, or was when it was met or lapsed; nothing where it was in time."""
    if row.late is None:
        return ""
    return late_words(row.late, over_guide=row.breach is not Breach.BREACH)


def breach_words(breach: Breach) -> str:
    """Name a breach in a few words; give no words if there is none.

    >>> breach_words(Breach.OVER_GUIDE_AGREED)
    'over guide as agreed'
    """
    return _NOTED[breach]


def held_words(breach: Breach) -> str:
    """Name a breach as it stands in a sentence; give no words if there is none.

    >>> held_words(Breach.BREACH), held_words(Breach.OVER_GUIDE)
    ('a breach', 'over the guide')
    """
    return _HELD[breach]


def breach_sentence(breach: Breach) -> str:
    """Say what it means that a limit was missed."""
    if breach is Breach.BREACH:
        return "The policy requires it, so this is a breach."
    return f"The limit is a guide, so this is {OVER_GUIDE} and no breach."
