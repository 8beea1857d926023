"""Find the cases whose time to be kept is over, and reduce or destroy them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import timeline_of
from escalation_log.files.free_texts import without_words
from escalation_log.files.history_files import parse_destroyed
from escalation_log.log.contents import DESTROYED_FILE, CaseFile, Log
from escalation_log.log.disk import read_bytes
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.redacting import CaseFiles, files_of_case, refuse_held, without
from escalation_log.log.seals import case_hash
from escalation_log.model.destroyed import DestroyedCase, Extent, Hold, Taken
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Moment
from escalation_log.model.problems import Problem
from escalation_log.statistics.case_facts import case_facts

_LEAP_DAY = (2, 29)
# What statistics show of a log is younger: five quarters, and each beside the four before it.
YEARS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A case that ended so long ago that it need not be kept any longer.

    `over_on` is the first day on which that is so. `hold` is given where it is held all the same.
    """

    reference: str
    ended_on: date
    over_on: date
    is_reduced: bool
    hold: Hold | None


def past_cases(log: Log, moment: Moment, held: Mapping[str, Hold], taken: Taken) -> list[PastCase]:
    """List the cases whose time is over as of a moment, the earliest first.

    Only a partnership that says for how many years it keeps cases has any.
    """
    reduced = {each.reference for each in taken.cases if each.extent is Extent.REDUCED}
    found = []
    for each in log.sound_cases:
        reference = each.case.reference
        spent = _over(log, each, moment)
        if spent is not None:
            found.append(
                PastCase(
                    reference=reference,
                    ended_on=spent[0],
                    over_on=spent[1],
                    is_reduced=reference in reduced,
                    hold=held.get(reference),
                )
            )
    return sorted(found, key=lambda each: (each.over_on, each.reference))


def _over(log: Log, file: CaseFile, moment: Moment) -> tuple[date, date] | None:
    """Give when a case ended, and from when on it need not be kept; None where it must be.

    Something may have been recorded long after the end. As long as statistics that are shown
    count it, the case stays, since they would change.
    """
    rules = log.rulebook(file.case)
    years = rules.partnership.retention_years
    timeline = timeline_of(file.case, rules.index, moment)
    ended = timeline.episodes[-1].ended if years and timeline.episodes else None
    if ended is None or years is None:
        return None
    over_on = years_after(ended.moment.on, years)
    if over_on <= moment.on:
        assessment = assess(file.case, rules, moment, timeline=timeline)
        counted_on = case_facts(timeline, assessment, rules).last_counted_on
        over_on = max(over_on, years_after(counted_on, YEARS_SHOWN))
    return (ended.moment.on, over_on) if over_on <= moment.on else None


def years_after(day: date, years: int) -> date:
    """Give the same day of a later year; for 29 February, 1 March where there is none.

    >>> years_after(date(2024, 2, 29), 3)
    datetime.date(2027, 3, 1)
    """
    if (day.month, day.day) == _LEAP_DAY:
        try:
            return day.replace(year=day.year + years)
        except ValueError:
            return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What is written, and which files are removed, where a case is reduced or destroyed.

    Of `removed` the case's own file is the last: without it nothing finds those beside it.
    """

    contents: Mapping[Path, bytes]
    removed: tuple[Path, ...]
    files: tuple[str, ...]


def reduction_of(root: Path, reference: str, row: DestroyedCase) -> Taking:
    """Plan to take every text and pseudonym out of a case, and to enter it in the list."""
    refuse_held(root, reference)
    if destruction_entered(root, reference) is not None:
        raise _disagree(reference)
    files = files_of_case(root, reference)
    contents: dict[Path, bytes] = {}
    for file, path, data, schema, written in files.parts():
        contents[path] = without(file, data, schema, without_words(written, files.written))
    contents[root / DESTROYED_FILE] = with_rows(root, [row])
    return Taking(
        contents=contents,
        removed=(),
        files=(*(each for each, *_ in files.parts()), DESTROYED_FILE),
    )


def destruction_of(
    root: Path, reference: str, row: DestroyedCase, quarters: Iterable[Mapping[str, Any]]
) -> Taking:
    """Plan to remove a case with what waits beside it, and to enter it in the list."""
    refuse_held(root, reference)
    files = files_of_case(root, reference)
    # A run that was stopped half way has entered it already, as it stands here.
    entered = destruction_entered(root, reference)
    if entered is not None and entered.case_hash != row.case_hash:
        raise _disagree(reference)
    rows = [] if entered else [row]
    return Taking(
        contents={root / DESTROYED_FILE: with_rows(root, rows, quarters)},
        removed=(*(each.path for each in files.found.waiting), files.found.path),
        files=(*(each for each, *_ in files.parts()), DESTROYED_FILE),
    )


def destruction_entered(root: Path, reference: str) -> DestroyedCase | None:
    """Give the latest entry that a case was destroyed; None where there is none."""
    rows = read_history_files(root).taken.cases
    rows = tuple(each for each in rows if each.extent is Extent.DESTROYED)
    return next((each for each in reversed(rows) if each.reference == reference), None)


def _disagree(reference: str) -> EscalogError:
    return EscalogError(
        f"{reference} is listed as destroyed, and a case of this reference stands here.",
        hint="See what to do: escalog check",
    )


def refuse_shared_salt(log: Log, reference: str) -> None:
    """Raise EscalogError where another case of the log has the salt of a case."""
    salts = {each.case.reference: each.case.salt for each in log.cases}
    own = salts.pop(reference, None)
    other = next((each for each, salt in salts.items() if salt == own), None)
    if own is not None and other is not None:
        raise EscalogError(
            f"{other} has the salt of this case, so the hash of this one could be guessed once it "
            "is gone.",
            hint="See what to do: escalog check",
        )


def entry_in_list(files: CaseFiles, extent: Extent, *, on: date, authority: str) -> DestroyedCase:
    """Make the entry of a case in the list of those that were taken.

    Raise EscalogError where the case has no salt.
    """
    case = files.case
    if case.salt is None:
        raise EscalogError(
            "This case has no salt, so its hash could be guessed once it is gone.",
            hint="Give it one, and have that merged first: escalog fold --salt",
        )
    return DestroyedCase(
        reference=case.reference,
        extent=extent,
        case_hash=case_hash(case, case.salt),
        on=on,
        authority=authority,
    )


def with_rows(
    root: Path, rows: Iterable[DestroyedCase], quarters: Iterable[Mapping[str, Any]] = ()
) -> bytes:
    """Write the list of the cases that were taken with more of them; comments in it are kept.

    `rows` have the latest of a case first; in the list it is the last, since that one counts. An
    entry that stands there already is left out. Raise EscalogError where it cannot be read.
    """
    data, known = _list_of_taken(root)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    # The same day in two entries is written twice.
    yaml.representer.ignore_aliases = lambda _: True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(data.decode("utf-8-sig"))
    for place, row in _new_rows(known, rows):
        document["cases"].insert(place, row)
    kept = {(each.policy, each.quarter) for each in known.quarters}
    for each in quarters:
        if (each["policy"], each["quarter"]) not in kept:
            document.setdefault("quarters", []).append(_on_lines(each))
    document["cases"].fa.set_block_style()
    written = StringIO()
    yaml.dump(document, written)
    result = written.getvalue().encode("utf-8")
    if not isinstance(parse_destroyed(DESTROYED_FILE, result), Taken):
        raise EscalogError(
            f"{DESTROYED_FILE} is written in a way in which nothing can be added.",
            hint="Write each entry in lines of its own, as docs/redaction.md has it.",
        )
    return result


def _list_of_taken(root: Path) -> tuple[bytes, Taken]:
    """Read the list of the cases that were taken, an empty one where there is none."""
    path = root / DESTROYED_FILE
    if not os.path.lexists(path):
        return b"cases: []\n", Taken()
    data = read_bytes(root, path)
    known = (data,) if isinstance(data, Problem) else parse_destroyed(DESTROYED_FILE, data)
    if isinstance(data, bytes) and isinstance(known, Taken):
        return data, known
    raise EscalogError(
        f"{DESTROYED_FILE} cannot be read.",
        hint=f"Mend it first: escalog check {DESTROYED_FILE}",
    )


def _on_lines(written: Mapping[str, Any]) -> dict[str, Any]:
    """Put each group of a table on a line of its own."""
    lines = dict(written)
    for name, value in written.items():
        if isinstance(value, list):
            lines[name] = [CommentedMap(each) for each in value]
            for each in lines[name]:
                each.fa.set_flow_style()
    return lines


def _new_rows(known: Taken, rows: Iterable[DestroyedCase]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the rows that are new, each with its place: the latest of a case is the last one."""
    present = [*known.cases]
    for row in rows:
        if row in present:
            continue
        is_earlier = any(
            each.reference == row.reference and each.extent is row.extent for each in present
        )
        place = (
            next(i for i, each in enumerate(present) if each.reference == row.reference)
            if is_earlier
            else len(present)
        )
        present.insert(place, row)
        yield (
            place,
            {
                "reference": row.reference,
                "extent": row.extent.value,
                "hash": row.case_hash,
                "on": row.on,
                "authority": row.authority,
            },
        )
