"""What the browser counts with: calendars, and each edition's rules and duties, as a script."""

from __future__ import annotations

from escalation_log.render.dates import day_words
from escalation_log.render.plain import Plain
from escalation_log.site.by_when.calendars import plain_calendar, plain_closures
from escalation_log.site.by_when.duties import plain_duties
from escalation_log.site.data_scripts import data_script
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Edition, Publication

RECKONING = "assets/escalation-log/reckoning.js"

_ABOUT = "Days off, rules of counting and duties, as known when the site was built."


def reckoning_file(publication: Publication) -> GeneratedFile:
    """Give the data that `reckoning.js` counts with."""

    def write(_summaries: Summaries) -> str:
        return data_script(_ABOUT, "escalationLogReckoning", reckoning_data(publication))

    return GeneratedFile(address=RECKONING, write=write)


def reckoning_data(publication: Publication) -> dict[str, Plain]:
    """Write out everything that a count needs, as known at the moment of judging."""
    built = publication.moment_in(None)
    return {
        "builtOn": built.on.isoformat(),
        "built": day_words(built.on),
        "zone": "Europe/London",
        "countsClosures": publication.projection is Projection.RESTRICTED,
        "calendars": {
            name: plain_calendar(calendar, built.on)
            for name, calendar in publication.calendars.items()
        },
        "editions": {
            each.policy.edition: _edition(each, publication) for each in publication.editions
        },
    }


def _edition(edition: Edition, publication: Publication) -> Plain:
    policy = edition.policy
    calendar = publication.calendar(policy)
    known_on = publication.moment_in(None).on
    return {
        "name": edition.partnership.name,
        "title": policy.title,
        "isCurrent": edition.is_current,
        "inForceFrom": policy.effective_from.isoformat(),
        "calendar": policy.calendar,
        "hash": calendar.content_hash,
        "closures": plain_closures(calendar.closures, known_on),
        "zone": policy.time_zone,
        "counting": policy.counting.value,
        "cutOff": None if policy.cut_off is None else f"{policy.cut_off:%H:%M}",
        "dayEnds": "24:00" if policy.day_ends is None else f"{policy.day_ends:%H:%M}",
        "duties": list(plain_duties(policy)),
    }
