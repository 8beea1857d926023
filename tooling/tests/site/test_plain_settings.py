"""What the exported site is made from: settings, problems, and what an installed package brings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from escalation_log.site.settings import settings_of
from tests.logs import FOUR
from tests.site.both_sites import (
    EPOCH,
    contents,
    export,
    install,
)
from tests.site.building import AS_OF, copy_log, leave_gaps


def test_what_has_problems_is_left_out_and_said(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    (root / "policies/barnsley/v4.yaml").write_text("nothing: [\n", encoding="utf-8")
    ran = export(root, tmp_path / "site")
    assert ran.code == 1
    assert "Left out: policies/barnsley/v4.yaml and what needs it" in ran.err
    assert re.search(r"Not judged: \d+ cases, because of problems\.", ran.err)
    assert "escalog check" in ran.err
    assert not (tmp_path / "site/policies/barnsley").exists()
    ran = export(root, tmp_path / "public", "--public")
    assert ran.code == 1
    assert "case" not in ran.err


def test_a_real_partnership_does_not_publish_what_is_not_filled_in(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    leave_gaps(root)
    for path in (root / "policies").glob("*/partnership.yaml"):
        words = path.read_text(encoding="utf-8")
        real = re.sub(r"^demonstration:\n(?:  .*\n)+", "", words, flags=re.MULTILINE)
        path.write_text(real, encoding="utf-8")
    ran = export(root, tmp_path / "site", "--public")
    assert ran.code == 3
    assert re.search(r"accessibility\.md: \d+ places yet to be filled in\.", ran.err)
    assert export(root, tmp_path / "site").code == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("nav: [\n", "it is no sound YAML"),
        ("nav: home.md\n", "nav in mkdocs.yml is no list of pages."),
        ("nav:\n  - {a: b.md, c: d.md}\n", "nav in mkdocs.yml is no list of pages."),
        ("nav:\n  - About: 1\n", "nav in mkdocs.yml is no list of pages."),
    ],
)
def test_settings_that_cannot_be_read_are_named(tmp_path: Path, settings: str, words: str) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    ran = export(root, tmp_path / "site")
    assert ran.code == 3
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_settings_that_only_mkdocs_understands_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Ours\nsite_url: !ENV [A, b]\nx: !!python/name:os.getcwd\nnav: [index.md]\n",
        encoding="utf-8",
    )
    settings = settings_of(tmp_path)
    assert (settings.name, settings.navigation) == ("Ours", ("index.md",))


def test_an_installed_package_brings_all_that_the_site_is_made_of(tmp_path: Path) -> None:
    installed = install(tmp_path / "installed")
    log = tmp_path / "log"
    for name in ("policies", "cases"):
        shutil.copytree(FOUR / name, log / name)
    words = ("--format", "site", "--to", "../site", "--as-of", AS_OF)
    done = subprocess.run(
        [sys.executable, "-m", "escalation_log", "export", *words],
        cwd=log,
        env={**os.environ, "PYTHONPATH": str(installed), "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert export(FOUR, tmp_path / "same").code == 0
    assert contents(tmp_path / "site") == contents(tmp_path / "same")
