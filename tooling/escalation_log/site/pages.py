"""The pages as HTML, from Jinja2 templates that escape everything they are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from escalation_log.site.addresses import case_address, link
from escalation_log.site.cases import CASE_SECTIONS, case_page_of
from escalation_log.site.flowchart import flowchart_of
from escalation_log.site.policies import policy_page_of
from escalation_log.site.prose import Prose
from escalation_log.site.publication import Edition, JudgedCase, Publication
from escalation_log.site.tracker import tracker_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The templates, filled with one publication."""

    publication: Publication
    environment: Environment
    references: frozenset[str]

    @classmethod
    def of(cls, publication: Publication, templates: Path) -> Pages:
        """Read the templates of a folder."""
        environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return cls(
            publication=publication,
            environment=environment,
            references=publication.references,
        )

    def tracker(self, address: str) -> Markup:
        """Write the tracker, to stand on the page at an address."""
        return self._write("tracker.html", address, tracker=tracker_of(self.publication))

    def policy(self, edition: Edition, prose: Prose) -> Markup:
        """Write an edition's page around its prose, which is HTML already."""
        page = policy_page_of(edition, self.publication, heading=prose.heading)
        chart = flowchart_of(page.flow)
        return self._write("policy.html", page.address, page=page, chart=chart, prose=prose)

    def case(self, judged: JudgedCase) -> Markup:
        """Write a case's page."""
        page = case_page_of(judged, self.publication)
        return self._write("case.html", page.address, page=page, sections=dict(CASE_SECTIONS))

    def policy_list(self, address: str) -> Markup:
        """Write the list of policies, to stand on the page at an address."""
        return self._write("policy_list.html", address, editions=self.publication.editions)

    def _write(self, template: str, address: str, **values: object) -> Markup:
        return Markup(  # noqa: S704 - the templates escape
            self._template(template).render(
                values,
                link_to=partial(link, page=address),
                case_link=self._case_link(address),
            )
        )

    def _template(self, name: str) -> Template:
        return self.environment.get_template(name)

    def _case_link(self, address: str) -> Callable[[str], str]:
        """Give the link to a case's page, empty where it has none."""

        def case_link(reference: str) -> str:
            if reference not in self.references:
                return ""
            return link(case_address(reference), page=address)

        return case_link
