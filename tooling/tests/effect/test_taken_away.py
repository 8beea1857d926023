"""What an added event takes away, and what is entered late, needs an agreement of its own."""

from __future__ import annotations

import pytest

from tests.cli.running import run
from tests.repositories import Repository

AS_OF = "2026-11-24 09:00"
NEW = "cases/2026/KN-2026-0008.yaml"
LATE = "cases/2026/KN-2026-0006.yaml"
MARKED = "cases/2026/KN-2026-0007.yaml"
PARTNERSHIP = "policies/knowsley/partnership.yaml"
ENTERED = "    recorded: 2026-11-24 08:30\n"
RESOLVED = "  - at: 2026-11-12 10:00\n    kind: not-resolved\n    by: raising\n"
CLEARED = "KN-2026-0006: “Resolve between line managers” is no longer held to be a breach."


def asked(repository: Repository, as_of: str = AS_OF) -> list[str]:
    """Say what of a change needs agreement, a line each."""
    ran = run(*("may-merge", "--base", "HEAD", "--as-of", as_of, "--only-say"), log=repository.log)
    lines = [" ".join(each.split()) for each in " ".join(ran.out.split("\n    ")).splitlines()]
    told = [each for each in lines if each]
    assert ran.code == int(told != ["Nothing in this change needs an agreement."]), ran.err
    return told if ran.code else []


def test_an_act_in_time_told_of_later_takes_a_breach_away(repository: Repository) -> None:
    repository.append(LATE, RESOLVED + ENTERED)
    assert CLEARED in asked(repository)


def test_an_act_that_is_late_takes_nothing_away(repository: Repository) -> None:
    repository.append(LATE, RESOLVED.replace("2026-11-12 10:00", "2026-11-23 10:00"))
    assert asked(repository) == []


def test_a_correction_takes_a_breach_away(repository: Repository) -> None:
    repository.append(LATE, RESOLVED.replace("2026-11-12 10:00", "2026-11-23 10:00"))
    repository.commit()
    correct = "correct: {at: 2026-11-12 10:00}, reason: Wrong day."
    repository.append(LATE, f"  - {{at: 2026-11-24 08:00, kind: correction, of: 7, {correct}}}\n")
    assert CLEARED in asked(repository)


def test_a_correction_of_words_takes_nothing_away(repository: Repository) -> None:
    correct = "correct: {how: email}, reason: Another way."
    repository.append(LATE, f"  - {{at: 2026-11-24 08:00, kind: correction, of: 2, {correct}}}\n")
    assert asked(repository) == []


def test_a_withdrawal_takes_marks_away(repository: Repository) -> None:
    repository.append(MARKED, "  - {at: 2026-11-24 08:00, kind: withdrawn, by: raising}\n")
    told = asked(repository)
    assert (
        "KN-2026-0007: “State the issue together, if it is a significant one” no longer has the "
        "mark that nothing shows it to be done." in told
    )


def test_what_is_known_for_long_and_not_said_so_is_entered_late(repository: Repository) -> None:
    update = "  - at: 2026-11-23 09:00\n    kind: update\n    by: receiving\n"
    repository.append(NEW, update)
    assert asked(repository, as_of="2026-11-30 09:00") == []
    (_, words) = asked(repository, as_of="2026-12-05 09:00")
    assert words == (
        "KN-2026-0008: event 3 (Update, Monday 23 November 2026 at 09:00) is entered late: "
        "12 days after it happened."
    )
    repository.append(NEW, "    recorded: 2026-12-05 08:00\n")
    assert asked(repository, as_of="2026-12-05 09:00") == []


@pytest.mark.parametrize(("days", "is_late"), [(20, False), (9, True)])
def test_a_partnership_says_within_how_many_days_events_are_entered(
    repository: Repository, days: int, *, is_late: bool
) -> None:
    repository.append(PARTNERSHIP, f"entry_within: {{calendar_days: {days}}}\n")
    repository.append(NEW, "  - {at: 2026-11-23 09:00, kind: update, by: receiving}\n")
    assert asked(repository, as_of="2026-12-05 09:00") != [], "the change itself makes room"
    repository.path(NEW).write_text(
        repository.path(NEW).read_text("utf-8").rpartition("  - {at")[0], "utf-8"
    )
    repository.commit()
    repository.append(NEW, "  - {at: 2026-11-23 09:00, kind: update, by: receiving}\n")
    assert bool(asked(repository, as_of="2026-12-05 09:00")) is is_late


def test_more_time_to_enter_events_in_is_asked_about(repository: Repository) -> None:
    repository.append(PARTNERSHIP, "entry_within: {calendar_days: 20}\n")
    (_, words) = asked(repository)
    assert words.endswith(": events may be entered 20 days after they are known, until now 7 days.")
    repository.commit()
    repository.edit(PARTNERSHIP, "calendar_days: 20", "calendar_days: 3")
    assert asked(repository) == []


def test_a_day_alone_is_known_until_its_end(repository: Repository) -> None:
    repository.append(NEW, "  - {at: 2026-11-23, kind: update, by: receiving}\n")
    assert asked(repository, as_of="2026-11-30 23:00") == []
    assert len(asked(repository, as_of="2026-12-01 01:00")) == 2


def test_a_new_case_may_tell_an_old_story(repository: Repository) -> None:
    text = repository.path(LATE).read_text("utf-8")
    repository.path("cases/2026/KN-2026-0099.yaml").write_text(
        text.replace("KN-2026-0006", "KN-2026-0099"), "utf-8"
    )
    assert asked(repository) == []


def test_a_changed_number_for_emergencies_is_asked_about(repository: Repository) -> None:
    repository.edit(PARTNERSHIP, 'phone: "999"', 'phone: "112"')
    told = asked(repository)
    assert told == [
        "A number for emergencies changes: ring it before you agree.",
        (
            "The number for emergencies under knowsley was Emergency services (999) and becomes "
            "Emergency services (112)."
        ),
    ]


def test_a_departure_taken_away_is_asked_about(repository: Repository) -> None:
    repository.append(
        NEW, "  - {at: 2026-11-23 10:00, kind: escalated, by: raising, to: stage-4}\n"
    )
    repository.commit()
    correct = "correct: {to: stage-2}, reason: Another stage."
    repository.append(NEW, f"  - {{at: 2026-11-24 08:00, kind: correction, of: 3, {correct}}}\n")
    assert any(
        "that it left the policy’s route is taken away" in each for each in asked(repository)
    )


def test_an_event_that_waits_is_asked_about_and_its_fold_is_not(repository: Repository) -> None:
    name = "20261124T0830-not-resolved-k3f9"
    waiting = repository.path(f"cases/2026/KN-2026-0006/{name}.yaml")
    waiting.parent.mkdir()
    waiting.write_text(
        "reference: KN-2026-0006\nevent:\n  at: 2026-11-12 10:00\n  kind: not-resolved\n"
        "  by: raising\n  recorded: 2026-11-24 08:30\n"
    )
    assert CLEARED in asked(repository)
    repository.commit()
    assert run("fold", log=repository.log).code == 0
    assert not waiting.exists()
    assert asked(repository) == []


def test_an_event_that_waits_for_long_is_entered_late(repository: Repository) -> None:
    name = "20261123T0900-update-k3f9"
    waiting = repository.path(f"cases/2026/KN-2026-0008/{name}.yaml")
    waiting.parent.mkdir()
    waiting.write_text(
        "reference: KN-2026-0008\nevent:\n  at: 2026-11-23 09:00\n  kind: update\n"
        "  by: raising\n  recorded: 2026-11-23 09:00\n"
    )
    (_, words) = asked(repository, as_of="2026-12-05 09:00")
    assert words.startswith(f"KN-2026-0008: event {name} (Update, ")


def test_words_that_are_taken_out_are_nothing_entered(repository: Repository) -> None:
    correct = "correct: {how: email, note: A name}, reason: A name"
    repository.append(LATE, f"  - {{at: 2026-11-12 08:00, kind: correction, of: 2, {correct}}}\n")
    repository.append(
        LATE,
        "  - {at: 2026-11-12 09:00, kind: header-correction, correct: {concern: A name, "
        "child: {pseudonym: C-3RT7E}}, reason: A name}\n",
    )
    repository.commit()
    text = repository.path(LATE).read_text("utf-8")
    before, _, after = text.partition("events:\n")
    after = after.replace("A name", "Taken out.").replace("C-3RT7E", "C-0000")
    repository.path(LATE).write_text(f"{before}events:\n{after}", "utf-8")
    repository.edit(LATE, before, before.replace("C-3RT7E", "C-0000"))
    assert asked(repository) == []
    card = run("effect", "--base", "HEAD", "--as-of", AS_OF, log=repository.log)
    assert "is changed" not in card.out
    repository.edit(LATE, "how: email", "how: phone")
    assert "is entered late" in "".join(asked(repository))
