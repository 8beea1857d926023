"""The pages of cases, and what sums the cases up, written by two processes for many cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from escalation_log.log.workers import has_two_processors
from escalation_log.site.cases.rendering import CASE_TEMPLATES
from escalation_log.site.frames import Frame
from escalation_log.site.generated import GeneratedFile, GeneratedPage, Summaries
from escalation_log.site.publication import Publication
from escalation_log.site.shell import Shell
from escalation_log.site.stamping import Drafting, Press, Shells, made_to_stay, tidy
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary

if TYPE_CHECKING:
    from escalation_log.site.second_writer import SecondWriter


# Fewer pages are written before another process could help.
_MANY = 200
# A batch is so small that neither process waits long for the other in the end, and there are no
# more than can be numbered in a pipe.
_LEAST = 10
_MOST_BATCHES = 4_000


def _is_for_two(cases: int) -> bool:
    return cases > _MANY and has_two_processors()


class CaseWriting:
    """The pages of a publication's cases, begun before it is known what stands around them.

    Once made, it is to be finished or abandoned.
    """

    def __init__(self, publication: Publication, templates: Templates) -> None:
        self._publication = publication
        self._drafting = Drafting(publication, templates)
        self._other: SecondWriter | None = None
        files = publication.files
        size = max(_LEAST, -(-len(files) // _MOST_BATCHES))
        self._batches = tuple(files[start : start + size] for start in range(0, len(files), size))
        if _is_for_two(len(files)):
            from escalation_log.site.second_writer import SecondWriter, Work

            templates.load(CASE_TEMPLATES)
            self._other = SecondWriter(
                Work(publication=publication, templates=templates, batches=self._batches)
            )

    def finish(self, shell_of: Callable[[Frame], Shell], folder: Path) -> tuple[CaseSummary, ...]:
        """Write all pages into a folder; give every case in short, in the publication's order."""
        press = Press(shells=Shells.of(self._publication, shell_of), folder=folder)
        done: dict[int, tuple[CaseSummary, ...]] = {}
        numbers = range(len(self._batches))
        with made_to_stay():
            try:
                if self._other is not None:
                    done |= self._other.write(press, self._write)
            finally:
                self.abandon()
            for number in numbers:
                if number not in done:
                    done[number] = self._write(number, press)
        return tuple(summary for number in numbers for summary in done[number])

    def abandon(self) -> None:
        """Stop what was begun."""
        if self._other is not None:
            self._other.stop()
            self._other = None

    def _write(self, number: int, press: Press) -> tuple[CaseSummary, ...]:
        written = tuple(press.write(self._drafting.draft(file)) for file in self._batches[number])
        tidy()
        return written


def summed_up(
    parts: Sequence[GeneratedPage | GeneratedFile], summaries: Summaries
) -> dict[str, str]:
    """Write pages and files that sum the cases up; give their contents by address."""
    calls = [partial(_written, each, summaries) for each in parts]
    if _is_for_two(len(summaries)):
        from escalation_log.site.sharing import made_by_two

        contents = made_by_two(calls)
    else:
        contents = tuple(call() for call in calls)
    return {part.address: content for part, content in zip(parts, contents, strict=True)}


def _written(part: GeneratedPage | GeneratedFile, summaries: Summaries) -> str:
    return str(part.write(summaries))
