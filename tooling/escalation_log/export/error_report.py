"""Report an error that the tool did not expect, for people and as a file to send.

The message of an exception may hold text of a case, and a path may hold the name of whoever runs
the tool. So a report gives only the kinds of the errors, the places in the code, and the versions.
"""

from __future__ import annotations

import platform
import re
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from traceback import walk_tb

_PACKAGE = "escalation-log"
_OTHER_EXTRA = re.compile(r"extra == (?!.site\b)")
_HEAD = """\
An error that nobody foresaw stopped the tool. Below is where that was in the code, and in which
versions. Nothing of it comes from a file of a log.
"""


def error_report(error: BaseException, command: str) -> str:
    """Write a report; `command` is the command that was run, without its values."""
    lines = [_HEAD, f"Command: {command}", *_versions()]
    for kind, places in _chain(error):
        lines += ["", kind, *(f"  {place}" for place in places)]
    return "\n".join([*lines, ""])


def error_words(error: BaseException, command: str) -> tuple[str, str]:
    """Write the report into a new file, and say what happened and what to do with the file."""
    message = f"Something is wrong inside the tool: {type(error).__name__}. It could not go on."
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="escalog-error-", suffix=".txt", delete=False
        ) as file:
            file.write(error_report(error, command))
    except OSError:
        return message, "Please tell whoever looks after it. No report could be written."
    return message, (
        "Please send this file to whoever looks after it; it holds nothing of the log's files:\n"
        f"{file.name}"
    )


def _chain(error: BaseException) -> Iterator[tuple[str, list[str]]]:
    """Yield the kind and the places in the code of an error, then of each error that caused it."""
    met: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in met:
        met.append(at)
        kind = f"{type(at).__module__}.{type(at).__qualname__}".removeprefix("builtins.")
        yield (
            kind if at is error else f"from {kind}",
            [
                f"{_module(frame.f_globals)}:{line} {frame.f_code.co_name}"
                for frame, line in walk_tb(at.__traceback__)
            ],
        )
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _module(names: dict[str, object]) -> str:
    """Name the module that a frame is in; for a Jinja template, the file without its folder.

    >>> _module({"__name__": "/home/somebody/site/theme/main.html"})
    'main.html'
    """
    return Path(str(names.get("__name__"))).name


def _versions() -> Iterator[str]:
    """Yield the installed versions of Python, the tool and its dependencies."""
    yield f"Python {platform.python_version()} on {platform.system()}"
    # Only the dependencies of the site are reported besides; the other extras are for development.
    try:
        wanted = [each for each in requires(_PACKAGE) or () if not _OTHER_EXTRA.search(each)]
    except PackageNotFoundError:
        wanted = []
    names = [re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in wanted]
    for name in (_PACKAGE, *names):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is missing"
