"""Does code of the owner's keep versions of the model: files of their own names, a table or a list of them?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.programs import InCode, Program, Site, called, own_code
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.training.gates.metric_words import KEPT_FIGURES
from seatrial.facts.training.origins.model_rows import model_queries, model_rows
from seatrial.facts.training.training_calls import KEEPS
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class, PythonFile, Value
from seatrial.read.models.endings import STORED, pattern_of
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What makes the name of a file differ from one training to the next.
_TOLD_APART = caseless(
    r"(?<!run)(?<!real)time(?!_?(?:steps?|series|out|zone|delta))|stamp|\bts\b|(?<![a-z])date|\bnow\b|version|(?:run|job|model|artifact)_?id|uuid|\bsha\b|commit"
)
_METRICS = regex(rf"(?:^|_)(?:{KEPT_FIGURES}|score)(?:_|$)")
_NAMES = regex(r"(?:^|_)(?:version|path|file|filename|modelname|model_?name|name|created(?:_at)?)$")
_OF_MODELS = caseless(r"^(?:ml_?|trained_?)?models?(?:_?(?:infos?|versions?|registry|records?|meta(?:data)?))?$")
_STAGES = regex(r"^(?:is_)?(?:enabled|active|production|champion|deployed|current)$|^stage$")
_LISTS = caseless(r"(?:metadata|registry|versions?|deploy\w*|models?)[\w-]*\.json$")
_NO_MODELS = frozenset({"json.dump", "yaml.dump", "yaml.safe_dump"})
_STORES = tuple(word for word in KEEPS if word not in {"log_model", "register_model", "push_to_hub"})
_COPIES = ("copy", "copy2", "copyfile", "symlink", "replace", "copytree")
_ALIAS = caseless(
    rf"(?:^|[_.{{}}-])(?:latest|champion|production|current|best|live|active)[\w.{{}}-]*\.(?:{pattern_of(STORED)})$"
)
_STORED_NAME = caseless(rf"\.(?:{pattern_of(STORED)})$")
#: A name that a clock fills in: ``"price_%Y%m%d.pkl"``, ``"{date:%H%M}.pt"``.
_DATED = regex(rf"%[YymHMSj][^\s\"']*\.(?:{pattern_of(STORED)})\b")
_PICKLED = caseless(r"\.(?:pkl|pickle|joblib)$")
_SAYS_MODEL = caseless("model")
#: Calls that ask the clock.
_CLOCKS = regex(r"(?:^|\.)(?:now|utcnow|today|strftime|isoformat|time|time_ns)$")
_WORD_ENDS = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_DEEPEST = 5


class Part(StrEnum):
    """What a place does for the versions of a model."""

    FILE = "stores each under a name of its own"
    LIST = "lists them with their metrics"
    ALIAS = "gives the one in service a fixed name"


@dataclass(frozen=True, slots=True)
class OwnVersions(InCode):
    """One place where code of the owner's keeps versions of a model, or writes them down."""

    site: Site
    part: Part
    what: str


@fact
def own_versions(repo: Repo) -> tuple[OwnVersions, ...]:
    """Return where versions are kept so, the files first; what a registry of a tool does is none of these."""
    stores = (
        OwnVersions(found.site, Part.FILE, f"{found.call.written}() gives each model a file of its own name")
        for found in called(repo, *_STORES)
        if found.site.counts and found.call.name not in _NO_MODELS and _is_told_apart(found.program.file, found.call)
    )
    lists = [
        one for program in own_code(repo) for one in (*_dated(repo, program), *_tables(program), *_written(program))
    ]
    lists += [one for program in own_code(repo) for one in _in_rows(program)]
    aliases = (
        OwnVersions(found.site, Part.ALIAS, f"{found.call.written}() gives one of them a fixed name")
        for found in called(repo, *_COPIES)
        if found.site.counts and any(_is_alias(found.program.file, found.call, value) for value in found.call.args[1:2])
    )
    found = (*stores, *_moved(repo), *lists, *aliases)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: [*Part].index(one.part)))


def _moved(repo: Repo) -> Iterator[OwnVersions]:
    """Yield where what was written aside is given a name of its own: ``os.replace(aside, f"m_{version}.pkl")``."""
    for found in called(repo, *_COPIES):
        file, call = found.program.file, found.call
        given = [value for value in call.args[1:2] if _varies(file, call.scope, value)]
        if found.site.counts and any(_STORED_NAME.search(file_name(stored_path(file, call, value))) for value in given):
            yield OwnVersions(found.site, Part.FILE, f"{call.written}() gives each model a file of its own name")


def _is_alias(file: PythonFile, call: Call, value: Value) -> bool:
    return bool(_ALIAS.search(file_name(stored_path(file, call, value))))


def _is_told_apart(file: PythonFile, call: Call) -> bool:
    return any(_varies(file, call.scope, value) for value in call.values)


def _varies(file: PythonFile, scope: str, value: Value, depth: int = 0) -> bool:
    """Tell whether a path holds the time or the version of the training, which differs each time."""
    value = constant(file, scope, value)
    if value.kind == "call" and depth and _CLOCKS.search(value.name or value.text):
        return True
    if value.kind == "fstring":
        named = any(_TOLD_APART.search(part.text or part.name) for part in value.items)
        return named or (depth < _DEEPEST and any(_varies(file, scope, part, depth + 1) for part in value.items))
    return depth < _DEEPEST and any(_varies(file, scope, part, depth + 1) for part in value.items)


def _dated(repo: Repo, program: Program) -> Iterator[OwnVersions]:
    """Yield the names of models that a clock fills in, wherever the file is written; a pickle may hold anything."""
    for text in program.file.texts:
        found = _DATED.search(text.value)
        anything = found and _PICKLED.search(found[0]) and not _SAYS_MODEL.search(text.value)
        if found and not (anything and program.path not in training_path(repo)):
            yield OwnVersions(
                program.site_of(text), Part.FILE, "the day of the training stands in the name of the file"
            )


def _in_rows(program: Program) -> Iterator[OwnVersions]:
    """Yield where each model has a row with its metrics and its path, and what takes one of these for use."""
    for row in model_rows(program.file):
        what = "a row for each model holds its metrics and its path"
        yield OwnVersions(program.site(row.line, row.scope), Part.LIST, what)
    for query in model_queries(program):
        what = f"a query takes the {'best' if query.best else 'latest'} of the models that were kept"
        yield OwnVersions(program.site(query.line, query.scope), Part.ALIAS, what)


def _tables(program: Program) -> Iterator[OwnVersions]:
    """Yield the tables of models: a class that declares columns for a name and for a metric."""
    for item in program.file.classes:
        columns = {one.target for one in program.file.assignments if one.scope == item.name}
        if "__tablename__" in columns and _OF_MODELS.match(_snake(item)) and _lists(columns):
            site = program.site(item.line, item.name)
            yield OwnVersions(site, Part.LIST, f"table {item.name} holds models and metrics")
            if any(map(_STAGES.search, columns)):
                yield OwnVersions(site, Part.ALIAS, f"table {item.name} says which of them is in service")


def _snake(item: Class) -> str:
    return _WORD_ENDS.sub("_", item.name.rpartition(".")[2])


def _written(program: Program) -> Iterator[OwnVersions]:
    """Yield where a list of versions is written as JSON, beside the metrics of each."""
    for call in program.file.calls:
        if call.name != "json.dump" or len(call.args) < 2:
            continue
        name = file_name(stored_path(program.file, call, call.args[1]))
        said = {text.value for text in program.file.texts if text.scope == call.scope}
        if _LISTS.search(name) and {"version", "model_version"} & said and _lists(said):
            yield OwnVersions(
                program.site(call.line, call.scope), Part.LIST, f"{name} lists versions and their metrics"
            )


def _lists(words: set[str]) -> bool:
    return any(map(_METRICS.search, words)) and any(map(_NAMES.search, words))


def is_whole(kept: tuple[OwnVersions, ...]) -> bool:
    """Tell whether versions are kept, are listed with their metrics, and the one in service has a fixed name."""
    return {one.part for one in kept} == {*Part}


def lacking_of(kept: tuple[OwnVersions, ...]) -> str:
    """Say what versions that are kept so lack, "" where none are or nothing lacks."""
    parts = {one.part for one in kept}
    if not parts or is_whole(kept):
        return ""
    if Part.FILE not in parts:
        first = next((one for one in kept if one.part is Part.LIST), kept[0])
        return f"{first.what}, and no file was found that each model has to itself"
    if Part.LIST not in parts:
        return "each model has a file of its own name, and nothing lists them with their metrics"
    return "versions are kept and listed with their metrics, and nothing says which of them is in service"
