"""A survey of other people's work states nothing of the project that keeps it."""

import pytest

from seatrial.facts.documents.documents import documents
from tests.repositories import repo_of

ROW = "| a search engine | p95 of {0} ms | a budget of {0} EUR a month, https://vendor{0}.example.com/post |"


def survey(rows: int) -> str:
    listed = "\n".join(ROW.format(number) for number in range(rows))
    return f"# What others offer\n\n| who | latency | cost |\n|---|---|---|\n{listed}\n"


def paths(**files: str) -> list[str]:
    return [document.path for document in documents(repo_of(files))]


@pytest.mark.parametrize("line", ["see https://vendor{}.example.com/post", "found by arXiv:25{:02}.10234"])
def test_what_cites_somebody_in_every_sentence_tells_of_others(line: str) -> None:
    text = "# Evidence\n\n" + "\n\n".join(line.format(number) for number in range(50))

    assert paths(**{"docs/evidence.md": text, "docs/design.md": "# Design\n\nWe answer in 200 ms.\n"}) == [
        "docs/design.md"
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", survey(60)),  # speaks of the project, however much it points elsewhere
        ("MODEL_CARD.md", survey(60)),
        ("docs/plan.md", survey(10)),
        ("docs/plan.md", survey(60) + "\n\n".join(["so many words that a page of them has few sources"] * 1_000)),
        ("docs/plan.md", "\n\n".join(f"https://github.com/acme/shop/pull/{number}" for number in range(60))),
    ],
)
def test_what_speaks_of_the_project_is_heard(path: str, text: str) -> None:
    assert paths(**{path: text}) == [path]
