"""Messages about lines that people write by mistake; nothing is advised that does not help."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.files.lost_texts import lost_texts
from escalation_log.files.policy_file import parse_policy
from escalation_log.files.source_text import SourceText
from escalation_log.model.problems import Problem

EXAMPLES = Path(__file__).with_name("examples") / "good"
SMALLEST = (EXAMPLES / "case" / "smallest.yaml").read_text("utf-8").partition("  - {")[0]
POLICY = (EXAMPLES / "policy" / "smallest.yaml").read_text("utf-8")


def told(event: str) -> list[str]:
    return messages(parse_case("f.yaml", f"{SMALLEST}{event}\n".encode()))


def messages(parsed: object) -> list[str]:
    assert isinstance(parsed, tuple)
    assert all(isinstance(each, Problem) for each in parsed)
    return [each.message for each in parsed]


IN_BRACES = "  - {{at: 2026-03-02, kind: notified, {}}}"
BELOW = "  - at: 2026-03-02\n    kind: notified\n    {}"


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            IN_BRACES.format("note: Rang, told: nobody"),
            "If it belongs to the text before the comma, put the whole text in quotes.",
        ),
        (
            IN_BRACES.format("note: Mum's rang, no"),
            "what follows is taken for a key; put the whole text in double quotes.",
        ),
        (IN_BRACES.format('note: "Rang", no: 1'), "The fourth key here is unknown"),
        (IN_BRACES.format("by: raising, no: 1"), "The fourth key here is unknown"),
        (
            IN_BRACES.format("note: a stranger: no"),
            "A colon followed by a space stands inside text; put the whole text in quotes.",
        ),
        (IN_BRACES.format("how: a stranger: no"), "The bracket that opens here is not closed"),
        (
            IN_BRACES.format("note: 'a' stranger: no"),
            "ends the text, which goes on behind it; put the whole text in double quotes.",
        ),
        (
            IN_BRACES.format("note: \u201cCall #3\u201d"),
            "not closed; the curly quotation marks around it do not quote: type straight ones",
        ),
        (BELOW.format("note: &nbsp;Rang"), "and no part of a file of YAML; delete it."),
        (BELOW.format("by= raising"), "An equals sign stands after `by`, where a colon belongs;"),
        (
            BELOW.format("note: Rang.\n    Mum: no"),
            "This line is taken for a key, which is unknown;",
        ),
        (BELOW.format("how: phone\n    Mum: no"), "The fourth key here is unknown; the keys that"),
        (
            BELOW.format("note: Rang.\n    Hom: no"),
            "The fourth key here is unknown; did you mean `whom`",
        ),
        ("  - {at: 2026-03-02 noon, kind: notified}", "Words stand in this date, and only figures"),
        ("  - {at: 2 Mar 2026, kind: notified}", "Words stand in this date, and only figures"),
        ("  - {at: 2026-03-02 10am, kind: notified}", "Words stand in this date, and only figures"),
        ("  - {at: march on, kind: notified}", "Words stand in this date, and only figures may"),
        ("  - {at: next week, kind: notified}", "a date and a time, got something else."),
        (
            "  - {at: 2026-03-02 kind: notified}",
            "A comma is missing before `kind`, or a text before it needs quotes.",
        ),
        (BELOW.format("note: {a: b}"), "Text that begins with `{` is taken for keys and values;"),
        (BELOW.format("note: 'x' # y: z\n    by\n"), "A colon is missing after `by`"),
        (BELOW.format("how: {a: 1} b # c"), "There is text after the closing bracket"),
        (BELOW.format("note: [a] # b\n   by: raising"), "This line is not indented like"),
        (BELOW.format("note: -1: x"), "A colon followed by a space stands inside text; put the"),
        (BELOW.format("note: [a] b]"), "Text that begins with `[` is not taken for text; put"),
        (BELOW.format("note: | x"), "Nothing may follow `|` or `>` on its line"),
        (BELOW.format("note: >x\n"), "Nothing may follow `|` or `>` on its line"),
        (BELOW.format("note: Rang. reason: no"), "If `reason` is a key of its own, begin a new"),
        (BELOW.format("how: phone by: raising"), "Two keys stand on this line; begin a new line"),
        (BELOW.format("how: phone or: mail"), "A second colon stands on this line; delete what"),
        (BELOW.format("how: @phone"), "A word here may not begin with this sign; delete it."),
        (BELOW.format("@how: phone"), "A key may not begin with this sign; delete it."),
        (BELOW.format("how:\tphone"), "There is a tab here; use a space."),
        (BELOW.format("other: @phone"), "Text may not begin with this character; put the whole"),
        (
            BELOW.format('other: @Mum\'s "phone"'),
            "put the whole text in single quotes, and write each apostrophe inside it twice.",
        ),
        (BELOW.format('note: "Mum\'s c:\\x"'), "use single quotes, and write each apostrophe"),
        (BELOW.format("how: *phone*"), "A word here may not begin with `*`; delete that sign."),
        (BELOW.format("1: phone"), "Expected a word as the key before the colon, got something"),
        (BELOW.format("? [phone]\n    : x"), "Expected a word as the key before the colon, got"),
        (BELOW.format("1: &x phone"), "Expected a word as the key before the colon, got"),
        (BELOW.format("notes: Rang"), "`notes` is no key here; did you mean `note`?"),
        (BELOW.format("agency: police"), "`agency` is unknown; the keys that may stand here are"),
        (BELOW.format("note : x\n    Came about: yes"), "This key is written `came_about`."),
        ("  - {at: 5, kind: notified}", "Expected a date, got a number. Write it like 2026-03-02"),
        ("  - {at: true, kind: notified}", "Expected a date, or a date and a time, got true or"),
        ("  - {at: 46084, kind: notified}", "This number is how a spreadsheet keeps a day. Look"),
        ("  - {at: 9.05pm, kind: notified}", "This is a time without its day. Write it like"),
        ("  - {at: 2026-03-02 9:05 am, kind: notified}", "The hour has one digit, and two are"),
        ("  - {at: 2.3.26, kind: notified}", "This date does not begin with the year. Write it"),
        (
            "  - {at: 2026-03-02, kind: planned, what: x, on: 9:05}",
            "This is a time, and a day is expected. Write it like 2026-",
        ),
        (
            BELOW.format("at: 2026-03-03"),
            "`at` is given twice; keep one of the two. If a new event begins here, write `- ` two",
        ),
        (
            BELOW.format("by: raising\n\n    kind: raised\n    by: raising"),
            "A new event begins here, and its hyphen is missing; write `- ` two signs further",
        ),
        (
            BELOW.format("what: x\n    what: y\n  - at: 2026-03-02\n    kind: raised"),
            "The key `what` is given twice; keep one of the two.",
        ),
        (
            "  -   at: 2026-03-02\n      kind: raised\n      at: 2026-03-03\n      kind: raised",
            "its hyphen is missing; write `- ` before `at`, under the hyphens above.",
        ),
        ("  -\n    at: 2026-03-02\n    at: 2026-03-03", "The key `at` is given twice; keep one of"),
        (IN_BRACES.format("at: 2026-03-02"), "The key `at` is given twice; keep one of the two."),
        (
            BELOW.format("correct: {}\n    {}").format("\n      what: x\n      what: y", "by: x"),
            "The key `what` is given twice; keep one of the two.",
        ),
        (
            "  - {at: 2026-03-02, kind: notified}\n  -{at: 2026-03-03, kind: notified}",
            "A space is missing after the hyphen; write `- ` and then the bracket.",
        ),
        (
            BELOW.format("note: \u2018Rang: nobody\u2019s there\u2019"),
            'the curly quotation marks around it do not quote: type straight ones, `"`, in their',
        ),
        (
            BELOW.format("note: \u201cRang\u201d: \u201cno\u201d"),
            "text; put the whole text in quotes",
        ),
        (
            BELOW.format('note: \u201cRang: "no"\u201d'),
            "text; put the whole text in single quotes.",
        ),
        (BELOW.format("note: Rang\u201d: no"), "text; put the whole text in quotes"),
        (IN_BRACES.format("whom: a, b, c"), "Several words are a list, which stands in square"),
        (IN_BRACES.format("whom: a, b, c: 1"), "The fifth key here is unknown"),
        (
            IN_BRACES.format("note: Spoke {x}"),
            "`{` stands inside text within braces; put the whole",
        ),
        (IN_BRACES.format("note: Spoke] x"), "`]` stands inside text within braces; put the whole"),
        (
            BELOW.format("note: Rang\n    note: Again\n    note: No"),
            "The key `note` is given twice; put what both say into one text.",
        ),
        (
            BELOW.format("raising: x\nwhom: chair"),
            "`whom` is unknown; the keys that may stand here",
        ),
        (
            "  - {at: 2026-03-02, kind: notified}\nat: 2026-03-03\nkind: raised",
            "This is an entry of `events`, and stands outside it; write `  - ` before this line,",
        ),
        (
            "  - {at: 2026-03-02, kind: notified}\nkind: raised\nat: 2026-03-03\nkind: raised",
            "This is an entry of `events`, and stands outside it; write `  - ` before this line,",
        ),
        (BELOW.format("note: >\n      Rang.\nMum: no"), "indent it as far as the lines of that"),
        (BELOW.format("note: >\n      Rang.\nno"), "indent it further than that text's key"),
        (BELOW.format("how: phone\nno"), "the colon and the space after it are missing."),
        (
            "  - {at: 2026-03-02, kind: planned, what: x, on: never}",
            "Expected a date, got something else. Write it like 2026-03-02.",
        ),
        ("  - at: 2026-03-02\t10:00\n    kind: raised", "There is a tab here; use a space."),
        ("  - at: 2026-03-02  10:00\n    kind: raised", "More than one blank stands between the"),
        ("  - {at: 2026-03-02 10:00;, kind: raised}", "A sign stands behind this date that does"),
        ("  - {at: 2026-03-02 at 10:00, kind: raised}", "Words stand in this date, and only"),
        (
            "  - {at: 2026-03-02 10:00 Europe/London, kind: raised}",
            "The name of a time zone stands",
        ),
        ("~~~\n", "This line marks code in Markdown, and is no part of a file of YAML; delete"),
        ("```\n", "This line marks code in Markdown, and is no part of a file of YAML; delete"),
    ],
)
def test_a_line_is_explained(event: str, message: str) -> None:
    assert any(message in each for each in told(event)), told(event)


def test_code_of_markdown_around_a_file_is_told() -> None:
    for sign in ("```yaml", "~~~"):
        [message] = messages(parse_case("f.yaml", f"{sign}\n{SMALLEST}".encode()))
        assert message.startswith("This line marks code in Markdown")


def test_many_unknown_keys_are_counted() -> None:
    keys = "".join(f"    word{sign * 4}: 1\n" for sign in "cdefghij")
    found = told(BELOW.format("\n" + keys).replace("    \n", ""))
    assert any(each.startswith("The ninth key here") for each in found)
    assert any(each.startswith("The 10th key here") for each in found)


def test_a_file_of_hundreds_of_keys_is_told_of_without_a_guess() -> None:
    keys = "".join(f"w{number}: x\n" for number in range(250))
    found = messages(parse_case("f.yaml", f"{SMALLEST}{keys}".encode()))
    assert any("is unknown" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("counting: ", "title: 7\ncounting: ", "`title` is given twice"),
        ("roles: {workers: the workers, managers: their managers}", "roles: 7", "keys and values"),
        ("roles:", "cut_off: noon\nroles:", "Expected an hour of the day, got something else."),
        ("roles:", "cut_off: 9.05\nroles:", "Expected an hour of the day, got a number. Write"),
        ("roles:", "cut_off: 9:05\nroles:", "An hour has two digits, and a colon before the"),
        (
            "roles:",
            "cut_off: '16:00'\n  - {id: a}\nroles:",
            "A list begins here, and its key is missing",
        ),
        ("roles: {", "roles: {1: The first, ", "got something else. Put it in quotes."),
    ],
)
def test_a_line_of_a_policy_is_explained(old: str, new: str, message: str) -> None:
    assert old in POLICY
    found = messages(parse_policy("f.yaml", POLICY.replace(old, new, 1).encode()))
    assert any(message in each for each in found), found


def test_a_sentence_under_a_refused_key_is_not_told_of() -> None:
    text = POLICY.replace("roles: {", "roles: {Mary Example: [1], ", 1)
    parsed = parse_policy("f.yaml", text.encode())
    assert isinstance(parsed, tuple)
    assert ["Mary" in f"{each.place} {each.message}" for each in parsed] == [False]


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ("    note: Call #3 made\n", [(13, 16)]),
        ("    note: #3\n    by: raising # by phone\n", [(13, 11)]),
        ("    note: Caf\ufffd #3\n", [(13, 16), (13, 14)]),
        ("    note: 'Call #3'\n    # Call #3 was made\n", []),
        ("    note: Call#3\n    how: phone # or not\n", []),
        ("    note: Call #3\tmade\n", [(13, 16)]),
        ("    note: |\n      Call #3\n", []),
    ],
)
def test_what_is_lost_has_its_place(lines: str, places: list[tuple[int, int]]) -> None:
    start = BELOW.partition("    {}")[0]
    above = f"{SMALLEST}{start}"
    found = lost_texts(f"{above}{lines}".encode(), "case")
    moved = above.count("\n") + 1 - 13
    assert [(line - moved, column) for line, column in (each.place for each in found)] == places


def test_what_is_not_there_has_the_place_of_what_it_would_be_in() -> None:
    assert SourceText(b"a:\n  b: 1\n").place(("a", "b", "c", 0)) == (2, 3)


def test_with_a_correction_a_word_is_explained_as_ever() -> None:
    event = "  - {at: 2026-03-02, kind: considered, what: meeting, why: Too late.}\n"
    correction = "{at: 2026-03-03, kind: correction, of: 1, reason: Wrong.,"
    found = told(f"{event}  - {correction} correct: {{kind: withdrawn, what: null}}}}")
    assert any(each.startswith("With this correction, expected one of `with") for each in found)
