"""Ways to tamper with the events and the top of a case."""

from __future__ import annotations

from collections.abc import Callable

from tests.log.history.recorded import CASE, CHANGED, OVERDUE, Way
from tests.repositories import Repository

_RAISED = """\
  - at: 2026-11-03 09:00
    kind: raised
    by: raising
    how: phone
    note: A second call was asked for.
"""
_CORRECTION = """\
  - at: 2026-11-06 10:00
    kind: correction
    by: partnership
    of: 3
    correct: {how: video-call}
    reason: The diary says that it was by video.
"""
_UPDATE = """\
  - at: 2026-11-09 09:00
    kind: update
    by: receiving
"""

_REDACTION = """\
  - at: 2026-11-10 09:00
    kind: redaction
    by: partnership
    of: 5
    field: note
    reason: It said too much.
    authority: The business manager
"""


def in_case(before: str, after: str) -> Callable[[Repository], None]:
    """Replace what stands in the case."""
    return lambda log: log.edit(CASE, before, after)


def redacting(
    field: str, of: int, before: str, after: str, *more: tuple[str, str]
) -> Callable[[Repository], None]:
    """Replace texts, and say that one was taken out."""

    def act(log: Repository) -> None:
        for old, new in ((before, after), *more):
            log.edit(CASE, old, new)
        log.append(
            CASE,
            "  - at: 2026-11-25 09:00\n    kind: redaction\n    by: partnership\n"
            f"    of: {of}\n    field: {field}\n    reason: Too much\n    authority: The chair\n",
        )

    return act


def rewritten_and_corrected(log: Repository) -> None:
    """Rewrite an event, and add a correction that says the same."""
    log.edit(CASE, "at: 2026-11-03 09:00", "at: 2026-11-02 11:00")
    log.append(
        CASE,
        "  - {at: 2026-11-25 09:00, kind: correction, of: 2, correct: {at: 2026-11-02 11:00}, "
        "reason: Mistyped}\n",
    )


def only_the_first(log: Repository) -> None:
    """Keep the first event alone."""
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).write_text(text[: text.index(_RAISED)], "utf-8")


def lately_in_an_old_place(log: Repository) -> None:
    """Put an event of an old day among those of that day."""
    new = "  - at: 2026-11-03 12:00\n    kind: discussed\n    by: receiving\n    how: phone\n"
    log.edit(CASE, _RAISED, _RAISED + new)


CORRECTED_NOTE = (
    "  - {at: 2026-11-25 08:00, kind: correction, by: partnership, of: 2, "
    "correct: {note: They agreed to it.}, reason: Said so}\n"
)


def correction_of_another(log: Repository) -> str:
    """Take out what corrects one event, by a redaction of another one."""
    log.append(CASE, CORRECTED_NOTE)
    base = log.commit("Correct a note", at=CHANGED)
    redacting("note", 3, "note: They agreed to it.", "note: Taken out.")(log)
    return base


EVENTS = "events-stand"
HEADER = "header-stands"

WAYS = (
    Way(name="the last event is taken out", rule=EVENTS, act=in_case(_REDACTION, "")),
    Way(name="an event in the middle is taken out", rule=EVENTS, act=in_case(_UPDATE, "")),
    Way(name="the first event is taken out", rule=EVENTS, act=in_case(
        "  - at: 2026-11-02 10:00\n    kind: disagreement\n    by: receiving\n", "")),
    Way(name="all events but the first are taken out", rule=EVENTS, act=only_the_first),
    Way(name="a correction is taken out", rule=EVENTS, act=in_case(_CORRECTION, "")),
    Way(name="what a correction says is changed", rule=EVENTS, act=in_case(
        "{how: video-call}", "{at: 2026-11-04 09:00}")),
    Way(name="a correction is made one of another event", rule=EVENTS, act=in_case(
        "    of: 3\n", "    of: 2\n")),
    Way(name="a moment is rewritten so that two breaches vanish", rule=EVENTS, act=lambda log:
        log.edit(OVERDUE, "at: 2026-11-06 12:00", "at: 2026-11-20 12:00")),
    Way(name="a moment is moved by a minute", rule=EVENTS, act=in_case(
        "at: 2026-11-09 09:00", "at: 2026-11-09 09:01")),
    Way(name="a moment loses its time", rule=EVENTS, act=in_case(
        "at: 2026-11-09 09:00", "at: 2026-11-09")),
    Way(name="a kind is changed", rule=EVENTS, act=in_case("kind: update", "kind: response")),
    Way(name="a side is changed", rule=EVENTS, act=in_case(
        "kind: raised\n    by: raising", "kind: raised\n    by: receiving")),
    Way(name="a way is changed", rule=EVENTS, act=in_case(
        "how: phone\n    note: A second", "how: email\n    note: A second")),
    Way(name="a note is reworded", rule=EVENTS, act=in_case("A second call", "A third call")),
    Way(name="a note is taken out without a redaction", rule=EVENTS, act=in_case(
        "    note: The duty team was busy.\n", "")),
    Way(name="a note is added to an old event", rule=EVENTS, act=in_case(
        _UPDATE, _UPDATE + "    note: The family was told.\n")),
    Way(name="what was taken out is put in again", rule=EVENTS, act=in_case(
        _UPDATE, _UPDATE + "    note: Taken in.\n")),
    Way(name="when it was recorded is changed", rule=EVENTS, act=in_case(
        "recorded: 2026-11-06 09:00", "recorded: 2026-11-05 14:00")),
    Way(name="when it was recorded is taken out", rule=EVENTS, act=in_case(
        "    recorded: 2026-11-06 09:00\n", "")),
    Way(name="an old event is given another moment of entry", rule=EVENTS, act=in_case(
        "at: 2026-11-09 09:00\n", "at: 2026-11-09 09:00\n    recorded: 2026-11-20 09:00\n")),
    Way(name="two events change places", rule=EVENTS, act=in_case(
        _CORRECTION + _UPDATE, _UPDATE + _CORRECTION)),
    Way(name="an event is put among the old ones", rule=EVENTS, act=lately_in_an_old_place),
    Way(name="an event is put on top", rule=EVENTS, act=in_case("events:\n",
        "events:\n  - {at: 2026-11-01 10:00, kind: concern-identified, by: raising}\n")),
    Way(name="an event stands twice", rule=EVENTS, act=in_case(_UPDATE, _UPDATE + _UPDATE)),
    Way(name="an event is rewritten, and a correction says the same", rule=EVENTS,
        act=rewritten_and_corrected),
    Way(name="another story stands where a redaction took one out", rule=EVENTS, act=redacting(
        "note", 2, "A second call was asked for.", "They agreed to it.")),
    Way(name="a redaction of one event covers another", rule=EVENTS, act=redacting(
        "note", 2, "    note: The duty team was busy.\n", "")),
    Way(name="a redaction of one field covers another", rule=EVENTS, act=redacting(
        "reason", 4, "    note: A second call was asked for.\n", "")),
    Way(name="a redaction of one event covers the correction of another", rule=EVENTS,
        act=correction_of_another),
    Way(name="a redaction of a correction covers the top", rule=HEADER, act=redacting(
        "concern", 4, "|\n  Each service says that the other is to assess the family.\n",
        "Taken out.\n")),
    Way(name="a redaction covers a moment", rule=EVENTS, act=redacting(
        "note", 2, "    note: A second call was asked for.\n", "",
        ("at: 2026-11-03 09:00", "at: 2026-11-02 11:00"))),
    Way(name="a redaction of a coded field", rule="schema", by="check", act=redacting(
        "how", 2, "    how: phone\n    note: A second", "    note: A second")),
    Way(name="a salt is changed", rule=HEADER, act=in_case(
        "5d41402abc4b2a76b9719d911017c592", "5d41402abc4b2a76b9719d911017c593")),
    Way(name="a salt is taken out", rule=HEADER, act=in_case(
        'salt: "5d41402abc4b2a76b9719d911017c592"\n', "")),
    Way(name="an edition is exchanged", rule=HEADER, act=in_case(
        "knowsley@2020-06", "knowsley@2020-06a")),
    Way(name="a theme is exchanged", rule=HEADER, act=in_case(
        "theme: communication", "theme: level-of-need")),
    Way(name="a pseudonym is exchanged", rule=HEADER, act=in_case("C-7QX4P", "C-7QX4R")),
    Way(name="a plan is taken out", rule=HEADER, act=in_case("[child-in-need]", "none")),
    Way(name="another agency raised it", rule=HEADER, act=in_case(
        "agency: housing", "agency: police")),
    Way(name="another role answers", rule=HEADER, act=in_case(
        "childrens-social-care, role: team-manager", "childrens-social-care, role: practitioner")),
    Way(name="a concern is reworded", rule=HEADER, act=in_case("Each service", "One service")),
    Way(name="what was sought is reworded", rule=HEADER, act=in_case(
        "One assessment", "An assessment")),
    Way(name="a link is taken out", rule=HEADER, act=in_case("links: [KN-2026-0001]\n", "")),
    Way(name="a case is said to be invented", rule=HEADER, act=in_case(
        "theme:", "invented: true\ntheme:")),
    Way(name="a reference is exchanged in its place", rule=HEADER, act=in_case(
        "reference: KN-2026-0010", "reference: KN-2026-0011")),
)  # fmt: skip
