"""A job that predicts is known by who starts it and where its results go."""

import pytest

from seatrial.facts.serving.batch import batch_jobs
from seatrial.repo import Memory, Repo

SCORE = (
    "import joblib\nimport pandas as pd\n\ndef main():\n    model = joblib.load('m.joblib')\n"
    "    rows = pd.read_csv('rows.csv')\n    rows['y'] = model.predict(rows)\n    rows.to_parquet('out.parquet')\n\n"
    "if __name__ == '__main__':\n    main()\n"
)


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "score.py"]\n'},
        {"Procfile": "worker: python score.py\n"},
        {".github/workflows/night.yml": "on:\n  schedule: [{cron: '0 3 * * *'}]\n"
         "jobs:\n  score:\n    steps: [{run: python score.py}]\n"},
        {"dag.py": "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\n"
         "from score import main\n"
         "with DAG('score') as dag:\n    PythonOperator(task_id='score', python_callable=main)\n"},
    ],
    ids=["image", "process", "schedule", "dag"],
)  # fmt: skip
def test_a_job_with_a_sink_is_found_by_its_start(files: dict[str, str]) -> None:
    (job,) = batch_jobs(Repo(Memory({"score.py": SCORE, **files})))

    assert job.sink is not None
    assert job.sink.path == "score.py"


def test_a_script_that_only_people_run_is_no_job() -> None:
    assert not batch_jobs(Repo(Memory({"score.py": SCORE})))


def test_a_web_application_is_no_job() -> None:
    app = "import joblib\nfrom flask import Flask\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
    app += "@app.post('/predict')\ndef f():\n    frame = model.predict([[1]])\n    frame.to_csv('log.csv')\n"

    assert not batch_jobs(Repo(Memory({"app.py": app, "Procfile": "web: gunicorn app:app\n"})))
