"""`escalog provenance`: who brought each event of a case, and when."""

from __future__ import annotations

import click

from escalation_log.cli.session import (
    ExampleCommand,
    Session,
    pass_session,
    text_or_json_option,
)


@click.command(
    name="provenance",
    cls=ExampleCommand,
    examples=[
        ("escalog provenance KN-2026-0007", "Who recorded what, and when it came in."),
        ("escalog provenance KN-2026-0007 --format json", "For programs."),
    ],
)
@click.argument("reference")
@text_or_json_option("Lines for people, or one JSON document for programs.")
@pass_session
def provenance_command(session: Session, reference: str, form: str) -> None:
    """Say who brought each event of a case into the log, and when.

    The entry of an event is the first commit of the main branch, by first parents, that holds it.
    Where that is a merge, who wrote it is whoever wrote the commit that it merged. Names are those
    that Git has; they are on no page and in no export.
    """
    from escalation_log.export.origins import origin_lines, origins_json
    from escalation_log.log.provenance import provenance

    origins = provenance(session.root, reference.upper())
    if form == "json":
        session.write_text(origins_json(reference.upper(), origins))
    else:
        session.write_lines(origin_lines(origins))
