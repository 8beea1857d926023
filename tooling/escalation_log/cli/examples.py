"""Commands whose help shows examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click


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
