"""A GitHub of a few lines: issues that plans are carried out on, and what people do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from escalation_log.bot.faulty_file_issue import FaultyFile
from escalation_log.bot.issue_plan import (
    Existing,
    IssueChange,
    IssueKey,
    Leave,
    Open,
    Plan,
    State,
    WantedIssues,
)
from escalation_log.bot.marker import existing_of, opening_body
from escalation_log.bot.plan import plan_of
from escalation_log.bot.wanted import wanted_issues
from escalation_log.engine.clock import moment_at, moment_of
from escalation_log.files.case_file import parse_case
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import EarlierState
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.rulebook import Rulebook
from escalation_log.site.addresses import case_address
from tests.engine.judging import (
    LONDON,
    moment,
    rulebook_of,
)
from tests.logs import FOUR

_INSTANT = timedelta(seconds=1)


@dataclass(slots=True)
class Board:
    """The issues of a repository; with `crlf` it turns line ends as GitHub's pages do."""

    issues: dict[int, Existing] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    writes: int = 0
    crlf: bool = False

    def sync(self, issues: WantedIssues) -> Plan:
        """Plan and carry out; check that a second plan has nothing to do."""
        plan = plan_of(issues, self.issues.values())
        for action in plan.actions:
            if isinstance(action, Open):
                self._open(action)
            elif isinstance(action, IssueChange):
                self._change(action)
        again = plan_of(issues, self.issues.values())
        assert again.writes == ()
        assert all(isinstance(action, Leave) for action in again.actions)
        return plan

    def open_keys(self) -> list[IssueKey]:
        """Give the keys of the open issues, one for each issue."""
        return sorted(
            (each.key for each in self.issues.values() if each.state is State.OPEN),
            key=lambda key: (key.case, key.stage, key.started_by),
        )

    def edit(self, number: int, change: Callable[[str], str]) -> None:
        """Let somebody rewrite a body."""
        self._set(replace(self.issues[number], body=change(self.issues[number].body)))

    def close(self, number: int, at: str = "2026-03-10T09:00:00Z") -> None:
        """Let somebody close an issue by hand."""
        self._set(replace(self.issues[number], state=State.CLOSED, closed_at=at))

    def _open(self, action: Open) -> None:
        wanted, number = action.wanted, max(self.issues, default=0) + 1
        self.writes += 1
        self._set(
            Existing(
                number=number,
                key=wanted.key,
                state=State.OPEN,
                title=wanted.title,
                body=opening_body(wanted.part, wanted.below),
                labels=wanted.labels,
            )
        )

    def _change(self, action: IssueChange) -> None:
        self.writes += 1
        if action.note is not None and (action.number, action.note.mark) not in self.comments:
            self.comments.append((action.number, action.note.mark))
        fields = {
            name: value
            for name in ("state", "title", "body", "labels")
            if (value := getattr(action, name)) is not None
        }
        issue = replace(self.issues[action.number], **fields)
        if action.state is State.CLOSED:
            issue = replace(issue, closed_at=f"closing-{self.writes}")
        self._set(issue)

    def _set(self, issue: Existing) -> None:
        body = issue.body
        if self.crlf:
            body = body.replace("\r\n", "\n").replace("\n", "\r\n")
        found = existing_of(
            number=issue.number,
            state=issue.state,
            title=issue.title,
            body=body,
            labels=issue.labels,
            closed_at=issue.closed_at,
        )
        assert found is not None
        self.issues[issue.number] = found


def shipped_cases() -> list[Case]:
    """Read the cases that ship with the log."""
    cases = [parse_case(path.name, path.read_bytes()) for path in sorted(FOUR.glob("cases/*/*"))]
    return [case for case in cases if isinstance(case, Case)]


def rulebook(case: Case, partnership: Partnership | None = None) -> Rulebook:
    """Give what a case of a shipped policy is judged by."""
    return rulebook_of(case.header.policy, partnership=partnership)


def wanted_issues_of(
    cases: Iterable[Case],
    when: str | Moment,
    *,
    rules: Callable[[Case], Rulebook] = rulebook,
    site: str | None = None,
    left_out: Iterable[str] = (),
    earlier: Mapping[str, EarlierState] | None = None,
    faulty: Iterable[FaultyFile] = (),
) -> WantedIssues:
    """Say what a log of these cases wants at a moment.

    `earlier` has the cases that stand by an earlier state, `faulty` the files that are not judged.
    """
    by_reference = {case.reference: case for case in cases}
    as_of = moment(when) if isinstance(when, str) else when

    def judge(reference: str) -> JudgedCase:
        case = by_reference[reference]
        file = f"cases/{reference.split('-')[1]}/{reference}.yaml"
        stands = (earlier or {}).get(reference)
        return judged_case(file, case, rules(case), as_of, earlier=stands)

    return wanted_issues(
        by_reference,
        judge,
        page_of=case_address,
        site=site,
        left_out=tuple(left_out),
        faulty=tuple(faulty),
    )


def life_of(case: Case, rules: Callable[[Case], Rulebook] = rulebook) -> list[Moment]:
    """Give the moments just after which something changes: recorded, near its date, or late."""
    known = {moment_of(event.known_from, LONDON).at for event in case.events}
    dues: set[datetime] = set()
    for at in sorted(known):
        judged = judged_case("", case, rules(case), moment_at(at, LONDON))
        dues |= {
            each.at
            for row in judged.assessment.duties
            for each in (row.due, row.soon_at)
            if each is not None
        }
    return [moment_at(at + _INSTANT, LONDON) for at in sorted(known | dues)]
