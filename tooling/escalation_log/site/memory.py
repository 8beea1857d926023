"""When Python looks for garbage in a build, which it otherwise does again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Keep what is made meanwhile, and all else there is by then, from the search for garbage.

    With thousands of cases that search takes a tenth of a build. The next such time begins with
    forgetting the last.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def tidy() -> None:
    """Throw away what was made since the last time and is in use no more.

    A page is made of thousands of small things. Looking for those that nobody needs while it is
    being made takes a sixth of the time that it takes.
    """
    gc.collect(0)
