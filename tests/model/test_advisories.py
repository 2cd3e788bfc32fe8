"""Old data on vulnerabilities, and data that was read in part, calls nothing clean."""

import datetime as dt

import pytest

from seatrial.model.advisories import Advisories

DAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("data", "doubt"),
    [
        (Advisories("OSV", dt.date(2026, 6, 1)), ""),
        (
            Advisories("OSV", dt.date(2026, 5, 31)),
            "the data is 31 days old, and 30 are allowed (seatrial vulndb update)",
        ),
        (Advisories("OSV", DAY, unread=3), "3 entries of the data could not be read"),
    ],
)
def test_data_says_itself_whether_it_may_be_relied_on(data: Advisories, doubt: str) -> None:
    assert data.doubt(DAY, 30) == doubt
