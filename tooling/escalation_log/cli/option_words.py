"""Say of options what is missing or wrong, each with its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from escalation_log.recording.form_fields import AnswerKind, FormField
from escalation_log.recording.problem_words import Objection
from escalation_log.words.lists import listed

_MOST_NAMED = 12
NOTHING_ASKED = "Without a terminal nothing can be asked."
# What the moment of recording is called among options.
_HEARD = {"recorded": "heard"}


def option_of(name: str) -> str:
    """Name the option for a field."""
    return f"--{name.replace('_', '-')}"


def objection_words(wrong: Iterable[Objection], names: Collection[str]) -> Iterator[str]:
    """Say what is wrong; `names` are the fields that have an option."""
    for each in wrong:
        name = _HEARD.get(each.field, each.field)
        is_option = name in names or name in _HEARD.values()
        yield f"{option_of(name)}: {each.words}" if is_option else each.words


def missing_words(field: FormField) -> str:
    """Name the option that is missing, and what may be typed."""
    if field.answer is AnswerKind.FIELDS:
        return "--correct is missing. Type --correct FIELD=VALUE, once for each field."
    words = f"{option_of(field.name)} is missing: {field.question}"
    named: Sequence[str] = [each.value for each in field.choices]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"one of {len(named) - _MOST_NAMED} more"]
    return f"{words} Type {listed(named, 'or')}." if named else words
