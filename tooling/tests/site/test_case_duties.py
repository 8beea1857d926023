"""What a case's page says of each duty: its state, its receipt, and whom to ring."""

from __future__ import annotations

import re
from dataclasses import replace

from escalation_log.model.assessments import Breach, DutyState, PastBreach
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.receipts import (
    ByErratum,
    CountedBy,
    DoesNotCount,
    EveryDayCounts,
    ExtensionApplied,
    LapsedBy,
    MetBy,
    NoNumber,
    NoRecord,
    Ordered,
    RuleApplied,
    StartedBy,
    UrgencyChanged,
)
from escalation_log.site.cases.page import CasePages
from escalation_log.site.templates import Templates
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.to_do import to_do_of
from tests.site.building import Built, Outline
from tests.site.case_pages import items_of, sections_of, words_of

TECHNICAL = (
    RuleApplied,
    CountedBy,
    EveryDayCounts,
    ExtensionApplied,
    ByErratum,
    Ordered,
    UrgencyChanged,
)
NAMED = (StartedBy, MetBy, LapsedBy, NoRecord, DoesNotCount)


def test_receipts_are_in_the_words_of_every_other_output(built: Built) -> None:
    seen: set[type] = set()
    for judged in built.judged:
        rows = judged.assessment.duties
        to_do = to_do_of(rows)
        over = [row for row in rows if row.state in _OVER]
        shown = [row for row in (*to_do, *over) if row.receipt]
        page = built.case_page(judged.reference)
        receipts = re.findall(r"<(ul) class=\"el-receipt\">(.*?)</\1>", page, re.DOTALL)
        assert len(receipts) == len(shown), judged.reference
        assert "el-record" not in page.partition('<h2 id="the-file">')[0]
        record = items_of("".join(re.findall(r'<ul class="el-record">(.*?)</ul>', page, re.DOTALL)))
        dated = [row for row in shown if row.due is not None]
        apart = [step for row in dated for step in row.receipt if isinstance(step, TECHNICAL)]
        assert record == list(dict.fromkeys(map(step_words, apart))), judged.reference
        for row, (_, lines) in zip(shown, receipts, strict=True):
            plain = [
                step_words(step) for step in row.receipt if not isinstance(step, TECHNICAL + NAMED)
            ]
            named = [_frame(step_words(step)) for step in row.receipt if isinstance(step, NAMED)]
            assert [words for words in items_of(lines) if words in plain] == plain
            frames = [_frame(words) for words in items_of(lines)]
            assert [words for words in frames if words in named] == named
            unsaid = any(isinstance(step, NoNumber) for step in row.receipt)
            assert len(items_of(lines)) == len(row.receipt) - unsaid
            seen.update(type(step) for step in row.receipt)
    assert len(seen) > 10


_OVER = {DutyState.MET, DutyState.MET_LATE, DutyState.LAPSED, DutyState.NO_RECORD}


def _frame(words: str) -> str:
    """Leave out of a sentence what events, duties and people are called, and how late it was."""
    return re.sub(
        r" \(.*?\)(?= on )|(?<=the deadline of ).*(?= on )|(?<=does not count: ).*"
        r"|(, late|, over the guide)\.$",
        "",
        words,
    )


def test_every_dated_duty_has_the_numbers_of_both_sides_and_the_next_stage_too(
    built: Built,
) -> None:
    sections = sections_of(built.case_page("KN-2026-0006"))
    numbers = {"0151 496 0112", "0151 496 0100"}
    managers = {"0151 496 0101", "0151 496 0113"}
    duties = {
        words_of(re.findall("<h3>.*?</h3>", each)[0]): each
        for each in (sections["to-do"] + sections["also"]).split('<div class="el-duty')[1:]
    }
    shown = {title: set(re.findall(r"0151 496 \d{4}", each)) for title, each in duties.items()}
    assert shown.pop("Next: Escalate to the senior managers") == managers
    assert shown.pop("Resolve between line managers") == numbers
    assert not any(shown.values())
    here, after = sections["whom-to-ring"].split("Everybody at the next stage: Stage 3")
    assert set(re.findall(r"0151 496 \d{4}", here)) == numbers
    assert set(re.findall(r"0151 496 \d{4}", after)) == managers
    assert "0151 443 4786" in after
    assert "Everybody at the next stage" not in built.case_page("KN-2026-0007")
    assert "Everybody at the next stage" not in built.case_page("KN-2026-0004")


def test_no_code_stands_where_people_read(built: Built) -> None:
    apart = {"ul.el-record", "code."}
    for judged in built.judged:
        policy, partnership = judged.policy, judged.partnership
        codes = {
            code
            for code in (
                policy.edition,
                *(stage.id for stage in policy.stages),
                *(duty.id for duty in policy.all_duties),
                *policy.roles,
                *policy.recipients,
                *policy.themes,
                *partnership.agencies,
                *partnership.case_roles,
                *(kind.value for kind in EventKind),
            )
            if re.search(r"[-@/]", code)
        } - {"follow-up", "chair"}
        outline = Outline(built.case_page(judged.reference))
        for within, text in outline.text:
            if "div.el-case" in within and not apart & set(within) and "@" not in text:
                found = {code for code in codes if re.search(rf"(?<![\w-]){code}(?![\w-])", text)}
                assert not found, f"{judged.reference}: {text}"


def test_a_duty_that_has_not_begun_names_its_clause_once(built: Built) -> None:
    told = words_of(built.case_page("KN-2026-0006"))
    assert "Stage 4, required, clause 4, stage 4. Not started." in told


def test_what_is_due_now_and_overdue_is_counted_beside_the_state(built: Built) -> None:
    for judged in built.judged:
        page = built.case_page(judged.reference)
        rows = judged.assessment.duties
        late = [row for row in rows if row.state is DutyState.OVERDUE and not row.is_own]
        required = sum(row.force.value == "required" for row in late)
        for name, count, words in (
            ("due-now", 0, "due now"),
            ("overdue", required, "overdue"),
            ("over-guide", len(late) - required, "over the guide"),
        ):
            assert f"data-{name}{' hidden' if not count else ''}>{count} {words}<" in page


def test_what_is_unusual_about_a_date_is_said_plainly(built: Built, templates: Templates) -> None:
    judged = next(each for each in built.judged if each.reference == "KN-2026-0006")
    (row,) = (row for row in judged.assessment.duties if row.duty.id == "stage-2/resolve")
    assert row.due is not None
    moment = row.due
    past = PastBreach(
        since=moment, until=moment, because="correction (event 2)", breach=Breach.BREACH
    )
    erratum = ByErratum(edition="knowsley@2020-06-b", due=moment, due_on=moment.on)
    changed = replace(row, breach_history=(past,), erratum=erratum)
    assessment = replace(
        judged.assessment,
        duties=tuple(changed if each is row else each for each in judged.assessment.duties),
    )
    page = CasePages(built.publication, templates).write(replace(judged, assessment=assessment))
    words = words_of(page)
    assert (
        "By edition 2020-06-b, which corrects a mistake in this one, the last day in time is "
        "Saturday 14 November 2026; late from Saturday 14 November 2026 at 00:00." in words
    )
    assert "Counted as a breach from Saturday 14 November 2026 at 00:00 to" in words
    assert "no longer, because of: correction (event 2)." in words


def test_what_moved_a_date_is_said(built: Built) -> None:
    def notes(reference: str) -> list[str]:
        judged = next(each for each in built.judged if each.reference == reference)
        return re.findall(r"el-duty__note\">(.*?)</p>", built.case_page(judged.reference))

    protective = (
        "The time set to protect the child is earlier than the policy’s limit, so it counts."
    )
    assert f"{protective} First due Thursday 12 March 2026." in notes("KN-2026-0003")
    assert "More time was agreed. First due Monday 9 November 2026." in notes("BA-2026-0003")
    assert "Guide since event 2; before that: Monday 15 June 2026." in notes("KN-2026-0005")
