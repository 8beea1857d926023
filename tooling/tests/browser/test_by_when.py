"""By when? As somebody asks it: on a phone, by keyboard, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.asking import ADDRESS, FIVE_DAYS, SAID, answer, choose, give, receipt, said
from tests.browser.axe import assert_none
from tests.browser.targets import too_small
from tests.browser.visiting import DESKTOP, PHONE, Scheme, Visits
from tests.cli.running import run
from tests.thoroughness import whole


def test_a_duty_of_a_policy_on_a_phone(visit: Visits) -> None:
    page = visit(ADDRESS, screen=PHONE)
    expect(said(page)).to_have_text("Give the date from which to count.")
    choose(page, "Policy", "Knowsley Safeguarding Children Partnership")
    choose(page, "What is to be done", "Resolve between line managers (5 working days)")
    expect(
        page.get_by_text("Counted from when Stage 2: First line managers begins.")
    ).to_be_visible()
    give(page, "2026-12-21", "10:15")
    expect(said(page)).to_have_text(SAID)
    expect(answer(page)).to_contain_text("Late from Thursday 31 December 2026 at 00:00")
    steps = receipt(page)
    assert steps[0] == (
        "Counted from Monday 21 December 2026 at 10:15, when Stage 2: First line managers begins."
    )
    assert "Friday 25 December 2026: not counted, Christmas Day." in steps
    assert "Monday 28 December 2026: not counted, Boxing Day (substitute day)." in steps
    assert steps[-1].startswith("Due: last day in time Wednesday 30 December 2026;")
    assert page.url.endswith(FIVE_DAYS)
    assert too_small(page) == []


def test_the_receipt_has_the_words_of_the_command(visit: Visits) -> None:
    page = visit(f"{ADDRESS}#calendar=scotland&days=2&from=2026-11-27T17:00&cut-off=16:00")
    asked = "--from 2026-11-27T17:00 --working-days 2 --calendar scotland --cut-off 16:00"
    ran = run("deadline", *asked.split(), "--as-of", "2026-11-22")
    spoken = " ".join(ran.out.split())
    steps = receipt(page)[1:]
    for step in steps:
        assert step.removesuffix(".") in spoken
    # The hash of the calendar stands on the terminal, and on the page only in a fold.
    assert "sha256:" in spoken
    assert "sha256:" not in " ".join(steps)
    fold = page.locator("details", has_text="For the business team")
    (scotland,) = re.findall(r"Scotland: (sha256:\w{64})", str(fold.text_content()))
    assert scotland in spoken
    assert "St Andrew's Day" in spoken


def test_by_keyboard_alone(visit: Visits) -> None:
    page = visit(f"{ADDRESS}?policy=strathkell", screen=PHONE)
    keys = page.keyboard
    page.get_by_label("Policy", exact=True).focus()
    keys.press("Tab")  # what is to be done
    keys.type("Speak")
    keys.press("Tab")  # urgency
    keys.press("ArrowDown")
    expect(page.get_by_label("Urgency")).to_have_value("standard")
    keys.press("Tab")
    keys.type("03022026")  # as the browser of this machine writes dates
    keys.press("Tab")  # its button
    keys.press("Tab")
    keys.type("1015AM")
    expect(said(page)).to_have_text("Before Wednesday 4 March 2026 at 10:15")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(12):
        keys.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Add to calendar":
            break
    with page.expect_download():
        keys.press("Enter")


def test_a_time_that_is_half_typed_is_not_left_out(visit: Visits) -> None:
    page = visit(ADDRESS + FIVE_DAYS, screen=PHONE)
    page.locator("#by-when-from-time").focus()
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("A date or a time is not complete. Finish it, or clear it.")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.keyboard.type("0930AM")
    expect(said(page)).to_have_text(SAID)


def test_now_is_the_moment_of_the_policys_clocks(visit: Visits) -> None:
    page = visit(f"{ADDRESS}?policy=knowsley", at="2026-07-03T09:59:30Z")
    page.get_by_role("button", name="Now").click()
    expect(page.locator("#by-when-from-on")).to_have_value("2026-07-03")
    expect(page.locator("#by-when-from-time")).to_have_value("10:59")
    expect(answer(page)).to_contain_text("Counted from Friday 3 July 2026 at 10:59")


def test_an_hour_that_comes_twice_is_asked_for_and_a_skipped_one_refused(visit: Visits) -> None:
    page = visit(ADDRESS, screen=PHONE)
    choose(page, "Policy", "Strathkell Child Protection Committee")
    choose(page, "What is to be done", "Speak to the other worker (24 hours or 48 hours)")
    give(page, "2026-10-25", "01:30")
    expect(said(page)).to_contain_text("Say which of the two is meant.")
    page.get_by_label("Sunday 25 October 2026 at 01:30 (GMT)").check()
    expect(said(page)).to_have_text("Before Monday 26 October 2026 at 01:30")
    assert page.url.endswith("from=2026-10-25T01:30+00:00".replace("+", "%2B"))
    page.reload()
    expect(page.get_by_label("Sunday 25 October 2026 at 01:30 (GMT)")).to_be_checked()
    expect(said(page)).to_have_text("Before Monday 26 October 2026 at 01:30")
    give(page, "2026-03-29", "01:30")
    expect(said(page)).to_contain_text("never show this time")
    expect(page.get_by_role("button", name="Add to calendar")).to_be_hidden()
    give(page, "2026-03-28", "12:00")
    expect(answer(page)).to_contain_text("(the clocks go forward by 60 minutes in between)")


def test_a_time_to_protect_the_child_that_is_sooner_counts(visit: Visits) -> None:
    page = visit(ADDRESS + FIVE_DAYS)
    page.get_by_text("A time to protect the child is set").click()
    give(page, "2026-12-22", "12:00", to="The child must be protected by")
    expect(said(page)).to_have_text("Before Tuesday 22 December 2026 at 12:00")
    expect(answer(page)).to_contain_text("it is the earlier and governs")
    give(page, "2026-12-20", to="The child must be protected by")
    expect(said(page)).to_contain_text("before the counting begins")
    choose(page, "What is to be done", "Escalate to the line managers (the same working day)")
    expect(said(page)).not_to_contain_text("protected")


def test_what_has_no_number_gets_no_date(visit: Visits) -> None:
    page = visit(ADDRESS)
    choose(page, "Policy", "West Sussex Safeguarding Children Partnership")
    give(page, "2026-03-02")
    expect(said(page)).to_have_text("The policy sets no date")
    expect(answer(page)).to_contain_text("No deadline")
    expect(page.get_by_role("button", name="Add to calendar")).to_be_hidden()


def test_beyond_the_published_years_a_date_is_provisional_and_far_off_there_is_none(
    visit: Visits,
) -> None:
    page = visit(f"{ADDRESS}#calendar=scotland&days=5&from=2029-03-27")
    expect(answer(page).get_by_text("Provisional", exact=True)).to_be_visible()
    expect(answer(page)).to_contain_text("bank holidays are published to the end of 2028")
    give(page, "2060-01-01")
    expect(said(page)).to_contain_text("This page knows bank holidays only to the end of 2036")
    give(page, "2011-01-01")
    expect(said(page)).to_contain_text("begins in 2012")


def test_a_page_that_grew_old_says_so(visit: Visits) -> None:
    page = visit(ADDRESS + FIVE_DAYS, at="2027-02-01")
    expect(answer(page)).to_contain_text("This page was built on Sunday 22 November 2026")


def test_nobody_can_type_a_word(visit: Visits) -> None:
    page = visit(ADDRESS)
    kinds = page.locator("#by-when-form").evaluate(
        "form => [...form.elements].map((each) => each.type)"
    )
    assert set(kinds) <= {
        *("select-one", "date", "time", "number", "radio", "button", "fieldset"),
    }
    assert page.evaluate("localStorage.length + sessionStorage.length") == 1  # the colours
    assert page.context.cookies() == []


def test_without_scripts_the_times_are_listed(visit: Visits) -> None:
    page = visit(ADDRESS, scripts=False, screen=PHONE)
    expect(page.get_by_text("This page needs scripts to count a date")).to_be_visible()
    expect(page.locator("#by-when-form")).to_be_hidden()
    page.get_by_text("Knowsley Safeguarding Children Partnership: Multi").last.click()
    expect(page.get_by_text("Resolve between line managers: 5 working days")).to_be_visible()


@pytest.mark.parametrize(
    ("screen", "scheme"),
    [(PHONE, "dark"), whole(DESKTOP, "dark"), whole(PHONE, "light"), whole(DESKTOP, "light")],
    ids=["phone-dark", "desktop-dark", "phone-light", "desktop-light"],
)
def test_no_violation_with_an_answer_a_question_or_a_problem(
    screen: ViewportSize, scheme: Scheme, visit: Visits, server: str
) -> None:
    page = visit(ADDRESS, screen=screen, scheme=scheme)
    for fragment, moment in (
        (FIVE_DAYS, "with an answer"),
        ("#calendar=scotland&days=5&from=2029-03-27&cut-off=16:00", "provisional"),
        (f"{FIVE_DAYS}&protect=2026-10-25T01:30", "with a question"),
        ("#policy=none", "with a problem"),
    ):
        page.goto(server + ADDRESS + fragment)
        expect(page.locator("[data-said]").first).not_to_be_empty()
        assert_none(page, moment)
        if screen == PHONE:
            assert too_small(page) == []


def test_doors_and_rules_lead_there(visit: Visits) -> None:
    page = visit("areas/knowsley.html", screen=PHONE)
    page.get_by_role("link", name="By when must it be done?").click()
    expect(page.get_by_label("Policy", exact=True)).to_have_value("knowsley@2020-06")
    page = visit("policies/barnsley/index.html", screen=PHONE)
    page.locator(".el-part", has=page.locator("#stage-1")).locator("summary").click()
    rule = page.locator("li.el-rule", has=page.locator(".el-rule__count")).first
    title = rule.locator(".el-rule__title").inner_text()
    rule.get_by_role("link", name="count it for my date").click()
    expect(page.get_by_label("What is to be done").locator("option:checked")).to_contain_text(title)
    give(page, "2026-03-02")
    expect(answer(page).locator("dd").nth(1)).to_contain_text(title)
