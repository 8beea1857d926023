"""The rule on editions that were changed after a case was opened under them."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.findings import Finding, FindingIn
from escalation_log.checks.subjects import LogInHand
from escalation_log.model.problems import Severity


def edition_changed(log: LogInHand) -> Iterator[FindingIn]:
    """An edition is as it was when the first case was opened under it."""
    judged = {case.edition for case in log.cases}
    for edition, policy in sorted(log.books.policies.items()):
        if edition not in judged:
            continue
        locked = log.lock.get(edition)
        if locked is None:
            yield FindingIn(
                log.policy_files[edition],
                Finding(
                    (),
                    "Cases were opened under this edition, and policies/editions.lock does not "
                    "yet hold it. Run `escalog lock` and add what it writes.",
                    Severity.WARNING,
                ),
            )
        elif locked != policy.content_hash:
            yield FindingIn(
                log.policy_files[edition],
                Finding(
                    (),
                    "This edition was changed after cases were opened under it. Put it back as it "
                    "was; to mend a mistake, add a new edition with a line "
                    f"`corrects: {policy.version}`.",
                ),
            )
