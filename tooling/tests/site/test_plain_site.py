"""The site written without MkDocs: the same pages, files and words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from escalation_log.site.folder import LISTING
from escalation_log.site.plain.plain_shell import OF_THE_THEME, PLAIN_STYLES, dark_rules
from escalation_log.site.projection import Projection
from escalation_log.site.sources import is_served
from tests.cli.running import run
from tests.logs import FIFTH, FOUR, REPOSITORY
from tests.site.both_sites import (
    PUBLIC,
    RESTRICTED,
    addresses,
    article,
    contents,
    export,
    mkdocs,
)
from tests.site.building import Outline, copy_log, is_place
from tests.thoroughness import whole

_JUDGED = "Sunday 22 November 2026 at 12:00"
# What MkDocs and the export must read alike in a page by hand.
_PAGE = """\
---
title: By hand
public: true
---

# A page by hand

See [the home page](../index.md#area), [itself](#more), <a@example.org> and
[another host](https://example.org/page.md). <!-- unseen -->

<!-- policies -->

```text
<!-- seen --> [not a link](nowhere.md)
```

!!! note "Mind"
    An *admonition*, with `<!-- seen -->`.

| one | two |
|---|---|
| a | b |

## More {#more}

[Fill in: who] reads this.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give five policies and their cases, with three of their four sites."""
    root = copy_log(tmp_path_factory.mktemp("log"), cases=True)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    page = root / "site" / "pages" / "more" / "by-hand.md"
    page.parent.mkdir()
    page.write_text(_PAGE, encoding="utf-8")
    (page.parent / "picture.svg").write_text("<svg/>", encoding="utf-8")
    settings = root / "mkdocs.yml"
    words = settings.read_text(encoding="utf-8")
    nested = "nav:\n  - More:\n      - Deeper: more/by-hand.md\n      - Tracker: tracker.md\n"
    settings.write_text(words.replace("nav:\n", nested), encoding="utf-8")
    mkdocs(root, RESTRICTED)
    ran = export(root, root / "plain")
    assert (ran.code, ran.err) == (0, "")
    assert "pages written. Open " in ran.out
    assert "This is the restricted site: keep it" in ran.out
    ran = export(root, root / "plain-public", "--public")
    assert (ran.code, ran.err) == (0, "")
    assert "This is the public site: policies, and no page of any case." in ran.out
    return root


@pytest.fixture(scope="module", params=[RESTRICTED, whole(PUBLIC)])
def pair(request: pytest.FixtureRequest, root: Path) -> tuple[Path, Path]:
    """Give a site as MkDocs builds it, and as it is exported."""
    if request.param == RESTRICTED:
        return root / "build" / "site", root / "plain"
    return mkdocs(root, PUBLIC), root / "plain-public"


def _projection(exported: Path) -> Projection:
    return Projection.RESTRICTED if exported.name == "plain" else Projection.PUBLIC


def test_every_page_says_the_same_as_with_mkdocs(pair: tuple[Path, Path]) -> None:
    built, exported = pair
    pages = addresses(built)
    assert addresses(exported) == pages
    assert "more/by-hand.html" in pages
    for address in pages:
        assert article(exported / address) == article(built / address), address


def test_every_other_file_is_the_same(pair: tuple[Path, Path]) -> None:
    built, exported = pair
    theirs, mine = contents(built), contents(exported)
    for name, data in mine.items():
        if not name.endswith(".html") and name not in {LISTING, PLAIN_STYLES}:
            assert theirs[name] == data, name
    ours = {
        path.relative_to(REPOSITORY / "site" / "theme").as_posix()
        for path in (REPOSITORY / "site" / "theme" / "assets").rglob("*")
        if path.is_file()
    }
    served = {each for each in ours if is_served(each, _projection(exported))}
    assert served - set(mine) == OF_THE_THEME
    assert ("more/picture.svg" in mine) == (exported.name == "plain")


def test_it_has_the_same_titles_banners_scripts_and_styles(pair: tuple[Path, Path]) -> None:
    built, exported = pair
    title = re.compile(r"<title>(.*?)</title>", re.DOTALL)
    banner = re.compile(r'<p class="el-banner">(.*?)</p>', re.DOTALL)
    asset = re.compile(r'(?:src|href)="(?:\.\./)*(assets/(?!.*plain)[^"]+\.(?:css|js))"')
    for address in addresses(built):
        theirs = (built / address).read_text(encoding="utf-8")
        mine = (exported / address).read_text(encoding="utf-8")
        assert unescape(title.findall(mine)[0]) == unescape(title.findall(theirs)[0]), address
        assert banner.findall(mine) == banner.findall(theirs), address
        assert ("noindex" in mine) == ("noindex" in theirs), address
        # The theme's own have a hash in their names, its search a folder.
        wanted = [
            each
            for each in asset.findall(theirs)
            if not re.search(r"\.[0-9a-f]{8}\.min\.|javascripts/workers", each)
            and each not in OF_THE_THEME
        ]
        assert sorted(asset.findall(mine)) == sorted(wanted), address


def test_a_printed_page_can_be_stamped_with_when_it_was_printed(root: Path) -> None:
    stamps = {}
    for name in ("build/site", "plain", "plain-public"):
        outline = Outline((root / name / "about.html").read_text(encoding="utf-8"))
        stamps[name] = [
            words for within, words in outline.text if "el-footer--judged" in within[-1]
        ]
    said = [f"Last updated {_JUDGED}"]
    assert stamps == {"build/site": said, "plain": said, "plain-public": []}


def test_no_page_says_twice_what_it_belongs_to(pair: tuple[Path, Path]) -> None:
    for site in pair:
        for address in addresses(site):
            head = (site / address).read_text(encoding="utf-8").partition("</head>")[0]
            names = re.findall(r'<meta name="([^"]+)"', head)
            assert len(names) == len(set(names)), f"{site}/{address}"


@pytest.mark.parametrize("site", ["plain", "plain-public"])
def test_every_link_leads_somewhere_and_nothing_is_asked_of_another_host(
    root: Path, site: str
) -> None:
    outlines = {
        address: Outline((root / site / address).read_text(encoding="utf-8"))
        for address in addresses(root / site)
    }
    checked = 0
    for address, outline in outlines.items():
        assert len(outline.ids) == len(set(outline.ids)), address
        for tag in outline.tags:
            target = tag.attributes.get("href") or tag.attributes.get("src") or ""
            parts = urlsplit(target)
            if parts.scheme or not target:
                assert tag.name == "a" or not target, f"{address}: {target}"
                continue
            path = root / site / address
            if parts.path:
                path = (path.parent / unquote(parts.path)).resolve()
            assert path.is_file(), f"{address}: {target}"
            if is_place(parts.fragment) and path.suffix == ".html":
                there = outlines[path.relative_to((root / site).resolve()).as_posix()]
                assert parts.fragment in there.ids, f"{address}: {target}"
            checked += 1
    assert checked > 100


def test_the_navigation_names_what_the_site_has(root: Path) -> None:
    def navigation(site: str) -> list[str]:
        page = (root / site / "more" / "by-hand.html").read_text(encoding="utf-8")
        (found,) = re.findall(r'<nav aria-label="Pages">(.*?)</nav>', page, re.DOTALL)
        return [text for _, text in Outline(found).text]

    restricted, public = navigation("plain"), navigation("plain-public")
    assert restricted[:4] == ["More", "Deeper", "Tracker", "Home"]
    assert public[:3] == ["More", "Deeper", "Home"]
    for policy in (FOUR / "policies").glob("*/partnership.yaml"):
        name = re.findall("^name: (.+)$", policy.read_text(encoding="utf-8"), re.MULTILINE)[0]
        assert name in restricted
        assert name in public


def test_it_works_without_mkdocs(root: Path, tmp_path: Path) -> None:
    watch = (
        "import sys\nfrom escalation_log.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print('MKDOCS', 'mkdocs' in sys.modules or 'material' in sys.modules)\n"
    )
    words = ("--format", "site", "--to", str(tmp_path / "site"))
    done = subprocess.run(
        [sys.executable, "-c", watch, "--log", str(root), "export", *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.endswith("MKDOCS False\n")


def test_a_log_without_pages_of_its_own_gets_those_that_come_with_the_tool(tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(FOUR / "policies", log / "policies")
    target = tmp_path / "a" / "site"
    assert export(log, target).code == 0
    for name in ("index.html", "about.html", "tracker.html", "policies/knowsley/index.html"):
        assert (target / name).is_file()
    assert "Escalation log" in (target / "index.html").read_text(encoding="utf-8")
    assert export(log, target, "--public").code == 0
    assert not (target / "tracker.html").exists()


def test_a_log_of_which_nothing_can_be_judged_has_a_site(tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(FOUR / "policies", log / "policies")
    shutil.rmtree(log / "policies" / "calendars")
    site = tmp_path / "site"
    command = [sys.executable, "-m", "escalation_log", "--log", str(log)]
    command += ["export", "--format", "site", "--to", str(site)]
    exported = subprocess.run(command, check=False, capture_output=True, text=True)
    assert exported.returncode == 1, exported.stderr
    assert (site / "index.html").is_file()


def test_what_a_reader_chose_makes_it_dark(root: Path) -> None:
    styles = (root / "plain" / PLAIN_STYLES).read_text(encoding="utf-8")
    light, _, dark = styles.partition("@media screen and (prefers-color-scheme:dark)")
    assert "--md-typeset-color:#1d2126" in light
    assert "--md-typeset-color:#e3e6ea" in dark
    assert "slate" not in dark
    css = (root / "plain/assets/stylesheets/escalation-log.css").read_text(encoding="utf-8")
    blocks = re.findall(r'\[data-md-color-scheme="slate"\]\{(.*?)\}', css, re.DOTALL)
    named = set(re.findall(r"(--el-[a-z-]+):", "".join(blocks)))
    assert len(named) > 10
    assert all(f"{name}:" in dark for name in named)


def test_dark_rules_keep_what_they_stand_in_and_leave_the_rest() -> None:
    css = (
        '/* [data-md-color-scheme="slate"] {no: 1} */ @import "a"; p {top: 0}'
        '@media print { [data-md-color-scheme="slate"] :is(p, a), b {top: 1} i {top: 2} }'
        "@media screen { i {top: 3} }"
    )
    assert dark_rules(css) == (
        "@media screen and (prefers-color-scheme: dark) {\n"
        '@media print {\n[data-md-color-scheme="default"] :is(p, a) {top: 1}\n}\n}\n'
    )
    assert dark_rules("p {top: 0}") == ""


def test_a_site_of_a_past_day_knows_no_case_that_began_later_and_leaves_none_out(
    tmp_path: Path,
) -> None:
    words = ("--format", "site", "--to", str(tmp_path / "site"), "--as-of", "2026-03-10")
    ran = run("export", *words, log=FOUR)
    assert (ran.code, ran.err) == (0, "")
    asked = run("assess", "--as-of", "2026-03-10", "--format", "json", log=FOUR)
    begun = {each["reference"] for each in json.loads(asked.out)["cases"]}
    pages = {page.stem for page in (tmp_path / "site" / "cases").rglob("*.html")}
    every = {path.stem for path in (FOUR / "cases").rglob("*.yaml")}
    assert pages == begun
    assert begun < every
