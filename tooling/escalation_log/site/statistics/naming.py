"""The words for the classes that statistics count."""

from __future__ import annotations

from datetime import date

from escalation_log.assessment.acting import PARTNERSHIP
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.render.dates import day_words
from escalation_log.render.wording import coded_title, stage_name
from escalation_log.site.publication import Publication
from escalation_log.statistics.board import Classes
from escalation_log.statistics.case_facts import LENGTHS, LONGER

OF_THE_CASE = "The case as a whole"
NO_THEME = "No theme named"


class ClassNames:
    """The words of all editions of a policy; where editions differ, those of the current one."""

    def __init__(self, publication: Publication, policy_id: str) -> None:
        editions = [each for each in publication.editions if each.policy.id == policy_id]
        # The current one comes first, and has the last word.
        policies = [each.policy for each in reversed(editions)]
        self.partnership: Partnership = editions[0].partnership
        self.policy: Policy = editions[0].policy
        self._stages = {stage.id: stage_name(stage) for each in policies for stage in each.stages}
        self._themes = {key: words for each in policies for key, words in each.themes.items()}
        self._whom = {key: words for each in policies for key, words in each.recipients.items()}
        ordered = [each.policy for each in editions]
        self.classes = Classes(
            stages=tuple(dict.fromkeys(stage.id for each in ordered for stage in each.stages)),
            themes=tuple(dict.fromkeys(theme for each in ordered for theme in each.themes)),
            agencies=(*self.partnership.agencies, PARTNERSHIP),
        )

    def stage(self, stage: str) -> str:
        """Say a stage; the empty id stands for what no stage has."""
        return self._stages.get(stage, coded_title(stage)) if stage else OF_THE_CASE

    def theme(self, theme: str) -> str:
        """Say a theme; the empty id stands for learning without one."""
        return self._themes.get(theme, coded_title(theme)) if theme else NO_THEME

    def agency(self, agency: str) -> str:
        """Say an agency, or the partnership itself."""
        if agency == PARTNERSHIP:
            return "The partnership itself"
        known = self.partnership.agencies.get(agency)
        return coded_title(agency) if known is None else known.name

    def recipient(self, whom: str) -> str:
        """Say to whom something went."""
        return self._whom.get(whom, coded_title(whom))


def month_words(month: str) -> str:
    """Say a month.

    >>> month_words("2026-03")
    'March 2026'
    """
    year, number = map(int, month.split("-"))
    return day_words(date(year, number, 1)).split(" 1 ")[1]


def length_words(length: str) -> str:
    """Say a class of how long cases took.

    >>> length_words("7"), length_words("14")
    ('Up to 7 days', '8 to 14 days')
    """
    if length in LENGTHS:
        names = list(LENGTHS)
        before = names.index(length) - 1
        return f"{LENGTHS[names[before]] + 1} to {length} days" if before >= 0 else "Up to 7 days"
    return f"More than {max(LENGTHS.values())} days" if length == LONGER else "Not resolved by then"
