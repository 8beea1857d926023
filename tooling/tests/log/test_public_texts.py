"""What a log says beside its cases names nobody; what a partnership publishes may stand there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.checks.rules import PERSONAL_DATA
from escalation_log.log.opening import check_log
from escalation_log.log.shown_names import shown
from escalation_log.model.problems import Severity
from tests.log.small_log import AS_OF, BASE

PARTNERSHIP = "policies/harbour/partnership.yaml"
ADDRESS = "front-door@harbour.example"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    root = tmp_path / "log"
    shutil.copytree(BASE, root)
    return root


def found_in(log: Path) -> list[tuple[str, int | None]]:
    problems = [
        each for each in check_log(log, as_of=AS_OF).problems if each.rule == PERSONAL_DATA.name
    ]
    assert {each.severity for each in problems} <= {Severity.WARNING}
    return [(each.file, each.line) for each in problems]


def write(log: Path, file: str, text: str) -> None:
    path = log / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    "file",
    [
        "policies/harbour/policy.md",
        "site/pages/about.md",
        "site/pages/more/about.md",
        "cases/README.md",
        "cases/2026/README.md",
        "policies/README.md",
        "policies/editions.lock",
        "policies/harbour/notes.md",
        "policies/harbour/notes.txt",
        "policies/harbour/notes",
        "policies/.gitkeep",
        "site/pages/about.html",
        "site/pages/about.txt",
        "site/pages/about.markdown",
        "cases/notes.txt",
        "cases/2027/.gitkeep",
        "cases/2026/HB-2026-0001.yaml.bak",
    ],
)
def test_each_kind_of_text_is_looked_at(log: Path, file: str) -> None:
    write(log, file, "# One\n\nTwo.\n\nAsk Mrs\nSmith.\n")
    assert found_in(log) == [(shown(log, log / file), 5)]


def test_numbers_of_offices_may_stand(log: Path) -> None:
    write(log, "site/pages/about.md", "Ring 0117 496 0123, or write to The Hub, M1 1AA.\n")
    assert found_in(log) == []


def test_what_is_published_may_stand_and_nothing_is_said_while_that_is_unknown(log: Path) -> None:
    page = "site/pages/about.md"
    write(log, page, f"Write to {ADDRESS}.\n")
    assert found_in(log) == [(page, 1)]
    sound = (log / PARTNERSHIP).read_text("utf-8")
    published = sound.replace("name: Front door,", f"name: Front door, email: {ADDRESS},")
    write(log, PARTNERSHIP, published)
    assert found_in(log) == []
    write(log, PARTNERSHIP, published.replace("name: Harbour", "nam: Harbour"))
    assert found_in(log) == []


def test_a_note_beside_a_case_may_be_of_it_so_that_its_numbers_count_too(log: Path) -> None:
    write(log, "cases/2026/notes.txt", "Ring 07700 900123.\n")
    assert found_in(log) == [("cases/2026/(file 2)", 1)]


def test_a_file_of_rules_that_cannot_be_read_is_screened_all_the_same(log: Path) -> None:
    write(log, PARTNERSHIP, "nam: Harbour\nchair: Mrs Smith # and Mr Brown\n")
    assert found_in(log) == [(PARTNERSHIP, 2), (PARTNERSHIP, 2)]
    write(log, PARTNERSHIP, "[\nMrs Smith\n")
    assert found_in(log) == [(PARTNERSHIP, 2)]


def test_a_site_may_bring_a_library_with_the_name_of_who_made_it(log: Path) -> None:
    write(log, "site/pages/parts/library.js", "/* by jo@mail.example */\n")
    assert found_in(log) == []


def test_a_picture_within_a_page_is_no_text(log: Path) -> None:
    written = f"![](data:image/png;base64,{'aB9+' * 30_000})\n"
    write(log, "site/pages/about.md", written)
    assert found_in(log) == []
    write(log, "site/pages/about.md", f"{'aB9+' * 30_000}\n")
    assert found_in(log) == [("site/pages/about.md", 1)]


def test_what_cannot_be_read_is_passed_over(log: Path) -> None:
    (log / "site" / "pages").mkdir(parents=True)
    (log / "site" / "pages" / "about.md").write_bytes(b"Mrs Smith \xff")
    (log / "cases" / "README.md").symlink_to("elsewhere")
    (log / "cases" / "picture").write_bytes(b"Mrs Smith \0")
    assert found_in(log) == []
