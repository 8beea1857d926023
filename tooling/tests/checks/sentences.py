"""What reads as a sentence where it stands alone, on a line of a pull request."""

from __future__ import annotations

import re

# It begins with a capital letter, with something that is typed, or with the name of a file.
_BEGINS = re.compile(r"[A-Z0-9“`\"]|(policies|cases)/|[a-z-]+@\S+ has ")
# It ends as one, but where it gives a command last, which people copy.
_ENDS = re.compile(r"[.?!”`)]$|: (escalog|git) [^.]+$")


def is_sentence(said: str) -> bool:
    """Say whether it begins and ends like a sentence, on one line."""
    return bool(_BEGINS.match(said) and _ENDS.search(said) and "\n" not in said)
