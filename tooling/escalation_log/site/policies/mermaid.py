"""Write the flow of a policy as the source of a Mermaid flowchart, for use elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.site.policies.flow import DANGER_TITLE, END, START, Flow, FlowStep, FlowTime

# Mermaid writes characters of its own syntax as numbered entities.
_ESCAPED = frozenset('#&;"<>`\\')


def mermaid_of(flow: Flow, *, title: str) -> str:
    """Write the flowchart: stages downwards, moves beside them, all ending in one node."""
    return "".join(f"{line}\n" for line in _lines(flow, title))


def _lines(flow: Flow, title: str) -> Iterator[str]:
    yield "---"
    yield f"title: {_front(title)}"
    yield "---"
    yield "flowchart TD"
    yield f'  start(["{_text(START)}"])'
    for number, step in enumerate(flow.steps):
        yield f'  stage{number}["{_step_text(step)}"]'
    yield f'  ended(["{_text(END)}"])'
    if flow.dangers:
        words = "<br>".join(map(_text, (DANGER_TITLE, *_times(flow.dangers))))
        yield f'  danger{{{{"{words}"}}}}'
    for number, move in enumerate(flow.moves):
        words = "<br>".join(map(_text, (move.title, move.note, *_times(move.times))))
        yield f'  move{number}{{{{"{words}"}}}}'
    yield "  start --> stage0"
    for number, step in enumerate(flow.steps[1:], start=1):
        yield f'  stage{number - 1} -- "{_arrival_text(step)}" --> stage{number}'
    for number in range(len(flow.steps)):
        yield f"  stage{number} --> ended"
    for number, move in enumerate(flow.moves):
        for target in move.targets:
            yield f"  move{number} -.-> stage{target}"


def _step_text(step: FlowStep) -> str:
    parts = [step.name, *(["Informal"] if step.is_informal else []), step.who]
    parts += _times(step.times)
    return "<br>".join(_text(part) for part in parts if part)


def _arrival_text(step: FlowStep) -> str:
    return "<br>".join(map(_text, (step.arrival, *_times(step.arrival_times))))


def _times(times: tuple[FlowTime, ...]) -> list[str]:
    return [f"{time.what}: {time.words}" for time in times]


def _text(words: str) -> str:
    """Escape words so that Mermaid reads no syntax in them.

    >>> _text('"A" & B')
    '#34;A#34; #38; B'
    """
    return "".join(
        f"#{ord(each)};" if each in _ESCAPED else each for each in " ".join(words.split())
    )


def _front(words: str) -> str:
    """Write words as a quoted value of the front matter."""
    quoted = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
