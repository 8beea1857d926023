"""Words that no public file may hold, planted wherever a log has something private to say."""

from __future__ import annotations

import base64
import gzip
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

REFERENCE = "KN-2026-7391"
BROKEN = "KN-2026-7392"


@dataclass(frozen=True, slots=True)
class Canary:
    """An invented word, and whether the restricted site surely shows it."""

    word: str
    is_shown: bool = True


CANARIES = (
    Canary(REFERENCE),
    Canary("KN-2026-0006"),
    Canary("C-QZX7W"),
    Canary("C-QZX8V"),
    Canary("Zephyrwhistle"),  # the concern
    Canary("Marrowlantern", is_shown=False),  # the outcome sought, before it was corrected
    Canary("Quillbramble"),  # a note
    Canary("Thistlegong"),  # the reason of a protective timescale
    Canary("Bogglecandle"),  # the reason of an extension
    Canary("Fernwhipple"),  # an action
    Canary("Oxlipdrum"),  # the reason of a correction
    Canary("Gorsetrumpet"),  # the note as corrected
    Canary("Tansyfiddle", is_shown=False),  # the note before it was corrected
    Canary("Sorrelbugle"),  # the reason of a header correction
    Canary("Larkspuroboe"),  # the outcome as corrected
    Canary("07:43"),  # when an event happened
    Canary("08:47"),  # when one was recorded
    Canary("09:53"),  # a protective timescale
    Canary("police welfare check"),  # a measure
    Canary("Pimpernelviola"),  # an agency
    Canary("pimpernel-agency", is_shown=False),
    Canary("Campionlute", is_shown=False),  # an organisation
    Canary("campion-organisation", is_shown=False),
    Canary("Burdockharp"),  # a role in a case
    Canary("burdock-role", is_shown=False),
    Canary("Yarrowspinet"),  # a closure
    Canary("Melilotzither"),  # the contact of an agency's team
    Canary("melilot-contact", is_shown=False),
    Canary("Vetchclarinet"),  # its purpose
    Canary("01632 960987"),
    Canary("bryony@melilot.example"),
    Canary("melilot.example/bryony"),
    Canary("history.example/comfrey"),  # where the files' history is
    Canary("Meadowsweetlyre"),  # the repository whose pull requests wait
    Canary("Saxifragecello", is_shown=False),  # a comment in a case
    Canary("Woodruffbassoon", is_shown=False),  # a comment in a partnership
    Canary("Eyebrightflute", is_shown=False),  # a comment in a policy
    Canary("Agrimonyhorn", is_shown=False),  # a comment in a policy's text
    Canary("Betonypiccolo", is_shown=False),  # a comment in a public page by hand
    Canary("Lovagecymbal", is_shown=False),  # at the head of a public page by hand
    Canary("Hyssopsitar"),  # a page by hand that is not public
    Canary("rosemary-page"),  # its address
    Canary("Dittanytabor"),  # a file beside the pages
    Canary("dittany-file"),
    Canary(BROKEN, is_shown=False),  # a case file that has problems
    Canary("Costmarygamba", is_shown=False),
    Canary("elecampane", is_shown=False),  # a policy that has problems
)

_CASE = f"""\
# Saxifragecello.
format: 1
reference: {REFERENCE}
policy: knowsley@2020-06
theme: level-of-need
children:
  - {{pseudonym: C-QZX7W, plan: [child-protection]}}
  - {{pseudonym: C-QZX8V, plan: [child-in-need]}}
raising: {{agency: pimpernel-agency, role: burdock-role}}
receiving: {{agency: childrens-social-care, role: team-manager}}
links: [KN-2026-0006]
concern: |
  Zephyrwhistle.
outcome_sought: |
  Marrowlantern.
events:
  - at: 2026-10-19 07:43
    kind: disagreement
    by: receiving
    note: Quillbramble.
  - at: 2026-10-20 08:00
    kind: raised
    by: raising
    how: phone
    recorded: 2026-10-20 08:47
  - at: 2026-10-21 10:00
    kind: safeguards
    by: receiving
    measures: [police-welfare-check]
    review_on: 2026-12-09
  - at: 2026-10-21 10:30
    kind: protective-timescale
    by: raising
    protect_by: 2026-10-30 09:53
    reason: Thistlegong.
  - at: 2026-10-21 11:00
    kind: learning
    by: partnership
    action: Fernwhipple.
  - at: 2026-10-21 12:00
    kind: discussed
    by: receiving
    note: Tansyfiddle.
  - at: 2026-10-21 13:00
    kind: correction
    of: 6
    correct: {{note: Gorsetrumpet.}}
    reason: Oxlipdrum.
  - at: 2026-10-21 14:00
    kind: header-correction
    correct: {{outcome_sought: Larkspuroboe.}}
    reason: Sorrelbugle.
"""
_OPEN_CHANGES = f"""\
{{"schema_version": 1, "as_of": "2026-11-21T09:53:00+00:00",
 "repository": "https://github.com/example-team/Meadowsweetlyre",
 "cases": {{"{REFERENCE}": [12]}}}}
"""
_CONTACT = """\
contacts:
  - id: melilot-contact
    name: Melilotzither
    purpose: Vetchclarinet
    phone: 01632 960987
    email: bryony@melilot.example
    url: https://melilot.example/bryony
    agency: pimpernel-agency
    stages: [stage-1]
    checked_on: 2026-11-01
"""


def plant(root: Path) -> None:
    """Put the canaries into a log and into the pages by hand beside it."""
    year = root / "cases" / "2026"
    _write(year / f"{REFERENCE}.yaml", _CASE)
    extended = (root / "cases/2025/BA-2025-0002.yaml").read_text(encoding="utf-8")
    extended = extended.replace("BA-2025-0002", "BA-2025-7393")
    reason = re.compile("reason: The new worker starts .*")
    _write(root / "cases/2025/BA-2025-7393.yaml", reason.sub("reason: Bogglecandle.", extended))
    _write(year / f"{BROKEN}.yaml", "reference: [Costmarygamba\n")
    _write(root / "build" / "open-changes.json", _OPEN_CHANGES)
    policy = root / "policies" / "knowsley"
    _write(policy / "elecampane.yaml", "policy: [knowsley\n")
    _add(policy / "2020-06.yaml", "# Eyebrightflute.\n")
    _add(policy / "policy.md", "\n<!-- Agrimonyhorn -->\n\nEnd.<!-- Agrimonyhorn -->\n")
    _add(policy / "partnership.yaml", "# Woodruffbassoon.\n")
    changes = (
        ("contacts:\n", _CONTACT),
        ("organisations:\n", _under("organisations", "campion-organisation", "Campionlute")),
        (
            "agencies:\n",
            _under("agencies", "pimpernel-agency", "Pimpernelviola")
            + "    organisation: campion-organisation\n    sector: health\n",
        ),
        ("case_roles:\n", "case_roles:\n  burdock-role: Burdockharp\n"),
        ("closures: []\n", "closures:\n  - {from: 2026-10-26, name: Yarrowspinet}\n"),
        ("thresholds: {}\n", "thresholds: {ageing_alert: {calendar_days: 3}}\n"),
    )
    for old, new in changes:
        _change(policy / "partnership.yaml", old, new)
    _add(policy / "partnership.yaml", "file_history_url: https://history.example/comfrey/\n")
    by_hand = root / "site" / "pages"
    _change(by_hand / "about.md", "public: true\n", "public: true\nkeeper: Lovagecymbal\n")
    _add(by_hand / "about.md", "\n<!-- Betonypiccolo -->\n\n[//]: # (Betonypiccolo)\n")
    _write(by_hand / "rosemary-page.md", "# Hyssopsitar\n")
    _write(by_hand / "dittany-file.txt", "Dittanytabor\n")


def prepare(root: Path) -> None:
    """Change in a log what is public, in the way that planting changes it too."""
    _add(root / "policies" / "knowsley" / "policy.md", "\nEnd.\n")


def _under(key: str, name: str, words: str) -> str:
    return f"{key}:\n  - id: {name}\n    name: {words}\n"


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def _add(path: Path, words: str) -> None:
    _write(path, path.read_text(encoding="utf-8") + words)


def _change(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert words.count(f"\n{old}") == 1, old
    _write(path, words.replace(f"\n{old}", f"\n{new}"))


def found_in(site: Path, words: tuple[str, ...]) -> dict[str, list[str]]:
    """Search every byte of every file, as it stands, unpacked, unescaped and backwards.

    Give for each word that is there the files that hold it, in their name or within.
    """
    found: dict[str, list[str]] = {}
    wanted = [(word, word.casefold()) for word in words]
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        hay = "\n".join((name, *(readings(path.read_bytes()) if path.is_file() else ())))
        hay = hay.casefold()
        backwards = hay[::-1]
        for word, lowered in wanted:
            if lowered in hay or lowered in backwards:
                found.setdefault(word, []).append(name)
    return found


_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


def readings(data: bytes) -> Iterator[str]:
    """Read bytes in every way in which words may be hidden in them."""
    if data[:2] == b"\x1f\x8b":
        yield from readings(gzip.decompress(data))
    text = data.decode("utf-8", "replace")
    yield text
    yield data.decode("utf-16-le", "replace")
    yield html.unescape(text)
    yield _ESCAPED.sub(lambda each: chr(int(each[1] or each[2], 16)), text)
    yield unquote_to_bytes(data.replace(b"+", b" ")).decode("utf-8", "replace")
    for each in _BASE64.finditer(data):
        for start in range(4):
            yield _from_base64(each[0][start:])


def _from_base64(data: bytes) -> str:
    plain = data.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    whole = plain[: len(plain) // 4 * 4]
    rest = plain[len(whole) :]
    if len(rest) > 1:
        whole += rest + b"=" * (4 - len(rest))
    return base64.b64decode(whole).decode("utf-8", "replace")
