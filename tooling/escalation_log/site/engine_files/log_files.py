"""The files of the log as the engine in a browser reads them: the rules, and each case."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ruamel.yaml import YAML

from escalation_log.log.announcements import Branch, announcements
from escalation_log.log.contents import CaseFile
from escalation_log.log.disk import FoundCase, FoundFile, files_under, read_bytes
from escalation_log.log.found_cases import case_files
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.lock import LOCK_FILE
from escalation_log.log.rulebooks import kind_of
from escalation_log.model.calendars import Closure
from escalation_log.model.destroyed import Extent
from escalation_log.model.faulty_files import REFERENCE
from escalation_log.model.problems import Problem
from escalation_log.site.engine_files.loader import loader_file
from escalation_log.site.engine_files.parts import RULES
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates

# By its salt a case that is gone could be known from its hash. The line stays, for the places of
# what is found in others.
_SALT = re.compile(r"(?m)^salt:[^\r\n]*")
_LEFT_OUT = "# The salt stays in the repository."
# Kinds of files by which a case is judged; texts and statements are for people.
_RULES = frozenset({"policy", "partnership", "calendar"})


def engine_data_files(
    publication: Publication, templates: Templates, kept: Iterable[str]
) -> Iterator[GeneratedFile]:
    """Yield the loader of the engine, and where there is one the rules of the log.

    `kept` are addresses that a device keeps with the engine.
    """
    yield loader_file(publication.engine, templates, kept)
    if publication.engine.is_there:
        yield LogFiles(publication).rules


class LogFiles:
    """The files of the log that a publication is of, as JSON: texts by their paths.

    With each case go the rules of its own policy alone, since reading those takes the longest.
    """

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._root = publication.log.root

    @property
    def rules(self) -> GeneratedFile:
        """By policy its editions, partnership and calendars, none of which names a case."""
        return GeneratedFile(address=RULES, write=lambda _: _written(self._rules()))

    def case(self, file: CaseFile) -> str:
        """Write a case, with the events that wait beside it, its policy, and the cases it names."""
        # A case may stand by what Git has of it, after its file is gone.
        found = self._found.get(file.file) or FoundCase(file.file, self._root / file.file)
        waiting = {each.file: self._text(each) for each in found.waiting}
        own = _SALT.sub(_LEFT_OUT, self._text(FoundFile(file.file, found.path)))
        files = {file.file: own, **waiting}
        named = {each for text in files.values() for each in REFERENCE.findall(text)}
        others = sorted((named & self.references) - {file.case.reference})
        policy = file.case.edition.partition("@")[0]
        return _written({"policy": policy, "files": files, "others": others})

    @cached_property
    def references(self) -> frozenset[str]:
        """The references of all cases, with those that were destroyed."""
        return self.destroyed | {Path(file).stem for file in self._found}

    @cached_property
    def destroyed(self) -> frozenset[str]:
        """The references of the cases that were destroyed, which nobody is given again."""
        taken = read_history_files(self._root).taken.cases
        return frozenset(each.reference for each in taken if each.extent is Extent.DESTROYED)

    @cached_property
    def _found(self) -> Mapping[str, FoundCase]:
        return {each.file: each for each in case_files(self._root)}

    def _text(self, found: FoundFile) -> str:
        data = read_bytes(self._root, found.path)
        # What cannot be read is no text for the engine either, which then says so.
        return "" if isinstance(data, Problem) else data.decode("utf-8", "replace")

    def _rules(self) -> Mapping[str, Mapping[str, str]]:
        files = {
            found.file: self._text(found)
            for found in files_under(self._root, "policies")
            if isinstance(found, FoundFile) and kind_of(found.file) in _RULES
        }
        for file, closures in self._announced().items():
            files[file] = _with_closures(files[file], closures)
        lock = self._text(FoundFile(LOCK_FILE, self._root / LOCK_FILE))
        return {
            policy: {
                **{
                    file: text
                    for file, text in files.items()
                    if file.startswith((f"policies/{policy}/", *self._calendars_of(policy)))
                },
                LOCK_FILE: _of_policy(lock, policy),
            }
            for policy in sorted(self._publication.log.partnerships)
        }

    def _calendars_of(self, policy: str) -> Iterator[str]:
        for each in self._publication.editions_of(policy):
            yield f"policies/calendars/{each.calendar}.yaml"

    def _announced(self) -> dict[str, list[Closure]]:
        """Give the closures of partnerships with the days of which only Git knows, by file.

        A browser has no history to look at.
        """
        log, as_of = self._publication.log, self._publication.as_of
        files = {each: f"policies/{each}/partnership.yaml" for each in log.partnerships}
        told = announcements(
            self._root,
            Branch(root=self._root, now=as_of),
            {name: (files[name], partnership) for name, partnership in log.partnerships.items()},
        )
        found: dict[str, list[Closure]] = {}
        for edition in self._publication.current:
            partnership = edition.partnership
            closures = [*told.closures_of(partnership, edition.rulebook.index.rules.zone)]
            if closures != [*partnership.closures]:
                found[files[partnership.id]] = closures
        return found


def _with_closures(text: str, closures: Iterable[Closure]) -> str:
    """Write closures into a partnership's file, in place of those that it has."""
    yaml = YAML()
    written = yaml.load(text)
    written["closures"] = [_closure(each) for each in closures]
    result = io.StringIO()
    yaml.dump(written, result)
    return result.getvalue()


def _closure(closure: Closure) -> dict[str, object]:
    only_for = closure.only_for
    some = (
        {}
        if only_for is None
        else {
            key: [*ids]
            for key, ids in (("agencies", only_for.agencies), ("sectors", only_for.sectors))
            if ids
        }
    )
    told = {} if closure.announced is None else {"announced": closure.announced}
    return {"from": closure.first, "to": closure.last, "name": closure.name, **told, **some}


def _of_policy(lock: str, policy: str) -> str:
    """Leave out the lines of other policies, whose editions are not there."""
    lines = lock.splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(("#", f"{policy}@")))


def _written(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=0) + "\n"
