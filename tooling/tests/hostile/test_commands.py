"""Nothing that a file, a commit or an argument says comes alive in what a command prints."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Ran, run
from tests.cli.terminal import run_on_terminal
from tests.hostile import alive
from tests.hostile.corpus import CANARY, RAW, TEXTS, filled
from tests.hostile.planting import planted_log, read
from tests.repositories import Repository, git
from tests.site.building import AS_OF
from tests.thoroughness import whole

CASE = "KN-2026-0007"
IN_ACTIONS = {"GITHUB_ACTIONS": "true"}
AT = ("--as-of", AS_OF)
FOR_PEOPLE = (
    ("check", *AT),
    ("assess", *AT),
    ("assess", "--all", *AT),
    ("explain", CASE, *AT),
    ("explain", "BA-2026-0006", *AT),
    ("digest", *AT),
    ("retention",),
    ("fold", "--dry-run"),
    ("lock",),
    ("sync", "--dry-run", *AT),
    ("history", "--base", "HEAD~1"),
    ("verify",),
    ("provenance", CASE),
    ("as-at", "2030-01-01"),
    ("effect", "--base", "HEAD~1", *AT),
    ("impact", "--base", "HEAD~1", *AT),
    ("may-merge", "--base", "HEAD~1", "--only-say", *AT),
)
AS_JSON = (
    ("check", *AT),
    ("assess", *AT),
    ("explain", CASE, *AT),
    ("history", "--base", "HEAD~1"),
    ("verify",),
    ("provenance", CASE),
    ("as-at", "2030-01-01"),
    ("effect", "--base", "HEAD~1", *AT),
    ("impact", "--base", "HEAD~1", *AT),
)
CARDS = (("effect", "--base", "HEAD~1", *AT), ("impact", "--base", "HEAD~1", *AT))


def words(asked: tuple[str, ...]) -> str:
    """Name a run of a command."""
    return " ".join(asked[:2])


@pytest.fixture(scope="module", params=[0, *(whole(turn) for turn in range(9, len(TEXTS), 9))])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a repository of the log in whose last commit every text is another.

    Its branch, its author and the words of its commits are hostile too.
    """
    root = tmp_path_factory.mktemp("hostile") / "log"
    planted_log(root, request.param)
    git(root, "init", "--quiet", "--initial-branch", "zqcanary/##closes#12@zqcanary")
    repository = Repository(folder=root, log=root)
    _commit(repository, filled(5000))
    later = planted_log(root.with_name("later"), request.param + 1)
    for name in ("policies", "cases"):
        shutil.copytree(later / name, root / name, dirs_exist_ok=True)
    _commit(repository, "\n\n".join(RAW).replace("\0", ""))
    return root


def _commit(repository: Repository, message: str) -> None:
    repository.commit(message)
    author = f"{RAW[0]} ##[error]zqcanary {RAW[4]} @zqcanary <zqcanary@a.example>"
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", "--author", author)


def ran(log: Path, asked: tuple[str, ...], *more: str) -> Ran:
    """Run a command as a step of a workflow does."""
    done = run(*asked, *more, log=log, environment=IN_ACTIONS)
    assert done.code in {0, 1}, done.err
    return done


def test_a_log_of_hostile_texts_is_in_order(log: Path) -> None:
    done = ran(log, ("check", "--format", "json", *AT))
    problems = json.loads(done.out)["problems"]
    assert [each for each in problems if each["severity"] == "problem"] == []


# These name files, references and commits, and no words of anybody's.
WORDLESS = ("retention", "fold --dry-run", "lock", "history --base", "verify")


def test_nothing_is_alive_in_lines_for_people(log: Path, subtests: pytest.Subtests) -> None:
    for asked in FOR_PEOPLE:
        with subtests.test(words(asked)):
            done = ran(log, asked)
            said = done.out + done.err
            assert CANARY in said or (said and words(asked) in WORDLESS)
            assert alive.in_log(said) == []
            assert alive.on_terminal(said) == []


@pytest.mark.parametrize("asked", [FOR_PEOPLE[0], FOR_PEOPLE[10], FOR_PEOPLE[11]], ids=words)
def test_annotations_are_ours_alone(log: Path, asked: tuple[str, ...]) -> None:
    done = ran(log, asked, "--format", "github")
    assert alive.in_log(done.out)
    assert alive.in_annotations(done.out) == []
    assert alive.on_terminal(done.out) == []


def test_json_can_be_read(log: Path, subtests: pytest.Subtests) -> None:
    for asked in AS_JSON:
        with subtests.test(words(asked)):
            assert alive.in_json(ran(log, asked, "--format", "json").out) == []


@pytest.mark.parametrize("asked", CARDS, ids=words)
def test_nothing_is_alive_in_markdown(log: Path, asked: tuple[str, ...]) -> None:
    card = ran(log, asked, "--format", "markdown").out
    assert CANARY in card
    assert alive.in_markdown(card, ours=("escalation-log-effect",)) == []


EXPORTS = {"csv": alive.in_csv, "ics": alive.in_calendar, "atom": alive.in_xml}


@pytest.mark.parametrize("form", EXPORTS)
def test_nothing_is_alive_in_an_export(log: Path, form: str, tmp_path: Path) -> None:
    ran(log, ("export", "--format", form, "--to", str(tmp_path / "export"), *AT))
    text = (tmp_path / "export").read_bytes().decode()
    assert CANARY in text
    assert EXPORTS[form](text) == []


def test_an_export_has_the_names_as_they_were_typed(log: Path) -> None:
    done = ran(log, ("export", "--format", "json", *AT))
    typed = {duty["title"].strip() for duty in _duties(log)}
    said = {
        row["title"]
        for case in json.loads(done.out)["cases"]
        for row in case["duties"]
        if not row["own"]
    }
    assert said
    assert said <= typed


def _duties(log: Path) -> Iterator[dict[str, str]]:
    for path in log.glob("policies/*/*.yaml"):
        content = read(path)
        if "stages" in content:
            yield from content.get("duties", ())
            for stage in content["stages"]:
                yield from stage["duties"]


def test_nothing_is_alive_in_a_digest_for_an_e_mail(log: Path, tmp_path: Path) -> None:
    ran(log, ("digest", "--to", str(tmp_path / "digests"), *AT))
    files = list((tmp_path / "digests").iterdir())
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert CANARY in text
        if path.suffix == ".html":
            assert alive.in_html(text) == []
        else:
            assert alive.on_terminal(text) == []


@pytest.mark.parametrize(
    "asked", [("assess", *AT), ("explain", CASE, *AT), ("provenance", CASE)], ids=words
)
def test_nothing_is_alive_on_a_terminal(log: Path, asked: tuple[str, ...]) -> None:
    code = ran(log, asked).code
    shown = run_on_terminal("--log", str(log), *asked, code=code)
    assert CANARY in shown.replace("\n", "")
    assert alive.on_terminal(shown, in_colour=True) == []


TYPED = ("".join(RAW).replace("\0", ""), "\n::error::zqcanary", "##[add-mask]zqcanary")
# `{}` is typed by somebody else.
ARGUMENTS = (
    "{}",
    "explain {}",
    "explain KN-2026-0007 {}",
    "assess {}",
    "assess --as-of {}",
    "assess --format {}",
    "check {}",
    "check --as-of {}",
    "digest --agency {}",
    "digest --policy {}",
    "export --format csv --policy {}",
    "export --format csv --agency {}",
    "export --format csv --to {}/x.csv",
    "export --format ics --site {} --to -",
    "history --base {}",
    "effect --base {}",
    "impact --base {}",
    "may-merge --base {}",
    "as-at {}",
    "provenance {}",
    "redact {} 1 note --reason x --authority x",
    "redact KN-2026-0007 {} note --reason x --authority x",
    "redact KN-2026-0007 1 {} --reason x --authority x",
    "retention --reduce {} --authority x",
    "filter-tree --commit {}",
    "verify --seal {}",
    "deadline --from {} --working-days 2",
    "deadline --from 2026-03-02 --working-days 2 --calendar {}",
    "deadline --from 2026-03-02 --working-days 2 --counting {}",
    "deadline --batch {}",
    "sync --dry-run --repository {}",
    "sync --dry-run --repository a/b --api {}",
    "sample --seed 1 --cases 1 --out {}/x",
    "watch --workflow {} --repository a/b",
    "doctor --repository {}",
    "may-publish --on pages --repository {}",
    "post-effect --head {} --missing 1",
    "calendars --feed {}",
    "lock {}",
    "fold {}",
)


@pytest.mark.parametrize("line", ARGUMENTS)
def test_nothing_is_alive_in_what_is_said_of_an_argument(line: str, tmp_path: Path) -> None:
    for text in TYPED:
        where = f"{tmp_path}/{text}" if "/x" in line else text
        args = [part.replace("{}", where) for part in line.split()]
        done = run(*args, environment={**IN_ACTIONS, "GITHUB_TOKEN": "x"})
        said = done.err + ("" if done.code == 0 else done.out)
        assert alive.on_terminal(said) == [], args
        assert alive.in_log(said) == [], args
