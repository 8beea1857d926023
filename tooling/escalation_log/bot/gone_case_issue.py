"""Say on an issue that its case is not in the log any more, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from escalation_log.bot.issue_plan import Ended, IssueKey, Reason
from escalation_log.bot.markdown import code, markdown_link
from escalation_log.bot.marker import END_OF_PART, beginning_of_part, fingerprint, labels_of
from escalation_log.log.gone_cases import GoneCase
from escalation_log.model.faulty_files import REFERENCE, file_of_case
from escalation_log.model.partnerships import Partnership
from escalation_log.words.dates import day_words

# In a few words, what is said of a case of which nothing but that is known.
TAKEN_AWAY = "is no longer in the log"


def gone_endings(
    keys: Collection[IssueKey],
    look_up: Callable[[Collection[str]], Mapping[str, GoneCase]],
    *,
    partnerships: Collection[Partnership],
    page_of: Callable[[str], str],
    site: str | None = None,
) -> Mapping[IssueKey, Ended]:
    """Say how issues end whose cases are not in the log; a key that names no case is left out.

    `look_up` says what became of cases, by their references. `page_of` and `site` are as in
    `wanted_issues`.
    """
    references = {key.case for key in keys if REFERENCE.fullmatch(key.case)}
    found = look_up(sorted(references)) if references else {}
    by_prefix = {each.reference_prefix: each for each in partnerships}

    def partnership_of(reference: str) -> Partnership | None:
        return by_prefix.get(reference.partition("-")[0])

    def page(successor: str | None) -> str | None:
        whose = partnership_of(successor or "")
        base = site or (whose and whose.issues.site)
        return f"{base.rstrip('/')}/{page_of(successor)}" if base and successor else None

    return {
        key: _ended(key, gone, partnership_of(key.case), page(gone.successor))
        for key in keys
        if (gone := found.get(key.case)) is not None
    }


def _ended(
    key: IssueKey, gone: GoneCase, partnership: Partnership | None, page: str | None
) -> Ended:
    says = _in_a_few_words(gone)
    is_neutral = partnership is not None and partnership.wants_neutral_words
    part = (
        beginning_of_part(key, None, fingerprint((gone.successor, gone.destroyed_on, gone.commit))),
        *_lines(gone, page),
        "",
        END_OF_PART,
    )
    return Ended(
        key=key,
        title="Escalation log: no longer in the log" if is_neutral else f"{key.case}: {says}",
        summary=says,
        part="\n".join(part),
        labels=labels_of(
            key, policy=None if partnership is None else partnership.id, agencies=(), degree=None
        ),
        reason=Reason.NOT_PLANNED,
    )


def _in_a_few_words(gone: GoneCase) -> str:
    if gone.successor is not None:
        return f"is {gone.successor} now"
    return "was destroyed" if gone.destroyed_on is not None else TAKEN_AWAY


def _lines(gone: GoneCase, page: str | None) -> Iterator[str]:
    yield f"**Closed: case {gone.reference} {_in_a_few_words(gone)}.**"
    yield ""
    if gone.successor is not None:
        yield (
            f"Its file was given another reference. What is to be done stands in the issues of "
            f"{gone.successor}; look there, and write there."
        )
        if page is not None:
            yield ""
            yield f"How the case stands, and why: {markdown_link('the page of the case', page)}."
        return
    if gone.destroyed_on is not None:
        yield (
            f"{code('cases/destroyed.yaml')} has it since {day_words(gone.destroyed_on)}. The log "
            "holds nothing of it any more. What people wrote here stays: where that is to go as "
            "well, delete this issue."
        )
        return
    yield "Its file was taken away, so nobody is told of its dates."
    if gone.commit is not None:
        file = file_of_case(gone.reference)
        restore = code(f"git checkout {gone.commit[:_SHORT]} -- {file}")
        yield (
            f"If that was a slip, put it back: {restore}, and commit it. What is late there then "
            "opens this issue again."
        )


_SHORT = 12
