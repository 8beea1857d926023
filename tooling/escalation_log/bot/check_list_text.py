"""Write what was found of the set-up as lines for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from escalation_log.bot.set_up_steps import SetUpFinding, SetUpStanding, SetUpStep
from escalation_log.words.lines import Line, Tone
from escalation_log.words.lists import counted

SCHEMA_VERSION = 1
# As docs/setting-up.md calls them.
NAMES: Mapping[SetUpStep, str] = MappingProxyType(
    {
        SetUpStep.REPOSITORY: "The repository",
        SetUpStep.RIGHTS: "Rights",
        SetUpStep.PROTECTION: "Protection",
        SetUpStep.REQUIRED_CHECKS: "Required checks",
        SetUpStep.PAGES: "Pages",
        SetUpStep.SCHEDULE: "Schedules",
        SetUpStep.LABELS: "Labels",
        SetUpStep.SECRETS: "Secrets",
        SetUpStep.SWITCH: "Dead man's switch",
    }
)
_TONES: Mapping[SetUpStanding, Tone] = MappingProxyType(
    {
        SetUpStanding.FINE: Tone.DONE,
        SetUpStanding.MISSING: Tone.MISSED,
        SetUpStanding.UNSEEN: Tone.SOON,
    }
)
_WIDTH = max(len(each) for each in SetUpStanding)


def check_list_lines(findings: Sequence[SetUpFinding]) -> Iterator[Line]:
    """Write a line for each finding, and one with the totals."""
    for each in findings:
        standing = each.remark.standing
        yield Line(
            text=f"{standing:<{_WIDTH}}  {NAMES[each.step]}: {each.remark.words}",
            hang=_WIDTH + 2,
            tone=_TONES[standing],
        )
    yield Line(text="")
    yield Line(text=_summary(findings))


def check_list_json(findings: Sequence[SetUpFinding], *, repository: str) -> str:
    """Write them as one JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "repository": repository,
        "findings": [
            {
                "step": each.step,
                "standing": each.remark.standing,
                "message": each.remark.words,
            }
            for each in findings
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _summary(findings: Sequence[SetUpFinding]) -> str:
    steps = counted(len(SetUpStep), "step")
    absent = sum(each.remark.standing is SetUpStanding.MISSING for each in findings)
    unseen = sum(each.remark.standing is SetUpStanding.UNSEEN for each in findings)
    if not absent and not unseen:
        return f"{steps}: all done. Nothing was written."
    return f"{steps}: {counted(absent, 'thing')} missing, {unseen} not seen. Nothing was written."
