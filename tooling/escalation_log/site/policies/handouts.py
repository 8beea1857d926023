"""Make what hangs in a staff room: the poster and the pocket card of each policy in force.

They say what the policy says, and mark what was added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from escalation_log.model.policies import Duty, Policy
from escalation_log.model.statements import Became
from escalation_log.site.addresses import pocket_card_address, poster_address
from escalation_log.site.generated import GeneratedPage, Summaries, frame_of
from escalation_log.site.policies.contacts import EMERGENCY_NUMBER, ContactView, contact_view
from escalation_log.site.policies.edition_facts import review_words, stage_lines
from escalation_log.site.policies.flow import (
    arriving_duties,
    flow_of,
    flow_time,
    is_danger,
    is_limited,
)
from escalation_log.site.policies.qr_code import QrCode, qr_code_of
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates
from escalation_log.words.policy_rules import trigger_in_words
from escalation_log.words.titles import coded_title, role_words

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MANY_LETTERS = 1200
_BESIDE = "Beside the stages"
_ADDED = "This number is not from the policy."


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Whom to ring in danger; `added` says why it is there where the document does not name it."""

    contact: ContactView
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterDuty:
    """What is to be done, by whom; `limit` is empty where there is none, `starts` says from when.

    `clause` says where in the document it stands.
    """

    limit: str
    what: str
    starts: str
    role: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterStage:
    """A stage on the poster, or what holds at any stage, with what is to be done there.

    `arrival` says why a case comes to it from the stage before, `arriving` what is then to be done.
    """

    name: str
    arrival: str
    arriving: tuple[PosterDuty, ...]
    who: str
    duties: tuple[PosterDuty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What both formats say; `at_risk` are the ways past stages in the policy's words.

    `code` leads to the policy's page, None where the address of the site is not known.
    """

    edition: PublishedEdition
    summary: str
    numbers: tuple[Number, ...]
    dangers: tuple[PosterDuty, ...]
    at_risk: tuple[tuple[str, str], ...]
    stages: tuple[PosterStage, ...]
    contacts: tuple[ContactView, ...]
    review: str
    code: QrCode | None

    @property
    def is_long(self) -> bool:
        """Whether a poster needs smaller letters to fit on one side."""
        duties = (duty for stage in self.stages for duty in (*stage.arriving, *stage.duties))
        letters = sum(len(each.limit) + len(each.what) + len(each.starts) for each in duties)
        return letters > _MANY_LETTERS


def handout_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield the poster and the pocket card of each policy in force."""
    for edition in publication.current:
        name, policy = edition.partnership.name, edition.policy.id
        formats = (
            (poster_address(policy), "poster.html", f"Poster: {name}"),
            (pocket_card_address(policy), "pocket_card.html", f"Pocket card: {name}"),
        )
        for address, template, title in formats:
            yield _page(
                edition, publication, templates, address=address, template=template, title=title
            )


def _page(
    edition: PublishedEdition,
    publication: Publication,
    templates: Templates,
    *,
    address: str,
    template: str,
    title: str,
) -> GeneratedPage:
    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            template,
            address,
            title=title,
            handout=handout_of(edition, publication),
            lines=tuple(stage_lines(edition.policy)),
            poster=poster_address(edition.policy.id),
            card=pocket_card_address(edition.policy.id),
        )

    return GeneratedPage(
        address=address,
        title=title,
        frame=frame_of(publication, edition),
        write=write,
        # They repeat what the policy's page says.
        is_searched=False,
        has_contents=False,
    )


def handout_of(edition: PublishedEdition, publication: Publication) -> Handout:
    """Gather what a policy's poster and card say."""
    policy = edition.policy
    today = publication.moment_in(policy).on
    site = publication.site_of(edition.partnership)
    return Handout(
        edition=edition,
        summary=_SENTENCE_END.split(policy.summary or "")[0],
        numbers=tuple(_numbers(edition, today)),
        dangers=_told(filter(is_danger, policy.all_duties), policy),
        at_risk=tuple(_ways_past(policy)),
        stages=tuple(_stages(policy)),
        contacts=tuple(
            contact_view(each, policy, today)
            for each in edition.partnership.contacts
            if not each.is_emergency and each.agency is None
        ),
        review=review_words(policy),
        code=qr_code_of(f"{site}{edition.address}") if site else None,
    )


def _numbers(edition: PublishedEdition, today: date) -> Iterator[Number]:
    """Give the contacts for danger; 999 where none of them can be rung or written to."""
    own = edition.statements.own if edition.statements else ()
    added = {each.what.value: each.why for each in own if each.what.kind is Became.CONTACT}
    found = False
    for contact in edition.partnership.contacts:
        if contact.is_emergency and (contact.phone or contact.url or contact.email):
            found = True
            why = f"{_ADDED} {added[contact.id]}" if contact.id in added else ""
            yield Number(contact=contact_view(contact, edition.policy, today), added=why)
    if not found:
        yield Number(contact=EMERGENCY_NUMBER, added=_ADDED)


def _ways_past(policy: Policy) -> Iterator[tuple[str, str]]:
    """Give the reasons for going past stages, with what the policy says of each."""
    for move in policy.moves:
        if move.words:
            yield coded_title(move.when), move.words


def _stages(policy: Policy) -> Iterator[PosterStage]:
    """Say of each stage what has a limit, or else all that is asked there."""
    for step, stage in zip(flow_of(policy).steps, policy.stages, strict=True):
        arriving = [each for each in arriving_duties(policy, stage.id) if is_limited(each)]
        asked = [each for each in _asked(stage.duties) if each not in arriving]
        limited = [each for each in asked if is_limited(each)]
        yield PosterStage(
            name=step.name,
            arrival=step.arrival if arriving or stage.arrival else "",
            arriving=_told(arriving, policy),
            who=step.who,
            duties=_told(limited or asked, policy),
        )
    always = _told(_asked(policy.duties), policy)
    if always:
        yield PosterStage(name=_BESIDE, arrival="", arriving=(), who="", duties=always)


def _asked(duties: Sequence[Duty]) -> list[Duty]:
    """Leave out what is only advised, and what stands with the danger."""
    return [each for each in duties if not each.advice and not is_danger(each)]


def _told(duties: Iterable[Duty], policy: Policy) -> tuple[PosterDuty, ...]:
    """Say what is to be done; what two roles must do in the same words, once."""
    said = [_duty(each, policy) for each in duties]
    return tuple({(each.limit, each.what): each for each in said}.values())


def _duty(duty: Duty, policy: Policy) -> PosterDuty:
    time = flow_time(policy, duty)
    starts = trigger_in_words(policy, duty.trigger, within=duty.stage)
    if not duty.has_number:
        starts = "" if starts == "this stage begins" else f"when {starts}"
    return PosterDuty(
        limit=time.words if is_limited(duty) else "",
        what=time.what,
        starts=f"from when {starts}" if duty.has_number else starts,
        role=role_words(policy, duty.role),
        clause=duty.clause,
    )
