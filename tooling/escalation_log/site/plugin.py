"""The MkDocs plugin: it hands MkDocs the pages of a log, and knows nothing else about them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from escalation_log.errors import EscalogError
from escalation_log.render.limits import counted
from escalation_log.site.cases import CASE_SECTIONS
from escalation_log.site.contents import Heading, headings_of
from escalation_log.site.frames import Frame, frame_of, general_frame
from escalation_log.site.moments import judging_moment
from escalation_log.site.pages import Pages
from escalation_log.site.prose import prose_of
from escalation_log.site.publication import Edition, Publication, publication_of
from escalation_log.site.shell import CONTENT, TITLE, Shell
from escalation_log.site.shipped import shipped_folder
from escalation_log.store import find_root, open_log

log = get_plugin_logger(__name__)

_TRACKER = "tracker.md"
_POLICIES = "policies/"
# A page may say where these go.
_POLICY_MARK = "<!-- policies -->"
_TRACKER_MARK = "<!-- tracker -->"
_WORKER = "assets/javascripts/iframe-worker.js"
_CASE_HEADINGS = (
    Heading(level=1, anchor="case", title=TITLE),
    *(Heading(level=2, anchor=anchor, title=title) for anchor, title in CASE_SECTIONS),
)


class EscalationLogConfig(Config):
    """What `mkdocs.yml` may say: the folder of the log, and the moment to judge by."""

    log = config_options.Optional(config_options.Dir(exists=True))
    as_of = config_options.Optional(config_options.Type(str))


class EscalationLogPlugin(BasePlugin[EscalationLogConfig]):
    """Publish a log: its policies, its tracker, and a page for each case."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Do nothing; that this exists keeps one plugin across the rebuilds of `mkdocs serve`."""

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the log, and ask MkDocs to watch its folders."""
        try:
            self._read(config)
            theme = str(shipped_folder("theme"))
        except EscalogError as error:
            raise PluginError(" ".join(filter(None, (error.message, error.hint)))) from error
        config.use_directory_urls = False
        if theme not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)
        config.extra.setdefault("polyfills", []).append(_WORKER)
        self._expand_navigation(config)
        return config

    def _read(self, config: MkDocsConfig) -> None:
        root = find_root(Path(self.config.log or Path(config.config_file_path or ".").parent))
        templates = shipped_folder("templates")
        watched = (root / "cases", root / "policies", templates)
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
        written = self.config.as_of
        as_of = datetime.now(UTC) if written is None else judging_moment(written)
        opened = open_log(root, as_of=as_of)
        self._publication: Publication = publication_of(opened, as_of)
        self._pages = Pages.of(self._publication, templates)
        self._general = general_frame(self._publication)
        self._editions = {
            each.address.removesuffix(".html") + ".md": each for each in self._publication.editions
        }
        if self._publication.left_out:
            # Not a warning, which would fail a strict build: `escalog check` is where it fails.
            log.info(
                "%s left out because of problems; `escalog check` says which.",
                counted(self._publication.left_out, "case file"),
            )

    def _expand_navigation(self, config: MkDocsConfig) -> None:
        current = [
            {each.partnership.name: uri} for uri, each in self._editions.items() if each.is_current
        ]
        for item in config.nav or []:
            for title, target in item.items() if isinstance(item, dict) else ():
                if target == _POLICIES:
                    item[title] = current

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a stand-in for each generated page; its content comes later."""
        if files.get_file_from_path(_TRACKER) is None:
            content = f"# Tracker\n\n{_TRACKER_MARK}\n"
            files.append(File.generated(config, _TRACKER, content=content))
        for uri, edition in self._editions.items():
            text = self._publication.texts.get(edition.policy.id, "") if edition.is_current else ""
            files.append(File.generated(config, uri, content=text or f"# {_heading(edition)}\n"))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the pages of cases."""
        self._nav = nav
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Fill a stand-in with the page that it stands for, and a mark with what it asks for."""
        edition = self._editions.get(page.file.src_uri)
        if edition is None:
            return self._fill_marks(html, page)
        content = str(self._pages.policy(edition, prose_of(html, heading=_heading(edition))))
        headings = headings_of(content)
        page.toc = _table_of_contents(headings)
        page.present_anchor_ids = {each.anchor for each in headings}
        return content

    def _fill_marks(self, html: str, page: Page) -> str:
        address = page.file.dest_uri
        if _POLICY_MARK in html:
            html = html.replace(_POLICY_MARK, self._pages.policy_list(address))
        if _TRACKER_MARK in html:
            page.meta["search"] = {"exclude": True}
            html = html.replace(_TRACKER_MARK, self._pages.tracker(address))
        return html

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the theme the page's banner and moment."""
        edition = self._editions.get(page.file.src_uri)
        frame = frame_of(self._publication, edition) if edition else self._general
        if "frame" not in context:
            context["frame"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the page for wrong addresses its banner too."""
        context["frame"] = self._general  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Stamp a page for each case into the theme's shell, which is rendered once a frame."""
        shells: dict[Frame, Shell] = {}
        for judged in self._publication.cases:
            edition = self._publication.edition(judged.policy.edition)
            frame = frame_of(self._publication, edition)
            if frame not in shells:
                shells[frame] = self._shell(frame, env, config, files)
            content = shells[frame].stamp(
                title=judged.reference, content=str(self._pages.case(judged))
            )
            files.append(File.generated(config, judged.address, content=content.encode()))
        return env

    def _shell(self, frame: Frame, env: Environment, config: MkDocsConfig, files: Files) -> Shell:
        """Let the theme render a page as deep in the site as those of the cases."""
        page = Page(TITLE, File.generated(config, "cases/year/stand-in.md", content=""), config)
        page.content = CONTENT
        page.toc = _table_of_contents(_CASE_HEADINGS)
        page.meta = {"search": {"exclude": True}}
        context = get_context(self._nav, files.documentation_pages(), config, page)
        context["frame"] = frame  # type: ignore[typeddict-unknown-key]
        context = config.plugins.on_page_context(context, page=page, config=config, nav=self._nav)
        output = env.get_template("main.html").render(context)
        output = config.plugins.on_post_page(output, page=page, config=config)
        return Shell.of(output)


def _heading(edition: Edition) -> str:
    words = f"{edition.partnership.name}: {edition.policy.title}"
    return words if edition.is_current else f"{words}, edition {edition.policy.version}"


def _table_of_contents(headings: tuple[Heading, ...]) -> TableOfContents:
    top: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        made = AnchorLink(heading.title, heading.anchor, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else top).append(made)
        open_links.append(made)
    return TableOfContents(top)
