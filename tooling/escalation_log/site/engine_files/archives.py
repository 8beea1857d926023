"""The two archives that the engine runs from: this package, and the Python packages it needs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import files as files_of
from pathlib import Path

from escalation_log.site.engine_files.needed_modules import folder_of, needed_modules, place_of

_PACKAGE = "escalation_log"
# What the scripts of a page call.
_ENTRY = "escalation_log.in_browser.engine"
# Where these modules look for what they do not import by its name.
_BY_NAME = ("holidays.countries.united_kingdom", "yaml.cyaml")
# The packages that are Python alone, and who made them; what else they could use is left out.
_PURE = {
    "attr": "attrs",
    "attrs": "attrs",
    "dateutil": "python-dateutil",
    "holidays": "holidays",
    "jsonschema": "jsonschema",
    "jsonschema_specifications": "jsonschema-specifications",
    "referencing": "referencing",
    "ruamel": "ruamel.yaml",
    "six": "six",
    "stdnum": "python-stdnum",
    "tzdata": "tzdata",
    "yaml": "PyYAML",
}
_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
# A package whose own module only imports each of 250 countries. It is packed empty.
_COUNTRIES = "holidays.countries"
# Files of theirs that are not modules.
_DATA = {
    "holidays": ("locale/*/LC_MESSAGES/GB.mo",),
    "jsonschema_specifications": ("schemas/**/*",),
    "tzdata": ("**/*",),
}
_STAND_INS = {
    "rpds": "rpds.py",
    "jsonschema_rs": "jsonschema_rs.py",
    "yaml_parser": "yaml/_yaml.py",
}
# Zip archives know no earlier day; none of theirs is told, so that two builds give the same bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def package_archive() -> bytes:
    """Pack the modules of this package that the engine needs, and the schemas."""
    modules = needed_modules([_ENTRY], [_PACKAGE])
    files = {place_of(name, file): file for name, file in modules.items()}
    root = folder_of(_PACKAGE)
    for path in sorted((root / "schemas").glob("*.json")):
        files[f"{_PACKAGE}/schemas/{path.name}"] = path
    return _packed(files)


def dependencies_archive() -> bytes:
    """Pack the modules of other packages that the engine needs, with stand-ins for compiled ones.

    Time zones are among them, since a browser gives Python none.
    """
    modules = needed_modules([_ENTRY, *_BY_NAME], [_PACKAGE, *_PURE], but=[_COUNTRIES])
    files: dict[str, Path | None] = {
        place_of(name, file): file
        for name, file in modules.items()
        if name.partition(".")[0] != _PACKAGE
    }
    files[f"{_COUNTRIES.replace('.', '/')}/__init__.py"] = None
    for package, patterns in _DATA.items():
        files.update(_data_of(package, patterns))
    for distribution in sorted({*_PURE.values()}):
        files.update(_licences_of(distribution))
    stand_ins = folder_of(_PACKAGE) / "in_browser" / "stand_ins"
    for name, place in _STAND_INS.items():
        files[place] = stand_ins / f"{name}.py"
    return _packed(files)


def _data_of(package: str, patterns: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    folder = folder_of(package)
    for pattern in patterns:
        for path in folder.glob(pattern):
            inside = path.relative_to(folder)
            if path.is_file() and "__pycache__" not in inside.parts:
                yield f"{package}/{inside.as_posix()}", path


def _licences_of(distribution: str) -> Iterator[tuple[str, Path]]:
    """Yield the licences that a package comes under, which go where it goes."""
    for file in files_of(distribution) or ():
        if file.parts[0].endswith(".dist-info") and _LICENCE.search(file.name):
            yield f"licences/{distribution}/{file.name}", Path(str(file.locate()))


def _packed(files: Mapping[str, Path | None]) -> bytes:
    """Write an archive of files by their places in it; without a path a file is empty."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for place, path in sorted(files.items()):
            about = zipfile.ZipInfo(place, _NO_DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            content = b"" if path is None else path.read_bytes()
            archive.writestr(about, content, compresslevel=9)
    return written.getvalue()
