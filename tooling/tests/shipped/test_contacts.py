"""The shipped contacts: the published ones as they are, and invented ones that nobody can reach."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from escalation_log.files.partnership_file import parse_partnership
from escalation_log.model.partnerships import Contact, Partnership
from tests.logs import FIFTH
from tests.shipped.present import PARTNERSHIPS

FILES = [*PARTNERSHIPS, *sorted(FIFTH.glob("policies/*/partnership.yaml"))]
# Numbers that are set aside for drama and never given out.
NUMBERS = {"knowsley": r"0151 496 0\d{3}", "city-and-hackney": r"020 7946 0\d{3}"}
ELSEWHERE = r"01632 960\d{3}"
SHOWN_ON = date(2026, 11, 22)


def partnership(path: Path) -> Partnership:
    parsed = parse_partnership(path.name, path.read_bytes())
    assert isinstance(parsed, Partnership), parsed
    return parsed


def teams(path: Path) -> list[Contact]:
    return [contact for contact in partnership(path).contacts if contact.agency is not None]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_agency_has_a_team_for_the_first_stages_and_another_for_the_later(path: Path) -> None:
    stages = {contact.stages for contact in teams(path)}
    assert len(stages) == 2
    expected = {(agency, each) for agency in partnership(path).agencies for each in stages}
    served = [(contact.agency, contact.stages) for contact in teams(path)]
    assert set(served) == expected
    assert len(served) == len(expected)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_team_says_that_it_is_invented_and_nobody_answers(path: Path) -> None:
    phones = [contact.phone or "" for contact in teams(path)]
    assert len(set(phones)) == len(phones)
    for contact in teams(path):
        assert contact.name.endswith("(invented)")
        assert re.fullmatch(NUMBERS.get(path.parent.name, ELSEWHERE), contact.phone or "")
        assert re.fullmatch(r"[a-z.-]+@[a-z-]+\.example", contact.email or "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_some_were_checked_lately_one_long_ago_and_some_never(path: Path) -> None:
    checked = [contact.checked_on for contact in teams(path)]
    days = [(SHOWN_ON - day).days for day in checked if day is not None]
    assert None in checked
    assert sum(day > 365 for day in days) == 1
    assert min(days) >= 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_nobody_has_checked_a_published_contact_but_the_emergency_services(path: Path) -> None:
    published = [contact for contact in partnership(path).contacts if contact.agency is None]
    assert published
    for contact in published:
        assert contact.is_emergency == (contact.checked_on is not None)
