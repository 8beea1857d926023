"""A log copied, changed a little and built with the real MkDocs, for the tests to look at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.opening import open_log
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.site.addresses import case_address
from escalation_log.site.engine_files.parts import USUAL_PLACE
from escalation_log.site.publication import Publication, judging_moment, publication_of
from tests.logs import FIFTH, FOUR, REPOSITORY

AS_OF = "2026-11-22 12:00"
# Where `make node-parts` puts what runs Python in a browser.
ENGINE = REPOSITORY / USUAL_PLACE
SAID = "said.txt"

_VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "source", "path", "rect"})


@dataclass(frozen=True)
class Tag:
    """An opening tag, with the open elements around it."""

    name: str
    attributes: dict[str, str]
    within: tuple[str, ...]


class Outline(HTMLParser):
    """The tags of a page in order, and the text of some of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.text: list[tuple[tuple[str, ...], str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        within = tuple(f"{name}.{look}" for name, look in self._open)
        self.tags.append(Tag(tag, attributes, within))
        if tag not in _VOID:
            self._open.append((tag, attributes.get("class", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append(Tag(tag, attributes, ()))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            within = tuple(f"{name}.{look}" for name, look in self._open)
            self.text.append((within, data))

    @property
    def ids(self) -> list[str]:
        return [tag.attributes["id"] for tag in self.tags if "id" in tag.attributes]


@dataclass(frozen=True)
class Built:
    """A log and the site that was built from it."""

    root: Path
    said: str

    @property
    def site(self) -> Path:
        return self.root / "build" / "site"

    @cached_property
    def publication(self) -> Publication:
        """Judge the same log by the same moment, without MkDocs."""
        as_of = judging_moment(AS_OF)
        return publication_of(open_log(self.root, as_of=as_of), as_of, has_feeds=True)

    @cached_property
    def judged(self) -> tuple[JudgedCase, ...]:
        """Every case of the publication, judged."""
        return tuple(self.publication.judge(file) for file in self.publication.files)

    @cached_property
    def pages(self) -> dict[str, str]:
        """Every page by its address."""
        return {
            path.relative_to(self.site).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.site.rglob("*.html"))
        }

    def case_page(self, reference: str) -> str:
        """Give the page of a case."""
        return self.pages[case_address(reference)]

    @cached_property
    def outlines(self) -> dict[str, Outline]:
        return {address: Outline(page) for address, page in self.pages.items()}


def is_place(fragment: str) -> bool:
    """Say whether the fragment of a link names a place on a page.

    What is chosen stands in a fragment too, and so does the case of which something is recorded.
    """
    return bool(fragment) and "=" not in fragment and not REFERENCE.fullmatch(fragment)


def copy_log(target: Path, *, cases: bool, log: Path = FOUR, engine: Path | None = None) -> Path:
    """Copy a log, with its cases or without, and what its site is made of; perhaps an engine."""
    shutil.copytree(log / "policies", target / "policies")
    (target / "cases").mkdir()
    if cases:
        shutil.copytree(log / "cases", target / "cases", dirs_exist_ok=True)
    for name in ("pages", "theme"):
        shutil.copytree(REPOSITORY / "site" / name, target / "site" / name)
    settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    # What the site is called, where it stands and whether it has feeds is for the publisher to say.
    settings = re.sub("^site_name: .*$", "site_name: Escalation log", settings, flags=re.MULTILINE)
    settings = re.sub("^site_url: .*\n", "", settings, flags=re.MULTILINE)
    plugin = f'  escalation-log:\n    as_of: "{AS_OF}"\n'
    if engine is not None:
        plugin += f'    engine: "{engine}"\n'
    settings, found = re.subn(
        "^  escalation-log:.*\n(?:    .*\n)*", plugin, settings, flags=re.MULTILINE
    )
    assert found == 1
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return target


def leave_gaps(root: Path) -> None:
    """Leave two places to fill in on each statement of a copied log, besides those still there."""
    for name in ("accessibility.md", "privacy.md", "privacy-for-staff.md"):
        with (root / "site" / "pages" / name).open("a", encoding="utf-8") as page:
            page.write("\n[Fill in: a name] or [Fill in: a number].\n")


def build(root: Path) -> Built:
    """Run `mkdocs build --strict` in a log."""
    done = run(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root, done.stdout + done.stderr)


def sign_off(root: Path, edition: str) -> None:
    """Let a partnership sign off how an edition was read, so that figures may name agencies."""
    policy, version = edition.split("@")
    (root / "policies" / policy / f"{version}.statements.yaml").write_text(
        f"edition: {edition}\n"
        "countersigned: {role: Chair of the partnership, on: 2026-11-20}\n"
        "statements:\n"
        "  - {clause: opening, says: A fact, became: [{edition: scope}]}\n"
        "  - clause: Stage 2\n"
        "    says: The managers resolve it within five working days\n"
        "    word: should\n"
        "    became: [{duty: stage-2/resolve}, {stage: stage-2}]\n"
        "  - {clause: Stage 2, says: They listen, word: must, became: [{leaves_no_trace: true}]}\n"
        "own: [{contact: emergency, why: The document names no number.}]\n",
        encoding="utf-8",
    )


def build_five_policies(root: Path) -> None:
    """Build the shipped log with a fifth policy and its cases; keep what was said in a file.

    Two of the editions are signed off, and the site has the engine.
    """
    copy_log(root, cases=True, engine=ENGINE)
    sign_off(root, "barnsley@v4")
    sign_off(root, "knowsley@2020-06")
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    (root / SAID).write_text(build(root).said, encoding="utf-8")


def run(root: Path) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` in a log, whatever comes of it."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
