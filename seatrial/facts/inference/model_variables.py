"""What does a file import of machine learning, and which of its names hold a model?"""

from functools import lru_cache

from seatrial.facts.code.handed_calls import run_by
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, READY_MODELS, VECTOR_STORES, belongs, is_ml
from seatrial.facts.inference.inference_words import ASIDE, GENERATORS
from seatrial.facts.inference.lookups_by_vectors import BY_VECTORS
from seatrial.facts.inference.model_loads import makes_model
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex

_INDEX = regex(r"\[[^\[\]]*\]")
#: What rows are prepared by, as it is called.
_PREPARES = caseless(r"preproc|scaler|encoder|transformer|imput|normali[sz]|prep_?pipe|binari[sz]")
#: What turns the names of classes into numbers, and back.
_LABELS = caseless(r"label_?(?:binari[sz]er|encoder)|(?:^|[._])mlb$")
#: What puts a model into a pipeline of spaCy that was begun empty, and only takes texts apart till then.
_FILLS = ("add_pipe", "from_disk", "from_bytes", "initialize", "begin_training", "resume_training")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file imports, and which of its names hold a model."""

    ml: bool  #: a library of machine learning is imported, or a model is loaded
    llm: bool  #: a client of language models is imported
    stores: bool  #: a store of embeddings is imported
    generates: bool  #: a component is imported that asks a language model within a pipeline
    ready: bool  #: a library of ready-made models is imported
    models: frozenset[str]  #: names that hold a model
    by_vectors: frozenset[str]  #: functions that name what only a store of embeddings is asked by


def surroundings(file: PythonFile) -> Surroundings:
    """Return what stands around the calls of a file."""
    modules = [f"{found.module}.{found.name}" if found.name else found.module for found in file.imports]
    kept = {call.target for call in file.calls if call.target and made_model(run_by(call).name)}
    kept |= {item.target for item in file.assignments if item.value.kind == "call" and made_model(item.value.name)}
    kept |= {f"{item.target}[]" for item in file.assignments if item.value.kind == "dict" and _holds_models(item.value)}
    kept |= _filled(file)
    if not {"backward", "step"} <= {call.last for call in file.calls}:
        # a net that is given its weights, and not trained here, is there to answer; a heat map goes backwards as well
        kept |= {call.written.rpartition(".")[0] for call in file.calls if call.last == "load_state_dict"}
    return Surroundings(
        any(map(is_ml, modules)) or any(made_model(run_by(call).name) for call in file.calls),
        any(belongs(module, LLM_CLIENTS) for module in modules),
        any(belongs(module, VECTOR_STORES) for module in modules),
        any(map(GENERATORS.search, modules)),
        any(belongs(module, READY_MODELS) for module in modules),
        frozenset(without_index(target) for target in kept if target),
        frozenset(text.scope for text in file.texts if text.value in BY_VECTORS),
    )


def without_index(written: str) -> str:
    """Return a name as it is, an element as ``models[]`` whatever it is looked up by."""
    return _INDEX.sub("[]", written) if "[" in written else written


def _filled(file: PythonFile) -> set[str]:
    """Return the names of pipelines that are begun empty, ``spacy.blank("en")``, and are given a model later."""
    begun = {call.target for call in file.calls if call.name == "spacy.blank" and call.target}
    fills = [call for call in file.calls if call.last in _FILLS] if begun else []
    return begun & {call.written.rpartition(".")[0] for call in fills if not _by_rules(file, call)}


def _by_rules(file: PythonFile, call: Call) -> bool:
    """Tell a step that ends sentences at full stops: ``nlp.add_pipe("sentencizer")``."""
    lines = range(call.line, (call.end_line or call.line) + 1)
    return any(text.value == "sentencizer" and text.line in lines for text in file.texts)


def _holds_models(value: Value) -> bool:
    return any(one.kind == "call" and made_model(one.name) for _, one in value.keywords)


@lru_cache(maxsize=100_000)  # the same few thousand names are called a hundred thousand times
def made_model(name: str) -> bool:
    """Tell whether a value made by this call is a whole model, no layer, tokenizer or optimiser."""
    return makes_model(name) and "okenizer" not in name and "rocessor" not in name and ASIDE.isdisjoint(name.split("."))


def prepares(file: PythonFile, call: Call) -> bool:
    """Tell whether rows are only prepared: ``scaler.transform(x_test)`` in the function that fits the scaler.

    Its answer is no answer of a model; where a preparation is loaded, what follows asks one, but for the names of
    classes: they are what a model is compared with.
    """
    owner, _, last = call.written.rpartition(".")
    if last != "transform":
        return False
    if _LABELS.search(owner):
        return True
    if not _PREPARES.search(owner):
        return False
    fits = {f"{owner}.fit", f"{owner}.fit_transform"}
    return any(other.written in fits and other.scope == call.scope for other in file.calls)
