"""What may be public, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, make_dataclass, replace
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pytest

from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.model import calendars, partnerships, patterns, policies, statements
from escalation_log.model.cases import Child
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Agency, Contact, Partnership
from escalation_log.model.patterns import WorkingDays
from escalation_log.model.policies import Policy, Stage
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.projection import PUBLIC_FIELDS, Projection, public_copy
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.logs import FOUR

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)

# Everything that a policy or a partnership says and the public is not told. A new field appears
# here, or in the list of what is public; either is a decision.
PRIVATE = {
    "Agency": "every field",
    "Calendar": {"closures", "for_some", "history"},
    "CalendarChange": "every field",
    "Closure": "every field",
    "CountingRules": "every field",
    "KnownCalendar": "every field",
    "IssueSettings": "every field",
    "Member": "every field",
    "Organisation": "every field",
    "SomeAgencies": "every field",
    "Contact": {"agency"},
    "Partnership": {
        "reference_prefix",
        "agencies",
        "organisations",
        "case_roles",
        "closures",
        "due_soon",
        "ageing_alert",
        "file_history_url",
        "issues",
        "repeated",
        "statistics_threshold",
        "marks_from",
        "entry_within_days",
        "outcome_weeks",
        "wants_neutral_words",
        "merges_itself",
        "retention_years",
        "reviewers",
    },
    "OtherReading": {"edition"},
    "Policy": {"content_hash"},
}


@pytest.fixture(scope="module")
def log() -> Log:
    return open_log(FOUR, as_of=AS_OF)


@pytest.fixture(scope="module")
def public(log: Log) -> Publication:
    return publication_of(log, AS_OF, Projection.PUBLIC)


def classes_in(module: ModuleType) -> list[type]:
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    ]


def names_of(kind: type) -> set[str]:
    return {each.name for each in fields(kind)}


def test_every_field_is_public_only_by_being_listed_or_else_known_to_be_private() -> None:
    private: dict[str, Any] = {}
    for module in (calendars, patterns, partnerships, patterns, policies, statements):
        for kind in classes_in(module):
            if kind not in PUBLIC_FIELDS:
                private[kind.__name__] = "every field"
            elif names_of(kind) != PUBLIC_FIELDS[kind]:
                private[kind.__name__] = names_of(kind) - PUBLIC_FIELDS[kind]
    assert private == PRIVATE


def test_nothing_is_listed_that_is_not_there_and_nothing_of_one_case_is_listed() -> None:
    for kind, listed in PUBLIC_FIELDS.items():
        assert listed <= names_of(kind), kind
        assert kind.__module__.rpartition(".")[2] in {
            "calendars",
            "limits",
            "partnerships",
            "patterns",
            "policies",
            "statements",
            # Numbers of cases of which none is small.
            "published",
            "quarters",
            "small_numbers",
        }


@pytest.mark.parametrize("kind", list(PUBLIC_FIELDS), ids=lambda kind: str(kind.__name__))
def test_a_new_field_is_private(kind: type) -> None:
    listed: Mapping[type, frozenset[str]]
    grown = make_dataclass(
        kind.__name__,
        [
            ("words", str),
            ("perhaps", str | None),
            ("several", tuple[str, ...]),
            ("some", frozenset[str]),
            ("named", Mapping[str, str]),
            ("is_so", bool),
            ("amount", int),
            ("usual", str, field(default="usual")),
            ("made", tuple[str, ...], field(default_factory=tuple)),
        ],
        frozen=True,
        kw_only=True,
    )
    listed = {grown: PUBLIC_FIELDS[kind] - names_of(grown)}
    grown_value = grown(
        words="secret",
        perhaps="secret",
        several=("secret",),
        some=frozenset({"secret"}),
        named={"secret": "secret"},
        is_so=True,
        amount=7,
        usual="secret",
        made=("secret",),
    )
    copy = public_copy(grown_value, listed)
    assert copy == grown(
        words="",
        perhaps=None,
        several=(),
        some=frozenset(),
        named={},
        is_so=False,
        amount=0,
        usual="usual",
    )


def test_a_private_field_that_nothing_can_stand_for_stops_the_build() -> None:
    @dataclass(frozen=True)
    class Dated:
        on: date

    with pytest.raises(EscalogError, match=r"Dated\.on is private, and nothing can stand in"):
        public_copy(Dated(on=date(2026, 1, 1)), {Dated: frozenset()})


@pytest.mark.parametrize(
    "value",
    [
        Child(pseudonym="C-7F3KQ"),
        Agency(id="a", name="A", organisation="o", sector="health"),
        (WorkingDays(2), Child(pseudonym="C-7F3KQ")),
        {"child": Child(pseudonym="C-7F3KQ")},
        datetime,
        object(),
        ["a list"],
    ],
    ids=["child", "agency", "in a tuple", "in a mapping", "class", "object", "list"],
)
def test_a_class_that_is_not_listed_cannot_be_shown(value: object) -> None:
    with pytest.raises(EscalogError, match="is private, and a public page asks for one") as raised:
        public_copy(value)
    assert "PUBLIC_FIELDS" in (raised.value.hint or "")
    assert "C-7F3KQ" not in raised.value.message


def test_the_public_sees_whole_policies(log: Log, public: Publication) -> None:
    assert public.editions
    for edition in public.editions:
        original = log.policies[edition.policy.edition]
        assert edition.policy == replace(original, content_hash="")
        assert original.content_hash


def test_the_public_sees_of_a_partnership_who_it_is_and_whom_to_ring(
    log: Log, public: Publication
) -> None:
    for edition in public.editions:
        original = log.partnerships[edition.policy.id]
        assert edition.partnership == Partnership(
            id=original.id,
            name=original.name,
            reference_prefix="",
            agencies={},
            organisations={},
            case_roles={},
            contacts=tuple(each for each in original.contacts if each.agency is None),
            demonstration=original.demonstration,
        )
        assert any(each.agency for each in original.contacts)
        assert any(each.is_emergency for each in edition.partnership.contacts)


def test_an_agencys_number_for_emergencies_is_shown_without_the_agency() -> None:
    contacts: tuple[Contact, ...] = (
        Contact(id="team", name="Team", agency="police"),
        Contact(id="now", name="Emergencies", agency="police", is_emergency=True),
    )
    shown = public_copy(contacts)
    assert shown == (Contact(id="now", name="Emergencies", is_emergency=True),)


def test_pages_of_the_public_site_cannot_reach_past_it(log: Log, public: Publication) -> None:
    assert log.cases
    assert (public.files, public.references, public.not_judged) == ((), frozenset(), ())
    for each in fields(public.log):
        value = getattr(public.log, each.name)
        assert not value or (each.name == "root" and str(value) == "."), each.name
    assert set(public.texts) == {each.policy.id for each in public.editions}


def pages(publication: Publication) -> str:
    catalogue = catalogue_of(publication, Templates(shipped_folder("templates")))
    return "".join(str(page.write(())) for page in catalogue.pages)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Contact, "email", "SafeguardingUnit@barnsley.gov.uk"),
        (Policy, "summary", "The Policy and Performance Group monitors"),
        (Stage, "who", "The line managers of both professionals"),
        (Partnership, "contacts", "SafeguardingUnit@barnsley.gov.uk"),
    ],
)
def test_what_is_taken_off_the_list_goes_from_the_pages(
    public: Publication, kind: type, name: str, words: str
) -> None:
    shorter = {**PUBLIC_FIELDS, kind: PUBLIC_FIELDS[kind] - {name}}
    less = replace(
        public,
        texts={},
        editions=tuple(
            replace(
                edition,
                rulebook=replace(
                    edition.rulebook,
                    policy=public_copy(edition.policy, shorter),
                    partnership=public_copy(edition.partnership, shorter),
                ),
            )
            for edition in public.editions
        ),
    )
    assert words in pages(replace(public, texts={}))
    assert words not in pages(less)


def test_agencies_stand_on_the_restricted_pages_alone(log: Log, public: Publication) -> None:
    agencies = {
        agency.name for each in log.partnerships.values() for agency in each.agencies.values()
    }
    assert agencies
    shown = pages(public)
    assert not [name for name in agencies if name in shown]
