"""The script that loads the engine when it is asked for, with what it says meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable

from markupsafe import Markup

from escalation_log.site.engine_files.parts import LOADER, EngineParts
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.sources import as_served
from escalation_log.site.templates import Templates
from escalation_log.words.plain_values import Plain


def loader_file(
    engine: EngineParts, templates: Templates, kept: Iterable[str] = ()
) -> GeneratedFile:
    """Return the script; of a site without an engine it says so.

    `kept` are addresses that a device keeps with the engine.
    """
    listed = engine.listed
    if isinstance(listed, dict):
        own = listed["kept"]
        assert isinstance(own, list)  # noqa: S101
        listed = {**listed, "kept": [*own, *kept]}
    data = {"words": engine_words(), "engine": listed}
    # No text of a script may end the element that it stands in, should it ever stand in one.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    written = templates.write("engine.js", LOADER, data=Markup(text))  # noqa: S704
    served = as_served(LOADER, str(written).encode()).decode()
    return GeneratedFile(address=LOADER, write=lambda _: served)


def engine_words() -> dict[str, Plain]:
    """Return the words, by the kind of a failure; how much has come has places in braces."""
    return {
        "loading": "Getting ready: {done} of {total} MB, once on this device",
        "starting": "Getting ready: almost there",
        "folder": (
            "This page was opened from a folder. What a record changes can be worked out on the"
            " site alone."
        ),
        "browser": "This browser is too old to work out here what a record changes.",
        "absent": "This site was built without what works out here what a record changes.",
        "network": "The site does not answer: there is no network, or you are signed out.",
        "rebuilt": "The site was built anew since this page was opened. Open the page again.",
        "broken": "What works out the dates could not start in this browser.",
        "failed": "Something is wrong inside the tool. It could not go on.",
    }
