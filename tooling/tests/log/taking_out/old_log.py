"""A log in Git with cases that ended long ago, and with words in them that should not be there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from escalation_log.log.contents import Log
from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.log.sealing import Sealer
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.site.statistics.public_counts import published_of
from escalation_log.statistics.published import Published
from tests.repositories import Repository, git, repository_of

PARTNERSHIP = "policies/knowsley/partnership.yaml"
# So many cases that the public sees how many there were.
CASES = 12
# When the public could see the quarter of those cases.
SEEN = "2021-06-01"
OPENED = "2021-03-01T09:00:00+00:00"
TOLD = "2021-03-02T09:00:00+00:00"
MERGED = "2021-03-03T09:00:00+00:00"
FOLDED = "2021-03-08T09:00:00+00:00"
NAME = "Quillfeather"
NOTE = f"Mrs {NAME} rang."
ID = "20210302T0815-update-k3f9"


def file_of(number: int) -> str:
    """Name the file of a case."""
    return f"cases/2021/KN-2021-{number:04}.yaml"


def case(number: int) -> str:
    """Write a case that was opened and ended in February 2021."""
    return f"""\
format: 1
reference: KN-2021-{number:04}
policy: knowsley@2020-06
salt: "{number:032x}"
theme: level-of-need
child: {{pseudonym: C-7QX{number:02}, plan: [child-in-need]}}
raising: {{agency: health-visiting, role: practitioner}}
receiving: {{agency: early-help, role: team-manager}}
concern: |
  Nobody visits.
outcome_sought: |
  A first visit within the fortnight.
events:
  - at: 2021-02-{number:02} 10:00
    kind: disagreement
    by: receiving
  - at: 2021-02-{number:02} 11:00
    kind: raised
    by: raising
    how: phone
    note: |
      The call of the morning, in which
      {NOTE}
  - at: 2021-02-{number:02} 12:00
    kind: resolved
    by: raising
    rationale: A visit was found.
"""


def old_log(folder: Path) -> Repository:
    """Make the repository: cases, a version that nobody could read, an event that waited."""
    log = repository_of(folder)
    log.edit(
        PARTNERSHIP,
        "statistics: {threshold: 5}\n",
        "statistics: {threshold: 5}\nretention: {years: 3}\n",
    )
    begun = git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "--quiet", "--orphan", "old")
    log.path("cases/2021").mkdir()
    for number in range(1, CASES + 1):
        log.path(file_of(number)).write_text(case(number), "utf-8")
    first = log.commit("Open the cases (#3)", at=OPENED)
    git(folder, "branch", "--quiet", "-D", "main")
    git(folder, "branch", "-m", "main")
    log.path("policies/history.yaml").write_text(f"baseline: {first}\n", "utf-8")
    log.commit("Begin to keep the history", at=OPENED)
    git(folder, "checkout", "--quiet", "-b", "told")
    waiting = log.path(file_of(2).replace(".yaml", f"/{ID}.yaml"))
    waiting.parent.mkdir()
    waiting.write_text(
        "reference: KN-2021-0002\nevent:\n  at: 2021-03-02 08:00\n  kind: update\n"
        f'  by: receiving\n  recorded: 2021-03-02 08:15\n  note: "{NOTE}"\n',
        "utf-8",
    )
    log.commit("Tell of a call", at=TOLD)
    git(folder, "checkout", "--quiet", "main")
    log.append(file_of(3), f"  - broken: [{NOTE}\n")
    log.commit("Break a case", at=TOLD)
    log.path(file_of(3)).write_text(case(3), "utf-8")
    log.commit("Mend it", at=TOLD)
    git(folder, "merge", "--quiet", "--no-ff", "--message", "Merge (#5)", "told", at=MERGED)
    git(folder, "branch", "--quiet", "-D", "told")
    waiting.unlink()
    waiting.parent.rmdir()
    log.append(
        file_of(2),
        "  - at: 2021-03-02 08:00\n    kind: update\n    by: receiving\n"
        f'    note: "{NOTE}"\n    recorded: 2021-03-02 08:15\n    id: "{ID}"\n',
    )
    log.append(file_of(4), "  - at: 2021-03-05 10:00\n    kind: debrief\n    by: partnership\n")
    log.commit("Fold", at=FOLDED)
    git(folder, "tag", "--annotate", "--message", "The year", "year", at=FOLDED)
    assert begun not in git(folder, "rev-list", "--all").split()
    return log


def opened(log: Path) -> Log:
    """Open the log."""
    return open_log(log, as_of=END_OF_TIME)


def seen(log: Path) -> tuple[Published, ...]:
    """Count what the public saw of the old cases."""
    moment = datetime.fromisoformat(SEEN).replace(tzinfo=UTC)
    return dict(published_of(opened(log), ["knowsley"], moment))["knowsley"]


def seal_at(repository: Path, commit: str) -> str:
    """Seal the log as a commit holds it."""
    contents = Contents(repository)
    return Sealer(contents).seal(Snapshot.of_commit(repository, commit, contents)).value
