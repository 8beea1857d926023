"""Every page of a case leads to the form, and the public site has nothing of it."""

from __future__ import annotations

from pathlib import Path

from escalation_log.site.record_form.form_data import form_data, proposals_at
from tests.cli.running import run
from tests.site.building import Built


def test_every_page_of_a_case_leads_to_the_form_and_the_tracker_to_a_new_case(
    built: Built,
) -> None:
    cases = [page for address, page in built.pages.items() if address.startswith("cases/")]
    assert cases
    for reference in built.publication.references:
        link = f'href="../../record.html#{reference}"'
        assert built.case_page(reference).count(link) == 1
    for address in ("tracker.html", "index.html"):
        assert 'href="new-case.html"' in built.pages[address]


def test_the_public_site_has_no_form(tmp_path: Path) -> None:
    assert run("export", "--format", "site", "--public", "--to", tmp_path / "public").code == 0
    for path in (tmp_path / "public").rglob("*"):
        assert not path.name.startswith(("record", "new-case", "taken")), path
        if path.suffix == ".html":
            assert "record.html" not in path.read_text("utf-8")


def test_the_questions_of_a_policy_are_those_of_every_kind_of_event(built: Built) -> None:
    for edition in built.publication.current:
        data = form_data(edition, built.publication.moment_in(edition.policy))
        forms = data["forms"]
        assert isinstance(forms, list)
        assert len(forms) > 30
        assert data["proposals"] is None
        assert data["prefix"] == edition.partnership.reference_prefix


def test_only_the_address_of_a_history_on_a_branch_says_where_files_are_proposed() -> None:
    told = {
        "https://github.com/example/log/commits/main/": "https://github.com/example/log/new/main",
        "https://github.com/example/log/commits/main": "https://github.com/example/log/new/main",
        "https://github.com/example/log": None,
        None: None,
    }
    assert {address: proposals_at(address) for address in told} == told
