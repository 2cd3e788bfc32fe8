"""Are versions of models registered, staged and resolved in a registry, and not only saved as files?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import runs
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, outside_tests
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.training.origins.own_registry import kept_versions
from seatrial.facts.training.origins.pipeline_models import pipeline_models
from seatrial.facts.training.origins.registry_calls import COMMANDS, DISTINCT, KEYWORDS, TOLD_BY, TOLD_BY_IMPORT, Act
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths


@dataclass(frozen=True, slots=True)
class Registration(InCode):
    """One act on a registry of models."""

    site: Site
    tool: str
    act: Act
    measured: bool = False  #: the entry itself holds metrics of the version

    @property
    def what(self) -> str:
        return f"{self.act} in {self.tool}"


_OWN = "the repository's own database"
OWN_FILES = "the repository's own registry"

_VERSION = regex(r"(?:model_)?version(?:_\w+)?|version_(?:name|number|id)")
#: A column that says of one version of all that it is the one in use.
_FLAG = regex(r"is_(?:in_)?(?:production|prod|champion|current|deployed|live|active)(?:_(?:model|version))?")
_METRIC = regex(r"metric|accuracy|score|auc|f1|rmse|precision|recall")
_STAGE = caseless(r"(?:is_)?(?:prod(?:uction)?|staging|stage|champion|candidate|in_use)")
_QUERIES = frozenset({"values", "filter", "filter_by", "where", "update", "get_or_create"})
_EVALUATIONS = frozenset({"import_model_evaluation", "batch_import_model_evaluation_slices", "ModelImportEvaluationOp"})
_OF_VERTEX = frozenset({"google", "google_cloud_pipeline_components"})
_PROMOTIONS = ("promote", "approve", "transition", "set_stage", "set_champion", "activate", "archive")


@fact
def registrations(repo: Repo) -> tuple[Registration, ...]:
    """Return every act on a registry of models, tests apart; builders and lists called registry are none."""
    found = (
        *_distinct(repo), *_by_clients(repo), *_keywords(repo), *_commands(repo), *_addresses(repo), *_own_tables(repo),
        *_dvc_models(repo), *_own_files(repo),
    )  # fmt: skip
    known = {(item.site, item.tool, item.act): item for item in sorted(found, key=lambda item: item.measured)}
    return tuple(sorted(known.values(), key=lambda item: (item.site, item.act)))


def _distinct(repo: Repo) -> Iterator[Registration]:
    for found in called(repo, *DISTINCT):
        yield Registration(found.site, *DISTINCT[found.call.last])
    for found in called(repo, *TOLD_BY_IMPORT):
        package, tool, act = TOLD_BY_IMPORT[found.call.last]
        if package in found.program.file.packages:
            yield Registration(found.site, tool, act)
    for found in called(repo, "add_tags"):  # Azure knows no stages: a tag of the version says which one is in use
        azure = any(item.module.startswith("azureml") for item in found.program.file.imports)
        words = [one.literal for given in found.call.args[:1] for one in given.items if isinstance(one.literal, str)]
        if azure and any(map(_STAGE.fullmatch, words)):
            yield Registration(found.site, "Azure ML", Act.STAGE)
    for given, done, measured in pipeline_models(repo):
        yield Registration(given.site, "ZenML", done, measured)


def _by_clients(repo: Repo) -> Iterator[Registration]:
    for found in called(repo, *TOLD_BY):
        parts = [*found.call.written.split(".")[:-1], *(found.call.name or found.call.written).split(".")]  # both ways
        is_own = parts[-2:-1] == ["models"] or found.call.last != "create_or_update"
        if found.call.last == "register" and not any("model" in part.lower() for part in parts[:-1]):
            is_own = "sagemaker" in parts  # an environment or a data set is registered by the same word
        registering = (what for part, what in TOLD_BY[found.call.last].items() if part in parts[:-1])
        if is_own and (what := next(registering, None)):
            yield Registration(found.site, *what, measured=_is_measured(repo, found))
    for given in _trained_by_vertex(repo):  # such a job uploads what it has trained, as a version of that name
        yield Registration(given.site, "Vertex AI", Act.REGISTER, measured=_is_measured(repo, given))


def _trained_by_vertex(repo: Repo) -> Iterator[Sited]:
    """Yield the starts of training jobs that name the model which comes of them: ``job.run(model_display_name=n)``."""
    for program in outside_tests(repo):
        if not _OF_VERTEX.isdisjoint(program.file.packages):
            for call in program.file.calls:
                named = call.last == "run" or call.last.endswith("TrainingJobRunOp")
                if named and (name := call.keyword("model_display_name")) is not None and not name.is_none:
                    yield Sited(call, program)


def _is_measured(repo: Repo, found: Sited) -> bool:
    """Tell whether the version gets its figures: with its registration, or as an evaluation that is put to it.

    In a pipeline it is another step that puts the evaluation to the version.
    """
    if (given := found.call.keyword("model_metrics")) is not None:
        return given.literal is not None or given.kind != "literal"
    if any(call.last in _EVALUATIONS for call in found.program.file.calls):
        return True
    steps = "kfp" in found.program.file.packages
    return steps and any(one.site.counts for one in called(repo, *_EVALUATIONS))


def _commands(repo: Repo) -> Iterator[Registration]:
    for words, (tool, act) in COMMANDS.items():
        for one in runs(repo, words):
            yield Registration(Site(one.place.path, one.place.line), tool, act)


def _keywords(repo: Repo) -> Iterator[Registration]:
    for program in outside_tests(repo):
        for call in program.file.calls:
            found = [key for key, value in call.keywords if key in KEYWORDS and not value.is_none]
            if found and not call.last.endswith("CheckStep") and not _only_notes(repo, program, call):
                yield Registration(program.site_of(call), KEYWORDS[found[0]], Act.REGISTER)


def _only_notes(repo: Repo, program: Program, call: Call) -> bool:
    """Tell a row that notes the name of a registered model, ``Deployment(registered_model_name=n)``, or a query."""
    made = defined(repo, program.path, call.name, call.written) if call.name else None
    record = made is not None and made.cls is not None and all(name.startswith("_") for name in made.cls.methods)
    return record or call.last in _QUERIES


def _addresses(repo: Repo) -> Iterator[Registration]:
    """Find ``models:/name@champion``: a version that is looked up, and not a file."""
    for program in outside_tests(repo):
        for text in program.file.texts:
            if text.value.startswith("models:/") and len(text.value) > len("models:/"):
                yield Registration(program.site_of(text), "MLflow", Act.RESOLVE)


def _dvc_models(repo: Repo) -> Iterator[Registration]:
    """Find models that ``dvc.yaml`` names among its artifacts: their versions and stages are tags of git."""
    for path in own_paths(repo, lambda path: posix(path).name == "dvc.yaml"):
        root = first_document(repo, path)
        measured = bool(root.at("metrics")) or any(stage.at("metrics") for _, stage in root.at("stages").pairs)
        for _, item in root.at("artifacts").pairs:
            if item.at("type").text == "model":
                yield Registration(Site(path, item.line), "the model registry of DVC", Act.REGISTER, measured)


def _own_tables(repo: Repo) -> Iterator[Registration]:
    """Find a table of model versions together with code that promotes one of them."""
    promotions = [site for program in outside_tests(repo) for site in _promotions(program)]
    tables = [(program.site(item.line), _holds_metrics(item)) for program in outside_tests(repo)
              for item in program.file.classes if _holds_versions(item)]  # fmt: skip
    if promotions and tables:
        yield from (Registration(site, _OWN, Act.REGISTER, measured) for site, measured in tables)
        yield from (Registration(site, _OWN, Act.STAGE) for site in promotions)


def _own_files(repo: Repo) -> Iterator[Registration]:
    for program in outside_tests(repo):
        for site, act, measured in kept_versions(program):
            yield Registration(site, OWN_FILES, act, measured=measured)


def _holds_versions(item: Class) -> bool:
    fields = {attribute.name for attribute in item.attributes}
    is_table = "__tablename__" in fields or any(base.endswith(("models.Model", "SQLModel")) for base in item.bases)
    versioned = any(_VERSION.fullmatch(name) for name in fields)
    staged = bool(fields & {"stage", "status", "alias"}) or any(_FLAG.fullmatch(name) for name in fields)
    return is_table and versioned and staged and "model" in item.name.lower()


def _holds_metrics(item: Class) -> bool:
    return any(_METRIC.search(attribute.name) for attribute in item.attributes)


def _promotions(program: Program) -> Iterator[Site]:
    for item in program.file.assignments:
        name = item.scope.rpartition(".")[2]
        _, dot, target = item.target.rpartition(".")
        if not dot:
            continue
        written = target in ("status", "stage", "alias") and name.startswith(_PROMOTIONS)
        flagged = bool(_FLAG.fullmatch(target)) and item.value.literal is True
        if (written or flagged) and "model" in item.scope.lower():
            yield program.site_of(item)


__all__ = ["Act", "Registration", "registrations"]
