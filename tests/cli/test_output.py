"""What goes where: results to standard output, words to standard error, files only where they were asked for."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest


class Ran(Protocol):
    code: int
    out: str
    err: str
    last: str


Seatrial = Callable[..., Ran]
Folder = Callable[[Mapping[str, str | bytes]], Path]

#: Names and texts that act on a terminal, a console library or a CI runner when they are printed as they are.
HOSTILE = {
    "[/b].py": "import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))\n",
    "::error::x.py": "import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))  # \x1b[31m \u202e\n",
    "two\nlines.py": "import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))\n",
    "##[group]x.py": "def broken(:\n",
}


def test_text_goes_to_standard_output_and_words_to_standard_error(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("audit", service)

    assert ran.out.startswith("seatrial ")
    assert "NOT READY for production" in ran.out
    assert len(ran.err.splitlines()) == 1


def test_json_alone_is_json_alone(seatrial: Seatrial, service: Path) -> None:
    stored = json.loads(seatrial("audit", service, "--format", "json").out)

    assert stored["schema_version"]
    assert stored["subject"]["name"] == "repository"


def test_several_formats_go_to_their_files(seatrial: Seatrial, service: Path, tmp_path: Path) -> None:
    both = (tmp_path / "result.json", tmp_path / "report.txt")

    ran = seatrial("audit", service, "-f", f"json={both[0]}", "-f", "text", "-f", f"text={both[1]}")

    assert json.loads(both[0].read_bytes())["ledger"]
    assert both[1].read_text(encoding="utf-8") == ran.out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["report.txt", "repository", "result.json"]


def test_the_inventory_of_models_is_the_same_bytes_for_the_same_commit_and_day(
    seatrial: Seatrial, service: Path, tmp_path: Path
) -> None:
    file = tmp_path / "models.json"

    seatrial("audit", service, "-f", f"mlbom={file}", "--as-of", "2025-07-01")
    again = seatrial("audit", service, "-f", "mlbom", "--as-of", "2025-07-01").out

    assert file.read_text(encoding="utf-8") == again
    assert json.loads(again)["metadata"]["timestamp"] == "2025-07-01T00:00:00Z"


def test_nothing_is_written_unless_it_is_asked_for(
    seatrial: Seatrial, service: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    monkeypatch.chdir(empty)
    before = _listed(tmp_path)

    seatrial("audit", service)

    assert _listed(tmp_path) == before


def test_the_same_folder_gives_the_same_bytes_on_the_same_day(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751328000")

    first, second = (seatrial("audit", service, "--format", "json").out for _ in range(2))
    dated = seatrial("audit", service, "--format", "json", "--as-of", "2025-07-01").out

    assert first == second == dated
    assert json.loads(first)["subject"]["as_of"] == "2025-07-01"
    assert json.loads(first)["run"]["started"] == "2025-07-01T00:00:00+00:00"


def test_a_page_has_the_same_bytes_too_where_the_variable_is_set(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751328000")

    first, second = (seatrial("audit", service, "--format", "html").out for _ in range(2))

    assert first == second


def test_when_and_how_long_is_told_where_nobody_asks_for_the_same_bytes(seatrial: Seatrial, service: Path) -> None:
    first, second = (seatrial("audit", service, "--format", "json", "--as-of", "2025-07-01").out for _ in range(2))

    assert json.loads(first)["run"]["seconds"] > 0
    assert _without_run(first) == _without_run(second)


def test_quiet_tells_the_verdict_and_the_score_alone(seatrial: Seatrial, service: Path) -> None:
    for arguments in (["audit", service, "-q"], ["-q", "audit", service]):
        rows = seatrial(*arguments).out.splitlines()

        assert len(rows) == 2
        assert "NOT READY for production" in rows[0]
        assert " of 100 for production" in rows[1]


def test_verbose_tells_every_check(seatrial: Seatrial, service: Path) -> None:
    assert "Every check" in seatrial("audit", service, "-v").out


def test_a_choice_of_findings_never_moves_the_score(seatrial: Seatrial, service: Path) -> None:
    everything = seatrial("audit", service, "-v")
    chosen = seatrial("audit", service, "-v", "--select", "dat", "--ignore", "DAT-04")

    assert len(chosen.out) < len(everything.out)
    assert chosen.last == everything.last


@pytest.mark.parametrize(
    ("environment", "arguments", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"CLICOLOR_FORCE": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"SEATRIAL_COLOR": "always"}, [], True),
        ({"FORCE_COLOR": "0"}, [], False),
    ],
)
def test_colour_is_what_the_environment_or_the_option_says(
    seatrial: Seatrial,
    service: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    ran = seatrial("audit", service, *arguments)

    assert ("\x1b[" in ran.out) is coloured
    assert "\x1b[" not in ran.err


def test_hostile_names_and_texts_act_on_nobody(seatrial: Seatrial, folder: Folder) -> None:
    root = folder({**HOSTILE, "app.py": "import torch\nmodel = torch.load('m.pt')\n"})
    (root / "caf\udce9.py").write_text("import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))\n")

    for arguments in (["-v"], ["--color", "always", "-v"], ["--format", "json"]):
        ran = seatrial("audit", root, *arguments)

        assert ran.code in {0, 4}
        told = re.sub(r"\x1b\[[0-9;]*m", "", ran.out)
        assert not re.search("[\x1b\u202e\ud800-\udfff]", told)
        assert "##[" not in told
        assert not [row for row in told.splitlines() if row.lstrip().startswith("::")]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_stream_cannot_encode_stands_escaped(service: Path, encoding: str) -> None:
    (service / "Модель.py").symlink_to("/no/such/file")
    script = Path(sys.executable).with_name("seatrial")

    ran = subprocess.run(
        [script, "audit", service], capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": encoding}
    )

    assert "X NOT READY for production" in ran.stdout.decode(encoding)
    assert "\\u041c\\u043e" in ran.stdout.decode(encoding)


def _listed(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file())


def _without_run(text: str) -> dict[str, object]:
    stored = json.loads(text)
    return {key: value for key, value in stored.items() if key not in {"run", "measured"}}
