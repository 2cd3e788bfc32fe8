"""A service whose model git leaves out cannot be brought up from a clone, unless something here brings the file."""

import pytest

from seatrial.facts.serving.process.unbrought_models import unbrought_models
from seatrial.model import Grade
from tests.judging.asked import advice, judge
from tests.repositories import component_of

APP = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('models/price.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return float(model.predict([[size]])[0])\n"
)
SERVICE = {
    ".gitignore": "__pycache__/\nmodels/*.joblib\n",
    "app.py": APP,
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n',
    "README.md": "# Prices\n\n```\n├── models/price.joblib   # the model\n└── app.py\n```\n",
}
SETTING = "import os\n" + APP.replace("'models/price.joblib'", "os.getenv('MODEL', 'models/price.joblib')")
FETCHING = "import boto3\n" + APP.replace("model =", "boto3.client('s3').download_file('b', 'k', 'models/p')\nmodel =")
WORKFLOW = "on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - run: {}\n      - run: docker build .\n"


def test_a_clone_of_a_service_without_its_model_serves_nobody() -> None:
    (found,) = unbrought_models(component_of(SERVICE))
    judged = judge("ARC-01", SERVICE)

    assert (found.place.path, found.place.line) == ("app.py", 5)
    assert judged.grade is Grade.SUBSTANTIVE
    assert judged.message.endswith("app.py loads models/price.joblib, which git leaves out and nothing here brings")
    assert "Fetch models/price.joblib by a fixed version" in advice("ARC-01", SERVICE)


@pytest.mark.parametrize(
    "more",
    [
        {".gitignore": "__pycache__/\n"},  # it may have been left out of what we were given
        {".gitignore": "models/*\n!models/price.joblib\n"},
        {"models/price.joblib": b"x"},
        {"models/price.joblib.dvc": "outs:\n- path: price.joblib\n"},
        {"dvc.yaml": "stages:\n  train:\n    cmd: python t.py\n    outs:\n      - models\n"},
        {"train.py": "import joblib\n\njoblib.dump(fit(), 'models/price.joblib')\n"},
        {"train.py": "import joblib\n\njoblib.dump(fit(), f'models/{name}.joblib')\n"},
        {"Dockerfile": 'FROM python:3.12\nCOPY . .\nADD https://m.org/p models/\nCMD ["uvicorn", "app:app"]\n'},
        {"compose.yaml": "services:\n  api:\n    build: .\n    volumes:\n      - ./models:/models\n"},
        {".github/workflows/ci.yml": WORKFLOW.format("aws s3 cp s3://shop/price.joblib models/")},
        {"README.md": "# Prices\n\nPut the model of the last release into models/ first.\n"},
        {"app.py": SETTING},
        {"app.py": FETCHING},
    ],
)
def test_whatever_speaks_of_the_file_may_bring_it(more: dict[str, str | bytes]) -> None:
    assert not unbrought_models(component_of({**SERVICE, **more}))
    assert judge("ARC-01", {**SERVICE, **more}).grade is Grade.IN_USE
