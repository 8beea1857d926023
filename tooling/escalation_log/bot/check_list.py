"""Go through the list of what to set up on GitHub, and say of each step what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from escalation_log.bot.alarm import SAID, silence_words
from escalation_log.bot.deploying import pages, secrets
from escalation_log.bot.guard import Destination, why_not
from escalation_log.bot.main_rules import protection, required_checks
from escalation_log.bot.marker import OURS
from escalation_log.bot.set_up import BOT, MAIN, SWITCH, SetUp, Unseen
from escalation_log.bot.set_up_steps import (
    SetUpFinding,
    SetUpRemark,
    SetUpStanding,
    SetUpStep,
    fine,
    missing,
    unseen,
)
from escalation_log.bot.watched import Health, is_long_ago
from escalation_log.words.lists import listed

# Every workflow but the one that watches the others, which has a step of its own.
WORKFLOWS = (
    *("audit.yml", "calendars.yml", "check.yml", "effect-card.yml", "fold.yml", "history.yml"),
    *("nightly.yml", BOT, "publish.yml", "verify.yml"),
)

_ACTIONS = "Settings, Actions, General"
_VARIABLES = "Settings, Secrets and variables, Actions, Variables"


def go_through(set_up: SetUp) -> tuple[SetUpFinding, ...]:
    """Say of each step, in order, what is missing, what was not shown, or else that it is done."""
    found: list[SetUpFinding] = []
    for step, judge in _STEPS.items():
        remarks = tuple(judge(set_up))
        amiss = [each for each in remarks if each.standing is not SetUpStanding.FINE]
        found += (SetUpFinding(step=step, remark=each) for each in amiss or remarks)
    return tuple(found)


def _repository(set_up: SetUp) -> Iterator[SetUpRemark]:
    repository = set_up.repository
    if repository.get("archived") is True:
        yield missing("The repository is archived, so that nothing runs and nothing is written.")
    if repository.get("default_branch") != MAIN:
        yield missing(
            f"The default branch is not called {MAIN}, the only one that the workflows run on: "
            "rename it under Settings, General."
        )
    public = why_not(Destination.ARTIFACT, repository, lambda: None)
    if public is not None:
        yield missing(
            f"{public} Unless every case is invented, make it private under Settings, General, "
            "Danger Zone."
        )
    if repository.get("has_issues") is False:
        yield missing(
            "Its issues are switched off, and the bot has nowhere to say what is overdue: tick "
            "Issues under Settings, General, Features."
        )
    yield fine(f"It is private, with issues, and its default branch is {MAIN}.")


def _rights(set_up: SetUp) -> Iterator[SetUpRemark]:
    actions, token = set_up.actions, set_up.token
    if isinstance(actions, Unseen):
        yield unseen("Whether Actions may run", actions)
    elif actions.get("enabled") is not True:
        yield missing(f"Actions are switched off: allow them under {_ACTIONS}.")
    elif actions.get("allowed_actions") == "local_only":
        yield missing(
            "Only actions of the owner's own may be used, and the workflows use those that GitHub "
            f"made: allow them under {_ACTIONS}."
        )
    if isinstance(set_up.allowed, Unseen):
        yield unseen("Which actions may be used", set_up.allowed)
    elif set_up.allowed is not None and set_up.allowed.get("github_owned_allowed") is not True:
        yield missing(
            "The actions that GitHub made may not be used, and the workflows use them: tick “Allow "
            f"actions created by GitHub” under {_ACTIONS}."
        )
    if isinstance(token, Unseen):
        yield unseen("What a workflow may do", token)
        return
    if token.get("default_workflow_permissions") != "read":
        yield missing(
            "A workflow that names no rights may write everything: choose “Read repository "
            f"contents and packages permissions” under {_ACTIONS}, Workflow permissions."
        )
    if token.get("can_approve_pull_request_reviews") is not True:
        yield missing(
            "calendars.yml and fold.yml cannot propose anything: tick “Allow GitHub Actions to "
            f"create and approve pull requests” under {_ACTIONS}, Workflow permissions."
        )
    yield fine("Workflows may read unless they say more, and may open pull requests.")


def _schedule(set_up: SetUp) -> Iterator[SetUpRemark]:
    yield from _switched_off(set_up, WORKFLOWS)
    if not isinstance(set_up.variables, Unseen) and set_up.variables.get("ESCALOG_AS_OF"):
        yield missing(
            "ESCALOG_AS_OF is set, so that the bot judges by a chosen moment and not by the "
            f"present: delete it under {_VARIABLES}."
        )
    if isinstance(set_up.workflows, Unseen) or set_up.workflows.get(BOT) != "active":
        return
    if isinstance(set_up.bot, Unseen):
        yield unseen("When the bot last ran", set_up.bot)
    elif set_up.bot.succeeded_at is None:
        yield missing(
            f"{silence_words(set_up.bot)} Start it once by hand under Actions, Overdue, Run "
            "workflow, and ask again in an hour of the working day."
        )
    elif set_up.bot.health is not Health.WELL:
        yield missing(f"{silence_words(set_up.bot)} {SAID[set_up.bot.health]}")
    else:
        yield fine(silence_words(set_up.bot))


def _switched_off(set_up: SetUp, names: tuple[str, ...]) -> Iterator[SetUpRemark]:
    if isinstance(set_up.workflows, Unseen):
        yield unseen("Whether the workflows are on", set_up.workflows)
        return
    states = {name: set_up.workflows.get(name, "") for name in names}
    absent = [name for name, state in states.items() if state in {"", "deleted"}]
    if absent:
        yield missing(
            f"GitHub knows no {listed(absent, 'or')}: put the files of .github/workflows on {MAIN}."
        )
    for state, why in _OFF.items():
        off = [name for name, each in states.items() if each == state]
        if off:
            yield missing(
                f"{listed(off)} {'is' if len(off) == 1 else 'are'} switched off{why}: choose "
                "Enable workflow under Actions, on the page of each."
            )


_OFF: Mapping[str, str] = MappingProxyType(
    {
        "disabled_inactivity": ", as GitHub does where nothing has happened in a public repository "
        "for 60 days",
        "disabled_manually": " by hand",
        "disabled_fork": ", as GitHub does in a copy of another repository",
    }
)


def _labels(set_up: SetUp) -> Iterator[SetUpRemark]:
    if isinstance(set_up.label_is_there, Unseen):
        yield unseen("Which labels there are", set_up.label_is_there)
    elif set_up.label_is_there:
        yield fine(f"The label {OURS} is there.")
    elif isinstance(set_up.bot_has_issues, Unseen):
        yield unseen(f"Why there is no label {OURS}", set_up.bot_has_issues)
    elif set_up.bot_has_issues:
        yield missing(
            f"The label {OURS} was deleted, and by it the bot finds its issues: make it again "
            "under Issues, Labels, and give it to each issue that the bot has opened."
        )
    else:
        yield fine(f"The bot has no issue yet; its first one brings the label {OURS}.")


def _switch(set_up: SetUp) -> Iterator[SetUpRemark]:
    yield from _switched_off(set_up, (SWITCH,))
    if isinstance(set_up.workflows, Unseen) or set_up.workflows.get(SWITCH) != "active":
        return
    if isinstance(set_up.watch_ran_at, Unseen):
        yield unseen("When the watch last ran", set_up.watch_ran_at)
        return
    if set_up.watch_ran_at is None or is_long_ago(set_up.watch_ran_at, set_up.asked_at):
        yield missing(
            f"{SWITCH} has not run by its schedule for a day of the working week, so that nobody "
            "is told when the bot is silent: choose Actions, Watch, Run workflow, and ask again "
            "tomorrow."
        )
    yield fine(
        f"{SWITCH} runs. Whether another machine asks as well, GitHub cannot tell "
        "(docs/workflows.md, When the bot is silent)."
    )


_STEPS: Mapping[SetUpStep, Callable[[SetUp], Iterator[SetUpRemark]]] = MappingProxyType(
    {
        SetUpStep.REPOSITORY: _repository,
        SetUpStep.RIGHTS: _rights,
        SetUpStep.PROTECTION: protection,
        SetUpStep.REQUIRED_CHECKS: required_checks,
        SetUpStep.PAGES: pages,
        SetUpStep.SCHEDULE: _schedule,
        SetUpStep.LABELS: _labels,
        SetUpStep.SECRETS: secrets,
        SetUpStep.SWITCH: _switch,
    }
)
