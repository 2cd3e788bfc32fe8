"""Which part of making a model does a program do: does it read the data, train, or evaluate?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain
from posixpath import basename, splitext

from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.training.training import training_paths
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo


class Part(StrEnum):
    """A part of making a model."""

    DATA = "reads the data"
    TRAIN = "trains"
    EVALUATE = "evaluates"


_DATA_WORD = regex(r"(^|_)(data|dataset|datasets|ingest\w*|download\w*|extract\w*|prepare\w*|preprocess\w*|etl|"
                          r"features?|featuri[sz]e|load\w*|make_dataset|split\w*|generate)(_|$)")  # fmt: skip
_MAKES_DATA = regex(r"^(get|load|read|make|build|fetch)_\w*data|dataset|dataloader|datamodule")
#: A function that makes rows up: there is nothing to be read before it.
_MAKES_UP = regex(
    r"^_?(generate|create|make|simulate|synthesi[sz]e)_(\w+_)?(data|dataset|samples|rows|events|records)$"
    r"|^_?(generate|create|make|simulate)_(synthetic|fake|simulated|artificial)_\w+$"
)
_EVALUATES = regex(r"^[Ee]valuat(?:e|or|ion)\w*$")
_JUDGES_OWN = regex(r"^(eval\w*|validat\w*|test_step|test_epoch|compute_metrics|score)(_|$)")
#: Calls that work out how good a model is on a set that is named in them: ``get_mean_validation_loss``.
_JUDGED = regex(r"(^|_)(val|valid|validation|eval|test)_(loss|score|error|metrics?|accuracy)(_|$)")
_TRIED = regex(r"(?:^|\.)[Tt]rainer\.(?:test|validate|evaluate)$")
_READS = frozenset({
    "get_by_name", "from_delimited_files", "as_named_input",
    "DataLoader", "read_csv", "read_parquet", "read_sql", "read_table", "read_json", "read_excel", "load_dataset",
    "image_dataset_from_directory", "flow_from_directory", "ImageFolder", "make_csv_dataset", "TFRecordDataset",
    "load_data", "get_data", "read_sql_query", "loadtxt", "memmap", "read_gbq", "load_from_disk",
})  # fmt: skip
_JUDGE_WORD = regex(r"(^|_)(eval\w*|validate|metrics?|score|test_model)(_|$)")
_JUDGES = frozenset({
    "evaluate", "score", "classification_report", "cross_val_score", "cross_validate", "accuracy_score", "f1_score",
    "roc_auc_score", "mean_squared_error", "mean_absolute_error", "r2_score", "compute_metrics", "confusion_matrix",
    "estimate_loss", "validate", "root_mean_squared_error", "precision_score", "recall_score", "eval_metrics",
})  # fmt: skip


#: Components of TFX, which do a part of it whatever functions they are handed; ``ImportExampleGen`` is one of many.
_COMPONENTS = (
    (regex(r"\w*ExampleGen"), Part.DATA), (regex(r"Trainer|Tuner"), Part.TRAIN), (regex(r"Evaluator"), Part.EVALUATE),
)  # fmt: skip


@fact
def parts_of_files(repo: Repo) -> Mapping[str, frozenset[Part]]:
    """Return what each program of the repository does itself of making a model, by its calls, then by its name."""
    loads = {load.site.path for load in data_loads(repo)}
    return {program.path: frozenset(_parts(repo, program, loads)) for program in outside_tests(repo)}


def _parts(repo: Repo, program: Program, loads: set[str]) -> Iterator[Part]:
    """Yield what a program does, by what it calls and defines; its own name counts only where it calls anything."""
    calls = {call.last for call in program.file.calls}
    stem = splitext(basename(program.path))[0].lower().replace("-", "_") if calls else ""
    named = chain((item.name for item in program.file.functions), (item.name for item in program.file.classes))
    own = {name.rpartition(".")[2] for name in named}
    makes = any(_any(rule, own) for rule in (_MAKES_DATA, _MAKES_UP))
    if program.path in loads or calls & _READS or _DATA_WORD.search(stem) or makes:
        yield Part.DATA
    if program.path in training_paths(repo):
        yield Part.TRAIN
    if any(map(_judges, program.file.calls)) or _JUDGE_WORD.search(stem) or _any(_JUDGES_OWN, own):
        yield Part.EVALUATE
    components = {call.name.rpartition(".")[2] for call in program.file.calls if call.name.startswith("tfx.")}
    yield from (part for words, part in _COMPONENTS if any(map(words.fullmatch, components)))


def _judges(call: Call) -> bool:
    """Tell whether a call works out how good a model is, or hands what that is worked out from to a trainer."""
    words = _JUDGED.search(call.last.lower()) or _EVALUATES.search(call.last) or _TRIED.search(call.written)
    named = call.last in _JUDGES or bool(words)
    trains = call.last.endswith("Trainer") and call.keyword("eval_dataset") is not None
    return named or trains or call.name.startswith(("sklearn.metrics.", "torchmetrics."))


def _any(pattern: re.Pattern[str], names: set[str]) -> bool:
    return any(pattern.search(name.lower()) for name in names)


def makes_up_data(repo: Repo, path: str) -> bool:
    """Tell whether a program has a function that makes rows up."""
    file = python_file(repo, path)
    return file is not None and _any(_MAKES_UP, {item.name.rpartition(".")[2] for item in file.functions})


def covered(repo: Repo, files: Iterable[str]) -> frozenset[Part]:
    """Return what programs do with everything that they import, or that their settings name to be made."""
    led_to, known = files_led_to(repo), parts_of_files(repo)
    seen = set(files)
    waiting = list(seen)
    while waiting:
        fresh = led_to.get(waiting.pop(), frozenset()) - seen
        seen |= fresh
        waiting += fresh
    return frozenset(part for path in seen for part in known.get(path, ()))
