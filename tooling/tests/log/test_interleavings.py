"""Two writers at once, merged in any way: nothing is lost and nothing counts twice."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from escalation_log.log.folding import finished_folds, folds, remove_waiting
from escalation_log.log.judged_case import judged_case
from escalation_log.log.opening import open_log
from escalation_log.model.moments import Moment
from tests.engine.moments import at
from tests.interleaved import INTERLEAVED
from tests.log.small_log import AS_OF, BASE, CASE
from tests.repositories import git, tried
from tests.thoroughness import whole
from tests.waiting import waits

TWICE = "This event stands above already, with its id. Take this one out."
KINDS = ("discussed", "update", "learning", "meeting")


class Writer:
    """Somebody with a branch, who records events in both ways and folds those that wait."""

    def __init__(self, root: Path, name: str, chance: random.Random, clock: datetime) -> None:
        self.root, self.name, self.recorded = root, name, Counter[str]()
        self._chance, self._clock = chance, clock

    def work(self, *, may_append: bool) -> None:
        git(self.root, "checkout", "--quiet", "-B", self.name, "main")
        ways: list[Callable[[], None]] = [self._wait, self._fold]
        if may_append:
            ways.append(self._append)
        for _ in range(self._chance.randint(1, 4)):
            self._chance.choice(ways)()
            git(self.root, "add", "--all")
            git(self.root, "commit", "--quiet", "--allow-empty", "--message", self.name)

    def _next(self) -> str:
        self._clock += timedelta(minutes=self._chance.randint(1, 90))
        return f"{self._clock:%Y-%m-%d %H:%M}"

    def _append(self) -> None:
        moment, kind = self._next(), self._chance.choice(KINDS)
        with (self.root / CASE).open("a", encoding="utf-8") as file:
            file.write(f"  - {{at: {moment}, kind: {kind}, by: raising}}\n")
        self.recorded[f"{moment} {kind}"] += 1

    def _wait(self) -> None:
        moment, kind = self._next(), self._chance.choice(KINDS)
        signs = "".join(self._chance.choices("abcdefgh0123", k=3)) + self.name
        event = f"at: {moment}, kind: {kind}, by: raising, recorded: {moment}"
        waits(self.root, event, signs=signs)
        self.recorded[f"{moment} {kind}"] += 1

    def _fold(self) -> None:
        fold_all(self.root)


def fold_all(root: Path) -> None:
    for fold in (*finished_folds(root), *folds(root, as_of=AS_OF)):
        assert not fold.hindrance
        if fold.data:
            fold.case.path.write_bytes(fold.data)
        remove_waiting(fold)


def bring_in(root: Path, branch: str, way: str) -> None:
    """Bring a branch into main as a merge, as one commit, or as commits on top of it."""
    git(root, "checkout", "--quiet", "main")
    if way == "merge":
        if tried(root, "merge", "--quiet", "--no-ff", "--message", "Merge", branch).returncode:
            solve(root)
            git(root, "commit", "--quiet", "--no-edit")
    elif way == "squash":
        if tried(root, "merge", "--quiet", "--squash", branch).returncode:
            solve(root)
        git(root, "commit", "--quiet", "--allow-empty", "--message", "Squash")
    else:
        git(root, "checkout", "--quiet", "-B", "rebased", branch)
        onward: tuple[str, ...] = ("rebase", "--quiet", "main")
        while tried(root, "-c", "core.editor=true", *onward).returncode:
            solve(root)
            onward = ("rebase", "--continue")
        git(root, "checkout", "--quiet", "main")
        git(root, "merge", "--quiet", "--ff-only", "rebased")
    if take_out_twice(root):
        git(
            root,
            "commit",
            "--quiet",
            "--all",
            "--message",
            "Take out what is there twice",
        )


def take_out_twice(root: Path) -> bool:
    """Do as `check` says where Git has put a folded event in twice; say whether it was so.

    Commits that append and then fold are put, one by one, on top of the same fold without any
    conflict.
    """
    twice = [each for each in open_log(root, as_of=AS_OF).problems if each.message == TWICE]
    head, *events = events_of((root / CASE).read_text("utf-8"))
    for problem in reversed(twice):
        del events[int(problem.path[1])]
    (root / CASE).write_text(head + "".join(events), encoding="utf-8")
    return bool(twice)


def solve(root: Path) -> None:
    """Solve a conflict as people do: keep the events of both sides, each once.

    Only the case's file can conflict: a file of an event that waits is made by one writer alone.
    """
    assert git(root, "diff", "--name-only", "--diff-filter=U") == CASE
    (head, *events), (_, *others) = (
        events_of(f"{git(root, 'show', f':{side}:{CASE}')}\n") for side in (2, 3)
    )
    added = [event for event in others if event not in events]
    (root / CASE).write_text(head + "".join((*events, *added)), encoding="utf-8")
    git(root, "add", "--all")


def events_of(text: str) -> list[str]:
    """Part the text of the case into its head and its events."""
    return re.split(r"^(?=  - )", text, flags=re.MULTILINE)


def told(root: Path, as_of: Moment) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Give the events of the case, and what is answered about its duties."""
    log = open_log(root, as_of=AS_OF)
    assert [each.message for each in log.problems] == []
    (file,) = log.judged_cases
    judged = judged_case(file.file, file.case, log.rulebook(file.case), as_of)
    events = Counter(
        f"{event.at.on} {event.at.time:%H:%M} {event.kind.value}" for event in file.case.events
    )
    answers: list[tuple[object, ...]] = [
        (row.duty.id, row.occurrence, row.state, row.breach, row.due_on, row.met_at)
        for row in judged.assessment.duties
    ]
    return events, answers


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "log"
    shutil.copytree(BASE, root)
    text = (root / CASE).read_text("utf-8").partition("  - {at: 2026-02-05")[0]
    (root / CASE).write_text(text, encoding="utf-8")
    waits(root, "at: 2026-02-04 10:00, kind: update, recorded: 2026-02-04 10:15")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The log")
    return root


@pytest.mark.parametrize("seeds", [range(20), whole(range(20, 1020))], ids=len)
def test_whatever_two_writers_do_nothing_is_lost_and_nothing_counts_twice(
    seeds: range, template: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    as_of = at("2026-03-31 12:00")
    begun = told(template, as_of)[0]
    for seed in seeds:
        chance = random.Random(seed)
        written = tmp_path / "written"
        shutil.copytree(template, written)
        first = Writer(written, "a", chance, datetime(2026, 2, 5, 9, tzinfo=UTC))
        second = Writer(written, "b", chance, datetime(2026, 2, 5, 9, 30, tzinfo=UTC))
        first.work(may_append=True)
        second.work(may_append=False)
        ways = [chance.choice(("merge", "squash", "rebase")) for _ in range(2)]
        answers = []
        for order in ("ab", "ba"):
            root = tmp_path / order
            shutil.copytree(written, root)
            for branch, way in zip(order, ways, strict=True):
                bring_in(root, branch, way)
            events, unfolded = told(root, as_of)
            assert events == begun + first.recorded + second.recorded, (seed, order, ways)
            fold_all(root)
            assert told(root, as_of) == (events, unfolded), (seed, order, ways)
            answers.append(unfolded)
            shutil.rmtree(root)
        assert answers[0] == answers[1], (seed, ways)
        shutil.rmtree(written)
    record_property(INTERLEAVED, len(seeds))
