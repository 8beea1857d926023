"""The text for staff, section by section, each stage's rules with the section about it."""

from __future__ import annotations

from markupsafe import Markup

from escalation_log.site.policies.plain_words import PageSection, PlainWords, plain_words_of
from escalation_log.site.policies.stage_cards import StageRules

FIRST = StageRules(anchor="stage-1", name="Stage 1: Talk", duties=())
SECOND = StageRules(anchor="stage-2", name="Stage 2: Managers", duties=())


def test_a_text_is_its_heading_what_stands_first_and_its_sections() -> None:
    text = (
        '<h1 id="a">Us &amp; <em>them</em></h1>\n<p>Dare.</p>\n<h2 id="stage-2">Go <b>up</b></h2>\n'
        '<p>Ask.</p>\n<h3 id="more">More</h3>\n<h2 id="contacts">Whom?</h2>'
    )
    assert plain_words_of(text, [FIRST, SECOND], heading="other") == PlainWords(
        heading="Us & them",
        lead=Markup("<p>Dare.</p>"),
        sections=(
            PageSection(
                anchor="stage-2",
                title="Go up",
                body=Markup('<p>Ask.</p>\n<h3 id="text-more">More</h3>'),
                rules=SECOND,
            ),
            # The page has contacts of its own, so that the id is another one.
            PageSection(anchor="text-contacts", title="Whom?", body=Markup()),
            PageSection(anchor="stage-1", title="Stage 1: Talk", body=Markup(), rules=FIRST),
        ),
    )


def test_without_a_text_every_stage_has_a_section_of_its_own() -> None:
    words = plain_words_of("", [FIRST, SECOND], heading="other")
    assert (words.heading, words.lead) == ("other", Markup())
    assert [(each.anchor, each.title) for each in words.sections] == [
        ("stage-1", "Stage 1: Talk"),
        ("stage-2", "Stage 2: Managers"),
    ]
