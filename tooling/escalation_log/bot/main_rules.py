"""Hold the rules of the main branch against those that keep what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from escalation_log.bot.issues import GitHubItem, text_in
from escalation_log.bot.set_up import MAIN, Ruleset, SetUp, Unseen
from escalation_log.bot.set_up_steps import SetUpRemark, fine, missing, unseen
from escalation_log.words.lists import counted, listed

# The jobs of check.yml, by the names under which GitHub reports them.
REQUIRED_CHECKS = (
    "The log",
    "What was recorded stands",
    "Effect on cases and dates",
    "The tool's own tests (3.11)",
    "The tool's own tests (3.13)",
)

_RULESET = f"in the ruleset of {MAIN} under Settings, Rules, Rulesets"
_OF_REVIEWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dismiss_stale_reviews_on_push": (
            "An approval counts for commits that nobody has looked at",
            "Dismiss stale pull request approvals when new commits are pushed",
        ),
        "require_last_push_approval": (
            "Whoever pushes last may approve it",
            "Require approval of the most recent reviewable push",
        ),
        "require_code_owner_review": (
            "Anybody's approval counts for every file",
            "Require review from Code Owners",
        ),
    }
)


def protection(set_up: SetUp) -> Iterator[SetUpRemark]:
    """Say what keeps the branch from being deleted, pushed over, or changed without a review."""
    if isinstance(set_up.rules, Unseen):
        yield _unseen_rules(set_up.rules)
        return
    if not set_up.rules:
        yield missing(
            f"{MAIN} has no ruleset, so that whoever may write can change what was recorded: make "
            "one under Settings, Rules, Rulesets (docs/workflows.md, The ruleset of main)."
        )
        return
    kinds = {text_in(rule, "type") for rule in set_up.rules}
    if "deletion" not in kinds:
        yield missing(f"{MAIN} may be deleted: tick “Restrict deletions” {_RULESET}.")
    if "non_fast_forward" not in kinds:
        yield missing(f"{MAIN} may be pushed over: tick “Block force pushes” {_RULESET}.")
    yield from _reviews(_parameters(set_up, "pull_request"))
    for ruleset in set_up.rulesets:
        yield from _bypass(ruleset)
    yield fine(f"{MAIN} changes by reviewed pull requests alone, and nobody may pass by its rules.")


def required_checks(set_up: SetUp) -> Iterator[SetUpRemark]:
    """Say which checks a pull request may be merged without."""
    if isinstance(set_up.rules, Unseen):
        yield _unseen_rules(set_up.rules)
        return
    rules = _parameters(set_up, "required_status_checks")
    required = [check for rule in rules for check in _checks_of(rule)]
    absent = [
        name
        for name in REQUIRED_CHECKS
        if not any(text_in(check, "context") == name for check in required)
    ]
    if absent:
        yield missing(
            f"A pull request may be merged without {listed(absent)}: add what is named there to "
            f"“Require status checks to pass” {_RULESET}, each with GitHub Actions as its source."
        )
    open_to_all = [
        name
        for name in REQUIRED_CHECKS
        if name not in absent
        and not any(
            text_in(check, "context") == name and isinstance(check.get("integration_id"), int)
            for check in required
        )
    ]
    if open_to_all:
        yield missing(
            f"Whoever has a token may report {listed(open_to_all)} as passed: choose GitHub "
            f"Actions as the source of each {_RULESET}."
        )
    is_queued = any(text_in(rule, "type") == "merge_queue" for rule in set_up.rules)
    if required and not is_queued and not _any(rules, "strict_required_status_checks_policy"):
        yield missing(
            f"What was checked may no longer be what {MAIN} becomes: tick “Require branches to be "
            f"up to date before merging” {_RULESET}."
        )
    yield fine(f"{counted(len(REQUIRED_CHECKS), 'check')} are required, each from GitHub Actions.")


def _unseen_rules(part: Unseen) -> SetUpRemark:
    if part.asks_for_plan:
        return missing(
            f"GitHub keeps no rules for a private repository on a free plan, so that nothing "
            f"protects {MAIN}: the owner needs a paid one, such as GitHub Team."
        )
    return unseen(f"The rules of {MAIN}", part)


def _reviews(rules: tuple[GitHubItem, ...]) -> Iterator[SetUpRemark]:
    if not rules:
        yield missing(
            f"{MAIN} may be changed without a pull request: tick “Require a pull request before "
            f"merging” {_RULESET}."
        )
        return
    if not any(_approvals(rule) for rule in rules):
        yield missing(
            f"A pull request may be merged without anybody's approval: require one {_RULESET}."
        )
    for name, (amiss, words) in _OF_REVIEWS.items():
        if not _any(rules, name):
            yield missing(f"{amiss}: tick “{words}” {_RULESET}.")


def _approvals(rule: GitHubItem) -> int:
    count = rule.get("required_approving_review_count")
    return count if isinstance(count, int) else 0


def _bypass(ruleset: Ruleset | Unseen) -> Iterator[SetUpRemark]:
    if isinstance(ruleset, Unseen):
        yield unseen(f"Who may pass by the rules of {MAIN}", ruleset)
    elif ruleset.bypassing is None:
        yield unseen(
            f"Who may pass by the rules of {MAIN}",
            Unseen(
                because="GitHub shows it only to whoever may change the rules: look at “Bypass "
                f"list” {_RULESET}, which must be empty.",
                right="Administration: write",
            ),
        )
    elif ruleset.bypassing:
        who = counted(ruleset.bypassing, "entry", "entries")
        yield missing(
            f"The bypass list has {who}, for which no check and no review counts: empty it "
            f"{_RULESET}."
        )


def _parameters(set_up: SetUp, kind: str) -> tuple[GitHubItem, ...]:
    """Return what the rules of a kind ask for; GitHub goes by all of them."""
    assert not isinstance(set_up.rules, Unseen)  # noqa: S101
    found = (rule.get("parameters") for rule in set_up.rules if text_in(rule, "type") == kind)
    return tuple(each for each in found if isinstance(each, dict))


def _any(rules: tuple[GitHubItem, ...], name: str) -> bool:
    return any(rule.get(name) is True for rule in rules)


def _checks_of(rule: GitHubItem) -> Iterator[GitHubItem]:
    checks = rule.get("required_status_checks")
    for check in checks if isinstance(checks, list) else ():
        if isinstance(check, dict):
            yield check
