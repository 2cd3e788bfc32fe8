"""Is a credential a key that whoever runs the service made, to sign sessions or tokens by, and no provider issued?"""

from seatrial.facts.security.secrets import Credential
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Names of such keys, right before their value; one that names a provider as well is the provider's.
_SIGNS = caseless(
    r"(?<![a-z\d_-])(?:(?:jwt|auth|next_?auth|session|cookie|csrf)_?(?:secret|key|signing_key|secret_key)"
    r"|(?:flask_|django_|app_)?secret_key|signing_key)[\"']?\s*[:=]\s*[^\s=:]{0,20}$"
)
_KINDS = frozenset({"key or token"})
_BYTES = 2_000_000


def signs_here(repo: Repo, credential: Credential) -> bool:
    """Tell whether the name before a value is one by which sessions and tokens of the own service are signed."""
    if credential.secret.kind == "Django secret key":
        return True
    lines = repo.text_or_empty(credential.path, _BYTES).split("\n")
    if credential.secret.kind not in _KINDS or not 0 < credential.secret.line <= len(lines):
        return False
    before = lines[credential.secret.line - 1][: max(credential.secret.column - 1, 0)]
    return bool(_SIGNS.search(before))
