"""Statements about signatures are whole, speak of files of the repository, and name one whom to trust."""

import datetime as dt

import pytest

from seatrial.config import ConfigError, Known, parse
from seatrial.model import Place
from seatrial.model.signatures import SignedModel

PEM = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n"
TRUST = "say whom you trust: one of public_key, certificates, or identity with issuer"


def stated(*rows: str) -> tuple[SignedModel, ...]:
    text = "signatures:\n" + "".join(f"  - {row}\n" for row in rows)
    return parse("seatrial.yaml", text.encode(), dt.date(2026, 7, 1), Known()).settings.signatures


def test_a_statement_is_read_with_its_line_and_plain_paths() -> None:
    one, other = stated(
        "{model: models/, signature: ./models/model.sig, public_key: keys//team.pub}",
        "{model: m.onnx, signature: m.sig, certificates: [a.pem, b.pem]}",
    )

    assert one == SignedModel("models", "models/model.sig", "keys/team.pub", place=Place("seatrial.yaml", 2))
    assert one.trusts == "the key in keys/team.pub"
    assert other.trusts == "the certificate in a.pem, b.pem"
    assert other.kept_inside == ("a.pem", "b.pem")


def test_a_key_may_stand_in_the_configuration_itself() -> None:
    indented = PEM.replace("\n", "\n      ").rstrip()
    (one,) = stated(f"model: m\n    signature: s\n    public_key: |\n      {indented}")

    assert one.public_key == PEM
    assert one.kept_inside == ()
    assert one.trusts == "the key that the configuration states"


def test_an_identity_needs_no_file() -> None:
    (one,) = stated("{model: m, signature: s, identity: ci@example.org, issuer: https://example.org}")

    assert (one.trusts, one.kept_inside) == ("ci@example.org, for whom https://example.org vouches", ())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{model: m, signature: s}", TRUST),
        (
            "{model: m, signature: s, public_key: k, certificates: [c]}",
            f"more than one way to trust is stated; {TRUST}",
        ),
        ("{model: m, signature: s, identity: x}", "'issuer' is missing"),
        ("{model: m, signature: s, issuer: x}", "'identity' is missing"),
        ("{model: /m, signature: s, public_key: k}", "'model' leads out of the repository"),
        ("{model: m, signature: ../s, public_key: k}", "'signature' leads out of the repository"),
        ("{model: m, signature: s, public_key: ../../k}", "'public_key' leads out of the repository"),
        ("{model: m, signature: s, certificates: [c, /etc/ssl/c]}", "'certificates' leads out of the repository"),
        ('{model: "", signature: s, public_key: k}', "'model' is empty"),
        ("{model: m, signature: s, key: k}", "unknown key 'key'"),
        ("{signature: s, public_key: k}", "'model' is missing"),
    ],
)
def test_what_cannot_be_verified_as_it_is_written_is_refused(row: str, why: str) -> None:
    with pytest.raises(ConfigError) as refused:
        stated(row)

    assert why in str(refused.value)
    assert "seatrial.yaml:2" in str(refused.value)


def test_a_signature_is_stated_once() -> None:
    row = "{model: m, signature: s, public_key: k}"
    with pytest.raises(ConfigError, match=r"seatrial.yaml:3: the signature 's' is stated twice"):
        stated(row, row)
