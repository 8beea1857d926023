"""The facts of an edition: where it comes from, whom it is for, and how it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from escalation_log.model.policies import Policy
from escalation_log.render.dates import day_words
from escalation_log.render.limits import counted
from escalation_log.render.receipts import COUNTING_WORDS
from escalation_log.render.rule_words import event_in_words
from escalation_log.render.wording import coded_title

NO_REVIEW = "no date is given"


def edition_facts(policy: Policy) -> Iterator[tuple[str, str]]:
    """List what an edition says about itself, as labels and words."""
    yield "Edition", policy.version
    yield "Document", policy.source.document
    if policy.source.issued:
        yield "Issued", policy.source.issued
    if policy.source.reviewed:
        yield "Reviewed", policy.source.reviewed
    yield "In force from", in_force_words(policy)
    yield "Review due", review_words(policy)
    if policy.corrects:
        yield "Corrects", f"a mistake in the transcription of edition {policy.corrects}"
    if policy.printed_copies_valid_hours is not None:
        yield "Printed copies", f"valid for {counted(policy.printed_copies_valid_hours, 'hour')}"
    yield "Working days", counting_words(policy)
    if policy.cut_off is not None:
        yield "Late in the day", cut_off_words(policy)
    yield "A day ends", day_end_words(policy)
    if policy.guide_after is not None:
        yield "Times become a guide", f"from when {event_in_words(policy, policy.guide_after)}"
    for urgency, words in (policy.urgencies or {}).items():
        yield coded_title(urgency), words


def in_force_words(policy: Policy) -> str:
    """Say from when an edition is in force, and the document's own words, often less exact."""
    reviewed = policy.source.reviewed
    said = f" (the document says: reviewed {reviewed})" if reviewed else ""
    return f"{day_words(policy.effective_from)}{said}"


def review_words(policy: Policy) -> str:
    """Say when an edition is to be reviewed."""
    return NO_REVIEW if policy.review_due is None else day_words(policy.review_due)


def is_review_past(policy: Policy, today: date) -> bool:
    """Say whether an edition should have been reviewed before a day."""
    return policy.review_due is not None and policy.review_due < today


def print_validity(policy: Policy) -> str:
    """Say how long a copy on paper holds; empty where the policy does not."""
    hours = policy.printed_copies_valid_hours
    return f"A printed copy is valid for {counted(hours, 'hour')}." if hours else ""


def counting_words(policy: Policy) -> str:
    """Say how working days are counted, and whose bank holidays do not count."""
    nation = " ".join(
        word if word == "and" else word.capitalize() for word in policy.calendar.split("-")
    )
    return f"{COUNTING_WORDS[policy.counting]}; bank holidays of {nation} do not count"


def cut_off_words(policy: Policy) -> str:
    """Say from which time on a day counts as the next; empty where there is none."""
    if policy.cut_off is None:
        return ""
    return f"what happens at or after {policy.cut_off:%H:%M} counts as of the next working day"


def day_end_words(policy: Policy) -> str:
    """Say when the last day of a limit is over."""
    return "at midnight" if policy.day_ends is None else f"at {policy.day_ends:%H:%M}"
