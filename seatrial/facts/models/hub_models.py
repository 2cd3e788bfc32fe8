"""Which models and data sets are fetched from a public hub, at which revision, and may they bring code along?"""

from enum import StrEnum
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant, keyword, string_of
from seatrial.facts.code.folders import folders
from seatrial.facts.code.programs import InCode, Site, Sited, called
from seatrial.facts.inference.model_loads import is_instance_call, is_untrained
from seatrial.facts.inference.model_names import How, named_by
from seatrial.facts.models.local_models import stays_here
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.models.endings import STORED
from seatrial.read.regex import regex
from seatrial.repo import Repo

_COMMIT = regex(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HUB_ID = regex(r"(?:hf-hub:)?[\w.-]+/[\w.-]+|[a-z][\w.-]*")
#: Libraries whose ``from_pretrained`` and the like ask the hub.
_LIBRARIES = (
    "transformers", "diffusers", "sentence_transformers", "huggingface_hub", "datasets", "peft", "timm", "open_clip",
    "optimum", "setfit", "tokenizers", "gliner", "adapters", "trl", "unsloth", "vllm", "torch.hub", "modelscope",
    "faster_whisper", "fastembed", "langchain_huggingface", "auto_gptq", "evaluate", "accelerate", "span_marker",
    "flair", "chronos",
)  # fmt: skip
_IN_LIBRARIES = tuple(f"{library}." for library in _LIBRARIES)
#: Those of them whose loaders know no option that lets code from the hub run.
_NO_CODE = ("huggingface_hub.", "tokenizers.", "timm.", "open_clip.", "gliner.", "faster_whisper.", "fastembed.")
#: The last parts of the calls, and the keyword that names what is fetched.
_FETCHERS = {
    "from_pretrained": "pretrained_model_name_or_path", "from_single_file": "pretrained_model_link_or_path",
    "hf_hub_download": "repo_id", "snapshot_download": "repo_id", "cached_download": "url", "load_dataset": "path",
    "SentenceTransformer": "model_name_or_path", "CrossEncoder": "model_name", "pipeline": "model",
    "load": "repo_or_dir", "create_model": "model_name", "HuggingFaceEmbeddings": "model_name", "LLM": "model",
    "WhisperModel": "model_size_or_path", "TextEmbedding": "model_name",
    "load_lora_weights": "pretrained_model_name_or_path_or_dict",
}  # fmt: skip
#: What ``load_dataset`` calls its own readers of local files and addresses.
_READERS = frozenset({
    "json", "csv", "parquet", "text", "imagefolder", "audiofolder", "videofolder", "webdataset", "arrow", "pandas",
    "sql",
})  # fmt: skip
_A_MODEL = regex(
    r"\.(?:from_pretrained|from_config|get_peft_model)(?:\.(?:to|cuda|eval|half|float|merge_and_unload))*$"
)
_FROM_MODEL = regex(r"(?:Optimizer|Quantizer)\.from_pretrained$")
#: Suffixes of files, which no name of a model on a hub has.
_FILES = STORED | {".json", ".csv", ".txt", ".bin", ".parquet", ".py"}


class Revision(StrEnum):
    """How the version of what is fetched is held."""

    COMMIT = "at a fixed commit"
    FLOATING = "at a branch or tag, which can move"
    NONE = "without a revision: whatever the hub holds that day"
    UNKNOWN = "at a revision that is a variable here"


_FOLDER = regex(r"(?:^|_)(?:sub)?folder$")


@dataclass(frozen=True, slots=True)
class HubModel(InCode):
    """One call that fetches a model or a data set from a hub."""

    site: Site
    call: str
    model: str  #: its name on the hub; "" when it is set elsewhere
    revision: Revision
    remote_code: bool = False  #: code from the hub is run
    at: str = ""  #: the commit, branch or tag, as written
    by_caller: bool = False  #: who calls the function around it may name a revision, and by default names none
    data: bool = False  #: it is a data set
    code_unseen: bool = False  #: whether code from the hub is run is a variable, or may come among options, here

    @property
    def what(self) -> str:
        fetched = self.model or f"{'data' if self.data else 'a model'} whose name is a variable here"
        code = ", and runs the code that comes with it" if self.remote_code else ""
        at = "without a revision unless a caller names one" if self.by_caller else self.revision
        return f"{self.call} fetches {fetched} {at}{code}"

    @property
    def pinned(self) -> bool:
        """Whether the next download brings the same bytes."""
        return self.revision is Revision.COMMIT

    @property
    def floating(self) -> bool:
        """Whether a named model is fetched at whatever its branch or tag holds that day."""
        return bool(self.model) and self.revision in (Revision.FLOATING, Revision.NONE)


@fact
def hub_models(repo: Repo) -> tuple[HubModel, ...]:
    """Return the calls that fetch from a public hub, tests apart; local folders are left out."""
    found = (item for item in called(repo, *_FETCHERS) if _asks_hub(item.call) and not _asks_model(item))
    models = (model for item in found if (model := _fetched(repo, item)) is not None)
    return tuple(sorted(models, key=lambda model: model.site))


def _asks_hub(call: Call) -> bool:
    if call.last == "load":
        return call.name == "torch.hub.load"
    if call.last == "create_model":
        return call.name.startswith(("timm.", "open_clip."))
    # optimisers and quantisers are made from a model that is there already
    return call.name.startswith(_IN_LIBRARIES) and not _FROM_MODEL.search(call.name)


def _is_handed(call: Call, given: Value | None) -> bool:
    """Tell a pipeline around a model that another call has fetched: ``pipeline(task, model=model)``."""
    return call.last == "pipeline" and given is not None and bool(_A_MODEL.search(given.name))


def _asks_model(found: Sited) -> bool:
    """Tell a call of what was fetched before, ``self.pipe(text)`` after ``self.pipe = pipeline("ner")``."""
    return is_instance_call(found.program.file, found.call)


def _fetched(repo: Repo, found: Sited) -> HubModel | None:
    file, call = found.program.file, found.call
    given = _given(file, call)
    if _is_handed(call, given):
        return None
    name = string_of(given) or (_set_elsewhere(repo, found, given) if given is not None else "")
    if name and (
        _is_local(repo, name) or _source(call) == "local" or (call.last == "load_dataset" and name in _READERS)
    ):
        return None
    if is_untrained(call):
        return None
    if (given is None and call.last != "pipeline") or stays_here(repo, file, call, given):
        return None
    if given is None:
        name = "the default model of a task"
    trusted = keyword(file, call, "trust_remote_code")
    remote = call.name == "torch.hub.load" or (trusted is not None and trusted.literal is True)
    at, revision = _revision(file, call, name)
    kind = call.keyword("repo_type")
    data = call.last == "load_dataset" or (kind is not None and kind.literal == "dataset")
    unclear = trusted.literal is not None if trusted is not None else call.keyword("**") is None
    unseen = not (remote or unclear or call.name.startswith(_NO_CODE))
    return HubModel(found.site, call.name, name, revision, remote, at, _is_asked(file, call), data, unseen)


def _set_elsewhere(repo: Repo, found: Sited, given: Value) -> str:
    """Return the name that one of several branches gives to a variable, or that a caller hands in; "" for none."""
    file, call = found.program.file, found.call
    chosen = [one.value for one in file.assignments if (one.scope, one.target) == (call.scope, given.text)]
    names = [one.string or (one.text if one.kind == "fstring" and "{" not in one.text else "") for one in chosen]
    if names and all(names):
        return names[0]
    how, text = named_by(repo, file, call, given) if not chosen else (None, "")
    return text if how is How.FIXED and _HUB_ID.fullmatch(text) else ""


def _is_asked(file: PythonFile, call: Call) -> bool:
    """Tell whether the revision is a parameter of the function around the call, or may come among its options."""
    function = file.function(call.scope)
    names = {parameter.name.lstrip("*") for parameter in function.parameters} if function else set()
    given = call.keyword("revision")
    handed = [given] if given is not None else [value for key, value in call.keywords if key == "**"]
    return any(value.kind == "name" and value.text in names for value in handed)


def _given(file: PythonFile, call: Call) -> Value | None:
    """Return what names the model: the first argument, except where that is the task of a pipeline."""
    position = 1 if call.last == "pipeline" else 0
    given = call.argument(position, _FETCHERS[call.last]) or call.keyword("name") or call.keyword("model_name")
    if given is not None and given.kind == "name" and _FOLDER.search(given.text):
        return given  # a folder inside of what is fetched: whatever its default is called, it is no model's name
    return constant(file, call.scope, given) if given is not None else None


def _source(call: Call) -> str:
    source = call.keyword("source")
    return str(source.literal) if source is not None else ""


def _is_local(repo: Repo, name: str) -> bool:
    bare = name.rstrip("/").removeprefix("./")
    inside = bare in repo.entries or bare in folders(repo)
    return inside or not _HUB_ID.fullmatch(name.partition(":")[0]) or PurePosixPath(name).suffix in _FILES


def _revision(file: PythonFile, call: Call, name: str) -> tuple[str, Revision]:
    inline = name.partition(":" if call.name == "torch.hub.load" else "@")[2]
    if inline:
        return _held(inline)
    given = keyword(file, call, "revision")
    if given is not None and given.kind == "name":  # the default of a parameter, by the name of a constant
        given = constant(file, "", given)
    if given is None or given.is_none:
        return "", Revision.NONE
    return _held(given.literal) if isinstance(given.literal, str) else ("", Revision.UNKNOWN)


def _held(at: str) -> tuple[str, Revision]:
    return at, Revision.COMMIT if _COMMIT.fullmatch(at) else Revision.FLOATING
