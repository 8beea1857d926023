"""Say in sentences who raised nothing, who was not reached, and whether answers gave reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from escalation_log.statistics.answers import Reached
from escalation_log.statistics.board import Figures
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import capital

OUTCOME_WORDS = {"yes": "yes", "in-part": "in part", "no": "no", "": "nobody has said"}


def silent_words(silent: Sequence[str], opened: int) -> str:
    """Name the agencies that raised nothing; return "" where every one raised something."""
    if not silent:
        return ""
    said = "These agencies raised nothing" if opened else "None of these agencies raised one"
    return f"{said}: {listed(silent)}."


def calls_words(now: Figures) -> str:
    """Say how many calls nobody answered; return "" where there was none."""
    calls = now.reached[0].calls if now.reached else 0
    return f"Calls that nobody answered: {calls}." if calls else ""


def answers_words(now: Figures, stage: str) -> str:
    """Say how fast the other side answered at stage two; return "" where nothing was asked."""
    whole = now.reached[0] if now.reached else None
    if whole is None or not (whole.answered or whole.without):
        return ""
    told = [f"{counted(whole.answered, 'answer')} at {stage}"]
    if whole.half is not None and whole.most is not None:
        half, most = counted(whole.half, "day"), counted(whole.most, "day")
        told.append(f"half within {half}, nine in ten within {most}")
    elif whole.shortest is not None and whole.longest is not None:
        shortest, longest = counted(whole.shortest, "day"), counted(whole.longest, "day")
        told.append(f"the quickest after {shortest}, the slowest after {longest}")
    if whole.without:
        told.append(f"cases left without an answer: {whole.without}")
    return f"{'; '.join(told)}."


def reasons_words(now: Figures) -> str:
    """Say how often the receiving side's reasons are on record; "" where nothing was discussed."""
    if not now.talked:
        return ""
    cases = counted(now.talked, "case")
    return f"The receiving side’s reasons are on record in {now.reasoned} of {cases}."


def outcomes_words(now: Figures, *, is_asked: bool) -> str:
    """Say whether what was sought came about; return "" where nobody has said, or was asked."""
    counts = {each.id: each.count for each in now.outcomes}
    if now.times is None or not (is_asked or any(counts[each] for each in counts if each)):
        return ""
    told = "; ".join(f"{OUTCOME_WORDS[each]}: {count}" for each, count in counts.items() if count)
    return f"Did the outcome sought happen? {capital(told)}."


def nothing_words(now: Figures, when: str) -> str:
    """Say in one sentence what there was none of; return "" where there was some of everything."""
    told = list(_nothing(now, when))
    return f"{capital(listed(told))}." if told else ""


def _nothing(now: Figures, when: str) -> Iterator[str]:
    if not now.required.settled and not now.guides.settled:
        yield "no limit fell due"
    if now.times is None:
        yield "no case was resolved"
    if not now.still_open:
        yield f"none was open at the end of {when}"
    if not now.learning:
        yield "no learning was recorded"


def answer_columns(
    reached: Sequence[Reached], name_of: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """Make the columns of the table of calls and answers, without those that say nothing.

    Of few answers it has the quickest and the slowest, of others the median and the worst tenth.
    """
    columns = {"By whom": tuple(_whose(each, name_of) for each in reached)}
    if any(each.calls for each in reached):
        columns["Calls not answered"] = tuple(str(each.calls) for each in reached)
    if any(each.answered or each.without for each in reached):
        columns["Answers"] = tuple(str(each.answered) for each in reached)
        columns["Left without one"] = tuple(str(each.without) for each in reached)
    if any(each.half is not None for each in reached):
        columns["Half within"] = tuple(_days(each.half) for each in reached)
        columns["Nine in ten within"] = tuple(_days(each.most) for each in reached)
    elif any(each.answered for each in reached):
        columns["The quickest after"] = tuple(_days(each.shortest) for each in reached)
        columns["The slowest after"] = tuple(_days(each.longest) for each in reached)
    return columns


def _whose(reached: Reached, name_of: Callable[[str], str]) -> str:
    if not reached.id:
        return "All together"
    return (
        f"The {reached.agencies} others together" if reached.agencies > 1 else name_of(reached.id)
    )


def _days(days: int | None) -> str:
    return "–" if days is None else counted(days, "day")
