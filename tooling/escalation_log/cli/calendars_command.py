"""`escalog calendars`: merge what GOV.UK publishes into the calendars of a log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalation_log.cli.connecting import api_option, connected, repository_option
from escalation_log.cli.session import ExampleCommand, Session, pass_session
from escalation_log.cli.typed_moments import LONDON
from escalation_log.model.errors import EscalogError

if TYPE_CHECKING:
    from datetime import date

    from escalation_log.log.calendar_feed import PublishedHolidays
    from escalation_log.log.calendar_merging import Merged
    from escalation_log.model.calendars import Calendar


FOLDER = "policies/calendars"
BRANCH = "bank-holidays"
PROPOSAL_TITLE = "Bank holidays: what GOV.UK has published"
ADVICE = (
    "Where a day was announced earlier than it was found, put the day of the announcement in place "
    "of the day of finding before you merge. Checks do not begin by themselves on a pull request "
    "that a workflow opened: close it and open it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """A calendar's file with what is new in it and the resulting text."""

    file: str
    calendar: Calendar
    merged: Merged
    text: bytes
    changes: tuple[str, ...]
    doubts: tuple[str, ...]


@click.command(
    "calendars",
    cls=ExampleCommand,
    examples=[
        ("escalog calendars --feed bank-holidays.json", "After fetching the feed by hand."),
    ],
)
@click.option(
    "--feed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="GOV.UK's feed, fetched from https://www.gov.uk/bank-holidays.json.",
)
@click.option(
    "--propose",
    is_flag=True,
    help=f"Push what is new to the branch {BRANCH}, and open or update its pull request.",
)
@repository_option
@api_option
@pass_session
def calendars(
    session: Session, *, feed: Path, propose: bool, repository: str | None, api: str
) -> None:
    """Merge the bank holidays that GOV.UK publishes.

    Adds the years that are new to policies/calendars. In a year published before, a new day gets
    the day of finding it as `announced`, and one that is gone gets `withdrawn`; nothing is taken
    out. Says what is new, and where the usual rules would have it otherwise. With --propose it
    takes GITHUB_TOKEN from the environment.
    """
    from escalation_log.log.calendar_feed import LONGEST, read_feed

    with feed.open("rb") as file:
        published = read_feed(file.read(LONGEST + 1))
    today = session.now.astimezone(LONDON).date()
    updates = [
        _update(session.root, name, nation, today)
        for name, nation in published.items()
        if (session.root / FOLDER / f"{name}.yaml").is_file()
    ]
    for update in updates:
        for line in (*update.changes, *update.doubts):
            click.echo(line)
    changed = [update for update in updates if update.merged.changes_something]
    if not changed:
        click.echo("Nothing is new.")
        return
    for update in changed:
        (session.root / update.file).write_bytes(update.text)
    if propose:
        _propose(session.root, changed, updates, repository=repository, api=api)


def _update(root: Path, name: str, feed: PublishedHolidays, today: date) -> _Update:
    """Compute a calendar's new text, and verify that it reads back as intended."""
    from escalation_log.bot.proposals import proposed
    from escalation_log.cli.deadline_command import CalendarFiles
    from escalation_log.files.calendar_file import parse_calendar
    from escalation_log.log.calendar_merging import (
        applied,
        change_lines,
        doubt_lines,
        edited,
        merge,
    )
    from escalation_log.model.calendars import Calendar
    from escalation_log.words.dates import date_words
    from escalation_log.words.titles import calendar_name

    file = f"{FOLDER}/{name}.yaml"
    calendar = CalendarFiles(root)[name]
    before = parse_calendar(file, proposed(root, BRANCH, file) or b"")
    earlier = before if isinstance(before, Calendar) else None
    merged = merge(calendar, feed, found_on=today, earlier=earlier)
    data = (root / file).read_bytes()
    if merged.changes_something:
        data = edited(data.decode(), merged, published_on=date_words(today)).encode()
        after = parse_calendar(file, data)
        if not isinstance(after, Calendar) or after.holidays != applied(calendar, merged):
            raise EscalogError(
                f"{file} is not written as expected, so nothing could be put into it.",
                hint="Put the lines in by hand: " + " ".join(change_lines(name, merged)),
            )
    return _Update(
        file=file,
        calendar=calendar,
        merged=merged,
        text=data,
        changes=tuple(change_lines(calendar_name(name), merged)),
        doubts=tuple(doubt_lines(calendar_name(name), calendar, feed, merged)),
    )


def _propose(
    root: Path,
    changed: list[_Update],
    updates: list[_Update],
    *,
    repository: str | None,
    api: str,
) -> None:
    from escalation_log.bot.proposals import Proposal, Proposer, proposed, push

    lines = [line for update in updates for line in (*update.changes, *update.doubts)]
    proposal = Proposal(
        branch=BRANCH,
        title=PROPOSAL_TITLE,
        body="\n".join([*(f"- {line}" for line in lines), "", ADVICE]),
    )
    with connected(repository, api) as client:
        if all(_says_the_same(proposed(root, BRANCH, each.file), each) for each in changed):
            click.echo(f"The branch {BRANCH} says so already.")
        else:
            push(
                root, branch=BRANCH, title=PROPOSAL_TITLE, files=[update.file for update in changed]
            )
            click.echo(f"Pushed the branch {BRANCH}.")
        click.echo(f"Pull request {Proposer(client).propose(proposal)} proposes it.")


def _says_the_same(there: bytes | None, update: _Update) -> bool:
    """Compare what two texts contain, so that comments that people wrote on the branch are kept."""
    from escalation_log.files.calendar_file import parse_calendar
    from escalation_log.model.calendars import Calendar

    theirs, ours = (parse_calendar(update.file, data) for data in (there or b"", update.text))
    if not isinstance(theirs, Calendar) or not isinstance(ours, Calendar):
        return False
    return theirs.content_hash == ours.content_hash
