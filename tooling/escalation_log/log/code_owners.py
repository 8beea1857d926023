""".github/CODEOWNERS: by which GitHub asks for a review, made from what partnerships say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path

from escalation_log.checks.rules import CODE_OWNERS
from escalation_log.log.disk import read_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Partnership, Reviewed
from escalation_log.model.problems import Problem

CODE_OWNERS_FILE = ".github/CODEOWNERS"
_MARK = "# Written by `escalog codeowners`"
_HEAD = f"""\
{_MARK} from `reviewers` in policies/*/partnership.yaml.
# The last line that fits a path decides, and one of those whom it names must approve.
"""
_WRITE = "Run `escalog codeowners`, and commit what it writes."


def code_owners_text(partnerships: Collection[Partnership]) -> str | None:
    """Write who reviews what, or return None where no partnership says so.

    What several partnerships share is reviewed by those of each; GitHub asks for one of them. A
    case is known by the prefix of its reference, with the events that wait in its folder.
    """
    named = sorted((each for each in partnerships if each.reviewers), key=attrgetter("id"))
    if not named:
        return None

    def all_of(reviewed: Reviewed) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for one in named for each in one.reviewers[reviewed]))

    lines = [
        ("*", all_of(Reviewed.TOOL)),
        ("/cases/", all_of(Reviewed.CASES)),
        ("/policies/", all_of(Reviewed.POLICIES)),
    ]
    for each in named:
        lines += (
            (f"/cases/*/{each.reference_prefix}-*", each.reviewers[Reviewed.CASES]),
            (f"/cases/*/{each.reference_prefix}-*/**", each.reviewers[Reviewed.CASES]),
            (f"/policies/{each.id}/", each.reviewers[Reviewed.POLICIES]),
            (f"/policies/{each.id}/partnership.yaml", each.reviewers[Reviewed.CONTACTS]),
        )
    lines += (
        ("/cases/destroyed.yaml", all_of(Reviewed.TAKING_OUT)),
        ("/cases/holds.yaml", all_of(Reviewed.TAKING_OUT)),
    )
    return _HEAD + "".join(
        f"{path} {' '.join(f'@{name}' for name in names)}\n" for path, names in lines
    )


def code_owners_problems(root: Path, partnerships: Collection[Partnership]) -> Iterator[Problem]:
    """Compare the file with what the partnerships say; one written by hand may be anything."""
    expected, path = code_owners_text(partnerships), root / CODE_OWNERS_FILE
    present = _present(root)
    if isinstance(present, Problem):
        if expected is not None:
            yield present
    elif expected is not None and present is None:
        yield _problem(f"A partnership has `reviewers`, and there is no such file. {_WRITE}")
    elif expected is not None and present is not None and not present.startswith(_MARK):
        yield _problem(
            "This was written by hand, and a partnership has `reviewers`. Move what it says there, "
            "delete it, and run `escalog codeowners`."
        )
    elif expected is not None and present != expected:
        yield _problem(
            "This is not what the partnerships' `reviewers` say. What was added by hand is lost "
            "unless it goes there. Then run `escalog codeowners`, and commit what it writes."
        )
    elif expected is None and present is not None and present.startswith(_MARK):
        yield _problem(
            "No partnership has `reviewers` any more. Put them back into its partnership.yaml, or "
            f"delete {path.name}."
        )


def write_code_owners(root: Path, partnerships: Collection[Partnership]) -> int | None:
    """Write the file; give how many lines of the one before are gone, None where it is the same.

    Raise EscalogError where no partnership says who reviews, and where the file there is by hand.
    """
    expected, present = code_owners_text(partnerships), _present(root)
    if expected is None:
        raise EscalogError(
            "No partnership says who reviews what.",
            hint="Give `reviewers` to a policies/*/partnership.yaml: docs/workflows.md says how.",
        )
    if isinstance(present, Problem):
        raise EscalogError(f"{CODE_OWNERS_FILE}: {present.message}")
    if present is not None and not present.startswith(_MARK):
        raise EscalogError(
            f"{CODE_OWNERS_FILE} was written by hand, and would be lost.",
            hint="Move what it says into `reviewers`, and delete it.",
        )
    if present == expected:
        return None
    path = root / CODE_OWNERS_FILE
    path.parent.mkdir(exist_ok=True)
    replace_files({path: expected.encode()})
    kept = set(expected.splitlines())
    return sum(bool(line.strip()) and line not in kept for line in (present or "").splitlines())


def _present(root: Path) -> str | Problem | None:
    """Read the file, with line ends of any system; None where there is none."""
    path = root / CODE_OWNERS_FILE
    if not path.is_symlink() and not path.exists():
        return None
    data = read_bytes(root, path)
    return data if isinstance(data, Problem) else _text(data)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _problem(message: str) -> Problem:
    return Problem(file=CODE_OWNERS_FILE, rule=CODE_OWNERS.name, message=message)
