"""`escalog effect` and `escalog impact`: what a change of the log means."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.session import ExampleCommand, Session, as_of_option, pass_session, say
from escalation_log.effect.before_and_after import Comparison, compared, problems_by_now
from escalation_log.effect.card import card, impact_card
from escalation_log.effect.document import artifact_text, impact_text
from escalation_log.effect.effect_lines import effect_lines, impact_verdict
from escalation_log.effect.impact import impact_of
from escalation_log.effect.whole import effect_of
from escalation_log.model.moments import Stamp
from escalation_log.words.dates import as_of_words, day_words

# GitHub Actions checks out the merge commit of a pull request under the first of these refs, and
# what a merge queue would make of it under the second.
_PULL = re.compile(
    r"refs/pull/([1-9][0-9]{0,8})/merge"
    r"|refs/heads/gh-readonly-queue/.+/pr-([1-9][0-9]{0,8})-[0-9a-f]{7,64}"
)


def pull_request_from(ref: str) -> int | None:
    """Read the number of the pull request that a ref of GitHub Actions is about."""
    found = _PULL.fullmatch(ref)
    return None if found is None else int(found[1] or found[2])


base_option = click.option(
    "--base",
    required=True,
    metavar="REV",
    help="What the change is to go into, like origin/main; compared is with the commit from which "
    "this branch began.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, a comment for a pull request, or one JSON document for programs.",
)


def comparison(
    session: Session, base: str, as_of: Stamp | None
) -> AbstractContextManager[Comparison]:
    """Compare the log of a session with where it began from a revision, as of a moment."""
    return compared(
        session.root,
        base,
        as_of=session.moment(as_of).at,
        moment_in=lambda zone: session.moment(as_of, ZoneInfo(zone)),
    )


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog effect --base HEAD", "What is not committed yet."),
        ("escalog effect --base HEAD --format markdown", "The same as the card looks."),
    ],
)
@base_option
@as_of_option
@format_option
@click.option(
    "--pull-request",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="The pull request that the JSON is about. Without it: the one that GITHUB_REF names.",
)
@pass_session
def effect(
    session: Session, *, base: str, as_of: Stamp | None, form: str, pull_request: int | None
) -> None:
    """Say what a change of cases and policies means.

    Case by case: what was recorded and whether it was in time, which of the bot's issues open and
    close, what is next, and what everybody will see of it. Compared is what stands in the folder,
    committed or not. No free text, pseudonym or person is repeated. Problems are told and change
    nothing of the exit code: see escalog check for that, and escalog impact for dates that move.
    """
    moment = session.moment(as_of)
    if pull_request is None:
        pull_request = pull_request_from(os.environ.get("GITHUB_REF", ""))
    with comparison(session, base, as_of) as change:
        told = effect_of(
            change,
            # For the present only the day, so that the card changes less often.
            as_of=day_words(moment.on) if as_of is None else as_of_words(moment),
            found=problems_by_now(session.root, change),
            pull_request=pull_request,
        )
    if form == "text":
        session.write_lines(effect_lines(told))
    else:
        session.write_text(artifact_text(told) if form == "json" else card(told))


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog impact --base HEAD", "Do changed rules move a date?"),
        ("escalog impact --base HEAD --agreed", "The same, once somebody has agreed to it."),
    ],
)
@base_option
@as_of_option
@format_option
@click.option(
    "--agreed",
    is_flag=True,
    help="Somebody who may decide it has agreed to what moves: exit with 0 all the same.",
)
@pass_session
def impact(session: Session, *, base: str, as_of: Stamp | None, form: str, agreed: bool) -> None:
    """List the cases whose dates changed rules move.

    Judges every case as it now stands by the rules before and after: editions, bank holidays,
    closures, thresholds. Says the old date and the new one, why, and who becomes late or no longer
    is; also which cases nothing can judge any longer. Exits with 1 where anything moves.
    """
    with comparison(session, base, as_of) as change:
        told = impact_of(change)
    if form == "text":
        session.write_lines(impact_verdict(told))
    else:
        session.write_text(impact_text(told) if form == "json" else impact_card(told))
    if told.is_felt and agreed:
        say("Agreed to: this does not fail.", err=True)
    elif told.is_felt:
        click.get_current_context().exit(1)
