"""Time the screening of one long text, against that of its halves."""

from __future__ import annotations

from bench.timing import Comparison, compare
from escalation_log.screening.texts import identifiers_in

# What keeps the rules busy: each begins what some rule looks for, and nothing completes it.
PIECES = (
    *("0", "0 ", "1-", "1/1/", "a", "@", "a@", "a at b.", "jo.", "at "),
    *("one ", "double ", "A B ", "H1", "AB 1", "E1 1", "e1 ", "12 a ", "12 Mill "),
    *("born a ", "born on ", "dob ", "3 May ", "Mr ", "Mum ", "moved to the ", "lives in "),
    *("07 ", "L3 ", "b 3 ", "a@aaaaa", "'at' ", "flat 3 a ", "PC 123 ", "Mr A ", "Mum X "),
    *("A and his ", "his new ex ", "name is ", "to dr a ", "C-1234 ", "/runs/1", "1/2 "),
    *("\u0301", "\u200b", "\u00a0", "\ufdfa L3 ", "&#", "%4", "\n", "The visit was put off. "),
)


def of_double_length(quick: bool) -> Comparison:
    """Screen texts whole, against each of their halves.

    Whoever reads a text by rules that try again from every letter takes four times as long for
    double the text, so that the halves would be twice as fast. Texts of one repeated piece are what
    such rules are slowest at.
    """
    # Characters that stand for many come to most of what is looked at.
    length = 8_000 if quick else 15_000
    whole = [piece * (length // len(piece)) for piece in PIECES]
    halves = [text[: len(text) // 2] for text in whole]
    return compare(
        "screening",
        lambda: [identifiers_in(text) for text in whole],
        lambda: [identifiers_in(text) for text in halves for _ in range(2)],
        against="its two halves",
        items=sum(map(len, whole)),
        promised=0.8,
        rounds=2,
    )
