"""Write the issue that says that a case cannot be judged as its file is, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.bot.issue_body import HEADLINES, TITLES
from escalation_log.bot.issue_plan import CANNOT_BE_JUDGED, Degree, Ended, IssueKey, Reason, Wanted
from escalation_log.bot.markdown import code, escaped, markdown_link
from escalation_log.bot.marker import END_OF_PART, beginning_of_part, fingerprint, labels_of
from escalation_log.bot.torn_part import TEAM_HEADING
from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.faulty_files import EarlierState, NotJudged
from escalation_log.model.moments import Moment
from escalation_log.model.policies import Subject
from escalation_log.model.problems import Problem
from escalation_log.words.dates import date_words
from escalation_log.words.earlier_states import name_words, problem_words, short_commit
from escalation_log.words.lists import counted
from escalation_log.words.titles import of_subject

# The most problems that an issue shows; `escalog check` has all of them.
_MOST = 20
_BELOW = f"""\
{TEAM_HEADING}

This section is yours: write, tick and add what you like here. The text above is kept by the log. \
Write no names here, and nothing that could tell who the child is.

- [ ] Somebody has taken this on
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyFile:
    """A case whose file has problems, as its issue speaks of it.

    `name` is its reference, or the place of a file whose name is no reference. `file` is empty
    where the file's name or folder is not to be repeated. `earlier` is the state that it stands by,
    None where it is not judged at all. `policy` is the policy's id where it is known, `subjects`
    whom the policies protect that may judge it, and `page` the address of the case's page.
    """

    name: str
    file: str
    problems: tuple[Problem, ...]
    earlier: EarlierState | None
    as_of: Moment
    policy: str | None = None
    subjects: tuple[Subject, ...] = (Subject.CHILD,)
    page: str | None = None
    assignees: tuple[str, ...] = ()

    @property
    def key(self) -> IssueKey:
        """The identity of the issue: the case, and that its file has problems."""
        case = self.name.replace(" ", "-")
        return IssueKey(case=case, stage=CANNOT_BE_JUDGED, started_by=0)


def file_of_judged(judged: JudgedCase, page: str | None) -> FaultyFile | None:
    """Describe the file of a judged case; return None where it has no problem."""
    if judged.earlier is None:
        return None
    return FaultyFile(
        name=judged.reference,
        file=judged.file,
        problems=judged.earlier.problems,
        earlier=judged.earlier,
        as_of=judged.assessment.as_of,
        policy=judged.policy.id,
        subjects=(judged.policy.subject,),
        page=page,
        assignees=judged.partnership.issues.assignees.get(PARTNERSHIP, ()),
    )


def file_not_judged(
    case: NotJudged,
    as_of: Moment,
    *,
    policy: str | None = None,
    subjects: tuple[Subject, ...] = (Subject.CHILD,),
) -> FaultyFile:
    """Describe the file of a case that cannot be judged; a name that is no reference is left out.

    `policy` is the id of the policy whose references begin like the case's; `subjects` say whom the
    policies of the log protect.
    """
    return FaultyFile(
        name=name_words(case),
        file=case.shown_file,
        problems=case.problems,
        earlier=None,
        as_of=as_of,
        policy=policy,
        subjects=subjects,
    )


def wanted_for(file: FaultyFile) -> Wanted:
    """Make the wanted issue about a file that has problems."""
    is_lost = file.earlier is None
    stands = TITLES[Degree.CANNOT_BE_JUDGED] if is_lost else "stands by an earlier state"
    problems = counted(len(file.problems), "problem")
    return Wanted(
        key=file.key,
        degree=Degree.CANNOT_BE_JUDGED,
        since=file.as_of,
        title=f"{file.name} {stands}: its file has {problems}",
        summary=f"its file has {problems}" + ("" if is_lost else f", and it {stands}"),
        part="\n".join(_part(file)),
        below=of_subject(_BELOW, *file.subjects),
        labels=labels_of(file.key, policy=file.policy, agencies=(), degree=Degree.CANNOT_BE_JUDGED),
        assignees=file.assignees,
    )


def mended(key: IssueKey, policy: str | None) -> Ended:
    """Say how the issue about a file ends that has no problem any more."""
    part = (
        beginning_of_part(key, None, fingerprint(("mended",))),
        "**Closed: the file has no problem any more.** The case is judged as its file is.",
        "",
        END_OF_PART,
    )
    return Ended(
        key=key,
        title=f"{key.case}: its file is mended",
        summary="its file is mended",
        part="\n".join(part),
        labels=labels_of(key, policy=policy, agencies=(), degree=None),
        reason=Reason.COMPLETED,
    )


def _part(file: FaultyFile) -> Iterator[str]:
    commit = "" if file.earlier is None else file.earlier.commit
    told = [(each.line, each.rule, each.place, each.message) for each in file.problems]
    yield beginning_of_part(
        file.key, Degree.CANNOT_BE_JUDGED, fingerprint((commit, file.file, *told))
    )
    stands = (
        f"No earlier state of {escaped(file.name)} passes the rules, so nobody is "
        "told of its dates."
    )
    if file.earlier is not None:
        stood = f"{code(short_commit(file.earlier))} of {date_words(file.earlier.on)}"
        stands = (
            f"{escaped(file.name)} is judged as it stood in commit {stood}. What was recorded "
            "since does not count."
        )
    yield f"**{HEADLINES[Degree.CANNOT_BE_JUDGED]}** {stands}"
    yield ""
    yield from ("### What is wrong", "")
    for problem in file.problems[:_MOST]:
        yield f"- {escaped(problem_words(problem), most=1000)}"
    more = len(file.problems) - _MOST
    if more > 0:
        yield f"- And {more} more"
    yield ""
    yield from ("### What to do", "")
    yield from _to_do(file)
    yield ""
    yield END_OF_PART


def _to_do(file: FaultyFile) -> Iterator[str]:
    check = code(f"escalog check {file.file}" if file.file else "escalog check")
    where = code(file.file) if file.file else "the file"
    yield f"1. Mend {where}. {check} says the same, and what to write instead."
    yield "2. Leave this issue open: it closes by itself once the file has no problem."
    if file.earlier is None:
        yield "3. Until then watch its dates yourselves. None of its issues is closed meanwhile."
    else:
        yield "3. Go on with the other issues about this case. None of them is closed meanwhile."
    if file.page is not None:
        yield f"4. How the case stood: {markdown_link('the page of the case', file.page)}."
