"""Make a site usable offline: its web app manifest, and the service worker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta

from markupsafe import Markup

from escalation_log.site.by_when.page import by_when_files
from escalation_log.site.generated import GeneratedFile, GeneratedPage
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication
from escalation_log.site.script_words import SCRIPT_WORDS
from escalation_log.site.sources import as_served
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.data_files import CALENDARS
from escalation_log.site.what_now.page import what_now_files

MANIFEST = "manifest.json"
WORKER = "sw.js"
# How long a reader with a cached copy waits for a network that does not answer.
OFFLINE_PATIENCE = timedelta(seconds=5)


def offline_files(
    publication: Publication, templates: Templates, pages: Iterable[GeneratedPage]
) -> Iterator[GeneratedFile]:
    """Yield the manifest and the service worker, which caches only pages that name no case."""
    kept = ["index.html", *(page.address for page in pages)]
    written = str(templates.write("sw.js", WORKER, site=Markup(_site(publication, kept))))  # noqa: S704
    worker = as_served(WORKER, written.encode()).decode()

    yield GeneratedFile(address=MANIFEST, write=lambda _: manifest(publication))
    yield GeneratedFile(address=WORKER, write=lambda _: worker)


def manifest(publication: Publication) -> str:
    """Write the web app manifest, with which a phone puts the site on its home screen."""
    names = {each.partnership.name for each in publication.current}
    name = f"Escalation log: {names.pop()}" if len(names) == 1 else "Escalation log"
    icon = {"src": "assets/images/icon.svg", "type": "image/svg+xml", "sizes": "any"}
    drawn = [
        {"src": f"assets/images/icon-{size}.png", "type": "image/png", "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    values = {
        "id": "./",
        "name": name,
        "short_name": "Escalations",
        "description": "Whom to ring, and by when, when professionals disagree.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": "./index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#17475a",
        "icons": [icon, *drawn, {**drawn[1], "purpose": "maskable"}],
    }
    return f"{json.dumps(values, ensure_ascii=False, indent=2)}\n"


def _site(publication: Publication, kept: Iterable[str]) -> str:
    # What cached pages read beside styles and scripts, none of it about a case. The index of the
    # search is written by MkDocs.
    is_public = publication.projection is Projection.PUBLIC
    files = (*by_when_files(publication), *what_now_files(publication))
    data = ["search/search_index.json", *(file.address for file in files)]
    values = {
        "build": publication.as_of.isoformat(),
        "built": publication.as_of.isoformat(timespec="seconds"),
        "public": is_public,
        "pages": sorted(set(kept)),
        "data": sorted(data if is_public else [*data, CALENDARS, SCRIPT_WORDS]),
        "patience": OFFLINE_PATIENCE // timedelta(milliseconds=1),
    }
    return json.dumps(values, separators=(",", ":"))
