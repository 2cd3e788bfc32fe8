"""The arithmetic that the catalogue publishes can be redone to the digit."""

import re
from collections.abc import Callable
from importlib.resources import files

import pytest

from seatrial.model import Level, Surface
from seatrial.rubric import Assessment, Rubric, Situation, load
from seatrial.rubric.ladder import Climb
from seatrial.rubric.score import scored

from .conftest import assessed, attested, judged

GRADES = {
    "ARC-03": "P", "ARC-11": "P", "ARC-14": "A",
    "DAT-01": "P", "DAT-02": "A", "DAT-03": "P", "DAT-10": "A", "DAT-11": "A",
    "OPS-03": "A", "OPS-04": "P", "OPS-11": "P", "OPS-12": "A", "OPS-17": "A", "OPS-18": "A",
    "MON-01": "P", "MON-11": "P",
    "SEC-02": "P", "SEC-04": "not-applicable", "SEC-05": "A", "SEC-07": "A", "SEC-08": "A", "SEC-13": "P",
    "GOV-01": "A", "GOV-02": "P", "GOV-03": "A", "GOV-04": "A", "GOV-09": "unknown", "GOV-15": "not-applicable",
    "PRF-01": "P", "PRF-02": "A",
    "BIZ-01": "A", "BIZ-02": "P", "BIZ-04": "A",
}  # fmt: skip
ATTESTED = ("SEC-05", "GOV-01", "GOV-03", "BIZ-01")


#: The catalogue's own budgets, gates and severity, which the shipped table has left since; every share is 1 there.
PUBLISHED = {
    "budgets: {ARC: 20, DAT: 10, OPS: 35, MON: 4, SEC: 22, GOV: 7, PRF: 1, BIZ: 1}": (
        "budgets: {ARC: 14, DAT: 12, OPS: 16, MON: 14, SEC: 16, GOV: 12, PRF: 9, BIZ: 7}"
    ),
    "name: automated-tests, severity: blocker": "name: automated-tests, severity: high",
    "checks: [BIZ-02, DAT-01, OPS-01, ARC-01, PRF-01]": (
        "checks: [BIZ-02, DAT-01, DAT-02, DAT-04, OPS-01, ARC-01, ARC-03, PRF-01]"
    ),
    "checks: [SEC-15]": "checks: [SEC-04, SEC-15]",
    "checks: [OPS-01, OPS-02, OPS-03, OPS-05, GOV-02]": (
        "checks: [ARC-02, DAT-04, OPS-01, OPS-02, OPS-03, OPS-05, SEC-05, GOV-02]"
    ),
    "checks: [ARC-02, ARC-03, DAT-02, DAT-04, DAT-11, OPS-11, SEC-07, GOV-09]": (
        "checks: [DAT-03, DAT-11, OPS-11, SEC-07, GOV-09, MON-01, PRF-02]"
    ),
    "checks: [SEC-04, SEC-12]": "checks: [SEC-12]",
    "unasked: 0.1": "unasked: 0",
    "dimension: 35": "dimension: 40",
    "without: [PRF-01, DAT-01]": "without: [PRF-01]",
}


#: The last number of each dimension in the catalogue: rows that come later share its budget, and are no part of it.
LAST = {"ARC": 15, "DAT": 14, "OPS": 20, "MON": 13, "SEC": 24, "GOV": 17, "PRF": 12, "BIZ": 11}
ROW = re.compile(r"^  - \{id: ([A-Z]+)-(\d+), .*\n", re.MULTILINE)


@pytest.fixture
def rubric() -> Rubric:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
    for ours, published in PUBLISHED.items():
        assert text.count(ours) == 1
        text = text.replace(ours, published)
    text = ROW.sub(lambda row: row[0] if int(row[2]) <= LAST[row[1]] else "", text)
    return load(text=re.sub(r", share: [\d.]+", "", text).encode())


@pytest.fixture
def situation(service: Callable[..., Situation]) -> Situation:
    surfaces = {Surface.PERSONAL_DATA: True, Surface.PEOPLE_AFFECTING: False}
    return service(surfaces=surfaces, attestations=map(attested, ATTESTED))


@pytest.fixture
def example(rubric: Rubric, situation: Situation) -> Assessment:
    return assessed(rubric, situation, GRADES)


def test_the_score_its_upper_bound_and_its_coverage_are_the_published_ones(example: Assessment) -> None:
    score = example.score

    assert (round(score.lower, 1), round(score.upper, 1), round(score.coverage, 1)) == (59.4, 60.2, 99.2)


@pytest.mark.parametrize(
    ("dimension", "checks", "price", "earned", "percent"),
    [
        ("ARC", 11, 20.1, 16.4, 81),
        ("DAT", 13, 19.8, 12.1, 61),
        ("OPS", 12, 18.1, 10.4, 57),
        ("MON", 3, 5.2, 2.5, 48),
        ("SEC", 10, 13.1, 5.1, 39),
        ("GOV", 7, 10.3, 6.1, 59),
        ("PRF", 4, 6.0, 2.6, 44),
        ("BIZ", 5, 7.5, 4.3, 58),
    ],
)
def test_each_dimension_adds_up_to_the_published_line(
    example: Assessment, dimension: str, checks: int, price: float, earned: float, percent: int
) -> None:
    line = next(one for one in example.score.dimensions if one.id == dimension)

    assert (line.checks, round(line.price, 1), round(line.earned, 1), round(line.percent)) == (
        checks, price, earned, percent,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("check", "earned", "price"),
    [
        ("ARC-01", 4.19, 4.19), ("ARC-03", 1.26, 2.52), ("ARC-11", 1.26, 2.52), ("ARC-14", 0, 1.26),
        ("DAT-01", 1.10, 2.20), ("DAT-02", 0, 2.20), ("DAT-03", 1.10, 2.20), ("DAT-10", 0, 1.10), ("DAT-11", 0, 2.20),
        ("OPS-03", 0, 3.35), ("OPS-04", 1.01, 2.01), ("OPS-11", 1.01, 2.01), ("OPS-12", 0, 1.01), ("OPS-18", 0, 0.34),
        ("MON-01", 1.55, 3.11), ("MON-02", 1.55, 1.55), ("MON-11", -0.62, 0.52),
        ("SEC-02", -1.69, 0.42), ("SEC-05", 3.37, 4.21), ("SEC-07", 0, 2.53), ("SEC-08", 0, 1.26),
        ("SEC-13", 1.26, 2.53),
        ("GOV-01", 2.22, 2.78), ("GOV-02", 0.83, 1.67), ("GOV-03", 1.33, 1.67), ("GOV-04", 0, 1.67),
        ("GOV-09", 0, 0.83),
        ("PRF-01", 1.12, 2.23), ("PRF-02", 0, 2.23), ("BIZ-01", 2.32, 2.90), ("BIZ-02", 0.87, 1.74),
        ("BIZ-04", 0, 1.74),
    ],
)  # fmt: skip
def test_each_line_earns_what_is_published(example: Assessment, check: str, earned: float, price: float) -> None:
    line = next(one for one in example.ledger if one.id == check)

    assert (round(line.earned, 2), round(line.price, 2)) == (earned, price)


@pytest.mark.parametrize(
    ("check", "points"),
    [("OPS-03", 3.35), ("SEC-07", 2.53), ("DAT-02", 2.20), ("SEC-02", 2.11), ("BIZ-04", 1.74), ("OPS-11", 1.01)],
)
def test_each_step_gains_what_is_published(example: Assessment, check: str, points: float) -> None:
    step = next(one for one in example.steps if one.check == check)

    assert round(step.points, 2) == points


def test_the_first_measurement_of_latency_gains_half_of_what_a_passed_check_does(example: Assessment) -> None:
    step = next(one for one in example.steps if one.check == "PRF-02")

    assert round(step.points / 2, 2) == 1.12  # published as +1.12 for the step from absent to present


def test_pilot_is_closed_by_the_unpinned_data_alone(example: Assessment) -> None:
    level = example.level

    assert (level.name, level.next, [hold.check for hold in level.held_by]) == (Level.POC, Level.PILOT, ["DAT-02"])


def test_candidate_is_closed_by_the_published_gates_and_floors(rubric: Rubric, situation: Situation) -> None:
    climb = Climb(rubric, situation, scored(rubric, situation, judged(rubric, GRADES)))

    closed = climb.holds(Level.CANDIDATE)
    holds = {(hold.what, hold.check, hold.found) for hold in closed if hold.level is Level.CANDIDATE}

    assert holds == {
        ("gate", "DAT-11", "absent"),
        ("gate", "OPS-03", "absent"),
        ("gate", "SEC-07", "absent"),
        ("gate", "GOV-02", "present"),
        ("gate", "GOV-09", "unknown"),
        ("gate", "PRF-02", "absent"),
        ("score", "", "59.4"),
    }  # published with SEC at 39 %, dirt included; what is done there is more, and the dirt has gates of its own
