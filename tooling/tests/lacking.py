"""What tests need beside Python: what the set-up brings must be there, the rest is warned of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import NoReturn

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What may be missing, in words; how to get it; and what the tests are called that ask."""

    missing: str
    remedy: str
    tests: str = "test"

    def fail(self) -> NoReturn:
        """Fail the test that asks."""
        pytest.fail(f"{self.missing}. {self.remedy}.", pytrace=False)

    def give_up(self) -> NoReturn:
        """Skip the test that asks, or fail it where `CI` is `true`."""
        if os.environ.get("CI") == "true":
            self.fail()
        pytest.skip(self.missing)

    def warn_of_skipped(self, terminal: pytest.TerminalReporter) -> None:
        """Close a run that lacked it with a line that nobody overlooks."""
        reports = terminal.stats.get("skipped", ())
        skipped = sum(self.missing in str(each.longrepr) for each in reports)
        if skipped:
            tests = f"1 {self.tests} was" if skipped == 1 else f"{skipped} {self.tests}s were"
            warning = f"WARNING: {tests} skipped: {self.missing}. {self.remedy}."
            terminal.write_line(warning, yellow=True)


CHROMIUM = Needed(
    missing="no Chromium on this machine",
    remedy="Install it to run them; on Debian: apt-get install chromium",
    tests="browser test",
)
NODE_PARTS = Needed(
    missing="no Node parts on this machine",
    remedy="`make test` installs them, and so does `make node-parts` alone",
)
NGINX = Needed(
    missing="no nginx on this machine",
    remedy="Install it to run them; on Debian: apt-get install nginx-light",
)


def warn_of_skipped(terminal: pytest.TerminalReporter) -> None:
    """Warn of everything that a run lacked."""
    for each in (CHROMIUM, NGINX):
        each.warn_of_skipped(terminal)
