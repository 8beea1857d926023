"""Whether what is new has a salt of its own, and none of a case that is gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from escalation_log.checks.names import A_NEW_SALT
from escalation_log.log.held_records import Change, Record
from escalation_log.log.history_rules import NEW_SALT
from escalation_log.model.problems import Problem


def kept_salts(
    change: Change, gone: Callable[[], Mapping[str, Collection[str]]]
) -> Iterator[Problem]:
    """Judge each salt that was not recorded before.

    What stands after the change is compared by `check`. `gone` gives the files that were deleted
    once by the salt that they had, and is called where there are new salts.
    """
    before, after = change.before, change.after
    for file in change.differ(after.files("case")):
        salt = _salt_of(after.of(file))
        if salt is None or _salt_of(before.of(file)) is not None:
            continue
        left = (each for each in before.files("case") if each not in after.snapshot.files)
        had = any(_salt_of(before.of(each)) == salt for each in left) or any(
            each not in after.snapshot.files and _salt_of(before.last_of(each)) == salt
            for each in gone().get(salt, ())
        )
        if had:
            yield change.problem(
                NEW_SALT,
                file,
                "A case that is gone had this salt, so its hash could be guessed from what stands "
                f"here. Delete this line. {A_NEW_SALT}",
                ("salt",),
            )


def _salt_of(record: Record | None) -> str | None:
    return None if record is None else record.data.get("salt")
