"""The site written without MkDocs: the same pages, in a folder that is replaced as a whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from escalation_log.site.assets import is_served
from escalation_log.site.folder import LISTING, NotOurs, replaced_folder
from escalation_log.site.plain.assets import OF_THE_THEME, PLAIN_STYLES
from escalation_log.site.plain.styles import dark_rules
from escalation_log.site.projection import Projection
from escalation_log.site.settings import settings_of
from tests.cli.running import run
from tests.site.both_sites import (
    EPOCH,
    PUBLIC,
    RESTRICTED,
    addresses,
    article,
    contents,
    export,
    install,
    mkdocs,
)
from tests.site.building import AS_OF, FIFTH, REPOSITORY, Outline, copy_log

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
    """Give five policies and their cases, with all four sites."""
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
    mkdocs(root, PUBLIC)
    ran = export(root, root / "plain")
    assert (ran.code, ran.err) == (0, "")
    assert "pages written. Open " in ran.out
    assert "This is the restricted site: keep it" in ran.out
    ran = export(root, root / "plain-public", "--public")
    assert (ran.code, ran.err) == (0, "")
    assert "This is the public site: policies, and nothing about any case." in ran.out
    return root


BOTH = pytest.mark.parametrize(
    ("built", "exported"), [("build/site", "plain"), ("build/public", "plain-public")]
)


def _projection(exported: str) -> Projection:
    return Projection.RESTRICTED if exported == "plain" else Projection.PUBLIC


@BOTH
def test_every_page_says_the_same_as_with_mkdocs(root: Path, built: str, exported: str) -> None:
    pages = addresses(root / built)
    assert addresses(root / exported) == pages
    assert "more/by-hand.html" in pages
    for address in pages:
        assert article(root / exported / address) == article(root / built / address), address


@BOTH
def test_every_other_file_is_the_same(root: Path, built: str, exported: str) -> None:
    theirs, mine = contents(root / built), contents(root / exported)
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
    assert ("more/picture.svg" in mine) == (exported == "plain")


@BOTH
def test_it_has_the_same_titles_banners_scripts_and_styles(
    root: Path, built: str, exported: str
) -> None:
    title = re.compile(r"<title>(.*?)</title>", re.DOTALL)
    banner = re.compile(r'<p class="el-banner">(.*?)</p>', re.DOTALL)
    asset = re.compile(r'(?:src|href)="(?:\.\./)*(assets/(?!.*plain)[^"]+\.(?:css|js))"')
    for address in addresses(root / built):
        theirs = (root / built / address).read_text(encoding="utf-8")
        mine = (root / exported / address).read_text(encoding="utf-8")
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
    said = [f"Judged as of {_JUDGED}"]
    assert stamps == {"build/site": said, "plain": said, "plain-public": []}


@BOTH
def test_no_page_says_twice_what_it_belongs_to(root: Path, built: str, exported: str) -> None:
    for site in (built, exported):
        for address in addresses(root / site):
            head = (root / site / address).read_text(encoding="utf-8").partition("</head>")[0]
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
            if parts.fragment and path.suffix == ".html":
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
    for policy in (REPOSITORY / "policies").glob("*/partnership.yaml"):
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
    shutil.copytree(REPOSITORY / "policies", log / "policies")
    target = tmp_path / "a" / "site"
    assert export(log, target).code == 0
    for name in ("index.html", "about.html", "tracker.html", "policies/knowsley/index.html"):
        assert (target / name).is_file()
    assert "Escalation log" in (target / "index.html").read_text(encoding="utf-8")
    assert export(log, target, "--public").code == 0
    assert not (target / "tracker.html").exists()


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


def refused(ran_code: int, words: str, expected: str) -> None:
    assert ran_code == 2
    assert expected in words
    assert "Traceback" not in words


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    ran = run("export", "--format", "site", "--to", target)
    refused(ran.code, ran.err, "holds what escalog did not write, notes.txt for one.")
    assert contents(target) == {"notes.txt": b"mine"}
    (target / "notes.txt").unlink()
    assert run("export", "--format", "site", "--public", "--to", target).code == 0
    (target / "policies" / "notes.txt").write_text("mine")
    ran = run("export", "--format", "site", "--public", "--to", target)
    refused(ran.code, ran.err, "policies/notes.txt for one.")
    assert (target / "policies" / "notes.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_was_written_is_written_anew(tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert export(REPOSITORY, target).code == 0
    first = contents(target)
    assert any(name.startswith("cases/") for name in first)
    assert export(REPOSITORY, target).code == 0
    assert contents(target) == first
    assert export(REPOSITORY, target, "--public").code == 0
    assert not any(name.startswith("cases/") for name in contents(target))
    assert list(tmp_path.iterdir()) == [target]
    (tmp_path / "file").write_text("")
    ran = export(REPOSITORY, tmp_path / "file")
    refused(ran.code, ran.err, "is a file. Name a folder.")


def test_an_export_that_fails_leaves_the_old_site(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    target = tmp_path / "site"
    assert export(root, target).code == 0
    before = contents(target)
    page = root / "site" / "pages" / "about.md"
    page.write_text("---\npublic: true\n---\n\n[away](nowhere.md)\n", encoding="utf-8")
    for option in ([], ["--public"]):
        ran = export(root, target, *option)
        assert ran.code == 3
        assert "about.md has a link to nowhere.md, and this site has no such page." in ran.err
        assert "Traceback" not in ran.err
    assert contents(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "site"]


def test_a_folder_whose_place_cannot_be_taken_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replaced_folder(target) as put:
        put("a.html", b"old")

    def write_while_somebody_else_does() -> None:
        with replaced_folder(target) as put:
            put("a.html", b"new")
            (target / "mine.txt").write_text("came meanwhile")

    with pytest.raises(NotOurs):
        write_while_somebody_else_does()
    assert (target / "a.html").read_bytes() == b"old"
    assert (target / "mine.txt").read_text() == "came meanwhile"
    assert list(tmp_path.iterdir()) == [target]


def test_a_listing_that_is_not_ours_protects_nothing_and_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / LISTING).write_text("a.html\n")
    (tmp_path / "a.html").write_text("")
    with pytest.raises(NotOurs, match="did not write"), replaced_folder(tmp_path):
        raise AssertionError


def test_a_link_to_a_folder_leads_to_the_folder_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with replaced_folder(tmp_path / "link") as put:
        put("a.html", b"")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a.html").is_file()


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(NotOurs, match="leads nowhere"), replaced_folder(tmp_path / "link"):
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_a_site_needs_a_folder_and_only_a_site_has_a_public_side() -> None:
    ran = run("export", "--format", "site")
    refused(ran.code, ran.err, "A site needs a folder: name one with --to DIR.")
    ran = run("export", "--format", "csv", "--public")
    refused(ran.code, ran.err, "--public is for --format site.")


def test_what_has_problems_is_left_out_and_said(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=True)
    (root / "policies/barnsley/v4.yaml").write_text("nothing: [\n", encoding="utf-8")
    ran = export(root, tmp_path / "site")
    assert ran.code == 1
    assert "Left out: policies/barnsley/v4.yaml and what needs it" in ran.err
    assert re.search(r"Left out: \d+ cases, because of problems\.", ran.err)
    assert "escalog check" in ran.err
    assert not (tmp_path / "site/policies/barnsley").exists()
    ran = export(root, tmp_path / "public", "--public")
    assert ran.code == 1
    assert "case" not in ran.err


def test_a_real_partnership_does_not_publish_what_is_not_filled_in(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    for path in (root / "policies").glob("*/partnership.yaml"):
        words = path.read_text(encoding="utf-8")
        real = re.sub(r"^demonstration:\n(?:  .*\n)+", "", words, flags=re.MULTILINE)
        path.write_text(real, encoding="utf-8")
    ran = export(root, tmp_path / "site", "--public")
    assert ran.code == 3
    assert re.search(r"accessibility\.md: \d+ places yet to be filled in\.", ran.err)
    assert export(root, tmp_path / "site").code == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("nav: [\n", "it is no sound YAML"),
        ("nav: home.md\n", "nav in mkdocs.yml is no list of pages."),
        ("nav:\n  - {a: b.md, c: d.md}\n", "nav in mkdocs.yml is no list of pages."),
        ("nav:\n  - About: 1\n", "nav in mkdocs.yml is no list of pages."),
    ],
)
def test_settings_that_cannot_be_read_are_named(tmp_path: Path, settings: str, words: str) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    ran = export(root, tmp_path / "site")
    assert ran.code == 3
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_settings_that_only_mkdocs_understands_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Ours\nsite_url: !ENV [A, b]\nx: !!python/name:os.getcwd\nnav: [index.md]\n",
        encoding="utf-8",
    )
    settings = settings_of(tmp_path)
    assert (settings.name, settings.navigation) == ("Ours", ("index.md",))


def test_an_installed_package_brings_all_that_the_site_is_made_of(tmp_path: Path) -> None:
    installed = install(tmp_path / "installed")
    log = tmp_path / "log"
    for name in ("policies", "cases"):
        shutil.copytree(REPOSITORY / name, log / name)
    words = ("--format", "site", "--to", "../site", "--as-of", AS_OF)
    done = subprocess.run(
        [sys.executable, "-m", "escalation_log", "export", *words],
        cwd=log,
        env={**os.environ, "PYTHONPATH": str(installed), "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert export(REPOSITORY, tmp_path / "same").code == 0
    assert contents(tmp_path / "site") == contents(tmp_path / "same")
