"""The client waits as GitHub asks, repeats only what it may, and says what to look at."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped
from escalation_log.bot.pacing import Pace
from escalation_log.model.errors import EscalogError
from tests.bot.answering import Answer, Answering, answering
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried

TOKEN = "ghs_0123456789invented"
ISSUE = Answer(data={"number": 1})
SECONDARY = "You have exceeded a secondary rate limit."


def connected(to: Answering, hurried: Hurried, **more: float) -> Client:
    return Client(
        repository="example-team/log",
        token=TOKEN,
        api=to.url,
        clock=hurried.clock,
        timeout=more.get("timeout", 5.0),
        patience=more.get("patience", 600.0),
    )


def read(*answers: Answer, **more: float) -> tuple[object, list[str], list[float]]:
    """Read an issue; give the value, what was asked, and the waits."""
    hurried = Hurried()
    with answering(*answers) as server, connected(server, hurried, **more) as client:
        return client.get("issues/1", asked="read issue 1"), server.lines, hurried.waits


def refused(*answers: Answer, **more: float) -> EscalogError:
    with pytest.raises(EscalogError) as raised:
        read(*answers, **more)
    assert TOKEN not in f"{raised.value.message}{raised.value.hint}"
    return raised.value


def write(
    client: Client, find: Callable[[], object | None] = lambda: None, body: object = "x"
) -> object:
    return client.write(
        "POST", "issues", {"title": body}, asked="open an issue", read=lambda it: it, find=find
    )


def test_a_request_says_who_asks_and_in_which_version() -> None:
    with answering(ISSUE) as server, connected(server, Hurried()) as client:
        assert client.get("issues/1", asked="read issue 1") == {"number": 1}
        method, address, headers, _ = server.asked[0]
    assert (method, address) == ("GET", "/repos/example-team/log/issues/1")
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["user-agent"] == "escalation-log"
    assert headers["x-github-api-version"] == "2022-11-28"


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=502, text=b"<html>Bad gateway</html>"),
        Answer(status=500, data={"message": "Server Error"}),
        Answer(text=b'{"number": 1', headers={"content-type": "application/json"}),
        Answer(data={"number": 1}, cut=4),
        Answer(text=b"<html>Sign in first</html>"),
    ],
    ids=["502", "500", "half", "cut", "page"],
)
def test_a_read_that_fails_is_repeated(fault: Answer) -> None:
    assert read(fault, fault, ISSUE) == (
        {"number": 1},
        ["GET /repos/example-team/log/issues/1"] * 3,
        [5, 15],
    )


def test_a_read_that_goes_on_failing_ends_the_run() -> None:
    error = refused(*[Answer(status=502)] * 4)
    assert isinstance(error, Stopped)
    assert error.message == (
        "GitHub answered 502 when asked to read issue 1. That was attempt 4, the last."
    )


def test_an_answer_that_takes_too_long_is_not_awaited() -> None:
    value, asked, waits = read(Answer(delay=3.0), ISSUE, timeout=1.0)
    assert (value, len(asked), waits) == ({"number": 1}, 2, [5])


def test_a_write_of_unknown_outcome_is_looked_for_before_it_is_repeated() -> None:
    looked = iter([None, {"number": 7}])
    hurried = Hurried()
    lost = Answer(status=502)
    with answering(lost, lost, ISSUE) as server, connected(server, hurried) as client:
        assert write(client, lambda: next(looked)) == {"number": 7}
        assert server.lines == ["POST /repos/example-team/log/issues"] * 2
    assert hurried.waits == [5, 15]


@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_is_obeyed(status: int) -> None:
    limit = Answer(status=status, data={"message": SECONDARY}, headers={"retry-after": "17"})
    assert read(limit, ISSUE)[2] == [17]


def test_a_limit_without_a_time_is_waited_for_longer_each_time() -> None:
    limit = Answer(status=403, data={"message": SECONDARY})
    assert read(limit, limit, limit, ISSUE)[2] == [60, 120, 240]


def test_a_used_up_allowance_is_waited_for_by_githubs_own_clock() -> None:
    headers = {
        "date": "Mon, 02 Mar 2026 10:00:00 GMT",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "1772445690",
    }
    limit = Answer(status=403, data={"message": "API rate limit exceeded"}, headers=headers)
    assert read(limit, ISSUE)[2] == [91]
    # Where the last answer says that nothing is left, the next request is not even sent.
    hurried = Hurried()
    with (
        answering(Answer(data={}, headers=headers), ISSUE) as server,
        connected(server, hurried) as client,
    ):
        client.get("issues/1", asked="read issue 1")
        client.get("issues/1", asked="read issue 1")
    assert hurried.waits == [91]


def test_a_limit_beyond_the_patience_ends_the_run() -> None:
    limit = Answer(status=429, data={"message": SECONDARY}, headers={"retry-after": "1500"})
    error = refused(limit)
    assert isinstance(error, Stopped)
    assert error.message == (
        "GitHub's rate limit asks for a wait of 25 minutes, and --patience allows 10 minutes."
    )
    assert error.hint is not None
    assert "it goes on where this run stopped" in error.hint
    assert isinstance(refused(*[Answer(status=429, headers={"retry-after": "50"})] * 9), Stopped)
    assert (
        "70 seconds, and --patience allows 60 seconds"
        in refused(Answer(status=429, headers={"retry-after": "70"}), patience=60).message
    )


def test_writes_keep_to_what_github_takes() -> None:
    hurried = Hurried()
    pace = Pace(hurried.clock, patience=3600)
    moments = []
    for _ in range(600):
        pace.wait_to_write()
        moments.append(hurried.clock.monotonic())
    for count, seconds in ((80, 60), (500, 3600)):
        assert all(
            later - earlier >= seconds
            for earlier, later in zip(moments, moments[count:], strict=False)
        )
    # A few are sent at once, many with a second between them.
    assert moments[19] == moments[0]
    assert moments[100] - moments[99] == 1


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (
            Answer(status=401, data={"message": "Bad credentials"}),
            "GitHub does not accept the token (401: Bad credentials).",
            "Look at GITHUB_TOKEN",
        ),
        (
            Answer(status=403, data={"message": "Resource not accessible by integration"}),
            "GitHub refused to read issue 1 (403: Resource not accessible by integration).",
            "permissions: issues: write",
        ),
        (
            Answer(status=404, data={"message": "Not Found"}),
            "GitHub refused to read issue 1 (404: Not Found).",
            "Look at the name example-team/log",
        ),
        (
            Answer(status=410, data={"message": "Issues are disabled for this repo"}),
            "GitHub refused to read issue 1 (410: Issues are disabled for this repo).",
            "issues switched off",
        ),
        (
            Answer(status=301, data={"message": "Moved Permanently"}),
            "GitHub refused to read issue 1 (301: Moved Permanently).",
            "--repository OWNER/NAME",
        ),
    ],
    ids=["401", "403", "404", "410", "301"],
)
def test_a_refusal_says_what_to_look_at(answer: Answer, message: str, hint: str) -> None:
    error = refused(answer)
    assert error.message == message
    assert error.hint is not None
    assert hint in error.hint


def test_what_github_finds_wanting_is_named_and_cannot_mislead_a_log() -> None:
    said = {
        "message": "Validation Failed\n::error::\x1b[31mboo" + "o" * 300,
        "errors": [
            {"field": "title", "code": "missing"},
            {"field": "body", "code": "custom", "message": "body is\ntoo long"},
            {"code": "custom", "message": "No commits between main and change"},
            "A sentence",
            7,
            {"field": "base", "code": "invalid"},
        ],
    }
    error = refused(Answer(status=422, data=said))
    assert isinstance(error, Refused)
    assert "\n" not in error.message
    assert "\x1b" not in error.message
    assert error.message.endswith(
        "…; title missing; body: body is too long; No commits between main and change; A sentence)."
    )


def test_pages_follow_the_link_and_stay_on_the_host() -> None:
    def page(number: int, following: str | None) -> Answer:
        link = {"link": f'<{following}>; rel="next"'} if following else {}
        return Answer(data=[{"number": number}], headers=link)

    with (
        answering(
            page(1, "https://elsewhere.example/repositories/5/issues?page=2"), page(2, None)
        ) as server,
        connected(server, Hurried()) as client,
    ):
        pages = list(client.pages("issues", {"state": "all"}, asked="list the issues"))
        assert server.lines == [
            "GET /repos/example-team/log/issues?state=all&per_page=100",
            "GET /repositories/5/issues?page=2",
        ]
    assert pages == [[{"number": 1}], [{"number": 2}]]


@pytest.mark.parametrize(
    "second",
    [
        Answer(data=[]),
        Answer(data={"message": "?"}),
        Answer(data=[1], headers={"link": '</repos/example-team/log/issues?page=2>; rel="next"'}),
    ],
    ids=["empty", "no list", "circle"],
)
def test_a_list_that_breaks_off_ends_the_run(second: Answer) -> None:
    first = Answer(
        data=[1], headers={"link": '</repos/example-team/log/issues?page=2>; rel="next"'}
    )
    with (
        answering(first, second) as server,
        connected(server, Hurried()) as client,
        pytest.raises(Stopped, match="asked to list the issues"),
    ):
        list(client.pages("issues", {}, asked="list the issues"))


def test_a_host_that_cannot_be_reached_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        hurried = Hurried()
        client = Client(
            repository="example-team/log", token=TOKEN, api=f"http://{place}", clock=hurried.clock
        )
        with client, pytest.raises(Stopped) as raised:
            client.get("issues/1", asked="read issue 1")
    assert raised.value.message.startswith(f"{place} cannot be reached (")
    assert "Look at the network, and at --api or GITHUB_API_URL." in raised.value.message
    assert len(hurried.waits) == 3


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"repository": "log"}, "'log' is no repository.", "OWNER/NAME"),
        ({"repository": "a/../b"}, "'a/../b' is no repository.", "OWNER/NAME"),
        ({"repository": "a/.."}, "'a/..' is no repository.", "OWNER/NAME"),
        ({"api": "api.example"}, "That is no address of GitHub's API.", "https://api.github.com"),
        ({"api": "https://u:p@h"}, "That is no address of GitHub's API.", "https://api.github.com"),
        ({"api": "https://[::1"}, "That is no address of GitHub's API.", "https://api.github.com"),
        (
            {"api": "http://github.example/api/v3"},
            "The token would travel to github.example unencrypted.",
            "https://",
        ),
        ({"token": " "}, "There is no token for GitHub.", "GITHUB_TOKEN"),
        ({"token": "a\nb"}, "GITHUB_TOKEN holds a space", "on one line"),
        ({"token": "tökén"}, "GITHUB_TOKEN holds a space", "on one line"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    given: dict[str, str], message: str, hint: str
) -> None:
    fine = {"repository": "example-team/log", "token": TOKEN, "api": "https://api.github.com"}
    with pytest.raises(EscalogError) as raised:
        Client(**{**fine, **given})  # type: ignore[arg-type]
    assert raised.value.message.startswith(message)
    assert raised.value.hint is not None
    assert hint in raised.value.hint


def test_issues_that_are_switched_off_and_tokens_without_rights_are_told_apart(
    github: GitHub,
) -> None:
    github.settings.issues_are_on = False
    with (
        Client(repository=github.repository, token=github.token, api=github.url) as client,
        pytest.raises(Refused, match="410") as off,
    ):
        write(client)
    assert off.value.hint is not None
    assert "switched off" in off.value.hint
    github.settings.issues_are_on = True
    token = github.mint(issues="read")
    with (
        Client(repository=github.repository, token=token, api=github.url) as client,
        pytest.raises(Stopped, match="403") as raised,
    ):
        write(client)
    assert raised.value.hint is not None
    assert "permissions: issues: write" in raised.value.hint


@pytest.mark.parametrize("kind", [Kind.LIMITED_BEFORE, Kind.TOO_MANY_AFTER, Kind.DROPPED_AFTER])
def test_a_fault_of_one_call_is_got_over(github: GitHub, kind: Kind) -> None:
    github.inject(Fault(call=1, kind=kind, retry_after=3))
    hurried = Hurried()
    with Client(
        repository=github.repository, token=github.token, api=github.url, clock=hurried.clock
    ) as client:
        write(client, lambda: github.issues() or None)
    assert len(github.issues()) == 1
    assert hurried.waits == [5 if kind is Kind.DROPPED_AFTER else 3]
