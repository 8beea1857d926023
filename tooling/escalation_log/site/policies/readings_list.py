"""List how a document was read where it leaves room: one list, in the document's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.policies import Policy
from escalation_log.words.lists import listed
from escalation_log.words.titles import capital, clause_words, stage_name

THROUGHOUT = "Throughout"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingInWords:
    """One reading: where the document leaves room, what is asked or done there, and how it is read.

    `others` are the other ways to read it, and `safe` is what satisfies all of them.
    """

    where: str
    about: str
    adopted: str
    others: tuple[str, ...] = ()
    safe: str = ""


def readings_of(policy: Policy) -> tuple[ReadingInWords, ...]:
    """List every reading of an edition: of the whole, of clauses, of stages and of duties."""
    order = {clause: index for index, clause in enumerate(policy.clauses)}

    def place(found: tuple[str | None, ReadingInWords]) -> int:
        first = (found[0] or "").split(" and ")[0].split("; ")[0]
        return order.get(first, -1)

    whole = (
        ReadingInWords(where=THROUGHOUT, about="", adopted=each) for each in policy.our_readings
    )
    return (*whole, *(each for _, each in sorted(_of_clauses(policy), key=place)))


def _of_clauses(policy: Policy) -> Iterator[tuple[str | None, ReadingInWords]]:
    for reading in policy.readings:
        yield (
            reading.clause,
            ReadingInWords(
                where=_where(reading.clause),
                about=reading.question,
                adopted=reading.adopted,
                others=tuple(other.says for other in reading.others),
                safe=reading.safe or "",
            ),
        )
    for stage in policy.stages:
        if stage.our_reading:
            yield stage.clause, _own(stage.clause, stage_name(stage), stage.our_reading)
    yield from _of_duties(policy)


def _of_duties(policy: Policy) -> Iterator[tuple[str | None, ReadingInWords]]:
    """Yield once what is said alike of several duties."""
    titles: dict[tuple[str, str], dict[str, None]] = {}
    for duty in policy.all_duties:
        if duty.our_reading:
            titles.setdefault((duty.clause, duty.our_reading), {})[duty.title] = None
    for (clause, words), about in titles.items():
        yield clause, _own(clause, listed(f"“{each}”" for each in about), words)


def _own(clause: str | None, about: str, words: str) -> ReadingInWords:
    return ReadingInWords(where=_where(clause), about=about, adopted=words)


def _where(clause: str | None) -> str:
    """Say where the document leaves room; some files name the whole of it as a clause."""
    if clause is None or capital(clause) == THROUGHOUT:
        return THROUGHOUT
    return capital(clause_words(clause))
