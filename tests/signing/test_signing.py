"""The real model-signing verifies what was really signed, and whatever is wrong is told as what it is."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from seatrial.model.scan import Scan
from seatrial.model.settings import Settings
from seatrial.model.signatures import SignedModel, Standing
from seatrial.repo import Memory, Repo, Snapshot
from seatrial.repo.folder import Folder
from seatrial.scanners import signing
from seatrial.scanners.process import Conditions
from seatrial.scanners.signed_files import with_keys
from seatrial.scanners.signing import verified

ONE = SignedModel("one.onnx", "one.sig", public_key="team.pub")
FOLDER = SignedModel("folder", "folder/model.sig", public_key="team.pub")


def told(snapshot: Snapshot, *stated: SignedModel) -> Scan:
    return verified(Repo(snapshot, Settings(signatures=stated)))


@pytest.fixture(scope="module")
def repository(signed: dict[str, bytes]) -> dict[str, bytes]:
    """Return the signed files, with every way in which somebody may have changed them, each beside the others."""
    files = dict(signed)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    for way in ("changed", "added", "missing", "renamed"):
        files |= {f"{way}/{path.removeprefix('folder/')}": data for path, data in signed.items() if "folder/" in path}
    files["changed/weights.onnx"] = files["changed/weights.onnx"][:-1] + b"!"
    files["added/more.py"] = b"import os"
    del files["missing/deep/a b.json"]
    files["renamed/deep/other.json"] = files.pop("renamed/deep/a b.json")
    files["one-changed.onnx"] = signed["one.onnx"] + b"\0"
    files["elsewhere/weights.bin"] = pointer
    broken = {
        "text": b"no signature",
        "empty": b"",
        "braces": b"{}",
        "deep": b"[" * 5_000,
        "half": signed["one.sig"][:-9],
    }
    files |= {f"{name}.sig": data for name, data in broken.items()}
    files["forged.sig"] = signed["one.sig"].replace(b'"sig":"M', b'"sig":"N')
    files |= {f"strange-{at}.sig": signed["certified.sig"] for at in range(2)}
    return files | {f"copy-{at}.sig": signed["one.sig"] for at in range(9)}


def by(model: str, key: str = "team.pub") -> Callable[[str], SignedModel]:
    """Return what states that a model is signed by a key."""
    return lambda signature: SignedModel(model, signature, public_key=key)


def certified(signature: str) -> SignedModel:
    return SignedModel("one.onnx", signature, certificates=("authority.pem",))


NOT_SIGNED, NOT_OURS = "it is no signature of a model", "it was not made by the key in team.pub"
BY_NAME = SignedModel("one.onnx", "", identity="a@example.org", issuer="https://example.org")
CASES: dict[str, tuple[Callable[[str], SignedModel], str, str]] = {
    "one.sig": (by("one.onnx"), "verified", ""),
    "folder/model.sig": (by("folder"), "verified", ""),
    "certified.sig": (certified, "verified", ""),
    "others.sig": (by("one.onnx"), "refused", NOT_OURS),
    "forged.sig": (by("one.onnx"), "refused", NOT_OURS),
    "gone.sig": (by("one.onnx"), "refused", "there is no such signature"),
    "copy-0.sig": (by("one-changed.onnx"), "refused", "it is not the file that was signed"),
    "copy-1.sig": (by("one.onnx", "rsa.pub"), "unknown", "the key in rsa.pub cannot be used"),
    "copy-2.sig": (by("one.onnx", "gone.pub"), "unknown", "gone.pub, which is trusted, cannot be read"),
    "copy-3.sig": (certified, "refused", "it was made without a certificate, and not by the certificate in authority"),
    "copy-4.sig": (lambda name: replace(BY_NAME, signature=name), "refused", "not by a@example.org, for whom https"),
    "copy-5.sig": (by("gone.onnx"), "refused", "there is no such model"),
    "copy-6.sig": (by("elsewhere"), "unknown", "elsewhere/weights.bin: git-lfs pointer"),
    "copy-7.sig": (by("one.onnx", "one.onnx"), "unknown", "the key in one.onnx cannot be used"),
    "copy-8.sig": (by("folder"), "refused", "the files are not those that were signed"),
    "strange-0.sig": (lambda name: replace(certified(name), certificates=("stranger.pem",)), "refused",
                      "its certificate does not come from the certificate in stranger.pem"),
    "strange-1.sig": (by("one.onnx"), "refused", "it was made with a certificate, and not by the key in team.pub"),
    "changed/model.sig": (by("changed"), "refused", "(changed: weights.onnx)"),
    "added/model.sig": (by("added"), "refused", "(added: more.py)"),
    "missing/model.sig": (by("missing"), "refused", "(missing: deep/a b.json)"),
    "renamed/model.sig": (by("renamed"), "refused", "(added: deep/other.json; missing: deep/a b.json)"),
    **{f"{name}.sig": (by("one.onnx"), "refused", NOT_SIGNED) for name in ("text", "empty", "braces", "deep", "half")},
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(repository: dict[str, bytes]) -> Scan:
    return told(Memory(repository), *(stated(name) for name, (stated, _, _) in CASES.items()))


@pytest.mark.parametrize("signature", CASES)
def test_each_signature_is_told_as_what_it_is(answers: Scan, signature: str) -> None:
    _, standing, why = CASES[signature]
    held = [one for one in answers.seen if one.rule == Standing.VERIFIED and one.what == signature]
    refused = [one.what for one in answers.seen if one.rule == Standing.REFUSED and one.path == signature]
    missed = [reason for path, reason in answers.missed if path == signature]

    assert (bool(held), bool(refused), bool(missed)) == (
        standing == "verified", standing == "refused", standing == "unknown",
    )  # fmt: skip
    assert why in (refused + missed + [""])[0]


def test_a_signature_covers_the_files_that_it_names_and_no_others(answers: Scan) -> None:
    covered = [one.path for one in answers.seen if one.what == "folder/model.sig"]

    assert sorted(covered) == ["folder/café.txt", "folder/deep/a b.json", "folder/weights.onnx"]
    assert [one.path for one in answers.seen if one.what == "one.sig"] == ["one.onnx"]
    assert answers.version.startswith("1.")


def test_a_folder_is_verified_as_git_sees_it_and_nothing_is_written(
    signed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    (tmp_path / "made").mkdir()
    for path, data in signed.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    (root / ".gitignore").write_text("folder/*.tmp\n")
    (root / "folder" / "left.tmp").write_text("git ignores it")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in root.rglob("*") if path.is_file()}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "made"))

    scan = told(Folder(root), ONE, FOLDER)

    assert [one.rule for one in scan.seen] == ["verified"] * 4
    assert list((tmp_path / "made").iterdir()) == []
    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in before}


def test_keys_of_another_state_of_the_repository_can_be_taken_along(signed: dict[str, bytes]) -> None:
    trusted = with_keys((ONE, SignedModel("one.onnx", "certified.sig", certificates=("gone.pem",))), Memory(signed))

    assert trusted[0].public_key.encode() == signed["team.pub"]
    assert trusted[0].trusts == "the key that the configuration states"
    assert trusted[1].certificates == ("gone.pem",)


def test_names_that_lead_out_are_no_files_of_a_model(signed: dict[str, bytes]) -> None:
    for name in ("folder/../../out.onnx", "folder//x", "folder/.", "folder/a\\b"):
        scan = told(Memory({**signed, name: b"x"}), FOLDER)

        assert scan.missed == (("folder/model.sig", f"{name} has a name that no copy can have"),)


def test_a_model_that_is_too_large_is_unknown(signed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.scanners.signed_files.MOST", 3)

    assert told(Memory(signed), ONE).missed[0][1].startswith("the model is larger than")


def test_without_the_package_it_is_unknown_with_the_command_that_installs_it(
    signed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "find_spec", lambda _: None)
    scan = told(Memory(signed), ONE)

    assert scan.failed == "the package that verifies is not installed (pip install 'seatrial[signatures]')"
    assert not scan.seen


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import time; time.sleep(60)", "it did not end within 0.5 seconds"),
        ("import os; os._exit(139)", "it crashed (exit 139)"),
        ("import sys; sys.exit(3)", "model-signing ended with exit 3"),
        ("print('<html>')", "its answer cannot be read"),
        ("print('[' * 5000)", "its answer cannot be read"),
        ("print('7')", "its answer cannot be read"),
        ("print('{}')", "its answer cannot be read"),
        ("""print('{"state": "verified", "names": ["../../etc/passwd"]}')""", "its answer cannot be read"),
        ("pass", "it was not answered"),
    ],
)
def test_a_program_that_does_not_answer_proves_nothing(
    signed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    (tmp_path / "child.py").write_text(script)
    monkeypatch.setattr(signing, "_CHILD", tmp_path / "child.py")
    monkeypatch.setattr(signing, "_CONDITIONS", Conditions(0.5, alone=True))
    scan = told(Memory(signed), ONE)

    assert (scan.seen, scan.missed) == ((), (("one.sig", why),))


@pytest.mark.skipif(os.name != "posix", reason="env of another system")
def test_the_program_learns_nothing_of_the_caller(
    signed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNING_KEY_PASSWORD", "of-the-caller")
    (tmp_path / "child.py").write_text(f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(str(dict(os.environ)))")
    monkeypatch.setattr(signing, "_CHILD", tmp_path / "child.py")
    told(Memory(signed), ONE)

    assert "of-the-caller" not in (tmp_path / "seen").read_text()
