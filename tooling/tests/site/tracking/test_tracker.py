"""Rows, counts and columns of the tracker, for pages, scripts and other programs."""

from __future__ import annotations

import csv
import json
import pickle
from copy import copy
from dataclasses import replace
from datetime import date

from escalation_log.model.assessments import DutyState
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.columns import cases_script
from escalation_log.site.tracking.data_files import tracker_csv, tracker_json
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.rows import HEADINGS
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import (
    SHOWN_REPEATS,
    blank_row,
    counts_of,
    repeats_of,
    row_of,
)
from tests.site.tracking.scripts import data_of


def test_counts_and_rows_say_what_the_assessments_say(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    judged = {file.case.reference: publication.judge(file) for file in publication.files}

    def having(state: str) -> set[str]:
        return {
            reference
            for reference, each in judged.items()
            if any(
                row.state.value == state and not (row.is_own and state == "overdue")
                for row in each.assessment.duties
            )
        }

    counts = counts_of(cases)
    assert counts.all == len(cases) == len(judged)
    assert counts.overdue == len(having("overdue"))
    assert counts.due_soon == len(having("due-soon"))
    assert counts.due_now == len(having("due-now"))
    assert counts.no_record == len(having("no-record")) > 0
    assert counts.open == sum(each.assessment.state.value == "open" for each in judged.values())
    rows = [row_of(case, names) for case in cases]
    late = {row.reference for row in rows if row.due and row.due.look in ("overdue", "guide")}
    assert late == having("overdue")
    calm = [row.reference for row in rows if not row.risk]
    assert calm[: len(late)] == [reference for reference in calm if reference in late]
    at_risk = [row.reference for row in rows if row.risk]
    assert at_risk == [row.reference for row in rows[: counts.at_risk]] != []
    assert set(at_risk) == {
        reference
        for reference, each in judged.items()
        if each.assessment.state.value == "open" and "immediate-risk" in each.timeline.by_kind
    }


def test_what_a_passed_deadline_began_goes_before_it(cases: list[CaseSummary]) -> None:
    (case,) = (each for each in cases if each.reference == "KN-2026-0006")
    assert [duty.id for duty in case.to_do[:2]] == ["stage-3/escalate", "stage-2/resolve"]
    assert all(duty.is_overdue for duty in case.to_do[:2])


def test_a_case_in_short_is_small_and_can_be_sent(cases: list[CaseSummary]) -> None:
    sent = pickle.dumps(cases)
    assert pickle.loads(sent) == cases
    # A date brings its event for a diary along, receipt and all; few cases have any.
    dates = sum(len(each.feed.dates) for each in cases)
    assert len(sent) < 800 * len(cases) + 2_000 * dates


def test_many_cases_are_few_bytes(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    crowd = [
        replace(case, reference=f"KN-2026-{number:04}")
        for number in range(1000)
        for case in [cases[number % len(cases)]]
    ]
    script = cases_script(crowd, names, publication.as_of)
    assert len(script) < 120 * len(crowd) + 20_000  # 1.2 MB for ten thousand


def test_a_row_has_the_safe_date_of_what_is_next_and_the_script_has_all(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    case = next(each for each in cases if len(each.to_do) > 1 and each.to_do[0].due.is_open)
    first, *others = case.to_do
    safer = replace(first, due=replace(first.due, safe_on=date(2026, 11, 20)))
    rows = [replace(case, to_do=(safer, *others)), replace(case, to_do=(*others, safer)), case]
    assert [row_of(each, names).safe for each in rows] == [
        "Safe: by Friday 20 November 2026",
        "",
        "",
    ]
    data = data_of(cases_script(rows, names, publication.as_of))
    day = (date(2026, 11, 20) - date(1970, 1, 1)).days
    safe = [[duty[6] if len(duty) > 6 else None for duty in to_do] for to_do in data["toDo"]]
    none = [None] * len(others)
    assert safe == [[day, *none], [*none, day], [None, *none]]
    assert data["words"]["safe"] == "Safe: by {day}"


def test_columns_give_back_the_cases(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    data = data_of(cases_script(cases, names, publication.as_of))
    assert data["built"] == publication.as_of.timestamp()
    assert data["reference"] == [case.reference for case in cases]
    columns = {name: value for name, value in data.items() if name in {"edition", "stage", "toDo"}}
    assert {len(value) for value in columns.values()} == {len(cases)}
    for place, case in enumerate(cases):
        edition = data["editions"][data["edition"][place]]
        assert edition["name"] == case.edition
        assert edition["stages"][data["stage"][place]][0] == case.stage
        assert date.fromordinal(data["opened"][place] + 719163) == case.opened_on
        for duty, (title, acting, kind, *times) in zip(
            case.to_do, data["toDo"][place], strict=True
        ):
            assert data["duties"][title] == [duty.id, duty.title]
            assert [data["agencies"][each] for each in acting] == [
                [case.policy, agency, names.of[case.edition].agency(agency)]
                for agency in duty.acting
            ]
            assert data["kinds"][kind] == {
                "counted_in": duty.due.counted_in.value,
                "force": "guide" if duty.due.is_guide else "required",
                "provisional": duty.due.is_provisional,
                "advice": duty.is_advice,
                "at_once": duty.due.is_at_once,
                "own": duty.due.is_own,
            }
            if duty.due.at is not None and duty.due.soon is not None:
                at = duty.due.at.at.timestamp()
                assert times[:2] == [at, at - duty.due.soon.at.timestamp()]
            else:
                assert times == []


def test_the_whole_tracker_as_files(
    cases: list[CaseSummary], names: Names, publication: Publication
) -> None:
    as_of = publication.as_of
    text = tracker_csv(cases, (), names)
    assert text.startswith("\ufeffreference,")
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert tuple(rows[0]) == HEADINGS
    assert [row[0] for row in rows[1:]] == [case.reference for case in cases]
    whole = json.loads(tracker_json(cases, (), names, as_of=as_of, generated_at=as_of))
    assert (whole["schema_version"], whole["as_of"]) == (3, "2026-11-22T12:00:00+00:00")
    for case, said in zip(cases, whole["cases"], strict=True):
        assert said["reference"] == case.reference
        assert [duty["id"] for duty in said["to_do"]] == [duty.id for duty in case.to_do]
    assert json.loads(tracker_json([], (), names, as_of=as_of, generated_at=as_of))["cases"] == []


def test_a_case_is_the_same_in_both_files(
    cases: list[CaseSummary], names: Names, publication: Publication
) -> None:
    """A row has the most urgent duty, and says whether a risk and what keeps a child safe stand."""
    as_of = publication.as_of
    rows = list(csv.DictReader(tracker_csv(cases, (), names).removeprefix("\ufeff").splitlines()))
    whole = json.loads(tracker_json(cases, (), names, as_of=as_of, generated_at=as_of))
    for case, row, said in zip(cases, rows, whole["cases"], strict=True):
        to_do = said.pop("to_do")
        assert [*said, "not_judged"] == [*row] == [*HEADINGS]
        assert {each: written(value) for each, value in said.items()} == {
            each: value for each, value in row.items() if each != "not_judged"
        }
        assert said["immediate_risk"] is case.is_at_risk
        assert said["safeguards_recorded"] is case.has_safeguards
        shared = ["due", "due_on", "safe_due_on", "must_act"]
        first = to_do[0] if to_do else dict.fromkeys((*shared, "id", "title", "state"))
        assert [said[each] for each in shared] == [first[each] for each in shared]
        own = [said["duty"], said["duty_title"], said["duty_state"]]
        assert own == [first["id"], first["title"], first["state"]]
    assert {row["immediate_risk"] for row in rows} == {"true", "false"}
    assert {row["safeguards_recorded"] for row in rows} == {"true", "false"}


def written(value: object) -> str:
    """Write a value of JSON as it stands in a cell."""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_the_script_has_the_headings_and_the_version_of_the_files(
    cases: list[CaseSummary], names: Names, publication: Publication
) -> None:
    data = data_of(cases_script(cases, names, publication.as_of))
    assert tuple(data["headings"]) == HEADINGS
    whole = json.loads(
        tracker_json(cases, (), names, as_of=publication.as_of, generated_at=publication.as_of)
    )
    assert data["schema_version"] == whole["schema_version"]


def test_an_area_is_named_where_there_are_several(cases: list[CaseSummary], names: Names) -> None:
    case = next(each for each in cases if each.policy == "city-and-hackney")
    assert row_of(case, names).area == "City & Hackney"
    alone = copy(names)
    alone.has_areas = False
    assert row_of(case, alone).area == ""
    assert (blank_row(has_area=True).area, blank_row(has_area=False).area) == (" ", "")


def test_the_script_names_the_policies_whose_editions_are_not_signed_off(
    cases: list[CaseSummary], names: Names, publication: Publication
) -> None:
    everything = data_of(cases_script(cases, names, publication.as_of))
    assert everything["unsigned"] == ["barnsley", "city-and-hackney", "knowsley", "west-sussex"]
    signed = [
        each
        if each.policy == "knowsley"
        else replace(each, facts=replace(each.facts, is_countersigned=True))
        for each in cases
    ]
    assert data_of(cases_script(signed, names, publication.as_of))["unsigned"] == ["knowsley"]


def test_what_repeats_is_counted_once_a_case(cases: list[CaseSummary], names: Names) -> None:
    once = repeats_of(cases, names)
    assert all(each.cases > 1 for each in (*once.themes, *once.missed))
    repeats = repeats_of([*cases, *cases], names)
    for kind in (repeats.themes, repeats.missed):
        assert 0 < len(kind) <= SHOWN_REPEATS
        assert [each.cases for each in kind] == sorted((each.cases for each in kind), reverse=True)
        assert kind[0].share == 100
    twice = next(case for case in cases if case.missed)
    again = replace(twice, missed=twice.missed * 2)
    assert repeats_of([again], names).missed == ()
    assert repeats_of([again, twice], names) == repeats_of([twice, twice], names)
    assert {each.cases for each in repeats_of([again, twice], names).missed} == {2}
    empty = repeats_of([], names)
    assert (empty.themes, empty.missed) == ((), ())


def test_what_is_open_is_what_changes_with_time(cases: list[CaseSummary]) -> None:
    for case in cases:
        for duty in case.to_do:
            assert duty.due.is_open == (duty.due.state is not DutyState.OUTSTANDING)
