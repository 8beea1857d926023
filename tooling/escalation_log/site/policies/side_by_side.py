"""Compare all policies: the same questions, and what the document of each says."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.site.policies.answers import Point, nothing_said
from escalation_log.site.policies.compared_questions import questions_of
from escalation_log.site.policies.fact_check import fact_check_address
from escalation_log.site.publication import Publication
from escalation_log.words.titles import of_subject


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAnswer:
    """The answer of one policy."""

    policy: str
    name: str
    address: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedQuestion:
    """A question with the answer of every policy, in the order of the policies."""

    anchor: str
    words: str
    answers: tuple[PolicyAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Where one can see what each statement of an edition became."""

    name: str
    address: str


def sheets_of(publication: Publication) -> tuple[Sheet, ...]:
    """List the fact-check sheets of the editions compared; not every edition has one."""
    return tuple(
        Sheet(name=each.partnership.name, address=fact_check_address(each))
        for each in publication.current
        if each.statements is not None
    )


def comparison_of(publication: Publication) -> tuple[ComparedQuestion, ...]:
    """Answer the same questions for every current edition."""
    return tuple(
        ComparedQuestion(
            anchor=anchor,
            words=of_subject(words, *publication.subjects),
            answers=tuple(
                PolicyAnswer(
                    policy=edition.policy.id,
                    name=edition.partnership.name,
                    address=edition.address,
                    points=tuple(points_of(edition)) or (nothing_said(edition),),
                )
                for edition in publication.current
            ),
        )
        for anchor, words, points_of in questions_of(publication)
    )
