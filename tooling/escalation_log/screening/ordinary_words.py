"""Tell words that stand where a name could, and are none, from names.

A capital does not tell them apart, since people write `Mum Moved out`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from escalation_log.screening.everyday_words import (
    ORIGINS,
    PARTICLES,
    PAST,
    QUALITIES,
    THINGS,
    VERBS,
)
from escalation_log.screening.written_dates import MONTHS_AND_DAYS, word_list

# No name even right behind a title.
NO_NAME = MONTHS_AND_DAYS | frozenset(
    word_list(
        "a an and any are as asked at attended agreed answered be because before both but by "
        "called can confirmed did do does for from gave had has have he her his i if in is it its "
        "may met must no not of on or our out rang raised said saw she should so spoke team teams "
        "than that the their them then they this to told up was we went were what when where which "
        "who will with would you your referral referrals support version sent check "
        "trust tongue doctor nurse midwife gp professional field "
        "fields or/and school schools college nursery hospital surgery practice service services "
        "safeguarding child children children's adult adults social care protection police agency "
        "agencies council board panel partnership health housing family early help mash lado court "
        "girl boy baby infant pupil student sibling sister brother mother father mum dad nan "
        "husband wife boyfriend girlfriend grandparents cousin niece nephew son daughter am us re "
        "ok hi ex etc st go me my up until vs age ages unsure "
        "parent carer aunt uncle grandmother grandfather partner patient client today asap "
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
        "also never still again finally later now only receptionist secretary appt list "
        "cover notes records yet presumed notified involved supported engaged concerned "
        "invited excluded educator director public emeritus ward christmas redacted chair mr mrs ms"
    )
)
# What stands behind a rank or an office as well.
_BESIDE_A_RANK = frozenset(
    word_list(
        "assessment assistant challenge checks clinic conduct crash curiosity difference "
        "differences disagreement draft final judgement judgment log network newly opinion record "
        "screen training universe"
    )
)
_OTHERS = frozenset((*PAST, *QUALITIES, *PARTICLES, *ORIGINS, *THINGS)) | _BESIDE_A_RANK
# As `Detention`, `Homelessness`, `Supportive`, `Recently`; as `Informed`, but not as `Ahmed`.
_ENDINGS = re.compile(
    r"[a-z]{2,}(?:tion|sion|ness|ship|able|ible|ful|less|ism|ology|tive|sive|mese|nese|lese|guese"
    r"|(?<!cle)ment|(?:ent|ant|ous|ial|ual|ib|ab|ical|ive|ful|ing|less|ed|ular|ight|onth)ly"
    r"|(?:[aciou]t|[cnprs]t|[eiu]s|s|ov|[ilr]v|ic|[nr]c|o|gn|[rw]n|e?n|ll|rr|pp|nn|gg|bb|tt"
    r"|[cnlrs]k|ch|gh|[iou]r|ng|dg|[aino]d|[oe]w|oy|rb|[iou]l|ff|im|[bcdfglnrst]am|rm|rs)ed)"
)
_ABSTRACT = re.compile(r"[a-z]{3,}(?:tion|sion|(?<!cle)ment|ship|ities|aries|ousness)")
# What stands before these is the name of a place.
PLACES = (
    "academy|area|centre|city|clinic|college|council|county|court|estate|hospital|hostel|house"
    "|nursery|police|primary|prison|road|school|station|street|surgery|team|trust|university|ward"
)
OF_A_PLACE = rf"(?! (?i:{PLACES})\b)"


def is_ordinary(word: str) -> bool:
    """Say whether a word is one of everyday or of the field, or ends as hardly any first name does.

    >>> [is_ordinary(word) for word in ("Moved", "Prison", "Sectioned", "Wellness")]
    [True, True, True, True]
    >>> [is_ordinary(word) for word in ("Tyler", "Ahmed", "Clement")]
    [False, False, False]
    """
    low = _plain(word)
    return low in NO_NAME or low in _OTHERS or low in _forms() or bool(_ENDINGS.fullmatch(low))


def is_beside_a_rank(word: str) -> bool:
    """Say whether a word is no surname, of which many are everyday words, as `White`.

    >>> [is_beside_a_rank(word) for word in ("Attended", "Training", "White", "Young")]
    [True, True, False, False]
    """
    low = _plain(word)
    is_known = low in NO_NAME or low in _BESIDE_A_RANK or low in _past_forms()
    return is_known or _ABSTRACT.fullmatch(low) is not None


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s")


@cache
def _past_forms() -> frozenset[str]:
    return frozenset(PAST) | {
        form for verb in VERBS for form in _of_a_verb(verb) if form.endswith(("ed", "ing"))
    }


@cache
def _forms() -> frozenset[str]:
    return frozenset(form for verb in VERBS for form in (verb, f"{verb}s", *_of_a_verb(verb)))


def _of_a_verb(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    for root in (stem, stem + stem[-1]):
        yield from (root + ending for ending in ("es", "ed", "ing"))
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
