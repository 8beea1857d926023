"""Whatever goes wrong with whichever call, the next run comes to the same end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from escalation_log.model.errors import EscalogError
from tests.bot.bench.calls import Call, Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.counting import CALLS, FAULTS, SCENARIO, Recorder
from tests.bot.ends import end_state, wait_for_replies
from tests.bot.hurried import Hurried, Killed
from tests.bot.scenarios import SCENARIOS, Scenario
from tests.bot.wanting import Bot
from tests.thoroughness import one_in, whole

# How long the bot waits for a slow reply, in seconds: longer where the machine is so busy that
# other replies come too late as well.
TIMEOUTS = (0.15, 0.5, 2.0, 5.0)


def faults_of(call: Call) -> Iterator[Kind]:
    """Give what can go wrong with a call; one that only reads has no effect to come after."""
    for kind in Kind:
        is_list = not call.is_write and not call.path.rsplit("/", 1)[-1].isdigit()
        if (kind is Kind.EMPTY_LIST and not is_list) or (
            kind.endswith(" after") and not call.is_write
        ):
            continue
        yield kind


def prepared(github: GitHub, scenario: Scenario, folder: Path) -> Bot:
    """Begin anew, and let happen what happens before."""
    github.reset()
    bot = Bot(github=github, memory=folder / "memory.json", account=scenario.account)
    bot.memory.unlink(missing_ok=True)
    scenario.before(bot)
    github.forget_calls()
    return bot


@pytest.mark.parametrize("share", [8, whole(1)])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_after_any_fault_the_next_run_comes_to_the_same_end(
    github: GitHub, scenario: Scenario, share: int, tmp_path: Path, record_property: Recorder
) -> None:
    bot = prepared(github, scenario, tmp_path)
    assert bot.sync(scenario.wanted)[1].is_finished
    calls, end = github.calls, end_state(github)
    github.forget_calls()
    bot.sync(scenario.wanted)
    assert not github.writes
    every = [(call, kind) for call in calls for kind in faults_of(call)]
    faults = one_in(share, every, turn=SCENARIOS.index(scenario))
    for call, kind in faults:
        bot = run_with_a_fault(github, scenario, call, kind, tmp_path)
        github.heal()
        again = Bot(github=github, memory=bot.memory, account=bot.account)
        assert again.sync(scenario.wanted)[1].is_finished, f"{kind} at {call}"
        assert end_state(github) == end, f"{kind} at {call}"
    record_property(FAULTS, len(faults))
    record_property(SCENARIO, scenario.name)
    record_property(CALLS, len({call.number for call, _ in faults}))


def run_with_a_fault(
    github: GitHub, scenario: Scenario, call: Call, kind: Kind, folder: Path
) -> Bot:
    """Run once, let the run end as it can, and give the bot."""
    for timeout in TIMEOUTS:
        bot = prepared(github, scenario, folder)
        github.inject(
            Fault(call=call.number, kind=kind, seconds=2 * timeout, kill=bot.hurried.kill)
        )
        if kind is Kind.SLOW:
            hurried = Hurried(meanwhile=partial(wait_for_replies, github))
            bot = replace(bot, timeout=timeout, hurried=hurried)
        with suppress(EscalogError, Killed):
            bot.sync(scenario.wanted)
        if any(each.fault is kind for each in github.calls):
            return bot
    raise AssertionError(f"{kind} did not happen to {call}")
