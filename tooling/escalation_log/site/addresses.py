"""The address of each page of the site, relative to its root."""

from __future__ import annotations

from functools import lru_cache
from posixpath import dirname, relpath
from urllib.parse import urlencode

WHAT_NOW = "what-now.html"
TRACKER = "tracker.html"
RECORD = "record.html"
NEW_CASE = "new-case.html"


def policy_address(policy_id: str, version: str, *, is_current: bool) -> str:
    """Give the address of an edition's page; the current edition has the policy's own."""
    return f"policies/{policy_id}/{'index' if is_current else version}.html"


def poster_address(policy_id: str) -> str:
    """Give the address of a policy's poster."""
    return f"policies/{policy_id}/poster.html"


def pocket_card_address(policy_id: str) -> str:
    """Give the address of a policy's pocket card."""
    return f"policies/{policy_id}/card.html"


def case_address(reference: str) -> str:
    """Give the address of a case's page."""
    return f"cases/{reference.split('-')[1]}/{reference}.html"


def case_data_address(reference: str) -> str:
    """Give the address of a case's files, which the engine in the browser reads."""
    return f"cases/{reference.split('-')[1]}/{reference}.json"


def record_address(reference: str) -> str:
    """Return the address at which something is recorded of a case.

    >>> record_address("KN-2026-0007")
    'record.html#KN-2026-0007'
    """
    return f"{RECORD}#{reference}"


def link(to: str, *, page: str) -> str:
    """Return the relative link from a page to an address, which also works from a folder.

    >>> link("policies/knowsley/index.html#stage-2", page="cases/2026/KN-2026-0007.html")
    '../../policies/knowsley/index.html#stage-2'
    """
    return _relative(to, dirname(page) or ".")


_relative = lru_cache(maxsize=4096)(relpath)


def stage_anchor(stage: str) -> str:
    """Return the anchor of a stage's section, distinct from all others on a policy's page.

    >>> stage_anchor("stage-2"), stage_anchor("panel")
    ('stage-2', 'stage-panel')
    """
    return stage if stage.startswith("stage-") else f"stage-{stage}"


def duty_anchor(duty: str) -> str:
    """Give the anchor of a duty's row on a policy's page.

    >>> duty_anchor("stage-2/resolve")
    'duty-stage-2-resolve'
    """
    return f"duty-{duty.replace('/', '-')}"


def agency_address(policy_id: str, agency: str) -> str:
    """Give the address of the page that says what an agency, or the partnership, must do."""
    return f"agencies/{policy_id}/{agency}.html"


def agency_feed_address(policy_id: str, agency: str) -> str:
    """Return the address of the diary of an agency, or of the partnership."""
    return f"feeds/agencies/{policy_id}/{agency}.ics"


def case_feed_address(reference: str) -> str:
    """Give the address of a case's diary."""
    return f"feeds/cases/{reference}.ics"


def tracker_address(**chosen: str) -> str:
    """Return the address at which the tracker shows what is chosen.

    >>> tracker_address(policy="knowsley", opened_from="2026-04-01")
    'tracker.html?policy=knowsley&opened_from=2026-04-01'
    """
    return f"tracker.html?{urlencode(chosen)}"


def by_when_address(edition: str, duty: str) -> str:
    """Return the address that counts a duty's deadline, without the moment to count from."""
    return f"by-when.html#policy={edition}&duty={duty}"


def statistics_address(policy_id: str) -> str:
    """Give the address of a partnership's statistics."""
    return f"policies/{policy_id}/statistics.html"


def report_address(policy_id: str, quarter: str) -> str:
    """Give the address of a quarterly report."""
    return f"policies/{policy_id}/reports/{quarter}.html"


def what_now_address(policy_id: str, *, is_only: bool) -> str:
    """Return the address of a policy's questions; with only one policy, the general address.

    >>> what_now_address("knowsley", is_only=False)
    'what-now/knowsley.html'
    """
    return WHAT_NOW if is_only else f"what-now/{policy_id}.html"
