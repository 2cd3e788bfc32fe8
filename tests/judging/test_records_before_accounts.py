"""Whoever signs in is seldom whom the model is about: what it is asked about comes before accounts."""

import pytest

from tests.judging.asked import steps

ACCOUNTS = "from dataclasses import dataclass\n\n\n@dataclass\nclass UserAccount:\n    email: str\n"
APP = (
    "import joblib\nfrom fastapi import FastAPI\n\nimport users\nimport scans\nfrom records import keep\n\n"
    "app = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n@app.post('/predict')\n"
    "def predict(request_id: str, features: list[float]):\n    score = float(model.predict([features])[0])\n"
    "    {}\n    return {{'score': score}}\n"
)
KEEP = (
    "def keep(session, request_id, features, score):\n    session.execute(\n        'INSERT INTO predictions ("
    "request_id, created_at, model_version, features, score) VALUES (?, ?, ?, ?, ?)', (request_id, features, score))\n"
)
IMAGE = "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n"


def asked(app: str, **files: str) -> str:
    beside = {"users.py": ACCOUNTS, "scans.py": "", "records.py": KEEP, "Dockerfile": IMAGE}
    named = {f"{name}.py": text for name, text in files.items()}
    return steps("SEC-13", {"app.py": APP.format(app), **beside, **named})[0]


@pytest.mark.parametrize(
    ("reads", "first"),
    [
        ("import pydicom\n", "List what scans.py reads of patients, and each personal field (email) in a file"),
        ("import struct\n", "List each personal field (email) in a file"),
    ],
)
def test_records_of_patients_are_to_be_listed_first(reads: str, first: str) -> None:
    assert asked("print(score)", scans=reads).startswith(first)


def test_what_is_kept_of_answers_is_to_be_listed_before_accounts() -> None:
    keeps = "keep(session, request_id, features, score)"

    assert "keeps of each answer, and each personal field (email) in a file" in asked(keeps)
    people = ACCOUNTS.replace("UserAccount", "Applicant").replace("email", "first_name")
    assert asked(keeps, scans=people).startswith("List each personal field (first_name, email)")
