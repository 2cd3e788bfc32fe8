"""What does a command do in a locale that has no word for a name? The same as everywhere else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Folder = Callable[[Mapping[str, str | bytes]], Path]

#: A process that takes names for ASCII, and cannot print another character.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
EVERYWHERE = {"PYTHONUTF8": "1"}
#: Names beyond ASCII, in UTF-8 and in no encoding that the system knows of.
NAMES = ("daten/größe_模型.py", os.fsdecode(b"daten/caf\xe9.py"))
TRAINING = "import joblib\nfrom sklearn.svm import SVC\n\njoblib.dump(SVC().fit(X, y), 'm.joblib')\n"


def run(where: Mapping[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    script = Path(sys.executable).with_name("seatrial")
    return subprocess.run([script, *arguments], capture_output=True, check=False, env={**os.environ, **where})


def written_to(file: Path) -> dict[str, object]:
    told = json.loads(file.read_bytes())
    return {name: told[name] for name in ("subject", "ledger", "findings", "inventory")}


@pytest.mark.parametrize("under_git", [True, False])
def test_an_audit_reads_files_whose_names_the_locale_has_no_word_for(
    folder: Folder, tmp_path: Path, under_git: bool
) -> None:
    root = folder(dict.fromkeys(NAMES, TRAINING)).rename(tmp_path / "schätzung")
    if under_git:
        subprocess.run(["git", "init", "-q", root], check=True)
        subprocess.run(["git", "-C", root, "add", "-A"], check=True)
    stored = [tmp_path / "ascii.json", tmp_path / "utf-8.json"]

    codes = [
        run(where, "audit", root, "-f", f"json={file}", "-f", f"html={file}.html").returncode
        for where, file in zip((ASCII, EVERYWHERE), stored, strict=True)
    ]

    assert codes == [0, 0]
    assert written_to(stored[0]) == written_to(stored[1])
    assert "größe_模型.py" in json.dumps(written_to(stored[0]), ensure_ascii=False)
    assert "größe_模型.py" in Path(f"{stored[0]}.html").read_text(encoding="utf-8")


def test_other_commands_take_such_names_too(folder: Folder, tmp_path: Path) -> None:
    root = folder({NAMES[0]: TRAINING, "modell_ü.pkl": b"cos\nsystem\n(S'ls'\ntR."}).rename(tmp_path / "schätzung")
    result = tmp_path / "größe.json"

    assert run(ASCII, "audit", root, "-f", f"json={result}").returncode == 0
    assert run(ASCII, "report", result, "-f", f"csv={tmp_path}/größe.csv").returncode == 0
    assert "größe_模型.py" in (tmp_path / "größe.csv").read_text(encoding="utf-8")
    found = run(ASCII, "scan", root, "-f", "json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["artifacts"][0]["path"].endswith("/schätzung/modell_ü.pkl")


def test_a_message_about_such_a_name_is_one_that_can_be_printed(tmp_path: Path) -> None:
    ended = run(ASCII, "audit", tmp_path / "größe")

    assert ended.returncode == 2
    assert b"there is no such path" in ended.stderr
    assert ended.stderr.isascii()
