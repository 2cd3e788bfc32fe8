"""Pages of HTML in which a service tells its users what it does with their data are documents."""

from seatrial.facts.data.privacy_design import inventories, privacy_words
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
