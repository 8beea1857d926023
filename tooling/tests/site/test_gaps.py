"""Pages that a partnership has to fill in say so until it has."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from escalation_log.site.hand_written import mark_gaps
from tests.logs import REPOSITORY
from tests.site.building import copy_log, leave_gaps, run

PAGES = REPOSITORY / "site" / "pages"


def test_a_gap_is_marked_and_counted_below_the_heading() -> None:
    marked = mark_gaps("<h1>Notice</h1>\n<p>Ring [Fill in: number] or\n[Fill in: the\nother].</p>")
    assert marked.gaps == 2
    assert marked.html.startswith('<h1>Notice</h1>\n<div class="el-note">')
    assert "has yet to fill in 2 places on this page" in marked.html
    assert '<mark class="el-gap">[Fill in: number]</mark>' in marked.html
    assert '<mark class="el-gap">[Fill in: the\nother]</mark>' in marked.html


def test_a_finished_page_is_left_as_it_is() -> None:
    page = "<h1>Notice</h1>\n<p>Fill in: this form [or not].</p>"
    marked = mark_gaps(page)
    assert (marked.html, marked.gaps) == (page, 0)


def test_the_statement_has_the_parts_of_the_model() -> None:
    statement = (PAGES / "accessibility.md").read_text(encoding="utf-8")
    assert re.findall(r"^#{1,3} (.*)$", statement, re.MULTILINE) == [
        "Accessibility statement",
        "How you should be able to use this site",
        "Compliance status",
        "Non-accessible content",
        "Non-compliance with the accessibility regulations",
        "Disproportionate burden",
        "Content that is not within the scope of the accessibility regulations",
        "Preparation of this accessibility statement",
        "Feedback and contact information",
        "Enforcement procedure",
    ]


def test_a_demonstration_is_built_with_a_reminder(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    leave_gaps(root)
    done = run(root)
    assert done.returncode == 0, done.stderr
    for page in ("accessibility.md", "privacy.md", "privacy-for-staff.md"):
        gaps = (root / "site/pages" / page).read_text(encoding="utf-8").count("[Fill in: ")
        assert f"{page}: {gaps} places yet to be filled in, each marked 'Fill in'." in done.stderr


def test_a_real_partnership_publishes_no_gap(tmp_path: Path) -> None:
    root = copy_log(tmp_path / "log", cases=False)
    leave_gaps(root)
    settings = root / "mkdocs.yml"
    public = re.sub(
        r"(  escalation-log:\n)",
        r"\1    projection: public\n",
        settings.read_text(encoding="utf-8"),
    )
    settings.write_text(public, encoding="utf-8")
    pages = root / "site" / "pages"
    (pages / "index.md").write_text("---\npublic: true\n---\n\n# Home\n", encoding="utf-8")
    for partnership in root.glob("policies/*/partnership.yaml"):
        words = partnership.read_text(encoding="utf-8")
        real = re.sub(r"^demonstration:\n(?:  .*\n)+", "", words, flags=re.MULTILINE)
        partnership.write_text(real, encoding="utf-8")

    stopped = run(root)
    assert stopped.returncode != 0
    assert re.search(r"accessibility\.md: \d+ places yet to be filled in\.", stopped.stderr)
    assert "Traceback" not in stopped.stderr
    assert [path for path in (root / "build").rglob("*") if path.is_file()] == []

    for page in pages.glob("*.md"):
        words = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"\[Fill in: [^\]]+\]", "done", words), encoding="utf-8")
    shutil.rmtree(root / "build", ignore_errors=True)
    finished = run(root)
    assert finished.returncode == 0, finished.stderr
    assert "filled in" not in finished.stderr
