"""Write where a value that was taken out may still be, and what to do at each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.log.whereabouts import Whereabouts
from escalation_log.model.destroyed import Extent
from escalation_log.words.dates import day_words
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.lists import counted, listed

# Of more than these the rest are counted.
_MOST = 10
_SHORT = 12


def whereabouts_lines(
    reference: str,
    found: Whereabouts | None,
    remaining: Sequence[str],
    *,
    every_commit: bool = False,
) -> Iterator[Line]:
    """Write every place, none of them with the value itself.

    Of many commits the first are named; with `every_commit` all are. `found` is None where every
    commit of the case has what was taken. `remaining` are other places of the case that hold it as
    well.
    """
    yield Line(text="Where it may still be, and what to do there", tone=Tone.HEADING)
    if remaining:
        yield _item("In the case itself, word for word. Take it out there as well:")
        yield from (_under(each) for each in remaining)
    yield from _in_git(found, every_commit=every_commit)
    yield _item(
        "Clones, forks and backups of the repository: each person deletes the clone and clones "
        "anew once the history is rewritten; whoever keeps backups is told which days they are of."
    )
    pulls = listed(f"#{number}" for number in (() if found is None else found.pulls))
    yield _item(
        "Pull requests, with their commits, comments and reviews: "
        + (f"{pulls}, and any others of this case. " if pulls else f"those of {reference}. ")
        + "GitHub keeps what a pull request showed even where the branch is gone: ask GitHub "
        "Support to remove it, with their numbers."
    )
    yield _item(
        f"Issues of {reference}: the bot writes no text of a case and no pseudonym, people may "
        f"have. Look through them: gh issue list --state all --search {reference}. What was "
        "edited stays in an issue's history: delete that version, or the issue."
    )
    yield _item(
        "Notices by e-mail that GitHub sent of these: those who had them are asked to delete them."
    )
    yield _item(
        "Artifacts and logs of workflows: delete the artifacts named restricted-site, and the runs "
        "of these commits: gh run list --commit COMMIT, then gh run delete NUMBER."
    )
    yield _item(
        "Built restricted sites, with the case's page and the search: publish anew, and delete "
        "build/ wherever somebody built it. What was printed or saved is destroyed. Phones keep no "
        "page of a case."
    )
    yield _item(
        "Exports, feeds, calendars, digests and reports hold no text of a case and no pseudonym, "
        "but a report holds what is to change after a case (`action`): print it anew."
    )
    yield BLANK
    yield Line(text="docs/redaction.md says how each is done, and how to tell that it was.")


def _in_git(found: Whereabouts | None, *, every_commit: bool) -> Iterator[Line]:
    if found is None:
        yield _item(
            "Git: every commit since the case was opened. Whoever may read the repository can read "
            "it there until the history is rewritten."
        )
        return
    if not found.commits:
        yield _item("Git: no commit of this clone has it.")
        return
    number = counted(len(found.commits), "commit")
    yield _item(
        f"Git: {number} brought it, and every later one has it until it was taken out. Whoever may "
        "read the repository can read it there until the history is rewritten:"
    )
    shown = found.commits if every_commit else found.commits[:_MOST]
    for each in shown:
        message = ", in its message" if each.in_message else ""
        yield _under(f"{each.commit[:_SHORT]} of {day_words(each.on)}{message}")
    if len(found.commits) > len(shown):
        more, last = len(found.commits) - len(shown), found.commits[-1]
        yield _under(
            f"and {more} more, up to {last.commit[:_SHORT]} of {day_words(last.on)}. To see each, "
            "put the files back (git restore) and type the command again with --every-commit."
        )
    if found.refs:
        yield _under(f"They are in: {', '.join(found.refs)}")
    else:
        yield _under("No branch and no tag holds them: git reflog expire and git gc remove them.")


def _item(words: str) -> Line:
    return Line(text=f"- {words}", hang=2)


def _under(words: str) -> Line:
    return Line(text=words, indent=4, hang=2)


def taken_lines(reference: str, extent: Extent, files: Sequence[str]) -> Iterator[Line]:
    """Write what was taken of a case, and where the rest of it may be."""
    done = "has no text and no pseudonym any more" if extent is Extent.REDUCED else "is destroyed"
    yield Line(text=f"{reference} {done}.", tone=Tone.DONE)
    yield Line(text=f"Commit together: {', '.join(files)}", hang=2)
    yield BLANK
    yield from whereabouts_lines(reference, None, ())
