"""Does a signature hold? Run as a program of its own, beside the package model-signing, which alone knows cryptography.

It is told in a file of JSON what to verify, and answers in a line of JSON for each request: ``verified`` with the names
that the signature covers, ``refused`` with the reason, or ``unknown`` with what stood in the way. It imports nothing of
seatrial, is given copies, and opens nothing else.
"""

import ast
import base64
import contextlib
import json
import logging
import re
import sys
import warnings
from pathlib import Path
from typing import Any

_BUNDLE = "application/vnd.dev.sigstore.bundle"
_PERHAPS_OLD_ROOTS = (
    "failed to verify SCT", "invalid log entry", "not enough sources of verified time", "trusted root contains no",
)  # fmt: skip
_SHOWN = 3  #: names of files of one kind
#: How model-signing 1.1 tells what differs, one sentence in a list for each kind.
_DIFFERENT = (
    ("changed", re.compile(r"Hash mismatch for '(.+)': Expected ", re.DOTALL)),
    ("added", re.compile(r"Extra files found in model '.*': (.+)", re.DOTALL)),
    ("missing", re.compile(r"Missing files in model '.*': (.+)", re.DOTALL)),
)


def main(file: str) -> None:
    """Answer each request of a file, in its order."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for request in json.loads(Path(file).read_text(encoding="utf-8")):
        with contextlib.redirect_stdout(sys.stderr):  # the package prints advice
            answer = _answer(request)
        print(json.dumps(answer), flush=True)  # noqa: T201 -- this is how it answers


def _answer(request: dict[str, Any]) -> dict[str, object]:
    names, certified = _read(Path(request["signature"]))
    if names is None:
        return _refused("it is no signature of a model")
    if certified is (request["how"] == "key"):
        return _refused(
            f"it was made {'with' if certified else 'without'} a certificate, and not by {request['trusts']}"
        )
    from model_signing import verifying

    config: Any = verifying.Config  # the package has hints, but not for this
    config = config()
    try:
        _trust(config, request)
    except Exception as error:
        return {"state": "unknown", "why": f"{request['trusts']} cannot be used ({_kind(error)})"}
    try:
        config.verify(Path(request["model"]), Path(request["signature"]))
    except Exception as error:
        return _judged(error, request["trusts"])
    return {"state": "verified", "names": names} if names else _refused("it covers no file")


def _read(signature: Path) -> tuple[list[str] | None, bool]:
    """Return the names of the files that a signature speaks of, and whether a certificate tells who made it.

    The names are None when it is no bundle about a model.
    """
    try:
        bundle = json.loads(signature.read_text(encoding="utf-8"))
        statement = json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))
        old = str(statement["predicateType"]).endswith("/Digests/v0.1")  # before 1.0 of the format
        files = statement["subject"] if old else statement["predicate"]["resources"]
        names, material = sorted(str(one["name"]) for one in files), bundle["verificationMaterial"]
        certified = "certificate" in material or "x509CertificateChain" in material
        return (names if str(bundle["mediaType"]).startswith(_BUNDLE) else None), certified
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, False


def _trust(config: Any, request: dict[str, Any]) -> None:
    """Tell the package whom to trust; whatever is wrong with a key or a certificate shows here."""
    if request["how"] == "key":
        config.use_elliptic_key_verifier(public_key=Path(request["keys"][0]))
    elif request["how"] == "certificate":
        config.use_certificate_verifier(certificate_chain=[Path(one) for one in request["keys"]])
    else:
        config.use_sigstore_verifier(
            identity=request["identity"], oidc_issuer=request["issuer"], trust_config=_roots(Path(request["home"]))
        )


def _roots(home: Path) -> Path:
    """Write down the roots of sigstore that come with its package, since nothing is fetched."""
    from sigstore.models import ClientTrustConfig

    trusted = ClientTrustConfig.production(offline=True)
    file = home / "roots.json"
    file.write_text(trusted._inner.to_json(), encoding="utf-8")
    return file


def _judged(error: Exception, trusts: str) -> dict[str, object]:
    """Tell a signature that does not hold from one that the package could not judge."""
    from cryptography.exceptions import InvalidSignature
    from OpenSSL.crypto import X509StoreContextError
    from sigstore.errors import VerificationError
    from sigstore.models import InvalidBundle

    text = str(error)
    if isinstance(error, InvalidSignature) or text.startswith("Key mismatch"):
        return _refused(f"it was not made by {trusts}")
    if isinstance(error, X509StoreContextError):
        return _refused(f"its certificate does not come from {trusts} ({text[:100]})")
    if isinstance(error, VerificationError):
        return _of_sigstore(error, trusts)
    if text.startswith("Signature mismatch"):
        return _refused(_difference(text))
    if isinstance(error, ValueError | InvalidBundle):
        return _refused(f"it is no signature of a model ({text[:100]})")
    return {"state": "unknown", "why": f"the package model-signing gives up ({_kind(error)})"}


def _of_sigstore(error: Exception, trusts: str) -> dict[str, object]:
    """Tell what is wrong with the signature of an identity from roots of sigstore that may be too old to know."""
    from sigstore.errors import CertValidationError

    text = str(error)
    if isinstance(error, CertValidationError) or text.startswith(_PERHAPS_OLD_ROOTS):
        return {"state": "unknown", "why": f"the roots that come with sigstore do not know who vouches ({text[:100]})"}
    if text.startswith("Certificate's "):
        return _refused(f"it was not made by {trusts}")
    return _refused(f"it is no valid signature of sigstore ({text[:100]})")


def _difference(text: str) -> str:
    """Return which files are not those that were signed; digests and further text of the package are left out."""
    try:
        sentences = [str(one)[:100_000] for one in ast.literal_eval(text.partition(": ")[2][:1_000_000])]
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        sentences = []
    differing = []
    for what, pattern in _DIFFERENT:
        names = [name for one in sentences if (found := pattern.match(one)) for name in found[1].split(", ")]
        if names == ["."] and what == "changed":
            return "it is not the file that was signed"
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            differing.append(f"{what}: {', '.join(names[:_SHOWN])}{more}")
    return f"the files are not those that were signed ({'; '.join(differing) or 'they differ'})"


def _refused(why: str) -> dict[str, object]:
    return {"state": "refused", "why": why}


def _kind(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:150]


if __name__ == "__main__":
    main(sys.argv[1])
