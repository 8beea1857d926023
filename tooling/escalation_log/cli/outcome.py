"""What the exit code says once cases have been judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from escalation_log.model.assessments import Assessment, Breach

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["breach"]),
    help="Exit with 1 where a required limit was missed; a guide does not count.",
)


class BreachWatch:
    """Assessments on their way to a writer; `has_breach` says whether one passed by."""

    def __init__(self, assessments: Iterable[Assessment]) -> None:
        self._assessments = assessments
        self.has_breach = False

    def __iter__(self) -> Iterator[Assessment]:
        """Pass on one after another."""
        for assessment in self._assessments:
            self.has_breach |= any(row.breach is Breach.BREACH for row in assessment.duties)
            yield assessment
