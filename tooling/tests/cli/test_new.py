"""`escalog new` by options, for scripts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Ran, run
from tests.logs import EIGHTH, FOUR

AS_OF = ("--as-of", "2026-11-24 11:00")
FILE = "cases/2026/KN-2026-0009.yaml"
ANSWERS = {
    "policy": ["knowsley"],
    "theme": ["level-of-need"],
    "plan": ["child-protection", "child-in-need"],
    "raising": ["housing"],
    "raising-role": ["practitioner"],
    "receiving": ["police", "early-help"],
    "receiving-role": ["practitioner", "team-manager"],
    "concern": ["Mould in the bedroom, and a cough."],
    "outcome-sought": ["A visit within a week."],
    "kind": ["raised"],
    "at": ["2026-11-23 09:00"],
    "by": ["raising"],
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOUR, tmp_path / "log"))


def new(log: Path, *options: str, **changed: list[str]) -> Ran:
    """Create a case; a change to no values leaves an option out."""
    given = {**ANSWERS, **{name.replace("_", "-"): each for name, each in changed.items()}}
    line = [
        part for name, values in given.items() for each in values for part in (f"--{name}", each)
    ]
    return run("new", *line, *options, *AS_OF, log=log)


def test_a_case_has_the_next_reference_and_a_drawn_pseudonym(log: Path) -> None:
    ran = new(log, "--heard-by", "phone")
    assert (ran.code, ran.err) == (0, "")
    text = (log / FILE).read_text("utf-8")
    (pseudonym,) = re.findall(r"C-[A-Z2-9]{5}", text)
    assert ran.out.startswith(f"\nKN-2026-0009, pseudonym {pseudonym}\n")
    assert f"For your register of pseudonyms: {pseudonym}." in ran.out
    assert text.partition("policy:")[2] == (
        " knowsley@2020-06\ntheme: level-of-need\n"
        f"child: {{pseudonym: {pseudonym}, plan: [child-protection, child-in-need]}}\n"
        "raising: {agency: housing, role: practitioner}\n"
        "receiving: [{agency: police, role: practitioner}, "
        "{agency: early-help, role: team-manager}]\n"
        "concern: |\n  Mould in the bedroom, and a cough.\n"
        "outcome_sought: |\n  A visit within a week.\n"
        "events:\n  - at: 2026-11-23 09:00\n    kind: raised\n    by: raising\n"
        "    note: Heard by phone.\n    recorded: 2026-11-24 11:00\n"
    )
    assert run("check", log=log).code == 0


def test_brothers_and_sisters_have_pseudonyms_of_their_own(log: Path) -> None:
    ran = new(log, "--child", "C-7F3KQ", "--child", "C-9QW2Z", at=[])
    assert ran.code == 0, ran.err
    text = (log / FILE).read_text("utf-8")
    assert "children: [{pseudonym: C-7F3KQ, plan: [child-protection, child-in-need]}, " in text
    # What is heard of at once says no moment of its own.
    assert "recorded" not in text


def test_a_dry_run_writes_nothing(log: Path) -> None:
    ran = new(log, "--dry-run")
    assert ran.out.endswith("Nothing was written: this was a dry run.\n")
    assert not (log / FILE).exists()


def test_a_case_between_the_same_agencies_is_shown(log: Path) -> None:
    ran = new(log, "--dry-run", raising=["health-visiting"], receiving=["early-help"])
    assert ran.code == 2
    one = {"receiving_role": ["practitioner"], "receiving": ["early-help"]}
    ran = new(log, "--dry-run", raising=["health-visiting"], **one)
    assert (
        "Open between the same agencies already. Is it one of these?\n"
        "  KN-2026-0008: Level of need or threshold, Health visiting (invented) with Early help "
        "(invented), since 19 November 2026\n"
    ) in ran.out


MISSING = {
    "policy": (
        "--policy is missing: Whose case is it? Type barnsley, city-and-hackney, knowsley or "
        "west-sussex."
    ),
    "theme": "--theme is missing: What is it about? Type level-of-need, ",
    "receiving": "Type it once for all agencies, or once for each, in the order of --receiving.",
    "concern": "--concern is missing: What is the concern? Short, no names.",
    "by": "--by is missing: Who did that? Type raising or receiving.",
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_named_as_an_option(name: str, log: Path) -> None:
    ran = new(log, **{name: []})
    assert ran.code == 2
    assert MISSING[name] in ran.err
    assert not (log / FILE).exists()


WRONG = {
    ("policy", "nonesuch"): "There is none. Type barnsley, ",
    ("child", "Sarah"): "--child: Expected a pseudonym: C, a hyphen",
    ("at", "soon"): "--at: Expected a date, or a date and a time",
    ("plan", "nonesuch"): "--plan: Expected ",
    ("theme", "nonesuch"): "--theme: This is no theme of the policy. Type `level-of-need`",
    ("raising", "police"): "--receiving: Outside this policy: use your agency's own.",
    ("concern", "Ring 07700 900123."): "--concern: This text seems to hold a telephone number.",
}


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_is_wrong_is_named_as_an_option(name: str, value: str, log: Path) -> None:
    ran = new(log, **{name: [value]})
    assert ran.code in (2, 3)
    assert WRONG[name, value] in ran.err
    assert value not in ran.err or name == "policy"
    assert not (log / FILE).exists()


def test_a_policy_for_adults_asks_of_adults_and_of_urgency(tmp_path: Path) -> None:
    log = Path(shutil.copytree(EIGHTH, tmp_path / "log"))
    shutil.copytree(FOUR / "policies" / "calendars", log / "policies" / "calendars")
    ran = run("new", *AS_OF, log=log)
    assert ran.code == 2
    assert "--plan is missing: Which plans is the adult on?" in ran.err
    assert "--urgency is missing: How urgent is it?" in ran.err


def test_two_at_once_never_write_one_reference(log: Path) -> None:
    assert new(log).code == 0
    assert new(log).code == 0
    assert (log / FILE.replace("0009", "0010")).exists()
    assert run("check", log=log).code == 0
