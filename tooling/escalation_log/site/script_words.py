"""Words for scripts to fill with numbers and dates, taken from those of the other outputs.

Each is made by writing an example and replacing its particulars by `{name}`, so that scripts and
the other outputs always use the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.model.assessments import Breach, DutyState, Late, LateUnit
from escalation_log.model.moments import Moment
from escalation_log.site.dues import AT_ONCE_LOOK, OWN, far_words
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.templates import data_script
from escalation_log.words.dates import MONTHS, WEEKDAYS, day_words, moment_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.plain_values import Plain
from escalation_log.words.states import (
    BREACHES,
    DUTY_STATES,
    OVER_GUIDE,
    OWN_CHIP,
    amount_words,
    late_words,
    without_record,
)
from escalation_log.words.to_do import safe_day_words, safe_sentence

SCRIPT_WORDS = "assets/escalation-log/words.js"

# How many other duties of a case are late, beside the next one.
ALSO_LATE = "and {number} late"
MORE_LATE = "and {number} more late"

_ABOUT = "What scripts say of deadlines, with places in braces for numbers and dates."
_OPEN = (DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE)
# Example values; each is written like nothing else in its sentence, so that it can be replaced.
EXAMPLE_DAYS = tuple(date(1999, 1, day) for day in (11, 12, 13, 14))
_LONDON = ZoneInfo("Europe/London")
EXAMPLE_MOMENTS = tuple(
    moment_at(datetime(1999, 2, day, 9, 5, tzinfo=_LONDON), _LONDON) for day in (1, 2)
)
_SHOWN_TWICE = moment_at(datetime(1999, 10, 31, 1, 30, tzinfo=_LONDON), _LONDON)


def template(said: str, **places: str) -> str:
    """Replace each part of an example by its name in braces; raise ValueError if it is missing.

    >>> template("Late from 9 March 2026", day="9 March 2026")
    'Late from {day}'
    """
    for name, part in places.items():
        before, found, after = said.partition(part)
        if not found:
            raise ValueError(f"{part!r} does not stand in {said!r}")
        said = f"{before}{{{name}}}{after}"
    return said


def forms(say: Callable[[int], str]) -> list[Plain]:
    """Return the words for one and for several.

    >>> forms(lambda number: counted(number, "case"))
    ['{number} case', '{number} cases']
    """
    return [template(say(number), number=str(number)) for number in (1, 2)]


def words_file() -> GeneratedFile:
    """Return the words for the scripts of every page about cases, as a file."""
    script = data_script(_ABOUT, "escalationLogWords", clock_words())
    return GeneratedFile(address=SCRIPT_WORDS, write=lambda _: script)


def clock_words() -> dict[str, Plain]:
    """Return the words about a deadline before and after it passes, and about a page's age."""
    example = Late(amount=2, unit=LateUnit.WORKING_DAYS)
    amount = amount_words(example)
    return {
        "chips": {
            **{state.value: DUTY_STATES[state] for state in _OPEN},
            AT_ONCE_LOOK: DUTY_STATES[DutyState.DUE_NOW],
            "guide": BREACHES[Breach.OVER_GUIDE],
            OWN: OWN_CHIP,
        },
        "amounts": {
            **{unit.value: _amounts(unit) for unit in LateUnit},
            "hours": _amounts(LateUnit.MINUTES, of=60),
            "days": forms(lambda number: counted(number, "day")),
        },
        "least": amount_words(Late(amount=0, unit=LateUnit.MINUTES)),
        "late": template(late_words(example), amount=amount),
        "guide": template(late_words(example, over_guide=True), amount=amount),
        "more": "more than {amount}",
        "past": far_words("{late}"),
        "today": "Due today",
        "tomorrow": "Due tomorrow",
        "by": "{day} by {time}",
        "coming": "Due in {amount}",
        "age": "Last updated {amount} ago:",
        "behind": "The clock of this device is slow. This page shows how things stood at",
        "passed": forms(_passed),
        "nonePassed": ". No deadline has passed since.",
        "old": " Ask your business team for a newer one.",
        "goToCase": "Go to {reference}",
    }


def _passed(number: int) -> str:
    have, are = ("has", "it is") if number == 1 else ("have", "they are")
    return (
        f". {counted(number, 'deadline')} {have} passed since: {are} shown as late, but what "
        "follows from that is not on this page yet."
    )


def _amounts(unit: LateUnit, *, of: int = 1) -> list[Plain]:
    return forms(lambda number: amount_words(Late(amount=number * of, unit=unit)))


def date_places() -> dict[str, Plain]:
    """Return what a script needs to write days and moments."""
    return {
        "weekdays": list(WEEKDAYS),
        "months": list(MONTHS),
        "moment": _moment_template(EXAMPLE_MOMENTS[0], time="09:05"),
        "momentShownTwice": _moment_template(_SHOWN_TWICE, time="01:30", zone="BST"),
    }


def _moment_template(moment: Moment, **places: str) -> str:
    return template(moment_words(moment), day=day_words(moment.on), **places)


def tracker_words() -> dict[str, Plain]:
    """Return the words of the tracker's rows."""
    return {
        **date_places(),
        "list": listed(["{first}", "{last}"]),
        "cases": forms(lambda number: counted(number, "case")),
        "part": "{number} of {cases}",
        "showClosed": "Show {number} closed too",
        "meant": {
            "chase": "What is late, due at once or due today, and every case at immediate risk.",
            "since-friday": "What became late on {friday} or after.",
            "this-week": "What is due by {sunday} and not late yet.",
        },
        "parts": {
            "raising": "Raised by {name}",
            "receiving": "Received by {name}",
            "duty": "Also to do: {name}",
            "acting": "Also for {name}",
            "missed": "Missed: {name}",
            "opened": "Opened on {name}",
        },
        "chosen": " ({number} chosen)",
        "show": "Show {number} more",
        "breaches": forms(lambda number: counted(number, "breach", "breaches")),
        "overGuide": f"{{number}} {OVER_GUIDE}",
        "noRecord": forms(without_record),
        "safe": template(safe_day_words(EXAMPLE_DAYS[0]), day=day_words(EXAMPLE_DAYS[0])),
        "late": ALSO_LATE,
        "moreLate": MORE_LATE,
    }


def safe_template() -> str:
    """Return the sentence with a safe date, for a day and a clause."""
    sentence = safe_sentence(safe_day_words(EXAMPLE_DAYS[0]), "{clause}")
    return template(sentence, day=day_words(EXAMPLE_DAYS[0]))
