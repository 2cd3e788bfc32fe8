"""What SECURITY.md promises to those who run seatrial on repositories of strangers, where no other test proves it."""

import ast
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from seatrial.audit import audit
from seatrial.repo import Memory
from seatrial.repo.git_process import Question
from seatrial.scanners.process import Running

ROOT = Path(__file__).parent.parent
PROOF = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")
APP = "import torch\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = torch.load('m.pt')\n"
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>\n'
)


def test_every_promise_names_tests_that_exist() -> None:
    proofs = PROOF.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    tests = {
        (file, node.name)
        for file in {file for file, _ in proofs}
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }

    assert len(proofs) > 15
    assert set(proofs) <= tests


def test_every_row_of_promises_has_a_proof() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| ") and not row.startswith(("| promise", "|---"))]

    assert [row for row in rows if not PROOF.search(row)] == []


@pytest.mark.skipif(os.name != "posix", reason="a script stands for git")
def test_git_learns_nothing_of_the_callers_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text("#!/bin/sh\nenv\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CLOUD_KEY", "worth-money")
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    told = Question(tmp_path, ("status",)).answer().decode()

    assert "PATH=" in told
    assert "worth-money" not in told
    assert "/somewhere/else" not in told


@pytest.mark.skipif(os.name != "posix", reason="env stands for a scanner")
def test_a_scanner_learns_nothing_of_the_callers_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUD_KEY", "worth-money")
    told = Running(("/usr/bin/env",), tmp_path).output().told.decode()

    assert f"HOME={tmp_path}" in told
    assert "worth-money" not in told


@pytest.mark.parametrize("name", ["model.pmml", "model.xml", "data.xlsx", "pom.xml", "junit.xml"])
def test_entities_are_not_expanded_and_not_fetched(name: str) -> None:
    bomb = f"{LAUGHS}<PMML><Header description='&a11;&file;'/></PMML>"
    start = time.process_time()
    report = audit(Memory({"app.py": APP, "requirements.txt": "torch\n", name: bomb}))

    assert time.process_time() - start < 10
    assert "root:" not in repr(report)
    assert "hahaha" not in repr(report)
    assert not [line.crashed for line in report.ledger if line.crashed]


def test_tags_of_yaml_make_no_objects() -> None:
    bomb = "a: !!python/object/apply:os.system ['exit 7']\nb: !!python/name:os.system\n"
    files = {"app.py": APP, "config.yaml": bomb, "k8s/deployment.yaml": bomb, "seatrial.yaml.txt": bomb}

    assert not [line.crashed for line in audit(Memory(files)).ledger if line.crashed]


#: Credentials as providers make them; joined here, so that no scanner takes this file for a leak.
PLANTED = {
    "github": "ghp_" + "".join(chr(97 + (7 * at) % 26) + str((at * 3) % 10) for at in range(18)),
    "aws": "AKIA" + "Q3EGRZ7WVN5XKJ4L",
    "database": "postgresql://ml:" + "kV9-tr3wQz_81xP" + "@db.internal.corp/prod",
    "openai": "sk-proj-" + "Zk81ndP0aqW7xLr4TbV2" + "yH9sJc3MfE6uGi5oKq8N",
}


def spoiled() -> Mapping[str, str]:
    """Return a repository with each of the credentials wherever a text may stand."""
    text = "\n".join(f"{name.upper()}_TOKEN = '{value}'" for name, value in PLANTED.items())
    cell = {
        "cell_type": "code",
        "source": [text],
        "outputs": [{"output_type": "stream", "text": [text]}],
        "metadata": {},
    }
    return {
        "app.py": f"{APP}{text}\n",
        ".env": text.replace(" = ", "=").replace("'", ""),
        "config.yaml": text.replace(" = ", ": "),
        "broken.yaml": text.replace(" = ", ": ") + "\n\t[",
        "broken.py": f"{text}\ndef (",
        "notes.ipynb": json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}),
        "Dockerfile": f"FROM python:3.12\nENV GITHUB_TOKEN={PLANTED['github']}\nRUN pip install x\n",
        "requirements.txt": f"torch==2.2.0\nown @ git+https://{PLANTED['github']}@github.com/o/r\n",
    }


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    (point,) = entry_points(group="console_scripts", name="seatrial")
    main = point.load()

    def run(*arguments: str) -> str:
        main(list(arguments))
        return "".join(capfd.readouterr())

    return run


def test_no_output_holds_the_value_of_a_credential(command: Callable[..., str], tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    for name, content in spoiled().items():
        (root / name).write_text(content)
    formats = formats_of(command)
    told = command("audit", str(root), "-v", *(f"--format={one}={tmp_path / one}" for one in formats))
    written = [file for file in tmp_path.iterdir() if file.is_file()]  # one format wants a commit
    told += "".join(file.read_text(encoding="utf-8") for file in written)
    values = [*PLANTED.values(), "kV9-tr3wQz_81xP"]

    assert "SEC-01" in told
    assert len(written) >= len(formats) - 1
    assert [name for name, value in PLANTED.items() if value in told] == []
    assert not any(value in told for value in values)


def formats_of(command: Callable[..., str]) -> list[str]:
    """Return the names of all formats, as the refusal of a wrong one lists them."""
    refusal: Any = re.search(r"there are ([\w, -]+)\)", command("audit", "--format", "none", "."))
    return [name.strip() for name in refusal[1].split(",")]
