"""Refuse a folder that a log of its own cannot be written to."""

from __future__ import annotations

from pathlib import Path

import click


def refuse_place(out: Path, target: Path) -> None:
    """Refuse a folder that holds something, and the one that this command was called in."""
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty. Name a new folder.")
    if target == Path.cwd():
        raise click.UsageError("The log would take the place of this folder. Name a new folder.")
