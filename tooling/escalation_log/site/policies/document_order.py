"""Where an edition's document asks for each duty: the order of its statements, shared places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from escalation_log.model.policies import Duty, Policy
from escalation_log.model.statements import Became, Statements

_JOINT = re.compile(r" and |; ")


def clauses_in(clause: str) -> frozenset[str]:
    """Give the places that a clause may name: it alone, or the parts that it joins.

    >>> sorted(clauses_in("Stage Two and Process flow"))
    ['Process flow', 'Stage Two', 'Stage Two and Process flow']
    """
    return frozenset({clause, *_JOINT.split(clause)})


def document_order(policy: Policy, statements: Statements | None) -> Mapping[str, int]:
    """Say by the id of each duty where the document asks for it.

    That is the first statement from a place that the duty or its stage cites, or else the first of
    all that became it. Without statements, and after them, it is the order of the policy's file.
    """
    duties = policy.all_duties
    said = statements.statements if statements else ()
    order = {duty.id: len(said) + index for index, duty in enumerate(duties)}
    places = {stage.id: clauses_in(stage.clause or "") for stage in policy.stages}
    cited = {
        duty.id: clauses_in(duty.clause) | places.get(duty.stage or "", frozenset())
        for duty in duties
    }
    for anywhere in (True, False):
        found: dict[str, int] = {}
        for index, statement in enumerate(said):
            for pointer in statement.became:
                if pointer.kind is Became.DUTY and (
                    anywhere or statement.clause in cited.get(pointer.value, ())
                ):
                    found.setdefault(pointer.value, index)
        order |= found
    return order


def by_shared_place(duties: Iterable[Duty]) -> list[list[Duty]]:
    """Put duties together that cite a place in common, in the order of the first of each."""
    groups: list[list[Duty]] = []
    for duty in duties:
        places = clauses_in(duty.clause)
        for group in groups:
            if any(places & clauses_in(other.clause) for other in group):
                group.append(duty)
                break
        else:
            groups.append([duty])
    return groups
