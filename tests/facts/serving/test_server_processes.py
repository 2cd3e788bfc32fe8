"""The server behind a command is found, through scripts, variables and main functions, and told from one for tries."""

import pytest

from seatrial.facts.serving.process.server_processes import loose_starts, server_processes
from tests.repositories import component_of

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x():\n    return 1\n"
FLASK = "from flask import Flask\napp = Flask(__name__)\n@app.get('/x')\ndef x():\n    return '1'\n"


def found(files: dict[str, str]) -> list[tuple[str, bool]]:
    return [(item.server, bool(item.fault)) for item in server_processes(component_of(files))]


@pytest.mark.parametrize(
    ("command", "server", "fault"),
    [
        ('["uvicorn", "app:app"]', "uvicorn", False),
        ('["uvicorn", "app:app", "--reload"]', "uvicorn", True),
        ('["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "app:app"]', "gunicorn", False),
        ('["flask", "--app", "app", "run"]', "Flask's development server", True),
        ('["fastapi", "dev", "app.py"]', "uvicorn in development mode", True),
        ('["python", "manage.py", "runserver"]', "Django's development server", True),
        ('["sh", "start.sh"]', "uvicorn", False),
    ],
)
def test_the_server_of_a_command_is_told(command: str, server: str, fault: bool) -> None:
    files = {
        "app.py": APP,
        "start.sh": "#!/bin/sh\n$LIMIT uvicorn app:app --port $PORT\n",
        "Dockerfile": f"FROM python:3.12\nCOPY . .\nCMD {command}\n",
    }

    assert found(files) == [(server, fault)]


def test_a_script_that_installing_the_project_puts_on_the_path_starts_the_service() -> None:
    files = {
        "api/__init__.py": "",
        "api/app.py": APP,
        "api/main.py": "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('api.app:app')\n",
        "bin/serve": "#!/bin/bash\nexec python -m api.main $*\n",
    }
    setup = "from setuptools import setup\nsetup(name='api', version='1', scripts=['bin/serve'])\n"

    assert found(files) == []
    assert found({**files, "setup.py": setup}) == [("uvicorn", False)]


def test_where_a_condition_chooses_the_server_for_production_counts() -> None:
    main = (
        "import sys\nfrom waitress import serve\nif __name__ == '__main__':\n    if '--debug' in sys.argv:\n"
        "        app.run(debug=True)\n    else:\n        serve(app)\n"
    )
    files = {"app.py": FLASK + main, "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n'}

    assert found(files) == [("waitress", False)]


def test_a_main_guard_that_nothing_starts_is_a_loose_start() -> None:
    component = component_of({"app.py": FLASK + "if __name__ == '__main__':\n    app.run()\n"})

    assert server_processes(component) == ()
    assert [item.place.line for item in loose_starts(component)] == [7]


def test_what_is_not_the_owners_service_starts_none_of_it() -> None:
    files = {
        "app.py": APP,
        "compose.yaml": "services:\n  db:\n    image: postgres:16\n    command: postgres -c log_statement=all\n",
    }

    assert found(files) == []
