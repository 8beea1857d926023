"""Find, read and replace the bot's part of an issue's body, and name the bot's labels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from escalation_log.bot.issue_plan import (
    CANNOT_BE_JUDGED,
    OVERVIEW,
    WHOLE_CASE,
    Degree,
    Existing,
    IssueKey,
    Note,
    State,
)
from escalation_log.bot.torn_part import end_of_torn, place_of_torn
from escalation_log.model.cases import event_key_from

# The label by which the bot lists its issues.
OURS = "escalation-log"
# The longest name of a label that GitHub accepts, in characters.
MOST_LABEL_CHARACTERS = 50


def labels_of(
    key: IssueKey, *, policy: str | None, agencies: Iterable[str], degree: Degree | None
) -> frozenset[str]:
    """Return the labels of an issue about a round of a stage and the agencies that must act.

    The policy is None where a file with problems does not tell it.
    """
    named = [
        *([] if policy is None else [("policy: ", policy)]),
        ("stage: ", key.stage),
        *(("agency: ", each) for each in agencies),
    ]
    if degree is not None:
        named.append(("degree: ", degree.value))
    return frozenset((OURS, *(_cut(prefix, name) for prefix, name in named)))


def labels_known(
    *, policies: Iterable[str] = (), stages: Iterable[str] = (), agencies: Iterable[str] = ()
) -> frozenset[str]:
    """Return all labels that the bot may give to issues about cases under some policies."""
    named = [("policy: ", each) for each in policies]
    named += [("stage: ", each) for each in (*stages, WHOLE_CASE, CANNOT_BE_JUDGED, OVERVIEW)]
    named += [("agency: ", each) for each in agencies]
    named += [("degree: ", each.value) for each in Degree if each is not Degree.OVERVIEW]
    return frozenset((OURS, *(_cut(prefix, name) for prefix, name in named)))


def labels_with(
    ours: frozenset[str], present: frozenset[str], known: frozenset[str]
) -> frozenset[str]:
    """Return all labels for an issue: the bot's, and those that people gave it.

    Of those present, the `known` are the bot's, whatever others begin with. GitHub does not tell
    names apart by capitals alone; the name that is there already is kept.
    """
    spelt = {label.casefold(): label for label in present}
    bots = {label.casefold() for label in known}
    theirs = (label for folded, label in spelt.items() if folded not in bots)
    return frozenset((*(spelt.get(label.casefold(), label) for label in ours), *theirs))


def _cut(prefix: str, name: str) -> str:
    """Shorten a label to GitHub's limit; a hash of the name keeps it distinct from others.

    >>> len(_cut("agency: ", "a" * 60))
    50
    """
    label = prefix + name
    if len(label) <= MOST_LABEL_CHARACTERS:
        return label
    mark = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{label[: MOST_LABEL_CHARACTERS - 5].rstrip('-')}-{mark}"


# What the titles of a partnership begin with that wants neutral words on a locked screen.
NEUTRAL_TITLE = "Escalation log: "
END_OF_PART = "<!-- /escalation-log -->"
# Stands for a degree of lateness in the mark of an issue that has ended or was replaced.
ENDED = "ended"
# The longest body that GitHub accepts. Characters beyond the Basic Multilingual Plane and ends of
# lines count as two.
MOST_BODY_CHARACTERS = 65_536

_BEGIN = re.compile(r"^<!-- escalation-log ([^<>\r\n]*) -->[ \t]*\r?$", re.MULTILINE)
_END = re.compile(r"^<!-- /escalation-log -->", re.MULTILINE)
# No event is called by so many signs, so longer ones were not written by the bot.
_LONGEST_KEY = 60
_NOTE = re.compile(r"^<!-- escalation-log-comment ([^<>\s]+) -->", re.MULTILINE)
_DETAILS = re.compile(r"^<details>\n.*?^</details>\n", re.MULTILINE | re.DOTALL)
_TOLD = {degree.value.replace(" ", "-"): degree for degree in Degree}
_SHORTENED = "The derivation of the date is too long for this issue.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The content of the first mark: the issue's key, what the text says, and its fingerprint."""

    key: IssueKey
    told: Degree | None
    facts: str


def beginning_of_part(key: IssueKey, told: Degree | None, facts: str) -> str:
    """Write the mark with which the bot's part begins."""
    word = ENDED if told is None else told.value.replace(" ", "-")
    return (
        f"<!-- escalation-log case={key.case} stage={key.stage} event={key.started_by} "
        f"told={word} facts={facts} -->"
    )


def fingerprint(facts: Iterable[object]) -> str:
    """Hash the facts that an issue states, so that a change of any of them is noticed."""
    told = "\n".join(str(fact) for fact in facts)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def marker_in(body: str) -> Marker | None:
    """Read the first mark; return None where there is none that the bot wrote."""
    found = _BEGIN.search(body)
    if found is None:
        return None
    said = dict(pair.split("=", 1) for pair in found[1].split() if "=" in pair)
    key = said.get("event", "")
    event = event_key_from(key) if len(key) <= _LONGEST_KEY else None
    if not {"case", "stage"} <= said.keys() or event is None:
        return None
    return Marker(
        key=IssueKey(case=said["case"], stage=said["stage"], started_by=event),
        told=_TOLD.get(said.get("told", "")),
        facts=said.get("facts", ""),
    )


def existing_of(
    *,
    number: int,
    state: State,
    title: str,
    body: str,
    labels: Iterable[str],
    closed_at: str | None = None,
    known_as: IssueKey | None = None,
) -> Existing | None:
    """Read one of the bot's issues by its mark; return None for any other issue.

    Where the mark is gone, an issue that is `known_as` one of the bot's is that one still, as long
    as its title says so too.
    """
    marker = marker_in(body)
    if marker is None and known_as is not None and _is_title_of(known_as, title):
        marker = Marker(key=known_as, told=None, facts="")
    if marker is None:
        return None
    return Existing(
        number=number,
        key=marker.key,
        state=state,
        title=title,
        body=body,
        labels=frozenset(labels),
        told=marker.told,
        facts=marker.facts,
        closed_at=closed_at,
    )


def _is_title_of(key: IssueKey, title: str) -> bool:
    """Say whether a title names the case; one in neutral words names none."""
    return title.startswith(NEUTRAL_TITLE) or title.replace(" ", "-").startswith(key.case)


def part_in(body: str) -> str | None:
    """Return the bot's part of a body with LF line ends; None where there is none.

    Where somebody has removed the end mark, the part is only its first line.
    """
    place = _place(body)
    return None if place is None else body[place[0] : place[1]].replace("\r\n", "\n").rstrip()


def body_with(part: str, body: str) -> str | None:
    """Replace the bot's part of a body, and leave everything around it unchanged.

    Where somebody has taken a mark away, what is left of the part is looked for. The part is
    shortened where it would not fit. Return None where there is no room even then.
    """
    place = _torn_place(part, body)
    if place is None:
        return opening_body(part, body)
    before, after = body[: place[0]], body[place[1] :]
    room = MOST_BODY_CHARACTERS - length(before) - length(after)
    fitting = _fitted(part, room)
    return f"{before}{fitting}{after}" if length(fitting) <= room else None


def opening_body(part: str, below: str) -> str:
    """Write the body of a new issue; the bot's part is shortened where it would not fit."""
    after = f"\n\n{below}" if below.strip() else ""
    return f"{_fitted(part, MOST_BODY_CHARACTERS - length(after))}{after}"


def length(text: str) -> int:
    """Count the characters of a body in the strictest way in which GitHub may count them."""
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


def comment_text(note: Note) -> str:
    """Write a comment with its own mark above it."""
    return f"<!-- escalation-log-comment {note.mark} -->\n{note.text}"


def mark_in(comment: str) -> str | None:
    """Return the mark of a comment of the bot; None for any other comment."""
    found = _NOTE.match(comment)
    return None if found is None else found[1]


def _place(body: str) -> tuple[int, int] | None:
    """Find where the bot's part begins and ends."""
    found = _BEGIN.search(body)
    if found is None:
        return None
    end = _END.search(body, found.end(), _next_part(body, found.end()))
    if end is None:
        return found.start(), found.end() - body[: found.end()].endswith("\r")
    return found.start(), end.end()


def _torn_place(part: str, body: str) -> tuple[int, int] | None:
    """Find where the bot's part begins and ends, also where one of its marks is gone."""
    found = _BEGIN.search(body)
    if found is None:
        end = _END.search(body)
        torn = place_of_torn(part, body if end is None else body[: end.end()])
        return torn if end is None else (end.start() if torn is None else torn[0], end.end())
    place = _place(body)
    if place is None or _END.search(body, found.end(), place[1]):
        return place
    rest = body[place[1] : _next_part(body, place[1])]
    is_same = part.startswith(found[0].rstrip())
    return place[0], place[1] + end_of_torn(part, rest, is_same=is_same)


def _next_part(body: str, after: int) -> int:
    another = _BEGIN.search(body, after)
    return len(body) if another is None else another.start()


def _fitted(part: str, room: int) -> str:
    """Shorten a part: leave out its receipts, the last first, and then all but its first words."""
    while length(part) > room and (receipts := list(_DETAILS.finditer(part))):
        start, end = receipts[-1].span()
        part = part[:start] + _SHORTENED + part[end:]
    if length(part) > room:
        part = "\n".join((*part.split("\n")[:2], "", _NO_ROOM, "", END_OF_PART))
    return part


_NO_ROOM = (
    "There is too much other text in this issue for the rest. Look the case up in the log, or move "
    "the other text into a comment."
)
