"""What of a prediction does the owner's code keep, and where?"""

from collections.abc import Iterator, Mapping
from functools import cache

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, defined
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import AtSite, Program, Site, own_code
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import inference_by_path
from seatrial.facts.operations.model_words import is_said_by_model, parts_said
from seatrial.facts.operations.records.record_fields import (
    HOLDS_ALL,
    columns,
    is_handed_whole,
    named_words,
    names_in,
    payload,
    rows_of_keeper,
    statements,
    stored_rows,
    tells_about,
    texts_in,
    written_fields,
)
from seatrial.facts.operations.records.record_keepers import keepers, kept_by
from seatrial.facts.operations.records.record_lines import ABOUT, adds_line, appending, in_line, line_by_own
from seatrial.facts.operations.records.record_makers import maker_of
from seatrial.facts.operations.records.record_parts import Part, holds_a_message, holds_a_turn, names_result, parts_of
from seatrial.facts.operations.records.record_sinks import Sink, row_of, sink_of, tells_worth
from seatrial.facts.product.parts import part_of
from seatrial.facts.serving.serving import endpoints
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

__all__ = ["VECTORS", "PredictionRecord", "Sink", "prediction_records"]

_NUMBERED = frozenset({"insert_one", "insert_many"})  #: MongoDB gives each document an _id
_OF_MEASURES = frozenset({"metric", "metric_name"})  #: fields of rows that hold figures of many answers
_FIELD = caseless(r"pred(ict(ion|ed))?(_|$)")  #: a field that says itself what is kept
_DUMPS = frozenset({"json.dump", "pickle.dump", "joblib.dump", "yaml.dump"})
#: Methods by which a table writes itself to a file.
_OF_FRAMES = frozenset({"to_csv", "to_parquet", "to_json", "write_parquet", "write_csv", "write_json", "write_ndjson"})
#: Tables that are called after what a model answers hold it, whatever their columns are called.
_ROW_OF_ANSWERS = regex(r"(?:^|[a-z._])(?:Prediction|Recommendation|Forecast|Inference|Transcription)s?$")
#: Functions of what answers that say by their name that they keep it: ``_save_results``.
_SAVES = regex(
    r"(?:^|[._])(?:log|save|store|record|persist|write|dump|append)_(?:the_|to_)?(?:\w+_)?"
    r"(?:result|answer|output|response|predict|transcript|translation|completion|conversation|history)"
)
#: Keywords by which stores of embeddings are given what they index.
VECTORS = ("points", "vectors", "embeddings")
#: Names of columns by which a table tells when, and by which model, its rows were made.
_NAME = regex(r"[a-z]\w{1,40}$")
_PROVEN = regex(
    r"(?:^|_)(?:date|time|timestamp|at)$|_version$|^version$|(?:^|_)run_id$|model_(?:name|id|run|hash|uri)$"
)
#: Columns that a base of all tables gives each row, and how many others tell that all are known.
_OF_ANY_ROW = regex(r"^id$|_(?:at|on|by)$|^metadata$")
_COLUMNS = 3
#: Columns that say of what a row is about how it stands: what a model said fits in none of them.
_PLAIN = regex(r"(?:^|_)(?:id|at|on|by|status|state|name|type|count|version|url|path|size|date|time|user|flag)$")
#: Functions that take what people say of an answer.
_OF_PEOPLE = caseless(r"(?:^|[_.])(?:survey|feedback|rating|vote|cleanup|clean_up)(?:_|$)")
#: Functions that work out how good many answers were: what they keep is no answer.
_OF_MANY = caseless(r"(?:^|_)(?:accuracy|stats|statistics|metrics?|leaderboard|performance|drift)(?:_\w+)?$")


@dataclass(frozen=True, slots=True)
class PredictionRecord(AtSite):
    """One place where a prediction is kept."""

    site: Site
    sink: Sink
    parts: frozenset[Part]
    fields: frozenset[str] = frozenset()  #: of the row that it ends as, where another function writes that
    open: bool = False  #: it may hold more than its fields tell, as a table or an object that is handed over whole
    confidence: Confidence = Confidence.LIKELY  #: names of fields tell what they hold
    made: str = ""  #: the file in which its row is put together, where another writes it

    @property
    def whole(self) -> bool:
        """Whether all is kept that is needed to look at it again."""
        return self.sink is Sink.STORE and not self.lacks

    @property
    def lacks(self) -> tuple[Part, ...]:
        """What it does not keep; of what is written whole only what somebody has to add: the time and the model."""
        added = (Part.TIME, Part.MODEL) if self.open else tuple(Part)
        return tuple(part for part in added if part not in self.parts)

    @property
    def what(self) -> str:
        kept = ", ".join(part for part in Part if part in self.parts)
        if self.sink is Sink.LINE:
            return f"{self.site.scope or 'the module'} writes the answer to its log"
        where = "a file beside the program" if self.sink is Sink.FILE else "a store"
        return f"{self.site.scope or 'the module'} writes {kept} of a prediction to {where}"


@fact
def prediction_records(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return where the owner's code keeps predictions, whoever reaches it; by place, what is in service first."""
    own = list(own_code(repo))
    found = {item.site: item for program in own for item in _in_program(repo, program)}
    found |= {item.site: item for program in own for item in _handed_over(repo, program, found)}
    return tuple(found[site] for site in sorted(found, key=lambda site: (part_of(repo, site.path, site.scope), site)))


def _in_program(repo: Repo, program: Program) -> Iterator[PredictionRecord]:
    keys = cache(lambda: _keys(program))
    added = appending(program)
    for call in program.file.calls:
        to_file = call.args and (call.name in added or adds_line(program, call))
        sink = sink_of(repo, program.path, call) or (Sink.FILE if to_file else None)
        if call.name in _DUMPS and _SAVES.search(call.scope):
            sink, parts = Sink.FILE, parts_of(name for value in call.args[:1] for name in names_in(value))
        elif sink is None and (held := line_by_own(repo, program, call, keys)):
            sink, parts = Sink.LINE, held
        elif sink is Sink.LINE:
            answers = program.path in _answering(repo) and not _OF_PEOPLE.search(call.scope)
            parts = in_line(program, call) if answers else frozenset()
        elif sink is Sink.STORE and kept_by(repo, program.path, call) and not row_of(repo, program.path, call):
            continue  # what is handed over is told by what stands in the call, and by the row that it becomes
        elif sink is Sink.STORE and (said := statements(repo, program, call)) and not any(one.writes for one in said):
            continue  # it reads, or makes a table
        elif sink and not (sink is Sink.STORE and _fills_an_index(call)):
            fields = written_fields(repo, program, call, _around(keys(), call.scope))
            parts = _in_fields(repo, program, call, fields, stored=sink is Sink.STORE)
        else:
            continue
        tables = (one.table for one in statements(repo, program, call))
        of_many = any(map(_OF_MANY.search, (call.scope.rpartition(".")[2], *tables)))
        if Part.OUTPUT in parts and not (of_many and Part.ID not in parts) and not tells_worth(sink, program.path):
            whole = sink is Sink.STORE and is_handed_whole(repo, program, call)
            parts |= _near(repo, program, call) if whole else frozenset()
            yield PredictionRecord(program.site_of(call), sink, parts, open=whole)


def _fills_an_index(call: Call) -> bool:
    """Tell a call that stores embeddings, to look texts up by them later: ``store.upsert(vectors)``."""
    given = {value.text for value in call.args if value.kind == "name"} | {name for name, _ in call.keywords}
    return not given.isdisjoint(VECTORS)


def _near(repo: Repo, program: Program, call: Call) -> frozenset[Part]:
    """Return what is named in the files that put a table or an object together which is stored whole."""
    end = defined(repo, program.path, call.name, call.written)
    files = (python_file(repo, path) for path in {program.path, *((end.path,) if end else ())})
    names = {text.value for file in files if file for text in file.texts if _NAME.match(text.value)}
    return parts_of(name for name in names if _PROVEN.search(name))


def _of_table(call: Call) -> frozenset[Part]:
    """Tell a table that is called after answers and writes itself: ``forecast.write_parquet(path)``."""
    written = call.last in _OF_FRAMES and names_result(call.written.rpartition(".")[0])
    return frozenset({Part.OUTPUT} if written else ())


def _in_fields(repo: Repo, program: Program, call: Call, fields: set[str], *, stored: bool) -> frozenset[Part]:
    """Return which parts of a prediction a call writes, by its fields and by what it is about."""
    near = "/".join(posix(program.path).parts[-2:])  # a folder further up holds more than predictions
    about = f"{near} {call.scope} {call.written} {' '.join(texts_in(call))}"
    meant = ABOUT.search(about) or any(map(_FIELD.match, fields)) or holds_a_turn(payload(repo, program, call))
    row = row_of(repo, program.path, call) if stored else None
    meant = meant or (stored and row is None and holds_a_message(fields))
    parts = parts_of(fields) if meant and not _OF_MEASURES & fields else frozenset()
    if stored and kept_by(repo, program.path, call) is None:
        said = parts_said(repo, program, call) if _has_room(repo, program, call) else frozenset()
        parts = parts_of(fields) | said if said else parts
    if row is not None and parts:
        parts = _of_row(parts, columns(repo, row))
    parts |= _of_table(call) | ({Part.OUTPUT} if row is not None and _ROW_OF_ANSWERS.search(row.name) else set())
    if Part.OUTPUT in parts:
        parts |= _handed_on(program, call) | _asked_with(repo, program, call, fields)
    return parts


def _has_room(repo: Repo, program: Program, call: Call) -> bool:
    """Tell whether a row can hold what a model said: not where a statement sets how things stand, and no more."""
    stated = {name for one in statements(repo, program, call) for name in one.columns}
    return not stated or any(not _PLAIN.search(name) for name in stated)


def _asked_with(repo: Repo, program: Program, call: Call, fields: set[str]) -> frozenset[Part]:
    """Tell the input by what it is, whatever its fields are called: the function asks its model with them."""
    asked = (item.call for item in inference_by_path(repo).get(program.path, ()) if item.scope == call.scope)
    return frozenset({Part.INPUT} if any(fields & named_words(one) for one in asked) else ())


def _asked_with_names(program: Program) -> Mapping[str, set[str]]:
    """Return, by function, what is put to what answers: ``service.predict(pulse, skin)`` beside a row of both."""
    found: dict[str, set[str]] = {}
    for call in program.file.calls:
        if call.scope and call.target and ABOUT.search(call.written):
            found.setdefault(call.scope, set()).update(named_words(call))
    return found


def _handed_over(repo: Repo, program: Program, known: Mapping[Site, PredictionRecord]) -> Iterator[PredictionRecord]:
    """Yield the calls that hand a prediction to the owner's own store, where they tell more than its own text."""
    written = {(site.path, site.scope): item.parts for site, item in known.items() if item.sink is Sink.STORE}
    put = _asked_with_names(program) if keepers(repo) else {}
    for call in program.file.calls:
        end = kept_by(repo, program.path, call) if call.scope else None
        if end is None or _OF_MANY.search(call.scope) or program.site_of(call) in known or _fills_an_index(call):
            continue
        names = payload(repo, program, call)
        said = is_said_by_model(repo, program, call)
        given, there = parts_of(names) | ({Part.OUTPUT} if said else set()), written.get(end, frozenset())
        if (there or said or _is_answer(repo, program, call, names, end)) and not given <= there:
            rows = [row for item in calls_in(repo, *end) for row in stored_rows(repo, end[0], item)]
            rows = rows or list(rows_of_keeper(repo, program.path, call))
            held = {name for row in rows for name in columns(repo, row)}
            asked = names & put.get(call.scope, set())
            maker = maker_of(repo, end)
            parts = _of_row(given | there | _added(repo, end) | parts_of(maker.columns), held)
            if Part.OUTPUT in parts and asked and (not held or asked & held):
                parts |= {Part.INPUT}
            fields = frozenset(name for row in rows for name in columns(repo, row, related=True))
            fields |= maker.columns
            if parts:
                whole = not held and is_handed_whole(repo, program, call)
                parts |= _near(repo, program, call) if whole else frozenset()
                yield PredictionRecord(program.site_of(call), Sink.STORE, parts, fields, open=whole, made=maker.path)


def _of_row(given: frozenset[Part], names: set[str]) -> frozenset[Part]:
    """Return what a row keeps of what was handed over on its way: no more than it has columns for.

    A row without a column for what was asked or answered keeps none of it, as one of a user or of a conversation;
    where one column holds all, it is what was handed over. Columns of a base of all tables alone are the least.
    """
    parts, own = parts_of(names), [name for name in names if not (name.startswith("__") or _OF_ANY_ROW.search(name))]
    if any(map(HOLDS_ALL.search, own)):
        return given
    if parts & {Part.INPUT, Part.OUTPUT}:
        return parts | (given & {Part.OUTPUT})
    return frozenset() if len(own) >= _COLUMNS else parts | given


def _is_answer(repo: Repo, program: Program, call: Call, names: set[str], end: tuple[str, str]) -> bool:
    """Tell whether what is handed over holds what a model said: by its names, and by who gives or takes it."""
    results = {name for name in names if names_result(name) and not tells_about(name)}
    about = f"{call.written} {end[1]} {' '.join(texts_in(call))}"
    answering = (program.path, call.scope) in _answering_scopes(repo)
    return bool(results) and bool(ABOUT.search(about) or answering or holds_a_turn(names))


def _added(repo: Repo, end: tuple[str, str]) -> frozenset[Part]:
    """Return what a function that stores a record adds to it: ``fields["stored_at"] = now()``."""
    file = python_file(repo, end[0])
    return parts_of(key.name for key in dict_keys(file) if key.scope == end[1]) if file else frozenset()


def _around(keys: Mapping[str, set[str]], scope: str) -> set[str]:
    """Return the keys that a function writes down, and those of the functions that it stands in."""
    parts = scope.split(".")
    outer = [".".join(parts[:number]) for number in range(1, len(parts) + 1)] if scope else [""]
    return set().union(*(keys.get(one, set()) for one in outer))


@fact
def _answering(repo: Repo) -> frozenset[str]:
    """Return the files that run a model or answer a request: a result that others log is a step on the way."""
    doors = (endpoint.handler_path for endpoint in endpoints(repo) if endpoint.handler_path)
    return frozenset([*inference_by_path(repo), *doors])


@fact
def _answering_scopes(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions that run a model or answer a request."""
    doors = {(endpoint.handler_path, endpoint.handler) for endpoint in endpoints(repo)}
    runs = {(path, call.scope) for path, calls in inference_by_path(repo).items() for call in calls}
    return frozenset(doors | runs)


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
