"""Time the check of a large log, against a script that only loads and validates its cases."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.timing import Comparison, compare
from tests.logs import FOUR

SCRIPT = Path(__file__).with_name("loading_and_validating.py")
AS_OF = "2026-06-30"


def against_loading_and_validating(quick: bool) -> Comparison:
    """Check a log with the command, against ruamel.yaml and jsonschema on its case files.

    Those are the obvious libraries: the loader that keeps lines, as findings need them, and all
    errors of the schema. The command also applies every rule. Both are timed from the start of
    their process to its end.
    """
    number = 3_000 if quick else 10_000
    with _sampled(number) as log:

        def ours() -> int:
            return _faulty_by_command(log)

        def theirs() -> int:
            return int(_run([str(SCRIPT), str(log / "cases")]))

        return compare(
            "checking",
            lambda: _expect_none(ours()),
            lambda: _expect_none(theirs()),
            against="ruamel.yaml with jsonschema",
            items=number,
            promised=20,
            rounds=2,
        )


@contextmanager
def _sampled(number: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        _run(
            [
                *("-m", "escalation_log", "--log", str(FOUR), "sample"),
                *("--cases", str(number), "--seed", "1", "--out", str(log), "--as-of", AS_OF),
            ]
        )
        yield log


def _faulty_by_command(log: Path) -> int:
    arguments = ["--log", str(log), "check", "--format", "json", "--as-of", AS_OF]
    found = json.loads(_run(["-m", "escalation_log", *arguments]))
    return sum(each["severity"] == "problem" for each in found["problems"])


def _expect_none(faulty: int) -> None:
    assert faulty == 0


def _run(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
