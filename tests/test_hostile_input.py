"""Whatever a repository holds, its audit ends soon, no check crashes, and what was not read is told."""

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.model import Report
from seatrial.repo import Memory

LONG = 60_000
PROJECT = {
    "requirements.txt": "torch==2.2.0\nfastapi\n",
    "app.py": "import torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = torch.load('m.pt')\n\n\n"
    "@app.post('/predict')\ndef predict(x: float) -> float:\n    return model.predict(x)\n",
}


def archive(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


HOSTILE: dict[str, dict[str, str | bytes]] = {
    "brackets": {
        "a.json": "[" * LONG,
        "b.yaml": "[" * LONG,
        "c.ipynb": '{"cells":' + "[" * LONG,
        "d.py": "x=" + "(" * LONG,
    },
    "keys of toml": {"pyproject.toml": "a" + ".a" * LONG + "=1", "seatrial.toml": "[" + " " * LONG},
    "aliases of yaml": {"a.yaml": "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9 if n else 'x'}]\n" for n in range(12))},
    "archives": {
        "m.pt": archive({"a/data.pkl": bytes(50_000_000)}),
        "t.xlsx": archive({"xl/sharedStrings.xml": b"<a>" * LONG}),
    },
    "opcodes": {
        "a.pkl": b"\x80\x04" + b"K\x01" * LONG,
        "b.pkl": b"\x80\x02" + b"(" * LONG + b"t" * LONG,
        "c.pkl": b"\x80\x04]" + b"2" * LONG,
    },
    "lengths": {"m.safetensors": (2**40).to_bytes(8, "little") + b"{", "m.onnx": b"\x0a\xff\xff\xff\xff\x0f" * LONG},
    "one long line": {
        **{f"{n}/Dockerfile": f"FROM a\n{word} " + " " * LONG + "x" for n, word in enumerate(("RUN", "ENV", "COPY"))},
        "Makefile": "a" + " " * LONG,
        "run.sh": "${" * LONG,
        "main.tf": '"' + '\\"' * LONG,
        "CODEOWNERS": "[" * LONG,
        "README.md": '<a href="' * LONG + "\n" + "http://a/" * LONG + "\n" + " " * LONG + "x",
        ".gitlab-ci.yml": "{{" * LONG,
        ".github/workflows/a.yml": f"on: push\njobs:\n  a:\n    steps:\n      - run: '{'${{' * LONG}'\n",
    },
    "many empty lines": dict.fromkeys(("Jenkinsfile", "bors.toml", "a.service", "main.nf", "a_test.go"), "\n" * LONG),
}


def judged(files: dict[str, str | bytes]) -> Report:
    report = audit(Memory({**PROJECT, **files}))

    assert not [line.crashed for line in report.ledger if line.crashed]
    return report


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
def test_an_audit_ends_soon(files: dict[str, str | bytes]) -> None:
    start = time.process_time()
    judged(files)

    assert time.process_time() - start < 10


def test_names_of_files_are_no_commands_and_no_markup() -> None:
    load = "import pickle\npickle.load(open('x', 'rb'))\n"
    names = ("a\nb.py", "\x1b[31mred.py", "<img src=x>.py", "::error::x.py", "\u202egnp.py")
    (line,) = [line for line in judged(dict.fromkeys(names, load)).ledger if line.id == "SEC-02"]

    assert set(names) <= {item.place.path for item in line.evidence}
    assert json.dumps(names[1]) not in line.message


def test_links_in_a_circle_are_told_and_not_followed(tmp_path: Path) -> None:
    for path, content in PROJECT.items():
        (tmp_path / path).write_text(content)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "outer").symlink_to(tmp_path)
    (tmp_path / "a.py").symlink_to("b.py")
    (tmp_path / "b.py").symlink_to("a.py")

    assert {path for path, _ in audit(tmp_path).unread} == {"a.py", "b.py", "inner/outer"}
