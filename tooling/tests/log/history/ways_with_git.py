"""Ways to tamper by what Git can do: merges, force, dates, commits made anew."""

from __future__ import annotations

from tests.log.history.recorded import (
    BASE,
    BASELINE,
    CASE,
    CHANGED,
    LOCK,
    OVERDUE,
    PARTNERSHIP,
    Way,
    put,
)
from tests.log.history.ways_with_rules import with_a_forged_lock
from tests.repositories import Repository, git

UPDATE = "  - at: 2026-11-25 09:00\n    kind: update\n    by: receiving\n"
DISCUSSED = "  - at: 2026-11-25 09:30\n    kind: discussed\n    by: receiving\n    how: phone\n"
LATER = "2026-11-25T10:10:00+00:00"
LATEST = "2026-11-25T10:20:00+00:00"


def branched(log: Repository, name: str = "change") -> None:
    """Begin a branch at what was recorded."""
    git(log.folder, "checkout", "--quiet", "-b", name, BASE)


def on_main(log: Repository) -> None:
    """Go to the main branch."""
    git(log.folder, "checkout", "--quiet", "main")


def two_branches(log: Repository) -> None:
    """Record one event on a branch and another one, of another case, on the main branch."""
    branched(log)
    log.append(CASE, UPDATE)
    log.commit("Record an update", at=CHANGED)
    on_main(log)
    log.append(OVERDUE, DISCUSSED)
    log.commit("Record a discussion", at=CHANGED)


def merged(log: Repository, *options: str) -> None:
    """Merge the branch, without committing yet."""
    git(log.folder, "merge", "--no-commit", "--no-ff", "--quiet", *options, "change", at=LATER)


def evil_merge_of_ours(log: Repository) -> str:
    """Merge a branch, and keep nothing of what it recorded."""
    two_branches(log)
    base = git(log.folder, "rev-parse", "HEAD")
    git(log.folder, "merge", "--quiet", "--strategy=ours", "--no-edit", "change", at=LATER)
    return base


def evil_merge_of_theirs(log: Repository) -> str:
    """Merge the main branch into a branch, and keep nothing of what it recorded meanwhile."""
    two_branches(log)
    base = git(log.folder, "rev-parse", "HEAD")
    git(log.folder, "checkout", "--quiet", "change")
    git(log.folder, "merge", "--quiet", "--strategy=ours", "--no-edit", "main", at=LATER)
    return base


def evil_merge_of_a_third(log: Repository) -> None:
    """Rewrite, in a merge, what neither side touched."""
    two_branches(log)
    merged(log)
    log.edit(CASE, "at: 2026-11-03 09:00", "at: 2026-11-02 11:00")
    log.commit("Merge", at=LATER)


def evil_resolution(log: Repository) -> str:
    """Resolve a conflict by rewriting what the branch recorded."""
    branched(log)
    log.append(CASE, UPDATE)
    log.commit("Record an update", at=CHANGED)
    on_main(log)
    log.append(CASE, DISCUSSED)
    log.commit("Record a discussion", at=CHANGED)
    base = git(log.folder, "rev-parse", "HEAD")
    git(log.folder, "merge", "--quiet", "--strategy=ours", "--no-commit", "change", at=LATER)
    log.append(CASE, UPDATE.replace("09:00", "08:00"))
    log.commit("Merge", at=LATER)
    return base


def evil_octopus(log: Repository) -> str:
    """Merge two branches at once, and keep nothing of either."""
    for name, file in (("one", CASE), ("two", OVERDUE)):
        branched(log, name)
        log.append(file, UPDATE)
        log.commit("Record", at=CHANGED)
    on_main(log)
    log.commit("Nothing", at=CHANGED)
    git(log.folder, "merge", "--quiet", "-s", "ours", "--no-edit", "one", "two", at=LATER)
    return BASE


def uncommitted_evil_merge(log: Repository) -> str:
    """Stand in the middle of a merge that loses what the branch recorded."""
    two_branches(log)
    base = git(log.folder, "rev-parse", "HEAD")
    merged(log, "--strategy=ours")
    return base


def pushed_with_force(log: Repository) -> str:
    """Put another commit in the place of the newest."""
    log.append(CASE, UPDATE)
    before = log.commit("Record an update", at=CHANGED)
    git(log.folder, "reset", "--quiet", "--hard", BASE)
    log.append(OVERDUE, DISCUSSED)
    log.commit("Record a discussion", at=LATER)
    return before


def only_set_back(log: Repository) -> str:
    """Set the branch back to an earlier commit."""
    log.append(CASE, UPDATE)
    before = log.commit("Record an update", at=CHANGED)
    git(log.folder, "reset", "--quiet", "--hard", BASE)
    return before


def amended(log: Repository) -> str:
    """Rewrite an event in the commit that recorded it."""
    log.append(CASE, UPDATE)
    before = log.commit("Record an update", at=CHANGED)
    log.edit(CASE, "at: 2026-11-25 09:00", "at: 2026-11-24 09:00")
    git(log.folder, "commit", "--quiet", "--all", "--amend", "--no-edit", at=LATER)
    return before


def dated_anew(log: Repository) -> str:
    """Make the commit anew that recorded an event, so that it seems to have come in earlier."""
    log.append(CASE, UPDATE)
    before = log.commit("Record an update", at=CHANGED)
    git(log.folder, "commit", "--quiet", "--amend", "--no-edit", at="2026-11-24T12:00:00+00:00")
    return before


def rebased_away(log: Repository) -> str:
    """Leave a commit out as the branch is put onto another one."""
    log.append(CASE, UPDATE)
    first = log.commit("Record an update", at=CHANGED)
    log.append(OVERDUE, DISCUSSED)
    before = log.commit("Record a discussion", at=LATER)
    git(log.folder, "rebase", "--quiet", "--onto", BASE, first, "main", at=LATEST)
    return before


def rewritten_in_a_rebase(log: Repository) -> str:
    """Rewrite the first commit of two, and put the second one on top again."""
    log.append(CASE, UPDATE)
    first = log.commit("Record an update", at=CHANGED)
    log.append(OVERDUE, DISCUSSED)
    before = log.commit("Record a discussion", at=LATER)
    git(log.folder, "reset", "--quiet", "--hard", first)
    log.edit(CASE, "at: 2026-11-25 09:00", "at: 2026-11-25 08:00")
    git(log.folder, "commit", "--quiet", "--all", "--amend", "--no-edit", at=LATER)
    git(log.folder, "cherry-pick", before, at=LATEST)
    return before


def squashed(log: Repository) -> None:
    """Squash a branch that records an event and takes another one out."""
    branched(log)
    log.append(CASE, UPDATE)
    log.commit("Record an update", at=CHANGED)
    log.edit(CASE, "    note: The duty team was busy.\n", "")
    log.commit("Tidy up", at=CHANGED)
    on_main(log)
    git(log.folder, "merge", "--quiet", "--squash", "change")
    log.commit("Record an update (squashed)", at=LATER)


def reverted(log: Repository) -> str:
    """Revert the commit that recorded an event."""
    log.append(CASE, UPDATE)
    before = log.commit("Record an update", at=CHANGED)
    git(log.folder, "revert", "--no-edit", before, at=LATER)
    return before


def begun_anew(log: Repository) -> None:
    """Put the same files into a branch without a past."""
    git(log.folder, "checkout", "--quiet", "--orphan", "anew")
    log.commit("Begin the log", at=CHANGED)


def authors_exchanged(log: Repository) -> None:
    """Make every commit anew, by somebody else."""
    tree = git(log.folder, "rev-parse", f"{BASE}^{{tree}}")
    first = git(log.folder, "rev-parse", f"{BASE}^")
    somebody = ("-c", "user.name=Somebody")
    made_anew = ("commit-tree", tree, "-p", first, "-m", "Record")
    commit = git(log.folder, *somebody, *made_anew, at="2026-11-24T09:00:00Z")
    git(log.folder, "reset", "--quiet", "--hard", commit)


def replaced(log: Repository) -> str:
    """Have Git show another commit in the place of what was recorded."""
    recorded = git(log.folder, "rev-parse", BASE)
    log.edit(CASE, _OLD, _NEW)
    forged = log.commit("Record", at=CHANGED)
    git(log.folder, "replace", recorded, forged)
    return BASE


def grafted(log: Repository) -> str:
    """Have Git pass over a commit by a graft, and rewrite what that commit recorded."""
    before = git(log.folder, "rev-parse", f"{BASE}^")
    log.append(CASE, UPDATE)
    passed = log.commit("Record an update", at=CHANGED)
    git(log.folder, "reset", "--quiet", "--hard", BASE)
    log.append(OVERDUE, DISCUSSED)
    newest = log.commit("Record a discussion", at=LATER)
    # The newest commit seems to follow the one that was pushed away.
    (log.folder / ".git" / "info").mkdir(exist_ok=True)
    (log.folder / ".git" / "info" / "grafts").write_text(f"{newest} {passed}\n{before}\n", "utf-8")
    return passed


_OLD, _NEW = "at: 2026-11-03 09:00", "at: 2026-11-02 11:00"


def broken_first(log: Repository) -> str:
    """Break a file in one commit, and mend it in the next without an event."""
    text = log.path(CASE).read_text("utf-8")
    put(log, CASE, text + "theme: twice\n")
    broken = log.commit("Break", at=CHANGED)
    put(log, CASE, text.replace(_OLD, _NEW))
    log.commit("Mend", at=LATER)
    return broken


def linked_first(log: Repository) -> str:
    """Make a case a link in one commit, and a file again in the next, with another moment."""
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).unlink()
    log.path(CASE).symlink_to("KN-2026-0006.yaml")
    broken = log.commit("Link", at=CHANGED)
    log.path(CASE).unlink()
    put(log, CASE, text.replace(_OLD, _NEW))
    log.commit("Mend", at=LATER)
    return broken


def not_shown_by_git(log: Repository) -> None:
    """Have Git pass over what is changed in the folder."""
    git(log.folder, "update-index", "--assume-unchanged", CASE)
    log.edit(CASE, _OLD, _NEW)


def ignored(log: Repository) -> None:
    """Take a case out of the index, and have Git ignore it in a file that is not there."""
    git(log.folder, "rm", "--quiet", "--cached", OVERDUE)
    log.path(OVERDUE).unlink()
    (log.folder / ".gitignore").write_text("cases/2026/KN-2026-0006.yaml\n", "utf-8")
    log.commit("Tidy up", at=CHANGED)


def ahead(log: Repository, at: str = CHANGED) -> None:
    """Record an event of the day after."""
    log.append(CASE, UPDATE.replace("2026-11-25 09:00", "2026-11-26 09:00"))
    log.commit("Record an update", at=at)


def two_hours_ahead(log: Repository) -> None:
    """Record an event of the morning, which says that it was entered at noon."""
    log.append(CASE, UPDATE.replace("kind", "recorded: 2026-11-25 12:00\n    kind"))
    log.commit("Record an update", at=CHANGED)


def waiting_ahead(log: Repository) -> None:
    """Add a waiting event that says it was recorded in the evening."""
    put(
        log,
        CASE.replace(".yaml", "/20261125T1900-update-aaaa.yaml"),
        "reference: KN-2026-0010\nevent:\n  at: 2026-11-25 09:00\n  recorded: 2026-11-25 19:00\n"
        "  kind: update\n  by: receiving\n",
    )
    log.commit("Record an update", at=CHANGED)


def dated_before(log: Repository) -> None:
    """Date a commit before what it follows."""
    log.append(CASE, "# A remark.\n")
    log.commit("Record", at="2026-11-20T09:00:00+00:00")


def dated_ahead(log: Repository) -> None:
    """Date a commit into the future, so that an event of the day after seems to be in order."""
    ahead(log, at="2026-11-26T09:30:00+00:00")


def hidden_between(log: Repository) -> None:
    """Date a commit into the future, and a further one back to the present."""
    ahead(log, at="2026-11-26T09:30:00+00:00")
    log.commit("Nothing", at=LATER)


def closed_between(log: Repository) -> None:
    """Add a closure of the past in one commit of several that are pushed together."""
    log.append(CASE, UPDATE)
    log.commit("Record an update", at=CHANGED)
    log.edit(PARTNERSHIP, "closures:\n", "closures:\n  - {from: 2026-11-12, name: Flood}\n")
    log.commit("Close", at=LATER)
    log.append(OVERDUE, DISCUSSED)
    log.commit("Record a discussion", at=LATEST)


def forged_within_many(log: Repository) -> None:
    """Change an edition and the lock in one commit of several that are pushed together."""
    log.append(CASE, UPDATE)
    log.commit("Record an update", at=CHANGED)
    with_a_forged_lock(log)
    log.commit("Mend", at=LATER)
    log.append(OVERDUE, DISCUSSED)
    log.commit("Record a discussion", at=LATEST)


def deleted_and_recorded_anew(log: Repository) -> None:
    """Delete a case in one commit, and add it with fewer events in the next."""
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).unlink()
    log.commit("Delete", at=CHANGED)
    put(log, CASE, text.replace(_OLD, _NEW))
    log.commit("Record", at=LATER)


def put_back_otherwise(log: Repository) -> str:
    """Delete a case, and put it back without its last event, in a change of its own."""
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).unlink()
    base = log.commit("Delete", at=CHANGED)
    log.path(CASE).write_text(text.replace("kind: update", "kind: response"), "utf-8")
    return base


def in_a_merge_of_the_lock(log: Repository) -> str:
    """Merge a branch with a new edition, and lose its line of the lock."""
    branched(log)
    text = log.path("policies/knowsley/2020-06.yaml").read_text("utf-8")
    put(
        log,
        "policies/knowsley/2026-11.yaml",
        text.replace("version: 2020-06\n", "version: 2026-11\n", 1),
    )
    log.append(LOCK, f"knowsley@2026-11 sha256:{64 * '4'}\n")
    case = log.path(CASE).read_text("utf-8").replace("KN-2026-0010", "KN-2026-0011")
    put(log, "cases/2026/KN-2026-0011.yaml", case.replace("@2020-06", "@2026-11"))
    log.commit("Add an edition", at=CHANGED)
    on_main(log)
    log.append(OVERDUE, DISCUSSED)
    log.commit("Record a discussion", at=CHANGED)
    base = git(log.folder, "rev-parse", "HEAD")
    merged(log)
    git(log.folder, "checkout", "--quiet", BASE, "--", LOCK)
    log.commit("Merge", at=LATER)
    return base


def baseline_of_another_branch(log: Repository) -> str:
    """Bring a first baseline that names a commit of a branch."""
    log.path(BASELINE).unlink()
    base = log.commit("Without a baseline", at=CHANGED)
    git(log.folder, "checkout", "--quiet", "-b", "change")
    aside = log.commit("Aside", at=CHANGED)
    put(log, BASELINE, f"baseline: {aside}\n")
    log.commit("Set the baseline", at=CHANGED)
    on_main(log)
    git(log.folder, "merge", "--quiet", "--no-ff", "--no-edit", "change", at=LATER)
    return base


EVENTS = "events-stand"

WAYS = (
    Way(name="a merge keeps nothing of the branch", rule=EVENTS, act=evil_merge_of_ours),
    Way(name="a merge keeps nothing of the main branch", rule=EVENTS, act=evil_merge_of_theirs),
    Way(name="a merge rewrites what neither side touched", rule=EVENTS,
        act=evil_merge_of_a_third),
    Way(name="a conflict is resolved by rewriting", rule=EVENTS, act=evil_resolution),
    Way(name="a merge of three keeps nothing of two", rule=EVENTS, act=evil_octopus),
    Way(name="a merge that is not committed loses an event", rule=EVENTS,
        act=uncommitted_evil_merge, is_committed=False),
    Way(name="a merge loses a line of the lock", rule="lock-stands", act=in_a_merge_of_the_lock),
    Way(name="another commit is pushed with force", rule=EVENTS, act=pushed_with_force),
    Way(name="the branch is no longer what it was", rule="branch-stands", act=pushed_with_force),
    Way(name="the branch is set back", rule=EVENTS, act=only_set_back),
    Way(name="a commit is amended", rule=EVENTS, act=amended),
    Way(name="a commit is dated anew", rule="branch-stands", act=dated_anew),
    Way(name="a rebase leaves a commit out", rule=EVENTS, act=rebased_away),
    Way(name="a rebase rewrites a commit", rule=EVENTS, act=rewritten_in_a_rebase),
    Way(name="a squash takes a note out", rule=EVENTS, act=squashed),
    Way(name="a commit is reverted", rule=EVENTS, act=reverted),
    Way(name="the history begins anew with the same files", rule="branch-stands", act=begun_anew),
    Way(name="commits are made anew by somebody else", rule="branch-stands",
        act=authors_exchanged),
    Way(name="a commit is replaced by git replace", rule=EVENTS, act=replaced),
    Way(name="a commit that was pushed away seems to be there by a graft", rule="branch-stands",
        act=grafted),
    Way(name="a file is broken first and mended otherwise", rule=EVENTS, act=broken_first),
    Way(name="a file is a link first and a file again otherwise", rule=EVENTS, act=linked_first),
    Way(name="a case is deleted first and recorded otherwise", rule=EVENTS,
        act=deleted_and_recorded_anew),
    Way(name="a case that was deleted is put back otherwise", rule=EVENTS,
        act=put_back_otherwise),
    Way(name="Git is told that a file is unchanged", rule=EVENTS, act=not_shown_by_git,
        is_committed=False),
    Way(name="a case is ignored by Git", rule="case-stands", act=ignored),
    Way(name="an event of the day after", rule="recorded-ahead", act=ahead),
    Way(name="an event of the day after", rule="not-in-future", by="check", act=ahead),
    Way(name="an event that was entered two hours later", rule="recorded-ahead",
        act=two_hours_ahead),
    Way(name="a waiting event that was entered in the evening", rule="recorded-ahead",
        act=waiting_ahead),
    Way(name="a commit is dated before the one that it follows", rule="commit-dates",
        act=dated_before),
    Way(name="a commit is dated ahead for an event of the day after", rule="commit-dates",
        act=dated_ahead),
    Way(name="a commit that is dated ahead lies between others", rule="commit-dates",
        act=hidden_between),
    Way(name="a closure of the past among several commits", rule="days-stand", act=closed_between),
    Way(name="a forged lock among several commits", rule="edition-stands",
        act=forged_within_many),
    Way(name="a first baseline that the main branch does not hold", rule="baseline-stands",
        act=baseline_of_another_branch),
)  # fmt: skip
