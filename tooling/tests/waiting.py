"""Events that wait, put beside a case for a test."""

from __future__ import annotations

from pathlib import Path


def waits(log: Path, event: str, *, case: str = "2026/HB-2026-0001", signs: str = "k3f9") -> Path:
    """Put an event beside a case, in the file that its moment and kind name; give the file."""
    fields = dict(part.split(": ", 1) for part in event.split(", "))
    moment = fields["recorded"].replace("-", "").replace(":", "").replace(" ", "T")
    folder = log / "cases" / case
    folder.mkdir(exist_ok=True)
    path = folder / f"{moment}-{fields['kind']}-{signs}.yaml"
    lines = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    path.write_text(f"reference: {folder.name}\nevent:\n{lines}", encoding="utf-8")
    return path
