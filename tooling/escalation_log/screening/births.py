"""Recognition of what says when somebody was born."""

from __future__ import annotations

import re

from escalation_log.screening.written_dates import DATE, MONTH, word_list

# With the letters of the word in any order that people mistype.
_BIRTH = r"b(?:irth|rith|ith|irht|ihrt|irt|rth|orth)"
_BORN_WORD = (
    rf"(?:\bd[. /-]{{0,2}}o[. /-]{{0,2}}b\b\.?|\bdates?[ _-]?of[ _-]?{_BIRTH}\b"
    rf"|\b{_BIRTH}[ _-]?dates?\b|\bb'?day\b"
    # Of a child that is not born yet.
    r"|\be\.?d\.?d\b\.?|\b(?:expected|estimated) (?:due date|date of (?:delivery|birth|confinement)"
    r"|delivery date)|\bbaby(?: is| was)? due\b)"
)
_YEAR = r"(?:19|20)[0-9]{2}\b"
_YEAR_WORD = rf"(?:\byears? of {_BIRTH}|\b{_BIRTH} ?years?|\by[./]?o[./]?b)\b\.?"
# Behind these words a sentence goes on to something else.
_NEW_PART = r"(?:and|but|then|was|were|is|has|had|until|who|which|moved|seen|discharged)\b"
_AGE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TO_THE_DATE = (
    r"(?:[ :=(,-]{1,4}|[ :=(,-]{0,3}\b(?:is|are|was|were|will be|falls|being|on|in|of|the|next|last"
    rf"|this|{_WEEKDAY}|given|as|recorded|his|her|their)\b"
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
    rf"{_BORN_WORD}{_TO_THE_DATE}(?:{DATE}|{_YEAR})|{_YEAR_WORD}{_TO_THE_DATE}{_YEAR}"
    rf"|\bbirthdays?\b{_TO_THE_DATE}{DATE}"
    rf"|(?<![-\w]){_NOT_OF_THOUGHTS}born\b(?! (?:out of|of|from) )(?:[ :,(-]{{0,3}}"
    rf"(?:(?:on|in|the|last|this|early|about|around|yesterday,?|{_WEEKDAY},?) ){{0,3}}{DATE}"
    # Between the word and the date a place may be named, and a comma only behind it.
    rf"|[ :(-]{{0,3}}(?:(?!{_NEW_PART})[a-z0-9:'-]{{1,15}} ){{0,6}}"
    rf"(?:(?:on|in)(?: the)?(?: {_WEEKDAY})?|(?:in|at)(?: [a-z'-]{{1,15}}){{1,3}},) {DATE})"
    rf"|(?<![-\w]){_NOT_OF_THOUGHTS}born:? ?(?:in |about |c\.? ?)?{_YEAR}"
    rf"|\b(?:turn(?:s|ed|ing)?|will be|aged?:?|s?he (?:is|was)) (?:[0-9]{{1,2}}|{_AGE})"
    rf" (?:years old )?(?:on (?:the )?{DATE}|\({DATE}(?:[ ,]{{1,2}}{_YEAR})?\))"
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
_WITH_A_YEAR = rf"(?=[0-9a-z ./,-]{{0,20}}[0-9]{{2}}\b){DATE}"
_WHO = (
    r"(?:child|boy|girl|baby|sibling|brother|sister|twins?|mum|dad|mother|father|she|he"
    r"|c-[0-9a-z]{4,5})"
)
# As in registers.
_BORN_SHORT = re.compile(
    rf"(?<![\w.]){_NOT_A_PART}b[.:] ?{_WITH_A_YEAR}"
    rf"|(?:\A|[,;(:] ?|\b{_WHO} )b {_WITH_A_YEAR}"
    rf"|\(b\.? ?{_YEAR}\)|(?<![\w.]){_NOT_A_PART}b\. ?{_YEAR}"
)
_LIST_OF_PARTS = re.compile(r"(?<![\w.])a[.)] ")
_TRIGGER = re.compile(
    r"born|b(?:irth|rith|ith|irht|ihrt|irt|rth|orth)|b'?day|\bd[. /-]{0,2}o[. /-]{0,2}b\b|turn"
    r"|will be|\bage|he (?:is|was) |\bb[.: ]|\by[./]?o[./]?b|\be\.?d\.?d|expected|estimated|\bdue\b"
)
_IN_WORDS = re.compile(MONTH)


def holds_birth_date(text: str) -> bool:
    """Say whether a folded text says when somebody was born."""
    low = text.lower()
    if _TRIGGER.search(low) is None:
        return False
    if _BORN_SHORT.search(low) and not _LIST_OF_PARTS.search(low):
        return True
    return _BORN.search(low) is not None


def may_say_a_birth_in_words(low: str) -> bool:
    """Say whether a text of small letters without a digit may hold a date of birth."""
    return _IN_WORDS.search(low) is not None and _TRIGGER.search(low) is not None
