"""An answer to "By when?" that is kept: as an address, offline, on paper, in a diary."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event
from playwright.sync_api import Page, expect

from tests.browser.asking import ADDRESS, FIVE_DAYS, SAID, answer, choose, give, receipt, said
from tests.browser.visiting import Visits

NOT_THERE = (
    "#policy=knowsley@1999&duty=stage-2/resolve&from=2026-12-21",
    "#policy=knowsley@2020-06&duty=stage-9/none&from=2026-12-21",
    "#policy=strathkell@2025-04&duty=talk/contact&urgency=none&from=2026-12-21",
    "#policy=knowsley@2020-06&duty=stage-2/resolve&from=<b>soon</b>",
    "#calendar=atlantis&days=5&from=2026-12-21",
    "#calendar=scotland&days=-5&from=2026-12-21",
    "#calendar=scotland&days=5&from=2026-12-21&counting=backwards",
    "#calendar=scotland&days=5&from=2026-12-21T24:00",
    "#calendar=scotland&days=5&from=2026-12-21T10:15%2B05:00",
    "#calendar=scotland&days=5&from=2026-12-21T10:15&cut-off=99:99",
    "#policy=__proto__&duty=stage-2/resolve&from=2026-12-21",
    f"{FIVE_DAYS}&protect=2026-12-22T99:00",
    "#policy=knowsley@2020-06&duty=stage-2/escalate&from=2026-12-21&protect=2026-12-22",
    "#duty=stage-2/resolve&from=2026-12-21",
)


def test_an_address_that_asks_for_what_is_not_there_gets_no_date(
    visit: Visits, server: str
) -> None:
    page = visit(ADDRESS)
    for fragment in NOT_THERE:
        page.goto("about:blank")
        page.goto(server + ADDRESS + fragment)
        expect(said(page), fragment).to_contain_text("This link asks for something")
        expect(page.get_by_role("button", name="Print"), fragment).to_be_hidden()


def test_an_address_opened_by_somebody_else_gives_the_same_answer(visit: Visits) -> None:
    page = visit(ADDRESS)
    choose(page, "Policy", "None: plain working days")
    page.get_by_label("Working days").fill("12")
    choose(page, "Bank holidays of", "Northern Ireland")
    page.get_by_text("How days are counted").click()
    page.get_by_label("Day one").select_option("trigger-day-counts")
    page.get_by_label("Cut-off").fill("15:30")
    give(page, "2027-03-10", "15:45")
    first, steps = said(page).inner_text(), receipt(page)
    link = page.get_by_role("link", name="Link to this answer")
    href = str(link.evaluate("link => link.href"))
    assert href == page.url
    other = visit(href.rpartition("/")[2])
    expect(said(other)).to_have_text(first)
    assert receipt(other) == steps
    # Back in the first window, the address alone changes the answer.
    page.evaluate("fragment => { location.hash = fragment; }", FIVE_DAYS)
    expect(said(page)).to_have_text(SAID)
    page.evaluate("() => { location.hash = '#times'; }")
    expect(said(page)).to_have_text(SAID)


def test_without_a_network_and_without_a_server(visit: Visits) -> None:
    page = visit(ADDRESS)
    page.context.set_offline(True)
    choose(page, "Policy", "Knowsley Safeguarding Children Partnership")
    choose(page, "What is to be done", "Resolve between line managers (5 working days)")
    give(page, "2026-12-21", "10:15")
    expect(said(page)).to_have_text(SAID)
    # Whenever the address changes, the browser looks for the icon of its tab, which no page needs.
    page.context.close()
    visit.faults[:] = [each for each in visit.faults if "/favicon.png failed" not in each]
    from_a_folder = visit(ADDRESS + FIVE_DAYS, folder=True)
    expect(said(from_a_folder)).to_have_text(SAID)
    give(from_a_folder, "2026-12-22", "10:15")
    expect(said(from_a_folder)).to_have_text("By the end of Thursday 31 December 2026")
    assert from_a_folder.url.endswith("from=2026-12-22T10:15")
    assert event_of(from_a_folder).decoded("dtstart") == date(2026, 12, 31)
    # Its address would tell whose folder it is.
    expect(from_a_folder.get_by_role("button", name="Copy the link")).to_be_hidden()
    expect(from_a_folder.get_by_role("link", name="Link to this answer")).to_be_hidden()


def event_of(page: Page) -> Event:
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to calendar").click()
    path = Path(download.value.path())
    assert re.fullmatch(r"due-\d{4}-\d\d-\d\d\.ics", download.value.suggested_filename)
    written = path.read_bytes()
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert written.endswith(b"END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(written)
    assert not calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    assert isinstance(event, Event)
    return event


def alarms_of(event: Event) -> list[timedelta]:
    return [alarm.decoded("trigger") for alarm in event.walk("VALARM")]


def test_a_diary_rings_on_the_working_day_before(visit: Visits) -> None:
    page = visit(f"{ADDRESS}#calendar=england-and-wales&days=1&from=2026-12-24")
    event = event_of(page)
    assert event.decoded("dtstart") == date(2026, 12, 29)
    assert alarms_of(event) == [timedelta(days=-5, hours=9)]


def test_a_day_in_the_diary_keeps_its_name(visit: Visits) -> None:
    page = visit(ADDRESS + FIVE_DAYS)
    event = event_of(page)
    assert event.decoded("dtstart") == date(2026, 12, 30)
    assert event.decoded("dtend") == date(2026, 12, 31)
    assert event["summary"] == "Due: Resolve between line managers (Stage 2: First line managers)"
    assert str(event["description"]).split("\n") == receipt(page)
    assert alarms_of(event) == [timedelta(hours=-15)]
    assert "file:" not in event.to_ical().decode()
    again = event_of(visit(ADDRESS + FIVE_DAYS, at="2026-12-01", folder=True))
    assert again["uid"] == event["uid"]
    assert again.decoded("dtstamp").date() == date(2026, 12, 1)
    give(page, "2026-12-22", "10:15")
    assert event_of(page)["uid"] != event["uid"]


def test_an_hour_in_the_diary_is_the_same_everywhere(visit: Visits) -> None:
    duty = "policy=strathkell@2025-04&duty=talk/contact&urgency=urgent"
    event = event_of(visit(f"{ADDRESS}#{duty}&from=2026-07-01T10:15"))
    assert event.decoded("dtstart") == datetime(2026, 7, 2, 8, 45, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 7, 2, 9, 15, tzinfo=UTC)
    assert alarms_of(event) == [-timedelta(hours=24, minutes=45), -timedelta(minutes=45)]


def test_the_address_is_copied_without_what_an_areas_page_put_into_it(visit: Visits) -> None:
    page = visit(f"{ADDRESS}?policy=barnsley{FIVE_DAYS}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(answer(page)).to_contain_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url.replace("?policy=barnsley", "")


def test_on_paper_stand_the_times_where_nothing_was_asked(visit: Visits) -> None:
    page = visit(ADDRESS, print_media=True)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    times = page.locator(".el-times").nth(2)
    expect(times.get_by_text("Resolve between line managers: 5 working days")).to_be_visible()
    expect(times.get_by_text("Knowsley Safeguarding Children Partnership:")).to_be_visible()


def test_on_paper_stands_the_answer_and_not_the_form(visit: Visits) -> None:
    page = visit(ADDRESS + FIVE_DAYS, print_media=True, scheme="dark")
    expect(said(page)).to_be_visible()
    expect(answer(page).get_by_text("Counted from", exact=True)).to_be_visible()
    expect(answer(page).get_by_text("Thursday 24 December 2026: day 3.")).to_be_visible()
    for hidden in (
        page.locator("#by-when-form"),
        page.get_by_role("button", name="Print"),
        page.locator("#times"),
        page.locator(".el-times").first,
    ):
        expect(hidden).to_be_hidden()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
