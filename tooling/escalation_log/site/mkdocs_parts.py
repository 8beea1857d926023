"""Give MkDocs its navigation, its tables of contents, and the theme's shell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from string import punctuation

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from escalation_log.log.disk import LARGEST_ASSET, LARGEST_READ, require_ordinary
from escalation_log.site.cases.page import case_headings
from escalation_log.site.generated import Frame
from escalation_log.site.hand_written import may_be_shown
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication
from escalation_log.site.settings import filled_navigation
from escalation_log.site.shell import CONTENT, SHELL_TITLE, Heading, Shell
from escalation_log.site.sources import as_served, is_served, shipped_folder

_PUNCTUATION = re.compile(f"[{re.escape(punctuation)}]")


def hand_written(config: MkDocsConfig, files: Files, projection: Projection) -> None:
    """Remove the handwritten pages and files that this site may not show."""
    for file in tuple(files):
        if file.src_dir in config.theme.dirs:
            continue
        if file.abs_src_path is not None:
            # MkDocs would wait for the end of a pipe.
            most = LARGEST_READ if file.is_documentation_page() else LARGEST_ASSET
            require_ordinary(Path(file.abs_src_path), most)
        text = file.content_string if file.is_documentation_page() else ""
        if not may_be_shown(file.src_uri, text, projection):
            files.remove(file)


def shorten_assets(config: MkDocsConfig, files: Files, projection: Projection) -> None:
    """Minify the log's own styles and scripts, and remove those that this site may not have."""
    folders = {str(shipped_folder("theme")), config.theme.custom_dir}
    for file in tuple(files):
        if file.src_dir not in folders or not file.src_uri.startswith("assets/"):
            continue
        files.remove(file)
        if is_served(file.src_uri, projection):
            content = as_served(file.src_uri, file.content_bytes)
            files.append(File.generated(config, file.src_uri, content=content))


def fill_navigation(config: MkDocsConfig, files: Files, publication: Publication) -> None:
    """Replace `policies/` in the navigation by the policies; drop pages that the site lacks."""

    def has(source: str) -> bool:
        return files.get_file_from_path(source) is not None

    config.nav = filled_navigation(config.nav or [], publication, has, escape) or None


def stand_in(title: str) -> str:
    r"""Write a Markdown page that has only a title, as a placeholder.

    Themes do not escape titles, so every special character is written as an entity.

    >>> stand_in("Care & <b>")
    '# Care &#38; &#60;b&#62;\n'
    """
    return f"# {_PUNCTUATION.sub(lambda sign: f'&#{ord(sign[0])};', title)}\n"


def table_of_contents(headings: tuple[Heading, ...]) -> TableOfContents:
    """Nest headings by level; titles are escaped here, because themes do not escape them."""
    top: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        made = AnchorLink(escape(heading.title), heading.anchor, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else top).append(made)
        open_links.append(made)
    return TableOfContents(top)


def case_shells(
    env: Environment, config: MkDocsConfig, files: Files, nav: Navigation
) -> Callable[[Frame], Shell]:
    """Return what gives the theme's shell of a case's page, rendered once for each frame."""

    @cache
    def shell_of(frame: Frame) -> Shell:
        """Have the theme render a page at the depth of the cases' pages."""
        page = Page(
            SHELL_TITLE, File.generated(config, "cases/year/stand-in.md", content=""), config
        )
        page.content = CONTENT
        page.toc = table_of_contents(
            (Heading(level=1, anchor="case", title=SHELL_TITLE), *case_headings(frame.subjects))
        )
        page.meta = {"search": {"exclude": True}}
        context = get_context(nav, files.documentation_pages(), config, page)
        context["frame"] = frame  # type: ignore[typeddict-unknown-key]
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        output = env.get_template("main.html").render(context)
        output = config.plugins.on_post_page(output, page=page, config=config)
        return Shell.of(output)

    return shell_of
