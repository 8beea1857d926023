"""Hostile bytes give problems that name the file, quickly, and never a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processor import limiting

# Of a processor.
SECONDS = 4
SMALL = (Path(__file__).with_name("examples") / "good" / "case" / "smallest.yaml").read_text(
    "utf-8"
)
HEADER = SMALL.partition("events:")[0]
EVENT = "  - at: 2026-03-02\n    kind: notified\n"

# Reads the file in a process of its own, which a crash would end.
READER = f"""
{limiting(SECONDS)}
import sys
from pathlib import Path
from escalation_log.files.case_file import parse_case
from escalation_log.files.places import locate

data = Path(sys.argv[1]).read_bytes()
problems = parse_case("the-file.yaml", data)
assert isinstance(problems, tuple) and problems
assert all(problem.file == "the-file.yaml" for problem in problems)
assert all(len(problem.message) < 2000 for problem in problems)
assert len(problems) <= 501
place = locate(data, [("events", 0), ("a", 0, 0)])
assert all(line >= 1 and column >= 1 for line, column in place.values())
"""


def laughs() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]\n"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)]
    return "".join(lines)


def merges() -> str:
    lines = ["a0: &a0 {x: 1}\n"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40)]
    return "".join(lines)


HOSTILE: dict[str, bytes | str] = {
    "a run of hyphens": "- " * 32 * 1024,
    "a run of brackets": "[" * 64 * 1024,
    "a run of braces": "{" * 64 * 1024,
    "maps in maps": "{a: " * 20 * 1024,
    "a run of question marks": "? " * 32 * 1024,
    "brackets after a tab": "a:\t" + "[" * 64 * 1024,
    "aliases of aliases": laughs(),
    "merges of merges": merges(),
    "a list that holds itself": "a: &a [*a]\n",
    "many tags": "!!a " * 10_000,
    "many anchors": "&a " * 10_000,
    "a long anchor": "a: &" + "x" * 400_000,
    "a long key": "a" * 500_000 + ": b",
    "a long value": "a: " + "b" * 500_000,
    "many words": "a: " + "b " * 200_000,
    "many double quotes": '"' * 300_000,
    "many single quotes": "'" * 300_000,
    "many bars": "|" * 300_000,
    "many backslashes": 'a: "' + "\\" * 400_000,
    "many hashes": "#" * 500_000,
    "many blanks": " " * 500_000,
    "many line breaks": "\n" * 19_999,
    "many carriage returns": "\r" * 500_000,
    "many tabs": "\t" * 500_000,
    "many lines with tabs": "\ta\n" * 19_000,
    "many NUL bytes": "\0" * 500_000,
    "many keys": "".join(f"k{n}: 1\n" for n in range(9_900)),
    "many keys after tabs": "".join(f"k{n}:\t1\n" for n in range(9_900)),
    "many keys on a line": "{" + ", ".join(f"a{n}: 1" for n in range(9_000)) + "}",
    "many commas": "[" + "," * 19_000,
    "many documents": "---\n" * 19_000,
    "many unknown fields": f"{HEADER}events:\n{EVENT}"
    + "".join(f"    references{n}: 1\n" for n in range(6_000)),
    "many events of no kind": f"{HEADER}events:\n" + "  - x\n" * 19_000,
    "many faulty events": f"{HEADER}events:\n" + "  - {at: x, kind: eskalated}\n" * 4_000,
    "many faulty words": f"{HEADER}events:\n{EVENT}    whom: [" + "A," * 19_000 + "]\n",
    "many words and numbers": f"{HEADER}events:\n{EVENT}    whom: ["
    + ", ".join(f"{n}, a{n}" for n in range(9_500))
    + "]\n",
    "many mappings in a list": f"{HEADER}events:\n{EVENT}    whom: ["
    + ", ".join(f"{{a: {n}}}" for n in range(6_000))
    + "]\n",
    "a staircase": "".join(" " * n + "a:\n" for n in range(900)),
    "folded quotes": 'a: "' + "\n\n x" * 9_000 + '"',
    "folded text": "a: b\n" + "  c\n" * 19_000,
    "text of blanks": "a: |\n" + "   \n" * 9_000 + "    x\n",
    "a number of 100,000 digits": "a: " + "9" * 100_000,
    "an exponent of 50,000 digits": "a: 1e" + "9" * 50_000,
    "UTF-16": SMALL.encode("utf-16"),
    "UTF-16 without a mark": SMALL.encode("utf-16-le"),
    "UTF-32": SMALL.encode("utf-32"),
    "no text at all": bytes(range(256)) * 100,
    "half a character": SMALL.encode() + b"\xc3",
    "a byte order mark inside": SMALL.encode() + b"\xef\xbb\xbf",
    "surrogates": 'a: "\\ud83d\\ude00"',
    "duplicate keys": SMALL + "events: []\n",
    "a second document": SMALL + "---\n" + SMALL,
    "50 MB": b"a: 1\n" * 10_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_time(name: str, tmp_path: Path) -> None:
    content = HOSTILE[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path)], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
