"""A question of the inventory that crashes costs itself, and is never silent."""

from seatrial.inventory import Item, Row, Value, answer, inventory, rows
from seatrial.repo import Repo
from tests.repositories import repo_of


def broken(_: Repo) -> Item:
    raise LookupError("nobody thought of this")


def test_it_is_unknown_and_names_the_error() -> None:
    found = answer(Row("broken", "it is broken", broken), repo_of({"app.py": ""}))

    assert found.value is Value.UNKNOWN
    assert found.reason == "this question crashed (LookupError: nobody thought of this)"
    assert found.crashed == "LookupError: nobody thought of this"


def test_every_row_is_answered_of_an_empty_repository() -> None:
    assert inventory(repo_of({})).keys() == {row.name for row in rows()}
