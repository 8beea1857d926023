"""Opening a log twice: as it was at a revision, and as it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from escalation_log.changes.comparison import Comparison, MomentIn, Side
from escalation_log.model.problems import Problem
from escalation_log.store import END_OF_TIME, check_log, open_log
from escalation_log.store.revisions import changed_elsewhere, changed_files, laid_out, merge_base


@contextmanager
def compared(
    root: Path, revision: str, *, as_of: datetime, moment_in: MomentIn
) -> Iterator[Comparison]:
    """Compare what stands in a log's folder with the commit that it shares with a revision.

    Raise EscalogError where Git does not have that.
    """
    base = merge_base(root, revision)
    with laid_out(root, base) as folder:
        yield Comparison(
            base=base,
            before=Side(log=open_log(folder, as_of=END_OF_TIME), moment_in=moment_in),
            after=Side(log=open_log(root, as_of=END_OF_TIME), moment_in=moment_in),
            as_of=as_of,
            files=frozenset(changed_files(folder, root)),
            elsewhere=changed_elsewhere(root, base),
        )


def problems_by_now(root: Path, change: Comparison) -> tuple[Problem, ...]:
    """Check the changed files as of the moment asked about, which minds what is still to come."""
    paths = [root / file for file in sorted(change.files) if (root / file).is_file()]
    return check_log(root, as_of=change.as_of, paths=paths).problems if paths else ()
