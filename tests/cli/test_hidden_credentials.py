"""No output, message or file of seatrial ever holds the value of a credential."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from benchmarks.planted_secrets import DECOYS, KINDS
from benchmarks.planted_values import drawn
from seatrial.read.sensitive.secrets import parse_secrets


class Ran(Protocol):
    code: int
    out: str
    err: str


class Seatrial(Protocol):
    def __call__(self, *arguments: str | Path) -> Ran: ...


#: Where reports quote what they found: commands, addresses, lines of code.
TOKEN = drawn("quoted", 40)
QUOTED = {
    "Procfile": f"web: uvicorn app:app --token={TOKEN}\n",
    "Dockerfile": f"FROM python:3.12\nENV API_TOKEN={TOKEN}\nRUN curl -u kim:{TOKEN} https://x.acme.io/i.sh | sh\n",
    "requirements.txt": f"git+https://{TOKEN}@git.acme.io/acme/x.git\nfastapi\njoblib\n",
    "app.py": (
        "import joblib, logging, requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        f"model = joblib.load('http://kim:{TOKEN}@files.acme.io/model.pkl')\n\n\n@app.post('/predict')\n"
        "def predict(rows: list[dict]):\n"
        f"    eval(rows[0]['a'], {{'api_key': '{TOKEN}'}})\n"
        f"    logging.info('password={TOKEN} %s', model.predict(rows))\n"
        f"    return requests.get('http://kim:{TOKEN}@api.acme.io/x', verify=False).json()\n"
    ),
    "dvc.yaml": f"stages:\n  train:\n    cmd: python train.py --password {TOKEN}\n",
}


def pieces(value: str) -> Iterator[str]:
    """Yield what must not be seen of a value: all of it, each line, and what a cut would leave of it."""
    for part in re.split(r"\\n|\n", value):
        if len(part) > 8 and "PRIVATE" not in part:
            yield part
            yield from (part[:14], part[-10:]) if len(part) > 24 else ()


VALUES = {piece for value in (*(planted.value for planted in KINDS), TOKEN) for piece in pieces(value)}
#: Beginnings that every credential of a kind has, and that are no secret.
PUBLIC = re.compile(r"github_pat_|pypi-AgE|https://hooks|sk-proj-|sk-ant-api03-|GOCSPX-|xoxb-2093847|eyJhbGciOiJI")


def seen(text: str) -> set[str]:
    return {value for value in VALUES if value in text and not PUBLIC.match(value)}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    folder = tmp_path / "planted"
    files = {one.path: one.content for one in KINDS if one.path not in QUOTED} | QUOTED
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    git = ["git", "-c", "user.name=kim", "-c", "user.email=kim@acme.io"]
    for command in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "all"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


def test_no_format_holds_a_value(seatrial: Seatrial, planted: Path, tmp_path: Path) -> None:
    formats = re.search(r"there are ([\w, -]+)\)", seatrial("audit", planted, "-f", "nonesuch").err)
    assert formats is not None
    named = formats[1].split(", ")
    out = tmp_path / "out"
    out.mkdir()
    written = [argument for name in named if name != "text" for argument in ("-f", f"{name}={out / name}")]

    ran = seatrial("audit", planted, "-v", "-f", "text", *written)
    others = [
        seatrial("path", planted, "-v"),
        seatrial("audit", planted, "-f", "github"),
        seatrial("path", planted, "-f", "json"),
    ]

    assert ran.code == 0, ran.err
    assert len(list(out.iterdir())) == len(named) - 1
    assert seen(ran.out + ran.err) == set()
    assert {name: seen((out / name).read_text()) for name in named if name != "text"} == {
        name: set() for name in named if name != "text"
    }
    assert [seen(other.out + other.err) for other in others] == [set()] * 3


def test_no_message_of_a_crash_holds_a_value(
    seatrial: Seatrial, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = ["\n".join(one.content for one in KINDS[start : start + 8]) for start in range(0, len(KINDS), 8)]

    def crash(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read this: {contents.pop()}")

    monkeypatch.setattr("seatrial.audit.terms.repo_of", crash)
    while contents:
        ran = seatrial("--debug", "audit", planted)

        assert ran.code == 3
        assert "Traceback" in ran.err
        assert seen(ran.out + ran.err) == set()


def test_what_is_kept_between_audits_holds_no_value(
    seatrial: Seatrial, planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "seatrial"
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    seatrial("audit", planted, "-q")

    assert [path for path in home.rglob("*") if path.is_file() and seen(path.read_bytes().decode("latin-1"))] == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_nine_of_ten_kinds_are_found_and_no_decoy() -> None:
    missed = [one.kind for one in KINDS if not parse_secrets(one.path, one.content.encode()).secrets]
    mistaken = [one.kind for one in DECOYS if parse_secrets(one.path, one.content.encode()).secrets]

    assert len(missed) <= len(KINDS) // 10
    assert len(mistaken) <= 2


def test_no_draft_of_a_document_holds_a_value(seatrial: Seatrial, planted: Path) -> None:
    (planted / "train.py").write_text(
        f"import pandas\nrows = pandas.read_csv('https://kim:{TOKEN}@x.acme.io/rows.csv')\n"
    )

    ran = seatrial("init", planted, "--docs", "GOV-02")

    written = [path for path in planted.rglob("*.md") if ran.code == 0]
    assert written
    assert {path.name: seen(path.read_text()) for path in written} == {path.name: set() for path in written}
