"""`escalog may-publish` says no to whatever is not plainly closed."""

from __future__ import annotations

import pytest

from escalation_log.bot.guard import Destination, why_not
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.cli.running import Ran, run

PRIVATE = {"private": True, "visibility": "private"}
CLOSED = {"public": False}


def may_publish(github: GitHub, place: str, token: str | None = None) -> Ran:
    token = token or github.mint(contents="read", pages="read")
    return run(
        "may-publish", "--on", place, environment={**github.environment, "GITHUB_TOKEN": token}
    )


@pytest.mark.parametrize("place", Destination)
def test_a_private_repository_with_closed_pages_may(place: Destination) -> None:
    assert why_not(place, PRIVATE, lambda: CLOSED) is None


@pytest.mark.parametrize("place", Destination)
@pytest.mark.parametrize(
    "repository",
    [
        {"private": False, "visibility": "public"},
        {"private": True, "visibility": "internal"},
        {"private": True},
        {"private": False, "visibility": "private"},
        {"private": "true", "visibility": "private"},
        {"visibility": "private"},
        {},
    ],
)
def test_any_other_repository_may_not(place: Destination, repository: dict[str, object]) -> None:
    reason = why_not(place, repository, lambda: CLOSED)
    assert reason is not None
    assert reason.startswith("The repository is not private")


@pytest.mark.parametrize("pages", [None, {}, {"public": True}, {"public": None}, {"public": 0}])
def test_pages_that_are_not_said_to_be_closed_are_public(pages: dict[str, object] | None) -> None:
    assert why_not(Destination.PAGES, PRIVATE, lambda: pages) is not None


def test_an_artifact_of_a_private_repository_may(github: GitHub) -> None:
    done = may_publish(github, "artifact")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The restricted site may go there")


def test_pages_may_where_they_have_access_control(github: GitHub) -> None:
    github.settings.pages_are_public = False
    assert may_publish(github, "pages").code == 0


@pytest.mark.parametrize(("public", "words"), [(True, "are public"), (None, "has no Pages")])
def test_pages_may_not_otherwise(github: GitHub, public: bool | None, words: str) -> None:
    github.settings.pages_are_public = public
    done = may_publish(github, "pages")
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert "Nothing was uploaded." in done.err


@pytest.mark.parametrize("place", Destination)
@pytest.mark.parametrize("kind", [Kind.FORBIDDEN_BEFORE, Kind.NOT_FOUND_BEFORE])
def test_without_an_answer_nothing_goes_anywhere(
    github: GitHub, place: Destination, kind: Kind
) -> None:
    github.settings.pages_are_public = False
    github.inject(Fault(call=1, kind=kind))
    done = may_publish(github, place)
    assert (done.code, done.out) == (1, "")
    assert "GitHub could not be asked." in done.err


def test_a_token_that_github_does_not_know_gets_no_yes(github: GitHub) -> None:
    assert may_publish(github, "artifact", token="nobody-knows-it").code == 1
