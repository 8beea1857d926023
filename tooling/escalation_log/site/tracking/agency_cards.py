"""The cards of an agency's page: a case once, with its duties, under what the most urgent asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from escalation_log.site.dues import AT_ONCE, OWN, DueView, view_of
from escalation_log.site.policies.contacts import ContactView, contact_view
from escalation_log.site.tracking.names import Names, ShortNames
from escalation_log.site.tracking.summaries import RISK, CaseSummary, DutySummary
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import role_words
from escalation_log.words.to_do import OWN_PEOPLE, contacts_for

AT_ONCE_GROUP = "at-once"

# The groups of a page, the most urgent first: a state at the moment of judging, and its heading.
GROUPS = (
    (AT_ONCE_GROUP, AT_ONCE),
    ("overdue", "Late"),
    ("due-soon", "Due soon"),
    (OWN, "The log’s own reminders"),
    ("running", "To be done"),
    ("outstanding", "No date set"),
)
_RANKS = {group: rank for rank, (group, _) in enumerate(GROUPS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """A duty that an agency must do in a case.

    `at` is the first late moment of this duty or of a less urgent one of the case, the earliest.
    """

    case: CaseSummary
    duty: DutySummary
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A contact to ring, with its agency or partnership."""

    agency: str
    contact: ContactView


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDuty:
    """Something to be done in a case; `others` are the other agencies that must act.

    `group` is a state, or the group "at once", which does not change with time. `own_people` says
    whom to speak to in one's own agency; it is empty where `teams` are to be rung or nobody is.
    """

    title: str
    due: DueView
    group: str
    role: str
    others: str
    is_advice: bool
    own_people: str
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A case with what is to be done in it, the most urgent first.

    `group` is that of the most urgent duty. `lacks_safeguards` says that no measures to keep the
    child safe are recorded, `earlier` that the case is shown by an earlier state.
    """

    reference: str
    address: str
    stage: str
    theme: str
    risk: str
    breaches: str
    lacks_safeguards: bool
    earlier: str
    duties: tuple[CardDuty, ...]

    @property
    def group(self) -> str:
        """The group of what is most urgent."""
        return min((duty.group for duty in self.duties), key=_RANKS.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """The cards of one group."""

    state: str
    heading: str
    cards: tuple[Card, ...]


def cards_of(
    actions: Sequence[NextAction], actor: str, names: Names, *, most: int
) -> Iterator[Card]:
    """Yield a card for each case, at most so many, in the order of its first action."""
    cases: dict[str, list[NextAction]] = {}
    for action in actions:
        reference = action.case.reference
        if reference in cases or len(cases) < most:
            cases.setdefault(reference, []).append(action)
    for each in cases.values():
        yield _card(each, actor, names)


def groups_of(cards: Sequence[Card]) -> Iterator[ActionGroup]:
    """Group cards by what is most urgent in each."""
    for state, heading in GROUPS:
        members = tuple(card for card in cards if card.group == state)
        yield ActionGroup(state=state, heading=heading, cards=members)


def _card(actions: Sequence[NextAction], actor: str, names: Names) -> Card:
    case = actions[0].case
    edition = names.of[case.edition]
    return Card(
        reference=case.reference,
        address=case.address,
        stage=edition.stage(case),
        theme=edition.theme(case),
        risk=RISK if case.is_at_risk else "",
        breaches=counted(case.breaches, "breach", "breaches") if case.missed else "",
        lacks_safeguards=case.is_open and not case.has_safeguards,
        earlier=case.as_it_stood,
        duties=tuple(
            _duty(action, actor, edition, is_first=place == 0)
            for place, action in enumerate(actions)
        ),
    )


def _duty(action: NextAction, actor: str, edition: ShortNames, *, is_first: bool) -> CardDuty:
    """Describe a duty; the first of a case at risk is to be done at once."""
    case, duty = action.case, action.duty
    due = view_of(duty.due, case.edition)
    is_at_once = duty.due.is_at_once or (is_first and case.is_at_risk)
    return CardDuty(
        title=duty.title,
        due=due,
        group=AT_ONCE_GROUP if is_at_once else OWN if due.look == OWN else due.state,
        role=role_words(edition.policy, duty.role),
        others=listed(edition.agency(each) for each in duty.acting if each != actor),
        is_advice=duty.is_advice,
        own_people=OWN_PEOPLE if edition.calls[duty.id].is_own else "",
        teams=tuple(
            Team(
                agency=edition.partnership.name if agency is None else edition.agency(agency),
                contact=contact_view(contact, edition.policy, edition.today),
            )
            for agency, contact in contacts_for(
                edition.calls[duty.id],
                edition.partnership.contacts,
                raising=case.raising,
                receiving=case.receiving,
                stage=case.stage,
                actor=actor,
            )
        ),
    )
