"""The examples in docstrings."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import escalation_log

PURE = ("working_days", "deadlines", "timeline", "assessment", "checks", "render", "parsing")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(escalation_log.__path__, "escalation_log.")
    if module.name.split(".")[1] in PURE
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed
