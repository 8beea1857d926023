"""The home page and the areas: whom to ring, and the doors to what this site has."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.partnerships import Contact
from escalation_log.site.catalogue import Catalogue, catalogue_of
from escalation_log.site.generated import frame_of, general_frame
from escalation_log.site.home.page import areas_of, contacts_for_all
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.site.policies import ALL, SHIPPED, five_policies

OTHERS = tuple(each for each in ALL if each != "knowsley")


def catalogue(publication: Publication) -> Catalogue:
    return catalogue_of(publication, Templates(shipped_folder("templates")))


def with_contacts(edition: PublishedEdition, contacts: tuple[Contact, ...]) -> PublishedEdition:
    partnership = replace(edition.partnership, contacts=contacts)
    return replace(edition, rulebook=replace(edition.rulebook, partnership=partnership))


def home(publication: Publication) -> str:
    """Write what stands on the home page in the places of its marks."""
    marks = {mark.name: mark for mark in catalogue(publication).marks}
    return "".join(str(marks[name].write("index.html", ())) for name in ("danger", "home"))


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


def test_home_begins_with_danger_and_asks_for_the_area(publication: Publication) -> None:
    page = home(publication)
    assert links(page) == [
        "tel:999",
        *(f"areas/{policy}.html" for policy in sorted(ALL)),
        "what-now.html",
        "by-when.html",
        "tracker.html#tracker-find",
        "policies/compare.html",
    ]
    assert "Which area?" in page


def test_each_area_has_danger_and_six_doors(publication: Publication) -> None:
    pages = {page.address: page for page in catalogue(publication).pages}
    for edition in publication.current:
        area = edition.policy.id
        page = pages[f"areas/{area}.html"]
        assert page.title == edition.partnership.name
        assert page.frame.area == area
        assert page.frame.areas == tuple(sorted(ALL))
        assert links(str(page.write(()))) == [
            "tel:999",
            f"../what-now/{area}.html",
            f"../policies/{area}/index.html",
            f"../by-when.html?policy={area}",
            f"../tracker.html?policy={area}#tracker-find",
            f"../agencies/index.html#area-{area}",
            f"../tracker.html?policy={area}",
            "../index.html",
        ]


def test_a_log_of_one_partnership_asks_nothing(tmp_path: Path) -> None:
    one = five_policies(tmp_path, without=OTHERS)
    assert links(home(one)) == [
        "tel:999",
        "what-now.html",
        "policies/knowsley/index.html",
        "by-when.html",
        "tracker.html#tracker-find",
        "agencies/index.html",
        "tracker.html",
    ]
    addresses = {page.address for page in catalogue(one).pages}
    assert not any(each.startswith("areas/") for each in addresses)
    assert "policies/compare.html" not in addresses
    assert frame_of(one, one.current[0]).areas == ()


def test_the_public_doors_lead_to_policies_and_their_times_alone(tmp_path: Path) -> None:
    public = five_policies(tmp_path / "five", Projection.PUBLIC)
    (page, *_) = (page for page in catalogue(public).pages if page.address == "areas/barnsley.html")
    assert links(str(page.write(()))) == [
        "tel:999",
        "../what-now/barnsley.html",
        "../policies/barnsley/index.html",
        "../by-when.html?policy=barnsley",
        "../policies/compare.html",
        "../index.html",
    ]
    one = five_policies(tmp_path / "one", Projection.PUBLIC, without=OTHERS)
    assert links(home(one)) == [
        "tel:999",
        "what-now.html",
        "policies/knowsley/index.html",
        "by-when.html",
    ]


def test_a_log_without_a_policy_says_so(tmp_path: Path) -> None:
    none = five_policies(tmp_path, without=ALL)
    assert "This log has no policy yet." in home(none)
    assert links(home(none)) == ["tel:999"]
    faulty = home(replace(none, lacks_rules=True))
    assert "No policy can be shown, because its files have problems." in faulty
    assert "no policy yet" not in faulty


def test_what_is_left_out_is_said_on_every_page_that_sums_up(publication: Publication) -> None:
    whole = replace(publication, not_judged=(), lacks_rules=False)
    lost = NotJudged(file="cases/2026/a.yaml", reference=None, position=1, problems=())
    for changed, words in (
        (replace(whole, not_judged=(lost,)), "1 case cannot be judged because of problems."),
        (replace(whole, not_judged=(lost, lost)), "2 cases cannot be judged because of problems."),
        (replace(whole, lacks_rules=True), "A policy is left out because its files have problems."),
    ):
        for site, is_said in ((whole, False), (changed, True)):
            pages = {page.address: page for page in catalogue(site).pages}
            assert (words in home(site)) is is_said
            for address in (
                "areas/knowsley.html",
                "agencies/index.html",
                "agencies/knowsley/midwifery.html",
                "agencies/knowsley/partnership.html",
            ):
                assert (words in str(pages[address].write(()))) is is_said, address


def test_the_public_site_says_of_what_is_left_out_only_that_there_is_no_policy(
    tmp_path: Path,
) -> None:
    public = five_policies(tmp_path / "five", Projection.PUBLIC)
    assert home(replace(public, lacks_rules=True)) == home(public)
    none = five_policies(tmp_path / "none", Projection.PUBLIC, without=ALL)
    assert "No policy can be shown" in home(replace(none, lacks_rules=True))
    assert general_frame(none).areas == ()


def test_what_only_one_area_rings_in_danger_is_named_by_area(publication: Publication) -> None:
    own = Contact(id="night", name="Night team", phone="01632 960999", is_emergency=True)
    first, *others = publication.editions
    changed = (with_contacts(first, (own, *first.partnership.contacts)), *others)
    contacts = contacts_for_all(areas_of(replace(publication, editions=changed)))
    assert [(each.name, each.phone) for each in contacts] == [
        ("Emergency services", "999"),
        (f"{first.partnership.name}: Night team", "01632 960999"),
    ]


def test_a_contact_for_danger_may_have_no_number(publication: Publication) -> None:
    contacts = (
        Contact(id="form", name="Form", url="https://danger.example", is_emergency=True),
        Contact(id="post", name="Post", email="danger@example.org", is_emergency=True),
    )
    editions = tuple(with_contacts(each, contacts) for each in publication.editions)
    changed = replace(publication, editions=editions)
    assert links(home(changed))[:2] == ["https://danger.example", "mailto:danger@example.org"]


def test_without_a_contact_for_danger_every_page_has_the_emergency_number(
    publication: Publication,
) -> None:
    nobody = Contact(id="nobody", name="Nobody reached", is_emergency=True)
    for contacts in ((), (nobody,)):
        editions = tuple(with_contacts(each, contacts) for each in publication.editions)
        changed = replace(publication, editions=editions)
        assert links(home(changed))[0] == "tel:999"
        pages = {page.address: page for page in catalogue(changed).pages}
        for address in ("areas/knowsley.html", "policies/knowsley/index.html"):
            page = str(pages[address].write(()))
            assert "tel:999" in links(page)
            assert "<b>Ring 999</b> <span>Emergency services</span>" in page


def test_the_shipped_policies_are_all_areas(tmp_path: Path) -> None:
    shipped = five_policies(tmp_path, without=("strathkell",))
    assert tuple(area.id for area in areas_of(shipped)) == SHIPPED
