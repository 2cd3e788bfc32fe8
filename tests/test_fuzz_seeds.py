"""Each reader is tried on hostile bytes, which begin with small files of each form that it knows."""

from benchmarks.fuzz.parsers import parsers
from benchmarks.fuzz.seeds import SEEDS


def test_every_reader_has_seeds() -> None:
    readers = {name for name, parser in parsers().items() if parser.reader or parser.format}

    assert readers - SEEDS.keys() == set()


def test_no_seed_is_for_a_parser_that_is_gone() -> None:
    assert SEEDS.keys() - parsers().keys() == set()
