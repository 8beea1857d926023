"""`escalog editor`: write what VS Code needs to complete and check the files of a log."""

from __future__ import annotations

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session, say


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog editor", "Once, and again after a policy has changed; then commit .vscode."),
    ],
)
@pass_session
def editor(session: Session) -> None:
    """Write .vscode, so that VS Code completes and checks files.

    It holds which schema is for which files, the schemas themselves, the extension that VS Code
    then offers to install, and a snippet for each kind of event, with the stages, recipients and
    duties of this log's policies. A file that was written by hand is never replaced.
    """
    from escalation_log.export.editor_files import EDITOR_MARK, editor_files
    from escalation_log.log.disk import ordinary_text
    from escalation_log.log.drafts import replace_files
    from escalation_log.log.opening import open_rules

    written = 0
    for name, text in editor_files(
        [*open_rules(session.root, as_of=session.now).rulebooks.values()]
    ):
        path = session.root / name
        standing = ordinary_text(path) if path.exists() else ""
        if standing == text:
            continue
        if standing and text.startswith(EDITOR_MARK) and not standing.startswith(EDITOR_MARK):
            say(f"Left {name} as it is: it was written by hand.", err=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_files({path: text.encode()})
        written += 1
        say(f"Wrote {name}.")
    if not written:
        say("Nothing to write.")
