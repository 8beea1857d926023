"""Show what a case is about, its stages, and the cases linked with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.log.contents import CaseFile
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case, Child, Header, Party
from escalation_log.model.policies import Subject
from escalation_log.site.addresses import case_address, link
from escalation_log.site.cases.edition_parts import EditionNames, StageNames
from escalation_log.site.publication import Publication
from escalation_log.words.dates import day_words
from escalation_log.words.events import change_words, listed_codes
from escalation_log.words.lists import listed
from escalation_log.words.states import CASE_STATES
from escalation_log.words.titles import coded_title

_ONE = {Subject.CHILD: "Child", Subject.ADULT: "Adult"}
_SEVERAL = {Subject.CHILD: "Children", Subject.ADULT: "Adults"}


def header_facts(header: Header, names: EditionNames) -> Iterator[tuple[str, str]]:
    """Yield each field's label and words; the words are empty where the field is."""
    policy = names.policy
    yield "Concern", header.concern.strip()
    yield "Outcome sought", header.outcome_sought.strip()
    yield "Theme", policy.themes.get(header.theme) or coded_title(header.theme)
    yield "Urgency", (policy.urgencies or {}).get(header.urgency or "", header.urgency or "")
    whom = _ONE if len(header.children) == 1 else _SEVERAL
    yield whom[policy.subject], "; ".join(map(_child, header.children))
    yield "Raising agency", _party(header.raising, names)
    label = "Receiving agency" if len(header.receiving) == 1 else "Receiving agencies"
    yield label, "; ".join(_party(party, names) for party in header.receiving)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A label with its words; of long words `rest` is what may be folded away."""

    label: str
    words: str
    rest: str


# More letters than this are folded on a narrow screen, after the last sentence that ends before.
_MOST_LETTERS = 200


def about_and_more(
    header: Header, names: EditionNames
) -> tuple[str, tuple[ToldFact, ...], tuple[tuple[str, str], ...]]:
    """Give the theme, what the case is about, and all else that its file says of it."""
    concern, outcome, (_, theme), *more = header_facts(header, names)
    about = (_told(*concern), _told(*outcome))
    return theme, about, tuple(each for each in more if each[1])


def _told(label: str, words: str) -> ToldFact:
    """Part long words where a sentence ends, or at least a word.

    >>> _told("Concern", "Short.").rest
    ''
    >>> long = _told("Concern", "Nobody came. " * 30)
    >>> len(long.words), long.rest[:12]
    (194, 'Nobody came.')
    """
    if len(words) <= _MOST_LETTERS:
        return ToldFact(label=label, words=words, rest="")
    first = words[:_MOST_LETTERS]
    end = first.rfind(". ") + 1
    if end < _MOST_LETTERS // 3:
        end = first.rfind(" ") if " " in first else _MOST_LETTERS
    return ToldFact(label=label, words=words[:end], rest=words[end:].strip())


def header_changes(before: Header, after: Header, names: EditionNames) -> Iterator[str]:
    """Say what a header correction changed."""
    corrected = dict(header_facts(after, names))
    for label, words in header_facts(before, names):
        if corrected.get(label) != words:
            yield change_words(label, words)
    if before.links != after.links:
        yield change_words("Linked cases", listed(before.links))


def _child(child: Child) -> str:
    return f"{child.pseudonym} ({listed_codes(child.plan, {}) or 'no plan'})"


def _party(party: Party, names: EditionNames) -> str:
    role = names.partnership.case_roles.get(party.role) or coded_title(party.role)
    return f"{names.agency(party.agency)}: {role}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stage and the days that the case spent there; `here` is empty for all but the last."""

    names: StageNames
    here: str
    stays: tuple[str, ...]


def stages_visited(judged: JudgedCase, names: EditionNames) -> tuple[StageView, ...]:
    """List the stages that the case was in, with their days."""
    is_open = judged.assessment.state is CaseState.OPEN
    last = judged.assessment.stage or judged.policy.stages[0].id
    stays: dict[str, list[str]] = {}
    for visit in judged.timeline.visits:
        entered = day_words(visit.entered.moment.on)
        left = "" if visit.left is None else day_words(visit.left.moment.on)
        words = entered if entered == left else f"from {entered} to {left}"
        stays.setdefault(visit.stage, []).append(words if left else f"since {entered}")
    here = "You are here" if is_open else "Ended here"
    return tuple(
        StageView(
            names=stage_names,
            here=here if stage == last else "",
            stays=tuple(stays.get(stage, ())),
        )
        for stage, stage_names in names.stages.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCase:
    """A linked case; one without a page has no `href`, and only its reference is shown."""

    reference: str
    href: str
    policy: str
    state: str
    is_open: bool


class LinkedCases:
    """Finds the links between the cases of a publication, in both directions."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._timelines: dict[str, Timeline] = {}

    def of(self, judged: JudgedCase) -> tuple[LinkedCase, ...]:
        """List the cases that a case names, then those that name it."""
        own = judged.reference
        address = case_address(own)
        named = dict.fromkeys(_named(judged.timeline))
        named.update(
            (each, None)
            for each in self._naming.get(own, ())
            if own in _named(self._timeline(self._files[each].case))
        )
        return tuple(self._linked(each, address) for each in named if each != own)

    def href(self, address: str, reference: str) -> str:
        """Return the link from a page to a case's page; empty where it has none."""
        if reference not in self._publication.references:
            return ""
        return link(case_address(reference), page=address)

    def _linked(self, reference: str, address: str) -> LinkedCase:
        file = self._files.get(reference)
        if file is None:
            return LinkedCase(reference=reference, href="", policy="", state="", is_open=False)
        book = self._publication.log.rulebook(file.case)
        state = self._timeline(file.case).state
        return LinkedCase(
            reference=reference,
            href=self.href(address, reference),
            policy=f"{book.partnership.name}: {book.policy.title}",
            state=CASE_STATES[state],
            is_open=state is CaseState.OPEN,
        )

    def _timeline(self, case: Case) -> Timeline:
        """Return the timeline of a case, which gives its state without judging its duties."""
        if case.reference not in self._timelines:
            rulebook = self._publication.log.rulebook(case)
            moment = self._publication.moment_in(rulebook.policy)
            self._timelines[case.reference] = timeline_of(case, rulebook.index, moment)
        return self._timelines[case.reference]

    @cached_property
    def _files(self) -> dict[str, CaseFile]:
        return {file.case.reference: file for file in self._publication.files}

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        """Return the cases whose files name a case, by its reference, known yet or not."""
        naming: dict[str, list[str]] = {}
        for file in self._publication.files:
            case = file.case
            names = set(case.header.links)
            for event in case.events:
                names.update(event.references)
                if event.header is not None:
                    names.update(event.header.links)
                if event.corrected is not None:
                    names.update(event.corrected.references)
            for name in names:
                naming.setdefault(name, []).append(case.reference)
        return naming


def _named(timeline: Timeline) -> tuple[str, ...]:
    """List the cases that a case names, as far as known as of the moment."""
    told = (each.event.references for each in timeline.placed_events)
    return (*timeline.header.links, *(name for names in told for name in names))
