"""Draw the way that a case took over the flowchart of its policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from escalation_log.site.policies.chart_parts import Arrow, Box, ChartMark, StepNumber
from escalation_log.site.policies.flow import Flow
from escalation_log.site.policies.flowchart import Flowchart
from escalation_log.site.policies.lettering import width_of

_ABOVE = 6  # the end of a line above the middle of a box, clear of the lines of moves
_ROUND = 18  # the height of a number, and its least width


@dataclass(frozen=True, slots=True, kw_only=True)
class WayTaken:
    """The stages that a case was in, by their ids in the order taken; `has_ended` as it stands."""

    stages: tuple[str, ...]
    has_ended: bool


class CaseChart(Flowchart):
    """The flowchart of a case, without what its policy's page says at length.

    A step to the next stage is drawn over the line between them, any other beside the boxes, and
    the end over the line of resolved cases. The stages are numbered in the order taken.
    """

    def __init__(
        self, flow: Flow, *, marks: Mapping[str, tuple[ChartMark, ...]], way: WayTaken
    ) -> None:
        ids = [step.id for step in flow.steps]
        # The box before the first stage is that of the beginning.
        places = [0, *(ids.index(each) + 1 for each in way.stages)]
        leaps = [(one, other) for one, other in pairwise(places) if other != one + 1]
        super().__init__(flow, marks=marks, brief=True, more_rails=len(leaps))
        self.description += _way_words(flow, way)
        boxes = [self._start, *self._stages]
        for one, other in pairwise(places):
            if other == one + 1:
                self._add_step_up(boxes[one], boxes[other])
        for number, (one, other) in enumerate(leaps):
            self._add_leap(boxes[one], boxes[other], number)
        if way.has_ended:
            self._add_ending(boxes[places[-1]])
        for place, box in enumerate(boxes):
            numbers = [
                str(number) for number, each in enumerate(places) if number and each == place
            ]
            if numbers:
                self._add_number(box, ", ".join(numbers))

    def _add_step_up(self, one: Box, other: Box) -> None:
        head = (
            f"M{self.stem - 5} {other.y - 7}L{self.stem} {other.y}L{self.stem + 5} {other.y - 7}Z"
        )
        path = f"M{self.stem} {one.foot}V{other.y - 6}"
        self.arrows.append(Arrow(path=path, head=head, look="taken"))

    def _add_leap(self, one: Box, other: Box, number: int) -> None:
        right = self.left + self.box_width
        rail = right + self.edge + self._rail_step * (len(self._notes) + number)
        start, aim = one.middle - _ABOVE, other.middle - _ABOVE
        head = f"M{right + 7} {aim - 5}L{right} {aim}L{right + 7} {aim + 5}Z"
        path = f"M{right} {start}H{rail}V{aim}H{right + 6}"
        self.arrows.append(Arrow(path=path, head=head, look="taken"))

    def _add_ending(self, last: Box) -> None:
        foot = self._end.middle
        head = f"M{self.left - 7} {foot - 5}L{self.left} {foot}L{self.left - 7} {foot + 5}Z"
        path = f"M{self.left} {last.middle}H{self.rail}V{foot}H{self.left - 6}"
        self.arrows.append(Arrow(path=path, head=head, look="taken"))

    def _add_number(self, box: Box, words: str) -> None:
        width = max(_ROUND, int(width_of(words, self.text_size, bold=True)) + 9)
        self.steps.append(StepNumber(x=self.rail + 2, y=box.y - 8, width=width, words=words))


def _way_words(flow: Flow, way: WayTaken) -> str:
    names = {step.id: step.name for step in flow.steps}
    taken = [names[each] for each in way.stages] + (["the end"] if way.has_ended else [])
    return f" The way of this case: {', then '.join(taken)}."
