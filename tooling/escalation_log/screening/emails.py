"""Recognition of e-mail addresses, as they are written and as people disguise them."""

from __future__ import annotations

import re
from collections.abc import Container

from escalation_log.screening.written_dates import word_list

_OPENING, _CLOSING = r"[\[({<'\"*]", r"[\])}>'\"*]"
_AT = re.compile(
    r"[\[({<] ?(?:@|at?) ?[\])}>]|['\"*] ?(?:@|at) ?['\"*]|@(?: ?@)*|(?<![a-z])at(?![a-z])",
    re.IGNORECASE,
)
_DOT = rf"(?:\.| \. | ?{_OPENING} ?dot ?{_CLOSING} ?|[ _-]{{1,2}}dot[ _-]{{1,2}}| point )"
_BEFORE_AT = re.compile(
    rf"[a-z0-9_'+\"-]{{1,40}}(?:{_DOT}[a-z0-9_'+-]{{1,40}}){{0,4}}(?P<gap>[ _-]{{0,2}})\Z",
    re.IGNORECASE,
)
_AFTER_AT = re.compile(
    rf"(?P<gap>[ _-]{{0,2}})(?P<host>[a-z0-9-]{{1,40}}(?:{_DOT}[a-z0-9-]{{1,40}}){{0,3}}?)"
    rf"(?P<dot>{_DOT})"
    r"(?P<top>[a-z]{2,12})(?![a-z])(?:\.[a-z]{2,3}\b)*",
    re.IGNORECASE,
)
_MAILBOXES = frozenset(
    word_list(
        "gmail googlemail hotmail outlook yahoo icloud live aol btinternet protonmail sky "
        "virginmedia talktalk msn ymail"
    )
)
# What is on the web, or looked for there, and no mailbox.
_NO_MAILBOX = "look|looked|see|seen|find|found|read|page|site|guidance|published|online|info|www"
# With a sign too many or another one before the last part, as people mistype and disguise it.
_LOOSE = re.compile(
    r"[A-Za-z0-9_] ?@ ?[A-Za-z0-9-]{2,40}(?: ?[,;] ?| \. ?|\. )"
    r"(?:com|COM|net|NET|org|ORG|(?:co[ .,]{1,2})?uk|(?:CO[ .,]{1,2})?UK)\b"
    rf"|[A-Za-z0-9][ _-]{{1,2}}(?i:at[ _-]{{1,2}}(?:{'|'.join(sorted(_MAILBOXES))})"
    r"[ _.,-](?:com|net|org|co[ _.,-]uk))\b"
    # Without any dot: of an office, or of a host whose end was left out.
    rf"|(?i:\b(?!(?:{_NO_MAILBOX})\b)[a-z0-9_.+-]{{2,40}} at (?!www\b)"
    r"(?:[a-z0-9-]{2,40} ){1,2}?(?:(?:gov|nhs|ac|sch|org|police) uk|nhs net))\b"
    r"|[A-Za-z0-9][\[({<](?i:@|at)[\])}>][A-Za-z]{4,40}"
    r"|(?i:\bat (?:gmail|googlemail|hotmail))\b"
    r"|(?<![\w/.@-])[A-Za-z0-9][\w.+-]{1,40}@"
    r"(?!(?:main|master|latest|next|stable|head|beta|alpha|dev|version|edition|ref|sha|tag)\b)[A-Za-z]{4,40}(?![\w@:/-]|\.\w)"
)
# Of a repository, not of a person.
_OF_GIT = re.compile(r"(?<![\w.+-])git@[a-z0-9.-]{3,60}:", re.IGNORECASE)
# What is written like the name before an @, and not like a word or a reference.
_LIKE_A_MAILBOX = re.compile(r"[a-z]+(?:[._+-]?[a-z]+){0,4}[0-9]{1,4}|[a-z]+(?:[._+][a-z]+){1,4}")
_NEAR = 100


def holds_email(text: str, published: Container[str]) -> bool:
    """Say whether a folded text holds an e-mail address, disguised or not, but one published."""
    if "git@" in text:
        text = _OF_GIT.sub(" ", text)
    return _LOOSE.search(text) is not None or any(
        _is_email(text, match, published) for match in _AT.finditer(text)
    )


def _is_email(text: str, at: re.Match[str], published: Container[str]) -> bool:
    after = _AFTER_AT.match(text, at.end(), at.end() + _NEAR)
    if after is None:
        return False
    before = _BEFORE_AT.search(text[max(0, at.start() - _NEAR) : at.start()])
    if before is None:
        return False
    if at.group() == "@":
        return f"{before.group()}@{after.group()}".lower() not in published
    if not at.group().isalpha() or all({"_", "-"} & {*each["gap"]} for each in (before, after)):
        return True
    # The word alone stands in many sentences, so that the rest must look like an address.
    if after["dot"].strip() != "." or after["host"].lower() in _MAILBOXES:
        return True
    name = before.group().strip().rpartition(" ")[2].lower()
    return _LIKE_A_MAILBOX.fullmatch(name) is not None
