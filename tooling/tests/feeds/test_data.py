"""The data for other programs, held to the schemas that ship with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import escalation_log
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.feeds.files import feed_files
from escalation_log.site.publication import publication_of
from escalation_log.site.shipped import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import summary_of
from escalation_log.store import open_log
from tests.cli.running import ROOT, run
from tests.feeds.test_icalendar import AS_OF, diary, events

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def schema(name: str) -> Draft202012Validator:
    path = Path(escalation_log.__file__).parent / "schemas" / f"{name}.schema.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(value)
    return Draft202012Validator(value, format_checker=FormatChecker())


def faults(validator: Draft202012Validator, value: object) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]


def deadlines() -> Any:
    publication = publication_of(open_log(ROOT, as_of=NOON), NOON, has_feeds=True)
    summaries = [summary_of(publication.judge(file)) for file in publication.files]
    (file,) = (each for each in feed_files(publication) if each.address.endswith(".json"))
    return json.loads(file.write(summaries))


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_site_has_feeds_where_they_are_asked_for(is_asked: bool) -> None:
    publication = publication_of(open_log(ROOT, as_of=NOON), NOON, has_feeds=is_asked)
    catalogue = catalogue_of(publication, Templates(shipped_folder("templates")))
    summaries = tuple(summary_of(publication.judge(file)) for file in publication.files)
    page = next(each for each in catalogue.pages if each.address.startswith("agencies/knowsley/"))
    assert ("These dates for a calendar" in page.write(summaries)) is is_asked
    assert any(each.address.startswith("feeds/") for each in catalogue.files) is is_asked
    assert any(each.feed.dates for each in summaries) is is_asked


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
