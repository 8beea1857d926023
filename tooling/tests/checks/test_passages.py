"""A text falls into passages, each with the stage that its section is about."""

from __future__ import annotations

import pytest

from escalation_log.checks.prose_times import passages_of, stage_named
from tests.engine.judging import made_up_policy

STAGES = made_up_policy(
    """
    - {id: stage-1, title: Workers, duties: []}
    - {id: stage-2, title: Managers, duties: []}
    - {id: stage-12, title: The board, duties: []}
    - {id: panel, title: Resolution panel, duties: []}
    - {id: again, title: Workers, duties: []}
    """
).stages

TEXT = """\
Before all headings.

# A title
At once,
on two lines.
## Stage one: the workers

They talk.
### What they write

A note.

## Else

```
## Stage two
```
Said as well.
#hashtag
## Stage two
"""


def test_a_passage_is_about_its_sections_stage() -> None:
    passages = [(" ".join(each.words.split()), each.stage) for each in passages_of(TEXT, STAGES)]
    assert passages == [
        ("Before all headings.", None),
        ("# A title", None),
        ("At once, on two lines.", None),
        ("## Stage one: the workers", "stage-1"),
        ("They talk.", "stage-1"),
        ("### What they write", "stage-1"),
        ("A note.", "stage-1"),
        ("## Else", None),
        ("## Stage two", None),
        ("Said as well. #hashtag", None),
        ("## Stage two", "stage-2"),
    ]


def test_what_is_no_prose_is_blank_and_the_rest_in_its_place() -> None:
    text = "A **five**-day <b>wait</b>, [2 days](https://a.example/3-days).\n> Not {limit: a/b}."
    _, passage = passages_of(f"# A title\n\n{text}", ())
    assert passage.start == len("# A title\n\n")
    assert passage.words == (
        "A   five  -day    wait    , [2 days                           .\n  Not             ."
    )


@pytest.mark.parametrize(
    ("heading", "stage"),
    [
        ("## Stage 2", "stage-2"),
        ("## STAGE TWO: the managers", "stage-2"),
        ("## Stage 12", "stage-12"),
        ("## Managers", "stage-2"),
        ("## 4. Resolution panel", "panel"),
        ("## Stage one or stage two", None),
        ("## What managers write down", None),
        ("## Workers", None),
        ("## Stage three", None),
        ("##", None),
    ],
)
def test_a_heading_names_one_stage_or_none(heading: str, stage: str | None) -> None:
    assert stage_named(heading, STAGES) == stage
