"""Screen what stands in a file beside texts of a case: remarks, and what nobody could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from escalation_log.checks.privacy import unpublished_in
from escalation_log.checks.rules import PERSONAL_DATA
from escalation_log.files.fast_path import is_too_long
from escalation_log.files.remarks import Remark, perhaps_remarks, remarks_among, scalars
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import Problem, Severity
from escalation_log.screening.texts import identifiers_in

Partnerships = Mapping[str, Partnership]
NOTHING = "Nothing that identifies a person belongs in the log."
_RECORDED = "Where it was recorded already, see docs/redaction.md."
# Many files begin with the same remark.
_kinds_in = lru_cache(maxsize=1024)(identifiers_in)


def screened(
    file: str, data: bytes, partnerships: Partnerships, *, is_read: bool = True
) -> Iterator[Problem]:
    """Find what seems to identify somebody in the remarks of a file.

    Where nobody could read the file, in its keys and values as well.
    """
    if is_too_long(data):
        return
    for remark, kind in personal_remarks(perhaps_remarks(data), data, partnerships):
        yield _warning(file, remark, f"This remark seems to hold {kind}. {NOTHING} Delete it.")
    if not is_read:
        for remark in scalars(data):
            for kind in _unpublished(remark, partnerships):
                yield _warning(
                    file, remark, f"What stands here seems to hold {kind}. {NOTHING} Delete it."
                )


def personal_remarks(
    perhaps: Iterable[Remark], data: bytes, partnerships: Partnerships
) -> Iterator[tuple[Remark, str]]:
    """Give the remarks that seem to identify somebody, with the kinds of identifier."""
    found = [each for each in perhaps if _unpublished(each, partnerships)]
    for remark in remarks_among(found, data) if found else ():
        for kind in _unpublished(remark, partnerships):
            yield remark, kind


def _unpublished(remark: Remark, partnerships: Partnerships) -> tuple[str, ...]:
    return unpublished_in(remark.text, partnerships) if _kinds_in(remark.text) else ()


def _warning(file: str, remark: Remark, message: str) -> Problem:
    return Problem(
        file=file,
        rule=PERSONAL_DATA.name,
        message=f"{message} {_RECORDED}",
        line=remark.line,
        column=remark.column,
        severity=Severity.WARNING,
    )
