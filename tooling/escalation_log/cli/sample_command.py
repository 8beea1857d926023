"""`escalog sample`: write an invented log of any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from escalation_log.cli.new_folder import refuse_place
from escalation_log.cli.session import ExampleCommand, Session, pass_session, say, when
from escalation_log.files.case_text import case_to_yaml
from escalation_log.log.disk import files_under, read_bytes
from escalation_log.log.drafts import drafted_folder, take_the_place_of
from escalation_log.log.lock import write_lock
from escalation_log.log.rulebooks import Rulebooks, read_rulebooks
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import Problem
from escalation_log.sample.draw import draw_cases

# A fixed day, so that a seed gives the same log on any day.
_USUAL_AS_OF = "2026-06-30"
_INVENTED = "Invented: no real child, practitioner or event."
_COPIED = (".yaml", ".md")
# policies/<policy>/<file>
_DEPTH = 3


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog sample --cases 100 --seed 1 --out build/sample", "A log to try things on."),
        ("escalog --log build/sample assess --as-of 2026-06-30", "Where its cases stand."),
    ],
)
@click.option(
    "--cases",
    "count",
    type=click.IntRange(min=0),
    required=True,
    metavar="N",
    help="How many cases.",
)
@click.option(
    "--seed",
    type=int,
    required=True,
    metavar="S",
    help="Any whole number; the same one gives the same log, to the byte.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="Where to write the log: a new folder, or an empty one.",
)
@click.option(
    "--as-of",
    type=when,
    default=_USUAL_AS_OF,
    show_default=True,
    metavar="WHEN",
    help="The moment at which the log is looked at: nothing happens after it, and many of the "
    "latest cases are still open.",
)
@pass_session
def sample(session: Session, *, count: int, seed: int, out: Path, as_of: Stamp) -> None:
    """Invent a log of any size, by the policies of this one.

    The policies are copied. Cases are spread over editions, years, stages, themes and agencies.
    Most duties are done in time, some late, some never; there are corrections, late entries,
    extensions, protective timescales, withdrawn and reopened cases. Every case passes
    `escalog check`.
    """
    target = out.resolve()
    refuse_place(out, target)
    moment = session.moment(as_of)
    read = read_rulebooks(session.root, moment.at)
    _refuse_faulty(read)
    rulebooks = tuple(read.by_edition.values())
    policies = dict(_policies(session.root))
    drawn = draw_cases(rulebooks, count=count, seed=seed, as_of=moment.at)
    with drafted_folder(target) as draft:
        for file, data in policies.items():
            _write(draft / file, data)
        write_lock(draft, {each.policy.edition: each.policy.content_hash for each in rulebooks})
        with session.progress("Inventing", count) as advance:
            for case in drawn:
                year = case.reference.split("-")[1]
                text = case_to_yaml(case, comments=[_INVENTED])
                _write(draft / "cases" / year / f"{case.reference}.yaml", text.encode())
                advance(1)
        refuse_place(out, target)
        take_the_place_of(target, draft)
    say(f"{count} invented cases are in {out}, as of {moment.on}.")


def _refuse_faulty(rulebooks: Rulebooks) -> None:
    faulty = sorted(set(rulebooks.policy_files) - set(rulebooks.by_edition))
    if faulty or not rulebooks.by_edition:
        what = f"{', '.join(faulty)}: cannot be used" if faulty else "There is no policy"
        raise EscalogError(
            f"{what}, so no case can be invented.", hint="See what is wrong: escalog check policies"
        )


def _policies(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Read the files of the policies, by their place; raise EscalogError for one that is a link."""
    for found in files_under(root, "policies"):
        if isinstance(found, Problem):
            raise EscalogError(f"{found.file}: {found.message}")
        place = found.path.relative_to(root)
        if found.path.suffix not in _COPIED or len(place.parts) != _DEPTH:
            continue
        data = read_bytes(root, found.path)
        if isinstance(data, Problem):
            raise EscalogError(f"{data.file}: {data.message}")
        yield place, data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
