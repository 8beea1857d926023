"""Try changed files: whatever comes of one is a finding of ours, and comes soon."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.export.case_data import assessment_as_plain
from escalation_log.export.explanations import explanation
from escalation_log.files.calendar_file import parse_calendar
from escalation_log.files.case_file import parse_case
from escalation_log.files.history_files import parse_baseline, parse_destroyed, parse_holds
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy
from escalation_log.files.statements_file import parse_statements
from escalation_log.files.waiting_file import parse_waiting
from escalation_log.log.judged_case import judged_case
from escalation_log.log.opening import check_log, open_log
from escalation_log.model.problems import Problem, Severity
from tests.cli.running import run
from tests.fuzzing.changing import changed
from tests.fuzzing.homes import Home, homes

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Of a processor's time.
MOST_SECONDS = 1.0
PARSERS: dict[str, Callable[[str, bytes], Any]] = {
    "case": parse_case,
    "waiting": parse_waiting,
    "policy": parse_policy,
    "statements": parse_statements,
    "partnership": parse_partnership,
    "calendar": parse_calendar,
    "history": parse_baseline,
    "destroyed": parse_destroyed,
    "holds": parse_holds,
}
# Of the files that cannot be read, one in so many is tried in a whole log.
_ONE_IN = 10
# Of those in which nothing is wrong, for one in so many every page and feed is written.
_WRITTEN_ONE_IN = 50
_COMMANDS = (
    ("assess",),
    ("digest",),
    ("export", "--format", "ics"),
    ("export", "--format", "atom"),
    ("export", "--format", "site", "--to"),
)
_LONGEST_MESSAGE = 2500


@dataclass(slots=True)
class Tried:
    """How many mutants of a kind came to what, and which took longest, in seconds."""

    kind: str
    came_to: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.came_to.items()))
        seconds, number = self.slowest
        return f"{self.kind}: {counts}; the slowest took {seconds:.2f} s (number {number})"


def mutant(kind: str, number: int, logs: Iterable[Home]) -> tuple[Home, str, bytes]:
    """Give the mutant of a kind that has a number: the same for ever, as long as the logs are."""
    chance = Random(f"{kind} {number}")
    home, file = chance.choice([(each, file) for each in logs for file in each.files.get(kind, ())])
    return home, file, changed(home.data[file], chance)


def try_all(kind: str, numbers: Iterable[int], folder: Path) -> Tried:
    """Try mutants one after another; raise whatever is no finding, with the mutant's number."""
    logs = homes(folder)
    tried = Tried(kind)
    for number in numbers:
        home, file, data = mutant(kind, number, logs)
        began = process_time()
        try:
            came_to = _came_to(home, file, data, kind, number)
            seconds = process_time() - began
            assert seconds < MOST_SECONDS, f"{seconds:.2f} seconds"
            if came_to == "sound" and number % _WRITTEN_ONE_IN == 0:
                _write_everything(home)
        except Exception as error:
            error.add_note(f"Mutant {number} of the kind {kind}, made of {home.root.name}/{file}")
            raise
        finally:
            home.restore(file)
        tried.came_to[came_to] += 1
        tried.slowest = max(tried.slowest, (seconds, number))
    return tried


def _came_to(home: Home, file: str, data: bytes, kind: str, number: int) -> str:
    parsed = PARSERS[kind](file, data) if kind in PARSERS else None
    problems = [each for each in _all(parsed) if isinstance(each, Problem)]
    _look_at(problems)
    if problems and number % _ONE_IN:
        return "unreadable"
    home.put(file, data)
    found = check_log(home.root, as_of=AS_OF).problems
    _look_at(found)
    if any(each.severity is Severity.PROBLEM and each.file == file for each in found):
        return "unreadable" if problems else "with problems"
    log = open_log(home.root, as_of=AS_OF)
    for each in log.judged_cases:
        book = log.rulebook(each.case)
        moment = moment_at(AS_OF, ZoneInfo(book.policy.time_zone))
        judged = judged_case(each.file, each.case, book, moment)
        assert assessment_as_plain(judged)
        assert list(explanation(judged))
    return "sound"


def _all(parsed: object) -> Iterator[object]:
    yield from parsed if isinstance(parsed, tuple) else ()


def _look_at(problems: Iterable[Problem]) -> None:
    for each in problems:
        assert each.message.endswith((".", "?", ".)"))
        assert len(each.message) < _LONGEST_MESSAGE
        assert each.message.isprintable()


def _write_everything(home: Home) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for command in _COMMANDS:
            out = (Path(folder) / "site",) if command[-1] == "--to" else ()
            ran = run(*command, *out, "--as-of", "2026-11-22", log=home.root)
            assert ran.code in (0, 1), ran.err
        shutil.rmtree(Path(folder) / "site", ignore_errors=True)
