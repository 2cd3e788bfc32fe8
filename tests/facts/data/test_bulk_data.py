"""How much data and how many weights lie in git."""

from seatrial.facts.data.bulk_data import bulk
from tests.repositories import repo_of


def test_files_of_data_are_weighed_and_the_largest_comes_first() -> None:
    found = bulk(repo_of({"a.csv": b"1", "b.pt": b"123", "c.py": b"1" * 9}))

    assert [(item.path, item.size) for item in found] == [("b.pt", 3), ("a.csv", 1)]


def test_samples_and_foreign_files_weigh_nothing() -> None:
    assert bulk(repo_of({"tests/a.csv": b"1", "examples/b.csv": b"1", "vendor/c.csv": b"1"})) == ()


def test_many_pictures_of_one_folder_are_data_unless_a_page_shows_them() -> None:
    pictures: dict[str, str | bytes] = {f"cats/{number}.jpg": b"12" for number in range(120)}
    page: dict[str, str | bytes] = {f"static/{number}.jpg": b"12" for number in range(120)}

    (item,) = bulk(repo_of({**pictures, **page}))

    assert (item.count, item.size) == (120, 240)
