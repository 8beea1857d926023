"""What the scripts of a page ask the engine: functions from JSON to JSON, over a log in memory.

The log is a folder of the browser's own, which vanishes with the page. It holds what a script puts
there: the rules of the log, the case that somebody looks at, and what they are about to record.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from escalation_log.effect.forms_as_plain import (
    correctable_as_plain,
    fields_as_plain_list,
    opened_as_plain,
    tried_as_plain,
)
from escalation_log.effect.new_case_as_plain import new_case_as_plain, tried_case_as_plain
from escalation_log.engine.clock import ClockReading, asked_moment, clock_reading, moment_at
from escalation_log.export.case_data import assessment_as_plain, assessments_head, pieces_of_cases
from escalation_log.export.error_report import error_report
from escalation_log.export.problems_text import json_text
from escalation_log.files.fields import stamp_from
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.judged_case import judged_case
from escalation_log.log.opening import END_OF_TIME, check_log, open_log
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.desk import Desk, desk_of
from escalation_log.recording.new_case import current_rulebooks
from escalation_log.words.dates import unclear_words

_LONDON = ZoneInfo("Europe/London")


class LogInBrowser:
    """The log that a page has opened; each public function takes and gives what JSON can hold."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._now = END_OF_TIME
        self._others: frozenset[str] = frozenset()

    def open(self, *, files: Mapping[str, str], now: str, others: Sequence[str] = ()) -> str:
        """Replace the log by these files, texts by their paths; `now` is the present, in ISO 8601.

        `others` are the references of cases that belong to the log and are not given. Give the
        number of files, and the references of the cases that can be judged.
        """
        shutil.rmtree(self._root, ignore_errors=True)
        self._root.mkdir(parents=True)
        self._now = datetime.fromisoformat(now)
        self._others = frozenset(others)
        self.put(files=files)
        cases = [each.case.reference for each in self._log.judged_cases]
        return json.dumps({"files": len(files), "cases": cases})

    def put(self, *, files: Mapping[str, str | None]) -> str:
        """Write files over those of the log, and remove those that are given as null."""
        for name, text in files.items():
            path = self._place_of(name)
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                # Half a sign that a browser let through is told as what cannot be read.
                path.write_bytes(text.encode("utf-8", "surrogatepass"))
        self.__dict__.pop("_log", None)
        return json.dumps({"files": len(files)})

    def assess(self, *, reference: str, as_of: str | None = None) -> str:
        """Give what `escalog assess REFERENCE --as-of WHEN --format json` prints."""
        log = self._log
        files = [each for each in log.judged_cases if each.case.reference == reference]
        without = [each for each in log.not_judged if each.reference == reference]
        if not files and not without:
            raise EscalogError(f"There is no case {reference!r} in this log.")
        stamp = _stamp(as_of)
        zones = {_zone(log, each) for each in files}
        moment = self._moment(stamp, zones.pop() if len(zones) == 1 else _LONDON)
        judged = (
            judged_case(
                each.file,
                each.case,
                log.rulebook(each.case),
                self._moment(stamp, _zone(log, each)),
                earlier=each.earlier,
            )
            for each in files
        )
        head = assessments_head(moment, without)
        return "".join(pieces_of_cases(head, map(assessment_as_plain, judged)))

    def check(self, *, as_of: str | None = None, paths: Sequence[str] | None = None) -> str:
        """Give what `escalog check --as-of WHEN --format json` prints, of all files or of some."""
        named = None if paths is None else [self._place_of(each) for each in paths]
        moment = self._moment(_stamp(as_of), _LONDON)
        findings = check_log(self._root, as_of=moment.at, paths=named, others=self._others)
        return json_text(findings.problems, findings.files)

    def begin(self, *, reference: str) -> str:
        """Say where a case stands now, and what can be recorded of it."""
        return json.dumps(opened_as_plain(self._desk(reference)))

    def go_on(self, *, reference: str, files: Mapping[str, str]) -> str:
        """Give what `begin` gives, as if these files of events that wait were there already."""
        read = [parse_waiting(file, text.encode()) for file, text in files.items()]
        events = [each for each in read if isinstance(each, WaitingEvent)]
        desk = self._desk(reference).with_waiting(events)
        if len(events) < len(read) or not isinstance(desk, Desk):
            raise EscalogError("What is to be recorded cannot be read.")
        return json.dumps(opened_as_plain(desk))

    def fields(self, *, reference: str, kind: str, preset: Mapping[str, Any]) -> str:
        """Give the questions about an event of a kind."""
        return json.dumps(fields_as_plain_list(self._desk(reference), kind, preset))

    def correctable(self, *, reference: str, answers: Mapping[str, Any]) -> str:
        """Give the questions about what is to be corrected."""
        return json.dumps(correctable_as_plain(self._desk(reference), answers))

    def attempt(
        self,
        *,
        reference: str,
        events: Sequence[Mapping[str, Any]],
        recorded: str,
        signs: Sequence[str],
    ) -> str:
        """Say what new events would change, by every rule, and give their files."""
        desk = self._desk(reference)
        return json.dumps(tried_as_plain(self._log, desk, events, recorded, signs))

    def begin_case(
        self, *, policy: str, children: Sequence[str] = (), receiving: Sequence[str] = ()
    ) -> str:
        """Give the next free reference under a policy, and the questions about a new case."""
        book = self._book(policy)
        asked = new_case_as_plain(
            self._log, book, self._moment_of(book), children=children, receiving=receiving
        )
        return json.dumps(asked)

    def attempt_case(
        self, *, policy: str, reference: str, pseudonyms: Sequence[str], answers: Mapping[str, Any]
    ) -> str:
        """Say what a new case would be, by every rule, and give its file."""
        book = self._book(policy)
        said = tried_case_as_plain(
            self._log,
            book,
            self._moment_of(book),
            reference=reference,
            pseudonyms=pseudonyms,
            answers=answers,
        )
        return json.dumps(said)

    def _book(self, policy: str) -> Rulebook:
        for book in current_rulebooks(self._log, moment_at(self._now, _LONDON)):
            if book.policy.id == policy:
                return book
        raise EscalogError(
            "The rules of this policy cannot be read, so no case can be opened here."
        )

    def _moment_of(self, book: Rulebook) -> Moment:
        return self._moment(None, ZoneInfo(book.policy.time_zone))

    def _desk(self, reference: str) -> Desk:
        for file in self._log.judged_cases:
            if file.case.reference == reference:
                moment = self._moment(None, _zone(self._log, file))
                book = self._log.rulebook(file.case)
                judged = judged_case(file.file, file.case, book, moment, earlier=file.earlier)
                return desk_of(self._log, judged)
        raise EscalogError(
            f"{reference} cannot be judged as it is, so what a record changes cannot be told here.",
            hint="Its page says what is wrong.",
        )

    def answer(self, name: str, arguments: str) -> str:
        """Call a public function by its name, its arguments given as a JSON object.

        Give a JSON object: `said` has the text that the function gave; `refused` says with
        `message` and `hint` why it cannot; `failed` has the report of an error that nobody foresaw,
        which holds nothing of the log.
        """
        try:
            return json.dumps({"said": FUNCTIONS[name](self, **json.loads(arguments))})
        except EscalogError as error:
            return json.dumps({"refused": {"message": error.message, "hint": error.hint}})
        # Whatever happened, the page must be able to say so.
        except Exception as error:  # noqa: BLE001
            return json.dumps({"failed": error_report(error, f"in the browser, {name}")})

    @cached_property
    def _log(self) -> Log:
        return open_log(self._root, as_of=END_OF_TIME, others=self._others)

    def _place_of(self, name: str) -> Path:
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise EscalogError("A file of the log has a name that leads out of it.")
        return self._root / name

    def _moment(self, stamp: Stamp | None, zone: ZoneInfo) -> Moment:
        if stamp is None:
            return moment_at(self._now, zone)
        reading = clock_reading(stamp, zone)
        if reading is not ClockReading.ONCE:
            raise EscalogError(unclear_words(reading))
        return asked_moment(stamp, zone)


def engine_in(folder: str) -> LogInBrowser:
    """Make an engine whose log is in a folder, for a script."""
    return LogInBrowser(Path(folder))


def _zone(log: Log, file: CaseFile) -> ZoneInfo:
    return ZoneInfo(log.rulebook(file.case).policy.time_zone)


def _stamp(as_of: str | None) -> Stamp | None:
    if as_of is None:
        return None
    stamp = stamp_from(as_of)
    if stamp is None:
        raise EscalogError("The moment asked about is no date and no moment.")
    return stamp


# What a page may call, by name.
FUNCTIONS: Mapping[str, Any] = {
    "open": LogInBrowser.open,
    "put": LogInBrowser.put,
    "assess": LogInBrowser.assess,
    "check": LogInBrowser.check,
    "begin": LogInBrowser.begin,
    "go_on": LogInBrowser.go_on,
    "fields": LogInBrowser.fields,
    "correctable": LogInBrowser.correctable,
    "attempt": LogInBrowser.attempt,
    "begin_case": LogInBrowser.begin_case,
    "attempt_case": LogInBrowser.attempt_case,
}
