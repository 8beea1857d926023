"""Judge a few events under one of four policies or a made-up one, in a line or two of a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from textwrap import dedent, indent
from zoneinfo import ZoneInfo

from escalation_log.files.calendar_file import parse_calendar
from escalation_log.files.case_file import parse_case
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.model.assessments import Assessment, DutyAssessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import Rulebook
from tests.logs import CALENDARS, FOUR

LONDON = ZoneInfo("Europe/London")
SHIPPED = {
    "knowsley": "knowsley@2020-06",
    "barnsley": "barnsley@v4",
    "west-sussex": "west-sussex@2019-06",
    "city-and-hackney": "city-and-hackney@2021-12",
}

ONE_STAGE = """
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      met_by: {event: discussed}
"""


def moment(words: str) -> Moment:
    """Read `2026-03-02 10:15`, or a date for that day's last instant, in Europe/London."""
    local = datetime.fromisoformat(words).replace(tzinfo=LONDON)
    if len(words) == len("2026-03-02"):
        midnight = datetime.combine(date.fromisoformat(words) + timedelta(days=1), time(), LONDON)
        local = (midnight.astimezone(UTC) - timedelta(microseconds=1)).astimezone(LONDON)
    return Moment(at=local.astimezone(UTC), on=local.date(), local=local)


@cache
def calendar(calendar_id: str = "england-and-wales") -> Calendar:
    """Read one of the tests' calendars."""
    path = CALENDARS / f"{calendar_id}.yaml"
    parsed = parse_calendar(path.name, path.read_bytes())
    assert isinstance(parsed, Calendar), parsed
    return parsed


@cache
def shipped_policy(policy_id: str) -> Policy:
    """Read one of the four policies, as it once shipped."""
    version = SHIPPED[policy_id].partition("@")[2]
    path = FOUR / "policies" / policy_id / f"{version}.yaml"
    parsed = parse_policy(path.name, path.read_bytes())
    assert isinstance(parsed, Policy), parsed
    return parsed


@cache
def shipped_partnership(policy_id: str) -> Partnership:
    """Read one of the four partnerships, as it once shipped."""
    path = FOUR / "policies" / policy_id / "partnership.yaml"
    parsed = parse_partnership(path.name, path.read_bytes())
    assert isinstance(parsed, Partnership), parsed
    return parsed


def rulebook_of(
    policy: str | Policy,
    *,
    days_off: Calendar | None = None,
    partnership: Partnership | None = None,
    erratum: Policy | None = None,
) -> Rulebook:
    """Put a policy together with its own calendar, and a shipped partnership, unless told others.

    A policy that is not shipped goes with the first shipped partnership.
    """
    edition = shipped_policy(policy) if isinstance(policy, str) else policy
    shipped = edition.id if edition.id in SHIPPED else "knowsley"
    return Rulebook(
        policy=edition,
        partnership=partnership or shipped_partnership(shipped),
        calendar=days_off or calendar(edition.calendar),
        erratum=erratum,
    )


def made_up_policy(stages: str, rest: str = "") -> Policy:
    """Parse a policy of which only the stages, and perhaps some more keys, matter."""
    head = """\
        format: 1
        policy: made-up
        version: "1"
        title: A policy for one test
        source: {document: none}
        effective_from: 2015-01-01
        review_due: null
        calendar: england-and-wales
        time_zone: Europe/London
        counting: day-after-trigger
        cut_off: null
        scope: {agencies: different}
        roles: {worker: The worker, manager: The manager}
        recipients: {chair: The chair, iro: The reviewing officer}
        themes: {thresholds: Thresholds}
        urgencies: {urgent: Urgent, standard: Standard}
        """
    extra = dedent(rest)
    given = {line.partition(":")[0] for line in extra.splitlines()}
    kept = "".join(
        line
        for line in dedent(head).splitlines(keepends=True)
        if line.partition(":")[0] not in given
    )
    text = kept + extra + "stages:\n" + indent(dedent(stages).strip("\n"), "  ")
    parsed = parse_policy("made-up.yaml", (text + "\n").encode())
    assert isinstance(parsed, Policy), parsed
    return parsed


def one_duty(keys: str, rest: str = "") -> Policy:
    """Make a policy of one stage with one duty that has these keys beside its trigger."""
    return made_up_policy(ONE_STAGE.rstrip() + "\n      " + keys + "\n", rest)


def case_of(events: str, policy: Policy, header: str = "") -> Case:
    """Parse a case with these events, one a line in braces, under a policy."""
    theme = next(iter(policy.themes))
    head = f"""\
        reference: XX-2026-0001
        policy: {policy.edition}
        theme: {theme}
        concern: A concern.
        outcome_sought: An outcome.
        """
    defaults = {
        "child": "{pseudonym: C-7F3KQ, plan: none}",
        "raising": "{agency: northside-academy, role: practitioner}",
        "receiving": "{agency: childrens-social-care, role: team-manager}",
    }
    extra = dedent(header)
    for key, value in defaults.items():
        if f"{key}:" not in extra and not (key == "child" and "children:" in extra):
            extra += f"{key}: {value}\n"
    lines = [line.strip() for line in events.splitlines() if line.strip()]
    text = dedent(head) + extra + "events:\n" + "".join(f"  - {{{line}}}\n" for line in lines)
    parsed = parse_case("XX-2026-0001.yaml", text.encode())
    assert isinstance(parsed, Case), parsed
    return parsed


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment that is asked for rows by the duty's id."""

    judged: JudgedCase

    @property
    def assessment(self) -> Assessment:
        """Where the case stands."""
        return self.judged.assessment

    def __getitem__(self, duty: str) -> DutyAssessment:
        return self.occurrence(duty, 1)

    def occurrence(self, duty: str, number: int) -> DutyAssessment:
        """Give one occurrence of a duty."""
        rows = {(row.duty.id, row.occurrence): row for row in self.assessment.duties}
        return rows[duty, number]

    def occurrences(self, duty: str) -> list[str]:
        """Give the states of all occurrences of a duty."""
        return [row.state.value for row in self.assessment.duties if row.duty.id == duty]


def judge(
    events: str,
    as_of: str,
    policy: str | Policy = "knowsley",
    *,
    header: str = "",
    days_off: Calendar | None = None,
    partnership: Partnership | None = None,
) -> Judged:
    """Judge events, one a line without braces, as of a moment."""
    rules = rulebook_of(policy, days_off=days_off, partnership=partnership)
    case = case_of(events, rules.policy, header)
    return Judged(judged_case(f"{case.reference}.yaml", case, rules, moment(as_of)))
