"""What every command shares: examples in its help, the log, the moment, and the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from escalation_log.engine.clock import (
    ClockReading,
    asked_moment,
    clock_reading,
    moment_at,
)
from escalation_log.files.fields import stamp_from
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Moment, Stamp
from escalation_log.words.dates import unclear_words
from escalation_log.words.lines import Line, Tone, printable, text_of, without_commands

if TYPE_CHECKING:
    from rich.console import Console

    from escalation_log.log.contents import Log


# The zone of all three nations, used where no policy gives another.
LONDON = ZoneInfo("Europe/London")
# The widest line, in characters, that is comfortable to read.
WIDEST = 100
STYLES = {
    Tone.PLAIN: "",
    Tone.HEADING: "bold",
    Tone.QUIET: "dim",
    Tone.MISSED: "bold red",
    Tone.SOON: "yellow",
    Tone.DONE: "green",
}
# In seconds. Shorter work gets no progress bar.
_PATIENCE = 0.4


def when(text: str) -> Stamp:
    """Parse a date, or a date and a time, with or without an offset; raise click.BadParameter."""
    stamp = stamp_from(text)
    if stamp is None:
        raise click.BadParameter(
            f"{text!r} is no date and no moment. Write it like 2026-03-02, '2026-03-02 14:30' "
            "or 2026-03-02T14:30+01:00."
        )
    return stamp


def unclear_time_words(reading: ClockReading) -> str:
    """Say why a time is unclear, skipped or repeated when the clocks change, and what to write."""
    advice = "Add the offset: +01:00 for the first time, +00:00 for the second."
    if reading is ClockReading.NEVER:
        advice = "Write a later one."
    return f"{unclear_words(reading)} {advice}"


as_of_option = click.option(
    "--as-of",
    "as_of",
    type=when,
    metavar="WHEN",
    help="The moment asked about, like 2026-03-02 or '2026-03-02 14:30'; a date alone means the "
    "end of that day. Without it: the present.",
)

_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)


def text_or_json_option(says: str) -> Callable[[_Command], _Command]:
    """Make the option `--format` of a command that writes text or JSON; `says` is its help."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=says,
    )


def harmless(text: str) -> str:
    """Escape what a terminal would obey in lines for people, and in a workflow what GitHub would.

    Programs are written to with `Session.write_text`, which changes nothing.
    """
    lines = "\n".join(map(printable, text.split("\n")))
    return without_commands(lines) if os.environ.get("GITHUB_ACTIONS") else lines


def say(text: str, *, err: bool = False) -> None:
    """Write lines for people, on standard output or standard error."""
    click.echo(harmless(text), err=err)


def say_error(text: str, *, err: bool = False) -> None:
    """Say what keeps a change from being merged, in GitHub Actions also on the page of the run."""
    if os.environ.get("GITHUB_ACTIONS"):
        from escalation_log.export.problems_text import workflow_command

        click.echo(workflow_command("error", text), err=err)
    else:
        say(text, err=err)


class ExampleCommand(click.Command):
    """A command with examples: pairs of a command line and its purpose."""

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the epilog."""
        if self.examples:
            with formatter.section("Examples"):
                for command_line, says in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{command_line}\n")
                    with formatter.indentation():
                        formatter.indent()
                        formatter.write_text(says)
                        formatter.dedent()
        super().format_epilog(ctx, formatter)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise EscalogError(
            "The folder that this was called in is gone.",
            hint="Go to the folder of your log, or name it: escalog --log DIR ...",
        ) from error


class Session:
    """One run of a command; the log is found when it is first needed."""

    def __init__(self, log: Path | None = None) -> None:
        self.folder = _here() if log is None else log
        self.now = datetime.now(UTC)

    @cached_property
    def root(self) -> Path:
        """The folder of the log, whose policies are cleared of what a killed command left there.

        Raise EscalogError where there is none.
        """
        from escalation_log.log.disk import find_root
        from escalation_log.log.drafts import remove_left_in, remove_temporary_left

        root = find_root(self.folder)
        # What a killed command left behind goes with the next one, whichever that is.
        remove_left_in(root, ("policies",))
        remove_temporary_left()
        return root

    @cached_property
    def root_with_cases(self) -> Path:
        """The folder of the log for a command that reads its cases, which are cleared as well."""
        from escalation_log.log.drafts import remove_left_in

        remove_left_in(self.root, ("cases",))
        return self.root

    def moment(self, as_of: Stamp | None, zone: ZoneInfo = LONDON) -> Moment:
        """Return the moment of `--as-of` in a zone: the end of the day for a date, now for None.

        Raise click.BadParameter for a local time that is skipped or repeated when clocks change.
        """
        if as_of is None:
            return moment_at(self.now, zone)
        reading = clock_reading(as_of, zone)
        if reading is not ClockReading.ONCE:
            raise click.BadParameter(unclear_time_words(reading), param_hint="--as-of")
        return asked_moment(as_of, zone)

    def refuse_slow_clock(self, log: Log | None = None, *, as_of: Stamp | None = None) -> None:
        """Raise EscalogError where this machine's clock is behind, unless a moment was given.

        `log` is the log, where it has been opened.
        """
        if as_of is None:
            from escalation_log.log.slow_clock import refuse_slow_clock

            refuse_slow_clock(self.root, self.now, log)

    def warn_of_slow_clock(self, log: Log, *, as_of: Stamp | None) -> None:
        """Say on standard error where events show that the clock is behind, if it is used."""
        from escalation_log.log.slow_clock import shown_by_events

        slow = shown_by_events(self.root, self.now, log) if as_of is None else None
        if slow is not None:
            say(f"{slow.words} What is overdue may count as still to come.", err=True)

    @property
    def writes_to_terminal(self) -> bool:
        """Whether standard output is a terminal, so that colour and width matter."""
        return sys.stdout.isatty()

    @cached_property
    def console(self) -> Console:
        """The terminal, for tables and colour; it obeys NO_COLOR and the terminal's width."""
        from rich.console import Console

        return Console(highlight=False, soft_wrap=False)

    def write_text(self, text: str) -> None:
        """Write text for programs at once, in UTF-8 whatever the terminal's encoding."""
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()

    def write_lines(self, lines: Iterable[Line]) -> None:
        """Write lines for people; on a terminal in colour and wrapped to its width."""
        if not self.writes_to_terminal:
            click.echo(harmless(text_of(lines)), nl=False)
            return
        from rich.text import Text

        width = min(self.console.width, WIDEST)
        for line in lines:
            words = Text(line.wrapped(width), style=STYLES[line.tone])
            self.console.print(words, soft_wrap=True)

    @contextmanager
    def progress(
        self, doing: str, total: int | None, *, while_writing: bool = False
    ) -> Iterator[Callable[[int], None]]:
        """Give a function to call with the number of items done; show a bar on a terminal.

        The bar goes to standard error, appears only when the work takes long, and then vanishes. It
        does not disturb what is written to the same terminal meanwhile.
        """
        if not sys.stderr.isatty() or (while_writing and self.writes_to_terminal):
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        task = bar.add_task(doing, total=total)
        began = monotonic()

        def advance(done: int) -> None:
            bar.advance(task, done)
            if monotonic() - began > _PATIENCE and not bar.live.is_started:
                bar.start()

        try:
            yield advance
        finally:
            bar.stop()


pass_session = click.make_pass_decorator(Session)
