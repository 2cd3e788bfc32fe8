"""Can a job that trains or predicts go on where it stopped, be run twice, and read more than fits into memory?"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Site, called, own_code_of
from seatrial.facts.deployment.clusters.kubernetes import manifests_of
from seatrial.facts.documents.documents import documents, lines_that
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.training import training_paths
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Trait(StrEnum):
    """What makes a long job safe to run."""

    CHUNKS = "reads in pieces, or on several machines"
    REPEATABLE = "writes so that a second run changes nothing"
    RESUMES = "goes on from a checkpoint"
    RETRIES = "is started again when it fails"
    BOUNDED = "ends when it takes too long"


@dataclass(frozen=True, slots=True)
class JobTrait:
    """One place that gives a job such a trait."""

    trait: Trait
    place: Place
    how: str
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        """What it does, and by what."""
        return f"{self.trait}: {self.how}"


#: Calls whose name alone tells; a library's name before it, "" for any.
_CALLS = {
    "scan_parquet": Trait.CHUNKS, "scan_csv": Trait.CHUNKS, "iter_batches": Trait.CHUNKS, "map_batches": Trait.CHUNKS,
    "map_partitions": Trait.CHUNKS, "from_pandas_partitioned": Trait.CHUNKS, "DataLoader": Trait.CHUNKS,
    "from_tensor_slices": Trait.CHUNKS, "memmap": Trait.CHUNKS, "fetchmany": Trait.CHUNKS,
    "whenMatchedUpdateAll": Trait.REPEATABLE, "on_conflict_do_update": Trait.REPEATABLE, "upsert": Trait.REPEATABLE,
    "on_conflict_do_nothing": Trait.REPEATABLE, "bulk_upsert": Trait.REPEATABLE, "merge_into": Trait.REPEATABLE,
    "ModelCheckpoint": Trait.RESUMES, "CheckpointManager": Trait.RESUMES, "load_checkpoint": Trait.RESUMES,
    "get_last_checkpoint": Trait.RESUMES, "load_state": Trait.RESUMES, "BackupAndRestore": Trait.RESUMES,
    "latest_checkpoint": Trait.RESUMES, "resume_training": Trait.RESUMES,
}  # fmt: skip
_KEYWORDS = {
    "chunksize": Trait.CHUNKS, "chunk_size": Trait.CHUNKS, "streaming": Trait.CHUNKS, "batch_rows": Trait.CHUNKS,
    "resume_from_checkpoint": Trait.RESUMES, "ckpt_path": Trait.RESUMES, "resume": Trait.RESUMES,
    "retries": Trait.RETRIES, "max_retries": Trait.RETRIES, "execution_timeout": Trait.BOUNDED,
    "timeout_seconds": Trait.BOUNDED, "max_runtime_in_seconds": Trait.BOUNDED, "retry_delay": Trait.RETRIES,
}  # fmt: skip
#: Calls whose keyword says how they write: the value decides.
_WRITERS = {"to_sql", "saveAsTable", "save", "parquet", "mode", "insertInto", "write_deltalake", "to_gbq"}
_REPLACES = {"replace", "overwrite", "upsert", "merge"}
_LAZY = ("pyspark.", "dask.", "ray.data.", "polars.scan", "apache_beam", "modin.")
_SQL = caseless(
    r"\bmerge\s+into\b|\bon\s+conflict\b|\binsert\s+or\s+replace\b|\binsert\s+overwrite\b|\breplace\s+into\b"
)
_STARTS = regex(r"(?:self\.)?(?:start|initial|first)_(?:epoch|step|chunk|iter|iteration|batch|round|episode)(?:_\w+)?")
_SMALL = caseless(r"fits? (?:easily )?(?:in|into) memory|never more than \d[\d,. ]* rows")
_RATE = caseless(
    r"\d[\d,.]{0,30}\s?(?:k|m|million)?\s?(?:rows|records|predictions|images|documents)\s?(?:/|per)\s?(?:s|sec|second|min|minute|h|hour)\b"
)


def is_started(component: Component, site: Site) -> bool:
    """Tell what anything in the repository starts, be it a script: also of a library the training is a job."""
    return reach(component.repo).is_run(site.path, site.scope)


@fact
def job_traits(component: Component) -> tuple[JobTrait, ...]:
    """Return what makes the component's jobs safe to run, on code and manifests that something starts."""
    found = (*_in_code(component, partial(is_started, component)), *_by_manifest(component), *_by_size(component))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.trait, one.place)))


@fact
def traits_by_hand(component: Component) -> tuple[JobTrait, ...]:
    """Return what files that train do of it, where nothing in the repository starts them: somebody does by hand."""
    paths = training_paths(component.repo)
    found = _in_code(component, lambda site: site.path in paths and not is_started(component, site))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.trait, one.place.path.count("/"), one.place)))


def _in_code(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    yield from _by_call(component, counts)
    yield from _by_decorator(component, counts)
    yield from _by_choice(component, counts)
    yield from _by_text(component, counts)
    yield from _by_position(component, counts)


def _by_call(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    words = {*_CALLS, *_WRITERS, "read_csv", "read_sql", "read_json", "read_parquet", "load_dataset", "train", "fit"}
    words |= {"DAG", "task", "flow", "Trainer", "PythonOperator", "SparkSession", "getOrCreate", "from_pandas", "init"}
    for found in called(component.repo, *sorted(words)):
        if found.program.path in component and found.site.counts:
            trait, how = _trait(found.call)
            if trait and counts(found.site):
                yield JobTrait(trait, found.site.place, how)


def _by_choice(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    """Find programs that are told to resume: by an option, or by a setting that is compared with the word."""
    for found in called(component.repo, "add_argument"):
        written = (str(value.literal) for value in found.call.args)
        option = next((one for one in written if one.startswith("--")), "")
        resumes = option.startswith("--resume") and found.program.path in component and found.site.counts
        if resumes and counts(found.site):
            yield JobTrait(Trait.RESUMES, found.site.place, f"the option {option}")
    for program in own_code_of(component):
        for item in program.file.comparisons:
            if item.right.literal == "resume" and counts(program.site_of(item)):
                yield JobTrait(Trait.RESUMES, program.place_of(item), f"{item.left.text or item.left.name} is resume")


def _by_position(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    """Find where a program reads how far it got: ``start_epoch = checkpoint["epoch"] + 1``."""
    for program in own_code_of(component):
        for item in program.file.assignments:
            parts = (item.value, *item.value.items)
            read = any(part.kind == "item" or (part.kind == "call" and part.name.endswith(".get")) for part in parts)
            if read and _STARTS.fullmatch(item.target) and counts(program.site_of(item)):
                yield JobTrait(Trait.RESUMES, program.place_of(item), f"{item.target} is read from what was kept")


def _trait(call: Call) -> tuple[Trait | None, str]:
    if call.last in _CALLS:
        return _CALLS[call.last], call.written
    for key, value in call.keywords:
        if key in _KEYWORDS and (value.kind != "literal" or value.literal not in (None, False, 0)):
            return _KEYWORDS[key], f"{call.written} with {key}"
        if key in {"if_exists", "mode"} and value.literal in _REPLACES and call.last in _WRITERS:
            return Trait.REPEATABLE, f"{call.written} with {key}={value.literal}"
    if call.last.endswith("Trainer") and call.keyword("train_dataset") is not None:
        return Trait.CHUNKS, f"{call.written} reads its set by a DataLoader"
    if call.last == "mode" and call.args and call.args[0].literal in _REPLACES:
        return Trait.REPEATABLE, f"{call.written}({call.args[0].literal})"
    if call.name.startswith(_LAZY) and call.last in {"getOrCreate", "read_csv", "read_parquet", "init", "from_pandas"}:
        return Trait.CHUNKS, call.written
    return None, ""


def _by_decorator(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    for program in own_code_of(component):
        for function in program.file.functions:
            for one in function.decorators:
                trait, how = _trait(one)
                if trait and counts(program.site(one.line, function.name)):
                    yield JobTrait(trait, program.place_of(one), f"@{how}")


def _by_text(component: Component, counts: Callable[[Site], bool]) -> Iterator[JobTrait]:
    for program in own_code_of(component):
        for text in program.file.texts:
            if _SQL.search(text.value) and counts(program.site_of(text)):
                yield JobTrait(Trait.REPEATABLE, program.place_of(text), "a statement that merges or replaces")


def _by_manifest(component: Component) -> Iterator[JobTrait]:
    for manifest in component.of(manifests_of(component.repo, "Job", "CronJob", "Workflow", "CronWorkflow")):
        if not manifest.counts:
            continue
        for steps, node in manifest.root.walk():
            if steps[-1:] == ("activeDeadlineSeconds",):
                yield JobTrait(Trait.BOUNDED, Place(manifest.place.path, node.line), f"{manifest.what} has a deadline")
            elif steps[-1:] in (("backoffLimit",), ("retryStrategy",)) and node.text != "0":
                yield JobTrait(Trait.RETRIES, Place(manifest.place.path, node.line), f"{manifest.what} by {steps[-1]}")


def _by_size(component: Component) -> Iterator[JobTrait]:
    """Find where documents say that the data is small enough to be read at once."""
    for document in component.of(documents(component.repo)):
        for line in document.lines:
            if _SMALL.search(line.text):
                yield JobTrait(Trait.CHUNKS, Place(document.path, line.number), "the data is said to fit into memory")


@fact
def measured_rates(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that say how many rows a job does in a given time."""
    return lines_that(repo, "says how fast the job is", _gives_a_rate)


def _gives_a_rate(_: str, text: str) -> bool:
    return bool(_RATE.search(text))
