"""The pages of policies: every rule on them, in words and as the rules say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Hours,
    InWords,
    Trigger,
    WorkingDays,
)
from escalation_log.site.addresses import duty_anchor, stage_anchor
from escalation_log.site.policies.duty_times import duty_time
from escalation_log.site.policies.edition_facts import edition_facts, stage_lines
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.policies.page import policy_pages
from escalation_log.site.policies.side_by_side import comparison_of
from escalation_log.site.policies.stage_cards import stage_cards_of
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from escalation_log.words.dates import day_words
from escalation_log.words.policy_rules import (
    duty_limit_in_words,
    event_in_words,
    limit_in_words,
    recipient_in_words,
    trigger_in_words,
)
from escalation_log.words.titles import capital, clause_words
from tests.site.policies import ALL, edition_of, line_of, policy_of, said


@pytest.mark.parametrize("policy_id", ALL)
def test_a_page_has_every_duty_with_who_by_when_and_how_binding(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    page = pages[f"policies/{policy_id}/index.html"]
    cards = dict(re.findall(r'<li id="(duty-[^"]+)"[^>]*>(.*?)</li>', page, re.DOTALL))
    assert set(cards) == {duty_anchor(duty.id) for duty in policy.all_duties}
    for stage in policy.stages:
        assert f'id="{stage_anchor(stage.id)}"' in page
    for duty in policy.all_duties:
        words = said(cards[duty_anchor(duty.id)])
        limit = duty_limit_in_words(policy, duty)
        force = "Advice" if duty.advice else duty.force.value.capitalize()
        assert words.startswith(duty.title)
        assert f"By when {limit[0].upper()}{limit[1:]} {force}" in words
        time = duty_time(policy, duty)
        started = "From when" if time.limit else "Asked" if time.since else ""
        assert [each for each in ("From when", "Asked") if f" {each} " in words] == (
            [started] if started else []
        )
        assert capital(clause_words(duty.clause)) in words
        roles = [duty.role] if isinstance(duty.role, str) else duty.role.roles.values()
        assert all(policy.roles[role] in words for role in roles)


@pytest.mark.parametrize("policy_id", ALL)
def test_no_page_of_rules_says_an_id_where_it_can_say_a_name(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    ids = {each for each in (*policy.roles, *policy.recipients, *policy.themes) if "-" in each}
    ids |= {stage.id for stage in policy.stages if "-" in stage.id}
    ids |= {kind.value for kind in EventKind if "-" in kind.value}
    ids |= {duty.id for duty in policy.all_duties}
    for address in (f"policies/{policy_id}/index.html", "policies/compare.html"):
        words = re.sub(r"\S+@\S+", "", said(pages[address]))
        assert [each for each in ids if re.search(rf"(?<![\w-]){each}(?![\w-])", words)] == []


@pytest.mark.parametrize("policy_id", ALL)
def test_the_summary_says_stage_who_and_by_when_and_leads_down(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    page = pages[f"policies/{policy_id}/index.html"]
    summary = page[page.index('class="el-lines"') : page.index("</ol>")]
    assert re.findall(r'href="#([^"]+)"', summary) == [
        stage_anchor(stage.id) for stage in policy.stages
    ]
    for line in stage_lines(policy):
        assert line.who
        assert line.by_when
        assert line.who in said(summary)


def test_who_settles_a_stage_is_said_and_never_one_side_for_both(publication: Publication) -> None:
    policy = policy_of(publication, "west-sussex")
    managers = policy.stages[1]
    assert [*stage_lines(policy)][1].who == policy.roles["managers"]
    (resolve,) = (duty for duty in managers.duties if duty.id == "stage-2/resolve")
    begun = replace(managers, duties=(replace(resolve, role="raising-manager"),))
    changed = replace(policy, stages=(policy.stages[0], begun, *policy.stages[2:]))
    assert [*stage_lines(changed)][1].who == managers.who


def test_by_when_comes_from_the_rules(publication: Publication) -> None:
    def by_when(policy_id: str) -> list[str]:
        return [line.by_when for line in stage_lines(policy_of(publication, policy_id))]

    sooner = "working days, or sooner to protect the child"
    assert by_when("knowsley") == [
        f"2 {sooner}, then 3 working days",
        *[f"5 {sooner}"] * 2,
        "5 working days",
    ]
    assert by_when("barnsley") == ["as soon as possible", *["5 working days (guide)"] * 3]
    assert by_when("city-and-hackney") == [
        f"as soon as possible; 5 {sooner} (guide)",
        *["no time is set"] * 3,
    ]
    assert by_when("west-sussex") == ["no time is set"] * 4
    assert by_when("strathkell") == [
        "24 hours (guide)",
        (
            "24 hours (urgent) or 48 hours (standard), or sooner to protect the child, "
            "then the same working day (urgent) or 2 working days (standard), "
            "or sooner to protect the child (guide)"
        ),
        "48 hours (urgent) or 3 working days (standard), or sooner to protect the child",
        "10 calendar days, or sooner to protect the child",
        "5 working days, then 14 calendar days",
    ]


def test_a_changed_number_in_a_policy_changes_every_page_about_it(
    publication: Publication,
) -> None:
    edition = edition_of(publication, "knowsley")
    stages = tuple(
        replace(
            stage,
            duties=tuple(
                replace(duty, limit=WorkingDays(17)) if duty.id == "stage-3/resolve" else duty
                for duty in stage.duties
            ),
        )
        for stage in edition.policy.stages
    )
    policy = replace(edition.policy, stages=stages)
    changed = replace(edition, rulebook=replace(edition.rulebook, policy=policy))
    everything = replace(publication, editions=(changed, *publication.editions))
    sooner = "17 working days, or sooner to protect the child"
    assert [*stage_lines(policy)][2].by_when == sooner
    assert flow_of(policy).steps[2].times[0].words == sooner
    assert "17 working days" in [duty.limit for duty in [*stage_cards_of(policy)][2].duties]
    (answer, *_) = comparison_of(everything)[0].answers
    assert "17 working days" in answer.points[2].words


def test_rules_are_said_with_the_names_of_stages_and_people(publication: Publication) -> None:
    policy = policy_of(publication, "knowsley")

    def event(*kinds: EventKind, **fields: str) -> EventPattern:
        given = tuple((name, frozenset(value.split())) for name, value in fields.items())
        return EventPattern(kinds=frozenset(kinds), fields=given)

    def trigger(of: Trigger) -> str:
        return trigger_in_words(policy, of, within="stage-3")

    to_the_chair = event(EventKind.ESCALATED, to="stage-4")
    assert limit_in_words(policy, Before(to_the_chair)) == (
        "before it goes to Stage 4: Chair of the partnership"
    )
    assert limit_in_words(policy, InWords("immediately")) == "immediately"
    assert limit_in_words(policy, None) == "no time is set"
    tiers = ByUrgency({"urgent": Hours(4), "standard": WorkingDays(1)})
    assert limit_in_words(policy, tiers) == "4 hours (urgent) or 1 working day (standard)"
    assert event_in_words(policy, event(EventKind.REFERRED, whom="chair")) == (
        "it is referred to the Chair of the partnership"
    )
    told = event(EventKind.NOTIFIED, EventKind.CONSULTED, whom="other-party line-manager")
    assert event_in_words(policy, told) == (
        "advice is taken from the Line manager or the other party or the Line manager or the other "
        "party is told"
    )
    assert event_in_words(policy, event(EventKind.ESCALATED)) == "it goes to a later stage"
    assert event_in_words(policy, event(EventKind.UPDATE, by="partnership raising")) == (
        "an update is given by the partnership or the raising agency"
    )
    assert event_in_words(policy, event(EventKind.CONSIDERED, what="commissioners")) == (
        "somebody considers telling the commissioners"
    )
    assert event_in_words(policy, event(EventKind.NOTIFIED)) == "others are told"
    settled = event(EventKind.RESOLVED, EventKind.NOT_RESOLVED, stage="stage-2 stage-1")
    assert event_in_words(policy, settled) == (
        "it is resolved or not at Stage 1: Practitioner to practitioner or Stage 2: "
        "First line managers"
    )
    assert recipient_in_words(policy, "nobody-known") == "the Nobody known"
    assert trigger(event(EventKind.RESOLVED, stage="stage-3")) == "it is resolved at this stage"
    assert trigger(Entered("stage-3")) == "this stage begins"
    assert trigger(Entered("stage-2", or_later=True)) == (
        "Stage 2: First line managers or a later stage begins, for the first time"
    )
    raised = event(EventKind.RAISED)
    assert trigger(Earliest((raised, DeadlineOf("stage-2/resolve")))) == (
        "the concern is raised or the time for “Resolve between line managers” is up (the first "
        "counts)"
    )
    assert trigger(FirstRecorded((raised, Entered("nowhere")))) == (
        "the concern is raised; if that was never recorded, when the stage “nowhere” begins"
    )


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_can_be_said(publication: Publication, kind: EventKind) -> None:
    words = event_in_words(
        policy_of(publication, "knowsley"), EventPattern(kinds=frozenset({kind}))
    )
    assert words
    assert not set(words) & set("{}-_")


def test_a_page_begins_with_danger_and_says_that_a_review_is_past(
    pages: Mapping[str, str],
) -> None:
    for address, page in pages.items():
        if re.fullmatch(r"policies/[^/]+/index.html", address):
            assert page.index('href="tel:999"') < page.index("<h1")
            is_past = (
                re.search(r"<div data-after>.*?Past its review date", page, re.DOTALL) is not None
            )
            assert is_past == ("barnsley" in address), address
    assert "Past its review date, Wednesday 30 November 2022." in said(
        pages["policies/barnsley/index.html"]
    )


def test_a_printed_copy_says_how_long_it_is_valid_where_the_policy_does(
    pages: Mapping[str, str],
) -> None:
    names = ("policies/knowsley/index", "policies/knowsley/poster", "policies/knowsley/card")
    rules = {f"{name}.html" for name in (*names, "what-now/knowsley")}
    for address, page in pages.items():
        assert ("data-valid-hours" in page) == (address in rules)
    note = (
        '<p class="el-printed" data-valid-hours="48" data-on-paper="Printed on {printed}; valid '
        'until {until}.">A printed copy is valid for 48 hours.</p>'
    )
    handouts = {address for address in rules if address.endswith(("poster.html", "card.html"))}
    assert all(note in pages[address] for address in rules - handouts)
    for address in handouts:
        assert "A printed copy is valid for 48 hours." in said(pages[address])


def test_plain_words_have_the_numbers_of_the_rules(pages: Mapping[str, str]) -> None:
    assert "Within 2 working days, raise your concern" in said(
        pages["policies/knowsley/index.html"]
    )
    assert "{limit" not in "".join(pages.values())


def test_the_text_for_staff_leads_and_the_summary_stands_with_the_edition(
    pages: Mapping[str, str],
) -> None:
    first, _, rest = pages["policies/strathkell/index.html"].partition('class="el-lines"')
    lead = '<div class="el-lead">\n<p>This committee, its policy and its cases are invented.</p>'
    assert lead in first
    edition = said(rest.partition('id="edition"')[2])
    assert "An invented policy of five stages" in edition
    assert "An invented policy" not in said(first)


def test_without_words_that_lead_the_summary_does(pages: Mapping[str, str]) -> None:
    first, _, rest = pages["policies/knowsley/index.html"].partition('class="el-lines"')
    assert '<p class="el-lead">' in first
    assert '<div class="el-lead">' not in first
    lead = said(first.partition('class="el-lead">')[2].partition("</p>")[0])
    assert lead
    assert lead not in said(rest)


def test_a_stage_of_the_text_has_its_duties_folded_below_and_is_told_once(
    pages: Mapping[str, str],
) -> None:
    page = pages["policies/strathkell/index.html"]
    section = re.search(r'<h2 id="stage-talk">Talk it over</h2>(.*?)</section>', page, re.DOTALL)
    assert section is not None
    text, _, fold = section[1].partition("<details")
    assert said(text).startswith("Ring the other worker and say what worries you.")
    assert "Say what worries you and what you ask for." not in said(section[1])
    assert fold.startswith(' class="el-fold" data-folds="always" data-opens-for="stage-talk" open>')
    assert set(re.findall('id="(duty-[^"]+)"', fold)) == {"duty-talk-contact", "duty-talk-resolve"}
    assert page.count('id="stage-talk"') == 1


def test_a_stage_that_the_text_leaves_out_says_who_and_how(
    publication: Publication, pages: Mapping[str, str]
) -> None:
    page = said(pages["policies/strathkell/index.html"])
    for stage in policy_of(publication, "strathkell").stages:
        is_told = stage.id == "talk"
        assert stage.what
        assert (stage.what in page) is not is_told


def test_the_document_is_linked_where_it_is_known_to_be(
    publication: Publication, templates: Templates
) -> None:
    edition = edition_of(publication, "knowsley")

    def page(url: str | None) -> str:
        source = replace(edition.policy.source, url=url)
        policy = replace(edition.policy, source=source)
        changed = replace(edition, rulebook=replace(edition.rulebook, policy=policy))
        (page, *_) = policy_pages(replace(publication, editions=(changed,)), templates)
        return str(page.write(()))

    known = page("https://example.org/escalation")
    link = '<a class="el-alone" href="https://example.org/escalation" rel="noreferrer">'
    assert f"{link}The document itself</a>" in known
    assert "not recorded here" not in known
    unknown = page(None)
    assert "The document itself" not in unknown
    assert "not recorded here; ask the partnership for the document" in said(unknown)


def test_facts_say_what_is_special_about_an_edition(publication: Publication) -> None:
    policy = policy_of(publication, "strathkell")
    facts = dict(edition_facts(replace(policy, corrects="2025-03", printed_copies_valid_hours=1)))
    assert facts["Corrects"] == "a mistake in the transcription of edition 2025-03"
    assert facts["Printed copies"] == "valid for 1 hour"
    assert facts["Late in the day"].startswith("what happens at or after 16:00")
    assert facts["A day ends"] == "at 17:00"
    assert facts["Working days"].endswith("bank holidays of Scotland do not count")
    assert facts["Urgent"] == "Cannot wait for the working week"
    assert facts["Review due"] == day_words(date(2028, 3, 31))


def test_a_day_that_the_document_does_not_give_stands_with_what_it_says(
    publication: Publication,
) -> None:
    policy = policy_of(publication, "barnsley")
    day = "Sunday 1 November 2020"
    assert dict(edition_facts(policy))["In force from"] == (
        f"{day} (the source says November 2020)"
    )
    in_figures = replace(policy, source=replace(policy.source, reviewed="2019-06"))
    assert dict(edition_facts(in_figures))["In force from"] == f"{day} (the source says June 2019)"
    silent = replace(policy, source=replace(policy.source, reviewed=None))
    assert dict(edition_facts(silent))["In force from"] == day


@pytest.mark.parametrize("policy_id", ALL)
def test_the_chart_and_the_list_beside_it_lead_to_the_same_stages(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    page = pages[f"policies/{policy_id}/index.html"]
    chart, _, after = page.partition('<svg class="el-flowchart"')[2].partition("</svg>")
    beside = after.partition("</details>")[0]
    steps = flow_of(policy_of(publication, policy_id)).steps
    assert re.findall(r'<a href="#([^"]+)">', chart) == [step.anchor for step in steps]
    assert re.findall(r'<a [^>]*href="#([^"]+)">', beside) == [step.anchor for step in steps]
    for step in steps:
        for time in step.times:
            assert said(line_of(time)) in said(beside)
            assert time.limit[1:] in said(chart)
    assert 'role="group"' in chart
    assert "<title id=" in chart
    assert "<desc id=" in chart
