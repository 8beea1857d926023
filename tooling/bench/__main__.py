"""Run the benchmarks: all of them, or those named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from bench import checking, deadlines, loading, readings, screening, site, sync
from bench.counting import Count
from bench.timing import Comparison

MEASURES: Mapping[str, Callable[[bool], Comparison | Count]] = {
    "checking": checking.against_loading_and_validating,
    "deadlines": deadlines.against_naive_counter,
    "deadlines-bare": deadlines.against_bare_walk,
    "loading": loading.against_ruamel_and_jsonschema,
    "readings": readings.with_every_reading,
    "screening": screening.of_double_length,
    "site": site.of_a_year,
    "site-large": site.of_ten_years,
    "sync": sync.of_overdue_stages,
}


def main(arguments: list[str]) -> int:
    """Print a line for each measure; give 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="take less data")
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in MEASURES:
            parser.error(f"there is no {name}; choose from: {', '.join(MEASURES)}")
    results = [MEASURES[name](chosen.quick) for name in chosen.names or MEASURES]
    for result in results:
        print(line_of(result))
    return 0 if all(result.is_kept for result in results) else 1


def line_of(result: Comparison | Count) -> str:
    """Write a result in a line."""
    if isinstance(result, Count):
        return result.line
    verdict = "kept" if result.is_kept else "NOT KEPT"
    return (
        f"{result.name}: {result.items / result.ours:,.0f} a second, {result.ratio:.1f} times as "
        f"fast as {result.against} (promised: {result.promised:g}, {verdict})"
        f"{'; ' if result.note else ''}{result.note}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
