"""Ways to change what cases were judged by: editions, their lock, days off, settings."""

from __future__ import annotations

from collections.abc import Callable

from escalation_log.files.policy_file import parse_policy
from tests.log.history.recorded import (
    BASELINE,
    CALENDAR,
    CASE,
    CHANGED,
    EDITION,
    ERRATUM,
    LOCK,
    PARTNERSHIP,
    Way,
    put,
)
from tests.log.history.ways_with_files import gone, linked, moved
from tests.repositories import Repository, git

Act = Callable[[Repository], None]


def changed(file: str, before: str, after: str) -> Act:
    """Replace what stands once in a file."""
    return lambda log: log.edit(file, before, after)


def reworded(log: Repository) -> None:
    """Change a word of an edition that no date comes from."""
    log.edit(EDITION, "title: Multi-agency escalation policy", "title: Escalation policy")


def relock(log: Repository, file: str, edition: str) -> None:
    """Forge the lock, so that it agrees with what an edition has become."""
    policy = parse_policy(file, log.path(file).read_bytes())
    assert not isinstance(policy, tuple)
    lines = log.path(LOCK).read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith(f"{edition} "))
    put(log, LOCK, f"{kept}{edition} {policy.content_hash}\n")


def with_a_forged_lock(log: Repository) -> None:
    """Change a limit, and the lock with it."""
    longer(log)
    relock(log, EDITION, "knowsley@2020-06")


def longer(log: Repository) -> None:
    """Give line managers two weeks instead of one."""
    text = log.path(EDITION).read_text("utf-8")
    assert "{working_days: 5}" in text
    put(log, EDITION, text.replace("{working_days: 5}", "{working_days: 10}", 1))


def without_its_line(edition: str) -> Act:
    """Take the line of an edition out of the lock."""

    def act(log: Repository) -> None:
        lines = log.path(LOCK).read_text("utf-8").splitlines(keepends=True)
        put(log, LOCK, "".join(line for line in lines if not line.startswith(f"{edition} ")))

    return act


def changed_without_its_line(log: Repository) -> None:
    """Change an edition, and take its line away, so that the next lock blesses it."""
    longer(log)
    without_its_line("knowsley@2020-06")(log)


def with_another_hash(log: Repository) -> None:
    """Change a line of the lock alone."""
    text = log.path(LOCK).read_text("utf-8")
    at = text.index("knowsley@2020-06 sha256:") + len("knowsley@2020-06 sha256:")
    put(log, LOCK, text[:at] + 64 * "0" + text[at + 64 :])


def new_and_not_locked(log: Repository) -> None:
    """Open a case under a new edition that the lock does not hold."""
    text = log.path(EDITION).read_text("utf-8")
    text = text.replace("version: 2020-06\n", "version: 2026-11\n", 1)
    text = text.replace("effective_from: 2020-06-01", "effective_from: 2026-11-01", 1)
    put(log, "policies/knowsley/2026-11.yaml", text)
    case = log.path(CASE).read_text("utf-8").replace("KN-2026-0010", "KN-2026-0011")
    put(log, "cases/2026/KN-2026-0011.yaml", case.replace("knowsley@2020-06", "knowsley@2026-11"))


def longer_by_erratum(log: Repository) -> None:
    """Change the edition that corrects one, and the lock with it."""
    text = log.path(ERRATUM).read_text("utf-8")
    put(log, ERRATUM, text.replace("{working_days: 5}", "{working_days: 10}", 1))
    relock(log, ERRATUM, "knowsley@2020-06a")


def with_holiday(line: str) -> Act:
    """Add a line to the bank holidays of this year."""
    summer = "  - {on: 2026-08-31, name: Summer bank holiday}\n"
    return changed(CALENDAR, summer, f"{summer}  - {line}\n")


def put_back_as(said: str) -> Callable[[Repository], str]:
    """Enter a closure to come, take it out, and put it back as something else, all in turn."""

    def act(log: Repository) -> str:
        line = "  - {from: 2026-12-10, name: Closed, announced: 2026-11-24}\n"
        log.edit(PARTNERSHIP, "closures:\n", f"closures:\n{line}")
        log.commit("Close", at=CHANGED)
        log.edit(PARTNERSHIP, line, "")
        base = log.commit("Open after all", at=CHANGED)
        log.edit(PARTNERSHIP, "closures:\n", f"closures:\n  - {{from: 2026-12-10, {said}}}\n")
        return base

    return act


def with_closure(line: str) -> Act:
    """Add a closure."""
    return changed(PARTNERSHIP, "closures:\n", f"closures:\n  - {line}\n")


def announced_before_it_came(log: Repository) -> str:
    """Say of a closure that came in without it that it was announced some days before that."""
    with_closure("{from: 2026-11-30, name: Closed}")(log)
    base = log.commit("Close", at=CHANGED)
    log.edit(PARTNERSHIP, "name: Closed}", "name: Closed, announced: 2026-11-23}")
    return base


def first_year(log: Repository) -> None:
    """Begin the published years later."""
    text = log.path(CALENDAR).read_text("utf-8")
    lines = [each for each in text.splitlines(keepends=True) if "{on: 2012-" not in each]
    put(log, CALENDAR, "".join(lines).replace("first_year: 2012", "first_year: 2013"))


def last_year(log: Repository) -> None:
    """End the published years earlier."""
    text = log.path(CALENDAR).read_text("utf-8")
    lines = [each for each in text.splitlines(keepends=True) if "{on: 2028-" not in each]
    put(log, CALENDAR, "".join(lines).replace("published_to: 2028", "published_to: 2027"))


def baseline_set_anew(log: Repository) -> None:
    """Name a later commit as the baseline."""
    put(log, BASELINE, f"baseline: {git(log.folder, 'rev-parse', 'HEAD')}\n")


EDITIONS = "edition-stands"
LOCKED = "lock-stands"
DAYS = "days-stand"
SETTINGS = "settings-stand"
FLOOD = "  - {from: 2026-09-07, to: 2026-09-08, name: Flood, announced: 2026-09-04}\n"
EASTER = "  - {on: 2026-04-06, name: Easter Monday}\n"
BOXING = "  - {on: 2026-12-28, name: Boxing Day (substitute day)}\n"
MOVE = "{from: 2026-11-23, to: 2026-11-27, name: Move of offices}"

WAYS = (
    Way(name="a limit of a used edition is changed", rule=EDITIONS, act=longer),
    Way(name="a word of a used edition is changed", rule=EDITIONS, act=reworded),
    Way(name="a used edition is changed, and the lock forged", rule=EDITIONS,
        act=with_a_forged_lock),
    Way(name="a used edition is changed, and its line taken away", rule=EDITIONS,
        act=changed_without_its_line),
    Way(name="a used edition is changed without the lock", rule="edition-changed", by="check",
        act=longer),
    Way(name="a used edition is deleted", rule=EDITIONS, act=gone(EDITION)),
    Way(name="a used edition is renamed", rule=EDITIONS, act=moved(
        EDITION, "policies/knowsley/2020-07.yaml")),
    Way(name="a used edition is hidden", rule=EDITIONS, act=moved(
        EDITION, "policies/knowsley/.2020-06.yaml")),
    Way(name="a used edition becomes a link", rule=EDITIONS, act=linked(
        EDITION, "policies/knowsley/.kept/edition")),
    Way(name="a used edition is made unreadable", rule=EDITIONS, act=lambda log:
        log.append(EDITION, "title: Again\n")),
    Way(name="the edition that corrects a used one is changed, and the lock forged",
        rule=EDITIONS, act=longer_by_erratum),
    Way(name="the edition that corrects a used one is deleted", rule=EDITIONS, act=gone(ERRATUM)),
    Way(name="the line of a used edition is taken out of the lock", rule=LOCKED,
        act=without_its_line("knowsley@2020-06")),
    Way(name="the line of an erratum is taken out of the lock", rule=LOCKED,
        act=without_its_line("knowsley@2020-06a")),
    Way(name="the hash of a used edition is changed in the lock", rule=LOCKED,
        act=with_another_hash),
    Way(name="the lock is deleted", rule=LOCKED, act=gone(LOCK)),
    Way(name="the lock is emptied", rule=LOCKED, act=lambda log: put(log, LOCK, "")),
    Way(name="a case is opened under an edition that the lock does not hold", rule=LOCKED,
        act=new_and_not_locked),
    Way(name="a bank holiday of the past is taken out", rule=DAYS, act=changed(
        CALENDAR, EASTER, "")),
    Way(name="a bank holiday of the past is moved", rule=DAYS, act=changed(
        CALENDAR, "2026-04-06", "2026-04-07")),
    Way(name="a bank holiday of the past is renamed", rule=DAYS, act=changed(
        CALENDAR, EASTER, EASTER.replace("Easter Monday", "Spring break"))),
    Way(name="a bank holiday of the past is announced anew", rule=DAYS, act=changed(
        CALENDAR, EASTER, EASTER.replace("Monday}", "Monday, announced: 2026-11-25}"))),
    Way(name="a bank holiday of the past is added", rule=DAYS, act=with_holiday(
        "{on: 2026-11-10, name: Day of thanks}")),
    Way(name="a bank holiday of the past is added, announced long before", rule=DAYS,
        act=with_holiday("{on: 2026-11-10, name: Day of thanks, announced: 2026-01-05}")),
    Way(name="a bank holiday of the past is withdrawn long before", rule=DAYS, act=changed(
        CALENDAR, EASTER, EASTER.replace("Monday}", "Monday, withdrawn: 2026-03-02}"))),
    Way(name="a calendar is deleted", rule=DAYS, act=gone(CALENDAR)),
    Way(name="a closure to come is taken out, and put back as announced later", rule=DAYS,
        act=put_back_as("name: Closed, announced: 2026-11-25")),
    Way(name="a closure to come is taken out, and put back without its announcement", rule=DAYS,
        act=put_back_as("name: Closed")),
    Way(name="a closure of the past is taken out", rule=DAYS, act=changed(PARTNERSHIP, FLOOD, "")),
    Way(name="a closure of the past is added", rule=DAYS, act=with_closure(
        "{from: 2026-11-09, to: 2026-11-20, name: Move of offices}")),
    Way(name="a closure of the past is added, announced long before", rule=DAYS, act=with_closure(
        "{from: 2026-11-09, to: 2026-11-20, name: Move of offices, announced: 2026-10-01}")),
    Way(name="a closure of next week is said to have been announced in summer", rule=DAYS,
        act=with_closure("{from: 2026-11-30, name: Closed, announced: 2026-06-01}")),
    Way(name="a closure of next year is announced long before", rule=DAYS,
        act=with_closure("{from: 2027-03-01, name: Closed, announced: 2026-11-17}")),
    Way(name="a closure of next week is announced in two days", rule=DAYS,
        act=with_closure("{from: 2026-11-30, name: Closed, announced: 2026-11-27}")),
    Way(name="a closure that began last week does not say when it was announced", rule=DAYS,
        act=with_closure("{from: 2026-11-19, to: 2026-12-04, name: Closed}")),
    Way(name="a closure gets an announcement from before it came in", rule=DAYS,
        act=announced_before_it_came),
    Way(name="a closure to come is announced months earlier in a later change", rule=DAYS,
        act=changed(PARTNERSHIP, "name: Offices closed}", "name: Offices closed, announced: "
                    "2026-06-01}")),
    Way(name="a closure to come is announced later than was recorded", rule=DAYS,
        act=changed(PARTNERSHIP, "name: Offices closed}", "name: Offices closed, announced: "
                    "2026-11-25}")),
    Way(name="a bank holiday to come is said to have been announced in summer", rule=DAYS,
        act=with_holiday("{on: 2026-12-02, name: Day of thanks, announced: 2026-06-01}")),
    Way(name="a bank holiday to come does not say when it was announced", rule=DAYS,
        act=with_holiday("{on: 2026-12-02, name: Day of thanks}")),
    Way(name="a bank holiday to come is said to have been withdrawn in summer", rule=DAYS,
        act=changed(CALENDAR, BOXING, BOXING.replace("day)}", "day), withdrawn: 2026-06-01}"))),
    Way(name="a closure is made to have begun earlier", rule=DAYS, act=changed(
        PARTNERSHIP, MOVE, MOVE.replace("from: 2026-11-23", "from: 2026-11-16"))),
    Way(name="a closure is made to have begun later", rule=DAYS, act=changed(
        PARTNERSHIP, MOVE, MOVE.replace("from: 2026-11-23", "from: 2026-11-26"))),
    Way(name="a closure of the past is announced anew", rule=DAYS, act=changed(
        PARTNERSHIP, "announced: 2026-09-04", "announced: 2026-08-03")),
    Way(name="a closure of the past is made one of some agencies", rule=DAYS, act=changed(
        PARTNERSHIP, "name: Flood,", "name: Flood, agencies: [housing],")),
    Way(name="a partnership is deleted", rule=DAYS, act=gone(PARTNERSHIP)),
    Way(name="published years begin later", rule=SETTINGS, act=first_year),
    Way(name="published years end earlier", rule=SETTINGS, act=last_year),
    Way(name="the letters of references are changed", rule=SETTINGS, act=changed(
        PARTNERSHIP, "reference_prefix: KN", "reference_prefix: KW")),
    Way(name="the threshold of statistics is lowered", rule=SETTINGS, act=changed(
        PARTNERSHIP, "{threshold: 5}", "{threshold: 3}")),
    Way(name="the threshold of statistics is raised", rule=SETTINGS, act=changed(
        PARTNERSHIP, "{threshold: 5}", "{threshold: 6}")),
    Way(name="the threshold of statistics is taken out", rule=SETTINGS, act=changed(
        PARTNERSHIP, "statistics: {threshold: 5}\n", "")),
    Way(name="the baseline is set anew", rule="baseline-stands", act=baseline_set_anew),
    Way(name="the baseline is taken out", rule="baseline-stands", act=gone(BASELINE)),
)  # fmt: skip
