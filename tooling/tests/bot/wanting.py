"""What an invented log wants of its issues, written by hand, and a bot that sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from escalation_log.bot.applying import RunOutcome, apply
from escalation_log.bot.client import Client
from escalation_log.bot.gone_case_issue import gone_endings
from escalation_log.bot.issue_plan import (
    Degree,
    Ended,
    IssueKey,
    Plan,
    Reason,
    Wanted,
    WantedIssues,
)
from escalation_log.bot.marker import END_OF_PART, beginning_of_part, labels_known, labels_of
from escalation_log.bot.memory import read_memory, write_memory
from escalation_log.bot.plan import plan_of
from escalation_log.bot.reader import Reader
from escalation_log.bot.writer import Writer
from escalation_log.log.gone_cases import GoneCase
from escalation_log.model.cases import order_of_key
from escalation_log.model.moments import Moment
from escalation_log.site.addresses import case_address
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried

_AT = datetime(2026, 3, 2, tzinfo=UTC)
SINCE = Moment(at=_AT, on=_AT.date(), local=_AT)


def key(case: int, stage: str = "stage-1", started_by: int = 1) -> IssueKey:
    """Name a round of a stage."""
    return IssueKey(case=f"KN-2026-{case:04}", stage=stage, started_by=started_by)


def want(
    about: IssueKey,
    degree: Degree = Degree.BREACH,
    *,
    says: str = "A duty is overdue.",
    assignees: tuple[str, ...] = (),
) -> Wanted:
    """Want an issue."""
    return Wanted(
        key=about,
        degree=degree,
        since=SINCE,
        title=f"{about.case} {about.stage}: {degree}",
        summary=says,
        part=f"{beginning_of_part(about, degree, facts_of(says))}\n{says}\n{END_OF_PART}",
        below="- [ ] Ring the team",
        labels=labels_of(about, policy="knowsley", agencies=["health"], degree=degree),
        assignees=assignees,
    )


def wanted_issues(
    *wanted: Wanted, others: Iterable[IssueKey] = (), gone: Iterable[GoneCase] = ()
) -> WantedIssues:
    """Want these issues, and the `others`, rounds of the same log, to be closed.

    `gone` are the cases that are no longer in the log.
    """
    became = {each.reference: each for each in gone}
    keys = [*(each.key for each in wanted), *others]
    return WantedIssues(
        wanted=wanted,
        judged=frozenset(each.case for each in keys),
        rounds={
            (each.case, each.stage): tuple(
                sorted(
                    (
                        other.started_by
                        for other in keys
                        if (other.case, other.stage) == (each.case, each.stage)
                    ),
                    key=order_of_key,
                )
            )
            for each in keys
        },
        ended=_ended,
        labels=labels_known(
            policies=["knowsley"], stages={each.stage for each in keys}, agencies=["health"]
        ),
        gone=lambda asked: gone_endings(
            asked, lambda _: became, partnerships=(), page_of=case_address
        ),
    )


def facts_of(says: str) -> str:
    """Give a fingerprint of a text."""
    return says.lower().replace(" ", "-").strip(".")


def _ended(about: IssueKey) -> Ended:
    return Ended(
        key=about,
        title=f"{about.case} {about.stage}: met",
        summary="met",
        part=f"{beginning_of_part(about, None, 'met')}\nMet, 2 working days late.\n{END_OF_PART}",
        labels=labels_of(about, policy="knowsley", agencies=[], degree=None),
        reason=Reason.COMPLETED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot of a log, remembering in a file; its clock waits at once, pages are short.

    Without an `account` or a `token` it has those of the workflow.
    """

    github: GitHub
    memory: Path
    account: str = ""
    token: str = ""
    page_size: int = 3
    timeout: float = 30.0
    hurried: Hurried = field(default_factory=Hurried)

    def sync(self, wanted: WantedIssues) -> tuple[Plan, RunOutcome]:
        """Read, plan and write once, as the command does; raise as it does."""
        with self._connected() as client:
            reader = self._reader(client)
            memory = read_memory(self.memory, client.repository)
            found = reader.issues([each.key for each in wanted.wanted], memory)
            plan = plan_of(wanted, [each.issue for each in found])
            outcome = apply(
                plan,
                writer=Writer(client, reader),
                found=found,
                wanted=wanted.wanted,
                memory=memory,
            )
        if outcome.memory.issues:
            write_memory(self.memory, outcome.memory)
        return plan, outcome

    def write(self, what: Callable[[Writer], object]) -> None:
        """Write something of one's own."""
        with self._connected() as client:
            what(Writer(client, self._reader(client)))

    def _reader(self, client: Client) -> Reader:
        return Reader(client, account=self.account or self.github.account)

    def _connected(self) -> Client:
        return Client(
            repository=self.github.repository,
            token=self.token or self.github.token,
            api=self.github.url,
            page_size=self.page_size,
            timeout=self.timeout,
            clock=self.hurried.clock,
        )
