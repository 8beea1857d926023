"""Words on a case whose file has problems, without a file's name that may be personal."""

from __future__ import annotations

import re

from escalation_log.model.faulty_files import EarlierState, NotJudged
from escalation_log.model.problems import Problem
from escalation_log.words.dates import date_words

_YEAR_FOLDER = re.compile(r"cases(/[0-9]{4})?")
_SHORT = 7
NOT_JUDGED = "not judged"


def commit_words(earlier: EarlierState) -> str:
    """Name the commit that a case stands by, with its date.

    >>> from datetime import date
    >>> commit_words(EarlierState(commit="1a2b3c4d5e6f", on=date(2026, 4, 9), problems=()))
    'commit 1a2b3c4 of 9 April 2026'
    """
    return f"commit {short_commit(earlier)} of {date_words(earlier.on)}"


def short_commit(earlier: EarlierState) -> str:
    """Shorten the name of a commit as Git does."""
    return earlier.commit[:_SHORT]


def as_it_stood_words(earlier: EarlierState) -> str:
    """Say that a case is shown by an earlier state, and why."""
    return f"Shown as it stood in {commit_words(earlier)}: its file has had a problem since."


def name_words(case: NotJudged) -> str:
    """Name a case that cannot be judged: by its reference, else by the place of its file."""
    if case.reference is not None:
        return case.reference
    folder = case.file.rpartition("/")[0]
    where = folder if _YEAR_FOLDER.fullmatch(folder) else "a folder of cases"
    return f"file {case.position} in {where}"


def problem_words(problem: Problem) -> str:
    """Say where a problem is and what it is, as `check` does; a case's own file is not named."""
    where = [
        *((problem.file,) if problem.file.startswith("policies/") else ()),
        *(() if problem.line is None else (f"line {problem.line}",)),
    ]
    what = (*([" ".join(where)] if where else []), *filter(None, [problem.place]), problem.message)
    return f"{': '.join(what)} [{problem.rule}]"
