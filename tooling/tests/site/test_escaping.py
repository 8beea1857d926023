"""Whatever a template is given is escaped as Jinja2 itself escapes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from escalation_log.site.templates import EscapingEnvironment, escaped

SPECIAL = st.text(st.sampled_from("&<>\"'a é\N{NO-BREAK SPACE}"), max_size=8)
VALUES = SPECIAL | SPECIAL.map(Markup) | st.integers() | st.none() | st.booleans() | st.text()

TEMPLATES = [
    "{{ a }}|<b title='{{ b }}'>",
    "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(a) }}{{ m(m(b)) }}{{ m(a) ~ b }}",
    "{% macro m() %}<i>{{ caller(a) }}</i>{% endmacro %}{% call(x) m() %}<b>{{ x }}{% endcall %}",
    "{% for x in [a, b] %}{{ loop.index }}{{ x }}{% else %}none{% endfor %}",
    "{% set s %}<b>{{ a }}</b>{% endset %}{{ s }}{{ s | length }}{{ [a, b] }}{{ {'k': a}['k'] }}",
    "{% filter trim %} {{ a }} {% endfilter %}{{ a | string | upper }}{{ b if a else '<' }}",
    "{% autoescape false %}{{ a }}{% endautoescape %}{{ a | safe }}{{ '<' }}{{ b | e }}",
    "{% block x %}{{ a }}{% endblock %}{{ self.x() }}",
]


@given(VALUES)
def test_a_value_is_escaped_as_it_always_was(value: object) -> None:
    assert escaped(value) == escape(value)


@pytest.mark.parametrize("source", TEMPLATES)
def test_templates_write_what_they_always_wrote(source: str) -> None:
    def template(kind: type[Environment]) -> Environment:
        return kind(autoescape=True, undefined=StrictUndefined)

    ours = template(EscapingEnvironment).from_string(source)
    theirs = template(Environment).from_string(source)

    @given(VALUES, VALUES)
    def check(a: object, b: object) -> None:
        assert ours.render(a=a, b=b) == theirs.render(a=a, b=b)

    check()


def test_what_is_missing_is_still_an_error() -> None:
    environment = EscapingEnvironment(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(UndefinedError):
        environment.from_string("{{ missing }}").render()
