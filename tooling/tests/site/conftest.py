"""What tests of pages ask for: five policies, and a log of them with cases, built for real."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.publication import Publication
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.made_once import Workshop
from tests.site.building import SAID, Built, build_five_policies
from tests.site.policies import five_policies


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Give what a log of the shipped policies and a fifth publishes."""
    return five_policies(tmp_path_factory.mktemp("five"))


@pytest.fixture(scope="session")
def templates() -> Templates:
    """Give the shipped templates."""
    return Templates(shipped_folder("templates"))


@pytest.fixture(scope="session")
def pages(publication: Publication, templates: Templates) -> Mapping[str, str]:
    """Write every page that needs no case."""
    catalogue = catalogue_of(publication, templates)
    return {page.address: str(page.write(())) for page in catalogue.pages if not page.needs_cases}


@pytest.fixture(scope="session")
def built(workshop: Workshop) -> Built:
    """Give the log of four policies with a fifth and its cases, and the site built from it."""
    root = workshop.make("five-policies", build_five_policies)
    return Built(root, (root / SAID).read_text(encoding="utf-8"))
