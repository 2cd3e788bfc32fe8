"""A program that sends requests side by side is a load test, however its name and its addresses are put together."""

import pytest

from seatrial.facts.testing.load_test import Measured
from seatrial.facts.testing.load_tests import load_tests
from tests.repositories import repo_of

STRESS = """
import asyncio, time
import httpx

async def send(client, url):
    start = time.monotonic()
    await client.post(url, json={"size": 1})
    return time.monotonic() - start

async def burst(base_url):
    url = f"{base_url}/predict/"
    async with httpx.AsyncClient() as client:
        return await asyncio.gather(*(send(client, url) for _ in range(50)))
"""


@pytest.mark.parametrize("name", ["test_stress.py", "test_api_load.py", "stress_test.py", "tests/soak_test.py"])
def test_a_stress_test_by_hand_drives_the_route_that_it_puts_together(name: str) -> None:
    (found,) = load_tests(repo_of({name: STRESS}))

    assert found.measures is Measured.LOAD
    assert found.targets == ("{}/predict/",)


def test_a_test_of_loading_drives_nothing() -> None:
    assert load_tests(repo_of({"test_load_model.py": "import time\nstart = time.monotonic()\n"})) == ()
