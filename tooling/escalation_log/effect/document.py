"""Write the effect of a change as one JSON document, and read and validate it again.

One workflow writes it, and another that may write to GitHub reads it without trusting it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NoReturn

from escalation_log.bot.issue_plan import IssueKey
from escalation_log.bot.markdown import plain_text
from escalation_log.effect.value import (
    EFFECT_VERSION,
    CaseEffect,
    Effect,
    Gate,
    Impact,
    IssueEffect,
    IssueTurn,
    Moved,
    Standing,
)
from escalation_log.files.reading import validator_of
from escalation_log.model.errors import EscalogError
from escalation_log.words.plain_values import fields_as_plain

# In bytes. A larger document is refused before it is parsed.
LARGEST = 16 * 1024 * 1024
# These limits repeat those of the schema.
_MOST_CASES = 200
_MOST_GRAVE = 2000
_MOST = 300
_MOST_CAUSES = 10
_LONGEST = 600


def artifact_text(effect: Effect) -> str:
    """Write an effect as JSON, shortened to the limits of the schema."""
    return _dumped(_limited(effect))


def impact_text(impact: Impact) -> str:
    """Write only what changed rules do, as JSON."""
    return _dumped(impact)


def effect_from(data: bytes) -> Effect:
    """Parse what `artifact_text` wrote; raise EscalogError for anything else."""
    if len(data) > LARGEST:
        raise _refused(f"it is larger than {LARGEST // 1024} KB")
    try:
        value = json.loads(data, parse_float=_no_number, parse_constant=_no_number)
        # JSON can hold a single surrogate, which UTF-8 cannot encode.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _refused("it is no JSON of text and whole numbers") from None
    faults = sum(1 for _ in validator_of("effect").iter_errors(value))
    if faults:
        raise _refused("it is not what its schema asks for")
    return _effect(value)


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)


def _dumped(value: Effect | Impact) -> str:
    document = {"schema_version": EFFECT_VERSION, **fields_as_plain(value)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _refused(because: str) -> EscalogError:
    return EscalogError(
        f"The file is not read: {because}.",
        hint="It is written by: escalog effect --format json",
    )


def _limited(effect: Effect) -> Effect:
    # The grave ones stand first, and none of them is left out while the document can hold them.
    grave = sum(each.is_grave for each in effect.cases)
    cases = effect.cases[: max(_MOST_CASES, min(grave, _MOST_GRAVE))]
    impact = effect.impact
    return replace(
        effect,
        cases=tuple(
            _limited_case(each if number <= _MOST_CASES else _in_short(each))
            for number, each in enumerate(cases, start=1)
        ),
        more_cases=len(effect.cases) - len(cases),
        impact=replace(
            impact,
            rules=_few(impact.rules),
            moved=tuple(_limited_move(each) for each in impact.moved[:_MOST]),
            more_moved=max(0, len(impact.moved) - _MOST),
            alerts=_few(impact.alerts),
            closed=_few(impact.closed),
            unjudged=_few(impact.unjudged),
        ),
        agreement=_few(effect.agreement),
        hidden_by=_few(effect.hidden_by),
        readers=_few(effect.readers),
        public=_few(effect.public),
        problems=_few(effect.problems),
    )


def _in_short(case: CaseEffect) -> CaseEffect:
    """Keep of a case only what must not be missed."""
    return replace(case, warnings=case.warnings[:1], aims=(), told=(), issues=(), coming=())


def _limited_case(case: CaseEffect) -> CaseEffect:
    return replace(
        case,
        about=plain_text(case.about, _LONGEST),
        warnings=_few(case.warnings),
        aims=_few(case.aims),
        told=_few(case.told),
        issues=tuple(
            replace(each, stage=plain_text(each.stage, _LONGEST)) for each in case.issues[:_MOST]
        ),
        coming=_few(case.coming),
    )


def _limited_move(moved: Moved) -> Moved:
    return replace(
        moved,
        duty=plain_text(moved.duty, _LONGEST),
        who=plain_text(moved.who, _LONGEST),
        why=tuple(plain_text(each, _LONGEST) for each in moved.why[:_MOST_CAUSES]),
    )


def _few(sentences: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(plain_text(each, _LONGEST) for each in sentences[:_MOST])
    more = len(sentences) - _MOST + 1
    return kept if more <= 1 else (*kept[:-1], f"And {more} more.")


def _effect(value: dict[str, Any]) -> Effect:
    fields = _with_tuples(value)
    del fields["schema_version"]
    fields["cases"] = tuple(map(_case, value["cases"]))
    fields["impact"] = _impact(value["impact"])
    fields["gates"] = tuple(map(Gate, value["gates"]))
    return Effect(**fields)


def _case(value: dict[str, Any]) -> CaseEffect:
    fields = _with_tuples(value)
    fields["standing"] = Standing(value["standing"])
    fields["issues"] = tuple(
        IssueEffect(turn=IssueTurn(each["turn"]), key=IssueKey(**each["key"]), stage=each["stage"])
        for each in value["issues"]
    )
    return CaseEffect(**fields)


def _impact(value: dict[str, Any]) -> Impact:
    fields = _with_tuples(value)
    fields["moved"] = tuple(Moved(**_with_tuples(each)) for each in value["moved"])
    return Impact(**fields)


def _with_tuples(value: dict[str, Any]) -> dict[str, Any]:
    """Copy an object of the document, with lists as tuples; its schema names every field."""
    return {key: tuple(each) if isinstance(each, list) else each for key, each in value.items()}
