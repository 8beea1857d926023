"""What a case is about, in words, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.model.cases import Child, Header, Party
from escalation_log.render.event_words import change_words, listed
from escalation_log.render.wording import coded_title
from escalation_log.site.cases.editions import EditionNames


def header_facts(header: Header, names: EditionNames) -> Iterator[tuple[str, str]]:
    """Give each field's label and words; the words are empty where there is nothing to say."""
    policy = names.policy
    yield "Concern", header.concern.strip()
    yield "Outcome sought", header.outcome_sought.strip()
    yield "Theme", policy.themes.get(header.theme) or coded_title(header.theme)
    yield "Urgency", (policy.urgencies or {}).get(header.urgency or "", header.urgency or "")
    label = "Child" if len(header.children) == 1 else "Children"
    yield label, "; ".join(map(_child, header.children))
    yield "Raising agency", _party(header.raising, names)
    label = "Receiving agency" if len(header.receiving) == 1 else "Receiving agencies"
    yield label, "; ".join(_party(party, names) for party in header.receiving)


def header_changes(before: Header, after: Header, names: EditionNames) -> Iterator[str]:
    """Say what a header correction changed."""
    corrected = dict(header_facts(after, names))
    for label, words in header_facts(before, names):
        if corrected.get(label) != words:
            yield change_words(label, words)
    if before.links != after.links:
        yield change_words("Linked cases", ", ".join(before.links))


def _child(child: Child) -> str:
    return f"{child.pseudonym} ({listed(child.plan, {}) or 'no plan'})"


def _party(party: Party, names: EditionNames) -> str:
    role = names.partnership.case_roles.get(party.role) or coded_title(party.role)
    return f"{names.agency(party.agency)}: {role}"
