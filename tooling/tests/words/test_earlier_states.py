"""How a case is named whose file cannot be read."""

from __future__ import annotations

import pytest

from escalation_log.model.faulty_files import NotJudged
from escalation_log.words.earlier_states import name_words


@pytest.mark.parametrize(
    ("file", "reference", "words"),
    [
        ("cases/2026/KN-2026-0001.yaml", "KN-2026-0001", "KN-2026-0001"),
        ("cases/2026/somebody.yaml", None, "file 3 in cases/2026"),
        ("cases/somebody/notes.yaml", None, "file 3 in a folder of cases"),
    ],
)
def test_a_case_without_a_reference_is_named_by_no_word_of_its_file(
    file: str, reference: str | None, words: str
) -> None:
    case = NotJudged(file=file, reference=reference, position=3, problems=())
    assert name_words(case) == words
