"""Of one file at most so many faults are told, and then that there are more."""

from __future__ import annotations

from escalation_log.files.case_file import parse_case
from escalation_log.files.refusals import MOST_TOLD


def told(events: int) -> list[str]:
    text = "reference: KN-2026-0001\nevents:\n" + "  - 1\n" * events
    found = parse_case("cases/2026/KN-2026-0001.yaml", text.encode())
    assert isinstance(found, tuple)
    return [each.message for each in found]


def test_of_many_faults_the_first_are_told_and_that_there_are_more() -> None:
    messages = told(MOST_TOLD + 100)
    assert len(messages) <= MOST_TOLD + 1
    (more,) = [each for each in messages if "the rest is not told" in each]
    assert more == (
        "More than 500 things are wrong in this file, and the rest is not told; mend these, or ask "
        "whether it is the right file."
    )


def test_of_few_faults_each_is_told() -> None:
    assert len([each for each in told(100) if each.startswith("Expected keys and values")]) == 100
