"""Every parser is tried on hostile bytes (``make fuzz``), and what that once found stays mended."""

import pytest

from benchmarks.fuzz.parsers import parsers
from benchmarks.fuzz.seeds import SEEDS, THROUGH

#: What broke a parser: its name, the path, the bytes.
FOUND = [
    ("documents.evaluation_set:EVALUATION_SET", "cases.csv", b"question\nq,more than the head has\n"),
]


def test_no_parser_is_forgotten() -> None:
    assert set(parsers()) == set(SEEDS) | set(THROUGH), "a new parser needs seeds in benchmarks/fuzz/seeds.py"


def test_what_is_tried_through_another_parser_is_tried() -> None:
    assert set(THROUGH.values()) <= set(SEEDS)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_the_seeds_themselves_are_borne(name: str) -> None:
    for path, content in SEEDS[name]:
        parsers()[name].parse(path, content)


@pytest.mark.parametrize(("name", "path", "data"), FOUND, ids=[name for name, _, _ in FOUND])
def test_what_once_broke_a_parser_is_borne(name: str, path: str, data: bytes) -> None:
    parsers()[name].parse(path, data)
