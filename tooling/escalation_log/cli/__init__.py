"""The command line: the names of the commands, and the options that precede them."""

from __future__ import annotations

from pathlib import Path

import click

from escalation_log.cli.group import EscalogGroup
from escalation_log.cli.session import Session

COMMANDS = {
    "check": "escalation_log.cli.check_command:check",
    "lock": "escalation_log.cli.check_command:lock",
    "codeowners": "escalation_log.cli.codeowners_command:codeowners",
    "editor": "escalation_log.cli.editor_command:editor",
    "new": "escalation_log.cli.new_command:new",
    "record": "escalation_log.cli.record_command:record",
    "fold": "escalation_log.cli.fold_command:fold",
    "history": "escalation_log.cli.history_command:history_command",
    "screen": "escalation_log.cli.screen_command:screen",
    "verify": "escalation_log.cli.verify_command:verify_command",
    "provenance": "escalation_log.cli.provenance_command:provenance_command",
    "as-at": "escalation_log.cli.as_at_command:as_at_command",
    "redact": "escalation_log.cli.redact_command:redact",
    "retention": "escalation_log.cli.retention_command:retention",
    "filter-tree": "escalation_log.cli.filter_tree_command:filter_tree",
    "assess": "escalation_log.cli.assess_command:assess_command",
    "explain": "escalation_log.cli.assess_command:explain_command",
    "effect": "escalation_log.cli.effect_command:effect",
    "impact": "escalation_log.cli.effect_command:impact",
    "may-merge": "escalation_log.cli.may_merge_command:may_merge",
    "post-effect": "escalation_log.cli.workflow_commands:post_effect",
    "merge-by-itself": "escalation_log.cli.merging_commands:merge_by_itself_command",
    "post-merged": "escalation_log.cli.merging_commands:post_merged",
    "digest": "escalation_log.cli.digest_command:digest",
    "deadline": "escalation_log.cli.deadline_command:deadline",
    "export": "escalation_log.cli.export_command:export",
    "sync": "escalation_log.cli.sync_command:sync",
    "sample": "escalation_log.cli.sample_command:sample",
    "watch": "escalation_log.cli.workflow_commands:watch",
    "doctor": "escalation_log.cli.doctor_command:doctor",
    "may-publish": "escalation_log.cli.workflow_commands:may_publish",
    "open-changes": "escalation_log.cli.workflow_commands:open_changes",
    "calendars": "escalation_log.cli.calendars_command:calendars",
}


@click.group(
    name="escalog",
    cls=EscalogGroup,
    commands_at=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    examples=[
        ("escalog check", "Is every file of this log in order?"),
        ("escalog assess", "Where does every case stand?"),
        ("escalog --log ../another-log assess", "The same for a log elsewhere."),
    ],
    epilog="Exit codes: 0 fine; 1 problems found, or breaches where asked for; 2 wrong usage; "
    "3 the tool could not do its work.",
)
@click.option(
    "--log",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The log to work on. Without it: the one this folder lies in, the nearest folder upwards "
    "that holds policies/.",
)
@click.version_option(package_name="escalation-log", prog_name="escalog")
@click.pass_context
def main(ctx: click.Context, log: Path | None) -> None:
    """Say where every escalation stands, by when what is due, and why."""
    ctx.obj = Session(log=log)
