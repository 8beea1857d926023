"""Screen what stands in a file beside texts of a case: remarks, and what nobody could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from escalation_log.checks.privacy import NOT_LOOKED_AT, unpublished_among
from escalation_log.checks.rules import PERSONAL_DATA
from escalation_log.files.fast_path import is_too_long
from escalation_log.files.remarks import Remark, perhaps_remarks, remarks_among, scalars
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import Problem, Severity
from escalation_log.screening.texts import TOO_LONG

Partnerships = Mapping[str, Partnership]
_NOTHING = "Nothing that identifies a person belongs in the log."
_RECORDED = "Where it was recorded already, see docs/redaction.md."


def screened(
    file: str, data: bytes, partnerships: Partnerships, *, is_read: bool = True
) -> Iterator[Problem]:
    """Find what seems to identify somebody in the remarks of a file.

    Where nobody could read the file, in its keys and values as well.
    """
    if is_too_long(data):
        return
    for remark, kind in personal_remarks(perhaps_remarks(data), data, partnerships):
        yield _warning(file, remark, kind, "This remark")
    if not is_read:
        texts = ((each, each.text) for each in scalars(data))
        for remark, kind in unpublished_among(texts, partnerships):
            yield _warning(file, remark, kind, "What stands here")


def personal_remarks(
    perhaps: Iterable[Remark], data: bytes, partnerships: Partnerships
) -> Iterator[tuple[Remark, str]]:
    """Give the remarks that seem to identify somebody, with the kinds of identifier."""
    found = [*unpublished_among(((each, each.text) for each in perhaps), partnerships)]
    are_remarks = {*remarks_among((each for each, _ in found), data)} if found else ()
    yield from (each for each in found if each[0] in are_remarks)


def personal_warning(file: str, text: Remark, kind: str, *, what: str, advice: str) -> Problem:
    """Warn that a text, called `what`, seems to identify somebody, or cannot be looked at."""
    held = f"{what} seems to hold {kind}. {_NOTHING} {advice}"
    return Problem(
        file=file,
        rule=PERSONAL_DATA.name,
        message=f"{what} is {NOT_LOOKED_AT}" if kind == TOO_LONG else held,
        line=text.line,
        column=text.column,
        severity=Severity.WARNING,
    )


def _warning(file: str, text: Remark, kind: str, what: str) -> Problem:
    return personal_warning(file, text, kind, what=what, advice=f"Delete it. {_RECORDED}")
