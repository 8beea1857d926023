"""The engine in the browser says, byte for byte, what the commands say; and why it cannot."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from escalation_log.export.problems_text import json_text
from escalation_log.log.opening import check_log
from escalation_log.site.engine_files.loader import engine_words
from tests.browser.engine_pages import EnginePage, Refused, require_engine, texts_in
from tests.browser.visiting import opened
from tests.checks.examples import AS_OF as EXAMPLES_AS_OF
from tests.checks.examples import BASE, Example, examples
from tests.cli.running import run
from tests.thoroughness import one_in, whole

NOW = "2026-11-22T12:00:00+00:00"
FIRST = datetime(2024, 1, 1)
SPAN = timedelta(days=3 * 365)
PARSED = Path(__file__).parents[1] / "files" / "examples"
# Where a file that is parsed alone would stand in the log under the examples.
PLACES = {
    "calendar": "policies/calendars/england-and-wales.yaml",
    "case": "cases/2026/HB-2026-0001.yaml",
    "partnership": "policies/harbour/partnership.yaml",
    "policy": "policies/harbour/2026-01.yaml",
    "statements": "policies/harbour/2026-01.statements.yaml",
}


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Path) -> Iterator[EnginePage]:
    """Open a case's page and load the engine there, once for these tests."""
    require_engine(site)
    with opened(browser, site) as visit:
        made = EnginePage(visit("cases/2026/KN-2026-0008.html", searching=True), visit.server)
        made.load()
        yield made


def moments(seed: int, count: int) -> Iterator[str]:
    """Draw moments as somebody would type them; some are dates alone."""
    random = Random(seed)
    for _ in range(count):
        moment = FIRST + timedelta(minutes=random.randrange(SPAN // timedelta(minutes=1)))
        is_skipped_or_repeated = moment.month in (3, 10) and moment.hour < 3
        form = "%Y-%m-%d" if is_skipped_or_repeated or random.random() < 0.2 else "%Y-%m-%d %H:%M"
        yield moment.strftime(form)


def each_alone(printed: str) -> dict[str, str]:
    """Take what the command prints of several cases apart: what it prints of each alone."""
    head, *cases, foot = printed.splitlines(keepends=True)
    texts = (case.removesuffix("\n").removesuffix(",") for case in cases)
    return {json.loads(text)["reference"]: f"{head}{text}\n{foot}" for text in texts}


@pytest.mark.parametrize(
    ("seed", "cases", "times"), [(17, 24, 4), *(whole(seed, 50, 5) for seed in range(171, 175))]
)
def test_of_sampled_cases_it_says_what_the_command_says(
    engine: EnginePage, tmp_path: Path, seed: int, cases: int, times: int
) -> None:
    log = tmp_path / "log"
    sampled = run("sample", "--cases", str(cases), "--seed", str(seed), "--out", log)
    assert sampled.code == 0
    drawn = engine.open(texts_in(log), now=NOW)["cases"]
    assert len(drawn) == cases
    compared = set()
    for as_of in moments(seed, times):
        printed = run("assess", *drawn, "--as-of", as_of, "--format", "json", log=log).out
        for reference, text in each_alone(printed).items():
            assert engine.call("assess", reference=reference, as_of=as_of) == text
            compared.add((reference, as_of))
    assert len(compared) == cases * times
    one, when = min(compared)
    alone = run("assess", one, "--as-of", when, "--format", "json", log=log).out
    assert engine.call("assess", reference=one, as_of=when) == alone
    policies = {each.partition("-")[0] for each in drawn}
    sys.stdout.write(f"{len(compared)} cases and moments, of {len(policies)} policies\n")
    assert len(policies) == 4


@pytest.mark.parametrize("share", [9, whole(1)])
def test_of_the_cases_of_the_site_it_says_what_the_command_says(
    engine: EnginePage, site: Path, share: int
) -> None:
    log = site.parents[1]
    pages = sorted(path.stem for path in site.glob("cases/*/*.html"))
    asked = one_in(share, pages, turn=3)
    compared = 0
    for reference in asked:
        assert engine.open(**engine.log(reference), now=NOW)["cases"] == [reference]
        for as_of in (*moments(len(reference) + compared, 3), "2026-11-22 12:00"):
            printed = run("assess", reference, "--as-of", as_of, "--format", "json", log=log).out
            assert engine.call("assess", reference=reference, as_of=as_of) == printed
            compared += 1
        now = run("assess", reference, "--as-of", NOW, "--format", "json", log=log).out
        assert engine.call("assess", reference=reference) == now
    assert compared == 4 * len(asked) > 0


def parsed_examples() -> list[Path]:
    return sorted(PARSED.glob("*/*/*.yaml"))


def laid_out(example: Example | Path, log: Path) -> Path:
    """Make the log of an example, or one in which a parsed example has its place."""
    if isinstance(example, Example):
        example.lay_out(log)
    else:
        shutil.copytree(BASE, log)
        shutil.copy(example, log / PLACES[example.parent.name])
    return log


@pytest.mark.parametrize("share", [20, whole(1)])
def test_of_bad_files_it_finds_what_the_command_finds(
    engine: EnginePage, tmp_path: Path, share: int
) -> None:
    bad: list[Example | Path] = [*examples(good=False), *examples(good=True), *parsed_examples()]
    asked = one_in(share, bad, turn=7)
    found = 0
    for number, example in enumerate(asked):
        log = laid_out(example, tmp_path / str(number))
        findings = check_log(log, as_of=EXAMPLES_AS_OF)
        engine.open(texts_in(log), now=NOW)
        said = engine.call("check", as_of=EXAMPLES_AS_OF.isoformat())
        assert said == json_text(findings.problems, findings.files), example
        found += len(findings.problems)
    sys.stdout.write(f"{found} findings in {len(asked)} folders\n")
    assert found > len(asked) // 3


def test_what_it_refuses_and_what_nobody_foresaw_are_told_apart(engine: EnginePage) -> None:
    engine.open(**engine.log("KN-2026-0008"), now=NOW)
    with pytest.raises(Refused) as told:
        engine.call("assess", reference="KN-2026-9999")
    words = "There is no case 'KN-2026-9999' in this log."
    assert (told.value.kind, told.value.message) == ("refused", words)
    with pytest.raises(Refused) as told:
        engine.call("assess", secret="secret")
    assert (told.value.kind, told.value.message) == ("failed", engine_words()["failed"])
    assert "TypeError" in told.value.report
    assert "secret" not in told.value.report
    # It goes on all the same.
    assert json.loads(engine.call("assess", reference="KN-2026-0008"))["cases"]
