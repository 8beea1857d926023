"""The words for the ids that a case in short has: stages, themes, duties, agencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from escalation_log.assessment.acting import PARTNERSHIP
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.render.whom_to_ring import Call, call_of
from escalation_log.render.wording import coded_title, stage_name
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary

THE_PARTNERSHIP = "The partnership"


@dataclass(frozen=True, kw_only=True)
class EditionNames:
    """The words of one edition."""

    policy: Policy
    partnership: Partnership
    address: str
    today: date

    @cached_property
    def stages(self) -> dict[str, str]:
        """Each stage's number and title by its id."""
        return {stage.id: stage_name(stage) for stage in self.policy.stages}

    @cached_property
    def duties(self) -> dict[str, str]:
        """Each duty's title by its id."""
        return {duty.id: duty.title for duty in self.policy.all_duties}

    @cached_property
    def agencies(self) -> dict[str, str]:
        """Each agency's name by its id, with the partnership, which acts too."""
        names = {agency.id: agency.name for agency in self.partnership.agencies.values()}
        return {**names, PARTNERSHIP: THE_PARTNERSHIP}

    @cached_property
    def calls(self) -> dict[str, Call]:
        """Whom each duty asks to ring, by its id."""
        return {duty.id: call_of(duty, self.partnership) for duty in self.policy.all_duties}

    def stage(self, case: CaseSummary) -> str:
        """Say the stage that a case is at."""
        return self.stages.get(case.stage) or coded_title(case.stage)

    def theme(self, case: CaseSummary) -> str:
        """Say what a case is about."""
        return self.policy.themes.get(case.theme) or coded_title(case.theme)

    def agency(self, agency: str) -> str:
        """Say an agency's name."""
        return self.agencies.get(agency) or coded_title(agency)

    def acting(self, duty: DutySummary) -> str:
        """Say who must act on a duty."""
        return ", ".join(map(self.agency, duty.acting))


class Names:
    """The words of every edition that is published."""

    def __init__(self, publication: Publication) -> None:
        self.of = {
            each.policy.edition: EditionNames(
                policy=each.policy,
                partnership=each.partnership,
                address=each.address,
                today=publication.moment_in(each.policy).on,
            )
            for each in publication.editions
        }
