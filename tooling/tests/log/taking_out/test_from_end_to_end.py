"""A redaction, a reduction and a destruction, and then the history without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.log.seals import case_hash
from escalation_log.model.cases import Case
from escalation_log.words.dates import day_words
from tests.cli.running import run
from tests.log.taking_out.old_log import NAME, case, file_of, old_log, opened, seal_at, seen
from tests.log.taking_out.taking import (
    AUTHORITY,
    WHY,
    clone_to_rewrite,
    cloned_anew,
    command,
    rewritten,
    steps,
)
from tests.repositories import Repository, git

HOLDS = "cases/holds.yaml"


def everything(folder: Path) -> str:
    """Give all that a repository keeps: contents, commits and tags, whoever's they are."""
    listed = git(folder, "cat-file", "--batch-all-objects", "--batch-check")
    names = [line.split()[0] for line in listed.splitlines() if " tree " not in line]
    return "\n".join(git(folder, "cat-file", "-p", name) for name in names)


def taken_out(log: Repository) -> None:
    """Take out what has the name, reduce a case and destroy another one, each in a commit."""
    for number in range(5, 13):
        command("redact", f"KN-2021-{number:04}", "2", "note", *WHY, log=log)
    command("redact", "KN-2021-0001", "top", "pseudonym", *WHY, log=log)
    command("redact", "KN-2021-0001", "2", "note", *WHY, log=log)
    command("redact", "KN-2021-0002", "20210302T0815-update-k3f9", "note", *WHY, log=log)
    command("redact", "KN-2021-0002", "2", "note", *WHY, log=log)
    log.commit("Take out")
    command("retention", "--reduce", "KN-2021-0003", *AUTHORITY, log=log)
    log.commit("Reduce")
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    log.commit("Destroy")


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    return old_log(tmp_path / "log")


def test_the_history_is_rewritten_and_everything_still_stands(
    log: Repository, tmp_path: Path
) -> None:
    before, day = seen(log.log), steps(log.folder)
    seals = {place: seal_at(log.folder, commit) for place, commit in enumerate(day)}
    assert before[0].total == 12
    taken_out(log)
    for commit in steps(log.folder)[-3:]:
        assert run("history", "--base", f"{commit}^", "--head", commit, log=log.log).code == 0
    assert run("check", log=log.log).code == 0
    assert seen(log.log) == before
    assert all(seal_at(log.folder, day[place]) == seal for place, seal in seals.items())
    tree = git(log.folder, "rev-parse", "HEAD:cases/2021")

    clone = clone_to_rewrite(log, tmp_path / "rewritten")
    rewritten(clone)
    changed = git(clone, "diff", "--name-only", "origin/main").split()
    assert changed == ["cases/destroyed.yaml", "policies/history.yaml"]
    fresh = cloned_anew(clone).folder

    kept = everything(fresh)
    assert NAME not in kept
    assert "C-7QX01" not in kept
    assert "C-7QX03" not in kept
    assert f"{4:032x}" not in kept
    assert git(fresh, "rev-parse", "HEAD:cases/2021") == tree
    now = steps(fresh)
    assert git(fresh, "rev-parse", f"{now[0]}") in (fresh / "policies/history.yaml").read_text()
    for commit in now[1:]:
        ran = run("history", "--base", f"{commit}^", "--head", commit, log=fresh)
        assert ran.code == 0, ran.out
    assert run("check", log=fresh).code == 0
    assert seen(fresh) == before
    verified = run("verify", log=fresh)
    assert verified.code == 0, verified.out
    for place in (0, 5):
        ran = run("verify", "--seal", seals[place], log=fresh)
        assert ran.code == 0, ran.out
    # A version that nobody could read has no seal that could be printed.
    sound = [place for place in seals if place != 2]
    assert [seal_at(fresh, now[place]) for place in sound] == [seals[place] for place in sound]
    assert rewritten(fresh).count("is unchanged") == 2


def test_a_hold_keeps_everything_where_it_is(log: Repository) -> None:
    held = "  - {reference: KN-2021-0004, on: 2026-01-02, by: legal-services, "
    log.path(HOLDS).write_text(f"holds:\n{held}review_on: 2027-01-04}}\n", "utf-8")
    log.commit("Hold a case")
    for words in (
        ("redact", "KN-2021-0004", "2", "note", *WHY),
        ("retention", "--reduce", "KN-2021-0004", *AUTHORITY),
        ("retention", "--destroy", "KN-2021-0004", *AUTHORITY),
    ):
        ran = run(*words, log=log.log)
        assert ran.code == 3
        assert "KN-2021-0004 is held by the role legal-services" in ran.err
    ran = run("filter-tree", log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "Nothing is rewritten while a case is held: KN-2021-0004." in ran.err
    assert "Held by legal-services, who looks at it again on Monday 4 January 2027." in (
        run("retention", log=log.log).out
    )
    assert git(log.folder, "status", "--porcelain") == ""
    log.append(HOLDS, f"{held}lifted: true}}\n")
    command("redact", "KN-2021-0004", "2", "note", *WHY, log=log)
    assert "hold-stands" in run("history", "--base", "HEAD", log=log.log).out
    git(log.folder, "checkout", "--", file_of(4))
    assert run("history", "--base", "HEAD", log=log.log).code == 0
    log.commit("Lift the hold")
    command("redact", "KN-2021-0004", "2", "note", *WHY, log=log)
    assert run("history", "--base", "HEAD", log=log.log).code == 0


def test_nothing_goes_while_the_list_of_holds_cannot_be_read(log: Repository) -> None:
    log.path(HOLDS).write_text("holds:\n  - {reference: KN-2021-0004}\n", "utf-8")
    for words in (
        ("redact", "KN-2021-0004", "2", "note", *WHY),
        ("filter-tree",),
    ):
        log.commit()
        ran = run(*words, log=log.log)
        assert (ran.code, ran.out) == (3, "")
        assert HOLDS in ran.err
    assert git(log.folder, "status", "--porcelain") == ""


def test_a_case_is_kept_until_its_time_is_over(log: Repository) -> None:
    ran = run("retention", "--destroy", "KN-2026-0001", *AUTHORITY, log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "This case has to be kept" in ran.err
    listed = command("retention", log=log)
    assert "KN-2021-0001: ended Monday 1 February 2021, kept until Saturday 3 February 2024." in (
        listed
    )
    assert "KN-2026" not in listed


def test_a_case_without_a_salt_is_not_destroyed(log: Repository) -> None:
    log.edit(file_of(4), f'salt: "{4:032x}"\n', "")
    ran = run("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "Give it one, and have that merged first: escalog fold --salt" in ran.err
    command("fold", "--salt", log=log)
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    assert not log.path(file_of(4)).exists()


@pytest.mark.parametrize("how", ["--reduce", "--destroy"])
def test_a_case_whose_salt_another_one_has_is_not_taken(log: Repository, how: str) -> None:
    log.edit(file_of(5), f"{5:032x}", f"{4:032x}")
    ran = run("retention", how, "KN-2021-0004", *AUTHORITY, log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "KN-2021-0005 has the salt of this case" in in_a_line(ran.err)
    assert log.path(file_of(4)).exists()


def test_a_destruction_that_was_stopped_is_finished(log: Repository) -> None:
    text = log.path(file_of(4)).read_text("utf-8")
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    taken = log.path("cases/destroyed.yaml").read_text("utf-8")
    log.path(file_of(4)).write_text(text, "utf-8")
    assert "escalog retention --destroy KN-2021-0004" in run("check", log=log.log).out
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    assert log.path("cases/destroyed.yaml").read_text("utf-8") == taken
    assert not log.path(file_of(4)).exists()
    assert len(opened(log.log).cases) == len(list(log.path("cases").rglob("*-*.yaml")))


def test_no_hash_that_can_be_guessed_is_written_or_left_in_the_history(
    log: Repository, tmp_path: Path
) -> None:
    """Of before a case had a salt no hash is kept, since anybody could make it of a guess."""
    unsalted = "".join(line for line in case(13).splitlines(keepends=True) if "salt:" not in line)
    log.path(file_of(13)).write_text(unsalted, "utf-8")
    guessed = case_hash(parsed(unsalted), "")
    before = seal_at(log.folder, log.commit("Open a case by hand"))
    for extent in ("--reduce", "--destroy"):
        ran = run("retention", extent, "KN-2021-0013", *AUTHORITY, log=log.log)
        assert (ran.code, ran.out) == (3, "")
        assert "This case has no salt, so its hash could be guessed" in ran.err
    assert git(log.folder, "status", "--porcelain") == ""
    command("fold", "--salt", log=log)
    after = seal_at(log.folder, log.commit("Give salts"))
    command("retention", "--destroy", "KN-2021-0013", *AUTHORITY, log=log)
    log.commit("Destroy")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", f"file://{log.folder}", clone)
    rewritten(clone)
    listed = [git(clone, "show", f"{commit}:cases/destroyed.yaml") for commit in steps(clone)[-2:]]
    assert all("reference: KN-2021-0013" in each and guessed not in each for each in listed)
    opened_by_hand = git(clone, "ls-tree", "-r", "--name-only", steps(clone)[-3])
    assert "cases/destroyed.yaml" not in opened_by_hand
    assert file_of(13) not in opened_by_hand
    # The version that nobody could read is told as well.
    ran = run("verify", "--seal", after, log=clone)
    assert "has this seal" not in in_a_line(ran.out)
    ran = run("verify", "--seal", before, log=clone)
    assert "No commit of this branch has this seal" in in_a_line(ran.out)
    assert "no seal is found that was printed before that case had a salt" in in_a_line(ran.out)


def in_a_line(text: str) -> str:
    return " ".join(text.split())


def parsed(text: str) -> Case:
    found = parse_case(file_of(13), text.encode())
    assert isinstance(found, Case)
    return found


def test_nothing_is_taken_where_list_and_folder_disagree(log: Repository) -> None:
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    log.commit("Destroy")
    log.path(file_of(4)).write_text(case(4).replace("A visit was", "Two visits were"), "utf-8")
    assert "destroyed-is-gone" in run("check", log=log.log).out
    refused = run("retention", "--reduce", "KN-2021-0004", *AUTHORITY, log=log.log)
    assert (refused.code, refused.out) == (3, "")
    assert "KN-2021-0004 is listed as destroyed, and a case of this reference" in refused.err
    log.edit(file_of(4), "kind: resolved", "kind: withdrawn")
    refused = run("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log.log)
    assert (refused.code, refused.out) == (3, "")
    assert git(log.folder, "status", "--porcelain").split() == ["??", file_of(4)]


def test_whoever_asks_for_a_destroyed_case_is_told_when_it_went(log: Repository) -> None:
    command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)
    log.commit("Destroy")
    today = day_words(log.day_of("HEAD"))
    said = f"KN-2021-0004 was destroyed on {today}, on the authority of: The business manager."
    for words in (
        ("as-at", "2099-01-01", "KN-2021-0004"),
        ("assess", "KN-2021-0004"),
        ("explain", "KN-2021-0004"),
        ("provenance", "KN-2021-0004"),
        ("redact", "KN-2021-0004", "2", "note", *WHY),
    ):
        ran = run(*words, log=log.log)
        assert ran.code == 3
        assert said in " ".join(ran.err.split()), words
        assert "Usage" not in ran.err
    assert run("as-at", "2021-03-10", "KN-2021-0004", log=log.log).code == 0


def test_a_destroyed_case_is_told_of_on_days_on_which_nothing_of_it_is_found(
    log: Repository,
) -> None:
    log.path(file_of(13)).write_text(case(13), "utf-8")
    log.commit("Open a case")
    command("retention", "--destroy", "KN-2021-0013", *AUTHORITY, log=log)
    log.commit("Destroy")
    ran = run("as-at", "2021-03-10", "KN-2021-0013", log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "KN-2021-0013 was destroyed on" in in_a_line(ran.err)
