"""A worker between visits asks what to do now, on a phone, by keyboard, without a network."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.visiting import PHONE, Visits
from tests.browser.ways import ways_through
from tests.thoroughness import whole

KNOWSLEY = "what-now/knowsley.html"
_LATE = "side=raising&stage=stage-2&stage-2:settled=open&when.to:stage-2=2026-11-10T10:15"
_TOLD = "side=raising&stage=stage-2&stage-2:settled=no&when.to:stage-2=2026-11-10"


def answer(page: Page, words: str) -> None:
    page.locator("#now form").get_by_role("button", name=words, exact=True).click()


def disagree(page: Page) -> None:
    page.get_by_role("button", name="I disagree with another agency").click()


def result(page: Page) -> Any:
    return page.locator("[data-result]")


def test_a_few_taps_lead_to_stage_person_date_and_message(visit: Visits) -> None:
    page = visit(KNOWSLEY, screen=PHONE)
    disagree(page)
    expect(page.locator(":focus")).to_have_text("How far has it got?")
    page.get_by_role("button", name="Stage 1: Practitioner to practitioner").click()
    expect(page.locator(":focus")).to_have_text("Have they answered?")
    expect(page.locator("#now fieldset")).to_contain_text("Read the file")
    answer(page, "No, not yet")
    expect(page.locator(":focus")).to_have_text("When was it raised?")
    page.get_by_label("Day").fill("2026-11-20")
    page.get_by_label("Time").fill("16:30")
    answer(page, "Go on")
    expect(page.locator(":focus")).to_have_text("They must do this now")
    shown = result(page)
    expect(shown).to_contain_text("Read the file and speak to the professional with the concern")
    expect(shown).to_contain_text("By the end of Wednesday 25 November 2026")
    expect(shown).to_contain_text("The professional or decision maker who answers")
    shown.get_by_text("What else the policy asks").click()
    expect(shown.get_by_text("If it is not done in time")).to_be_visible()
    expect(shown).to_contain_text("Escalate to the line managers")
    shown.get_by_text("How this is counted").click()
    clause = shown.get_by_role("link", name="4, stage 1").first
    assert clause.get_attribute("href") == "../policies/knowsley/index.html#duty-stage-1-respond"
    message = shown.get_by_label("Message").input_value()
    for words in ("[case reference]", "[your name]", "clause 4, stage 1", "25 November 2026"):
        assert words in message
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


_READINGS = """
;escalationLogWhatNow.readings = [{
  clause: "under “throughout”", reading: "count", duties: ["stage-1/respond"],
  rules: { counting: "trigger-day-counts" }, tiers: {},
}];
escalationLogWhatNow.safeWords = [
  { reading: "both", duties: ["stage-1/respond"], words: "Safe: speak to both. (Clause 4)" },
  { reading: "count", duties: ["stage-1/respond"], words: "Not said, since a date tells." },
];
"""


def test_the_safe_date_stands_below_the_date_in_the_words_of_the_case_page(visit: Visits) -> None:
    def with_readings(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + _READINGS)

    page = visit(KNOWSLEY)
    page.route("**/what-now/knowsley.js", with_readings)
    answers = "side=raising&stage=stage-1&stage-1/respond=no"
    page.evaluate(
        "(answers) => { location.hash = `#${answers}`; }",
        f"{answers}&when.stage-1/raise=2026-11-20T16:30",
    )
    page.reload()
    shown = result(page)
    expect(shown).to_contain_text("By the end of Wednesday 25 November 2026")
    # From Friday the 20th, which counts: the 23rd, the 24th.
    expect(shown.locator(".el-safe")).to_have_text(
        [
            "Safe: by Tuesday 24 November 2026, by another reading (under “throughout”).",
            "Safe: speak to both. (Clause 4)",
        ]
    )


def test_the_receipt_is_on_the_page_that_counts(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#{_LATE}")
    said = result(page).locator(".el-now__date").nth(1).inner_text()
    assert said == "By the end of Tuesday 17 November 2026"
    result(page).get_by_text("How this is counted").nth(1).click()
    result(page).get_by_role("link", name="Why this date").click()
    expect(page.locator("[data-said]").first).to_have_text(said)
    expect(page.locator("[data-steps]")).to_contain_text("Tuesday 17 November 2026: day 5")


def test_what_is_late_leads_to_the_next_stage(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#{_LATE}")
    shown = result(page)
    expect(shown.get_by_role("heading", level=2)).to_have_text(
        "The time is up: go to the next stage"
    )
    expect(shown).to_contain_text("Escalate to the senior managers")
    expect(page.locator(".el-emergency")).to_contain_text("Unsure how to go on? 0151 443 4786")
    expect(shown).to_contain_text("0151 443 4786")
    expect(shown.get_by_label("Subject")).to_have_value(
        "Multi-agency escalation policy: Stage 3: Senior managers, clause 4, stage 3"
    )


def test_what_is_not_to_be_done_yet_does_not_pretend_that_time_is_up(visit: Visits) -> None:
    answered = "stage-1/respond=yes&stage-1:settled=open"
    asked = f"{KNOWSLEY}#side=raising&stage=stage-1&{answered}&when.stage-1/raise="
    shown = result(visit(f"{asked}2026-11-20T16:30"))
    heading = shown.get_by_role("heading", level=2)
    expect(heading).to_have_text("If it is not settled first, do this")
    expect(shown.locator(".el-now__date")).to_have_text("By the end of Wednesday 25 November 2026")
    assert "is up" not in shown.get_by_label("Message").input_value()
    shown = result(visit(f"{asked}2026-11-02"))
    expect(shown.get_by_role("heading", level=2)).to_have_text("Do this now")
    expect(shown).to_contain_text("That time has passed: it is late. Do it now.")


def test_danger_comes_first_and_stays_in_sight(visit: Visits) -> None:
    page = visit("what-now/strathkell.html", screen=PHONE)
    first = page.locator("#now form button").first
    expect(first).to_have_text("A child may be in danger now")
    first.click()
    expect(page.locator(":focus")).to_have_text("First, the danger")
    danger = page.locator("[data-danger]").first
    expect(danger.get_by_role("listitem").first).to_contain_text("Ring 999 now")
    expect(danger).to_contain_text("4 hours")
    expect(danger).to_contain_text("straight to the stage “Heads of service”")
    disagree(page)
    page.get_by_role("button", name="Urgent").click()
    page.get_by_role("button", name="Team managers", exact=False).click()
    answer(page, "Not yet")
    answer(page, "Yesterday")
    expect(page.locator(":focus")).to_have_text("When did the danger become known?")
    answer(page, "Just now")
    expect(result(page)).to_contain_text("before Sunday 22 November 2026 at 16:00")
    expect(danger).to_be_visible()


def test_danger_can_be_said_when_all_else_is_answered_and_taken_back(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#{_LATE}", screen=PHONE)
    expect(page.locator("[data-danger]")).to_be_hidden()
    result(page).get_by_role("button", name="A child may be in danger now").click()
    expect(page.locator(":focus")).to_have_text("First, the danger")
    expect(result(page)).to_contain_text("Escalate to the senior managers")
    page.get_by_role("link", name="Is a child in danger now?").click()
    expect(page.locator("[data-danger]")).to_be_hidden()
    expect(result(page)).to_contain_text("Escalate to the senior managers")


def test_a_number_for_whoever_is_unsure_is_no_number_for_danger(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#danger=yes", screen=PHONE)
    expect(page.locator("[data-danger] li").first).to_contain_text("Ring 999")
    expect(page.locator("[data-danger]")).not_to_contain_text("443 4786")
    expect(page.locator(".el-emergency")).to_contain_text("443 4786")


def test_who_received_the_challenge_is_asked_and_told_as_the_one_who_answers(
    visit: Visits,
) -> None:
    page = visit(KNOWSLEY, screen=PHONE)
    page.get_by_role("button", name="I received a challenge").click()
    page.get_by_role("button", name="Stage 1: Practitioner to practitioner").click()
    expect(page.locator(":focus")).to_have_text("Have you answered?")
    page.go_back()
    page.get_by_role("button", name="They have raised it with me").click()
    expect(page.locator(":focus")).to_have_text("When was it raised?")
    page.get_by_label("Day").fill("2026-11-20")
    answer(page, "Go on")
    expect(page.locator(":focus")).to_have_text("Do this now")
    shown = result(page)
    expect(shown.locator(".el-now__date")).to_have_text("By the end of Wednesday 25 November 2026")
    message = shown.get_by_label("Message").input_value()
    assert "My answer: [" in message
    assert "What worries me" not in message
    assert "by the end of Wednesday 25 November 2026\n" in message


# Both sides' managers take it up, so that the reader brings it to the next stage.
_OURS = "side=receiving&reached=stage-2&stage-2:settled=no&when.to:stage-2=2026-11-19"
# The raising side goes on, so that the reader answers and says what that side is to do.
_THEIRS = "side=receiving&urgency:receiving=standard&reached=talk&talk/contact=yes&talk:settled=no"


@pytest.mark.parametrize(
    ("address", "kind", "where", "asks"),
    [
        (
            f"knowsley.html#{_OURS}&when.stage-2:settled%3Dno=2026-11-20",
            "reply",
            "It is not settled at Stage 2: First line managers, so I bring it to the next stage.",
            "What the policy asks for: Resolve between senior managers\n",
        ),
        (
            f"strathkell.html#{_THEIRS}&when.talk/contact=2026-11-19&when.talk:settled%3Dno=2026-11-20",
            "reply",
            "It is not settled at the stage “Talk to the other worker”.\n",
            "What the policy asks for: Bring it to the team managers\n",
        ),
        # Both sides' senior managers may refer to the Chair.
        (
            "knowsley.html#side=receiving&reached=stage-3&stage-3:settled=no",
            "referral",
            "It is not settled at Stage 3: Senior managers, so I bring it to the next stage.",
            "What the policy asks for: Confer and recommend\n",
        ),
    ],
)
def test_who_received_the_challenge_goes_on_only_with_what_is_their_own_to_take_on(
    visit: Visits, address: str, kind: str, where: str, asks: str
) -> None:
    page = visit(f"what-now/{address}", screen=PHONE)
    message = result(page).get_by_label("Message").input_value()
    assert where in message
    assert asks in message
    assert page.evaluate("(kind) => escalationLogWhatNow.gaps[kind]", kind) in message


def test_what_the_policy_wants_before_the_next_stage_is_said_first(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#side=raising&stage=stage-3&stage-3:settled=no", screen=PHONE)
    first = first_of(page)
    expect(first).to_have_count(1)
    expect(first).to_contain_text("Issue an Escalation Notice")
    expect(first).to_contain_text("The senior managers of both agencies.")
    expect(result(page).get_by_text("Issue an Escalation Notice")).to_have_count(1)
    # The time is up, nobody having said so, and the notice is as necessary.
    open_since = "side=raising&stage=stage-3&stage-3:settled=open&when.to:stage-3=2026-11-02"
    page = visit(f"{KNOWSLEY}#{open_since}", screen=PHONE)
    expect(result(page).locator("h2")).to_have_text("The time is up: go to the next stage")
    expect(first_of(page)).to_contain_text("Issue an Escalation Notice")
    # In time it is not yet the first thing.
    page = visit(f"{KNOWSLEY}#{open_since.replace('11-02', '11-20')}", screen=PHONE)
    expect(result(page).locator("h2")).to_have_text("Do this now")
    expect(first_of(page)).to_have_count(0)


def first_of(page: Page) -> Locator:
    return page.locator("[data-result] .el-now__first li")


def test_what_is_a_reading_of_ours_says_so(visit: Visits) -> None:
    new = "side=receiving&reached=new&when.stage-1/raise=2026-11-20"
    page = visit(f"{KNOWSLEY}#danger=yes&{new}&when.danger=2026-11-20", screen=PHONE)
    way = page.locator("[data-danger] li").nth(1)
    read = way.get_by_role("link", name="How we read this")
    assert (read.get_attribute("href") or "").endswith("#duty-case-escalate-immediately")
    result(page).get_by_text("How this is counted").click()
    expect(result(page)).to_contain_text(
        "Our reading: The limit runs from the moment the concern was raised."
    )


def test_one_agency_is_found_by_its_first_letters_and_gives_one_contact(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#side=raising&stage=new&when.opening=2026-11-20")
    shown = result(page)
    expect(shown.get_by_text("0151 496 0104")).to_have_count(0)
    field = shown.get_by_label("Which agency decided?")
    field.fill("zz")
    expect(shown.get_by_text("No agency here begins with that.")).to_be_visible()
    field.fill("SOCIAL c")
    expect(shown.locator(".el-now__agency")).to_have_text(["Children's social care (invented)"])
    field.fill("ho")
    field.press("Enter")
    expect(field).to_have_value("Housing (invented)")
    expect(shown.get_by_role("link", name="0151 496 0104")).to_be_visible()
    # It stays while other things are answered, and is gone with the page.
    page.get_by_role("button", name="A child may be in danger now").click()
    expect(shown.get_by_role("link", name="0151 496 0104")).to_be_visible()
    assert "ousing" not in page.url
    page.reload()
    expect(field).to_have_value("")


def test_a_moment_that_another_reading_needs_is_asked_for_only_on_demand(visit: Visits) -> None:
    def with_readings(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + _ANOTHER_START)

    page = visit(KNOWSLEY)
    page.route("**/what-now/knowsley.js", with_readings)
    answers = "side=receiving&reached=new&when.stage-1/raise=2026-11-20"
    page.evaluate("(answers) => { location.hash = `#${answers}`; }", answers)
    page.reload()
    shown = result(page)
    expect(shown).to_contain_text("By the end of Wednesday 25 November 2026")
    expect(shown.locator(".el-safe")).to_have_count(0)
    shown.get_by_role("button", name="When did the disagreement arise, or the decision").click()
    page.get_by_label("Day").fill("2026-11-19")
    answer(page, "Go on")
    expect(shown.locator(".el-safe")).to_have_text(
        "Safe: by Tuesday 24 November 2026, by another reading (under “Stage 1”)."
    )


_ANOTHER_START = """
{
  const data = escalationLogWhatNow;
  data.readings = [{
    clause: "under “Stage 1”", reading: "three", duties: ["stage-1/respond"], rules: {}, tiers: {},
  }];
  const found = data.results["=stage-1/respond=no"];
  found.needs = ["opening", "stage-1/raise"];
  found.optional = ["opening"];
  found.lead.readings = { 0: [{ slot: "opening" }] };
}
"""


def test_a_double_click_answers_once(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#side=raising", screen=PHONE)
    page.get_by_role("button", name="Stage 2", exact=False).hover()
    for clicks in (1, 2):
        page.mouse.down(click_count=clicks)
        page.mouse.up(click_count=clicks)
        expect(page.locator("#now-title")).to_have_text("Is it settled?")
    assert page.url.endswith("#side=raising&stage=stage-2")


def test_answers_can_be_changed_and_the_browser_goes_back(visit: Visits) -> None:
    page = visit(KNOWSLEY)
    disagree(page)
    page.get_by_role("button", name="Stage 4", exact=False).click()
    expect(page.locator("#now-title")).to_have_text("Is it settled?")
    page.go_back()
    expect(page.locator("#now-title")).to_have_text("How far has it got?")
    page.go_forward()
    expect(page.locator("#now-title")).to_have_text("Is it settled?")
    page.get_by_role("link", name="How far has it got?").click()
    page.get_by_role("button", name="Stage 2", exact=False).click()
    answer(page, "No, and it will not be at this stage")
    answer(page, "I do not know")
    answer(page, "Just now")
    expect(result(page)).to_contain_text("The same working day, from when")
    page.get_by_role("link", name="Start again").click()
    expect(page.locator("#now-title")).to_have_text("What has happened?")
    expect(page.locator("[data-said]")).to_be_hidden()


def test_the_keyboard_alone_is_enough(visit: Visits) -> None:
    page = visit(KNOWSLEY)
    focus = page.locator(":focus")
    page.get_by_role("button", name="A child may be in danger now").focus()
    for asked, tabs in (
        ("How far has it got?", 1),
        ("Is it settled?", 3),
        ("When did it reach Stage 2: First line managers?", 3),
        ("Do this now", 1),
    ):
        for _ in range(tabs):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(focus).to_have_text(asked)


def test_the_message_can_be_changed_and_copied_and_is_kept_nowhere(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#{_LATE}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = result(page)
    shown.get_by_label("Message").fill("Changed by hand")
    shown.get_by_role("button", name="Copy the message").click()
    expect(shown.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "").endswith("stage 3\n\nChanged by hand")
    assert "Changed" not in page.url
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert "Changed" not in page.evaluate(kept)
    assert "stage-2" not in page.evaluate(kept)
    page.reload()
    expect(shown.get_by_label("Message")).not_to_have_value("Changed by hand")


@pytest.mark.parametrize(
    ("on", "time", "problem"),
    [
        ("2026-11-24", "", "That is in the future."),
        ("2026-11-09", "", "That is before the last date you gave."),
        ("2026-03-29", "01:30", "The clocks go forward"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_for_again(
    visit: Visits, on: str, time: str, problem: str
) -> None:
    page = visit(f"{KNOWSLEY}#{_TOLD}")
    page.get_by_label("Day").evaluate("(field) => field.removeAttribute('max')")
    page.get_by_label("Day").fill(on)
    page.get_by_label("Time").fill(time)
    answer(page, "Go on")
    expect(page.get_by_role("alert")).to_contain_text(problem)
    expect(page.get_by_label("Day")).to_have_value(on)


def test_an_hour_that_comes_twice_is_asked_for(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#side=raising&stage=stage-2&stage-2:settled=open")
    page.get_by_label("Day").fill("2026-10-25")
    page.get_by_label("Time").fill("01:30")
    answer(page, "Go on")
    expect(page.get_by_role("alert")).to_contain_text("show this time twice")
    page.get_by_role("button", name="(GMT)").click()
    expect(result(page)).to_contain_text("Sunday 25 October 2026 at 01:30 (GMT)")


def test_an_address_that_means_nothing_begins_at_the_beginning(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#side=both&danger=perhaps&stage=stage-9&when.x=%3Cb%3E")
    expect(page.locator("#now-title")).to_have_text("What has happened?")


def test_it_works_from_a_folder_without_a_network(visit: Visits) -> None:
    page = visit(KNOWSLEY, screen=PHONE, folder=True)
    page.context.set_offline(True)
    disagree(page)
    page.get_by_role("button", name="Stage 3", exact=False).click()
    answer(page, "Not yet")
    answer(page, "Just now")
    expect(result(page)).to_contain_text("By the end of Friday 27 November 2026")


def test_without_scripts_the_stages_say_it(visit: Visits) -> None:
    page = visit(KNOWSLEY, scripts=False)
    expect(page.get_by_text("The questions need scripts")).to_be_visible()
    expect(page.locator("#now")).to_be_hidden()
    expect(page.locator("[data-list]")).to_contain_text("Resolve between senior managers")
    expect(page.get_by_role("link", name="0151 443 4786").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", whole("dark")])
@pytest.mark.parametrize(
    "choices", ["danger=yes", "side=raising&stage=stage-2&stage-2:settled=open", f"{_LATE}"]
)
def test_every_step_is_free_of_faults(visit: Visits, scheme: Any, choices: str) -> None:
    page = visit(f"{KNOWSLEY}#{choices}", screen=PHONE, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_answer_is_what_is_printed(visit: Visits) -> None:
    page = visit(f"{KNOWSLEY}#{_LATE}", print_media=True)
    expect(result(page).get_by_text("Escalate to the senior managers").first).to_be_visible()
    expect(page.locator("[data-list]")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the message")).to_be_hidden()


def test_before_any_answer_the_stages_are_printed_from_the_first_sheet_on(visit: Visits) -> None:
    page = visit(KNOWSLEY, print_media=True)
    listed = page.locator("[data-list]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(listed.get_by_text("Resolve between line managers: 5")).to_be_visible()
    expect(listed).to_have_css("break-inside", "auto")


@pytest.mark.parametrize("count", [1, whole(20)])
@pytest.mark.parametrize(
    "policy_id", ["barnsley", "city-and-hackney", "knowsley", "strathkell", "west-sussex"]
)
def test_the_ways_are_walked_by_hand(visit: Visits, policy_id: str, count: int) -> None:
    """Click through a sample of the ways; what the page then says is what its data lead to."""
    page = visit(f"what-now/{policy_id}.html", screen=PHONE)
    data = json.loads(page.evaluate("JSON.stringify(escalationLogWhatNow)"))
    ways = Random(policy_id).sample(tuple(ways_through(data)), count)
    for way in ways:
        for question, given in way.answers.items():
            asked = data["questions"][question]
            if question == "danger":
                page.locator(".el-now__answer--danger").click()
                continue
            receiving = way.answers["side"] == "receiving" and asked.get("toReceiving")
            expect(page.locator("#now-title")).to_have_text(receiving or asked["words"])
            (place,) = (place for place, each in enumerate(asked["answers"]) if each["id"] == given)
            calm = page.locator(".el-now__answer:not(.el-now__answer--danger)")
            calm.nth(place).click()
        answered = len(way.answers)
        expect(page.locator("[data-said] li")).to_have_count(answered)
        while page.locator("[data-result]").is_hidden():
            answer(page, "Just now")
            answered += 1
            expect(page.locator("[data-said] li")).to_have_count(answered)
        found = data["results"][way.result]
        stage = data["stages"][found["stage"]]["name"]
        expect(result(page)).to_contain_text(f"It is at {stage}.")
        if found["lead"]:
            lead = page.evaluate(
                "(id) => escalationLogReckoning.editions[escalationLogWhatNow.edition]"
                ".duties.find((each) => each.id === id).title",
                found["lead"]["id"],
            )
            expect(result(page).locator(".el-now__what").first).to_have_text(lead)
        page.get_by_role("link", name="Start again").click()
