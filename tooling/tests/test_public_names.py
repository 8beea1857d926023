"""A public name of the package means one thing: no two modules have a class or function of it."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.logs import REPOSITORY

PACKAGE = REPOSITORY / "tooling" / "escalation_log"


def test_no_public_name_has_two_meanings() -> None:
    modules = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.ClassDef | ast.FunctionDef) and not each.name.startswith("_"):
                modules[each.name].add(path.relative_to(PACKAGE).as_posix())
    assert len(modules) > 1000
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}
