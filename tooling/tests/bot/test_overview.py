"""One overview issue says all that is open, late or waiting, and is quiet where nothing changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from escalation_log.bot.issue_plan import (
    Degree,
    IssueChange,
    Leave,
    Reason,
    State,
    Wanted,
    WantedIssues,
    plan_lines,
)
from escalation_log.bot.marker import MOST_BODY_CHARACTERS, length, marker_in, opening_body
from escalation_log.bot.overview import LinesOf, Overview
from escalation_log.bot.overview_issue import KEY, overview_of
from escalation_log.bot.plan import at_once_of, plan_of
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import EarlierState, NotJudged
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import AtOnce
from escalation_log.model.receipts import RuleApplied
from escalation_log.model.seal import Seal
from escalation_log.words.lines import text_of
from tests.bot.bench.github import GitHub
from tests.bot.board import Board, rulebook, shipped_cases, wanted_issues_of
from tests.bot.rendered import rendered
from tests.bot.test_wanted import DISAGREED, case_of
from tests.cli.running import run
from tests.engine.judging import moment, shipped_partnership
from tests.goldens import Golden
from tests.logs import FOUR

WHEN = "2026-11-22 12:00"
SEAL = Seal(value=f"sha256:{'0123456789abcdef' * 4}", cases=27, unsalted=0, unread=0)
OTHER_SEAL = replace(SEAL, value=f"sha256:{'f' * 64}")
CASES = shipped_cases()
CASE = case_of(DISAGREED)
LATE = "2026-03-05 09:00"
PAGE = f"https://log.example.org/{'long/' * 20}cases/2026/KN-2026-0001.html"
LOST = NotJudged(file="cases/2026/Zebedee Quill.yaml", reference=None, position=3, problems=())
STOOD = EarlierState(commit="1a2b3c4d5e6f7081", on=date(2026, 3, 3), problems=())


def judged(
    case: Case, when: str, partnership: Partnership | None = None, **more: EarlierState
) -> JudgedCase:
    return judged_case("", case, rulebook(case, partnership), moment(when), **more)


def overview(cases: Iterable[JudgedCase], page: str | None = None) -> Overview:
    found = Overview()
    for each in cases:
        found.add(each, page)
    return found


def wanted(
    cases: Iterable[Case],
    when: str,
    *,
    seal: Seal = SEAL,
    not_judged: tuple[NotJudged, ...] = (),
    partnership: Partnership | None = None,
) -> Wanted:
    found = overview(judged(each, when, partnership) for each in cases)
    return overview_of(found, not_judged=not_judged, seal=seal, as_of=moment(when))


def with_overview(cases: Iterable[Case], when: str, seal: Seal = SEAL) -> WantedIssues:
    cases = tuple(cases)
    issues = wanted_issues_of(cases, when)
    return replace(issues, wanted=(*issues.wanted, wanted(cases, when, seal=seal)))


def section(text: str, heading: str) -> str:
    """Give what stands below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def test_the_overview_of_the_shipped_cases_says_this(golden: Golden) -> None:
    issue = wanted(CASES, WHEN, not_judged=(LOST,))
    assert issue.title == "Escalation log: overview"
    assert issue.summary == "9 cases open, 4 to be done at once, 5 late, 1 not judged"
    assert issue.labels == {"escalation-log", "stage: overview"}
    golden.check("issues/overview.md", f"{issue.part}\n")


def test_its_numbers_are_those_of_the_assessment() -> None:
    found = overview(judged(each, WHEN) for each in CASES)
    late = [
        (each.assessment.reference, row.duty.id)
        for each in (judged(case, WHEN) for case in CASES)
        for row in each.assessment.duties
        if row.state == "overdue" and not row.is_own
    ]
    lines = {line for agency in found.agencies() for line in agency.groups.get(LinesOf.LATE, ())}
    assert found.totals[LinesOf.LATE] == len(late) == len(lines)
    assert {line.reference for line in lines} == {reference for reference, _ in late}


def test_it_does_not_change_while_the_hours_pass_and_nothing_falls_due() -> None:
    quiet = {
        wanted([CASE], f"2026-03-{day:02} {hour:02}:30").part for day in (7, 8) for hour in (1, 23)
    }
    assert len(quiet) == 1
    assert wanted([CASE], "2026-03-03 09:30").part not in quiet
    assert wanted([CASE], "2026-03-08 12:00", seal=OTHER_SEAL).part not in quiet


def test_it_is_opened_last_kept_current_without_a_comment_and_never_doubled() -> None:
    board = Board()
    plan = board.sync(with_overview([CASE], LATE))
    assert text_of(plan_lines(plan)).splitlines()[1] == "open   log overview  1 case open, 1 late"
    assert [each.key.stage for each in board.issues.values()] == ["stage-1", "overview"]
    assert board.sync(with_overview([CASE], "2026-03-05 10:00")).writes == ()
    (change,) = board.sync(with_overview([CASE], LATE, OTHER_SEAL)).writes
    assert isinstance(change, IssueChange)
    assert (change.number, change.title, change.state, change.note) == (2, None, None, None)
    board.issues[7] = replace(board.issues[2], number=7)
    (spare,) = board.sync(with_overview([CASE], LATE, OTHER_SEAL)).writes
    assert isinstance(spare, IssueChange)
    assert (spare.number, spare.state, spare.reason) == (7, State.CLOSED, Reason.NOT_PLANNED)
    assert "this is in #2 now" in board.issues[7].body


def test_closed_by_hand_it_is_opened_again_and_says_what_it_is() -> None:
    board = Board()
    board.sync(with_overview([CASE], LATE))
    board.close(2)
    (change,) = board.sync(with_overview([CASE], LATE)).writes
    assert isinstance(change, IssueChange)
    assert change.state is State.OPEN
    assert change.note is not None
    assert change.note.text.endswith("It is the overview that the log keeps, and it stays open.")


def test_what_people_write_around_it_stays() -> None:
    board = Board()
    board.sync(with_overview([CASE], LATE))
    board.edit(2, lambda body: f"Ours, above.\n{body}\nOurs, below.\n")
    board.sync(with_overview([CASE], LATE, OTHER_SEAL))
    assert board.issues[2].body.startswith("Ours, above.\n<!-- escalation-log ")
    assert board.issues[2].body.endswith("\nOurs, below.\n")


def test_at_night_it_waits() -> None:
    board = Board()
    issues = with_overview([CASE], LATE)
    assert at_once_of(plan_of(issues, ()), issues).actions == ()
    board.sync(issues)
    later = with_overview([CASE], LATE, OTHER_SEAL)
    assert at_once_of(plan_of(later, board.issues.values()), later).actions == ()


def test_where_it_is_not_wanted_it_is_left_alone() -> None:
    board = Board()
    board.sync(with_overview([CASE], LATE))
    (leave,) = (
        each
        for each in board.sync(wanted_issues_of([CASE], LATE)).actions
        if isinstance(each, Leave) and each.key == KEY
    )
    assert leave.because == "its case is not in the log"


def test_a_case_with_an_immediate_risk_stands_on_top_and_is_to_be_done_at_once() -> None:
    case = next(each for each in CASES if each.reference == "WS-2026-0003")
    text = wanted([case], WHEN).part
    assert "\n- **An immediate risk is recorded:** WS-2026-0003\n- To be done at once: 2\n" in text
    for agency in ("Midwifery (invented)", "The partnership itself"):
        assert section(text, agency).startswith("\n**To be done at once** (1)\n\n- WS-2026-0003, ")


def test_a_breach_is_counted_with_what_is_said_of_it() -> None:
    late = judged(CASE, LATE)
    rows = tuple(
        replace(
            row,
            receipt=tuple(
                replace(step, limit=AtOnce()) if isinstance(step, RuleApplied) else step
                for step in row.receipt
            ),
        )
        for row in late.assessment.duties
    )
    for case, says in (
        (late, "- To be done at once: 0\n- Late: 1 (1 breach of the policy)\n"),
        (
            replace(late, assessment=replace(late.assessment, duties=rows)),
            "- To be done at once: 1 (1 breach of the policy)\n- Late: 0\n",
        ),
    ):
        part = overview_of(overview([case]), not_judged=(), seal=SEAL, as_of=moment(LATE)).part
        assert says in part


def test_where_all_does_not_fit_what_is_late_is_cut_last() -> None:
    late = judged(CASE, LATE)
    coming = judged(CASE, "2026-03-02 12:00")
    found = Overview()
    for one, numbers in ((late, range(60)), (coming, range(100, 700))):
        for number in numbers:
            reference = f"KN-2026-{number:04}"
            header = replace(one.case.header, reference=reference)
            assessment = replace(one.assessment, reference=reference)
            case = replace(one.case, header=header)
            found.add(replace(one, case=case, assessment=assessment), PAGE)
    part = overview_of(found, not_judged=(), seal=SEAL, as_of=moment(LATE)).part
    assert "\n**Late** (60)\n" in part
    assert {f"KN-2026-{number:04}" for number in range(60)} <= set(
        re.findall(r"^- \[(KN-2026-00\d\d)\].* was due", part, re.MULTILINE)
    )
    assert 0 < len({*re.findall(r"^- \[(KN-2026-0[1-6]\d\d)", part, re.MULTILINE)}) < 60


def test_what_cannot_be_judged_or_stands_by_an_earlier_state_is_named_without_its_file() -> None:
    known = replace(LOST, reference="KN-2026-0044", file="cases/2026/KN-2026-0044.yaml")
    found = overview([judged(CASE, LATE, earlier=STOOD)])
    part = overview_of(found, not_judged=(LOST, known), seal=SEAL, as_of=moment(LATE)).part
    assert "- **Cannot be judged:** KN-2026-0044 and file 3 in cases/2026\n" in part
    assert "Zebedee" not in part
    assert "- **By an earlier state, as their files have problems:** KN-2026-0901\n" in part
    assert "1a2b3c4" not in part


def test_events_that_wait_are_counted() -> None:
    waiting = replace(CASE, places=(None,))
    assert (
        "- Events that wait to be folded into their cases: 1 event, of KN-2026-0901\n"
        in wanted([waiting], LATE).part
    )


def test_an_open_case_in_which_nothing_is_to_be_done_is_listed_too() -> None:
    one = judged(CASE, LATE)
    found = overview([replace(one, assessment=replace(one.assessment, duties=()))])
    listed = {
        agency.name: [*agency.groups]
        for agency in found.agencies()
        if LinesOf.OPEN in agency.groups
    }
    assert listed == {
        "Children's social care (invented)": [LinesOf.OPEN],
        "Northside Academy (invented)": [LinesOf.OPEN],
    }


def test_a_case_that_has_not_begun_is_not_in_it() -> None:
    assert wanted([CASE], "2026-01-01").summary == "0 cases open"


def test_who_has_left_is_not_in_it_but_who_took_over() -> None:
    partnership = shipped_partnership("knowsley")
    academy = replace(
        partnership.agencies["northside-academy"], until=date(2026, 3, 3), successor="police"
    )
    text = wanted(
        [CASE],
        LATE,
        partnership=replace(
            partnership, agencies={**partnership.agencies, "northside-academy": academy}
        ),
    ).part
    assert "Northside" not in text
    assert "KN-2026-0901" in section(text, "Police (invented)")


@pytest.mark.parametrize("most", [20, 300, 3_000, 40_000])
def test_it_fits_however_many_cases_there_are(most: int) -> None:
    one = judged(CASE, LATE)
    found = overview([one])
    name = one.partnership.agencies["northside-academy"].name
    for number in range(most if most < 40_000 else 3_000):
        reference = f"KN-2026-{number:04}"
        header = replace(one.case.header, reference=reference)
        other = replace(
            one,
            case=replace(one.case, header=header),
            assessment=replace(one.assessment, reference=reference),
        )
        if most == 40_000:
            agency = replace(one.partnership.agencies["northside-academy"], name=f"{name} {number}")
            agencies = {**one.partnership.agencies, "northside-academy": agency}
            partnership = replace(one.partnership, name=f"Partnership {number}", agencies=agencies)
            other = replace(other, rulebook=replace(other.rulebook, partnership=partnership))
        found.add(other, "https://log.example.org/cases/2026/KN-2026-0001.html")
    part = overview_of(found, not_judged=(LOST,) * 200, seal=SEAL, as_of=moment(LATE)).part
    assert length(opening_body(part, "")) <= MOST_BODY_CHARACTERS
    assert opening_body(part, "") == part
    assert "and 150 more" in part
    assert SEAL.value in rendered(part).code
    shown = part.count("\n- [KN-2026-")
    assert shown > most if most == 20 else shown < 2 * most
    assert ("\n- And " in part) is (most in {300, 3_000} and shown > 0)
    assert ("\n| Agency |" in part) is (most != 40_000)


def test_nothing_in_it_mentions_or_links_and_its_pages_are_those_of_the_site() -> None:
    found = overview([judged(each, WHEN) for each in CASES], "https://log.example.org/case.html")
    part = overview_of(found, not_judged=(), seal=SEAL, as_of=moment(WHEN)).part
    page = rendered(part)
    assert page.references == ()
    addresses = {each for each in page.elements if each.startswith("a ")}
    assert addresses == {"a href=https://log.example.org/case.html"}


def test_it_holds_nobody_s_words() -> None:
    part = wanted(CASES, WHEN).part
    for case in CASES:
        assert case.header.concern.strip() not in part
        assert all(child.pseudonym not in part for child in case.header.children)
        assert not any(event.note and event.note.strip() in part for event in case.events)


def test_its_mark_is_read_again() -> None:
    issue = wanted([CASE], LATE)
    marker = marker_in(issue.part)
    assert marker is not None
    assert (marker.key, marker.told) == (KEY, Degree.OVERVIEW)


def synced(github: GitHub, log: Path, as_of: str, *more: str) -> str:
    options = ("--as-of", as_of, "--account", github.account, *more)
    done = run("sync", *options, log=log, environment=github.environment)
    assert done.code in (0, 1), done.err
    return done.out


def test_the_command_opens_one_and_writes_again_only_when_something_changed(
    github: GitHub, tmp_path: Path
) -> None:
    own_log = tmp_path / "log"
    shutil.copytree(FOUR, own_log)
    assert "open   log overview  9 cases open, " in synced(github, own_log, WHEN)
    issue = github.issues()[-1]
    assert issue["title"] == "Escalation log: overview"
    github.forget_calls()
    for hours in (1, 2, 9):
        later = moment(WHEN).local + timedelta(hours=hours)
        synced(github, own_log, f"{later:%Y-%m-%d %H:%M}")
    assert not github.writes
    with (own_log / "cases/2026/KN-2026-0006.yaml").open("a", encoding="utf-8") as file:
        file.write("  - at: soon\n")
    assert "1 not judged" in synced(github, own_log, WHEN)
    body = str(github.issue(int(str(issue["number"])))["body"])
    assert "- **Cannot be judged:** KN-2026-0006\n" in body
    assert not github.comments(int(str(issue["number"])))


def test_without_its_first_mark_it_is_known_by_its_number_and_title(
    github: GitHub, tmp_path: Path
) -> None:
    memory = ("--memory", str(tmp_path / "memory.json"))
    synced(github, FOUR, WHEN, *memory)
    number = int(str(github.issues()[-1]["number"]))
    mark, _, rest = str(github.issue(number)["body"]).partition("\n")
    assert mark.startswith("<!-- escalation-log case=log stage=overview ")
    github.edit(number, body=rest)
    assert f"update #{number} log overview" in synced(github, FOUR, "2026-11-25 12:00", *memory)
    titles = [each["title"] for each in github.issues()]
    assert titles.count("Escalation log: overview") == 1
    body = str(github.issue(number)["body"])
    assert body.startswith(mark.partition(" facts=")[0])
    assert (body.count("at a glance"), body.count("Seal of the whole log")) == (1, 1)
