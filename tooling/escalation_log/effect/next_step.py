"""Say in one line what is to be done with a pull request, for the beginning of its card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from escalation_log.bot.markdown import code, escaped
from escalation_log.effect.gates import Proposal, label_of, missing_agreements
from escalation_log.effect.value import Effect, Gate
from escalation_log.export.open_changes import case_changed_by
from escalation_log.site.addresses import case_address
from escalation_log.words.lists import counted, listed

_TO_DO = "**To do:**"
_NOTHING = "**Nothing to do.**"
_MERGES = "once its checks have passed and a reviewer has approved it"
_WHO = {
    Gate.IMPACT: "whoever answers for the policies",
    Gate.ENTRY: "whoever answers for the cases",
    Gate.EMERGENCY: "whoever answers for the contacts, having rung the number,",
    Gate.RETENTION: "whoever decides what is taken out",
}
_OF_THE_LOG = re.compile(r"(cases|policies)/.+")
# So many pages of cases are linked.
_LINKED = 5
_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPull:
    """A pull request as GitHub shows it, and `files`, the names of all that it changes.

    `gone` are those of them that it takes away, by another name or altogether. `merges_itself`
    says that GitHub will merge it by itself. `sites` are the addresses of the restricted sites, by
    the first letters of references.
    """

    proposal: Proposal
    files: frozenset[str]
    gone: frozenset[str] = frozenset()
    merges_itself: bool = False
    is_draft: bool = False
    sites: Mapping[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> tuple[str, ...]:
        """The references of the cases that it changes."""
        return tuple(sorted({each for each in map(case_changed_by, self.files) if each}))

    @property
    def only_adds_to_cases(self) -> bool:
        """Whether it changes files of cases alone, and takes none of them away."""
        return not self.gone and all(map(case_changed_by, self.files))

    @property
    def is_of_the_log(self) -> bool:
        """Whether it changes nothing but cases and policies."""
        return all(map(_OF_THE_LOG.fullmatch, self.files))


def next_step(effect: Effect, pull: OpenPull | None) -> Iterator[str]:
    """Write the one thing to do, or that there is none, and where to look afterwards.

    What the effect says is not trusted, what `pull` says is. Without a pull request, every
    agreement counts as missing.
    """
    yield from (_first(effect, pull), "")
    if pull is not None and pull.cases:
        yield from (f"Once it is merged, the site is built anew: look {_where(pull)}.", "")


def merged_step(pull: OpenPull) -> str:
    """Write that a pull request is merged, and where to look."""
    where = f": look {_where(pull)}" if pull.cases else ""
    return f"**Merged.** The site is built anew with it{where}."


def _first(effect: Effect, pull: OpenPull | None) -> str:
    missing = effect.gates if pull is None else missing_agreements(effect.gates, pull.proposal)
    if effect.problems:
        them = "it is" if len(effect.problems) == 1 else "each is"
        return (
            f"{_TO_DO} mend {counted(len(effect.problems), 'problem')}; {them} marked on its line "
            "under “Files changed”, with what to write instead."
        )
    if effect.hidden_by:
        events = escaped(listed(effect.hidden_by), _MOST)
        return (
            f"{_TO_DO} give {events} the line {code('recorded: …')}, with the moment at which it "
            "is entered."
        )
    if missing:
        return f"{_TO_DO} {_agreements(missing, pull)}."
    if pull is None:
        return _NOTHING
    if pull.is_draft:
        return f"{_TO_DO} mark it as ready for review."
    if not pull.is_of_the_log:
        return (
            f"{_TO_DO} read what it changes besides cases and policies, which this card cannot "
            f"tell and which may make it say anything; then merge it, {_MERGES}."
        )
    if pull.merges_itself:
        return f"{_NOTHING} It is merged by itself {_MERGES}."
    return f"**Nothing to do but to merge it**, {_MERGES}."


def _agreements(missing: tuple[Gate, ...], pull: OpenPull | None) -> str:
    if pull is None:
        return f"{listed(_WHO[gate] for gate in missing)} must agree, by a label"
    given = [f"{_WHO[gate]} by {code(label_of(gate, pull.proposal))}" for gate in missing]
    if len(given) > 1:
        return f"these must agree by labels: {'; '.join(given)}"
    (gate,) = missing
    return f"{_WHO[gate]} must agree, by the label {code(label_of(gate, pull.proposal))}"


def _where(pull: OpenPull) -> str:
    """Link the pages of the cases on the restricted site, where its address is known."""
    shown = [_page(each, pull.sites.get(each.split("-")[0], "")) for each in pull.cases[:_LINKED]]
    more = len(pull.cases) - len(shown)
    return f"at {listed([*shown, f'{more} more'] if more else shown)}"


def _page(reference: str, site: str) -> str:
    return f"[{reference}](<{site}{case_address(reference)}>)" if site else code(reference)
