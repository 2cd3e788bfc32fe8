"""Where a run hands on what its model says, and keeps no model, the answers are to tell what they were made from."""

from tests.judging.asked import advice, judge, steps

RUN = """
import json
from dataclasses import asdict, dataclass

import joblib
import pandas as pd
from sklearn.linear_model import Ridge


@dataclass
class Manifest:
    run_id: str
    input_data_hash: str
    config_hash: str


def write(manifest: Manifest, path):
    with open(path, "w") as file:
        json.dump(asdict(manifest), file)


def run():
    rows = pd.read_csv("data/rows.csv")
    model = Ridge().fit(rows[["week"]], rows["sold"])
    forecast = pd.DataFrame({"sold": model.predict(rows[["week"]])})
    forecast.to_csv("forecast.csv")
    write(Manifest("1", digest(rows), digest(CONFIG)), "forecast.json")


run()
"""
#: A class of models of which each can store itself, as another script has it do.
BASE = "import joblib\n\n\nclass Base:\n    def save(self, path):\n        joblib.dump(self, path)\n"
REST = {"base.py": BASE, "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "run.py"]\n'}


def test_the_record_of_a_forecast_is_asked_for_the_commit_where_no_model_is_stored() -> None:
    asked = {**REST, "run.py": RUN}

    said = "run.py keeps what the answers of a run were made from, without the commit"
    assert judge("DAT-11", asked).message == said
    assert not any("model that" in step for step in steps("DAT-11", asked))
    assert "or into the record that run.py keeps: the commit" in advice("DAT-11", asked)


def test_a_run_that_keeps_its_model_is_asked_for_what_the_model_does_not_tell() -> None:
    kept = RUN.replace("    forecast.to_csv", "    joblib.dump(model, 'model.joblib')\n    forecast.to_csv")

    assert judge("DAT-11", {**REST, "run.py": kept}).message == "stored models do not tell the commit"


def test_a_table_that_is_no_answer_says_nothing_of_a_model_that_nobody_is_seen_to_keep() -> None:
    rows = RUN.replace("forecast.to_csv", "rows.to_csv").replace('"forecast.csv"', '"train.csv"')

    assert judge("DAT-11", {**REST, "run.py": rows}).message == "stored models do not tell the commit"


def test_what_is_loaded_to_answer_was_kept_at_some_time() -> None:
    answers = "import joblib\n\nmodel = joblib.load('model.joblib')\nprint(model.predict([[1]]))\n"

    asked = {**REST, "run.py": RUN, "answer.py": answers}
    assert judge("DAT-11", asked).message == "stored models do not tell the commit"
