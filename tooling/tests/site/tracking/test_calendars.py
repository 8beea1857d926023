"""What a browser is told of bank holidays, as they are known and as they will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.data_files import calendars_file
from escalation_log.site.tracking.summaries import CaseSummary
from tests.site.tracking.scripts import data_of


def with_calendar(publication: Publication, edition: str, calendar: Calendar) -> Publication:
    return replace(
        publication,
        editions=tuple(
            replace(each, rulebook=replace(each.rulebook, calendar=calendar))
            if each.policy.edition == edition
            else each
            for each in publication.editions
        ),
    )


def test_calendars_tell_what_is_known_and_what_will_be(publication: Publication) -> None:
    edition = "knowsley@2020-06"
    rules = publication.edition(edition).rulebook
    calendar = replace(
        rules.calendar,
        holidays=(
            *rules.calendar.holidays,
            BankHoliday(on=date(2027, 2, 1), name="Jubilee", announced=date(2026, 12, 1)),
        ),
        closures=(
            Closure(first=date(2026, 12, 24), last=date(2026, 12, 29), name="Offices closed"),
        ),
    )
    data = data_of(calendars_file(with_calendar(publication, edition, calendar)).write(()))
    known = data["calendars"][data["editions"][edition]]["known"]
    assert [each["from"] for each in known] == ["2026-11-22", "2026-12-01"]
    closed = ["2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29"]
    assert [each["off"][:4] for each in known] == [closed, closed]
    assert ["2027-02-01" in each["off"] for each in known] == [False, True]
    others = {data["editions"][name] for name in data["editions"] if name != edition}
    assert len(others) == 1
    assert data["editions"][edition] not in others


def test_a_calendar_goes_on_where_nobody_can_foresee_holidays(publication: Publication) -> None:
    edition = "knowsley@2020-06"
    rules = publication.edition(edition).rulebook
    calendar = replace(rules.calendar, id="nowhere", published_to=2027)
    data = data_of(calendars_file(with_calendar(publication, edition, calendar)).write(()))
    assert data["calendars"][data["editions"][edition]]["last"] == "2028-11-23"


def test_the_span_of_a_calendar_holds_every_open_deadline(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    data = data_of(calendars_file(publication).write(cases))
    dues = [duty.due.on for case in cases for duty in case.to_do if duty.due.on is not None]
    (calendar,) = data["calendars"]
    assert calendar["known"][0]["from"] == min(dues).isoformat()
    assert calendar["last"] >= "2028-11-22"
