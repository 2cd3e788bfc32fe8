"""A law of scaling is fitted only where it says something."""

import pytest

from seatrial.bench.queueing.scaling import fitted, scaling


def law(instances: int, alone: float, contention: float, coherency: float) -> float:
    return alone * instances / (1 + contention * (instances - 1) + coherency * instances * (instances - 1))


def test_a_law_that_holds_is_found_again() -> None:
    points = [(size, law(size, 100, 0.05, 0.002)) for size in range(1, 9)]

    found = fitted(points)

    assert (found.alone, found.contention, found.coherency) == pytest.approx((100, 0.05, 0.002), rel=1e-6)
    assert found.at(4) == pytest.approx(points[3][1])
    judged = scaling(points, 8)
    assert judged.valid
    assert judged.peak_at == pytest.approx((0.95 / 0.002) ** 0.5)


def test_points_beyond_the_cores_do_not_count() -> None:
    points = [(size, law(size, 100, 0.05, 0.002)) for size in range(1, 9)]

    judged = scaling(points, 2, service=0.01)

    assert not judged.valid
    assert "2 of 6 points" in judged.note
    assert "at most 100/s for each instance, 200/s for 2 cores" in judged.note


def test_instances_that_share_a_device_follow_no_law_of_cores() -> None:
    found = scaling([(1, 10.0), (2, 20.0), (4, 40.0), (8, 80.0), (16, 160.0), (32, 320.0)], 0)

    assert (found.valid, found.note) == (False, "instances share one device")


def test_noise_is_not_fitted() -> None:
    points = [(1, 100.0), (2, 210.0), (3, 190.0), (4, 420.0), (5, 300.0), (6, 640.0)]

    judged = scaling(points, 8, service=0.01)

    assert not judged.valid
    assert judged.contention is None
    assert "no fit" in judged.note


def test_no_coefficient_is_negative() -> None:
    found = fitted([(size, 100.0 * size**1.05) for size in range(1, 8)])

    assert found.contention == 0
    assert found.coherency == 0


def test_linear_scaling_has_no_peak() -> None:
    judged = scaling([(size, 100.0 * size) for size in range(1, 7)], 8)

    assert judged.valid
    assert judged.peak_at is None
