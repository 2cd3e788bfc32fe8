"""A job keeps its predictions where it writes them one by one, whatever else it writes."""

from seatrial.facts.operations.kept_by_jobs import kept_by_jobs
from seatrial.facts.operations.prediction_records import prediction_records
from seatrial.facts.operations.record_parts import Part
from tests.repositories import repo_of

JOB = """import joblib
import pandas as pd

model = joblib.load("model.joblib")


def save_prediction(conn, row_id, model_version, predicted_class):
    with conn.cursor() as cur:
        cur.execute(
            "INSERT INTO predictions (prediction_id, image_id, model_version, predicted_class, created_at)"
            " VALUES (%s, %s, %s, %s, now())",
            (row_id, row_id, model_version, predicted_class),
        )


def main():
    rows = pd.read_parquet("rows.parquet")
    rows.to_csv("rows.csv", index=False)
    for row in rows:
        save_prediction(connect(), row.id, "3", model.predict([row])[0])


main()
"""
STARTED = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "score.py"]\n'}


def test_what_is_kept_of_each_prediction_counts_beside_the_file_of_what_came_in() -> None:
    (item,) = kept_by_jobs(repo_of({**STARTED, "score.py": JOB}))

    assert item.whole
    assert (item.place.path, item.site.scope) == ("score.py", "save_prediction")


def test_what_nothing_starts_keeps_nothing() -> None:
    assert kept_by_jobs(repo_of({**STARTED, "score.py": "print(1)\n", "old/score.py": JOB})) == ()


def test_a_folder_of_predictions_makes_no_record_of_a_table_of_prices() -> None:
    text = "def store(session, price):\n    session.add(Day(day=1, price=price, open=2))\n    session.commit()\n"

    assert prediction_records(repo_of({"prediction-service/loop/app/commit.py": text})) == ()
    (kept,) = prediction_records(repo_of({"service/predictions/commit.py": text}))
    assert Part.OUTPUT in kept.parts
