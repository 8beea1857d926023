"""Whatever a file says within its schema, checking it gives findings and never fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.files.reading import schema_of
from escalation_log.log.disk import FoundCase
from escalation_log.log.rulebooks import read_rulebooks
from escalation_log.log.workers import Casework
from escalation_log.model.event_kinds import EventKind
from tests.logs import FOUR

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULEBOOKS = read_rulebooks(FOUR, AS_OF)

DEFINITIONS = schema_of("case")["$defs"]
MOMENTS = st.sampled_from(
    [
        "1900-01-01",
        "2026-03-02",
        "2026-03-02 10:15",
        "2026-03-29 01:30",
        "2026-10-25 01:30",
        "2026-10-25 01:30 +01:00",
        "2026-03-02T10:15:30Z",
        "2026-12-24 12:00 -14:00",
        "2199-12-31 23:59",
    ]
)
STAGES = st.sampled_from(["stage-0", "stage-1", "stage-2", "stage-3", "stage-4", "stage-9"])
AGENCIES = st.sampled_from(["police", "housing", "early-help", "childrens-social-care", "nobody"])
DUTIES = st.sampled_from(
    sorted(
        {"stage-1/nothing"}.union(
            duty.id for policy in RULEBOOKS.parts.policies.values() for duty in policy.all_duties
        )
    )
)
WHOM = st.sampled_from(["chair", "iro", "business-manager", "nobody"])
TEXT = st.sampled_from(["Absence.", "Ring 0117 496 0123.", "999 000 0018"])


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return of | st.lists(of, min_size=1, max_size=4, unique=True)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "to": STAGES,
    "reason": st.sampled_from(["immediate-risk", "significant-concern", "haste"]),
    "whom": lists(WHOM),
    "what": st.sampled_from(["professionals-meeting", "commissioners"]),
    "on": st.sampled_from(["2026-03-09", "2026-03-28"]),
    "came_about": st.sampled_from(["yes", "in-part", "no"]),
    "field": st.sampled_from(["note", "reason"]),
    "authority": TEXT,
    "agencies": lists(AGENCIES),
    "protect_by": MOMENTS,
    "measures": lists(st.sampled_from(DEFINITIONS["measure"]["enum"])),
    "plan": st.sampled_from(["none", "looked-after", ["child-protection", "early-help"]]),
    "urgency": st.sampled_from(["urgent", "standard"]),
    "references": lists(st.sampled_from(["KN-2026-0001", "KN-2026-9999"])),
    "duty": DUTIES,
    "until": MOMENTS,
    "agreed_by": lists(st.sampled_from(["practitioner", "chair", "nobody"])),
    "of": st.integers(1, 6),
    "correct": st.fixed_dictionaries({"at": MOMENTS})
    | st.fixed_dictionaries({"how": st.just("email")}),
}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(
        st.sampled_from([kind for kind in EventKind if kind != EventKind.HEADER_CORRECTION])
    )
    event = {"at": draw(MOMENTS), "kind": kind.value}
    event |= {field: draw(FIELDS[field]) for field in (*kind.row.needs, *kind.row.needs_one_of)}
    if kind == EventKind.DISPUTED:
        event["reason"] = draw(st.sampled_from(["was-done", "not-told"]))
    if kind == EventKind.ESCALATED and draw(st.booleans()):
        event["reason"] = draw(FIELDS["reason"])
    for field, values in (("recorded", MOMENTS), ("stage", STAGES), ("note", TEXT)):
        if draw(st.integers(0, 3)) == 0:
            event[field] = draw(values)
    return event


PARTIES = st.fixed_dictionaries(
    {"agency": AGENCIES, "role": st.sampled_from(["practitioner", "nobody"])}
)
HEADER_CORRECTIONS = st.fixed_dictionaries(
    {
        "at": MOMENTS,
        "kind": st.just("header-correction"),
        "reason": TEXT,
        "correct": st.fixed_dictionaries({"raising": PARTIES})
        | st.fixed_dictionaries({"links": st.just(["KN-2026-0001"])}),
    }
)
CASES = st.fixed_dictionaries(
    {
        "reference": st.sampled_from(["KN-2026-0099", "BA-2026-0099"]),
        "policy": st.sampled_from([*sorted(RULEBOOKS.parts.policies), "knowsley@2019"]),
        "theme": st.sampled_from(["level-of-need", "communication"]),
        "child": st.just({"pseudonym": "C-7F3KQ", "plan": "none"}),
        "raising": PARTIES,
        "receiving": PARTIES | st.lists(PARTIES, min_size=1, max_size=3),
        "concern": TEXT,
        "outcome_sought": TEXT,
        "events": st.lists(events() | HEADER_CORRECTIONS, min_size=1, max_size=8),
    }
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "cases" / "2026"
    folder.mkdir(parents=True)
    return folder / "KN-2026-0099.yaml"


@given(case=CASES)
def test_any_case_is_checked(file: Path, case: dict[str, Any]) -> None:
    file.write_text(json.dumps(case), "utf-8")
    root = file.parents[2]
    casework = Casework(
        root=root, rulebook_parts=RULEBOOKS.parts, rulebooks=RULEBOOKS.by_edition, as_of=AS_OF
    )
    checked = casework.check([FoundCase(file="cases/2026/KN-2026-0099.yaml", path=file)])
    assert len(checked.cases) == 1 or {"schema"} == {each.rule for each in checked.problems}
    assert all(problem.line for problem in checked.problems)
