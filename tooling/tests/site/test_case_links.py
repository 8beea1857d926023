"""What a case's page leads to, and what of a case's words becomes no markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from escalation_log.site.cases.page import CasePages
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from tests.site.building import Built
from tests.site.case_pages import items_of, publication_with, sections_of, the_case


def test_linked_cases_are_shown_from_both_ends_and_tell_no_more_than_their_state(
    tmp_path: Path, templates: Templates
) -> None:
    start = "events:\n  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}\n"
    linked = "  - {at: 2026-11-20 10:00, kind: linked, references: [KN-2026-0503]}\n"
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501=f"links: [KN-2026-0502]\n{start}{linked}",
        KN_2026_0502=f"{start}  - {{at: 2026-11-20 10:00, kind: withdrawn, note: Of no concern}}\n",
        KN_2026_0503=start,
    )
    before = replace(publication, as_of=datetime(2026, 11, 20, 9, tzinfo=UTC))

    def linked_of(reference: str, publication: Publication = publication) -> list[str]:
        page = CasePages(publication, templates).write(the_case(publication, reference))
        return items_of(sections_of(page).get("linked", ""))

    policy = "Knowsley Safeguarding Children Partnership: Multi-agency escalation policy"
    assert linked_of("KN-2026-0501") == [
        f"KN-2026-0502 Withdrawn {policy}",
        f"KN-2026-0503 Open {policy}",
    ]
    assert linked_of("KN-2026-0502") == [f"KN-2026-0501 Open {policy}"]
    assert linked_of("KN-2026-0503") == [f"KN-2026-0501 Open {policy}"]
    assert linked_of("KN-2026-0503", before) == []


def test_a_linked_case_without_a_page_has_no_link(built: Built, templates: Templates) -> None:
    judged = next(each for each in built.judged if each.reference == "KN-2026-0006")
    header = replace(judged.timeline.header, links=("KN-2026-0999",))
    lone = replace(judged, timeline=replace(judged.timeline, header=header))
    page = CasePages(built.publication, templates).write(lone)
    assert "KN-2026-0999 (no page)" in sections_of(page)["linked"]
    assert "KN-2026-0999.html" not in page


def test_the_file_s_history_is_linked_where_there_is_one(
    built: Built, templates: Templates
) -> None:
    judged = built.judged[0]
    assert "The history of the file" not in built.case_page(judged.reference)
    partnership = replace(judged.partnership, file_history_url="https://git.example/log/commits/")
    linked = replace(judged, rulebook=replace(judged.rulebook, partnership=partnership))
    page = CasePages(built.publication, templates).write(linked)
    assert f'href="https://git.example/log/commits/{judged.file}"' in page
    assert f"escalog explain {judged.reference}" in page
