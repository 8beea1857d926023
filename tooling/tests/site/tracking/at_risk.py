"""A case with an immediate risk of which nobody has told a manager."""

from __future__ import annotations

from pathlib import Path

from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.opening import open_log
from escalation_log.site.publication import judging_moment, publication_of
from tests.site.building import AS_OF, copy_log

REFERENCE = "KN-2026-0099"
_CASE = """\
format: 1
reference: KN-2026-0099
policy: knowsley@2020-06
theme: communication
child: {pseudonym: C-8WQ2M}
raising: {agency: northside-academy, role: designated-safeguarding-lead}
receiving: {agency: childrens-social-care, role: team-manager}
concern: |
  Nobody has seen the child for a week.
outcome_sought: |
  A visit.
events:
  - at: 2026-11-02 10:00
    kind: disagreement
    by: receiving
  - at: 2026-11-03 09:00
    kind: raised
    by: raising
    how: phone
  - at: 2026-11-19 10:00
    kind: immediate-risk
    by: raising
"""


def case_at_risk(folder: Path) -> JudgedCase:
    """Judge the case in a log of its own, by the shipped policies."""
    root = copy_log(folder, cases=False)
    file = root / "cases" / "2026" / f"{REFERENCE}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(_CASE, encoding="utf-8")
    as_of = judging_moment(AS_OF)
    publication = publication_of(open_log(root, as_of=as_of), as_of)
    (case,) = publication.files
    return publication.judge(case)
