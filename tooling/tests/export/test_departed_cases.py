"""What is printed of a case that left its policy's route, and of one that cannot be judged."""

from __future__ import annotations

from pathlib import Path

from escalation_log.export.case_data import EXPORT_HEADER, export_row_not_judged
from escalation_log.export.explanations import explanation
from escalation_log.log.opening import open_log
from escalation_log.model.policies import Policy
from escalation_log.words.departures import NOT_AGREED
from escalation_log.words.earlier_states import problem_words
from escalation_log.words.lines import text_of
from tests.engine.judging import judge, made_up_policy, moment, one_duty

AS_OF = moment("2026-11-22").at
AGREED = "has not agreed yet"


STAGES = """
- {id: stage-1, title: One, duties: []}
- {id: stage-2, title: Two, duties: []}
- {id: stage-3, title: Three, duties: []}
"""
SKIPPED = """at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-03 10:00, kind: escalated, to: stage-3
"""


def said(events: str, policy: Policy) -> list[str]:
    """Give what an explanation says of the route, and of who has agreed, a line each."""
    lines = text_of(explanation(judge(events, "2026-03-05", policy).judged)).splitlines()
    return [line.strip() for line in lines if "Not by the policy’s route" in line or AGREED in line]


def test_an_explanation_gives_the_documents_own_word() -> None:
    policy = one_duty("word: promptly")
    told = text_of(explanation(judge("at: 2026-03-02, kind: raised", "2026-03-05", policy).judged))
    assert "The document's own word: “promptly”." in told


def test_an_explanation_says_where_the_case_left_the_route() -> None:
    (line,) = said(SKIPPED, made_up_policy(STAGES))
    assert line == (
        "Not by the policy’s route, event 2: It went from Stage 1: One to Stage 3: Three, and the "
        "policy does not allow that move."
    )


def test_an_explanation_says_that_the_raising_side_has_not_agreed_yet() -> None:
    stages = STAGES.replace("title: Three,", "title: Three, ended_by: [raising],")
    ended = SKIPPED + "at: 2026-03-04 10:00, kind: resolved, by: receiving\n"
    assert [line.partition(": ")[0] for line in said(ended, made_up_policy(stages))] == [
        NOT_AGREED,
        "Not by the policy’s route, event 2",
        "Not by the policy’s route, event 3",
    ]


def test_a_departure_from_what_a_clause_asks_names_the_clause() -> None:
    panel = 'panel: {agencies: 3, concerned: must, clause: "3.1"}'
    stages = STAGES.replace("title: Three,", f"title: Three, {panel},")
    met = SKIPPED + "at: 2026-03-04 10:00, kind: panel-convened, agencies: [northside-academy]\n"
    assert any(line.endswith(" (clause 3.1)") for line in said(met, made_up_policy(stages)))


def test_a_case_that_cannot_be_judged_has_its_row_in_the_export(own_log: Path) -> None:
    (path, *_) = sorted((own_log / "cases" / "2026").glob("*.yaml"))
    path.write_text("{", "utf-8")
    (case,) = open_log(own_log, as_of=AS_OF).not_judged
    row = export_row_not_judged(case)
    assert len(row) == len(EXPORT_HEADER)
    assert row[0] == path.stem
    assert [cell for cell in row[1:] if cell is not None] == [
        "; ".join(problem_words(each) for each in case.problems)
    ]
