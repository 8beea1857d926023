"""Write what was recorded, unless somebody else changed the case meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from string import ascii_lowercase, digits

from escalation_log.log.disk import read_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.model.errors import EscalogError


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
        raise EscalogError(
            f"Somebody changed {file} meanwhile, so nothing was written.",
            hint="Run the command again, and look at what is new in the case.",
        )
    folders = [each for each in {(root / name).parent for name in contents} if not each.exists()]
    try:
        for folder in folders:
            folder.mkdir(parents=True)
        replace_files({root / name: data for name, data in contents.items()})
    except BaseException:
        for folder in folders:
            with suppress(OSError):
                folder.rmdir()
        raise
