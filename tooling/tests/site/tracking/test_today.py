"""The line of the home page that says what is wrong today."""

from __future__ import annotations

import re

from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.home.today import NOTHING_WRONG, today_of
from escalation_log.site.publication import Publication
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary


def areas_of(publication: Publication) -> list[str]:
    return [each.policy.id for each in publication.current]


def test_what_is_wrong_is_counted_for_all_and_for_each_area(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    areas = areas_of(publication)
    said = {each.area: each for each in today_of(cases, areas)}
    assert list(said) == ["", *areas]
    late = [case for case in cases if any(duty.is_overdue for duty in case.to_do)]
    in_area = {area: [case for case in late if case.policy == area] for area in areas}
    assert sum(map(bool, in_area.values())) > 1
    assert f"{len(late)} with something overdue" in said[""].words
    for area, found in in_area.items():
        words = f"{len(found)} with something overdue"
        assert (words in said[area].words) is bool(found)
    unsafe = [case for case in cases if case.is_open and not case.has_safeguards]
    assert unsafe
    assert f"{len(unsafe)} without a record of what keeps the child safe" in said[""].words


def test_where_nothing_is_wrong_it_says_so() -> None:
    (nothing,) = today_of((), ())
    assert (nothing.words, nothing.is_wrong) == (NOTHING_WRONG, False)


def test_the_home_page_shows_the_line_of_all_and_names_no_case(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    marks = catalogue_of(publication, Templates(shipped_folder("templates"))).marks
    (home,) = (mark for mark in marks if mark.name == "home")
    page = str(home.write("index.html", cases))
    areas = areas_of(publication) if len(publication.current) > 1 else []
    shown = re.findall(r'data-today="([^"]*)"( hidden)?', page)
    assert shown == [("", ""), *((area, " hidden") for area in areas)]
    assert not any(case.reference in page for case in cases)
