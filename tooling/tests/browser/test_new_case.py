"""A new case from the form to its file, as the commands judge it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import COLOURS, assert_none
from tests.browser.recording import (
    AS_OF,
    CANARY,
    PROPOSALS,
    Form,
    build_log,
    copy_of,
    said_by_the_card,
)
from tests.browser.visiting import DESKTOP, PHONE, Visits, opened, resize
from tests.browser.walking import faults, walk
from tests.cli.running import run
from tests.effect.telling import effect
from tests.made_once import Workshop
from tests.repositories import Repository

PSEUDONYM = re.compile(r"C-[A-HJ-NP-Z2-9]{5}")


@pytest.fixture
def made(workshop: Workshop) -> Path:
    return workshop.make("recording", build_log)


@pytest.fixture
def visits(browser: Browser, made: Path) -> Iterator[Visits]:
    with opened(browser, made / "site") as visits:
        yield visits


def chosen(page: Page, policy: str) -> Form:
    """Choose a policy, and wait for its questions."""
    page.clock.set_fixed_time(AS_OF)
    page.get_by_label("Under which policy?").select_option(policy)
    page.locator("#new-case-theme").wait_for()
    return Form(page)


def answer(page: Page, raising: str, receiving: str) -> None:
    """Answer the questions about both sides, the rest with the first choices."""
    page.get_by_label("Which agency raises it?").select_option(label=raising)
    page.get_by_role("group", name="Which agency answers it?").get_by_label(receiving).check()
    Form(page).fill(day="2026-11-20", reference="")


def test_from_the_tracker_to_the_file_of_a_case_that_the_commands_take(
    visits: Visits, made: Path, tmp_path: Path
) -> None:
    page = visits("tracker.html", screen=PHONE, reduced_motion=True, searching=True)
    page.get_by_role("link", name="Open a new case").click()
    form = chosen(page, "knowsley")
    expect(page.locator("#new-case-reference")).to_contain_text("KN-2026-0008:")
    pseudonym = page.get_by_label("Pseudonym").input_value()
    assert PSEUDONYM.fullmatch(pseudonym)
    assert "Needs an answer" in form.see()
    assert_none(page, "with faults")
    answer(page, "Housing (invented)", "Children's social care (invented)")
    alike = page.locator("[data-alike]")
    expect(alike).to_contain_text("KN-2026-0007")
    expect(alike).to_contain_text("Housing (invented) with Children's social care (invented)")
    steps = walk(page)
    assert not faults(steps), "\n".join(faults(steps))
    assert form.see() == ""
    assert_none(page, "seen")
    resize(page, DESKTOP)
    page.emulate_media(color_scheme="dark")
    assert_none(page, "in dark colours", only=COLOURS)

    (proposal,) = form.proposals()
    assert proposal.file == "cases/2026/KN-2026-0008.yaml"
    assert proposal.address.startswith(PROPOSALS)
    assert len(proposal.address) < 4000
    for private in (CANARY, pseudonym):
        assert private not in proposal.address
        assert private in proposal.pasted
    assert proposal.pasted.startswith("child: ")
    assert pseudonym in page.locator("[data-register]").inner_text()
    log = copy_of(made / "log", tmp_path / "log")
    proposal.put(log)
    (case,) = effect(Repository(folder=log, log=log), as_of=AS_OF)["cases"]
    assert form.said() == said_by_the_card(case)
    checked = run("check", "--as-of", AS_OF, log=log)
    assert checked.code == 0, checked.out
    assert run("assess", "KN-2026-0008", "--as-of", AS_OF, log=log).code == 0


def test_each_child_and_each_agency_is_asked_about_on_its_own(visits: Visits) -> None:
    page = visits("new-case.html", searching=True)
    form = chosen(page, "knowsley")
    page.get_by_label("Which agency raises it?").select_option(label="Police (invented)")
    answers = page.get_by_role("group", name="Which agency answers it?")
    answers.get_by_label("Housing (invented)").check()
    answers.get_by_label("Midwifery (invented)").check()
    expect(page.get_by_label("Midwifery (invented): Who answers there?")).to_be_visible()
    expect(answers.get_by_label("Housing (invented)")).to_be_checked()
    page.get_by_role("button", name="Another child").click()
    page.get_by_role("button", name="Take the last one away").click()
    expect(page.get_by_label("Pseudonym", exact=True)).to_be_focused()
    expect(page.get_by_role("button", name="Take the last one away")).to_be_hidden()
    page.get_by_role("button", name="Another child").click()
    expect(page.get_by_label("Pseudonym 2")).to_be_focused()
    expect(
        page.get_by_role("group", name=re.compile("Which plans is the child on")).nth(1)
    ).to_be_visible()
    page.get_by_label("Pseudonym 2").fill("not one")
    form.fill(day="2026-11-20", reference="C-7F3KQ", place="[data-fields]")
    assert "A pseudonym is C, a hyphen and" in form.see()
    page.get_by_label("Pseudonym 2").fill("C-7F3KQ")
    page.get_by_label("Pseudonym 2").blur()
    expect(page.get_by_role("group", name="C-7F3KQ: Which plans")).to_be_visible()
    form.fill(day="2026-11-20", reference="", place="[data-fields]")
    assert form.see() == ""
    (proposal,) = form.proposals()
    assert "children: [{pseudonym: C-" in proposal.pasted
    assert "C-7F3KQ" not in proposal.address
    assert "receiving: [{agency: housing," in proposal.text


@pytest.mark.parametrize("policy", ["barnsley", "city-and-hackney", "harwick", "strathkell"])
def test_of_each_policy_nothing_private_stands_in_the_address(
    policy: str, visits: Visits, made: Path, tmp_path: Path
) -> None:
    page = visits("new-case.html", searching=True)
    form = chosen(page, policy)
    agencies = page.get_by_label("Which agency raises it?").locator("option").all_text_contents()
    answer(page, agencies[1], agencies[2])
    assert form.see() == ""
    (proposal,) = form.proposals()
    assert CANARY not in proposal.address
    assert CANARY in proposal.pasted
    assert not PSEUDONYM.search(proposal.address)
    log = copy_of(made / "log", tmp_path / "log")
    proposal.put(log)
    (case,) = effect(Repository(folder=log, log=log), as_of=AS_OF)["cases"]
    assert form.said() == said_by_the_card(case)
