"""What could identify a person is recognised, and what only looks like it is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.screening.texts import (
    ADDRESS,
    BIRTH,
    EMAIL,
    NAME,
    NHS_NUMBER,
    NI_NUMBER,
    PART_OF_TOWN,
    POSTCODE,
    TELEPHONE,
    TITLED_NAME,
    UPN,
    identifiers_in,
)

KINDS = {
    *(NHS_NUMBER, UPN, NI_NUMBER, TELEPHONE, EMAIL, POSTCODE, PART_OF_TOWN, ADDRESS, BIRTH),
    *(TITLED_NAME, NAME),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Known to the hospital as 999 000 0018.", NHS_NUMBER),
        ("Known to the hospital as 999-000-0018.", NHS_NUMBER),
        ("NHS number 9990000018", NHS_NUMBER),
        ("Ten digits alone: 9990000018.", NHS_NUMBER),
        ("nhs no: 9990000018.", NHS_NUMBER),
        ("UPN H801200001001", UPN),
        ("upn h801200001001.", UPN),
        ("Her number is AB 12 34 56 C.", NI_NUMBER),
        ("Her number is ab123456c.", NI_NUMBER),
        ("Moved to SW1A 1AA in May", POSTCODE),
        ("moved to l34 3gy", POSTCODE),
        ("M11AA", POSTCODE),
        ("Write to head@academy.example.", EMAIL),
        ("Ring 0117 496 0123.", TELEPHONE),
        ("Ring (0117) 496 0123.", TELEPHONE),
        ("Ring 07400123456.", TELEPHONE),
        ("Ring +44 7400 123456.", TELEPHONE),
        ("Born on 3 May 2014.", BIRTH),
        ("DOB: 03/05/2014", BIRTH),
        ("d.o.b. 2014-05-03", BIRTH),
        ("Date of birth 3rd of May", BIRTH),
    ],
)
def test_an_identifier_is_recognised(text: str, found: str) -> None:
    assert identifiers_in(text) == (found,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No digit and no sign.",
        "Section 47, then s47 2nd opinion and s17 3rd meeting.",
        "Ten digits alone: 1990000016 and 9990000019.",
        "The NHS trust answered on 2026-03-02 at 10:15.",
        "The NHS counts 9990000019 of them.",
        "999 000 0019 fails its check.",
        "H801200001002 fails its check.",
        "KN 12 34 56 C is no number that was ever given out.",
        "See KN-2026-0007 and CH-2021-0012.",
        "Between 02/03/2026 and 16/03/2026, 09:00 to 17:00.",
        "Call 999 or 101.",
        "Extension 0123 456.",
        "On a scale of 0 - - - - - - - - - 9.",
        "Grade 4, 3 of 5, 12 working days, 48 hours.",
        "Born in the spring; year 2 at school.",
        "Paid @ the desk.",
        "Reference 00000 000000 00000.",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert identifiers_in(text) == ()


def test_each_kind_is_named_once() -> None:
    text = "Ring 0117 496 0123 or 0117 496 0124, or write to a@b.example and c@d.example."
    assert identifiers_in(text) == (TELEPHONE, EMAIL)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(identifiers_in(text)) <= KINDS


@given(st.text(alphabet=st.sampled_from("0123456789 +()-.@ABCDabcdNHSdob")))
def test_any_run_of_digits_and_signs_can_be_looked_at(text: str) -> None:
    identifiers_in(text)
