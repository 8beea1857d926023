"""Recognition of names that words give away, of dates of birth, and of e-mail addresses.

There is no list of names: only what stands beside a name can be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Container

from escalation_log.screening.calendar_words import DATE, MONTHS_AND_DAYS, word_list

_BORN_WORD = (
    r"(?:\bd[. /-]{0,2}o[. /-]{0,2}b\b\.?|\bdates?[ _-]?of[ _-]?birth\b"
    r"|\bbirth[ _-]?dates?\b|\bb'?day\b)"
)
# Behind these words a sentence goes on to something else.
_NEW_PART = r"(?:and|but|then|was|were|is|has|had|until|who|which|moved|seen|discharged)\b"
_AGE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen)"
)
_TO_THE_DATE = (
    r"(?:[ :=(,-]{1,4}|[ :=(,-]{0,3}\b(?:is|are|was|were|will be|falls|being|on|in|of|the|next|last"
    r"|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|given|as|recorded|his|her|their)\b"
    r"[ :=(,-]{0,3}){0,5}"
)
# What else is born than people.
_NOT_OF_THOUGHTS = "".join(
    f"(?<!{word} )"
    for word in word_list(
        "new concern concerns worry worries plan idea question decision delay dispute disagreement"
    )
)
_BORN = re.compile(
    rf"{_BORN_WORD}{_TO_THE_DATE}(?:{DATE}|(?:19|20)[0-9]{{2}}\b)"
    rf"|\bbirthdays?\b{_TO_THE_DATE}{DATE}"
    # Between the word and the date a place may be named.
    rf"|(?<![-\w]){_NOT_OF_THOUGHTS}born\b[ :,(-]{{0,3}}"
    rf"(?:(?!{_NEW_PART})[a-z'-]{{1,15}},? ){{0,6}}{DATE}"
    rf"|(?<![-\w]){_NOT_OF_THOUGHTS}born:? ?(?:19|20)[0-9]{{2}}[./ -]"
    rf"|\b(?:turn(?:s|ed|ing)?|will be|aged?:?|s?he (?:is|was)) (?:[0-9]{{1,2}}|{_AGE})"
    rf" (?:years old )?on (?:the )?{DATE}"
    rf"|{DATE}(?:[ ,]{{1,2}}(?:19|20)[0-9]{{2}})?[ ,(=-]{{0,3}}"
    rf"(?:(?:is|was|being|as) )?(?:(?:his|her|their|the|whose|child's|mum's) ){{0,2}}"
    rf"(?:{_BORN_WORD}|\bbirthday\b(?! (?:card|party|visit|present|gift|contact)))"
)
# After these words a letter is the part of a list.
_NOT_A_PART = "".join(
    f"(?<!{word} )"
    for word in word_list(
        "part option section plan point item clause stage level paragraph appendix annex and or"
    )
)
# As in registers.
_BORN_SHORT = re.compile(
    rf"(?<![\w.]){_NOT_A_PART}b[.:] ?(?=[0-9a-z ./,-]{{0,20}}[0-9]{{2}}\b){DATE}"
    r"|\(b\.? ?(?:19|20)[0-9]{2}\)"
)
_LIST_OF_PARTS = re.compile(r"(?<![\w.])a[.)] ")
_BORN_TRIGGER = re.compile(
    r"born|birth|b'?day|\bd[. /-]{0,2}o[. /-]{0,2}b\b|turn|will be|\bage"
    r"|he (?:is|was) |\bb[.:]|\(b "
)

_TITLED = re.compile(
    r"(?<![\w@'/])(?:"
    r"(?P<plain>[Mm][Rr]|[Mm][Rr][Ss]|Ms|ms|MS|Miss|MISS|Mx|Messrs)\.?"
    r"(?: ?(?:&|and|/) ?(?:mrs|Mrs|MRS|Ms|Mr)\.?)?"
    r"|(?P<learned>Dr|DR|dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev|Revd|Reverend|Rabbi|Imam"
    r"|Fr|Pastor|Lady|Lord|Master|Sgt|Sergeant|Insp|Inspector|Nurse|Auntie|Aunty|Uncle|Aunt|Nanny|Nan"
    r"|Grandma|Grandad"
    r"|Granny|Gran|PC|WPC|DC|DS|DI|DCI|PCSO)\.?"
    r")(?<![.])(?: Justice(?= [A-Z]))?(?:\.? ?[\"'(\[*\u201c\u201d]{1,2}|[ _.-]|\. "
    r"|(?:(?<=M[rRsS])|(?<=M[rR][sS]))(?: - |[,:)] ))"
    r"(?P<name>[^\W\d_][\w'-]*)(?![\w.'-]*@)"
)
_TITLES_BEHIND = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][A-Za-z'-]+), ?(?:M[Rr]|M[Rr][Ss]|Ms|Miss|Mx|D[Rr]|Prof|Revd?)\b"
    r"(?!\.? ?(?:[A-Z]|(?:to|on|in|for|at|of|is|was|not|absent|present)\b))"
)
# After "Dr" a name in small letters, where the words around leave nothing else.
_DOCTOR = re.compile(
    r"(?:(?<![\w'])(?:Dr|DR|dr)\.? (?P<name>[a-z][a-z'-]+) (?:rang|called|said|phoned|telephoned"
    r"|saw|visited|wrote|asked|confirmed|agreed|attended|emailed|reported|told|has|is|was|will"
    r"|replied|did|advised|referred|thinks|says)\b"
    r"|\b(?:to|told|asked|saw|rang|from|by|with) (?:Dr|DR|dr)\.? (?P<last>[a-z][a-z'-]+)"
    r"(?=[.,;:)]|$))"
)
# Words that follow a title, or a word that could be one, and are no name.
_NO_NAME = MONTHS_AND_DAYS | frozenset(
    word_list(
        "a an and any are as asked at attended agreed answered be because before both but by "
        "called can confirmed did do does for from gave had has have he her his i if in is it its "
        "may met must no not of on or our out rang raised said saw she should so spoke team teams "
        "than that the their them then they this to told up was we went were what when where which "
        "who will with would you your trust tongue doctor nurse midwife gp professional field "
        "fields or/and school schools college nursery hospital surgery practice service services "
        "safeguarding child children children's adult adults social care protection police agency "
        "agencies council board panel partnership health housing family early help mash lado court "
        "girl boy baby infant pupil student sibling sister brother mother father mum dad nan "
        "parent carer aunt uncle grandmother grandfather family partner patient client today "
        "yesterday tomorrow he's word excel office review reviews meeting conference strategy "
        "section stage tier level policy plan plans core group lead leads manager managers head "
        "heads unit custody officer officers inspector sergeant constable investigation "
        "investigations interview report reports station rota desk escalation deadline deadlines "
        "deadline. visit visits appointment appointments who's letter letters number numbers role "
        "roles class lesson lessons one two three consultant practitioner specialist prescriber "
        "adviser advisor yes please sorry thanks hello dear therapist trainer visitor associate "
        "led neighbourhood standards ofsted unknown figure declined refused present absent "
        "informed contacted consented requested reported stated denied disclosed alleged arrested "
        "unavailable unaware aware upset unwell deceased copy mayor chancellor justice dos just "
        "also never still again finally later now only receptionist secretary appt list rota "
        "cover letters notes records yet presumed notified involved supported engaged concerned "
        "invited excluded educator director public emeritus ward christmas redacted chair mr mrs ms"
    )
)
_KIN = (
    "mum|mam|mom|mother|dad|father|brother|sister|half-brother|half-sister|sibling|twin|uncle|aunt"
    "|auntie|aunty|nan|nana|gran|granny|grandma|grandmother|grandad|granddad|grandfather|stepdad"
    "|stepmum|stepfather|stepmother|step-dad|step-mum|boyfriend|girlfriend|husband|wife|son"
    "|daughter|cousin|niece|nephew|neighbour|friend|ex-partner"
)
_NAMED = re.compile(
    rf"(?<![\w'])(?:(?i:{_KIN})(?:,| is|:| -|\(| \()? ?|"
    r"(?i:(?:his|her|their|my|the \w{1,12}'s|\w{1,12}'s) (?:first |last |full |sur|real )?names?"
    r"(?: is| was| are|:|'s)|(?-i:named)|known as|goes by"
    r"|(?:boy|girl|child|baby|man|woman|lad|mum|mother"
    r"|dad|father|brother|sister) (?:is |was )?called|surname|forename) ?)"
    r"(?P<name>[A-Z][a-z'-]+[a-z])"
    rf"|(?<![\w'.])(?P<whose>[A-Z][a-z]{{2,}})'s (?:{_KIN})\b"
)
# Quicker to look for, and a part of each name with such a word.
_NAME_LIKE = re.compile(r"[a-z',:(-][( ][( ]?[A-Z][a-z]|[a-z]'s ")

_AT = re.compile(r"[\[({<] ?(?:@|at?) ?[\])}>]|@|(?<![a-z])at(?![a-z])", re.IGNORECASE)
_DOT = r"(?:\.| \. | ?[\[({<] ?dot ?[\])}>] ?|[ _-]{1,2}dot[ _-]{1,2}| point )"
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
# With a sign too many or another one before the last part, as people mistype and disguise it.
_LOOSE = re.compile(
    r"[A-Za-z0-9_] ?@ ?[A-Za-z0-9-]{2,40}(?: ?[,;] ?| \. ?|\. )"
    r"(?:com|COM|net|NET|org|ORG|(?:co[ .,]{1,2})?uk|(?:CO[ .,]{1,2})?UK)\b"
    rf"|[A-Za-z0-9][ _-]{{1,2}}(?i:at[ _-]{{1,2}}(?:{'|'.join(sorted(_MAILBOXES))})"
    r"[ _.,-](?:com|net|org|co[ _.,-]uk))\b"
)
# What is written like the name before an @, and not like a word or a reference.
_LIKE_A_MAILBOX = re.compile(r"[a-z]+(?:[._+-]?[a-z]+){0,4}[0-9]{1,4}|[a-z]+(?:[._+][a-z]+){1,4}")
_NEAR = 100


def holds_birth_date(text: str) -> bool:
    """Say whether a folded text says when somebody was born."""
    low = text.lower()
    if _BORN_TRIGGER.search(low) is None:
        return False
    if _BORN_SHORT.search(low) and not _LIST_OF_PARTS.search(low):
        return True
    return _BORN.search(low) is not None


def holds_titled_name(text: str) -> bool:
    """Say whether a folded text has a title with a name behind it."""
    for match in _TITLED.finditer(text):
        name = match["name"]
        if not _may_be_a_name(name) or (match["learned"] in ("Rev", "Revd") and len(name) == 1):
            continue
        if name[0].isupper() or (match["plain"] and match["plain"] not in ("Miss", "ms", "Ms")):
            return True
    return any(
        _may_be_a_name(match[match.lastgroup or 0])
        for pattern in (_TITLES_BEHIND, _DOCTOR)
        for match in pattern.finditer(text)
    )


def _may_be_a_name(word: str) -> bool:
    return word.lower().removesuffix("'s") not in _NO_NAME


def holds_named_person(text: str) -> bool:
    """Say whether a folded text names somebody beside a word such as "mum" or "named"."""
    return _NAME_LIKE.search(text) is not None and any(
        _may_be_a_name(match["name"] or match["whose"]) for match in _NAMED.finditer(text)
    )


def holds_email(text: str, published: Container[str]) -> bool:
    """Say whether a folded text holds an e-mail address, disguised or not, but one published."""
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
