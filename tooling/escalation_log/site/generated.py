"""A page or a file of the site, and what stands around every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from markupsafe import Markup

from escalation_log.model.partnerships import Demonstration
from escalation_log.model.policies import Policy, Subject
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.words.dates import day_words, moment_words, to_the_minute
from escalation_log.words.kept_copies import kept_copy_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the theme needs to know of a page.

    `judged` is the moment of judging in words, `judged_at` the same in ISO 8601 in UTC,
    `judged_on` its day in words, and `saved_as_of` its local time as the names of saved files
    have it. `area` is the id of the policy that the page belongs to, empty for a general page;
    `subjects` say whom its policies protect; `areas` are the policies that have an area's page,
    none where there is only one. `is_public` says that the page belongs to the public site.
    `kept` has the words of a copy kept on a device, as JSON. `not_judged` counts the cases that
    cannot be judged, and `lacks_rules` says that a policy is left out; on the public site they
    are 0 and false.
    """

    banner: str
    is_unlisted: bool
    judged: str
    judged_at: str
    judged_on: str
    saved_as_of: str
    area: str
    subjects: tuple[Subject, ...]
    areas: tuple[str, ...]
    is_public: bool
    kept: str
    not_judged: int
    lacks_rules: bool


def general_frame(publication: Publication) -> Frame:
    """Frame a page about all partnerships; it has the banner if any is a demonstration."""
    partnerships = {each.partnership.id: each.partnership for each in publication.editions}
    speakers = [each.demonstration for each in partnerships.values() if each.demonstration]
    speaker = speakers[0] if speakers else None
    if speaker is not None and speaker.shared_banner is not None and len(partnerships) > 1:
        speaker = replace(speaker, banner=speaker.shared_banner)
    return _frame(speaker, publication, None)


def frame_of(publication: Publication, edition: PublishedEdition) -> Frame:
    """Frame a page about one partnership; a real one has no banner and may be indexed."""
    return _frame(edition.partnership.demonstration, publication, edition.policy)


def _frame(
    demonstration: Demonstration | None, publication: Publication, policy: Policy | None
) -> Frame:
    moment = publication.moment_in(policy)
    minute = to_the_minute(moment)
    areas = tuple(each.policy.id for each in publication.current)
    is_public = publication.projection is Projection.PUBLIC
    return Frame(
        banner=demonstration.banner if demonstration else "",
        is_unlisted=demonstration is not None,
        judged=moment_words(minute),
        judged_at=moment.at.isoformat(timespec="seconds"),
        judged_on=day_words(minute.on),
        saved_as_of=minute.local.strftime("as-of-%Y-%m-%d-%H%M"),
        area=policy.id if policy else "",
        subjects=publication.subjects if policy is None else (policy.subject,),
        areas=areas if len(areas) > 1 else (),
        is_public=is_public,
        kept=json.dumps(kept_copy_words(), ensure_ascii=False),
        not_judged=len(publication.not_judged),
        lacks_rules=publication.lacks_rules and not is_public,
    )


Summaries: TypeAlias = Sequence[CaseSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedPage:
    """A page; `write` is given the summaries of all cases, or none without `needs_cases`.

    `is_searched` says whether the site's search covers the page; `is_source` whether the search
    ranks it before pages that repeat it; `has_contents` whether it has a table of contents.
    """

    address: str
    title: str
    frame: Frame
    write: Callable[[Summaries], Markup]
    needs_cases: bool = False
    is_searched: bool = True
    is_source: bool = False
    has_contents: bool = True


def page_of_cases(
    address: str, title: str, frame: Frame, write: Callable[[Summaries], Markup]
) -> GeneratedPage:
    """Make a page that sums up cases; the search does not cover it."""
    return GeneratedPage(
        address=address,
        title=title,
        frame=frame,
        write=write,
        needs_cases=True,
        is_searched=False,
        has_contents=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedFile:
    """A file that is not a page: data, a drawing or a script; `needs_cases` is as for a page."""

    address: str
    write: Callable[[Summaries], str]
    needs_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """A place in a handwritten page, `<!-- name -->`, and what replaces it.

    `write` is given the address of the page that the mark stands on.
    """

    name: str
    write: Callable[[str, Summaries], Markup]

    @property
    def text(self) -> str:
        """The mark as it stands in the page."""
        return f"<!-- {self.name} -->"
