"""Write what `verify` found as lines for people, as JSON, and as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.export.problems_text import (
    PROBLEMS_VERSION,
    finding_lines,
    found_words,
    many,
    problem_as_plain,
    workflow_commands,
)
from escalation_log.log.verifying import Sealed, Verified
from escalation_log.model.seal import Seal
from escalation_log.words.dates import moment_iso, moment_words
from escalation_log.words.lines import Line, Tone, text_of
from escalation_log.words.plain_values import Plain
from escalation_log.words.seal_words import seal_scope_words

# Enough digits of a commit's name for people to type.
_SHORT = 12
_LONDON = ZoneInfo("Europe/London")


def verified_lines(verified: Verified) -> Iterator[Line]:
    """Write a line for each problem, one with the totals, and the seals."""
    yield from finding_lines(verified.problems)
    yield Line(text=_summary(verified), tone=Tone.PLAIN if verified.problems else Tone.DONE)
    if verified.sealed is not None:
        yield Line(text=_sealed_words(verified.sealed), hang=4)
    yield Line(text=f"Seal of the newest commit: {verified.seal.value}", hang=4)
    yield Line(text=seal_scope_words(verified.seal), hang=4)
    if verified.seal.unsalted:
        yield Line(
            text="Give the cases without a salt one: escalog fold --salt", hang=4, tone=Tone.SOON
        )


def verified_json(verified: Verified) -> str:
    """Write what was found as one JSON document."""
    sealed = verified.sealed
    document: dict[str, Plain] = {
        "schema_version": PROBLEMS_VERSION,
        "problems": [problem_as_plain(each) for each in verified.problems],
        "commits": verified.steps,
        "seal": _seal_as_plain(verified.seal),
        "sealed": None
        if sealed is None
        else {
            "commit": sealed.step.commit,
            "at": moment_iso(moment_at(sealed.step.moment, _LONDON)),
            **_seal_as_plain(sealed.seal),
        },
    }
    return json.dumps(document, indent=2) + "\n"


def verified_github(verified: Verified) -> str:
    """Write what was found as workflow commands of GitHub Actions."""
    lines = [*workflow_commands(verified.problems), _summary(verified)]
    if verified.sealed is not None:
        lines.append(_sealed_words(verified.sealed))
    return text_of(Line(text=line) for line in lines)


def _summary(verified: Verified) -> str:
    return f"{many(verified.steps, 'commit')} verified: {found_words(verified.problems)}."


def _sealed_words(sealed: Sealed) -> str:
    commit, at = sealed.step
    return (
        f"The seal is that of the commit {commit[:_SHORT]} of {_when(at)}. "
        f"{seal_scope_words(sealed.seal)}"
    )


def _when(at: datetime) -> str:
    return moment_words(moment_at(at, _LONDON))


def _seal_as_plain(seal: Seal) -> dict[str, Plain]:
    return {
        "value": seal.value,
        "cases": seal.cases,
        "without_salt": seal.unsalted,
        "unread_files": seal.unread,
    }
