"""What an agency must do this week, as text and as HTML, from the command."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from tests.cli.running import run
from tests.logs import FOUR

AS_OF = "2026-11-22 12:00"
SOCIAL_CARE = ("--policy", "knowsley", "--agency", "childrens-social-care")


def digest(*options: str, as_of: str = AS_OF, log: Path = FOUR) -> str:
    ran = run("digest", "--as-of", as_of, *options, log=log)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_what_is_overdue_stands_first_then_the_week_then_what_has_no_date() -> None:
    text = digest("--policy", "barnsley", "--agency", "health-visiting")
    headings = re.findall(r"^([A-Z][A-Z0-9 ]+) \((\d)\)$", text, re.MULTILINE)
    assert headings == [("DUE BY SUNDAY 29 NOVEMBER 2026", "2"), ("NO DATE SET", "2")]
    text = digest(*SOCIAL_CARE)
    assert text.startswith(
        "Children's social care (invented)\n"
        "2 overdue (2 breaches), 4 to do by Sunday 29 November 2026, one\n"
        "  question.\n"
        "Knowsley Safeguarding Children Partnership, as of Sunday 22 November\n"
        "  2026 at 12:00.\n"
        "\n"
        "OVERDUE (2)\n"
        "\n"
        "KN-2026-0006, Stage 3: Senior managers\n"
        "  Escalate to the senior managers\n"
        "  Was due Friday 13 November 2026: 5 working days late, a breach.\n"
        "  Together with Northside Academy (invented).\n"
        "  Whom: Head teacher's office (invented), Northside Academy (invented),\n"
        "    0151 496 0113, head-teacher.northside-academy@knowsley.example\n"
    )
    assert "\n  No date: “at the time”.\n" in text
    assert (
        "\nDID THESE HAPPEN?\n"
        "Nothing in the log shows that these were done. Perhaps they were. Tell\n"
        "us for each one: done, and when; not done; or not yours to do. Whoever\n"
        "keeps the log will record it.\n"
        "  KN-2026-0006: “State the issue together, if it is a significant one”\n"
        "    (Stage 1: Practitioner to practitioner), together with Northside\n"
        "    Academy (invented).\n"
        "  KN-2026-0007: “State the issue together, if it is a significant one”\n"
        "    (Stage 1: Practitioner to practitioner), together with Housing\n"
        "    (invented).\n"
        "  KN-2026-0007: “Involve the Assistant Directors or Director of the own\n"
        "    agency” (Stage 3: Senior managers), together with Housing\n"
        "    (invented).\n"
        "\n"
        "WAITING FOR OTHERS\n"
        "  KN-2026-0007: Knowsley Safeguarding Children Partnership, “Confer and\n"
        "    recommend”, due Thursday 26 November 2026\n"
        "\n"
        "NOT BY THE POLICY’S ROUTE\n"
        "  KN-2026-0007, event 10: This came before what the policy asks for\n"
        "    first: “Issue an Escalation Notice where the managers cannot agree”.\n"
        "\n"
        "If a child is in danger now, ring 999 (Emergency services).\n" in text
    )
    assert text.index("OVERDUE") < text.index("NO DATE SET") < text.index("WAITING FOR OTHERS")


def headings(text: str) -> list[str]:
    return re.findall(r"^[A-Z][A-Z’?]+(?: [A-Z’?]+)+(?= \(|$)", text, re.MULTILINE)


def written(log: Path, reference: str, *events: str) -> Path:
    """Add events to a case of a log."""
    with (log / "cases" / reference[3:7] / f"{reference}.yaml").open("a", encoding="utf-8") as file:
        file.write("".join(f"  - {each}\n" for each in events))
    return log


UNSHOWN = "“State the issue together, if it is a significant one”"


def test_each_agency_is_asked_once_about_its_own_and_shown_what_is_others(own_log: Path) -> None:
    asked = digest("--policy", "barnsley", "--agency", "early-help", log=own_log)
    assert asked.splitlines()[1].endswith(", one question.")
    assert "Consult the own safeguarding lead" in asked
    for agency in ("northside-academy", "childrens-social-care"):
        text = digest("--policy", "knowsley", "--agency", agency, log=own_log)
        assert headings(text).count("DID THESE HAPPEN?") == 1
        assert "NO RECORD THAT THIS WAS DONE" not in text
    police = digest("--policy", "knowsley", "--agency", "police", log=own_log)
    assert "DID THESE HAPPEN?" not in police
    assert "question" not in police.splitlines()[1]


def test_a_side_that_replied_is_not_asked_again_and_the_reply_stands_beside_the_mark(
    own_log: Path,
) -> None:
    reply = (
        "{at: 2026-11-20 10:00, kind: disputed, by: raising, duty: stage-1/state-issue, "
        "reason: was-done, note: Zebedee says so}"
    )
    written(own_log, "KN-2026-0006", reply)
    raising = digest("--policy", "knowsley", "--agency", "northside-academy", log=own_log)
    assert "DID THESE HAPPEN?" not in raising
    said = " ".join(raising.split())
    assert (
        f"NO RECORD THAT THIS WAS DONE KN-2026-0006: {UNSHOWN} (Northside Academy (invented) and "
        "Children's social care (invented)). The raising agency’s reply: it was done."
    ) in said
    assert "Zebedee" not in raising
    receiving = digest(*SOCIAL_CARE, log=own_log)
    question = " ".join(receiving.partition("DID THESE HAPPEN?")[2].split())
    assert question.count("The raising agency’s reply: it was done.") == 1
    page = digest(*SOCIAL_CARE, "--format", "html", log=own_log)
    assert "<h2" in page.partition("Did these happen?")[0].rpartition("\n")[2]
    assert "The raising agency’s reply: it was done." in page


TAKEN_BACK = """\
events:
  - {at: 2026-11-09 09:00, kind: disagreement, by: receiving}
  - {at: 2026-11-09 10:00, kind: escalated, to: stage-2, by: raising}
  - {at: 2026-11-10 10:00, kind: escalated, to: stage-3, by: raising}
  - {at: 2026-11-11 10:00, kind: escalated, to: stage-4, by: raising}
  - {at: 2026-11-16 10:00, kind: escalated, to: stage-3, by: partnership}
"""


def test_the_partnership_is_asked_about_its_own_too(own_log: Path) -> None:
    case = own_log / "cases" / "2026" / "WS-2026-0501.yaml"
    head = (own_log / "cases/2026/WS-2026-0003.yaml").read_text("utf-8").partition("events:")[0]
    case.write_text(f"{head.replace('WS-2026-0003', 'WS-2026-0501')}{TAKEN_BACK}", "utf-8")
    options = ("--policy", "west-sussex", "--agency", "partnership")
    question = digest(*options, log=own_log).partition("DID THESE HAPPEN?")[2]
    assert question.count("WS-2026-0501: ") == 1
    reply = (
        "{at: 2026-11-17 10:00, kind: disputed, by: partnership, duty: stage-4/resolve, "
        "reason: was-done}"
    )
    written(own_log, "WS-2026-0501", reply)
    assert "DID THESE HAPPEN?" not in digest(*options, log=own_log)


def test_a_case_is_asked_about_for_four_weeks_after_its_end() -> None:
    options = ("--policy", "barnsley", "--agency", "early-help")
    last = digest(*options, as_of="2026-12-01")
    assert "DID THESE HAPPEN?" in last
    assert "THE RAISING SIDE HAS NOT AGREED YET\n  BA-2026-0006: resolved on Tuesday" in last
    after = digest(*options, as_of="2026-12-02")
    assert "DID THESE HAPPEN?" not in after
    assert "HAS NOT AGREED" not in after


def test_what_is_due_after_the_week_is_only_counted() -> None:
    text = digest("--policy", "knowsley", "--agency", "early-help", as_of="2026-11-20 14:30")
    assert "Due Wednesday 25 November 2026." in text
    text = digest("--policy", "knowsley", "--agency", "partnership", as_of="2026-11-19 10:00")
    assert "DUE BY THURSDAY 26 NOVEMBER 2026 (1)" in text
    text = digest("--policy", "barnsley", "--agency", "health-visiting", as_of="2026-11-19 12:00")
    assert "After that: 1 more thing, the first due Friday 27 November 2026." in text


def test_an_immediate_risk_puts_the_emergency_number_on_top() -> None:
    options = ("--policy", "knowsley", "--agency", "police")
    text = digest(*options, as_of="2026-06-17 12:00")
    top, _, rest = text.partition("AT ONCE (1)")
    assert "A CHILD IN DANGER NOW: ring 999 (Emergency services).\n" in top
    assert "An immediate risk is recorded in KN-2026-0005.\n" in top
    assert text.splitlines()[1].startswith("IMMEDIATE RISK: ")
    assert rest.startswith(
        "\nRing now. Do not wait for this log.\n\nIMMEDIATE RISK, KN-2026-0005, Stage 3"
    )
    assert "No date: before it goes to Stage 4: Chair of the partnership." in " ".join(rest.split())
    page = digest(*options, "--format", "html", as_of="2026-06-17 12:00")
    assert page.index("A child in danger now: ring") < page.index("<h1")
    assert 'href="tel:999"' in page


def test_nobody_with_nothing_to_do_is_written_to_unless_named() -> None:
    assert "Police (invented)\n" not in digest("--policy", "knowsley")
    text = digest("--policy", "knowsley", "--agency", "police")
    assert "Nothing to do by Sunday 29 November 2026.\n" in text
    assert digest(as_of="2019-01-01") == "Nobody has anything to do this week.\n"


def test_no_free_text_and_no_pseudonym_leaves_the_house(tmp_path: Path) -> None:
    log = open_log(FOUR, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    secrets = set()
    for case_file in log.cases:
        case = case_file.case
        secrets |= {child.pseudonym for child in case.header.children}
        secrets |= {case.header.concern.strip(), case.header.outcome_sought.strip()}
        secrets |= {event.note.strip() for event in case.events if event.note}
        secrets |= {event.action.strip() for event in case.events if event.action}
    assert len(secrets) > 60
    for moment in ("2026-03-05", "2026-06-17 12:00", AS_OF):
        folder = tmp_path / moment.replace(":", "")
        digest("--to", str(folder), as_of=moment)
        for path in folder.iterdir():
            text = " ".join(unescape(path.read_text("utf-8")).split())
            assert not [each for each in secrets if " ".join(each.split()) in text]


def test_one_pair_of_files_for_each_agency(tmp_path: Path) -> None:
    said = digest("--to", str(tmp_path / "build" / "digests"))
    folder = tmp_path / "build" / "digests"
    names = {path.name for path in folder.iterdir()}
    assert {"knowsley.police.txt", "knowsley.police.html", "barnsley.partnership.html"} <= names
    assert len(names) == 2 * 4 * 9
    assert len(said.splitlines()) == 4 * 9
    text = (folder / "knowsley.childrens-social-care.txt").read_text("utf-8")
    assert text == digest(*SOCIAL_CARE)
    page = (folder / "knowsley.childrens-social-care.html").read_text("utf-8")
    assert page == digest(*SOCIAL_CARE, "--format", "html")


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))


def test_a_page_asks_for_nothing_and_styles_stand_inline() -> None:
    page = digest(*SOCIAL_CARE, "--format", "html")
    elements = Elements(page).all
    assert {tag for tag, _ in elements}.isdisjoint({"style", "link", "script", "img", "iframe"})
    assert "url(" not in page
    assert "@import" not in page
    addresses = [attributes["href"] for _, attributes in elements if "href" in attributes]
    assert addresses
    assert all(each.startswith(("tel:", "mailto:")) for each in addresses)
    assert "background" not in page


def test_text_from_files_is_only_text(own_log: Path) -> None:
    policy = own_log / "policies" / "knowsley" / "2020-06.yaml"
    text = policy.read_text("utf-8")
    policy.write_text(text.replace("Confer and recommend", "<b>Confer</b> & {{ 7 * 7 }}"), "utf-8")
    ran = run(
        "digest",
        "--policy",
        "knowsley",
        "--agency",
        "partnership",
        "--as-of",
        AS_OF,
        "--format",
        "html",
        log=own_log,
    )
    assert "&lt;b&gt;Confer&lt;/b&gt; &amp; {{ 7 * 7 }}" in ran.out
    assert "<b>Confer" not in ran.out


def test_a_case_links_to_its_page_where_the_partnership_says_where_that_is(own_log: Path) -> None:
    partnership = own_log / "policies" / "knowsley" / "partnership.yaml"
    with partnership.open("a", encoding="utf-8") as file:
        file.write("issues: {site: https://log.partnership.example/}\n")
    page = "https://log.partnership.example/cases/2026/KN-2026-0006.html"
    assert page in digest(*SOCIAL_CARE, log=own_log)
    assert f'href="{page}"' in digest(*SOCIAL_CARE, "--format", "html", log=own_log)


def test_a_case_with_problems_is_left_out_and_said_to_be(own_log: Path) -> None:
    with (own_log / "cases/2026/KN-2026-0006.yaml").open("a", encoding="utf-8") as file:
        file.write("  - at: soon\n")
    ran = run("digest", *SOCIAL_CARE, "--as-of", AS_OF, log=own_log)
    assert ran.code == 1
    assert "Not judged: cases/2026/KN-2026-0006.yaml" in ran.err
    assert ran.out.count("KN-2026-0006") == 1


def test_a_digest_without_a_case_that_has_problems_says_so(own_log: Path) -> None:
    with (own_log / "cases/2026/KN-2026-0006.yaml").open("a", encoding="utf-8") as file:
        file.write("  - at: soon\n")
    (own_log / "cases" / "2026" / "Zebedee Quillfeather.yaml").write_text("a: 1\n")
    ran = run("digest", "--as-of", "2019-01-01", log=own_log)
    assert ran.code == 1
    assert "Nobody has anything" not in ran.out
    assert "Zebedee" not in ran.out
    words = " ".join(ran.out.split())
    assert "Nothing to do by Tuesday 8 January 2019, 2 cases missing." in words
    missing = (
        "Missing here: KN-2026-0006 and one without a reference. Nobody can say what has to be "
        "done there until the log is put right. Ask the partnership."
    )
    assert missing in words
    page = run("digest", *SOCIAL_CARE, "--as-of", AS_OF, "--format", "html", log=own_log).out
    assert missing in page
    other = ("--policy", "barnsley", "--agency", "police", "--as-of", AS_OF)
    assert "Missing here: one without a reference." in run("digest", *other, log=own_log).out


def test_where_nothing_can_be_told_it_is_not_said_that_nothing_is_to_be_done(
    own_log: Path,
) -> None:
    for file in own_log.glob("policies/*/partnership.yaml"):
        file.write_text("no: partnership\n")
    ran = run("digest", "--as-of", AS_OF, log=own_log)
    assert ran.code == 1
    assert ran.out == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--policy", "knowsly"), "There is no policy 'knowsly' in this log. Did you mean"),
        (("--agency", "polise"), "There is no agency 'polise' in this log. Did you mean police?"),
        (("--agency", "zzz"), "Type one of childrens-social-care, early-help"),
        (("--format", "html"), "a page is of one"),
        (("--format", "html", "--to", "build"), "leave out --format"),
    ],
)
def test_wrong_usage_is_told_with_what_to_type(options: tuple[str, ...], says: str) -> None:
    ran = run("digest", *options, "--as-of", AS_OF)
    assert ran.code == 2
    assert says in " ".join(ran.err.split())


def asking_log(root: Path, more: str = "") -> Path:
    """Copy the log, in which Knowsley's partnership asks whether what was sought came about."""
    shutil.copytree(FOUR, root)
    file = root / "policies" / "knowsley" / "partnership.yaml"
    file.write_text(f"{file.read_text('utf-8')}outcome: {{weeks_after: [4, 12]}}\n{more}", "utf-8")
    return root


# KN-2026-0003, which Northside Academy raised, ended on 10 March 2026.
RAISED_IT = ("--policy", "knowsley", "--agency", "northside-academy")
QUESTION = (
    "DID THE OUTCOME YOU SOUGHT HAPPEN? KN-2026-0003, ended on Tuesday 10 March 2026: tell your "
    "business team “yes”, “in part” or “no”."
)


def test_the_side_that_raised_a_case_is_asked_whether_what_it_sought_came_about(
    tmp_path: Path,
) -> None:
    log = asking_log(tmp_path / "log")
    text = digest(*RAISED_IT, as_of="2026-04-07 12:00", log=log)
    assert QUESTION in " ".join(text.split())
    # The other is whether things happened of which there is no record.
    assert text.splitlines()[1].endswith("2 questions.")
    html = digest(*RAISED_IT, "--format", "html", as_of="2026-04-07 12:00", log=log)
    assert "Did the outcome you sought happen?</h2>" in html
    assert "KN-2026-0003, ended on" in html
    for words, as_of, where in (
        (RAISED_IT, "2026-04-06 12:00", log),
        (RAISED_IT, "2026-04-07 12:00", FOUR),
        (SOCIAL_CARE, "2026-04-07 12:00", log),
    ):
        assert "COME ABOUT" not in digest(*words, as_of=as_of, log=where)


def test_a_question_alone_makes_a_digest_and_an_answer_ends_it(tmp_path: Path) -> None:
    site = "issues: {site: https://escalations.example.org/}\n"
    log = asking_log(tmp_path / "log", site)
    everybody = ("--policy", "knowsley")
    text = " ".join(digest(*everybody, as_of="2026-06-05 12:00", log=log).split())
    assert (
        "KN-2026-0004, ended on Tuesday 21 April 2026: tell your business team “yes”, “in part” or "
        "“no”. https://escalations.example.org/cases/2026/KN-2026-0004.html"
    ) in text
    # The agency has nothing else to do that week.
    assert "Midwifery (invented) Nothing to do by Friday 12 June 2026, one question." in text
    case = log / "cases" / "2026" / "KN-2026-0004.yaml"
    said = "  - {at: 2026-06-04 10:00, kind: outcome, by: raising, came_about: in-part}\n"
    case.write_text(f"{case.read_text('utf-8')}{said}", "utf-8")
    assert "Midwifery" not in digest(*everybody, as_of="2026-06-05 12:00", log=log)
