"""Load every file of a folder with ruamel.yaml, validate it with jsonschema, count the faulty.

This is the script that `checking.py` compares with. It uses the loader that knows the line of each
value, and a validator made once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
from ruamel.yaml import YAML

SCHEMA = Path(__file__).parents[1] / "escalation_log" / "schemas" / "case.schema.json"


def main(folder: Path) -> None:
    """Print how many files are faulty."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    yaml = YAML()
    # The schema describes dates as strings.
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    files = sorted(folder.rglob("*.yaml"))
    print(sum(any([*validator.iter_errors(yaml.load(path))]) for path in files))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
