"""What every test may ask for."""

from __future__ import annotations

import functools
import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.bot.counting import say_faults
from tests.browser.chromium import PATIENCE, Fonts, launched
from tests.goldens import Golden
from tests.interleaved import say_interleaved
from tests.lacking import warn_of_skipped
from tests.made_once import Workshop
from tests.read_back import say_read_back
from tests.repositories import Repository, repository_of
from tests.thoroughness import EXAMPLES

# A busy machine is no fault of the code, so no example has a time limit, nor has drawing it. A
# mutation run asks only whether a test fails, never for the smallest example that makes it fail.
UNTIMED = [HealthCheck.too_slow]
settings.register_profile(
    "unhurried",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=UNTIMED,
    max_examples=EXAMPLES,
)
settings.register_profile("nightly", settings.get_profile("unhurried"), max_examples=10 * EXAMPLES)
settings.register_profile(
    "mutants",
    database=None,
    deadline=None,
    suppress_health_check=UNTIMED,
    derandomize=True,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("unhurried")

# These ask many questions each, so they come last: what is wrong mostly shows before.
THOROUGH = ("test_deadline_properties.py", "test_case_properties.py", "test_against_naive.py")
LAYERS = ("engine",)


# What they run of the core is measured by its own tests; measuring it twice takes minutes.
UNMEASURED_FOLDERS = (
    "browser",
    "bot",
    "effect",
    "hostile",
    "serving",
    "shipped",
    "site",
    "workflows",
)
UNMEASURED = (
    "test_against_naive.py",
    "test_help.py",
    "test_sample.py",
    "test_sampled_verdicts.py",
    "test_words_of_explain.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept` and `--nightly`."""
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew where outputs differ"
    )
    parser.addoption(
        "--nightly",
        action="store_true",
        help="run the long tests too, and try ten times as many examples of each property",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose every test and many examples where `--nightly` asks for them."""
    if config.getoption("--nightly"):
        if config.option.markexpr == "not nightly":
            config.option.markexpr = ""
        settings.load_profile("nightly")


def pytest_sessionstart() -> None:
    """Forget every answer that a function kept.

    A mutation run starts each of its sessions in a copy of a process in which the tests have run
    already, where a kept answer would hide what was changed.
    """
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried with faults, what was counted twice or merged, and what a run lacked."""
    say_faults(terminalreporter)
    say_read_back(terminalreporter)
    say_interleaved(terminalreporter)
    warn_of_skipped(terminalreporter)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a lower layer before those of the layers built on it."""
    items.sort(key=_turn)
    for item in items:
        if _folder(item) in UNMEASURED_FOLDERS or item.path.name in UNMEASURED:
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Leave unmeasured what an unmeasured test is given, as pytest-cov leaves the test itself.

    Of what the processes of a run make once or keep, chance says whether a fixture or a test asks
    first; a line that only such tests meet would be covered in one run and not in another.
    """
    coverage = item.config.pluginmanager.getplugin("_cov")
    controller = coverage and coverage.cov_controller
    if controller is None or item.get_closest_marker("no_cover") is None:
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


def _turn(item: pytest.Item) -> tuple[bool, int]:
    folder = _folder(item)
    return (
        item.path.name in THOROUGH,
        LAYERS.index(folder) if folder in LAYERS else len(LAYERS),
    )


def _folder(item: pytest.Item) -> str:
    """Name the folder of the tests that a test is in, at whichever depth."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browsers: a process can have it but once at a time."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[Callable[[Fonts], Browser]]:
    """Start a browser for each kind of fonts that is asked for."""
    with ExitStack() as running:
        yield functools.cache(
            lambda fonts: running.enter_context(launched(playwright, fonts=fonts))
        )


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    """Give where the processes of a run make what all of them read."""
    base = tmp_path_factory.getbasetemp()
    return Workshop((base if worker_id == "master" else base.parent) / "made-once")


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Give a repository whose one commit is the shipped log, to be copied."""
    return repository_of(tmp_path_factory.mktemp("begun") / "repository")


@pytest.fixture
def repository(begun: Repository, tmp_path: Path) -> Repository:
    """Give such a repository, which a test may change."""
    folder = shutil.copytree(begun.folder, tmp_path / "repository")
    return Repository(folder=folder, log=folder)


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    """Give the golden files of `tooling/tests/golden`."""
    return Golden(
        folder=Path(__file__).with_name("golden"),
        accepting=bool(pytestconfig.getoption("--accept")),
    )
