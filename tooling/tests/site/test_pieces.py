"""The pieces that the pages are made of, each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.model.errors import EscalogError
from escalation_log.model.rulebook import Rulebook
from escalation_log.site.by_when.counting_data import reckoning_data
from escalation_log.site.policies.edition_facts import ageing_of
from escalation_log.site.publication import (
    Publication,
    PublishedEdition,
    judging_moment,
    publication_of,
)
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Heading, Shell, headings_of
from escalation_log.site.sources import shipped_folder
from escalation_log.words.plain_values import Plain
from tests.logs import FIFTH, FOUR
from tests.site.building import copy_log

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def log() -> Log:
    return open_log(FOUR, as_of=AS_OF)


@pytest.fixture(scope="module")
def publication(log: Log) -> Publication:
    return publication_of(log, AS_OF)


def test_headings_are_found_with_their_anchors_and_plain_titles() -> None:
    page = '<h1 id="a">A &amp;\n b</h1><p>x</p><h2>no anchor</h2><h3 id="c"><em>C</em></h3>'
    assert headings_of(page) == (
        Heading(level=1, anchor="a", title="A & b"),
        Heading(level=3, anchor="c", title="C"),
    )


def test_a_shell_takes_a_title_wherever_it_stands_and_one_content() -> None:
    shell = Shell.of(
        f"<title>{SHELL_TITLE}</title><b>{SHELL_TITLE}</b>{CONTENT}<i>{SHELL_TITLE}</i>"
    )
    stamped = shell.stamp(title="A<B", content="<p>C</p>")
    assert stamped == "<title>A&lt;B</title><b>A&lt;B</b><p>C</p><i>A&lt;B</i>"
    for page in ("none", CONTENT * 2):
        with pytest.raises(ValueError, match="places for a page's content"):
            Shell.of(page)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-07-01", datetime(2026, 7, 1, 23, tzinfo=UTC) - timedelta(microseconds=1)),
        ("2026-07-01 10:15", datetime(2026, 7, 1, 9, 15, tzinfo=UTC)),
        ("2026-07-01T10:15+05:00", datetime(2026, 7, 1, 5, 15, tzinfo=UTC)),
    ],
)
def test_the_moment_to_judge_by(written: str, expected: datetime) -> None:
    assert judging_moment(written) == expected


def test_the_shipped_folders_are_found() -> None:
    assert (shipped_folder("templates") / "case.html").is_file()
    assert (shipped_folder("theme") / "main.html").is_file()
    with pytest.raises(EscalogError, match="'nothing' of the site is missing"):
        shipped_folder("nothing")


def editions_of(root: Path, as_of: datetime) -> dict[str, PublishedEdition]:
    publication = publication_of(open_log(root, as_of=as_of), as_of)
    return {
        each.policy.version: each for each in publication.editions if each.policy.id == "strathkell"
    }


def test_the_current_edition_is_the_one_in_force_and_not_mended(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    folder = root / "policies" / "strathkell"
    folder.mkdir()
    for source in (FIFTH / "policies" / "strathkell").iterdir():
        (folder / source.name).write_bytes(source.read_bytes())
    words = (folder / "2025-04.yaml").read_text(encoding="utf-8")

    def add(version: str, change: tuple[str, str]) -> None:
        edition = words.replace("version: 2025-04", f"version: {version}").replace(*change)
        (folder / f"{version}.yaml").write_text(edition, encoding="utf-8")

    add("2025-04-b", ("effective_from", "corrects: 2025-04\neffective_from"))
    add("2027-01", ("effective_from: 2025-04-01", "effective_from: 2027-01-01"))

    def current(as_of: datetime) -> list[str]:
        return [
            each.policy.version for each in editions_of(root, as_of).values() if each.is_current
        ]

    assert current(AS_OF) == ["2025-04-b"]
    assert current(datetime(2027, 1, 1, tzinfo=UTC)) == ["2027-01"]
    assert current(datetime(2020, 1, 1, tzinfo=UTC)) == ["2025-04"]
    addresses = {version: each.address for version, each in editions_of(root, AS_OF).items()}
    assert addresses == {
        "2025-04": "policies/strathkell/2025-04.html",
        "2025-04-b": "policies/strathkell/index.html",
        "2027-01": "policies/strathkell/2027-01.html",
    }


def test_an_erratum_of_a_superseded_edition_is_nowhere_in_force(log: Log) -> None:
    """Not today, and not on the day that it names: no page and no tool announces it."""
    book = log.rulebooks["knowsley@2020-06"]

    def edition(version: str, day: date, corrects: str | None = None) -> Rulebook:
        policy = replace(book.policy, version=version, effective_from=day, corrects=corrects)
        return replace(book, policy=policy)

    newer = edition("2026-01", date(2026, 1, 1))
    begun = edition("2020-06-a", date(2026, 2, 1), corrects="2020-06")
    coming = edition("2020-06-b", date(2027, 2, 1), corrects="2020-06")
    mending = edition("2026-01-a", date(2027, 3, 1), corrects="2026-01")
    rulebooks = {each.policy.edition: each for each in (book, newer, begun, coming, mending)}
    site = publication_of(replace(log, rulebooks=rulebooks), AS_OF)
    assert [each.policy.version for each in site.current] == ["2026-01"]
    ageing = {each.policy.version: ageing_of(each, site) for each in site.editions}
    assert {version: each.waits_to for version, each in ageing.items() if each.waits_to} == {
        "2026-01-a": "2027-02-28"
    }
    assert {version: each.in_force_to for version, each in ageing.items() if each.in_force_to} == {
        "2026-01": "2027-02-28"
    }
    assert ageing["2026-01"].successor == "policies/knowsley/2026-01-a.html"
    editions = plain_editions(site)
    assert {name.partition("@")[2]: each["inForceFrom"] for name, each in editions.items()} == {
        "2020-06": "2020-06-01",
        "2026-01": "2026-01-01",
        "2020-06-a": None,
        "2020-06-b": None,
        "2026-01-a": "2027-03-01",
    }


def plain_editions(site: Publication) -> dict[str, dict[str, Plain]]:
    """Give what the browser is told of each edition."""
    editions = reckoning_data(site)["editions"]
    assert isinstance(editions, dict)
    return {name: each for name, each in editions.items() if isinstance(each, dict)}


def test_days_are_the_ones_of_the_policys_zone(publication: Publication) -> None:
    late = replace(publication, as_of=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert late.moment_in(None).on == date(2026, 7, 1)
