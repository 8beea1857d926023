"""The engine in the restricted site: its parts, alike in each build, and the files of the log."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from escalation_log.in_browser.engine import LogInBrowser
from escalation_log.log.announcements import Branch
from escalation_log.log.opening import open_log
from escalation_log.site.engine_files.archives import dependencies_archive, package_archive
from escalation_log.site.engine_files.log_files import LogFiles
from escalation_log.site.engine_files.needed_modules import folder_of, needed_modules
from escalation_log.site.engine_files.parts import (
    FOLDER,
    LOADER,
    RULES,
    WITHOUT_ENGINE,
    WORKER,
    engine_parts,
)
from escalation_log.site.publication import judging_moment, publication_of
from tests.cli.running import run
from tests.lacking import NODE_PARTS
from tests.log.test_announcements import CLOSURES, LATE, LATER, MOVE, OLD, begun
from tests.made_once import Workshop
from tests.repositories import Repository
from tests.site.both_sites import export
from tests.site.building import AS_OF, ENGINE, build_five_policies, copy_log
from tests.waiting import waits

CASE = "HB-2026-0001"
NOW = "2026-11-22T12:00:00+00:00"
FOR_SOME = "  - {from: 2026-11-26, name: Training, sectors: [health]}\n"


@pytest.fixture(scope="module")
def with_engine(workshop: Workshop) -> Path:
    """Give the folder of a site with the engine."""
    if not ENGINE.is_dir():
        NODE_PARTS.fail()
    return workshop.make("five-policies", build_five_policies) / "build" / "site"


def files_of(log: Path) -> LogFiles:
    as_of = judging_moment(AS_OF)
    opened = open_log(log, as_of=as_of, branch=Branch(root=log, now=as_of))
    return LogFiles(publication_of(opened, as_of))


def rules_of(log: Path) -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = json.loads(files_of(log).rules.write(()))
    return rules


def test_parts_are_named_by_what_they_hold_and_two_builds_are_the_same(with_engine: Path) -> None:
    made = engine_parts(ENGINE)
    again = {
        name: hashlib.sha256(archive()).hexdigest()[:16]
        for name, archive in (
            ("escalation_log", package_archive),
            ("packages", dependencies_archive),
        )
    }
    for address, content in made.files.items():
        name, _, rest = address.removeprefix(FOLDER).rpartition("-")
        written = rest.partition(".")[0]
        assert written == hashlib.sha256(content).hexdigest()[:16]
        assert again.get(name, written) == written
        assert (with_engine / address).read_bytes() == content
    assert {path.name for path in (with_engine / FOLDER).iterdir()} == {
        each.removeprefix(FOLDER) for each in made.files
    }


def test_what_is_kept_on_a_device_names_no_case(with_engine: Path) -> None:
    listed: Any = engine_parts(ENGINE).listed
    assert sorted(listed["kept"]) == listed["kept"]
    for address in listed["kept"]:
        content = (with_engine / address).read_bytes()
        assert not re.search(rb"[A-Z]{2}-20[0-9]{2}-[0-9]{4}", content) or address in (
            # Examples in messages and in schemas.
            *(each for each in listed["kept"] if each.endswith(".zip")),
            RULES,
        ), address
    names = {path.stem for path in with_engine.glob("cases/*/*.html")}
    assert not [each for each in names if each in (with_engine / RULES).read_text("utf-8")]


def test_the_package_is_packed_as_far_as_it_is_needed() -> None:
    with zipfile.ZipFile(io.BytesIO(package_archive())) as archive:
        names = set(archive.namelist())
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "escalation_log/in_browser/engine.py" in names
    assert "escalation_log/files/careful_path.py" in names
    assert "escalation_log/schemas/case.schema.json" in names
    # What a change means includes the issues that it opens, and so what the bot would write.
    unwanted = ("cli", "site", "bot/client", "sample", "statistics", "in_browser/stand_ins")
    assert not [each for each in names if each.split("escalation_log/")[1].startswith(unwanted)]


def test_every_package_goes_with_its_licence() -> None:
    with zipfile.ZipFile(io.BytesIO(dependencies_archive())) as archive:
        names = archive.namelist()
    packages = {each.split("/")[0].removesuffix(".py") for each in names if "licences" not in each}
    assert packages >= {"holidays", "jsonschema", "referencing", "ruamel", "rpds", "tzdata", "yaml"}
    assert not [each for each in names if each.endswith((".so", ".pyd", ".pyc"))]
    licensed = {each.split("/")[1] for each in names if each.startswith("licences/")}
    assert licensed == {
        *("PyYAML", "attrs", "holidays", "jsonschema", "jsonschema-specifications"),
        *("python-dateutil", "python-stdnum", "referencing", "ruamel.yaml", "six", "tzdata"),
    }


def test_modules_are_found_by_the_imports_that_run(tmp_path: Path, monkeypatch: Any) -> None:
    package = tmp_path / "farm"
    (package / "barn").mkdir(parents=True)
    texts = {
        "__init__.py": "from . import gate\n",
        "gate.py": "import json\nfrom farm.barn import hay as straw, oats\n",
        "barn/__init__.py": "oats = 1\n",
        "barn/hay.py": "def feed():\n    from .. import late\n    import stranger\n",
        "late.py": "import typing\nif typing.TYPE_CHECKING:\n    import farm.never\n"
        "else:\n    import farm.other\n",
        "never.py": "",
        "other.py": "import farm.left_out, farm.missing.deep, farm.gate.deeper\n",
        "left_out.py": "",
    }
    for name, text in texts.items():
        (package / name).write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = needed_modules(["farm"], ["farm"], but=["farm.left_out"])
    assert set(found) == {
        *("farm", "farm.barn", "farm.barn.hay", "farm.gate", "farm.late", "farm.other"),
    }
    assert found["farm.barn"] == package / "barn" / "__init__.py"
    with pytest.raises(ModuleNotFoundError):
        folder_of("farm_that_is_not_there")


@pytest.mark.usefixtures("with_engine")
def test_with_the_engine_every_other_file_stays_as_it_was(tmp_path: Path) -> None:
    log = copy_log(tmp_path / "log", cases=True)
    assert export(log, tmp_path / "without").code == 0
    settings = log / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("    as_of:", f'    engine: "{ENGINE}"\n    as_of:')
    settings.write_text(text, "utf-8")
    assert export(log, tmp_path / "with").code == 0
    without, having = _contents(tmp_path / "without"), _contents(tmp_path / "with")
    # The list of all files, by which an export finds those of the last one.
    del without[".escalog-files"], having[".escalog-files"]
    more = having.keys() - without.keys()
    assert without.keys() < having.keys()
    assert {each for each in without if without[each] != having[each]} == {LOADER}
    cases = {f"{each.removesuffix('html')}json" for each in without if each.startswith("cases/")}
    assert more == {*engine_parts(ENGINE).files, RULES, *cases}
    assert export(log, tmp_path / "public", "--public").code == 0
    public = _contents(tmp_path / "public").keys()
    assert not public & {*more, LOADER, WORKER}


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("missing", ["pyodide.mjs", "pyodide-lock.json", ""])
def test_where_a_part_is_missing_there_is_no_engine(tmp_path: Path, missing: str) -> None:
    if missing:
        for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
            (tmp_path / name).touch()
        (tmp_path / "pyodide-lock.json").write_text('{"info": {}}', "utf-8")
        (tmp_path / missing).unlink()
    assert engine_parts(tmp_path) is WITHOUT_ENGINE
    assert not WITHOUT_ENGINE.is_there


def test_a_policy_comes_with_what_it_is_judged_by_and_no_other(tmp_path: Path) -> None:
    log = copy_log(tmp_path, cases=True)
    rules = rules_of(log)
    assert set(rules) == {"barnsley", "city-and-hackney", "knowsley", "west-sussex"}
    assert set(rules["knowsley"]) == {
        "policies/calendars/england-and-wales.yaml",
        "policies/editions.lock",
        "policies/knowsley/2020-06.yaml",
        "policies/knowsley/partnership.yaml",
    }
    lock = rules["knowsley"]["policies/editions.lock"].splitlines()
    assert [line.partition(" ")[0] for line in lock if not line.startswith("#")] == [
        "knowsley@2020-06"
    ]


def test_a_case_comes_with_what_waits_and_without_its_salt(tmp_path: Path) -> None:
    log = copy_log(tmp_path, cases=True)
    path = log / "cases" / "2026" / "KN-2026-0006.yaml"
    salt = 'salt: "901227ce5ae1e65f0a5dae357a3f02b8"\n'
    text = path.read_text("utf-8").replace("theme:", f"{salt}theme:", 1)
    path.write_text(text, "utf-8")
    waiting = waits(
        log, "at: 2026-11-20, kind: discussed, recorded: 2026-11-20 10:15", case="2026/KN-2026-0006"
    )
    opened = open_log(log, as_of=judging_moment(AS_OF))
    (case,) = (each for each in opened.cases if each.case.reference == "KN-2026-0006")
    given = json.loads(files_of(log).case(case))
    assert given == {
        "policy": "knowsley",
        "files": {
            case.file: text.replace(salt, "# The salt stays in the repository.\n"),
            waiting.relative_to(log).as_posix(): waiting.read_text("utf-8"),
        },
        "others": ["KN-2026-0001"],
    }


def test_a_case_whose_file_is_gone_stops_no_build(repository: Repository) -> None:
    gone = "cases/2026/KN-2026-0006.yaml"
    repository.path(gone).unlink()
    event = "at: 2026-11-20, kind: discussed, recorded: 2026-11-20 10:15"
    waits(repository.log, event, case="2026/KN-2026-0006")
    (case,) = open_log(repository.log, as_of=judging_moment(AS_OF)).earlier
    given = json.loads(files_of(repository.log).case(case))
    assert given["files"] == {gone: ""}


def test_closures_come_with_the_days_on_which_they_came_in(tmp_path: Path) -> None:
    """The day that only Git knows counts in the browser, too, which has no history."""
    log = _harbour(tmp_path)
    rules = rules_of(log.log)["harbour"]
    written = rules["policies/harbour/partnership.yaml"]
    assert written.count("announced: 2026-07-10") == 1
    assert written.count("announced: 2026-08-03") == 1
    assert "sectors:" in written
    case = next(each for each in open_log(log.log, as_of=judging_moment(AS_OF)).cases)
    given = json.loads(files_of(log.log).case(case))
    engine = LogInBrowser(tmp_path / "browser")
    for as_of in ("2026-07-01", "2026-08-05", "2026-11-22 12:00"):
        engine.open(files={**rules, **given["files"]}, others=given["others"], now=NOW)
        printed = run("assess", CASE, "--as-of", as_of, "--format", "json", log=log.log).out
        assert engine.assess(reference=CASE, as_of=as_of) == printed


def _harbour(folder: Path) -> Repository:
    from tests.log.small_log import BASE

    log = begun(folder / "repository", BASE, within="our log")
    partnership = "policies/harbour/partnership.yaml"
    log.edit(partnership, CLOSURES, CLOSURES + MOVE)
    log.commit(at=LATE)
    log.edit(partnership, OLD, OLD.replace("from: 2026-12-29", "from: 2026-12-28"))
    log.edit(partnership, CLOSURES, CLOSURES + FOR_SOME)
    log.commit(at=LATER)
    return log
