"""Does a component only stand between its callers and models of others, so that no answer is its own?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.inference.prompts import prompts
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.people.conversions import self_descriptions
from seatrial.facts.serving.people.perception import completes
from seatrial.facts.signs import inferences, retrievers, tools
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

#: Why what is asked about judgements is not asked of a gateway.
ONLY_HANDS_ON = "it hands on what its callers ask models of others, and judges nobody itself"
#: How programs call themselves that stand between callers and models of others.
_BETWEEN = caseless(
    r"\bgateway\b|\b(?:llm|ai|model|openai|api)[- ](?:router|proxy|load[- ]balanc\w+)\b"
    r"|\b(?:proxy|bridge) (?:for|to|between)\b"
)
#: The body of a request, as frameworks hand it over.
_OF_CALLER = regex(r"\bRequest\.|\bmodel_dump|\bget_json|\bget_data")
_SPEAKS = frozenset({"system", "developer", "user"})  #: for whom a program writes a message itself
#: Libraries by which an application makes what it asks: steps, tools and texts of its own.
_COMPOSES = frozenset({
    "agents", "autogen", "crewai", "dspy", "google.adk", "haystack", "langchain", "langchain_core", "langgraph",
    "llama_index", "pydantic_ai", "semantic_kernel", "smolagents",
})  # fmt: skip


@fact
def hands_on(component: Component) -> bool:
    """Tell a gateway: it offers the routes that clients of language models know, runs no model, and calls itself one.

    One that adds no text, no document and no tool to what it is asked is one too, whatever it calls itself.
    """
    loaded = component.of(model_loads(component.repo))
    if not completes(component) or own_trainings(component) or loaded:
        return False
    texts = (text for _, text in self_descriptions(component))
    return any(map(_BETWEEN.search, (*texts, component.repo.name))) or _adds_nothing(component)


def _adds_nothing(component: Component) -> bool:
    """Tell whether what is asked goes on as it came, to those who answer and to nothing else."""
    files = [file for file in own_files(component.repo) if file.path in component]
    composes = any(one.package in _COMPOSES for file in files for one in file.imports)
    composes = composes or any(text.value in _SPEAKS for file in files for text in file.texts)
    asked = inferences(component)
    written = any(one.place.path in component for one in prompts(component.repo))
    adds = written or composes or retrievers(component) or tools(component)
    return bool(asked) and not adds and all(map(_hands_on, asked))


def _hands_on(one: InferenceCall) -> bool:
    """Tell whether a call asks others with what came: a request as a whole, or messages that are not written here."""
    if one.runs is Runs.REMOTE_MODEL:
        sent = [value for name in ("json", "data", "content") if (value := one.call.keyword(name))]
        return bool(sent) and all(_OF_CALLER.search(value.name) for value in sent)
    return one.runs is Runs.LLM and not _writes(one.call)


def _writes(call: Call) -> bool:
    """Tell whether a call is handed a text that is written for it, alone or in a list of messages."""
    given = (call.keyword(name) for name in ("messages", "prompt", "input", "system", "instructions", "contents"))
    return any(value is not None and value.kind in ("list", "fstring", "literal") for value in given)
