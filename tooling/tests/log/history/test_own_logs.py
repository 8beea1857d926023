"""A log of one's own has a baseline of its own: what is added to it passes, nothing else does."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.history import history
from escalation_log.log.opening import check_log
from escalation_log.log.verifying import verify
from escalation_log.model.problems import Problem, Severity
from tests.cli.running import run
from tests.logs import FOUR, REPOSITORY
from tests.repositories import Repository, git
from tests.waiting import waits

DOCUMENT = REPOSITORY / "docs" / "history.md"
BASELINE = "policies/history.yaml"
LINES = re.compile(r"(?ms)^```sh\n(echo \"baseline.*?)^```$")
SALT = re.compile(r"(?m)^salt: .*\n")
A_CASE = """\
reference: KN-{year}-0999
policy: knowsley@2020-06
theme: level-of-need
child: {{pseudonym: C-7QX4P, plan: child-protection}}
raising: {{agency: police, role: practitioner}}
receiving: {{agency: housing, role: team-manager}}
concern: Nobody visits.
outcome_sought: A visit within the week.
events:
  - at: {day} 08:30
    kind: disagreement
    by: receiving
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A log of one's own, with a commit a day in January of a year."""

    log: Repository
    year: int

    @property
    def now(self) -> datetime:
        return datetime(self.year, 1, 20, 12, tzinfo=UTC)

    def day(self, number: int) -> str:
        return f"{self.year}-01-{number:02}"

    def commit(self, number: int) -> str:
        return self.log.commit(at=f"{self.day(number)}T09:00:00+00:00")

    def told(self, base: str = "HEAD^", head: str | None = "HEAD") -> list[Problem]:
        return list(history(self.log.log, base, head, self.now).problems)

    def verified(self) -> list[tuple[str | None, str, str]]:
        found = verify(self.log.log, self.now, advance=lambda _: None).problems
        return [(each.commit, each.file, each.rule) for each in found]

    def checked(self) -> list[Problem]:
        found = check_log(self.log.log, as_of=self.now).problems
        return [each for each in found if each.severity is Severity.PROBLEM]

    def cases(self) -> list[str]:
        folder = self.log.log
        return sorted(path.relative_to(folder).as_posix() for path in folder.glob("cases/*/*.yaml"))

    def set_baseline(self, number: int) -> None:
        """Type what the document says."""
        (lines,) = LINES.findall(DOCUMENT.read_text("utf-8"))
        at = f"{self.day(number)}T09:00:00+00:00"
        environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull}
        for who in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{who}_NAME": "Example", f"GIT_{who}_DATE": at}
            environment |= {f"GIT_{who}_EMAIL": "team@partnership.example"}
        folder = self.log.folder
        subprocess.run(["sh", "-e", "-c", lines], cwd=folder, env=environment, check=True)
        assert git(folder, "rev-parse", "HEAD^") in self.log.path(BASELINE).read_text("utf-8")


def begun(folder: Path, year: int) -> Own:
    git(folder, "init", "--quiet")
    return Own(log=Repository(folder=folder, log=folder), year=year)


def drawn(folder: Path, as_of: str) -> None:
    """Write a log with `escalog sample`."""
    options = ("--cases", "40", "--seed", "7", "--out", str(folder), "--as-of", as_of)
    assert run("sample", *options, log=FOUR).code == 0


def sampled(folder: Path) -> Own:
    """Commit what `sample` wrote as it is, and set the baseline after it."""
    drawn(folder, "2023-12-31")
    own = begun(folder, 2024)
    own.commit(4)
    own.set_baseline(5)
    return own


def imported(folder: Path) -> Own:
    """Begin with policies alone; then last year's cases come in, in two lots, without salts."""
    drawn(folder, "2024-12-31")
    own = begun(folder, 2025)
    texts = {file: own.log.path(file).read_text("utf-8") for file in own.cases()}
    for file in texts:
        own.log.path(file).unlink()
    own.commit(2)
    own.set_baseline(3)
    files = list(texts)
    for number, lot in ((4, files[::2]), (5, files[1::2])):
        for file in lot:
            own.log.path(file).parent.mkdir(parents=True, exist_ok=True)
            own.log.path(file).write_text(SALT.sub("", texts[file]), "utf-8")
        own.commit(number)
        assert own.told() == []
    assert run("fold", "--salt", log=folder).code == 0
    own.commit(6)
    return own


@pytest.fixture(params=[sampled, imported], ids=lambda make: make.__name__)
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Own:
    make: Callable[[Path], Own] = request.param
    return make(tmp_path / "log")


def add(own: Own) -> str:
    """Do what people do, a commit each: give the file of a case that was there before."""
    log = own.log
    old = next(file for file in own.cases() if file.startswith(f"cases/{own.year - 1}/KN"))
    new = f"cases/{own.year}/KN-{own.year}-0999.yaml"
    log.path(new).parent.mkdir(parents=True, exist_ok=True)
    log.path(new).write_text(A_CASE.format(year=own.year, day=own.day(7)), "utf-8")
    own.commit(7)
    log.append(old, f"  - at: {own.day(8)} 08:30\n    kind: learning\n    action: Ring earlier.\n")
    own.commit(8)
    waits(
        log.log,
        f"at: {own.day(9)} 08:00, kind: update, by: raising, recorded: {own.day(9)} 08:15",
        case=new.removeprefix("cases/").removesuffix(".yaml"),
    )
    own.commit(9)
    assert run("fold", log=log.log).code == 0
    own.commit(10)
    return old


def test_what_is_added_to_it_passes(own: Own) -> None:
    assert own.checked() == []
    first = git(own.log.folder, "rev-parse", "HEAD")
    assert own.verified() == []
    add(own)
    assert own.checked() == []
    assert own.told(first) == []
    for step in git(own.log.folder, "rev-list", f"{first}..HEAD").split():
        assert own.told(f"{step}^", step) == []
    assert own.verified() == []
    assert own.told("HEAD", None) == []


def rewrite(own: Own, file: str) -> str:
    """Say that the first event was recorded at another moment."""
    text = own.log.path(file).read_text("utf-8")
    own.log.path(file).write_text(re.sub(r"at: \d{4}-", "at: 2020-", text, count=1), "utf-8")
    return "events-stand"


def delete(own: Own, file: str) -> str:
    own.log.path(file).unlink()
    return "case-stands"


def unlock(own: Own, file: str) -> str:
    del file
    lock = own.log.path("policies/editions.lock")
    lock.write_text(re.sub(r"(?m)^knowsley@2020-06 .*\n", "", lock.read_text("utf-8")), "utf-8")
    return "lock-stands"


@pytest.mark.parametrize("tamper", [rewrite, delete, unlock], ids=lambda each: each.__name__)
def test_what_is_done_to_it_is_told_and_stays_told(
    own: Own, tamper: Callable[[Own, str], str]
) -> None:
    file = add(own)
    rule = tamper(own, file)
    assert rule in {each.rule for each in own.told("HEAD", None)}
    changed = own.commit(11)
    assert rule in {each.rule for each in own.told()}
    git(own.log.folder, "checkout", "--quiet", "HEAD^", "--", ".")
    own.commit(12)
    assert own.told("HEAD~2") == []
    assert rule in {told for commit, _, told in own.verified() if commit == changed}


FOREIGN = f"baseline: {'f' * 40}\n"


@pytest.fixture
def copied(tmp_path: Path) -> Own:
    """Begin a log with the files of another one, its baseline among them."""
    drawn(tmp_path / "log", "2023-12-31")
    own = begun(tmp_path / "log", 2024)
    (own.log.folder / "README.md").write_text("Ours.\n")
    own.commit(3)
    own.log.path(BASELINE).write_text(FOREIGN)
    own.commit(4)
    return own


def test_the_baseline_of_another_log_is_told_until_it_is_set_as_said(copied: Own) -> None:
    first = git(copied.log.folder, "rev-parse", "HEAD^")
    said = f"This is no commit of the main branch. Type: baseline: {first}"
    add(copied)
    (problem,) = copied.told()
    assert (problem.file, problem.rule, problem.line) == (BASELINE, "baseline-stands", 1)
    assert problem.message == said
    assert [each.message for each in copied.told("HEAD^", None)] == [said]
    assert copied.told("HEAD", None) == []
    assert copied.verified() == [(None, BASELINE, "baseline-stands")]
    copied.log.path(BASELINE).write_text(f"baseline: {first}\n")
    assert copied.told("HEAD", None) == []
    copied.commit(11)
    assert copied.told() == []
    assert copied.verified() == []


def test_once_it_is_set_it_is_not_set_anew(copied: Own) -> None:
    copied.set_baseline(5)
    assert copied.verified() == []
    copied.log.path(BASELINE).write_text(FOREIGN)
    again = copied.commit(6)
    (problem,) = copied.told()
    assert problem.message.startswith("The baseline was set, and is never set anew.")
    assert (again, BASELINE, "baseline-stands") in copied.verified()


def test_what_was_done_while_it_counted_as_none_is_told(copied: Own) -> None:
    """The line to type names the first commit, so nothing that came after it is passed over."""
    file = copied.cases()[0]
    rule = rewrite(copied, file)
    changed = copied.commit(5)
    assert (changed, file, rule) in copied.verified()
    (line,) = {each.message.rpartition("Type: ")[2] for each in copied.told() if each.line == 1}
    copied.log.path(BASELINE).write_text(f"{line}\n")
    copied.commit(6)
    assert copied.verified() == [(changed, file, rule)]
