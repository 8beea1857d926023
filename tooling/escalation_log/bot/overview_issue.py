"""Write the overview issue: everything open, late, without a record, waiting or not judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from escalation_log.bot.issue_body import HEADLINES, TITLES
from escalation_log.bot.issue_plan import OVERVIEW, THE_LOG, Degree, IssueKey, Wanted
from escalation_log.bot.markdown import code, escaped
from escalation_log.bot.marker import (
    END_OF_PART,
    MOST_BODY_CHARACTERS,
    beginning_of_part,
    fingerprint,
    labels_of,
    length,
)
from escalation_log.bot.overview import AgencyLines, LinesOf, Overview
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Moment
from escalation_log.model.seal import Seal
from escalation_log.words.earlier_states import name_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.seal_words import SEAL_OF_THE_LOG, seal_scope_words

KEY = IssueKey(case=THE_LOG, stage=OVERVIEW, started_by=0)
# How many lines of a group are shown: of what cannot wait or is late, and of all the rest. The
# first pair is taken with which everything fits, so that what is late is cut last.
_MOST_LINES = (
    (100, 100),
    (100, 30),
    (100, 10),
    (100, 3),
    (100, 1),
    (30, 1),
    (10, 1),
    (3, 1),
    (0, 0),
)
_CUT_LAST = frozenset({LinesOf.AT_ONCE, LinesOf.LATE})
_MOST_NAMED = 50
# Of the longest body; the rest is for what people write around the bot's part.
_ROOM = MOST_BODY_CHARACTERS * 3 // 4
_COLUMNS = (LinesOf.AT_ONCE, LinesOf.LATE, LinesOf.UNSHOWN, LinesOf.WAITING)


def overview_of(
    overview: Overview, *, not_judged: Sequence[NotJudged], seal: Seal, as_of: Moment
) -> Wanted:
    """Make the overview issue; `as_of` is not told in it, so that it changes only with the log.

    `not_judged` are the cases that cannot be judged, and `seal` is that of the whole log.
    """
    short = (*_top(overview, not_judged), "", *_sealed(seal))
    parts = (tuple(_lines(overview, not_judged, seal, most)) for most in _MOST_LINES)
    lines = next((each for each in parts if length("\n".join(each)) <= _ROOM), short)
    return Wanted(
        key=KEY,
        degree=Degree.OVERVIEW,
        since=as_of,
        title=f"Escalation log: {TITLES[Degree.OVERVIEW]}",
        summary=_summary(overview, not_judged),
        part="\n".join(
            (
                beginning_of_part(KEY, Degree.OVERVIEW, fingerprint(lines)),
                *lines,
                "",
                END_OF_PART,
            )
        ),
        below="",
        labels=labels_of(KEY, policy=None, agencies=(), degree=None),
    )


def _summary(overview: Overview, not_judged: Sequence[NotJudged]) -> str:
    at_once, late = overview.totals[LinesOf.AT_ONCE], overview.totals[LinesOf.LATE]
    told = (
        f"{counted(len(overview.open_cases), 'case')} open",
        *([f"{at_once} to be done at once"] if at_once else []),
        *([f"{late} late"] if late else []),
        *([f"{len(not_judged)} not judged"] if not_judged else []),
    )
    return ", ".join(told)


def _lines(
    overview: Overview, not_judged: Sequence[NotJudged], seal: Seal, most: tuple[int, int]
) -> Iterator[str]:
    yield from _top(overview, not_judged)
    for partnership, agencies in groupby(overview.agencies(), attrgetter("partnership")):
        yield from ("", f"### {escaped(partnership)}", "")
        yield from _partnership(tuple(agencies), most)
    yield ""
    yield from _sealed(seal)


def _top(overview: Overview, not_judged: Sequence[NotJudged]) -> Iterator[str]:
    """Say how many things there are, and what nobody can tell an agency."""
    yield f"**{HEADLINES[Degree.OVERVIEW]}** {counted(len(overview.open_cases), 'case')} open."
    yield ""
    if overview.at_risk:
        yield f"- **An immediate risk is recorded:** {_named(overview.at_risk)}"
    for group in (LinesOf.AT_ONCE, LinesOf.LATE, LinesOf.UNSHOWN):
        breaches = overview.breaches[group]
        of_them = f" ({counted(breaches, 'breach', 'breaches')} of the policy)" if breaches else ""
        yield f"- {group}: {overview.totals[group]}{of_them}"
    if not_judged:
        yield f"- **Cannot be judged:** {_named(map(name_words, not_judged))}"
    if overview.earlier:
        named = _named(overview.earlier)
        yield f"- **By an earlier state, as their files have problems:** {named}"
    if overview.unfolded:
        events = counted(sum(overview.unfolded.values()), "event")
        named = _named(overview.unfolded)
        yield f"- Events that wait to be folded into their cases: {events}, of {named}"


def _named(names: Iterable[str]) -> str:
    found = sorted(names)
    more = len(found) - _MOST_NAMED
    return listed([*map(escaped, found[:_MOST_NAMED]), *([f"{more} more"] if more > 0 else [])])


def _partnership(agencies: Sequence[AgencyLines], most: tuple[int, int]) -> Iterator[str]:
    """Count agency by agency, and then list what there is."""
    heads = ("Agency", "Open cases", "At once", "Late", "No record", "Waiting for others")
    yield f"| {' | '.join(heads)} |"
    yield f"|---{'|---:' * (len(heads) - 1)}|"
    for each in agencies:
        counts = (each.open_cases, *(len(each.groups.get(group, ())) for group in _COLUMNS))
        yield f"| {' | '.join((escaped(each.name), *map(str, counts)))} |"
    for each in agencies if any(most) else ():
        if each.groups:
            yield from ("", f"#### {escaped(each.name)}")
        for group, lines in each.groups.items():
            yield from ("", f"**{group}** ({len(lines)})", "")
            shown = most[group not in _CUT_LAST]
            yield from (f"- {line.text}" for line in lines[:shown])
            if len(lines) > shown:
                yield f"- And {len(lines) - shown} more"


def _sealed(seal: Seal) -> Iterator[str]:
    yield f"{SEAL_OF_THE_LOG}: {code(seal.value)}. {seal_scope_words(seal)}"
