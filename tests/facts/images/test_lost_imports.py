"""An image that starts a program where its own modules are not looked for is built, and fails when it starts."""

import pytest

from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import failing_starts
from seatrial.facts.reach.entry_points import Kind, entry_points
from tests.repositories import repo_of

DOCKERFILE = (
    "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
    "COPY . .\nCMD {}\n"
)
FILES = {
    "requirements.txt": "fastapi\n",
    "src/__init__.py": "",
    "src/model.py": "def predict(row):\n    return 1\n",
    "src/api/__init__.py": "",
    "src/api/main.py": "from fastapi import FastAPI\nfrom src.model import predict\n\napp = FastAPI()\n",
}
LOOKS = "and Dockerfile starts it where Python looks for modules in"
SCRIPT = [f"src/api/main.py imports src.model, which lies in /app, {LOOKS} /app/src/api alone"]
SERVED = ["Dockerfile starts api.main, which lies in /app/src, and looks for modules in /app alone"]


def faults(files: dict[str, str]) -> list[str]:
    repo = repo_of(files)
    return [fault.what for image in images(repo) for fault in failing_starts(repo, image)]


@pytest.mark.parametrize(
    ("start", "lacks"),
    [
        ("python src/api/main.py", SCRIPT),
        ('["python", "-u", "src/api/main.py"]', SCRIPT),
        ("streamlit run src/api/main.py", SCRIPT),
        ("cd src/api && uvicorn main:app", SCRIPT),
        ("uvicorn api.main:app", SERVED),
        ("python -m src.api.main", []),
        ("uvicorn src.api.main:app", []),
        ("gunicorn src.api.main:app", []),
        ("python -m streamlit run src/api/main.py", []),
        ("PYTHONPATH=. python src/api/main.py", []),
        ("uvicorn --app-dir src api.main:app", []),
        ("gunicorn -c conf.py api.main:app", []),
        ("./start.sh", []),
    ],
)
def test_what_is_started_decides_where_modules_are_looked_for(start: str, lacks: list[str]) -> None:
    assert faults({**FILES, "start.sh": "python src/api/main.py\n", "Dockerfile": DOCKERFILE.format(start)}) == lacks


@pytest.mark.parametrize(
    "change",
    [
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nENV PYTHONPATH=/app")},
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nENV PYTHONPATH=$PYTHONPATH:/app")},
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nENV PYTHONPATH=$HERE")},
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nRUN pip install -e .")},
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nRUN cp -r src /app/src/api/")},
        {"Dockerfile": DOCKERFILE.replace("COPY . .", "COPY . .\nCOPY src /app/src/api/src")},
        {"Dockerfile": DOCKERFILE.replace("python:3.12-slim", "acme/base:1.2.3")},
        {"requirements.txt": "fastapi\n-e .\n"},
        {"requirements.txt": "fastapi\nsrc==1.2\n"},
        {"src/api/main.py": "import sys\n\nsys.path.append('/app')\nfrom src.model import predict\n"},
        {"src/api/main.py": "try:\n    from src.model import predict\nexcept ImportError:\n    predict = None\n"},
        {"src/api/main.py": "def main():\n    from src.model import predict\n"},
        {"compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      PYTHONPATH: /app\n"},
        {"compose.yaml": "services:\n  api:\n    build: .\n    volumes: ['./src:/app/src/api/src']\n"},
        {".env": "PYTHONPATH=/app\n"},
    ],
)
def test_whatever_may_bring_a_module_there_leaves_it_open(change: dict[str, str]) -> None:
    files = {**FILES, "Dockerfile": DOCKERFILE, **change}
    files["Dockerfile"] = files["Dockerfile"].format("python src/api/main.py")

    assert faults(files) == []


def test_a_script_has_no_package_around_it() -> None:
    files = {**FILES, "src/api/main.py": "from ..model import predict\n"}
    lacks = ["src/api/main.py imports from the package around it, and Dockerfile starts it outside of that"]

    assert faults({**files, "Dockerfile": DOCKERFILE.format("python src/api/main.py")}) == lacks
    assert faults({**files, "Dockerfile": DOCKERFILE.format("python -m src.api.main")}) == []


def test_a_folder_that_is_copied_flat_is_no_package_any_more() -> None:
    flat = DOCKERFILE.replace("COPY . .", "COPY src .").format("uvicorn src.api.main:app")

    assert faults({**FILES, "Dockerfile": flat}) == [
        "Dockerfile starts src.api.main, and looks for modules in /app alone"
    ]


def test_what_is_imported_on_the_way_is_looked_for_in_the_same_folders() -> None:
    files = {**FILES, "src/model.py": "import helpers\n", "src/helpers.py": "", "requirements.txt": "fastapi\n"}

    assert faults({**files, "Dockerfile": DOCKERFILE.format("uvicorn src.api.main:app")}) == [
        f"src/model.py imports helpers, which lies in /app/src, {LOOKS} /app alone"
    ]
    beside = DOCKERFILE.replace("CMD", "ENV PYTHONPATH=/app/src\nCMD").format("uvicorn src.api.main:app")
    assert faults({**files, "Dockerfile": beside}) == []


def test_a_stage_copies_into_the_folder_in_which_the_stage_below_it_ended() -> None:
    stages = "FROM python:3.12-slim AS base\nWORKDIR /srv\nFROM base\nCOPY . .\nCMD uvicorn src.api.main:app\n"

    assert faults({**FILES, "Dockerfile": stages}) == []


def test_folders_of_an_image_may_come_from_several_places() -> None:
    parts = {
        f"services/{name}/app/{file}": text
        for name in ("first", "second")
        for file, text in {
            "__init__.py": "",
            "main.py": "from services.shared.log import log\nfrom .routes import route\n\napp = 1\n",
            "routes.py": "route = 1\n",
        }.items()
    }
    dockerfile = (
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY services/shared /app/services/shared\n"
        "COPY services/second/app /app/app\nCMD uvicorn app.main:app\n"
    )
    repo = repo_of({**parts, "services/shared/log.py": "log = 1\n", "services/second/Dockerfile": dockerfile})
    (image,) = images(repo)

    assert [one.path for one in entry_points(repo) if one.kind is Kind.IMAGE] == ["services/second/app/main.py"]
    assert failing_starts(repo, image) == ()


def test_what_a_step_installs_by_a_name_of_ours_may_be_ours_by_another_way() -> None:
    step = "COPY . .\nRUN pip install 'acme-src[api]==1.2'"

    assert faults({**FILES, "Dockerfile": DOCKERFILE.replace("COPY . .", step).format("python src/api/main.py")}) == []


@pytest.mark.parametrize(("asked", "lacks"), [("Shop-Tools[all]>=1", False), ("shop_tools", False), ("shops", True)])
def test_a_release_of_the_package_itself_brings_its_modules(asked: str, lacks: bool) -> None:
    files = {
        "lib/setup.py": "from setuptools import setup\nsetup(name='shop-tools', version='1', packages=['shelf'])\n",
        "lib/shelf/__init__.py": "",
        "lib/shelf/web.py": "",
        "start/serve.py": "from shelf import web\n\nweb.start()\n",
        "Dockerfile": f"FROM python:3.12-slim\nRUN pip install '{asked}'\nWORKDIR /app\nCOPY start/serve.py .\n"
        'CMD ["python", "serve.py"]\n',
    }

    assert bool(faults(files)) is lacks
