"""`escalog redact`: take a text or a pseudonym out of a case, and record that it was taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session
from escalation_log.export.whereabouts_text import whereabouts_lines
from escalation_log.files.reading import words_of
from escalation_log.log.drafts import replace_files
from escalation_log.log.redacting import RedactionAsked, redaction_of
from escalation_log.log.whereabouts import whereabouts
from escalation_log.model.cases import TOP
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import listed


@click.command(
    cls=ExampleCommand,
    examples=[
        (
            "escalog redact KN-2026-0001 4 note --reason 'A name' --authority 'The chair'",
            "The note of event 4 is `Taken out.`, and a redaction says so.",
        ),
        (
            "escalog redact KN-2026-0003 top concern --reason 'A street' --authority 'The chair'",
            "A text of the top of the file.",
        ),
    ],
)
@click.argument("reference")
@click.argument("event")
@click.argument("field")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in a line without names.")
@click.option(
    "--authority", required=True, metavar="TEXT", help="On whose authority: a role, no name."
)
@click.option(
    "--every-commit", is_flag=True, help="Name every commit that had the value, however many."
)
@pass_session
def redact(
    session: Session,
    *,
    reference: str,
    event: str,
    field: str,
    reason: str,
    authority: str,
    every_commit: bool,
) -> None:
    """Take a text or a pseudonym out of a case, and record that.

    EVENT is the number of an event or its id, or `top` for the top of the file; FIELD is as the
    file has it, such as note, reason, concern or pseudonym. What goes is replaced by `Taken out.`,
    a pseudonym by C-0000 wherever it stands in the case. What corrections put in the place of a
    text goes with it. A redaction is added at the end of the file in the same change. Nothing is
    committed. It prints every place that the value may have reached, with what to do there, and
    never the value. A case that is held is left as it is.
    """
    if field not in words_of("redactable"):
        raise click.BadParameter(
            f"Nothing is taken out of such a field. Type {listed(words_of('redactable'), 'or')}.",
            param_hint="FIELD",
        )
    session.refuse_slow_clock()
    asked = RedactionAsked(
        reference=reference, key=event, field=field, reason=reason, authority=authority
    )
    plan = redaction_of(session.root_with_cases, asked, session.now)
    found = whereabouts(session.root, plan.values)
    replace_files(plan.contents)
    whose = "the top" if event == TOP else f"event {event}"
    session.write_lines(
        [
            Line(
                text=f"{reference}: {field} of {whose} is taken out, and a redaction is recorded.",
                tone=Tone.DONE,
            ),
            *_with_corrections(plan.corrections),
            Line(text=f"Commit together: {', '.join(plan.files)}", hang=2),
            BLANK,
            *whereabouts_lines(reference, found, plan.remaining, every_commit=every_commit),
        ]
    )


def _with_corrections(events: Sequence[str]) -> Iterator[Line]:
    """Say which corrections had put another text in its place."""
    if events:
        names = listed(f"event {each}" for each in events)
        yield Line(text=f"Taken out with it, since it stood for that text: {names}.", hang=2)
