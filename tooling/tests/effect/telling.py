"""What `escalog effect` and `escalog impact` tell of a repository."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.running import run
from tests.repositories import Repository

AS_OF = "2026-11-24"


def effect(repository: Repository, *options: str, as_of: str = AS_OF, base: str = "HEAD") -> Any:
    """Run `escalog effect` and read its JSON."""
    asked = ("effect", "--base", base, "--as-of", as_of, "--format", "json", *options)
    ran = run(*asked, log=repository.log)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def only_case(repository: Repository, as_of: str = AS_OF) -> Any:
    """Give what is told of the one case that the change is about."""
    (case,) = effect(repository, as_of=as_of)["cases"]
    return case


def impact(repository: Repository, *options: str, as_of: str = AS_OF) -> Any:
    """Run `escalog impact` and read its JSON; the exit code must agree."""
    asked = ("impact", "--base", "HEAD", "--as-of", as_of, "--format", "json", *options)
    ran = run(*asked, log=repository.log)
    told = json.loads(ran.out)
    is_felt = any(told[key] for key in ("moved", "alerts", "closed", "unjudged"))
    assert ran.code == int(is_felt and "--agreed" not in options), ran.err
    return told
