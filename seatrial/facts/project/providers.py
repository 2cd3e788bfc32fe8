"""Whose models and services does the code depend on?"""

from collections.abc import Iterator
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import called, own_code
from seatrial.facts.models.hub_models import hub_models
from seatrial.facts.project.own_address import own_address
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Beginnings of module names -> the provider that is asked, and the words by which a register may name it.
_BY_MODULE = (
    ("openai", "OpenAI"), ("langchain_openai", "OpenAI"), ("llama_index.llms.openai", "OpenAI"),
    ("llama_index.embeddings.openai", "OpenAI"), ("anthropic", "Anthropic"), ("langchain_anthropic", "Anthropic"),
    ("llama_index.llms.anthropic", "Anthropic"), ("google.generativeai", "Google"), ("google.genai", "Google"),
    ("vertexai", "Google"), ("langchain_google", "Google"), ("llama_index.llms.gemini", "Google"),
    ("mistralai", "Mistral"), ("langchain_mistralai", "Mistral"), ("cohere", "Cohere"), ("langchain_cohere", "Cohere"),
    ("groq", "Groq"), ("langchain_groq", "Groq"), ("together", "Together"), ("langchain_together", "Together"),
    ("replicate", "Replicate"), ("langchain_aws", "AWS"), ("deepgram", "Deepgram"), ("elevenlabs", "ElevenLabs"),
    ("assemblyai", "AssemblyAI"), ("pinecone", "Pinecone"), ("langchain_pinecone", "Pinecone"), ("tavily", "Tavily"),
    ("voyageai", "Voyage"), ("fireworks", "Fireworks"), ("dashscope", "Alibaba"), ("zhipuai", "Zhipu"),
    ("qianfan", "Baidu"), ("langsmith", "LangSmith"),
)  # fmt: skip
#: Classes of frameworks that ask one provider, and names of models with their provider in front.
_CLASS = regex(r"(?:Chat)?(OpenAI|Anthropic|Cohere|Mistral|Gemini|Vertex|Bedrock|Groq|Together)(?:AI)?[A-Z]\w+")
_MODEL = regex(
    r"(openai)[:/](?:gpt|chatgpt|o\d|text-embedding)[\w.:-]*|(anthropic)[:/]claude[\w.:-]+|"
    r"(google(?:_genai|_vertexai)?|gemini|vertex_ai)[:/]gemini[\w.:-]+|(cohere)[:/](?:command|embed|rerank)[\w.:-]*|"
    r"(mistral(?:ai)?|groq|bedrock|together|deepseek)[:/][a-z][\w.:-]*\d[\w.:-]*"
)
_SPELLED = {"openai": "OpenAI", "mistralai": "Mistral", "gemini": "Google", "vertex": "Google",
                   "vertex_ai": "Google", "google_genai": "Google", "google_vertexai": "Google"}  # fmt: skip
#: Parts of a client that shape requests and errors, and ask nobody.
_SHAPES = regex(r"\.utils(?:\.|$)|\.types(?:\.|$)|Error$|\._|\.exceptions")
_FETCHES = "the code fetches the model"
_INSIDE = regex(r"https?://(?:localhost|127\.|0\.0\.0\.0|host\.docker|[\w-]+(?::\d+)?(?:/|$)|[\w.-]+\.(?:svc|local)\b)")
_OWN_ADDRESS = ("base_url", "openai_api_base", "api_base", "azure_endpoint")
_CLIENTS = ("OpenAI", "AsyncOpenAI", "ChatOpenAI", "OpenAIEmbeddings", "AzureOpenAI", "AzureChatOpenAI",
                   "AsyncAzureOpenAI", "AzureOpenAIEmbeddings")  # fmt: skip


#: Bindings of engines that hold a model in the memory of the program itself.
_IN_PROCESS = frozenset({"llama_cpp", "ctransformers", "gpt4all", "exllamav2", "mlx_lm"})


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, or one model of others, that own code depends on."""

    place: Place
    name: str  #: as a register would call it
    how: str  #: how the code gets to it
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        return f"{self.how} {self.name}"

    @property
    def is_model(self) -> bool:
        """Whether it is a model that is fetched and run here: its owner is sent nothing."""
        return self.how == _FETCHES

    def named_in(self, text: str) -> bool:
        """Tell whether a text names it: the provider, or the model by its name with or without its owner."""
        lowered = text.lower()
        return any(part in lowered for part in (self.name.lower(), self.name.rpartition("/")[2].lower()))


@fact
def providers(repo: Repo) -> tuple[Provider, ...]:
    """Return the providers and the models of others that own code gets to, each at its first place; no tests."""
    found: dict[str, Provider] = {}
    for item in (*_by_client(repo), *_by_module(repo), *_by_name(repo), *_by_cloud(repo), *_by_hub(repo)):
        found.setdefault(item.name, item)
    return tuple(sorted(found.values(), key=lambda item: (item.place, item.name)))


@fact
def gateways(repo: Repo) -> tuple[Evidence, ...]:
    """Return the clients of own code whose address is set outside of it: who answers there cannot be told.

    An address on the same machine or in the same cluster, ``http://vllm:8000``, is the owner's own engine.
    """
    found = []
    for client in called(repo, *_CLIENTS):
        given = next((value for key, value in client.call.keywords if key in _OWN_ADDRESS), None)
        own = given is not None and isinstance(given.literal, str) and _INSIDE.match(given.literal)
        if client.site.counts and given is not None and not own and "Azure" not in client.call.last:
            found.append(Evidence(client.site.place, f"{client.call.last} asks an address that is set elsewhere"))
    return tuple(sorted(found))


@fact
def only_in_process(repo: Repo) -> bool:
    """Tell whether own code loads its language model into its own process, and gets to no model of anybody else's."""
    loads = any(item.package in _IN_PROCESS for program in own_code(repo) for item in program.file.imports)
    return loads and not gateways(repo) and all(one.is_model for one in providers(repo))


def _by_client(repo: Repo) -> Iterator[Provider]:
    """A client of OpenAI with an address of its own asks whoever listens there, which is not OpenAI."""
    for found in called(repo, *_CLIENTS):
        if not found.site.counts:
            continue
        if found.call.last.startswith(("Azure", "AsyncAzure")):
            yield Provider(found.site.place, "Azure", "asks a model at")


def _by_module(repo: Repo) -> Iterator[Provider]:
    elsewhere = _with_own_address(repo)
    for program in own_code(repo):
        for item in program.file.imports:
            dotted = item.dotted
            if _SHAPES.search(dotted) or (item.module.startswith("openai") and item.name not in ("", *_CLIENTS)):
                continue
            name = _of_module(dotted)
            if name and item.used and not item.for_typing and not (name == "OpenAI" and program.path in elsewhere):
                yield Provider(program.place_of(item), name, "the code imports the client of")


@lru_cache(maxsize=100_000)  # most files of a repository import the same
def _of_module(dotted: str) -> str:
    """Return the provider whose client a module is, "" for others."""
    return next((name for start, name in _BY_MODULE if f"{dotted}.".startswith(f"{start}.")
                 or (start.endswith("_google") and dotted.startswith(start))), "")  # fmt: skip


def _by_name(repo: Repo) -> Iterator[Provider]:
    """Find classes of frameworks that are called after a provider, and models that are named with theirs."""
    for program in own_code(repo):
        for item in program.file.imports:
            match = _CLASS.fullmatch(item.name)
            ours = item.level or modules(repo).find(item.dotted, program.path) or "Compatible" in item.name
            if match and not ours and item.used and not item.for_typing:
                name = _SPELLED.get(match[1].lower(), match[1])
                yield Provider(program.place_of(item), name, "the code imports the client of")
        for text in program.file.texts:
            if match := _MODEL.fullmatch(text.value):
                said = next(group for group in match.groups() if group)
                name = _SPELLED.get(said, said.capitalize())
                yield Provider(program.place_of(text), name, "the code names a model of")


def _with_own_address(repo: Repo) -> frozenset[str]:
    """Return the files in which every client of OpenAI is given another address."""
    clients = grouped(
        (found.site.path, any(key in _OWN_ADDRESS for key, _ in found.call.keywords))
        for found in called(repo, *_CLIENTS)
    )
    return frozenset(path for path, given in clients.items() if all(given))


def _by_cloud(repo: Repo) -> Iterator[Provider]:
    for found in called(repo, "client"):
        service = found.call.argument(0, "service_name")
        if found.site.counts and service is not None and str(service.literal).startswith("bedrock"):
            yield Provider(found.site.place, "Bedrock", "asks a model at")


def _by_hub(repo: Repo) -> Iterator[Provider]:
    owner, slash, _ = own_address(repo).lower().partition("/")
    for item in hub_models(repo):
        if slash and item.model.lower().startswith(f"{owner}/"):
            continue  # what the owner publishes is no provider's
        if item.site.counts and item.model and not item.data and " " not in item.model:
            yield Provider(item.place, item.model, _FETCHES)
