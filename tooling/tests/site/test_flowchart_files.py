"""Flowcharts to take away: a drawing by itself, and the source for Mermaid."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given

from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.policies.drawn_charts import DARK, LIGHT, chart_by_itself, mermaid_of
from escalation_log.site.policies.flow import Flow, flow_of
from escalation_log.site.publication import Publication
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.site.policies import ALL, flows
from tests.thoroughness import few

SVG = "{http://www.w3.org/2000/svg}"
TEMPLATES = Templates(shipped_folder("templates"))


@given(flows())
@few(15)
def test_a_drawing_by_itself_is_xml_with_all_its_words(flow: Flow) -> None:
    drawing = chart_by_itself(flow, TEMPLATES, address="policies/x/x.svg", caption="Some place")
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", drawing):
        return  # letters that XML has not, and no file of a policy may hold
    root = ElementTree.fromstring(drawing)
    said = "".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    for step in flow.steps:
        assert "".join(step.name.split()) in "".join(said.split())


@pytest.mark.parametrize("policy_id", ALL)
def test_the_files_to_take_away_are_there_for_every_edition(
    publication: Publication, policy_id: str
) -> None:
    edition = next(each for each in publication.editions if each.policy.id == policy_id)
    files = {file.address: file for file in catalogue_of(publication, TEMPLATES).files}
    name = f"policies/{policy_id}/flowchart-{edition.policy.version}"
    root = ElementTree.fromstring(files[f"{name}.svg"].write(()))
    assert root.tag == f"{SVG}svg"
    words = " ".join("".join(root.itertext()).split())
    assert f"edition {edition.policy.version}" in words
    assert "var(" not in words
    assert "prefers-color-scheme: dark" in words
    assert not root.findall(f".//{SVG}a")
    referring = {"href", "src", "{http://www.w3.org/1999/xlink}href"}
    assert not any(referring & set(each.attrib) for each in root.iter())
    source = files[f"{name}.mmd"].write(())
    assert edition.partnership.name in source.splitlines()[1]
    assert_mermaid(source, flow_of(edition.policy))


@given(flows())
@few(15)
def test_words_are_never_syntax_of_mermaid(flow: Flow) -> None:
    assert_mermaid(mermaid_of(flow, title=flow.title), flow)


def assert_mermaid(source: str, flow: Flow) -> None:
    """Read a Mermaid flowchart by the little of its grammar that ours need."""
    head, title, rest, kind, *lines = source.split("\n")
    assert (head, rest, kind, lines.pop()) == ("---", "---", "flowchart TD", "")
    assert re.fullmatch(r'title: "(?:[^"\\]|\\["\\])*"', title)
    words = r'"(?:[^"#;<>`]|#\d+;|<br>)*"'
    node = re.compile(
        rf"  ([a-z]+\d*)(?:\[{words}\]|\[\[{words}\]\]|\(\[{words}\]\)|\{{\{{{words}\}}\}})"
    )
    edge = re.compile(rf"  ([a-z]+\d*) (?:-->|-\.->|-\.-|-- {words} -->) ([a-z]+\d*)")
    nodes = {found[1] for line in lines if (found := node.fullmatch(line))}
    edges = [found.groups() for line in lines if (found := edge.fullmatch(line))]
    assert len(nodes) + len(edges) == len(lines)
    assert {end for pair in edges for end in pair} <= nodes
    stages = len(flow.steps)
    assert ("danger" in nodes) == bool(flow.dangers)
    assert len(nodes) == 2 + stages + len(flow.moves) + bool(flow.dangers) + len(flow.besides)
    held = sum(len(beside.stages) or 1 for beside in flow.besides)
    assert len(edges) == 2 * stages + sum(len(move.targets) for move in flow.moves) + held


def test_a_drawing_by_itself_has_the_colours_of_the_pages() -> None:
    folder = shipped_folder("theme") / "assets" / "stylesheets"
    sheet = (folder / "escalation-log.css").read_text(encoding="utf-8")
    light, dark = sheet.partition("@media screen {")[::2]
    of_the_theme = {"--md-default-bg-color", "--md-typeset-color"}
    for rules, colours in ((light, LIGHT), (dark.partition("\n}")[0], DARK)):
        known = dict(re.findall(r"(--[a-z-]+):\s*([^;]+);", rules))
        ours = {name: colour for name, colour in colours.items() if name not in of_the_theme}
        assert {name: known.get(name) for name in ours} == ours
    used = (folder / "flowchart.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\((--[a-z-]+)\)", used)) == set(LIGHT) == set(DARK)
