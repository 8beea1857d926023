"""Write what a change of the log means as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.effect.value import CaseEffect, Effect, Impact, IssueEffect, IssueTurn, Standing
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import counted

_STANDINGS = {
    Standing.NEW: "new",
    Standing.CHANGED: "changed",
    Standing.REMOVED: "REMOVED",
    Standing.UNREADABLE: "CANNOT BE READ",
}


def effect_lines(effect: Effect) -> Iterator[Line]:
    """Write the whole effect, case by case."""
    if effect.is_empty:
        yield _head("Nothing: no case and no rule means anything else than before.")
    yield _quiet(f"Compared with {effect.base[:12]}, as of {effect.as_of}.")
    if effect.unmeant:
        files = counted(effect.unmeant, "case file changes", "case files change")
        yield _quiet(f"Besides, {files} only in comments or layout.")
    yield from _section("Problems, to be mended first", effect.problems, Tone.MISSED)
    for case in effect.cases:
        yield BLANK
        yield from _case(case)
    yield from impact_lines(effect.impact)
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
    yield from _section("Reminders", impact.alerts, Tone.PLAIN)
    yield from _section("Closed cases", impact.closed, Tone.PLAIN)
    yield from _section("Can no longer be judged", impact.unjudged, Tone.MISSED)
    if impact.rules and not impact.is_felt:
        yield BLANK
        yield Line(text="No date of any case moves.", tone=Tone.DONE)


def _case(case: CaseEffect) -> Iterator[Line]:
    yield _head(f"{case.reference} ({_STANDINGS[case.standing]})")
    yield Line(text=case.about, indent=2, hang=2, tone=Tone.QUIET)
    yield from (_item(each, Tone.MISSED) for each in case.warnings)
    yield from (_item(each, Tone.PLAIN) for each in case.told)
    yield from (_item(_issue_words(each), Tone.PLAIN) for each in case.issues)
    yield from (_item(each, Tone.SOON) for each in case.coming)


def _issue_words(issue: IssueEffect) -> str:
    if issue.turn is IssueTurn.CLOSES:
        return f"The issue about {issue.stage} will close."
    return f"An issue about {issue.stage} will open."


def _public(effect: Effect) -> Iterator[Line]:
    if effect.public:
        yield _head("Becomes visible to the public:")
        yield from (_item(each, Tone.PLAIN) for each in effect.public)
    else:
        of_the_log = " of the cases and policies" if effect.elsewhere else ""
        yield Line(text=f"Becomes visible to the public: nothing{of_the_log}.")
    if effect.elsewhere:
        files = counted(effect.elsewhere, "other file changes", "other files change")
        yield _quiet(f"{files}; what that means is not told here.")


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
