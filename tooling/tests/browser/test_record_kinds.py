"""Every kind of event of every policy, from the form to the file, as the commands judge it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from escalation_log.engine.clock import moment_at
from escalation_log.log.judged_case import judged_case
from escalation_log.log.opening import open_log
from escalation_log.recording.desk import desk_of
from escalation_log.recording.offers import offers
from tests.browser.recording import (
    AS_OF,
    CANARY,
    PROPOSALS,
    Form,
    build_log,
    copy_of,
    said_by_the_card,
)
from tests.browser.visiting import Visits, opened
from tests.effect.telling import effect
from tests.made_once import Workshop
from tests.repositories import Repository
from tests.thoroughness import one_in, whole

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONGEST = 4000


@pytest.fixture
def made(workshop: Workshop) -> Path:
    return workshop.make("recording", build_log)


@pytest.fixture
def visits(browser: Browser, made: Path) -> Iterator[Visits]:
    with opened(browser, made / "site") as visits:
        yield visits


def offered(log: Path) -> list[tuple[str, str, str]]:
    """Give for each policy each kind of event that a case offers: policy, case and title."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    opened_log = open_log(log, as_of=NOW)
    now = moment_at(NOW, ZoneInfo("Europe/London"))
    for file in opened_log.judged_cases:
        judged = judged_case(file.file, file.case, opened_log.rulebook(file.case), now)
        for offer in offers(desk_of(opened_log, judged)):
            policy = judged.policy.id
            key = (policy, offer.kind.value)
            found.setdefault(key, (policy, judged.reference, offer.title))
    return sorted(found.values())


@pytest.mark.parametrize("share", [14, whole(1)])
def test_each_kind_becomes_a_file_that_says_what_the_form_said(
    share: int, visits: Visits, made: Path, tmp_path: Path
) -> None:
    everything = offered(made / "log")
    asked = sorted(one_in(share, everything, turn=4))
    log = copy_of(made / "log", tmp_path / "log")
    repository = Repository(folder=log, log=log)
    page = visits("record.html", searching=True)
    page.clock.set_fixed_time(AS_OF)
    form, here, longest = Form(page), "", 0
    for _, reference, title in asked:
        if reference != here:
            form.open(reference)
            here = reference
        form.choose(title)
        other = "KN-2026-0007" if reference == "KN-2026-0006" else "KN-2026-0006"
        form.fill(day="2026-11-24", reference=other)
        assert form.see() == "", (reference, title)
        (proposal,) = form.proposals()
        assert proposal.address.startswith(f"{PROPOSALS}?filename=cases%2F")
        assert CANARY not in proposal.address
        assert CANARY in proposal.pasted
        assert len(proposal.address) < LONGEST
        longest = max(longest, len(proposal.address))
        said = form.said()
        path = proposal.put(log)
        (case,) = effect(repository, as_of=AS_OF)["cases"]
        expected = said_by_the_card(case)
        # What to think of stands below it, which the card has among the findings.
        said["told"] = said["told"][: len(expected["told"])]
        assert said == expected, title
        path.unlink()
    sys.stdout.write(f"{len(asked)} of {len(everything)} kinds, {longest} characters at most\n")
    assert {policy for policy, _, _ in asked} == {policy for policy, _, _ in everything}
