"""`mkdocs serve`: a changed file shows on the page, and a broken one does not end the server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.site.both_sites import install
from tests.site.building import copy_log

# So often somebody looks whether it is there yet: for minutes, because a busy machine is no fault
# of the code.
_LOOKS = 10_000
MISSING = "no such page"
_CASE = "cases/2026/KN-2026-0007"
_POLICY = "policies/knowsley/index.html"


class Server:
    """A running `mkdocs serve`, with what it says in a file."""

    def __init__(self, root: Path, package: Path) -> None:
        self.root = root
        self.package = package
        self._said = root / "said.txt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}/"
        with self._said.open("w") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=root,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(package)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._said.read_text(encoding="utf-8")

    def page(self, address: str) -> str:
        """Ask for a page; give MISSING where there is none, and nothing from a busy server."""
        try:
            with urlopen(f"{self._address}{address}", timeout=2) as answer:
                return str(answer.read().decode("utf-8"))
        except HTTPError as error:
            return MISSING if error.code == HTTPStatus.NOT_FOUND else ""
        except OSError:
            return ""

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        for _ in range(_LOOKS):
            if holds():
                return
            assert self._process.poll() is None, self.said
            time.sleep(0.02)
        pytest.fail(f"{what} did not come\n{self.said}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = copy_log(tmp_path_factory.mktemp("log"), cases=True)
    running = Server(root, install(tmp_path_factory.mktemp("installed")))
    try:
        running.wait(lambda: "Knowsley" in running.page(_POLICY), "the first build")
        yield running
    finally:
        running.stop()


def change(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")


def test_what_changes_shows_while_the_server_runs(
    server: Server, subtests: pytest.Subtests
) -> None:
    """Change one thing after another: a server of its own for each would take longest."""
    for step in (
        _a_changed_case_shows_again_and_again_by_one_build_each,
        _a_changed_text_of_a_policy_and_a_changed_page_by_hand_show,
        _a_changed_template_and_a_changed_style_show,
        _a_broken_case_is_named_until_it_is_mended,
        _a_broken_policy_leaves_the_server_alive_and_is_named,
        _settings_that_cannot_be_used_are_said_and_mended,
    ):
        with subtests.test(step.__name__.strip("_").replace("_", " ")):
            step(server)


def _a_changed_case_shows_again_and_again_by_one_build_each(server: Server) -> None:
    file = server.root / f"{_CASE}.yaml"
    before = "Notice to leave the flat runs out in the new year."
    for number in range(2):
        builds = server.said.count("Building documentation...")
        after = f"Notice to leave the flat, changed {number} times."
        change(file, before, after)
        server.wait(lambda: after in server.page(f"{_CASE}.html"), after)  # noqa: B023
        assert server.said.count("Building documentation...") == builds + 1
        before = after


def _a_changed_text_of_a_policy_and_a_changed_page_by_hand_show(server: Server) -> None:
    text = server.root / "policies/knowsley/policy.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nAdded to the text.\n", encoding="utf-8")
    server.wait(lambda: "Added to the text." in server.page(_POLICY), "the text")
    page = server.root / "site/pages/about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nAdded by hand.\n", encoding="utf-8")
    server.wait(lambda: "Added by hand." in server.page("about.html"), "the page by hand")


def _a_changed_template_and_a_changed_style_show(server: Server) -> None:
    sources = server.package / "escalation_log" / "site"
    change(sources / "templates/tracker.html", '<h1 id="tracker">', '<h1 id="tracker" lang="en">')
    server.wait(lambda: 'id="tracker" lang="en"' in server.page("tracker.html"), "the template")
    styles = server.root / "site/theme/assets/stylesheets/tracker.css"
    added = "\n/* Changed. */\n.changed {\n  top: 0;\n}\n"
    styles.write_text(styles.read_text(encoding="utf-8") + added, encoding="utf-8")
    address = "assets/stylesheets/tracker.css"
    server.wait(lambda: server.page(address).endswith(".changed{top:0}"), "the style")
    own = server.root / "site/theme/main.html"
    own.unlink()
    change(sources / "theme/main.html", "Last updated", "By the clock: Last updated")
    server.wait(lambda: "By the clock: Last updated" in server.page("tracker.html"), "the theme")


def _a_broken_case_is_named_until_it_is_mended(server: Server) -> None:
    file = server.root / f"{_CASE}.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text("reference: [\n", encoding="utf-8")
    said = "1 case. Nobody is told"
    server.wait(lambda: said in server.page("tracker.html"), said)
    server.wait(lambda: server.page(f"{_CASE}.html") == MISSING, "a site without the case")
    assert "1 case not judged because of problems" in server.said
    file.write_text(sound, encoding="utf-8")
    server.wait(lambda: "Notice to leave" in server.page(f"{_CASE}.html"), "its page")


def _a_broken_policy_leaves_the_server_alive_and_is_named(server: Server) -> None:
    file = server.root / "policies/knowsley/2020-06.yaml"
    sound = file.read_text(encoding="utf-8")
    change(file, "effective_from: 2020-06-01", "effective_from: soon")
    server.wait(lambda: server.page(_POLICY) == MISSING, "a site without the policy")
    assert "policies/knowsley/2020-06.yaml" in server.said
    server.wait(lambda: "Barnsley" in server.page("policies/barnsley/index.html"), "another policy")
    file.write_text(sound, encoding="utf-8")
    server.wait(lambda: "Knowsley" in server.page(_POLICY), "the mended policy")
    assert "Traceback" not in server.said


def _settings_that_cannot_be_used_are_said_and_mended(server: Server) -> None:
    settings = server.root / "mkdocs.yml"
    sound = settings.read_text(encoding="utf-8")
    change(settings, "2026-11-22 12:00", "soon")
    words = "as_of in mkdocs.yml is 'soon', which is no date and no moment."
    server.wait(lambda: words in server.said, words)
    settings.write_text(sound.replace("12:00", "13:00"), encoding="utf-8")
    later = "Last updated Sunday 22 November 2026 at 13:00"
    server.wait(lambda: later in server.page("tracker.html"), later)
    assert "Traceback" not in server.said
