"""What the site says of a case whose file has problems, and the public site nothing of it."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.site.addresses import case_address
from escalation_log.site.cases.page import CasePages
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.words.dates import date_words
from tests.logs import FOUR
from tests.repositories import Repository, git, repository_of
from tests.site.building import Outline
from tests.site.summaries import summaries_of
from tests.site.tracking.scripts import data_of

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
CASE = "KN-2026-0006"
FILE = f"cases/2026/{CASE}.yaml"
NEW = "KN-2026-0099"
NAMELESS = "cases/2026/Zebedee Quillfeather.yaml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Give a log in Git with a broken case, one that nobody could ever read, and an odd name."""
    repository = repository_of(tmp_path_factory.mktemp("broken"), FOUR)
    repository.append(FILE, "  - at: soon\n    kind: update\n")
    repository.path(f"cases/2026/{NEW}.yaml").write_text("reference: [<b>\n", "utf-8")
    repository.path(NAMELESS).write_text("reference: [<b>\n", "utf-8")
    repository.commit()
    return repository


@pytest.fixture(scope="module")
def broken(repository: Repository) -> Publication:
    """Give what that log publishes."""
    log = open_log(repository.log, as_of=AS_OF)
    return publication_of(log, AS_OF, has_feeds=True)


@pytest.fixture(scope="module")
def pages(broken: Publication) -> dict[str, str]:
    """Give the pages and files that sum up the cases, by address."""
    catalogue = catalogue_of(broken, Templates(shipped_folder("templates")))
    summaries = summaries_of(broken)
    return {
        **{each.address: str(each.write(summaries)) for each in catalogue.pages},
        **{each.address: each.write(summaries) for each in catalogue.files},
    }


def words_of(page: str) -> str:
    return " ".join(" ".join(text for _, text in Outline(page).text).split())


@pytest.fixture(scope="module")
def notice(repository: Repository) -> str:
    """Give the notice on a case that stands by the first commit."""
    commit = git(repository.folder, "rev-parse", "HEAD~1")
    on = date_words(repository.day_of(commit))
    return f"Shown as it stood in commit {commit[:7]} of {on}: its file has had a problem since."


def test_the_tracker_has_a_row_for_each(pages: dict[str, str], notice: str) -> None:
    tracker = pages["tracker.html"]
    words = words_of(tracker)
    assert words.count(notice) == 1
    row = next(row for row in tracker.split("<tr") if f">{CASE}</a>" in row)
    assert notice in row
    assert "2 cases. Nobody is told their dates until the problems are put right." in words
    assert f"{NEW} line 1: The bracket that opens here is not closed" in words
    assert "file 23 in cases/2026 line 1: The bracket that opens here is not closed" in words


def test_no_name_of_a_file_that_is_no_reference_is_told(pages: dict[str, str]) -> None:
    assert not [address for address, page in pages.items() if "Zebedee" in page]


def test_a_script_has_the_notice_as_well(pages: dict[str, str], notice: str) -> None:
    data = data_of(pages["assets/escalation-log/cases.js"])
    ((row, (commit, words)),) = data["earlier"].items()
    assert data["reference"][int(row)] == CASE
    assert (len(commit), words) == (40, notice)


def test_the_whole_tracker_as_files_says_it(pages: dict[str, str], repository: Repository) -> None:
    commit = git(repository.folder, "rev-parse", "HEAD~1")
    rows = list(csv.DictReader(pages["tracker.csv"].removeprefix("\ufeff").splitlines()))
    assert {row["reference"] for row in rows if row["as_of_commit"]} == {CASE}
    lost = {row["reference"]: row["not_judged"] for row in rows if row["not_judged"]}
    assert set(lost) == {NEW, "file 23 in cases/2026"}
    assert all(said.startswith("line 1: The bracket") for said in lost.values())
    value = json.loads(pages["tracker.json"])
    assert [each["reference"] for each in value["not_judged"]] == [NEW, None]
    data = data_of(pages["assets/escalation-log/cases.js"])
    assert data["not_judged"] == value["not_judged"]
    assert {each["as_of_commit"] for each in value["cases"]} == {None, commit}


def test_agencies_see_the_notice_where_they_must_act_or_wait(
    pages: dict[str, str], notice: str
) -> None:
    ours = words_of(pages["agencies/knowsley/childrens-social-care.html"])
    assert notice in ours
    assert "2 cases cannot be judged because of problems." in ours
    assert notice not in words_of(pages["agencies/knowsley/housing.html"])


def test_the_page_of_the_case_begins_with_the_notice_and_what_is_wrong(
    broken: Publication, notice: str
) -> None:
    templates = Templates(shipped_folder("templates"))
    (file,) = (each for each in broken.files if each.case.reference == CASE)
    words = words_of(str(CasePages(broken, templates).write(broken.judge(file))))
    begun = f"{CASE} : Case management Warning {notice} What has been recorded since does not count"
    assert words.startswith(begun)
    assert "events[16].at: expected" in words or "events[" in words
    other = next(each for each in broken.files if each.case.reference != CASE)
    assert "Shown as it stood" not in str(CasePages(broken, templates).write(broken.judge(other)))


def test_a_case_that_is_not_judged_has_no_page(broken: Publication) -> None:
    assert case_address(NEW) not in {case_address(each.case.reference) for each in broken.files}


def test_the_diary_says_it_of_each_date(broken: Publication, notice: str) -> None:
    (case,) = (each for each in summaries_of(broken) if each.reference == CASE)
    assert case.feed.dates
    for each in case.feed.dates:
        assert notice.partition(":")[0] in each.event.replace("\r\n ", "")


def test_the_public_site_says_nothing_of_either(repository: Repository, tmp_path: Path) -> None:
    log = open_log(repository.log, as_of=AS_OF)
    public = publication_of(log, AS_OF, Projection.PUBLIC)
    sound = tmp_path / "sound"
    shutil.copytree(FOUR, sound)
    whole = publication_of(open_log(sound, as_of=AS_OF), AS_OF, Projection.PUBLIC)
    assert (public.log.earlier, public.log.not_judged, public.not_judged) == ((), (), ())

    def said(publication: Publication) -> dict[str, str]:
        catalogue = catalogue_of(publication, Templates(shipped_folder("templates")))
        return {
            **{each.address: str(each.write(())) for each in catalogue.pages},
            **{each.address: each.write(()) for each in catalogue.files},
        }

    ours, theirs = said(public), said(whole)
    assert not [address for address, page in ours.items() if CASE in page or NEW in page]
    # There are no counts while a file has problems: the next would show its case.
    differing = {address for address in ours if ours[address] != theirs[address]}
    assert {address.rpartition("/")[2].partition(".")[0] for address in differing} <= {"statistics"}


def test_a_mended_log_has_no_notice(repository: Repository, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(repository.folder, tmp_path / "mended"))
    git(folder, "revert", "--no-edit", "HEAD")
    publication = publication_of(open_log(folder, as_of=AS_OF), AS_OF)
    assert publication.not_judged == ()
    assert all(each.earlier is None for each in publication.files)
    assert CASE in publication.references
