"""The home page and the areas: whom to ring, and the doors to what this site has."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.partnerships import Contact
from escalation_log.model.statements import Became, Own, Pointer, Statements
from escalation_log.site.catalogue import Catalogue, catalogue_of
from escalation_log.site.generated import frame_of, general_frame
from escalation_log.site.home.page import areas_of
from escalation_log.site.policies.contacts import general_numbers, numbers_of
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
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', html)]


def doors(what_now: str, policy: str, agencies: str, choice: str = "", up: str = "") -> list[str]:
    """List where the three doors of the restricted site lead, for an area or for all of them."""
    return [
        f"{up}{what_now}#danger=yes",
        f"{up}{what_now}#side=raising&stage=new",
        f"{up}{what_now}#side=raising",
        f"{up}{what_now}#side=receiving",
        f"{up}{policy}",
        f"{up}{agencies}",
        f"{up}tracker.html{choice}#tracker-find",
        f"{up}by-when.html{choice}",
        f"{up}tracker.html{choice}",
        f"{up}record.html",
        f"{up}new-case.html",
        f"{up}statistics.html",
    ]


def test_home_begins_with_danger_asks_for_the_area_and_has_three_doors(
    publication: Publication,
) -> None:
    page = home(publication)
    compared = "policies/compare.html"
    assert links(page) == [
        "tel:999",
        *(f"areas/{policy}.html" for policy in sorted(ALL)),
        *doors("what-now.html", compared, "agencies/index.html"),
        compared,
    ]
    assert "Which area?" in page
    assert headings(page) == THREE_DOORS


THREE_DOORS = [
    "I am worried about a child",
    "I manage a team",
    "I keep the log, or sit on the board",
]


def headings(html: str) -> list[str]:
    return re.findall(r'<h2 id="door-\w+">([^<]+)', html)


def test_each_area_has_danger_and_three_doors(publication: Publication) -> None:
    pages = {page.address: page for page in catalogue(publication).pages}
    for edition in publication.current:
        area = edition.policy.id
        page = pages[f"areas/{area}.html"]
        assert page.title == edition.partnership.name
        assert page.frame.area == area
        assert page.frame.areas == tuple(sorted(ALL))
        written = str(page.write(()))
        numbers = [each for each in links(written) if each.startswith("tel:")]
        assert numbers == ["tel:999", *LOCAL.get(area, ())]
        assert headings(written) == THREE_DOORS
        assert [each for each in links(written) if each not in numbers] == [
            *doors(
                f"what-now/{area}.html",
                f"policies/{area}/index.html",
                f"agencies/index.html#area-{area}",
                f"?policy={area}",
                "../",
            ),
            "../policies/compare.html",
            "../index.html",
        ]


# Whom anybody may ring: one worried about a child, or unsure how to go on.
LOCAL = {"knowsley": ["tel:01514434786"], "west-sussex": ["tel:01403229900"]}


def test_a_number_for_the_worried_or_unsure_says_for_whom_it_is(publication: Publication) -> None:
    pages = {page.address: page for page in catalogue(publication).pages}
    for area, words in (
        ("knowsley", "Unsure how to go on? "),
        ("west-sussex", "Worried about a child? "),
    ):
        for address in (
            f"areas/{area}.html",
            f"policies/{area}/index.html",
            f"what-now/{area}.html",
            f"agencies/{area}/partnership.html",
        ):
            page = str(pages[address].write(()))
            assert f'{words}<a class="el-call" href="{LOCAL[area][0]}"' in page, address


def test_a_number_that_the_document_does_not_name_is_marked(publication: Publication) -> None:
    first = publication.current[0]
    for own in ((), (Own(what=Pointer(Became.CONTACT, "emergency"), why="It names none."),)):
        statements = Statements(
            edition=first.policy.edition,
            statements=(),
            own=(Own(what=Pointer(Became.EDITION, "sides"), why="It is silent."), *own),
        )
        numbers = numbers_of(replace(first, statements=statements), publication)
        assert numbers.is_ours is bool(own)
    assert numbers_of(first, publication).is_ours is False


def test_a_log_of_one_partnership_asks_nothing(tmp_path: Path) -> None:
    one = five_policies(tmp_path, without=OTHERS)
    assert links(home(one)) == [
        "tel:999",
        *LOCAL["knowsley"],
        *doors("what-now.html", "policies/knowsley/index.html", "agencies/index.html"),
    ]
    addresses = {page.address for page in catalogue(one).pages}
    assert not any(each.startswith("areas/") for each in addresses)
    assert "policies/compare.html" not in addresses
    assert frame_of(one, one.current[0]).areas == ()


def test_the_public_doors_lead_to_policies_and_their_times_alone(tmp_path: Path) -> None:
    public = five_policies(tmp_path / "five", Projection.PUBLIC)
    (page, *_) = (page for page in catalogue(public).pages if page.address == "areas/barnsley.html")
    what_now = "../what-now/barnsley.html"
    assert links(str(page.write(()))) == [
        "tel:999",
        f"{what_now}#danger=yes",
        f"{what_now}#side=raising&stage=new",
        f"{what_now}#side=raising",
        f"{what_now}#side=receiving",
        "../policies/barnsley/index.html",
        "../by-when.html?policy=barnsley",
        "../policies/compare.html",
        "../index.html",
    ]
    one = five_policies(tmp_path / "one", Projection.PUBLIC, without=OTHERS)
    assert links(home(one)) == [
        "tel:999",
        *LOCAL["knowsley"],
        "what-now.html#danger=yes",
        "what-now.html#side=raising&stage=new",
        "what-now.html#side=raising",
        "what-now.html#side=receiving",
        "policies/knowsley/index.html",
        "by-when.html",
    ]


def test_the_public_home_says_nothing_of_today(tmp_path: Path) -> None:
    assert "data-today" not in home(five_policies(tmp_path, Projection.PUBLIC))


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
    numbers = general_numbers(replace(publication, editions=changed))
    assert [(each.name, each.phone) for each in numbers.emergency] == [
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
            assert ">Ring 999</a>" in page


def test_the_shipped_policies_are_all_areas(tmp_path: Path) -> None:
    shipped = five_policies(tmp_path, without=("strathkell",))
    assert tuple(area.id for area in areas_of(shipped)) == SHIPPED
