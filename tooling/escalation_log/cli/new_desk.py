"""What a new case is made on, from questions or from options."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.conversation import HINT, Conversation, GoingBackError
from escalation_log.cli.heard_talk import asked_entry
from escalation_log.cli.new_talk import NewTalk
from escalation_log.cli.option_words import NOTHING_ASKED, missing_words, objection_words
from escalation_log.cli.session import (
    Session,
)
from escalation_log.effect.trial import OnePlace, Trial, trial_lines, tried
from escalation_log.log.contents import Log
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.desk import references_in
from escalation_log.recording.heard import with_heard
from escalation_log.recording.new_case import (
    alike,
    drawn_pseudonym,
    new_case,
    next_reference,
    pseudonyms_in,
    questions_of_case,
    text_of_case,
)
from escalation_log.recording.problem_words import Objection, objections
from escalation_log.recording.written import stamp_words
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import listed

# The questions that have an option.
_NAMES = frozenset(
    {
        "theme",
        "urgency",
        "plan",
        "child",
        "raising",
        "raising_role",
        "receiving",
        "receiving_role",
        "concern",
        "outcome_sought",
        "kind",
        "at",
        "by",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDesk:
    """What a new case is made on: the log with its cases, and the policy in force."""

    session: Session
    log: Log
    judged: tuple[JudgedCase, ...]
    book: Rulebook
    now: Moment

    @property
    def reference(self) -> str:
        """The next free reference; those of cases that are gone are never given again."""
        gone = (each.reference for each in read_history_files(self.session.root).taken.cases)
        known = (*references_in(self.log), *gone)
        return next_reference(self.book.partnership, self.now.on.year, known)

    def asked(
        self,
        given: Mapping[str, object],
        children: Sequence[str],
        heard: Stamp | None,
        how: str | None,
    ) -> Case:
        """Ask for what options did not give."""
        conversation = Conversation(
            session=self.session, now=self.now, zone=ZoneInfo(self.book.policy.time_zone)
        )
        talk = NewTalk(
            conversation=conversation,
            book=self.book,
            reference=self.reference,
            draw=self._drawn,
            objected=lambda case: objections(self._tried(case).problems),
            shown=self.shown,
        )
        conversation.tell(
            Line(text=f"A new case under: {self.book.policy.title}", tone=Tone.HEADING),
            Line(text=HINT, hang=2, tone=Tone.QUIET),
        )
        while True:
            entry = asked_entry(conversation, heard, how)
            recorded = stamp_words(entry.recorded)
            try:
                return talk.case(with_heard({**given, "recorded": recorded}, entry.how), children)
            except GoingBackError:
                heard, how = None, None

    def made(self, answers: Mapping[str, object], children: Sequence[str]) -> Case:
        """Make a case of options alone; raise click.UsageError for what is missing or wrong."""
        names = children or self._drawn(1)
        receiving = answers.get("receiving")
        agencies = receiving if isinstance(receiving, list) else [""]
        if "receiving_role" in answers:
            agencies = agencies[:1]
        questions = questions_of_case(self.book, self.now, receiving=agencies)
        missing = [missing_words(each) for each in questions if each.name not in answers]
        if missing:
            raise click.UsageError(" ".join((NOTHING_ASKED, *missing)))
        made = new_case(self.book, self.reference, names, answers)
        if not isinstance(made, Case):
            faults = (Objection(each.field, each.words) for each in made)
            raise click.UsageError(" ".join(objection_words(faults, _NAMES)))
        trial = self._tried(made)
        if trial.is_refused:
            wrong = (each for each in objections(trial.problems) if each.is_refusal)
            raise EscalogError(
                " ".join(objection_words(wrong, _NAMES)), hint="Nothing was written."
            )
        return made

    def shown(self, case: Case) -> list[Line]:
        """Say what the new case would be, and which open ones are like it."""
        names = listed(each.pseudonym for each in case.header.children)
        lines = [
            BLANK,
            Line(text=f"{case.reference}, pseudonym {names}", tone=Tone.HEADING),
            *trial_lines(self._tried(case)),
        ]
        found = list(alike(self.judged, case))
        if found:
            words = "Open between the same agencies already. Is it one of these?"
            lines.append(Line(text=words, hang=2, tone=Tone.SOON))
            lines += [Line(text=each.words, indent=2, hang=2) for each in found]
        return lines

    def _drawn(self, number: int) -> list[str]:
        drawn = list[str]()
        for _ in range(number):
            known = pseudonyms_in(self.log).union(drawn)
            drawn.append(drawn_pseudonym(known, secrets.choice))
        return drawn

    def _tried(self, case: Case) -> Trial:
        file = file_of_case(case.reference)
        place = OnePlace(file=file, data=b"")
        return tried(self.log, place, {file: text_of_case(case).encode()}, self.now)
