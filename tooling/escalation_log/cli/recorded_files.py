"""Write what was recorded, unless somebody else changed the case meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from string import ascii_lowercase, digits

from escalation_log.log.disk import read_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.model.errors import EscalogError
from escalation_log.words.lines import Line, Tone


def drawn_signs(number: int = 4) -> str:
    """Draw small letters and digits, which tell one file from another."""
    return "".join(secrets.choice(ascii_lowercase + digits) for _ in range(number))


def put_files(root: Path, contents: Mapping[str, bytes], file: str, known: bytes) -> None:
    """Write new files of a log, or none of them.

    Raise EscalogError where the case's own file is no longer as it was read: `known`, empty for one
    that was not there.
    """
    path = root / file
    if (read_bytes(root, path) if path.exists() else b"") != known:
        raise _meanwhile(file, is_new=not known)
    places = [root / name for name in contents]
    folders = [each for each in {place.parent for place in places} if not each.exists()]
    new = [place for place in places if not place.exists()]
    try:
        for folder in folders:
            folder.mkdir(parents=True)
        replace_files(dict(zip(places, contents.values(), strict=True)))
    except BaseException:
        for place in new:
            place.unlink(missing_ok=True)
        for folder in folders:
            with suppress(OSError):
                folder.rmdir()
        raise


def _meanwhile(file: str, *, is_new: bool) -> EscalogError:
    """Say that somebody else was faster, and what to do."""
    if is_new:
        return EscalogError(
            f"Somebody wrote {file} meanwhile, so nothing was written.",
            hint="Run the command again: the new case gets the next reference.",
        )
    return EscalogError(
        f"Somebody changed {file} meanwhile, so nothing was written.",
        hint="Run the command again, and look at what is new in the case.",
    )


def written_lines(names: Iterable[str]) -> tuple[Line, ...]:
    """Say what was written, and what makes it count."""
    return (
        Line(text=f"Written: {', '.join(names)}", hang=2, tone=Tone.DONE),
        Line(
            text="It counts for everybody once it is merged: commit it, and open a pull request "
            "that says why.",
            hang=2,
        ),
    )
