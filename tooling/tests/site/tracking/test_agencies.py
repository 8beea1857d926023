"""The pages of agencies as data: what each side must do, and what it waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyState
from escalation_log.model.receipts import RuleApplied
from escalation_log.site.dues import due_view
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.agencies import (
    CARDS,
    actions_of,
    actors_of,
    coming_dues,
    page_of,
)
from escalation_log.site.tracking.agency_cards import GROUPS
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.page import Sorting, Tracking, agencies_by_area
from escalation_log.site.tracking.summaries import CaseSummary, summary_of
from escalation_log.words.to_do import to_do_of
from tests.logs import REPOSITORY


def test_every_action_stands_on_the_page_of_everyone_who_must_act(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    actions = actions_of(cases)
    stood: set[tuple[str, str, str]] = set()
    for edition in publication.current:
        for agency in (*actors_of(edition), None):
            page = page_of(edition, agency, actions, names)
            cards = [card for group in page.groups for card in group.cards]
            assert len(cards) == page.cases == page.shown
            assert len({card.reference for card in cards}) == len(cards)
            stood |= {
                (card.reference, duty.title, page.address) for card in cards for duty in card.duties
            }
    owed = {
        (case.reference, duty.title, f"{case.policy}/{agency}.html")
        for case in cases
        for duty in case.to_do
        for agency in duty.acting
    }
    assert {
        (reference, title, page.removeprefix("agencies/")) for reference, title, page in stood
    } == owed


def test_what_is_due_before_another_stage_names_the_stage(risk: JudgedCase) -> None:
    first, *_ = to_do_of(risk.assessment.duties)
    assert first.duty.id == "case/escalate-immediately"
    (notice,) = (duty for duty in risk.policy.all_duties if duty.id == "stage-3/notice")
    row = replace(
        first,
        receipt=tuple(
            replace(step, limit=notice.limit) if isinstance(step, RuleApplied) else step
            for step in first.receipt
        ),
    )
    case = replace(risk, assessment=replace(risk.assessment, duties=(row,)))
    actions = actions_of([summary_of(case)])
    ((_, (action,)), *_) = actions.own.items()
    words = "before it goes to Stage 4"
    assert action.duty.due.limit.startswith(words)
    assert due_view(row, risk.policy).words.startswith(words)


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
            for card in (card for group in page.groups for card in group.cards):
                case = by_reference[card.reference]
                assert card.theme == names.of[case.edition].theme(case)
                assert bool(card.breaches) == bool(case.missed)
                assert bool(card.risk) == case.is_at_risk
                assert card.lacks_safeguards == (case.is_open and not case.has_safeguards)
                breached += bool(card.breaches)
    assert breached


def test_a_long_page_is_cut_and_says_so(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    case = next(each for each in cases if each.reference == "BA-2026-0003")
    crowd = [replace(case, reference=f"BA-2026-{number:04}") for number in range(70)]
    edition = next(each for each in publication.current if each.policy.id == "barnsley")
    agency = next(each for each in actors_of(edition) if each.id == "northside-academy")
    page = page_of(edition, agency, actions_of(crowd), names)
    assert page.shown == CARDS < page.cases == 70
    card = page.groups[1].cards[0]
    owed = [each.title for each in case.to_do if agency.id in each.acting]
    assert card.duties[0].due.state == "overdue"
    assert sorted(each.title for each in card.duties) == sorted(owed)
    assert len(owed) > 1
    assert page.tracker == "tracker.html?agency=barnsley.northside-academy"
    written = next(
        each
        for each in Tracking(publication, Templates(REPOSITORY / "site/templates")).pages
        if each.address == page.address
    ).write(crowd)
    assert f"Only the first {CARDS} of 70 cases are shown." in written
    assert written.count("el-action__case") == CARDS


def test_a_case_stands_where_its_most_urgent_duty_does(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    actions = actions_of(cases)
    ranks = [state for state, _ in GROUPS]
    several = 0
    for edition in publication.current:
        for agency in (*actors_of(edition), None):
            for group in page_of(edition, agency, actions, names).groups:
                for card in group.cards:
                    groups = [ranks.index(duty.group) for duty in card.duties]
                    assert ranks.index(group.state) == min(groups)
                    several += len(set(groups)) > 1
    assert several


def test_an_agency_that_left_keeps_its_page(publication: Publication, names: Names) -> None:
    edition = publication.current[0]
    agency = replace(actors_of(edition)[0], until=date(2026, 3, 31))
    page = page_of(edition, agency, actions_of([]), names)
    assert (page.left, page.cases) == ("Tuesday 31 March 2026", 0)


def test_the_choice_of_agency_counts_what_each_must_do(
    publication: Publication, cases: list[CaseSummary]
) -> None:
    signed = [replace(each, facts=replace(each.facts, is_countersigned=True)) for each in cases]
    actions = actions_of(signed)
    for area in agencies_by_area(publication.current, actions):
        assert area.counts_late
        for choice in area.choices:
            actor = choice.address.rsplit("/", 1)[1].removesuffix(".html")
            own = actions.own.get((area.policy, actor), ())
            assert choice.to_do == len(own)
            dated = [
                each for each in own if each.duty.due_at is not None and not each.duty.due.is_own
            ]
            assert choice.late is not None
            assert choice.late + len(choice.dues.split()) == len(dated)
    coming = sum(
        duty.due_at is not None and not (duty.is_overdue or duty.due.is_own)
        for case in cases
        for duty in case.to_do
    )
    assert len(coming_dues(duty for case in cases for duty in case.to_do).split()) == coming > 0


def test_what_is_late_is_not_counted_by_agency_until_the_edition_is_countersigned(
    publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    """One case of an edition that is not signed off is enough; the lists stay as they are."""
    knowsley = next(each for each in cases if each.policy == "knowsley" and each.to_do)
    signed = [
        each
        if each is knowsley
        else replace(each, facts=replace(each.facts, is_countersigned=True))
        for each in cases
    ]
    actions = actions_of(signed)
    areas = {each.policy: each for each in agencies_by_area(publication.current, actions)}
    assert [policy for policy, each in areas.items() if not each.counts_late] == ["knowsley"]
    assert {each.late for each in areas["knowsley"].choices} == {None}
    assert any(each.late for each in areas["barnsley"].choices)
    assert sum(each.to_do for each in areas["knowsley"].choices) > 0
    for edition in publication.current:
        page = page_of(edition, actors_of(edition)[0], actions, names)
        assert page.counts_late == (edition.policy.id != "knowsley")


def test_cases_are_sorted_once_for_all_pages(cases: list[CaseSummary]) -> None:
    sorting = Sorting()
    first = sorting(cases)
    assert sorting(cases) is first
    assert sorting([*cases]) is not first
