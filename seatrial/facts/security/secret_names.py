"""Which variables hold a secret, and is one given as a text that everybody can read?"""

from seatrial.read.regex import caseless, regex

_SECRET = caseless(
    r"(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|api_?key|apikey|access_?key|private_?key|credentials?|dsn"
    r"|connection_?string|secret_?key|auth_?key|license_?key)(?:_(?:id|value|base64|json))?$|^database_?url$|^db_?url$"
    r"|^mongo_?ur[il]$|^\w*_(?:database|db|redis|broker)_ur[il]$"
)
_ADDRESS = caseless(r"ur[il]$|dsn$")
_WITH_PASSWORD = regex(r"://[^/@\s:]*:(?![$<{%])[^@/\s]+@")
_NONE = caseless(r"^pwd$|tokenizer|max_tokens?|num_tokens?|pad_token|eos_token|public_key|token_url|sep_token")
#: What stands where a secret will be put: a variable, a placeholder, nothing.
_HOLE = caseless(
    r"^\s*$|[$<{%]|^(?:changeme|change[-_ ]me|your[-_ ]|xxx+|placeholder|todo|replace|example|dummy|none|null"
    r"|not[-_ ]needed|empty|true|false|[*?.]+$"
    r"|\.{0,2}/[\w./-]+\.(?:json|pem|key|txt|crt|p12)$|/run/secrets/|/var/run/secrets|file:|arn:|projects/)"
)
_NAMED_HOLE = regex(r"[A-Z]+(?:_[A-Z]+)+")


def is_secret(name: str) -> bool:
    """Tell whether a variable holds a secret, by its name: ``OPENAI_API_KEY``, ``db_password``; no ``max_tokens``."""
    return bool(_SECRET.search(name)) and not _NONE.search(name)


def is_given_as_text(name: str, value: str) -> bool:
    """Tell whether a variable is given its secret as it is; an address holds one only before its @."""
    if _HOLE.search(value) or _NAMED_HOLE.fullmatch(value):
        return False
    return bool(_WITH_PASSWORD.search(value)) if _ADDRESS.search(name) else True
