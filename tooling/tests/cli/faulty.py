"""Commands with an error in them that nobody foresaw, and a real group to call them by."""

from __future__ import annotations

import click

from escalation_log.cli.group import EscalogGroup

# What no report may repeat.
NAME = "Jane Roe of Mill Lane"


@click.command
@click.option("--reason")
def deep(reason: str | None) -> None:
    """Look for somebody in vain, two calls down."""
    _look_up(reason or NAME)


def _look_up(name: str) -> None:
    try:
        raise ValueError(name)
    except ValueError as error:
        raise KeyError(f"{name} is not in the file") from error


main = EscalogGroup(
    name="escalog",
    commands_at={
        "deep": "tests.cli.faulty:deep",
        "broken": "tests.cli.no_such_module:broken",
    },
)

if __name__ == "__main__":
    main()
