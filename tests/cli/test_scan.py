"""``seatrial scan`` says of each file whether loading it runs code, to people and to programs."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import jsonschema
import pytest

from benchmarks.artifacts.opcodes import call, name, pickled, system, text
from benchmarks.artifacts.packed import zipped

from .conftest import Command

Folder = Callable[[Mapping[str, str | bytes]], Path]

EVIL, HARMLESS = pickled(system()), pickled(name("sklearn.svm._classes:SVC"), b")\x81")
DOUBTED, CUT = pickled(name("acme:Model"), b")\x81"), pickled(text("x"))[:-1]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"evil.pt": zipped({"m/data.pkl": EVIL}), "good.pkl": HARMLESS, "own.pkl": DOUBTED, "cut.pkl": CUT}
    (tmp_path / "sub").mkdir()
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    (tmp_path / "sub" / "notes.txt").write_text("nothing to see\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("files", "code", "verdict"),
    [
        (["good.pkl"], 0, "clean"),
        (["evil.pt"], 1, "dangerous"),
        (["own.pkl"], 1, "suspicious"),
        (["cut.pkl"], 5, "not-fully-read"),
        (["cut.pkl", "own.pkl", "good.pkl"], 1, "suspicious"),
        (["good.pkl", "cut.pkl"], 5, "not-fully-read"),
        (["sub"], 4, "nothing"),
        (["sub/notes.txt"], 5, "not-fully-read"),
    ],
)
def test_the_worst_file_decides_the_exit_code(
    models: Path, seatrial: Command, files: list[str], code: int, verdict: str
) -> None:
    ran = seatrial("scan", *files)

    assert ran.code == code
    assert ran.last == f"seatrial: verdict={verdict} gate=none exit={code}"


def test_a_folder_is_told_worst_file_first_with_what_would_run_and_where(models: Path, seatrial: Command) -> None:
    lines = seatrial("scan", ".").out.splitlines()

    assert lines[0].startswith("✖ dangerous  evil.pt · torch archive · ")
    assert lines[1] == "    pickle-dangerous: calls os.system('echo sample') (in m/data.pkl, byte 14)"
    assert lines[2].startswith("    safer: ")
    assert [line for line in lines if line.startswith("▲ suspicious  own.pkl")]
    assert [line for line in lines if line.startswith("? not fully read  cut.pkl")]
    assert [line for line in lines if line.startswith("✔ clean  good.pkl · pickle · ") and "imports sklearn" in line]
    assert lines[-1] == "4 files: 1 dangerous, 1 suspicious, 1 not fully read, 1 clean · 1 other holds no model"


def test_a_path_that_is_not_there_is_one_sentence_and_a_wrong_usage(models: Path, seatrial: Command) -> None:
    ran = seatrial("scan", "good.pkl", "missing.pkl")

    assert (ran.code, ran.out) == (2, "")
    assert "missing.pkl does not exist" in ran.err


def test_a_folder_without_a_model_is_not_called_clean(tmp_path: Path, seatrial: Command) -> None:
    (tmp_path / "README.md").write_text("# Nothing to load\n")

    ran = seatrial("scan", tmp_path)

    assert ran.code == 4
    assert "nothing to scan: no file here holds a model" in ran.err
    assert ran.last == "seatrial: verdict=nothing gate=none exit=4"


def test_programs_get_one_record_for_each_file(models: Path, seatrial: Command) -> None:
    told = json.loads(seatrial("scan", "evil.pt", "good.pkl", "--format", "json").out)

    evil, good = told["artifacts"]
    assert told["verdict"] == "dangerous"
    assert (evil["path"], evil["format"], evil["verdict"], evil["inside"]) == (
        "evil.pt",
        "torch archive",
        "dangerous",
        ["pickle"],
    )
    (finding,) = evil["findings"]
    assert (finding["rule"], finding["level"], finding["member"], finding["byte"]) == (
        "pickle-dangerous",
        "dangerous",
        "m/data.pkl",
        14,
    )
    assert (good["findings"], good["gaps"]) == ([], [])
    assert [one["name"] for one in good["imports"]] == ["sklearn.svm._classes.SVC"]


def test_sarif_is_valid_and_has_what_was_not_read_as_well(models: Path, seatrial: Command) -> None:
    told = json.loads(seatrial("scan", ".", "-f", "sarif").out)
    schema = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-schema-2.1.0.json").read_text())

    jsonschema.Draft4Validator(schema).validate(told)
    results = {one["ruleId"]: one for one in told["runs"][0]["results"]}
    assert results["pickle-dangerous"]["level"] == "error"
    assert results["pickle-dangerous"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "evil.pt"
    assert results["pickle-unknown"]["level"] == "warning"
    assert "ends without STOP" in results["not-fully-read"]["message"]["text"]


def test_text_of_a_file_has_no_power_over_the_terminal(models: Path, seatrial: Command) -> None:
    (models / "x\x1b[31m.pkl").write_bytes(pickled(call(name("os:system"), text("\x1b]0;title\x07\n::error::"))))

    for form in ("text", "json", "sarif"):
        ran = seatrial("scan", "x\x1b[31m.pkl", "--format", form)

        assert ran.code == 1
        assert "\x1b" not in ran.out
        assert "\n::error" not in ran.out


def test_a_pipe_and_a_file_that_may_not_be_read_are_not_waited_for(models: Path, seatrial: Command) -> None:
    os.mkfifo(models / "pipe.pkl")

    assert seatrial("scan", "pipe.pkl").code == 5
    assert seatrial("scan", ".").code == 1


def test_folders_that_link_in_circles_end(models: Path, seatrial: Command) -> None:
    (models / "sub" / "again").symlink_to(models)

    assert seatrial("scan", "sub").code == 4


def test_whoever_wants_everything_sees_every_import(models: Path, seatrial: Command) -> None:
    assert (
        "calls or makes sklearn.svm._classes.SVC: an object of a known library"
        in seatrial("scan", "good.pkl", "-v").out
    )


def test_the_help_names_arguments_without_types(seatrial: Command) -> None:
    told = seatrial("scan", "--help").out

    assert "{PATH}..." in told
    assert "<" not in told
