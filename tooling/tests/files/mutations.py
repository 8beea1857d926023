"""Files as they come out of an editor in a hurry: good ones with a few things changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

EXAMPLES = Path(__file__).with_name("examples") / "good"
GOOD = {
    (path.parent.name, path.stem): path.read_text("utf-8") for path in EXAMPLES.glob("*/*.yaml")
}
# Pieces with a meaning in some YAML, or with none where people expect one.
PIECES = (
    *(":", " ", "- ", "-", "#", " #", "\t", "\n", "\n  ", "'", '"', "[", "]", "{", "}", ","),
    *("&a", "*a", "!", "!!str ", "|", ">", "%", "@", "`", "?", "? ", "<<: ", "---\n", "...\n"),
    *("~", "null", "true", "no", "0x1f", "0o7", "0b1", "1e3", ".inf", "1_000", "007", "+1", "1.0"),
    *("2026-02-30", "2026-03-02", "25:61", "12:30:45", "\r", "\r\n", "\\", "\\n", "\\u0041", "é"),
    *("\u2028", "\x00", "\ufeff", "\u202e", "\x85", "\xa0", "😀", "|-\n", "|2\n", ">-\n", "|+\n\n"),
    *("=", "a: b", "x:y", "::", "", "  ", "    ", "'' ", "kind: ", "to: stage-2", "whom: "),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what is done, where (as shares of the file's length), and with which piece."""

    what: str
    where: float
    other: float
    piece: str

    def applied_to(self, text: str) -> str:
        """Change the text."""
        at = round(self.where * len(text))
        lines = text.split("\n")
        line = min(int(self.where * len(lines)), len(lines) - 1)
        other = min(int(self.other * len(lines)), len(lines) - 1)
        match self.what:
            case "insert":
                return text[:at] + self.piece + text[at:]
            case "replace":
                return text[:at] + self.piece + text[at + 1 + round(self.other * 10) :]
            case "delete line":
                del lines[line]
            case "repeat line":
                lines.insert(other, lines[line])
            case "indent":
                lines[line] = " " * (1 + round(self.other * 3)) + lines[line]
            case "unindent":
                lines[line] = lines[line][1 + round(self.other) :]
            case "replace value":
                key, colon, _ = lines[line].partition(": ")
                lines[line] = f"{key}{colon}{self.piece}"
            case _:
                lines[line], lines[other] = lines[other], lines[line]
        return "\n".join(lines)


WHATS = (
    "insert",
    "replace",
    "delete line",
    "repeat line",
    "indent",
    "unindent",
    "replace value",
    "swap lines",
)
SHARES = st.floats(min_value=0, max_value=1)
CHANGES = st.builds(Change, st.sampled_from(WHATS), SHARES, SHARES, st.sampled_from(PIECES))


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a kind of file and the bytes of one that was good before a few changes."""
    kind, name = draw(st.sampled_from(sorted(GOOD)))
    text = GOOD[kind, name]
    for change in draw(st.lists(CHANGES, min_size=1, max_size=4)):
        text = change.applied_to(text)
    return kind, text.encode("utf-8", "surrogatepass")
