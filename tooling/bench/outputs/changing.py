"""Jobs that write: samples, locks, calendars, sites, issues, and the card of a change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from bench.outputs.asking import MOMENTS, PRESENT
from bench.outputs.exchanges import HEAD, OWNER
from bench.outputs.inputs import CASES, LOGS, SAMPLED_ON, SEED
from bench.outputs.jobs import MADE, Command, Job, asked, slug

_PULL = "900"
_EDITED_AT = ("2026-11-24", "2027-01-15 10:00")


def sites() -> Iterator[Job]:
    """Build both sites of each log, with MkDocs and as plain files; the largest come first."""
    for log in sorted(LOGS, key=("sample", "shipped", "fifth").index):
        moment = PRESENT[log]
        for is_public in (False, True):
            name = f"sites/{log}/{'public' if is_public else 'restricted'}"
            yield (_mkdocs(name, log, settings_at(moment, is_public=is_public)),)
            where, public = f"sites/{log}", ("--public",) if is_public else ()
            plain = ("--format", "site", "--to", f"{MADE}/{name}-plain", "--as-of", moment)
            yield (asked(f"{name}-plain.said", where, "export", *plain, *public),)
    for name, moment in (("past", MOMENTS["shipped"][1]), ("future", MOMENTS["shipped"][-1])):
        settings = settings_at(moment, is_public=False)
        yield (_mkdocs(f"sites/shipped/{name}", "shipped", settings),)


def settings_at(moment: str, *, is_public: bool) -> str:
    """Name the settings file with which MkDocs builds a site as of a moment."""
    return f"{'public' if is_public else 'restricted'}-{slug(moment)}.yml"


def write_settings(folder: Path, log: str) -> None:
    """Write the settings for each moment of a log beside those of the checkout."""
    for moment in MOMENTS[log]:
        for is_public, whole in ((False, "mkdocs.yml"), (True, "mkdocs.public.yml")):
            (folder / settings_at(moment, is_public=is_public)).write_text(
                f'INHERIT: {whole}\nplugins:\n  escalation-log:\n    as_of: "{moment}"\n', "utf-8"
            )


def _mkdocs(name: str, log: str, settings: str) -> Command:
    return Command(
        program="mkdocs",
        writes=f"{name}.said",
        arguments=(
            *("build", "--strict", "--quiet", "--config-file", settings),
            *("--site-dir", f"../../{MADE}/{name}"),
        ),
        folder=f"sites/{log}",
    )


def samples() -> Iterator[Job]:
    """Invent logs."""
    sizes = ((1, 40, "2026-06-30"), (2, 60, "2024-06-30"), (3, 0, "2026-06-30"))
    for seed, cases, at in (*sizes, (SEED, CASES, SAMPLED_ON)):
        options = ("--cases", str(cases), "--seed", str(seed), "--as-of", at)
        out = ("--out", f"{MADE}/sample/{seed}")
        yield (asked(f"sample/{seed}.said", "logs/shipped", "sample", *options, *out),)


def locks(inputs: Path) -> Iterator[Job]:
    """Lock the editions of logs in the outputs, twice."""
    for folder in sorted((inputs / "locks").iterdir()):
        name = f"locks/{folder.name}"
        once, again = (asked(f"{name}.{each}", f"{MADE}/{name}", "lock") for each in ("1", "2"))
        yield (once, again)


def calendars(inputs: Path, api: str) -> Iterator[Job]:
    """Merge feeds into calendars of logs in the outputs, and propose them once."""
    for path in sorted((inputs / "feeds").glob("*.json")):
        name = f"calendars/{path.stem}"
        feed = ("calendars", "--feed", f"feeds/{path.name}")
        once, again = (asked(f"{name}.{each}", f"{MADE}/{name}", *feed) for each in ("1", "2"))
        yield (once, again)
    news = ("calendars", "--feed", "feeds/news.json", "--propose", *_github("calendars", api))
    yield (asked("calendars/proposed", "proposing", *news),)


def issues(api: str) -> Iterator[Job]:
    """Update the issues of each log from moment to moment, and show the plan."""
    for log in LOGS:
        where = f"logs/{log}"
        memory = ("--memory", f"{MADE}/github/{log}.json")
        moments: tuple[str, ...] = MOMENTS[log]
        if log != "fifth":
            moments = (*moments[:-1], "2027-01-04 12:00", "2027-01-05 12:00", moments[-1])
        yield tuple(
            asked(
                f"github/{log}/sync-{number}",
                where,
                *("sync", "--as-of", moment, *memory, *_github(log, api)),
            )
            for number, moment in enumerate(moments)
        )
        for number, moment in enumerate(moments):
            dry = ("sync", "--dry-run", "--as-of", moment, "--site", "https://pages.example/")
            yield (asked(f"github/{log}/dry-{number}", where, *dry),)
    about: dict[str, tuple[str, ...]] = {"watch": ("watch",), "watch-only": ("watch", "--only-say")}
    for name, asking in about.items():
        yield (Command(writes=f"github/{name}", arguments=(*asking, *_github(name, api))),)
    card = ("post-effect", "--head", HEAD, "--missing", _PULL, *_github("card", api))
    yield (
        Command(writes="github/card-missing", arguments=card),
        Command(writes="github/card-missing-again", arguments=card),
    )
    for place in ("artifact", "pages"):
        for name in (f"{place}-private", f"{place}-public"):
            asking = ("may-publish", "--on", place, *_github(name, api))
            yield (Command(writes=f"github/may-publish/{name}", arguments=asking),)


def turns(inputs: Path, api: str) -> Iterator[Job]:
    """Update the issues of a log before each edit, then after it."""
    for folder in sorted((inputs / "edits").iterdir()):
        github = _github(f"turn-{folder.name}", api)
        yield tuple(
            asked(
                f"turns/{folder.name}.{when}",
                f"changes/{folder.name}/{when}",
                *("sync", "--as-of", _EDITED_AT[0], *github),
            )
            for when in ("before", "after")
        )


def effects(inputs: Path, api: str) -> Iterator[Job]:
    """Say what each edit means, in words and as a card on a pull request.

    The issues are opened for the log before the edit, so that the card finds their numbers.
    """
    for folder in sorted((inputs / "edits").iterdir()):
        name, where = folder.name, f"edits/{folder.name}"
        github = _github(f"edit-{name}", api)
        base, at = ("--base", "HEAD"), ("--as-of", _EDITED_AT[0])
        written = f"effects/{name}/effect.json"
        post = ("post-effect", "--head", HEAD, *github)
        opening = asked(f"effects/{name}/opening", f"changes/{name}/before", "sync", *at, *github)
        number = ("--pull-request", _PULL)
        told = ("effect", *base, *at, "--format", "json", *number)
        yield (
            opening,
            asked(written, where, *told),
            asked(f"effects/{name}/posted", where, *post, f"{MADE}/{written}.out"),
        )
        for command in ("effect", "impact"):
            for moment, form in product(_EDITED_AT, ("text", "markdown")):
                said = (command, *base, "--as-of", moment, "--format", form)
                file = f"effects/{name}/{slug(moment)}/{command}.{form}"
                yield (asked(file, where, *said),)
        impact = ("impact", *base, *at, "--format", "json")
        yield (asked(f"effects/{name}/impact.json", where, *impact),)
        agreed = ("impact", *base, *at, "--agreed")
        yield (asked(f"effects/{name}/impact.agreed", where, *agreed),)
        yield (asked(f"effects/{name}/check", where, "check", *at),)


def _github(name: str, api: str) -> tuple[str, ...]:
    return ("--repository", f"{OWNER}/{name}", "--api", api)
