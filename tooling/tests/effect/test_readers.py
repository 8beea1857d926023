"""What changes for whoever reads, rings or is told is said, and comes first where it is grave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation_log.bot.marker import length
from escalation_log.effect.card import MARK, card
from escalation_log.effect.document import artifact_text, effect_from
from escalation_log.effect.value import CaseEffect, Effect, Impact, Standing, grave_first
from tests.cli.running import run
from tests.effect.telling import AS_OF, effect
from tests.repositories import Repository

NEW = "cases/2026/KN-2026-0008.yaml"
LATE = "cases/2026/KN-2026-0006.yaml"
PARTNERSHIP = "policies/knowsley/partnership.yaml"
NOTHING = "Nothing: every case and every rule means what it meant before."
SAME = "Every case and every rule means what it meant before."


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        (
            PARTNERSHIP,
            "0151 496 0100",
            "0151 496 0199",
            [
                (
                    "Whom to ring under knowsley: Duty team (invented) "
                    "(childrens-social-care-duty-team): phone was “0151 496 0100” and becomes "
                    "“0151 496 0199”."
                )
            ],
        ),
        (
            PARTNERSHIP,
            "    ring_when: unsure\n    stages: [stage-3, stage-4]\n    checked_on: null",
            "    ring_when: worried\n    checked_on: 2026-11-20",
            [
                (
                    "Whom to ring under knowsley: Safeguarding Business Partnership Manager "
                    "(business-manager): stages was “stage-3 and stage-4” and becomes not given; "
                    "ring when was “unsure” and becomes “worried”; day of the last check was not "
                    "given and becomes Friday 20 November 2026."
                )
            ],
        ),
        (
            PARTNERSHIP,
            (
                "  - id: housing-head-of-service\n    name: Head of service's office (invented)\n"
                "    phone: 0151 496 0105\n    email: head-of-service.housing@knowsley.example\n"
                "    agency: housing\n    stages: [stage-3, stage-4]\n    checked_on: null\n"
            ),
            "",
            [
                (
                    "Whom to ring under knowsley: Head of service's office (invented) (0151 "
                    "496 0105 "
                    "and head-of-service.housing@knowsley.example) is removed."
                )
            ],
        ),
        (
            PARTNERSHIP,
            "reference_prefix: KN\n",
            (
                "reference_prefix: KN\nissues:\n  remind: true\n  site: https://example.org/log\n"
                "  assignees: {housing: [somebody], partnership: [one, two]}\n"
            ),
            [
                (
                    "The issues that the bot keeps for knowsley: it opens them already when "
                    "a duty is "
                    "due soon."
                ),
                (
                    "The issues that the bot keeps for knowsley: the address of the site that they "
                    "link to was not given and becomes “https://example.org/log”."
                ),
                (
                    "The issues that the bot keeps for knowsley: who is assigned for "
                    "housing changes "
                    "(0 accounts before, 1 account now)."
                ),
                (
                    "The issues that the bot keeps for knowsley: who is assigned for partnership "
                    "changes (0 accounts before, 2 accounts now)."
                ),
            ],
        ),
        (
            PARTNERSHIP,
            "reference_prefix: KN\n",
            (
                "reference_prefix: KN\nentry_within: {calendar_days: 10}\n"
                "notifications: {neutral: true}\noutcome: {weeks_after: [4, 12]}\n"
            ),
            [
                (
                    "The partnership knowsley: its choice of what a locked screen shows was no and "
                    "becomes yes."
                ),
                (
                    "The partnership knowsley: its weeks after an end at which it asks what came "
                    "about was not "
                    "given and becomes “4 and 12”."
                ),
                (
                    "The partnership knowsley: its days within which events are to be "
                    "entered was “7” "
                    "and becomes “10”."
                ),
            ],
        ),
        (
            PARTNERSHIP,
            "  team-manager: Team manager\n",
            "  team-manager: Manager of the team\n",
            ["The partnership knowsley: its words for the people in a case changes."],
        ),
        (
            "policies/knowsley/policy.md",
            "\n## ",
            "\nMore words.\n\n## ",
            ["What staff read about the policy knowsley is changed."],
        ),
        (
            "policies/editions.lock",
            "\n# Cases",
            "\n# The cases",
            ["The file policies/editions.lock differs; what that means is not told here."],
        ),
    ],
    ids=["number", "taken out", "contact", "issues", "settings", "words", "text", "lock"],
)
def test_what_reaches_a_reader_is_told_with_old_and_new(
    file: str, before: str, after: str, words: list[str], repository: Repository
) -> None:
    text = repository.path(file).read_text("utf-8")
    assert before in text
    repository.path(file).write_text(text.replace(before, after, 1), "utf-8")
    assert effect(repository)["readers"] == words
    for form in ("text", "markdown"):
        ran = run(
            "effect", "--base", "HEAD", "--as-of", AS_OF, "--format", form, log=repository.log
        )
        assert NOTHING not in ran.out
        assert SAME in ran.out


def test_contacts_in_another_order_and_a_whole_partnership_are_told(
    repository: Repository,
) -> None:
    text = repository.path(PARTNERSHIP).read_text("utf-8")
    first, _, rest = text.partition("  - id: business-manager\n")
    manager, _, others = rest.partition("  # Invented like the agencies")
    head, _, emergency = first.partition("  - id: emergency\n")
    turned = f"  - id: business-manager\n{manager}  - id: emergency\n{emergency}  # Like them"
    repository.path(PARTNERSHIP).write_text(f"{head}{turned}{others}", "utf-8")
    assert effect(repository)["readers"] == [
        "Whom to ring under knowsley: the contacts stand in another order."
    ]
    repository.path(PARTNERSHIP).unlink()
    told = effect(repository)
    assert told["readers"][:2] == [
        "The partnership knowsley is removed.",
        "Whom to ring under knowsley: Emergency services (999) is removed.",
    ]
    assert told["agreement"] == [
        "The number for emergencies under knowsley was Emergency services (999) and becomes none."
    ]


def test_pages_and_words_of_the_sites_are_named_and_other_files_counted(
    repository: Repository,
) -> None:
    page = repository.folder / "site" / "pages" / "privacy.md"
    page.parent.mkdir(parents=True)
    page.write_text("Everybody reads this.\n")
    (repository.folder / "README.md").write_text("Nobody of the staff does.\n")
    told = effect(repository)
    assert told["readers"] == [
        "The file site/pages/privacy.md, of which the sites are made, differs."
    ]
    assert told["elsewhere"] == 2


def test_a_recorded_risk_is_the_first_line_and_says_to_ring(repository: Repository) -> None:
    repository.append(NEW, "  - {at: 2026-11-23 10:02, kind: immediate-risk}\n")
    asked = ("effect", "--base", "HEAD", "--as-of", AS_OF)
    words = (
        "Immediate risk is recorded in KN-2026-0008. Nobody is told of it before this is merged. "
        "Ring now. Do not wait for this log."
    )
    text = run(*asked, log=repository.log).out
    assert " ".join(text.split()).startswith(words)
    shown = run(*asked, "--format", "markdown", log=repository.log).out.splitlines()
    assert shown[0] == MARK
    assert shown[1].replace("\\", "") == f"**{words}**"
    repository.commit()
    repository.append(NEW, "  - {at: 2026-11-23 11:00, kind: update, by: raising}\n")
    assert "Immediate risk" not in run(*asked, log=repository.log).out


def test_a_correction_to_a_risk_is_a_risk(repository: Repository) -> None:
    repository.append(
        NEW,
        "  - {at: 2026-11-23 10:02, kind: update, by: raising}\n"
        "  - {at: 2026-11-23 10:30, kind: correction, of: 3, reason: Worse,"
        " correct: {kind: immediate-risk, by: null}}\n",
    )
    (case,) = effect(repository)["cases"]
    assert case["is_risk"] is True


def case_of(number: int, standing: Standing = Standing.NEW, **more: object) -> CaseEffect:
    told = ("A sentence of what was recorded in this case. " * 5,)
    plain = CaseEffect(
        reference=f"KN-2026-{number:04}", standing=standing, about="A policy.", told=told
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_grave_cases_stand_first_and_no_crowd_cuts_them_off() -> None:
    crowd = [case_of(number) for number in range(1, 274)]
    grave = [
        case_of(904, Standing.CHANGED, warnings=("Put it back.",)),
        case_of(903, Standing.UNREADABLE),
        case_of(902, Standing.REMOVED),
        case_of(901, Standing.CHANGED, is_risk=True),
    ]
    told = Effect(base="0" * 40, as_of="today", cases=grave_first((*crowd, *grave)))
    read = effect_from(artifact_text(told).encode())
    assert [each.reference[-4:] for each in read.cases[:5]] == [
        "0901",
        "0902",
        "0903",
        "0904",
        "0001",
    ]
    assert len(read.cases) + read.more_cases == 277
    shown = card(read).replace("\\", "")
    assert shown.index("KN-2026-0902` (REMOVED)") < shown.index("KN-2026-0001`")
    for words in ("Removed: KN-2026-0902.", "Cannot be read: KN-2026-0903.", "Warned of below: KN"):
        assert words in shown


def test_hundreds_of_removed_cases_are_each_named() -> None:
    removed = [
        case_of(number, Standing.REMOVED, warnings=("THE CASE IS REMOVED.",))
        for number in range(1, 901)
    ]
    told = Effect(base="0" * 40, as_of="today", cases=grave_first(removed))
    read = effect_from(artifact_text(told).encode())
    assert (len(read.cases), read.more_cases) == (900, 0)
    shown = card(read)
    assert all(each.reference in shown.replace("\\", "") for each in removed)
    assert length(shown) < 65_536


def test_a_card_with_too_much_of_everything_still_names_what_is_grave() -> None:
    removed = [
        case_of(number, Standing.REMOVED, warnings=("THE CASE IS REMOVED.",))
        for number in range(1, 1801)
    ]
    many = tuple(f"Sentence {number}. {'Words. ' * 60}" for number in range(200))
    told = Effect(
        base="0" * 40,
        as_of="today",
        cases=grave_first(removed),
        impact=Impact(rules=many, alerts=many, closed=many, unjudged=many),
        agreement=many,
        readers=many,
        public=many,
        problems=many,
    )
    shown = card(effect_from(artifact_text(told).encode()))
    assert length(shown) < 65_536
    assert "More than fits here" in shown
    assert "KN-2026-1800" in shown.replace("\\", "")
