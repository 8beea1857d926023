"""The page of a shipped policy on a phone: few screens, and every stage in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from escalation_log.files.policy_file import parse_policy
from escalation_log.model.policies import Policy
from escalation_log.site.addresses import stage_anchor
from tests.browser.chromium import FITS_WITH_BOTH_FONTS, Fonts
from tests.browser.visiting import Visits, opened
from tests.shipped.present import FOLDERS

HANDSET = ViewportSize(width=390, height=844)
SCREENS = 6
EACH_FOLDER = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def policies(folder: Path) -> Iterator[Policy]:
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "partnership.yaml" and not path.name.endswith(".statements.yaml"):
            policy = parse_policy(path.name, path.read_bytes())
            assert isinstance(policy, Policy), policy
            yield policy


@pytest.fixture
def visit(browsers: Callable[[Fonts], Browser], fonts: Fonts, site: Path) -> Iterator[Visits]:
    with opened(browsers(fonts), site) as visits:
        yield visits


@FITS_WITH_BOTH_FONTS
@EACH_FOLDER
def test_a_policy_is_six_screens_of_a_phone_at_most(folder: Path, visit: Visits) -> None:
    page = visit(f"policies/{folder.name}/index.html", screen=HANDSET)
    high = int(page.evaluate("document.documentElement.scrollHeight"))
    assert high <= SCREENS * HANDSET["height"]


@EACH_FOLDER
def test_the_text_for_staff_leads_and_has_a_section_for_each_stage(folder: Path) -> None:
    text = (folder / "policy.md").read_text(encoding="utf-8")
    lead = text.partition("\n")[2].partition("\n## ")[0]
    assert lead.strip()
    anchors = re.findall(r"^## .* \{#([a-z0-9-]+)\}$", text, re.MULTILINE)
    *_, policy = policies(folder)
    expected = [stage_anchor(stage.id) for stage in policy.stages]
    assert anchors == [*expected, *(["whole-case"] if policy.duties else [])]


@EACH_FOLDER
def test_999_is_said_to_be_ours_where_the_document_names_no_number(folder: Path) -> None:
    text = (folder / "policy.md").read_text(encoding="utf-8")
    statements = "".join(
        path.read_text(encoding="utf-8") for path in folder.glob("*.statements.yaml")
    )
    is_own = "contact: emergency" in statements.partition("\nown:")[2]
    assert ("The document names no number; this one is ours." in " ".join(text.split())) is is_own
