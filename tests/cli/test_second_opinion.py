"""A second opinion is shown in every format under its own name, and moves nothing."""

import json
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from benchmarks.artifacts.opcodes import name, pickled, system

from .conftest import Command

Folder = Callable[[Mapping[str, str | bytes]], Path]
SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "sarif-schema-2.1.0.json").read_text())
FILES: dict[str, str | bytes] = {
    "app.py": "import joblib\n\nmodel = joblib.load('good.pkl')\nprint(model.predict([[1]]))\n",
    "good.pkl": pickled(name("sklearn.svm._classes:SVC"), b")\x81"),
    "bad.pkl": pickled(system()),
    "Dockerfile": "FROM python:latest\nRUN pip install joblib\nCMD python app.py\n",
}
ASKED = ("--second-opinion", "hayward", "--second-opinion", "hadolint")
TIME = ("--as-of", "2026-07-01", "--osv-db", "")


def test_nothing_moves(seatrial: Command, folder: Folder, tmp_path: Path) -> None:
    root, results, asked = folder(FILES), [], []
    for words in ((), ASKED):
        ran = seatrial("audit", root, *TIME, "-f", f"json={tmp_path / 'r.json'}", "--fail-on", "blocker", *words)
        result = json.loads((tmp_path / "r.json").read_text())
        asked = [one["tool"] for one in result.pop("imported")]
        del result["run"]
        results.append((ran.code, ran.last, json.dumps(result, sort_keys=True)))

    assert asked == ["hayward", "hadolint"]
    assert results[0] == results[1]


def test_each_format_tells_it(seatrial: Command, folder: Folder, tmp_path: Path) -> None:
    ran = seatrial("audit", folder(FILES), *TIME, "-o", tmp_path / "out", "-f", "text", *ASKED)
    told = {file: (tmp_path / "out" / file).read_text() for file in ("report.html", "summary.md", "results.sarif")}

    assert "hayward and seatrial agree on 2 files: both speak against 1 file (bad.pkl)" in ran.out
    assert "DL3007: Using latest is prone to errors" in ran.out
    for text in told.values():
        assert "hayward" in text
        assert "hadolint" in text
    sarif = json.loads(told["results.sarif"])
    jsonschema.validate(sarif, SCHEMA)
    assert [run["tool"]["driver"]["name"] for run in sarif["runs"]] == ["seatrial", "hayward", "hadolint"]
    (bad,) = sarif["runs"][1]["results"]
    assert bad["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "bad.pkl"
    assert len({run["automationDetails"]["id"] for run in sarif["runs"]}) == 3


def test_a_scan_tells_it_beside_its_verdict(seatrial: Command, folder: Folder) -> None:
    root = folder(FILES)
    for file, code in (("good.pkl", 0), ("bad.pkl", 1)):
        ran = seatrial("scan", root / file, "--second-opinion", "hayward")

        assert ran.code == code == seatrial("scan", root / file).code
        assert "hayward and seatrial agree on 1 file" in ran.out


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_programs_read_it_from_a_scan_too(seatrial: Command, folder: Folder, form: str) -> None:
    told: Any = json.loads(seatrial("scan", folder(FILES), "--second-opinion", "hayward", "-f", form).out)

    if form == "sarif":
        jsonschema.validate(told, SCHEMA)
        assert told["runs"][1]["tool"]["driver"]["name"] == "hayward"
    else:
        assert told["second_opinions"][0]["findings"][0]["rule"] == "MFV-PICKLE-001"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("audit", "--second-opinion", "nobody"),
            "no second opinion 'nobody' (there are hayward, modelaudit, hadolint)",
        ),
        (("scan", "--second-opinion", "hadolint"), "hadolint reads Dockerfiles"),
        (("audit", "--second-opinion", "hayward"), "hayward is not installed: pip install 'seatrial[artefacts]'"),
        (("scan", "--second-opinion", "modelaudit"), "modelaudit is not installed: pipx install modelaudit"),
        (("audit", "--second-opinion", "hadolint"), "hadolint is not installed: pip install 'seatrial[docker]'"),
    ],
)
def test_a_tool_that_is_not_there_is_refused_in_one_sentence(
    seatrial: Command, folder: Folder, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setattr("seatrial.scanners.program._beside", lambda *_: iter(()))
    monkeypatch.setattr("seatrial.scanners.program.on_path", lambda _: None)
    ran = seatrial(words[0], folder(FILES), *words[1:])

    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err.splitlines()[0]


def test_a_tool_that_crashes_is_not_assessed_and_the_rest_is_judged(
    seatrial: Command, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "hayward"
    broken.write_text("#!/bin/sh\nexit 139\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    root = folder(FILES)
    monkeypatch.setattr("seatrial.scanners.program._beside", lambda name, _: iter((tmp_path / name,)))
    ran = seatrial(
        "audit", root, *TIME, "--second-opinion", "hayward", "-f", f"html={tmp_path / 'r.html'}", "-f", "text"
    )

    assert ran.code == 0
    assert ": not assessed: it crashed (exit 139)" in ran.out
    assert "Not assessed: it crashed (exit 139)" in (tmp_path / "r.html").read_text()
