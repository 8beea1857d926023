"""Each rule is shown by files that break it and twins that keep it; a new one is a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.checks.rules import RULES
from escalation_log.export.problems_text import finding_sentence, problem_lines
from escalation_log.log.opening import check_log
from escalation_log.words.lines import text_of
from tests.checks.examples import AS_OF, BASE, FINDINGS, FOLDER, Example, examples
from tests.checks.rules_page import rules_page
from tests.checks.sentences import is_sentence
from tests.goldens import Golden
from tests.logs import REPOSITORY

BAD, GOOD = examples(good=False), examples(good=True)

# What brings these about breaks the other rule too.
COMPANY = {
    "bad/unique-reference/copied-file": {"file-name"},
    "bad/unique-reference/copy-beside-it": {"file-name"},
    "bad/yaml/holiday-with-an-apostrophe": {"known-calendar"},
    "bad/yaml/colon-in-braces": {"known-calendar"},
    "bad/schema/working-hours-of-a-calendar": {"known-calendar"},
    "bad/known-calendar/with-problems": {"schema"},
    "bad/known-partnership/with-problems": {"schema"},
}


def test_the_log_under_the_examples_is_sound() -> None:
    assert check_log(BASE, as_of=AS_OF).problems == ()


@pytest.mark.parametrize("example", GOOD, ids=lambda example: example.name)
def test_a_good_example_has_no_finding(example: Example, tmp_path: Path) -> None:
    example.lay_out(tmp_path / "log")
    assert check_log(tmp_path / "log", as_of=AS_OF).problems == ()


@pytest.mark.parametrize("example", BAD, ids=lambda example: example.name)
def test_a_bad_example_is_found_out(
    example: Example, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    example.lay_out(tmp_path / "log")
    findings = check_log(tmp_path / "log", as_of=AS_OF)
    found = {problem.rule for problem in findings.problems}
    assert found == {example.rule} | COMPANY.get(example.name, set())
    golden = Golden(folder=FOLDER, accepting=bool(pytestconfig.getoption("--accept")))
    assert all(is_sentence(finding_sentence(each)) for each in findings.problems)
    lines = problem_lines(findings.problems, findings.files)
    golden.check(f"{example.name}/{FINDINGS}", text_of(lines))


def test_every_rule_is_shown_broken_and_every_way_of_breaking_it_kept() -> None:
    assert {example.rule for example in BAD} == {rule.name for rule in RULES}
    assert [example.twin for example in BAD] == GOOD


def test_a_rule_has_one_name_and_one_sentence() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        assert rule.sentence.endswith("."), rule.name
        assert rule.sentence[0].isupper(), rule.name


def test_the_page_of_rules_is_as_the_rules_and_the_examples_are(
    pytestconfig: pytest.Config,
) -> None:
    docs = REPOSITORY / "docs"
    golden = Golden(folder=docs, accepting=bool(pytestconfig.getoption("--accept")))
    golden.check("rules.md", rules_page())
