"""Of several applications in one repository, the one is named that a finding is about."""

import pytest

from seatrial.facts.serving.service_files import application, application_beside
from seatrial.model import Place
from tests.repositories import component_of

MAIN = "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
PREDICT = "@app.post('/predict')\ndef predict(x: float):\n    return float(model.predict([[x]])[0])\n"
PANEL = "from fastapi import FastAPI\nfrom .routes import router\napp = FastAPI()\napp.include_router(router)\n"
ROUTES = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/state')\ndef state():\n    return {}\n"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("panel/backend/routes.py", "panel/backend/main.py"),
        ("panel/backend/services/store.py", "panel/backend/main.py"),
        ("api/serve.py", "api/serve.py"),
        ("train.py", "api/serve.py"),  # beside none of them: the one that answers with the model
        ("panel/web/page.py", "panel/backend/main.py"),
    ],
)
def test_the_application_whose_folders_a_file_shares_is_named(path: str, told: str) -> None:
    files = {"api/serve.py": MAIN + PREDICT, "panel/backend/main.py": PANEL, "panel/backend/routes.py": ROUTES,
             "panel/backend/__init__.py": "", "panel/__init__.py": ""}  # fmt: skip
    component = component_of(files)
    found = application_beside(component, Place(path, 1))

    assert application(component) == application_beside(component, None)
    assert found
    assert found.path == told
