"""The files of the log as the engine in a browser reads them: the rules, and each case."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ruamel.yaml import YAML

from escalation_log.log.announcements import Branch, announcements
from escalation_log.log.disk import FoundCase, FoundFile, files_under, read_bytes
from escalation_log.log.lock import LOCK_FILE
from escalation_log.log.opening import case_files
from escalation_log.log.rulebooks import kind_of
from escalation_log.model.calendars import Closure
from escalation_log.model.problems import Problem
from escalation_log.site.engine_files.parts import LIST
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.publication import Publication

RULES = "assets/escalation-log/rules.json"
# Kinds of files by which a case is judged; texts and statements are for people.
_RULES = frozenset({"policy", "partnership", "calendar"})


def engine_data_files(publication: Publication) -> Iterator[GeneratedFile]:
    """Yield the list of the engine's parts, and where there are any the rules of the log."""
    yield GeneratedFile(address=LIST, write=lambda _: publication.engine.listed)
    if publication.engine.is_there:
        yield LogFiles(publication).rules


class LogFiles:
    """The files of the log that a publication is of, as JSON: texts by their paths."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._root = publication.log.root

    @property
    def rules(self) -> GeneratedFile:
        """The policies, partnerships and calendars, which name no case."""
        return GeneratedFile(address=RULES, write=lambda _: _written(self._rules()))

    def case(self, file: str) -> str:
        """Write a case, by the name of its file, with the events that wait beside it."""
        found = self._found[file]
        waiting = {each.file: self._text(each) for each in found.waiting}
        return _written({file: self._text(FoundFile(file, found.path)), **waiting})

    @cached_property
    def _found(self) -> Mapping[str, FoundCase]:
        return {each.file: each for each in case_files(self._root)}

    def _text(self, found: FoundFile) -> str:
        data = read_bytes(self._root, found.path)
        # What cannot be read is no text for the engine either, which then says so.
        return "" if isinstance(data, Problem) else data.decode("utf-8", "replace")

    def _rules(self) -> dict[str, str]:
        files = {
            found.file: self._text(found)
            for found in files_under(self._root, "policies")
            if isinstance(found, FoundFile)
            and (kind_of(found.file) in _RULES or found.file == LOCK_FILE)
        }
        for file, closures in self._announced().items():
            files[file] = _with_closures(files[file], closures)
        return files

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


def _written(files: Mapping[str, str]) -> str:
    return json.dumps({"files": files}, ensure_ascii=False, indent=0) + "\n"
