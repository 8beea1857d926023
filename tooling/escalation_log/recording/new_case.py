"""A new case: the questions of its policy, the next free reference, and the text of its file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from escalation_log.files.case_file import parse_case
from escalation_log.files.case_text import case_to_yaml
from escalation_log.log.contents import Log
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import PSEUDONYM_TAKEN_OUT, Case
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath
from escalation_log.model.rulebook import Rulebook, current_edition
from escalation_log.recording.desk import Written
from escalation_log.recording.field_choices import (
    FieldChoice,
    agency_choices,
    named_choices,
    plan_choices,
)
from escalation_log.recording.form_fields import (
    LONGEST_OF_THE_TOP,
    MOST_PLANS,
    AnswerKind,
    FormField,
    numbered,
    one_of,
)
from escalation_log.recording.problem_words import plainly
from escalation_log.recording.written import NotTaken
from escalation_log.words.dates import date_words
from escalation_log.words.events import KIND_WORDS
from escalation_log.words.titles import agency_words, capital, of_subject

_SCHEMA = "../../tooling/escalation_log/schemas/case.schema.json"
# The letters and digits of a pseudonym: none that is read as another.
PSEUDONYM_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SIGNS = 5


def current_rulebooks(log: Log, now: Moment) -> tuple[Rulebook, ...]:
    """Give the edition in force of each policy, under which a new case is opened."""
    found = []
    for policy in sorted({each.id for each in log.policies.values()}):
        editions = [each for each in log.policies.values() if each.id == policy]
        book = log.rulebooks.get(current_edition(editions, now.at).edition)
        if book is not None:
            found.append(book)
    return tuple(found)


def next_reference(partnership: Partnership, year: int, known: Collection[str]) -> str:
    """Give the next free reference; `known` are all that were ever given."""
    start = f"{partnership.reference_prefix}-{year}-"
    last = max(
        (int(each.removeprefix(start)) for each in known if each.startswith(start)), default=0
    )
    return f"{start}{last + 1:04}"


def drawn_pseudonym(known: Collection[str], draw: Callable[[str], str]) -> str:
    """Draw a pseudonym that no child of the log has; `draw` gives one of some signs."""
    while True:
        pseudonym = "C-" + "".join(draw(PSEUDONYM_SIGNS) for _ in range(_SIGNS))
        if pseudonym not in known:
            return pseudonym


def pseudonyms_in(log: Log) -> frozenset[str]:
    """List the pseudonyms of the log."""
    headers = (
        header
        for each in log.cases
        for header in (each.case.header, *(event.header for event in each.case.events))
        if header is not None
    )
    found = {child.pseudonym for header in headers for child in header.children}
    return frozenset(found - {PSEUDONYM_TAKEN_OUT})


def questions_of_case(
    book: Rulebook,
    now: Moment,
    *,
    children: Sequence[str] = ("",),
    receiving: Sequence[str] = ("",),
) -> tuple[FormField, ...]:
    """List the questions about a new case.

    Of several `children`, by their pseudonyms, each has plans of its own, and of several
    `receiving` agencies each a role: `plan_1`, `receiving_role_2`.
    """
    policy, roles = book.policy, named_choices(book.partnership.case_roles)
    agencies = agency_choices(book.partnership, now)
    fields = [one_of("theme", "What is it about?", named_choices(policy.themes))]
    if policy.urgencies is not None:
        fields.append(one_of("urgency", "How urgent is it?", named_choices(policy.urgencies)))
    plans = of_subject("Which plans is the child on?", policy.subject)
    for name, child in numbered("plan", children):
        of_whom = f"{child}: " if len(children) > 1 else ""
        plan = _several(name, of_whom + plans, plan_choices(policy.subject))
        fields.append(replace(plan, most=MOST_PLANS))
    fields += [
        one_of("raising", "Which agency raises it?", agencies),
        one_of("raising_role", "Who raises it there?", roles),
        _several("receiving", "Which agency answers it?", agencies),
    ]
    for name, agency in numbered("receiving_role", receiving):
        whose = f"{agency_words(agency, book.partnership)}: " if len(receiving) > 1 else ""
        fields.append(one_of(name, f"{whose}Who answers there?", roles))
    return (
        *fields,
        _text("concern", "What is the concern?"),
        _text("outcome_sought", "What is sought?"),
        one_of("kind", "How did it begin?", _beginnings(policy)),
        FormField(name="at", question="When was that?", answer=AnswerKind.MOMENT, needed=True),
        one_of(
            "by",
            "Who did that?",
            (
                FieldChoice(value="raising", words="The raising side"),
                FieldChoice(value="receiving", words="The receiving side"),
            ),
        ),
    )


def _several(name: str, question: str, choices: tuple[FieldChoice, ...]) -> FormField:
    return FormField(
        name=name, question=question, answer=AnswerKind.SEVERAL, needed=True, choices=choices
    )


def _text(name: str, question: str) -> FormField:
    return FormField(
        name=name,
        question=f"{question} Short, no names.",
        answer=AnswerKind.TEXT,
        needed=True,
        longest=LONGEST_OF_THE_TOP,
    )


def _beginnings(policy: Policy) -> tuple[FieldChoice, ...]:
    """Give the kinds of event with which a case usually begins."""
    return tuple(
        FieldChoice(
            value=kind.value,
            words=capital(of_subject(KIND_WORDS[kind].happens, policy.subject)),
        )
        for kind in EventKind
        if kind.row.begins
    )


def new_case(
    book: Rulebook, reference: str, pseudonyms: Sequence[str], answers: Written
) -> Case | tuple[NotTaken, ...]:
    """Make a case of the answers to `questions_of_case`, or say what is wrong with them.

    Each pseudonym is a child of its own. An answer that is not numbered is that of all children
    or all agencies.
    """
    children = [
        {"pseudonym": each, "plan": answers.get(name, answers.get("plan"))}
        for name, each in numbered("plan", pseudonyms)
    ]
    given = answers.get("receiving")
    agencies = given if isinstance(given, list) else [given]
    receiving = [
        {"agency": each, "role": answers.get(name, answers.get("receiving_role"))}
        for name, each in numbered("receiving_role", agencies)
    ]
    event = {name: answers[name] for name in ("at", "kind", "by", "note") if answers.get(name)}
    written = {
        "format": 1,
        "reference": reference,
        "policy": book.policy.edition,
        "theme": answers.get("theme"),
        "urgency": answers.get("urgency"),
        "children": children,
        "raising": {"agency": answers.get("raising"), "role": answers.get("raising_role")},
        "receiving": receiving,
        "concern": answers.get("concern"),
        "outcome_sought": answers.get("outcome_sought"),
        "events": [{**event, **_recorded(answers)}],
    }
    file = {name: value for name, value in written.items() if value is not None}
    read = parse_case(file_of_case(reference), json.dumps(file).encode())
    if isinstance(read, Case):
        return read
    return tuple(
        NotTaken(question_at(each.path, children, receiving), plainly(each.message))
        for each in read
    )


def _recorded(answers: Written) -> Mapping[str, object]:
    recorded = answers.get("recorded")
    return {} if recorded in (None, answers.get("at")) else {"recorded": recorded}


def question_at(path: DataPath, children: Sequence[object], receiving: Sequence[object]) -> str:
    """Name the question of a new case whose answer stands at a place of its file."""
    match path:
        case ("children" | "child", *_, "pseudonym"):
            return "child"
        case ("children", int(place), *_):
            return _number("plan", place, children)
        case ("receiving", int(place), "role", *_):
            return _number("receiving_role", place, receiving)
        case ("raising", "role", *_):
            return "raising_role"
        case ("children" | "child", *_):
            return _number("plan", 0, children)
        case ("events", int(), str(field), *_):
            return field
        case (str(field), *_) if field != "events":
            return field
        case _:
            return ""


def _number(name: str, place: int, items: Sequence[object]) -> str:
    return list(numbered(name, items))[place][0]


def text_of_case(case: Case) -> str:
    """Write the file of a new case."""
    return case_to_yaml(case, schema=_SCHEMA)


def parts_of_case(case: Case) -> tuple[str, str]:
    """Write the file of a new case in two parts: what is coded, and pseudonyms and people's words.

    An address may hold the first part; the second one never stands in an address.
    """
    parts = _TOP_KEY.split(text_of_case(case))
    coded = (each for each in parts if not each.startswith(_LAST))
    return "".join(coded), "".join(each for each in parts if each.startswith(_LAST))


# Before each key at the margin; what follows it is indented.
_TOP_KEY = re.compile(r"^(?=[a-z])", re.MULTILINE)
_LAST = ("child: ", "children: ", "concern: ", "outcome_sought: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An open case between the same two sides, which may be about the same disagreement."""

    reference: str
    words: str


def alike(judged: Sequence[JudgedCase], case: Case) -> Iterator[Alike]:
    """Find open cases between the same agencies under the same policy.

    Those of the same child or theme come first.
    """
    header = case.header
    sides = {header.raising.agency, *(each.agency for each in header.receiving)}
    children = {each.pseudonym for each in header.children}
    found = [
        each
        for each in judged
        if each.assessment.state is CaseState.OPEN
        # What an agency is called in files is its partnership's own word.
        and each.policy.id == header.policy
        and header.raising.agency in each.agencies
        and len(sides.intersection(each.agencies)) > 1
    ]
    for each in sorted(found, key=lambda each: not _is_close(each, children, header.theme)):
        other = each.timeline.header
        receiving = ", ".join(
            agency_words(party.agency, each.partnership) for party in other.receiving
        )
        began = each.timeline.placed_events[0].moment.on
        theme = each.policy.themes.get(other.theme, other.theme)
        raising = agency_words(other.raising.agency, each.partnership)
        yield Alike(
            reference=each.reference,
            words=f"{each.reference}: {theme}, {raising} with {receiving}, "
            f"since {date_words(began)}",
        )


def _is_close(judged: JudgedCase, children: set[str], theme: str) -> bool:
    header = judged.timeline.header
    same = children.intersection(each.pseudonym for each in header.children)
    return bool(same) or header.theme == theme
