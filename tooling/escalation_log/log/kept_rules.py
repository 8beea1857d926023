"""Whether the editions that cases were opened under, their lock and the baseline stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from escalation_log.log.contents import BASELINE_FILE
from escalation_log.log.held_records import SHORT, Change, Record, Records
from escalation_log.log.history_rules import BASELINE_STANDS, EDITION_STANDS, LOCK_STANDS
from escalation_log.log.lock import LOCK_FILE
from escalation_log.model.problems import Problem


def file_of_edition(edition: str) -> str:
    """Name the file of an edition."""
    policy, _, version = edition.partition("@")
    return f"policies/{policy}/{version}.yaml"


@dataclass(frozen=True, slots=True)
class Used:
    """The editions that cases were opened under, each with whether all of them are invented."""

    by_edition: Mapping[str, bool]

    @classmethod
    def in_records(cls, records: Records) -> Used:
        """Read every case of one side; an erratum is used where the edition it corrects is."""
        found: dict[str, bool] = {}
        for edition, is_invented in records.openings():
            found[edition] = found.get(edition, True) and is_invented
        errata = {
            f"{each.data['policy']}@{each.data['version']}": (
                f"{each.data['policy']}@{each.data['corrects']}"
            )
            for each in map(records.of, records.files("policy"))
            if each is not None and each.data.get("corrects") is not None
        }
        while True:
            more = {
                erratum: found[corrected]
                for erratum, corrected in errata.items()
                if erratum not in found and corrected in found
            }
            if not more:
                return cls(found)
            found.update(more)


def kept_editions(change: Change, mended_until: Records | None) -> Iterator[Problem]:
    """Judge the editions that cases of the base use, and their lines of the lock.

    With `mended_until`, the log at the baseline, an edition that judges invented cases alone is
    held against that.
    """
    before, after = change.before, change.after
    if not _may_differ(change):
        return
    for edition, is_invented in sorted(Used.in_records(before).by_edition.items()):
        against = mended_until if is_invented and mended_until is not None else before
        file = file_of_edition(edition)
        record = against.of(file)
        if record is None:
            continue
        if change.is_held(file):
            yield from _kept_edition(change, record, edition)
        if change.is_held(LOCK_FILE):
            yield from _kept_line(change, edition, against.lock.get(edition))
    if not change.is_merge:
        known = Used.in_records(before).by_edition
        for edition in sorted(Used.in_records(after).by_edition.keys() - known.keys()):
            if file_of_edition(edition) in after.snapshot.files:
                yield from _kept_line(change, edition, None)


def _may_differ(change: Change) -> bool:
    """Say whether anything of the policies, or which of them are used, may have become another."""
    before, after = change.before, change.after
    files = {*before.files("policy"), *after.files("policy"), LOCK_FILE}
    new = set(after.files("case")) - set(before.files("case"))
    locked = {file_of_edition(edition) for edition in after.lock}
    return bool(change.differ(files) or new or set(after.files("policy")) - locked)


def _kept_edition(change: Change, record: Record, edition: str) -> Iterator[Problem]:
    now = change.after.of(record.file)
    if now is not None and now.data == record.data:
        return
    version = edition.partition("@")[2]
    if now is None:
        said = "Cases were opened under this edition, and it is gone or cannot be read any longer."
    else:
        said = "Cases were opened under this edition, and it was changed."
    yield change.problem(
        EDITION_STANDS,
        record.file,
        f"{said} Put it back: {record.restore}. To mend a mistake, add a new edition with a line "
        f"`corrects: {version}`.",
        None if now is None else (_first_key(record, now),),
    )


def _first_key(before: Record, now: Record) -> str:
    """Name the first key of a file whose value is not what it was."""
    keys = dict.fromkeys((*now.data, *before.data))
    return next(key for key in keys if before.data.get(key) != now.data.get(key))


def _kept_line(change: Change, edition: str, before: str | None) -> Iterator[Problem]:
    now = change.after.lock.get(edition)
    if now is not None and before in (None, now):
        return
    if now is None and before is None:
        said = f"Cases are opened under {edition}, and no line here holds it. Type: escalog lock"
    else:
        what = "is gone" if now is None else "says something else"
        commit = (change.before.snapshot.commit or "HEAD")[:SHORT]
        said = f"Cases were opened under {edition}, and its line here {what}. Put it back: git "
        said += f"restore --source={commit} -- {LOCK_FILE}"
    yield change.problem(LOCK_STANDS, LOCK_FILE, said)


def kept_baseline(change: Change) -> Iterator[Problem]:
    """Judge whether a baseline that was set stands."""
    before, now = change.before.baseline, change.after.baseline
    if now != before:
        yield change.problem(
            BASELINE_STANDS,
            BASELINE_FILE,
            f"The baseline was set, and is never set anew. Type: baseline: {before}",
            None if now is None else ("baseline",),
        )
