"""What VS Code needs to complete and check the files of a log, as files of the log's own.

They stand in `.vscode`, the schemas too, so that the same paths hold in every log, wherever the
package is installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from escalation_log.export.editor_snippets import event_snippets
from escalation_log.files.reading import schema_of
from escalation_log.model.rulebook import Rulebook

EDITOR_FOLDER = ".vscode"
# A settings file without it was written by hand.
EDITOR_MARK = "// Written by `escalog editor`; what is added here is lost when it writes again."
# Which files of a log each schema is for; a pattern that begins with ! takes files out again.
_FILES_OF = {
    "case": ("cases/*/*.yaml",),
    "waiting": ("cases/*/*/*.yaml",),
    "destroyed": ("cases/destroyed.yaml",),
    "holds": ("cases/holds.yaml",),
    "policy": (
        "policies/*/*.yaml",
        "!policies/*/partnership.yaml",
        "!policies/*/*.statements.yaml",
        "!policies/calendars/*.yaml",
    ),
    "partnership": ("policies/*/partnership.yaml",),
    "statements": ("policies/*/*.statements.yaml",),
    "calendar": ("policies/calendars/*.yaml",),
    "history": ("policies/history.yaml",),
}
# It gives VS Code what it knows of YAML.
_EXTENSION = "redhat.vscode-yaml"


def editor_files(books: Sequence[Rulebook]) -> Iterator[tuple[str, str]]:
    """Write each file, its name relative to the root of the log, for the policies of the log."""
    schemas = {f"./{_schema_file(name)}": [*files] for name, files in _FILES_OF.items()}
    settings = {
        "yaml.schemas": schemas,
        # Nothing about a case's file is asked of another host.
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "[yaml]": {"editor.quickSuggestions": {"strings": True}, "editor.tabSize": 2},
    }
    yield f"{EDITOR_FOLDER}/settings.json", _text(settings)
    yield f"{EDITOR_FOLDER}/extensions.json", _text({"recommendations": [_EXTENSION]})
    yield f"{EDITOR_FOLDER}/escalation-log.code-snippets", _text(event_snippets(books))
    for name in _FILES_OF:
        yield _schema_file(name), _dumped(schema_of(name))


def _schema_file(name: str) -> str:
    return f"{EDITOR_FOLDER}/schemas/{name}.schema.json"


def _text(content: object) -> str:
    return f"{EDITOR_MARK}\n{_dumped(content)}"


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
