"""From the page of a case by keyboard to a file of the log, and what all say of it then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

from escalation_log.words.states import RING_NOW
from tests.browser.axe import COLOURS, assert_none
from tests.browser.recording import (
    AS_OF,
    PROPOSALS,
    Form,
    build_log,
    copy_of,
    export,
    said_by_the_card,
)
from tests.browser.visiting import DESKTOP, PHONE, Visits, opened, resize
from tests.browser.walking import faults, walk
from tests.cli.running import run
from tests.effect.telling import effect
from tests.made_once import Workshop
from tests.repositories import Repository
from tests.thoroughness import whole

CASE = "KN-2026-0007"
PAGE = f"cases/2026/{CASE}.html"
NEXT = re.compile(r"^Next: .* by (\w+day \d+ \w+ \d{4})\.$")
CODED = """\
reference: KN-2026-0007
event:
  at: 2026-11-22 11:20
  kind: notified
  by: raising
  whom: line-manager
  how: phone
  recorded: 2026-11-22 12:00
"""
WORDS = "  note: Heard by email. Both sides were told.\n"

# By the formula of WCAG 2.2, from the colours that the theme gives to a button under the pointer.
_CONTRAST_OF_A_BUTTON_POINTED_AT = """() => {
  const shown = document.createElement("span");
  document.body.append(shown);
  const luminance = (name) => {
    shown.style.color = `var(${name})`;
    const parts = getComputedStyle(shown).color.match(/[0-9.]+/g).slice(0, 3);
    const linear = (each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = parts.map((each) => linear(each / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const both = ["--md-accent-fg-color", "--md-accent-bg-color"].map(luminance);
  shown.remove();
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


@pytest.fixture
def made(workshop: Workshop) -> Path:
    return workshop.make("recording", build_log)


@pytest.fixture
def visits(browser: Browser, made: Path) -> Iterator[Visits]:
    with opened(browser, made / "site") as visits:
        yield visits


def at_a_fixed_time(page: Page, moment: str = AS_OF) -> None:
    """Let the clock of a page stand still, so that what it writes is known."""
    page.clock.set_fixed_time(moment)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {selector}")


def choose_by_keyboard(page: Page, selector: str, words: str) -> None:
    """Go to a list and type what it has."""
    tab_to(page, selector)
    page.keyboard.type(words)
    chosen = page.locator(f"{selector} option:checked")
    expect(chosen).to_contain_text(words)


@pytest.mark.parametrize("screen", [PHONE, whole(DESKTOP)])
def test_by_keyboard_from_the_case_to_the_file_and_all_say_the_same_of_it(
    screen: ViewportSize, visits: Visits, made: Path, tmp_path: Path
) -> None:
    page = visits(PAGE, screen=screen, reduced_motion=True, searching=True)
    at_a_fixed_time(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, "a[href*='record.html']")
    page.keyboard.press("Enter")
    expect(page.locator("#record-case")).to_be_focused()
    at_a_fixed_time(page)
    choose_by_keyboard(page, "#record-heard-how", "Email")
    choose_by_keyboard(page, "#record-happened", "Others told: Line manager")
    # What somebody only heard of did not happen now, and so its day is asked for.
    for selector, typed in (("#record-at-on", "11222026"), ("#record-at-time", "1120AM")):
        tab_to(page, selector)
        page.keyboard.type(typed)
    # The time of day has more than one part, and Tab leads through them.
    choose_by_keyboard(page, "#record-by", "Housing")
    choose_by_keyboard(page, "#record-how", "Phone")
    tab_to(page, "#record-note")
    page.keyboard.type("Both sides were told.")
    assert_none(page, "filled in")
    tab_to(page, "[data-see]")
    page.keyboard.press("Enter")
    expect(page.locator("#record-changes")).to_be_focused()
    assert_none(page, "seen")
    page.emulate_media(color_scheme="dark")
    assert_none(page, "in dark colours", only=COLOURS)
    assert page.evaluate(_CONTRAST_OF_A_BUTTON_POINTED_AT) >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]

    form = Form(page)
    (proposal,) = form.proposals()
    tab_to(page, "[data-copies]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-steps] [role=status]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == proposal.pasted == WORDS
    name = re.compile(r"cases/2026/KN-2026-0007/20261122T1200-notified-[a-z0-9]{4}\.yaml")
    assert name.fullmatch(proposal.file)
    assert proposal.address.startswith(f"{PROPOSALS}?filename=cases%2F2026%2F{CASE}%2F")
    assert proposal.text == CODED + WORDS
    said = form.said()

    log = copy_of(made / "log", tmp_path / "log")
    repository = Repository(folder=log, log=log)
    proposal.put(log)
    (case,) = effect(repository, as_of=AS_OF)["cases"]
    assert said == said_by_the_card(case)
    repository.commit("Record what happened", at="2026-11-22T12:10:00+00:00")
    assert run("history", "--base", "HEAD~1", "--head", "HEAD", log=log).code == 0
    assert run("check", "--as-of", AS_OF, log=log).code == 0
    (coming,) = filter(None, map(NEXT.match, said["coming-then"]))
    explained = run("explain", CASE, "--as-of", AS_OF, log=log).out
    assert f"Due: last day in time {coming[1]};" in explained
    export(log, tmp_path / "site")
    rebuilt = (tmp_path / "site" / PAGE).read_text(encoding="utf-8")
    assert coming[1] in rebuilt
    assert "Both sides were told." in rebuilt


def test_every_question_is_reached_and_what_is_wrong_is_said_beside_it(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", screen=PHONE, reduced_motion=True, searching=True)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    form.choose("A time set to protect the child")
    page.locator("#record-note").fill("x" * 301)
    assert "Needs an answer" in form.see()
    faulty = page.locator(":focus")
    described = faulty.get_attribute("aria-describedby") or ""
    assert page.locator(f"#{described.split()[-1]}").inner_text() == "Needs an answer."
    assert faulty.get_attribute("aria-invalid") == "true"
    assert "too long by 1" in page.locator("#record-note-fault").inner_text()
    assert_none(page, "with faults")
    steps = walk(page)
    assert not faults(steps), "\n".join(faults(steps))
    resize(page, DESKTOP)
    assert_none(page, "on a desk")


def test_a_correction_asks_what_is_wrong_before_why(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", searching=True)
    expect(page.locator("#record-case")).to_be_focused()
    Form(page).choose("Something was recorded wrongly")
    page.get_by_label("Which earlier event is it about?").select_option(index=1)
    page.get_by_role("checkbox", name="When did it happen?").check()
    page.locator("#record-correct-at-on").wait_for()
    questions = page.locator("[data-fields] :is(legend, label)").all_inner_texts()
    which, wrong, why = (
        next(place for place, words in enumerate(questions) if words.startswith(begins))
        for begins in ("Which earlier event", "What is wrong?", "Why?")
    )
    assert which < wrong < why
    assert questions[wrong + 1] == "When did it happen?"


def test_what_was_typed_stays_and_nobody_leaves_with_it_unasked(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", searching=True)
    at_a_fixed_time(page)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)

    form.choose("Discussed")
    note = page.locator("#record-note")
    note.click()
    note.press_sequentially("Ring Jane Miller on 0151 496 0123.")
    assert "number" in form.see()
    expect(note).to_have_value("Ring Jane Miller on 0151 496 0123.")
    note.fill("The manager rang back.")
    form.choose("Record updated")
    expect(note).to_have_value("The manager rang back.")

    form.open("KN-2026-0006")
    expect(page.locator("#record-note")).to_have_count(0)
    form.open(CASE)
    expect(note).to_have_value("The manager rang back.")
    expect(page.locator("#record-happened option:checked")).to_have_text("Record updated")

    assert form.see() == ""
    page.goto(page.url.replace("record.html", "about.html"))
    assert asked == ["beforeunload"]


def test_a_time_shown_twice_is_asked_for_and_one_never_shown_refused(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", searching=True)
    at_a_fixed_time(page)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    form.choose("Discussed")
    page.locator("#record-at-on").fill("2026-10-25")
    page.locator("#record-at-time").fill("01:30")
    assert "Say which of the two times is meant." in form.see()
    page.get_by_label("01:30 GMT, after they go back").check()
    assert form.see() == ""
    (proposal,) = form.proposals()
    assert "  at: 2026-10-25 01:30+00:00\n" in proposal.text
    page.locator("#record-at-on").fill("2026-03-29")
    assert "never show this time" in form.see()


def test_after_an_immediate_risk_it_asks_whom_somebody_told(visits: Visits) -> None:
    page = visits("record.html#KN-2026-0006", searching=True)
    at_a_fixed_time(page)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    form.choose("Immediate risk to the child")
    assert form.see() == ""
    assert len(form.proposals()) == 1
    told = page.get_by_label("Whom have you told, and when?").last
    expect(told.locator("option").first).to_have_text(f"Nobody yet. {RING_NOW}")
    told.select_option(index=1)
    expect(page.locator("#record-told-at-on")).to_be_visible()
    for select in page.locator("[data-told-fields] select").all():
        if select.input_value() == "" and "if known" not in select.locator("..").inner_text():
            select.select_option(index=1)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("[data-steps] ol")).to_have_count(2)
    risk, event = form.proposals()
    assert "kind: immediate-risk" in risk.text
    assert risk.file != event.file
    assert any("Immediate risk" in each for each in form.said()["told"])
    assert_none(page, "with two files")


def test_who_presses_open_again_while_it_opens_waits_no_longer(visits: Visits) -> None:
    page = visits("record.html", searching=True)
    at_a_fixed_time(page)
    page.get_by_label("Which case?").fill(CASE)
    for _ in range(3):
        page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("#record-case")).to_be_focused()
    expect(page.locator("[data-of-case]")).to_contain_text("The case is open")
    missing = page.locator("[data-missing]")
    expect(missing).to_contain_text("More time cannot be agreed here")
    Form(page).choose("Discussed")
    expect(missing).to_be_hidden()


def test_what_was_only_heard_of_did_not_happen_now(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", searching=True)
    at_a_fixed_time(page)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    page.locator("#record-heard-how").select_option("email")
    form.choose("Discussed")
    expect(page.locator("#record-at-on")).to_have_value("")
    assert "Needs an answer." in form.see()
    page.locator("#record-at-on").fill("2026-11-23")
    expect(page.locator("#record-at-fault")).to_have_text("")
    assert "When did it happen? This is after you heard of it." in form.see()


def test_a_correction_tells_two_moments_apart_and_must_correct_something(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", searching=True)
    at_a_fixed_time(page)
    form = Form(page)
    expect(page.locator("#record-case")).to_be_focused()
    form.choose("Something was recorded wrongly")
    page.get_by_label("Which earlier event is it about?").select_option(index=1)
    page.get_by_label("When did it happen?").check()
    expect(page.get_by_text("Should say: When did it happen?")).to_be_visible()
    expect(page.get_by_text("When was that noticed?")).to_be_visible()
    page.get_by_label("Why?").fill("Mistyped.")
    assert "so it corrects nothing" in form.see()
    page.locator("#record-correct-at-time").fill("09:41")
    assert form.see() == ""
    assert any("at 09:41 instead of" in each for each in form.said()["told"])
