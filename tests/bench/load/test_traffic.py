"""Traffic is named, or a file; anything else is refused in one sentence."""

from pathlib import Path

import pytest

from seatrial.bench.load.traffic import at, traffic
from seatrial.bench.queueing.arrivals import BadArrivals, Pattern


@pytest.mark.parametrize("name", ["poisson", "constant", "spike", " Spike "])
def test_a_pattern_is_taken_at_the_rate_of_the_target(name: str) -> None:
    found = at(50, traffic(name), seed=3)

    assert found.pattern == name.strip().lower()
    assert (found.rate, found.seed) == (50, 3)


def test_a_file_of_arrivals_keeps_its_own_rate(tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text("10,200\n10.5,200\n12,500\n")
    found = at(50, traffic(str(tmp_path / "arrivals.csv")), seed=3)

    assert found.pattern is Pattern.REPLAY
    assert found.rate == pytest.approx(1.5)
    assert found.recorded == (0.0, 0.5, 2.0)


@pytest.mark.parametrize(("name", "told"), [("bursty", "nor a file of arrivals"), (".", "nor a file of arrivals")])
def test_what_is_neither_is_refused(name: str, told: str) -> None:
    with pytest.raises(BadArrivals, match=told):
        traffic(name)
