"""The message that an agency gets: its digest, or one with a part for each of its partnerships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from escalation_log.export.digest import Digest
from escalation_log.words.lists import counted


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message with a digest of each partnership in which an agency is, the most urgent first.

    `shared_id` is what these partnerships all call the agency by, empty where there is one part.
    """

    parts: tuple[Digest, ...]
    shared_id: str = ""

    @property
    def name(self) -> str:
        """The agency's name."""
        return self.parts[0].name

    @property
    def file_name(self) -> str:
        """The name of its files, without an ending; no two messages have the same."""
        return self.shared_id or f"{self.parts[0].policy}.{self.parts[0].agency}"

    @property
    def subject(self) -> str:
        """The subject of the message: what is at stake, what is to be done, and for whom."""
        partnerships = ", ".join(dict.fromkeys(each.partnership for each in self.parts))
        return f"{self.summary}; {partnerships}"

    @cached_property
    def summary(self) -> str:
        """What is at stake and what is to be done, in one line."""
        return mail_summary(self.parts)


def mails_of(digests: Iterable[Digest]) -> tuple[Mail, ...]:
    """Put the digests of one agency into one message, and each other one into its own."""
    found: dict[tuple[str, ...], list[Digest]] = {}
    for each in digests:
        key = (each.shared_id,) if each.shared_id else (each.policy, each.agency)
        found.setdefault(key, []).append(each)
    return tuple(
        Mail(parts=tuple(sorted(parts, key=_urgency)), shared_id=parts[0].shared_id)
        if len(parts) > 1
        else Mail(parts=tuple(parts))
        for parts in found.values()
    )


def mail_summary(parts: Sequence[Digest]) -> str:
    """Say in one line what is at stake in some digests, and what is to be done."""
    late, breaches = sum(each.late for each in parts), sum(each.breaches for each in parts)
    count, at_once = sum(each.count for each in parts), sum(each.at_once for each in parts)
    questions = sum(bool(each.asked) + len(each.sought) for each in parts)
    # A case without a reference is missing in every part.
    missing = len(set().union(*(each.missing for each in parts)))
    of_them = f" ({counted(breaches, 'breach', 'breaches')})" if breaches else ""
    told = (
        *([f"{at_once} at once"] if at_once else []),
        *([f"{late} overdue{of_them}"] if late else []),
        f"{count or 'nothing'} to do by {parts[0].until}",
        *_questions(questions),
        *([f"{counted(missing, 'case')} missing"] if missing else []),
    )
    risk = "IMMEDIATE RISK: " if any(each.at_risk for each in parts) else ""
    return f"{risk}{', '.join(told)}"


def _questions(number: int) -> Iterator[str]:
    if number:
        yield "one question" if number == 1 else f"{number} questions"


def _urgency(digest: Digest) -> tuple[bool, int, int, str]:
    return not digest.at_risk, -digest.at_once, -digest.late, digest.partnership
