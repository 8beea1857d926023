"""What three linters and GitHub's own schema say of the workflows, and that they would speak up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.bot.bench.parts import required
from tests.logs import REPOSITORY
from tests.workflows.files import FOLDER, OWN_ACTIONS, PATHS

TOOLS = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, cwd=cwd, timeout=120
    )


@pytest.fixture
def actionlint() -> Path:
    """Give where it is."""
    return required().actionlint


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """Give a repository with a workflow that each of the linters should refuse."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "careless.yml").write_text(
        "on: pull_request_target\n"
        "jobs:\n"
        "  careless:\n"
        "    runs-on: ubuntu-latest\n"
        "    steps:\n"
        "      - uses: actions/checkout@v7\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n"
        "        if: runner.oss == 'Linux'\n"
    )
    return tmp_path


ZIZMOR = ("--offline", "--no-progress", "--quiet", "--persona", "auditor")
SCHEMA = ("--builtin-schema", "vendor.github-workflows")


def test_zizmor_finds_nothing_even_when_it_looks_for_everything() -> None:
    done = run(TOOLS / "zizmor", *ZIZMOR, FOLDER, *OWN_ACTIONS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_zizmor_is_told_to_overlook_says_why() -> None:
    lines = [line for path in PATHS for line in path.read_text("utf-8").splitlines()]
    overlooked = [line.partition("zizmor: ignore[")[2] for line in lines if "zizmor:" in line]
    assert overlooked
    for words in overlooked:
        rule, _, reason = words.partition("]")
        assert rule == "dangerous-triggers"
        assert len(reason.split()) > 3
    everywhere = YAML(typ="safe", pure=True).load((FOLDER.parent / "zizmor.yml").read_bytes())
    assert everywhere == {"rules": {"self-repository": {"disable": True}}}


def test_every_file_is_valid_by_the_schema_of_workflows() -> None:
    done = run(TOOLS / "check-jsonschema", *SCHEMA, *PATHS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_shared_action_is_valid_by_the_schema_of_actions() -> None:
    schema = ("--builtin-schema", "vendor.github-actions")
    done = run(TOOLS / "check-jsonschema", *schema, *OWN_ACTIONS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_proposes_newer_versions_is_valid_and_waits() -> None:
    file = FOLDER.parent / "dependabot.yml"
    done = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.dependabot", file)
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(TOOLS / "zizmor", *ZIZMOR, file)
    assert done.returncode == 0, done.stdout + done.stderr
    updates = YAML(typ="safe", pure=True).load(file.read_bytes())["updates"]
    for each in updates:
        assert each["cooldown"]["default-days"] >= 7
        for folder in each.get("directories") or [each["directory"]]:
            assert (REPOSITORY / folder.removeprefix("/")).is_dir()
    (of_actions,) = [each for each in updates if each["package-ecosystem"] == "github-actions"]
    own = [f"/{path.parent.relative_to(REPOSITORY)}" for path in OWN_ACTIONS]
    assert of_actions["directories"] == ["/", *own]


# What looks into scripts is not installed, so that nobody's own copy of it decides.
ACTIONLINT = ("-no-color", "-shellcheck=", "-pyflakes=")


def test_actionlint_finds_nothing(actionlint: Path) -> None:
    done = run(actionlint, *ACTIONLINT, "-verbose", *PATHS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Found 0 errors in {len(PATHS)} files" in done.stderr


def test_each_of_them_would_speak_up(careless: Path) -> None:
    file = careless / ".github" / "workflows" / "careless.yml"
    found = run(TOOLS / "zizmor", *ZIZMOR, "--format", "plain", file)
    assert found.returncode != 0
    for rule in ("template-injection", "unpinned-uses", "excessive-permissions"):
        assert rule in found.stdout
    file.write_text(file.read_text().replace("runs-on", "run-on"))
    assert run(TOOLS / "check-jsonschema", *SCHEMA, file).returncode == 1


def test_actionlint_would_speak_up(actionlint: Path, careless: Path) -> None:
    file = careless / ".github" / "workflows" / "careless.yml"
    found = run(actionlint, *ACTIONLINT, file, cwd=careless)
    assert found.returncode == 1
    assert '"oss" is not defined' in found.stdout
    file.write_text(
        "on:\n  schedule:\n    - cron: '7 9 * * 1'\n      timezone: Europe/Londres\n"
        "jobs: {one: {runs-on: ubuntu-latest, steps: [run: 'true']}}\n"
    )
    found = run(actionlint, *ACTIONLINT, file, cwd=careless)
    assert found.returncode == 1
    assert "Europe/Londres" in found.stdout
