"""Is the model that is loaded proved to be the one that was approved?"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.programs import Site, own_code
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import ModelLoad, holds_vectors, model_loads, prepares_inputs
from seatrial.facts.inference.model_names import named_by
from seatrial.facts.models.digests import NAMES_DIGEST, is_checked, is_weakly_checked
from seatrial.facts.models.hub_models import HubModel, Revision, hub_models
from seatrial.facts.models.loaders import FETCHES_BY_ADDRESS
from seatrial.facts.models.settings_commits import asks_settings, settings_commits
from seatrial.facts.models.stated_signatures import signature_of
from seatrial.facts.models.stored_paths import file_name, is_stored, stored_path
from seatrial.facts.product.lessons import lessons
from seatrial.facts.product.main_work import Work, work_of
from seatrial.facts.product.parts import Part, rank_of
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.training.training import training_paths
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Confidence, Place
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.model.signatures import Signature, Standing
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_FIXED = regex(r"models:/[^/@]+/\d+|:v\d+(\.\d+)*$|runs:/[0-9a-f]{32}")
_MOVES = regex(r"models:/|@\w+$|:latest$")
#: Libraries that compare the digest of their own models before they load them.
_SELF_CHECKED = ("whisper.load_model", "clip.load")
#: "en_core_web_sm": a package of spaCy by its language; whatever else is loaded there is a folder.
_PACKAGE = regex(r"[a-z]{2,3}_\w+")
#: Libraries that keep versions of models, and load one by its address.
_REGISTRIES = ("mlflow.", "bentoml.", "wandb.", "hsml.")
#: What makes inputs ready for a model on a hub, and is none.
_MAKES_READY = regex(r"(?:Tokeni[sz]er\w*|Processor|FeatureExtractor|Config)\.from_pretrained$|^tokenizers\.")
_FETCHES = caseless(r"download|fetch|retrieve|ensure|resolve|pull")


class Proof(Ordered):
    """How sure it is that what is loaded is what was meant, the least first."""

    NONE = "none"  #: whatever its place holds that day
    NAMED = "named"  #: a file of the repository, a version that somebody may move, a weak digest
    PROVED = "proved"  #: a digest, a commit, or a version that never changes


@dataclass(frozen=True, slots=True)
class LoadProof:
    """One load of a model, and what shows that it loads the right one."""

    place: Place
    what: str
    proof: Proof
    fetched: bool = False  #: it comes from a hub, and not with the image or from a file
    confidence: Confidence = Confidence.VERIFIED
    signature: Signature | None = None  #: that is stated of the files it loads
    addressed: bool = False  #: it is fetched from an address that the code names
    prepares: bool = False  #: its names say that it makes the inputs ready, and is no model: a scaler, names of columns
    by_caller: bool = False  #: who calls the code may name a revision
    registered: bool = False  #: a registry is asked for it, by a version or a stage
    packaged: bool = False  #: it is a package, which is installed with the others
    in_git: bool = False  #: it lies beside the code


@fact
def load_proofs(component: Component) -> tuple[LoadProof, ...]:
    """Return each load of a model in code that runs, those behind endpoints alone when there are any.

    What a deployment starts comes first.
    """
    answering = {item.load.place for item in load_moments(component)}
    repo, fetched = component.repo, _fetched(component)
    every = [load for load in component.of(model_loads(repo)) if _counts(component, load)]
    every = [load for load in every if load.confidence is Confidence.VERIFIED] or every
    # what a training goes on from is no model that answers, where another load is
    every = [load for load in every if load.path not in training_paths(repo)] or every
    mine = [load for load in every if load.place in answering] or every
    found = [_proved(repo, load, fetched.get((load.path, load.place.line))) for load in mine]
    known = {(item.place.path, item.place.line) for item in found}
    if not answering:
        found += [_of_hub(item) for key, item in fetched.items() if key not in known]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: _order(component, item)))


def _order(component: Component, item: LoadProof) -> tuple[Part, Work, tuple[Part, int], bool, str, bool, Place]:
    """Order loads by how their files take part, models before what prepares their inputs.

    Of what people start, what answers comes first, whichever of it a README shows.

    In one file the weights that are handed over come before what a hub has.
    """
    rank = rank_of(component.repo, item.place.path)
    part = Part.SHOWN if rank[0] is Part.STARTED else rank[0]
    return (
        part,
        work_of(component.repo, item.place.path),
        rank,
        item.prepares,
        item.place.path,
        item.fetched,
        item.place,
    )


def _counts(component: Component, load: ModelLoad) -> bool:
    """Tell a load in code that runs; what the product reads again of what it has learned itself nobody approved."""
    if _MAKES_READY.search(load.call.name):
        return False
    part = role(component.repo, load.path)
    file = python_file(component.repo, load.path)
    if file is not None and load.call.name not in _SELF_CHECKED and holds_vectors(file, load.call):
        return False  # what a model made, and a list of words, are no model
    if file is not None and (_was_stored_before(file, load.call) or _is_handed_over(file, load.call)):
        return False
    learns = any(lesson.site.path == load.path for lesson in lessons(component.repo))
    return not learns and part is Role.OWN and runs(component, Site(load.path, load.place.line, load.scope, part))


def _was_stored_before(file: PythonFile, load: Call) -> bool:
    """Tell what a function reads back that it has stored itself: ``model.save(path)``, and then ``load(path)``."""
    asked = load.args[0].text if load.args else ""
    stored = (call for call in file.calls if call.scope == load.scope and call.last in KEEPS and call.line < load.line)
    return bool(asked) and any(value.text == asked for call in stored for value in call.values)


def _is_handed_over(file: PythonFile, load: Call) -> bool:
    """Tell a pipeline that is given a model which was loaded before: ``pipeline(task, model=model)``."""
    given = load.keyword("model") if load.last == "pipeline" else None
    made = (call.target for call in file.calls if call.last == "from_pretrained" and call.target)
    return given is not None and given.kind == "name" and given.text in set(made)


def _fetched(component: Component) -> Mapping[tuple[str, int], HubModel]:
    """Return what code that runs fetches from hubs, by file and line."""
    hub = component.of(hub_models(component.repo))
    found = (one for one in hub if not (one.data or _MAKES_READY.search(one.call)) and one.site.counts)
    return MappingProxyType({(one.site.path, one.site.line): one for one in found if runs(component, one.site)})


def _of_hub(found: HubModel) -> LoadProof:
    if found.pinned:
        return LoadProof(found.place, found.what, Proof.PROVED, fetched=True)
    named = found.by_caller or found.revision is Revision.UNKNOWN
    proof = Proof.NAMED if named else Proof.NONE
    return LoadProof(found.place, found.what, proof, fetched=True, by_caller=found.by_caller)


def _proved(repo: Repo, load: ModelLoad, fetched: HubModel | None) -> LoadProof:
    file, call = python_file(repo, load.path), load.call
    if file is not None and _trusts_the_first(file, call):
        what = f"{call.written}() reads a model that is compared with what was there at the first use"
        return LoadProof(load.place, what, Proof.NAMED)
    fetching = _fetching(repo, load)
    if file is not None and (is_checked(file, call) or (fetching and all(is_checked(*one) for one in fetching))):
        return LoadProof(load.place, f"{call.written}() reads a model whose digest was compared", Proof.PROVED)
    if call.name in _SELF_CHECKED:
        return LoadProof(load.place, f"{call.written}() compares the digest of its model by itself", Proof.PROVED)
    if file is not None and (
        is_weakly_checked(file, call)
        or any(_compares_a_digest(*one) for one in fetching)
        or any(map(_fetchers(repo).compare, _asked_to_fetch(repo, load)))
    ):
        return LoadProof(
            load.place, f"{call.written}() reads a model that only an MD5, or one of its ways, compares", Proof.NAMED
        )
    asked = _by_settings(repo, load) if fetched is None or fetched.revision is Revision.UNKNOWN else None
    found = _signed(repo, load, asked or (_of_hub(fetched) if fetched else _by_name(repo, load)))
    return replace(found, addressed=call.name in FETCHES_BY_ADDRESS)


def _by_settings(repo: Repo, load: ModelLoad) -> LoadProof | None:
    """Judge a load whose revision is a variable: settings that name commits prove it, others hold it to a name."""
    if not asks_settings(load.call):
        return None
    held = next(iter(settings_commits(repo)), None)
    if held is not None:
        what = f"{load.call.written}() loads a model at the commit that {held.path} names"
        return LoadProof(load.place, what, Proof.PROVED, fetched=True)
    what = f"{load.call.written}() loads whatever revision its variable names"
    return LoadProof(load.place, what, Proof.NAMED, fetched=True, confidence=load.confidence)


def _signed(repo: Repo, load: ModelLoad, otherwise: LoadProof) -> LoadProof:
    """Return what a stated signature of the loaded files proves, else what is known without."""
    signature = signature_of(repo, _names(repo, load)[1]) if otherwise.proof is not Proof.PROVED else None
    if signature is None or signature.standing is not Standing.VERIFIED:
        return replace(otherwise, signature=signature)
    what = f"{load.call.written}() loads {signature.model[:60]}, whose signature holds, by {signature.trusts[:60]}"
    return LoadProof(load.place, what, Proof.PROVED, signature=signature)


def _fetching(repo: Repo, load: ModelLoad) -> tuple[tuple[PythonFile, Call], ...]:
    """Return the ends of the functions that a load's own function calls to fetch something, each with its file."""
    found = []
    for callee in (one for one in callees(repo, load.path, load.scope) if one.sure):
        file = python_file(repo, callee.path)
        function = function_at(repo, callee.path, callee.scope)
        if file and function and not function.is_stub and _FETCHES.search(callee.scope.rpartition(".")[2]):
            found.append((file, Call("", "", function.end_line or function.line, 1, callee.scope)))
    return tuple(found)


def _asked_to_fetch(repo: Repo, load: ModelLoad) -> set[str]:
    """Return the names of what the load's own function calls to fetch something."""
    return {call.last for call in calls_in(repo, load.path, load.scope) if _FETCHES.search(call.last)}


class _Fetchers:
    """The functions that are named for fetching something, by that name, and which of them were looked at so far."""

    def __init__(self, repo: Repo) -> None:
        self._named: dict[str, list[tuple[PythonFile, Call]]] = {}
        self._compared: dict[str, bool] = {}
        for program in own_code(repo):
            for item in program.file.functions:
                name = item.name.rpartition(".")[2]
                if not item.is_stub and _FETCHES.search(name):
                    end = Call("", "", item.end_line or item.line, 1, item.name)
                    self._named.setdefault(name, []).append((program.file, end))

    def compare(self, name: str) -> bool:
        """Tell whether a function of this name compares a digest."""
        if name not in self._compared:
            self._compared[name] = any(_compares_a_digest(*one) for one in self._named.get(name, ()))
        return self._compared[name]


@fact
def _fetchers(repo: Repo) -> _Fetchers:
    return _Fetchers(repo)


def _compares_a_digest(file: PythonFile, end: Call) -> bool:
    return is_weakly_checked(file, end) or is_checked(file, end)


def _by_name(repo: Repo, load: ModelLoad) -> LoadProof:
    """Judge a load by what it asks for: a version that never changes, one that can be moved, a file, or anything."""
    call, (text, name) = load.call, _names(repo, load)
    if _FIXED.search(text):
        return LoadProof(load.place, f"{call.written}() loads {text[:60]}, which never changes", Proof.PROVED)
    if _MOVES.search(text):
        how = "by whatever version or stage its variable names" if text.endswith("}") else "which can be moved"
        return LoadProof(load.place, f"{call.written}() loads {text[:60]}, {how}", Proof.NAMED, registered=True)
    if call.name.startswith(_REGISTRIES):
        what = f"{call.written}() loads whatever version its settings name"
        return LoadProof(load.place, what, Proof.NAMED, confidence=load.confidence, registered=True)
    if _is_tracked(repo, name):
        what = f"{call.written}() loads {name[:60]}, a file of this repository"
        return LoadProof(load.place, what, Proof.NAMED, confidence=load.confidence, in_git=True)
    if call.name == "spacy.load" and _is_package(repo, load):
        what = f"{call.written}() loads {name[:60] or 'a package'}, in whatever version of it is installed"
        return LoadProof(load.place, what, Proof.NONE, packaged=True)
    sure = load.confidence is Confidence.VERIFIED
    loaded = "a model that nothing was compared with" if sure else "what may be a model, and compares it with nothing"
    file = python_file(repo, load.path)
    prepares = file is not None and prepares_inputs(file, call)
    what = f"{call.written}() loads {loaded}"
    return LoadProof(load.place, what, Proof.NONE, confidence=load.confidence, prepares=prepares)


def _is_package(repo: Repo, load: ModelLoad) -> bool:
    file, call = python_file(repo, load.path), load.call
    given = constant(file, call.scope, call.args[0]) if file and call.args else None
    return given is not None and bool(_PACKAGE.fullmatch(given.string))


def _names(repo: Repo, load: ModelLoad) -> tuple[str, str]:
    """Return what a load asks for as it is written, and the name of a file or folder where it can be told."""
    file, call = python_file(repo, load.path), load.call
    given = call.args[0] if call.args else next((value for _, value in call.keywords), None)
    text = named_by(repo, file, call, given)[1] if file and given else ""
    return text, text or (file_name(stored_path(file, call, given)) if file and given else "")


def _trusts_the_first(file: PythonFile, load: Call) -> bool:
    """Tell whether a function writes down itself the digest that it compares: whoever comes first is trusted."""
    written = (call for call in file.calls if call.scope == load.scope and call.last in {"write_text", "write", "dump"})
    return any(NAMES_DIGEST.search(value.text or value.name) for call in written for value in call.args)


def _is_tracked(repo: Repo, text: str) -> bool:
    bare = text.replace("\\", "/").removeprefix("./").lstrip("/")
    return is_stored(repo, bare)
