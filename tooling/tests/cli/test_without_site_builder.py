"""Without the extra `site` everything works but what builds a site, which says what to type."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.logs import FOUR

# The modules that the extra brings. Python takes None to mean that there is no such module.
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("markdown", "material", "mkdocs", "nh3", "rcssmin", "segno")))
"""
COMMAND = f"{WITHOUT}from escalation_log.cli import main; main()"
EVERY_MODULE_BUT_THE_SITE = f"""{WITHOUT}
import importlib, pkgutil, escalation_log
for each in pkgutil.walk_packages(escalation_log.__path__, "escalation_log."):
    if not each.name.startswith(("escalation_log.site", "escalation_log.__main__")):
        importlib.import_module(each.name)
        print(each.name)
"""


def ran(script: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script of Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_command_that_writes_a_site_says_what_to_type(tmp_path: Path) -> None:
    done = ran(COMMAND, "--log", FOUR, "export", "--format", "site", "--to", tmp_path / "site")
    assert (done.returncode, done.stdout) == (3, "")
    first, second = done.stderr.splitlines()
    # It names whichever package it came to first.
    assert re.fullmatch(
        r"Error: What writes the site is not installed here: (markdown|nh3|rcssmin|segno)\.", first
    )
    assert second == 'Type this in the folder of the tool: python -m pip install ".[site]"'
    assert not (tmp_path / "site").exists()


def test_a_diary_is_written() -> None:
    done = ran(COMMAND, "--log", FOUR, "export", "--format", "ics")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("BEGIN:VCALENDAR")


def test_nothing_beside_the_site_needs_what_builds_it() -> None:
    done = ran(EVERY_MODULE_BUT_THE_SITE)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"escalation_log.bot.writer", "escalation_log.effect.whole"} <= set(done.stdout.split())
