"""`escalog calendars`: merge what GOV.UK publishes into the calendars of a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from escalation_log.cli.connecting import api_option, connected, repository_option
from escalation_log.cli.deadline_command import CALENDAR_FOLDER, CalendarFiles
from escalation_log.cli.session import LONDON, ExampleCommand, Session, pass_session, say
from escalation_log.files.calendar_file import parse_calendar
from escalation_log.log.calendar_feed import LONGEST, PublishedHolidays, read_feed
from escalation_log.log.calendar_merging import applied, change_lines, doubt_lines, edited, merge
from escalation_log.log.disk import ordinary_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.model.calendars import Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.words.dates import date_words
from escalation_log.words.titles import calendar_name

BRANCH = "bank-holidays"
PROPOSAL_TITLE = "Bank holidays: what GOV.UK has published"
ADVICE = (
    "Where a day was announced within the seven days before it was found, put the day of the "
    "announcement in place of the day of finding before you merge. Where this waited for longer "
    "than that, put the day on which you merge: until then nobody could count by it here. Its "
    "checks wait until somebody who may write chooses “Approve workflows to run” below."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """A calendar's file with its new text; `lines` say what is new, and what is in doubt."""

    file: str
    is_change: bool
    text: bytes
    lines: tuple[str, ...]


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
    with feed.open("rb") as file:
        published = read_feed(file.read(LONGEST + 1))
    session.refuse_slow_clock()
    today = session.now.astimezone(LONDON).date()
    updates = [
        _update(session.root, name, nation, today)
        for name, nation in published.items()
        if (session.root / CALENDAR_FOLDER / f"{name}.yaml").is_file()
    ]
    lines = [line for update in updates for line in update.lines]
    for line in lines:
        say(line)
    changed = [update for update in updates if update.is_change]
    if not changed:
        say("Nothing is new.")
        return
    replace_files({session.root / update.file: update.text for update in changed})
    if propose:
        _propose(session.root, changed, lines, repository=repository, api=api)


def _update(root: Path, name: str, feed: PublishedHolidays, today: date) -> _Update:
    """Compute a calendar's new text, and verify that it reads back as intended."""
    from escalation_log.bot.proposals import proposed

    file = f"{CALENDAR_FOLDER}/{name}.yaml"
    calendar = CalendarFiles(root)[name]
    before = parse_calendar(file, proposed(root, BRANCH, file) or b"")
    earlier = before if isinstance(before, Calendar) else None
    merged = merge(calendar, feed, found_on=today, earlier=earlier)
    data = ordinary_bytes(root / file)
    if merged.changes_something:
        data = edited(data.decode(), merged, published_on=date_words(today)).encode()
        after = parse_calendar(file, data)
        if not isinstance(after, Calendar) or after.holidays != applied(calendar, merged):
            raise EscalogError(
                f"{file} is not written as expected, so nothing could be put into it.",
                hint="Put the lines in by hand: " + " ".join(change_lines(name, merged)),
            )
    title = calendar_name(name)
    lines = (*change_lines(title, merged), *doubt_lines(title, calendar, feed, merged))
    return _Update(file=file, is_change=merged.changes_something, text=data, lines=lines)


def _propose(
    root: Path,
    changed: Sequence[_Update],
    lines: Sequence[str],
    *,
    repository: str | None,
    api: str,
) -> None:
    from escalation_log.bot.proposals import propose, proposed, push

    body = "\n".join([*(f"- {line}" for line in lines), "", ADVICE])
    with connected(repository, api) as client:
        if all(_says_the_same(proposed(root, BRANCH, each.file), each) for each in changed):
            say(f"The branch {BRANCH} says so already.")
        else:
            files = [update.file for update in changed]
            push(root, branch=BRANCH, title=PROPOSAL_TITLE, files=files)
            say(f"Pushed the branch {BRANCH}.")
        number = propose(client, branch=BRANCH, title=PROPOSAL_TITLE, body=body)
        say(f"Pull request {number} proposes it.")


def _says_the_same(there: bytes | None, update: _Update) -> bool:
    """Compare what two texts contain, so that comments that people wrote on the branch are kept."""
    theirs, ours = (parse_calendar(update.file, data) for data in (there or b"", update.text))
    return (
        isinstance(theirs, Calendar)
        and isinstance(ours, Calendar)
        and theirs.content_hash == ours.content_hash
    )
