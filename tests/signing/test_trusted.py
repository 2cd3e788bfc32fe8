"""Who can change a model can change a key in the repository: a gate that takes the keys from elsewhere sees it."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from seatrial.config import load
from seatrial.gate.change import Asked, judged
from seatrial.gate.terms import End
from seatrial.gate.trusted import trusting_others
from seatrial.judging.registry import load_checks
from seatrial.model import Severity
from seatrial.repo import Memory
from seatrial.rubric import load as load_rubric
from tests.signing.test_signed_audit import APP, CHECKS

AS_OF = dt.date(2026, 7, 1)
KNOWN = load_rubric().known(load_checks().checks.values())
STATED = "signatures:\n  - {model: one.onnx, signature: one.sig, public_key: %s}\n"


def state(key: str = "one key", text: str = STATED % "team.pub", **files: str) -> End:
    snapshot = Memory({"team.pub": key, "one.onnx": "x", "seatrial.yaml": text, **files})
    return End(snapshot, load(snapshot, AS_OF, KNOWN))


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (state(), []),
        (state("another key"), ["somebody else is trusted to sign one.onnx: the key in team.pub"]),
        (state(text="schema: 1\n"), ["no signature of one.onnx is asked for any more"]),
        (
            state(text="signatures:\n  - {model: one.onnx, signature: one.sig, identity: eve, issuer: x}\n"),
            ["somebody else is trusted to sign one.onnx: eve, for whom x vouches"],
        ),
        (state(text="signatures:\n  - {model: one.onnx, signature: moved.sig, public_key: team.pub}\n"), []),
    ],
)
def test_a_change_of_trust_is_told(later: End, told: list[str]) -> None:
    found = list(trusting_others(state(), later))

    assert [one.message for one in found] == told
    assert all(one.severity is Severity.HIGH and one.place.path == "seatrial.yaml" for one in found)


def test_a_model_that_is_gone_needs_no_signature() -> None:
    gone = Memory({"seatrial.yaml": "schema: 1\n"})

    assert not list(trusting_others(state(), End(gone, load(gone, AS_OF, KNOWN))))


@pytest.fixture
def replaced(tmp_path: Path, signed: dict[str, bytes]) -> Path:
    """Return a repository in whose branch somebody replaced model, signature and key alike."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    kept = {name: signed[name] for name in ("one.onnx", "one.sig", "team.pub")}
    commit(root, {**kept, "app.py": APP.encode(), "seatrial.yaml": (STATED % "team.pub").encode()})
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, {"one.sig": signed["others.sig"], "team.pub": signed["other.pub"]})
    return root


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=root, check=True)


def commit(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).write_bytes(data)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "change")


def test_with_the_keys_of_the_base_the_replaced_model_is_a_new_finding(replaced: Path) -> None:
    found = judged(Asked(replaced, "main", policy_ref="main", as_of=AS_OF), CHECKS).change

    assert [one.finding.message for one in found.compared.fresh] == [
        "the signature of one.onnx does not hold: it was not made by the key that the configuration states"
    ]
    assert [one.message for one in found.loosened] == ["somebody else is trusted to sign one.onnx: the key in team.pub"]
