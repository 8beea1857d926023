"""The fonts that tests ask for are those that pages are shown in, whatever the machine has."""

from __future__ import annotations

import sys

import pytest

from tests.browser.chromium import WITH_BOTH_FONTS, Fonts
from tests.browser.visiting import Visits

FAMILIES = {Fonts.ARIAL: "Arimo", Fonts.OPEN_SANS: "Open Sans"}


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig does not find the fonts here")
@WITH_BOTH_FONTS
def test_a_page_is_shown_in_the_fonts_that_were_asked_for(fonts: Fonts, visit: Visits) -> None:
    page = visit("by-when.html")
    asking = page.context.new_cdp_session(page)
    asking.send("DOM.enable")
    asking.send("CSS.enable")
    root = asking.send("DOM.getDocument")["root"]["nodeId"]
    heading = asking.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})
    shown = asking.send("CSS.getPlatformFontsForNode", heading)["fonts"]
    assert [each["familyName"] for each in shown] == [FAMILIES[fonts]]
