"""Do what a message says, as somebody would who knows nothing of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable

from escalation_log.files.signs import foreign_sign
from escalation_log.model.problems import Problem

# The keys of the examples whose values are somebody's own words.
_TEXTS = ("note", "name", "purpose", "worker", "phone")
_KEY = re.compile(r"(?:^|[\s{,])([\w-]+): ?")


class Page:
    """The lines of a file, and the place of a finding in it, counted from 0."""

    def __init__(self, text: str, problem: Problem) -> None:
        self.lines = text.split("\n")
        self.number = (problem.line or 1) - 1
        self.column = (problem.column or 1) - 1

    @property
    def line(self) -> str:
        return self.lines[self.number]

    @line.setter
    def line(self, line: str) -> None:
        self.lines[self.number] = line

    def put(self, start: int, end: int, text: str) -> None:
        self.line = self.line[:start] + text + self.line[end:]

    def value(self, start: int) -> tuple[int, int]:
        """Find where the value ends that begins at a place: with the line, or in its braces."""
        rest = self.line[start:]
        if "{" not in self.line[:start]:
            return start, len(self.line)
        end = re.search(r",\s+[\w-]+:\s|\}\s*$|\}, \{", rest)
        return start, start + (end.start() if end else len(rest))

    def text(self) -> tuple[int, int]:
        """Find the text that the finding is about."""
        while not (keys := [key for key in _KEY.finditer(self.line) if key[1] in _TEXTS]):
            self.number -= 1
        key = [each for each in keys if each.start(1) <= self.column or each is keys[0]][-1]
        return self.value(key.end())

    def after_key(self) -> tuple[int, int]:
        """Find the value of the key at the place, or the value that stands there itself."""
        key = re.compile(r"[\w-]+: ").match(self.line, self.column)
        return self.value(key.end() if key else self.column)


def _move(_page: Page, _found: re.Match[str]) -> None:
    raise AssertionError("a file is moved as a whole")


def _call(_page: Page, _found: re.Match[str]) -> None:
    raise AssertionError("a file is called something else as a whole")


def _called(file: str, found: re.Match[str]) -> str:
    """Give the name that a file has once it is called as a finding says."""
    folder, _, name = file.rpartition("/")
    asked = found.groupdict()
    if "name" in asked:
        return f"{folder}/{asked['name']}"
    if "ending" in asked:
        return f"{folder}/{name.partition('.')[0]}{asked['ending']}"
    return re.sub(r"[^a-z0-9./-]", "-", file.lower())


def _name_event(_page: Page, _found: re.Match[str]) -> None:
    raise AssertionError("a file is named as a whole")


def _named(text: str) -> str:
    """Name an event's file after the moment at which it was recorded and its kind."""
    recorded = re.search(r"recorded: (\d+)-(\d+)-(\d+) (\d+):(\d+)", text)
    kind = re.search(r"kind: (\S+)", text)
    assert recorded is not None
    assert kind is not None
    year, month, day, hour, minute = recorded.groups()
    return f"{year}{month}{day}T{hour}{minute}-{kind[1]}-a1b2.yaml"


def _delete_line(page: Page, _found: re.Match[str]) -> None:
    del page.lines[page.number]


def _indent(page: Page, _found: re.Match[str]) -> None:
    above = page.lines[page.number - 1]
    first = len(above) - len(above.lstrip(" -"))
    page.line = " " * first + page.line.lstrip(" \u00a0")


def _begin_entry(page: Page, _found: re.Match[str]) -> None:
    page.put(page.column - 2, page.column, "- ")


def _straighten(page: Page, _found: re.Match[str]) -> None:
    start, end = page.text()
    page.put(start, end, f'"{page.line[start + 1 : end - 1]}"')


def _after_hyphen(page: Page, _found: re.Match[str]) -> None:
    page.put(page.column + 1, page.column + 1, " ")


def _colon_instead(page: Page, found: re.Match[str]) -> None:
    end = page.column + len(found["word"])
    sign = re.compile(r" *[=;] *").match(page.line, end)
    assert sign is not None
    page.put(end, sign.end(), ": ")


def _without_entity(page: Page, found: re.Match[str]) -> None:
    page.line = re.sub(r"&[a-z]+;\s*", "", page.line, count=1)
    if found["line"]:
        _indent(page, found)


def _as_block(page: Page, _found: re.Match[str]) -> None:
    key, _, text = page.lines[page.number - 1].partition(": ")
    indent = " " * (len(key) - len(key.lstrip(" -")) + 2)
    page.lines[page.number - 1 : page.number + 1] = [
        f"{key}: |",
        indent + text,
        indent + page.line.strip(),
    ]


def _indent_further(page: Page, _found: re.Match[str]) -> None:
    above = page.lines[page.number - 1]
    first = len(above) - len(above.lstrip(" -"))
    page.line = " " * (first + (2 if _KEY.match(above.lstrip(" -")) else 0)) + page.line.lstrip()


def _key_above(page: Page, found: re.Match[str]) -> None:
    page.lines.insert(page.number, f"{found['key']}:")


def _entry(page: Page, _found: re.Match[str]) -> None:
    page.line = f"  - {page.line}"
    while page.lines[page.number + 1] and not page.lines[page.number + 1].startswith(("at:", " ")):
        page.number += 1
        page.line = f"    {page.line}"


def _join(page: Page, _found: re.Match[str]) -> None:
    key, _, text = page.line.strip().partition(": ")
    del page.lines[page.number]
    while not page.line.strip().startswith(f"{key}: "):
        page.number -= 1
    page.line += f" {text}"


def _begin_with_hyphen(page: Page, _found: re.Match[str]) -> None:
    hyphens = [line for line in page.lines if line.lstrip().startswith("- ")]
    page.line = hyphens[-1].partition("-")[0] + "- " + page.line.lstrip()


def _braces(page: Page, found: re.Match[str]) -> None:
    key, colon, words = page.line.partition(": ")
    page.line = f"{key}{colon}{{{words[1:-1] if found['round'] else words}}}"


def _digit(page: Page, found: re.Match[str]) -> None:
    start, end = page.after_key()
    at = page.line.index(found["letter"], start, end)
    page.put(at, at + 1, found["digit"])


def _list(page: Page, _found: re.Match[str]) -> None:
    """Put brackets around the words at the place, or around those of which it is not the first."""
    keys = list(re.finditer(r"[\w-]+: ", page.line))
    key = [each for each in keys if each.start() <= page.column][-1]
    start, end = page.value(key.end())
    page.put(start, end, f"[{re.sub(' and ', ', ', page.line[start:end])}]")


def _replace_signs(page: Page, found: re.Match[str]) -> None:
    many = re.search(r"first of (\d+) such", found.string)
    for _ in range(int(many[1]) if many else 1):
        sign = foreign_sign(page.line[page.column :])
        at = page.column + (sign.at if sign else 0)
        page.put(at, at + 1, found["instead"] or (" " if found["space"] else ""))


def _break_line(page: Page, _found: re.Match[str]) -> None:
    before, after = page.line[: page.column].rstrip(), page.line[page.column :]
    first = len(before) - len(before.lstrip(" -"))
    page.lines[page.number : page.number + 1] = [before, " " * first + after]


def _quote(page: Page, found: re.Match[str]) -> None:
    start, end = page.text()
    text = page.line[start:end]
    if not page.line[:start].count("{"):
        first = len(page.line) - len(page.line.lstrip(" -"))
        while page.lines[page.number + 1].startswith(" " * (first + 1)):
            text += " " + page.lines.pop(page.number + 1).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if found["which"] == "single ":
        page.put(start, end, "'" + text.replace("'", "''" if found["twice"] else "'") + "'")
    else:
        page.put(start, end, f'"{text}"')


def _type_example(page: Page, found: re.Match[str]) -> None:
    page.put(*page.after_key(), found["example"])


def _add_line(page: Page, found: re.Match[str]) -> None:
    page.lines.insert(len(page.lines) - 1, found["line"])


def _rename(page: Page, found: re.Match[str]) -> None:
    word = re.compile(r"[^\s:,}]+").match(page.line, page.column)
    assert word is not None
    is_key = page.line[word.end() :].lstrip().startswith(":")
    start, end = word.span() if is_key and "key" in found.string else page.after_key()
    page.put(start, end, found["word"])


def _delete_sign(page: Page, _found: re.Match[str]) -> None:
    page.put(page.column, page.column + 1, "")


def _space(page: Page, _found: re.Match[str]) -> None:
    page.put(page.column, page.column + 1, " ")


def _comma(page: Page, _found: re.Match[str]) -> None:
    page.put(page.column - 1, page.column - 1, ",")


def _zero(page: Page, _found: re.Match[str]) -> None:
    start, end = page.after_key()
    page.put(start, end, f'"0{page.line[start:end]}"')


def _without(page: Page, found: re.Match[str]) -> None:
    page.line = page.line.replace(found["what"], "")


# The first that fits is done.
_WAYS: tuple[tuple[str, Callable[[Page, re.Match[str]], None]], ...] = (
    (r"(?:Move it to|this file belongs in) (?P<file>\S+?)\.(?:$| Move or rename it)", _move),
    (r"Call it (?P<name>\S+\.yaml)\.", _call),
    (r"Let its name end in `(?P<ending>\.yaml)` alone\.", _call),
    (r"small letters, digits and hyphens alone\. Rename the (?P<what>\w+)\.", _call),
    (r"Call the file after", _name_event),
    (r"new event .* write `- ` two signs further left", _begin_entry),
    (r"space is missing after the hyphen; write `- `", _after_hyphen),
    (r"curly quotation .* type straight ones", _straighten),
    (r"stands after `(?P<word>\w+)`, where a colon belongs", _colon_instead),
    (r"no part of a file of YAML; delete it(?P<line>, and begin this line)?", _without_entity),
    (r"write `\|` alone behind that text's colon", _as_block),
    (r"indent it (?:further than that text's key|as far as the lines)", _indent_further),
    (r"write `(?P<key>\w+):` on a line of its own before this one", _key_above),
    (r"write `  - ` before this line", _entry),
    (r"put what both say into one text", _join),
    (r"put `\[` before the first of them", _list),
    (r"is no key here; delete it\.", _delete_line),
    (r"delete the line\.$", _delete_line),
    (r"keep one of the two\.$", _delete_line),
    (r"put the entries of both below the first of them", _delete_line),
    (r"is indented with .*type spaces\.$", _indent),
    (r"(?i:the) letter `(?P<letter>.)` .* type `(?P<digit>.)` in its place", _digit),
    (r"type (?:(?P<space>a plain space)|(?:a hyphen, )?`(?P<instead>.)`,?) in its", _replace_signs),
    (r"U\+.*; delete it\.(?P<space>)(?P<instead>)$", _replace_signs),
    (r"\. begin a new line before|; begin a new line before", _break_line),
    (r"has lost its zero", _zero),
    (r"A hyphen is missing before this bracket", _begin_with_hyphen),
    (r"stand in braces: type `\{` (?:(?P<round>and)|before)", _braces),
    (r"without `(?P<what>mailto:)`", _without),
    (r"Leave out the `(?P<what>\(0\))`", _without),
    (r"put the (?:whole )?text .*?in (?P<which>double |single |)quotes(?P<twice>.*twice)?", _quote),
    (r"Put (?:it|the whole text) in (?P<which>)quotes(?P<twice>)", _quote),
    (r"This key is written `(?P<word>\w+)`", _rename),
    (r"did you mean `(?P<word>[\w-]+)`(?: or|\?)", _rename),
    (r"Write it like (?P<example>.+?)\.$", _type_example),
    (r"Add a line such as `(?P<line>.+)`\.$", _add_line),
    (r"delete that sign\.$", _delete_sign),
    (r"tab here; use a space", _space),
    (r"A comma is missing before", _comma),
)


def _file_of(files: dict[str, str], problem: Problem) -> str:
    """Find the file that a finding names, perhaps by its place alone."""
    return problem.file if problem.file in files else next(iter(files))


def apply_advice(files: dict[str, str], problem: Problem) -> bool:
    """Do what a finding says to the files of an example; false where a person must decide."""
    for words, do in _WAYS:
        found = re.search(words, problem.message)
        if found is None:
            continue
        if do is _move:
            files[found["file"]] = files.pop(_file_of(files, problem))
        elif do is _call:
            file = _file_of(files, problem)
            files[_called(file, found)] = files.pop(file)
        elif do is _name_event:
            [(file, text)] = files.items()
            files[f"{file.rpartition('/')[0]}/{_named(text)}"] = files.pop(file)
        else:
            page = Page(files[problem.file], problem)
            do(page, found)
            files[problem.file] = "\n".join(page.lines)
        return True
    return False
