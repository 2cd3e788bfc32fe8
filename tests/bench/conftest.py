"""What tests of the engine share: a machine that is quiet whatever it does."""

import pytest


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the machine that runs the tests out of it: simulated systems use no time of it."""
    for module in ("visit", "turns"):
        monkeypatch.setattr(f"seatrial.bench.{module}.objection", lambda seen, limit: "")
    monkeypatch.setattr("seatrial.bench.watch.Watch.patience", 0.0)
