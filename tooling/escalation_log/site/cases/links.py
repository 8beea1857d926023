"""The cases that a case is linked with: their policy, where they stand, no more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from escalation_log.render.wording import CASE_STATES
from escalation_log.site.addresses import case_address, link
from escalation_log.site.publication import JudgedCase, Publication
from escalation_log.store import CaseFile


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
        self._judged: dict[str, JudgedCase] = {}

    def of(self, judged: JudgedCase) -> tuple[LinkedCase, ...]:
        """List the cases that a case names, then those that name it."""
        own = judged.reference
        named = dict.fromkeys(_named(judged))
        named.update(
            (each, None)
            for each in self._naming.get(own, ())
            if own in _named(self._judge(self._files[each]))
        )
        return tuple(self._linked(each, judged.address) for each in named if each != own)

    def href(self, address: str, reference: str) -> str:
        """Give the link from a page to a case's page, empty where it has none."""
        if reference not in self._publication.references:
            return ""
        return link(case_address(reference), page=address)

    def _linked(self, reference: str, address: str) -> LinkedCase:
        file = self._files.get(reference)
        if file is None:
            return LinkedCase(reference=reference, href="", policy="", state="", is_open=False)
        judged = self._judge(file)
        state = judged.assessment.state
        return LinkedCase(
            reference=reference,
            href=self.href(address, reference),
            policy=f"{judged.partnership.name}: {judged.policy.title}",
            state=CASE_STATES[state],
            is_open=state.value == "open",
        )

    def _judge(self, file: CaseFile) -> JudgedCase:
        reference = file.case.reference
        if reference not in self._judged:
            self._judged[reference] = self._publication.judge(file)
        return self._judged[reference]

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


def _named(judged: JudgedCase) -> tuple[str, ...]:
    """List the cases that a case names, as far as is known."""
    told = (each.event.references for each in judged.timeline.happenings)
    return (*judged.timeline.header.links, *(name for names in told for name in names))
