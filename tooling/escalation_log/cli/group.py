"""A group of commands that are imported when they are called, and what happens when one fails."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.model.errors import EscalogError

CANNOT_GO_ON = 3
# What a context keeps for the report of an error.
_TYPED = "escalation_log.typed"
_CALLED = "escalation_log.called"


class CannotGoOn(click.ClickException):
    """The tool could not do its work: a message, perhaps with what to do about it."""

    exit_code = CANNOT_GO_ON

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}\n{hint}")


class EscalogGroup(ExampleCommand, click.Group):
    """Import a command only when it is named, and turn what stops the tool into an exit code.

    `commands_at` maps each command's name to `module:attribute`, in the order of the help.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names in the order of the help."""
        return list(self._commands_at)

    def get_command(
        self,
        ctx: click.Context,
        cmd_name: str,
    ) -> click.Command | None:
        """Import one command; None for a name that there is not."""
        place = self._commands_at.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(place)
        ctx.meta[_CALLED] = (command,)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named first; suggest the likeliest for a name that there is not."""
        name = args[0]
        if name not in self._commands_at and not name.startswith("-"):
            near = difflib.get_close_matches(name, self._commands_at, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep what was typed."""
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Whatever stops the tool ends it with a message and exit code 3."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except EscalogError as error:
            raise CannotGoOn(error.message, error.hint) from error
        except BrokenPipeError:
            _stop_writing()
            ctx.exit(CANNOT_GO_ON)
        except KeyboardInterrupt as error:
            raise CannotGoOn("Interrupted.") from error
        except OSError as error:
            raise CannotGoOn(_words_of(error)) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        # A traceback says little to most people, and may repeat what stands in a case.
        except Exception as error:
            if os.environ.get("ESCALOG_TRACEBACK"):
                raise
            raise CannotGoOn(*self._unforeseen(ctx, error)) from error
        return result

    def _unforeseen(self, ctx: click.Context, error: Exception) -> tuple[str, str]:
        """Say that something is wrong in the tool, and what to do with the report of it."""
        from escalation_log.export.error_report import error_report, error_words

        command = self._without_values(ctx)
        if os.environ.get("GITHUB_ACTIONS"):
            # Whoever reads the log of a run has no file of the machine that it ran on.
            click.echo(error_report(error, command), err=True)
        return error_words(error, command)

    def _without_values(self, ctx: click.Context) -> str:
        """Give the command and the options that were typed, and nothing that was typed for them."""
        known = {"--help", "--version"}
        for command in (self, *ctx.meta.get(_CALLED, ())):
            for parameter in command.params:
                known.update((*parameter.opts, *parameter.secondary_opts))
        words = [word.partition("=")[0] for word in ctx.meta[_TYPED]]
        names = [word for word in words if word in self._commands_at][:1]
        options = [word for word in words if word.startswith("-") and word in known]
        return " ".join(("escalog", *names, *options))


def _stop_writing() -> None:
    """Let the interpreter find nothing to complain of when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _words_of(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason
