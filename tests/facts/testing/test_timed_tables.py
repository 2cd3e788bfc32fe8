"""Tables that give single times of a model are told from those about its training."""

import pytest

from seatrial.facts.testing.timed_tables import timed_tables
from tests.repositories import repo_of

TABLE = "# Models\n\n| Model | {head} |\n|---|---|\n| small | 12.5 |\n| large | 4.1 |\n"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Latency (ms)", True),
        ("[RTFx (higher is better)](https://a.test) (on a GPU)", True),
        ("Real-time factor", True),
        ("Training time (s)", False),
        ("Accuracy", False),
    ],
)
def test_a_column_of_times_or_of_real_time_is_a_measurement(head: str, found: bool) -> None:
    assert bool(timed_tables(repo_of({"README.md": TABLE.format(head=head)}))) is found
