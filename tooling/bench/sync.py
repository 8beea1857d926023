"""Count the bot's requests for 200 overdue stages, at an emulated GitHub."""

from __future__ import annotations

import tempfile
from collections import Counter
from math import ceil
from pathlib import Path

from bench.counting import Count
from escalation_log.bot.issue_plan import IssueKey, WantedIssues
from tests.bot.bench import parts
from tests.bot.bench.github import GitHub
from tests.bot.bench.rules import Limits
from tests.bot.hurried import Hurried
from tests.bot.wanting import Bot, key, want, wanted_issues

# The number of issues on a page of the list.
A_PAGE = 100


def of_overdue_stages(quick: bool) -> Count:
    """Open an issue for each of 200 overdue stages, run again, update each, then close all.

    The promise: GitHub's limits on content refuse nothing, the list takes one call for each hundred
    issues, a second run writes nothing, and a changed issue takes one write.
    """
    found = parts.found()
    if found is None:
        return Count(name="sync", says="NOT COUNTED, make node-parts", is_kept=True)
    number = 30 if quick else 200
    keys = [key(case) for case in range(1, number + 1)]
    github = GitHub(found)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _counted(github, keys, Path(folder) / "memory.json")
    finally:
        github.close()


def _counted(github: GitHub, keys: list[IssueKey], memory: Path) -> Count:
    hurried = Hurried()
    github.limits = Limits(clock=hurried.clock.monotonic)
    bot = Bot(github=github, memory=memory, page_size=A_PAGE, hurried=hurried)
    opened = wanted_issues(*map(want, keys))
    changed = wanted_issues(*(want(each, says="Two duties are overdue.") for each in keys))
    runs = (
        ("open", opened, len(keys)),
        ("again", opened, 0),
        ("update", changed, len(keys)),
        ("close", wanted_issues(others=keys), len(keys)),
    )
    said, is_kept = [], True
    for name, wanted, writes in runs:
        calls, seconds, is_finished = _run(bot, wanted)
        lists = calls["list"]
        is_kept &= (
            is_finished
            and not calls["refused"]
            and calls["write"] == writes
            and lists <= ceil(len(keys) / A_PAGE)
        )
        said.append(
            f"{name}: {lists} lists, {calls['look']} looks, {calls['write']} writes, "
            f"{calls['refused']} refused, {seconds:.0f} s of waiting"
        )
    return Count(name="sync", says=f"{len(keys)} stages; {'; '.join(said)}", is_kept=is_kept)


def _run(bot: Bot, wanted: WantedIssues) -> tuple[Counter[str], float, bool]:
    bot.github.forget_calls()
    waited = sum(bot.hurried.waits)
    _, outcome = bot.sync(wanted)
    calls: Counter[str] = Counter()
    for call in bot.github.calls:
        is_list = call.path.endswith("/issues")
        calls["write" if call.is_write else "list" if is_list else "look"] += 1
        calls["refused"] += call.status is None or call.status >= 400
    return calls, sum(bot.hurried.waits) - waited, outcome.is_finished
