"""Live quality may be worked out by a query: in a file of SQL, or by mapped columns."""

import pytest

from seatrial.facts.operations.live_quality import live_qualities
from tests.repositories import repo_of

SQL = """
WITH realized AS (SELECT zone, at, pickups AS actual_pickups FROM trips)
SELECT AVG(ABS(d.y_pred - r.actual_pickups)) AS mae
FROM decisions d JOIN realized r ON d.zone = r.zone AND d.at = r.at;
"""
MAKE = "evaluate:\n\tcat sql/live.sql | psql\n"


@pytest.mark.parametrize(
    ("sql", "make", "found"),
    [
        (SQL, MAKE, 1),
        (SQL, "evaluate:\n\techo\n", 0),
        (SQL.replace("AVG(ABS(d.y_pred - r.actual_pickups)) AS mae", "d.y_pred, r.actual_pickups"), MAKE, 0),
        (SQL.replace("y_pred", "price").replace("actual_", ""), MAKE, 0),
    ],
    ids=["an error", "a file that nothing names", "a list", "prices"],
)
def test_a_file_of_sql_that_joins_what_was_said_with_what_came_measures_it(sql: str, make: str, found: int) -> None:
    assert len(live_qualities(repo_of({"sql/live.sql": sql, "Makefile": make}))) == found


QUERY = """from sqlalchemy import func

from tables import COLUMNS


def error_of(session):
    return session.query(func.avg(func.abs(LEFT - RIGHT))).join(Power).all()
"""


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("Forecast.power", "Power.measured", 1),
        ("Forecast.power", "Forecast.capacity", 0),
        ("Order.price", "Cost.price", 0),
    ],
    ids=["an error", "of one table", "a margin"],
)
def test_mapped_columns_of_a_forecast_and_of_another_table_are_measured(left: str, right: str, found: int) -> None:
    code = QUERY.replace("LEFT", left).replace("RIGHT", right)

    assert len(live_qualities(repo_of({"adjust.py": code}))) == found
