"""A case of a log together with its assessment and the rules it was judged by."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.checks.subjects import UnderRulebook
from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.model.assessments import Assessment
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import EarlierState
from escalation_log.model.moments import Moment
from escalation_log.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase(UnderRulebook):
    """A case as of a moment, with the rules it was judged by; `file` is its file.

    `earlier` is given where the file has problems, so that the case stands by an earlier state.
    """

    file: str
    case: Case
    timeline: Timeline
    assessment: Assessment
    earlier: EarlierState | None = None

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.case.reference


def judged_case(
    file: str,
    case: Case,
    rulebook: Rulebook,
    as_of: Moment,
    *,
    earlier: EarlierState | None = None,
) -> JudgedCase:
    """Judge a case as of a moment, given in the time zone of its policy."""
    timeline = timeline_of(case, rulebook.index, as_of)
    return JudgedCase(
        file=file,
        case=case,
        rulebook=rulebook,
        timeline=timeline,
        assessment=assess(case, rulebook, as_of, timeline=timeline),
        earlier=earlier,
    )
