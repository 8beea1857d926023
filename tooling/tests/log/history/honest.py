"""Honest changes, which nothing keeps from coming in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.log.history import ways_of_taking
from tests.log.history.recorded import (
    BASE,
    CALENDAR,
    CASE,
    CHANGED,
    EDITION,
    HELD_ROW,
    HOLDS,
    LIFTED,
    OTHER_WAITING,
    OVERDUE,
    PARTNERSHIP,
    PAST,
    PAST_REFERENCE,
    WAITING,
    put,
)
from tests.log.history.ways_of_taking import fold, redaction, reduced
from tests.log.history.ways_with_events import CORRECTED_NOTE
from tests.log.history.ways_with_files import FOLDED, destroyed, hash_of, take
from tests.log.history.ways_with_git import (
    DISCUSSED,
    LATER,
    LATEST,
    UPDATE,
    branched,
    merged,
    on_main,
    two_branches,
)
from tests.log.history.ways_with_merges import (
    corrected_along,
    merging_a_fold,
    merging_main_in,
    of_three,
    redacted_along,
    same_along,
    uncommitted,
    waiting_along,
)
from tests.log.history.ways_with_rules import relock
from tests.repositories import Repository, git


@dataclass(frozen=True, slots=True, kw_only=True)
class Honest:
    """An honest change; `act` may return the commit that it is held against, in place of BASE."""

    name: str
    act: Callable[[Repository], str | None]


def commented(log: Repository) -> None:
    """Write comments into a case, and take one out."""
    log.edit(CASE, "# Written by hand.\n", "")
    log.edit(CASE, "events:\n", "# What happened:\nevents:\n")
    log.edit(CASE, "    of: 3\n", "    of: 3 # The call.\n")


def other_line_ends(log: Repository) -> None:
    """Save a case and an edition with the line ends of Windows."""
    for file in (CASE, EDITION):
        path = log.path(file)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def other_order_of_keys(log: Repository) -> None:
    """Write the keys of an event and of the top in another order."""
    log.edit(CASE, "    kind: update\n    by: receiving\n", "    by: receiving\n    kind: update\n")
    log.edit(CASE, "theme: communication\n", "")
    log.edit(CASE, "format: 1\n", "theme: communication\nformat: 1\n")


def other_layout(log: Repository) -> None:
    """Write an event in braces, lists one below the other, and texts in quotes."""
    log.edit(
        CASE,
        "  - at: 2026-11-09 09:00\n    kind: update\n    by: receiving\n",
        "  - {at: '2026-11-09 09:00', kind: update, by: \"receiving\"}\n",
    )
    log.edit(CASE, "links: [KN-2026-0001]\n", "links:\n  - KN-2026-0001\n")
    log.edit(CASE, "by: receiving\n    how: phone\n", "by: receiving\n\n    how:   phone\n")


def without_a_format(log: Repository) -> None:
    """Leave out the format, which is the first then."""
    log.edit(CASE, "format: 1\n", "")


def salt_given(log: Repository, case: str = OVERDUE) -> None:
    """Give a salt to a case that has none."""
    log.edit(case, "\ntheme:", '\nsalt: "0123456789abcdef0123456789abcdef"\ntheme:')


def folded_by_hand(log: Repository) -> None:
    """Fold one event, with the keys in another order."""
    log.append(
        CASE, FOLDED.replace("    by: receiving\n    note", "    note") + "    by: receiving\n"
    )
    log.path(WAITING).unlink()


def folded_by_the_command(log: Repository) -> None:
    """Fold what waits as `escalog fold` does."""
    fold(log)
    assert "20261124T0820-safeguards-p7qd" in log.path(CASE).read_text("utf-8")
    assert not log.path(OTHER_WAITING).exists()


def folded_and_more_recorded(log: Repository) -> None:
    """Fold, and add an event at the end."""
    folded_by_the_command(log)
    log.append(CASE, UPDATE)


def waiting_added(log: Repository) -> None:
    """Add an event that waits."""
    put(
        log,
        CASE.replace(".yaml", "/20261125T0930-update-b2c3.yaml"),
        "reference: KN-2026-0010\nevent:\n  at: 2026-11-25 09:00\n  recorded: 2026-11-25 09:30\n"
        "  kind: update\n  by: receiving\n",
    )


def case_added(log: Repository) -> None:
    """Open a case."""
    text = log.path(OVERDUE).read_text("utf-8").replace("KN-2026-0006", "KN-2026-0011")
    put(log, "cases/2026/KN-2026-0011.yaml", text)


def corrected(log: Repository) -> None:
    """Correct an event, and the top of the case."""
    log.append(
        CASE,
        "  - {at: 2026-11-25 09:00, kind: correction, by: partnership, of: 2, "
        "correct: {how: email}, reason: It was written}\n"
        "  - {at: 2026-11-25 09:05, kind: header-correction, by: partnership, "
        "correct: {theme: case-management}, reason: Chosen in haste}\n",
    )


def entered_late(log: Repository) -> None:
    """Record a call of last week."""
    log.append(
        CASE,
        "  - at: 2026-11-18 10:00\n    recorded: 2026-11-25 09:30\n    kind: discussed\n"
        "    by: receiving\n    how: phone\n",
    )


def note_taken_out(log: Repository) -> None:
    """Take a note out."""
    log.edit(CASE, "    note: The duty team was busy.\n", "")
    log.append(CASE, redaction(3, "note"))


def reason_taken_out(log: Repository) -> None:
    """Take a text out that must be there."""
    log.edit(CASE, "reason: The diary says that it was by video.", "reason: Taken out.")
    log.append(CASE, redaction(4, "reason"))


def concern_taken_out(log: Repository) -> None:
    """Take a text out of the top of the case."""
    log.edit(
        CASE,
        "concern: |\n  Each service says that the other is to assess the family.\n",
        "concern: Taken out.\n",
    )
    log.append(CASE, redaction(1, "concern"))


def note_of_waiting_taken_out(log: Repository) -> None:
    """Take the note of an event out that waits."""
    log.edit(WAITING, "  note: Still with the duty team.\n", "")
    log.append(CASE, redaction("20261124T0815-update-k3f9", "note"))


def put_back_as_it_was(log: Repository) -> str:
    """Put back a case that was deleted, with an event more."""
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).unlink()
    base = log.commit("Delete", at=CHANGED)
    log.path(CASE).write_text(text + UPDATE, "utf-8")
    return base


def note_and_its_correction_taken_out(log: Repository) -> str:
    """Take out a note, with what a correction had put in its place."""
    log.append(CASE, CORRECTED_NOTE)
    base = log.commit("Correct a note", at=CHANGED)
    log.edit(CASE, "note: A second call was asked for.", "note: Taken out.")
    log.edit(CASE, "note: They agreed to it.", "note: Taken out.")
    log.append(CASE, redaction(2, "note"))
    return base


def top_and_its_correction_taken_out(log: Repository) -> str:
    """Take out what was sought, with what a correction of the top had put in its place."""
    log.append(
        CASE,
        "  - {at: 2026-11-25 08:00, kind: header-correction, by: partnership, "
        "correct: {outcome_sought: Another one}, reason: Said so}\n",
    )
    base = log.commit("Correct the top", at=CHANGED)
    log.edit(CASE, "|\n  One assessment, by one service.\n", "Taken out.\n")
    log.edit(CASE, "outcome_sought: Another one", "outcome_sought: Taken out.")
    log.append(CASE, redaction("top", "outcome_sought"))
    return base


def destroyed_with_what_waits(log: Repository) -> str:
    """Destroy a case whose time is over, and what waits beside it."""
    put(
        log,
        PAST.replace(".yaml", "/20261124T0815-update-k3f9.yaml"),
        f"reference: {PAST_REFERENCE}\nevent:\n  at: 2026-11-24 08:00\n"
        "  recorded: 2026-11-24 08:15\n  kind: update\n  by: partnership\n",
    )
    base = log.commit("Record an update", at=CHANGED)
    hashed = hash_of(log, PAST)
    git(log.folder, "rm", "-r", "--quiet", PAST, PAST.removesuffix(".yaml"))
    take(log, PAST_REFERENCE, "destroyed", hashed, on="2024-02-03")
    return base


def reduced_then_destroyed(log: Repository) -> str:
    """Reduce a case, and destroy it later."""
    reduced(log)
    base = log.commit("Reduce", at=CHANGED)
    destroyed()(log)
    return base


def pseudonym_taken_out(log: Repository) -> str:
    """Take a pseudonym out of the top of the case, and of what corrected it."""
    log.append(
        CASE,
        "  - {at: 2026-11-25 09:00, kind: header-correction, by: partnership, "
        "correct: {child: {pseudonym: C-7QX4P, plan: [looked-after]}}, reason: Since then}\n",
    )
    base = log.commit("Correct the plan", at=CHANGED)
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).write_text(text.replace("C-7QX4P", "C-0000"), "utf-8")
    log.append(CASE, redaction(1, "pseudonym"))
    return base


def held(log: Repository) -> None:
    """Hold a case, keep another one held, and lift the hold on a third."""
    later = HELD_ROW.replace("2026-11-20", "2026-11-25")
    log.append(HOLDS, later.replace("0004", "0003"))
    log.append(HOLDS, later.replace("2027-05-04", "2027-11-02"))
    log.append(HOLDS, LIFTED)


def lifted_by_a_higher_role(log: Repository) -> None:
    """Hold a case so that a higher role may lift that too, and have that role lift it."""
    row = HELD_ROW.replace("0004", "0003").replace("by: ", "or_by: chief-executive, by: ")
    log.append(HOLDS, row)
    log.append(
        HOLDS,
        "  - {reference: KN-2026-0003, on: 2026-11-25, by: chief-executive, lifted: true}\n",
    )


def texts_moved_along(log: Repository) -> str:
    """Fold and correct a case that has a text which screening would not let in any more."""
    log.edit(WAITING, "Still with the duty team.", "Born on 4.5.2011.")
    base = log.commit("Record too much", at=CHANGED)
    folded_by_the_command(log)
    log.append(CASE, UPDATE)
    return base


def holiday_announced(log: Repository) -> None:
    """Add a bank holiday that was announced yesterday, and withdraw another one."""
    boxing = "  - {on: 2026-12-28, name: Boxing Day (substitute day)}\n"
    log.edit(
        CALENDAR,
        boxing,
        boxing.replace("day)}", "day), withdrawn: 2026-11-24}")
        + "  - {on: 2026-12-29, name: Day of thanks, announced: 2026-11-24}\n",
    )


def year_published(log: Repository) -> None:
    """Add the next year."""
    log.edit(CALENDAR, "published_to: 2028", "published_to: 2029")
    log.append(CALENDAR, "  - {on: 2029-01-01, name: New Year's Day}\n")


def closure_of_yesterday(log: Repository) -> None:
    """Add a closure of yesterday, announced that day."""
    log.edit(
        PARTNERSHIP,
        "closures:\n",
        "closures:\n  - {from: 2026-11-20, name: Burst pipe, announced: 2026-11-20}\n",
    )


def closures_to_come(log: Repository) -> None:
    """Take out a closure to come, lengthen one that lasts, and add another."""
    log.edit(
        PARTNERSHIP,
        "  - {from: 2026-12-29, to: 2026-12-31, name: Offices closed}\n",
        "  - {from: 2026-12-24, name: Offices closed, announced: 2026-11-25}\n"
        "  - {from: 2026-11-28, to: 2026-11-30, name: Move of offices, announced: 2026-11-24}\n",
    )


def closure_put_back(log: Repository) -> None:
    """Enter a closure to come, take it out, and put it back as it was."""
    line = "  - {from: 2026-12-10, name: Closed, announced: 2026-11-24}\n"
    for before, after in (("", line), (line, ""), ("", line)):
        log.edit(PARTNERSHIP, f"closures:\n{before}", f"closures:\n{after}")
        log.commit("Change a closure", at=CHANGED)


def closure_of_the_commit(log: Repository) -> None:
    """Add closures of today and of next week that count as announced when they come in."""
    log.edit(
        PARTNERSHIP,
        "closures:\n",
        "closures:\n  - {from: 2026-11-25, name: Burst pipe}\n"
        "  - {from: 2026-11-30, to: 2026-12-02, name: Training days}\n",
    )


def contacts_changed(log: Repository) -> None:
    """Change whom to ring."""
    log.edit(PARTNERSHIP, "phone: 0151 443 4786", "phone: 0151 443 4787")


def unused_edition(log: Repository) -> str:
    """Add an edition that no case uses yet, lock it, and change it again."""
    file = "policies/knowsley/2026-11.yaml"
    text = log.path(EDITION).read_text("utf-8")
    text = text.replace("effective_from: 2020-06-01", "effective_from: 2026-12-01")
    put(log, file, text.replace("version: 2020-06\n", "version: 2026-11\n", 1))
    relock(log, file, "knowsley@2026-11")
    base = log.commit("Add an edition", at=CHANGED)
    log.edit(file, "title: Multi-agency escalation policy", "title: Escalation policy")
    relock(log, file, "knowsley@2026-11")
    return base


def two_at_once(log: Repository) -> str:
    """Two people record events of two cases, and their branches are merged."""
    two_branches(log)
    base = git(log.folder, "rev-parse", "HEAD")
    git(log.folder, "merge", "--quiet", "--no-ff", "--no-edit", "change", at=LATER)
    return base


def two_in_one_case(log: Repository) -> str:
    """Two people record events of one case, and the conflict is resolved by keeping both."""
    branched(log)
    log.append(CASE, DISCUSSED)
    log.commit("Record a discussion", at=CHANGED)
    on_main(log)
    before = log.path(CASE).read_text("utf-8")
    log.append(CASE, UPDATE)
    base = log.commit("Record an update", at=CHANGED)
    git(log.folder, "checkout", "--quiet", "change")
    git(log.folder, "merge", "--quiet", "--strategy=ours", "--no-commit", "main", at=LATER)
    put(log, CASE, before + UPDATE + DISCUSSED)
    log.commit("Merge what came meanwhile", at=LATER)
    on_main(log)
    git(log.folder, "merge", "--quiet", "--no-ff", "--no-edit", "change", at=LATEST)
    assert log.path(CASE).read_text("utf-8").endswith(UPDATE + DISCUSSED)
    return base


def two_wait_at_once(log: Repository) -> str:
    """Two people add events that wait beside one case."""
    branched(log)
    waiting_added(log)
    log.commit("Record an update", at=CHANGED)
    on_main(log)
    log.append(CASE, DISCUSSED)
    base = log.commit("Record a discussion", at=CHANGED)
    git(log.folder, "merge", "--quiet", "--no-ff", "--no-edit", "change", at=LATER)
    return base


def squashed(log: Repository) -> str:
    """Squash a branch, whose mistakes on the way nobody recorded."""
    branched(log)
    log.append(CASE, UPDATE.replace("09:00", "08:00"))
    log.commit("Record an update", at=CHANGED)
    log.edit(CASE, "at: 2026-11-25 08:00", "at: 2026-11-25 09:00")
    log.commit("Mend it", at=CHANGED)
    on_main(log)
    git(log.folder, "merge", "--quiet", "--squash", "change")
    log.commit("Record an update (squashed)", at=LATER)
    return BASE


def rebased(log: Repository) -> str:
    """Put a branch onto what came meanwhile."""
    two_branches(log)
    base = git(log.folder, "rev-parse", "HEAD")
    git(log.folder, "checkout", "--quiet", "change")
    git(log.folder, "rebase", "--quiet", "main", at=LATER)
    return base


def in_the_middle_of_a_merge(log: Repository) -> str:
    """Merge two branches, and look before committing."""
    two_branches(log)
    merged(log)
    return BASE


def mended_after_it_broke(log: Repository) -> str:
    """Put right what made a file unreadable, and record again what came with that."""
    log.append(CASE, UPDATE.replace("kind: update", "kind: updated"))
    broken = log.commit("Record an update", at=CHANGED)
    log.edit(CASE, "kind: updated", "kind: update")
    return broken


def made_executable(log: Repository) -> None:
    """Let a folder give each file the mode of a program, where Git does not go by that."""
    git(log.folder, "config", "core.fileMode", "false")
    for file in (CASE, PARTNERSHIP):
        log.path(file).chmod(0o755)


HONEST = (
    Honest(name="nothing is changed", act=lambda _: None),
    Honest(name="comments", act=commented),
    Honest(name="line ends", act=other_line_ends),
    Honest(name="the order of keys", act=other_order_of_keys),
    Honest(name="layout", act=other_layout),
    Honest(name="a format left out", act=without_a_format),
    Honest(name="an event at the end", act=lambda log: log.append(CASE, UPDATE)),
    Honest(name="an event entered late", act=entered_late),
    Honest(name="corrections", act=corrected),
    Honest(name="a new case", act=case_added),
    Honest(name="a new event that waits", act=waiting_added),
    Honest(name="folding by hand", act=folded_by_hand),
    Honest(name="a salt given to a case", act=salt_given),
    Honest(name="folding by the command", act=folded_by_the_command),
    Honest(name="folding, and an event more", act=folded_and_more_recorded),
    Honest(name="a note taken out", act=note_taken_out),
    Honest(name="a reason taken out", act=reason_taken_out),
    Honest(name="a concern taken out", act=concern_taken_out),
    Honest(name="a note taken out with its correction", act=note_and_its_correction_taken_out),
    Honest(
        name="a text of the top taken out with its correction", act=top_and_its_correction_taken_out
    ),
    Honest(name="a deleted case put back as it was", act=put_back_as_it_was),
    Honest(name="the note of a waiting event taken out", act=note_of_waiting_taken_out),
    Honest(name="a pseudonym taken out", act=pseudonym_taken_out),
    Honest(name="cases held", act=held),
    Honest(name="a hold lifted by a higher role", act=lifted_by_a_higher_role),
    Honest(name="a text that was recorded, folded", act=texts_moved_along),
    Honest(name="a case reduced", act=reduced),
    *(Honest(name=name, act=act) for name, act in ways_of_taking.HONEST),
    Honest(name="a case destroyed", act=destroyed_with_what_waits),
    Honest(name="a case destroyed that was reduced", act=reduced_then_destroyed),
    Honest(
        name="a shorter time to keep cases",
        act=lambda log: log.edit(PARTNERSHIP, "{years: 3}", "{years: 4}"),
    ),
    Honest(name="a holiday announced and one withdrawn", act=holiday_announced),
    Honest(name="a year published", act=year_published),
    Honest(name="a closure of last week", act=closure_of_yesterday),
    Honest(name="closures to come", act=closures_to_come),
    Honest(name="a closure to come is put back as it was", act=closure_put_back),
    Honest(name="closures that do not say when they were announced", act=closure_of_the_commit),
    Honest(name="whom to ring", act=contacts_changed),
    Honest(name="an edition that no case uses", act=unused_edition),
    Honest(name="two people at once", act=two_at_once),
    Honest(name="two people in one case", act=two_in_one_case),
    Honest(name="two people, one of whose events waits", act=two_wait_at_once),
    Honest(name="a correction renumbered in a merge", act=corrected_along),
    Honest(name="a redaction renumbered in a merge", act=redacted_along),
    Honest(name="a correction of what two people recorded", act=same_along),
    Honest(name="a waiting correction renumbered in a merge", act=waiting_along),
    Honest(name="a correction renumbered as the main branch is merged", act=merging_main_in(8)),
    Honest(name="a correction renumbered after folding", act=merging_a_fold(9)),
    Honest(name="a correction renumbered before committing", act=uncommitted(8)),
    Honest(name="corrections of three renumbered", act=of_three(8, 10)),
    Honest(name="a squash", act=squashed),
    Honest(name="a rebase", act=rebased),
    Honest(name="a merge that is not committed", act=in_the_middle_of_a_merge),
    Honest(name="a file that is mended", act=mended_after_it_broke),
    Honest(name="a shared folder without modes", act=made_executable),
)
