"""Write every output of a checkout, or compare what two have written."""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from time import perf_counter

from bench.outputs.checkout import Checkout
from bench.outputs.comparing import compare, report
from bench.outputs.inputs import make_inputs
from bench.outputs.writing import write_outputs


def main(arguments: list[str]) -> int:
    """Write or compare outputs as the arguments say; return 1 where outputs differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.outputs", description=__doc__)
    commands = parser.add_subparsers(required=True)
    writing = commands.add_parser("write", help="write every output of a checkout")
    writing.add_argument("--checkout", type=Path, required=True, metavar="DIR")
    writing.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a new folder")
    writing.add_argument(
        "--inputs",
        type=Path,
        metavar="FOLDER",
        help="the inputs of an earlier run; without it they are made from the checkout",
    )
    writing.add_argument("--python", type=Path, help="without it, the checkout's own in .venv")
    writing.add_argument("--slots", type=int, default=2, help="how many commands run side by side")
    writing.set_defaults(do=_write)
    comparing = commands.add_parser("compare", help="compare what two runs have written")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--files", type=int, default=5, help="shown of each part of the outputs")
    comparing.add_argument("--lines", type=int, default=20, help="shown of each file")
    comparing.set_defaults(do=_compare)
    for each in (writing, comparing):
        each.add_argument("--only", nargs="+", default=(), metavar="PART", help="such as: explain")
    chosen = parser.parse_args(arguments)
    return int(chosen.do(chosen))


def _write(chosen: argparse.Namespace) -> int:
    began = perf_counter()
    checkout = Checkout.at(chosen.checkout, chosen.python)
    target = chosen.to.resolve()
    target.mkdir(parents=True)
    inputs = (target if chosen.inputs is None else chosen.inputs.resolve()) / "inputs"
    if chosen.inputs is None:
        make_inputs(checkout, inputs)
    write_outputs(checkout, inputs, target / "outputs", slots=chosen.slots, only=chosen.only)
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = taken.ru_utime + taken.ru_stime
    print(f"{perf_counter() - began:.0f} seconds, {processor:.0f} of processors' time.")
    return 0


def _compare(chosen: argparse.Namespace) -> int:
    before, after = chosen.before / "outputs", chosen.after / "outputs"
    compared = compare(before, after, only=chosen.only)
    for line in report(compared, before, after, files=chosen.files, lines=chosen.lines):
        print(line)
    return 0 if compared.is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
