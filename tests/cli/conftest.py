"""The command as a user starts it: through its entry point, in this process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

import pytest

SERVICE = {
    "app/main.py": (
        "import joblib\n"
        "from fastapi import FastAPI\n"
        "\n"
        "app = FastAPI()\n"
        "model = joblib.load('model.joblib')\n"
        "\n"
        "\n"
        "@app.post('/predict')\n"
        "def predict(rows: list[list[float]]) -> list[float]:\n"
        "    return model.predict(rows).tolist()\n"
    ),
    "requirements.txt": "fastapi==0.121.0\njoblib==1.5.2\nscikit-learn==1.7.2\nuvicorn==0.38.0\n",
    "Dockerfile": (
        "FROM python:3.12-slim\nCOPY . /app\nRUN pip install -r /app/requirements.txt\n"
        'CMD ["uvicorn", "app.main:app"]\n'
    ),
}

#: What a plugin's one check does, as the body of its function.
PLUGIN = """
from seatrial.api import Effort, Family, Grade, Graded, Severity, Stage

bad = Family("BAD", "Rules of a plugin")


@bad.practice("BAD-01", question="Is it broken?", severity=Severity.LOW, effort=Effort.SMALL, stage=Stage.POC,
              why="To see what happens.", fix=("Mend it.",), references=())
def broken(component):
    {body}


FAMILIES = (bad,)
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """Return the last line on standard error."""
        return self.err.splitlines()[-1] if self.err else ""


class Command(Protocol):
    """Runs seatrial with arguments."""

    def __call__(self, *arguments: str | Path) -> Ran: ...


@pytest.fixture
def seatrial(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command; its environment has no settings of the machine that runs the tests."""
    jobs = ("CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "CI_PROJECT_URL")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", *jobs):
        monkeypatch.delenv(name, raising=False)
    (point,) = entry_points(group="console_scripts", name="seatrial")
    main = point.load()

    def run(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        return Ran(main([str(argument) for argument in arguments]), *capfd.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Return what makes a folder of files."""

    def made(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "repository"
        root.mkdir()
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return made


@pytest.fixture
def service(folder: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    """Return the folder of a small service."""
    return folder(SERVICE)


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what installs a plugin whose one check has the given body; "" installs one that cannot be imported."""

    def installed(body: str) -> None:
        module = f"plugin_{abs(hash(body))}"
        information = tmp_path / "plugins" / f"{module}-1.0.dist-info"
        information.mkdir(parents=True)
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text(f"[seatrial.checks]\nbad = {module}:FAMILIES\n")
        (tmp_path / "plugins" / f"{module}.py").write_text(PLUGIN.format(body=body) if body else "import no_such_thing")
        monkeypatch.syspath_prepend(str(tmp_path / "plugins"))

    return installed
