"""What the effect card says of files: removed, rewritten, unreadable, public."""

from __future__ import annotations

import pytest

from tests.cli.running import run
from tests.effect.telling import AS_OF, effect, only_case
from tests.repositories import Repository

CASE = "cases/2026/KN-2026-0006.yaml"

NEW = "cases/2026/KN-2026-0008.yaml"
LATE = "cases/2026/KN-2026-0006.yaml"


def test_what_only_may_be_added_to_and_is_changed_is_warned_of(repository: Repository) -> None:
    repository.edit(NEW, "theme: level-of-need", "theme: accountability")
    repository.edit(NEW, "2026-11-20 14:00", "2026-11-20 15:00")
    repository.edit(NEW, "    how: phone\n", "    how: email\n")
    case = only_case(repository)
    assert case["warnings"] == [
        (
            "The head of the file is changed: theme. Put back what stood there, and record a "
            "header-correction."
        ),
        (
            "Event 2 had been recorded already and is changed: moment and how. Put back what "
            "stood there, and record a correction."
        ),
    ]


def test_a_removed_event_is_warned_of(repository: Repository) -> None:
    text = repository.path(NEW).read_text()
    repository.path(NEW).write_text(text[: text.index("  - at: 2026-11-20 14:00")])
    (warning,) = only_case(repository)["warnings"]
    assert warning.startswith("1 recorded event is removed.")


def test_a_removed_case_is_loud(repository: Repository) -> None:
    repository.path(NEW).unlink()
    case = only_case(repository)
    assert case["standing"] == "removed"
    assert case["warnings"][0].startswith("THE CASE IS REMOVED from the log, with 2 events")
    ran = run("effect", "--base", "HEAD", "--format", "markdown", log=repository.log)
    assert "### `KN-2026-0008` (REMOVED)" in ran.out


def test_a_case_that_nobody_can_read_any_longer_is_no_removed_one(
    repository: Repository,
) -> None:
    repository.append(NEW, "  - at: soon\n    kind: update\n")
    told = effect(repository)
    (case,) = told["cases"]
    assert case["standing"] == "unreadable"
    assert case["warnings"] == ["Mend its problems before this is merged."]
    assert len(told["problems"]) == 1
    assert told["problems"][0].startswith(f"{NEW}:")
    assert "events[2].at" in told["problems"][0]


@pytest.mark.parametrize("text", ["a: 1\n", "[", "a: &a [x]\n"])
def test_a_new_file_that_nobody_can_read_is_no_change_of_layout(
    repository: Repository, text: str
) -> None:
    repository.path("cases/2026/KN-2026-0098.yaml").write_text(text)
    told = effect(repository)
    assert told["problems"]
    (case,) = told["cases"]
    assert (case["reference"], case["standing"]) == ("KN-2026-0098", "unreadable")
    assert case["about"].startswith("The file has problems, and no earlier state")
    assert told["unmeant"] == 0


def test_a_file_in_the_wrong_place_is_no_change_of_layout(repository: Repository) -> None:
    repository.path(LATE).rename(repository.path("cases/2026/KN-2026-0098.yaml"))
    told = effect(repository)
    assert len(told["problems"]) == 1
    assert told["unmeant"] == 0


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (LATE, ["The log no longer looks after its open issues: close them by hand."]),
        (NEW, []),
    ],
)
def test_a_removed_case_says_that_its_open_issues_stay(
    repository: Repository, file: str, words: list[str]
) -> None:
    repository.path(file).unlink()
    case = only_case(repository)
    assert (case["standing"], case["told"]) == ("removed", words)


def test_only_problems_that_the_change_brings_are_told(repository: Repository) -> None:
    repository.edit(NEW, "agency: health-visiting", "agency: weather")
    repository.commit()
    repository.append(LATE, "# A remark.\n")
    told = effect(repository)
    assert (told["cases"], told["problems"], told["unmeant"]) == ([], [], 1)
    repository.edit(LATE, "raising: {agency: ", "raising: {agency: un")
    told = effect(repository)
    (problem,) = told["problems"]
    assert problem.startswith(LATE)
    (case,) = told["cases"]
    assert case["about"].startswith("The file has problems. The case would be shown as it stood in")
    assert case["about"].endswith(", and what was recorded since would not count.")
    assert case["warnings"][-1] == "Mend its problems before this is merged."


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        (
            "policies/knowsley/partnership.yaml",
            "phone: 0151 443 4786",
            "phone: 0151 443 4787",
            ["Whom to ring under knowsley: the contact business-manager is changed."],
        ),
        (
            "policies/knowsley/partnership.yaml",
            "0151 496 0100",
            "0151 496 0199",
            [],
        ),
        ("policies/knowsley/partnership.yaml", "sector: housing", "sector: health", []),
        (
            "policies/knowsley/policy.md",
            "\n## ",
            "\nMore words.\n\n## ",
            ["What staff read about the policy knowsley: its text is changed."],
        ),
        (
            "policies/knowsley/2020-06.yaml",
            "title: Confer and recommend",
            "title: Confer, then recommend",
            ["The edition knowsley@2020-06: its stages change."],
        ),
        (
            "policies/knowsley/partnership.yaml",
            "name: Knowsley Safeguarding Children Partnership\n",
            "name: Another partnership\n",
            ["The partnership of knowsley: its name changes."],
        ),
    ],
    ids=["contact", "contact of an agency", "agency", "text", "edition", "name"],
)
def test_what_becomes_public_is_what_the_public_site_shows(
    file: str, before: str, after: str, words: list[str], repository: Repository
) -> None:
    text = repository.path(file).read_text("utf-8")
    repository.path(file).write_text(text.replace(before, after, 1), "utf-8")
    assert effect(repository)["public"] == words


def test_other_files_are_counted_and_never_called_secret(repository: Repository) -> None:
    (repository.folder / "README.md").write_text("Everybody may read this.\n")
    ran = run("effect", "--base", "HEAD", log=repository.log)
    assert "Becomes visible to the public: nothing of the cases and policies." in ran.out
    assert "1 other file changes; this does not say what that means." in ran.out


@pytest.mark.parametrize(
    "file", ["cases/README.md", "cases/2026/notes.txt", "policies/knowsley/notes.md"]
)
def test_a_file_that_is_none_of_the_log_stops_nothing(file: str, repository: Repository) -> None:
    repository.append(CASE, "  - {at: 2026-11-20, kind: nothing}\n")
    repository.path(file).write_text("Read me.\n", "utf-8")
    ran = run("effect", "--base", "HEAD", log=repository.log)
    assert (ran.code, ran.err) == (0, "")
    assert "differs; what that means is not told here." in ran.out
    assert f"{CASE}:" in ran.out


def test_public_numbers_that_are_out_and_change_are_told(repository: Repository) -> None:
    repository.edit("policies/knowsley/partnership.yaml", "{threshold: 5}", "{threshold: 6}")
    told = effect(repository)["public"]
    assert len(told) == 5
    assert told[0].startswith(
        "The public statistics under knowsley of July to September 2026 change, though they are out"
    )


def test_a_text_that_is_new_or_gone_is_not_called_changed(repository: Repository) -> None:
    text = repository.path("policies/knowsley/policy.md")
    words = text.read_text("utf-8")
    text.unlink()
    gone = "What staff read about the policy knowsley: its text is removed."
    assert effect(repository)["public"] == [gone]
    repository.commit("Without the text")
    text.write_text(words, "utf-8")
    added = "What staff read about the policy knowsley: its text is added."
    assert effect(repository)["public"] == [added]


def test_cases_that_only_get_a_salt_are_one_line(repository: Repository) -> None:
    assert run("fold", "--salt", log=repository.log).code == 0
    told = effect(repository)
    assert (told["cases"], told["salted"], told["unmeant"]) == ([], 27, 0)
    for form, first in (("text", ()), ("markdown", ("**Nothing to do.**",))):
        asked = ("effect", "--base", "HEAD", "--as-of", AS_OF, "--format", form)
        out = run(*asked, log=repository.log).out
        lines = [line for line in out.splitlines() if line and not line.startswith(("#", "<!"))]
        assert lines.pop(len(first) + 1).startswith("Compared with")
        assert lines == [
            *first,
            "Every case and every rule means what it meant before.",
            "27 cases: only a salt was added.",
            "Becomes visible to the public: nothing.",
        ]


def test_a_case_that_also_gets_a_salt_is_told_by_what_else_it_gets(repository: Repository) -> None:
    repository.edit(NEW, "theme:", f'salt: "{"12" * 16}"\ntheme:')
    repository.append(NEW, "  - at: 2026-11-23 10:00\n    kind: discussed\n    by: receiving\n")
    repository.edit(LATE, "\ntheme:", f'\nsalt: "{"23" * 16}"\ntheme:')
    told = effect(repository)
    (case,) = told["cases"]
    assert (case["reference"], case["warnings"], told["salted"]) == ("KN-2026-0008", [], 1)
    assert case["told"][0] == "Discussion recorded Monday 23 November 2026 at 10:00."


@pytest.mark.parametrize("after", ["", f'salt: "{"23" * 16}"\n'])
def test_a_salt_that_is_changed_or_goes_is_warned_of(repository: Repository, after: str) -> None:
    salt = f'salt: "{"12" * 16}"\n'
    repository.edit(NEW, "theme:", f"{salt}theme:")
    repository.commit()
    repository.edit(NEW, salt, after)
    told = effect(repository)
    (case,) = told["cases"]
    assert (case["told"], told["salted"]) == ([], 0)
    assert case["warnings"] == [
        "The salt, by which its seals can be told, is changed. Put back what stood there."
    ]


def test_a_salt_in_a_case_with_problems_is_told_with_them(repository: Repository) -> None:
    repository.edit(NEW, "theme: level-of-need", "theme: of-nothing")
    repository.commit()
    repository.edit(NEW, "theme:", f'salt: "{"12" * 16}"\ntheme:')
    told = effect(repository)
    assert told["salted"] == 0
    assert [each["warnings"] for each in told["cases"]] == [
        ["Mend its problems before this is merged."]
    ]


def test_words_that_are_taken_out_of_a_whole_case_are_told(repository: Repository) -> None:
    """As `retention --reduce` does, which records no event."""
    text = repository.path(NEW).read_text("utf-8")
    begin = text.index("concern: |")
    end = text.index("outcome_sought:")
    repository.path(NEW).write_text(f"{text[:begin]}concern: Taken out.\n{text[end:]}", "utf-8")
    case = only_case(repository)
    assert case["warnings"] == []
    assert case["told"] == ["Words are taken out, and nothing new is recorded."]
