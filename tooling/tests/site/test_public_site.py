"""The public site, built for real: policies, and nothing that tells of a case."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from escalation_log.site.plain.plain_shell import OF_THE_THEME, PLAIN_STYLES
from tests.cli.running import run
from tests.logs import FOUR
from tests.site.both_sites import PUBLIC, RESTRICTED, addresses, contents, export, mkdocs
from tests.site.building import AS_OF, copy_log
from tests.site.canaries import BROKEN, CANARIES, found_in, plant, prepare

WORDS = tuple(each.word for each in CANARIES)

_PUBLIC_ASSETS = {
    "assets/javascripts/area.js",
    "assets/javascripts/by-when.js",
    "assets/javascripts/diary.js",
    "assets/javascripts/first-letters.js",
    "assets/javascripts/folding.js",
    "assets/javascripts/moments.js",
    "assets/javascripts/offline.js",
    "assets/javascripts/printed-copies.js",
    "assets/javascripts/reckoning.js",
    "assets/javascripts/what-now-dates.js",
    "assets/javascripts/what-now.js",
    "assets/stylesheets/by-when.css",
    "assets/stylesheets/danger.css",
    "assets/stylesheets/escalation-log.css",
    "assets/stylesheets/fact-check.css",
    "assets/stylesheets/flowchart.css",
    "assets/stylesheets/handouts.css",
    "assets/stylesheets/home.css",
    "assets/stylesheets/pages.css",
    "assets/stylesheets/pocket-card.css",
    "assets/stylesheets/policy.css",
    "assets/stylesheets/print.css",
    "assets/stylesheets/statistics.css",
    "assets/stylesheets/what-now.css",
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the log of four policies without any case, its public site built and exported."""
    root = copy_log(tmp_path_factory.mktemp("clean"), cases=False)
    prepare(root)
    mkdocs(root, PUBLIC)
    ran = export(root, root / "plain-public", "--public")
    assert (ran.code, ran.err) == (0, "")
    return root


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give that log with canaries in everything private, with three of its sites."""
    root = copy_log(tmp_path_factory.mktemp("planted"), cases=True)
    plant(root)
    mkdocs(root, PUBLIC, strict=False)
    assert export(root, root / "plain").code == 1
    assert export(root, root / "plain-public", "--public").code == 1
    return root


def test_the_canaries_pass_the_checks(planted: Path) -> None:
    ran = run("check", "--format", "json", "--as-of", "2026-11-22", log=planted)
    files = {
        each["file"] for each in json.loads(ran.out)["problems"] if each["severity"] == "problem"
    }
    assert files == {f"cases/2026/{BROKEN}.yaml", "policies/knowsley/elecampane.yaml"}


@pytest.mark.parametrize("site", ["build/public", "plain-public"])
def test_no_canary_is_in_any_byte_of_the_public_site(planted: Path, site: str) -> None:
    assert found_in(planted / site, WORDS) == {}


SHOWN = tuple(each.word for each in CANARIES if each.is_shown)


def test_the_restricted_site_shows_what_it_is_for(planted: Path) -> None:
    assert set(found_in(planted / "plain", SHOWN)) == set(SHOWN)


@pytest.mark.nightly
def test_so_does_the_restricted_site_by_mkdocs(planted: Path) -> None:
    assert set(found_in(mkdocs(planted, RESTRICTED, strict=False), SHOWN)) == set(SHOWN)


@pytest.mark.parametrize("site", ["build/public", "plain-public"])
def test_what_is_private_changes_no_byte_but_of_public_statistics(
    clean: Path, planted: Path, site: str
) -> None:
    without, with_canaries = contents(clean / site), contents(planted / site)
    assert list(without) == list(with_canaries)
    differing = {name for name, data in without.items() if with_canaries[name] != data}
    # A case file that has problems hides every number.
    policies = {path.parent.name for path in (FOUR / "policies").glob("*/policy.md")}
    assert differing == {
        f"policies/{each}/statistics.{ending}" for each in policies for ending in ("html", "json")
    }


def test_the_public_site_has_policies_and_no_page_about_cases(planted: Path) -> None:
    public = addresses(planted / "build/public")
    policies = {path.parent.name for path in (FOUR / "policies").glob("*/policy.md")}
    assert {f"policies/{each}/index.html" for each in policies} <= public
    for address in public:
        assert not address.startswith(("cases/", "agencies/", "tracker")), address
    assert public < addresses(planted / "plain")
    files = {name for name in contents(planted / "build/public") if not name.startswith("assets/")}
    assert not [name for name in files if re.search("tracker|calendars|case|agenc", name)]
    made = planted / "build/public/assets/escalation-log"
    scripts = {path.relative_to(made).as_posix() for path in made.rglob("*.*")}
    assert scripts == {"by-when.js", "reckoning.js", *(f"what-now/{each}.js" for each in policies)}
    assert (planted / "build/public/assets/stylesheets/escalation-log.css").is_file()


@pytest.mark.parametrize(
    ("site", "beside"), [("build/public", OF_THE_THEME), ("plain-public", {PLAIN_STYLES})]
)
def test_no_style_or_script_of_cases_is_public(
    planted: Path, site: str, beside: frozenset[str]
) -> None:
    served = {
        name
        for name in contents(planted / site)
        if re.match(r"assets/(javascripts|stylesheets)/[a-z-]+\.", name)
        and not re.search(r"\.[0-9a-f]{8}\.min\.", name)
    }
    assert served == {*_PUBLIC_ASSETS, *beside}
    for address in addresses(planted / site):
        page = (planted / site / address).read_text(encoding="utf-8")
        for asked in re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', page):
            target = (planted / site / address).parent / asked
            assert target.is_file(), f"{address}: {asked}"


def test_no_reference_and_no_pseudonym_of_the_shipped_cases_is_public(planted: Path) -> None:
    words: set[str] = set()
    for path in (planted / "cases").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        words |= {path.stem, *re.findall(r"pseudonym: ([^,}\s]+)", text)}
        words |= set(re.findall(r"(?:note|action): (.{25,})", text))
        words |= set(re.findall(r"(?:concern|outcome_sought): \|\n  (.{25,})", text))
    assert len(words) > 80
    assert found_in(planted / "build/public", tuple(words)) == {}


def test_a_public_page_leads_to_public_pages_and_tells_no_moment_of_judging(planted: Path) -> None:
    for address in addresses(planted / "build/public"):
        page = (planted / "build/public" / address).read_text(encoding="utf-8")
        assert "Last updated" not in page, address
        for link in re.findall(r'href="([^"#?:]+\.html)', page):
            target = (planted / "build/public" / address).parent / link
            assert target.is_file(), f"{address}: {link}"


def hidden(word: str, way: str) -> bytes:
    """Hide a word in some bytes."""
    data = word.encode()
    return {
        "plain": b"x" + data + b"x",
        "capitals": word.upper().encode(),
        "packed": gzip.compress(b"<p>" + data),
        "packed twice": gzip.compress(gzip.compress(data)),
        "entities": "".join(f"&#{ord(letter)};" for letter in word).encode(),
        "script": "".join(f"\\u{ord(letter):04x}" for letter in word).encode(),
        "address": "".join(f"%{ord(letter):02x}" for letter in word).encode(),
        "base64": b"data:;base64," + base64.b64encode(b"to" + data),
        "base64 for addresses": base64.urlsafe_b64encode(data + b"?>"),
        "backwards": data[::-1],
        "wide letters": word.encode("utf-16-le"),
    }[way]


@pytest.mark.parametrize(
    "way",
    [
        "plain",
        "capitals",
        "packed",
        "packed twice",
        "entities",
        "script",
        "address",
        "base64",
        "base64 for addresses",
        "backwards",
        "wide letters",
    ],
)
def test_the_search_finds_a_word_however_it_is_hidden(tmp_path: Path, way: str) -> None:
    (tmp_path / "file").write_bytes(hidden("Zephyrwhistle 07", way))
    assert found_in(tmp_path, ("Zephyrwhistle 07", "Marrowlantern")) == {
        "Zephyrwhistle 07": ["file"]
    }


def test_the_search_finds_a_word_in_the_name_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "Zephyrwhistle").mkdir()
    assert found_in(tmp_path, ("zephyrwhistle",)) == {"zephyrwhistle": ["Zephyrwhistle"]}


_WATCHED = """
import sys

def watch(event, args):
    if event in {"open", "os.listdir", "os.scandir"} and "/cases" in str(args[0]):
        print("LOOKED", args[0])

sys.addaudithook(watch)
from escalation_log.cli import main
main()
"""


@pytest.mark.parametrize("option", [[], ["--public"]])
def test_the_public_site_looks_at_no_case_file_where_nobody_wants_statistics(
    tmp_path: Path, option: list[str]
) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    without_thresholds(root)
    words = ("--format", "site", "--to", str(tmp_path / "plain"), "--as-of", AS_OF, *option)
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, "--log", str(root), "export", *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    looked = {line for line in done.stdout.splitlines() if line.startswith(f"LOOKED {root}/cases")}
    assert (looked == set()) == bool(option)


@pytest.mark.parametrize("thresholds", [0, 1])
def test_without_a_threshold_nothing_about_cases_is_public(tmp_path: Path, thresholds: int) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    without_thresholds(root, keep=thresholds)
    assert export(root, tmp_path / "plain", "--public").code == 0
    found = [path.parent.name for path in (tmp_path / "plain").glob("policies/*/statistics.*")]
    assert found == ["barnsley"] * 2 * thresholds
    assert (tmp_path / "plain" / "statistics.html").is_file() == bool(thresholds)


def without_thresholds(root: Path, *, keep: int = 0) -> None:
    """Take out what lets the public see statistics, but for the first few partnerships."""
    for path in sorted(root.glob("policies/*/partnership.yaml"))[keep:]:
        text = path.read_text(encoding="utf-8")
        assert "statistics: {threshold: 5}\n" in text
        path.write_text(text.replace("statistics: {threshold: 5}\n", ""), encoding="utf-8")
