"""Ways to make away with a whole case, with what waits, or with the proof of what was taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from escalation_log.log.disk import LARGEST_READ
from escalation_log.log.found_cases import case_files
from escalation_log.log.sealing import HashedCase, read_found
from tests.log.history.recorded import (
    BASELINE,
    CASE,
    CHANGED,
    DESTROYED,
    HELD_CASE,
    HELD_REFERENCE,
    HELD_ROW,
    HOLDS,
    LIFTED,
    LOCK,
    OTHER_WAITING,
    OVERDUE,
    PARTNERSHIP,
    PAST,
    PAST_REFERENCE,
    REFERENCE,
    WAITING,
    Way,
    put,
)
from tests.repositories import Repository, git

Act = Callable[[Repository], str | None]


def moved(file: str, to: str) -> Act:
    """Move a file."""

    def act(log: Repository) -> None:
        log.path(to).parent.mkdir(parents=True, exist_ok=True)
        log.path(file).rename(log.path(to))

    return act


def gone(file: str) -> Act:
    """Delete a file."""
    return lambda log: log.path(file).unlink()


def written(file: str, text: str) -> Act:
    """Write a file anew."""
    return lambda log: put(log, file, text)


def linked(file: str, to: str) -> Act:
    """Move a file, and leave a link to it."""

    def act(log: Repository) -> None:
        moved(file, to)(log)
        log.path(file).symlink_to(log.path(to))

    return act


def folder_linked(log: Repository) -> None:
    """Move the cases of a year out of the log, and leave a link to them."""
    (log.folder / "elsewhere").mkdir()
    log.path("cases/2026").rename(log.folder / "elsewhere/2026")
    log.path("cases/2026").symlink_to("../elsewhere/2026")


def with_mode(mode: str) -> Act:
    """Commit a case with a mode that no file of a log has."""

    def act(log: Repository) -> None:
        what = "HEAD" if mode == "160000" else f"HEAD:{CASE}"
        content = git(log.folder, "rev-parse", what)
        log.path(CASE).unlink()
        git(log.folder, "update-index", "--cacheinfo", f"{mode},{content},{CASE}")
        git(log.folder, "commit", "--quiet", "--message", "Change", at=CHANGED)

    return act


def another_repository(log: Repository) -> None:
    """Put another repository among the cases, as Git has it in a clone: an empty folder."""
    file = "cases/2026/more"
    git(log.folder, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{file}")
    log.path(file).mkdir()
    git(log.folder, "commit", "--quiet", "--message", "Change", at=CHANGED)


def under_another_reference(log: Repository) -> None:
    """Give a case the next reference."""
    text = log.path(OVERDUE).read_text("utf-8")
    log.path(OVERDUE).unlink()
    put(log, OVERDUE.replace("0006", "0016"), text.replace("KN-2026-0006", "KN-2026-0016"))


def turned_into_a_folder(log: Repository) -> None:
    """Put a folder in the place of a case."""
    log.path(OVERDUE).unlink()
    put(log, f"{OVERDUE}/KN-2026-0006.yaml", "")


def take(
    log: Repository,
    reference: str,
    extent: str,
    hashed: str = f"sha256:{64 * '2'}",
    *,
    on: str = "2026-11-25",
) -> None:
    """Add to the list of the cases that retention took."""
    row = (
        f"  - {{reference: {reference}, extent: {extent}, hash: '{hashed}', "
        f"on: {on}, authority: Retention schedule}}\n"
    )
    log.edit(DESTROYED, "quarters:\n", f"{row}quarters:\n")


def hash_of(log: Repository, file: str) -> str:
    """Hash a case as it stands."""
    found = next(each for each in case_files(log.log) if each.file == file)
    hashed = HashedCase.of(*read_found(log.log, found)).hash
    assert hashed is not None
    return hashed


def destroyed_under_another_name(log: Repository) -> None:
    """Delete a case, and list another one as taken."""
    log.path(OVERDUE).unlink()
    take(log, "KN-2026-0001", "destroyed")


def only_reduced(log: Repository) -> None:
    """Delete a case that is listed as reduced."""
    log.path(OVERDUE).unlink()
    take(log, "KN-2026-0006", "reduced")


def reduced_too_far(log: Repository) -> None:
    """Reduce a case, and change a moment at it."""
    log.edit(OVERDUE, "at: 2026-11-06 12:00", "at: 2026-11-20 12:00")
    take(log, "KN-2026-0006", "reduced")


def without_a_hash(log: Repository) -> None:
    """Delete a case, and list it without its hash."""
    log.path(OVERDUE).unlink()
    row = "  - {reference: KN-2026-0006, extent: destroyed, on: 2026-11-25}\n"
    log.edit(DESTROYED, "quarters:\n", f"{row}quarters:\n")


def given_again(log: Repository) -> None:
    """Give a new case the reference of one that was destroyed."""
    text = log.path(OVERDUE).read_text("utf-8").replace("KN-2026-0006", "KN-2020-0001")
    put(log, "cases/2020/KN-2020-0001.yaml", text)


def destroyed_with_another_hash(log: Repository) -> None:
    """Destroy a case, with a hash that it never had."""
    log.path(OVERDUE).unlink()
    take(log, "KN-2026-0006", "destroyed")


def destroyed_without_a_salt(log: Repository) -> None:
    """Destroy a case whose hash anybody could make of a guess."""
    hashed = hash_of(log, OVERDUE)
    gone(OVERDUE)(log)
    take(log, "KN-2026-0006", "destroyed", hashed)


def redacted_while_held(log: Repository) -> None:
    """Take a text out of a case that is held."""
    text = log.path(HELD_CASE).read_text("utf-8")
    concern = text[text.index("concern:") : text.index("outcome_sought:")]
    log.edit(HELD_CASE, concern, "concern: Taken out.\n")
    log.append(
        HELD_CASE,
        "  - {at: 2026-11-25 09:00, kind: redaction, by: partnership, of: 1, field: concern, "
        "reason: A name, authority: The chair}\n",
    )


def lifted_and_destroyed(log: Repository) -> None:
    """Lift the hold on a case, and destroy the case in the same change."""
    log.append(HOLDS, LIFTED)
    hashed = hash_of(log, HELD_CASE)
    log.path(HELD_CASE).unlink()
    take(log, HELD_REFERENCE, "destroyed", hashed)


def destroyed(file: str = PAST, on: str = "2026-11-25") -> Act:
    """Destroy a case with its own hash."""

    def act(log: Repository) -> None:
        hashed = hash_of(log, file)
        log.path(file).unlink()
        take(log, Path(file).stem, "destroyed", hashed, on=on)

    return act


def shortened_first(log: Repository) -> str:
    """Shorten the time for which cases are kept, and destroy one in the same change."""
    log.edit(PARTNERSHIP, "{years: 3}", "{years: 25}")
    base = log.commit("Keep cases for longer", at=CHANGED)
    log.edit(PARTNERSHIP, "{years: 25}", "{years: 3}")
    destroyed()(log)
    return base


def never_ending_first(log: Repository) -> str:
    """Say for how long cases are kept, and destroy one in the same change."""
    log.edit(PARTNERSHIP, "retention: {years: 3}\n", "")
    base = log.commit("Keep cases for ever", at=CHANGED)
    log.append(PARTNERSHIP, "retention: {years: 3}\n")
    destroyed()(log)
    return base


def reopened_and_destroyed(log: Repository) -> str:
    """Destroy a case that was opened again."""
    log.append(PAST, "  - {at: 2026-11-24 09:00, kind: reopened, by: raising}\n")
    base = log.commit("Open it again", at=CHANGED)
    destroyed()(log)
    return base


def reduced_while_open(log: Repository) -> None:
    """List an open case as reduced, without taking anything out."""
    take(log, "KN-2026-0006", "reduced", hash_of(log, OVERDUE))


def listed_and_there(log: Repository) -> None:
    """List a case as destroyed whose file stays."""
    take(log, PAST_REFERENCE, "destroyed", hash_of(log, PAST))


def reduced_after_destroyed(log: Repository) -> None:
    """List a case as reduced that was destroyed."""
    take(log, "KN-2020-0001", "reduced")


PAST_SALT = f"{1:032x}"


def begun_as_a_copy(log: Repository) -> None:
    """Begin a case with the salt of another one."""
    text = log.path(OVERDUE).read_text("utf-8").replace("KN-2026-0006", "KN-2026-0011")
    put(log, NEW_CASE, text.replace("\ntheme:", f'\nsalt: "{PAST_SALT}"\ntheme:', 1))


def destroyed_and_copied(log: Repository) -> None:
    """Destroy a case, and begin another one with its salt in the same change."""
    destroyed()(log)
    begun_as_a_copy(log)


def destroyed_then_copied(log: Repository) -> str:
    """Destroy a case, and once that is merged begin another one with its salt."""
    destroyed()(log)
    base = log.commit("Destroy a case", at=CHANGED)
    begun_as_a_copy(log)
    return base


def destroyed_then_given(log: Repository) -> str:
    """Destroy a case, and once that is merged give its salt to a case that has none."""
    destroyed()(log)
    base = log.commit("Destroy a case", at=CHANGED)
    log.edit(OVERDUE, "\ntheme:", f'\nsalt: "{PAST_SALT}"\ntheme:')
    return base


def link_to(file: str) -> Act:
    """Put a link to a file elsewhere into the log."""

    def act(log: Repository) -> None:
        path = log.path(file)
        elsewhere = log.folder / "elsewhere"
        if path.exists():
            path.rename(elsewhere)
        else:
            text = log.path(OVERDUE).read_text("utf-8")
            elsewhere.write_text(text.replace("KN-2026-0006", "KN-2026-0011"), "utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(elsewhere)

    return act


def linked_before(log: Repository) -> str:
    """Change what a link that was there before leads to."""
    link_to(NEW_CASE)(log)
    base = log.commit("Record", at=CHANGED)
    (log.folder / "elsewhere").write_text("", "utf-8")
    return base


def made_executable(file: str) -> Act:
    """Give a file the mode of a program."""

    def act(log: Repository) -> None:
        log.path(file).chmod(0o755)

    return act


def with_hold(row: str) -> Act:
    """Add to the list of holds in one change, and destroy the case that is held in the next."""

    def act(log: Repository) -> str:
        log.append(HOLDS, row)
        base = log.commit("Lift", at=CHANGED)
        destroyed(HELD_CASE)(log)
        return base

    return act


TAKEN_OVER = LIFTED.replace("head-of-legal-services", "clerk")
NEW_CASE = "cases/2026/KN-2026-0011.yaml"
LINKED = (
    ("a new case", NEW_CASE),
    ("a new event that waits", WAITING.replace("k3f9", "aaaa")),
    ("an event that waits", WAITING),
    ("the list of holds", HOLDS),
    ("the list of what was taken", DESTROYED),
    ("the lock", LOCK),
    ("the baseline", BASELINE),
    ("what staff read", "policies/knowsley/policy.md"),
    ("a new file beside the policies", "policies/knowsley/notes.txt"),
    ("a new edition", "policies/knowsley/2026-11.yaml"),
    ("a new folder of a year", "cases/2027"),
)
FOLDED = """\
  - id: 20261124T0815-update-k3f9
    at: 2026-11-24 08:00
    recorded: 2026-11-24 08:15
    kind: update
    by: receiving
    note: Still with the duty team.
"""


def folded(*texts: str, keep: bool = False, into: str = CASE) -> Act:
    """Fold the waiting event by hand, and take its file away."""

    def act(log: Repository) -> None:
        for text in texts:
            log.append(into, text)
        if not keep:
            log.path(WAITING).unlink()

    return act


def too_large(log: Repository) -> None:
    """Let a case grow until it is not read."""
    log.append(OVERDUE, "# Too large to be read.\n" * (LARGEST_READ // 20))


STANDS = "case-stands"
WAITS = "waiting-stands"
HIDDEN = Path(OVERDUE).name

WAYS = (
    Way(name="the open, overdue case is deleted", rule=STANDS, act=gone(OVERDUE)),
    Way(name="a case is renamed", rule=STANDS, act=under_another_reference),
    Way(name="a case is moved into another year", rule=STANDS, act=moved(
        OVERDUE, "cases/2025/KN-2026-0006.yaml")),
    Way(name="a case is moved out of its year", rule=STANDS, act=moved(
        OVERDUE, "cases/KN-2026-0006.yaml")),
    Way(name="a case is hidden by a full stop", rule=STANDS, act=moved(
        OVERDUE, f"cases/2026/.{HIDDEN}")),
    Way(name="a case is hidden as a copy of an editor", rule=STANDS, act=moved(
        OVERDUE, f"{OVERDUE}~")),
    Way(name="a case is hidden by a hash", rule=STANDS, act=moved(
        OVERDUE, f"cases/2026/#{HIDDEN}")),
    Way(name="a case is put into a hidden folder", rule=STANDS, act=moved(
        OVERDUE, f"cases/.2026/{HIDDEN}")),
    Way(name="a case is given another ending", rule=STANDS, act=moved(
        OVERDUE, "cases/2026/KN-2026-0006.yml")),
    Way(name="a case is moved out of the log", rule=STANDS, act=moved(OVERDUE, f"old/{HIDDEN}")),
    Way(name="a case becomes a link within the log", rule=STANDS, act=linked(
        OVERDUE, "cases/2026/.kept/case")),
    Way(name="a case becomes a link out of the log", rule=STANDS, act=linked(OVERDUE, "old/case")),
    Way(name="a year becomes a link", rule=STANDS, act=folder_linked),
    Way(name="a case is committed as a link", rule=STANDS, act=with_mode("120000")),
    Way(name="a case is committed as another repository", rule=STANDS, act=with_mode("160000")),
    Way(name="another repository is put among the cases", rule="readable", by="check",
        act=another_repository),
    Way(name="a case becomes a folder", rule=STANDS, act=turned_into_a_folder),
    Way(name="a case is emptied", rule=STANDS, act=written(OVERDUE, "")),
    Way(name="a case is made unreadable", rule=STANDS, act=lambda log:
        log.append(OVERDUE, "events: []\n")),
    Way(name="a case is made too large to be read", rule=STANDS, act=too_large),
    Way(name="a case is deleted, and another one listed as taken", rule=STANDS,
        act=destroyed_under_another_name),
    Way(name="a case is deleted, and listed as reduced only", rule=STANDS, act=only_reduced),
    Way(name="a case is deleted, and listed without its hash", rule=STANDS, act=without_a_hash),
    Way(name="a case is listed as reduced, and a moment changed", rule="events-stand",
        act=reduced_too_far),
    Way(name="a row of what was taken is taken out", rule="destroyed-stands", act=gone(DESTROYED)),
    Way(name="the hash of a case that was taken is changed", rule="destroyed-stands",
        act=lambda log: log.edit(DESTROYED, 64 * "1", 64 * "3")),
    Way(name="the reference of a destroyed case is given again", rule="destroyed-stands",
        act=given_again),
    Way(name="a case is listed as destroyed with another hash than it has",
        rule="destroyed-stands", act=destroyed_with_another_hash),
    Way(name="a case without a salt is destroyed", rule="destroyed-stands",
        act=destroyed_without_a_salt),
    Way(name="a new case has the salt of another", rule="unique-salt", by="check",
        act=begun_as_a_copy),
    Way(name="a new case has the salt of one destroyed with it", rule="new-salt",
        act=destroyed_and_copied),
    Way(name="a new case has the salt of one destroyed with it, not committed yet",
        rule="new-salt", act=destroyed_and_copied, is_committed=False),
    Way(name="a new case has the salt of one that was destroyed", rule="new-salt",
        act=destroyed_then_copied),
    Way(name="a case is given the salt of one that was destroyed", rule="new-salt",
        act=destroyed_then_given),
    Way(name="what was published of a quarter is changed", rule="destroyed-stands",
        act=lambda log: log.edit(DESTROYED, "total: 14", "total: 15")),
    Way(name="an open case is destroyed", rule="destroyed-stands", act=destroyed(OVERDUE)),
    Way(name="an open case is reduced", rule="destroyed-stands", act=reduced_while_open),
    Way(name="a case is destroyed that was opened again", rule="destroyed-stands",
        act=reopened_and_destroyed),
    Way(name="a case is destroyed, and the time to keep cases shortened",
        rule="destroyed-stands", act=shortened_first),
    Way(name="a case is destroyed, and the time to keep cases begun with it",
        rule="destroyed-stands", act=never_ending_first),
    Way(name="a case is destroyed by an entry of before its time was over",
        rule="destroyed-stands", act=destroyed(on="2024-01-31")),
    Way(name="a case is destroyed by an entry of tomorrow", rule="destroyed-stands",
        act=destroyed(on="2026-11-26")),
    Way(name="a case is listed as destroyed, and stays", rule="destroyed-stands",
        act=listed_and_there),
    Way(name="a case is listed as destroyed, and stays", rule="destroyed-is-gone", by="check",
        act=listed_and_there),
    Way(name="a case is listed as reduced after it was destroyed", rule="destroyed-is-gone",
        by="check", act=reduced_after_destroyed),
    *(Way(name=f"{what} is a link", rule="plain-files", act=link_to(file))
      for what, file in LINKED),
    *(Way(name=f"{what} is a link", rule="readable", by="check", act=link_to(file))
      for what, file in LINKED),
    Way(name="a link that was there before stays", rule="plain-files", act=linked_before),
    Way(name="a case is made a program", rule="plain-files", act=made_executable(CASE)),
    Way(name="a partnership is made a program", rule="plain-files",
        act=made_executable(PARTNERSHIP)),
    Way(name="a hold is lifted by another role", rule="holds-in-order", by="check",
        act=lambda log: log.append(HOLDS, LIFTED.replace("head-of-legal-services", "clerk"))),
    Way(name="a hold is lifted by another role, and the case destroyed", rule="hold-stands",
        act=with_hold(TAKEN_OVER)),
    Way(name="a hold is taken over by another role, and the case destroyed", rule="hold-stands",
        act=with_hold(
            TAKEN_OVER.replace("lifted: true", "review_on: 2027-05-04") + TAKEN_OVER)),
    Way(name="a hold is lifted on a day before it was set", rule="holds-in-order", by="check",
        act=lambda log: log.append(HOLDS, LIFTED.replace("2026-11-20", "2026-11-19"))),
    Way(name="a case is held until a day before that", rule="holds-in-order", by="check",
        act=lambda log: log.append(HOLDS, HELD_ROW.replace("2027-05-04", "2026-05-04"))),
    Way(name="a case is held from tomorrow", rule="holds-in-order", by="check",
        act=lambda log: log.append(HOLDS, HELD_ROW.replace("2026-11-20", "2026-11-26"))),
    Way(name="a text of a held case is taken out", rule="hold-stands", act=redacted_while_held),
    Way(name="a held case is reduced", rule="hold-stands", act=lambda log:
        take(log, HELD_REFERENCE, "reduced", hash_of(log, HELD_CASE))),
    Way(name="a hold is lifted, and the case destroyed at once", rule="hold-stands",
        act=lifted_and_destroyed),
    Way(name="a hold is taken out", rule="hold-stands", act=lambda log:
        log.edit(HOLDS, HELD_ROW, "")),
    Way(name="the list of holds is deleted", rule="hold-stands", act=gone(HOLDS)),
    Way(name="a hold is set before the others", rule="hold-stands", act=lambda log:
        log.edit(HOLDS, "holds:\n", "holds:\n" + HELD_ROW.replace("0004", "0003"))),
    Way(name="a new text seems to identify somebody", rule="new-texts", act=lambda log:
        log.append(OVERDUE, "  - {at: 2026-11-24 10:00, kind: debrief, by: partnership, "
                            "note: Born on 4.5.2011}\n")),
    Way(name="a part of a new text is lost", rule="new-texts-whole", act=lambda log:
        log.append(OVERDUE, "  - at: 2026-11-24 10:00\n    kind: debrief\n    by: partnership\n"
                            "    note: Call #3 made\n")),
    Way(name="a part of a text that waits is lost", rule="new-texts-whole", act=lambda log:
        put(log, WAITING.replace("0815", "0825"), f"reference: {REFERENCE}\nevent:\n"
            "  at: 2026-11-24 08:25\n  kind: update\n  by: receiving\n"
            "  recorded: 2026-11-24 08:25\n  note: The caf\ufffd rang\n")),
    Way(name="a part of a contact's purpose is lost", rule="new-texts-whole", act=lambda log:
        log.edit(PARTNERSHIP, "contacts:\n",
                 "contacts:\n  - id: desk\n    name: Desk\n    purpose: Room #3\n")),
    Way(name="a new remark seems to identify somebody", rule="new-texts", act=lambda log:
        log.edit(OVERDUE, "events:\n", "# Mum rang:\n# 07700 900123\nevents:\n")),
    Way(name="a waiting event is deleted", rule=WAITS, act=gone(WAITING)),
    Way(name="all that waits beside a case is deleted", rule=WAITS, act=lambda log:
        git(log.folder, "rm", "-r", "--quiet", f"cases/2026/{REFERENCE}")),
    Way(name="a waiting event is changed", rule=WAITS, act=lambda log:
        log.edit(WAITING, "kind: update", "kind: response")),
    Way(name="the moment of a waiting event is changed", rule=WAITS, act=lambda log:
        log.edit(OTHER_WAITING, "at: 2026-11-24 08:00", "at: 2026-11-23 08:00")),
    Way(name="a waiting event is renamed", rule=WAITS, act=moved(
        WAITING, WAITING.replace("k3f9", "k3f8"))),
    Way(name="a waiting event is hidden", rule=WAITS, act=moved(
        WAITING, f"cases/2026/{REFERENCE}/.20261124T0815-update-k3f9.yaml")),
    Way(name="a waiting event is moved to another case", rule=WAITS, act=moved(
        WAITING, WAITING.replace("0010", "0006"))),
    Way(name="a waiting event is folded with another moment", rule=WAITS, act=folded(
        FOLDED.replace("at: 2026-11-24 08:00", "at: 2026-11-12 08:00"))),
    Way(name="a waiting event is folded without its note", rule=WAITS, act=folded(
        FOLDED.replace("    note: Still with the duty team.\n", ""))),
    Way(name="a waiting event is folded without its id", rule=WAITS, act=folded(
        FOLDED.replace("  - id: 20261124T0815-update-k3f9\n    at", "  - at"))),
    Way(name="a waiting event is folded twice", rule=WAITS, act=folded(FOLDED, FOLDED)),
    Way(name="a waiting event is folded and left", rule=WAITS, act=folded(FOLDED, keep=True)),
    Way(name="a waiting event is folded into another case", rule=WAITS, act=folded(
        FOLDED, into=OVERDUE)),
    Way(name="an event is given the id of one that waits beside another case",
        rule="id-of-waiting", act=folded(FOLDED, keep=True, into=OVERDUE)),
    Way(name="an event is given the id of none that waited", rule="id-of-waiting", act=folded(
        FOLDED.replace("k3f9", "zzzz").replace("at: 2026-11-24 08:00", "at: 2026-11-12 08:00"),
        keep=True)),
)  # fmt: skip
