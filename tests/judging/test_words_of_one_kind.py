"""Steps for what a platform installs, and for data of a published record, speak of these."""

import pytest

from tests.judging.asked import judge, steps

APP = (
    "import joblib\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
    "model = joblib.load('model.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict():\n    return {'price': float(model.predict([[request.json['size']]])[0])}\n"
)
PLACED = {"app.py": APP, "Procfile": "web: gunicorn app:app\n"}
OPEN = "Pin each package in requirements.txt at one version, and those too that come along with them."


@pytest.mark.parametrize(
    ("listed", "is_open"),
    [("flask\ngunicorn\njoblib\n", True), ("flask==3.0.3\ngunicorn==22.0.0\njoblib==1.4.2\n", False)],
)
def test_a_list_that_leaves_versions_open_is_to_be_pinned_where_a_platform_installs_it(
    listed: str, *, is_open: bool
) -> None:
    files = {**PLACED, "requirements.txt": listed}

    assert (steps("OPS-05", files)[:1] == (OPEN,)) is is_open
    assert ("requirements.txt leaves open which version of flask" in judge("OPS-05", files).message) is is_open


FIT = (
    "import pandas as pd\nfrom sklearn.svm import SVC\n\nrows = pd.read_csv('rows.csv')\n"
    "model = SVC().fit(rows[['x']], rows['y'])\n"
)
PAGE = "# Prices\n\nThe dataset is available at https://doi.org/10.5281/zenodo.13937606\n"


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (PAGE, "Write the SHA-256 of the files of that record into a list, and compare it in train.py."),
        ("# Prices\n", "Hold the data of train.py to a version: `dvc add`, a list of SHA-256, a table of one day."),
    ],
)
def test_data_of_a_published_record_is_to_be_compared_with_it(page: str, asked: str) -> None:
    assert steps("DAT-02", {"train.py": FIT, "README.md": page})[0] == asked
