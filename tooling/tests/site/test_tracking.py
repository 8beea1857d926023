"""The tracker and the pages of agencies as data, for pages, scripts and other programs."""

from __future__ import annotations

import csv
import json
import pickle
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from escalation_log.model.assessments import DutyState
from escalation_log.model.calendars import BankHoliday, Closure
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import InWords
from escalation_log.model.patterns import EventPattern
from escalation_log.model.receipts import RuleApplied
from escalation_log.render.to_do import is_at_once, to_do_of
from escalation_log.site.dues import due_view
from escalation_log.site.publication import JudgedCase, Publication, publication_of
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.agencies import (
    CARDS,
    Actions,
    actions_of,
    actors_of,
    coming_dues,
    page_of,
)
from escalation_log.site.tracking.areas import areas_of
from escalation_log.site.tracking.calendars import calendars_file
from escalation_log.site.tracking.columns import cases_script
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.pages import tracking_of
from escalation_log.site.tracking.repeats import SHOWN, repeats_of
from escalation_log.site.tracking.sorting import Sorting
from escalation_log.site.tracking.summaries import CaseSummary, summary_of
from escalation_log.site.tracking.tables import HEADER, tracker_csv, tracker_json
from escalation_log.site.tracking.tracker import counts_of, in_order, row_of
from escalation_log.store import open_log
from tests.site.building import REPOSITORY, copy_log

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def publication() -> Publication:
    return publication_of(open_log(REPOSITORY, as_of=AS_OF), AS_OF)


@pytest.fixture(scope="module")
def cases(publication: Publication) -> list[CaseSummary]:
    return in_order([summary_of(publication.judge(file)) for file in publication.files])


@pytest.fixture(scope="module")
def names(publication: Publication) -> Names:
    return Names(publication)


def data_of(script: str) -> Any:
    """Read what a script of data sets."""
    return json.loads(script[script.index("{") :].rstrip().removesuffix(";"))


def test_counts_and_rows_say_what_the_assessments_say(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    judged = {file.case.reference: publication.judge(file) for file in publication.files}

    def having(state: str) -> set[str]:
        return {
            reference
            for reference, each in judged.items()
            if any(row.state.value == state for row in each.assessment.duties)
        }

    counts = counts_of(cases)
    assert counts.all == len(cases) == len(judged)
    assert counts.overdue == len(having("overdue"))
    assert counts.due_soon == len(having("due-soon"))
    assert counts.open == sum(each.assessment.state.value == "open" for each in judged.values())
    rows = [row_of(case, names) for case in cases]
    late = {row.reference for row in rows if row.due and row.due.state == "overdue"}
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


RISK = """\
format: 1
reference: KN-2026-0099
policy: knowsley@2020-06
theme: communication
child: {pseudonym: C-8WQ2M}
raising: {agency: northside-academy, role: designated-safeguarding-lead}
receiving: {agency: childrens-social-care, role: team-manager}
concern: |
  Nobody has seen the child for a week.
outcome_sought: |
  A visit.
events:
  - at: 2026-11-02 10:00
    kind: disagreement
    by: receiving
  - at: 2026-11-03 09:00
    kind: raised
    by: raising
    how: phone
  - at: 2026-11-19 10:00
    kind: immediate-risk
    by: raising
"""


@pytest.fixture(scope="module")
def risk(tmp_path_factory: pytest.TempPathFactory) -> JudgedCase:
    """Give a case with an immediate risk of which nobody has told a manager."""
    root = copy_log(tmp_path_factory.mktemp("risk"), cases=False)
    (root / "cases" / "2026").mkdir(parents=True)
    (root / "cases" / "2026" / "KN-2026-0099.yaml").write_text(RISK, encoding="utf-8")
    publication = publication_of(open_log(root, as_of=AS_OF), AS_OF)
    (file,) = publication.files
    return publication.judge(file)


def test_what_is_to_be_done_at_once_goes_before_every_date(
    risk: JudgedCase, publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    first, *rest = to_do_of(risk.assessment.duties)
    assert first.duty.id == "case/escalate-immediately"
    assert any(row.state is DutyState.OVERDUE for row in rest)
    assert due_view(first, risk.policy).chip == "At once"
    summary = summary_of(risk)
    late = sum(duty.is_overdue for duty in summary.to_do)
    row = row_of(summary, names)
    assert (row.risk, row.at_once, row.due) == ("Immediate risk", "At once", None)
    assert row.more == f"and {late} late"
    assert in_order([*cases, summary])[0] is summary
    edition = next(each for each in publication.current if each.policy.id == "knowsley")
    agency = next(each for each in actors_of(edition) if each.id == "northside-academy")
    page = page_of(edition, agency, actions_of([*cases, summary]), names)
    assert page.groups[0].heading == "At once"
    assert page.groups[0].cards[0].reference == "KN-2026-0099"


@pytest.mark.parametrize(
    ("limit", "trigger", "is_advice", "expected"),
    [
        ("immediately", EventKind.RAISED, False, True),
        ("without delay", EventKind.IMMEDIATE_RISK, False, True),
        ("without delay", EventKind.RAISED, False, False),
        ("immediately", EventKind.IMMEDIATE_RISK, True, False),
    ],
)
def test_at_once_is_what_a_risk_or_the_policys_words_ask_for(
    limit: str, trigger: EventKind, is_advice: bool, expected: bool, risk: JudgedCase
) -> None:
    first, *rest = to_do_of(risk.assessment.duties)
    asked = EventPattern(kinds=frozenset({trigger}))
    row = replace(
        first,
        duty=replace(first.duty, trigger=asked, advice=is_advice),
        receipt=tuple(
            replace(step, limit=InWords(limit)) if isinstance(step, RuleApplied) else step
            for step in first.receipt
        ),
    )
    assert is_at_once(row) is expected
    assert not is_at_once(replace(row, state=DutyState.MET))
    assert (to_do_of([*rest, row])[0] is row) is expected


def test_what_a_passed_deadline_began_goes_before_it(cases: list[CaseSummary]) -> None:
    (case,) = (each for each in cases if each.reference == "KN-2026-0006")
    assert [duty.id for duty in case.to_do[:2]] == ["stage-3/escalate", "stage-2/resolve"]
    assert all(duty.is_overdue for duty in case.to_do[:2])


def test_a_case_in_short_is_small_and_can_be_sent(cases: list[CaseSummary]) -> None:
    sent = pickle.dumps(cases)
    assert pickle.loads(sent) == cases
    assert len(sent) < 400 * len(cases)


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


def test_columns_give_back_the_cases(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    data = data_of(cases_script(cases, names, publication.as_of))
    assert data["built"] == AS_OF.timestamp()
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
            assert data["duties"][title] == names.of[case.edition].duties[duty.id]
            assert [data["agencies"][each] for each in acting] == [
                [case.policy, agency] for agency in duty.acting
            ]
            assert data["units"][kind & 3] == duty.due.counted_in.value
            assert bool(kind & 4) == duty.due.is_guide
            if duty.due.at is not None and duty.due.soon is not None:
                at = duty.due.at.at.timestamp()
                assert times[:2] == [at, at - duty.due.soon.at.timestamp()]
            else:
                assert times == []


def test_the_whole_tracker_as_files(cases: list[CaseSummary], names: Names) -> None:
    rows = list(csv.reader(tracker_csv(cases, names).splitlines()))
    assert tuple(rows[0]) == HEADER
    assert [row[0] for row in rows[1:]] == [case.reference for case in cases]
    whole = json.loads(tracker_json(cases, names, as_of=AS_OF, generated_at=AS_OF))
    assert (whole["schema_version"], whole["as_of"]) == (1, "2026-11-22T12:00:00+00:00")
    for case, said in zip(cases, whole["cases"], strict=True):
        assert said["reference"] == case.reference
        assert [duty["id"] for duty in said["to_do"]] == [duty.id for duty in case.to_do]
    assert json.loads(tracker_json([], names, as_of=AS_OF, generated_at=AS_OF))["cases"] == []


def test_every_action_stands_on_the_page_of_everyone_who_must_act(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    actions = actions_of(cases)
    stood: set[tuple[str, str, str]] = set()
    for edition in publication.current:
        for agency in (*actors_of(edition), None):
            page = page_of(edition, agency, actions, names)
            cards = [card for group in page.groups for card in group.cards]
            assert len(cards) == page.actions == page.shown
            stood |= {(card.reference, card.title, page.address) for card in cards}
    owed = {
        (case.reference, names.of[case.edition].duties[duty.id], f"{case.policy}/{agency}.html")
        for case in cases
        for duty in case.to_do
        for agency in duty.acting
    }
    assert {
        (reference, title, page.removeprefix("agencies/")) for reference, title, page in stood
    } == owed


def test_a_side_waits_where_others_must_act_first(cases: list[CaseSummary]) -> None:
    actions = actions_of(cases)
    for case in cases:
        dated = next((duty for duty in case.to_do if duty.due_at is not None), None)
        for agency in {case.raising, *case.receiving}:
            waited = [
                action.duty
                for action in actions.waiting.get((case.policy, agency), ())
                if action.case is case
            ]
            if dated is not None:
                assert waited == ([] if agency in dated.acting else [dated])
            elif case.to_do and not any(agency in duty.acting for duty in case.to_do):
                assert waited == [case.to_do[0]]
            else:
                assert waited == []
    own = {key: {action.case.reference for action in each} for key, each in actions.own.items()}
    assert any(
        action.case.reference in own.get(key, ())
        for key, waiting in actions.waiting.items()
        for action in waiting
    )


def test_no_side_is_told_that_no_deadline_has_passed_when_one_has(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    def late(site: Publication) -> set[tuple[str, str]]:
        return {
            (file.case.reference, row.duty.id)
            for file in site.files
            for row in site.judge(file).assessment.duties
            if row.state is DutyState.OVERDUE
        }

    actions = actions_of(cases)
    dues = {
        (edition.policy.id, actor): [int(due) for due in page.dues.split()]
        for edition in publication.current
        for agency in (*actors_of(edition), None)
        for actor in ["partnership" if agency is None else agency.id]
        for page in [page_of(edition, agency, actions, names)]
    }
    by_reference = {case.reference: case for case in cases}
    built = late(publication)
    moments = sorted({due for each in dues.values() for due in each})
    assert len(moments) > 3
    for moment in moments:
        at = datetime.fromtimestamp(moment, tz=UTC)
        newly = {reference for reference, _ in late(replace(publication, as_of=at)) - built}
        assert newly
        for case in map(by_reference.__getitem__, newly):
            for actor in (case.raising, *case.receiving, "partnership"):
                assert any(due <= moment for due in dues[case.policy, actor])


def test_a_card_says_what_its_case_is_about_and_has_missed(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    actions = actions_of(cases)
    by_reference = {case.reference: case for case in cases}
    breached = 0
    for edition in publication.current:
        for agency in actors_of(edition):
            page = page_of(edition, agency, actions, names)
            warned: set[str] = set()
            for card in (card for group in page.groups for card in group.cards):
                case = by_reference[card.reference]
                assert card.theme == names.of[case.edition].theme(case)
                assert bool(card.breaches) == bool(case.missed)
                assert bool(card.risk) == case.is_at_risk
                lacks = case.is_open and not case.has_safeguards
                assert card.lacks_safeguards == (lacks and case.reference not in warned)
                warned.add(case.reference)
                breached += bool(card.breaches)
    assert breached


def test_a_long_page_is_cut_and_says_so(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    case = next(each for each in cases if each.reference == "BA-2026-0003")
    crowd = [replace(case, reference=f"BA-2026-{number:04}") for number in range(40)]
    edition = next(each for each in publication.current if each.policy.id == "barnsley")
    agency = next(each for each in actors_of(edition) if each.id == "northside-academy")
    page = page_of(edition, agency, actions_of(crowd), names)
    assert page.shown == CARDS < page.actions
    assert page.groups[1].cards[0].due.state == "overdue"
    assert page.tracker == "tracker.html?agency=barnsley.northside-academy"
    written = next(
        each
        for each in tracking_of(publication, Templates(REPOSITORY / "site/templates")).pages
        if each.address == page.address
    ).write(crowd)
    assert f"Only the first 100 of {page.actions} things to do are shown." in written


def test_an_agency_that_left_keeps_its_page(publication: Publication, names: Names) -> None:
    edition = publication.current[0]
    agency = replace(actors_of(edition)[0], until=date(2026, 3, 31))
    page = page_of(edition, agency, Actions(own={}, waiting={}, concerned={}), names)
    assert (page.left, page.actions) == ("Tuesday 31 March 2026", 0)


def test_the_choice_of_agency_counts_what_each_must_do(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    actions = actions_of(cases)
    for area in areas_of(publication.current, actions):
        for choice in area.choices:
            actor = choice.address.rsplit("/", 1)[1].removesuffix(".html")
            own = actions.own.get((area.policy, actor), ())
            assert choice.to_do == len(own)
            dated = [each for each in own if each.duty.due_at is not None]
            assert choice.late + len(choice.dues.split()) == len(dated)
    coming = sum(
        duty.due_at is not None and not duty.is_overdue for case in cases for duty in case.to_do
    )
    assert len(coming_dues(cases).split()) == coming > 0


def test_what_repeats_is_counted_once_a_case(cases: list[CaseSummary], names: Names) -> None:
    once = repeats_of(cases, names)
    assert all(each.cases > 1 for each in (*once.themes, *once.missed, *once.late))
    repeats = repeats_of([*cases, *cases], names)
    for kind in (repeats.themes, repeats.missed, repeats.late):
        assert 0 < len(kind) <= SHOWN
        assert [each.cases for each in kind] == sorted((each.cases for each in kind), reverse=True)
        assert kind[0].share == 100
    twice = next(case for case in cases if case.missed)
    again = replace(twice, missed=twice.missed * 2)
    assert repeats_of([again], names).missed == ()
    assert repeats_of([again, twice], names) == repeats_of([twice, twice], names)
    assert {each.cases for each in repeats_of([again, twice], names).missed} == {2}
    empty = repeats_of([], names)
    assert (empty.themes, empty.missed, empty.late) == ((), (), ())


def test_cases_are_sorted_once_for_all_pages(cases: list[CaseSummary]) -> None:
    sorting = Sorting()
    first = sorting(cases)
    assert sorting(cases) is first
    assert sorting([*cases]) is not first


def test_calendars_tell_what_is_known_and_what_will_be(publication: Publication) -> None:
    edition = "knowsley@2020-06"
    log = publication.log
    rules = log.rulebooks[edition]
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
    changed = {**log.rulebooks, edition: replace(rules, calendar=calendar)}
    site = replace(publication, log=replace(log, rulebooks=changed))
    data = data_of(calendars_file(site).write(()))
    known = data["calendars"][data["editions"][edition]]["known"]
    assert [each["from"] for each in known] == ["2026-11-22", "2026-12-01"]
    closed = ["2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29"]
    assert [each["off"][:4] for each in known] == [closed, closed]
    assert ["2027-02-01" in each["off"] for each in known] == [False, True]
    others = {data["editions"][name] for name in data["editions"] if name != edition}
    assert len(others) == 1
    assert data["editions"][edition] not in others


def test_a_calendar_ends_where_nobody_can_foresee_holidays(publication: Publication) -> None:
    edition = "knowsley@2020-06"
    log = publication.log
    rules = log.rulebooks[edition]
    calendar = replace(rules.calendar, id="nowhere", published_to=2027)
    changed = {**log.rulebooks, edition: replace(rules, calendar=calendar)}
    site = replace(publication, log=replace(log, rulebooks=changed))
    data = data_of(calendars_file(site).write(()))
    assert data["calendars"][data["editions"][edition]]["last"] == "2027-12-31"


def test_the_span_of_a_calendar_holds_every_open_deadline(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    data = data_of(calendars_file(publication).write(cases))
    dues = [duty.due.on for case in cases for duty in case.to_do if duty.due.on is not None]
    (calendar,) = data["calendars"]
    assert calendar["known"][0]["from"] == min(dues).isoformat()
    assert calendar["last"] >= "2028-11-22"


def test_what_is_open_is_what_changes_with_time(cases: list[CaseSummary]) -> None:
    for case in cases:
        for duty in case.to_do:
            assert duty.due.is_open == (duty.due.state is not DutyState.OUTSTANDING)
