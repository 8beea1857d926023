"""The data for other programs, held to the schemas that ship with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

import escalation_log
from escalation_log.log.opening import open_log
from escalation_log.site.addresses import case_feed_address
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.feed_files import feed_files
from escalation_log.site.publication import publication_of
from escalation_log.site.settings import settings_of
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Shell
from escalation_log.site.sources import shipped_folder
from escalation_log.site.stamping import stamp_cases
from escalation_log.site.templates import Templates
from tests.cli.running import run
from tests.export.test_icalendar import AS_OF, diary, events
from tests.logs import FOUR
from tests.site.summaries import summaries_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def schema(name: str) -> Draft202012Validator:
    path = Path(escalation_log.__file__).parent / "schemas" / f"{name}.schema.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(value)
    return Draft202012Validator(value, format_checker=FormatChecker())


def faults(validator: Draft202012Validator, value: object) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]


def deadlines() -> Any:
    publication = publication_of(open_log(FOUR, as_of=NOON), NOON, has_feeds=True)
    summaries = summaries_of(publication)
    (file,) = (each for each in feed_files(publication) if each.address.endswith(".json"))
    return json.loads(file.write(summaries))


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_site_has_feeds_where_they_are_asked_for(is_asked: bool) -> None:
    publication = publication_of(open_log(FOUR, as_of=NOON), NOON, has_feeds=is_asked)
    catalogue = catalogue_of(publication, Templates(shipped_folder("templates")))
    summaries = summaries_of(publication)
    for address in ("agencies/knowsley/", "tracker.html"):
        page = next(each for each in catalogue.pages if each.address.startswith(address))
        assert ('.ics" download' in page.write(summaries)) is is_asked
        assert ("how-to-read.html#calendar" in page.write(summaries)) is is_asked
    assert any(each.address.startswith("feeds/") for each in catalogue.files) is is_asked
    assert any(each.feed.dates for each in summaries) is is_asked


@pytest.mark.parametrize(
    ("said", "has_feeds"), [("{}", True), ("{feeds: true}", True), ("{feeds: false}", False)]
)
def test_the_settings_may_leave_feeds_out(tmp_path: Path, said: str, has_feeds: bool) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: [search, escalation-log: {said}]\n")
    assert settings_of(tmp_path).has_feeds is has_feeds


@pytest.mark.parametrize(
    ("as_of", "kinds"),
    [
        (NOON, {(False, False), (True, True)}),
        # Some cases have only what was called off.
        (datetime(2026, 7, 1, 12, tzinfo=UTC), {(False, False), (True, False)}),
    ],
)
def test_a_case_with_dates_has_a_diary_and_its_page_leads_there_while_any_stands(
    as_of: datetime, kinds: set[tuple[bool, bool]]
) -> None:
    publication = publication_of(
        open_log(FOUR, as_of=as_of), as_of, site_url="https://escalations.example", has_feeds=True
    )
    shell = Shell.of(f"<title>{SHELL_TITLE}</title>{CONTENT}")
    templates = Templates(shipped_folder("templates"))
    found = set()
    for page in stamp_cases(publication, templates, lambda _: shell):
        address = case_feed_address(page.summary.reference)
        dates = page.summary.feed.dates
        stands = any(each.plain for each in dates)
        found.add((bool(dates), stands))
        assert (f'/{address}" download' in page.html) is stands
        assert bool(page.diary) is bool(dates)
        if dates:
            calendar = Calendar.from_ical(page.diary)
            assert len(calendar.walk("VEVENT")) == len(dates)
            assert str(calendar["SOURCE"]).endswith(address)
    assert found == kinds


def test_the_export_is_valid() -> None:
    ran = run("export", "--format", "json", "--as-of", AS_OF)
    value = json.loads(ran.out)
    assert value["cases"]
    assert faults(schema("export"), value) == []
    del value["generated_at"]
    value["cases"][0]["duties"][0]["state"] = "late"
    assert len(faults(schema("export"), value)) == 2


def test_the_dates_are_valid_and_those_of_the_diary() -> None:
    value = deadlines()
    assert faults(schema("deadlines"), value) == []
    standing = {
        str(each["UID"]): each["SEQUENCE"]
        for each in events(diary())
        if each["STATUS"] == "CONFIRMED"
    }
    assert {each["uid"]: each["revision"] for each in value["deadlines"]} == standing
    del value["deadlines"][0]["due_on"]
    assert faults(schema("deadlines"), value) == ["$.deadlines[0]: 'due_on' is a required property"]
