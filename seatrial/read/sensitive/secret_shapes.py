"""Which texts are credentials by their own shape: a provider's prefix, a checksum, a fixed length?"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable

from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import entropy

#: Who issues tokens for demonstrations and tests on one machine.
_OF_NOBODY = regex(r"demo|localhost|local[.-]|(?<![a-z])test(?:ing)?(?![a-z])|example\.")
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Shape:
    """A provider's form of credential, which starts at the beginning of a word."""

    kind: str  #: in words: "GitHub token"
    prefix: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda text: entropy(text) > 3
    sure: bool = True  #: False when the shape alone does not make it a secret
    ours: bool = False  #: issued by a server that people run themselves, too: one on this machine opens nothing else


def _github(text: str) -> bool:
    """Tell whether the last six characters are the checksum of the random ones, as GitHub and npm write it."""
    body, check = text.partition("_")[2][:-6], text[-6:]
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0") == check


def _signed_token(text: str) -> bool:
    """Tell whether a text is a signed JSON web token that somebody issued, and not the one from the textbook."""
    head, body, signature = text.split(".")
    try:
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (head, body))
    except (ValueError, binascii.Error, RecursionError):
        return False
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return False
    public = claims.get("sub") == "1234567890" or claims.get("role") == "anon"
    public = public or bool(_OF_NOBODY.search(str(claims.get("iss"))))
    signed = str(header.get("alg", "none")).lower() != "none" and entropy(signature) > 3.5
    return signed and not public and not _is_over_soon(claims.get("iat"), claims.get("exp"))


def _is_over_soon(issued: object, ends: object) -> bool:
    """Tell whether a token lived for a day at most: that of a session opens nothing once it stands in a repository."""
    try:
        return 0 < float(str(ends)) - float(str(issued)) <= 86_400
    except ValueError:
        return False


def _shape(kind: str, prefix: str, rest: str, **more: object) -> Shape:
    return Shape(kind, prefix, regex(re.escape(prefix) + rest + r"(?![\w-])"), **more)  # type: ignore[arg-type]


def _dotted(kind: str, pattern: str) -> Shape:
    return Shape(kind, "", regex(pattern))


SHAPES = (
    *(_shape("AWS access key", prefix, "[A-Z2-7]{16}", sure=False) for prefix in ("AKIA", "ASIA")),
    *(_shape("GitHub token", f"gh{kind}_", "[A-Za-z0-9]{36}", holds=_github) for kind in "pousr"),
    _shape("GitHub token", "github_pat_", r"[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _shape("npm token", "npm_", "[A-Za-z0-9]{36}", holds=_github),
    _shape("GitLab token", "glpat-", r"[\w-]{20,60}", ours=True),
    _shape("PyPI token", "pypi-AgE", r"[\w-]{50,}"),
    _shape("Docker Hub token", "dckr_pat_", r"[\w-]{27}"),
    _shape("OpenAI key", "sk-", r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    *(_shape("OpenAI key", f"sk-{kind}-", r"[\w-]{20,}T3BlbkFJ[\w-]{20,}") for kind in ("proj", "svcacct", "admin")),
    _shape("Anthropic key", "sk-ant-", r"(?:api|admin|sid)\d\d-[\w-]{80,}"),
    _shape("OpenRouter key", "sk-or-v1-", "[0-9a-f]{64}"),
    _shape("LangSmith key", "lsv2_", "(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    _shape("Langfuse key", "sk-lf-", r"[0-9a-f]{8}-[0-9a-f-]{27}", ours=True),
    _shape("Groq key", "gsk_", "[A-Za-z0-9]{52}"),
    _shape("Replicate token", "r8_", "[A-Za-z0-9]{37}"),
    _shape("Hugging Face token", "hf_", "[A-Za-z0-9]{34}"),
    _shape("Pinecone key", "pcsk_", r"\w{50,}"),
    _shape("Databricks token", "dapi", "[0-9a-f]{32}(?:-[0-9])?"),
    _shape("Google API key", "AIza", r"[\w-]{35}"),
    _shape("Google OAuth secret", "GOCSPX-", r"[\w-]{28}"),
    _shape("Slack token", "xoxb-", r"\d{10,13}-\d{10,13}-[A-Za-z0-9]{24}"),
    _shape("Slack token", "xoxp-", r"\d{10,13}-\d{10,13}-\d{10,13}-[0-9a-f]{32}"),
    _shape("Stripe key", "sk_live_", "[A-Za-z0-9]{24,}"),
    _shape("Stripe key", "rk_live_", "[A-Za-z0-9]{24,}"),
    _shape("DigitalOcean token", "dop_v1_", "[0-9a-f]{64}"),
    _shape("Notion token", "ntn_", "[A-Za-z0-9]{46}"),
    _shape("Twilio key", "SK", "[0-9a-f]{32}"),
    _shape("New Relic key", "NRAK-", "[A-Z0-9]{27}"),
    _shape("Mailgun key", "key-", "[0-9a-f]{32}"),
    _shape("Artifactory key", "AKC", "[A-Za-z0-9]{60,75}", ours=True),
    _shape("Grafana token", "glsa_", "[A-Za-z0-9]{32}_[0-9a-f]{8}", ours=True),
    _shape("Grafana token", "glc_", "[A-Za-z0-9+/]{60,}"),
    *(_shape("Shopify token", f"shp{kind}_", "[0-9a-fA-F]{32}") for kind in ("at", "ca", "pa", "ss")),
    _shape("Postman key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}"),
    _shape("Square secret", "sq0csp-", r"[\w-]{43}"),
    _shape("Square token", "sq0atp-", r"[\w-]{22}"),
    _shape("Linear key", "lin_api_", "[A-Za-z0-9]{40}"),
    _shape("NVIDIA key", "nvapi-", r"[\w-]{60,}"),
    _shape("xAI key", "xai-", "[A-Za-z0-9]{60,}"),
    _shape("Perplexity key", "pplx-", "[A-Za-z0-9]{40,}"),
    _shape("Tavily key", "tvly-", r"[\w-]{28,}"),
    _shape("Jina key", "jina_", r"[\w-]{50,}"),
    _shape("Figma token", "figd_", r"[\w-]{38,}"),
    _shape("RubyGems token", "rubygems_", "[0-9a-f]{48}"),
    _shape("Sentry token", "sntryu_", "[0-9a-f]{64}"),
    _shape("signed web token", "eyJ", r"[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}", holds=_signed_token, sure=False),
)

#: Credentials of several parts with dots between them.
DOTTED = (
    _dotted("SendGrid key", r"SG\.[\w-]{22}\.[\w-]{43}"),
    _dotted("Discord bot token", r"[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}"),
    _dotted("Airtable token", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    _dotted("Terraform Cloud token", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,70}"),
    _dotted("Vault token", r"hv[sb]\.[\w-]{24,}"),
    _dotted("Doppler token", r"dp\.(?:pt|st|ct)\.[\w-]{40,60}"),
    _dotted("Google access token", r"ya29\.[\w-]{60,}"),
)

PREFIXES = tuple(sorted({shape.prefix for shape in SHAPES}))
