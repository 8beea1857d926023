"""What is said before an event is written is what `escalog effect` says after it is."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.model.event_kinds import EventKind
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.offers import offers
from escalation_log.recording.written import contents_of, waiting_event
from tests.effect.telling import effect
from tests.logs import EIGHTH, FIFTH
from tests.recording.desks import Desks, any_answers
from tests.repositories import Repository, repository_of
from tests.thoroughness import whole

AS_OF = "2026-11-24 11:00"
# To take a value out is a command of its own.
KINDS = sorted(set(EventKind) - {EventKind.REDACTION})
POLICIES = ("BA", "CH", "HW", "KN", "SK", "WS")


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Desks]:
    """Give a repository in which each test undoes what it wrote, and its cases."""
    repository = repository_of(tmp_path_factory.mktemp("trial") / "repository")
    for each in (FIFTH, EIGHTH):
        shutil.copytree(each, repository.log, dirs_exist_ok=True)
    repository.commit("Add two more policies")
    log = open_log(repository.log, as_of=END_OF_TIME)
    return repository, Desks(root=repository.log, log=log)


def _told(lent: tuple[Repository, Desks], kind: EventKind, cases: str, *, wait: bool) -> int:
    """Compare for the first case that offers a kind; give how many there were."""
    repository, desks = lent
    for reference in sorted(each for each in desks.references if each.startswith(cases)):
        desk = desks.open(reference)
        ways = [] if desk.judged.assessment.stage is None else offers(desk)
        for offer in ways:
            if offer.kind is kind:
                answers = any_answers(desk, kind, offer.preset, random.Random(reference))
                event = waiting_event(desk, answers, stamp_at(desk.now), "k3f9")
                assert not isinstance(event, tuple)
                trial = desks.trial(desk, [event], wait=wait)
                contents = contents_of(desk, [event], wait=wait)
                written = [_write(repository.log / file, data) for file, data in contents.items()]
                told = effect(repository, as_of=AS_OF)
                for path, before in written:
                    _restore(path, before)
                said = trial.effect
                assert said is not None
                (case,) = told["cases"]
                assert case["about"] == said.about
                for name in ("warnings", "aims", "told", "coming"):
                    assert tuple(case[name]) == getattr(said, name)
                assert [each["turn"] for each in case["issues"]] == [
                    each.turn.value for each in said.issues
                ]
                assert tuple(told["agreement"]) == trial.agreement
                return 1
    return 0


def _write(path: Path, data: bytes) -> tuple[Path, bytes | None]:
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path, before


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_a_trial_are_those_of_the_effect(
    kind: EventKind, lent: tuple[Repository, Desks]
) -> None:
    assert _told(lent, kind, "", wait=kind.row.begins) == 1


@pytest.mark.parametrize("policy", [whole(each) for each in POLICIES])
def test_so_they_are_in_every_policy(policy: str, lent: tuple[Repository, Desks]) -> None:
    # Some kinds have no sense in any of a policy's cases as they stand.
    assert sum(_told(lent, kind, policy, wait=True) for kind in KINDS) > 30
