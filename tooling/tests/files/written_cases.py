"""Cases as plain data, drawn at random over everything that the schema allows."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from escalation_log.files.plain_data import INVISIBLE
from escalation_log.files.reading import schema_of

DEFINITIONS = schema_of("case")["$defs"]
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True) | st.sampled_from(
    ["null", "true", "0", "12", "1e5", "0x1f", "no", "stage-1", "immediate-risk"]
)
REFERENCES = st.from_regex(r"[A-Z]{2,4}-[0-9]{4}-[0-9]{4}", fullmatch=True)
PSEUDONYMS = st.from_regex(r"C-[0-9A-Z]{4,8}", fullmatch=True)
DUTIES = st.from_regex(r"(case|stage-[0-9])/[a-z]{1,8}", fullmatch=True)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)
CLOCKS = st.from_regex(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?( ?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]))?",
    fullmatch=True,
)
MOMENTS = DATES | st.builds("{}{}{}".format, DATES, st.sampled_from(" T"), CLOCKS)
PIECES = st.sampled_from(
    [
        *("a", "b c", ": ", " #", "- ", "'", '"', "\\", "\n", "\n\n", "  ", "\t", "\r", "é", "😀"),
        *("|", "?", "{", "}", "[", "]", ",", "&", "*", "!", "%", "@", "`", "12", "null", "~"),
        *("---\n", "\xa0"),
    ]
)


def texts(longest: int) -> st.SearchStrategy[str]:
    """Draw texts that are awkward to write, but may be written."""
    text = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=60)
    return text.map(lambda text: INVISIBLE.sub("", text)[:longest]).map(
        lambda text: text if text.strip() else f"{text[1:]}x"
    )


def lists_of(one: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Draw a word, or a list of words without repeats."""
    return one | st.lists(one, min_size=1, max_size=3, unique=True)


def chosen(name: str, *without: str) -> st.SearchStrategy[str]:
    """Draw a word of a closed list."""
    return st.sampled_from([word for word in DEFINITIONS[name]["enum"] if word not in without])


PLANS = st.just("none") | st.lists(chosen("plan-name", "none"), max_size=3, unique=True)
CHILDREN = st.fixed_dictionaries({"pseudonym": PSEUDONYMS, "plan": PLANS})
PARTIES = st.fixed_dictionaries({"agency": SLUGS, "role": SLUGS})
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "by": chosen("by"),
    "recorded": MOMENTS,
    "stage": SLUGS,
    "how": chosen("how"),
    "note": texts(300),
    "to": SLUGS,
    "whom": lists_of(SLUGS),
    "what": SLUGS,
    "why": texts(300),
    "on": DATES,
    "tier": SLUGS,
    "rationale": texts(300),
    "came_about": chosen("came-about"),
    "field": chosen("redactable"),
    "authority": texts(300),
    "agencies": lists_of(SLUGS),
    "protect_by": MOMENTS,
    "measures": lists_of(chosen("measure")),
    "review_on": DATES,
    "plan": PLANS,
    "urgency": SLUGS,
    "references": lists_of(REFERENCES),
    "duty": DUTIES,
    "until": MOMENTS,
    "agreed_by": lists_of(SLUGS),
    "themes": lists_of(SLUGS),
    "action": texts(300),
    "reason": texts(300),
}
GENERAL = ("by", "recorded", "stage", "how", "note")
HEADER: dict[str, st.SearchStrategy[Any]] = {
    "theme": SLUGS,
    "raising": PARTIES,
    "receiving": PARTIES | st.lists(PARTIES, min_size=1, max_size=3),
    "concern": texts(600),
    "outcome_sought": texts(600),
}
HEADER_OPTIONS = {"urgency": SLUGS, "links": lists_of(REFERENCES)}
# Fields whose values are others in events of some kinds than in the rest.
OF_KINDS: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("withdrawn", "why"): chosen("withdrawn-because"),
    ("withdrawn", "of"): REFERENCES,
    ("redaction", "of"): st.integers(1, 9999),
    ("disputed", "reason"): chosen("disputed-because"),
    ("escalated", "reason"): SLUGS,
}
ONE_OR_MORE_CHILDREN = st.fixed_dictionaries({"child": CHILDREN}) | st.fixed_dictionaries(
    {"children": st.lists(CHILDREN, min_size=1, max_size=3)}
)


def required_by_kind() -> dict[str, list[str]]:
    """Read from the schema which fields a kind of event needs."""
    rules = DEFINITIONS["event"]["then"]["allOf"]
    return {
        rule["if"]["properties"]["kind"]["const"]: rule["then"].get(
            "required", ["plan"] if "anyOf" in rule["then"] else []
        )
        for rule in rules
    }


def allowed_by_kind(kind: str) -> list[str]:
    """Read from the schema which fields a kind of event may have beside the general ones."""
    belonging = DEFINITIONS["event"]["dependentSchemas"]
    return [
        name
        for name, schema in belonging.items()
        if kind in schema["properties"]["kind"]["enum"]
        and (name in FIELDS or (kind, name) in OF_KINDS)
    ]


REQUIRED = required_by_kind()
CORRECTIONS = ("correction", "header-correction")


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an event that is no correction."""
    kind = draw(chosen("kind", *CORRECTIONS))
    event = {"at": draw(MOMENTS), "kind": kind}
    needed = REQUIRED.get(kind, [])
    allowed = [*GENERAL, *allowed_by_kind(kind)]
    extra = draw(st.lists(st.sampled_from(allowed), unique=True, max_size=4))
    for name in sorted({*needed, *extra}):
        event[name] = draw(OF_KINDS[kind, name] if (kind, name) in OF_KINDS else FIELDS[name])
    return event


@st.composite
def corrections(draw: st.DrawFn, before: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a correction of an event or of the header; what it brings about is valid."""
    correct: dict[str, Any]
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(["at", *GENERAL[2:]]), min_size=1, unique=True))
        correct = {name: draw(MOMENTS if name == "at" else FIELDS[name]) for name in names}
        if draw(st.booleans()):
            correct["by"] = None
        event = {"kind": "correction", "of": draw(st.integers(1, len(before) + 2))}
    else:
        names = draw(st.lists(st.sampled_from(sorted(HEADER)), min_size=1, unique=True))
        correct = {name: draw(HEADER[name]) for name in names}
        correct |= draw(ONE_OR_MORE_CHILDREN | st.just({}))
        correct |= draw(st.fixed_dictionaries({}, optional=HEADER_OPTIONS))
        if draw(st.booleans()):
            correct["urgency"] = None
        event = {"kind": "header-correction"}
    return {"at": draw(MOMENTS), **event, "correct": correct, "reason": draw(texts(300))}


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a case with a few events, some of them corrections."""
    case = {
        "reference": draw(REFERENCES),
        "policy": draw(st.builds("{}@{}".format, SLUGS, SLUGS)),
        **draw(st.sampled_from([{}, {"invented": True}])),
        **draw(st.fixed_dictionaries(HEADER, optional=HEADER_OPTIONS)),
        **draw(ONE_OR_MORE_CHILDREN),
    }
    written = draw(st.lists(events(), min_size=1, max_size=4))
    for _ in range(draw(st.integers(0, 3))):
        written.append(draw(corrections(written)))
    return {**case, "events": written}
