"""What of a request, a prompt or a record of a person is written to logs, traces and error reports?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests
from seatrial.facts.data.personal_fields import names_of_settings
from seatrial.facts.data.personal_words import is_about, is_personal, is_spoken
from seatrial.facts.security.injections.flow import Flow
from seatrial.facts.security.injections.outside import UPLOAD, from_request, handlers, parameters_from_outside
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "success", "trace"})
_LOGGER = caseless(r"(?:^|\.|_)log(?:ger|ging|s)?$|loguru|structlog|\blog\b")
_REPORTS = frozenset(
    {"set_attribute", "set_attributes", "add_event", "set_tag", "set_context", "set_extra", "capture_message"}
)
_REPORTERS = ("sentry_sdk", "opentelemetry", "ddtrace", "span", "current_span", "tracer")
_ROWS = frozenset({"head", "tail", "sample", "to_dict", "to_string", "to_json", "iloc"})
#: What makes numbers of rows, in which nobody is found again.
_COUNTS = frozenset(
    {"value_counts", "groupby", "describe", "mean", "sum", "count", "isnull", "isna", "nunique", "agg", "corr",
     "dtypes", "memory_usage", "std", "columns", "index", "quantile", "median", "pivot_table"}
)  # fmt: skip
#: What of a request stands for all of it.
_WHOLE = frozenset(
    {"dict", "model_dump", "model_dump_json", "json", "get_json", "body", "data", "payload", "form", "text"}
)
#: Names of what a caller proves itself by, and of what only says whether something holds.
_PROVES = caseless(
    r"auth(?:orization)?_?header$|^authorization$|bearer|(?:^|_)(?:token|api_?key|passw(?:or)?d|credentials)$"
)
_TABLE = "rows of a table"
_OF_A_FILE = frozenset({"filename", "content_type", "size"})
_WHETHER = caseless(r"^(?:is|has|can|was|should)_")
_CLEANED = caseless(r"redact|mask|scrub|anonymi[sz]e|pseudonymi[sz]e|sanitize|hash|len|sha256|digest|encrypt")


@dataclass(frozen=True, slots=True)
class LoggedContent(InCode):
    """One call that writes content of a request or a record."""

    site: Site
    call: str
    content: str  #: what is written, in words
    proves: bool = False  #: whoever reads it can call in the name of who sent it
    debug: bool = False  #: at a level that is off in production
    shown: bool = False  #: single values on the screen of whoever started it, where a person does
    confidence: Confidence = Confidence.VERIFIED  #: likely when only a name speaks for it

    @property
    def what(self) -> str:
        return f"{self.call} writes {self.content}"


@fact
def logged_contents(repo: Repo) -> tuple[LoggedContent, ...]:
    """Return the calls that write content of requests or records, tests and notebooks apart, by place."""
    found = (
        logged
        for program in outside_tests(repo)
        if not program.notebook
        for call in program.file.calls
        if _writes(call)
        for logged in _content(repo, program, call)
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.site, one.content)))


def _writes(call: Call) -> bool:
    owner = call.written.rpartition(".")[0]
    if call.last in _LEVELS and owner:
        return bool(_LOGGER.search(owner)) or call.name.startswith(("logging.", "loguru.", "structlog."))
    if call.last in _REPORTS:
        return call.name.startswith(_REPORTERS) or owner.rpartition(".")[2] in _REPORTERS
    return call.name == "print"


def _content(repo: Repo, program: Program, call: Call) -> Iterator[LoggedContent]:
    site = program.site_of(call)
    name = call.written if len(call.written) < 60 else call.last
    debug = call.last in ("debug", "trace")
    outside = _parameters(repo, program, call.scope)
    flow = Flow(program.file, call.scope, outside, from_request)
    for value in call.values:
        for part in _parts(value):
            origin = flow.origin(part, call.line) if _is_whole(part) else ""
            last = part.text.rpartition(".")[2]
            if origin and _PROVES.search(last):
                yield LoggedContent(
                    site, name, f"what a caller proves itself by, {last[:40]}", proves=True, debug=debug
                )
            elif origin and (origin != UPLOAD or _is_read(part)) and not _says_about(origin, last):
                yield LoggedContent(site, name, origin, debug=debug)
            elif words := _by_name(part, names_of_settings(repo)):
                shown = call.name == "print" and words != _TABLE
                yield LoggedContent(site, name, words, debug=debug, shown=shown, confidence=Confidence.LIKELY)


def _says_about(origin: str, last: str) -> bool:
    """Tell what only says something about a request: how a file is called or large, or whether something holds."""
    return bool(_WHETHER.search(last)) or origin.rpartition("'s ")[2] in _OF_A_FILE


def _parameters(repo: Repo, program: Program, scope: str) -> dict[str, str]:
    urls = handlers(repo).get((program.path, scope))
    if urls is None or (function := function_at(repo, program.path, scope)) is None:
        return {}
    outside = parameters_from_outside(repo, program.path, function, urls)
    return {name: origin for name, origin in outside.items() if not is_about(name)}


def _is_whole(part: Value) -> bool:
    """Tell a whole payload from one field of it, and from what only says something about it."""
    head, _, last = part.text.rpartition(".")
    return last in _WHOLE if head else not is_about(last)


def _is_read(part: Value) -> bool:
    """Tell what an uploaded file holds from the file as an object, which is shown by its kind and size."""
    return ".read" in part.name or ".read" in part.text


def _parts(value: Value) -> Iterator[Value]:
    """Yield the pieces of a message that are written as they are; what is counted, hashed or masked is left out."""
    match value.kind:
        case "name" | "item":
            yield value
        case "call":
            last = (value.name or value.text).rpartition(".")[2]
            if last in _ROWS or last in _WHOLE:
                yield value
            elif not _CLEANED.search(last):
                for part in value.items:
                    yield from _parts(part)
        case "fstring" | "operation" | "list" | "dict":
            for part in value.parts:
                yield from _parts(part)
        case _:
            return


def _by_name(value: Value, set_for_all: frozenset[str]) -> str:
    *owners, last = [part for part in re.split(r"\W+", value.text) if part] or [""]
    if value.kind == "call":
        table = value.name.startswith(("pandas", "polars")) and "[" not in value.name  # some columns were chosen
        rows = last in _ROWS and table and not _COUNTS.intersection(owners)
        return _TABLE if rows else ""
    if is_personal(last) and last.lower() not in set_for_all:
        return f"a value called {last[:40]}"
    return f"what a person wrote, called {last[:40]}" if is_spoken(last) else ""
