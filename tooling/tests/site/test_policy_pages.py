"""The pages of policies and their comparison: every rule on them, in words and as the rules say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import Before, ByUrgency, Hours, InWords, WorkingDays
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Trigger,
)
from escalation_log.model.policies import Duty, Policy
from escalation_log.render.dates import day_words
from escalation_log.render.rule_words import (
    duty_limit_in_words,
    event_in_words,
    limit_in_words,
    recipient_in_words,
    trigger_in_words,
)
from escalation_log.site.addresses import duty_anchor, stage_anchor
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.comparison import comparison_of
from escalation_log.site.policies.contacts import contact_groups, emergency_contacts
from escalation_log.site.policies.facts import edition_facts
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.policies.page import policy_page_of
from escalation_log.site.policies.summary import stage_lines
from escalation_log.site.publication import Edition, Publication
from escalation_log.site.shipped import shipped_folder
from escalation_log.site.templates import Templates
from tests.site.policies import ALL, NOON, five_policies, policy_of

_TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return five_policies(tmp_path_factory.mktemp("five"))


@pytest.fixture(scope="module")
def pages(publication: Publication) -> Mapping[str, str]:
    """Write every page that needs no case."""
    catalogue = catalogue_of(publication, Templates(shipped_folder("templates")))
    return {page.address: str(page.write(())) for page in catalogue.pages if not page.needs_cases}


def said(html: str) -> str:
    """Give the words of some HTML, with single spaces."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def edition_of(publication: Publication, policy_id: str) -> Edition:
    return next(each for each in publication.current if each.policy.id == policy_id)


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
        assert f"By when {limit[0].upper()}{limit[1:]} {force} from when" in words
        assert f"Clause {duty.clause}" in words
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


def test_by_when_comes_from_the_rules(publication: Publication) -> None:
    def by_when(policy_id: str) -> list[str]:
        return [line.by_when for line in stage_lines(policy_of(publication, policy_id))]

    assert by_when("knowsley") == ["2, then 3 working days", *["5 working days"] * 3]
    assert by_when("barnsley") == ["as soon as possible", *["5 working days (guide)"] * 3]
    assert by_when("city-and-hackney") == ["5 working days (guide)", *["no time is set"] * 3]
    assert by_when("west-sussex") == ["no time is set"] * 4
    assert by_when("strathkell") == [
        "24 hours (guide)",
        (
            "24 hours (urgent) or 48 hours (standard), then the same working day (urgent) or "
            "2 working days (standard) (guide)"
        ),
        "48 hours (urgent) or 3 working days (standard)",
        "10 calendar days",
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
    changed = replace(edition, policy=replace(edition.policy, stages=stages))
    everything = replace(publication, editions=(changed, *publication.editions))
    page = policy_page_of(changed, everything, heading="Changed")
    assert page.lines[2].by_when == "17 working days"
    assert page.flow.steps[2].times[0].limit == "17 working days"
    assert "17 working days" in [duty.limit for duty in page.stages[2].duties]
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
        "advice is taken from the Line manager or the other party or word is given to the Line "
        "manager or the other party"
    )
    assert event_in_words(policy, event(EventKind.ESCALATED)) == "it goes to a later stage"
    assert event_in_words(policy, event(EventKind.UPDATE, by="partnership raising")) == (
        "an update is given by the partnership or the raising agency"
    )
    assert event_in_words(policy, event(EventKind.CONSIDERED, what="commissioners")) == (
        "thought is given to commissioners"
    )
    assert event_in_words(policy, event(EventKind.NOTIFIED)) == "word is given"
    settled = event(EventKind.RESOLVED, EventKind.NOT_RESOLVED, stage="stage-2 stage-1")
    assert event_in_words(policy, settled) == (
        "it is not resolved or it is resolved at Stage 1: Practitioner to practitioner or Stage 2: "
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
        "the concern is raised or the time for “Resolve between line managers” is up, whichever is "
        "first"
    )
    assert trigger(FirstRecorded((raised, Entered("nowhere")))) == (
        "the concern is raised; where that was never recorded, when Nowhere begins"
    )


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_can_be_said(publication: Publication, kind: EventKind) -> None:
    words = event_in_words(
        policy_of(publication, "knowsley"), EventPattern(kinds=frozenset({kind}))
    )
    assert words
    assert not set(words) & set("{}-_")


@pytest.mark.parametrize("policy_id", ALL)
def test_contacts_stand_by_agency_and_say_when_they_were_checked(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    edition = edition_of(publication, policy_id)
    partnership = edition.partnership
    page = pages[f"policies/{policy_id}/index.html"]
    groups = re.findall(
        r'<details class="el-contact-group"[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>',
        page,
        re.DOTALL,
    )
    names = [unescape(name) for name, _ in groups]
    assert names == list(dict.fromkeys(names))
    for contact in partnership.contacts:
        agency = partnership.agencies.get(contact.agency) if contact.agency else None
        if contact.is_emergency or (agency and not agency.belonged_on(NOON.date())):
            continue
        name = agency.name if agency else partnership.name
        words = said(dict(zip(names, (body for _, body in groups), strict=True))[name])
        assert contact.name in words
        assert all(each in words for each in (contact.phone, contact.email) if each)
        if contact.checked_on is None:
            assert "Never checked Check before you rely on it." in words
        else:
            is_old = contact.checked_on < NOON.date() - timedelta(days=365)
            day = day_words(contact.checked_on)
            checked = f"Checked over a year ago on {day}." if is_old else f"Checked on {day}"
            assert checked in words


def test_contacts_come_in_the_order_of_the_stages(publication: Publication) -> None:
    edition = edition_of(publication, "knowsley")
    (own, *agencies) = contact_groups(edition.partnership, edition.policy, NOON.date())
    assert own.name == edition.partnership.name
    for group in agencies:
        assert [contact.stages for contact in group.contacts] == [
            "Stage 1 and Stage 2",
            "Stage 3 and Stage 4",
        ]


def test_an_agency_that_is_no_member_has_no_contacts(publication: Publication) -> None:
    edition = edition_of(publication, "strathkell")
    groups = contact_groups(edition.partnership, edition.policy, NOON.date())
    names = {group.name for group in groups}
    assert "Family nursing" in names
    assert "School nursing" not in names


def test_a_contact_links_only_to_the_web(publication: Publication) -> None:
    edition = edition_of(publication, "barnsley")
    contact = next(each for each in edition.partnership.contacts if each.url)
    script = replace(contact, url="javascript:alert(1)")
    partnership = replace(edition.partnership, contacts=(contact, script))
    (group,) = contact_groups(partnership, edition.policy, NOON.date())
    assert [each.url for each in group.contacts] == [contact.url, ""]
    emergency = replace(contact, is_emergency=True)
    partnership = replace(partnership, contacts=(emergency,))
    (shown,) = emergency_contacts(partnership, edition.policy, NOON.date())
    assert shown.name == contact.name
    assert contact_groups(partnership, edition.policy, NOON.date()) == ()


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
    for address, page in pages.items():
        assert ("data-valid-hours" in page) == (address == "policies/knowsley/index.html")
    assert (
        '<p class="el-printed" data-valid-hours="48">A printed copy is valid for 48 hours.</p>'
        in pages["policies/knowsley/index.html"]
    )


def test_prose_has_the_numbers_of_the_rules(pages: Mapping[str, str]) -> None:
    prose = said(pages["policies/knowsley/index.html"].partition('id="in-plain-words"')[2])
    assert "Within 2 working days, raise your concern" in prose
    assert "{limit" not in "".join(pages.values())


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
        f"{day} (the document says: reviewed November 2020)"
    )
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
            assert f"{time.what}: {time.words}" in said(beside)
            assert time.limit[1:] in said(chart)
    assert 'role="group"' in chart
    assert "<title id=" in chart
    assert "<desc id=" in chart


def test_the_comparison_asks_every_policy_every_question(
    publication: Publication, pages: Mapping[str, str]
) -> None:
    page = pages["policies/compare.html"]
    questions = comparison_of(publication)
    for question in questions:
        assert [answer.policy for answer in question.answers] == sorted(ALL)
        section = page.partition(f'<h2 id="{question.anchor}">')[2].partition("</section>")[0]
        assert re.findall(r'data-policy="([^"]+)"', section) == sorted(ALL)
        for answer in question.answers:
            assert answer.points
            assert all(point.words in said(section) for point in answer.points)
    assert len({question.anchor for question in questions}) == len(questions)


@pytest.mark.parametrize("policy_id", ALL)
def test_the_comparison_says_what_the_rules_say(publication: Publication, policy_id: str) -> None:
    policy = policy_of(publication, policy_id)
    answers = {
        question.anchor: " ".join(
            f"{point.lead} {point.words}"
            for answer in question.answers
            if answer.policy == policy_id
            for point in answer.points
        )
        for question in comparison_of(publication)
    }
    for line in stage_lines(policy):
        assert f"{line.name} {line.who}. By when: {line.by_when}." in answers["stages"]
    for stage in policy.stages:
        assert (stage.panel is not None) == (stage.title in answers["panel"])
    at_risk = any(move.when == "immediate-risk" for move in policy.moves) or any(
        EventKind.IMMEDIATE_RISK.value in str(duty.trigger) for duty in policy.all_duties
    )
    assert at_risk == ("say nothing" not in answers["danger"])
    confirming = duties_met_by(policy, EventKind.CONFIRMED_IN_WRITING)
    for title, limit in confirming:
        assert title in answers["confirmed"]
        assert limit in answers["confirmed"]
    assert bool(confirming) == ("say nothing" not in answers["confirmed"])
    for title, limit in duties_met_by(policy, EventKind.NOTIFIED):
        assert title in answers["told"]
        assert limit.lower() in answers["told"].lower()
    for move in policy.moves:
        assert move.words is None or move.words in answers["moves"]
    assert ("past its review date" in answers["review"]) == (policy_id == "barnsley")
    for contact in edition_of(publication, policy_id).partnership.contacts:
        is_own = contact.agency is None and not contact.is_emergency
        assert (contact.name in answers["contacts"]) == is_own
    hours = policy.printed_copies_valid_hours
    assert hours is None or f"{hours} hours" in answers["edition"]
    assert bool(policy.cut_off) == ("at or after" in answers["counting"])


@pytest.mark.parametrize("policy_id", ALL)
def test_the_comparison_says_from_when_and_where_alone_each_duty_holds(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    cards = dict(
        re.findall(
            r'<li id="(duty-[^"]+)"[^>]*>(.*?)</li>',
            pages[f"policies/{policy_id}/index.html"],
            re.DOTALL,
        )
    )
    by_anchor = {duty_anchor(duty.id): duty for duty in policy.all_duties}
    listed = {duty.title for duty in policy.all_duties}
    shown = 0
    for question in comparison_of(publication):
        for answer in question.answers:
            for point in answer.points:
                assert "every stage" not in point.words
                if answer.policy != policy_id or point.lead not in listed:
                    continue
                shown += 1
                same = [
                    anchor
                    for anchor, duty in by_anchor.items()
                    if duty.title == point.lead and starts_of(policy, duty) in point.words
                ]
                assert same, point
                card = said(cards[same[0]])
                assert starts_of(policy, by_anchor[same[0]]) in card
                only = re.search(r"Only where (the .*?)\.(?: |$)", card)
                assert (f"nly where {only[1]}" if only else "") in point.words
                assert ("nly where" in point.words) == (only is not None)
    assert shown >= 4


def starts_of(policy: Policy, duty: Duty) -> str:
    return f"rom when {trigger_in_words(policy, duty.trigger, within=duty.stage)}"


def test_the_comparison_keeps_what_a_duty_of_the_whole_case_depends_on(
    publication: Publication,
) -> None:
    told = {
        (answer.policy, point.lead): point.words
        for question in comparison_of(publication)
        if question.anchor in {"told", "records", "learning"}
        for answer in question.answers
        for point in answer.points
    }
    assert told["west-sussex", "Tell the Business Team of the disagreement"] == (
        "From when Stage 2: Manager to manager or a later stage begins, for the first time."
    )
    assert told["barnsley", "Send the escalation record to the Partnership Manager"].startswith(
        "From when it is resolved or a decision is made at Stage 1"
    )
    assert told[
        "city-and-hackney",
        "Tell the Child Protection Chair or the Independent Reviewing Officer",
    ] == (
        "Stage 2; from when this stage begins; "
        "only where the child’s plan is child protection or looked after."
    )
    assert told["west-sussex", "Take it up with the Independent Reviewing Officer"].endswith(
        "only where the child’s plan is looked after."
    )


def duties_met_by(policy: Policy, kind: EventKind) -> list[tuple[str, str]]:
    """List titles and limits of the duties that an event of a kind may meet."""
    return [
        (duty.title, "" if duty.limit is None else duty_limit_in_words(policy, duty))
        for duty in policy.all_duties
        if kind.value in str(duty.met_by)
    ]


def test_some_times_bind_and_some_guide(publication: Publication) -> None:
    (binding,) = (each for each in comparison_of(publication) if each.anchor == "binding")
    words = {
        answer.policy: " ".join(point.words for point in answer.points)
        for answer in binding.answers
    }
    assert words["west-sussex"] == "It sets no number of days or hours."
    assert words["city-and-hackney"] == "No, they only guide."
    assert words["barnsley"] == "2 of 8 must be kept, 6 only guide."
    assert words["knowsley"] == (
        "Yes, all of them. From when an immediate risk is recorded, all are only a guide."
    )
