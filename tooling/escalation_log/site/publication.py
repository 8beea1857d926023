"""What a site publishes: a log as of a moment, its editions, and its cases, judged on demand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from escalation_log.checks.subjects import UnderRulebook
from escalation_log.engine.clock import asked_moment, moment_at
from escalation_log.engine.knowledge import had_begun
from escalation_log.files.fields import stamp_from
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.entries import Entries, entries_of_log
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.log.sealing import seal_of_log
from escalation_log.model.calendars import Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy, Subject, subjects_of
from escalation_log.model.rulebook import Rulebook, current_edition
from escalation_log.model.seal import Seal
from escalation_log.model.statements import Statements
from escalation_log.site.addresses import policy_address
from escalation_log.site.engine_files.parts import WITHOUT_ENGINE, EngineParts
from escalation_log.site.projection import Projection, public_copy
from escalation_log.site.statistics.public_counts import published_of
from escalation_log.statistics.published import Published

# The zone of all three nations, for what is about no particular policy.
_LONDON = ZoneInfo("Europe/London")


def built_at() -> datetime:
    """Return the present, or SOURCE_DATE_EPOCH where a reproducible build sets it."""
    set_to = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.now(UTC) if set_to is None else datetime.fromtimestamp(int(set_to), UTC)


def judging_moment(text: str) -> datetime:
    """Parse the moment in `mkdocs.yml`; a date alone means the last instant of that day.

    Raise EscalogError where it is not a moment.
    """
    stamp = stamp_from(text)
    if stamp is None:
        raise EscalogError(
            f"as_of in mkdocs.yml is {text!r}, which is no date and no moment.",
            hint="Write it like 2026-03-02 or '2026-03-02 14:30'.",
        )
    return asked_moment(stamp, _LONDON).at


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEdition(UnderRulebook):
    """An edition with the rules its cases are judged by; `is_current` for the one in force.

    `statements` say what each statement of its document became, where that is written down. On the
    public site its calendar is the nation's, without the partnership's closures.
    """

    is_current: bool
    statements: Statements | None = None

    @property
    def address(self) -> str:
        """The address of the edition's page."""
        return policy_address(self.policy.id, self.policy.version, is_current=self.is_current)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Everything that the pages show.

    `files` are the cases that have a page and `references` their names; `not_judged` are the cases
    that cannot be judged because of problems; `lacks_rules` says that files under policies/ have
    some, so that a policy is left out. `texts` are what staff read, as Markdown, by policy;
    `calendars` are the nations', without closures. `site_url` is the address of the site with a
    slash at its end, empty where not known. `has_feeds` asks for feeds of the cases' dates.
    `entries` say when events came to the main branch, by the references of their cases.
    `seal` is that of the whole log. `engine` is what judges a case in a browser, on a site that has
    it.
    `statistics` are for the public site, by policy, where a partnership wants them. For the public
    site the log is empty, there are no cases, and the rest holds only what is public.
    """

    log: Log
    as_of: datetime
    projection: Projection
    files: tuple[CaseFile, ...]
    references: frozenset[str]
    editions: tuple[PublishedEdition, ...]
    texts: dict[str, str]
    calendars: Mapping[str, Calendar]
    not_judged: tuple[NotJudged, ...]
    lacks_rules: bool
    site_url: str = ""
    has_feeds: bool = False
    entries: Mapping[str, Entries] = field(default_factory=dict)
    seal: Seal | None = None
    engine: EngineParts = WITHOUT_ENGINE
    statistics: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)

    def edition(self, name: str) -> PublishedEdition:
        """Return an edition by its name, `policy@version`; raise KeyError if it has no page."""
        return {each.policy.edition: each for each in self.editions}[name]

    def editions_of(self, policy_id: str) -> tuple[Policy, ...]:
        """List the editions of a policy that have a page."""
        return tuple(each.policy for each in self.editions if each.policy.id == policy_id)

    @property
    def current(self) -> tuple[PublishedEdition, ...]:
        """The editions in force, one a policy."""
        return tuple(each for each in self.editions if each.is_current)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Whom the policies protect, each once."""
        return subjects_of(each.policy for each in self.editions)

    def judge(self, file: CaseFile) -> JudgedCase:
        """Judge a case of this publication."""
        rules = self.log.rulebook(file.case)
        moment = moment_at(self.as_of, rules.index.rules.zone)
        return judged_case(file.file, file.case, rules, moment, earlier=file.earlier)

    def site_of(self, partnership: Partnership) -> str:
        """Return the address of a partnership's site with a slash at its end; empty if unknown."""
        return self.site_url or slashed(partnership.issues.site)

    def moment_in(self, policy: Policy | None) -> Moment:
        """Return the moment of judging in the zone of a policy, or in London's for None."""
        return moment_at(self.as_of, ZoneInfo(policy.time_zone) if policy else _LONDON)


def publication_of(
    log: Log,
    as_of: datetime,
    projection: Projection = Projection.RESTRICTED,
    *,
    site_url: str | None = None,
    has_feeds: bool = False,
    engine: EngineParts = WITHOUT_ENGINE,
) -> Publication:
    """Select what is published of a log as of a moment; the public site has no feeds or engine.

    A case of which nothing was known then has no page.
    """
    editions = _editions(log, as_of)
    if projection is Projection.PUBLIC:
        return Publication(
            # Empty, so that pages of the public site cannot read anything private.
            log=replace(
                log,
                root=Path(),
                calendars={},
                partnerships={},
                policies={},
                policy_files={},
                policy_texts={},
                statements={},
                rulebooks={},
                cases=(),
                problems=(),
                files=0,
                earlier=(),
                not_judged=(),
            ),
            as_of=as_of,
            projection=projection,
            files=(),
            references=frozenset(),
            editions=tuple(_public(each, log.calendars) for each in editions),
            texts={
                each.policy.id: log.policy_texts[each.policy.id]
                for each in editions
                if each.policy.id in log.policy_texts
            },
            calendars={name: public_copy(each) for name, each in log.calendars.items()},
            not_judged=(),
            lacks_rules=bool(log.faulty_rules),
            statistics={
                policy: tuple(map(public_copy, quarters))
                for policy, quarters in published_of(
                    log, tuple(each.policy.id for each in editions if each.is_current), as_of
                )
            },
        )
    files = tuple(each for each in log.judged_cases if _had_begun(each, log, as_of))
    return Publication(
        log=log,
        as_of=as_of,
        projection=projection,
        files=files,
        references=frozenset(each.case.reference for each in files),
        editions=editions,
        texts=dict(log.policy_texts),
        calendars=log.calendars,
        has_feeds=has_feeds,
        entries=entries_of_log(log.root),
        seal=seal_of_log(log),
        engine=engine,
        not_judged=log.not_judged,
        lacks_rules=bool(log.faulty_rules),
        site_url=slashed(site_url),
    )


def _had_begun(file: CaseFile, log: Log, as_of: datetime) -> bool:
    zone = log.rulebook(file.case).index.rules.zone
    return had_begun(file.case, zone, moment_at(as_of, zone))


def slashed(url: str | None) -> str:
    """Return the address of a folder with a slash at its end; empty for none."""
    return f"{url.rstrip('/')}/" if url else ""


def _public(edition: PublishedEdition, calendars: Mapping[str, Calendar]) -> PublishedEdition:
    rulebook = Rulebook(
        policy=public_copy(edition.policy),
        partnership=public_copy(edition.partnership),
        calendar=public_copy(calendars[edition.policy.calendar]),
        countersigned=public_copy(edition.rulebook.countersigned),
    )
    return replace(edition, rulebook=rulebook, statements=public_copy(edition.statements))


def _editions(log: Log, as_of: datetime) -> tuple[PublishedEdition, ...]:
    """List the editions without problems: by policy, the current one first.

    Before any edition of a policy is in force, its first one is the current one.
    """
    by_policy: dict[str, list[Policy]] = {}
    for rules in log.rulebooks.values():
        by_policy.setdefault(rules.policy.id, []).append(rules.policy)
    current = [current_edition(policies, as_of) for policies in by_policy.values()]
    editions = (
        PublishedEdition(
            rulebook=rules,
            is_current=rules.policy in current,
            statements=log.statements.get(edition),
        )
        for edition, rules in log.rulebooks.items()
    )
    return tuple(
        sorted(
            editions,
            key=lambda each: (each.policy.id, not each.is_current, each.policy.effective_from),
        )
    )
