"""The pages for the business team say what the forms, the check and the card say."""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path

import pytest

from escalation_log.effect.card import missing_card
from escalation_log.recording.offers import GROUP_WORDS
from escalation_log.site.record_form.form_words import form_words
from tests.cli.running import run
from tests.logs import FOUR, REPOSITORY
from tests.site.building import Built

PAGES = REPOSITORY / "site" / "pages"
NAMES = ("keeping-the-log", "cover")
TEXTS = {name: (PAGES / f"{name}.md").read_text("utf-8") for name in NAMES}
QUOTED = re.compile(r"“([^”]+)”")
# What stands on GitHub's own pages.
OF_GITHUB = {
    "Commit changes…",
    "Create a new branch",
    "Create pull request",
    "Edit file",
    "Files changed",
    "Merge pull request",
    "Propose changes",
    "Update branch",
    "…",
}
CASE = "KN-2026-0006"
EVENT = f"""reference: {CASE}
event:
  at: 2026-11-20 10:00
  kind: escalated
  to: stage-3
  recorded: 2026-11-20 10:00
"""
NOTE = "  note: Heard by phone.\n"
WAITING = "20261120T1000-escalated-k3f9"
# What goes wrong when something is pasted, or a colleague was first, and the words of the check.
MISTAKES = {
    "Two keys stand on this line": {WAITING: EVENT.rstrip("\n") + NOTE},
    "is given twice": {WAITING: EVENT + NOTE + NOTE},
    "is indented further than the line above": {WAITING: EVENT + "  " + NOTE},
    "is unknown; the keys that may stand here are": {WAITING: EVENT + NOTE.lstrip()},
    "needs": {
        "20261120T1000-correction-k3f9": EVENT.replace("escalated\n  to: stage-3", "correction")
    },
    "The case was closed by event": {
        WAITING: EVENT + NOTE,
        "20261120T0900-withdrawn-a2b4": (
            f"reference: {CASE}\nevent:\n  at: 2026-11-20 09:00\n  kind: withdrawn\n"
            "  recorded: 2026-11-20 09:00\n"
        ),
    },
}
NOT_PASTED = """reference: KN-2026-0020
policy: knowsley@2020-06
theme: level-of-need
raising: {agency: early-help, role: practitioner}
receiving: {agency: childrens-social-care, role: practitioner}
events:
  - at: 2026-11-20 10:00
    kind: raised
"""


def words_of_the_tool() -> str:
    """Give everything that its pages, forms, offers, cards and answers to a red check may say."""
    texts = [*GROUP_WORDS.values(), *map(str, form_words().values())]
    for folder, pattern in (
        ("site/templates", "*.html"),
        ("site/theme/assets/javascripts", "*.js"),
        ("tooling/tests/golden/offers", "*.txt"),
        ("tooling/escalation_log/effect", "*.py"),
        ("tooling/escalation_log/export", "**/*.py"),
        ("tooling/escalation_log/recording", "*.py"),
        ("tooling/escalation_log/site/tracking", "*.py"),
        ("tooling/escalation_log/words", "*.py"),
        ("tooling/escalation_log/screening", "*.py"),
    ):
        texts += [path.read_text("utf-8") for path in (REPOSITORY / folder).glob(pattern)]
    return " ".join(" ".join(texts).split())


def test_what_stands_in_quotes_is_said_by_the_tool_or_by_github() -> None:
    said = words_of_the_tool()
    quoted = {" ".join(words.split()) for text in TEXTS.values() for words in QUOTED.findall(text)}
    assert quoted >= OF_GITHUB
    others = quoted - OF_GITHUB - MISTAKES.keys() - {"is missing"}
    assert sorted(words for words in others if words not in said) == []


@pytest.mark.parametrize("words", MISTAKES)
def test_what_is_wrong_is_said_as_the_page_says_it(words: str, tmp_path: Path) -> None:
    assert f"“{words}”" in TEXTS["keeping-the-log"]
    shutil.copytree(FOUR, tmp_path / "log")
    folder = tmp_path / "log" / "cases" / "2026" / CASE
    folder.mkdir()
    for name, text in MISTAKES[words].items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    ran = run("check", "--as-of", "2026-11-22", log=tmp_path / "log")
    assert ran.code == 1
    assert any(words in line and f"{CASE}/" in line for line in ran.out.splitlines()), ran.out


def test_a_case_without_what_was_to_be_pasted_lacks_it(tmp_path: Path) -> None:
    shutil.copytree(FOUR, tmp_path / "log")
    file = tmp_path / "log" / "cases" / "2026" / "KN-2026-0020.yaml"
    file.write_text(NOT_PASTED, "utf-8")
    ran = run("check", "--as-of", "2026-11-22", log=tmp_path / "log")
    assert "`concern` is missing" in ran.out
    assert "“is missing”" in TEXTS["keeping-the-log"]


def test_every_way_to_close_a_case_has_its_line() -> None:
    (section,) = re.findall(r"\{#close\}(.*?)\n## ", TEXTS["keeping-the-log"], re.DOTALL)
    offered = {
        title
        for path in (REPOSITORY / "tooling/tests/golden/offers").glob("KN-*.txt")
        for title in re.findall(r": (Withdrawn[^{]*?) \{", path.read_text("utf-8"))
    }
    assert len(offered) == 5
    assert {title for title in offered if f"“{title}”" not in section} == set()


def test_pictures_have_words_and_sizes_and_are_small(built: Built) -> None:
    tags = [
        tag.attributes
        for tag in built.outlines["keeping-the-log.html"].tags
        if tag.name == "img" and "el-shot" in tag.attributes.get("class", "")
    ]
    assert {each["src"] for each in tags} == {
        f"pictures/{path.name}" for path in (PAGES / "pictures").iterdir()
    }
    for each in tags:
        content = (built.site / each["src"]).read_bytes()
        size = struct.unpack(">II", content[16:24])
        assert (int(each["width"]), int(each["height"])) == size, each["src"]
        assert len(content) < 70_000, each["src"]
        assert len(each["alt"]) > 40, each["src"]
        assert each["loading"] == "lazy"


def test_the_forms_lead_to_what_happens_then(built: Built) -> None:
    for address in ("record.html", "new-case.html"):
        links = [tag.attributes.get("href") for tag in built.outlines[address].tags]
        assert "keeping-the-log.html#after" in links


def test_a_card_that_could_not_be_made_is_known_by_its_words() -> None:
    assert "It could not be worked out" in missing_card()
