"""Where does the code run a model, ask a language model, or search embeddings?"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import Defined, contents_of, defined, meaning
from seatrial.facts.code.handed_calls import run_by
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, READY_MODELS, belongs
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.inference.held_models import runs_what_it_holds
from seatrial.facts.inference.inference_words import (
    ASIDE,
    ASKING_ENDS,
    ASKS,
    CERTAIN,
    CHAINS,
    CLOUD,
    CLOUD_MODELS,
    ENGINE,
    ENGINE_ASKS,
    KEPT_BY_APPLICATION,
    MESSENGERS,
    MODEL_NAME,
    NO_LANGUAGE,
    OVER_TABLES,
    PIPELINE,
    PIPELINE_RUNS,
    REMOTE_MODELS,
    RUNS,
    SEARCHES,
    SETS_UP,
    TALKER,
    TALKS_BY,
    WORKS,
)
from seatrial.facts.inference.lookups_by_vectors import SIMILAR, looks_up, may_look_up
from seatrial.facts.inference.made_clients import asks_what_was_made
from seatrial.facts.inference.model_loads import is_instance_call, loading_functions
from seatrial.facts.inference.model_variables import Surroundings, made_model, prepares, surroundings, without_index
from seatrial.facts.inference.native_models import makes_an_element, runs_a_native_model
from seatrial.facts.inference.posted_messages import may_post, posts_messages, posts_to_a_server
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Methods that only models have, whatever the file that calls them imports.
_UNMISTAKABLE = frozenset({
    "predict_proba", "predict_log_proba", "decision_function", "get_text_embedding", "get_text_embedding_batch",
    "get_query_embedding", "embed_documents", "aembed_documents",
})  # fmt: skip
#: Methods that only a recognizer of speech, or of script, has, whatever it is called.
_RECOGNIZES = frozenset({"AcceptWaveform", "GetUTF8Text", "GetHOCRText", "GetTSVText"})
#: By which a pipeline of a library for recommendations is run, and functions that run one which they are handed.
_RUN_WHOLE = frozenset({"run", "run_all"})
_OF_RECOMMENDERS = "lenskit.pipeline."
_RECOMMENDS = frozenset({"lenskit.recommend", "lenskit.predict", "lenskit.score"})
#: Methods that only a language model in this process has.
_COMPLETES = frozenset({"create_chat_completion", "create_chat_completion_openai_v1"})
#: Entries that a client looks up at a provider: its models, its files; nothing is asked of a model.
_MANAGED = regex(r"\.(?:models|providers|files|batches|jobs|assistants|threads|shields|vector_stores)\.a?retrieve$")
_CERTAIN_ANYWHERE = CERTAIN | _UNMISTAKABLE | _RECOGNIZES
#: Objects that decide by limits which somebody set: ``service.thresholds.classify(score)`` asks no model.
_BY_LIMITS = caseless(r"(?:^|[._])(?:thresholds?|limits?|cut_?offs?|bands?|rules?)\.\w+$")
#: Imports of own code from a file to what works with models: a router, its service, the package of models, a store.
_NEAR = 4
_BEGINNINGS = (*SIMILAR, *WORKS)
#: Last parts of the names of calls that are looked at; others run a model only when their object is one.
_WORDS = (
    RUNS
    | CERTAIN
    | _UNMISTAKABLE
    | ASKS
    | SEARCHES
    | CLOUD
    | CLOUD_MODELS
    | PIPELINE_RUNS
    | _COMPLETES
    | _RECOGNIZES
    | OVER_TABLES.keys()
    | _RUN_WHOLE
    | {name.rpartition(".")[2] for name in _RECOMMENDS}
    | {*(word for _, words in REMOTE_MODELS for word in words)}
    | {end.rpartition(".")[2] for end in ASKING_ENDS}
)


class Runs(StrEnum):
    """What answers a call."""

    MODEL = "model"  #: a model in this process
    REMOTE_MODEL = "remote-model"  #: a model behind an inference server or a cloud endpoint
    LLM = "llm"  #: a language model: hosted, behind a framework, or loaded as one
    RETRIEVAL = "retrieval"  #: a store of embeddings


@dataclass(frozen=True, slots=True)
class InferenceCall:
    """One call that runs a model."""

    place: Place
    what: str
    path: str
    scope: str  #: qualified name of the function it stands in, "" at module level
    runs: Runs
    call: Call
    confidence: Confidence = Confidence.VERIFIED


@fact
def inference_calls(repo: Repo) -> tuple[InferenceCall, ...]:
    """Return the calls that run a model, outside tests, in the order of their places."""
    files = files_outside_tests(repo)
    return tuple(found for file in files for found in _in_file(repo, file))


@fact
def inference_by_path(repo: Repo) -> Mapping[str, tuple[InferenceCall, ...]]:
    """Return the inference calls of each file."""
    return grouped((call.path, call) for call in inference_calls(repo))


def _in_file(repo: Repo, file: PythonFile) -> Iterator[InferenceCall]:
    around = surroundings(file)
    for call in map(run_by, file.calls):
        named = call.last in _WORDS or call.last.startswith(_BEGINNINGS) or may_post(call)
        native = runs_a_native_model(file, call)
        held = call.written[:5] == "self." and runs_what_it_holds(file, call)
        if not (named or native or held or around.ready or _is_model(call, around) or _is_chain(file, call)):
            continue
        if around.llm and _MANAGED.search(call.written):
            continue
        sure = Confidence.VERIFIED if held or (native and makes_an_element(call)) else Confidence.LIKELY
        runs, confidence = (Runs.MODEL, sure) if native or held else _judged(repo, file, call, around)
        if runs:
            what = f"{call.scope or 'the module'} calls {call.written or call.name}"
            yield InferenceCall(
                Place(file.path, call.line, call.column), what, file.path, call.scope, runs, call, confidence
            )  # fmt: skip


def _is_chain(file: PythonFile, call: Call) -> bool:
    """Tell whether a chain that a function of LangChain made is called, by the name it was given."""
    if not CHAINS.fullmatch(call.name) or not call.written.isidentifier():
        return False
    return any(made.target == call.written for made in file.calls)


def _is_model(call: Call, around: Surroundings) -> bool:
    return bool(around.models) and without_index(call.written) in around.models


def _judged(repo: Repo, file: PythonFile, call: Call, around: Surroundings) -> tuple[Runs | None, Confidence]:
    """Say what answers a call and how sure that is; None when it runs no model."""
    made = _is_chain(file, call) or asks_what_was_made(repo, file, call)
    if made or _asks(call, around) or posts_messages(file, call):
        speaks = not NO_LANGUAGE.search(f".{call.written}")
        return (Runs.LLM if speaks else Runs.REMOTE_MODEL), Confidence.VERIFIED
    if _asks_elsewhere(repo, file, call):
        return Runs.REMOTE_MODEL, Confidence.VERIFIED
    over_a_table = call.last in OVER_TABLES and call.name.startswith(OVER_TABLES[call.last])
    if over_a_table or _recommends(repo, file, call):
        return Runs.MODEL, Confidence.VERIFIED
    if call.last in _COMPLETES and around.ml:
        return Runs.LLM, Confidence.VERIFIED
    if around.generates and call.last in PIPELINE_RUNS and PIPELINE.search(call.written):
        return Runs.LLM, Confidence.LIKELY  # a pipeline of components, one of which is a language model
    if looks_up(call, around.by_vectors):
        return Runs.RETRIEVAL, Confidence.VERIFIED
    aside = _talks(call, around) or _BY_LIMITS.search(call.written) or prepares(file, call)
    sure = None if aside else _runs_model(repo, file, call, around)
    if sure:
        return Runs.MODEL, sure
    return _perhaps(call, around), Confidence.LIKELY


def _recommends(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether a whole pipeline of recommendations is run, whose parts are put together elsewhere."""
    if call.name in _RECOMMENDS:
        return True
    return call.last in _RUN_WHOLE and _made_as(repo, file, call).startswith(_OF_RECOMMENDERS)


def _made_as(repo: Repo, file: PythonFile, call: Call) -> str:
    """Return what the owner's function that made the object of a call says it returns; "" where nothing is said."""
    found = _maker(repo, file, call)
    return found.function.returns if found is not None and found.function is not None else ""


def _maker(repo: Repo, file: PythonFile, call: Call) -> Defined | None:
    """Return the owner's function or class that made the object of a call, in the function around it."""
    owner, inside = call.written.rpartition(".")[0], contents_of(repo, file)
    few = min(inside.makers.get(owner, ()), inside.calls.get(call.scope, ()), key=len)
    made = next((one for one in few if one.target == owner and one.scope == call.scope), None) if owner else None
    return defined(repo, file.path, made.name, made.written) if made is not None else None


def _talks(call: Call, around: Surroundings) -> bool:
    """Tell whether a chain, an agent or a language model that the code was handed is asked, by its name."""
    return around.llm and call.last in TALKS_BY and bool(TALKER.search(call.written.rpartition(".")[0]))


def _perhaps(call: Call, around: Surroundings) -> Runs | None:
    if _talks(call, around):
        return Runs.LLM
    if around.llm and call.last in ASKS and MODEL_NAME.search(call.written.rpartition(".")[0]):
        return Runs.LLM
    return Runs.RETRIEVAL if around.stores and may_look_up(call) else None


def _asks(call: Call, around: Surroundings) -> bool:
    if MESSENGERS.match(call.name):
        return False
    if call.name.endswith(ASKING_ENDS) or call.written.endswith(ASKING_ENDS):
        return True
    if call.last in CLOUD and _is_cloud_client(call):
        return True
    if call.last in ENGINE_ASKS and around.llm and ENGINE.search(call.written.rpartition(".")[0]):
        return True
    if call.name.rpartition(".")[0].endswith("Tool"):
        return False  # what a language model may call is no such model: ``AsyncBaseTool.acall``
    return call.last in ASKS and "." in call.name and belongs(call.name, LLM_CLIENTS) and around.llm


def _is_cloud_client(call: Call) -> bool:
    return "boto3" in call.name or "client" in call.written or "bedrock" in call.written


def _asks_elsewhere(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether a call runs a model on an inference server or behind an endpoint of a cloud."""
    known = any(call.name.startswith(start) and call.last in ends for start, ends in REMOTE_MODELS)
    return known or (call.last in CLOUD_MODELS and _is_cloud_client(call)) or posts_to_a_server(repo, file, call)


def _runs_model(repo: Repo, file: PythonFile, call: Call, around: Surroundings) -> Confidence | None:
    written = without_index(call.written)
    owner, _, last = written.rpartition(".")
    if written in around.models and (is_instance_call(file, call) or written.endswith("]")):
        return Confidence.VERIFIED
    made = owner in around.models or made_model(call.name.rpartition(".")[0])
    if last in RUNS and owner and (made or _is_loaded_by_own(repo, file, call)):
        return Confidence.VERIFIED
    if _ready(call) and meaning(repo, file.path, call.name, call.written) is None:
        return Confidence.VERIFIED
    if last in _CERTAIN_ANYWHERE and owner not in ("self", "cls", "super()"):
        if last in _RECOGNIZES:
            return Confidence.VERIFIED
        if not MODEL_NAME.search(owner):
            return Confidence.LIKELY
        known = around.ml or last in _UNMISTAKABLE or _gets_models(repo, file.path)
        return Confidence.VERIFIED if known else Confidence.LIKELY
    # a module of tables is called app.models as well: what stands in it is defined here
    kept = last.startswith(WORKS) and KEPT_BY_APPLICATION.search(owner) and _is_of_others(repo, file, call)
    named = around.ml and last in RUNS and (MODEL_NAME.search(owner) or (last == "run" and "sess" in owner))
    return Confidence.LIKELY if kept or named else None


def _is_of_others(repo: Repo, file: PythonFile, call: Call) -> bool:
    return defined(repo, file.path, call.name, call.written) is None


def _is_loaded_by_own(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether the object of a call is what a function of the owner's brought that only loads a model."""
    found = _maker(repo, file, call)
    return found is not None and (found.path, found.name) in loading_functions(repo)


def _gets_models(repo: Repo, path: str) -> bool:
    """Tell whether a file imports own code that works with models, so that what it calls a model is one."""
    imported, near = imported_files(repo), {path}
    for _ in range(_NEAR):
        near |= {other for one in near for other in imported.get(one, ())}
    return not _with_models(repo).isdisjoint(near)


@fact
def _with_models(repo: Repo) -> frozenset[str]:
    """Return the files that import a library of machine learning, or load a model, outside tests."""
    return frozenset(file.path for file in python_files(repo) if surroundings(file).ml)


def _ready(call: Call) -> bool:
    """Tell whether a function of a library of ready-made models is called, one that runs them."""
    sets_up = call.last in SETS_UP or call.last.startswith("set_")
    if not belongs(call.name, READY_MODELS) or sets_up or not call.last[:1].islower():
        return False
    return ASIDE.isdisjoint(call.name.split("."))
