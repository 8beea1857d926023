"""Write the pages of cases as HTML, with the parts they share rendered once."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from escalation_log.log.judged_case import JudgedCase
from escalation_log.site.addresses import case_address, case_feed_address
from escalation_log.site.cases.edition_parts import EditionNames, Ringing, WaitingDuty, WhomToRing
from escalation_log.site.cases.page import case_page_of
from escalation_log.site.cases.particulars import LinkedCases
from escalation_log.site.cases.receipt_folds import ReceiptTeller
from escalation_log.site.frames import Frame, frame_of
from escalation_log.site.policies.drawn_charts import CaseCharts
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates


class _Common:
    """What the pages of the cases of one edition share."""

    def __init__(self, edition: PublishedEdition, publication: Publication) -> None:
        self.edition = edition
        self.frame: Frame = frame_of(publication, edition)
        today = publication.moment_in(edition.policy).on
        self.names = EditionNames(edition, today)
        self.teller = ReceiptTeller(self.names)


class CasePages:
    """Writes the pages of a publication's cases."""

    def __init__(self, publication: Publication, templates: Templates) -> None:
        self._publication = publication
        self._templates = templates
        self._linked = LinkedCases(publication)
        self._charts = CaseCharts(templates)
        self._common: dict[str, _Common] = {}
        self._written: dict[tuple[object, ...], Markup] = {}

    def write(self, judged: JudgedCase, *, has_diary: bool = False) -> Markup:
        """Write the page of a case; with `has_diary`, link to its diary."""
        address = case_address(judged.reference)
        common = self._common_of(judged.policy.edition)
        page = case_page_of(judged, common.names, common.teller)
        return self._templates.write(
            "case.html",
            address,
            page=page,
            diary=case_feed_address(page.reference) if has_diary else None,
            ringing=tuple(map(self._ringing, page.ringing)),
            whom=self._whom,
            waiting=self._waiting(page.waiting),
            frame=common.frame,
            chart=self._charts.of(judged, common.edition),
            linked=self._linked.of(judged),
            case_href=partial(self._linked.href, address),
        )

    def _whom(self, whom: WhomToRing) -> Markup:
        return self._once((whom.own_people, *whom.groups), "case_whom.html", whom=whom)

    def _ringing(self, ringing: Ringing) -> Markup:
        return self._once((ringing,), "case_ringing.html", group=ringing)

    def _waiting(self, duties: tuple[WaitingDuty, ...]) -> Markup:
        return self._once(duties, "case_waiting.html", duties=duties)

    def _once(self, key: tuple[object, ...], template: str, **values: object) -> Markup:
        """Render a template once for each key."""
        found = self._written.get((template, *key))
        if found is None:
            found = self._written[(template, *key)] = self._templates.write(template, "", **values)
        return found

    def _common_of(self, edition: str) -> _Common:
        if edition not in self._common:
            found = self._publication.edition(edition)
            self._common[edition] = _Common(found, self._publication)
        return self._common[edition]
