"""What a component is taken for follows from its doors, and from who starts or imports it."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.model import Archetype
from seatrial.repo import Memory, Repo

PROJECT = '[tool.poetry]\nname = "prices"\nversion = "1.0"\n'
APP = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
)
TEST = "from prices.app import app\n\ndef test_it():\n    assert app\n"


@pytest.mark.parametrize(
    ("offered", "imported", "expected"),
    [
        ("", "", Archetype.ONLINE_SERVICE),
        ("", "import sklearn\n", Archetype.ONLINE_SERVICE),
        ("from prices.app import predict\n", "import sklearn\n", Archetype.LIBRARY),
        ("from prices.app import predict\n", "", Archetype.ONLINE_SERVICE),  # no machine learning to import
    ],
)
def test_a_service_that_nothing_starts_is_a_library_only_when_it_offers_something(
    offered: str, imported: str, expected: Archetype
) -> None:
    files = {"pyproject.toml": PROJECT, "prices/__init__.py": offered, "prices/app.py": imported + APP}
    (component,) = components(Repo(Memory(files | {"tests/test_app.py": TEST})))

    assert archetype(component).archetype is expected
