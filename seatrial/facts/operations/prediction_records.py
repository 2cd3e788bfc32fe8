"""What of a prediction does the owner's code keep, and where?"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, Site, programs
from seatrial.facts.deployment.releases.delivered import is_delivered
from seatrial.facts.inference.inference import inference_by_path
from seatrial.facts.operations.record_parts import Part, names_result, parts_of
from seatrial.facts.operations.told import is_log_call
from seatrial.facts.serving.serving import endpoints
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.posix_path import posix
from seatrial.read.regex import regex
from seatrial.repo import Repo


class Sink(StrEnum):
    """How long what is written lasts."""

    STORE = "store"  #: a table, a stream, an object store
    FILE = "file"  #: a file beside the program, which goes with the container
    LINE = "line"  #: a log line


#: Last parts of calls that put one record or several where they last.
_WRITES: Final = frozenset({
    "add", "add_all", "bulk_save_objects", "bulk_insert_mappings", "insert", "insert_one", "insert_many", "execute",
    "executemany", "produce", "send", "send_and_wait", "put_record", "put_records", "put_item", "put_object", "xadd",
    "publish", "to_sql", "insert_rows_json", "insert_rows", "create", "save", "write_points", "index", "upload_blob",
    "upload_from_string", "lpush", "rpush", "append_row", "write_deltalake", "saveAsTable", "upsert", "put",
    "fetchval", "upload_file",
})  # fmt: skip
_NUMBERED: Final = frozenset({"insert_one", "insert_many"})  #: MongoDB gives each document an _id
_STORE: Final = regex(
    r"session|\bdb\b|database|conn|cursor|\bcur\b|engine|collection|table|producer|kafka|kinesis|firehose|dynamo|s3|bucket|blob"
    r"|redis|stream|influx|elastic|bigquery|\bbq|mongo|topic|repo(sitory)?|store|crud|objects|supabase|queue|pool"
    r"|pubsub|publisher|predictions|_col\b",
    re.IGNORECASE,
)
#: Functions that say by their name that they write to a database: ``update_task_status_in_db``.
_STORES: Final = regex(
    r"^(?:add|save|store|insert|update|write|record)_\w*_(?:in|to|into)_(?:the_)?(?:db|database|table)$"
)
_ABOUT: Final = regex(
    r"predict|recommend|transcri|translat|inference|scor(e|ing)|forecast|classif|decision|request_?log|audit|completion|interaction|invocation"
    r"|conversation|chat_?log|query_?log|monitor",
    re.IGNORECASE,
)
#: A queue between tasks of one process: ``asyncio.Queue.put``; what goes through it is kept nowhere by that.
_WITHIN: Final = regex(r"(?:^|[._])q(?:ueues?)?(?:\[.*\])?\.put$", re.IGNORECASE)
_FIELD: Final = regex(r"pred(ict(ion|ed))?(_|$)", re.IGNORECASE)  #: a field that says itself what is kept
_INSERT: Final = regex(r"\binsert\s+(?:or\s+\w+\s+)?into\s+[\w.\"`{}]+\s*\(([^()]*)\)", re.IGNORECASE)
_ASKED: Final = regex(r"\b(?:request|params|args|config|options|settings|kwargs)\.get\b")  #: what was asked for
#: How many, how large, of what kind, in which file: nothing of what was answered.
_ABOUT_IT: Final = regex(
    r"(?:^|\.)(?:len|type|id|shape|dtype|size|columns|value_counts|nunique|keys|ndim|device|count|exists)(?:\(|$)"
    r"|_?(?:file|path|dir|folder|type|shape|url|uri|name|format|size|mode|count)s?$"
    r"|_(?:time|seconds|secs|duration|latency|elapsed|ms)$",
    re.IGNORECASE,
)
_KEEPS: Final = regex(
    r"(^|_)(log|save|store|record|persist|write|append|track|audit)_?(the_)?\w*"
    r"(predict|inference|request|scor|forecast|decision|completion)",
    re.IGNORECASE,
)
_DUMPS: Final = frozenset({"json.dump", "pickle.dump", "joblib.dump", "yaml.dump"})
#: Functions of what answers that say by their name that they keep it: ``_save_results``.
_SAVES: Final = regex(
    r"(?:^|[._])(?:log|save|store|record|persist|write|dump)_(?:the_)?(?:\w+_)?(?:result|answer|output|response|predict)"
)
#: Keywords by which stores of embeddings are given what they index.
VECTORS: Final = ("points", "vectors", "embeddings")
#: Functions that work out how good many answers were: what they keep is no answer.
_OF_MANY: Final = regex(
    r"(?:^|_)(?:accuracy|stats|statistics|metrics|leaderboard|performance)(?:_\w+)?$", re.IGNORECASE
)
_TOLD: Final = frozenset({"info", "debug", "log", "success", "msg"})


@dataclass(frozen=True, slots=True)
class PredictionRecord:
    """One place where a prediction is kept."""

    site: Site
    sink: Sink
    parts: frozenset[Part]
    confidence: Confidence = Confidence.LIKELY  #: names of fields tell what they hold

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.site.place

    @property
    def whole(self) -> bool:
        """Whether all is kept that is needed to look at it again."""
        return self.sink is Sink.STORE and len(self.parts) == len(Part)

    @property
    def what(self) -> str:
        """What is kept, in one sentence."""
        kept = ", ".join(part for part in Part if part in self.parts)
        if self.sink is Sink.LINE:
            return f"{self.site.scope or 'the module'} writes the answer to its log"
        where = "a file beside the program" if self.sink is Sink.FILE else "a store"
        return f"{self.site.scope or 'the module'} writes {kept} of a prediction to {where}"


@fact
def prediction_records(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return where the owner's code keeps predictions, whoever reaches it; by place, what is in service first."""
    own = (program for program in programs(repo) if program.counts)
    found = {item.site: item for program in own for item in _in_program(repo, program)}
    return tuple(found[site] for site in sorted(found, key=lambda site: (not is_delivered(repo, site.path), site)))


def _in_program(repo: Repo, program: Program) -> Iterator[PredictionRecord]:
    keys: dict[str, set[str]] = {}
    appending = _appending(program)
    for call in program.file.calls:
        if _OF_MANY.search(call.scope.rpartition(".")[2]):
            continue
        sink = _sink(call) or (Sink.FILE if call.name in appending and call.args else None)
        if call.name in _DUMPS and _SAVES.search(call.scope):
            sink, parts = Sink.FILE, parts_of(name for value in call.args[:1] for name in _names(value))
        elif sink is Sink.LINE:
            parts = _in_line(program, call) if program.path in _answering(repo) else frozenset()
        elif sink is Sink.STORE and any(call.keyword(name) for name in VECTORS):
            continue  # an index of embeddings is filled
        elif sink:
            keys = keys or _keys(program)
            fields = _fields(repo, program, call, keys.get(call.scope, set()))
            near = "/".join(posix(program.path).parts[-2:])  # a folder further up holds more than predictions
            about = f"{near} {call.scope} {call.written} {' '.join(_texts(call))}"
            parts = parts_of(fields) if _ABOUT.search(about) or any(map(_FIELD.match, fields)) else frozenset()
            parts |= _handed_on(program, call) if Part.OUTPUT in parts else frozenset()
        else:
            continue
        if Part.OUTPUT in parts:
            yield PredictionRecord(program.site(call.line, call.scope), sink, parts)


@fact
def _answering(repo: Repo) -> frozenset[str]:
    """Return the files that run a model or answer a request: a result that others log is a step on the way."""
    doors = (endpoint.handler_path for endpoint in endpoints(repo) if endpoint.handler_path)
    return frozenset([*inference_by_path(repo), *doors])


def _appending(program: Program) -> frozenset[str]:
    """Return the functions of a program that add what they are given to a file of rows."""
    calls = (call for call in program.file.calls if call.scope and call.last in {"writerow", "writerows", "to_csv"})
    return frozenset(call.scope for call in calls if call.last != "to_csv" or _adds(call))


def _adds(call: Call) -> bool:
    mode = call.keyword("mode")
    return mode is not None and mode.literal == "a"


def _in_line(program: Program, call: Call) -> frozenset[Part]:
    """Return what a log line holds: not what was asked for, nor the label of what is drawn or annotated."""
    shown = [name for value in call.args for name in _names(value)] + [name for name, _ in call.keywords]
    told = {name for name in shown if names_result(name)}
    if told:
        told -= {item.target for item in program.file.calls if item.scope == call.scope and _ASKED.search(item.written)}
        told -= set() if _ABOUT.search(f"{program.path} {call.scope}") else {"label"}
    return parts_of(told)


def _handed_on(program: Program, call: Call) -> frozenset[Part]:
    """Return what a record holds by being the request itself with the answer added: ``rec = record.copy()``."""
    given = {value.text for value in call.args if value.kind == "name"}
    copies = [item for item in program.file.assignments if item.scope == call.scope and item.target in given]
    sources = {item.value.text.removesuffix(".copy") for item in copies if item.value.text.endswith(".copy")}
    parts = parts_of(given | sources) & {Part.INPUT}
    return parts | {Part.ID} if call.last in _NUMBERED else parts


def _keys(program: Program) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in dict_keys(program.file):
        found.setdefault(key.scope, set()).add(key.name)
    return found


def _sink(call: Call) -> Sink | None:
    owner = call.written.rpartition(".")[0]
    if is_log_call(call):
        return Sink.LINE if call.last in _TOLD and "except" not in call.inside else None
    if call.last in {"writerow", "writerows", "to_csv", "to_parquet", "to_json", "write_parquet", "write"}:
        return Sink.FILE if _KEEPS.search(call.scope.rpartition(".")[2]) else None
    if _WITHIN.search(call.written):
        return None
    stores = (call.last in _WRITES and _STORE.search(owner)) or _STORES.search(call.last)
    return Sink.STORE if stores else None


def _names(value: Value) -> Iterator[str]:
    """Yield the names that a message shows."""
    if value.kind in ("name", "item") and not _ABOUT_IT.search(value.text):
        yield value.text
    if value.kind == "call" and _ABOUT_IT.search(value.text.partition("(")[0]):
        return
    for part in (*value.items, *(inner for _, inner in value.keywords)):
        yield from _names(part)


def _fields(repo: Repo, program: Program, call: Call, keys: set[str]) -> set[str]:
    """Return the names of what is written: keys, keywords, the columns of an INSERT and of the class of a row."""
    found = set(keys)
    for text in _texts(call):
        if insert := _INSERT.search(text):
            found |= {column.strip(' "`') for column in insert[1].split(",")}
    for other in program.file.calls:
        if other.scope == call.scope and other.last[:1].isupper() and len(other.keywords) > 2:
            found |= {name for name, _ in other.keywords}
            row = defined(repo, program.path, other.name, other.written)
            found |= {attribute.name for attribute in row.cls.attributes} if row and row.cls else set()
    return found | {name for name, _ in call.keywords if name not in {"key", "value", "topic"}}


def _texts(call: Call) -> Iterator[str]:
    for value in call.args:
        for part in (value, *value.items):
            text = part.literal if isinstance(part.literal, str) else part.text
            if text:
                yield text
