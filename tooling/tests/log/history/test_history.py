"""What `history` says, and what it takes as recorded."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.history import history
from escalation_log.log.history_rules import HISTORY_RULES
from escalation_log.log.verifying import verify
from escalation_log.model.errors import EscalogError
from tests.log.history.honest import salt_given
from tests.log.history.recorded import (
    BASE,
    BASELINE,
    BEGUN,
    CASE,
    CHANGED,
    DESTROYED,
    EDITION,
    NOW,
    OVERDUE,
    PARTNERSHIP,
    PAST,
    PAST_REFERENCE,
    RECORDED,
    WAITING,
    checked,
    put,
    put_back,
    told,
)
from tests.log.history.ways_with_files import NEW_CASE, destroyed, hash_of, take
from tests.log.history.ways_with_git import UPDATE
from tests.log.history.ways_with_rules import longer, relock
from tests.logs import FOUR, REPOSITORY
from tests.repositories import Repository, git, repository_of

DOCUMENT = REPOSITORY / "docs" / "history.md"


def base_of(log: Repository) -> str:
    return git(log.folder, "rev-parse", BASE)[:12]


def test_an_event_that_was_changed_is_told_with_what_to_type(log: Repository) -> None:
    log.edit(CASE, "at: 2026-11-03 09:00", "at: 2026-11-02 11:00")
    (problem,) = told(log)
    assert (problem.file, problem.line, problem.place) == (CASE, 19, "events[1]")
    assert problem.message == (
        "Event 2 was changed after it was recorded: `at`. Put it back as it was, and add at the "
        "end: - {at: NOW, kind: correction, of: 2, correct: {at: AS-IT-SHOULD-BE}, reason: WHY}. "
        f"What it was: git restore --source={base_of(log)} -- {CASE}"
    )


ADVICE = re.compile(r"- \{at: NOW, kind: ([a-z-]+)(?:, of: [^,]+)?, correct: \{([a-z_]+): ")
CORRECTION = "    kind: correction\n    by: partnership\n    of: 3\n"


@pytest.mark.parametrize(
    ("before", "after", "advised"),
    [
        ("policy: knowsley@2020-06\n", "policy: knowsley@2020-06a\n", None),
        ("theme: communication\n", "theme: level-of-need\n", ("header-correction", "theme")),
        ("by: receiving\n    how: phone", "by: raising\n    how: phone", ("correction", "by")),
        ("recorded: 2026-11-06 09:00\n", "recorded: 2026-11-05 14:00\n", None),
        (CORRECTION, CORRECTION.replace("3", "2"), None),
        ("correct: {how: video-call}", "correct: {how: email}", ("correction", "how")),
    ],
)
def test_only_a_correction_that_can_be_made_is_advised(
    log: Repository, before: str, after: str, advised: tuple[str, str] | None
) -> None:
    log.edit(CASE, before, after)
    (problem,) = told(log)
    found = ADVICE.search(problem.message)
    assert (None if found is None else found.groups()) == advised
    assert ("kind:" in problem.message) is (advised is not None)


def test_a_salt_and_a_destruction_in_one_change_are_told_apart(log: Repository) -> None:
    log.edit(PAST, f'salt: "{1:032x}"\n', "")
    git(log.folder, "commit", "--quiet", "--all", "--message", "A case without a salt", at=CHANGED)
    log.edit(PAST, "\ntheme:", f'\nsalt: "{2:032x}"\ntheme:')
    hashed = hash_of(log, PAST)
    log.path(PAST).unlink()
    take(log, PAST_REFERENCE, "destroyed", hashed)
    (problem,) = told(log, "HEAD")
    assert problem.message == (
        f"{PAST_REFERENCE} had no salt before this change, so its hash could be guessed. The salt "
        "comes first, in a change merged before: put the case and this list back, type: escalog "
        "fold --salt, and have that merged. Then type: escalog retention --destroy "
        f"{PAST_REFERENCE} --authority AUTHORITY"
    )


def test_a_case_that_is_gone_is_told_with_what_to_type(log: Repository) -> None:
    log.path(OVERDUE).unlink()
    (problem,) = told(log)
    assert (problem.file, problem.line) == (OVERDUE, None)
    assert problem.message == (
        "This case was recorded and is gone. A case that ends is kept; to end it, record "
        f"`withdrawn`. Put it back: git restore --source={base_of(log)} -- {OVERDUE}"
    )


def test_what_is_put_back_as_it_says_is_in_order(log: Repository) -> None:
    log.path(OVERDUE).unlink()
    (problem,) = told(log)
    git(log.folder, *problem.message.partition("Put it back: git ")[2].split())
    assert told(log) == []


def test_a_case_that_is_hidden_is_told_with_where_it_lies(log: Repository) -> None:
    log.path(OVERDUE).rename(log.path(f"{OVERDUE}~"))
    (problem,) = told(log)
    assert f"now lies under a name that nothing reads, in {OVERDUE}~." in problem.message


def test_several_faults_of_one_case_are_all_told(log: Repository) -> None:
    log.edit(CASE, "theme: communication", "theme: level-of-need")
    log.edit(CASE, "kind: update\n    by: receiving\n", "kind: update\n    by: raising\n")
    log.edit(CASE, "A second call", "A third call")
    log.path(WAITING).unlink()
    assert [(each.rule, each.place) for each in told(log)] == [
        ("header-stands", "theme"),
        ("events-stand", "events[1]"),
        ("events-stand", "events[4]"),
        ("waiting-stands", ""),
    ]


def test_no_correction_of_what_none_may_name_is_asked_for(log: Repository) -> None:
    log.edit(CASE, "theme:", "invented: true\ntheme:")
    (problem,) = told(log)
    assert "header-correction" not in problem.message


def test_an_unreadable_base_is_replaced_by_its_last_readable_ancestor(log: Repository) -> None:
    text = log.path(CASE).read_text("utf-8")
    put(log, CASE, text + "events: []\n")
    broken = log.commit("Break", at=CHANGED)
    put(log, CASE, text.replace("kind: update", "kind: response"))
    (problem,) = told(log, broken)
    assert problem.rule == "events-stand"
    assert f"--source={base_of(log)} " in problem.message
    put(log, CASE, text)
    assert told(log, broken) == []


def test_what_cannot_be_read_is_told_as_check_tells_it(log: Repository) -> None:
    log.append(CASE, UPDATE.replace("kind: update", "kind: updated"))
    log.edit(WAITING, "by: receiving", "by: somebody")
    (in_case, in_waiting) = told(log)
    ours = {each.file: each for each in checked(log) if each.rule == "schema"}
    for found, rule in ((in_case, "case-stands"), (in_waiting, "waiting-stands")):
        same = ours[found.file]
        assert (found.rule, found.line, found.place) == (rule, same.line, same.place)
        said = "What was recorded is found again here once this is mended: "
        assert found.message == said + same.message


def test_a_case_put_back_otherwise_is_verified_against_what_it_said_last(log: Repository) -> None:
    text = log.path(OVERDUE).read_text("utf-8")
    log.path(OVERDUE).unlink()
    gone = log.commit("Delete", at=CHANGED)
    put(log, OVERDUE, text.replace("at: 2026-11-06 12:00", "at: 2026-11-20 12:00"))
    back = log.commit("Put back", at=CHANGED)
    found = verify(log.log, NOW, advance=lambda _: None).problems
    assert [(each.commit, each.rule) for each in found] == [
        (gone, "case-stands"),
        (back, "events-stand"),
    ]


def test_what_was_never_readable_was_never_recorded(log: Repository) -> None:
    put(log, "cases/2026/KN-2026-0012.yaml", "reference: [")
    base = log.commit("Begin a case", at=CHANGED)
    log.path("cases/2026/KN-2026-0012.yaml").unlink()
    assert told(log, base) == []


def test_events_of_a_new_case_may_say_what_they_like(log: Repository) -> None:
    text = log.path(OVERDUE).read_text("utf-8").replace("KN-2026-0006", "KN-2026-0012")
    put(log, "cases/2026/KN-2026-0012.yaml", text + UPDATE.replace("11-25", "11-28"))
    assert told(log) == []


def test_what_came_in_is_dated_by_the_first_commit_that_holds_it(log: Repository) -> None:
    """Two hours later the same event would have been in order."""
    late = "  - at: 2026-11-25 08:00\n    recorded: 2026-11-25 08:30\n    kind: update\n"
    log.append(CASE, late)
    log.commit("Record", at="2026-11-25T07:00:00+00:00")
    put(log, "cases/README.md", "Cases.\n")
    log.commit("Explain", at=CHANGED)
    (problem,) = told(log, head="HEAD")
    assert problem.rule == "recorded-ahead"
    assert "This came in on 2026-11-25 at 07:00" in problem.message
    assert problem.message.endswith("Type: recorded: 2026-11-25 07:00")


def test_within_an_hour_clocks_may_differ(log: Repository) -> None:
    log.append(CASE, UPDATE.replace("09:00", "09:59"))
    log.commit("Record", at="2026-11-25T09:00:00+00:00")
    assert told(log, head="HEAD") == []
    log.append(CASE, UPDATE.replace("09:00", "11:11"))
    log.commit("Record", at="2026-11-25T10:10:00+00:00")
    assert [each.rule for each in told(log, head="HEAD")] == ["recorded-ahead"]


def test_a_destroyed_case_keeps_its_reference_for_links(log: Repository) -> None:
    text = log.path(CASE).read_text("utf-8").replace("KN-2026-0010", "KN-2026-0011")
    text = re.sub("(?m)^salt: .*\\n", "", text)
    put(log, NEW_CASE, text.replace("[KN-2026-0001]", f"[{PAST_REFERENCE}]"))
    base = log.commit("Open a case", at=CHANGED)
    hashed = hash_of(log, PAST)
    log.path(PAST).unlink()
    assert "known-links" in {each.rule for each in checked(log)}
    take(log, PAST_REFERENCE, "destroyed", hashed)
    assert checked(log) == []
    assert told(log, base) == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (BASELINE, "baseline: main\n", "Expected the whole name of a commit"),
        (DESTROYED, "cases: []\n", "expected at least one"),
        (DESTROYED, "cases:\n  - {reference: KN-2020-0001}\n", "extent"),
    ],
)
def test_the_files_of_history_are_checked(
    file: str, text: str, message: str, log: Repository
) -> None:
    put(log, file, text)
    found = checked(log)
    assert {each.file for each in found} == {file}
    assert any(message.lower() in each.message.lower() for each in found), found


def test_a_line_of_the_lock_is_asked_for_of_every_edition_that_is_used(log: Repository) -> None:
    lock = log.path("policies/editions.lock")
    lines = lock.read_text("utf-8").splitlines(keepends=True)
    lock.write_text("".join(line for line in lines if "barnsley" not in line), "utf-8")
    base = log.commit("Without a line", at=CHANGED)
    (problem,) = told(log, base)
    assert problem.message == (
        "Cases are opened under barnsley@v4, and no line here holds it. Type: escalog lock"
    )


@pytest.fixture
def young(tmp_path: Path) -> Repository:
    """Give a log that is mended before its baseline: Knowsley's cases are invented."""
    log = repository_of(tmp_path, FOUR)
    for path in tmp_path.glob("cases/*/KN-*.yaml"):
        log.edit(
            path.relative_to(tmp_path).as_posix(), "format: 1\n", "format: 1\ninvented: true\n"
        )
    git(tmp_path, "commit", "--quiet", "--all", "--amend", "--no-edit", at=BEGUN)
    git(tmp_path, "tag", "begun")
    longer(log)
    relock(log, EDITION, "knowsley@2020-06")
    log.commit("Mend the edition", at="2026-11-23T12:00:00+00:00")
    git(tmp_path, "tag", "mended")
    return log


def with_baseline(log: Repository, revision: str) -> None:
    put(log, BASELINE, f"baseline: {git(log.folder, 'rev-parse', revision)}\n")
    log.commit("Set the baseline", at=RECORDED)


def rules(log: Repository, base: str) -> set[str]:
    return {each.rule for each in told(log, base)}


def test_without_a_baseline_the_whole_history_counts(young: Repository) -> None:
    assert rules(young, "begun") == {"edition-stands", "lock-stands"}


def test_before_the_baseline_an_edition_of_invented_cases_may_have_been_mended(
    young: Repository,
) -> None:
    with_baseline(young, "mended")
    assert rules(young, "begun") == set()


def test_a_mend_after_the_baseline_is_none(young: Repository) -> None:
    with_baseline(young, "begun")
    assert rules(young, "begun") == {"edition-stands", "lock-stands"}


def test_a_mend_before_the_baseline_and_another_after_it_is_none(young: Repository) -> None:
    with_baseline(young, "mended")
    young.edit(EDITION, "title: Multi-agency escalation policy", "title: Escalation policy")
    assert rules(young, "begun") == {"edition-stands"}
    relock(young, EDITION, "knowsley@2020-06")
    assert rules(young, "begun") == {"edition-stands", "lock-stands"}


def test_an_edition_of_cases_that_happened_is_never_mended(young: Repository) -> None:
    git(young.folder, "reset", "--quiet", "--hard", "begun")
    text = young.path("cases/2026/KN-2026-0003.yaml").read_text("utf-8")
    put(young, "cases/2026/KN-2026-0003.yaml", text.replace("invented: true\n", ""))
    base = young.commit("One happened", at="2026-11-23T10:00:00+00:00")
    longer(young)
    relock(young, EDITION, "knowsley@2020-06")
    young.commit("Mend the edition", at="2026-11-23T12:00:00+00:00")
    with_baseline(young, "HEAD")
    assert rules(young, base) == {"edition-stands", "lock-stands"}


def test_before_the_baseline_nobody_minds_when_events_were_entered(young: Repository) -> None:
    young.append("cases/2026/KN-2026-0008.yaml", UPDATE)
    young.commit("Record too early", at="2026-11-23T13:00:00+00:00")
    git(young.folder, "tag", "early")
    assert "recorded-ahead" in rules(young, "mended")
    with_baseline(young, "early")
    assert rules(young, "mended") == set()


def test_the_threshold_may_be_chosen_once(log: Repository) -> None:
    log.edit(PARTNERSHIP, "statistics: {threshold: 5}\n", "")
    base = log.commit("No numbers", at=CHANGED)
    log.append(PARTNERSHIP, "statistics: {threshold: 6}\n")
    assert told(log, base) == []


def test_a_log_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    repository = repository_of(tmp_path, FOUR, within="safeguarding/our log")
    file = "cases/2026/KN-2026-0008.yaml"
    repository.edit(file, "kind: raised", "kind: discussed")
    repository.path("cases/2026/KN-2026-0007.yaml").unlink()
    found = [(each.file, each.rule) for each in told(repository, "HEAD")]
    assert found == [("cases/2026/KN-2026-0007.yaml", "case-stands"), (file, "events-stand")]


def test_names_of_any_characters_are_followed(log: Repository) -> None:
    text = log.path(OVERDUE).read_text("utf-8")
    put(log, "cases/2026/Köln\n.yaml", text)
    base = log.commit("Strange", at=CHANGED)
    log.path("cases/2026/Köln\n.yaml").unlink()
    assert [each.rule for each in told(log, base)] == ["case-stands"]


def test_a_shallow_clone_is_refused(log: Repository, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{log.folder}", "shallow")
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", git(log.folder, "rev-parse", "HEAD^"))
    assert history(shallow, "HEAD", None, NOW).problems == ()
    with pytest.raises(EscalogError) as refused:
        history(shallow, "FETCH_HEAD", "HEAD", NOW)
    assert "fetch-depth: 0" in (refused.value.hint or "")


def test_a_revision_that_nobody_knows_is_refused(log: Repository) -> None:
    with pytest.raises(EscalogError, match="Git knows no revision 'nowhere' here"):
        told(log, "nowhere")
    with pytest.raises(EscalogError, match="Git knows no revision 'nowhere' here"):
        told(log, BASE, "nowhere")


def test_outside_git_there_is_nothing_to_hold_against(tmp_path: Path) -> None:
    with pytest.raises(EscalogError, match="lies in no Git repository"):
        history(tmp_path, "HEAD", None, NOW)


def test_every_rule_is_documented() -> None:
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    written = [f"| `{rule.name}` | {rule.sentence} |" for rule in HISTORY_RULES]
    assert rows == written


def test_an_event_added_and_folded_on_one_branch_is_told_how_to_come_in(log: Repository) -> None:
    log.append(CASE, UPDATE.replace("  - at", "  - id: 20261125T0930-update-aaaa\n    at"))
    (problem,) = told(log)
    assert problem.message == (
        "No waiting event of this name was recorded before this change, and only `escalog fold` "
        "writes an `id`. If it waited on this branch, put the file of the waiting event into a "
        "change of its own first, and fold it once that is merged. Otherwise delete the line with "
        "`id`."
    )


def test_a_repository_with_longer_names_of_commits_has_a_baseline_too(tmp_path: Path) -> None:
    shutil.copytree(FOUR / "policies", tmp_path / "policies")
    shutil.copytree(FOUR / "cases", tmp_path / "cases")
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    log = Repository(folder=tmp_path, log=tmp_path)
    begun = log.commit("Begin the log", at=BEGUN)
    assert len(begun) == 64
    put(log, BASELINE, f"baseline: {begun}\n")
    log.commit("Set the baseline", at=RECORDED)
    assert checked(log) == []
    assert told(log, "HEAD^", "HEAD") == []
    log.path(OVERDUE).unlink()
    assert {each.rule for each in told(log, "HEAD")} == {"case-stands"}


def test_a_case_that_must_be_kept_is_told_with_why(log: Repository) -> None:
    salt_given(log)
    base = log.commit("Give a salt", at=CHANGED)
    destroyed(OVERDUE)(log)
    (problem,) = told(log, base)
    assert problem.message == (
        "KN-2026-0006 has to be kept: by what was recorded before this change its time is not "
        "over. Put the case and this list back. See which cases need not be kept any longer: "
        "escalog retention"
    )
    put_back(log)
    destroyed(on="2024-01-31")(log)
    (problem,) = told(log)
    assert problem.message == (
        "KN-2021-0001 has to be kept: this says that it went on 2024-01-31. Type a day from "
        "2024-02-03 to 2026-11-25."
    )


def test_a_closure_of_the_past_that_comes_in_says_when_it_was_announced(log: Repository) -> None:
    log.edit(PARTNERSHIP, "closures:\n", "closures:\n  - {from: 2026-11-20, name: Closed}\n")
    (problem,) = told(log)
    assert problem.message == (
        "2026-11-20 was not known here as a day off before. Say when it was announced: announced: "
        "2026-11-25. A closure that lasts longer gets a line of its own for the days that are new."
    )


def test_a_closure_that_was_to_come_when_it_came_in_stands(log: Repository) -> None:
    log.edit(PARTNERSHIP, "closures:\n", "closures:\n  - {from: 2026-11-30, name: Closed}\n")
    log.commit("Close", at=CHANGED)
    later = datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert history(log.log, BASE, None, later).problems == ()
    log.edit(PARTNERSHIP, "  - {from: 2026-11-30, name: Closed}\n", "")
    (problem,) = history(log.log, "HEAD", None, later).problems
    assert problem.message.startswith("The day off of 2026-11-30 is past, and its line is gone.")
