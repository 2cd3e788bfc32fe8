"""Do the signatures hold that the owner states? The package model-signing says so, in a process of its own."""

import json
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seatrial.model.scan import Scan, Seen
from seatrial.model.signatures import VERIFIER, Standing
from seatrial.read.reader import Unreadable
from seatrial.repo.repo import Repo
from seatrial.scanners.process import Conditions, Running
from seatrial.scanners.program import NotAssessed
from seatrial.scanners.signed_files import Refused, Request, request_of

_CHILD = Path(__file__).with_name("signing_child.py")
_CONDITIONS = Conditions(120.0, 2_000_000_000, alone=True)


def verified(repo: Repo) -> Scan:
    """Return what the package says of each stated signature.

    ``seen`` holds each file that a signature proves, with the path of the signature as ``what``, and each signature
    that does not hold, with the reason; ``missed`` those that could not be verified.
    """
    if find_spec("model_signing") is None:
        return Scan(VERIFIER, failed="the package that verifies is not installed (pip install 'seatrial[signatures]')")
    if not _CHILD.is_file():
        return Scan(VERIFIER, failed="seatrial runs from an archive: install it in a folder to verify")
    try:
        with tempfile.TemporaryDirectory(prefix="seatrial-", ignore_cleanup_errors=True) as made:
            return _scanned(repo, Path(made).resolve())
    except OSError as error:
        return Scan(VERIFIER, failed=f"its files cannot be written: {error.strerror or 'no reason given'}")


def _scanned(repo: Repo, folder: Path) -> Scan:
    seen: list[Seen] = []
    missed: list[tuple[str, str]] = []
    asked: list[Request] = []
    for number, stated in enumerate(repo.settings.signatures, 1):
        try:
            asked.append(request_of(repo, stated, folder / str(number)))
        except Refused as error:
            seen.append(Seen(Standing.REFUSED.value, stated.signature, 1, what=str(error)))
        except Unreadable as error:
            missed.append((stated.signature, str(error)))
    failed = ""
    try:
        answers = _answers(asked, folder) if asked else []
    except NotAssessed as error:
        answers, failed = [], str(error)
    for request, answer in zip(asked, answers, strict=False):
        _note(request, answer, seen, missed)
    missed += [(one.stated.signature, failed or "it was not answered") for one in asked[len(answers) :]]
    return Scan(VERIFIER, _version(), tuple(seen), tuple(missed))


def _answers(asked: list[Request], folder: Path) -> list[dict[str, Any]]:
    requests = folder / "requests.json"
    requests.write_text(json.dumps([dict(one.told) for one in asked]), encoding="utf-8")
    running = Running((sys.executable, "-I", str(_CHILD), str(requests)), folder, _CONDITIONS)
    try:
        output = running.output()
    finally:
        running.stop()
    if output.code != 0:
        raise NotAssessed(f"model-signing ended with exit {output.code}")
    try:
        return [dict(json.loads(row)) for row in output.told.decode("utf-8").splitlines()]
    except (ValueError, TypeError, RecursionError):
        raise NotAssessed("its answer cannot be read") from None


def _note(request: Request, answer: dict[str, Any], seen: list[Seen], missed: list[tuple[str, str]]) -> None:
    signature, state, why = request.stated.signature, answer.get("state"), str(answer.get("why", ""))[:400]
    names = [name for name in answer.get("names", ()) if name in request.files]
    if state == Standing.VERIFIED and names:
        seen.extend(Seen(Standing.VERIFIED.value, request.files[name], 1, what=signature) for name in names)
    elif state == Standing.REFUSED:
        seen.append(Seen(Standing.REFUSED.value, signature, 1, what=why))
    else:
        missed.append((signature, why or "its answer cannot be read"))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(VERIFIER)
    except PackageNotFoundError:
        return "unknown"
