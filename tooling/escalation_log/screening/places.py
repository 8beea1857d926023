"""Recognition of postcodes, of their first halves beside words of place, and of addresses."""

from __future__ import annotations

import re

from escalation_log.screening.folding import closed_up
from escalation_log.screening.ordinary_words import is_ordinary
from escalation_log.screening.written_dates import MONTHS_AND_DAYS, word_list

_AREA = (
    "A[BL]|B[ABDFHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]"
    "|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?"
    "|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_OUTWARD = rf"(?:{_AREA})[0-9][0-9A-Z]?"
_POSTCODE = re.compile(
    rf"(?<![0-9A-Z])(?:{_OUTWARD}[ .,_/*-]{{0,3}}|GIR ?)[0-9O] ?[ABD-HJLNP-UW-Z]{{2}}(?![0-9A-Z])",
    re.IGNORECASE,
)
# With a space too many, as `L 36 9YU`, in capitals alone, since `at 10 2nd` is a time.
_SPACED_POSTCODE = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_AREA}) [0-9][0-9A-Z]? [0-9](?!ST|ND|RD|TH)[ABD-HJLNP-UW-Z]{{2}}"
    r"(?![0-9A-Za-z])"
)
# Quicker to look for than a postcode, and a part of each.
_LIKE_A_HALF = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,2}[0-9]|GIR")
# `s47 2nd` is a section of an Act, `l2 1st` a level, and `S47 2ND` a postcode.
_NO_POSTCODE = re.compile(
    r"(?:[Ss][0-9]+|[A-Za-z][0-9]) ?(?:1st|2nd|3rd|[04-9]th)|.* ?[0-9](?:hr|yr)|.*[.,/*].*[a-z].*"
)

# A number after S is a section of the Children Act more often than a part of Sheffield, but for
# numbers from 60 on; and other things are numbered by a letter and a digit as well.
_DISTRICT = (
    rf"(?!S(?!6[0-6]|7[0-5]|8[01])[0-9])(?!CO2)(?:{_OUTWARD})(?![0-9A-Z-])"
    r"(?! (?:hous|accommodat|band|provision|grad|tier|categor|level|class|stage|unit|priorit|need"
    r"|rat|scor|team|block|room|ward|wing|school|academy|bay|pod|bed|corridor|gate|form|junction|motorway)[a-z]*\b)"
)
# A district of two letters or two digits, that is no motorway.
_SURE_DISTRICT = rf"(?=[A-Z][A-Z0-9][0-9])(?!M[0-9]){_DISTRICT}"
_TOWNS = (
    "barking|barnet|barnsley|birkenhead|bognor|bootle|brixton|camden|chichester|clapton|crawley"
    "|crosby|dalston|dartford|ealing|enfield|formby|greenwich|hackney|halewood|haringey|harrow"
    "|hastings|homerton|horsham|hounslow|hoxton|islington|lambeth|lewisham|littlehampton|maghull"
    "|newham|ormskirk|peckham|romford|rainhill|runcorn|shoreditch|shoreham|skelmersdale|southport"
    "|southwark|stockbridge|tottenham|wallasey|wandsworth|widnes|worthing|birmingham|blackburn|blackpool|bolton|bradford|brighton|bristol|cambridge"
    "|cardiff|carlisle|chester|coventry|croydon|derby|doncaster|dudley|exeter|gloucester|halifax"
    "|huddersfield|hull|huyton|kirkby|knowsley|lancaster|leeds|leicester|lincoln|liverpool|london"
    "|luton|manchester|middlesbrough|newcastle|northampton|norwich|nottingham|oldham|oxford"
    "|peterborough|plymouth|portsmouth|prescot|preston|rochdale|rotherham|salford|sheffield"
    "|southampton|stockport|stoke|sunderland|swansea|wakefield|walsall|warrington|whiston|wigan"
    "|wolverhampton|worcester|york"
)
_LIVES = (
    r"(?:lives?|lived|living|stay(?:s|ed|ing)?|resid(?:es?|ed|ing)|hous(?:ed|ing)|placed|home"
    r"|address|flat|house|property|hostel|refuge|tenancy|foster placement|placement|family)"
)
_MOVES = r"(?:moves?|moved|moving|relocat(?:es?|ed|ing)|returned|went) (?:back |away |over )?to"
_AWAY = (
    r"(?:moves?|moved|moving|relocat(?:es?|ed|ing)|came|comes|returned) (?:away )?(?:from|out of)"
)
_PARTS_OF_TOWN = [
    re.compile(
        rf"\b{_LIVES}(?: (?:is|are|was|now|still|currently|somewhere|over|down|up|out|back|near))"
        rf"{{0,2}} (?:in|at|near|around|within|on)(?: the)? (?!(?<!in )M[0-9]){_DISTRICT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:(?:lives?|lived|living|staying)|(?:based|{_AWAY})(?: in)?) {_SURE_DISTRICT}",
        re.IGNORECASE,
    ),
    # `moved to L2` may be a level; a district of one letter needs two digits here.
    re.compile(rf"\b{_MOVES}(?: the)? (?!L[0-9](?![0-9])){_DISTRICT}", re.IGNORECASE),
    re.compile(
        rf"\b(?:near|close to|outside|(?:{_TOWNS}),?(?: in)?) {_SURE_DISTRICT}", re.IGNORECASE
    ),
    # `by` stands before other letters with numbers too, so that two of each are wanted.
    re.compile(rf"\b[Bb]y (?=[A-Z]{{2}}[0-9]{{2}}){_SURE_DISTRICT}"),
    re.compile(
        rf"(?<![0-9A-Z])(?:{_DISTRICT},? (?:area|address|estate|flat|house|property"
        rf"|neighbourhood)|{_OUTWARD},? (?:postcodes?|district))\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:post ?code|address)(?: (?:is|was|area|of|starts|begins|with|in)){{0,3}}[ :]+"
        rf"{_DISTRICT}",
        re.IGNORECASE,
    ),
]

_STREETS = frozenset(
    word_list(
        "street st road rd avenue ave lane ln close cl drive dr court ct crescent cres way place "
        "pl terrace terr grove gardens gdns square sq hill park walk row mews green rise view "
        "parade boulevard bank croft mount vale wharf quay heights villas cottages lodge brow "
        "drove"
    )
)
# These are hardly anything else, so that they count in small letters as well.
_SURE_STREETS = frozenset(
    word_list("street road rd avenue ave crescent terrace grove gardens mews boulevard lane")
)
# What stands before a number that is no house's.
_NUMBERED = frozenset(
    word_list(
        "section sections stage stages tier level step part chapter clause para paragraph page "
        "year key day week room version appendix grade band ward annex figure table item point act "
        "schedule article regulation rule option phase route line event case unit floor"
    )
)
# What stands between a number and a word such as `road` or `Court` where that is no address.
_NO_STREET = MONTHS_AND_DAYS | frozenset(
    word_list(
        "day days week weeks hour hours minute minutes month months year years working mile miles "
        "metre metres yard yards of on in at to by from down up along across off over the a an and "
        "or per for main side other more people children cars times calls agencies schools first "
        "second third next line lines"
    )
)
# What is called by a street, and no home.
_NO_HOME = frozenset(
    word_list(
        "school schools primary academy nursery junior juniors infant infants high secondary "
        "college surgery hospital health medical clinic centre ward hub pupils students "
        "staff governors places"
    )
)
_COURTS = frozenset(word_list("family high crown county magistrates magistrates' youth supreme"))
_HOUSE_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.:/#-])[0-9]{1,3}"
    r"(?:[A-Za-z]|[-/][0-9]{1,3}[A-Za-z]?)?,? (?P<words>[A-Za-z][A-Za-z' -]{2,60})"
)
_LONGEST = 20
_FLAT = r"\b(?i:flat|apartment|apt)\.? (?i:no\.? |number )?[0-9]{1,3}[A-Za-z]?"
# In small letters at the end of a part of a sentence alone.
_SHORT_STREET = re.compile(
    r"(?<![0-9A-Za-z.:/#-])[0-9]{1,3}[A-Za-z]?,? (?P<words>[a-z'-]{3,20}(?: [a-z'-]{3,20})?)"
    r" (?:st|rd|ln|cl|cres)\b\.?(?=[,;:.)]|$)"
)
# A house by a word of home needs no street.
_HOUSE_OF_HOME = re.compile(
    r"(?i:\b(?:(?:liv(?:es?|ed|ing)|stay(?:s|ed|ing)?|resid(?:es?|ed|ing)) at"
    r"|address(?: is| was|:)?)) (?:no\.? )?[0-9]{1,3}[A-Za-z]? (?P<words>[A-Z][a-z'-]{3,})\b"
)
_HOUSE_OF_FLATS = re.compile(
    rf"{_FLAT},? (?P<words>[a-z'-]{{3,20}}) (?:house|court|lodge|towers?|heights|mansions|point"
    r"|buildings?)\b"
)
# A number of a flat alone is the same in many houses.
_WITHIN_A_HOUSE = re.compile(
    rf"{_FLAT},? (?:[A-Z][a-z]|[0-9])"
    rf"|(?i:\b(?:{_LIVES} (?:in|at|on)|(?:moved|moves|moving) (?:in)?to|address(?: is|:)?)) {_FLAT}"
)


def holds_postcode(text: str) -> bool:
    """Say whether a folded text holds a whole postcode."""
    return _SPACED_POSTCODE.search(text) is not None or any(
        not _NO_POSTCODE.fullmatch(match.group())
        for each in {text, closed_up(text)}
        if _LIKE_A_HALF.search(each)
        for match in _POSTCODE.finditer(each)
    )


def holds_part_of_town(text: str) -> bool:
    """Say whether a folded text says in which half of a postcode somebody lives."""
    return _LIKE_A_HALF.search(text) is not None and any(
        pattern.search(text) for pattern in _PARTS_OF_TOWN
    )


def holds_address(text: str) -> bool:
    """Say whether a folded text holds the number of a house with its street, or of a flat."""
    if _WITHIN_A_HOUSE.search(text) is not None:
        return True
    if any(
        _is_street(match["words"]) and not _is_numbered(text, match)
        for match in _HOUSE_NUMBER.finditer(text)
    ):
        return True
    return any(
        not _NO_STREET & {*match["words"].lower().split()}
        and not is_ordinary(match["words"])
        and not _is_numbered(text, match)
        for pattern in (_SHORT_STREET, _HOUSE_OF_HOME, _HOUSE_OF_FLATS)
        for match in pattern.finditer(text)
    )


def _is_numbered(text: str, match: re.Match[str]) -> bool:
    return _word_before(text[max(0, match.start() - _LONGEST) : match.start()]) in _NUMBERED


def _word_before(text: str) -> str:
    return (text.split() or [""])[-1].strip(",:(").lower()


def _is_street(written: str) -> bool:
    all_words = written.replace("-", " ").split()
    written_words = all_words[:4]
    for index, word in enumerate(written_words):
        if index == 0 or word.lower() not in _STREETS:
            continue
        after = all_words[index + 1 : index + 2]
        if after and after[0].lower() in _NO_HOME:
            return False
        name = written_words[:index]
        known = {each.lower() for each in (name if name[0].lower() != "the" else name[1:])}
        if known & _NO_STREET or (word.lower() == "court" and known & _COURTS):
            return False
        if word.lower() in _SURE_STREETS or all(
            each[0].isupper() for each in written_words[: index + 1]
        ):
            return True
    return False
