"""Rules on the statements of an edition, and on the clauses that its rules name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from escalation_log.checks.possible import placed_duties
from escalation_log.checks.subjects import (
    Finding,
    FindingIn,
    LogToCheck,
    StatementsToCheck,
    choices,
    instead_of,
)
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Severity
from escalation_log.model.statements import Became, Pointer, Statements

_JOINTS = (" and ", "; ")
# Where the text of staff and a statement may differ: line breaks, marks of Markdown, kinds of
# quotation marks.
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = re.compile(r"<[^<>]*>|^\s*(?:[-+*>]|#+|\d+\.)\s|[*_`|]", re.MULTILINE)
_QUOTES = str.maketrans("‘’“”", "''\"\"")


def statements_agree(subject: StatementsToCheck) -> Iterator[Finding]:
    """What a statement points at exists: its clause, and each thing that it became."""
    policy = subject.policy
    if policy is None:
        edition, known = subject.statements.edition, subject.rulebook_parts.editions
        if edition not in known:
            message = f"policies/ has no such edition. {instead_of(edition, sorted(known))}"
            yield Finding(("edition",), message)
        return
    for index, statement in enumerate(subject.statements.statements):
        if policy.clauses and statement.clause not in policy.clauses:
            yield Finding(
                ("statements", index, "clause"),
                f"This is none of the `clauses` of {policy.edition}. "
                f"{instead_of(statement.clause, policy.clauses)}",
            )
    declared = _declared(policy, subject.partnership)
    told = subject.text_of(policy)
    text = None if told is None else folded(told)
    for path, pointer in _placed_pointers(subject.statements):
        allowed = declared.get(pointer.kind)
        if allowed is not None and pointer.value not in allowed:
            yield Finding(path, _unknown(pointer, allowed, policy))
        if (
            pointer.kind is Became.SENTENCE
            and text is not None
            and folded(pointer.value) not in text
        ):
            yield Finding(
                path,
                f"These words do not stand in policies/{policy.id}/policy.md. Copy them from "
                "there, or put them in.",
            )


def _unknown(pointer: Pointer, allowed: Collection[str], policy: Policy) -> str:
    what = _what(pointer.kind)
    if pointer.kind is Became.CONTACT:
        where = f"policies/{policy.id}/partnership.yaml"
    else:
        where = policy.edition
    if not allowed:
        return f"{where} has no {what}. Leave this out, or name something else."
    return f"{where} has no such {what}. {instead_of(pointer.value, allowed)}"


def _what(kind: Became) -> str:
    return "reason of a move" if kind is Became.MOVE else kind.value


def _declared(policy: Policy, partnership: Partnership | None) -> Mapping[Became, Collection[str]]:
    """Give what may be pointed at, by what it is; contacts only where they could be read."""
    declared: dict[Became, Collection[str]] = {
        Became.DUTY: [duty.id for duty in policy.all_duties],
        Became.MOVE: list(dict.fromkeys(move.when for move in policy.moves)),
        Became.THEME: list(policy.themes),
        Became.STAGE: [stage.id for stage in policy.stages],
        Became.READING: [reading.id for reading in policy.readings],
    }
    if partnership is not None:
        declared[Became.CONTACT] = [contact.id for contact in partnership.contacts]
    return declared


def _placed_pointers(statements: Statements) -> Iterator[tuple[DataPath, Pointer]]:
    for index, statement in enumerate(statements.statements):
        for number, pointer in enumerate(statement.became):
            yield ("statements", index, "became", number, pointer.kind.value), pointer
    for index, own in enumerate(statements.own):
        yield ("own", index, own.what.kind.value), own.what


def folded(text: str) -> str:
    """Take the markup out of Markdown, and make each stretch of blanks a single one.

    >>> folded("- **Raise it** with the  [other side](whom.md).")
    'Raise it with the other side.'
    """
    plain = _MARKUP.sub(" ", _LINK.sub(r"\1", text.translate(_QUOTES)))
    return " ".join(plain.split())


def statements_complete(log: LogToCheck) -> Iterator[FindingIn]:
    """A statement points at each duty, move, theme and contact of its edition, or `own` does."""
    for edition, policy in sorted(log.rulebook_parts.policies.items()):
        statements = log.rulebook_parts.statements.get(edition)
        if statements is not None:
            partnership = log.rulebook_parts.partnerships.get(policy.id)
            for what, missing in _pointed_at_by_none(statements, policy, partnership):
                yield FindingIn(
                    ("statements",),
                    f"No statement became the {what} {choices(missing)}. Point at each from the "
                    "statement of the document that it comes from, or list it under `own` with "
                    "why it is there.",
                    Severity.WARNING,
                    file=log.statements_files[edition],
                )
        elif policy.clauses and edition not in log.statements_files:
            yield FindingIn(
                ("clauses",),
                "Nothing shows what became of each statement of the document. List them in "
                f"policies/{policy.id}/{policy.version}.statements.yaml.",
                Severity.WARNING,
                file=log.policy_files[edition],
            )


def _pointed_at_by_none(
    statements: Statements, policy: Policy, partnership: Partnership | None
) -> Iterator[tuple[str, list[str]]]:
    """Give what nothing points at; the contacts of an agency are the agency's own."""
    pointed_at = set(statements.pointers)
    wanted = dict(_declared(policy, partnership))
    if partnership is not None:
        wanted[Became.CONTACT] = [
            contact.id for contact in partnership.contacts if contact.agency is None
        ]
    for kind in (Became.DUTY, Became.MOVE, Became.THEME, Became.CONTACT):
        missing = [each for each in wanted.get(kind, ()) if Pointer(kind, each) not in pointed_at]
        if missing:
            yield _what(kind), missing


def known_clause(log: LogToCheck) -> Iterator[FindingIn]:
    """Where an edition lists the `clauses` of its document, its rules name no others."""
    for edition, policy in sorted(log.rulebook_parts.policies.items()):
        if not policy.clauses or log.lock.get(edition) == policy.content_hash:
            continue
        for path, clause in _placed_clauses(policy):
            if not is_made_of(clause, policy.clauses):
                yield FindingIn(
                    path,
                    "This is none of the `clauses` of this edition. "
                    f"{instead_of(clause, policy.clauses)} Join several by ` and ` or `; `.",
                    Severity.WARNING,
                    file=log.policy_files[edition],
                )


def is_made_of(clause: str, clauses: Collection[str]) -> bool:
    """Say whether a clause is one of these, or several of them joined.

    >>> is_made_of("Stage 1 and Appendix 1; opening", {"Stage 1", "Appendix 1", "opening"})
    True
    """
    if clause in clauses:
        return True
    return any(
        clause[:start] in clauses and is_made_of(clause[start + len(joint) :], clauses)
        for joint in _JOINTS
        for start in range(len(clause))
        if clause.startswith(joint, start)
    )


def _placed_clauses(policy: Policy) -> Iterator[tuple[DataPath, str]]:
    """Give each clause that a policy names, with its place, in the order of the model."""
    for index, stage in enumerate(policy.stages):
        place: DataPath = ("stages", index)
        if stage.clause is not None:
            yield (*place, "clause"), stage.clause
        for key, part in (("panel", stage.panel), ("requires", stage.requires)):
            if part is not None and part.clause is not None:
                yield (*place, key, "clause"), part.clause
    for path, duty in placed_duties(policy):
        yield (*path, "clause"), duty.clause
    for index, move in enumerate(policy.moves):
        yield ("moves", index, "clause"), move.clause
    for index, reading in enumerate(policy.readings):
        yield ("readings", index, "clause"), reading.clause
