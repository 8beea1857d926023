"""What a page says of itself where it is a copy that was kept on a device."""

from __future__ import annotations

from escalation_log.words.lists import counted
from escalation_log.words.plain_values import Plain

_SEVERAL = 97


def kept_copy_words() -> dict[str, Plain]:
    """Return the words, with places in braces for a script; of days those for one and for several.

    >>> kept_copy_words()["days"]
    ['1 day', '{number} days']
    """
    several = counted(_SEVERAL, "day").replace(str(_SEVERAL), "{number}")
    return {
        "copy": "No network: this is a copy kept on this device.",
        "age": "It is {amount} old. What it says may have changed since.",
        "lessThanADay": "less than a day",
        "days": [counted(1, "day"), several],
    }
