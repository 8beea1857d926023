"""The names that pages, files and scripts give to what cases name by ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.engine.own_rows import OWN_DUTIES
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.words.titles import coded_title, stage_name
from escalation_log.words.to_do import Call, call_of

THE_PARTNERSHIP = "The partnership"


@dataclass(frozen=True, kw_only=True)
class ShortNames:
    """The names that an edition gives its ids."""

    policy: Policy
    partnership: Partnership
    address: str
    today: date

    @cached_property
    def stages(self) -> dict[str, str]:
        """The number and title of each stage, by id."""
        return {stage.id: stage_name(stage) for stage in self.policy.stages}

    @cached_property
    def duties(self) -> dict[str, str]:
        """The title of each duty, by id."""
        return {duty.id: duty.title for duty in self.policy.all_duties}

    @cached_property
    def agencies(self) -> dict[str, str]:
        """The name of each agency, by id; the partnership is among them, since it acts too."""
        names = {agency.id: agency.name for agency in self.partnership.agencies.values()}
        return {**names, PARTNERSHIP: THE_PARTNERSHIP}

    @cached_property
    def calls(self) -> dict[str, Call]:
        """Whom to ring about each duty, by its id."""
        duties = (*self.policy.all_duties, *OWN_DUTIES)
        return {duty.id: call_of(duty, self.partnership) for duty in duties}

    def stage(self, case: CaseSummary) -> str:
        """Name the stage that a case is in."""
        return self.stages.get(case.stage) or coded_title(case.stage)

    def theme(self, case: CaseSummary) -> str:
        """Name the theme of a case."""
        return self.policy.themes.get(case.theme) or coded_title(case.theme)

    def agency(self, agency: str) -> str:
        """Name an agency."""
        return self.agencies.get(agency) or coded_title(agency)


def area_name(partnership: str) -> str:
    """Shorten the name of a partnership to that of its area.

    >>> area_name("City & Hackney Safeguarding Children Partnership"), area_name("Harwick Board")
    ('City & Hackney', 'Harwick Board')
    >>> area_name("Strathkell Child Protection Committee")
    'Strathkell'
    """
    return re.split(" (?:Safeguarding|Child Protection) ", partnership)[0]


class Names:
    """The names of every published edition."""

    def __init__(self, publication: Publication) -> None:
        self.of = {
            each.policy.edition: ShortNames(
                policy=each.policy,
                partnership=each.partnership,
                address=each.address,
                today=publication.moment_in(each.policy).on,
            )
            for each in publication.editions
        }
        self.has_areas = len({each.partnership.id for each in publication.editions}) > 1
