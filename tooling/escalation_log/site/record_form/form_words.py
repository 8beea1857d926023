"""What the scripts of the forms say; they put values in place of what stands in braces."""

from __future__ import annotations

from escalation_log.site.generated import GeneratedFile
from escalation_log.site.templates import data_script
from escalation_log.words.plain_values import Plain
from escalation_log.words.states import RING_NOW

FORM_WORDS = "assets/escalation-log/record/words.js"


def form_words_file() -> GeneratedFile:
    """Return the words as a file."""
    script = data_script("What the forms say.", "escalationLogRecordWords", form_words())
    return GeneratedFile(address=FORM_WORDS, write=lambda _: script)


def form_words() -> dict[str, Plain]:
    """Return the words of both forms."""
    return {
        **_of_questions(),
        **_of_recording(),
        **_of_a_new_case(),
        **_of_proposals(),
    }


def _of_questions() -> dict[str, Plain]:
    return {
        "twice": "The clocks go back that night and show this time twice. Which one is meant?",
        "before": "{clock} {zone}, before they go back",
        "after": "{clock} {zone}, after they go back",
        "ifKnown": "if known",
        "date": "Date",
        "time": "Time",
        "momentNotWhole": "The date or the time is not whole.",
        "dateMissing": "The date is missing.",
        "yearOdd": "This year cannot be meant.",
        "never": "The clocks go forward that night and never show this time. Type another one.",
        "whichTime": "Say which of the two times is meant.",
        "dateNotWhole": "The date is not whole.",
        "choose": "Choose",
        "leaveOpen": "Leave open",
        "mostChoices": "{most} are the most.",
        "tooLong": "This is too long by {over}; {most} letters and signs are the most.",
        "needsAnswer": "Needs an answer.",
        "whatIsWrong": "What is wrong?",
        "whenHeard": "When did you hear of it?",
        "howHeard": "How did you hear of it?",
    }


def _of_recording() -> dict[str, Plain]:
    return {
        "loading": "Getting ready …",
        "refused": "This cannot be recorded like that:",
        "agreement": "Needs an agreement of its own: {words}",
        "does": "This answers {what}.",
        "shouldSay": "Should say: {question}",
        "and": " and ",
        "tellsWhatChanges": (
            "The pull request will tell what it changes, and every rule is applied there."
        ),
        "caseOffline": "There is no network, so the case cannot be read.",
        "nobody": f"Nobody yet. {RING_NOW}",
        "gone": "{reference} was taken out of the log. Nothing more can be recorded of it.",
        "unknown": (
            "There is no case {reference} on this site. Look for it in the tracker. If it was "
            "proposed lately, it comes here once that is merged."
        ),
        "noQuestions": "The questions did not come. Load this page again.",
        "openChanges": "Look there first (in a new tab)",
        "mayHaveHappened": "What may have happened",
        "chooseWhatHappened": "Choose what happened.",
        "told": "Told",
        "whichCase": "Which one is meant: {references}?",
        "noSuchCase": "No case here is called that. Type it as it stands on the case’s page.",
    }


def _of_a_new_case() -> dict[str, Plain]:
    return {
        "tellsWhatFollows": (
            "The pull request will tell what follows from it, and every rule is applied there."
        ),
        "noReferences": (
            "Which reference is free did not come. Load this page again when there is a network."
        ),
        "pseudonym": "Pseudonym",
        "pseudonymOf": "Pseudonym {number}",
        "pseudonymOdd": "A pseudonym is C, a hyphen and four to eight capital letters or digits.",
        "pseudonymNeeded": "A pseudonym is needed.",
        "pseudonymTwice": "This pseudonym stands there twice.",
        "alike": "{theme}, {raising} with {answering}, since {day}",
        "register": (
            "Before you propose it: enter {pseudonyms} in your register of pseudonyms. The log "
            "does not know who that is."
        ),
    }


def _of_proposals() -> dict[str, Plain]:
    return {
        "textOf": "{label}: text",
        "copied": " Copied.",
        "notAllowed": " Not allowed here: press Ctrl and C now.",
        "giveText": "Give this text to your business team, or put it into a new file of the log.",
        "copyText": "Copy the text",
        "fileName": "The file’s name is ",
        "openPage": "Open GitHub’s page",
        "pasteBelow": "Click below the last line of the text there, and paste.",
        "pasteInto": "Click into the large box there, and paste.",
        "copyFirst": "Copy what you wrote.",
        "copyWords": "Copy your words",
        "newTab": "It opens in a new tab, with the name of the file and all that is coded.",
        "commit": (
            "Press “Commit changes…”, choose “Create a new branch”, and press “Propose changes”."
        ),
        "openPull": (
            "On the page that follows, say in a sentence why you record it, and press “Create pull "
            "request”."
        ),
    }
