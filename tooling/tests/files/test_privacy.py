"""Nothing of what stands in a case is repeated, but words that the format itself knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from escalation_log.files.case_file import parse_case
from tests.files.mutations import CHANGES, GOOD

NAME = "Zebedee Xyloto"
PARTS = ("zebedee", "xyloto")
CASES = [text for (kind, _), text in sorted(GOOD.items()) if kind == "case"]


@given(st.data())
def test_a_name_in_any_place_is_never_repeated(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(CASES)).split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    key, colon, value = lines[number].partition(": ")
    lines[number] = data.draw(
        st.sampled_from(
            [
                f"{key}{colon}{NAME}",
                f"{key}{colon}[{NAME}]",
                f"{key}{colon}{{{NAME}: {NAME}}}",
                f"{key}{colon}{value} {NAME}: {NAME}",
                f"{key} {NAME}{colon}{value}",
                f'{key}{colon}"{NAME}',
                f"{NAME}{lines[number]}",
                f"{lines[number]}\n{NAME}: 1\n{NAME}: 2",
                lines[number].replace(value, NAME) if value else NAME,
            ]
        )
    )
    text = "\n".join(lines)
    for change in data.draw(st.lists(CHANGES, max_size=2)):
        text = change.applied_to(text)
    parsed = parse_case("f.yaml", text.encode("utf-8", "surrogatepass"))
    if isinstance(parsed, tuple):
        for problem in parsed:
            said = f"{problem.place} {problem.message}".lower()
            assert not any(part in said for part in PARTS)
