"""Case files shared out among two processes, where there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from escalation_log.store.casework import Casework, Checked
from escalation_log.store.disk import Found

# Below this, starting processes takes longer than they save.
_MANY = 500
_BATCH = 100
_PROCESSES = 2


def check_cases(
    casework: Casework,
    files: Sequence[Found],
    *,
    keep_cases: bool,
    advance: Callable[[int], None] | None,
) -> tuple[Checked, ...]:
    """Check all case files, in order; cases themselves come back only where they are kept.

    `advance` is told how many more files are done. Where no process can be started, this one
    checks them all.
    """
    batches = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
    done: list[Checked] = []
    if len(files) > _MANY and (os.cpu_count() or 1) >= _PROCESSES:
        for checked in _by_others(casework, batches, keep_cases=keep_cases):
            _tell(advance, batches[len(done)])
            done.append(checked)
    for batch in batches[len(done) :]:
        done.append(casework.check(batch))
        _tell(advance, batch)
    return tuple(done)


def _tell(advance: Callable[[int], None] | None, batch: Sequence[Found]) -> None:
    if advance is not None:
        advance(len(batch))


def _by_others(
    casework: Casework, batches: Sequence[Sequence[Found]], *, keep_cases: bool
) -> Iterator[Checked]:
    """Let other processes check the batches, in order, as long as they can be had."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        with ProcessPoolExecutor(
            max_workers=_PROCESSES,
            mp_context=get_context("spawn"),
            initializer=_prepare,
            initargs=(casework, keep_cases),
        ) as pool:
            yield from pool.map(_check, batches)
    except (BrokenProcessPool, OSError):
        return


class _Worker:
    """What a worker process was given when it started."""

    casework: Casework
    keeps_cases: bool


def _prepare(casework: Casework, keeps_cases: bool) -> None:
    _Worker.casework = casework
    _Worker.keeps_cases = keeps_cases


def _check(files: Sequence[Found]) -> Checked:
    checked = _Worker.casework.check(files)
    return checked if _Worker.keeps_cases else replace(checked, cases=())
