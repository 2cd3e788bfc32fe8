"""What a document says about the system around the model is told from pictures, templates and networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.architecture import Description, descriptions, found_in_code
from seatrial.facts.documents.diagram_arrows import Arrow, arrows, shows_what_feeds, shows_what_uses
from tests.repositories import component_of, repo_of

WORDS = (
    "Sales are loaded from the registry each night. The portal is the only consumer of the prices. They hold personal "
    "data of sellers. When the service is down, the portal shows the mean of the street instead.\n"
)
DRAWN = "```mermaid\nflowchart LR\n  a[Registry] --> b[Postgres]\n  b --> c[Prices]\n```\n"


def described(path: str, text: str) -> tuple[Description, ...]:
    return descriptions(repo_of({path: text}))


@pytest.mark.parametrize(
    ("path", "heading", "found"),
    [
        ("docs/architecture.md", "# Serving", True),
        ("docs/adr/0001-serving.md", "# Serving", True),
        ("README.md", "# prices\n## System architecture", True),
        ("README.md", "# prices\n## Model architecture", False),
        ("README.md", "# prices\n## UNET architecture", False),
        ("MODEL_CARD.md", "# prices\n## Architecture", False),
        ("README.md", "# prices", False),
    ],
)
def test_a_description_is_found_by_its_name_or_its_heading(path: str, heading: str, found: bool) -> None:
    assert bool(described(path, f"{heading}\n\n{WORDS}")) is found


@pytest.mark.parametrize("path", ["docs/plans/search.md", "notes/prompts/search.md", "ROADMAP.md"])
def test_what_is_planned_comes_after_what_is_there_and_orders_for_agents_are_neither(path: str) -> None:
    files = {
        path: f"# Search\n\n## Existing architecture\n\n{WORDS}",
        "docs/system.md": "## Architecture\n\n" + WORDS[:99],
    }
    both = descriptions(repo_of({**files, "README.md": f"# prices\n\n## Architecture\n\n{WORDS}"}))

    assert both[0].place.path == "README.md"
    assert any("prompts/" in one.place.path for one in both) is False


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ("images/rag-architecture-1.png", True),
        ("docs/data-flow.svg", True),
        ("images/model-architecture.png", False),
        ("images/logo.png", False),
    ],
)
def test_a_drawing_that_a_page_shows_is_one_though_it_says_nothing_that_can_be_read(image: str, found: bool) -> None:
    shown = described("README.md", f"# chat\n\n## Introduction\n\n![how it works]({image})\n")

    assert [(one.place.line, len(one.lacks)) for one in shown] == ([(5, 4)] if found else [])


PLAIN = (
    "```\n        Clients (REST)\n              |\n              v\n     +-----------------+\n"
    "     |   FastAPI app   |\n     +-----------------+\n       |           |\n       v           v\n"
    "   Postgres      MinIO\n```\n"
)
TREE = "```\nsrc/\n├── api/\n│   └── routes.py\n└── main.py\n```\n"


@pytest.mark.parametrize(("drawing", "found"), [(PLAIN, True), (TREE, False)])
def test_a_drawing_of_plain_characters_describes_the_system_and_a_tree_of_folders_does_not(
    drawing: str, found: bool
) -> None:
    assert bool(described("README.md", f"# prices\n\n## Architecture\n\n{drawing}")) is found


def test_what_is_missing_is_said() -> None:
    (one,) = described("docs/architecture.md", "# A\n\n" + WORDS.replace("hold personal data of", "are those of the"))

    assert one.lacks == ("how sensitive the data is",)


def test_boxes_that_are_deployed_show_that_a_diagram_is_true() -> None:
    compose = "services:\n  prices:\n    build: .\n  postgres:\n    image: postgres:16\n"
    files = {"docs/architecture.md": f"# A\n\n{DRAWN}\n{WORDS}", "compose.yaml": compose}
    component = component_of(files)
    alone = component_of({"docs/architecture.md": files["docs/architecture.md"]})

    assert len(found_in_code(component)) == 1
    assert found_in_code(alone) == ()


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    described("docs/architecture.md", text)
    described("catalog-info.yaml", text)


def test_a_page_about_what_is_there_comes_before_one_about_what_is_to_be_done() -> None:
    whole, half = f"# Architecture\n\n{WORDS}", f"# Architecture\n\n{WORDS.replace('personal data of', 'those of the')}"
    less = half.replace("The portal is the only consumer of", "It makes")
    found = descriptions(repo_of({"docs/backlog.md": half, "docs/features.md": less}))

    assert [one.place.path for one in found] == ["docs/features.md", "docs/backlog.md"]
    assert [one.place.path for one in descriptions(repo_of({"docs/backlog.md": whole, "docs/features.md": less}))][
        :1
    ] == ["docs/backlog.md"], "a plan that says all of it is not to be written again"


CONTEXT = """flowchart LR
    db[(listings database)] -->|nightly export| train[train.py]
    train --> api[price service]
    shop[web shop] -->|POST /price| api
"""
STEPS = """flowchart TD
    raw --> clean[clean and split] --> train[train the model] --> evaluate --> registry
"""


def test_boxes_are_known_by_their_labels_and_chains_fall_apart() -> None:
    drawn = arrows("a[Land registry] --> b & c -- asks --> d\nd->>e: GET /price\n")

    assert drawn == (
        Arrow("a Land registry", "b"),
        Arrow("a Land registry", "c"),
        Arrow("b", "d", "asks"),
        Arrow("c", "d", "asks"),
        Arrow("d", "e", "GET /price"),
    )


def test_a_context_shows_both_sides() -> None:
    assert shows_what_feeds(arrows(CONTEXT))
    assert shows_what_uses(arrows(CONTEXT))


def test_the_steps_of_a_training_show_no_system_that_uses_the_model() -> None:
    assert not shows_what_uses(arrows(STEPS))


@pytest.mark.parametrize("asking", ["shop -->|POST /price| api", "browser --> api"])
def test_who_asks_feeds_nothing(asking: str) -> None:
    drawn = arrows(asking)

    assert shows_what_uses(drawn)
    assert not shows_what_feeds(drawn)
