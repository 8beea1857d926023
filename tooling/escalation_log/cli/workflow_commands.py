"""Commands that workflows run: `watch`, `may-publish`, `post-effect` and `open-changes`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalation_log.cli.connecting import (
    account_option,
    api_option,
    connected,
    repository_option,
    server_of_pages,
)
from escalation_log.cli.may_merge_command import whole_commit
from escalation_log.cli.session import ExampleCommand, Session, pass_session, say
from escalation_log.words.lists import counted

if TYPE_CHECKING:
    from escalation_log.effect.posting import Posted

_BRANCH = re.compile(r"[A-Za-z0-9-]+:[^\s:]+")


def branch_of_account(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a branch that is named without whose copy it is in."""
    if value is not None and not _BRANCH.fullmatch(value):
        raise click.BadParameter("Name the branch with whose it is, like example-team:change.")
    return value


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog watch", "In a workflow: open, update or close the issue that speaks up."),
        (
            "escalog watch --repository example-team/escalations --only-say",
            "From elsewhere: write nothing on GitHub.",
        ),
    ],
)
@click.option(
    "--workflow",
    default="overdue.yml",
    show_default=True,
    metavar="FILE",
    help="The workflow to watch, by the name of its file.",
)
@click.option("--only-say", is_flag=True, help="Say how it is, and touch no issue.")
@repository_option
@api_option
@account_option
@pass_session
def watch(
    session: Session,
    *,
    workflow: str,
    only_say: bool,
    repository: str | None,
    api: str,
    account: str,
) -> None:
    """Speak up when the bot has not done its work for a day.

    Asks GitHub when the schedule of a workflow last succeeded. Only the hours from Monday to Friday
    count. Where that is a day ago, one issue says so, whether it did not run, failed or could not
    judge every case, and what to do; it is closed once the schedule has succeeded again. Before
    the first run nothing is said for a day. Takes GITHUB_TOKEN from the environment. Exits with 1
    where it speaks up, and with 3 where GitHub could not be asked.
    """
    from escalation_log.bot.alarm import SAID, fall_silent, silence_words, speak_up
    from escalation_log.bot.watched import Health, checked_workflow, read_watched

    workflow = checked_workflow(workflow)
    with connected(repository, api) as client:
        watched = read_watched(client, workflow, server=server_of_pages(), now=session.now)
        say(silence_words(watched))
        is_well = watched.health is Health.WELL
        if not is_well and not only_say:
            say(f"Issue {speak_up(client, account, watched)} says so.")
        elif not only_say:
            for number in fall_silent(client, account, watched):
                say(f"Closed issue {number}.")
    if not is_well:
        say("That is a day of the working week or more ago.", err=True)
        say(SAID[watched.health], err=True)
        click.get_current_context().exit(1)


@click.command(
    "may-publish",
    cls=ExampleCommand,
    examples=[
        ("escalog may-publish --on pages", "Would GitHub Pages show it to nobody else?"),
        ("escalog may-publish --on artifact", "Could nobody else download it from a run?"),
    ],
)
@click.option(
    "--on",
    "place",
    type=click.Choice(("artifact", "pages")),
    required=True,
    help="Where the restricted site would go: an artifact of a run, or GitHub Pages.",
)
@repository_option
@api_option
def may_publish(place: str, repository: str | None, api: str) -> None:
    """Ask whether the restricted site would stay restricted.

    It holds cases, and leaves a runner only where GitHub says that nobody else would see it. The
    repository must be private and, for Pages, its Pages must not be public; whatever GitHub does
    not plainly say counts as public. Takes GITHUB_TOKEN from the environment, which must be able to
    read the repository and its Pages. Exits with 1 where the answer is no.
    """
    from escalation_log.bot.guard import Destination, read_why_not

    with connected(repository, api) as client:
        reason = read_why_not(client, Destination(place))
    if reason is None:
        say("The restricted site may go there: only who can read the repository can see it.")
        return
    say(
        f"The restricted site must not go there. {reason} Nothing was uploaded. docs/workflows.md "
        "says where it may go, docs/serving.md how to serve it yourselves.",
        err=True,
    )
    click.get_current_context().exit(1)


@click.command(
    cls=ExampleCommand,
    examples=[
        (
            "escalog post-effect --head 5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da effect.json",
            "In a workflow that runs what is on the main branch alone.",
        ),
        (
            (
                "escalog post-effect --head 5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da --missing "
                "example-team:change"
            ),
            "There, when the check could not work the effect out.",
        ),
    ],
)
@click.option(
    "--head",
    required=True,
    callback=whole_commit,
    metavar="SHA",
    help="The newest commit of the pull request that the file was made of, as the event that "
    "started the workflow gives it.",
)
@click.option(
    "--missing",
    callback=branch_of_account,
    metavar="OWNER:BRANCH",
    help="There is no file, since the check failed: say so on the pull request of this branch, "
    "also of a fork's, so that no older card is taken for the newest commit's.",
)
@click.argument(
    "file",
    metavar="[FILE]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@repository_option
@api_option
@account_option
@pass_session
def post_effect(
    session: Session,
    *,
    head: str,
    missing: str | None,
    file: Path | None,
    repository: str | None,
    api: str,
    account: str,
) -> None:
    """Write what a change means on its pull request.

    FILE is what escalog effect --format json wrote, in a job that may not write anything. Nothing
    of it is believed: the pull request must stand at the commit, issues are looked up by their
    keys, and every sentence is shown as plain text. There is one comment, kept up to date. Takes
    the token from GITHUB_TOKEN. Exits with 3 where the file is not what it should be, or GitHub
    could not be asked.
    """
    from escalation_log.bot.reader import Reader
    from escalation_log.effect.document import LARGEST, effect_from
    from escalation_log.effect.posting import Poster

    if (file is None) is (missing is None):
        raise click.UsageError("Give either FILE or --missing OWNER:BRANCH.")
    session.refuse_slow_clock()
    with connected(repository, api) as client:
        poster = Poster(client, Reader(client, account=account), site_addresses(session))
        posted: Sequence[tuple[int | None, Posted]]
        if file is None:
            assert missing is not None  # noqa: S101
            posted = tuple(poster.post_missing(missing, head=head))
        else:
            with file.open("rb") as opened:
                effect = effect_from(opened.read(LARGEST + 1))
            posted = ((effect.pull_request, poster.post(effect, head=head)),)
    for number, how in posted:
        say(f"The card on pull request {number}: {how.value}.")
    if not posted:
        say("No open pull request of that branch stands at this commit: no card was written.")


@click.command(
    "open-changes",
    cls=ExampleCommand,
    examples=[("escalog open-changes", "In a workflow, before it builds the restricted site.")],
)
@repository_option
@api_option
@pass_session
def open_changes(session: Session, *, repository: str | None, api: str) -> None:
    """Note which cases the open pull requests would change.

    Writes build/open-changes.json in the log: references, numbers of pull requests and the moment,
    no title and no author. Where it is there, the restricted site says on a case and in the tracker
    that a change is waiting for a review. Takes GITHUB_TOKEN from the environment, which must be
    able to read pull requests. Exits with 3 where GitHub could not be asked.
    """
    from escalation_log.bot.open_pulls import read_open_changes
    from escalation_log.cli.growing_files import replacing
    from escalation_log.export.open_changes import OPEN_CHANGES_FILE, open_changes_text

    target = session.root / OPEN_CHANGES_FILE
    with connected(repository, api) as client:
        changes = read_open_changes(client, server=server_of_pages(), as_of=session.now)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as write:
        write(open_changes_text(changes))
    waiting = counted(len(changes.pulls), "case has a change", "cases have changes")
    say(f"{waiting} waiting. Wrote {OPEN_CHANGES_FILE}.")


def site_addresses(session: Session) -> dict[str, str]:
    """Return where the restricted sites are served, by the first letters of references."""
    from escalation_log.log.opening import open_rules
    from escalation_log.site.publication import slashed

    partnerships = open_rules(session.root, as_of=session.now).partnerships.values()
    sites = {each.reference_prefix: slashed(each.issues.site) for each in partnerships}
    return {prefix: site for prefix, site in sites.items() if site}
