"""`escalog new`: create a case."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from escalation_log.cli.conversation import Choices, Conversation, GoingBackError
from escalation_log.cli.new_desk import NewDesk
from escalation_log.cli.option_words import NOTHING_ASKED, option_of
from escalation_log.cli.record_options import heard_options
from escalation_log.cli.recorded_files import put_files, written_lines
from escalation_log.cli.selection import select
from escalation_log.cli.session import (
    LONDON,
    ExampleCommand,
    Session,
    as_of_option,
    pass_session,
    say,
)
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.moments import Stamp
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.form_fields import numbered
from escalation_log.recording.heard import with_heard
from escalation_log.recording.made_up import stamp_at
from escalation_log.recording.new_case import (
    current_rulebooks,
    text_of_case,
)
from escalation_log.recording.written import stamp_words
from escalation_log.words.lines import Line
from escalation_log.words.lists import listed

_OPTIONS = {
    "theme": "What it is about.",
    "urgency": "How urgent it is, where the policy has tiers.",
    "plan": "The plans that the child is on, once for each, or none.",
    "raising": "The agency that raises it.",
    "raising_role": "Who raises it there, by role.",
    "receiving": "The agency that answers it; once for each.",
    "receiving_role": "Who answers there, by role; once for all agencies, or once for each.",
    "concern": "What the concern is: short, no names.",
    "outcome_sought": "What is sought: short, no names.",
    "kind": "How it began: concern-identified, disagreement or raised.",
    "at": "When that was.",
    "by": "Who did that: raising or receiving.",
}
_SEVERAL = ("plan", "receiving", "receiving_role")


def _options(command: Any) -> Any:
    for name, says in reversed(_OPTIONS.items()):
        command = click.option(
            option_of(name), name, metavar="TEXT", multiple=name in _SEVERAL, help=says
        )(command)
    return command


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog new", "Asks for everything, and shows what comes next."),
        ("escalog new --policy knowsley", "The same, where a log has several policies."),
    ],
)
@click.option("--policy", metavar="ID", help="The policy, where the log has several.")
@_options
@click.option(
    "--child",
    "children",
    multiple=True,
    metavar="PSEUDONYM",
    help="A pseudonym that the register has already; once for each child. Without it one is drawn.",
)
@heard_options
@click.option("--yes", is_flag=True, help="Write it without asking once more.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and write nothing.")
@as_of_option
@pass_session
def new(
    session: Session,
    /,
    *,
    policy: str | None,
    children: Sequence[str],
    heard: Stamp | None,
    heard_by: str | None,
    yes: bool,
    dry_run: bool,
    as_of: Stamp | None,
    **given: Any,
) -> None:
    """Create a case.

    Asks the questions of its policy, gives it the next free reference, and draws a pseudonym, which
    you enter in your register of pseudonyms: the log does not know who the child is. Every rule of
    `escalog check` is applied before anything is written, and open cases between the same agencies
    are shown. Without a terminal, or with --yes, all is taken from the options. Nothing is
    committed.
    """
    selection = select(session, (), as_of, only_reads=False)
    asks = sys.stdin.isatty() and not yes
    london = selection.moment(LONDON.key)
    books = current_rulebooks(selection.log, london)
    talk = Conversation(session=session, now=london, zone=LONDON) if asks else None
    book = _book(books, policy, talk)
    now = selection.moment(book.policy.time_zone)
    desk = NewDesk(
        session=session,
        log=selection.log,
        judged=tuple(map(selection.judged, selection.cases)),
        book=book,
        now=now,
    )
    answers = _answers(given)
    if asks:
        case = desk.asked(answers, children, heard, heard_by)
    else:
        recorded = stamp_words(heard or stamp_at(now))
        case = desk.made(
            with_heard({"at": recorded, "recorded": recorded, **answers}, heard_by or ""), children
        )
        session.write_lines(desk.shown(case))
    if dry_run:
        say("Nothing was written: this was a dry run.")
        return
    file = file_of_case(case.reference)
    put_files(session.root, {file: text_of_case(case).encode()}, file, b"")
    session.write_lines((*written_lines([file]), *_register_lines(case)))


def _book(books: Sequence[Rulebook], policy: str | None, talk: Conversation | None) -> Rulebook:
    """Choose the policy: the one that is named, the only one, or the one that is chosen."""
    found = [each for each in books if policy in (None, each.policy.id)]
    ids = listed((each.policy.id for each in books), "or")
    if not found:
        raise click.BadParameter(f"There is none. Type {ids}.", param_hint="--policy")
    if len(found) == 1:
        return found[0]
    if talk is None:
        raise click.UsageError(
            f"{NOTHING_ASKED} --policy is missing: Whose case is it? Type {ids}."
        )
    while True:
        try:
            names = [each.partnership.name for each in found]
            return found[talk.choose("Whose case is it?", [Choices(names)])]
        except GoingBackError:
            continue


def _answers(given: Mapping[str, Any]) -> dict[str, object]:
    """Take the answers that options give; raise click.BadParameter where roles do not fit."""
    answers: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if value not in (None, ())
    }
    roles, receiving = given["receiving_role"], given["receiving"]
    if roles:
        del answers["receiving_role"]
        if len(roles) not in (1, len(receiving)):
            raise click.BadParameter(
                "Type it once for all agencies, or once for each, in the order of --receiving.",
                param_hint=option_of("receiving_role"),
            )
        names = numbered("receiving_role", roles)
        answers |= dict(names)
    return answers


def _register_lines(case: Case) -> tuple[Line, ...]:
    """Say what only the register can know."""
    names = listed(each.pseudonym for each in case.header.children)
    words = f"For your register of pseudonyms: {names}. The log does not know who that is."
    return (Line(text=words, hang=2),)
