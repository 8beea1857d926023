"""Make what hangs in a staff room: the poster and the pocket card of each policy in force.

They say what the policy says, and mark what was added to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from escalation_log.model.statements import Became
from escalation_log.site.addresses import pocket_card_address, poster_address
from escalation_log.site.generated import GeneratedPage, Summaries, frame_of
from escalation_log.site.policies.contacts import EMERGENCY_NUMBER, ContactView, contact_view
from escalation_log.site.policies.duty_times import DutyTime
from escalation_log.site.policies.edition_facts import review_words, stage_lines
from escalation_log.site.policies.flow import Flow, FlowStep, flow_of
from escalation_log.site.policies.flow_beside import FlowBeside
from escalation_log.site.policies.qr_code import QrCode, qr_code_of
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates

_MANY_LETTERS = 2000
_HEAD = 150  # letters of which the head and the edges of a part take the room
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ADDED = "This number is not from the policy."


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyWay:
    """Whom to ring in danger; `added` says why it is there where the document does not name it."""

    contact: ContactView
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPart:
    """A stage on the poster, or what is asked beside the stages; any but the name may be empty.

    `arrival` says why a case comes to a stage, `arriving` what is then to be done.
    """

    name: str
    who: str = ""
    words: str = ""
    arrival: str = ""
    arriving: tuple[DutyTime, ...] = ()
    times: tuple[DutyTime, ...] = ()

    @property
    def letters(self) -> int:
        """How many letters there would be in the room that it takes, about."""
        times = (*self.arriving, *self.times)
        return _HEAD + sum(len(f"{each.words}{each.what}{each.since}{each.who}") for each in times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What both formats say; `dangers` and `ways` are what the policy says of an immediate risk.

    `code` leads to the policy's page, None where the address of the site is not known.
    """

    edition: PublishedEdition
    summary: str
    numbers: tuple[EmergencyWay, ...]
    dangers: tuple[DutyTime, ...]
    ways: tuple[tuple[str, str], ...]
    parts: tuple[PosterPart, ...]
    contacts: tuple[ContactView, ...]
    review: str
    code: QrCode | None

    @property
    def is_long(self) -> bool:
        """Whether a poster needs smaller letters to fit on one side."""
        return _letters(self.parts) > _MANY_LETTERS


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
    flow = flow_of(policy, edition.statements)
    return Handout(
        edition=edition,
        summary=_SENTENCE_END.split(policy.summary or "")[0],
        numbers=tuple(_numbers(edition, today)),
        dangers=flow.dangers or tuple(time for move in flow.moves for time in move.times),
        ways=tuple((move.title, move.words) for move in flow.moves if move.words),
        parts=_parts(flow),
        contacts=tuple(
            contact_view(each, policy, today)
            for each in edition.partnership.contacts
            if not each.is_emergency and each.agency is None
        ),
        review=review_words(policy),
        code=qr_code_of(f"{site}{edition.address}") if site else None,
    )


def _numbers(edition: PublishedEdition, today: date) -> Iterator[EmergencyWay]:
    """Give the contacts for danger; 999 where none of them can be rung or written to."""
    own = edition.statements.own if edition.statements else ()
    added = {each.what.value: each.why for each in own if each.what.kind is Became.CONTACT}
    found = False
    for contact in edition.partnership.contacts:
        if contact.is_emergency and (contact.phone or contact.url or contact.email):
            found = True
            why = f"{_ADDED} {added[contact.id]}" if contact.id in added else ""
            yield EmergencyWay(contact=contact_view(contact, edition.policy, today), added=why)
    if not found:
        yield EmergencyWay(contact=EMERGENCY_NUMBER, added=_ADDED)


def _letters(parts: Iterable[PosterPart]) -> int:
    return sum(part.letters for part in parts)


def _parts(flow: Flow) -> tuple[PosterPart, ...]:
    """Give all that is asked; where that is long, of a stage only what has a limit, if anything."""
    whole = tuple(_parts_in_order(flow, _whole_stage))
    return whole if _letters(whole) <= _MANY_LETTERS else tuple(_parts_in_order(flow, _stage))


def _parts_in_order(flow: Flow, stage: Callable[[FlowStep], PosterPart]) -> Iterator[PosterPart]:
    """Give the stages, and before each what is asked beside them from there on."""
    for number, step in enumerate(flow.steps):
        yield from (_beside(each) for each in flow.besides if each.at == number)
        yield stage(step)
    yield from (_beside(each) for each in flow.besides if each.at >= len(flow.steps))


def _beside(beside: FlowBeside) -> PosterPart:
    return PosterPart(name=beside.title, words=beside.words, times=beside.times)


def _whole_stage(step: FlowStep) -> PosterPart:
    """Say of a stage all that is asked there."""
    return replace(_stage(step), times=step.times)


def _stage(step: FlowStep) -> PosterPart:
    """Say of a stage what has a limit, or else all that is asked there."""
    arriving = tuple(time for time in step.arrival_times if time.limit)
    return PosterPart(
        name=step.name,
        who=step.who,
        arrival=step.arrival if arriving else "",
        arriving=arriving,
        times=tuple(only_limited(step.times)) or step.times,
    )


def only_limited(times: Iterable[DutyTime]) -> Iterator[DutyTime]:
    """Leave out what has no limit; whose each is stands where it differs from the one before."""
    whose = said = ""
    for time in times:
        whose = time.who or whose
        if time.limit:
            yield replace(time, who="" if whose == said else whose)
            said = whose
