"""Where do programs in TypeScript, JavaScript and Go ask a language model, or search embeddings?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.foreign.programs import by_path, followed
from seatrial.facts.foreign.spots import leads_to
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Ends of calls that ask a language model whatever client they are called of.
_ENDS = regex(
    r"(?:^|\.)(?:chat\.completions\.(?:create|parse|stream)|beta\.chat\.completions\.\w+|responses\.(?:create|stream|parse)"
    r"|messages\.(?:create|stream)|Chat\.Completions\.New(?:Streaming)?|Responses\.New(?:Streaming)?"
    r"|Messages\.New(?:Streaming)?|CreateChatCompletion(?:Stream)?|CreateCompletion(?:Stream)?|CreateMessages(?:Stream)?"
    r"|generateContent(?:Stream)?|GenerateContent(?:Stream)?|GenerateFromSinglePrompt|InvokeModel(?:WithResponseStream)?"
    r"|Converse(?:Stream)?|(?:InvokeModel(?:WithResponseStream)?|Converse(?:Stream)?)Command|chat\.complete|chatStream)$"
)
#: Calls of packages, by the beginnings of the names of those.
_OF_PACKAGES = (
    (("ai.", "ai/rsc.", "@ai-sdk/rsc."),
     regex(r"(?:generate|stream)(?:Text|Object|UI)|generate|stream|respond|experimental_\w+")),
    (("@langchain/", "langchain/", "langchain."), regex(r"invoke|stream|batch|call|predict|streamEvents|generate")),
    (("github.com/tmc/langchaingo",), regex(r"Call|Run|Predict|Generate|GenerateContent|GenerateFromSinglePrompt")),
    (("ollama", "github.com/ollama/ollama/api."), regex(r"chat|generate|Chat|Generate")),
    (("genkit", "@genkit-ai/", "github.com/firebase/genkit"), regex(r"generate(?:Stream)?|Generate(?:Text)?|prompt")),
    (("openai", "cohere-ai", "replicate", "groq-sdk", "@mistralai/", "@anthropic-ai/", "@huggingface/", "@google/"),
     regex(r"chat|chatStream|complete|run|chatCompletion(?:Stream)?|textGeneration|sendMessage(?:Stream)?|stream")),
    (("github.com/cloudwego/eino",), regex(r"Generate|Stream|Invoke")),
    (("@openai/agents", "@mastra/", "llamaindex"), regex(r"run|generate|stream|chat|query")),
)  # fmt: skip
#: Entries of what is sent to a language model; ``**`` may be any of them.
_ASKING = frozenset({"model", "messages", "input", "prompt", "max_tokens", "**"})
#: Frameworks whose chains, agents and graphs are made in one function and asked in another.
_FRAMEWORKS = (
    "@langchain/", "langchain", "llamaindex", "@llamaindex/", "@mastra/", "genkit", "github.com/tmc/langchaingo",
)  # fmt: skip
_CHAINED = frozenset({"invoke", "stream", "streamEvents", "streamLog", "call", "run", "batch", "chat", "query"})
#: What the owner's own wrapper of a model is asked by, as the package ``ai`` calls it.
_WRAPPED = frozenset({"generateText", "streamText", "generateObject", "streamObject"})
_MODEL = caseless(r"llm|model|provider|\bai\b")
_SEARCHES = regex(r"similaritySearch\w*|SimilaritySearch|maxMarginalRelevanceSearch")
#: Addresses at which a language model is asked by a plain request.
_ADDRESS = regex(
    r"/v1(?:beta)?/(?:chat/completions|messages|responses|models/[^/\s]+:(?:stream)?[gG]enerateContent)|/api/(?:generate|chat)$"
    r"|openai/deployments/|:(?:stream)?[gG]enerateContent"
)
_HOSTS = regex(
    r"api\.(?:openai|anthropic|mistral|groq|deepseek|cohere|together|perplexity|x)\.\w+|openrouter\.ai|localhost:11434"
)
_SENDS = regex(r"(?:^|\.)(?:fetch|post|request|Post|NewRequest(?:WithContext)?|axios|got|ky)$")


@fact
def foreign_asks(repo: Repo) -> tuple[InferenceCall, ...]:
    """Return the calls that ask a language model or a store of embeddings, by place."""
    return tuple(found for file in followed(repo) for found in (*_in_file(file), *_of_makers(repo, file)))


@fact
def asks_by_path(repo: Repo) -> Mapping[str, tuple[InferenceCall, ...]]:
    """Return these calls by the path of their program."""
    return grouped((one.path, one) for one in foreign_asks(repo))


def _in_file(file: ForeignFile) -> Iterator[InferenceCall]:
    for call in file.calls:
        runs = _runs(file, call)
        if runs is not None:
            what = f"{call.scope or 'the module'} calls {call.written}"
            yield InferenceCall(
                Place(file.path, call.line), what, file.path, call.scope, runs, call, Confidence.VERIFIED
            )


def _of_makers(repo: Repo, file: ForeignFile) -> Iterator[InferenceCall]:
    """Yield the calls of what a function of the owner makes with a framework: ``makeChain().invoke(question)``."""
    for call in file.calls:
        made = call.name.rpartition(".")[0]
        if call.last in _WRAPPED and _MODEL.search(call.written.rpartition(".")[0]) and not made.startswith("ai."):
            yield _likely(file, call)
            continue
        if call.last not in _CHAINED or "." not in call.written or made.startswith(_FRAMEWORKS):
            continue
        spot = leads_to(repo, file.path, call.scope, made)
        if spot and any(one.module.startswith(_FRAMEWORKS) for one in by_path(repo)[spot.path].imports):
            yield _likely(file, call)


def _likely(file: ForeignFile, call: Call) -> InferenceCall:
    what = f"{call.scope or 'the module'} calls {call.written}"
    place = Place(file.path, call.line)
    return InferenceCall(place, what, file.path, call.scope, Runs.LLM, call, Confidence.LIKELY)


def _runs(file: ForeignFile, call: Call) -> Runs | None:
    if _SEARCHES.fullmatch(call.last):
        return Runs.RETRIEVAL
    if call.last in ("Error", "ChatCompletionRequest") or call.last.startswith("use"):
        return None
    if _ENDS.search(call.name) and not call.name.startswith(("@prisma", "prisma")) and not _is_thread(call):
        return Runs.LLM
    for starts, words in _OF_PACKAGES:
        if (
            call.name.startswith(starts)
            and words.fullmatch(call.last)
            and not ("new" in call.inside and call.last[:1].isupper())
        ):
            return Runs.LLM
    return Runs.LLM if _sends(file, call) else None


def _is_thread(call: Call) -> bool:
    """Tell a message that is only put down in a thread from one that is answered."""
    if not call.written.endswith("messages.create"):
        return False
    return "threads." in call.written or _ASKING.isdisjoint(key for key, _ in call.keywords)


def _sends(file: ForeignFile, call: Call) -> bool:
    """Tell a plain request that is sent to the address of a language model."""
    if not _SENDS.search(call.written) or not call.args:
        return False
    near = [text.value for text in file.texts if text.line in range(call.line, (call.end_line or call.line) + 1)]
    named = {item.text for item in call.args if item.kind == "name"}
    near += [item.value.string or item.value.text for item in file.assignments if item.target in named]
    return any(_ADDRESS.search(text) and (_HOSTS.search(text) or "model" in _said(file, call)) for text in near)


def _said(file: ForeignFile, call: Call) -> str:
    return " ".join(key for item in file.calls if item.scope == call.scope for key, _ in item.keywords)
