"""Show the course of a case: who had it from when to when, and what was late, with its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from escalation_log.engine.timeline import Visit
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.policies.lettering import wrapped
from escalation_log.words.dates import date_words
from escalation_log.words.lists import listed
from escalation_log.words.states import OVER_GUIDE, late_by

_WIDTH = 320
_SIZE = 13.0
_LINE = 17
_BAR = 12
_GAP = 12
_INDENT = 14  # of what was late, below the stage it belongs to
_SHORTEST = 6
_NOT_DONE = "still not done"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSpan:
    """A stage that the case was in, or something that was late, from one day to another.

    `look` is `stage`, `late` or `guide`. `until` is None while it lasts, and `ends` is then the
    last day that the picture shows. `late` says how late, `began` what the first day was.
    """

    look: str
    title: str
    who: str
    since: date
    until: date | None
    ends: date
    late: str = ""
    began: str = ""

    @property
    def days(self) -> str:
        """The days in words."""
        first = date_words(self.since)
        if self.until is None:
            return f"since {first}"
        return first if self.since == self.until else f"{first} to {date_words(self.until)}"

    @property
    def told(self) -> str:
        """What the picture says below the title."""
        if self.look == "stage":
            return self.days
        return ", ".join(filter(None, (f"{self.began} {date_words(self.since)}", self.late)))

    @property
    def short(self) -> str:
        """How late it was, for the table."""
        if self.look == "late":
            return self.late or "missed"
        return f"{OVER_GUIDE}, {self.late}" if self.late == _NOT_DONE else self.late or OVER_GUIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A span as it is drawn: lines of words with their heights, and a bar below them."""

    look: str
    left: int
    lines: tuple[tuple[int, str, str], ...]
    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The picture of a case's course, and the spans for its table."""

    spans: tuple[CourseSpan, ...]
    bands: tuple[Band, ...]
    height: int
    first: str
    last: str


def course_of(judged: JudgedCase, names: EditionNames) -> Course | None:
    """Draw the course of a case on one scale of days, from its first day to its last.

    Return None for a case that has not begun.
    """
    spans = tuple(_spans(judged, names))
    if not spans:
        return None
    first = min(span.since for span in spans)
    last = max(span.ends for span in spans)
    scale = _WIDTH / max((last - first).days, 1)
    bands: list[Band] = []
    y = _LINE + 6
    for span in spans:
        band = _band(span, y, first, scale)
        bands.append(band)
        y = band.y + _BAR + _GAP
    is_open = judged.assessment.state is CaseState.OPEN
    return Course(
        spans=spans,
        bands=tuple(bands),
        height=y - _GAP + 2,
        first=date_words(first),
        last=f"now, {date_words(last)}" if is_open else date_words(last),
    )


def _spans(judged: JudgedCase, names: EditionNames) -> Iterator[CourseSpan]:
    """Give each stay in a stage, what was late there after the last stay, then the case's own."""
    visits = judged.timeline.visits
    today = judged.assessment.as_of.on
    who = {stage.id: stage.who or "" for stage in judged.policy.stages}
    late = [
        row for row in judged.assessment.duties if row.breach is not Breach.NONE and not row.is_own
    ]
    latest = {visit.stage: number for number, visit in enumerate(visits)}
    for number, visit in enumerate(visits):
        yield _stay(visit, names, who[visit.stage], today)
        if latest[visit.stage] == number:
            stage = visit.stage
            yield from (_late(row, judged, names) for row in late if row.duty.stage == stage)
    yield from (_late(row, judged, names) for row in late if row.duty.stage not in latest)


def _stay(visit: Visit, names: EditionNames, who: str, today: date) -> CourseSpan:
    left = None if visit.left is None else visit.left.moment.on
    return CourseSpan(
        look="stage",
        title=names.stages[visit.stage].name,
        who=who,
        since=visit.entered.moment.on,
        until=left,
        ends=left or today,
    )


def _late(row: DutyAssessment, judged: JudgedCase, names: EditionNames) -> CourseSpan:
    """Show a limit that was missed, from its last day until it was done or was given up.

    One without a date, such as before a move, is shown on the day on which it was missed.
    """
    today = judged.assessment.as_of.on
    done = None if row.met_at is None else row.met_at.on
    is_open, is_breach = row.state is DutyState.OVERDUE, row.breach is Breach.BREACH
    ended = judged.timeline.visits[-1].left
    gave_up = today if is_open or ended is None else ended.moment.on
    missed = gave_up if row.missed_at is None else row.missed_at.on
    since = row.due_on or missed
    ends = max(since, done or (gave_up if row.due_on else since))
    return CourseSpan(
        look="late" if is_breach else "guide",
        title=names.duty(row.duty).title,
        who=listed(map(names.acting, judged.acting_on(row))),
        since=since,
        until=None if is_open else ends,
        ends=ends,
        late=_NOT_DONE if is_open else late_by(row),
        began="due" if row.due_on else "missed on" if is_breach else "passed on",
    )


def _band(span: CourseSpan, y: int, first: date, scale: float) -> Band:
    left = 0 if span.look == "stage" else _INDENT
    lines: list[tuple[int, str, str]] = []
    for look, words in (("title", _titled(span)), ("told", span.who), ("told", span.told)):
        for line in wrapped(words, _WIDTH - left - 2, _SIZE, bold=look == "title"):
            y += _LINE
            lines.append((y - 4, look, line))
    start = (span.since - first).days * scale
    width = max((span.ends - span.since).days * scale, _SHORTEST)
    return Band(
        look=span.look,
        left=left,
        lines=tuple(lines),
        x=round(min(start, _WIDTH - width), 1),
        y=y + 3,
        width=round(width, 1),
    )


def _titled(span: CourseSpan) -> str:
    words = {"stage": "", "late": "Late: ", "guide": "Over the guide: "}
    return f"{words[span.look]}{span.title}"
