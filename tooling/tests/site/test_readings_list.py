"""How a document was read stands in one list on the page of its policy, and nowhere else on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from escalation_log.files.policy_file import parse_policy
from escalation_log.model.policies import OtherReading, Policy, Reading
from escalation_log.site.policies.readings_list import ReadingInWords, readings_of
from escalation_log.site.publication import Publication
from tests.logs import EIGHTH
from tests.site.policies import ALL, policy_of, said


def harwick() -> Policy:
    name = "policies/harwick/2025-10.yaml"
    policy = parse_policy(name, (EIGHTH / name).read_bytes())
    assert isinstance(policy, Policy), policy
    return policy


@pytest.mark.parametrize("policy_id", ALL)
def test_the_list_on_a_page_has_every_reading(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    policy = policy_of(publication, policy_id)
    page = pages[f"policies/{policy_id}/index.html"]
    before, _, after = page.partition('<ul class="el-readings"')
    listed, _, rest = after.partition("</ul>")
    words = said(listed)
    of_stages = (stage.our_reading for stage in policy.stages)
    of_duties = (duty.our_reading for duty in policy.all_duties)
    own = [words for words in (*of_stages, *of_duties) if words]
    assert all(each in words for each in (*policy.our_readings, *own))
    for reading in policy.readings:
        assert f"{reading.question} {reading.adopted}" in words
        assert all(other.says in words for other in reading.others)
        assert (reading.safe or "") in words
    assert "Our reading" not in before + rest
    assert not any(each in said(before + rest) for each in own)


def test_readings_come_in_the_order_of_the_document(publication: Publication) -> None:
    policy = policy_of(publication, "knowsley")
    raise_it, *others = policy.stages[0].duties
    mended = replace(
        policy,
        our_readings=("It has no date.",),
        clauses=("1", "4", "Stage 1", "throughout"),
        stages=(
            replace(
                policy.stages[0],
                clause=None,
                our_reading="The title is ours.",
                duties=tuple(
                    replace(each, clause="4", our_reading="Counted once.")
                    for each in (raise_it, others[0])
                ),
            ),
        ),
        duties=(),
        readings=(
            Reading(id="a", clause="Stage 1", question="When?", adopted="Then.", others=()),
            Reading(id="c", clause="throughout", question="Which days?", adopted="All.", others=()),
            Reading(
                id="b",
                clause="1 and Stage 1",
                question="Who?",
                adopted="All.",
                others=(OtherReading(says="One."), OtherReading(says="None.")),
                safe="Safe: everybody.",
            ),
        ),
    )
    assert readings_of(mended) == (
        ReadingInWords(where="Throughout", about="", adopted="It has no date."),
        ReadingInWords(
            where="Throughout",
            about="Stage 1: Practitioner to practitioner",
            adopted="The title is ours.",
        ),
        ReadingInWords(
            where="Clause 1 and Stage 1",
            about="Who?",
            adopted="All.",
            others=("One.", "None."),
            safe="Safe: everybody.",
        ),
        # What is said alike of two duties is said once.
        ReadingInWords(
            where="Clause 4",
            about=f"“{raise_it.title}” and “{others[0].title}”",
            adopted="Counted once.",
        ),
        ReadingInWords(where="Under “Stage 1”", about="When?", adopted="Then."),
        ReadingInWords(where="Throughout", about="Which days?", adopted="All."),
    )


def test_other_readings_and_what_is_safe_are_told() -> None:
    told = {each.about: each for each in readings_of(harwick())}
    first = told["From which day do working days count?"]
    assert first.others == (
        "The day after is day one.",
        "The next working day is day zero.",
        "Three o'clock changes nothing.",
    )
