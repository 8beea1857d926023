"""The dates as iCalendar: read by programs that are not ours, one of them a real calendar."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from icalendar import Calendar

from tests.cli.running import run
from tests.logs import FOUR

AS_OF = "2026-11-22 12:00"
RESOLVE = "KN-2026-0006.stage-2.resolve."


def diary(*words: str, as_of: str = AS_OF, log: Path = FOUR) -> str:
    """Export a diary into a file: what a test is told of standard output has other line ends."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "diary.ics"
        ran = run("export", "--format", "ics", "--as-of", as_of, "--to", target, *words, log=log)
        assert (ran.code, ran.err) == (0, "")
        return target.read_bytes().decode()


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


CHOICES = [
    (),
    ("--policy", "knowsley"),
    ("--agency", "housing"),
    ("KN-2026-0006",),
    ("--policy", "west-sussex", "--agency", "police"),
    ("--site", "https://escalations.example/log"),
]


@pytest.mark.parametrize("choice", CHOICES)
def test_others_read_a_diary_as_it_was_written(choice: tuple[str, ...]) -> None:
    text = diary(*choice)
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    assert [each.errors for each in calendar.walk() if each.errors] == []
    assert set(calendar.to_ical().split(b"\r\n")) == set(text.encode().split(b"\r\n"))
    read = vobject.readOne(text)
    assert read.validate(raiseException=True)
    assert len(getattr(read, "vevent_list", ())) == len(events(text))


def test_lines_end_and_fold_as_the_standard_says() -> None:
    data = diary().encode()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.endswith(b"END:VCALENDAR\r\n")


def test_what_a_calendar_must_and_should_say() -> None:
    for event in events(diary()):
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"} <= set(event)
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
        assert event["CLASS"] == "CONFIDENTIAL"
        assert "URL" not in event
    linked = events(diary("--site", "https://escalations.example/log"))
    assert all(event["URL"].endswith(f"{event['SUMMARY'][:12]}.html") for event in linked)


def test_every_open_date_stands_in_it_and_everything_else_is_called_off() -> None:
    open_rows = {
        (case["reference"], duty["title"], duty["due_on"])
        for case in exported()
        for duty in case["duties"]
        if duty["due"] and duty["state"] in ("running", "due-soon", "due-now", "overdue")
        # A calendar holds the policy's dates, and not the log's own reminders.
        if not duty["own"]
    }
    standing: list[Any] = []
    called_off: list[Any] = []
    for event in events(diary()):
        (standing if event["STATUS"] == "CONFIRMED" else called_off).append(event)
    told = {(*event["SUMMARY"].split(": ", 1), on_of(event).isoformat()) for event in standing}
    assert told == open_rows
    assert called_off
    for event in called_off:
        assert not event.walk("VALARM")
        assert event["SEQUENCE"] > 0
        assert datetime(2026, 11, 8, 12, tzinfo=UTC) <= event["LAST-MODIFIED"].dt


def exported() -> list[dict[str, Any]]:
    ran = run("export", "--format", "json", "--as-of", AS_OF)
    cases: list[dict[str, Any]] = json.loads(ran.out)["cases"]
    return cases


def on_of(event: Any) -> date:
    start = event["DTSTART"].dt
    day: date = start.date() if isinstance(start, datetime) else start
    return day


def test_an_alarm_rings_in_the_morning_of_the_working_day_before() -> None:
    whole_days = [
        each
        for each in events(diary())
        if each["STATUS"] == "CONFIRMED" and not isinstance(each["DTSTART"].dt, datetime)
    ]
    assert whole_days
    for event in whole_days:
        start = datetime.combine(event["DTSTART"].dt, datetime.min.time())
        (before,) = (start + alarm["TRIGGER"].dt for alarm in event.walk("VALARM"))
        assert (before.hour, before.weekday() < 5) == (9, True)
        assert start - timedelta(days=5) < before


@pytest.mark.parametrize("choice", CHOICES)
def test_no_alarm_rings_once_an_entry_has_begun(choice: tuple[str, ...]) -> None:
    for event in events(diary(*choice)):
        for alarm in event.walk("VALARM"):
            assert alarm["TRIGGER"].dt < timedelta(), event["SUMMARY"]


def test_an_entry_says_what_to_do_and_whom_to_ring_and_no_hash() -> None:
    (event,) = (each for each in events(diary()) if each["UID"].startswith(RESOLVE))
    lines = str(event["DESCRIPTION"]).split("\n")
    managers = "The first line managers of both agencies"
    agencies = "Northside Academy (invented) and Children's social care (invented)"
    ring = {
        "Duty team (invented), Children's social care (invented)": "0151 496 0100, duty-team.",
        "Safeguarding team (invented), Northside Academy (invented)": "0151 496 0112, safeguarding",
    }
    assert lines[:2] == [
        "Resolve between line managers.",
        f"By the end of Friday 13 November 2026: {managers} ({agencies}).",
    ]
    for line, (team, number) in zip(lines[2:4], ring.items(), strict=True):
        assert line.startswith(f"Ring: {team}, {number}")
    assert lines[4] == "Stage 2: First line managers."
    assert "Why this date:" in lines
    assert "sha256" not in diary().replace("\r\n ", "")


def neutral_log(root: Path) -> Path:
    """Copy the log, with neutral words wanted under Knowsley's policy."""
    shutil.copytree(FOUR, root)
    file = root / "policies" / "knowsley" / "partnership.yaml"
    file.write_text(f"{file.read_text('utf-8')}notifications: {{neutral: true}}\n", "utf-8")
    return root


def test_where_it_is_wanted_an_entry_names_neither_case_nor_what_it_is_about(
    tmp_path: Path,
) -> None:
    site = ("--site", "https://escalations.example/log")
    log = neutral_log(tmp_path / "log")
    neutral = {each["UID"]: each for each in events(diary(*site, log=log))}
    full = {each["UID"]: each for each in events(diary(*site))}
    assert neutral.keys() == full.keys()
    ours = [uid for uid in full if uid.startswith("KN-")]
    assert {full[uid]["STATUS"] for uid in ours} == {"CONFIRMED", "CANCELLED"}
    for uid, event in neutral.items():
        assert event["DTSTART"] == full[uid]["DTSTART"]
        if uid not in ours:
            assert event == full[uid]
            continue
        assert event["SUMMARY"] == "Escalation log: something is due"
        assert event["URL"] == "https://escalations.example/log/tracker.html"
        assert {alarm["DESCRIPTION"] for alarm in event.walk("VALARM")} <= {event["SUMMARY"]}
        told = event.to_ical().decode().replace("\r\n ", "").replace(f"UID:{uid}", "")
        assert not re.search(r"KN-|stage|escalate|line manager|senior", told, re.IGNORECASE), told
    assert str(neutral[next(uid for uid in ours if uid.startswith(RESOLVE))]["DESCRIPTION"]) == (
        "By the end of Friday 13 November 2026: something has to be done (Northside Academy "
        "(invented) and Children's social care (invented)).\n"
        "Open the log to see what it is, and whom to ring."
    )


def test_neutral_entries_are_valid(tmp_path: Path) -> None:
    text = diary(log=neutral_log(tmp_path / "log"))
    assert Calendar.from_ical(text).errors == []
    assert vobject.readOne(text).validate(raiseException=True)


def test_an_empty_diary_still_has_a_part() -> None:
    text = diary("--policy", "west-sussex", "--agency", "police")
    assert events(text) == []
    assert len(Calendar.from_ical(text).walk("VTIMEZONE")) == 1


def test_the_same_log_gives_the_same_bytes_also_later() -> None:
    assert diary() == diary()
    assert diary() == diary(as_of="2026-11-22 18:00")


def test_nothing_tells_of_a_child_or_repeats_free_text() -> None:
    text = diary().replace("\r\n ", "").replace("\\", "")
    for path in (FOUR / "cases").glob("*/*.yaml"):
        case = path.read_text(encoding="utf-8")
        secrets = re.findall(r"pseudonym: (\S+?),", case)
        secrets += re.findall(r"(?:note|action|reason): (.{12,})", case)
        secrets += re.findall(r"(?:concern|outcome_sought): \|\n  (.+)", case)
        assert not [each for each in secrets if each in text]


def test_a_calendar_program_shows_it(tmp_path: Path) -> None:
    (tmp_path / "diary").mkdir()
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[escalations]]\npath = {tmp_path}/diary\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Europe/London\ndefault_timezone = Europe/London\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    moved = "BA-2026-0003.stage-1.resolve.1.3@escalation-log"

    def khal(*words: str) -> str:
        done = subprocess.run(
            [Path(sys.executable).with_name("khal"), "-c", tmp_path / "khal.conf", *words],
            capture_output=True,
            text=True,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert "rror" not in done.stderr
        return done.stdout

    def shown_after(text: str) -> str:
        (tmp_path / "all.ics").write_text(text, newline="")
        khal("import", "--batch", "-a", "escalations", str(tmp_path / "all.ics"))
        return khal("list", "--format", "{start-date}|{title}|{uid}", "2026-06-01", "365d")

    before = shown_after(diary(as_of="2026-11-02 12:00"))
    assert [line[:10] for line in before.split("\n") if moved in line] == ["2026-11-09"]
    text = diary()
    shown = shown_after(text)
    # What moved meanwhile is there once, on its new day.
    assert [line[:10] for line in shown.split("\n") if moved in line] == ["2026-11-17"]
    for event in events(text):
        line = f"{on_of(event).isoformat()}|{event['SUMMARY']}|{event['UID']}"
        assert (line in shown) or event["STATUS"] == "CANCELLED", line
    assert shown_after(text) == shown
