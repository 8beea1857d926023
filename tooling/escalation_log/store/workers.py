"""Case files shared with a second process, where there are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from escalation_log.store.casework import Casework, Checked
from escalation_log.store.disk import Found
from escalation_log.store.processes import has_two_processors, second_process

if TYPE_CHECKING:
    from concurrent.futures import Future

# Below this, starting a process takes longer than it saves.
_MANY = 500
_BATCH = 25
# So many batches, the one in hand among them, are with the other process while this one checks one.
_AHEAD = 3


def check_cases(
    casework: Casework,
    files: Sequence[Found],
    *,
    keep_cases: bool,
    advance: Callable[[int], None],
) -> tuple[Checked, ...]:
    """Check all case files, in order; cases themselves come back only where they are kept.

    `advance` is told how many more files are done, perhaps by another thread. Where no second
    process can be had, this one checks them all.
    """
    batches = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
    if len(files) > _MANY and has_two_processors():
        return _with_another(casework, batches, keep_cases=keep_cases, advance=advance)
    return tuple(_check_here(casework, batch, advance) for batch in batches)


def _check_here(
    casework: Casework, batch: Sequence[Found], advance: Callable[[int], None]
) -> Checked:
    checked = casework.check(batch)
    advance(len(batch))
    return checked


def _with_another(
    casework: Casework,
    batches: Sequence[Sequence[Found]],
    *,
    keep_cases: bool,
    advance: Callable[[int], None],
) -> tuple[Checked, ...]:
    """Let another process begin with the first batches and this one with the last.

    It is never given more than it needs to stay busy: a batch that is given is not taken back.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    def tell(batch: Sequence[Found], future: Future[Checked]) -> None:
        if future.exception() is None:
            advance(len(batch))

    given: list[Future[Checked]] = []
    done: dict[int, Checked] = {}
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=second_process(),
        initializer=_prepare,
        initargs=(casework, keep_cases),
    ) as pool:
        while len(given) + len(done) < len(batches):
            batch = batches[len(given)]
            if sum(not future.done() for future in given[-_AHEAD:]) < _AHEAD:
                try:
                    given.append(pool.submit(_check, batch))
                except (BrokenProcessPool, OSError):
                    break
                given[-1].add_done_callback(partial(tell, batch))
            else:
                last = len(batches) - len(done) - 1
                done[last] = _check_here(casework, batches[last], advance)
        for index, future in enumerate(given):
            with suppress(BrokenProcessPool, OSError):
                done[index] = future.result()
    for index, batch in enumerate(batches):
        if index not in done:
            done[index] = _check_here(casework, batch, advance)
    return tuple(done[index] for index in range(len(batches)))


class _Worker:
    """What the other process was given when it started."""

    casework: Casework
    keeps_cases: bool


def _prepare(casework: Casework, keeps_cases: bool) -> None:
    _Worker.casework = casework
    _Worker.keeps_cases = keeps_cases


def _check(files: Sequence[Found]) -> Checked:
    checked = _Worker.casework.check(files)
    return checked if _Worker.keeps_cases else replace(checked, cases=())
