"""Say in sentences who raised nothing, who was not reached, and whether answers gave reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from escalation_log.statistics.answers import AnswerTimes
from escalation_log.statistics.board import Figures
from escalation_log.words.lists import counted, listed

OUTCOME_WORDS = {"yes": "Yes", "in-part": "In part", "no": "No", "": "Nobody has said"}


def silent_words(silent: Sequence[str], opened: int) -> str:
    """Name the agencies that raised nothing; return "" where every one raised something."""
    if not silent:
        return ""
    return f"{'Raised nothing' if opened else 'No agency raised one'}: {listed(silent)}."


def calls_words(now: Figures) -> str:
    """Say how many calls nobody answered; return "" where there was none."""
    calls = sum(each.count for each in now.calls)
    return f"Calls that nobody answered: {calls}." if calls else ""


def answers_words(now: Figures, stage: str) -> str:
    """Say how fast the other side answered at stage two; return "" where nothing was asked."""
    if not now.answers:
        return ""
    times = now.answers[0]
    told = [f"{counted(times.answered, 'answer')} at {stage}"]
    if times.half is not None and times.most is not None:
        half, most = counted(times.half, "day"), counted(times.most, "day")
        told.append(f"half within {half}, nine in ten within {most}")
    elif times.shortest is not None and times.longest is not None:
        shortest, longest = counted(times.shortest, "day"), counted(times.longest, "day")
        told.append(f"the quickest after {shortest}, the slowest after {longest}")
    if times.without:
        told.append(f"left without one: {times.without}")
    return f"{'; '.join(told)}."


def reasons_words(now: Figures) -> str:
    """Say how often the receiving side's reasons are on record; "" where nothing was discussed."""
    if not now.talked:
        return ""
    return f"Reasons of the receiving side on record: in {now.reasoned} of {now.talked} cases."


def outcomes_words(now: Figures, *, is_asked: bool) -> str:
    """Say whether what was sought came about; return "" where nobody has said, or was asked."""
    counts = {each.id: each.count for each in now.outcomes}
    if now.times is None or not (is_asked or any(counts[each] for each in counts if each)):
        return ""
    told = "; ".join(
        f"{OUTCOME_WORDS[each][0].lower()}{OUTCOME_WORDS[each][1:]}: {count}"
        for each, count in counts.items()
        if count
    )
    return f"Did what was sought come about? {told[0].upper()}{told[1:]}."


def nothing_words(now: Figures, when: str) -> str:
    """Say in one sentence what there was none of; return "" where there was some of everything."""
    told = list(_nothing(now, when))
    if not told:
        return ""
    words = listed(told)
    return f"{words[0].upper()}{words[1:]}."


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
    answers: Sequence[AnswerTimes], name_of: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """Make the columns of the table of answers; of few the quickest and the slowest instead."""
    columns = {
        "By whom": tuple(name_of(each.id) if each.id else "All together" for each in answers),
        "Answers": tuple(str(each.answered) for each in answers),
        "Left without one": tuple(str(each.without) for each in answers),
    }
    if any(each.half is not None for each in answers):
        columns["Half within"] = tuple(_days(each.half) for each in answers)
        columns["Nine in ten within"] = tuple(_days(each.most) for each in answers)
    elif any(each.answered for each in answers):
        columns["The quickest after"] = tuple(_days(each.shortest) for each in answers)
        columns["The slowest after"] = tuple(_days(each.longest) for each in answers)
    return columns


def _days(days: int | None) -> str:
    return "–" if days is None else counted(days, "day")
