"""`escalog digest`: what an agency must do this week."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import click

from escalation_log.cli.growing_files import replacing
from escalation_log.cli.selection import Selection, finish, select
from escalation_log.cli.session import (
    ExampleCommand,
    Session,
    as_of_option,
    harmless,
    pass_session,
    say,
)
from escalation_log.export.digest import Digest, digest_of, members_on
from escalation_log.export.digest_mail import Mail, mails_of
from escalation_log.log.contents import Log
from escalation_log.log.drafts import for_its_owner_alone
from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.sealing import seal_of_log
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import subjects_of
from escalation_log.words.dates import day_words
from escalation_log.words.lines import BLANK


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog digest", "Everybody who has something to do this week."),
        ("escalog digest --policy knowsley --agency police", "One agency."),
        ("escalog digest --to build/digests", "Two files an agency, for the post."),
    ],
)
@click.option("--agency", metavar="ID", help="One agency, or `partnership` for the partnership.")
@click.option("--policy", metavar="ID", help="Under one policy, like knowsley.")
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    help="Text (without it), or HTML, which needs one agency. With --to, both are written.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write POLICY.AGENCY.txt and POLICY.AGENCY.html of every agency into this folder; of one "
    "that is in several partnerships SHARED_ID.txt and SHARED_ID.html.",
)
@pass_session
def digest(
    session: Session,
    *,
    agency: str | None,
    policy: str | None,
    as_of: Stamp | None,
    form: str | None,
    target: Path | None,
) -> None:
    """Say what each agency must do this week, for an e-mail.

    What must be done at once first, then what is overdue, what is due within seven days, what has
    no date; then one question about what the agency was to do and nothing shows that it was done;
    and what the agency waits for. Where an immediate risk is recorded, the emergency number stands
    on top. It holds no free text, pseudonym or name. The partnership's own system sends it. It
    names the cases that stand by an earlier state, because their files have problems, and those
    that cannot be judged; standard error says so too, and the exit code is 1.
    """
    if target is not None and form is not None:
        raise click.UsageError("--to writes both text and HTML: leave out --format.")
    selection = select(session, (), as_of)
    is_asked = agency is not None or target is not None
    mails = mails_of(
        each
        for each in _digests(selection, _policies(selection.log, policy), agency)
        if is_asked or each.count or each.asked or each.sought or each.missing or each.earlier
    )
    if target is not None:
        _write_files(target, mails)
    else:
        _write(session, mails, form)
        if not mails and selection.is_whole:
            say("Nobody has anything to do this week.")
    finish(selection)


def _policies(log: Log, asked: str | None) -> tuple[str, ...]:
    known = tuple(sorted({book.policy.id for book in log.rulebooks.values()}))
    if asked is None:
        return known
    if asked not in known:
        raise click.BadParameter(_unknown("policy", asked, known), param_hint="--policy")
    return (asked,)


def _digests(selection: Selection, policies: Sequence[str], agency: str | None) -> Iterator[Digest]:
    """Yield the digest of each agency asked about, policy by policy."""
    log = selection.log
    seal = seal_of_log(log)
    moment = selection.moment_for(selection.cases)
    members = {policy: members_on(log.partnerships[policy], moment) for policy in policies}
    known = {each for ids in members.values() for each in ids}
    if agency is not None and agency not in known:
        if any(agency in log.partnerships[policy].agencies for policy in policies):
            raise click.BadParameter(
                f"{agency} is no member on {day_words(moment.on)} and gets no digest. What it had "
                "to do stands in the digest of who took over, or else of the partnership.",
                param_hint="--agency",
            )
        raise click.BadParameter(_unknown("agency", agency, known), param_hint="--agency")
    for policy in policies:
        files = [each for each in selection.cases if each.case.header.policy == policy]
        judged = map(selection.judged, files)
        cases = [each for each in judged if each.assessment.stage is not None]
        moment = selection.moment_for(files)
        editions = (each.policy for each in log.rulebooks.values() if each.policy.id == policy)
        protects = subjects_of(editions)
        for each in members[policy]:
            if agency in (None, each):
                yield digest_of(
                    log.partnerships[policy],
                    policy,
                    each,
                    cases,
                    moment,
                    protects=protects,
                    address_of=_address_of,
                    not_judged=selection.not_judged,
                    seal=seal,
                )


def _address_of(case: JudgedCase) -> str:
    from escalation_log.site.addresses import case_address

    site = case.partnership.issues.site
    return "" if site is None else f"{site.rstrip('/')}/{case_address(case.reference)}"


def _write(session: Session, mails: Sequence[Mail], form: str | None) -> None:
    from escalation_log.export.digest_text import mail_html, mail_lines, mail_text

    if form == "html":
        if len(mails) != 1:
            raise click.UsageError(
                f"{len(mails)} agencies are meant, and a page is of one. Name it with --agency "
                "and --policy, or write all with --to DIR."
            )
        session.write_text(mail_html(mails[0]))
        return
    for number, each in enumerate(mails):
        if number:
            session.write_lines((BLANK, BLANK))
        if session.writes_to_terminal:
            session.write_lines(mail_lines(each))
        else:
            session.write_text(harmless(mail_text(each)))


def _write_files(folder: Path, mails: Sequence[Mail]) -> None:
    from escalation_log.export.digest_text import mail_html, mail_text

    folder.parent.mkdir(parents=True, exist_ok=True)
    with for_its_owner_alone():
        folder.mkdir(exist_ok=True)
    for each in mails:
        for suffix, text in ((".txt", mail_text(each)), (".html", mail_html(each))):
            with replacing(folder / f"{each.file_name}{suffix}") as write:
                write(text)
        say(f"{folder / each.file_name}.txt, .html: {each.subject}")


def _unknown(what: str, asked: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(asked, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Type one of {', '.join(sorted(known))}."
    return f"There is no {what} {asked!r} in this log. {hint}"
