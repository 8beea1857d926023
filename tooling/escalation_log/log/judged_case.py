"""A case of a log, judged by its rules."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.log.contents import Rulebook
from escalation_log.model.assessments import Assessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase:
    """A case as it stands at a moment, with the rules it was judged by; `file` is its file."""

    file: str
    case: Case
    policy: Policy
    partnership: Partnership
    calendar: Calendar
    timeline: Timeline
    assessment: Assessment

    @property
    def reference(self) -> str:
        """The case's name."""
        return self.case.reference


def judged_case(file: str, case: Case, rules: Rulebook, as_of: Moment) -> JudgedCase:
    """Judge a case as of a moment, which is in the zone of its policy."""
    timeline = timeline_of(case, rules.policy, ZoneInfo(rules.policy.time_zone), as_of)
    return JudgedCase(
        file=file,
        case=case,
        policy=rules.policy,
        partnership=rules.partnership,
        calendar=rules.calendar,
        timeline=timeline,
        assessment=assess(
            case,
            rules.policy,
            rules.calendar,
            as_of,
            partnership=rules.partnership,
            erratum=rules.erratum,
            timeline=timeline,
        ),
    )
