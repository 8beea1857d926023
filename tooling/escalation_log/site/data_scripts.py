"""Data for the browser as a script, which a page can load without a server too."""

from __future__ import annotations

import json

from escalation_log.render.plain import Plain

# A script has no end within a script, and no line within a text, whatever somebody wrote.
_ESCAPED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<\u2028\u2029"})


def data_script(about: str, name: str, data: Plain) -> str:
    r"""Write data as a script that gives it a global name, under a line that says what it is.

    >>> data_script("Names.", "names", ["</script>"])
    '// Names.\nglobalThis.names = ["\\u003c/script>"];\n'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return f"// {about}\nglobalThis.{name} = {text};\n"
