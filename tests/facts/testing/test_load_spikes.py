"""How steeply the load rises in tests of each generator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.testing.load_spikes import load_spikes
from tests.repositories import repo_of

K6 = "import http from 'k6/http';\nexport const options = {{ {} }};\n"
SHAPE = (
    "from locust import HttpUser, LoadTestShape\n\n\nclass User(HttpUser):\n    pass\n\n\nclass Peak(LoadTestShape):\n"
)


def steepest(path: str, text: str) -> tuple[float, float] | None:
    return max(((one.times, one.seconds) for one in load_spikes(repo_of({path: text}))), default=None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.js", K6.format("stages: [{duration: '2m', target: 100}, {duration: '30s', target: 600}]"), (6, 30)),
        ("a.js", K6.format("stages: [{target: 600, duration: '1m30s'}, {duration: '500ms', target: 900}]"), (1.5, 0.5)),
        ("a.js", K6.format("startRate: 50, stages: [{duration: '10s', target: 500}]"), (10, 10)),
        ("a.js", K6.format("stages: [{duration: '10s', target: 500}]"), None),
        ("a.js", K6.format("stages: [{duration: '10s', target: 0}, {duration: '10s', target: 5}]"), None),
        ("a.js", K6.format("vus: 10, duration: '30s'"), None),
        (
            "a.yml",
            "config:\n  phases:\n    - duration: 60\n      arrivalRate: 5\n    - duration: 20\n      arrivalRate: 40\n",
            (8, 0),
        ),
        ("a.yml", "config:\n  phases:\n    - duration: 45\n      arrivalRate: 5\n      rampTo: 30\n", (6, 45)),
        (
            "A.scala",
            "class A extends Simulation { setUp(s.inject(rampUsersPerSec(10).to(80).during(30))) }",
            (8, 30),
        ),
        (
            "locustfile.py",
            SHAPE + "    stages = [{'duration': 60, 'users': 10, 'spawn_rate': 10},"
            " {'duration': 120, 'users': 110, 'spawn_rate': 5}]\n",
            (11, 20),
        ),
        ("locustfile.py", SHAPE + "    stages = [{'users': 10}, 'x', {'users': 'many', 'spawn_rate': 0}]\n", None),
    ],
)
def test_finds_the_rise_and_the_time_that_it_takes(path: str, text: str, expected: tuple[float, float] | None) -> None:
    assert steepest(path, text) == (pytest.approx(expected) if expected else None)


numbers = st.one_of(st.integers(), st.floats(), st.just(10**400), st.just("many"), st.just(True))


@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=4), st.text(max_size=60))
def test_no_number_and_no_text_breaks_the_search(stages: list[tuple[object, object, object]], text: str) -> None:
    shape = ", ".join(f"{{'users': {users!r}, 'spawn_rate': {rate!r}}}" for users, rate, _ in stages)
    phases = "".join(
        f"    - arrivalRate: {users}\n      rampTo: {rate}\n      duration: {lasts}\n" for users, rate, lasts in stages
    )
    files = {
        "locustfile.py": f"{SHAPE}    stages = [{shape}]\n",
        "a.yml": f"config:\n  phases:\n{phases}",
        "b.js": K6.format(f"stages: [{{target: {text}, duration: '{text}'}}, {{target: 5, duration: '1s'}}]"),
    }

    for one in load_spikes(repo_of(files)):
        assert one.times > 1
        assert one.seconds >= 0
