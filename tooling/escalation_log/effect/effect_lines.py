"""What a change of the log means, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.effect.value import (
    AGREEMENT,
    READERS,
    SAME_MEANING,
    STANDING_WORDS,
    CaseEffect,
    Effect,
    Impact,
    issue_words,
    risk_words,
    salted_words,
)
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import counted
from escalation_log.words.titles import capital


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
