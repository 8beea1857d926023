"""What could identify a person is recognised, and what only looks like it is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.checks.privacy import identifiers_in

NHS = "an NHS number"
UPN = "a pupil's number (UPN)"
NI = "a National Insurance number"
POSTCODE = "a postcode"
EMAIL = "an e-mail address"
PHONE = "a telephone number"
BORN = "a date of birth"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Known to the hospital as 999 000 0018.", NHS),
        ("Known to the hospital as 999-000-0018.", NHS),
        ("NHS number 9990000018", NHS),
        ("nhs no: 9990000018.", NHS),
        ("UPN H801200001001", UPN),
        ("upn h801200001001.", UPN),
        ("Her number is AB 12 34 56 C.", NI),
        ("Her number is ab123456c.", NI),
        ("Moved to SW1A 1AA in May", POSTCODE),
        ("moved to l34 3gy", POSTCODE),
        ("M11AA", POSTCODE),
        ("Write to head@academy.example.", EMAIL),
        ("Ring 0117 496 0123.", PHONE),
        ("Ring (0117) 496 0123.", PHONE),
        ("Ring 07400123456.", PHONE),
        ("Ring +44 7400 123456.", PHONE),
        ("Born on 3 May 2014.", BORN),
        ("DOB: 03/05/2014", BORN),
        ("d.o.b. 2014-05-03", BORN),
        ("Date of birth 3rd of May", BORN),
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
        "Ten digits alone: 9990000018.",
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
    assert identifiers_in(text) == (EMAIL, PHONE)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(identifiers_in(text)) <= {NHS, UPN, NI, POSTCODE, EMAIL, PHONE, BORN}


@given(st.text(alphabet=st.sampled_from("0123456789 +()-.@ABCDabcdNHSdob")))
def test_any_run_of_digits_and_signs_can_be_looked_at(text: str) -> None:
    identifiers_in(text)
