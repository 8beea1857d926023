"""What hangs in a staff room marks 999 where the published document does not name it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.site.policies.handouts import Handout, handout_of
from escalation_log.site.publication import publication_of
from tests.logs import REPOSITORY
from tests.shipped.present import FOLDERS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def handout_in(folder: Path) -> Handout:
    publication = publication_of(open_log(REPOSITORY, as_of=NOON), NOON)
    edition = next(each for each in publication.current if each.policy.id == folder.name)
    return handout_of(edition, publication)


@pytest.mark.parametrize("folder", [each for each in FOLDERS if each.name == "city-and-hackney"])
def test_a_must_without_a_number_is_on_a_poster_that_has_the_room(folder: Path) -> None:
    (third,) = (part for part in handout_in(folder).parts if part.name.startswith("Stage 3"))
    assert [each.what for each in third.times] == [
        "Attempt to resolve it through discussion",
        "Engage the agencies' CHSCP members in seeking a resolution, before stage four",
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_only_west_sussex_names_999(folder: Path) -> None:
    (number,) = handout_in(folder).numbers
    assert number.contact.phone == "999"
    assert bool(number.added) == (folder.name != "west-sussex")
