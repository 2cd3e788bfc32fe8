"""The arrows of diagrams say what feeds a model and what uses it."""

import pytest

from seatrial.facts.documents.diagram_arrows import Arrow, arrows, shows_what_feeds, shows_what_uses

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
