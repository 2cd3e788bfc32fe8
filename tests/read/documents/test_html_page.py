"""Pages of HTML in which a service tells its users what it does with their data are documents."""

from seatrial.facts.data.privacy_design import inventories, notice_periods, privacy_words
from seatrial.facts.documents.documents import documents
from seatrial.read.documents.html_page import as_markdown
from tests.repositories import component_of, repo_of

PAGE = (
    "<!-- a\nnote -->\n<style>h1 {}</style>\n<h1 class='x'>Privacy\n  notice</h1>\n"
    "<h2>What personal data we collect</h2>\n"
    "<ul>\n<li>\n your name, your work email address, and the department for which you work, when you sign in</li>\n"
    "<li>records of the files that you upload, of the texts that are made of them, and of what you do</li>\n</ul>\n"
    "<p>All of it is deleted after 90&nbsp;days, unless you ask for it to be deleted before that day.</p>\n"
)


def test_headings_and_items_keep_their_lines() -> None:
    lines = as_markdown(PAGE).split("\n")

    assert len(lines) == PAGE.count("\n") + 1
    assert lines[3] == "# Privacy notice"
    assert lines[5] == "## What personal data we collect"
    assert lines[8].startswith("- your name") or lines[8].startswith("your name")
    assert "note" not in " ".join(lines)


def test_a_notice_of_privacy_tells_which_data_is_used() -> None:
    component = component_of({"frontend/privacy-page.html": PAGE, "app.py": ""})

    assert [one.place.path for one in inventories(component)] == ["frontend/privacy-page.html"]
    assert privacy_words(component)


def test_a_page_of_another_kind_is_no_document() -> None:
    assert not documents(repo_of({"frontend/index.html": PAGE, "docs/report.html": PAGE}))


NOTICE = (
    "\n# Privacy notice\n\n## THE DATA\n\nWe will process the following personal data:\n\n"
    "- Name (by mail)\n- Work email\n- IP address\n\n**RETENTION**\nYour personal data will be kept by us:\n\n"
    "- for 6 weeks from the start of the project\n"
)
COMPONENT = (
    "import React from 'react';\n\nconst Policy = () => {\n  const text = `"
    + NOTICE
    + "`;\n  return <p>{text}</p>;\n};\n"
)


def test_a_page_of_a_front_end_that_holds_its_notice_as_markdown_says_what_is_held_and_for_how_long() -> None:
    for path in ("frontend/pages/privacy-policy.tsx", "web/app/privacy/page.jsx"):
        component = component_of({path: COMPONENT, "app.py": ""})

        assert [str(one.place) for one in inventories(component)] == [f"{path}:9"]
        assert [str(one.place) for one in notice_periods(component)] == [f"{path}:18"]


def test_a_page_of_a_front_end_is_read_by_its_marks_too() -> None:
    shown = f"export default function Privacy() {{\n  return (<main>{PAGE}</main>);\n}}\n"
    component = component_of({"web/src/privacy.tsx": shown, "app.py": ""})

    assert [one.place.path for one in inventories(component)] == ["web/src/privacy.tsx"]


def test_the_time_in_which_people_are_answered_is_no_period_for_which_data_is_kept() -> None:
    page = (
        "# Privacy policy\n\nWe hold your name and your e-mail address, which you give us when you sign up for the"
        " service, and the size that you ask about.\n\n## Personal data\n\nYou may ask us which personal data we"
        " keep of you, and have it corrected.\n{}, and longer where that takes more work than it usually does.\n"
    )
    kept = ("We keep all of it for 30 days", "After you leave it is\nretained for 30 days")
    other = ("We answer within 30 days", "The trial lasts 30 days", "Requests for what we keep take 30 days")
    for said in (*kept, *other):
        component = component_of({"docs/privacy.md": page.format(said), "app.py": ""})

        assert bool(notice_periods(component)) is (said in kept), said


def test_a_notice_without_a_list_or_a_period_and_a_page_of_another_name_say_neither() -> None:
    bare = COMPONENT.replace("- Name (by mail)\n- Work email\n- IP address\n", "- what it takes\n").replace(
        "6 weeks", "a while"
    )
    component = component_of({"pages/privacy.tsx": bare, "app.py": ""})

    assert privacy_words(component)
    assert (inventories(component), notice_periods(component)) == ((), ())
    assert not documents(repo_of({"pages/index.tsx": COMPONENT, "pages/sign-in.tsx": COMPONENT}))
    assert not documents(repo_of({"tests/privacy.test.tsx": COMPONENT}))
