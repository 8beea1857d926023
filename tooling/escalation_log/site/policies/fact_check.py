"""The fact-check sheet of an edition: each statement of its document, what it became, and a box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from escalation_log.model.statements import Became, Pointer, Statements
from escalation_log.site.generated import GeneratedPage, Summaries, frame_of
from escalation_log.site.policies.became import PointedAt, Results
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.words.dates import date_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import place_words


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One thing to check: what the document says, or what was added to it, and what it became.

    `number` names it on the sheet; `word` is the document's own, empty where it has none.
    """

    number: str
    says: str
    word: str
    results: tuple[PointedAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPart:
    """The lines of one place in the document, in its order."""

    anchor: str
    title: str
    lines: tuple[CheckedLine, ...]


def fact_check_address(edition: PublishedEdition) -> str:
    """Return the address of an edition's fact-check sheet; empty where it has no statements."""
    if edition.statements is None:
        return ""
    return f"policies/{edition.policy.id}/fact-check-{edition.policy.version}.html"


def sign_off_words(edition: PublishedEdition) -> str:
    """Say in one line who has signed off how an edition was read, and when, or that nobody has."""
    signed = edition.rulebook.countersigned
    if signed is None:
        return (
            f"Nobody at {edition.partnership.name} has yet confirmed, by countersigning, that "
            "this site says what the document says."
        )
    return (
        f"Countersigned for {edition.partnership.name} on {date_words(signed.on)}: {signed.role}."
    )


def fact_check_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the sheet of each edition whose statements are written down."""
    for edition in publication.editions:
        if edition.statements is not None:
            yield _page(edition, edition.statements, publication, templates)


def _page(
    edition: PublishedEdition,
    statements: Statements,
    publication: Publication,
    templates: Templates,
) -> GeneratedPage:
    address = fact_check_address(edition)
    policy = edition.policy

    def write(_summaries: Summaries) -> Markup:
        results = Results(policy, edition.partnership)
        return templates.write(
            "fact_check.html",
            address,
            edition=edition,
            policy=policy,
            signed_off=sign_off_words(edition),
            is_signed_off=edition.rulebook.countersigned is not None,
            counts=sheet_counts(statements),
            parts=tuple(parts_of(statements, results)),
            added=tuple(_added(statements, results)),
            left=tuple(_left(edition, results)),
        )

    return GeneratedPage(
        address=address,
        title=f"Fact-check sheet: {edition.partnership.name}, edition {policy.version}",
        frame=frame_of(publication, edition),
        write=write,
        # It repeats what the policy's page says.
        is_searched=False,
    )


def parts_of(statements: Statements, results: Results) -> Iterator[CheckedPart]:
    """Give statements numbers, and put those of one clause that follow each other together."""
    numbered = enumerate(statements.statements, start=1)
    for index, (clause, group) in enumerate(groupby(numbered, lambda each: each[1].clause)):
        yield CheckedPart(
            anchor=f"part-{index + 1}",
            title=place_words(clause),
            lines=tuple(
                CheckedLine(
                    number=str(number),
                    says=statement.says,
                    word=statement.word or "",
                    results=tuple(results.of(each, str(number)) for each in statement.became),
                )
                for number, statement in group
            ),
        )


def _added(statements: Statements, results: Results) -> Iterator[CheckedLine]:
    for index, own in enumerate(statements.own, start=1):
        number = f"A{index}"
        result = results.of(own.what, number)
        yield CheckedLine(number=number, says=own.why, word="", results=(result,))


def _left(edition: PublishedEdition, results: Results) -> Iterator[CheckedLine]:
    """Yield the readings of an edition that no statement points at."""
    index = 0
    for reading in edition.policy.readings:
        pointer = Pointer(Became.READING, reading.id)
        if not results.is_seen(pointer):
            index += 1
            number = f"R{index}"
            says = place_words(reading.clause)
            result = results.of(pointer, number)
            yield CheckedLine(number=number, says=says, word="", results=(result,))


_GROUPS = (
    (frozenset({Became.DUTY}), "a duty"),
    (frozenset({Became.SENTENCE}), "words in the text for staff"),
    (frozenset({Became.READING}), "a reading, because the words leave room"),
)


def sheet_counts(statements: Statements) -> str:
    """Say how many statements there are, and what became of how many of them."""
    became = [frozenset(each.kind for each in one.became) for one in statements.statements]
    told = [(sum(bool(each & kinds) for each in became), words) for kinds, words in _GROUPS]
    lost = sum(each == {Became.NO_RULE} for each in became)
    unseen = sum(Became.LEAVES_NO_TRACE in each for each in became)
    some = listed(f"{number} became {words}" for number, words in told if number)
    said = [
        f"{counted(len(became), 'statement')}." + (f" {some}." if some else ""),
        f"For {unseen}, no record could show whether the document is followed." if unseen else "",
        f"{lost} became nothing, and this sheet says why." if lost else "",
    ]
    return " ".join(filter(None, said))
