"""Lines are counted as radon counts them, and of a statement as long as a file as quickly as of any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from radon.raw import analyze

from seatrial.read.code.complexity import measure
from seatrial.read.code.source_lines import Lines, count

PIECES = (
    "import os; import sys",
    "x: int = 1",
    "if x: y = 2",
    "z = {1: 2}[1:]",
    "call(  # why\n    1,\n\n    2,\n)",
    "total = 1 + \\\n    2",
    "# only words",
    "",
    "def f(a: int) -> int:\n    '''One line.'''\n    return a  # back",
    'class Model:\n    """Several\n\n    lines.\n    """\n\n    def run(self):\n        return lambda x: x',
    '"""Several\nlines."""  # noqa',
    "with a: pass",
    "try:\n    go(';')\nexcept Exception:\n    pass",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("\n".join))
def test_counts_what_radon_counts(text: str) -> None:
    known = analyze(text)

    assert count(text) == Lines(known.lloc, known.sloc, known.comments + known.multi)


@pytest.mark.parametrize(
    "statement",
    ["X = [\n" + "    1,\n" * 30_000 + "]\n", 'X = """\n' + "a b\n" * 30_000 + '"""\n'],
    ids=["list", "text"],
)
def test_measures_a_statement_of_thirty_thousand_lines(statement: str) -> None:
    record = measure("a.py", f"{statement}def f(x):\n    return 1 if x else 2\n".encode())

    assert [(one.name, one.complexity) for one in record.functions] == [("f", 2)]
