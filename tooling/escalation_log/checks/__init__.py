"""The rules that a log must keep, one named rule each, and what they find."""

from __future__ import annotations

from escalation_log.checks.current import in_force
from escalation_log.checks.findings import Finding, FindingIn, FindingInText
from escalation_log.checks.rules import (
    FILE_NAME,
    LOCK,
    OF_CASES,
    OF_FILES,
    OF_PARTNERSHIPS,
    OF_POLICIES,
    OF_TEXTS,
    OF_THE_LOG,
    READABLE,
    RULES,
    SCHEMA,
    ReadingRule,
    Rule,
    findings_of,
)
from escalation_log.checks.subjects import (
    Books,
    CaseInHand,
    FileInHand,
    Listed,
    LogInHand,
    PartnershipInHand,
    PolicyInHand,
    TextInHand,
    listed,
)

__all__ = [
    "FILE_NAME",
    "LOCK",
    "OF_CASES",
    "OF_FILES",
    "OF_PARTNERSHIPS",
    "OF_POLICIES",
    "OF_TEXTS",
    "OF_THE_LOG",
    "READABLE",
    "RULES",
    "SCHEMA",
    "Books",
    "CaseInHand",
    "FileInHand",
    "Finding",
    "FindingIn",
    "FindingInText",
    "Listed",
    "LogInHand",
    "PartnershipInHand",
    "PolicyInHand",
    "ReadingRule",
    "Rule",
    "TextInHand",
    "findings_of",
    "in_force",
    "listed",
]
