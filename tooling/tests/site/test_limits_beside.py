"""A limit over all stages, and one for some cases only, are told as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import EventPattern, WorkingDays
from escalation_log.model.policies import Condition, Duty, Force
from escalation_log.site.policies.edition_facts import stage_lines
from escalation_log.site.policies.limits_beside import caps_of
from escalation_log.site.policies.page import policy_pages
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from tests.site.policies import ALL, edition_of, policy_of, said

CAP = Duty(
    id="case/settle",
    stage=None,
    title="Settle it",
    role="chair",
    clause="1",
    trigger=EventPattern(kinds=frozenset({EventKind.RAISED})),
    met_by=EventPattern(kinds=frozenset({EventKind.RESOLVED, EventKind.DECIDED})),
    limit=WorkingDays(20),
)
LOOKED_AFTER = Condition(field="child.plan", values=frozenset({"looked-after"}))
PROTECTED = Condition(field="child.plan", values=frozenset({"child-protection"}))


def test_the_policies_here_have_no_limit_over_all_stages(
    publication: Publication, pages: Mapping[str, str]
) -> None:
    for policy_id in ALL:
        assert tuple(caps_of(policy_of(publication, policy_id))) == ()
        assert "Over all stages together" not in said(pages[f"policies/{policy_id}/index.html"])


def test_a_limit_over_all_stages_stands_below_their_own(
    publication: Publication, templates: Templates
) -> None:
    edition = edition_of(publication, "knowsley")
    guide = replace(CAP, force=Force.GUIDE, applies_when=((LOOKED_AFTER,),))
    told = replace(CAP, met_by=EventPattern(kinds=frozenset({EventKind.NOTIFIED})))
    policy = replace(edition.policy, duties=(*edition.policy.duties, CAP, guide, told))
    changed = replace(edition, rulebook=replace(edition.rulebook, policy=policy))
    (page, *_) = policy_pages(replace(publication, editions=(changed,)), templates)
    lines = str(page.write(())).partition('class="el-lines">')[2].partition("</ol>")[0]
    assert said(lines).endswith(
        "Over all stages together 20 working days Over all stages together 20 working days "
        "(guide) only where the child’s plan is looked after"
    )


def test_limits_by_plan_are_alternatives_and_do_not_follow_each_other(
    publication: Publication,
) -> None:
    policy = policy_of(publication, "knowsley")
    stage = policy.stages[2]
    resolve = next(each for each in stage.duties if each.id == "stage-3/resolve")
    others = tuple(each for each in stage.duties if each != resolve)
    quick = replace(resolve, limit=WorkingDays(2), applies_when=((PROTECTED,),))
    slow = replace(resolve, id="stage-3/settle", applies_when=((LOOKED_AFTER,),))
    by_plan = replace(stage, duties=(quick, slow, *others))
    mended = replace(policy, stages=(*policy.stages[:2], by_plan, *policy.stages[3:]))
    assert [*stage_lines(mended)][2].by_when == (
        "2 working days only where the child’s plan is child protection; "
        "5 working days only where the child’s plan is looked after"
    )
