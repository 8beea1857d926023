"""Gather what an agency must do this week, from every case in which it is a side.

A digest is sent by e-mail. It therefore has no free text, no pseudonym and no person's name, only
reference, stage, duty, date and telephone numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter, itemgetter

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.engine.outcomes import outcome_question
from escalation_log.export.digest_contacts import PhoneLine, emergency_lines
from escalation_log.export.digest_items import DigestItem, digest_item_of
from escalation_log.export.digest_marks import Marks, few
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Subject
from escalation_log.model.seal import Seal
from escalation_log.words.dates import as_of_words, day_words, moment_words, to_the_minute
from escalation_log.words.earlier_states import commit_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.states import RING_NOW, due_words
from escalation_log.words.titles import agency_words
from escalation_log.words.to_do import awaited_in, is_at_once, to_do_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under a heading; `words` say what goes for all of them, and may be empty."""

    heading: str
    words: str
    is_at_once: bool
    is_urgent: bool
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What an agency must do until `until`, and what it waits for.

    `protects` says whom the policy protects. `at_risk` are the cases with an immediate risk on
    record, `missing` those that could not be judged, and `earlier` the agency's cases that stand by
    an earlier state, each with its commit. `later` says what is due after the week; `banner` is the
    notice of a demonstration. Both may be empty. `asked` is the one question of the week: what the
    agency was to do and nothing shows that it was done. `unshown` are such things of others,
    `off_route` what was not by the policy's route, and `not_agreed` the cases to whose end the
    raising side has not agreed yet: all three where the agency is a side. `sought` are its ended
    cases of which it is asked whether what it sought came about. `seal` is that of the whole log,
    and `shared_id` what all partnerships call the agency by, empty where that is not said.
    """

    policy: str
    agency: str
    name: str
    partnership: str
    protects: tuple[Subject, ...]
    as_of: str
    until: str
    missing: tuple[str, ...]
    earlier: tuple[str, ...]
    at_risk: tuple[str, ...]
    emergency: tuple[PhoneLine, ...]
    sections: tuple[Section, ...]
    later: str
    waiting: tuple[str, ...]
    asked: tuple[str, ...]
    unshown: tuple[str, ...]
    off_route: tuple[str, ...]
    not_agreed: tuple[str, ...]
    sought: tuple[str, ...]
    banner: str
    seal: Seal
    shared_id: str = ""

    @property
    def count(self) -> int:
        """The number of things to be done this week."""
        return sum(len(section.items) for section in self.sections)

    @property
    def late(self) -> int:
        """The number of things that are overdue."""
        return sum(item.is_late for section in self.sections for item in section.items)

    @property
    def breaches(self) -> int:
        """The number of things that are overdue and a breach of the policy."""
        return sum(item.is_breach for section in self.sections for item in section.items)

    @property
    def at_once(self) -> int:
        """The number of things to be done at once."""
        return sum(len(section.items) for section in self.sections if section.is_at_once)


def digest_of(
    partnership: Partnership,
    policy: str,
    agency: str,
    cases: Iterable[JudgedCase],
    as_of: Moment,
    *,
    protects: tuple[Subject, ...],
    address_of: Callable[[JudgedCase], str],
    not_judged: Iterable[NotJudged],
    seal: Seal,
) -> Digest:
    """Gather what an agency of a policy's partnership must do; `agency` may be the partnership.

    `address_of` gives the address of a case's page, empty for none. `not_judged` are the cases, of
    any partnership, that cannot be judged. Nobody can tell which agencies such a case concerns, so
    every digest names it. `seal` is that of the whole log.
    """
    known = partnership.agencies.get(agency)
    gathering = _Gathering(agency, as_of, address_of)
    for case in cases:
        gathering.add(case)
    return Digest(
        policy=policy,
        agency=agency,
        name=agency_words(agency, partnership),
        partnership=partnership.name,
        protects=protects,
        as_of=_as_of(as_of),
        until=day_words(as_of.on + WEEK),
        missing=tuple(_missing(not_judged, partnership.reference_prefix)),
        earlier=tuple(gathering.earlier),
        at_risk=tuple(gathering.at_risk),
        emergency=tuple(emergency_lines(partnership)),
        sections=tuple(gathering.sections()),
        later=gathering.later(),
        waiting=tuple(gathering.waiting),
        asked=few(gathering.marks.asked),
        unshown=few(gathering.marks.unshown),
        off_route=few(gathering.marks.off_route),
        not_agreed=few(gathering.marks.not_agreed),
        sought=tuple(gathering.sought),
        banner="" if partnership.demonstration is None else partnership.demonstration.banner,
        seal=seal,
        shared_id="" if known is None else known.shared_id or "",
    )


def _missing(not_judged: Iterable[NotJudged], prefix: str) -> Iterator[str]:
    """Yield the references of cases that cannot be judged.

    The name of a file that is no reference is not repeated, since it may hold anything. References
    of other partnerships are skipped.
    """
    for case in not_judged:
        if case.reference is None:
            yield "one without a reference"
        elif case.prefix == prefix:
            yield case.reference


def _as_of(as_of: Moment) -> str:
    """Write a moment to the minute; the end of a day keeps its own words."""
    words = as_of_words(as_of)
    return words if words != moment_words(as_of) else moment_words(to_the_minute(as_of))


class _Gathering:
    """What has been gathered for one agency so far."""

    def __init__(self, agency: str, as_of: Moment, address_of: Callable[[JudgedCase], str]) -> None:
        self._agency = agency
        self._address_of = address_of
        self._today = as_of.on
        self._last = as_of.on + WEEK
        self._found: dict[str, list[tuple[float, str, DigestItem]]] = {}
        self._later: list[tuple[float, DutyAssessment]] = []
        self.at_risk: list[str] = []
        self.waiting: list[str] = []
        self.marks = Marks(agency)
        self.sought: list[str] = []
        self.earlier: list[str] = []

    def add(self, case: JudgedCase) -> None:
        """Add what one case asks of the agency."""
        to_do = [row for row in to_do_of(case.assessment.duties) if not row.duty.advice]
        ours = [row for row in to_do if self._agency in case.answering_for(case.acting_on(row))]
        is_side = self._agency in case.answering_for(case.agencies)
        is_concerned = self._agency == PARTNERSHIP or bool(ours) or is_side
        if case.earlier is not None and is_concerned:
            self.earlier.append(f"{case.reference} as it stood in {commit_words(case.earlier)}")
        is_at_risk = case.risk is not None
        if is_at_risk and (ours or is_side):
            self.at_risk.append(case.reference)
        for place, row in enumerate(ours):
            # While a child is at risk, the most urgent duty is to be done at once, whatever its
            # date.
            group = "at once" if is_at_risk and place == 0 else self._group(row)
            due = 0.0 if row.due is None else row.due.at.timestamp()
            if group is None:
                self._later.append((due, row))
            else:
                item = digest_item_of(
                    row,
                    case,
                    agency=self._agency,
                    address=self._address_of(case),
                    is_at_risk=is_at_risk,
                )
                self._found.setdefault(group, []).append((due, item.reference, item))
        if is_side:
            self._await(to_do, case)
        self.marks.add(case, is_side=is_side)
        if self._agency in case.answering_for([case.timeline.header.raising.agency]):
            self._ask(case)

    def _ask(self, case: JudgedCase) -> None:
        """Add the question whether what was sought came about, where it is to be put."""
        weeks = case.partnership.outcome_weeks
        question = outcome_question(case.timeline, weeks, self._today)
        if question is not None:
            ended = day_words(question.ended.moment.on)
            address = self._address_of(case)
            where = f" {address}" if address else ""
            self.sought.append(
                f"{case.reference}, ended on {ended}: tell your business team “yes”, “in part” or "
                f"“no”.{where}"
            )

    def sections(self) -> Iterator[Section]:
        """Yield the sections that have items, the most urgent first."""
        week = f"Due by {day_words(self._last)}"
        headings = {
            "at once": "At once",
            "late": "Overdue",
            "week": week,
            "": "No date set",
            "own": "The log’s own reminders",
        }
        for group, heading in headings.items():
            found = sorted(self._found.get(group, ()), key=lambda each: each[:2])
            if found:
                yield Section(
                    heading=heading,
                    words=RING_NOW if group == "at once" else "",
                    is_at_once=group == "at once",
                    is_urgent=group in {"at once", "late"},
                    items=tuple(item for _, _, item in found),
                )

    def later(self) -> str:
        """Say what is due after the week."""
        if not self._later:
            return ""
        _, first = min(self._later, key=itemgetter(0))
        more = counted(len(self._later), "more thing", "more things")
        return f"After that: {more}, the first due {due_words(first)}."

    def _group(self, row: DutyAssessment) -> str | None:
        if is_at_once(row):
            return "at once"
        if row.state is DutyState.OVERDUE:
            return "own" if row.is_own else "late"
        if row.due is None or row.due_on is None:
            return ""
        if row.due_on > self._last:
            return None
        return "own" if row.is_own else "week"

    def _await(self, to_do: Sequence[DutyAssessment], case: JudgedCase) -> None:
        """Add what the agency, a side of the case, waits for where others must act next."""
        first = awaited_in(to_do)
        if first is None:
            return
        acting = case.answering_for(case.acting_on(first))
        if self._agency in acting:
            return
        who = listed(agency_words(each, case.partnership) for each in acting)
        when = f", due {due_words(first)}" if first.due is not None else ""
        late = ", late" if first.state is DutyState.OVERDUE else ""
        self.waiting.append(f"{case.reference}: {who}, “{first.duty.title}”{when}{late}")


def members_on(partnership: Partnership, as_of: Moment) -> tuple[str, ...]:
    """List the agencies that are members on the moment's day, by name, and the partnership."""
    agencies = partnership.agencies.values()
    members = [each for each in agencies if partnership.has_member(each, as_of.on)]
    return (*(each.id for each in sorted(members, key=attrgetter("name"))), PARTNERSHIP)
