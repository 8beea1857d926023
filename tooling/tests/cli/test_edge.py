"""Whatever stands where a file belongs, and wherever output goes, a command ends in a sentence."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.killing import Killer
from tests.cli.running import run, run_process
from tests.logs import FOUR
from tests.repositories import repository_of
from tests.thoroughness import one_in_by_day

NOT_INSIDE = "Something is wrong inside the tool"


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        # A socket's path has at most some hundred characters, wherever tests are kept.
        here = os.open(path.parent, os.O_RDONLY)
        made.bind(f"/proc/self/fd/{here}/{path.name}")
        os.close(here)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 << 30)


MAKE: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a socket": _socket,
    "a folder": Path.mkdir,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "3 GB": _huge,
    "no text": lambda path: path.write_bytes(bytes(range(256))),
    "nothing": Path.touch,
}
PLACES = (
    "cases/2026/KN-2026-0001.yaml",
    "cases/README.md",
    "cases/holds.yaml",
    "cases/destroyed.yaml",
    "policies/knowsley/2020-06.yaml",
    "policies/knowsley/policy.md",
    "policies/calendars/england-and-wales.yaml",
    "policies/editions.lock",
    "policies/history.yaml",
    "site/pages/own.md",
    "site/pages/own.png",
    "site/theme/main.html",
    "site/theme/assets/own.css",
    "mkdocs.yml",
    "cases",
    "policies/knowsley",
)
LINES: dict[str, tuple[str, ...]] = {
    "check": ("check",),
    "assess": ("assess", "--format", "json"),
    "deadline": ("deadline", "--from", "2026-03-02", "--working-days", "5"),
    "effect": ("effect", "--base", "HEAD"),
    "history": ("history", "--base", "HEAD"),
    "lock": ("lock",),
    "site": ("export", "--format", "site", "--to", "OUT"),
    "retention": ("retention",),
}
ODD = [f"{where} is {what}" for where in PLACES for what in MAKE]


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log in Git, with pages of its own, to be copied."""
    root = tmp_path_factory.mktemp("edge") / "log"
    repository = repository_of(root, FOUR)
    (root / "mkdocs.yml").write_text("site_name: Own\ndocs_dir: site/pages\n", "utf-8")
    for folder in ("site/pages", "site/theme/assets"):
        (root / folder).mkdir(parents=True)
    (root / "site/pages/index.md").write_text("# Own\n", "utf-8")
    repository.commit("Begin")
    return root


def put(root: Path, where: str, make: Callable[[Path], object]) -> None:
    """Put something odd in a place, of whatever stood there."""
    path = root / where
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    make(path)


def ends_in_a_sentence(code: int, said: str) -> None:
    assert code in (0, 1, 2, 3), said
    assert "Traceback" not in said
    assert NOT_INSIDE not in said
    if code == 3:
        *_, words = said.rpartition("Error: ")
        assert words
        assert len(words.splitlines()) <= 3


@pytest.mark.parametrize("odd", one_in_by_day(12, ODD))
def test_odd_things_in_the_place_of_files(
    odd: str, source: Path, tmp_path: Path, killer: Killer
) -> None:
    where, _, what = odd.partition(" is ")
    root = Path(shutil.copytree(source, tmp_path / "log"))
    put(root, where, MAKE[what])
    for line in LINES.values():
        place = (str(tmp_path / "site") if each == "OUT" else each for each in line)
        ran = killer.run("--log", root, *place, temporary=tmp_path)
        assert ran.is_over
        ends_in_a_sentence(ran.code, ran.said)


@pytest.mark.parametrize("where", ["policies/calendars/england-and-wales.yaml", "mkdocs.yml"])
def test_it_says_what_stands_there(where: str, source: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(source, tmp_path / "log"))
    put(root, where, _huge)
    line = "site" if where == "mkdocs.yml" else "deadline"
    arguments = [str(tmp_path / "site") if each == "OUT" else each for each in LINES[line]]
    ran = run(*arguments, log=root)
    assert (ran.code, ran.out) == (3, "")
    assert "This file is larger than 1024 KB, far more than any file of a log needs" in ran.err


def test_a_page_that_is_a_pipe_does_not_hold_a_build_up(source: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(source, tmp_path / "log"))
    (root / "mkdocs.yml").write_text(
        "site_name: Own\ndocs_dir: site/pages\nsite_dir: build/site\ntheme: {name: material}\n"
        "plugins: [escalation-log]\n",
        "utf-8",
    )
    os.mkfifo(root / "site/pages/own.md")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert "own.md: This is no ordinary file, so it is not read. Remove it." in done.stdout
    assert "Traceback" not in done.stderr


CHECK = [sys.executable, "-m", "escalation_log", "check"]
EVERYTHING = "1>&- 2>&- 0<&-"


@pytest.mark.parametrize(
    ("redirected", "code", "says"),
    [
        ("1>&-", 0, ""),
        (EVERYTHING, 0, ""),
        ("1>/dev/full", 3, "Error: No space left on device\n"),
        ("--help 1>/dev/full", 3, "Error: No space left on device\n"),
        ("--nonsense 2>/dev/full", 3, ""),
        ("--nonsense 2>&-", 2, ""),
    ],
)
def test_wherever_output_goes(redirected: str, code: int, says: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirected}', "sh", *CHECK],
        cwd=FOUR,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)


@pytest.mark.parametrize(
    "odd",
    [
        {"LC_ALL": "xx_YY", "LANG": "C"},
        {"HOME": "/nonexistent", "TMPDIR": "/nonexistent", "TZ": "Nowhere/At-all"},
        {"COLUMNS": "many", "LINES": "-1", "TERM": "strange"},
        {"PYTHONIOENCODING": "ascii", "PATH": ""},
    ],
    ids=str,
)
def test_whatever_the_environment(odd: dict[str, str]) -> None:
    for line in ("check", "assess"):
        ran = run_process(*LINES[line], environment=odd)
        assert ran.code == 0, ran.err
        assert ran.out


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'cd "$0" && rmdir "$0" && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, str(gone), *CHECK],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: The folder that this was called in is gone.\n")


def test_a_line_without_an_end_is_not_read_for_ever() -> None:
    ran = run_process("deadline", "--batch", "/dev/zero", seconds=20)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("Error: A line goes on without an end")


def test_settings_that_grow_without_end_are_refused_or_ignored(
    source: Path, tmp_path: Path, killer: Killer
) -> None:
    root = Path(shutil.copytree(source, tmp_path / "log"))
    laughs = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    for text in (
        f"a0: &a0 [x, x]\n{laughs}site_name: *a11\nnav: *a11\n",
        "nav: &a [*a]\n",
        "site_name: 2026-02-30\n",
        "[" * 100_000,
        "? {a: b}\n: c\n",
    ):
        (root / "mkdocs.yml").write_text(text, "utf-8")
        line = ("export", "--format", "site", "--to", tmp_path / "site")
        ran = killer.run("--log", root, *line, temporary=tmp_path)
        ends_in_a_sentence(ran.code, ran.said)
