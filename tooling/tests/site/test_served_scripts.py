"""Scripts lose no space between words when they are served without their indentation."""

from __future__ import annotations

import pytest

from escalation_log.site.sources import as_served


@pytest.mark.parametrize(
    "line",
    [
        "const words = `${all ? '' : `${some} of `}${all}`;",
        "const words = `${[`${some} of`, all].join(` `)}`;",
        "const words = 'some  of' + /a  b/.source;",
    ],
)
def test_a_line_is_served_as_it_is_written_but_for_its_indentation(line: str) -> None:
    assert as_served("a.js", f"  {line}\n".encode()).decode() == f"{line}\n"
