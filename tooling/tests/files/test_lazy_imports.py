"""What only faulty files need is not loaded for the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GOOD = Path(__file__).with_name("examples") / "good"
READER = """
import sys
from pathlib import Path
from escalation_log.files.calendar_file import parse_calendar
from escalation_log.files.case_file import parse_case
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy

folder = Path(sys.argv[1])
for parse, name in (
    (parse_case, "case/corrections"),
    (parse_policy, "policy/fullest"),
    (parse_partnership, "partnership/fullest"),
    (parse_calendar, "calendar/small"),
):
    assert not isinstance(parse(name, (folder / f"{name}.yaml").read_bytes()), tuple)
print(sorted({"ruamel", "jsonschema", "difflib"} & set(sys.modules)))
"""


def test_good_files_need_neither_the_careful_loader_nor_the_reference() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READER, str(GOOD)], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().strip() == "[]"
