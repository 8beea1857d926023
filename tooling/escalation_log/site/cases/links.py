"""The cases that a case is linked with: their policy, where they stand, no more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case
from escalation_log.render.wording import CASE_STATES
from escalation_log.site.addresses import case_address, link
from escalation_log.site.publication import Publication
from escalation_log.store import CaseFile, JudgedCase
from escalation_log.timeline import Timeline, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCase:
    """A linked case. A case without a page has no `href`, and nothing else is told of it."""

    reference: str
    href: str
    policy: str
    state: str
    is_open: bool


class LinkedCases:
    """Finds the links between the cases of a publication, from both ends."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._timelines: dict[str, Timeline] = {}

    def of(self, judged: JudgedCase) -> tuple[LinkedCase, ...]:
        """List the cases that a case names, then those that name it."""
        own = judged.reference
        address = case_address(own)
        named = dict.fromkeys(_named(judged.timeline))
        named.update(
            (each, None)
            for each in self._naming.get(own, ())
            if own in _named(self._timeline(self._files[each].case))
        )
        return tuple(self._linked(each, address) for each in named if each != own)

    def href(self, address: str, reference: str) -> str:
        """Give the link from a page to a case's page, empty where it has none."""
        if reference not in self._publication.references:
            return ""
        return link(case_address(reference), page=address)

    def _linked(self, reference: str, address: str) -> LinkedCase:
        file = self._files.get(reference)
        if file is None:
            return LinkedCase(reference=reference, href="", policy="", state="", is_open=False)
        book = self._publication.log.rulebook(file.case)
        state = self._timeline(file.case).state
        return LinkedCase(
            reference=reference,
            href=self.href(address, reference),
            policy=f"{book.partnership.name}: {book.policy.title}",
            state=CASE_STATES[state],
            is_open=state is CaseState.OPEN,
        )

    def _timeline(self, case: Case) -> Timeline:
        """Say what happened in a case, which tells where it stands without judging its duties."""
        if case.reference not in self._timelines:
            policy = self._publication.log.rulebook(case).policy
            moment = self._publication.moment_in(policy)
            zone = ZoneInfo(policy.time_zone)
            self._timelines[case.reference] = timeline_of(case, policy, zone, moment)
        return self._timelines[case.reference]

    @cached_property
    def _files(self) -> dict[str, CaseFile]:
        return {file.case.reference: file for file in self._publication.files}

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        """Give by reference the cases whose files name it, whether that is known yet or not."""
        naming: dict[str, list[str]] = {}
        for file in self._publication.files:
            case = file.case
            names = set(case.header.links)
            for event in case.events:
                names.update(event.references)
                if event.header is not None:
                    names.update(event.header.links)
                if event.corrected is not None:
                    names.update(event.corrected.references)
            for name in names:
                naming.setdefault(name, []).append(case.reference)
        return naming


def _named(timeline: Timeline) -> tuple[str, ...]:
    """List the cases that a case names, as far as is known."""
    told = (each.event.references for each in timeline.happenings)
    return (*timeline.header.links, *(name for names in told for name in names))
