"""What every command shares: examples in its help, the log, the present, and the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from escalation_log.words.lines import Line, Tone, text_of

if TYPE_CHECKING:
    from rich.console import Console


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


class Session:
    """One run of a command; the log is found when it is first needed."""

    def __init__(self, log: Path | None = None) -> None:
        self._start = log
        self.now = datetime.now(UTC)

    @cached_property
    def root(self) -> Path:
        """The folder of the log; raise EscalogError where there is none."""
        from escalation_log.log.disk import find_root

        return find_root(Path.cwd() if self._start is None else self._start)

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
            click.echo(text_of(lines), nl=False)
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
