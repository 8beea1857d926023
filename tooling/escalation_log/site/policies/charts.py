"""The flowchart of a policy as its page shows it, and as files to take away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from escalation_log.site.policies.flow import Flow
from escalation_log.site.policies.flowchart import flowchart_of
from escalation_log.site.shipped import shipped_folder
from escalation_log.site.templates import Templates

# The colours of the stylesheets' two schemes, for a drawing that stands by itself.
LIGHT = {
    "--md-default-bg-color": "#fff",
    "--md-typeset-color": "#212121",
    "--md-typeset-a-color": "#0b4f6c",
    "--el-quiet": "#4d5560",
    "--el-line": "#8a939c",
    "--el-surface": "#f4f6f8",
    "--el-overdue": "#8c1d13",
    "--el-overdue-back": "#fdebe9",
    "--el-soon": "#694500",
    "--el-soon-back": "#fff3d1",
    "--el-running-back": "#e7f1f9",
}
DARK = {
    "--md-default-bg-color": "#1e2129",
    "--md-typeset-color": "#e2e4e9",
    "--md-typeset-a-color": "#8fd0ea",
    "--el-quiet": "#b9c0ca",
    "--el-line": "#7b8490",
    "--el-surface": "#262b36",
    "--el-overdue": "#ffb8b0",
    "--el-overdue-back": "#4b1713",
    "--el-soon": "#ffd98a",
    "--el-soon-back": "#443109",
    "--el-running-back": "#16364c",
}
_COLOUR = re.compile(r"var\((--[a-z-]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def chart_in_page(flow: Flow, templates: Templates, *, page: str) -> Markup:
    """Draw the flowchart for the page at an address, whose sections it leads to."""
    return templates.write(
        "flowchart.svg", page, chart=flowchart_of(flow), prefix="chart", target="", styles=""
    )


def chart_by_itself(flow: Flow, templates: Templates, *, address: str, caption: str) -> str:
    """Draw the flowchart as a file that needs nothing beside it, in light and dark colours."""
    return templates.write(
        "flowchart.svg",
        address,
        chart=flowchart_of(flow, caption=caption),
        prefix="chart",
        target=None,
        styles=Markup(_styles()),  # noqa: S704 - our own stylesheet
    )


def _styles() -> str:
    sheet = shipped_folder("theme") / "assets" / "stylesheets" / "flowchart.css"
    rules = _COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    dark = _coloured(rules, DARK)
    return f"{_coloured(rules, LIGHT)}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _coloured(rules: str, colours: Mapping[str, str]) -> str:
    return _COLOUR.sub(lambda found: colours[found[1]], rules)
