"""The MkDocs plugin: give MkDocs the pages of a log."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from click import ClickException
from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from escalation_log.export.error_report import error_words
from escalation_log.log.announcements import Branch
from escalation_log.log.disk import find_root
from escalation_log.log.drafts import FOR_ITS_OWNER
from escalation_log.log.opening import open_log
from escalation_log.log.slow_clock import refuse_slow_clock
from escalation_log.model.errors import EscalogError
from escalation_log.site.catalogue import catalogue_of
from escalation_log.site.content_policy import with_content_policy
from escalation_log.site.engine_files.parts import USUAL_PLACE, WITHOUT_ENGINE, engine_parts
from escalation_log.site.generated import general_frame
from escalation_log.site.hand_written import filled, mark_gaps, without_comments
from escalation_log.site.mkdocs_parts import (
    case_shells,
    fill_navigation,
    hand_written,
    shorten_assets,
    stand_in,
    table_of_contents,
)
from escalation_log.site.projection import Projection
from escalation_log.site.publication import judging_moment, publication_of
from escalation_log.site.settings import source_of
from escalation_log.site.shell import headings_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.stamping import made_to_stay, write_cases
from escalation_log.site.statistics.public_counts import open_for_public
from escalation_log.site.templates import CompiledTemplates, Templates
from escalation_log.words.lines import printable, without_commands
from escalation_log.words.lists import counted

log = get_plugin_logger(__name__)

_WORKER = "assets/javascripts/iframe-worker.js"
# The search ranks a policy before pages that only repeat its words in questions or answers.
_BOOST_OF_SOURCES = 4


class EscalationLogConfig(Config):
    """The plugin's settings in `mkdocs.yml`: log, moment, which site, feeds, and engine."""

    log = config_options.Optional(config_options.Dir(exists=True))
    as_of = config_options.Optional(config_options.Type(str))
    projection = config_options.Choice(
        tuple(each.value for each in Projection), default=Projection.RESTRICTED.value
    )
    feeds = config_options.Type(bool, default=True)
    engine = config_options.Type(str, default=USUAL_PLACE)


class EscalationLogPlugin(BasePlugin[EscalationLogConfig]):
    """Publishes a log: its policies, its tracker, and a page for each case."""

    def __init__(self) -> None:
        super().__init__()
        self._compiled = CompiledTemplates()
        self._compiled_theme = CompiledTemplates()
        self._serves = False
        self._mask: int | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember which command runs; with this event MkDocs keeps one plugin for all rebuilds."""
        self._serves = command == "serve"

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the log, and have MkDocs watch its folders."""
        try:
            self._read(config)
            theme = str(shipped_folder("theme"))
        except EscalogError as error:
            raise PluginError(_said(error)) from error
        if config.theme.custom_dir:
            config.watch.append(config.theme.custom_dir)
        config.use_directory_urls = False
        if theme not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)
        config.extra.setdefault("polyfills", []).append(_WORKER)
        return config

    def _read(self, config: MkDocsConfig) -> None:
        root = find_root(Path(self.config.log or Path(config.config_file_path or ".").parent))
        templates = shipped_folder("templates")
        projection = Projection(self.config.projection)
        is_public = projection is Projection.PUBLIC
        folders = ("policies",) if is_public else ("cases", "policies")
        watched = (*(root / name for name in folders), templates, shipped_folder("theme"))
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
        written = self.config.as_of
        now = datetime.now(UTC)
        as_of = now if written is None else judging_moment(written)
        # What was recorded since a past moment is not yet known then, and no problem.
        checked = max(as_of, now)
        with made_to_stay():
            opened = (open_for_public if is_public else open_log)(
                root, as_of=checked, branch=Branch(root=root, now=as_of)
            )
        if written is None:
            refuse_slow_clock(root, now, opened)
        self._publication = publication_of(
            opened,
            as_of,
            projection,
            site_url=config.site_url,
            has_feeds=self.config.feeds and not is_public,
            engine=WITHOUT_ENGINE if is_public else engine_parts(root / self.config.engine),
        )
        self._templates = Templates(templates, self._compiled)
        self._catalogue = catalogue_of(self._publication, self._templates)
        self._general = general_frame(self._publication)
        # A demonstration may be published with gaps in its pages.
        self._is_published = is_public and not self._general.is_unlisted
        self._generated = {source_of(each.address): each for each in self._catalogue.pages}
        # A warning fails a strict build. A server only logs it, and goes on until the policy is
        # mended.
        for file in opened.faulty_rules:
            log.log(
                logging.INFO if self._serves else logging.WARNING,
                "%s and what needs it left out because of problems.",
                without_commands(printable(file)),
            )
        for number, says in (
            (len(opened.earlier), "shown by an earlier state"),
            (len(self._publication.not_judged), "not judged"),
        ):
            if number and not is_public:
                log.info(
                    "%s %s because of problems; `escalog check` says which.",
                    counted(number, "case"),
                    says,
                )

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Let only its owner read what is built, where it tells of cases."""
        if self._publication.projection is Projection.PUBLIC:
            return
        folder = Path(config.site_dir)
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):
            folder.chmod(0o700)
        self._mask = os.umask(FOR_ITS_OWNER)

    # After the plugin of the theme that writes the index of the search once more, at -100.
    @event_priority(-101)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let files be created as before the build."""
        self._restore_mask()

    def _restore_mask(self) -> None:
        if self._mask is not None:
            os.umask(self._mask)
            self._mask = None

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Show a message and write a report for an unexpected error, instead of a traceback."""
        self._restore_mask()
        if isinstance(error, EscalogError):
            raise Abort(_said(error)) from error
        if not isinstance(error, ClickException) and not os.environ.get("ESCALOG_TRACEBACK"):
            # A server prints the message of an Abort, and goes on.
            raise Abort(" ".join(error_words(error, "mkdocs"))) from error

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Remove handwritten pages that this site may not show; add files and placeholders."""
        hand_written(config, files, self._publication.projection)
        shorten_assets(config, files, self._publication.projection)
        for uri, page in self._generated.items():
            files.append(File.generated(config, uri, content=stand_in(page.title)))
        for file in self._catalogue.files:
            if not file.needs_cases:
                content = file.write(()).encode()
                files.append(File.generated(config, file.address, content=content))
        for address, part in self._catalogue.parts.items():
            files.append(File.generated(config, address, content=part))
        fill_navigation(config, files, self._publication)
        if config.strict and self._is_published and not self._serves:
            self._refuse_gaps(files)
        return files

    def _refuse_gaps(self, files: Files) -> None:
        """Raise PluginError, before anything is written, where a handwritten page has gaps."""
        for file in files.documentation_pages():
            gaps = mark_gaps(without_comments(file.content_string)).gaps
            if gaps and file.src_uri not in self._generated:
                raise PluginError(
                    f"{file.src_uri}: {counted(gaps, 'place')} yet to be filled in. "
                    "Each is written as [Fill in: ...]."
                )

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the pages of cases, which are rendered later."""
        self._nav = nav
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Replace a placeholder by the page's content, unless that needs the cases."""
        generated = self._generated.get(page.file.src_uri)
        if generated is None:
            return self._mended(html, page)
        if not generated.has_contents:
            page.meta["hide"] = ["toc"]
        if not generated.is_searched:
            page.meta["search"] = {"exclude": True}
        elif generated.is_source:
            page.meta["search"] = {"boost": _BOOST_OF_SOURCES}
        return html if generated.needs_cases else _filled(page, str(generated.write(())))

    def _mended(self, html: str, page: Page) -> str:
        """Remove comments, and mark gaps that the partnership has yet to fill in."""
        marks = {mark.text for mark in self._catalogue.marks}
        marked = mark_gaps(without_comments(html, keeping=marks))
        if marked.gaps:
            log.log(
                logging.WARNING if self._is_published else logging.INFO,
                "%s: %s yet to be filled in, each marked 'Fill in'.",
                page.file.src_uri,
                counted(marked.gaps, "place"),
            )
        return marked.html

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the theme the frame of the page."""
        if "frame" not in context:
            generated = self._generated.get(page.file.src_uri)
            frame = self._general if generated is None else generated.frame
            context["frame"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the error page 404.html its frame, and the emergency numbers."""
        context["frame"] = self._general  # type: ignore[typeddict-unknown-key]
        danger = filled("<!-- danger -->", template_name, self._catalogue.marks, ())
        context["danger"] = danger  # type: ignore[typeddict-unknown-key]
        return context

    # After what other plugins change in a page.
    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Have the browser refuse what is not the site's own, on a site that tells of cases."""
        return self._guarded(output, page.content or "")

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Do the same for the error page."""
        is_page = template_name.endswith(".html")
        return self._guarded(output_content, "") if is_page else output_content

    def _guarded(self, html: str, content: str) -> str:
        """Leave out what is only served while it is written, with a script of the server's."""
        if self._serves or self._publication.projection is Projection.PUBLIC:
            return html
        return with_content_policy(html, content)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write the page of each case, then the pages and files that sum up the cases."""
        env.bytecode_cache = self._compiled_theme
        shells = case_shells(env, config, files, self._nav)
        # Plugins may write into this folder themselves; MkDocs needs no record of these files.
        folder = Path(config.site_dir)
        summaries = write_cases(self._publication, self._templates, shells, folder)
        catalogue = self._catalogue
        for file in catalogue.files:
            if file.needs_cases:
                content = file.write(summaries).encode()
                files.append(File.generated(config, file.address, content=content))
        for each in files.documentation_pages():
            page = each.page
            if page is None:
                continue
            generated = self._generated.get(each.src_uri)
            if generated is None and page.content:
                page.content = filled(page.content, each.dest_uri, catalogue.marks, summaries)
            elif generated is not None and generated.needs_cases:
                page.content = _filled(page, str(generated.write(summaries)))
        return env


def _said(error: EscalogError) -> str:
    return " ".join(filter(None, (error.message, error.hint)))


def _filled(page: Page, content: str) -> str:
    headings = headings_of(content)
    page.toc = table_of_contents(headings)
    page.present_anchor_ids = {each.anchor for each in headings}
    return content
