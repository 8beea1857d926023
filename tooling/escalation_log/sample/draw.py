"""Draw cases one after another, each with a random stream of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.chance import Chance
from escalation_log.sample.late_entries import as_recorded
from escalation_log.sample.meeting_duties import follow_duties
from escalation_log.sample.openings import Opening, header_of, openings, sample_settings
from escalation_log.sample.progress import besides, follow_stages
from escalation_log.sample.storyline import Storyline, begin_case

# The number of preceding cases that a case may be related to.
_RELATED = 50


def draw_cases(
    editions: Sequence[Rulebook], *, count: int, seed: int, as_of: datetime
) -> Iterator[Case]:
    """Draw `count` cases, in the order in which they opened, with no event after `as_of` (aware).

    The same editions, count, seed and moment give the same cases. Raise EscalogError at once where
    no edition was in force by then, or where a year would have more cases than references.
    """
    settings = sample_settings(editions, as_of, count)
    if not settings:
        raise EscalogError(
            "No edition of a policy was in force by then, so that no case could be opened.",
            hint="Ask for a later moment with --as-of.",
        )
    return _draw_each(list(openings(settings, count, seed)), seed)


def _draw_each(opened: Sequence[Opening], seed: int) -> Iterator[Case]:
    references = [opening.reference for opening in opened]
    for number, opening in enumerate(opened):
        earlier = references[max(number - _RELATED, 0) : number]
        yield _draw_case(opening, earlier, Chance(seed, "case", number))


def _draw_case(opening: Opening, earlier: Sequence[str], chance: Chance) -> Case:
    setting = opening.setting
    header = header_of(opening, earlier, chance)
    story = Storyline(setting, header, chance, (follow_duties, follow_stages, besides(earlier)))
    begin_case(story, opening.at)
    return Case(header=header, events=as_recorded(story.run(), header, setting, chance))
