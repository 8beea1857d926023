"""Other readings of an edition: the edition as it would be with the changes of one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escalation_log.files.reading import validator_of


def changed_edition(written: Mapping[str, Any], changes: Mapping[str, Any]) -> Any:
    """Put the changes of another reading into an edition as written, which stays as it is.

    `duties`, `requires` and `panel` are changed by id; a key that is null is taken away. Give None
    where a change names a stage that the edition does not have, or the result is no policy.
    """
    edition = copy.deepcopy({key: value for key, value in written.items() if key != "readings"})
    stages = {stage["id"]: stage for stage in edition["stages"]}
    for key, value in changes.items():
        if key == "duties":
            for duty_id, keys in value.items():
                stage, _, name = duty_id.rpartition("/")
                home = edition if stage == "case" else stages.get(stage)
                if home is None:
                    return None
                name = duty_id if stage == "case" else name
                home["duties"] = list(_changed_duties(home.get("duties", []), name, keys))
        elif key in ("requires", "panel"):
            for stage, keys in value.items():
                if stage not in stages:
                    return None
                stages[stage].pop(key, None)
                if keys is not None:
                    stages[stage][key] = keys
        else:
            edition[key] = value
    return edition if validator_of("policy").is_valid(edition) else None


def _changed_duties(
    duties: Sequence[Mapping[str, Any]], name: str, keys: Mapping[str, Any] | None
) -> Iterator[Mapping[str, Any]]:
    is_new = True
    for duty in duties:
        if duty["id"] != name:
            yield duty
            continue
        is_new = False
        if keys is not None:
            merged = {**duty, **keys}
            yield {key: value for key, value in merged.items() if value is not None}
    if is_new and keys is not None:
        yield {"id": name, **keys}
