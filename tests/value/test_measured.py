"""What a person states comes before what was measured, and what was measured before nothing."""

from datetime import date

from seatrial.bench.records.stored import to_json
from seatrial.model import Assumption, Economics
from seatrial.model.benchmark import Capacity, Cost, Record, Subject
from seatrial.repo import Memory, Repo
from seatrial.value.measured import with_records

TODAY = date(2026, 6, 30)
STATED = Economics("EUR", predictions_per_month=Assumption(1e6, "owner"))


def repo(*rates: float, day: str = "2026-06-01") -> Repo:
    names = [f"models/{at}.onnx" for at in range(len(rates))]
    record = Record(
        started=f"{day}T10:00:00",
        subjects=tuple(map(Subject, names)),
        capacity=tuple(
            Capacity(name, "p99_ms", 20, 0.9 * rate, rate, 1.2 * rate) for name, rate in zip(names, rates, strict=True)
        ),
        cost=tuple(Cost(name, "cpu", 0.08, "EUR", 1, 1, 1, 1) for name in names),
    )
    return Repo(Memory({"bench/seatrial-bench.json": to_json(record)}), as_of=TODAY)


def test_the_measured_rate_and_price_fill_what_is_left_out() -> None:
    found = with_records(STATED, repo(500.0))

    assert found.predictions_per_second == Assumption(
        500.0, "measured", 450.0, 600.0, "models/0.onnx in bench/seatrial-bench.json"
    )
    assert found.price_per_machine_hour is not None
    assert found.price_per_machine_hour.value == 0.08
    assert found.predictions_per_month == STATED.predictions_per_month


def test_what_a_person_states_stays() -> None:
    own = Economics("EUR", predictions_per_second=Assumption(7, "owner"), price_per_machine_hour=Assumption(9, "owner"))

    assert with_records(own, repo(500.0)) == own


def test_of_several_models_the_slowest_decides() -> None:
    found = with_records(STATED, repo(500.0, 20.0, 300.0)).predictions_per_second

    assert found is not None
    assert found.value == 20.0


def test_another_currency_is_no_price() -> None:
    assert with_records(Economics("USD"), repo(500.0)).price_per_machine_hour is None


def test_old_records_and_none_fill_nothing() -> None:
    assert with_records(STATED, repo(500.0, day="2024-01-01")) == STATED
    assert with_records(STATED, repo()) == STATED
    assert with_records(STATED, Repo(Memory({}), as_of=TODAY)) == STATED
