"""A log, and every command that writes files, to be killed and to run out of room."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.cli.running import run
from tests.log.feeds import feed, written
from tests.logs import CALENDARS, FIFTH
from tests.repositories import repository_of
from tests.waiting import waits

_MOMENT = re.compile(
    rb'"generated_at": "[^"]*"|at: .*(?=\n    kind: redaction)|on: .*(?=\n    authority: )'
)
AS_OF = ("--as-of", "2026-11-20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a log in it, what the commands write beside it, and a place for the rest."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    def files(self) -> dict[str, bytes]:
        """Give all files, but those of Git, without the moments at which they were made."""
        return {
            path.relative_to(self.folder).as_posix(): _MOMENT.sub(b"", path.read_bytes())
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".git" not in path.parts
        }

    def lies_about(self) -> list[str]:
        """Name what is left of a killed run: drafts, and whatever is kept as temporary."""
        return [
            path.relative_to(self.folder).as_posix()
            for path in sorted(self.folder.rglob("*"))
            if path.name.endswith(".escalog") or path.parent == self.temporary
        ]

    def begin_anew(self, source: Place) -> None:
        """Become a copy of another place."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(source.folder, self.folder, symlinks=True)


def made(folder: Path) -> Place:
    """Make a place whose log lacks a line of the lock and has a case that is not committed."""
    place = Place(folder=folder)
    for each in (place.log, place.out, place.temporary):
        each.mkdir(parents=True)
    repository = repository_of(place.log, FIFTH, within="")
    shutil.copytree(CALENDARS, place.log / "policies" / "calendars", dirs_exist_ok=True)
    assert run("fold", "--salt", log=place.log).code == 0
    repository.commit("Add the calendars, and a salt to each case")
    case = min(place.log.glob("cases/*/*.yaml"))
    case.write_text(case.read_text("utf-8") + "# Read again.\n", "utf-8")
    (place.out / "feed.json").write_bytes(written(feed(last=2029)))
    return place


def _without_lock(place: Place) -> None:
    (place.log / "policies" / "editions.lock").unlink(missing_ok=True)


def _with_a_waiting_event(place: Place) -> None:
    for signs in ("aaaa", "bbbb"):
        event = "at: 2026-10-01, kind: learning, recorded: 2026-10-01 10:00"
        waits(place.log, event, case="2026/SK-2026-0001", signs=signs)


# A case that ended long ago, in the months before the policy is otherwise in force.
_OLD = """\
format: 1
reference: SK-2021-0001
policy: strathkell@2025-04
salt: "0123456789abcdef0123456789abcdef"
theme: wellbeing-indicators
urgency: standard
child: {pseudonym: C-K2101, plan: none}
raising: {agency: kell-high, role: practitioner}
receiving: {agency: social-work, role: practitioner}
concern: Tired in class.
outcome_sought: A health assessment.
events:
  - {at: 2021-03-01 10:30, kind: concern-identified, by: raising}
  - {at: 2021-03-01 15:00, kind: consulted, by: raising}
  - {at: 2021-03-02 08:50, kind: escalated, to: talk, by: raising}
  - {at: 2021-03-02 09:00, kind: raised, by: raising, how: phone, note: By the teacher.}
  - {at: 2021-03-03 16:05, kind: resolved, by: receiving}
"""


def _with_an_old_case(place: Place) -> None:
    """Put an old case into the log, with events beside it, whose time to be kept is over."""
    policy = place.log / "policies" / "strathkell"
    edition = policy / "2025-04.yaml"
    text = edition.read_text("utf-8")
    edition.write_text(text.replace("effective_from: 2025", "effective_from: 2020"), "utf-8")
    with (policy / "partnership.yaml").open("a", encoding="utf-8") as partnership:
        partnership.write("statistics: {threshold: 5}\nretention: {years: 3}\n")
    case = place.log / "cases" / "2021" / "SK-2021-0001.yaml"
    case.parent.mkdir()
    case.write_text(_OLD, "utf-8")
    for signs in ("aaaa", "bbbb"):
        event = "at: 2021-03-04, kind: update, recorded: 2021-03-05 10:00, note: Rang."
        waits(place.log, event, case="2021/SK-2021-0001", signs=signs)


def _nothing(_: Place) -> None:
    """Leave all as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command that writes: its arguments at a place, and what is done there before."""

    arguments: Callable[[Place], tuple[str | Path, ...]]
    before: Callable[[Place], None] = _nothing

    def line(self, place: Place) -> tuple[str | Path, ...]:
        return ("--log", place.log, *self.arguments(place))


def _retention(how: str) -> Writing:
    words = ("retention", how, "SK-2021-0001", "--authority", "The chair")
    return Writing(arguments=lambda _: words, before=_with_an_old_case)


def _export(form: str, to: str, *options: str) -> Writing:
    def arguments(place: Place) -> tuple[str | Path, ...]:
        return ("export", "--format", form, "--to", place.out / to, *options, *AS_OF)

    return Writing(arguments=arguments)


# By the name of the command; `effect` writes what it compares with into a temporary folder.
COMMANDS: dict[str, Writing] = {
    "lock": Writing(arguments=lambda _: ("lock",), before=_without_lock),
    "fold": Writing(arguments=lambda _: ("fold",), before=_with_a_waiting_event),
    "redact": Writing(
        arguments=lambda _: (
            *("redact", "SK-2026-0002", "top", "concern"),
            *("--reason", "A name", "--authority", "The chair"),
        )
    ),
    "retention --reduce": _retention("--reduce"),
    "retention --destroy": _retention("--destroy"),
    "calendars": Writing(arguments=lambda at: ("calendars", "--feed", at.out / "feed.json")),
    "export json": _export("json", "log.json"),
    "export csv": _export("csv", "log.csv"),
    "export ics": _export("ics", "log.ics"),
    "export atom": _export("atom", "log.atom"),
    "export site": _export("site", "site"),
    "export public site": _export("site", "site", "--public"),
    "digest": Writing(
        arguments=lambda at: ("digest", "--to", at.out / "digests", *AS_OF),
    ),
    "sample": Writing(
        arguments=lambda at: ("sample", "--cases", "12", "--seed", "4", "--out", at.out / "sample")
    ),
    "as-at": Writing(arguments=lambda at: ("as-at", "2030-01-01", "--out", at.out / "then")),
    "effect": Writing(arguments=lambda _: ("effect", "--base", "HEAD", *AS_OF)),
    "impact": Writing(arguments=lambda _: ("impact", "--base", "HEAD", *AS_OF)),
}
