"""Say what a change means for whoever reads the sites, rings a contact or is told by the bot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

from escalation_log.effect.before_and_after import Comparison
from escalation_log.model.partnerships import Contact, IssueSettings, Partnership
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import coded_words

# Their meaning is told elsewhere: of cases, by rule and by problem.
_UNDERSTOOD = re.compile(
    r"cases/\d{4}/[^/]+(/[^/]+)?\.yaml|policies/[^/]+/(policy\.md|[^/]+\.yaml)|policies/calendars/.+"
)
# What the pages are made of, and the words in them.
_OF_THE_SITES = re.compile(
    r"site/(pages|templates|theme)/.+|mkdocs[^/]*\.yml|tooling/escalation_log/(words|site|export)/.+"
)
_TOLD_AMONG_RULES = frozenset(
    {"closures", "due_soon", "ageing_alert", "marks_from", "agencies", "organisations"}
)
_TOLD_HERE = frozenset({"id", "contacts", "issues"})
_SETTINGS = {
    "case_roles": "words for the people in a case",
    "reference_prefix": "first letters of its references",
    "file_history_url": "address of the history of its files",
    "statistics_threshold": "smallest number that public statistics show",
    "wants_neutral_words": "choice of what a locked screen shows",
    "merges_itself": "choice of whether changes of cases are merged by themselves",
    "outcome_weeks": "weeks after an end at which it asks what came about",
    "entry_within_days": "days within which events are to be entered",
    "retention_years": "years for which it keeps a case after its end",
    "demonstration": "banner of a demonstration",
}
_CONTACT_WORDS = {"is_emergency": "number for emergencies", "checked_on": "day of the last check"}


def reader_changes(change: Comparison) -> Iterator[str]:
    """Yield a sentence for each change that reaches a reader and is told nowhere else."""
    before, after = change.before.log, change.after.log
    for name in sorted(before.partnerships.keys() | after.partnerships.keys()):
        yield from _partnership(name, before.partnerships.get(name), after.partnerships.get(name))
    for words, old, new in (
        ("What staff read about the policy {}", before.policy_texts, after.policy_texts),
        ("What each statement of the edition {} became", before.statements, after.statements),
    ):
        yield from _differing(words, old, new)
    for name in sorted(before.calendars.keys() & after.calendars.keys()):
        if before.calendars[name].first_year != after.calendars[name].first_year:
            yield f"The calendar {name} begins in another year."
    for file in sorted(change.files):
        if not _UNDERSTOOD.fullmatch(file):
            yield f"The file {file} differs; what that means is not told here."
    for file in sorted(change.elsewhere):
        if _OF_THE_SITES.fullmatch(file):
            yield f"The file {file}, of which the sites are made, differs."


def emergency_changes(change: Comparison) -> Iterator[str]:
    """Yield a sentence for each change of whom to ring in an emergency."""
    before, after = change.before.log.partnerships, change.after.log.partnerships
    for name in sorted(before.keys() | after.keys()):
        old, new = (_for_emergencies(each.get(name)) for each in (before, after))
        if old != new:
            yield (
                f"The number for emergencies under {name} was {listed(old) or 'not given'} and "
                f"becomes {listed(new) or 'none'}."
            )


def does_words(old: object, new: object) -> str:
    """Say whether something is added, removed or changed; None stands for its absence."""
    return "is added" if old is None else "is removed" if new is None else "is changed"


def _for_emergencies(partnership: Partnership | None) -> tuple[str, ...]:
    contacts = () if partnership is None else partnership.contacts
    return tuple(_reached(each) for each in contacts if each.is_emergency)


def _reached(contact: Contact) -> str:
    """Say what a contact is called and how it is reached."""
    ways = listed(filter(None, (contact.phone, contact.email, contact.url)))
    return f"{contact.name} ({ways or 'no number and no address'})"


def _partnership(name: str, before: Partnership | None, after: Partnership | None) -> Iterator[str]:
    if before is None or after is None:
        partnership = before or after
        if partnership is not None:
            yield f"The partnership {name} {does_words(before, after)}."
            for contact in partnership.contacts:
                yield f"Whom to ring under {name}: {_reached(contact)} {does_words(before, after)}."
        return
    yield from _contacts(name, before.contacts, after.contacts)
    for words in _issue_settings(before.issues, after.issues):
        yield f"The issues that the bot keeps for {name}: {words}."
    for each in fields(Partnership):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if each.name not in _TOLD_AMONG_RULES | _TOLD_HERE and old != new:
            setting = _SETTINGS.get(each.name) or coded_words(each.name.replace("_", "-"))
            yield f"The partnership {name}: its {setting} {_becomes(old, new)}."


def _contacts(
    policy: str, before: tuple[Contact, ...], after: tuple[Contact, ...]
) -> Iterator[str]:
    ours, theirs = ({each.id: each for each in contacts} for contacts in (before, after))
    for name in dict.fromkeys((*ours, *theirs)):
        old, new = ours.get(name), theirs.get(name)
        whom = f"Whom to ring under {policy}"
        if old is None or new is None:
            contact = old or new
            if contact is not None:
                yield f"{whom}: {_reached(contact)} {does_words(old, new)}."
        elif old != new:
            told = (
                f"{_CONTACT_WORDS.get(each.name) or coded_words(each.name.replace('_', '-'))} "
                f"{_becomes(getattr(old, each.name), getattr(new, each.name))}"
                for each in fields(Contact)
                if getattr(old, each.name) != getattr(new, each.name)
            )
            yield f"{whom}: {old.name} ({name}): {'; '.join(told)}."
    if tuple(ours) != tuple(theirs) and ours.keys() == theirs.keys():
        yield f"Whom to ring under {policy}: the contacts stand in another order."


def _issue_settings(before: IssueSettings, after: IssueSettings) -> Iterator[str]:
    """Compare settings; accounts are only counted, since they are people's."""
    if before.remind is not after.remind:
        does = "opens" if after.remind else "no longer opens"
        yield f"it {does} them already when a duty is due soon"
    if before.site != after.site:
        yield f"the address of the site that they link to {_becomes(before.site, after.site)}"
    for whose in sorted(before.assignees.keys() | after.assignees.keys()):
        old, new = (side.assignees.get(whose, ()) for side in (before, after))
        if old != new:
            accounts = (counted(len(each), "account") for each in (old, new))
            yield f"who is assigned for {whose} changes ({' before, '.join(accounts)} now)"


def _differing(
    words: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield f"{words.format(name)} {does_words(old, new)}."


def _becomes(old: object, new: object) -> str:
    ours, theirs = (_value(each) for each in (old, new))
    return "changes" if ours is None or theirs is None else f"was {ours} and becomes {theirs}"


def _value(value: object) -> str | None:
    """Write a plain value; return None for one that is too large to be written."""
    match value:
        case None | () | "":
            return "not given"
        case bool():
            return "yes" if value else "no"
        case int() | str():
            return f"“{value}”"
        case tuple():
            return f"“{listed(map(str, value))}”"
        case date():
            return day_words(value)
        case _:
            return None
