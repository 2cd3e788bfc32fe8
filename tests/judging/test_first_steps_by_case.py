"""What the first step says in cases that nothing else asks for: an empty endpoint, a lock by conda, lost feedback."""

from tests.judging.asked import FIT, IMAGE, SERVICE, steps

EMPTY = (
    "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return {'score': 0}\n"
)


def test_an_endpoint_that_promises_an_answer_is_to_ask_the_model_that_the_training_keeps() -> None:
    files = {**IMAGE, "app.py": EMPTY, "train.py": FIT + "import joblib\njoblib.dump(model, 'm.joblib')\n"}

    assert steps("ARC-01", files)[0] == "Let app.py load and ask the model that train.py keeps."
    assert "keeps" not in steps("ARC-01", {**IMAGE, "app.py": EMPTY})[0]


def test_feedback_that_comes_in_and_is_dropped_is_to_be_stored() -> None:
    feedback = "\n\n@app.post('/feedback')\ndef feedback(prediction_id: str, label: int):\n    return 'thanks'\n"
    files = {**SERVICE, "app.py": SERVICE["app.py"] + feedback}

    assert steps("MON-05", files)[0].startswith("Store what app.py takes")
    assert "POST /feedback" in steps("MON-05", SERVICE)[0]


#: What nobody asks for stands there too: the libraries underneath.
CONDA = "name: a\nchannels: [conda-forge]\ndependencies:\n" + "".join(
    f"- {name}=1.2.3=h0_0\n"
    for name in ("python", "numpy", "openssl", "zlib", "libffi", "ncurses", "readline", "sqlite", "tk", "xz", "bzip2")
)


def test_an_environment_that_conda_wrote_out_is_to_be_made_from_that_alone() -> None:
    written, asked = (
        steps("DAT-04", {**SERVICE, "environment.yml": held})[0]
        for held in (CONDA, "name: a\ndependencies:\n- numpy=1.26.4\n- joblib\n")
    )

    assert written.startswith("Make the environment from environment.yml alone")
    assert asked.startswith("Lock what environment.yml brings in by `conda-lock`")


def test_a_forecast_that_no_store_keeps_is_to_become_a_row_with_its_time_and_version() -> None:
    forecast = {"README.md": "# load\n\nForecasts the load of each substation, every hour.\n", **SERVICE}

    assert "time, id, input, answer, version" in steps("GOV-07", forecast)[0]
    assert "input, answer, version, why" in steps("GOV-07", SERVICE)[0]
