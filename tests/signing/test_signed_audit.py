"""Sign, audit, tamper, audit: the whole story, as a user reads it."""

import datetime as dt
from pathlib import Path

import pytest

from seatrial.audit import Yardstick, audit
from seatrial.judging.registry import load_checks
from seatrial.model import Report, Severity
from seatrial.report.executive.page import to_html
from seatrial.report.formats.markdown import to_markdown
from seatrial.report.formats.material import Material
from seatrial.report.stored import from_json, to_json
from seatrial.report.terminal.page import page
from seatrial.report.terminal.view import View

CHECKS = {"SEC-03": load_checks().checks["SEC-03"]}
APP = (
    "import onnxruntime\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = onnxruntime.InferenceSession('one.onnx')\n\n\n"
    "@app.post('/predict')\ndef predict(x: float):\n    return model.run(None, {'x': [[x]]})\n"
)
STATED = "signatures:\n  - {model: one.onnx, signature: one.sig, public_key: team.pub}\n"


@pytest.fixture
def repository(tmp_path: Path, signed: dict[str, bytes]) -> Path:
    for name in ("one.onnx", "one.sig", "team.pub"):
        (tmp_path / name).write_bytes(signed[name])
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "seatrial.yaml").write_text(STATED)
    return tmp_path


def audited(root: Path) -> tuple[Report, str, str, str]:
    """Return the result of an audit, the report, the page for who decides, and the comment."""
    report = audit(root, Yardstick(checks=CHECKS), as_of=dt.date(2026, 7, 1))
    assert to_json(from_json(to_json(report))) == to_json(report)
    told = "\n".join(line.text for line in page(report, View()))
    material = Material(report, CHECKS)
    return report, told, to_html(material).decode(), to_markdown(material).decode()


def judged(report: Report) -> tuple[str, str | None, str]:
    (line,) = (one for one in report.ledger if one.id == "SEC-03")
    return line.state.value, line.grade.value if line.grade else None, line.reason


def test_a_model_that_was_signed_and_then_changed(repository: Path) -> None:
    report, told, decision, comment = audited(repository)

    assert judged(report)[:2] == ("pass", "substantive")
    assert dict(report.tool.scanners)["model-signing"].startswith("1.")
    assert "✔ holds          one.onnx, 1 file, signed by the key in team.pub; the key stands in this repository" in told
    assert "1 file, signed by the key in team.pub" in decision
    assert "Signatures of models (1)" in comment

    (repository / "one.onnx").write_bytes((repository / "one.onnx").read_bytes() + b"!")
    report, told, decision, comment = audited(repository)

    assert judged(report)[:2] == ("fail", "absent")
    assert "✖ does not hold  one.onnx (one.sig): it is not the file that was signed" in told
    assert "it is not the file that was signed" in decision
    assert "Signatures of models: 1 of 1 do not hold" in comment
    (finding,) = (one for one in report.findings if one.check == "SEC-03")
    assert (finding.severity, finding.places[0].path) == (Severity.HIGH, "one.sig")


def test_without_the_extra_it_is_unknown(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.scanners.signing.find_spec", lambda _: None)
    report, told, _, _ = audited(repository)

    state, _, reason = judged(report)
    assert state == "unknown"
    assert "pip install 'seatrial[signatures]'" in reason
    assert "? not verified   one.onnx (one.sig): the package that verifies is not installed" in told
    assert "model-signing" not in dict(report.tool.scanners)
