"""Limit the time of a processor that a process may take, however busy the machine is."""

from __future__ import annotations


def limiting(seconds: int) -> str:
    """Give the first line of a program in Python that is killed once it has taken so much."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))\n"
