"""The safe date stands beside the due date wherever a person looks for it, in the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from escalation_log.bot.wanted import wanted_issues
from escalation_log.export.calendar_items import calendar_items_of
from escalation_log.export.digest import digest_of
from escalation_log.export.digest_mail import Mail
from escalation_log.export.digest_text import mail_html, mail_text
from escalation_log.export.explanations import explanation
from escalation_log.export.tables import table_rows
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.seal import Seal
from escalation_log.site.dues import due_view
from tests.engine.judging import ONE_STAGE, judge, made_up_policy

READINGS = """\
clauses: ["1"]
readings:
  - id: sooner
    clause: "1"
    question: From which day?
    adopted: From the day after.
    others:
      - says: The first day counts.
        changes: {counting: trigger-day-counts}
  - id: both
    clause: "1"
    question: With whom?
    adopted: With anybody.
    safe: "Safe: speak to both."
    others:
      - says: With the other side.
        changes: {duties: {stage-1/act: {met_by: {event: discussed, by: receiving}}}}
"""
SAFE = "Safe: by Friday 6 March 2026, by another reading (clause 1)."
IN_WORDS = "Safe: speak to both. (Clause 1)"
# Five working days from Monday 2 March: Monday the 9th; where that day counts, Friday the 6th.
RUNNING, OVERDUE = "2026-03-05", "2026-03-11"


def case(as_of: str, *, is_met: bool = False) -> JudgedCase:
    policy = made_up_policy(ONE_STAGE.rstrip() + "\n      limit: {working_days: 5}\n", READINGS)
    events = "at: 2026-03-02 10:00, kind: raised\n"
    met = "at: 2026-03-03 10:00, kind: discussed, by: receiving\n" if is_met else ""
    return judge(events + met, as_of, policy).judged


def as_digest(judged: JudgedCase) -> str:
    digest = digest_of(
        judged.partnership,
        judged.policy.id,
        judged.timeline.header.raising.agency,
        [judged],
        judged.assessment.as_of,
        protects=(judged.policy.subject,),
        address_of=lambda _: "",
        not_judged=(),
        seal=Seal(value="sha256:0", cases=1, unsalted=0, unread=0),
    )
    mail = Mail(parts=(digest,))
    text = " ".join(mail_text(mail).split())
    for words in (SAFE, IN_WORDS):
        assert (words in mail_html(mail)) == (words in text)
    return text


def as_calendar(judged: JudgedCase) -> str:
    items = calendar_items_of(
        judged.case, judged.rulebook, judged.timeline.header, judged.assessment
    )
    return "\n".join(each.description.partition("Why this date")[0] for each in items)


def as_issue(judged: JudgedCase) -> str:
    wishes = wanted_issues([judged.reference], lambda _: judged, page_of=lambda _: "")
    return "\n".join(each.part for each in wishes.wanted)


@pytest.mark.parametrize("told", [as_digest, as_calendar])
@pytest.mark.parametrize("as_of", [RUNNING, OVERDUE])
def test_it_stands_beside_the_due_date_while_the_duty_is_to_be_done(
    told: Callable[[JudgedCase], str], as_of: str
) -> None:
    assert SAFE in told(case(as_of))
    assert IN_WORDS in told(case(as_of))
    assert "Safe:" not in told(case(as_of, is_met=True))


def test_an_issue_has_it_with_what_is_late() -> None:
    said = as_issue(case(OVERDUE))
    assert f"- **By every reading:** {SAFE}\n" in said
    assert f"- **By every reading:** {IN_WORDS}\n" in said


def test_a_row_of_the_table_and_of_the_tracker_has_it() -> None:
    judged = case(RUNNING)
    row = judged.assessment.duties[0]
    (first, *_) = table_rows(judged.assessment, with_silent=False)
    assert first.cells[-2:] == ("2026-03-09", "safe: by 2026-03-06")
    assert due_view(row, judged.policy).safe == "Safe: by Friday 6 March 2026"


def test_what_is_explained_has_it() -> None:
    lines = [each.text for each in explanation(case(RUNNING), "stage-1/act")]
    assert lines[-2:] == [
        "Safe: by Friday 6 March 2026. Another reading, clause 1 (sooner): The first day counts.",
        "Safe: speak to both. (Other readings, clause 1: both.)",
    ]
