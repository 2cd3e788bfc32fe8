"""Models that were really signed: by keys and certificates that are made here, in a process of the real package."""

import subprocess
import sys

import pytest

#: Signs with model-signing, as a team would. The package warns a lot when it is imported, so it has its own process.
_SIGN = """
import datetime as dt
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from model_signing import hashing, signing

root = Path(sys.argv[1])


def key(name, made=None):
    made = made or ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    (root / f"{name}.key").write_bytes(
        made.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    public = made.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (root / f"{name}.pub").write_bytes(public)
    return made


def certificate(name, made, issuer, signer, authority):
    named = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    today = dt.datetime.now(dt.timezone.utc)
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False)
    built = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(made.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(today).not_valid_after(today + dt.timedelta(1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(made.public_key()), critical=False)
        .sign(signer, hashes.SHA256()))
    (root / f"{name}.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))


team, other, authority, stranger, holder = (key(name) for name in ("team", "other", "authority", "stranger", "holder"))
key("rsa", rsa.generate_private_key(65537, 2048))
certificate("authority", authority, "authority", authority, True)
certificate("stranger", stranger, "stranger", stranger, True)
certificate("holder", holder, "authority", authority, False)
for number, (model, signature) in enumerate((("one.onnx", "one.sig"), ("folder", "folder/model.sig"))):
    config = signing.Config().use_elliptic_key_signer(private_key=root / "team.key")
    kept = hashing.Config().set_ignored_paths(paths=[root / signature])
    config.set_hashing_config(kept).sign(root / model, root / signature)
signing.Config().use_certificate_signer(
    private_key=root / "holder.key", signing_certificate=root / "holder.pem",
    certificate_chain=[root / "authority.pem"],
).sign(root / "one.onnx", root / "certified.sig")
signing.Config().use_elliptic_key_signer(private_key=root / "other.key").sign(root / "one.onnx", root / "others.sig")
"""


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a repository: a model, a folder that is one, their signatures, and whose keys made them."""
    root = tmp_path_factory.mktemp("signed")
    (root / "folder" / "deep").mkdir(parents=True)
    for name in ("one.onnx", "folder/weights.onnx", "folder/deep/a b.json", "folder/café.txt"):
        (root / name).write_bytes(f"content of {name}".encode())
    told = subprocess.run([sys.executable, "-c", _SIGN, str(root)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
