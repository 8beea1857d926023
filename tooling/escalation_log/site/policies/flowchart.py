"""The flowchart of a policy: where boxes, lines and words stand in a drawing 320 wide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from escalation_log.site.policies.flow import Flow, FlowMove, FlowStep

WIDTH = 320
_LEFT = 22  # where boxes begin; the line of resolved cases runs to the left of them
_RAIL = 11  # the line of resolved cases
_RAIL_STEP = 12  # between the lines of moves, to the right of the boxes
_PADDING = 12
_LINE = 18
_TITLE_LETTER = 8.3  # the widths of an average letter
_TEXT_LETTER = 7.0
_GAP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of words. `look` is `title`, `text` or `arrival`."""

    x: int
    y: int
    words: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box with its words; a stage's box leads to its section. `look` is a class of the styles."""

    y: int
    height: int
    look: str
    anchor: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A path, with the head at its end as a path of its own (none for a line without one)."""

    path: str
    head: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowchart:
    """What to draw, top to bottom."""

    title: str
    description: str
    width: int
    height: int
    left: int
    box_width: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Line, ...]


def flowchart_of(flow: Flow) -> Flowchart:
    """Lay a flow out: moves on top, stages below one another, resolved at the foot."""
    drawing = _Drawing(moves=len(flow.moves))
    for move in flow.moves:
        drawing.add_move(move)
    drawing.add_start()
    for step in flow.steps:
        drawing.add_step(step)
    drawing.add_end()
    drawing.add_rails(flow.moves)
    return Flowchart(
        title=f"Flowchart: {flow.title}",
        description=_description(flow),
        width=WIDTH,
        height=drawing.y + 6,
        left=_LEFT,
        box_width=drawing.box_width,
        boxes=tuple(drawing.boxes),
        arrows=tuple(drawing.arrows),
        labels=tuple(drawing.labels),
    )


def _description(flow: Flow) -> str:
    names = ", then ".join(step.name for step in flow.steps)
    shortcuts = "".join(f" {move.title}: {move.route}" for move in flow.moves)
    return f"A difference goes up from stage to stage until it is resolved: {names}.{shortcuts}"


class _Drawing:
    """The drawing so far; `y` is where the next thing goes."""

    def __init__(self, *, moves: int) -> None:
        self.y = 6
        self.box_width = WIDTH - _LEFT - 10 - _RAIL_STEP * moves
        self.boxes: list[Box] = []
        self.arrows: list[Arrow] = []
        self.labels: list[Line] = []
        self._notes: list[Box] = []
        self._stages: list[Box] = []

    def add_move(self, move: FlowMove) -> None:
        lines = [
            *self._wrapped(move.title, "title"),
            *self._wrapped(move.words or move.route, "text"),
        ]
        self._notes.append(self._box("move", move.title, lines))
        self.y += 10

    def add_start(self) -> None:
        self._box("end", "", self._wrapped("Professionals disagree", "title"))

    def add_step(self, step: FlowStep) -> None:
        self._arrow_down([part for part in (step.arrival, step.arrival_time) if part])
        lines = [
            *self._wrapped(step.name, "title"),
            *(self._wrapped("Informal", "text") if step.is_informal else ()),
            *self._wrapped(step.who, "text"),
            *(line for time in step.times for line in self._wrapped(f"• {time}", "text")),
        ]
        look = "stage informal" if step.is_informal else "stage"
        self._stages.append(self._box(look, step.name, lines, anchor=step.anchor))

    def add_end(self) -> None:
        self.y += _GAP
        box = self._box("end", "", self._wrapped("Resolved, at whichever stage", "title"))
        foot = box.y + box.height // 2
        top = self._middle(self._stages[0])
        for stage in self._stages:
            middle = self._middle(stage)
            self.arrows.append(Arrow(path=f"M{_LEFT} {middle}H{_RAIL}", head="", look="flow"))
        head = f"M{_LEFT - 6} {foot - 4}L{_LEFT} {foot}L{_LEFT - 6} {foot + 4}Z"
        path = f"M{_RAIL} {top}V{foot}H{_LEFT - 6}"
        self.arrows.append(Arrow(path=path, head=head, look="flow"))

    def add_rails(self, moves: tuple[FlowMove, ...]) -> None:
        right = _LEFT + self.box_width
        for number, (note, move) in enumerate(zip(self._notes, moves, strict=True)):
            x = right + 10 + _RAIL_STEP * number
            middles = [self._middle(self._stages[target]) for target in move.targets]
            start = self._middle(note)
            path = f"M{right} {start}H{x}V{max(middles, default=start)}"
            self.arrows.append(Arrow(path=path, head="", look="move"))
            for middle in middles:
                y = middle + 5 * number
                head = f"M{right + 6} {y - 4}L{right} {y}L{right + 6} {y + 4}Z"
                self.arrows.append(Arrow(path=f"M{x} {y}H{right + 6}", head=head, look="move"))

    def _arrow_down(self, labels: Iterable[str]) -> None:
        x = _LEFT + 16
        top = self.y
        self.y += 4
        for label in labels:
            for words in wrap(label, int((self.box_width - 28) / _TEXT_LETTER)):
                self.y += _LINE
                self.labels.append(Line(x=x + 12, y=self.y - 4, words=words, look="arrival"))
        self.y = max(self.y + 6, top + _GAP)
        head = f"M{x - 4} {self.y - 6}L{x} {self.y}L{x + 4} {self.y - 6}Z"
        self.arrows.append(Arrow(path=f"M{x} {top}V{self.y - 6}", head=head, look="flow"))

    def _wrapped(self, words: str, look: str) -> list[tuple[str, str]]:
        letter = _TITLE_LETTER if look == "title" else _TEXT_LETTER
        width = int((self.box_width - 2 * _PADDING) / letter)
        return [(line, look) for line in wrap(words, width, break_long_words=False)]

    def _box(self, look: str, name: str, words: list[tuple[str, str]], *, anchor: str = "") -> Box:
        lines = tuple(
            Line(x=_LEFT + _PADDING, y=self.y + 5 + _LINE * number, words=line, look=line_look)
            for number, (line, line_look) in enumerate(words, start=1)
        )
        height = _LINE * len(words) + 16
        box = Box(y=self.y, height=height, look=look, anchor=anchor, name=name, lines=lines)
        self.boxes.append(box)
        self.y += height
        return box

    def _middle(self, box: Box) -> int:
        return box.y + box.height // 2
