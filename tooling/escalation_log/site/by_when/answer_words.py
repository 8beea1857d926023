"""The words of "By when?", and those that it shares with "What do I do now?".

The browser puts numbers, dates and names in place of what stands in braces.
"""

from __future__ import annotations

from datetime import time

from escalation_log.engine.counting import after_cut_off_words
from escalation_log.site.policies.edition_facts import newer_words, not_yet_words
from escalation_log.site.script_words import template
from escalation_log.words.plain_values import Plain

# Names of facts that both pages list.
WHO = "Who"
LIMIT_IN_FULL = "By when"
COUNTED_FROM = "Counted from"

_CUT_OFF = time(17, 45)


def shared_words() -> dict[str, Plain]:
    """Return why there is no date, and what both pages say of one."""
    counted_from = f"{COUNTED_FROM} {{from}}"
    return {
        "unreadable": "Give a date, or a date and a time.",
        "tooLate": (
            "This page knows bank holidays only to the end of {year}, and this count goes beyond "
            "that."
        ),
        "unknownDuty": "This page does not know that policy, duty or urgency.",
        "unknownCalendar": "This page does not know that calendar.",
        "countedFrom": [f"{counted_from}.", f"{counted_from}, when {{starts}}."],
        "cutOff": template(after_cut_off_words(_CUT_OFF), cutOff=f"{_CUT_OFF:%H:%M}"),
        "notYet": not_yet_words("{day}"),
        "newer": newer_words("{day}"),
        "tentative": " (provisional)",
        "closures": (
            "This page does not know on which days the partnership’s offices are closed. If there "
            "are any, the date may be later."
        ),
        "old": "This page was built on {built} and does not know days off announced since.",
        "copied": "Copied.",
    }


def by_when_words() -> dict[str, Plain]:
    """Return the words of the form and of its answers."""
    return {
        "starts": "Counted from when {starts}.",
        "anyStart": "The day on which the clock starts.",
        "facts": {
            "policy": "Policy",
            "what": "What",
            "who": WHO,
            "byWhen": LIMIT_IN_FULL,
            "urgency": "Urgency",
            "limit": "Limit",
            "bankHolidays": "Bank holidays",
            "from": COUNTED_FROM,
        },
        "edition": "{name}: {title}, edition {version}",
        "cutOff": (
            "If the clock started at {cutOff} or later, give the time. Without a time, the cut-off "
            "does not count."
        ),
        "noDate": "The policy sets no date",
        "lateFrom": "Late from {lateFrom}",
        "known": "Days off as known on {built}, when this page was built.",
        "halfTyped": "A date or a time is not complete. Finish it, or clear it.",
        "noStart": "Give the date from which to count.",
        "noDays": "Give the number of working days.",
        "unknown": (
            "This link asks for something that this page does not know. Please choose again."
        ),
        "due": "Due: {what}",
        "saved": "Saved as a file. Open it to put the date into your calendar.",
        "notCopied": "This browser does not allow copying. Copy the link below instead.",
    }
