"""The hash of a case holds its facts and none of its words, and a seal the hashes of all."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
import yaml
from hypothesis import given

from escalation_log.files.case_file import parse_case
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.log.seals import case_hash, new_salt, seal_of
from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import FREE_TEXTS, KINDS_BY_WORD
from tests.files.written_cases import cases

SALT = "0123456789abcdef0123456789abcdef"
HEADER = """\
reference: KN-2026-0007
policy: knowsley@2020-06
theme: level-of-need
child: {pseudonym: C-7F3KQ, plan: [child-protection]}
raising: {agency: northside-academy, role: designated-safeguarding-lead}
receiving: {agency: childrens-social-care, role: team-manager}
concern: Short.
outcome_sought: An answer.
events:
"""
EVENTS = """\
  - {at: 2026-03-02 10:15, kind: disagreement, by: receiving, note: Said on the phone.}
  - {at: 2026-03-03 09:00, kind: raised, by: raising, how: phone}
  - {at: 2026-03-04, kind: escalated, by: raising, to: stage-2, reason: significant-concern}
  - {at: 2026-03-05 08:00, kind: correction, of: 2, correct: {how: email, note: By post.}, reason: So.}
  - {at: 2026-03-05 09:00, kind: correction, of: 3, correct: {reason: immediate}, reason: So.}
  - {at: 2026-03-06, kind: header-correction, correct: {concern: Other., theme: other}, reason: So.}
  - {at: 2026-03-07 09:00, kind: changed, plan: none}
  - {at: 2026-03-08 09:00, kind: withdrawn, why: moved-area, note: In another town.}
"""  # noqa: E501
WAITS = {"at": "2026-03-06 10:00", "kind": "discussed", "recorded": "2026-03-06 10:15"}
ID = "20260306T1015-discussed-k3f9"


def case_of(text: str, *waiting: WaitingEvent) -> Case:
    case = parse_case("KN-2026-0007.yaml", text.encode(), waiting)
    assert isinstance(case, Case), case
    return case


def hash_of(text: str, salt: str = SALT) -> str:
    return case_hash(case_of(text), salt)


SEALED = hash_of(HEADER + EVENTS)


def test_it_is_what_old_seals_have() -> None:
    """A hash once printed is found again, so none of these ever changes."""
    event = '{"at":"2026-03-02T10:15:00","by":"receiving","kind":"disagreement"}'
    header = (
        '{"children":[{"plan":["child-protection"]}],"policy":"knowsley",'
        '"raising":{"agency":"northside-academy","role":"designated-safeguarding-lead"},'
        '"receiving":[{"agency":"childrens-social-care","role":"team-manager"}],'
        '"reference":"KN-2026-0007","theme":"level-of-need","version":"2020-06"}'
    )
    words = f'{SALT}\n{{"events":[{event}],"header":{header}}}\n'
    first = EVENTS.splitlines()[0]
    assert hash_of(HEADER + first) == f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"
    assert SEALED == "sha256:c37644a8bc0a2f4424f5c6576a00abf39375f8b7e8a25b909baad293b5ebb211"


@pytest.mark.parametrize(
    ("said", "taken_out"),
    [
        (", note: Said on the phone.", ""),
        ("note: Said on the phone.", "note: Taken out."),
        ("concern: Short.", "concern: Taken out."),
        ("outcome_sought: An answer.", "outcome_sought: Taken out."),
        ("pseudonym: C-7F3KQ", "pseudonym: C-0000"),
        (", note: By post.", ""),
        ("reason: So.}\n  - {at: 2026-03-05 09", "reason: Taken out.}\n  - {at: 2026-03-05 09"),
        ("concern: Other., ", ""),
        ("note: In another town.", "note: Taken out."),
        ("2026-03-02 10:15", "2026-03-02T10:15"),
        ("plan: [child-protection]", "plan: child-protection"),
        ("reference: KN", "# A remark.\nformat: 1\nreference: KN"),
    ],
)
def test_no_words_and_no_layout_are_in_it(said: str, taken_out: str) -> None:
    text = HEADER + EVENTS
    assert text.count(said) == 1
    assert hash_of(text.replace(said, taken_out)) == SEALED


@pytest.mark.parametrize(
    ("was", "tampered"),
    [
        ("@2020-06", "@2021-06"),
        ("theme: level-of-need", "theme: other"),
        ("policy: kn", "invented: true\npolicy: kn"),
        ("plan: [child-protection]", "plan: none"),
        ("northside-academy", "housing"),
        ("team-manager", "head-of-service"),
        ("2026-03-02 10:15", "2026-03-02 10:16"),
        ("2026-03-02 10:15", "2026-03-02 10:15 +01:00"),
        ("2026-03-04,", "2026-03-04 00:00,"),
        ("kind: raised", "kind: discussed"),
        ("by: raising, how", "by: receiving, how"),
        ("how: phone", "how: letter"),
        ("to: stage-2", "to: stage-3"),
        ("reason: significant-concern", "reason: other"),
        ("correct: {how: email", "correct: {how: letter"),
        ("correct: {reason: immediate}", "correct: {reason: other}"),
        ("of: 2", "of: 1"),
        ("theme: other", "theme: another"),
        ("plan: none", "plan: early-help"),
        ("why: moved-area", "why: transferred"),
        ("  - {at: 2026-03-07 09:00, kind: changed, plan: none}\n", ""),
    ],
)
def test_every_coded_fact_is_in_it(was: str, tampered: str) -> None:
    text = HEADER + EVENTS
    assert text.count(was) == 1
    assert hash_of(text.replace(was, tampered)) != SEALED


def test_another_salt_gives_another_hash() -> None:
    salts = {new_salt() for _ in range(20)}
    assert all(re.fullmatch("[0-9a-f]{32}", salt) for salt in salts)
    assert len({hash_of(HEADER + EVENTS, salt) for salt in (*salts, SALT, "")}) == 22


def test_folded_or_waiting_it_is_the_same() -> None:
    waiting = WaitingEvent(
        file=f"cases/2026/KN-2026-0007/{ID}.yaml",
        data=b"",
        reference="KN-2026-0007",
        written=dict(WAITS),
    )
    folded = f"  - {yaml.safe_dump({**WAITS, 'id': ID}, default_flow_style=True, width=500)}"
    waits = case_hash(case_of(HEADER + EVENTS, waiting), SALT)
    assert waits == hash_of(HEADER + EVENTS + folded)
    assert waits != SEALED


@given(written=cases())
def test_whatever_the_words_are_the_hash_is_one(written: dict[str, Any]) -> None:
    text = yaml.safe_dump(written, sort_keys=False)
    case = parse_case("x.yaml", text.encode())
    if not isinstance(case, Case):
        return
    taken = {**written, "concern": "Taken out.", "outcome_sought": "Taken out."}
    taken["events"] = [
        {field: "Taken out." if is_text(each, field) else value for field, value in each.items()}
        for each in written["events"]
    ]
    other = parse_case("x.yaml", yaml.safe_dump(taken, sort_keys=False).encode())
    assert isinstance(other, Case)
    assert case_hash(case, SALT) == case_hash(other, SALT)


def is_text(event: dict[str, object], field: str) -> bool:
    kind = KINDS_BY_WORD[str(event["kind"])]
    return field in FREE_TEXTS and field not in kind.row.coded_texts


def test_a_seal_is_over_all_cases_in_whatever_order() -> None:
    one, two = ("KN-2026-0001", SEALED), ("KN-2026-0002", "sha256:" + "0" * 64)
    lines = "".join(f"{reference} {hashed}\n" for reference, hashed in (one, two))
    assert seal_of([two, one]) == f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
    assert len({seal_of(each) for each in ([], [one], [two], [one, two], [(one[0], two[1])])}) == 5
