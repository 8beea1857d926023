"""A case file broken on purpose, in Git: what each command says, and that mending ends it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from escalation_log.words.dates import date_words
from tests.cli.running import Ran, run, spreadsheet
from tests.cli.terminal import run_on_terminal
from tests.repositories import Repository, git

CASE = "KN-2026-0006"
FILE = f"cases/2026/{CASE}.yaml"
AS_OF = ("--as-of", "2026-11-22 12:00")
BROKEN = [
    pytest.param("  - at: [soon\n", id="not YAML"),
    pytest.param("  - at: soon\n    kind: update\n", id="the schema"),
    pytest.param("  - at: 2026-11-21 10:00\n    kind: escalated\n    to: stage-9\n", id="a rule"),
]


@pytest.fixture(params=BROKEN)
def broken(repository: Repository, request: pytest.FixtureRequest) -> Iterator[Repository]:
    """Give a repository in which a case file is broken and committed; mend it at the end."""
    text = repository.path(FILE).read_text("utf-8")
    repository.append(FILE, request.param)
    repository.commit("Break a case file")
    yield repository
    repository.path(FILE).write_text(text, "utf-8")
    ran = run("assess", CASE, *AS_OF, log=repository.log)
    assert (ran.code, ran.err) == (0, "")


def stood(repository: Repository) -> tuple[str, str]:
    """Give the commit that the case stands by, and how it is named in words."""
    commit = git(repository.folder, "rev-parse", "HEAD~1")
    on = repository.day_of(commit)
    return commit, f"commit {commit[:7]} of {date_words(on)}"


def said(ran: Ran, repository: Repository) -> None:
    assert ran.code == 1
    _, words = stood(repository)
    assert (
        f"By an earlier state: {FILE}, as it stood in {words}, because it has had problems since.\n"
        "See what they are, and mend them: escalog check\n"
    ) in ran.err


def test_assess_says_by_which_state_the_case_stands(broken: Repository) -> None:
    commit, words = stood(broken)
    ran = run("assess", "--format", "json", *AS_OF, log=broken.log)
    said(ran, broken)
    value = json.loads(ran.out)
    by = {case["reference"]: case["as_of_commit"] for case in value["cases"]}
    assert by.pop(CASE) == commit
    assert set(by.values()) == {None}
    assert value["not_judged"] == []
    rows = spreadsheet(run("assess", "--format", "csv", *AS_OF, log=broken.log))
    assert {row["as_of_commit"] for row in rows if row["reference"] == CASE} == {commit}
    assert {row["as_of_commit"] for row in rows if row["reference"] != CASE} == {""}
    table = run("assess", CASE, *AS_OF, log=broken.log)
    said(table, broken)
    lines = table.out.splitlines()
    assert lines[1].split("  ")[0] == CASE
    assert lines[1].endswith(f"Shown as it stood in {words}: its file has had a problem since.")
    assert lines[-1].endswith(". 1 case stands by an earlier state.")
    assert run("assess", "KN-2026-0001", *AS_OF, log=broken.log).code == 0


def test_the_case_is_judged_as_it_was_before_it_was_broken(repository: Repository) -> None:
    before = json.loads(run("assess", CASE, "--format", "json", *AS_OF, log=repository.log).out)
    repository.append(FILE, "  - at: [soon\n")
    after = json.loads(run("assess", CASE, "--format", "json", *AS_OF, log=repository.log).out)
    (old,), (new,) = before["cases"], after["cases"]
    assert old.pop("as_of_commit") is None
    assert new.pop("as_of_commit") == git(repository.folder, "rev-parse", "HEAD")
    assert old == new


def test_a_terminal_shows_the_notice_below_the_name_of_the_case(repository: Repository) -> None:
    repository.append(FILE, "  - at: [soon\n")
    (repository.log / "cases/2026/KN-2026-0099.yaml").write_text("a: [b\n")
    shown = run_on_terminal("--log", str(repository.log), "assess", *AS_OF, columns=100, code=1)
    plain = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).split())
    assert plain.index("KN-2026-0099") < plain.index(f"{CASE} open")
    assert "not judged: line 1: The bracket" in plain
    assert "earlier state: Shown as it stood in commit" in plain


def test_explain_begins_with_the_state(broken: Repository) -> None:
    _, words = stood(broken)
    ran = run("explain", CASE, *AS_OF, log=broken.log)
    said(ran, broken)
    assert f"Shown as it stood in {words}: its file has had a problem since.\n" in ran.out
    assert "stage-2/resolve" in ran.out


def test_exports_say_it_too(broken: Repository) -> None:
    commit, words = stood(broken)
    value = json.loads(run("export", "--format", "json", *AS_OF, log=broken.log).out)
    (case,) = (each for each in value["cases"] if each["reference"] == CASE)
    assert (case["as_of_commit"], value["left_out"], value["not_judged"]) == (commit, [], [])
    rows = spreadsheet(run("export", "--format", "csv", CASE, *AS_OF, log=broken.log))
    assert {row["as_of_commit"] for row in rows} == {commit}
    diary = run("export", "--format", "ics", CASE, *AS_OF, log=broken.log)
    said(diary, broken)
    unfolded = diary.out.replace("\r\n ", "").replace("\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count(f"Shown as it stood in {words}") > 0
    feed = ET.fromstring(run("export", "--format", "atom", CASE, *AS_OF, log=broken.log).out)
    contents = [each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}content")]
    assert contents
    assert all(f"Shown as it stood in {words}" in text for text in contents)


def test_the_digest_names_both_kinds(broken: Repository) -> None:
    (broken.log / "cases/2026/KN-2026-0099.yaml").write_text("a: [\n")
    _, words = stood(broken)
    asked = ("--policy", "knowsley", *AS_OF)
    for agency, is_concerned in (
        ("childrens-social-care", True),
        ("partnership", True),
        ("housing", False),
    ):
        ran = run("digest", "--agency", agency, *asked, log=broken.log)
        said_of = " ".join(ran.out.split())
        assert ("Missing here: KN-2026-0099." in said_of) is True
        stands = f"Not up to date here: {CASE} as it stood in {words}."
        assert (stands in said_of) is is_concerned, agency
        page = run("digest", "--agency", agency, "--format", "html", *asked, log=broken.log).out
        assert (stands in page) is is_concerned, agency
    other = run("digest", "--policy", "barnsley", *AS_OF, log=broken.log)
    assert "KN-2026" not in other.out


def test_sync_opens_an_issue_about_the_file_and_plans_on(broken: Repository) -> None:
    ran = run("sync", "--dry-run", *AS_OF, log=broken.log, environment={})
    said(ran, broken)
    lines = [line for line in ran.out.splitlines() if CASE in line]
    assert any("cannot-be-judged" in line for line in lines)
    assert any("stage-2" in line or "stage-3" in line for line in lines)


def test_the_effect_of_breaking_a_file_is_on_the_card(broken: Repository) -> None:
    commit, words = stood(broken)
    ran = run("effect", "--base", "HEAD~1", "--format", "markdown", log=broken.log)
    # On GitHub an invisible character keeps a commit from becoming a link.
    assert f"The case would be shown as it stood in {words}" in ran.out.replace("\u2060", "")
    assert "Mend its problems before this is merged." in ran.out
    assert commit[:12] in ran.out
