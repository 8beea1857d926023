"""`escalog verify`: put `history` to every step of the branch, and find a seal in it."""

from __future__ import annotations

import re

import click

from escalation_log.cli.findings import TEXT, findings_form_option
from escalation_log.cli.session import ExampleCommand, Session, pass_session
from escalation_log.export.verified_text import verified_github, verified_json, verified_lines
from escalation_log.log.verifying import verify

_SEAL = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_FOR_PROGRAMS = {"json": verified_json, "github": verified_github}


def seal_value(text: str) -> str:
    """Read a seal as it was printed, blanks and line ends within it too.

    Raise click.BadParameter for anything else.
    """
    found = _SEAL.fullmatch("".join(text.split()).lower())
    if found is None:
        raise click.BadParameter(
            "This is no seal: sha256: and 64 digits and letters from a to f, as it was printed."
        )
    return f"sha256:{found[1]}"


@click.command(
    name="verify",
    cls=ExampleCommand,
    examples=[
        ("escalog verify", "Does everything stand that was ever recorded?"),
        ("escalog verify --format json", "For programs, with the seal of the newest commit."),
    ],
)
@click.option(
    "--seal",
    type=seal_value,
    metavar="SEAL",
    help="A seal from a digest, a report or the site. The commit that has it is named.",
)
@findings_form_option
@pass_session
def verify_command(session: Session, seal: str | None, form: str) -> None:
    """Say whether every step of the branch kept what was recorded.

    Every commit since the baseline, by first parents, is held against the one before it, by the
    rules of escalog history. Each problem names its commit. With --seal it also names the commit
    at which the log had a seal that was printed. Exits with 1 where there is a problem, and where
    no commit has the seal. What is not committed yet is not looked at.
    """
    with session.progress("Verifying", None) as advance:
        verified = verify(session.root, session.now, seal=seal, advance=advance)
    if form == TEXT:
        session.write_lines(verified_lines(verified))
    else:
        session.write_text(_FOR_PROGRAMS[form](verified))
    if verified.problems:
        click.get_current_context().exit(1)
