"""Nothing is lost where an agency leaves, and one agency in several partnerships gets one mail."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.export.test_digest import AS_OF, SOCIAL_CARE, Elements, digest
from tests.logs import CALENDARS, EIGHTH

POLICIES = ("barnsley", "city-and-hackney", "knowsley", "west-sussex")


def edit_agency(log: Path, policy: str, agency: str, more: str) -> None:
    """Add to what a partnership says of an agency."""
    file = log / "policies" / policy / "partnership.yaml"
    text = file.read_text("utf-8")
    first = f"\n  - id: {agency}\n"
    assert text.count(first) == 1
    file.write_text(text.replace(first, f"{first}    {more}\n"), "utf-8")


def of(agency: str, log: Path, policy: str = "knowsley", as_of: str = AS_OF) -> str:
    return " ".join(digest("--policy", policy, "--agency", agency, log=log, as_of=as_of).split())


LEFT = "This was for Northside Academy (invented), who has left the partnership."


@pytest.mark.parametrize(
    ("successor", "heir"),
    [
        ("", "partnership"),
        ("successor: partnership", "partnership"),
        ("successor: police", "police"),
    ],
)
def test_what_an_agency_that_left_has_to_do_stays_somebody_s(
    own_log: Path, successor: str, heir: str
) -> None:
    before = of("northside-academy", own_log)
    edit_agency(own_log, "knowsley", "northside-academy", f"until: 2026-11-19\n    {successor}")
    after = of(heir, own_log)
    duties = re.findall(r"KN-2026-\d{4}, Stage \d: [^.]+\.", before)
    assert duties
    assert all(duty in after for duty in duties)
    assert after.count(LEFT) == len(duties) + before.count("together with")
    asked = "“State the issue together, if it is a significant one”"
    assert f"KN-2026-0006: {asked} (Stage 1: Practitioner to practitioner), together with" in after
    # Whoever took over rings whom that agency would have rung.
    rung = re.findall(r"Whom: [^,]+, [^,]+, [0-9 ]+", before)
    assert rung
    assert all(each in after for each in rung)
    ran = run("digest", "--policy", "knowsley", "--as-of", AS_OF, log=own_log)
    assert "Northside Academy (invented)\n" not in ran.out
    together = of("childrens-social-care", own_log)
    who = "Police (invented)" if heir == "police" else "Knowsley Safeguarding Children Partnership"
    assert f"Together with {who}." in together


def test_while_it_still_belongs_nothing_changes(own_log: Path) -> None:
    before = of("northside-academy", own_log)
    edit_agency(
        own_log, "knowsley", "northside-academy", "until: 2026-11-22\n    successor: police"
    )
    assert re.sub(r"[0-9a-f]{64}", "", of("northside-academy", own_log)) == re.sub(
        r"[0-9a-f]{64}", "", before
    )
    assert "left the partnership" not in of("police", own_log)


def test_who_took_over_may_have_left_as_well(own_log: Path) -> None:
    edit_agency(
        own_log, "knowsley", "northside-academy", "until: 2026-11-19\n    successor: police"
    )
    edit_agency(own_log, "knowsley", "police", "until: 2026-11-20\n    successor: midwifery")
    assert LEFT in of("midwifery", own_log)
    edit_agency(own_log, "knowsley", "midwifery", "until: 2026-11-21\n    successor: police")
    assert LEFT in of("partnership", own_log)


def test_an_agency_whose_organisation_left_has_left(own_log: Path) -> None:
    file = own_log / "policies" / "knowsley" / "partnership.yaml"
    text = file.read_text("utf-8")
    first = "- {id: northside-trust, "
    assert first in text
    file.write_text(text.replace(first, f"{first}until: 2026-11-19, "), "utf-8")
    assert LEFT in of("partnership", own_log)


def test_the_heir_of_the_side_that_replied_is_not_asked_again(own_log: Path) -> None:
    edit_agency(
        own_log, "knowsley", "northside-academy", "until: 2026-11-19\n    successor: police"
    )
    assert "DID THESE HAPPEN?" in of("police", own_log)
    with (own_log / "cases/2026/KN-2026-0006.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - {at: 2026-11-20 10:00, kind: disputed, by: raising, duty: stage-1/state-issue, "
            "reason: was-done}\n"
        )
    text = of("police", own_log)
    assert "DID THESE HAPPEN?" not in text
    assert "NO RECORD THAT THIS WAS DONE" in text


def shared(log: Path, *policies: str, agency: str = "childrens-social-care") -> Path:
    """Say of an agency in several partnerships that it is one."""
    for policy in policies:
        edit_agency(log, policy, agency, "shared_id: one-for-all")
    return log


def test_two_agencies_of_one_partnership_cannot_be_one(own_log: Path) -> None:
    shared(own_log, "knowsley")
    ran = run("check", log=shared(own_log, "knowsley", agency="police"))
    assert ran.code == 1
    assert re.search(r"knowsley/partnership.yaml:\d+:\d+ agencies\[\d\].shared_id: .*", ran.out)
    mixed = run("digest", "--policy", "knowsley", "--as-of", AS_OF, log=own_log)
    assert "PART 1 OF 2" not in mixed.out


def test_who_asks_for_an_agency_that_has_left_is_told_so(own_log: Path) -> None:
    edit_agency(own_log, "knowsley", "northside-academy", "until: 2026-11-19")
    asked = ("--policy", "knowsley", "--agency", "northside-academy", "--as-of", AS_OF)
    ran = run("digest", *asked, log=own_log)
    assert ran.code == 2
    assert "northside-academy is no member on " in ran.err
    assert "or else of the partnership." in ran.err


def test_one_agency_in_four_partnerships_gets_one_mail_with_four_parts(
    own_log: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "digests"
    said = digest("--to", str(folder), log=shared(own_log, *POLICIES))
    assert len([*folder.iterdir()]) == 2 * (4 * 9 - 3)
    (line,) = (each for each in said.splitlines() if "one-for-all.txt" in each)
    text = (folder / "one-for-all.txt").read_text("utf-8")
    headings = re.findall(r"^PART (\d) OF 4: ([A-Z &]+)$", text, re.MULTILINE)
    assert [number for number, _ in headings] == ["1", "2", "3", "4"]
    names = [name.removesuffix(" SAFEGUARDING CHILDREN PARTNERSHIP") for _, name in headings]
    assert sorted(names) == ["BARNSLEY", "CITY & HACKNEY", "KNOWSLEY", "WEST SUSSEX"]
    for part in ("Knowsley", "Barnsley", "City & Hackney", "West Sussex"):
        assert f"{part} Safeguarding Children Partnership" in line
    assert text.count("Seal of the whole log:") == 1
    counts = [int(each) for each in re.findall(r"(\d+) to do by Sunday 29", text)]
    assert counts[0] == sum(counts[1:])
    assert re.search(rf": [^;]*\b{counts[0]} to do by Sunday 29 November 2026[^;]*; ", line)
    assert text == digest("--agency", "childrens-social-care", log=own_log)


def test_each_part_says_what_the_digest_of_that_partnership_says(own_log: Path) -> None:
    log = shared(own_log, *POLICIES)
    whole = digest("--agency", "childrens-social-care", log=log)
    for policy in POLICIES:
        alone = digest("--policy", policy, "--agency", "childrens-social-care", log=log)
        body = alone.partition(", as of ")[2].partition("\nSeal of the whole log:")[0]
        assert len(body) > 200
        assert body in whole


def test_the_part_with_an_immediate_risk_comes_first(own_log: Path) -> None:
    log = shared(own_log, "barnsley", "knowsley", agency="police")
    text = digest("--agency", "police", "--policy", "knowsley", as_of="2026-06-17 12:00", log=log)
    assert "PART 1 OF" not in text
    text = digest("--agency", "police", as_of="2026-06-17 12:00", log=log)
    assert text.index("PART 1 OF 2: KNOWSLEY") < text.index("PART 2 OF 2: BARNSLEY")
    assert text.splitlines()[1].startswith("IMMEDIATE RISK: 1 at once, ")


def test_the_page_of_several_parts_is_in_order_and_asks_for_nothing(own_log: Path) -> None:
    log = shared(own_log, *POLICIES)
    page = digest("--agency", "childrens-social-care", "--format", "html", log=log)
    levels = [int(tag[1]) for tag, _ in Elements(page).all if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 4
    assert all(after <= before + 1 for before, after in pairwise(levels))
    title = re.search("<title>(.*)</title>", page)
    assert title is not None
    assert "Knowsley Safeguarding Children Partnership" in title[1]
    assert page.count("Seal of the whole log:") == 1


def test_agencies_that_only_have_the_same_id_or_name_stay_apart() -> None:
    assert digest("--agency", "police").count("Police (invented)\n") == 4
    assert "PART 1 OF" not in digest("--agency", "police")


def test_the_subject_says_what_is_at_stake_and_for_which_partnership(tmp_path: Path) -> None:
    digest("--to", str(tmp_path), *SOCIAL_CARE)
    page = (tmp_path / "knowsley.childrens-social-care.html").read_text("utf-8")
    assert (
        "<title>2 overdue (2 breaches), 4 to do by Sunday 29 November 2026, one question; Knowsley "
        "Safeguarding Children Partnership</title>"
    ) in page
    said = digest("--to", str(tmp_path), "--policy", "knowsley", as_of="2026-06-17 12:00")
    (line,) = (each for each in said.splitlines() if "knowsley.police.txt" in each)
    assert ": IMMEDIATE RISK: 1 at once, 4 to do by Wednesday 24 June 2026; Knowsley" in line


def test_it_begins_with_what_is_due_now_whatever_day_it_is(tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(EIGHTH, log)
    shutil.copytree(CALENDARS, log / "policies" / "calendars", dirs_exist_ok=True)
    with (log / "cases/2026/HW-2026-0003.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {at: 2026-11-28 02:12, kind: immediate-risk, by: raising}\n")
        file.write("  - {at: 2026-11-28 02:14, kind: risk-over, by: raising}\n")
    text = digest("--agency", "sands-care", as_of="2026-11-28 02:17", log=log)
    assert text.splitlines()[1].startswith("1 at once, ")
    first = re.search(r"^([A-Z ]+) \(\d\)\n(.+)\n\n(.+)\n  (.+)\n  (.+)$", text, re.MULTILINE)
    assert first is not None
    assert first.groups() == (
        "AT ONCE",
        "Ring now. Do not wait for this log.",
        "HW-2026-0003, Step 4: The board's panel",
        "Ring the emergency duty team",
        "Due now, by the end of Saturday 28 November 2026.",
    )
