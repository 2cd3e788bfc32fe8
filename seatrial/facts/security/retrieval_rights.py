"""Does a search for texts respect who asks: by which value is it narrowed, and where does that value come from?"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents_of, function_at
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests, programs
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.security.injections.outside import handlers, parameters_from_outside
from seatrial.model import Confidence, Evidence
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Keywords by which searches are narrowed.
_NARROWING = frozenset({
    "filter", "filters", "where", "namespace", "expr", "query_filter", "partition_names", "tenant", "metadata_filter",
    "pre_filter", "search_kwargs", "vector_store_kwargs", "filter_expression", "acl", "access_filter",
})  # fmt: skip
_SEARCHES = caseless(r"search|query|retriev|similar|lookup")
_FILTER = caseless(r"filter|\bwhere\b")
_FILTERS = frozenset({"MetadataFilter", "ExactMatchFilter", "FieldCondition", "with_tenant"})
_IDENTITY = caseless(
    r"current_user|\buser\b|user\.|user_?id|tenant|claims|principal|\borg(?:_id|\.)|account|groups?\b|identity|"
    r"subject|owner|acl|permissions?|roles?\b"
)
_BODY = regex(
    r"^(?:body|payload|req|request|query|data|params?|message|input)(?:\.(?:json|args|form|query_params))?[.\[]"
)
_ORIGINS = frozenset({"source", "url", "hash", "sha256", "checksum", "path", "file_name", "filename", "doc_id"})

#: What hands a file of its user to a page.
_UPLOADS = frozenset({"file_uploader", "AskFileMessage"})
#: Calls that keep an index beyond a session, open a kept one, or read a folder that all sessions share.
_SHARED = frozenset({
    "save_local", "load_local", "persist", "write_index", "read_index", "PersistentClient", "HttpClient",
    "AsyncHttpClient", "CloudClient", "from_existing_index", "from_existing_collection", "load_index_from_storage",
    "DirectoryLoader", "PyPDFDirectoryLoader", "SimpleDirectoryReader",
})  # fmt: skip
_HOSTED = caseless(
    r"pinecone|qdrant|weaviate|milvus|pgvector|elasticsearch|opensearch|redis|lancedb|azure|mongodb|cassandra|astra|"
    r"supabase|vespa|typesense|marqo|vertex|neo4j|clickhouse"
)


class Narrowed(IntEnum):
    """By what a search is narrowed, the loosest first."""

    CALLER = 0  #: by what the caller claims to be
    NOT = 1  #: by nothing: everybody searches everything
    VALUE = 2  #: by a constant, or by a value that names no person or tenant
    IDENTITY = 3  #: by who asks, as the service knows it


@dataclass(frozen=True, slots=True)
class Search(InCode):
    """One search for texts."""

    site: Site
    narrowed: Narrowed
    what: str
    confidence: Confidence = Confidence.VERIFIED


@fact
def searches(repo: Repo) -> tuple[Search, ...]:
    """Return the searches in stores of embeddings and the filters that are made for them, tests apart, by place."""
    found = [search for program in outside_tests(repo) for search in _in(repo, program)]
    return tuple(sorted(found, key=lambda search: search.site))


def _in(repo: Repo, program: Program) -> Iterator[Search]:
    calls = [one.call for one in inference_by_path(repo).get(program.path, ()) if one.runs is Runs.RETRIEVAL]
    calls = [call for call in calls if not _is_own(repo, program, call)]
    filters = [call for call in program.file.calls if call.last in _FILTERS]
    given = cache(lambda wrapper, parameter: _is_given(repo, program, wrapper, parameter))
    key_given = cache(lambda wrapper, parameter: _key_given(repo, program, wrapper, parameter))
    for call in (*calls, *filters):
        value = _narrowing(call) or _spread(repo, program, call)
        site = program.site_of(call)
        handed_on = value is not None and _is_parameter(repo, program, call, value)
        if value is None or (
            handed_on and not given(call.scope, value.text)
        ):  # a wrapper hands on what no caller gives
            if not filters and not _is_handed_on(call):
                yield _unnarrowed(repo, call, site)
            continue
        if handed_on and value.kind == "name" and (key := key_given(call.scope, value.text)):
            yield Search(site, Narrowed.IDENTITY, f"{call.written} is narrowed by {key}", Confidence.LIKELY)
            continue
        texts = list(_texts(_assigned(repo, program, call.scope, value)))
        narrowed, name = _judged(repo, program, call, texts)
        words = {
            Narrowed.CALLER: f"is narrowed by {name}, which the caller sends",
            Narrowed.IDENTITY: f"is narrowed by {name}",
        }.get(narrowed, "is narrowed by a value that says nothing about who asks")
        yield Search(site, narrowed, f"{call.written} {words}")


def _is_own(repo: Repo, program: Program, call: Call) -> bool:
    """Tell a method of a class of the same file: what it searches is seen where it asks a store."""
    owner, _, method = call.written.rpartition(".")
    around, inside = call.scope.split(".")[0] if owner == "self" else "", contents_of(repo, program.file)
    made = {one.last for one in inside.makers.get(owner, ())}
    return any(f"{cls}.{method}" in inside.functions for cls in (around, *made))


def _key_given(repo: Repo, program: Program, wrapper: str, parameter: str) -> str:
    """Return the key by which the callers of a wrapper narrow what it hands on: ``chosen["user_id"] = user_id``."""
    handed = [(caller.scope, value) for caller, value in _handed_over(repo, program, wrapper, parameter)]
    keys = [key for _, value in handed for key in _keys_in(value)]
    names = ((scope, one.text) for scope, value in handed for one in (value, *value.items) if one.kind == "name")
    for scope, name in dict.fromkeys(names):  # ``chosen or None`` holds a name
        keys += _filled(repo).get((program.path, scope, name), ())
    return next(filter(_IDENTITY.search, keys), "")


def _is_given(repo: Repo, program: Program, wrapper: str, parameter: str) -> bool:
    """Tell whether any caller gives what a wrapper hands on; one that has it as such a parameter itself gives none."""
    handed = _handed_over(repo, program, wrapper, parameter)
    return _narrowed_anywhere(repo) or any(
        value.kind != "literal" and not _is_parameter(repo, program, caller, value) for caller, value in handed
    )


def _handed_over(repo: Repo, program: Program, wrapper: str, parameter: str) -> Iterator[tuple[Call, Value]]:
    """Yield the calls of a function in its file, with what each gives for one of its parameters."""
    function = function_at(repo, program.path, wrapper)
    names = [one.name for one in function.parameters if one.name not in ("self", "cls")] if function else []
    if parameter not in names:
        return
    for one in _calls_of(repo).get((program.path, wrapper.rpartition(".")[2]), ()):
        value = one.argument(names.index(parameter), parameter) if one.scope != wrapper else None
        if value is not None:
            yield one, value


@fact
def _calls_of(repo: Repo) -> Mapping[tuple[str, str], tuple[Call, ...]]:
    """Return the calls outside tests by their file and by the name of what is called."""
    return grouped(((one.path, call.last), call) for one in outside_tests(repo) for call in one.file.calls)


@fact
def _filled(repo: Repo) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """Return the keys that a name is given in a function, outside tests, by file, function and name."""
    given = ((one.path, item) for one in outside_tests(repo) for item in one.file.assignments)
    return grouped(
        ((path, item.scope, item.target.partition("[")[0]), key) for path, item in given for key in _set(item)
    )


def _set(item: Assignment) -> Iterator[str]:
    """Yield the key of what is filled, ``chosen["tenant"] = tenant``, or those of a dictionary that gets a name."""
    key = item.target.partition("[")[2]
    yield from (key.rstrip("]").strip("\"'"),) if key else _keys_in(item.value)


def _keys_in(value: Value, depth: int = 4) -> Iterator[str]:
    """Yield the keys of a dictionary, and of those in it: ``{"$and": [{"user_id": user_id}]}``."""
    if value.kind in ("dict", "list", "operation"):
        yield from (key for key, _ in value.keywords)
        for part in value.parts if depth else ():
            yield from _keys_in(part, depth - 1)


def _unnarrowed(repo: Repo, call: Call, site: Site) -> Search:
    if _given_by_its_session(repo):
        return Search(
            site, Narrowed.IDENTITY, f"{call.written} searches what its own session was given", Confidence.LIKELY
        )
    return Search(site, Narrowed.NOT, f"{call.written} searches everything, whoever asks")


@fact
def _given_by_its_session(repo: Repo) -> bool:
    """Tell whether a page takes files from its user, and no store outlives the session or is filled beforehand.

    Streamlit runs the whole page anew for each session, and Chainlit hands files to the chat that sent them.
    """
    calls = [call for program in outside_tests(repo) for call in program.file.calls]
    return any(map(_takes_files, calls)) and not any(map(_is_shared, calls))


def _takes_files(call: Call) -> bool:
    return call.last in _UPLOADS and call.name.startswith(("streamlit.", "chainlit."))


def _is_shared(call: Call) -> bool:
    """Tell whether a call makes, opens or fills a store that several sessions search."""
    return call.last in _SHARED or bool(_HOSTED.search(call.name)) or call.keyword("persist_directory") is not None


def _is_parameter(repo: Repo, program: Program, call: Call, value: Value) -> bool:
    """Tell whether a value is a parameter of the function around, which narrows nothing unless a caller gives it."""
    function = function_at(repo, program.path, call.scope)
    given = {item.name: item.default for item in function.parameters} if function is not None else {}
    default = given.get(value.text)
    return default is not None and default.is_none


@fact
def _narrowed_anywhere(repo: Repo) -> bool:
    """Tell whether any search outside tests is given something to narrow it by, beside a parameter handed on."""
    return any(
        key in _NARROWING and value.kind != "literal" and not _is_parameter(repo, program, call, value)
        for program in outside_tests(repo)
        for call in program.file.calls
        if _SEARCHES.search(call.last)
        for key, value in (*call.keywords, *(("filter", one) for one in call.args if _FILTER.search(one.text)))
    )


def _is_handed_on(call: Call) -> bool:
    """Tell a query that was put together before, ``search.query(built)``: what it holds cannot be seen here."""
    return call.last == "query" and len(call.args) == 1 and not call.keywords and call.args[0].kind == "name"


def _narrowing(call: Call) -> Value | None:
    if call.last in _FILTERS:
        return call.keyword("value") or call.keyword("match") or (call.args[-1] if call.args else None)
    given = next((value for key, value in call.keywords if key in _NARROWING), None)
    given = given or next((value for value in call.args if _FILTER.search(value.text)), None)
    if given is not None and call.keyword("search_kwargs") is given:
        return given.keyword("filter") or given.keyword("where") or given.keyword("namespace")
    return given


def _spread(repo: Repo, program: Program, call: Call) -> Value | None:
    """Return the filter in what is handed over as ``**arguments``: a key of it, or what it was updated by."""
    spread = call.keyword("**")
    if spread is None or spread.kind != "name":
        return None
    held = _assigned(repo, program, call.scope, spread)
    given = next((value for key, value in held.keywords if key in _NARROWING), None)
    updates = (
        one.args[0]
        for one in program.file.calls
        if one.scope == call.scope and one.written == f"{spread.text}.update" and one.args
    )
    return given or next((value for value in updates if _FILTER.search(value.text)), None)


def _assigned(repo: Repo, program: Program, scope: str, value: Value) -> Value:
    """Follow the name of a filter to the dictionary or call that it was given in the same function."""
    given = contents_of(repo, program.file).given.get(value.text, ()) if value.kind == "name" else ()
    return next((item.value for item in given if item.scope == scope), value)


def _texts(value: Value, depth: int = 5) -> Iterator[str]:
    """Yield the names in a value: of variables and fields, not of keys that are constants."""
    if value.kind in ("name", "item") or (value.kind == "call" and not value.items and not value.keywords):
        yield value.text
    if depth:
        inner = value.items if value.kind != "dict" else ()
        for part in (*inner, *(item for _, item in value.keywords)):
            yield from _texts(part, depth - 1)


def _judged(repo: Repo, program: Program, call: Call, texts: list[str]) -> tuple[Narrowed, str]:
    named = [text for text in texts if _IDENTITY.search(text)]
    sent = _sent(repo, program, call)
    for text in texts:
        if (_BODY.search(text) or text.partition(".")[0] in sent) and (text in named or len(texts) == 1):
            return Narrowed.CALLER, text
    return (Narrowed.IDENTITY, named[0]) if named else (Narrowed.VALUE, "")


def _sent(repo: Repo, program: Program, call: Call) -> frozenset[str]:
    """Return the parameters of a handler that its caller fills; those that the framework injects are none."""
    urls = handlers(repo).get((program.path, call.scope))
    function = function_at(repo, program.path, call.scope) if urls is not None else None
    return (
        frozenset(parameters_from_outside(repo, program.path, function, urls or ()))
        if function is not None
        else frozenset()
    )


@fact
def kept_origins(repo: Repo) -> tuple[Evidence, ...]:
    """Return where texts are stored together with where they come from."""
    found = []
    for program in programs(repo):
        for call in program.file.calls if not program.is_test else ():
            given = call.keyword("metadata") or call.keyword("metadatas") or call.keyword("payload")
            values = () if given is None else (given, *given.items)
            if any(key in _ORIGINS for value in values for key, _ in value.keywords):
                what = f"{call.last} keeps where a text comes from"
                found.append(Evidence(program.site(call.line).place, what))
    return tuple(found)
