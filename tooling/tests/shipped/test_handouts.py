"""What hangs in a staff room marks 999 where the published document does not name it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.site.policies.handouts import handout_of
from escalation_log.site.publication import publication_of
from tests.logs import REPOSITORY
from tests.shipped.present import FOLDERS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_only_west_sussex_names_999(folder: Path) -> None:
    publication = publication_of(open_log(REPOSITORY, as_of=NOON), NOON)
    edition = next(each for each in publication.current if each.policy.id == folder.name)
    (number,) = handout_of(edition, publication).numbers
    assert number.contact.phone == "999"
    assert bool(number.added) == (folder.name != "west-sussex")
