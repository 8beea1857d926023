"""`escalog codeowners`: write by whom GitHub has each file reviewed."""

from __future__ import annotations

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session, say


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog codeowners", "After `reviewers` in a partnership.yaml has changed; then commit."),
    ],
)
@pass_session
def codeowners(session: Session) -> None:
    """Write .github/CODEOWNERS from the partnerships' `reviewers`.

    GitHub then asks those for a review who are named for the files that a pull request changes, and
    `escalog check` fails where the file is not what the partnerships say. A file that was written
    by hand is never replaced. Stops where a partnership's file has problems.
    """
    from escalation_log.log.code_owners import CODE_OWNERS_FILE, write_code_owners
    from escalation_log.log.opening import open_rules
    from escalation_log.model.errors import EscalogError
    from escalation_log.model.problems import Severity

    log = open_rules(session.root, as_of=session.now)
    faulty = sorted(
        {
            each.file
            for each in log.problems
            if each.severity is Severity.PROBLEM and each.file.endswith("/partnership.yaml")
        }
    )
    if faulty:
        raise EscalogError(
            f"{faulty[0]} has problems.", hint=f"See what they are: escalog check {faulty[0]}"
        )
    gone = write_code_owners(session.root, log.partnerships.values())
    say(f"{'Nothing to change in' if gone is None else 'Wrote'} {CODE_OWNERS_FILE}.")
    if gone:
        lines = "1 line that stood there is" if gone == 1 else f"{gone} lines that stood there are"
        say(f"{lines} gone, since no `reviewers` say so.", err=True)
