"""Which names are those of hosted models, and which of them ask for the same model next month?"""

from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex

#: Families of hosted models, as their providers name them.
_FAMILY = regex(
    r"^(\w+[/:])?((us|eu|apac)\.)?(models/)?(gpt-|chatgpt-|o[1-9](-|$)|claude-|gemini-|gemma-|mistral-|magistral-|codestral"
    r"|ministral|pixtral|open-mi[sx]tral|command-|embed-|rerank-|text-embedding-|embedding-\d|deepseek-|grok-|llama-?\d"
    r"|meta[.-]llama|anthropic\.|amazon\.(nova|titan)|cohere\.|qwen|sonar|jamba|voyage-|whisper-\d|dall-e|gpt-image|tts-1)"
)
DATED = regex(
    r"\d{4}-\d{2}-\d{2}|[-@]\d{8}\b|-\d{2}-\d{2}$|-\d{4}$|-v\d+:\d|-\d:\d$|-00\d$|@[0-9a-f]{7,}|:[\w.-]*q\d|@sha256:|-\d{4}-preview"
)
#: Models of which their providers offer no dated version: they are pinned as far as they can be.
_ALIAS_ONLY = regex(
    r"text-embedding-(3|ada)|embedding-\d|whisper-1|tts-1|dall-e|sonar|deepseek-(chat|reasoner)|voyage-|embed-\w+-v\d"
    r"|rerank-\w*-?v\d|grok-\d|amazon\.(titan|nova)"
)
#: Claude from 4.6 on: the name without a date is one version for as long as it is served, says its provider under
#: "Model IDs and versioning".
_DATELESS = caseless(r"claude-[a-z]+-(4-[6-9]|[5-9](-\d{1,2})?)(-v\d+(:\d)?|@default|\[\w+\])?$")
#: Gemini from 2.5 on: the plain name is a stable version, says its provider under "Model versions"; ``latest`` moves.
_STABLE = caseless(r"(?:^|[/:])gemini-(?:2\.5|[3-9](?:\.\d+)?)-(?:pro|flash|flash-lite|ultra)$")
#: What is taken away when the model itself comes, at short notice.
_PREVIEW = caseless(r"-(?:preview|exp|experimental)$")
#: Weights that are published under their size, or by those who only publish: a new release has another name,
#: ``Qwen/Qwen2.5-7B-Instruct``, ``llama-3.3-70b-versatile``. The tags of Ollama, after a colon, move.
_WEIGHTS = caseless(
    r"^(?:[\w-]+/)?[\w.-]*\d(?:\.\d+)?b(?:-[\w.]+)*$|^(?:deepseek-ai|meta-llama|baai|tiiuae|zai-org|thudm|ibm-granite)/"
)


@dataclass(frozen=True, slots=True)
class HostedModel:
    """One place at which a hosted model is named."""

    place: Place
    name: str
    at_call: bool = False  #: the name stands in the call itself

    @property
    def pinned(self) -> bool:
        """Whether the same name asks for the same model next month, as far as its provider lets one say so."""
        return any(rule.search(self.name) for rule in (DATED, _ALIAS_ONLY, _DATELESS, _STABLE, _WEIGHTS))

    @property
    def embeds(self) -> bool:
        """Whether it makes vectors: what it made is of no use to another model, so none can step in."""
        return "embed" in self.name.lower()

    @property
    def weakness(self) -> str:
        """What may become of a name that is not pinned."""
        return "is a preview that is taken away" if _PREVIEW.search(self.name) else "moves to newer versions"

    @property
    def what(self) -> str:
        """Which model is named how."""
        firm = "at a fixed version" if self.pinned else f"by a name that {self.weakness}"
        return f"asks {self.name} {firm}"


def is_hosted(name: str) -> bool:
    """Tell whether a name is one of a hosted model, as its provider calls it."""
    return " " not in name and bool(_FAMILY.search(name.lower()))
