"""The fact-check sheet: every statement, what became of it, and a box to tick."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.model.policies import Reading, Side
from escalation_log.model.statements import Became, Countersignature, Statements
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.became import LABELS
from escalation_log.site.policies.fact_check import fact_check_address, sign_off_words
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition, publication_of
from escalation_log.site.templates import Templates
from tests.logs import EIGHTH
from tests.site.building import copy_log, sign_off
from tests.site.policies import NOON, edition_of, said
from tests.site.statements import stating

EVERYTHING = stating(
    (
        "2",
        "Talk & answer <soon>",
        "must",
        [(Became.DUTY, "stage-2/resolve"), (Became.READING, "count")],
    ),
    ("2", "Share it", "should", [(Became.LEAVES_NO_TRACE, "")]),
    ("Stage 4", "At risk, any stage", None, [(Became.MOVE, "immediate-risk")]),
    ("Stage 4", "It is about the level of need", None, [(Became.THEME, "level-of-need")]),
    ("Stage 4", "Ring the manager", None, [(Became.CONTACT, "business-manager")]),
    ("Stage 4", "The Chair sits", None, [(Became.STAGE, "stage-4")]),
    ("Stage 4", "Put the child first", "always", [(Became.SENTENCE, "Put the child first.")]),
    ("Stage 4", "Copies hold two days", None, [(Became.EDITION, "printed_copies_valid_for")]),
    ("2", "Talk again", "must", [(Became.DUTY, "stage-2/resolve")]),
    ("2", "It is good to talk", None, [(Became.NO_RULE, "It gives a reason.")]),
    ("2", "Gone", None, [(Became.DUTY, "stage-9/gone"), (Became.MOVE, "no-such")]),
    own=[(Became.CONTACT, "emergency", "The document names no number.")],
)
COUNT = Reading(
    id="count", clause="2", question="How is it counted?", adopted="In working days.", others=()
)
LEFT = replace(COUNT, id="left", clause="Foot", question="What is left?", safe="Safe: ask.")


def with_statements(
    publication: Publication, statements: Statements | None, signed: Countersignature | None = None
) -> Publication:
    """Give Knowsley statements and readings, and perhaps a signature."""

    def changed(edition: PublishedEdition) -> PublishedEdition:
        if edition.policy.id != "knowsley":
            return edition
        policy = replace(edition.policy, readings=(COUNT, LEFT))
        rulebook = replace(edition.rulebook, policy=policy, countersigned=signed)
        return replace(edition, rulebook=rulebook, statements=statements)

    return replace(publication, editions=tuple(map(changed, publication.editions)))


def pages_of(publication: Publication, templates: Templates) -> Mapping[str, str]:
    catalogue = catalogue_of(publication, templates)
    return {
        page.address: str(page.write(()))
        for page in catalogue.pages
        if page.address.startswith("policies/knowsley/") and not page.needs_cases
    }


@pytest.fixture(scope="module")
def both(publication: Publication, templates: Templates) -> Mapping[str, str]:
    return pages_of(with_statements(publication, EVERYTHING), templates)


@pytest.fixture(scope="module")
def sheet(both: Mapping[str, str]) -> str:
    return both["policies/knowsley/fact-check-2020-06.html"]


def lines_of(sheet: str) -> dict[str, str]:
    found = re.findall(
        r'<li id="line-([^"]+)" class="el-check">(.*?)</ul>\s*</li>', sheet, re.DOTALL
    )
    return {number: said(line).replace(" .", ".") for number, line in found}


def test_each_statement_has_a_box_its_words_its_place_and_what_became_of_it(sheet: str) -> None:
    lines = lines_of(sheet)
    assert list(lines) == [*map(str, range(1, 12)), "A1", "R1"]
    assert lines["1"] == (
        "1 Talk & answer <soon> must Duty: Stage 2: Resolve between line managers. "
        "5 working days; required; from when this stage begins. "
        "The first line managers of both agencies. "
        "Sooner, if a time to protect the child is set. "
        "How it is read: How is it counted? In working days."
    )
    assert "<q>must</q>" in sheet
    assert lines["2"] == "2 Share it should Asked, but no record could show it"
    assert lines["3"].startswith("3 At risk, any stage Way past stages: Immediate risk. From any")
    assert lines["4"].endswith("What a case can be about: Level of need or threshold")
    assert "Contact: Safeguarding Business Partnership Manager. Is copied in" in lines["5"]
    assert "0151 443 4786. Shown at Stage 3 and Stage 4." in lines["5"]
    assert "Stage: Stage 4: Chair of the partnership. The Chair, or the Vice" in lines["6"]
    assert lines["7"].endswith("In the text for staff: “Put the child first.”")
    assert lines["8"].endswith("How long a printed copy is valid: 48 hours.")
    assert lines["9"].endswith("Duty: Stage 2: Resolve between line managers (see 1)")
    assert lines["10"].endswith("No rule: It gives a reason.")
    assert lines["11"].endswith(
        "Duty: There is none of the name stage-9/gone "
        "Way past stages: There is none of the name no-such"
    )
    assert lines["A1"].startswith("A1 The document names no number. Contact: Emergency services.")
    assert lines["R1"] == "R1 Foot How it is read: What is left? In working days. Safe: ask."
    headings = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', sheet)
    assert [unescape(words) for _, words in headings] == [
        "Clause 2",
        "Stage 4",
        "Clause 2",
        "What is ours",
        "How else the words could be read",
        "What was chosen where the document is silent",
        "To sign off",
    ]
    assert len({anchor for anchor, _ in headings}) == len(headings)
    choices = edition_policy_readings(sheet)
    assert sheet.count('<input type="checkbox">') == len(lines) + choices


def edition_policy_readings(sheet: str) -> int:
    return sheet.partition('id="choices"')[2].partition("</section>")[0].count("<label>")


def test_the_sheet_counts_what_became_of_the_statements(sheet: str) -> None:
    assert (
        "11 statements. 3 became a duty, 1 became words in the text for staff and 1 became a "
        "reading, because the words leave room. For 1, no record could show whether the document "
        "is followed. 1 became nothing, and this sheet says why."
    ) in said(sheet)


def test_links_of_the_sheet_lead_to_places_that_are_there(both: Mapping[str, str]) -> None:
    sheet = both["policies/knowsley/fact-check-2020-06.html"]
    anchors = re.findall(r'href="index.html#([^"]+)"', sheet)
    assert len(anchors) == 3
    for anchor in anchors:
        assert f'id="{anchor}"' in both["policies/knowsley/index.html"]


def test_the_page_of_the_policy_says_in_one_line_that_nobody_signed(
    both: Mapping[str, str], sheet: str
) -> None:
    nobody = (
        "Nobody at Knowsley Safeguarding Children Partnership has yet confirmed, by "
        "countersigning, that this site says what the document says."
    )
    page = both["policies/knowsley/index.html"]
    link = '<a class="el-alone" href="fact-check-2020-06.html">Fact-check sheet</a>'
    assert f'<p class="el-small">{nobody} {link}</p>' in page
    assert f"{nobody} Until then this site gives no figures by agency." in said(sheet)


def test_or_who_did_and_when(publication: Publication, templates: Templates) -> None:
    signed = Countersignature(role="Partnership Manager", on=date(2026, 11, 30))
    pages = pages_of(with_statements(publication, EVERYTHING, signed), templates)
    words = (
        "Countersigned for Knowsley Safeguarding Children Partnership on 30 November 2026: "
        "Partnership Manager."
    )
    assert f'<p class="el-small">{words} <a' in pages["policies/knowsley/index.html"]
    sheet = said(pages["policies/knowsley/fact-check-2020-06.html"])
    assert words in sheet
    assert "Until then" not in sheet


def test_without_statements_there_is_no_sheet_and_no_line(
    publication: Publication, templates: Templates
) -> None:
    signed = with_statements(publication, None)
    pages = pages_of(signed, templates)
    assert fact_check_address(edition_of(signed, "knowsley")) == ""
    assert not any("fact-check" in address for address in pages)
    assert "ountersigned" not in pages["policies/knowsley/index.html"]
    assert "Nobody at" in sign_off_words(edition_of(signed, "knowsley"))


def test_little_said_leaves_out_what_there_is_none_of(
    publication: Publication, templates: Templates
) -> None:
    few = stating(("2", "It is good to talk", None, [(Became.THEME, "accountability")]))
    changed = with_statements(publication, few)
    edition = edition_of(changed, "knowsley")
    policy = replace(edition.policy, readings=(), our_readings=())
    bare = replace(edition, rulebook=replace(edition.rulebook, policy=policy))
    sheet = pages_of(replace(changed, editions=(bare,)), templates)[fact_check_address(edition)]
    assert "<p>1 statement.</p>" in sheet
    assert re.findall(r'<h2 id="([^"]+)"', sheet) == ["part-1", "sign"]


KEYS = {
    "title": "Title: Professional differences about an adult at risk.",
    "summary": "Summary: An invented policy of four steps about adults.",
    "source": "The document: Professional differences about an adult at risk (invented); issued",
    "effective_from": "In force from: Wednesday 1 October 2025.",
    "review_due": "Review due: Saturday 30 September 2028.",
    "printed_copies_valid_for": "How long a printed copy is valid",
    "calendar": "Calendar: England and Wales.",
    "counting": "How days are counted: Day one is the trigger's day",
    "cut_off": "What happens at or after 15:00 counts from the next working day. A day ends at 17",
    "scope": "Whom it is for: Between organisations that are members of the board.",
    "roles": "Who acts: The worker with the concern; The worker who answers;",
    "sides": "The worker with the concern: the raising side. The worker who answers: the receiving",
    "recipients": "Who may be told or asked: Board manager; Chair of the enquiry;",
    "considerations": "What may be considered: An independent advocate.",
    "plannings": "What may be planned: The enquiry meeting.",
    "themes": "What a case can be about: Self-neglect; Mental capacity; Care at home.",
    "urgencies": "How urgent a case can be: Urgent: Harm is likely within days.",
    "stages": "The stages: Step 1: Talk to each other; Step 2: Managers;",
    "moves": "Ways past stages: Immediate risk.",
    "guide_after": "When the times become a guide: Once “Ring the emergency duty team” is",
    "our_readings": "What was chosen where the document is silent",
    "readings": "Clauses that leave room",
    "time_zone": "Time zone",
}


@pytest.fixture(scope="module")
def adults(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> str:
    root = copy_log(tmp_path_factory.mktemp("adults") / "log", cases=False)
    shutil.copytree(EIGHTH / "policies", root / "policies", dirs_exist_ok=True)
    publication = publication_of(open_log(root, as_of=NOON), NOON)
    edition = edition_of(publication, "harwick")
    lines = [("Opening", key, None, [(Became.EDITION, key)]) for key in KEYS]
    stages = [("Step 3", each, None, [(Became.STAGE, each)]) for each in ("heads", "board")]
    changed = replace(edition, statements=stating(*lines, *stages))
    return pages_of_any(replace(publication, editions=(changed,)), templates)


def pages_of_any(publication: Publication, templates: Templates) -> str:
    (page,) = (
        page for page in catalogue_of(publication, templates).pages if "fact-check" in page.address
    )
    assert not page.is_searched
    return str(page.write(()))


@pytest.mark.parametrize("key", KEYS)
def test_what_an_edition_says_under_a_key_is_said(adults: str, key: str) -> None:
    line = lines_of(adults)[str([*KEYS].index(key) + 1)]
    assert KEYS[key] in line


def test_what_stands_on_a_stage_is_said(adults: str) -> None:
    lines = lines_of(adults)
    heads, board = (lines[str(len(KEYS) + number)] for number in (1, 2))
    assert "It goes up from one to the next: the head of service and the director." in heads
    assert "It may be ended by the raising side." in heads
    assert "A resolution panel sits with at least 3 agencies" in board


def test_every_kind_has_a_name_but_the_edition_whose_keys_have_their_own() -> None:
    assert set(LABELS) == set(Became) - {Became.EDITION}


@pytest.mark.parametrize("projection", Projection)
def test_a_log_with_statements_has_the_sheet_on_both_sites(
    tmp_path: Path, templates: Templates, projection: Projection
) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    sign_off(root, "knowsley@2020-06")
    publication = publication_of(open_log(root, as_of=NOON), NOON, projection)
    pages = pages_of(publication, templates)
    sheet = said(pages["policies/knowsley/fact-check-2020-06.html"])
    assert "on 20 November 2026: Chair of the partnership." in sheet
    assert "1 A fact Whom it is for: For professionals of different agencies" in sheet
    kept = "".join(str(file.write(())) for file in catalogue_of(publication, templates).files)
    assert "fact-check" not in kept


def test_sides_are_said_in_words(publication: Publication, templates: Templates) -> None:
    own = stating(own=[(Became.EDITION, "sides", "Nobody says it.")])
    changed = with_statements(publication, own)
    edition = edition_of(changed, "knowsley")
    policy = replace(edition.policy, sides={"unnamed-role": Side.PARTNERSHIP})
    bare = replace(edition, rulebook=replace(edition.rulebook, policy=policy))
    sheet = pages_of(replace(changed, editions=(bare,)), templates)[fact_check_address(edition)]
    assert "Unnamed role: the partnership." in said(sheet)
