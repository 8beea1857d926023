"""The rules that `history` goes by: what is not done to what was recorded."""

from __future__ import annotations

from escalation_log.checks.rules import ReadingRule

CASE_STANDS = ReadingRule(
    "case-stands",
    "A case stands where it stood: an ordinary file under its own name, which can be read.",
)
PLAIN_FILES = ReadingRule(
    "plain-files",
    "Each file under cases/ and policies/ is an ordinary one: no link, and no program.",
)
HEADER_STANDS = ReadingRule("header-stands", "The top of a case stands as it was recorded.")
EVENTS_STAND = ReadingRule(
    "events-stand", "The events of a case stand as they were recorded, and new ones after them."
)
WAITING_STANDS = ReadingRule(
    "waiting-stands",
    "A waiting event stands as it was recorded, or is folded into its case exactly once.",
)
ID_OF_WAITING = ReadingRule(
    "id-of-waiting", "An event with an `id` was a waiting event of that name."
)
ENTERED_BEFORE = ReadingRule(
    "recorded-ahead",
    "An event does not say that it was recorded more than an hour after it came in.",
)
COMMIT_DATES = ReadingRule(
    "commit-dates", "A commit is not dated before the one that it follows, nor in the future."
)
SEAL_STANDS = ReadingRule(
    "seal-stands", "A seal that was printed is that of a commit of the main branch."
)
BRANCH_STANDS = ReadingRule(
    "branch-stands", "The branch still holds the commit that it is held against."
)
EDITION_STANDS = ReadingRule(
    "edition-stands", "An edition that cases were opened under is changed in no word."
)
LOCK_STANDS = ReadingRule(
    "lock-stands", "The lock holds every edition that is used, with the hash that it had."
)
DAYS_STAND = ReadingRule(
    "days-stand",
    "Holidays and closures of the past stand; a new one says when it was announced, if it is no "
    "closure to come.",
)
SETTINGS_STAND = ReadingRule(
    "settings-stand",
    "The letters of references, the threshold of statistics and published years stand.",
)
NEW_SALT = ReadingRule("new-salt", "A new salt is none that a case had which is gone.")
DESTROYED_STANDS = ReadingRule(
    "destroyed-stands",
    "The list of the cases that retention took is only ever added to, by cases whose time is over.",
)
HOLD_STANDS = ReadingRule(
    "hold-stands",
    "Nothing is taken out of a case that is held, and the list of holds is only ever added to.",
)
NEW_TEXTS = ReadingRule(
    "new-texts", "No new text or remark holds anything that could identify a person."
)
NEW_TEXTS_WHOLE = ReadingRule(
    "new-texts-whole", "No part of a new text stands behind ` #`, and no sign of it is lost."
)
BASELINE_STANDS = ReadingRule(
    "baseline-stands", "The baseline stands, and is a commit of the main branch."
)

HISTORY_RULES = (
    CASE_STANDS,
    PLAIN_FILES,
    HEADER_STANDS,
    EVENTS_STAND,
    WAITING_STANDS,
    ID_OF_WAITING,
    ENTERED_BEFORE,
    EDITION_STANDS,
    LOCK_STANDS,
    DAYS_STAND,
    SETTINGS_STAND,
    NEW_SALT,
    DESTROYED_STANDS,
    HOLD_STANDS,
    NEW_TEXTS,
    NEW_TEXTS_WHOLE,
    BASELINE_STANDS,
    BRANCH_STANDS,
    COMMIT_DATES,
    SEAL_STANDS,
)
