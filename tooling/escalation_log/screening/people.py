"""Recognition of names that words give away: a title, a word of kinship, `named`.

There is no list of names: only what stands beside a name can be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from escalation_log.screening.ordinary_words import (
    NO_NAME,
    OF_A_PLACE,
    PLACES,
    is_beside_a_rank,
    is_ordinary,
)

_PLAIN = r"[Mm][Rr]|[Mm][Rr][Ss]|Ms|ms|MS|Miss|MISS|Mx|Messrs|[Mm]ister|[Mm]issus"
_LEARNED = (
    r"Dr|DR|dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev|Revd|Reverend|Rabbi|Imam"
    r"|Fr|Pastor|Lady|Lord|Master|Insp|Nurse|Midwife|HHJ|Judge|(?:His|Her) Honour(?: Judge)?"
)
_KIN_TITLE = "Auntie|Aunty|Uncle|Aunt|Nanny|Nan|Grandma|Grandad|Granny|Gran"
_POLICE = (
    r"PC|WPC|DC|WDC|DS|DI|DCI|PCSO|P\. ?C|W\. ?P\. ?C|D\. ?[CSI]|Sgt|Supt"
    r"|(?:D/|Det(?:\. ?| ))(?:Sgt|Con|Insp)"
    r"|(?:Detective (?:Chief )?|Chief |Police )?(?:Sergeant|Inspector|Constable|Superintendent)"
)
_TITLED = re.compile(
    # What is called after somebody is no person.
    rf"(?<![\w@'/])(?!(?:Sir|Dame|Lady|Lord) (?:\w+ )?[\w']+ (?i:{PLACES})\b)"
    rf"(?:(?P<plain>{_PLAIN})\.?(?: ?(?:&|and|/) ?(?:mrs|Mrs|MRS|Ms|Mr)\.?)?"
    rf"|(?P<kin>{_KIN_TITLE})\.?|(?P<learned>{_LEARNED})\.?"
    # With the number on the shoulder.
    rf"|(?P<police>{_POLICE})\.?(?:[ -]?[0-9]{{3,5}}[A-Z]?)?"
    r")(?<![.])(?!'[sS]\b)(?: Justice(?= [A-Z]))?(?:\.? ?[\"'(\[*]{1,2}|[ _.-]|\. "
    r"|(?:(?<=M[rRsS])|(?<=M[rR][sS]))(?: - |[,:)] ))"
    r"(?P<initials>(?:[A-Z](?:\. ?| )){0,3})(?P<name>[^\W\d_][\w'-]*)(?![\w.'-]*@)"
)
# The titles before which a sentence may end, and so does not.
WITH_A_DOT = re.compile(rf"\b(?:{_PLAIN}|{_KIN_TITLE}|{_LEARNED}|{_POLICE})\.")
_NEXT = re.compile(r"[ .]{1,2}(?P<name>[a-z][a-z'-]+)")
_TITLES_BEHIND = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][A-Za-z'-]+), ?(?:M[Rr]|M[Rr][Ss]|Ms|Miss|Mx|D[Rr]|Prof|Revd?)\b"
    r"(?!\.? ?(?:[A-Z]|(?:to|on|in|for|at|of|is|was|not|absent|present)\b))"
)
# A name in small letters, or after a word that is more than a title, where the words around leave
# nothing else.
_LOWER = re.compile(
    r"(?<![\w'])(?:[Dd]r|DR|Miss|M[sx]|[Cc]llr|[Pp]rof|[Ss]gt|[Ii]nsp)\.? (?P<name>[a-z][a-z'-]+)"
    r" (?:rang|called|said|phoned|telephoned|saw|visited|wrote|asked|confirmed|agreed|attended"
    r"|emailed|reported|told|has|is|was|will|replied|did|advised|referred|thinks|says)\b"
    r"|\b(?:told|asked|saw|rang|(?:spoke|spoken|talked|wrote) (?:to|with)|seen by|from|by|with"
    r"|(?P<to>to)) (?:[Dd]r|DR|(?(to)(?!)|[Mm]iss)|[Cc]llr|[Pp]rof|[Ss]gt|[Ii]nsp)\.?"
    r" (?P<last>[A-Za-z][a-z'-]+)"
    r"(?=[.,;:)]|$| (?:today|yesterday|tomorrow|this|about|on|at|and|who|re|again|for|regarding|in"
    r"|before|after|via|last)\b)"
    r"|\A(?:[\w-]{1,20} ){0,2}(?:[Dd]r|[Cc]llr|[Ss]gt) (?P<whole>[a-z'-]{3,20})\Z"
)
_ROLES = re.compile(
    r"(?<![\w'])(?:[Hh]ealth [Vv]isitor|[Ss]ocial [Ww]orker|[Kk]ey ?[Ww]orker|midwife|nurse|judge"
    r"|[Tt]eacher|[Hh]ead ?teacher|[Ss]olicitor|[Cc]ounsellor|constable|sergeant|inspector"
    rf"|[Dd]octor) (?P<name>[A-Z][a-z'-]+[a-z])\b{OF_A_PLACE}"
)

_KIN = (
    "mum|mam|mom|mother|dad|father|brother|sister|half-brother|half-sister|sibling|twin|uncle|aunt"
    "|auntie|aunty|nan|nana|gran|granny|grandma|grandmother|grandad|granddad|grandfather|stepdad"
    "|stepmum|stepfather|stepmother|step-dad|step-mum|boyfriend|girlfriend|husband|wife|son"
    "|daughter|cousin|niece|nephew|neighbour|friend|ex-partner|nanna|grandpa"
    "|foster carer|m?[mp]g[mf]"
)
_A_NAME = rf"[A-Z][a-z'-]*[a-z](?!['\w]){OF_A_PLACE}"
_PSEUDONYM = r"\bC-[0-9A-Z]{4,6}"
_PARTNER = (
    r"(?:his|her|their|mum's|mother's|dad's|father's|new|ex|former) (?:new |ex[ -]|former ){0,2}"
    r"(?:partner|ex|boyfriend|girlfriend|fella|carer|foster carer|foster mum|foster mother)"
)
_CALLED = (
    r"(?:his|her|their|my|the \w{1,12}'s|\w{1,12}'s|child|pupil|baby|parent|carer|family|first|last"
    r"|full|middle|given|birth|maiden|real) (?:first |last |full |sur|real )?names?"
    r"(?: is| was| are|:|'s| -| =)|(?:\A|[.;,(] ?)names?:|(?-i:named)|nicknamed|known as|goes by"
    r"|a\.?k\.?a\.?|calls? (?:him|her|them)(?:self)?"
    r"|(?:(?:boy|girl|child|baby|man|woman|lad|mum|mother|dad|father|brother|sister)(?:'s)?,?"
    r"(?: who)?(?: is| was)?|(?:who|he|she) (?:is|was)) called|(?:first |middle |fore)name:?"
)
_NAMED = re.compile(
    rf"(?<![\w'])(?:(?i:{_KIN}|{_PARTNER}|baby|toddler|boy|girl|lad|(?-i:child))"
    r"(?:,| is|:| -| ?=|\(| \()? ?"
    r"|(?i:(?:child|pupil|patient|student|client):|name of (?:the )?[a-z]{3,12}(?::| is| -)) ?"
    rf"|(?i:{_CALLED}) ?)(?P<name>{_A_NAME})"
    rf"|(?i:(?:{_KIN}|child|baby)'?s (?:full |real )?name)(?::| is| was)? (?P<theirs>{_A_NAME})"
    rf"|(?<![\w'.-])(?P<before>[A-Z][a-z'-]*[a-z]) \((?:{_KIN})\)"
    rf"|(?i:\b(?:last |maiden |family |sur)name)(?::| is| was)? (?P<surname>{_A_NAME})"
    rf"|(?<![\w'.])(?P<whose>[A-Z][a-z]{{2,}})'s (?:{_KIN})\b(?! (?:site|and baby)\b)"
    rf"|(?:{_PSEUDONYM}|\b[Cc]hild [A-Z])(?: ?=| -| is| \() ?(?P<who>{_A_NAME})"
    rf"|(?<![\w'-])(?P<whom>[A-Z][a-z'-]+) ?[=(] ?{_PSEUDONYM}"
    r"|(?<![\w'.-])(?P<first>[A-Z][a-z]{2,}) (?:and|with) (?:his|her) "
    rf"(?:{_KIN}|baby|children|siblings)\b"
)
# In capitals only a first name with a last one, since one word is more often short for several.
_IN_CAPITALS = re.compile(
    rf"(?<![\w'])(?i:{_KIN})(?:,| is|:| -|\(| \()? ?"
    r"(?P<first>[A-Z]{3,20}) (?P<last>[A-Z-]{3,30})\b"
)
_VOWEL = re.compile("[AEIOUY]")
# Quicker to look for, and a part of each name with such a word.
_NAME_LIKE = re.compile(
    r"[A-Za-z',:(=.-] ?[( ]?[A-Z][A-Za-z]|[a-z]'s | (?:and|with) h(?:is|er) |[=(] ?C-"
    r"|[a-z] \([a-z]|\A[Nn]ame"
)
_LOWER_LIKE = re.compile(r"\b(?:dr|miss|m[sx]|cllr|prof|sgt|insp)\b", re.IGNORECASE)


def holds_titled_name(text: str) -> bool:
    """Say whether a folded text has a title with a name behind it."""
    return (
        any(_is_titled(match) for match in _TITLED.finditer(text))
        or any(match["name"].lower() not in NO_NAME for match in _TITLES_BEHIND.finditer(text))
        or any(not is_beside_a_rank(match["name"]) for match in _ROLES.finditer(text))
        or (
            _LOWER_LIKE.search(text) is not None
            and any(not is_ordinary(match[match.lastgroup or 0]) for match in _LOWER.finditer(text))
        )
    )


def _is_titled(match: re.Match[str]) -> bool:
    name, initials, plain = match["name"], match["initials"], match["plain"]
    is_mr = plain is not None and plain.lower().rstrip("s") in ("mr", "mx", "mister", "missu")
    may_be = _check_of(match)
    if initials and may_be(name) and name[0].isupper():
        return True
    if initials:
        name = initials[0]
    if name in ("A", "I"):
        return is_mr
    if len(name) == 1 and match["learned"] in ("Rev", "Revd"):
        return False
    if name == "a" and is_mr:
        following = _NEXT.match(match.string, match.end())
        return following is not None and not is_ordinary(following["name"])
    return may_be(name) and (name[0].isupper() or is_mr)


def _check_of(match: re.Match[str]) -> Callable[[str], bool]:
    """Give what tells a name behind a title: behind a plain one nearly any word is a name."""
    if match["kin"]:
        return lambda name: not is_ordinary(name)
    if match["plain"] or match["learned"] in ("Dr", "DR", "dr"):
        return lambda name: name.lower().removesuffix("'s") not in NO_NAME
    return lambda name: not is_beside_a_rank(name)


def holds_named_person(text: str) -> bool:
    """Say whether a folded text names somebody beside a word such as "mum" or "named"."""
    return _NAME_LIKE.search(text) is not None and (
        any(_is_name(match) for match in _NAMED.finditer(text))
        or any(
            not is_ordinary(word) and _VOWEL.search(word)
            for match in _IN_CAPITALS.finditer(text)
            for word in [match["first"]]
            if not is_ordinary(match["last"]) and _VOWEL.search(match["last"])
        )
    )


def _is_name(match: re.Match[str]) -> bool:
    if match["surname"]:
        return not is_beside_a_rank(match["surname"])
    return not is_ordinary(match[match.lastgroup or 0])
