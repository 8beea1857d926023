"""Find the modules that some modules need, by following the imports that they write down."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

_PACKAGE = "__init__"


def needed_modules(
    roots: Iterable[str], packages: Collection[str], but: Collection[str] = ()
) -> Mapping[str, Path]:
    """Give the files of modules and of all that these import, also within functions.

    Only those of the packages are followed, named by their first word, and not the modules `but`.
    Nothing is imported, and what is compiled or part of Python is left out.
    """
    found: dict[str, Path] = {}
    known = set(but)
    todo = list(roots)
    while todo:
        name = todo.pop()
        if name in known or name.partition(".")[0] not in packages:
            continue
        known.add(name)
        spec = _spec_of(name)
        if spec is None:
            continue
        todo.append(name.rpartition(".")[0])
        if spec.origin is not None and spec.origin.endswith(".py"):
            found[name] = Path(spec.origin)
            todo += _imported(found[name], name)
    return dict(sorted(found.items()))


def place_of(name: str, file: Path) -> str:
    """Give where a module stands in an archive, as `package/module.py`."""
    is_package = file.stem == _PACKAGE
    return f"{name.replace('.', '/')}{f'/{_PACKAGE}' if is_package else ''}.py"


def _spec_of(name: str) -> ModuleSpec | None:
    """Find a module without importing the packages that it is in."""
    spec: ModuleSpec | None = None
    here: str | None = None
    for part in name.split("."):
        here = part if here is None else f"{here}.{part}"
        within = None if spec is None else spec.submodule_search_locations
        if spec is not None and within is None:
            return None
        spec = PathFinder.find_spec(here, within)
        if spec is None:
            return None
    return spec


def _imported(file: Path, name: str) -> Iterator[str]:
    """Yield what a module imports: modules, and names of which some are modules as well."""
    package = name if file.stem == _PACKAGE else name.rpartition(".")[0]
    for node in _run(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            origin = ".".join([*(above if node.level else ()), *filter(None, [node.module])])
            yield origin
            yield from (f"{origin}.{each.name}" for each in node.names)


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node but those that only a type checker looks at."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and _is_for_types(node.test):
            todo += node.orelse
        else:
            yield node
            todo += ast.iter_child_nodes(node)


def _is_for_types(test: ast.expr) -> bool:
    return ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"


def folder_of(package: str) -> Path:
    """Give the folder of an installed package; raise ModuleNotFoundError where it is missing."""
    spec = PathFinder.find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(package)
    return Path(next(iter(spec.submodule_search_locations)))
