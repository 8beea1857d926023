"""What the forms ask where no engine runs, and what they must know of the log, as scripts.

A page that was opened from a folder can read scripts, and no other data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from escalation_log.model.moments import Moment
from escalation_log.recording.general_forms import general_forms
from escalation_log.recording.heard import heard_words, ways_of_hearing
from escalation_log.recording.new_case import questions_of_case
from escalation_log.site.changes_waiting import changes_waiting
from escalation_log.site.engine_files.log_files import LogFiles
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.record_form.form_words import form_words_file
from escalation_log.site.templates import data_script
from escalation_log.words.plain_values import Plain, plain

# The address of a repository and its branch, in that of the history of its files.
_HISTORY = re.compile(r"(?P<repository>https://[^/]+/[^/]+/[^/]+)/commits/(?P<branch>[^/]+)/?")
# It names cases, and so is not kept for when there is no network.
TAKEN = "assets/escalation-log/taken.js"


def form_address(policy: str) -> str:
    """Give the address of a policy's questions."""
    return f"assets/escalation-log/record/policy-{policy}.js"


def form_files(publication: Publication) -> Iterator[GeneratedFile]:
    """Yield the questions of each policy in force, and the references that are taken."""
    for edition in publication.current:
        yield _file(edition, publication.moment_in(edition.policy))
    if publication.current:
        yield form_words_file()
        yield _taken(publication)


def _file(edition: PublishedEdition, now: Moment) -> GeneratedFile:
    return GeneratedFile(
        address=form_address(edition.policy.id),
        write=lambda _: data_script(
            "What may be recorded under a policy.", "escalationLogForms", form_data(edition, now)
        ),
    )


def _taken(publication: Publication) -> GeneratedFile:
    files = LogFiles(publication)

    def write(cases: Summaries) -> str:
        waiting = changes_waiting(publication, cases)
        known: Plain = {
            "all": [*sorted(files.references)],
            "gone": [*sorted(files.destroyed)],
            "waiting": {
                reference: {"words": change.words, "href": change.href}
                for reference, change in sorted(waiting.items())
            },
        }
        return data_script("The references that are given.", "escalationLogTaken", known)

    return GeneratedFile(address=TAKEN, write=write, needs_cases=True)


def form_data(edition: PublishedEdition, now: Moment) -> dict[str, Plain]:
    """Give the questions of a policy, and where a new file is proposed, null where not known."""
    return {
        "policy": edition.policy.id,
        "edition": edition.policy.edition,
        "title": edition.policy.title,
        "prefix": edition.partnership.reference_prefix,
        "zone": edition.policy.time_zone,
        "proposals": proposals_at(edition.partnership.file_history_url),
        "hows": [
            {"value": each.value, "words": each.words, "note": heard_words(each.value)}
            for each in ways_of_hearing()
        ],
        "forms": [plain(each) for each in general_forms(edition.rulebook, now)],
        "questions": [plain(each) for each in questions_of_case(edition.rulebook, now)],
    }


def proposals_at(history: str | None) -> str | None:
    """Give the address at which GitHub takes a new file, from that of the history of files.

    >>> proposals_at("https://github.com/example/log/commits/main/")
    'https://github.com/example/log/new/main'
    """
    found = _HISTORY.fullmatch(history or "")
    return None if found is None else f"{found['repository']}/new/{found['branch']}"
