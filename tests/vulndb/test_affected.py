"""Which versions does an advisory hold for? As the OSV format says, in the order of PEP 440."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.advisories import Advisory
from seatrial.vulndb.affected import is_affected, repairs

EVENTS = {
    "until it is fixed": ((("introduced", "0"), ("fixed", "2.0")), {"1.9": True, "2.0": False, "2.0.post1": False}),
    "the fix may be a candidate": ((("introduced", "0"), ("fixed", "2.0rc2")), {"2.0rc1": True, "2.0rc3": False}),
    "with the last one": ((("introduced", "1"), ("last_affected", "1.5")), {"0.9": False, "1.5": True, "1.6": False}),
    "never fixed": ((("introduced", "3"),), {"2": False, "3": True, "99": True}),
    "two stretches in any order": (
        (("fixed", "1.2"), ("introduced", "2.0"), ("introduced", "1.0"), ("fixed", "2.3")),
        {"1.1": True, "1.5": False, "2.2": True, "2.3": False},
    ),
    "below a limit alone": ((("introduced", "0"), ("limit", "2.0")), {"1.0": True, "2.0": False, "3.0": False}),
    "a local build is its public version": (
        (("introduced", "0"), ("last_affected", "2.1.0")), {"2.1.0+cu118": True, "2.1.1+cpu": False},
    ),
    "an epoch counts": ((("introduced", "0"), ("fixed", "1!1.0")), {"2026.1": True, "1!1.0": False}),
}  # fmt: skip


@pytest.mark.parametrize(("events", "answers"), EVENTS.values(), ids=EVENTS)
def test_a_range(events: tuple[tuple[str, str], ...], answers: dict[str, bool]) -> None:
    hole = Advisory("A", ranges=(events,))

    assert {version: is_affected(version, hole) for version in answers} == answers


def test_a_hole_is_repaired_by_the_releases_above_ours_in_which_it_is_fixed() -> None:
    first, second = (("introduced", "0"), ("fixed", "1.2")), (("introduced", "2.0"), ("fixed", "2.3rc1"))
    last = (("introduced", "3.0"), ("last_affected", "3.9"))

    assert [str(one) for one in repairs("1.0", Advisory("A", ranges=(second, first, last)))] == ["1.2", "2.3"]
    assert [str(one) for one in repairs("2.1", Advisory("A", ranges=(first, second)))] == ["2.3"]
    assert repairs("odd-version", Advisory("A", ranges=(first,))) == ()


def test_a_listed_version_is_affected_whatever_the_ranges_say() -> None:
    hole = Advisory("A", ranges=((("introduced", "0"), ("fixed", "1.0")),), versions=("3.0", "odd-version"))

    assert is_affected("3.0.0", hole)
    assert is_affected("odd-version", hole)


def test_what_cannot_be_compared_is_neither_affected_nor_clean() -> None:
    assert is_affected("odd-version", Advisory("A", ranges=((("introduced", "0"),),))) is None
    assert is_affected("1.0", Advisory("A", ranges=((("introduced", "0"), ("fixed", "0daca1f")),))) is None


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True), st.integers(0, 41))
def test_a_version_lies_between_an_event_and_the_next(marks: list[int], ours: int) -> None:
    order = sorted(marks)
    events = tuple(("fixed" if at % 2 else "introduced", str(mark)) for at, mark in enumerate(order))
    hole = Advisory("A", ranges=(tuple(sorted(events, key=lambda event: event[1])),))

    assert is_affected(str(ours), hole) is (sum(mark <= ours for mark in order) % 2 == 1)
