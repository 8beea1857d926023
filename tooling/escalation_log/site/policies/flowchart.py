"""Lay out the flowchart of a policy for narrow screens: boxes, lines and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from escalation_log.site.policies.chart_parts import (
    Arrow,
    Box,
    ChartMark,
    DrawnLine,
    Flag,
    StepNumber,
)
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.flow import DANGER_TITLE, END, START, Flow, FlowMove, FlowStep
from escalation_log.site.policies.flow_beside import FlowBeside
from escalation_log.site.policies.lettering import width_of, wrapped
from escalation_log.words.policy_rules import NO_TIME
from escalation_log.words.titles import capital

CHART_WIDTH = 288  # fits a screen of 320 pixels without scaling the text
_LEFT = 16  # where boxes begin; the line of resolved cases is left of them
_RAIL = 6  # the line of resolved cases
_RAILS = 44  # the most that the lines of moves take, to the right of the boxes
_RAIL_STEP = 11
_EDGE = 8  # between the boxes and the first line of a move
_PADDING = 11
_LINE = 17
_STEM = _LEFT + 12  # the line from stage to stage
_SPACE = 5  # above a time and around a mark
_GAP = 18
_TEXT = 13
_TITLE = 14
_BESIDE = 30  # how far a box beside the stages stands in, so that the way passes it
_NOT_BOLD = frozenset({"text", "arrival", "quiet"})


def _description(
    flow: Flow, besides: Iterable[FlowBeside], marks: Mapping[str, tuple[ChartMark, ...]]
) -> str:
    names = ", then ".join(step.name for step in flow.steps)
    danger = "".join(f" {DANGER_TITLE}: {_in_short(time)}." for time in flow.dangers)
    shortcuts = "".join(f" {move.title}: {move.route}" for move in flow.moves)
    beside = "".join(
        f" {each.title}: {each.words or '; '.join(map(_in_short, each.times))}"
        f"{'' if each.words else '.'}"
        for each in besides
    )
    said = "".join(
        f" {step.name}: {'; '.join(mark.words for mark in marks[step.id])}."
        for step in flow.steps
        if step.id in marks
    )
    return (
        f"A difference goes up from stage to stage until it is resolved: {names}."
        f"{danger}{shortcuts}{beside}{said}"
    )


def _in_short(time: DutyTime) -> str:
    return ", ".join(filter(None, (time.what, time.words)))


class Flowchart:
    """A flow laid out: moves at the top, stages below one another, resolved at the bottom.

    What is asked beside the stages stands in, before the stage from which it holds. A `caption` is
    put above all. `marks` are by stage; a `brief` drawing leaves out what a policy's page says at
    length, and `more_rails` keeps room for as many lines at the side. `y` is where the next part
    begins while the drawing is made.
    """

    width = CHART_WIDTH
    left = _LEFT
    padding = _PADDING
    edge = _EDGE
    rail = _RAIL
    stem = _STEM
    text_size = _TEXT

    def __init__(
        self,
        flow: Flow,
        *,
        caption: str = "",
        marks: Mapping[str, tuple[ChartMark, ...]] | None = None,
        brief: bool = False,
        more_rails: int = 0,
    ) -> None:
        self.title = f"Flowchart: {flow.title}"
        besides = () if brief else flow.besides
        self.description = _description(flow, besides, marks or {})
        self.y = 2
        moves = len(flow.moves) + more_rails
        self._rail_step = min(_RAIL_STEP, _RAILS // moves) if moves else 0
        rails = _EDGE + self._rail_step * moves if moves else 0
        self.box_width = CHART_WIDTH - _LEFT - max(2, rails)
        self.boxes: list[Box] = []
        self.arrows: list[Arrow] = []
        self.labels: list[DrawnLine] = []
        self.steps: list[StepNumber] = []
        self._notes: list[Box] = []
        self._stages: list[Box] = []
        self._marks = marks or {}
        self._brief = brief
        self._add_caption(caption)
        self._add_dangers(flow.dangers)
        for move in flow.moves:
            self._add_move(move)
        self._start = _Contents(self, START).close("end")
        for number, step in enumerate(flow.steps):
            self._add_step(step, [each for each in besides if each.at == number])
        for beside in besides:
            if beside.at >= len(flow.steps):
                self._add_beside(beside)
        self._end = self._add_end()
        self._add_rails(flow.moves)

    @property
    def height(self) -> int:
        """The height of all parts, with a margin."""
        return self.y + 2

    def _add_caption(self, caption: str) -> None:
        for words in wrapped(caption, CHART_WIDTH - 2 * _RAIL, _TEXT):
            self.y += _LINE
            self.labels.append(DrawnLine(x=_RAIL, y=self.y - 4, words=words, look="arrival"))
        if caption:
            self.y += _SPACE

    def _add_dangers(self, dangers: tuple[DutyTime, ...]) -> None:
        if dangers:
            box = _Contents(self, DANGER_TITLE)
            box.add_times(dangers, brief=self._brief)
            box.close("move")
            self.y += _SPACE * 2

    def _add_move(self, move: FlowMove) -> None:
        box = _Contents(self, move.title)
        if not self._brief:
            box.add(move.note, "text")
        box.add_times(move.times, brief=self._brief)
        self._notes.append(box.close("move"))
        self.y += _SPACE * 2

    def _add_beside(self, beside: FlowBeside) -> None:
        self.y += _SPACE * 2
        box = _Contents(self, beside.title, indent=_BESIDE)
        box.add(beside.words, "text")
        box.add_times(beside.times)
        box.close("beside")

    def _add_step(self, step: FlowStep, besides: Iterable[FlowBeside]) -> None:
        times = [
            ": ".join(filter(None, (time.who, time.what, time.words)))
            for time in step.arrival_times
        ]
        labels = [*filter(None, [step.arrival]), *times] if not self._brief else []
        self._arrow_down(labels, besides)
        box = _Contents(self, step.name)
        for mark in self._marks.get(step.id, ()):
            box.add_flag(mark)
        box.add("Informal" if step.is_informal else "", "text")
        box.add(step.who, "text")
        if not step.is_limited:
            box.add_time(capital(NO_TIME))
        box.add_times(step.times, brief=self._brief)
        looks = ["stage", *(["informal"] if step.is_informal else [])]
        looks += sorted({mark.look for mark in self._marks.get(step.id, ())})
        self._stages.append(box.close(" ".join(looks), anchor=step.anchor))

    def _add_end(self) -> Box:
        self.y += _GAP
        box = _Contents(self, END).close("end")
        foot = box.middle
        middles = [stage.middle for stage in self._stages]
        stubs = "".join(f"M{_LEFT} {middle}H{_RAIL}" for middle in middles)
        head = f"M{_LEFT - 6} {foot - 4}L{_LEFT} {foot}L{_LEFT - 6} {foot + 4}Z"
        path = f"{stubs}M{_RAIL} {middles[0]}V{foot}H{_LEFT - 6}"
        self.arrows.append(Arrow(path=path, head=head, look="flow"))
        return box

    def _add_rails(self, moves: tuple[FlowMove, ...]) -> None:
        right = _LEFT + self.box_width
        for number, (note, move) in enumerate(zip(self._notes, moves, strict=True)):
            x = right + _EDGE + self._rail_step * number
            start = note.middle
            aims = [self._stages[target].middle + 5 * number for target in move.targets]
            path = f"M{right} {start}H{x}V{max(aims, default=start)}"
            path += "".join(f"M{x} {y}H{right + 6}" for y in aims)
            head = "".join(f"M{right + 6} {y - 4}L{right} {y}L{right + 6} {y + 4}Z" for y in aims)
            self.arrows.append(Arrow(path=path, head=head, look="move"))

    def _arrow_down(self, labels: Iterable[str], besides: Iterable[FlowBeside]) -> None:
        x = _STEM
        top = self.y
        self.y += 2
        for label in labels:
            for words in wrapped(label, self.box_width - 32, _TEXT):
                self.y += _LINE
                self.labels.append(DrawnLine(x=x + 12, y=self.y - 2, words=words, look="arrival"))
        for beside in besides:
            self._add_beside(beside)
        self.y = max(self.y + 8, top + _GAP)
        head = f"M{x - 4} {self.y - 6}L{x} {self.y}L{x + 4} {self.y - 6}Z"
        self.arrows.append(Arrow(path=f"M{x} {top}V{self.y - 6}", head=head, look="flow"))


class _Contents:
    """The words of a box while it is filled, from top to bottom."""

    def __init__(self, drawing: Flowchart, title: str, *, indent: int = 0) -> None:
        self._drawing = drawing
        self._indent = indent
        self._top = drawing.y
        self._foot = drawing.y + 7
        self._title = self._laid_out(title, "title")
        self._lines: list[DrawnLine] = []
        self._flags: list[Flag] = []

    def add(self, words: str, look: str) -> None:
        self._lines.extend(self._laid_out(words, look))

    def _laid_out(self, words: str, look: str, indent: int = 0) -> tuple[DrawnLine, ...]:
        size = _TITLE if look == "title" else _TEXT
        width = self._drawing.box_width - self._indent - 2 * _PADDING - 2 * indent
        lines = wrapped(words, width, size, bold=look not in _NOT_BOLD)
        above = self._foot
        self._foot += _LINE * len(lines)
        x = _LEFT + self._indent + _PADDING + indent
        return tuple(
            DrawnLine(x=x, y=above + _LINE * number - 4, words=line, look=look)
            for number, line in enumerate(lines, start=1)
        )

    def add_flag(self, mark: ChartMark) -> None:
        self._foot += _SPACE
        top = self._foot
        lines = self._laid_out(mark.words, mark.look, indent=6)
        self._lines.extend(lines)
        widths = [width_of(line.words, _TEXT, bold=True) for line in lines]
        width = int(max(widths, default=0)) + 12
        height = self._foot - top + 2
        self._flags.append(Flag(y=top, width=width, height=height, look=mark.look))
        self._foot += _SPACE

    def add_times(self, times: Iterable[DutyTime], *, brief: bool = False) -> None:
        for time in times:
            if brief and not time.is_main:
                continue
            if time.who and not brief:
                self._foot += _SPACE
                self.add(f"{time.who}:", "quiet")
            self.add_time(capital(time.words))
            self.add(time.what, "text")
            if not brief:
                self.add(capital(time.since), "quiet")

    def add_time(self, words: str) -> None:
        self._foot += _SPACE
        self.add(words, "time")

    def close(self, look: str, *, anchor: str = "") -> Box:
        box = Box(
            y=self._top,
            height=self._foot + 8 - self._top,
            look=look,
            anchor=anchor,
            title=self._title,
            lines=tuple(self._lines),
            flags=tuple(self._flags),
            indent=self._indent,
        )
        self._drawing.boxes.append(box)
        self._drawing.y = box.foot
        return box
