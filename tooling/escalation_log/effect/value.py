"""What a change of the log means, as a value and in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from escalation_log.bot.issue_plan import IssueKey
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import counted, listed
from escalation_log.words.states import RING_NOW
from escalation_log.words.titles import capital

# Increase this when a key changes its meaning. A new key needs no new version.
EFFECT_VERSION = 1
# The most sentences that a case may have; the others are only counted.
MOST_SENTENCES = 40


class Standing(StrEnum):
    """What happened to a case's file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNREADABLE = "unreadable"


class Gate(StrEnum):
    """What needs an agreement of its own; the value begins its label."""

    IMPACT = "impact"
    ENTRY = "entry"
    EMERGENCY = "emergency"
    RETENTION = "retention"


class IssueTurn(StrEnum):
    """What happens to the bot's issue about a round."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEffect:
    """The issue about a round of a stage that opens or closes; `stage` is the stage in words."""

    turn: IssueTurn
    key: IssueKey
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEffect:
    """What a change means for one case.

    `about` says what kind of case it is and its present state, `warnings` what should not have been
    changed, `aims` which events recorded before are corrected or have a value taken out, `told`
    what was recorded, `coming` what is due next. `is_risk` says that an immediate risk is recorded.
    """

    reference: str
    standing: Standing
    about: str
    warnings: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    issues: tuple[IssueEffect, ...] = ()
    coming: tuple[str, ...] = ()
    is_risk: bool = False

    @property
    def is_grave(self) -> bool:
        """Whether it must be seen first: a risk, a case that is gone, or one that was rewritten."""
        return self.is_risk or self.standing in _GONE or bool(self.warnings)


_GONE = frozenset({Standing.REMOVED, Standing.UNREADABLE})


def grave_first(cases: Iterable[CaseEffect]) -> tuple[CaseEffect, ...]:
    """Put in order: risks, cases removed, unreadable and warned of, then the others."""
    order = (
        lambda each: each.is_risk,
        lambda each: each.standing is Standing.REMOVED,
        lambda each: each.standing is Standing.UNREADABLE,
        lambda each: bool(each.warnings),
    )
    return tuple(sorted(cases, key=lambda each: [not is_so(each) for is_so in order]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A date that changed rules move: `before` and `after` in words, and who must act by it.

    `lateness` says who becomes late or no longer is; it is empty where that does not change.
    """

    reference: str
    duty: str
    who: str
    before: str
    after: str
    why: tuple[str, ...]
    lateness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What changed rules do to cases, as their files are after the change.

    `rules` says which rules changed and how. `moved` are the dates of open cases; `alerts` are
    their reminders that come earlier or later, and their marks that come or go; `closed` are closed
    cases in which a date, a breach or a mark changes; `unjudged` are the cases that can no longer
    be judged.
    """

    rules: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    more_moved: int = 0
    alerts: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def is_felt(self) -> bool:
        """Whether anything changes for any case."""
        return bool(self.moved or self.alerts or self.closed or self.unjudged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change since the commit `base` means as of a moment, which is in words.

    `cases` have the grave ones first. `agreement` says what needs an agreement of its own, besides
    dates that move, and `gates` which agreements these are; `hidden_by` are the events because of
    which no agreement is enough. `readers` says what changes for whoever reads the sites or is told
    by the bot; `public` says what changes on the public site; `problems` are those that the change
    adds;
    `elsewhere` counts the changed files outside cases and policies, `unmeant` the case files of
    which only comments or layout changed, `salted` the cases that only get a salt. `more_cases`,
    like `more_moved` of an impact, counts what was left out where there is too much.
    """

    base: str
    as_of: str
    pull_request: int | None = None
    cases: tuple[CaseEffect, ...] = ()
    more_cases: int = 0
    impact: Impact = Impact()
    agreement: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    hidden_by: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unmeant: int = 0
    salted: int = 0
    elsewhere: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes that anybody reads, is told or is judged by."""
        told = (self.agreement, self.readers, self.public, self.salted, self.elsewhere)
        return self.keeps_meaning and not any(told)

    @property
    def keeps_meaning(self) -> bool:
        """Whether every case and every rule means the same as before."""
        impact = self.impact
        return not (self.cases or impact.rules or impact.is_felt or self.problems)


SAME_MEANING = "every case and every rule means what it meant before."
AGREEMENT = "Needs an agreement of its own"
READERS = "What people read, whom they ring and what the bot does"


def risk_words(effect: Effect) -> str:
    """Say that nobody is told of a recorded risk before the merge; empty where there is none."""
    references = [each.reference for each in effect.cases if each.is_risk]
    if not references:
        return ""
    return (
        f"Immediate risk is recorded in {listed(references)}. Nobody is told of it before this is "
        f"merged. {RING_NOW}"
    )


def salted_words(cases: int) -> str:
    """Say in one line how many cases only get a salt."""
    return f"{counted(cases, 'case')}: only a salt was added."


def grave_words(effect: Effect) -> Iterator[str]:
    """Name every case that is gone or was rewritten, however many there are."""
    for words, standing in (
        ("Removed", Standing.REMOVED),
        ("Cannot be read", Standing.UNREADABLE),
    ):
        references = [each.reference for each in effect.cases if each.standing is standing]
        if references:
            yield f"{words}: {listed(references)}."
    warned = [
        each.reference for each in effect.cases if each.warnings and each.standing not in _GONE
    ]
    if warned:
        yield f"Warned of below: {listed(warned)}."


STANDING_WORDS = {
    Standing.NEW: "new",
    Standing.CHANGED: "changed",
    Standing.REMOVED: "REMOVED",
    Standing.UNREADABLE: "CANNOT BE READ",
}


def effect_lines(effect: Effect) -> Iterator[Line]:
    """Write the whole effect, case by case."""
    if words := risk_words(effect):
        yield Line(text=words, hang=2, tone=Tone.MISSED)
    if effect.keeps_meaning:
        yield _head(f"Nothing: {SAME_MEANING}" if effect.is_empty else capital(SAME_MEANING))
    yield _quiet(f"Compared with {effect.base[:12]}, as of {effect.as_of}.")
    if effect.unmeant:
        files = counted(effect.unmeant, "case file changes", "case files change")
        yield _quiet(f"Also, {files} only in comments or layout.")
    if effect.salted:
        yield _quiet(salted_words(effect.salted))
    yield from _section("Problems, to be mended first", effect.problems, Tone.MISSED)
    yield from _section(AGREEMENT, effect.agreement, Tone.MISSED)
    for case in effect.cases:
        yield BLANK
        yield _head(f"{case.reference} ({STANDING_WORDS[case.standing]})")
        yield from case_lines(case)
    yield from impact_lines(effect.impact)
    yield from _section(READERS, effect.readers, Tone.PLAIN)
    yield BLANK
    yield from _public(effect)


def impact_verdict(impact: Impact) -> Iterator[Line]:
    """Write what changed rules do to cases, or a line that says that no rule changed."""
    lines = list(impact_lines(impact))
    yield from lines[1:] if lines else [Line(text="No rule changed, so no date moves.")]


def impact_lines(impact: Impact) -> Iterator[Line]:
    """Write what changed rules do to cases; yield nothing where no rule changed."""
    yield from _section("Changed rules", impact.rules, Tone.PLAIN)
    if impact.moved:
        moved = counted(len(impact.moved), "date of open cases moves", "dates of open cases move")
        yield BLANK
        yield _head(f"{moved}:")
    for each in impact.moved:
        late = f" ({each.lateness})" if each.lateness else ""
        tone = Tone.MISSED if each.lateness.startswith("becomes late") else Tone.PLAIN
        yield _item(f"{each.reference}: “{each.duty}”, {each.who}", Tone.PLAIN)
        yield Line(text=f"{each.before} becomes {each.after}{late}", indent=4, tone=tone)
        yield Line(text=f"because {'; '.join(each.why)}", indent=4, hang=2, tone=Tone.QUIET)
    yield from _section("Reminders and marks", impact.alerts, Tone.PLAIN)
    yield from _section("Closed cases", impact.closed, Tone.PLAIN)
    yield from _section("Can no longer be judged", impact.unjudged, Tone.MISSED)
    if impact.rules and not impact.is_felt:
        yield BLANK
        yield Line(text="No date of any case moves.", tone=Tone.DONE)


def case_lines(case: CaseEffect) -> Iterator[Line]:
    """Write what a change means for a case."""
    yield Line(text=case.about, indent=2, hang=2, tone=Tone.QUIET)
    yield from (_item(each, Tone.MISSED) for each in case.warnings)
    yield from (_item(each, Tone.HEADING) for each in case.aims)
    yield from (_item(each, Tone.PLAIN) for each in case.told)
    yield from (_item(issue_words(each.turn, each.stage), Tone.PLAIN) for each in case.issues)
    yield from (_item(each, Tone.SOON) for each in case.coming)


def issue_words(turn: IssueTurn, stage: str, number: int | None = None) -> str:
    """Say that the issue about a stage opens or closes, with its number where known."""
    if turn is IssueTurn.CLOSES:
        return f"Issue #{number} will close." if number else f"The issue about {stage} will close."
    return f"Issue #{number} will open again." if number else f"An issue about {stage} will open."


def _public(effect: Effect) -> Iterator[Line]:
    if effect.public:
        yield _head("Becomes visible to the public:")
        yield from (_item(each, Tone.PLAIN) for each in effect.public)
    else:
        of_the_log = " of the cases and policies" if effect.elsewhere else ""
        yield Line(text=f"Becomes visible to the public: nothing{of_the_log}.")
    if effect.elsewhere:
        files = counted(effect.elsewhere, "other file changes", "other files change")
        yield _quiet(f"{files}; this does not say what that means.")


def _section(heading: str, sentences: Sequence[str], tone: Tone) -> Iterator[Line]:
    if sentences:
        yield BLANK
        yield _head(f"{heading}:")
        yield from (_item(each, tone) for each in sentences)


def _head(text: str) -> Line:
    return Line(text=text, hang=2, tone=Tone.HEADING)


def _quiet(text: str) -> Line:
    return Line(text=text, hang=2, tone=Tone.QUIET)


def _item(text: str, tone: Tone) -> Line:
    return Line(text=text, indent=2, hang=2, tone=tone)
