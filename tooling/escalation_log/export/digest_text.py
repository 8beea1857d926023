"""Write a digest as plain text, and as HTML for an e-mail that needs no other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from escalation_log.export.digest import Digest, Section
from escalation_log.export.digest_items import DigestItem
from escalation_log.export.digest_mail import Mail, mail_summary
from escalation_log.model.assessments import DutyState
from escalation_log.words.departures import NOT_AGREED, NOT_BY_THE_ROUTE
from escalation_log.words.lines import BLANK, Line, Tone, text_of
from escalation_log.words.lists import listed
from escalation_log.words.seal_words import (
    SEAL_OF_THE_LOG,
    WHAT_A_SEAL_IS_FOR,
    seal_scope_words,
)
from escalation_log.words.states import DID_THESE_HAPPEN, DUTY_STATES, HOW_TO_ANSWER
from escalation_log.words.titles import capital, of_subject

# Mail programs break longer lines as they please.
_WIDTH = 72


def mail_text(mail: Mail) -> str:
    """Write a message as plain text, wrapped to the width that mail programs keep."""
    return text_of(mail_lines(mail), _WIDTH)


def mail_lines(mail: Mail) -> Iterator[Line]:
    """Write a message line by line."""
    yield Line(text=mail.name, tone=Tone.HEADING)
    yield Line(text=f"{capital(mail.summary)}.", hang=2)
    for number, digest in enumerate(mail.parts, 1):
        if len(mail.parts) > 1:
            part = f"PART {number} OF {len(mail.parts)}: {digest.partnership.upper()}"
            yield from (BLANK, BLANK, Line(text=part, hang=2, tone=Tone.HEADING))
            yield Line(text=f"{capital(mail_summary([digest]))}.", hang=2)
        yield Line(text=f"{digest.partnership}, as of {digest.as_of}.", hang=2, tone=Tone.QUIET)
        for words in faults_in(digest):
            yield BLANK
            yield Line(text=words, hang=2, tone=Tone.MISSED)
        yield from _body(digest)
    yield BLANK
    yield Line(text=f"{SEAL_OF_THE_LOG}:", tone=Tone.QUIET)
    seal = mail.parts[0].seal
    for words in (seal.value, seal_scope_words(seal), WHAT_A_SEAL_IS_FOR):
        yield Line(text=words, tone=Tone.QUIET)


def _body(digest: Digest) -> Iterator[Line]:
    whom = of_subject("a child", *digest.protects)
    numbers = "; ".join(f"{each.phone} ({each.name})" for each in digest.emergency)
    if digest.at_risk:
        yield BLANK
        cases = listed(digest.at_risk)
        yield Line(text=f"{whom.upper()} IN DANGER NOW: ring {numbers}.", hang=2, tone=Tone.MISSED)
        yield Line(text=f"An immediate risk is recorded in {cases}.", hang=2, tone=Tone.MISSED)
    for section in digest.sections:
        yield from _section(section)
    if digest.later:
        yield BLANK
        yield Line(text=digest.later, hang=2)
    if digest.asked:
        yield BLANK
        yield Line(text=DID_THESE_HAPPEN.upper(), tone=Tone.HEADING)
        yield Line(text=HOW_TO_ANSWER)
        yield from _lines(digest.asked)
    for heading, lines in (("Waiting for others", digest.waiting), *noted_in(digest)):
        yield from _list(heading, lines)
    if not digest.at_risk:
        yield BLANK
        yield Line(text=f"If {whom} is in danger now, ring {numbers}.", hang=2)
    if digest.banner:
        yield BLANK
        yield Line(text=digest.banner, tone=Tone.QUIET)


def _list(heading: str, lines: Sequence[str]) -> Iterator[Line]:
    if lines:
        yield BLANK
        yield Line(text=heading.upper(), tone=Tone.HEADING)
        yield from _lines(lines)


def _lines(lines: Sequence[str]) -> Iterator[Line]:
    return (Line(text=each, indent=2, hang=2) for each in lines)


def noted_in(digest: Digest) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the digest notes beside what is to be done, under its headings."""
    yield DUTY_STATES[DutyState.NO_RECORD], digest.unshown
    yield NOT_BY_THE_ROUTE, digest.off_route
    yield NOT_AGREED.rstrip("."), digest.not_agreed
    yield "Did the outcome you sought happen?", digest.sought


def faults_in(digest: Digest) -> Iterator[str]:
    """Yield which cases are missing from the digest, and which stand by an earlier state."""
    if digest.missing:
        yield (
            f"Missing here: {listed(digest.missing)}. Nobody can say what has to be done there "
            "until the log is put right. Ask the partnership."
        )
    if digest.earlier:
        yield (
            f"Not up to date here: {listed(digest.earlier)}. What has been recorded since "
            "does not count here until the log is put right. Ask the partnership."
        )


def _section(section: Section) -> Iterator[Line]:
    yield BLANK
    heading = f"{section.heading.upper()} ({len(section.items)})"
    yield Line(text=heading, tone=Tone.MISSED if section.is_urgent else Tone.HEADING)
    if section.words:
        yield Line(text=section.words, hang=2, tone=Tone.MISSED)
    for item in section.items:
        yield BLANK
        yield from _item(item)


def _item(item: DigestItem) -> Iterator[Line]:
    risk = "IMMEDIATE RISK, " if item.is_at_risk else ""
    yield Line(text=f"{risk}{item.reference}, {item.stage}", hang=2, tone=Tone.HEADING)
    yield Line(text=item.title, indent=2, hang=2)
    tone = Tone.MISSED if item.is_late else Tone.PLAIN
    yield Line(text=f"{item.due}.", indent=2, hang=2, tone=tone)
    for words in item.safe:
        yield Line(text=words, indent=2, hang=2)
    if item.others:
        yield Line(text=f"Together with {listed(item.others)}.", indent=2, hang=2)
    if item.left:
        yield Line(text=item.left, indent=2, hang=2)
    for each in item.ring:
        words = ", ".join(filter(None, (each.name, each.phone, each.email)))
        yield Line(text=f"Whom: {words}", indent=2, hang=2)
    if item.address:
        yield Line(text=item.address, indent=2)


def mail_html(mail: Mail) -> str:
    """Write a message as HTML; the template escapes every value."""
    seal = mail.parts[0].seal
    return _template().render(
        mail=mail,
        parts=[
            (digest, mail_summary([digest]), tuple(faults_in(digest)), tuple(noted_in(digest)))
            for digest in mail.parts
        ],
        question=DID_THESE_HAPPEN,
        how_to_answer=HOW_TO_ANSWER,
        seal=seal,
        seal_heading=SEAL_OF_THE_LOG,
        seal_words=(seal_scope_words(seal), WHAT_A_SEAL_IS_FOR),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("escalation_log.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(capital=capital, listed=listed)
    return environment.get_template("digest.html")
