"""Refuse to obey a log from which cases vanished: a folder is more likely missing than they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from escalation_log.bot.faults import Stopped
from escalation_log.bot.gone_case_issue import TAKEN_AWAY
from escalation_log.bot.issue_plan import Ended, Existing, IssueKey, State, WantedIssues
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.words.lists import counted

# So many cases may well be taken away between two runs.
_FEW = 3


def object_to_most_gone(gone: Mapping[IssueKey, Ended], ours: Sequence[Existing]) -> None:
    """Raise Stopped where most cases with open issues seem to have been taken away."""
    still_open = [
        each.key
        for each in ours
        if each.state is State.OPEN and REFERENCE.fullmatch(each.key.case) is not None
    ]
    cases = {key.case for key in still_open}
    taken = {key.case for key in still_open if key in gone and gone[key].summary == TAKEN_AWAY}
    if len(taken) > _FEW and 2 * len(taken) > len(cases):
        raise Stopped(
            f"Of {len(cases)} cases with open issues {len(taken)} are no longer in the log. "
            "Nothing was written.",
            hint="Look whether a folder of cases/ is missing, and whether --log is right. If they "
            "were taken out on purpose, close their issues by hand.",
        )


def object_to_no_case(issues: WantedIssues, existing: Sequence[Existing]) -> None:
    """Raise Stopped where the log has no case at all and issues about its cases are open."""
    still_open = sum(
        each.state is State.OPEN and REFERENCE.fullmatch(each.key.case) is not None
        for each in existing
    )
    if still_open and not issues.has_cases:
        raise Stopped(
            f"The log has no case at all, but {counted(still_open, 'issue')} about its cases "
            f"{'is' if still_open == 1 else 'are'} open. Nothing was written.",
            hint="Look whether cases/ is there, and whether --log is right. If all cases were "
            "taken out on purpose, close these issues by hand.",
        )
