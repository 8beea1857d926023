"""A group of commands that are imported when called, and the handling of their errors."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import IO, Any, TextIO

import click

from escalation_log.cli.session import ExampleCommand, harmless
from escalation_log.model.errors import EscalogError

CANNOT_GO_ON = 3
# Keys of values that a context keeps for an error report.
_TYPED = "escalation_log.typed"
_CALLED = "escalation_log.called"


class CannotGoOn(click.ClickException):
    """The tool cannot go on: a message, and what to do about it where that is known."""

    exit_code = CANNOT_GO_ON

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(harmless(message if hint is None else f"{message}\n{hint}"))

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on standard error, if that still takes anything; the exit code says it anyway."""
        with suppress(OSError):
            super().show(file)


def _open_what_is_closed() -> None:
    """Open each standard stream that is closed, so that no file of the log takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _finish(stream: TextIO) -> None:
    """Write out what a stream still holds; where it takes no more, forget it."""
    try:
        stream.flush()
    except OSError:
        _forget(stream)


def _forget(stream: TextIO) -> None:
    """Let nobody read a stream: Python flushes it once more as it ends, which would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _reason(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


class EscalogGroup(ExampleCommand, click.Group):
    """Imports a command only when it is called, and turns errors into exit code 3.

    `commands_at` maps each command's name to `module:attribute`, in the order of the help.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of the commands in the order of the help."""
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; return None for an unknown name."""
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
        """Find the command that is named; for an unknown name, suggest the closest."""
        name = args[0]
        if name not in self._commands_at and not name.startswith("-"):
            near = difflib.get_close_matches(name, self._commands_at, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments as typed, for an error report."""
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error ends it with a message and exit code 3."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except EscalogError as error:
            raise CannotGoOn(error.message, error.hint) from error
        except BrokenPipeError:
            _forget(sys.stdout)
            ctx.exit(CANNOT_GO_ON)
        except KeyboardInterrupt as error:
            raise CannotGoOn("Interrupted.") from error
        except OSError as error:
            raise CannotGoOn(_reason(error)) from error
        except click.ClickException as error:
            # A message repeats what was typed and names of files.
            error.message = harmless(self._explained(ctx, error))  # type: ignore[misc]
            raise
        except (click.Abort, click.exceptions.Exit):
            raise
        # A traceback helps few people, and its message may repeat text of a case.
        except Exception as error:
            if os.environ.get("ESCALOG_TRACEBACK"):
                raise
            raise CannotGoOn(*self._unforeseen(ctx, error)) from error
        return result

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run what was typed; what goes wrong before or after a command ends it likewise."""
        _open_what_is_closed()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            said = CannotGoOn(_reason(error))
        except Exception as error:
            if os.environ.get("ESCALOG_TRACEBACK"):
                raise
            from escalation_log.export.error_report import error_words

            said = CannotGoOn(*error_words(error, "escalog"))
        finally:
            for stream in (sys.stdout, sys.stderr):
                _finish(stream)
        said.show()
        sys.exit(CANNOT_GO_ON)

    def _explained(self, ctx: click.Context, error: click.ClickException) -> str:
        """Return an error's message, or say of an option of all commands that it comes first."""
        if isinstance(error, click.NoSuchOption) and ctx.invoked_subcommand is not None:
            name = error.option_name
            for parameter in self.params:
                if name in parameter.opts and isinstance(parameter, click.Option):
                    value = "" if parameter.is_flag else f" {parameter.make_metavar(ctx)}"
                    return (
                        f"{name} belongs before the command: "
                        f"escalog {name}{value} {ctx.invoked_subcommand}"
                    )
        return error.message

    def _unforeseen(self, ctx: click.Context, error: Exception) -> tuple[str, str]:
        """Return the message for an unexpected error, and what to do with the report of it."""
        from escalation_log.export.error_report import error_report, error_words

        command = self._without_values(ctx)
        if os.environ.get("GITHUB_ACTIONS"):
            # In GitHub Actions the file with the report is lost with the runner, so the report is
            # printed.
            click.echo(error_report(error, command), err=True)
        return error_words(error, command)

    def _without_values(self, ctx: click.Context) -> str:
        """Return the command and its options as typed, without any values."""
        known = {"--help", "--version"}
        for command in (self, *ctx.meta.get(_CALLED, ())):
            for parameter in command.params:
                known.update((*parameter.opts, *parameter.secondary_opts))
        words = [word.partition("=")[0] for word in ctx.meta[_TYPED]]
        names = [word for word in words if word in self._commands_at][:1]
        options = [word for word in words if word.startswith("-") and word in known]
        return " ".join(("escalog", *names, *options))
