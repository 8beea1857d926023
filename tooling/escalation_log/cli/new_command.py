"""`escalog new`: create a case."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.conversation import HINT, Choices, Conversation, GoingBackError
from escalation_log.cli.recorded_files import put_files
from escalation_log.cli.selection import select
from escalation_log.cli.session import ExampleCommand, Session, as_of_option, pass_session, say
from escalation_log.effect.trial import OnePlace, Trial, trial_lines, tried
from escalation_log.log.contents import Log
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.desk import references_in
from escalation_log.recording.new_case import (
    alike,
    current_rulebooks,
    drawn_pseudonym,
    new_case,
    next_reference,
    pseudonyms_in,
    questions_of_case,
    text_of_case,
)
from escalation_log.recording.offers import stamp_at
from escalation_log.recording.problem_words import Objection, objections
from escalation_log.recording.written import stamp_words
from escalation_log.words.lines import BLANK, Line, Tone

_OPTIONS = {
    "theme": "What it is about.",
    "urgency": "How urgent it is, where the policy has tiers.",
    "plan": "The plans that the child is on, once for each, or none.",
    "raising": "The agency that raises it.",
    "raising_role": "Who raises it there, by role.",
    "receiving": "The agency that answers it; once for each.",
    "receiving_role": "Who answers there, by role.",
    "concern": "What the concern is: short, no names.",
    "outcome_sought": "What is sought: short, no names.",
    "kind": "How it began: concern-identified, disagreement or raised.",
    "at": "When that was.",
    "by": "Who did that: raising or receiving.",
}
_SEVERAL = ("plan", "receiving")


def _options(command: Any) -> Any:
    for name, says in reversed(_OPTIONS.items()):
        command = click.option(
            f"--{name.replace('_', '-')}",
            name,
            metavar="TEXT",
            multiple=name in _SEVERAL,
            help=says,
        )(command)
    return command


class _Named(NamedTuple):
    """What a new case and its children are called."""

    reference: str
    children: Sequence[str]


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
    log = selection.log
    books = current_rulebooks(log, selection.moment("Europe/London"))
    asks = sys.stdin.isatty() and not yes
    book = _book(books, policy, session if asks else None, selection.moment("Europe/London"))
    now = selection.moment(book.policy.time_zone)
    judged = [selection.judged(each) for each in selection.cases]
    reference = next_reference(
        book.partnership, now.on.year, (*references_in(log), *_taken(session))
    )
    names = tuple(children) or (drawn_pseudonym(pseudonyms_in(log), secrets.choice),)
    answers: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if value not in (None, ())
    }
    answers.setdefault("recorded", stamp_words(stamp_at(now)))
    if asks:
        talk = Conversation(session=session, now=now, zone=ZoneInfo(book.policy.time_zone))
        case = _asked(talk, log, book, _Named(reference, names), answers)
    else:
        case = _made(book, reference, names, answers)
    contents = {file_of_case(reference): text_of_case(case).encode()}
    trial = _tried(log, case, now)
    session.write_lines(_before(case, trial, judged))
    if trial.is_refused:
        raise EscalogError("Nothing was written.", hint="See above what to type instead.")
    if dry_run:
        say("Nothing was written: this was a dry run.")
        return
    if asks and not click.confirm("Write it?", default=True):
        say("Nothing was written.")
        return
    put_files(session.root, contents, file_of_case(reference), b"")
    session.write_lines(
        [
            Line(text=f"Written: {file_of_case(reference)}", hang=2, tone=Tone.DONE),
            Line(
                text="It counts for everybody once it is merged: commit it, and open a pull "
                "request that says why.",
                hang=2,
            ),
        ]
    )


def _taken(session: Session) -> tuple[str, ...]:
    """List the references of cases that are gone."""
    return tuple(each.reference for each in read_history_files(session.root).taken.cases)


def _book(
    books: Sequence[Rulebook], policy: str | None, session: Session | None, now: Moment
) -> Rulebook:
    """Choose the policy: the one that is named, the only one, or the one that is chosen."""
    found = [each for each in books if policy in (None, each.policy.id)]
    if not found:
        ids = ", ".join(each.policy.id for each in books)
        raise click.BadParameter(f"There is none. Type one of: {ids}.", param_hint="--policy")
    if len(found) == 1:
        return found[0]
    if session is None:
        raise click.UsageError("This log has several policies. Name one with --policy.")
    talk = Conversation(session=session, now=now, zone=ZoneInfo("Europe/London"))
    while True:
        try:
            names = [each.partnership.name for each in found]
            return found[talk.choose("Whose case is it?", [Choices(names)])]
        except GoingBackError:
            continue


def _tried(log: Log, case: Case, now: Moment) -> Trial:
    file = file_of_case(case.reference)
    place = OnePlace(file=file, data=b"")
    return tried(log, place, {file: text_of_case(case).encode()}, now)


def _made(
    book: Rulebook, reference: str, names: Sequence[str], answers: Mapping[str, object]
) -> Case:
    """Make a case of options alone; raise click.UsageError for what is missing or wrong."""
    made = new_case(book, reference, names, answers)
    if isinstance(made, Case):
        return made
    words = (
        f"--{each.field.replace('_', '-')}: {each.words}" if each.field in _OPTIONS else each.words
        for each in made
    )
    raise click.UsageError(" ".join(words))


def _asked(
    talk: Conversation, log: Log, book: Rulebook, named: _Named, answers: dict[str, object]
) -> Case:
    """Ask for what options did not give, and again for what the rules object to."""
    fields = questions_of_case(book, talk.now)
    talk.tell(
        Line(text=f"A new case under: {book.policy.title}", tone=Tone.HEADING),
        Line(text=HINT, hang=2, tone=Tone.QUIET),
        BLANK,
    )
    asked = [each for each in fields if each.name not in answers]
    index = 0
    while True:
        while index < len(asked):
            try:
                value = talk.answer(asked[index], answers.get(asked[index].name))
            except GoingBackError:
                index = max(0, index - 1)
                continue
            answers[asked[index].name] = value
            index += 1
        made = new_case(book, named.reference, named.children, answers)
        if isinstance(made, Case):
            wrong = list(objections(_tried(log, made, talk.now).problems))
            if not any(each.is_refusal for each in wrong):
                return made
        else:
            wrong = [Objection(each.field, each.words) for each in made]
        for each in wrong:
            talk.tell(Line(text=each.words, indent=2, hang=2, tone=Tone.MISSED))
        places = [
            place for place, each in enumerate(asked) if each.name in {w.field for w in wrong}
        ]
        index = min(places, default=0)
        asked = asked or list(fields)


def _before(case: Case, trial: Trial, judged: Sequence[JudgedCase]) -> list[Line]:
    """Say what the new case would be, and which open ones are like it."""
    names = ", ".join(each.pseudonym for each in case.header.children)
    lines = [
        BLANK,
        Line(text=f"{case.reference}, pseudonym {names}", tone=Tone.HEADING),
        *trial_lines(trial),
    ]
    found = list(alike(judged, case))
    if found:
        lines.append(Line(text="Open between the same agencies already:", tone=Tone.SOON))
        lines += [Line(text=each.words, indent=2, hang=2) for each in found]
    return lines
