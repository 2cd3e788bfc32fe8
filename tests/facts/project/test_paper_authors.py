"""Authors of a paper are named one after the other, each with a page of their own."""

from seatrial.facts.project.paper_authors import listed_people, paper_authors
from tests.repositories import repo_of

README = """# Pictures

[Ada Byron](https://github.com/ada)\\*,
[Emmy Noether](https://github.com/emmy),
[Grace Hopper](https://www.navy.test/staff/hopper)

[Project Page](https://pictures.test) |
[Acme Research](https://acme.test)
"""


def test_who_works_elsewhere_is_an_author_in_the_list_all_the_same() -> None:
    found = [one.what for one in paper_authors(repo_of({"README.md": README}))]

    assert found == [f"{name} is named as an author" for name in ("Ada Byron", "Emmy Noether", "Grace Hopper")]


def test_one_person_with_a_page_is_no_list_of_authors() -> None:
    assert paper_authors(repo_of({"README.md": README.replace("https://github.com/emmy", "https://emmy.test")})) == ()


def test_who_took_part_is_listed_by_a_handle_or_a_bare_name() -> None:
    listed = "# Fraud\n\n## Authors: the fraud team\n\n1. Ada BYRON\n2. Emmy Noether\n\n## Participants\n\n"
    listed += "- [@grace](https://github.com/grace)\n"

    found = [one.what for one in listed_people(repo_of({"README.md": listed}))]

    assert found == [f"{name} is listed" for name in ("Ada BYRON", "Emmy Noether", "@grace")]


def test_a_guide_for_contributors_and_the_heads_of_other_lists_name_nobody() -> None:
    text = "# Fraud\n\n## How contributors begin\n\nFork Me\n\n## Features\n\n- Great Speed\n"

    assert listed_people(repo_of({"README.md": text})) == ()
