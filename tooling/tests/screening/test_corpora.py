"""Of two long lists of texts the one is caught and the other let pass; the counts are printed."""

from __future__ import annotations

import json
import sys

import pytest

from escalation_log.screening import texts
from escalation_log.screening.texts import identifiers_in
from tests.goldens import Golden
from tests.screening.corpora import NUMERIC, PUBLISHED, identifying, innocent

CAUGHT = 0.95
FALSE = 0.02


def test_of_what_identifies_somebody_nearly_all_is_caught(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts = {
        kind: (sum(kind in identifiers_in(text) for text in given), len(given))
        for kind, given in identifying().items()
    }
    caught = sum(counts[kind][0] for kind in NUMERIC)
    numeric = sum(counts[kind][1] for kind in NUMERIC)
    lines = [f"{found:4} of {given:3} caught: {kind}" for kind, (found, given) in counts.items()]
    lines.append(f"{caught:4} of {numeric:3} caught: all numbers together")
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    assert caught >= CAUGHT * numeric
    for kind in NUMERIC:
        assert counts[kind][0] >= CAUGHT * counts[kind][1], kind
    # Nothing but what stands beside it tells a name, so that a part of them passes.
    for kind in counts.keys() - {*NUMERIC, texts.NAME}:
        assert counts[kind][0] >= CAUGHT * counts[kind][1], kind


def test_of_what_identifies_nobody_hardly_anything_is_caught(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = innocent()
    found = [text for text in given if identifiers_in(text, PUBLISHED)]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(found):4} of {len(given)} caught: what identifies nobody\n")
    assert len(found) <= FALSE * len(given), found


def test_the_lists_are_long_and_repeat_nothing() -> None:
    given = [text for each in identifying().values() for text in each]
    for each in (given, innocent()):
        assert len(each) > 400
        assert len(set(each)) == len(each)
    assert not {*given} & {*innocent()}


def test_the_vectors_for_other_programs_are_as_the_rules_are(golden: Golden) -> None:
    every = [*(text for given in identifying().values() for text in given), *innocent()]
    vectors = [{"text": text, "found": list(identifiers_in(text, PUBLISHED))} for text in every]
    lines = ",\n".join(json.dumps(each) for each in vectors)
    published = json.dumps(sorted(PUBLISHED))
    golden.check(
        "screening/vectors.json", f'{{"published": {published}, "texts": [\n{lines}\n]}}\n'
    )
