"""The site as `mkdocs build --strict` leaves it, from five policies and a few troublesome files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from escalation_log.site.addresses import case_address
from escalation_log.site.cases.page import CASE_SECTIONS
from escalation_log.site.tracking.summaries import summary_of
from tests.logs import FIFTH, FOUR
from tests.site.building import Built, Outline, build, copy_log, is_place, run
from tests.thoroughness import whole

CASE = "KN-2026-0007"
BANNER = re.compile(r"<p class=\"el-banner\">(.*?)</p>")
UNLISTED = '<meta name="robots" content="noindex, nofollow">'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = copy_log(tmp_path_factory.mktemp("log"), cases=True)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    for number in (1, 2):
        broken = root / f"cases/2026/KN-2026-099{number}.yaml"
        broken.write_text("reference: [not a case\n", encoding="utf-8")
    return build(root)


def test_every_edition_and_every_case_has_a_page(built: Built) -> None:
    editions = {path.parent.name for path in (built.root / "policies").glob("*/policy.md")}
    assert len(editions) == 5
    assert {f"policies/{each}/index.html" for each in editions} <= set(built.pages)
    references = {path.stem for path in (built.root / "cases").rglob("*.yaml")}
    references -= {"KN-2026-0991", "KN-2026-0992"}
    assert len(references) > 20
    pages = {address for address in built.pages if address.startswith("cases/")}
    assert pages == {case_address(each) for each in references}


def test_cases_that_cannot_be_judged_have_a_row_that_says_why(built: Built) -> None:
    tracker = built.pages["tracker.html"]
    assert "2 cases. Nobody is told their dates" in tracker
    assert "2 cases not judged because of problems" in built.said
    for reference in ("KN-2026-0991", "KN-2026-0992"):
        assert f'data-label="Case">{reference}</th>' in tracker
    assert "line 1: The bracket that opens here is not closed" in tracker
    assert not any("KN-2026-099" in address for address in built.pages)


def test_the_page_for_wrong_addresses_needs_no_other_file(built: Built) -> None:
    tags = built.outlines["404.html"].tags
    assert not [tag for tag in tags if tag.name in {"script", "img", "link"}]
    links = [tag.attributes["href"] for tag in tags if tag.name == "a"]
    assert links == ["tel:999"]
    page = built.pages["404.html"]
    assert "If you were looking for a case, it may be left out" in page
    assert "<style>" in page


@pytest.mark.parametrize(
    ("setting", "links"),
    [
        whole("", []),
        ("site_url: https://escalations.example/log/\n", ["/log/index.html"]),
        whole("site_url: https://escalations.example/\n", ["/index.html"]),
    ],
)
def test_the_page_for_wrong_addresses_leads_home_where_home_is_known(
    setting: str, links: list[str], tmp_path: Path
) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    settings = root / "mkdocs.yml"
    settings.write_text(f"{setting}{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    page = build(root).pages["404.html"]
    assert re.findall(r'<a href="([^"]+)">Go to the home page</a>', page) == links
    assert ("the address that you were given for this site" in page) == (not links)


def test_a_policy_with_problems_fails_a_strict_build_and_is_named(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    for policy in root.glob("policies/*/policy.md"):
        if policy.parent.name != "knowsley":
            shutil.rmtree(policy.parent)
    (root / "policies/knowsley/2020-06.yaml").write_text("format: [\n", encoding="utf-8")
    done = run(root)
    assert done.returncode != 0
    assert "WARNING -  escalation_log: policies/knowsley/2020-06.yaml" in done.stderr
    home = (root / "build/site/index.html").read_text(encoding="utf-8")
    assert "No policy can be shown, because its files have problems." in home
    assert "A policy is left out because its files have problems." in home
    assert 'href="tel:999"' in home
    assert "no policy yet" not in home


def test_the_tracker_has_every_current_case_risks_first_then_the_most_overdue(
    built: Built,
) -> None:
    page = built.pages["tracker.html"]
    at_risk = {each.reference for each in built.judged if summary_of(each).is_at_risk}
    current = [each for each in built.judged if summary_of(each).is_current]
    assert len(current) < len(built.judged)
    shown = re.findall(r'data-slot="reference" href="([^"]+)">([^<]+)<', page)
    assert sorted(shown) == sorted(
        (case_address(each.reference), each.reference) for each in current
    )
    assert {reference for _, reference in shown[: len(at_risk)]} == at_risk
    states = [
        tag.attributes.get("data-state", "none")
        for tag in built.outlines["tracker.html"].tags
        if tag.name == "tr" and "data-duty" in tag.attributes and "template." not in tag.within
    ]
    assert len(states) == len(shown)
    others = states[len(at_risk) :]
    assert others == sorted(others, key=["overdue", "due-soon", "running", "none"].index)
    assert {"overdue", "running", "none"} <= set(others)


def test_banner_and_noindex_come_from_the_partnership_of_the_page(built: Built) -> None:
    banners = {
        edition.policy.id: edition.partnership.demonstration.banner
        for edition in built.publication.editions
        if edition.partnership.demonstration
    }
    for address, page in built.pages.items():
        assert UNLISTED in page, address
        (banner,) = BANNER.findall(page)
        words = Outline(banner).text[0][1]
        area = next((part for part in re.split("[/.]", address) if part in banners), None)
        if area is not None:
            assert words == banners[area], address
        elif not address.startswith("cases/"):
            assert "the editions named on each policy's page" in words, address
    for judged in built.judged:
        (banner,) = BANNER.findall(built.case_page(judged.reference))
        assert Outline(banner).text[0][1] == banners[judged.policy.id]


def test_no_page_asks_another_host_for_anything(built: Built) -> None:
    asks = re.compile(
        r"""<(?!a\b)[a-z]+\b[^>]*?\s(?:src|href|srcset|data|poster|action)\s*=\s*["']?\s*(?:https?:)?//"""
        r"""|url\(\s*["']?\s*(?:https?:)?//|@import\s+["']?\s*(?:https?:)?//"""
        r"""|\bimport\s*\(?\s*["'`](?:https?:)?//""",
        re.IGNORECASE,
    )
    files = [
        path
        for path in built.site.rglob("*")
        if path.suffix in {".html", ".css", ".js", ".svg", ".json", ".xml"}
    ]
    assert len(files) > 40
    for path in files:
        assert not asks.search(path.read_text(encoding="utf-8")), path


def test_links_to_other_hosts_are_contacts_or_stand_in_a_statement(built: Built) -> None:
    known = {
        contact.url
        for edition in built.publication.editions
        for contact in edition.partnership.contacts
    }
    for address, outline in built.outlines.items():
        if address in {"accessibility.html", "privacy.html", "privacy-for-staff.html"}:
            continue
        for tag in outline.tags:
            href = tag.attributes.get("href", "")
            if urlsplit(href).scheme in {"http", "https"}:
                assert tag.name == "a"
                assert href in known, address


def test_every_internal_link_leads_somewhere(built: Built) -> None:
    checked = 0
    for address, outline in built.outlines.items():
        if address == "404.html":  # its links begin at the root of a server
            continue
        for tag in outline.tags:
            target = tag.attributes.get("href") or tag.attributes.get("src") or ""
            parts = urlsplit(target)
            if parts.scheme or not target:
                continue
            folder = (built.site / address).parent
            path = (folder / unquote(parts.path)).resolve() if parts.path else built.site / address
            assert path.is_file(), f"{address}: {target}"
            if is_place(parts.fragment) and path.suffix == ".html":
                found = path.relative_to(built.site.resolve()).as_posix()
                assert parts.fragment in built.outlines[found].ids, f"{address}: {target}"
            checked += 1
    assert checked > 1000


def test_ids_are_unique_and_there_is_one_first_heading(built: Built) -> None:
    for address, outline in built.outlines.items():
        assert len(outline.ids) == len(set(outline.ids)), address
        assert sum(tag.name == "h1" for tag in outline.tags) == 1, address


def test_every_table_has_headers_with_a_scope_and_scrolls_by_itself(built: Built) -> None:
    headers = 0
    for address, outline in built.outlines.items():
        for tag in outline.tags:
            if tag.name == "th":
                assert tag.attributes.get("scope") in {"row", "col"}, address
                headers += 1
            if tag.name == "table" and tag.attributes.get("class") != "el-tracker":  # has cards
                assert any(within == "div.el-scroll" for within in tag.within), address
            if tag.attributes.get("class") == "el-scroll":
                assert tag.attributes["tabindex"] == "0"
                assert tag.attributes["role"] == "region"
                assert tag.attributes["aria-label"]
    assert headers > 20


def test_cases_stay_out_of_search_and_navigation(built: Built) -> None:
    index = (built.site / "search/search_index.json").read_text(encoding="utf-8")
    assert "policies/knowsley/index.html#stage-2" in {
        each["location"] for each in json.loads(index)["docs"]
    }
    for judged in built.judged:
        assert judged.reference not in index
        for child in judged.case.header.children:
            assert child.pseudonym not in index
    home = built.pages["index.html"]
    assert "cases/" not in home
    assert not re.search(r"[A-Z]{2}-20\d\d-\d{4}", home)


def test_case_pages_have_the_theme_around_them(built: Built) -> None:
    page = built.case_page(CASE)
    assert f"<title>{CASE} - Escalation log</title>" in page
    assert "escalog-" not in page
    for anchor, _ in CASE_SECTIONS:
        assert f'<h2 id="{anchor}">' in page
        assert f'href="#{anchor}"' in page
    assert "../../assets/stylesheets/escalation-log.css" in page
    assert "Last updated Sunday 22 November 2026 at 12:00" in page


def test_a_real_partnership_has_neither_banner_nor_noindex(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    for policy in ("barnsley", "city-and-hackney", "west-sussex"):
        shutil.rmtree(root / "policies" / policy)
    partnership = root / "policies/knowsley/partnership.yaml"
    words = partnership.read_text(encoding="utf-8")
    real = re.sub(r"^demonstration:\n(?:  .*\n)+", "", words, flags=re.MULTILINE)
    assert real != words
    partnership.write_text(real, encoding="utf-8")
    name = "KN-2026-0007.yaml"
    (root / "cases/2026").mkdir()
    shutil.copy(FOUR / "cases/2026" / name, root / "cases/2026" / name)
    built = build(root)
    assert case_address("KN-2026-0007") in built.pages
    for address, page in built.pages.items():
        assert "noindex" not in page, address
        assert "el-banner" not in page, address
        assert "md-banner" not in page, address


def test_a_moment_that_is_none_stops_the_build_with_a_sentence(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    settings = root / "mkdocs.yml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("2026-11-22 12:00", "soon"), encoding="utf-8")
    done = run(root)
    assert done.returncode != 0
    assert "as_of in mkdocs.yml is 'soon', which is no date and no moment." in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_that_nobody_foresaw_gives_a_file_to_send_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    (root / "faulty.py").write_text(
        "def on_nav(nav, **_): return {}['Jane Roe']\n", encoding="utf-8"
    )
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [faulty.py]\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    done = run(root)
    said = done.stdout + done.stderr
    (report,) = temporary.glob("escalog-error-*.txt")
    assert done.returncode == 1
    assert "Something is wrong inside the tool: KeyError." in said
    assert str(report) in said
    assert "Traceback" not in said
    text = report.read_text(encoding="utf-8")
    assert re.search(r"^  faulty\.py:1 on_nav$", text, re.MULTILINE)
    assert "Roe" not in said + text
