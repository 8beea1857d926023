"""Last quarter's public pages and this quarter's, with somebody who works numbers out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.site.publication import judging_moment
from escalation_log.site.statistics.public_counts import published_of
from escalation_log.site.statistics.quarter_words import length_words
from escalation_log.statistics.case_facts import LENGTHS, LONGER
from escalation_log.statistics.published import UNRESOLVED, Published, is_small
from escalation_log.statistics.quarters import Quarter
from escalation_log.words.dates import month_words
from tests.cli.running import run
from tests.logs import FOUR
from tests.site.attacker import Attacker, Cell, numbers_of
from tests.thoroughness import whole

THRESHOLD = 5
NOW, LAST_QUARTER = "2026-11-23", "2026-08-23"
PAGE = Path("policies/knowsley/statistics.html")
_OTHERS = "Several agencies, or the partnership itself"


@pytest.fixture(scope="module", params=["2025-08-01", whole("2024-01-01")])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an invented log of 300 cases of one partnership: many in a quarter, or few."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("calendars", "knowsley"):
        shutil.copytree(FOUR / "policies" / name, folder / "policies" / name)
    edition = folder / "policies" / "knowsley" / "2020-06.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(
        re.sub("(?m)^effective_from: .*", f"effective_from: {request.param}", text),
        encoding="utf-8",
    )
    sampled = ("sample", "--cases", "300", "--seed", "11", "--as-of", NOW, "--out", folder / "log")
    ran = run(*sampled, log=folder)
    assert ran.code == 0, ran.err
    return folder / "log"


@pytest.fixture(scope="module")
def builds(log: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the public site as it was built last quarter, from what was written by then, and now."""
    folder = tmp_path_factory.mktemp("builds")
    as_it_was(log, folder / "log", judging_moment(LAST_QUARTER))
    return (
        built(folder / "log", folder / "before", LAST_QUARTER),
        built(log, folder / "now", NOW),
    )


def as_it_was(log: Path, target: Path, moment: datetime) -> None:
    """Copy a log without the cases and events that were written later."""
    shutil.copytree(log / "policies", target / "policies")
    for path in sorted((log / "cases").rglob("*.yaml")):
        written = YAML(typ="safe").load(path)
        known = [
            event
            for event in written["events"]
            if judging_moment(str(event.get("recorded", event["at"]))) <= moment
        ]
        if known:
            copy = target / path.relative_to(log)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(
                yaml.dump({**written, "events": known}, Dumper=yaml.CSafeDumper), encoding="utf-8"
            )


def built(log: Path, target: Path, as_of: str) -> Path:
    exported = ("export", "--format", "site", "--public", "--to", target, "--as-of", as_of)
    ran = run(*exported, log=log)
    assert (ran.code, ran.err) == (0, "")
    return target


@cache
def opened(log: Path) -> Log:
    return open_log(log, as_of=judging_moment(NOW))


@cache
def truth(log: Path) -> tuple[Published, ...]:
    """Count with nothing hidden, as nobody outside may."""
    rulebooks = {
        edition: replace(book, partnership=replace(book.partnership, statistics_threshold=1))
        for edition, book in opened(log).rulebooks.items()
    }
    whole = replace(opened(log), rulebooks=rulebooks)
    ((_, counted),) = published_of(whole, ["knowsley"], judging_moment(NOW))
    return counted


def classes(log: Path, quarter: Quarter) -> dict[str, list[str]]:
    """Give what everybody knows from the policy: the classes that each table may have."""
    (book,) = opened(log).rulebooks.values()
    stages = [
        f"{each.id.capitalize().replace('-', ' ')}: {each.title}" for each in book.policy.stages
    ]
    themes = list(book.policy.themes.values())
    agencies = [each.name for each in book.partnership.agencies.values()]
    return {
        "months": [month_words(f"{each:%Y-%m}") for each in quarter.months],
        "in-time": ["No required limit missed", "A required limit missed"],
        "stages": stages,
        "stages-in-time": stages,
        "stages-late": stages,
        "late-by": [*agencies, _OTHERS],
        "themes": themes,
        "lengths": [length_words(each) for each in (*LENGTHS, LONGER, UNRESOLVED)],
        "learned": [*themes, "Several themes, or none named"],
    }


def true_cells(log: Path) -> Iterator[tuple[Cell, int]]:
    """Give every number, those of hidden cells too, as the page would call them."""
    for counted in truth(log):
        quarter = counted.quarter
        named = classes(log, quarter)
        tables = {
            "months": counted.months,
            "stages": counted.stages,
            "stages-in-time": counted.stages_in_time,
            "stages-late": counted.stages_late,
            "late-by": counted.late_by,
            "themes": counted.themes,
            "lengths": counted.lengths,
            "learned": counted.learned,
        }
        for table, groups in tables.items():
            for words, group in zip(named[table], groups, strict=False):
                yield (quarter.id, table, words), group.count


def test_nobody_finds_a_small_number_in_two_builds(log: Path, builds: tuple[Path, Path]) -> None:
    attacker = Attacker(THRESHOLD)
    quarters = [each.quarter for each in truth(log)]
    earliest = quarters[-1].before
    for site in builds:
        page = (site / PAGE).read_text(encoding="utf-8")
        for quarter in (*quarters, earliest):
            if f"quarter-{quarter.id}" in page:
                attacker.read_quarter(site / PAGE, quarter.id, classes(log, quarter))
    true = dict(true_cells(log))
    assert attacker.allows(true)
    tops = attacker.tops()
    small = {cell for cell, count in true.items() if is_small(count, THRESHOLD)}
    assert len(small) > 20
    assert attacker.numbers > 5
    for cell in small:
        assert tops[cell] >= THRESHOLD, (cell, tops[cell])
    for cell, top in tops.items():
        assert not is_small(top, THRESHOLD), (cell, top)


def test_a_later_build_says_the_same_of_a_quarter(builds: tuple[Path, Path]) -> None:
    before, now = (numbers_of((site / PAGE).with_suffix(".json")) for site in builds)
    shared = set(before) & set(now)
    assert len(shared) == 4
    assert {each: before[each] for each in shared} == {each: now[each] for each in shared}
    old, new = (
        {part.partition('"')[0]: part for part in re.split('<h2 id="quarter-', page)[1:]}
        for page in ((site / PAGE).read_text(encoding="utf-8") for site in builds)
    )
    same = {each for each in set(old) & set(new) if old[each] == new[each]}
    # The last section of a page goes on to its end.
    assert len(same) >= 3


def test_numbers_for_programs_are_those_of_the_page(builds: tuple[Path, Path]) -> None:
    for site in builds:
        page = (site / PAGE).read_text(encoding="utf-8")
        for quarter in numbers_of((site / PAGE).with_suffix(".json")).values():
            cases = quarter["cases"]  # type: ignore[index]
            assert (f"{cases} cases were opened" in page) == (cases is not None)


def test_what_is_entered_later_changes_no_number_that_is_out(log: Path, tmp_path: Path) -> None:
    shutil.copytree(log, tmp_path / "log")
    (path, *_) = sorted((tmp_path / "log" / "cases" / "2026").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    entered = """\
  - at: 2026-11-21 10:00
    kind: header-correction
    correct: {theme: communication}
    reason: Late.
"""
    path.write_text(text.rstrip("\n") + "\n" + entered, encoding="utf-8")
    as_of = judging_moment(NOW)
    later = open_log(tmp_path / "log", as_of=as_of)
    before, after = (dict(published_of(each, ["knowsley"], as_of)) for each in (opened(log), later))
    assert len(before["knowsley"]) == 5
    assert before == after


def test_an_erratum_of_a_superseded_edition_changes_no_number_nor_the_order(log: Path) -> None:
    (name, book), *_ = opened(log).rulebooks.items()
    begun = book.policy.effective_from
    old = replace(book.policy, version="old", effective_from=begun - timedelta(days=365))
    mended = replace(
        old,
        version="old-a",
        corrects="old",
        effective_from=begun + timedelta(days=1),
        themes=dict(reversed([*book.policy.themes.items()])),
        time_zone="Pacific/Kiritimati",
    )
    rulebooks = {each.edition: replace(book, policy=each) for each in (old, mended)}
    whole = replace(opened(log), rulebooks={name: book, **rulebooks})
    as_of, policies = judging_moment(NOW), ["knowsley"]
    assert [*published_of(whole, policies, as_of)] == [*published_of(opened(log), policies, as_of)]


def test_the_attacker_finds_what_a_blank_does_not_hide(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><th>{words}</th><td>{number}</td></tr>"
        for words, number in (("Need", "7"), ("Other", ""), ("Third", "0"))
    )
    page = tmp_path / "page.html"
    page.write_text(
        f'<h2 id="quarter-2026-q1">January</h2><p>10 cases were opened.</p>'
        f'<h3 id="themes-2026-q1">By theme</h3><table>{rows}</table>',
        encoding="utf-8",
    )
    tables = ("months", "in-time", "stages", "stages-in-time", "stages-late", "late-by", "lengths")
    known = {each: ["any"] for each in (*tables, "learned")}
    known["in-time"] = ["No required limit missed", "A required limit missed"]
    attacker = Attacker(THRESHOLD)
    attacker.read_quarter(page, "2026-q1", {**known, "themes": ["Need", "Other", "Third"]})
    assert attacker.range_of(("2026-q1", "themes", "Other")) == (3, 3)
    assert attacker.tops()["2026-q1", "themes", "Other"] == 3
