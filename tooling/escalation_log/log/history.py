"""Hold what a change comes to against what was recorded before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.files.fields import stamp_from
from escalation_log.log.commits import Commits, Step
from escalation_log.log.contents import BASELINE_FILE, Findings
from escalation_log.log.entries import FirstEntry
from escalation_log.log.held_records import (
    SHORT,
    Change,
    Data,
    Record,
    Records,
    kind_in_history,
)
from escalation_log.log.history_rules import (
    BASELINE_STANDS,
    BRANCH_STANDS,
    COMMIT_DATES,
    ENTERED_BEFORE,
)
from escalation_log.log.kept_cases import kept_cases, put_back
from escalation_log.log.kept_days import kept_days
from escalation_log.log.kept_lists import kept_lists
from escalation_log.log.kept_rules import file_of_edition, kept_baseline, kept_editions
from escalation_log.log.kept_salts import kept_salts
from escalation_log.log.new_texts import new_texts
from escalation_log.log.plain_files import kept_plain, links
from escalation_log.log.revisions import (
    ask_for_whole_history,
    commit_of,
    git_line,
    has_no_commit,
    is_shallow,
)
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.log.whole_texts import new_losses
from escalation_log.model.problems import Problem
from escalation_log.model.rulebook import is_time_zone

# How far the clocks of those who enter and of those who commit may differ.
_TOLERANCE = timedelta(hours=1)
_LONDON = ZoneInfo("Europe/London")


def history(root: Path, base: str, head: str | None, now: datetime) -> Findings:
    """Judge what `head` made of what `base` holds: a revision, or None for what stands here.

    `now` is the present. Before the first commit nothing is recorded. Raise EscalogError outside
    Git, for a revision that it does not know, and where the clone lacks what lies between the two.
    """
    if base == "HEAD" and head is None and has_no_commit(root):
        return Findings.of((), files=0)
    first = commit_of(root, base)
    last = commit_of(root, head or "HEAD")
    if first != last:
        ask_for_whole_history(root)
    held = Held(
        base=first,
        head=last,
        is_committed=head is not None,
        now=now,
        commits=Commits(root, first, last),
        contents=Contents(root),
    )
    files = {*held.change.before.snapshot.files, *held.change.after.snapshot.files}
    counted = [file for file in files if kind_in_history(file) is not None]
    found = (*held.problems(), *held.foreign_baseline(), *links(held.change))
    return Findings.of(found, files=len(counted))


@dataclass(frozen=True, kw_only=True)
class Held:
    """The commits of a change, and how what they hold is read.

    Without `is_committed` the change goes on to what stands in the folder.
    """

    base: str
    head: str
    is_committed: bool
    now: datetime
    commits: Commits
    contents: Contents

    def problems(self) -> tuple[Problem, ...]:
        """Give everything that was done to what was recorded, each once."""
        # A merge may break again what the change as a whole breaks.
        first = {(each.file, each.rule, each.path): each for each in reversed([*self._all()])}
        return tuple(first.values())

    def _all(self) -> Iterator[Problem]:
        change = self.change
        yield from self._branch()
        if (baseline := change.before.baseline) is not None and not self._is_foreign(baseline):
            yield from kept_baseline(change)
        yield from kept_cases(change)
        yield from put_back(change, self._deleted, self._is_counted)
        yield from kept_salts(change, lambda: self.commits.salts_of_deleted)
        yield from kept_plain(change)
        yield from kept_lists(change)
        yield from new_texts(change)
        yield from new_losses(change)
        yield from kept_editions(change, self._mended_until())
        yield from kept_days(change, self._entries)
        yield from self._recorded_ahead()
        yield from self._merges()

    @property
    def _root(self) -> Path:
        return self.contents.root

    @cached_property
    def change(self) -> Change:
        """The base's own tree, and the result of the change."""
        after = self._snapshot(self.head) if self.is_committed else self._folder
        moment = self.commits.step(self.head).moment if self.is_committed else self.now
        return Change(
            before=Records(self._snapshot(self.base), goes_back=True),
            after=Records(after, goes_back=False),
            moment=moment,
        )

    @cached_property
    def _folder(self) -> Snapshot:
        return Snapshot.of_folder(self._root, self.contents)

    def _snapshot(self, commit: str) -> Snapshot:
        return Snapshot.of_commit(self._root, commit, self.contents)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return self.commits.main_line(self.base, self.head)

    @cached_property
    def _entries(self) -> FirstEntry:
        return FirstEntry(
            self._root, self.base, self._steps, self.change.moment, self._is_before_baseline
        )

    def _branch(self) -> Iterator[Problem]:
        """Judge whether the base is kept, and whether the commits of the main line have dates."""
        if not self.commits.is_ancestor(self.base, self.head):
            short = self.base[:SHORT]
            yield self.change.problem(
                BRANCH_STANDS,
                "cases",
                f"This branch does not hold {short}. If the branch began earlier, type: git merge "
                f"{short}. If a branch was pushed with force, put it back: git push --force "
                f"origin {short}:main",
            )
        for _, words in misdated(self.commits.step(self.base), self._steps, self.now):
            yield self.change.problem(COMMIT_DATES, "cases", words)

    def foreign_baseline(self) -> Iterator[Problem]:
        """Find a baseline that the change brings, or that came with the files of another log.

        A baseline that is no commit of the branch counts as none.
        """
        before, after = self.change.before.baseline, self.change.after.baseline
        line = [step.commit for step in self.commits.main_line(None, self.head)]
        if after is None or after in line or is_shallow(self._root):
            return
        if before is not None and not self._is_foreign(before):
            return
        # It is told of what is proposed: not of what nobody has committed yet, and not of a branch
        # that was pushed with force, of which more is told.
        is_proposed = self.base != self.head and self.commits.is_ancestor(self.base, self.head)
        if after == before and not is_proposed:
            return
        # All that was recorded since the log began is held on with the first commit.
        own = line[0] if after == before else self.base
        yield self.change.problem(
            BASELINE_STANDS,
            BASELINE_FILE,
            f"This is no commit of the main branch. Type: baseline: {own}",
            ("baseline",),
        )

    def _is_foreign(self, baseline: str) -> bool:
        """Say whether the baseline of the base is no commit of its branch."""
        return not (self.commits.is_ancestor(baseline, self.base) or is_shallow(self._root))

    @cached_property
    def _baseline(self) -> str | None:
        """The baseline that holds: that of the base where it has one."""
        for named in (self.change.before.baseline, self.change.after.baseline):
            if named is not None and self.commits.is_ancestor(named, self.head):
                return named
        return None

    def _mended_until(self) -> Records | None:
        """Read the log at the baseline, where the base lies before that."""
        baseline = self._baseline
        if baseline is None or baseline == self.base:
            return None
        if not self.commits.is_ancestor(self.base, baseline):
            return None
        return Records(self._snapshot(baseline), goes_back=True)

    def _recorded_ahead(self) -> Iterator[Problem]:
        """Find new events that say they were recorded after they came in."""
        before, after = self.change.before, self.change.after
        for file in self.change.differ(after.files("case", "waiting")):
            old, new = before.of(file), after.of(file)
            kind = kind_in_history(file)
            # Events that arrive with a new case are not looked at here.
            if new is None or (kind == "case" and old is None) or (kind == "waiting" and old):
                continue
            known = [] if old is None else old.data["events"]
            events = new.data["events"] if kind == "case" else [new.data["event"]]
            for index, event in enumerate(events):
                if event in known or "id" in event:
                    continue
                words = event.get("recorded", event["at"])
                stamp = stamp_from(words)
                step = self._entries.step_of(file, _Holds(event))
                entered = self.change.moment if step is None else step.moment
                if step is not None and self._is_before_baseline(step.commit):
                    continue
                if stamp is None or moment_of(stamp, self._zone(file)).at <= entered + _TOLERANCE:
                    continue
                field = "recorded" if "recorded" in event else "at"
                path = ("events", index, field) if kind == "case" else ("event", field)
                local = entered.astimezone(self._zone(file))
                yield self.change.problem(
                    ENTERED_BEFORE,
                    file,
                    f"This came in on {local:%Y-%m-%d} at {local:%H:%M}, and says that it was "
                    f"recorded later than that. Type: {field}: {local:%Y-%m-%d %H:%M}",
                    path,
                )

    def _deleted(self) -> frozenset[str]:
        return self.commits.deleted_cases

    def _is_counted(self, record: Record) -> bool:
        """Say whether a case that is gone in the base went after the baseline."""
        if self._baseline is None or record.commit is None:
            return True
        came_later = not self._is_before_baseline(record.commit)
        return came_later or record.file in self._snapshot(self._baseline).files

    def _is_before_baseline(self, commit: str) -> bool:
        return self._baseline is not None and self.commits.is_ancestor(commit, self._baseline)

    def _zone(self, file: str) -> ZoneInfo:
        """Give the zone of the policy that a case is judged by."""
        after = self.change.after
        case = after.of(file) if kind_in_history(file) == "case" else None
        case = case or after.of(f"{file.rpartition('/')[0]}.yaml")
        edition = None if case is None else after.of(file_of_edition(str(case.data["policy"])))
        zone = "" if edition is None else str(edition.data["time_zone"])
        return ZoneInfo(zone) if is_time_zone(zone) else _LONDON

    def _merges(self) -> Iterator[Problem]:
        """Hold each merge since the baseline against each of its parents."""
        since = (self.base, *([self._baseline] if self._baseline else []))
        for merge in self.commits.merges(self.head, since):
            parents = self.commits.parents(merge)
            after = Records(self._snapshot(merge), goes_back=False)
            for parent in parents:
                yield from self._merged(parent, [each for each in parents if each != parent], after)
        if not self.is_committed:
            merging = git_line(self._root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD")
            if merging is not None:
                yield from self._merged(merging, [self.head], self.change.after)

    def _merged(self, parent: str, others: list[str], after: Records) -> Iterator[Problem]:
        forks = [git_line(self._root, "merge-base", parent, other) for other in others]
        change = replace(
            self.change,
            before=Records(self._snapshot(parent), goes_back=True),
            after=after,
            forks=tuple(map(self._fork, forks)),
        )
        yield from kept_cases(change)
        yield from kept_lists(change)
        yield from kept_editions(change, self._mended_until())
        yield from kept_days(change, self._entries)

    def _fork(self, commit: str | None) -> Snapshot:
        """Read where two branches began to differ; nothing where they have no commit in common."""
        if commit is None:
            return Snapshot(root=self._root, commit=None, files={}, contents=self.contents)
        return self._snapshot(commit)


def misdated(before: Step, steps: Sequence[Step], now: datetime) -> Iterator[tuple[Step, str]]:
    """Find the commits dated before what they follow, or in the future; say so of each."""
    latest = before.moment
    for step in steps:
        if step.moment < latest - _TOLERANCE or step.moment > now + _TOLERANCE:
            when = "in the future" if step.moment > now else "before the one that it follows"
            words = (
                f"The commit {step.commit[:SHORT]} is dated {when}, so nobody can tell when "
                "anything came in. Set the clock right, and commit it again: git commit "
                "--amend --no-edit --date=now"
            )
            yield step, words
        latest = max(latest, step.moment)


@dataclass(frozen=True, slots=True)
class _Holds:
    """Whether a file holds an event."""

    event: Data

    def __call__(self, data: Data) -> bool:
        """Look for the event, among others or alone."""
        return self.event in data["events"] if "events" in data else self.event == data["event"]
