"""What may happen to a log and its issues between two runs of the bot, a scenario each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from escalation_log.bot.issue_plan import (
    CANNOT_BE_JUDGED,
    Degree,
    IssueKey,
    Wanted,
    WantedIssues,
)
from escalation_log.bot.memory import read_memory, write_memory
from escalation_log.bot.overview_issue import KEY
from escalation_log.bot.writer import Writer
from escalation_log.log.gone_cases import GoneCase
from tests.bot.wanting import Bot, key, want, wanted_issues

Happening: TypeAlias = Callable[[Bot], object]
TEAM = ("example-team",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What happened before, and what the log wants now; `account` is the bot's by then."""

    name: str
    before: Happening
    wanted: WantedIssues
    account: str = ""


def nothing(bot: Bot) -> None:
    """Leave everything as it is."""


def after(wanted: WantedIssues, *others: Happening) -> Happening:
    """Let the bot see to issues, and let others do what they do."""

    def happen(bot: Bot) -> None:
        bot.sync(wanted)
        for other in others:
            other(bot)

    return happen


def edited(number: int, **changes: object) -> Happening:
    """Let a person change an issue."""
    return lambda bot: bot.github.edit(number, **changes)


def ticked(bot: Bot) -> None:
    """Let a person tick a task, write below it, and add a label."""
    issue = bot.github.issue(1)
    body = str(issue["body"]).replace("- [ ]", "- [x]").replace("\n", "\r\n")
    labels = [*(label["name"] for label in issue["labels"]), "urgent"]
    bot.github.edit(1, body=f"{body}\r\n\r\nRang on Monday.", labels=labels)
    bot.github.comment(1, "They ring back.")


def torn(*marks: str, number: int = 1) -> Happening:
    """Let a person take lines of the bot's part away that begin so, and write one below."""

    def happen(bot: Bot) -> None:
        lines = str(bot.github.issue(number)["body"]).split("\n")
        kept = [line for line in lines if not line.startswith(marks)]
        bot.github.edit(number, body="\n".join([*kept, "Rang on Monday."]))

    return happen


def doubled(bot: Bot) -> None:
    """Open issue 1 once more, as a bot would that did not look."""

    def open_again(writer: Writer) -> None:
        writer.open(want(key(1)))

    bot.write(open_again)


def unassigned(bot: Bot) -> None:
    """Let the bot end between opening an issue and assigning it."""

    def open_only(writer: Writer) -> None:
        writer.open(want(key(1)))

    bot.write(open_only)


def filled(bot: Bot) -> None:
    """Let a person write below issue 1 until hardly anything more has room."""
    body = f"{bot.github.issue(1)['body']}\n"
    bot.github.edit(1, body=body + "x" * (65_000 - len(body)))


def all_or_none(bot: Bot) -> None:
    """Let GitHub refuse all assignees for one that it does not know."""
    bot.github.settings.assigns_all_or_none = True


def locked(bot: Bot) -> None:
    """Let a person lock the conversation of issue 1."""
    bot.github.settings.locked.add(1)


def forgotten(bot: Bot) -> None:
    """Let the cache that keeps the memory be lost."""
    bot.memory.unlink()


def renamed(bot: Bot) -> None:
    """Let the repository have had another name before, which the memory knows."""
    known = read_memory(bot.memory, bot.github.repository)
    assert known is not None
    write_memory(bot.memory, replace(known, repository="example-partnership/before"))


def copied(bot: Bot) -> None:
    """Let a person open an issue with our mark and label in it."""
    body = bot.github.issue(1)["body"]
    bot.github.open_issue("Like yours", body=body, labels=["escalation-log"])


def moved_out_of_sight(bot: Bot) -> None:
    """Let issue 1 be one that GitHub does not show: nothing but the memory knows of it."""
    known = read_memory(bot.memory, bot.github.repository)
    assert known is not None
    issues = (replace(each, number=each.number + 70) for each in known.issues if each.key == key(1))
    others = (each for each in known.issues if each.key != key(1))
    write_memory(bot.memory, replace(known, issues=(*issues, *others)))
    bot.github.edit(1, body="Emptied.", labels=[])


def seen_to_by(account: str, wanted: WantedIssues) -> Happening:
    """Let the bot see to issues by the account of a person."""

    def happen(bot: Bot) -> None:
        replace(bot, account=account, token=bot.github.person).sync(wanted)

    return happen


def at_a_glance(*wanted: Wanted, says: str, others: Iterable[IssueKey] = ()) -> WantedIssues:
    """Want these issues, and an overview."""
    issues = wanted_issues(*wanted, others=others)
    return replace(issues, wanted=(*issues.wanted, want(KEY, Degree.OVERVIEW, says=says)))


COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
ONE = want(key(1))
TWO = want(key(2))
BROKEN = want(key(1, CANNOT_BE_JUDGED, 0), Degree.CANNOT_BE_JUDGED, says="Its file is broken.")
SOON = want(key(1), Degree.DUE_SOON, says="A duty is due.")
GUIDE = want(key(2), Degree.OVER_GUIDE)
# Longer than GitHub takes, as a stage may be in which very much is overdue.
MORE = "And another one.\n" * 4_000
MUCH = replace(ONE, part=ONE.part.replace("<!-- /", f"{MORE}<!-- /"))

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        name="the first run",
        before=nothing,
        wanted=wanted_issues(
            want(key(1), assignees=TEAM),
            want(key(2), Degree.OVER_GUIDE, assignees=TEAM),
            want(key(3), Degree.DUE_SOON),
        ),
    ),
    Scenario(
        name="body and labels change, people have written",
        before=after(wanted_issues(ONE), ticked),
        wanted=wanted_issues(want(key(1), says="Two duties are overdue."), others=[key(2)]),
    ),
    Scenario(
        name="duties are met",
        before=after(wanted_issues(ONE, TWO), ticked),
        wanted=wanted_issues(others=[key(1), key(2)]),
    ),
    Scenario(
        name="an issue was closed by hand",
        before=after(wanted_issues(ONE), edited(1, state="closed")),
        wanted=wanted_issues(ONE),
    ),
    Scenario(
        name="a case was reopened",
        before=after(wanted_issues(ONE), lambda bot: bot.sync(wanted_issues(others=[key(1)]))),
        wanted=wanted_issues(ONE),
    ),
    Scenario(
        name="what was due soon is a breach",
        before=after(wanted_issues(SOON), ticked),
        wanted=wanted_issues(ONE),
    ),
    Scenario(
        name="an issue was opened twice",
        before=after(wanted_issues(ONE), doubled),
        wanted=wanted_issues(ONE),
    ),
    Scenario(
        name="our label was deleted",
        before=after(
            wanted_issues(ONE, TWO), lambda bot: bot.github.delete_label("escalation-log")
        ),
        wanted=wanted_issues(ONE, others=[key(2)]),
    ),
    Scenario(
        name="one issue lost its label",
        before=after(wanted_issues(ONE, TWO), edited(2, labels=["bug"])),
        wanted=wanted_issues(ONE, TWO),
    ),
    Scenario(
        name="the list has several pages",
        before=after(wanted_issues(*(want(key(case)) for case in range(1, 6)))),
        wanted=wanted_issues(
            *(want(key(case)) for case in (1, 2, 3, 4, 6)),
            others=[key(5)],
        ),
    ),
    Scenario(
        name="a correction moved the number",
        before=after(wanted_issues(ONE)),
        wanted=wanted_issues(want(key(1, started_by=2))),
    ),
    Scenario(
        name="a file has a problem",
        before=after(wanted_issues(ONE)),
        wanted=wanted_issues(ONE, BROKEN),
    ),
    Scenario(
        name="a file is mended",
        before=after(wanted_issues(ONE, BROKEN), ticked),
        wanted=wanted_issues(ONE, others=[BROKEN.key]),
    ),
    Scenario(
        name="an issue was moved out of sight",
        before=after(wanted_issues(ONE, TWO), moved_out_of_sight),
        wanted=wanted_issues(ONE, TWO),
    ),
    Scenario(
        name="the cache was lost",
        before=after(wanted_issues(ONE, TWO), ticked, forgotten),
        wanted=wanted_issues(ONE, others=[key(2)]),
    ),
    Scenario(
        name="the repository was moved",
        before=after(wanted_issues(ONE, TWO), renamed),
        wanted=wanted_issues(ONE, others=[key(2)]),
    ),
    Scenario(
        name="a person opened an issue with our mark",
        before=after(wanted_issues(ONE), copied),
        wanted=wanted_issues(others=[key(1)]),
    ),
    Scenario(
        name="an issue was locked",
        before=after(wanted_issues(SOON, TWO), locked),
        wanted=wanted_issues(ONE, others=[key(2)]),
    ),
    Scenario(
        name="people filled the body",
        before=after(wanted_issues(ONE), filled),
        wanted=wanted_issues(MUCH),
    ),
    Scenario(
        name="one of the accounts cannot be assigned",
        before=all_or_none,
        wanted=wanted_issues(want(key(1), assignees=(*TEAM, "nobody-x"))),
    ),
    Scenario(
        name="the end of the part was taken away",
        before=after(wanted_issues(ONE), torn("<!-- /escalation-log")),
        wanted=wanted_issues(want(key(1), says="A duty is overdue.\nAnother one, too.")),
    ),
    Scenario(
        name="the beginning of the part was taken away",
        before=after(wanted_issues(ONE, TWO), torn("<!-- escalation-log")),
        wanted=wanted_issues(ONE, others=[key(2)]),
    ),
    Scenario(
        name="both marks of a part were taken away, and its duty is met",
        before=after(wanted_issues(ONE, TWO), torn("<!-- ")),
        wanted=wanted_issues(TWO, others=[key(1)]),
    ),
    Scenario(
        name="another account takes the issues over",
        before=seen_to_by("example-team", wanted_issues(ONE, TWO)),
        wanted=wanted_issues(GUIDE, others=[key(1)]),
        account="github-actions[bot],example-team",
    ),
    Scenario(
        name="the overview changes, and somebody closed it",
        before=after(at_a_glance(ONE, says="1 late"), ticked, edited(2, state="closed")),
        wanted=at_a_glance(ONE, TWO, says="2 late"),
    ),
    Scenario(
        name="the beginning of the overview was taken away",
        before=after(at_a_glance(ONE, says="**All.** 1 late"), torn("<!-- esc", number=2)),
        wanted=at_a_glance(ONE, TWO, says="**All.** 2 late"),
    ),
    Scenario(
        name="the overview is opened in a log that has issues",
        before=after(wanted_issues(ONE, TWO)),
        wanted=at_a_glance(ONE, says="1 late", others=[key(2)]),
    ),
    Scenario(
        name="a case was given another reference",
        before=after(wanted_issues(ONE, TWO), ticked),
        wanted=wanted_issues(
            want(key(9)),
            TWO,
            gone=[GoneCase(reference=ONE.key.case, successor=key(9).case, commit=COMMIT)],
        ),
    ),
    Scenario(
        name="cases were removed and destroyed",
        before=after(wanted_issues(ONE, TWO, BROKEN), ticked, edited(2, state="closed")),
        wanted=wanted_issues(
            want(key(3)),
            gone=[
                GoneCase(reference=ONE.key.case, commit=COMMIT),
                GoneCase(reference=TWO.key.case, destroyed_on=date(2026, 11, 18)),
            ],
        ),
    ),
    Scenario(
        name="a case that was gone is back",
        before=after(
            wanted_issues(ONE, TWO),
            lambda bot: bot.sync(wanted_issues(TWO, gone=[GoneCase(reference=ONE.key.case)])),
        ),
        wanted=wanted_issues(ONE, TWO),
    ),
    Scenario(
        name="a run ended before it assigned",
        before=unassigned,
        wanted=wanted_issues(want(key(1), assignees=TEAM)),
    ),
)
