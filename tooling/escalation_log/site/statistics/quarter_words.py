"""Describe a quarter's figures in sentences, and name what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.site.publication import Publication
from escalation_log.site.statistics.answer_words import (
    answers_words,
    calls_words,
    nothing_words,
    outcomes_words,
    reasons_words,
    silent_words,
)
from escalation_log.statistics.answers import second_stage
from escalation_log.statistics.board import Figures
from escalation_log.statistics.case_facts import LENGTHS, LONGER, Classes
from escalation_log.statistics.spread import FEW_CASES
from escalation_log.statistics.tallies import Share, Tally
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted
from escalation_log.words.states import OVER_GUIDE
from escalation_log.words.titles import capital, coded_title, stage_name

OF_THE_CASE = "The case as a whole"
NO_THEME = "No theme named"


class ClassNames:
    """The names of all editions of a policy; where they differ, those of the current one."""

    def __init__(self, publication: Publication, policy_id: str) -> None:
        editions = [each for each in publication.editions if each.policy.id == policy_id]
        # The current edition comes first, and the first name counts.
        policies = [each.policy for each in reversed(editions)]
        self.partnership = editions[0].partnership
        self.policy = editions[0].policy
        self._stages = {stage.id: stage_name(stage) for each in policies for stage in each.stages}
        self._themes = {key: words for each in policies for key, words in each.themes.items()}
        self._whom = {key: words for each in policies for key, words in each.recipients.items()}
        ordered = [each.policy for each in editions]
        self.classes = Classes(
            stages=tuple(dict.fromkeys(stage.id for each in ordered for stage in each.stages)),
            themes=tuple(dict.fromkeys(theme for each in ordered for theme in each.themes)),
            agencies=(*self.partnership.agencies, PARTNERSHIP),
        )
        second = second_stage(self.policy)
        self.second_stage = "" if second is None else self.stage(second)
        self.asks_outcome = bool(self.partnership.outcome_weeks)

    def stage(self, stage: str) -> str:
        """Name a stage; the empty id stands for what belongs to no stage."""
        return self._stages.get(stage, coded_title(stage)) if stage else OF_THE_CASE

    def theme(self, theme: str) -> str:
        """Name a theme; the empty id stands for learning without one."""
        return self._themes.get(theme, coded_title(theme)) if theme else NO_THEME

    def agency(self, agency: str) -> str:
        """Name an agency, or the partnership."""
        if agency == PARTNERSHIP:
            return "The partnership itself"
        known = self.partnership.agencies.get(agency)
        return coded_title(agency) if known is None else known.name

    def recipient(self, whom: str) -> str:
        """Name who something was sent to."""
        return self._whom.get(whom, coded_title(whom))


def length_words(length: str) -> str:
    """Name a class of durations of cases.

    >>> length_words("7"), length_words("14")
    ('Up to 7 days', '8 to 14 days')
    """
    if length in LENGTHS:
        names = list(LENGTHS)
        before = names.index(length) - 1
        return f"{LENGTHS[names[before]] + 1} to {length} days" if before >= 0 else "Up to 7 days"
    return f"More than {max(LENGTHS.values())} days" if length == LONGER else "Not resolved by then"


NameOf = Callable[[str], str]


def share_words(share: Share) -> str:
    """Write a share as its two numbers, with a percentage where they are large enough.

    >>> share_words(Share(id="", kept=5, missed=1)), share_words(Share(id="", kept=10, missed=2))
    ('5 of 6', '10 of 12 (83%)')
    """
    numbers = f"{share.kept} of {share.settled}"
    return numbers if share.percent is None else f"{numbers} ({share.percent}%)"


def opened_words(now: Figures, before: Figures) -> str:
    """Say how many cases were opened, compared with the quarter before."""
    if not now.opened and not before.opened:
        return "No escalation was opened, nor was one in the quarter before."
    if not now.opened:
        return (
            f"No escalation was opened. In the quarter before, {before.opened} "
            f"{_were(before.opened)} opened."
        )
    start = f"{counted(now.opened, 'case')} {_were(now.opened)} opened"
    change = now.opened - before.opened
    if not change:
        return f"{start}, as many as in the quarter before."
    more = "more" if change > 0 else "fewer"
    return f"{start}, {abs(change)} {more} than in the quarter before ({before.opened})."


def reach_words(tallies: Sequence[Tally], opened: int, naming: NameOf) -> str:
    """Say which stages the cases opened have reached; return "" where there was none."""
    reached = [each for each in tallies if each.count]
    if not reached:
        return ""
    if len(reached) == 1:
        went = "It went" if opened == 1 else f"All {opened} went"
        return f"{went} as far as {naming(reached[0].id)}."
    first, last = reached[0], reached[-1]
    return (
        f"{first.count} of them went no further than {naming(first.id)}; "
        f"{last.count} reached {naming(last.id)}."
    )


def limits_words(now: Figures, before: Figures) -> str:
    """Say how many required limits were met, and how many in the quarter before; "" for none."""
    if not now.required.settled:
        return ""
    said = f"Required limits met: {share_words(now.required)}."
    if not before.required.settled:
        return said
    return f"{said} The quarter before: {share_words(before.required)}."


def worst_words(now: Figures, stages: NameOf) -> str:
    """Say at which stage most required limits were missed; agencies are not ranked."""
    worst = _most_missed(now.required_by_stage)
    if worst is None:
        return ""
    return f"Most were missed at {stages(worst.id)} ({worst.missed} of {worst.settled})."


def _most_missed(shares: Sequence[Share]) -> Share | None:
    """Find the class with the most missed; None where several have as many, or for one class."""
    most = max((share.missed for share in shares), default=0)
    found = [share for share in shares if share.missed == most]
    return found[0] if most > 1 and len(found) == 1 and len(shares) > 1 else None


def apart_words(now: Figures) -> str:
    """Say what is counted beside breaches and never among them; return "" where there is none."""
    marks, off_route = (sum(each.count for each in found) for found in (now.marks, now.off_route))
    told = []
    if marks:
        told.append(f"for {counted(marks, 'duty', 'duties')} there is no record that it was done")
    if off_route:
        told.append(f"{counted(off_route, 'event')} did not follow the policy’s route")
    none_is = "neither is a breach" if len(told) > 1 else "that is not a breach"
    return capital(f"{', and '.join(told)}; {none_is}.") if told else ""


def guides_words(now: Figures) -> str:
    """Say how many guide times were met; return "" where none fell due."""
    share = now.guides
    return f"Guide times met: {share_words(share)}." if share.settled else ""


def times_words(now: Figures) -> str:
    """Say how long the cases took that ended; return "" where none did."""
    times = now.times
    if times is None:
        return ""
    shortest, half, longest = (
        counted(days, "day") for days in (times.shortest, times.half, times.longest)
    )
    if times.cases == 1:
        return f"1 case was resolved, after {longest}."
    start = f"{times.cases} cases were resolved:"
    if times.cases < FEW_CASES:
        return f"{start} the quickest took {shortest}, the slowest {longest}."
    return f"{start} half of them within {half} of being opened; the longest took {longest}."


def open_words(now: Figures) -> str:
    """Say how many cases were open at the end, and which is the oldest; return "" for none."""
    if not now.still_open:
        return ""
    oldest, number = now.still_open[0], len(now.still_open)
    start = f"{counted(number, 'case')} {_were(number)} open at the end of the quarter"
    day = day_words(oldest.opened_on)
    if number == 1:
        return f"{start}: {oldest.reference}, opened on {day}."
    return f"{start}; the oldest, {oldest.reference}, was opened on {day}."


def learning_words(now: Figures, themes: NameOf) -> str:
    """Say in how many cases learning was recorded, and what most was about; return "" for none."""
    cases = {lesson.reference for theme in now.learning for lesson in theme.lessons}
    if not cases:
        return ""
    start = f"Learning was recorded in {counted(len(cases), 'case')}"
    named = [theme for theme in now.learning if theme.id]
    most = max((theme.cases for theme in named), default=0)
    leading = [theme for theme in named if theme.cases == most]
    if len(leading) != 1:
        return f"{start}."
    about = themes(leading[0].id)
    if len(named) == 1 and leading[0].cases == len(cases):
        return f"{start}, about: {about}."
    return f"{start}, most often about: {about} ({leading[0].cases})."


def overdue_words(required: int, guides: int, since: str) -> str:
    """Say how much is overdue as of a moment, which is in words, and how much passed a guide."""
    if not required and not guides:
        return f"Nothing is overdue on {since}."
    if not guides:
        return f"{_duties(required)} overdue on {since}."
    if not required:
        return f"{_duties(guides)} {OVER_GUIDE} on {since}, which is not a breach."
    more = f"{guides} more {_are(guides)} {OVER_GUIDE}, which is not a breach"
    return f"{_duties(required)} overdue on {since}, and {more}."


def _duties(number: int) -> str:
    return counted(number, "duty is", "duties are")


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


class Naming(Protocol):
    """What a summary asks of the names of a policy's classes."""

    @property
    def second_stage(self) -> str:
        """The name of stage two."""

    @property
    def asks_outcome(self) -> bool:
        """Whether the partnership asks if what was sought came about."""

    def stage(self, stage: str) -> str:
        """Name a stage."""

    def theme(self, theme: str) -> str:
        """Name a theme."""


def in_short(now: Figures, before: Figures, names: Naming, silent: Sequence[str]) -> Iterator[str]:
    """Summarise a quarter, a sentence or two a line; `silent` are agencies that raised nothing."""
    told = (
        (opened_words(now, before), reach_words(now.stages, now.opened, names.stage)),
        (silent_words(silent, now.opened),),
        (limits_words(now, before), worst_words(now, names.stage)),
        (guides_words(now),),
        (apart_words(now),),
        (calls_words(now), answers_words(now, names.second_stage), reasons_words(now)),
        (times_words(now), open_words(now)),
        (outcomes_words(now, is_asked=names.asks_outcome),),
        (learning_words(now, names.theme),),
        (nothing_words(now, "the quarter"),),
    )
    yield from filter(None, (" ".join(filter(None, sentences)) for sentences in told))
