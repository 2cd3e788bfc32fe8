"""Whose models and services does the code depend on, and are they listed with terms, region and a way out?"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, called, programs
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.facts.models.hub_models import hub_models
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.documents.placeholder import is_placeholder
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Beginnings of module names -> the provider that is asked, and the words by which a register may name it.
_BY_MODULE: Final = (
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
_CLASS: Final = regex(r"(?:Chat)?(OpenAI|Anthropic|Cohere|Mistral|Gemini|Vertex|Bedrock|Groq|Together)(?:AI)?[A-Z]\w+")
_MODEL: Final = regex(
    r"(openai|anthropic|google(?:_genai|_vertexai)?|gemini|vertex_ai|mistral(?:ai)?|cohere|groq|bedrock|together|deepseek)"
    r"[:/][a-z][\w.:-]*\d[\w.:-]*"
)
_SPELLED: Final = {"openai": "OpenAI", "mistralai": "Mistral", "gemini": "Google", "vertex": "Google",
                   "vertex_ai": "Google", "google_genai": "Google", "google_vertexai": "Google"}  # fmt: skip
_OWN_ADDRESS: Final = ("base_url", "openai_api_base", "api_base", "azure_endpoint")
_CLIENTS: Final = ("OpenAI", "AsyncOpenAI", "ChatOpenAI", "OpenAIEmbeddings", "AzureOpenAI", "AzureChatOpenAI",
                   "AsyncAzureOpenAI", "AzureOpenAIEmbeddings")  # fmt: skip
_FILE: Final = regex(
    r"(?:.*[-_.])?(?:providers?|vendors?|suppliers?|sub-?processors?|processors|third[-_]?party[-_]?(?:models?|services?|"
    r"providers?|register)|model[-_]register)\.(?:ya?ml|md|csv|json|toml)",
    re.IGNORECASE,
)
_HEADING: Final = regex(
    r"third[- ]party (?:models?|services?|providers?|apis?|processors?|register)|sub-?processors?|"
    r"(?:external|model|llm|ai|cloud) (?:providers?|vendors?|suppliers?)\b|external (?:models?|services?|apis?)|"
    r"data processors?|vendor (?:assessment|register)|proveedores|auftragsverarbeiter|sous-traitants",
    re.IGNORECASE,
)
_COLUMNS: Final = {
    "terms": regex(r"\bDPA\b|\bBAA\b|\bterms\b|licen[cs]e|contract|agreement|subprocess", re.IGNORECASE),
    "region": regex(r"\bregion\b|\bEU\b|\bUS\b|\beu-|\bus-|europe|germany|ireland|location|residency", re.IGNORECASE),
    "retention": regex(r"retention|retain|training[-_ ]opt|opt[-_ ]?out|not used for training|zero[- ]data|\bdays\b",
                       re.IGNORECASE),
    "exit": regex(r"fallback|\bexit\b|alternative|replac|switch to|second source|successor", re.IGNORECASE),
}  # fmt: skip
_REVIEWED: Final = regex(r"review(?:ed)?(?:[-_ ](?:on|date|at))?\W{1,5}(20\d\d-[01]\d-[0-3]\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, or one model of others, that own code depends on."""

    place: Place
    name: str  #: as a register would call it
    how: str  #: how the code gets to it
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        """Who is asked, in one sentence."""
        return f"{self.how} {self.name}"

    def named_in(self, text: str) -> bool:
        """Tell whether a text names it: the provider, or the model by its name with or without its owner."""
        lowered = text.lower()
        return any(part in lowered for part in (self.name.lower(), self.name.rpartition("/")[2].lower()))


@dataclass(frozen=True, slots=True)
class Register:
    """A file or section that lists providers."""

    path: str
    line: int
    text: str
    columns: tuple[str, ...]  #: what it gives about them
    reviewed: date | None = None

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.path, self.line)

    @property
    def what(self) -> str:
        """What it gives, in one sentence."""
        return f"a list of providers with {', '.join(self.columns) or 'their names only'}"

    def fresh(self, today: date) -> bool:
        """Tell whether it was reviewed in the last twelve months."""
        return self.reviewed is not None and today - timedelta(days=365) <= self.reviewed <= today


@fact
def providers(repo: Repo) -> tuple[Provider, ...]:
    """Return the providers and the models of others that own code gets to, each at its first place; no tests."""
    found: dict[str, Provider] = {}
    for item in (*_by_client(repo), *_by_module(repo), *_by_name(repo), *_by_cloud(repo), *_by_hub(repo)):
        found.setdefault(item.name, item)
    return tuple(sorted(found.values(), key=lambda item: (item.place, item.name)))


@fact
def registers(repo: Repo) -> tuple[Register, ...]:
    """Return the files and sections that list providers, the fullest first."""
    found = [register for document in documents(repo) for passage in passages_of(document, _HEADING)
             if (register := _of_passage(passage))]  # fmt: skip
    found += [register for path in repo.paths if (register := _of_file(repo, path))]
    return tuple(sorted(found, key=lambda item: (-len(item.columns), item.path, item.line)))


def _by_client(repo: Repo) -> Iterator[Provider]:
    """A client of OpenAI with an address of its own asks whoever listens there, which is not OpenAI."""
    for found in called(repo, *_CLIENTS):
        if not found.site.counts:
            continue
        if found.call.last.startswith(("Azure", "AsyncAzure")):
            yield Provider(found.site.place, "Azure", "asks a model at")


def _by_module(repo: Repo) -> Iterator[Provider]:
    elsewhere = _with_own_address(repo)
    for program in _own(repo):
        for item in program.file.imports:
            dotted = item.dotted
            name = next((name for start, name in _BY_MODULE if f"{dotted}.".startswith(f"{start}.")
                         or (start.endswith("_google") and dotted.startswith(start))), "")  # fmt: skip
            if name and item.used and not item.for_typing and not (name == "OpenAI" and program.path in elsewhere):
                yield Provider(Place(program.path, item.line), name, "the code imports the client of")


def _by_name(repo: Repo) -> Iterator[Provider]:
    """Find classes of frameworks that are called after a provider, and models that are named with theirs."""
    for program in _own(repo):
        for item in program.file.imports:
            match = _CLASS.fullmatch(item.name)
            if match and not item.module.startswith(".") and item.used and "Compatible" not in item.name:
                name = _SPELLED.get(match[1].lower(), match[1])
                yield Provider(Place(program.path, item.line), name, "the code imports the client of")
        for text in program.file.texts:
            if match := _MODEL.fullmatch(text.value):
                name = _SPELLED.get(match[1], match[1].capitalize())
                yield Provider(Place(program.path, text.line), name, "the code names a model of")


def _with_own_address(repo: Repo) -> frozenset[str]:
    """Return the files in which every client of OpenAI is given another address."""
    clients: dict[str, list[bool]] = {}
    for found in called(repo, *_CLIENTS):
        given = any(key in _OWN_ADDRESS for key, _ in found.call.keywords)
        clients.setdefault(found.site.path, []).append(given)
    return frozenset(path for path, given in clients.items() if all(given))


def _by_cloud(repo: Repo) -> Iterator[Provider]:
    for found in called(repo, "client"):
        service = found.call.argument(0, "service_name")
        if found.site.counts and service is not None and str(service.literal).startswith("bedrock"):
            yield Provider(found.site.place, "Bedrock", "asks a model at")


def _by_hub(repo: Repo) -> Iterator[Provider]:
    for item in hub_models(repo):
        if item.site.counts and item.model and not item.call.endswith("load_dataset") and " " not in item.model:
            yield Provider(item.place, item.model, "the code fetches the model")


def _own(repo: Repo) -> Iterator[Program]:
    return (program for program in programs(repo) if program.role is Role.OWN and not program.notebook)


def _of_passage(passage: Passage) -> Register | None:
    if passage.placeholder or passage.words < 8:
        return None
    return _register(passage.path, passage.sections[0].line, passage.text)


def _of_file(repo: Repo, path: str) -> Register | None:
    pure = PurePosixPath(path)
    if not _FILE.fullmatch(pure.name) or role(repo, path) not in (Role.OWN, Role.DOCS):
        return None
    try:
        text = repo.text(path, limit=200_000)
    except Unreadable:
        return None
    return None if is_placeholder(text) else _register(path, 1, text)


def _register(path: str, line: int, text: str) -> Register:
    columns = tuple(name for name, pattern in _COLUMNS.items() if pattern.search(text))
    match = _REVIEWED.search(text)
    return Register(path, line, text, columns, _day(match[1]) if match else None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
