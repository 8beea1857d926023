"""Say who may deploy: to Pages, and by the token that merges changes of cases by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from escalation_log.bot.guard import Destination, why_not
from escalation_log.bot.set_up import MAIN, MERGING, PAGES, SetUp, Unseen, merges_by_itself
from escalation_log.bot.set_up_steps import SetUpRemark, fine, missing, unseen

MERGE_TOKEN = "ESCALOG_MERGE_TOKEN"  # noqa: S105

_VARIABLES = "Settings, Secrets and variables, Actions, Variables"


def pages(set_up: SetUp) -> Iterator[SetUpRemark]:
    """Say whether Pages shows the site that was chosen, to those who may read it."""
    if isinstance(set_up.variables, Unseen):
        yield unseen("Which site is to be on Pages", set_up.variables)
        return
    chosen = set_up.variables.get("ESCALOG_PAGES", "") or "public"
    site = set_up.pages
    if chosen == "none":
        yield fine("No site is to be on Pages.")
    elif chosen not in {"public", "restricted"}:
        yield missing(
            "ESCALOG_PAGES says neither public, restricted nor none: correct it under "
            f"{_VARIABLES}."
        )
    elif isinstance(site, Unseen):
        yield unseen("Whether Pages is open to the public", site)
    elif site is None:
        yield missing(
            "Pages is not switched on: choose GitHub Actions as the source under Settings, Pages, "
            f"or set ESCALOG_PAGES to none under {_VARIABLES}."
        )
    else:
        if site.get("build_type") != "workflow":
            yield missing(
                "Pages is built from a branch: choose GitHub Actions as the source under Settings, "
                "Pages."
            )
        if chosen == "restricted" and why_not(Destination.PAGES, set_up.repository, lambda: site):
            yield missing(
                "The restricted site is to be on Pages, which everybody can read: private Pages "
                "need GitHub Enterprise Cloud; without it set ESCALOG_PAGES to public and serve "
                "the restricted site yourselves (docs/serving.md)."
            )
        if isinstance(set_up.environments, Unseen):
            yield unseen("Which branches may deploy", set_up.environments)
        elif PAGES in set_up.environments:
            yield from _deploys(PAGES, set_up.environments[PAGES])
            yield fine(f"Pages shows the {chosen} site, and only {MAIN} deploys.")
        else:
            yield fine(
                f"Pages is to show the {chosen} site; GitHub makes the environment {PAGES} at the "
                "first deployment."
            )


def _deploys(name: str, branches: Sequence[str] | Unseen | None) -> Iterator[SetUpRemark]:
    if isinstance(branches, Unseen):
        yield unseen(f"Which branches may deploy to {name}", branches)
    elif branches is None or tuple(branches) != (MAIN,):
        yield missing(
            f"Other branches than {MAIN} may deploy to the environment {name}: choose “Selected "
            f"branches and tags” under Settings, Environments, {name}, and name {MAIN} alone."
        )


def secrets(set_up: SetUp) -> Iterator[SetUpRemark]:
    """Say whether the one secret that may be needed is where no other branch is given it."""
    if isinstance(set_up.variables, Unseen):
        yield unseen("Whether changes are to be merged by themselves", set_up.variables)
        return
    if not merges_by_itself(set_up.variables):
        yield fine("None is needed, since nothing is merged by itself.")
        return
    if isinstance(set_up.environments, Unseen):
        yield unseen("Which branches may deploy", set_up.environments)
    elif MERGING not in set_up.environments:
        yield missing(
            f"There is no environment {MERGING}: make it under Settings, Environments, let only "
            f"{MAIN} deploy to it, and add the secret {MERGE_TOKEN}."
        )
    else:
        yield from _deploys(MERGING, set_up.environments[MERGING])
        yield from _token(set_up.merging_secrets)
    if isinstance(set_up.secrets, Unseen):
        yield unseen("Whether the repository keeps the token", set_up.secrets)
    elif MERGE_TOKEN in set_up.secrets:
        yield missing(
            f"{MERGE_TOKEN} is a secret of the repository, which a workflow on any branch is "
            f"given: delete it under Settings, Secrets and variables, Actions, and keep it in the "
            f"environment {MERGING} alone."
        )
    for name, words in _MERGING_NEEDS.items():
        is_ticked = set_up.repository.get(name)
        if is_ticked is None:
            # GitHub shows these to whoever may write.
            because = "Look under Settings, General, Pull Requests."
            part = Unseen(because=because, right="Contents: write")
            yield unseen(f"Whether “{words}” is ticked", part)
        elif is_ticked is not True:
            yield missing(
                f"Nothing is merged by itself: tick “{words}” under Settings, General, Pull "
                "Requests."
            )
    yield fine(f"{MERGE_TOKEN} is in the environment {MERGING}, to which only {MAIN} deploys.")


_MERGING_NEEDS: Mapping[str, str] = MappingProxyType(
    {"allow_auto_merge": "Allow auto-merge", "allow_merge_commit": "Allow merge commits"}
)


def _token(kept: frozenset[str] | Unseen) -> Iterator[SetUpRemark]:
    if isinstance(kept, Unseen):
        yield unseen(f"Whether {MERGING} keeps the token", kept)
    elif MERGE_TOKEN not in kept:
        yield missing(
            f"The environment {MERGING} has no secret {MERGE_TOKEN}, without which nothing is "
            f"merged by itself: add it under Settings, Environments, {MERGING}."
        )
