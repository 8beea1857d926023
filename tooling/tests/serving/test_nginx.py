"""Without signing in nothing is served, however it is asked for; with it, everything is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.logs import REPOSITORY
from tests.serving.conftest import Served
from tests.serving.nginx import NAME
from tests.serving.requests import Answer, ask, send
from tests.serving.sign_in import COOKIE as COOKIE_NAME
from tests.serving.sign_in import ELSEWHERE, EMAIL, FOUND, NOT_IN_THE_GROUP, READER

COOKIE = f"Cookie: {READER}"
CASE = "/cases/2026/KN-2026-0001.html"
INDEX = "/search/search_index.json"
TABLE = "/tracker.csv"
SECRETS = (CASE, INDEX, "/tracker.html", "/assets/javascripts/tracker.js")
TELLTALE = re.compile(rb"KN-20|escalat|<html lang|lunr|function", re.IGNORECASE)


def files(site: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(site.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name != "404.html":
            yield "/" + path.relative_to(site).as_posix(), path


def assert_tells_nothing(answer: Answer, asked: str) -> None:
    assert answer.status not in (200, 203, 206, 304), asked
    body = answer.body.replace(NAME.encode(), b"")
    assert not TELLTALE.search(body), (asked, body[:200])
    assert len(answer.body) < 400, asked


def test_every_file_is_refused_to_who_has_not_signed_in(served: Served) -> None:
    asked = 0
    for address, _ in files(served.root):
        answer = ask(served.port, address)
        assert answer.status == 302, address
        assert answer.headers["location"] == ELSEWHERE
        assert served.sign_in.wanted.pop() == address
        assert_tells_nothing(answer, address)
        asked += 1
    assert asked > 100
    assert set(served.sign_in.asked) == {"/oauth2/auth", "/oauth2/start"}


@pytest.mark.parametrize(
    "target",
    [
        "/tracker.html?find=KN-2026-0001&agency=police&theme=thresholds",
        "/tracker.html?find=a%26b+c&rd=https://elsewhere.example/",
        "/tracker.html?%0d%0aX-Auth-Request-Redirect:%20x#y;z",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_sign_in_leads_back_to_all_that_was_asked_for(
    served: Served, target: str, method: str
) -> None:
    """No part of an address is lost, or taken for something that the sign-in is asked."""
    answer = ask(served.port, target, method=method)
    assert answer.headers["location"] == ELSEWHERE
    assert served.sign_in.wanted == [target]
    assert served.sign_in.asked == ["/oauth2/auth", "/oauth2/start"]


@pytest.mark.parametrize("path", ["/oauth2/start", "/oauth2/callback?code=1", "/tracker.html"])
def test_nobody_else_says_where_the_sign_in_leads_back_to(served: Served, path: str) -> None:
    told = ("X-Auth-Request-Redirect", "X-Forwarded-Host", "X-Forwarded-Uri", "X-Forwarded-For")
    ask(served.port, path, *(f"{name}: elsewhere.example" for name in told))
    heard = served.sign_in.headers[-1]
    assert not [name for name in told if "elsewhere" in (heard[name] or "")]
    assert heard["Host"] == heard["X-Forwarded-Host"] == NAME


def test_the_settings_of_the_sign_in_keep_its_cookie_to_this_host() -> None:
    document = (REPOSITORY / "docs" / "serving.md").read_text("utf-8")
    (written,) = re.findall(r"```ini\n(.*?)```", document, re.DOTALL)
    settings = tomllib.loads(written)
    assert settings["cookie_name"] == COOKIE_NAME
    assert (settings["cookie_path"], settings["cookie_secure"]) == ("/", True)
    assert settings["cookie_httponly"]
    assert not {"cookie_domains", "whitelist_domains"} & set(settings)


def test_who_signs_out_leaves_nothing_in_the_browser(served: Served) -> None:
    answer = ask(served.port, "/oauth2/sign_out?rd=/", COOKIE)
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    for path in ("/", CASE, "/oauth2/start", "/oauth2/sign_out2", "/sign_out"):
        assert "clear-site-data" not in ask(served.port, path, COOKIE).headers, path


def test_every_file_is_served_whole_to_who_has(served: Served) -> None:
    for address, path in files(served.root):
        answer = ask(served.port, address, COOKIE)
        assert answer.status == 200, address
        assert answer.body == path.read_bytes(), address


def tricks(path: str) -> Iterator[str]:
    folder, _, name = path.rpartition("/")
    yield from (
        f"/{path}",
        f"//{path}",
        path.replace("/", "//"),
        f"/.{path}",
        f"/x/..{path}",
        f"/oauth2/..{path}",
        f"/oauth2/%2e%2e{path}",
        f"/oauth2/%2E%2E%2F{path[1:]}",
        f"/oauth2/..%2f{path[1:]}",
        f"/oauth2/../oauth2/..{path}",
        f"/oauth2//..//..{path}",
        f"/oauth2/..\\{path[1:]}",
        f"/oauth2/..;{path}",
        f"/oauth2{path}",
        f"/OAUTH2/..{path}",
        f"/.sign-in-check/..{path}",
        f"/.sign-in-check{path}",
        f"/404.html/..{path}",
        f"{folder}/%{ord(name[0]):02x}{name[1:]}",
        path.replace("/", "/%2e/"),
        path.replace("/", "%2f"),
        path.upper(),
        path.lower(),
        path.title(),
        f"{path}/",
        f"{path}.",
        f"{path}%20",
        f"{path}%00",
        f"{path}%00.css",
        f"{path}?x=/oauth2/",
        f"{path};/oauth2/",
        f"{path}#/oauth2/",
        f"{path}~",
        f"{path}.bak",
        f"http://{NAME}{path}",
        f"http://other.example.org{path}",
        f"{folder}/",
        folder or "/",
        f"{path}/../{name}",
        f"/%2e%2e{path}",
        "/404.html",
        "/.sign-in-check",
        "/@sign-in",
        "/linked.txt",
        "/../outside.txt",
        "/..%2foutside.txt",
        "/oauth2/../../outside.txt",
        "*",
        path[1:],
    )


@pytest.mark.parametrize("path", SECRETS)
def test_no_other_spelling_gets_round_the_sign_in(served: Served, path: str) -> None:
    for target in tricks(path):
        for cookie in ("X-Nothing: here", f"Cookie: {NOT_IN_THE_GROUP}", f"Cookie: {COOKIE_NAME}="):
            answer = ask(served.port, target, cookie)
            if answer.body == b"Sign in here.":
                assert target.startswith("/oauth2"), target
                continue
            assert answer.raw or "other.example.org" in target, target
            assert_tells_nothing(answer, target)


@pytest.mark.parametrize("path", SECRETS)
@pytest.mark.parametrize(
    "method",
    ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "CONNECT", "GeT"],
)
def test_no_method_gets_round_it(served: Served, path: str, method: str) -> None:
    answer = ask(served.port, path, "Content-Length: 0", method=method)
    assert_tells_nothing(answer, method)
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


@pytest.mark.parametrize("path", SECRETS)
@pytest.mark.parametrize(
    "version", ["HTTP/0.9", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/9.9", ""]
)
def test_no_version_gets_round_it(served: Served, path: str, version: str) -> None:
    assert_tells_nothing(ask(served.port, path, version=version), version)
    assert_tells_nothing(send(served.port, f"GET {path}\r\n".encode()), "HTTP/0.9")


@pytest.mark.parametrize("path", SECRETS)
@pytest.mark.parametrize(
    "header",
    [
        "Range: bytes=0-99",
        "Range: bytes=-1",
        "If-None-Match: *",
        "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
        "If-Range: x",
        "X-Original-URI: /oauth2/",
        "X-Original-URL: /oauth2/",
        "X-Rewrite-URL: /oauth2/",
        "X-HTTP-Method-Override: GET",
        "X-Forwarded-For: 127.0.0.1",
        "X-Auth-Request-Email: reader@example.org",
        "Authorization: Basic cmVhZGVyOg==",
        "Transfer-Encoding: chunked",
        "Upgrade: h2c",
        "Expect: 100-continue",
        "X-Accel-Redirect: /tracker.html",
    ],
)
def test_no_header_gets_round_it(served: Served, path: str, header: str) -> None:
    body = "0\r\n\r\n" if "chunked" in header else ""
    answer = ask(served.port, path, header, body=body)
    assert answer.status == 302
    assert_tells_nothing(answer, header)


def test_a_second_request_on_the_same_connection_is_judged_for_itself(served: Served) -> None:
    first = f"GET /oauth2/start HTTP/1.1\r\nHost: {NAME}\r\n\r\n"
    signed = f"GET {CASE} HTTP/1.1\r\nHost: {NAME}\r\n{COOKIE}\r\n\r\n"
    second = f"GET {CASE} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"
    answer = send(served.port, (first + second).encode())
    assert answer.raw.count(b"HTTP/1.1 ") == 2
    assert b"KN-2026-0001</h1>" not in answer.raw
    answer = send(served.port, (signed + second).encode())
    assert answer.raw.rstrip().endswith(FOUND)
    assert answer.raw.count(b"HTTP/1.1 200 ") == 1
    assert answer.raw.count(b"HTTP/1.1 302 ") == 1


@pytest.mark.parametrize("name", ["", "other.example.org", "127.0.0.1", f"{NAME}.evil.example"])
def test_another_name_gets_no_answer_even_with_a_cookie(served: Served, name: str) -> None:
    answer = ask(served.port, CASE, COOKIE, name=name)
    assert_tells_nothing(answer, name)


@pytest.mark.parametrize("answer", [204, 301, 302, 304, 400, 403, 404, 429, 500, 502, 503])
def test_only_a_yes_is_a_yes(served: Served, answer: int) -> None:
    served.sign_in.answer = answer
    given = ask(served.port, CASE, COOKIE)
    if answer == 204:
        assert given.status == 200
    else:
        assert_tells_nothing(given, str(answer))


def test_who_has_signed_in_but_may_not_read_is_refused(served: Served) -> None:
    answer = ask(served.port, CASE, f"Cookie: {NOT_IN_THE_GROUP}")
    assert answer.status == 403
    assert_tells_nothing(answer, CASE)


def test_a_part_is_served_and_a_copy_that_is_still_good_needs_no_body(served: Served) -> None:
    part = ask(served.port, INDEX, COOKIE, "Range: bytes=0-9")
    assert (part.status, len(part.body)) == (206, 10)
    whole = ask(served.port, INDEX, COOKIE)
    again = ask(served.port, INDEX, COOKIE, f"If-None-Match: {whole.headers['etag']}")
    assert again.status == 304


def test_nothing_can_be_sent_to_it(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = ask(served.port, CASE, COOKIE, "Content-Length: 0", method=method)
        assert answer.status == 403, method


def test_what_lies_outside_is_not_served_to_anybody(served: Served) -> None:
    for target in ("/linked.txt", "/../outside.txt", "/..%2foutside.txt", "/.sign-in-check"):
        answer = ask(served.port, target, COOKIE)
        assert answer.status in (400, 403, 404), target
        assert b"outside the site" not in answer.body


def test_a_wrong_address_shows_the_sites_own_page_to_who_has_signed_in(served: Served) -> None:
    answer = ask(served.port, "/cases/nothing.html", COOKIE)
    assert answer.status == 404
    assert answer.body == (served.root / "404.html").read_bytes()


@pytest.mark.parametrize("cookie", [COOKIE, "X-Nothing: here"])
@pytest.mark.parametrize("path", [CASE, INDEX, TABLE, "/", "/nothing.html"])
def test_every_answer_has_the_headers(served: Served, path: str, cookie: str) -> None:
    headers = ask(served.port, path, cookie).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["strict-transport-security"] == "max-age=31536000"
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
    (scripts,) = (each for each in policy if each.startswith("script-src "))
    assert "unsafe" not in scripts
    assert headers["server"] == "nginx"


def test_style_sheets_and_scripts_may_be_kept_for_an_hour_by_one_reader(served: Served) -> None:
    (style,) = (each for each, _ in files(served.root) if each.endswith("/escalation-log.css"))
    assert ask(served.port, style, COOKIE).headers["cache-control"] == "private, max-age=3600"


def test_the_engine_may_be_kept_for_a_year_and_runs_in_one_script_alone(served: Served) -> None:
    parts = [each for each, _ in files(served.root) if each.startswith("/assets/engine/")]
    assert parts
    for part in parts:
        answer = ask(served.port, part, COOKIE)
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    allowing = {
        address
        for address, _ in files(served.root)
        if "'wasm-unsafe-eval'"
        in ask(served.port, address, COOKIE).headers["content-security-policy"]
    }
    assert allowing == {"/assets/javascripts/engine-worker.js"}


def test_the_log_says_who_read_what(served: Served) -> None:
    ask(served.port, f"{CASE}?once", COOKIE)
    lines = (served.folder / "access.log").read_text("utf-8").splitlines()
    (line,) = (each for each in lines if f"{CASE}?once" in each)
    assert f' {EMAIL} "GET {CASE}?once HTTP/1.1" 200' in line


REFERENCE = re.compile(r"[A-Z]{2}-20\d\d-\d{4}")
# What the log shows to have been read names its case in the address, or stands in the document's
# list of what holds more than one.
LISTED = re.compile(r"^\| `(/[^`]+)` \| (?!one)", re.MULTILINE)


def test_of_every_file_that_names_a_case_the_log_or_the_document_says_which(site: Path) -> None:
    document = (REPOSITORY / "docs" / "serving.md").read_text("utf-8")
    listed = LISTED.findall(document)
    unused = set(listed)
    for address, path in files(site):
        named = set(REFERENCE.findall(path.read_bytes().decode("utf-8", "replace")))
        own = REFERENCE.search(address)
        if not named or own:
            assert own is None or own[0] in named, address
            continue
        fitting = {each for each in listed if fnmatchcase(address, each)}
        assert fitting, address
        unused -= fitting
    # It holds references in pieces, which a browser puts together.
    assert unused == {"/assets/escalation-log/references.js"}


def directives(policy: str) -> dict[str, set[str]]:
    """Take a Content-Security-Policy apart."""
    named = (each.split() for each in policy.split(";"))
    return {name: set(sources) for name, *sources in named}


def test_the_recipe_allows_what_some_page_allows_and_nothing_else(
    site: Path, served: Served
) -> None:
    """Of two policies a browser keeps to both, so one that was forgotten would stop a page."""
    allowed: dict[str, set[str]] = {}
    for page in site.rglob("*.html"):
        (policy,) = re.findall(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">',
            page.read_text("utf-8"),
        )
        for name, sources in directives(policy).items():
            allowed.setdefault(name, set()).update(sources)
    recipe = directives(ask(served.port, "/", COOKIE).headers["content-security-policy"])
    assert recipe.pop("frame-ancestors") == {"'none'"}
    scripts = " ".join(sorted(allowed["script-src"]))
    assert recipe == allowed, f"put into docs/serving/nginx.conf: script-src {scripts}"
