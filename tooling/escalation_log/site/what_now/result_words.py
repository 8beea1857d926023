"""The words that "What do I do now?" puts around the questions and results of every policy.

The browser puts names and dates in place of what stands in braces.
"""

from __future__ import annotations

from escalation_log.model.policies import Side, Subject
from escalation_log.site.by_when.answer_words import COUNTED_FROM, LIMIT_IN_FULL
from escalation_log.words.plain_values import Plain
from escalation_log.words.states import OVER_GUIDE
from escalation_log.words.titles import of_subject


def what_now_words(subject: Subject) -> dict[str, Plain]:
    """Return the words about answers, and those of the parts of a result.

    `subject` is whom the policy protects.
    """
    return {**_of_answers(subject), **_of_duties(subject), **_of_results(), **_of_messages()}


def _of_answers(subject: Subject) -> dict[str, Plain]:
    return {
        "change": "Change",
        "dangerNow": of_subject("A child may be in danger now", subject),
        "notKnown": "not known",
        "tooLate": "That is in the future.",
        "tooEarly": "That is before the last date you gave.",
        "again": "Start again",
        "print": "Print",
        "address": (
            "The link to this page holds your answers, as coded words and dates, and nothing else."
        ),
    }


def _of_duties(subject: Subject) -> dict[str, Plain]:
    return {
        "facts": {
            "byWhen": LIMIT_IN_FULL,
            "clause": "In the policy",
            "from": COUNTED_FROM,
        },
        "how": "How this is counted",
        "ours": "Our reading: {words}",
        "why": "Why this date",
        "safeAsk": (
            "The policy can be read in another way, and then it may be due sooner. To see the safe "
            "day, answer this as well:"
        ),
        "timed": "{limit}, from when {starts}",
        "noTime": "the policy sets no time",
        "protective": of_subject("Sooner, if a time to protect the child is set.", subject),
        "past": " (past)",
        "late": "That time has passed: it is late.",
        "overGuide": f"That time has passed: it is {OVER_GUIDE}.",
        "doItNow": "{late} Do it now.",
    }


def _of_results() -> dict[str, Plain]:
    return {
        "doThis": "Do this now",
        "theyDo": {
            Side.RAISING.value: "They must do this now",
            Side.RECEIVING.value: "They must do this now",
            Side.PARTNERSHIP.value: "The partnership must do this now",
        },
        "first": "First",
        "ahead": "If it is not settled first, do this",
        "timeIsUp": "The time is up: go to the next stage",
        "left": "What is left to do",
        "isAt": "It is at {stage}.",
        "openAnew": "{newer} Open this page again, or ask your business team.",
        "takeOn": "Take it to {stage}",
        "goOn": "Keep trying to settle it at {stage}",
        "ended": "The policy asks for nothing more at this stage",
        "wasDue": "What was due before",
        "danger": "Because of the danger",
        "whom": "Whom to contact",
        "agency": {
            Side.RAISING.value: "Which agency decided?",
            Side.RECEIVING.value: "Which agency disagrees with you?",
            "letters": "Type its first letters",
            "none": "No agency here begins with that.",
        },
        "noContact": "No number is published here: ask your manager or safeguarding lead.",
        "afterwards": "Once that is done",
        "onceAt": "Once it is at {stage}",
        "notInTime": "If it is not done in time",
        "notSettled": "If that does not settle it",
        "next": "Next comes {stage}. {who}",
        "also": "Also to be done",
        "theirs": "What they must do",
        "more": "What else the policy asks, and what comes next",
        "shortcuts": "You do not have to wait",
    }


def _of_messages() -> dict[str, Plain]:
    return {
        "draft": "A message to start from",
        "noNames": "Do not put names into an unencrypted e-mail.",
        "gaps": (
            "Fill in the gaps in brackets when you send it. This page does not keep it or send it."
        ),
        "notSettledAt": "It is not settled at {stage}.",
        "subject": "Subject",
        "message": "Message",
        "today": "{until}, if this reaches you today",
        "copy": "Copy the message",
        "notCopied": "This browser does not allow copying. The text is selected: copy it yourself.",
    }
