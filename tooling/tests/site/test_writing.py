"""Pages of cases and their diaries, as files; and what needs no cases."""

from __future__ import annotations

from pathlib import Path

from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.generated import Frame, GeneratedFile, GeneratedPage
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Shell
from escalation_log.site.sources import shipped_folder
from escalation_log.site.stamping import stamp_cases, write_cases
from escalation_log.site.templates import Templates
from tests.site.building import Built
from tests.site.summaries import summaries_of


def shell_of(frame: Frame) -> Shell:
    return Shell.of(f"<title>{SHELL_TITLE}</title><p>{frame.judged}</p>{CONTENT}")


def test_every_page_and_diary_is_written(built: Built, tmp_path: Path) -> None:
    templates = Templates(shipped_folder("templates"))
    summaries = write_cases(built.publication, templates, shell_of, tmp_path)
    assert summaries == summaries_of(built.publication)
    stamped = [*stamp_cases(built.publication, templates, shell_of)]
    expected = {address: content for page in stamped for address, content in page.files}
    assert {address.rpartition(".")[2] for address in expected} == {"html", "ics"}
    assert expected == {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }


def test_what_needs_no_cases_is_the_same_with_some(built: Built) -> None:
    catalogue = catalogue_of(built.publication, Templates(shipped_folder("templates")))
    summaries = summaries_of(built.publication)
    every: tuple[GeneratedPage | GeneratedFile, ...] = (*catalogue.pages, *catalogue.files)
    parts = [part for part in every if not part.needs_cases]
    assert {type(part) for part in parts} == {GeneratedFile, GeneratedPage}
    for part in parts:
        assert part.write(()) == part.write(summaries), part.address
