"""The poster and the pocket card: what the policy says, and what was added to it marked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import segno

from escalation_log.model.statements import Became, Own, Pointer, Statements
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.duty_times import DutyTime, is_limited
from escalation_log.site.policies.flow import is_danger
from escalation_log.site.policies.handouts import handout_of, only_limited
from escalation_log.site.policies.qr_code import qr_code_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import duty_limit_in_words
from tests.site.building import Outline
from tests.site.case_pages import words_of
from tests.site.policies import ALL, five_policies

TEMPLATES = Templates(shipped_folder("templates"))
ADDRESS = "https://escalations.example/log/"
FORMATS = ("poster", "card")
ADDED = "This number is not from the policy."


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return five_policies(tmp_path_factory.mktemp("five"))


def edition_of(publication: Publication, policy_id: str) -> PublishedEdition:
    return next(each for each in publication.current if each.policy.id == policy_id)


def written(publication: Publication, address: str) -> str:
    pages = {page.address: page for page in catalogue_of(publication, TEMPLATES).pages}
    return str(pages[address].write(()))


@pytest.mark.parametrize("policy_id", ALL)
def test_the_poster_has_all_that_has_a_limit(publication: Publication, policy_id: str) -> None:
    policy = edition_of(publication, policy_id).policy
    poster = words_of(written(publication, f"policies/{policy_id}/poster.html")).lower()
    asked = [each for each in policy.all_duties if not each.advice]
    for duty in asked:
        if duty.stage is None or is_limited(duty) or is_danger(duty):
            assert duty.title.lower() in poster, duty.id
        if is_limited(duty):
            assert duty_limit_in_words(policy, duty).lower() in poster, duty.id
    for stage in policy.stages:
        assert (stage.who or "").lower() in poster
        inside = [each for each in asked if each.stage == stage.id]
        if not any(map(is_limited, inside)):
            assert all(each.title.lower() in poster for each in inside), stage.id


def test_whose_a_duty_is_stands_where_the_one_before_it_is_left_out() -> None:
    def time(what: str, limit: str, who: str = "") -> DutyTime:
        return DutyTime(what=what, limit=limit, note="", who=who)

    times = [
        time("one", "1 day", "A"),
        time("two", "", "B"),
        time("three", "2 days"),
        time("four", "3 days"),
        time("five", "", "A"),
        time("six", "", "B"),
        time("seven", "4 days"),
        time("eight", "5 days", "A"),
    ]
    assert [(each.what, each.who) for each in only_limited(times)] == [
        ("one", "A"),
        ("three", "B"),
        ("four", ""),
        ("seven", ""),
        ("eight", "A"),
    ]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("policy_id", ALL)
def test_no_number_is_invented(publication: Publication, policy_id: str, format_: str) -> None:
    folder = publication.log.root / "policies" / policy_id
    said = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))
    known = {*re.findall(r"\d+", said), *re.findall(r"\d+", said.replace("-0", "-"))}
    own = {"999", "4", "6"}  # where nothing else is given, and the sizes of paper
    words = words_of(written(publication, f"policies/{policy_id}/{format_}.html"))
    assert set(re.findall(r"\d+", words)) <= known | own


@pytest.mark.parametrize("format_", FORMATS)
def test_a_number_that_the_document_does_not_name_is_marked(
    publication: Publication, format_: str
) -> None:
    why = "The document names no number."
    named = Statements(edition="knowsley@2020-06", statements=())
    added = replace(named, own=(Own(what=Pointer(Became.CONTACT, "emergency"), why=why),))
    for statements, mark in ((None, ""), (named, ""), (added, f"{ADDED} {why}")):
        editions = tuple(
            replace(each, statements=statements) if each.policy.id == "knowsley" else each
            for each in publication.editions
        )
        changed = replace(publication, editions=editions)
        page = written(changed, f"policies/knowsley/{format_}.html")
        danger = words_of(page.partition("el-handout__danger")[2].partition("</section>")[0])
        assert f"Ring 999 Emergency services {mark}".strip() in danger
        assert (ADDED in danger) == bool(mark)


def test_where_nobody_named_a_number_999_is_given_and_marked(publication: Publication) -> None:
    edition = edition_of(publication, "west-sussex")
    partnership = replace(edition.partnership, contacts=())
    bare = replace(edition, rulebook=replace(edition.rulebook, partnership=partnership))
    (number,) = handout_of(bare, publication).numbers
    assert (number.contact.phone, number.added) == ("999", ADDED)


@pytest.mark.parametrize("format_", FORMATS)
def test_contacts_are_the_partnerships_and_say_whether_they_were_checked(
    publication: Publication, format_: str
) -> None:
    page = words_of(written(publication, f"policies/knowsley/{format_}.html"))
    assert "0151 443 4786" in page
    assert "Never checked: check before you rely on it." in page
    assert "(invented)" not in page


@pytest.mark.parametrize("format_", FORMATS)
def test_how_long_a_printed_copy_is_valid_is_said_where_the_document_says_it(
    publication: Publication, format_: str
) -> None:
    told = {
        policy_id
        for policy_id in ALL
        if "A printed copy is valid for"
        in words_of(written(publication, f"policies/{policy_id}/{format_}.html"))
    }
    assert told == {
        each.policy.id
        for each in publication.current
        if each.policy.printed_copies_valid_hours is not None
    }
    assert "knowsley" in told


@pytest.mark.parametrize("format_", FORMATS)
def test_the_code_leads_to_the_policy_where_the_address_is_known(
    publication: Publication, format_: str
) -> None:
    page = written(replace(publication, site_url=ADDRESS), f"policies/knowsley/{format_}.html")
    address = f"{ADDRESS}policies/knowsley/index.html"
    assert qr_code_of(address).path in page
    assert f'<a href="{address}">{address}</a>' in page
    without = written(publication, f"policies/knowsley/{format_}.html")
    assert "el-handout__code" not in without
    assert "site_url" in without


def test_a_code_is_the_symbol_with_its_quiet_zone() -> None:
    code = qr_code_of(ADDRESS)
    dark = set()
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path):
        assert width == back
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    symbol = segno.make(ADDRESS, error="m", micro=False)
    assert code.size == symbol.symbol_size(border=4)[0]
    rows = tuple(tuple(int((x, y) in dark) for x in range(code.size)) for y in range(code.size))
    assert rows == tuple(map(tuple, symbol.matrix_iter(border=4)))


def test_the_public_site_has_the_same_but_for_the_address(tmp_path: Path) -> None:
    restricted = five_policies(tmp_path / "restricted")
    public = five_policies(tmp_path / "public", Projection.PUBLIC)
    for policy_id in ALL:
        for format_ in FORMATS:
            address = f"policies/{policy_id}/{format_}.html"
            assert written(public, address) == written(restricted, address)


def test_only_editions_in_force_have_them_and_their_pages_lead_to_them(
    publication: Publication,
) -> None:
    addresses = {page.address for page in catalogue_of(publication, TEMPLATES).pages}
    assert {each for each in addresses if each.endswith(("/poster.html", "/card.html"))} == {
        f"policies/{policy_id}/{format_}.html" for policy_id in ALL for format_ in FORMATS
    }
    page = written(publication, "policies/knowsley/index.html")
    links = [tag.attributes.get("href") for tag in Outline(page).tags]
    assert {"poster.html", "card.html"} <= set(links)
