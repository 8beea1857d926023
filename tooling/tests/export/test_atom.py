"""What became overdue, as Atom: held to RFC 4287 by a schema and by a reader that are not ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import etree  # type: ignore[import-untyped]

from tests.cli.running import run
from tests.export.test_icalendar import neutral_log
from tests.logs import FOUR

AS_OF = ("--as-of", "2026-11-22 12:00")
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*words: str, log: Path = FOUR) -> str:
    ran = run("export", "--format", "atom", *AS_OF, *words, log=log)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


CHOICES = [(), ("--policy", "knowsley"), ("--agency", "partnership"), ("KN-2026-0001",)]


@pytest.mark.parametrize("site", [(), ("--site", "https://escalations.example/log")])
@pytest.mark.parametrize("choice", CHOICES)
def test_a_feed_is_valid(choice: tuple[str, ...], site: tuple[str, ...]) -> None:
    text = feed(*choice, *site).encode()
    SCHEMA.assertValid(etree.fromstring(text))
    read = feedparser.parse(text)
    assert (read.bozo, read.version) == (False, "atom10")
    assert len({each.id for each in read.entries}) == len(read.entries)
    for each in read.entries:
        assert each.id.startswith("tag:")
        # Without a link, this reader gives the name.
        assert each.link.startswith("https:" if site else "tag:")


def test_a_feed_links_to_itself(tmp_path: Path) -> None:
    target = tmp_path / "late dates.atom"
    feed("--to", str(target))
    texts = {"late%20dates.atom": target.read_text("utf-8"), "": feed()}
    for address, text in texts.items():
        (own,) = etree.fromstring(text.encode()).findall(f"{ATOM}link")
        assert (own.get("rel"), own.get("href")) == ("self", address)
        assert own.get("type") == "application/atom+xml"


def test_where_it_is_wanted_an_entry_names_neither_case_nor_what_it_is_about(
    tmp_path: Path,
) -> None:
    site = ("--policy", "knowsley", "--site", "https://escalations.example/log")
    text = feed(*site, log=neutral_log(tmp_path / "log"))
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    read, full = feedparser.parse(text), feedparser.parse(feed(*site))
    assert [each.id for each in read.entries] == [each.id for each in full.entries]
    assert read.entries
    for each in read.entries:
        assert each.title == "Escalation log: something became overdue"
        assert each.link == "https://escalations.example/log/tracker.html"
        assert "Open the log to see what it was." in each.summary
        assert not re.search(r"KN-|stage|manager", each.summary, re.IGNORECASE)
    assert any("Met on" in each.summary for each in read.entries)


def test_the_schema_refuses_what_the_standard_refuses() -> None:
    root = etree.fromstring(feed().encode())
    for name in ("id", "title", "updated"):
        element = root.find(f"{ATOM}entry/{ATOM}{name}")
        parent = element.getparent()
        parent.remove(element)
        assert not SCHEMA.validate(root)
        parent.append(element)
    assert SCHEMA.validate(root)


def test_the_newest_comes_first_and_every_missed_date_is_there() -> None:
    read = feedparser.parse(feed())
    published = [each.published for each in read.entries]
    assert published == sorted(published, reverse=True)
    cases = json.loads(run("export", "--format", "json", *AS_OF).out)["cases"]
    missed = {
        (case["reference"], duty["id"], str(duty["occurrence"]), str(duty["started_by"]))
        for case in cases
        for duty in case["duties"]
        if duty["breach"] in ("breach", "over-guide") and duty["due_on"]
    }
    told = {
        (reference, duty, occurrence, started)
        for reference, duty, occurrence, started in (
            re.fullmatch(r"tag:[^:]+:([^/]+)/(.+?)/(\d+)/(.+)", each.id).groups()  # type: ignore[union-attr]
            for each in read.entries
        )
    }
    assert told == missed


def test_a_date_that_was_met_after_all_says_so_and_was_changed_then() -> None:
    read = feedparser.parse(feed())
    ended = [
        each for each in read.entries if "Met on" in each.summary or "moved on" in each.summary
    ]
    assert ended
    assert all(each.updated >= each.published for each in ended)
    assert any(each.updated > each.published for each in ended)
    assert read.feed.updated == max(each.updated for each in read.entries)


def test_a_log_in_which_nothing_was_missed_gives_an_empty_feed() -> None:
    text = feed("--policy", "west-sussex", "--agency", "police")
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    read = feedparser.parse(text)
    assert (read.bozo, read.entries) == (False, [])
    assert read.feed.updated == "2026-11-22T12:00:00Z"
