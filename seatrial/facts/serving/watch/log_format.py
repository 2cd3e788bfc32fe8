"""Are log lines written for machines, and does anything switch that on?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, defined, meaning
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.serving.watch.log_setup import JSON_FORMAT, LogSetup, words
from seatrial.facts.serving.watch.log_tables import named_formatters, tabled
from seatrial.facts.serving.watch.telemetry_libraries import CORRELATION, STRUCTURED
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, Class, PythonFile, Value
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_CONFIGURED = frozenset({
    "logging.basicConfig", "logging.config.dictConfig", "logging.config.fileConfig", "loguru.logger.add",
    "loguru.logger.configure", "structlog.configure",
})  # fmt: skip
_LOG_FILE = caseless(r"(.*[/_.-])?log(ging|ger|s)?([_.-]?conf(ig)?)?\.(ya?ml|ini|json|toml|conf|cfg)")
#: Loggers and formatters of packages that companies keep to themselves: their names are all that is known of them.
_IS_CALLED = regex(r"(?:Structured|JSON|Json)\w*(?:Logger|Formatter|LogHandler)")
#: Formats that write the message alone: what is logged as JSON stays JSON.
_BARE = frozenset({"%(message)s", "{message}"})
_LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
#: Methods of a formatter or handler of log records; what else is called a handler writes none.
_FORMATS = frozenset({"format", "emit", "handle", "formatMessage", "add_fields", "process_log_record"})
_OF_REQUEST = caseless(r"request|trace|correlation")


@fact
def log_setups(repo: Repo) -> tuple[LogSetup, ...]:
    """Return the places outside tests that configure logging, the structured ones first."""
    files = files_outside_tests(repo)
    own = frozenset((file.path, cls.name) for file in files for cls in file.classes if _writes_json(repo, file, cls))
    found = [setup for file in files for setup in _in_file(repo, file, own)]
    found += (*_files(repo, files), *_dumped(files), *tabled(repo, files))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (not item.structured, item.place)))


@fact
def correlations(repo: Repo) -> tuple[LogSetup, ...]:
    """Return the places outside tests that give log lines or traces an id of their request."""
    files = files_outside_tests(repo)
    return tuple(item for file in files for item in _correlated(file))


def _in_file(repo: Repo, file: PythonFile, own: frozenset[tuple[str, str]]) -> Iterator[LogSetup]:
    names = {name.rpartition(".")[2] for _, name in own}
    for call in file.calls:
        if call.name.startswith(STRUCTURED) and not _renders_text(call):
            yield _setup(file, call, f"{call.written} makes log lines machine-readable", structured=True)
        elif call.name == "loguru.logger.add" and _is_true(call.keyword("serialize")):
            yield _setup(file, call, "loguru writes log lines as JSON", structured=True)
        elif _IS_CALLED.fullmatch(call.last) and call.name != call.last and not meaning(repo, file.path, call.name):
            yield _setup(
                file, call, f"{call.written} is a logger for machines, by its name", structured=True, sure=False
            )
        elif call.last in names and (made := meaning(repo, file.path, call.name)) and (made.path, made.scope) in own:
            yield _setup(file, call, f"{call.last} writes log lines as JSON", structured=True)
        elif call.name in _CONFIGURED or call.last in ("setFormatter", "dictConfig", "fileConfig") or _adds(call):
            structured = any(JSON_FORMAT.search(text) for text in words(call.args))
            yield _setup(file, call, f"{call.written} configures logging", structured=structured)
    yield from named_formatters(repo, file, own) if own else ()
    for item in file.assignments:
        if item.target == "LOGGING" and not item.scope and item.value.keyword("handlers"):  # Django reads it
            structured = any(JSON_FORMAT.search(text) for text in words((item.value,)))
            yield LogSetup(Place(file.path, item.line), "LOGGING configures logging", "", structured)


def _dumped(files: tuple[PythonFile, ...]) -> Iterator[LogSetup]:
    """Yield where lines are logged that are JSON already, ``logger.info(json.dumps(line))``, under a bare format."""
    if not any(text.value in _BARE and text.into.startswith("logging.") for file in files for text in file.texts):
        return
    for file in files:
        for call in file.calls:
            said = call.args[0] if call.args and call.last in _LEVELS else None
            lines = said is not None and said.name in ("json.dumps", "orjson.dumps") and _is_one_line(said)
            if lines and call.name.startswith("logging."):
                yield _setup(file, call, f"{call.written} writes log lines as JSON", structured=True)


def _adds(call: Call) -> bool:
    """Tell whether a logger is given something that writes its lines; a handler that drops them is none."""
    return call.last == "addHandler" and not any("NullHandler" in word for word in words(call.args))


def _writes_json(repo: Repo, file: PythonFile, cls: Class) -> bool:
    """Tell whether a formatter or logger of the owner's writes its records as JSON."""
    bases = (*cls.bases, *_bases_of_own(repo, file, cls))
    named = any(base.endswith(("Formatter", "Handler")) for base in bases)
    formats = any("logging" in base for base in bases) or (named and not _FORMATS.isdisjoint(cls.methods))
    logs = "log" in cls.name.lower() and {"info", "error"} <= set(cls.methods)
    if any(map(JSON_FORMAT.search, bases)):
        return True
    if not formats and not logs:
        return False
    return any(call.last == "dumps" and _is_one_line(call) for call in calls_in(repo, file.path, cls.name))


def _is_one_line(dumped: Call | Value) -> bool:
    """Tell JSON that machines read line by line from that which is set out for people: ``dumps(message, indent=2)``."""
    indent = dumped.keyword("indent")
    return indent is None or (indent.kind == "literal" and indent.literal is None)


def _bases_of_own(repo: Repo, file: PythonFile, cls: Class) -> Iterator[str]:
    """Yield what the owner's classes stand on that a class stands on: a formatter may have a common base of theirs."""
    for base in cls.bases:
        found = defined(repo, file.path, base)
        if found and found.cls and (found.path, found.name) != (file.path, cls.name):
            yield from found.cls.bases


def _renders_text(call: Call) -> bool:
    """Tell whether structlog is configured with a renderer for people only."""
    if call.name != "structlog.configure":
        return False
    named = set(words(call.values))
    return not any("JSONRenderer" in word or "Logfmt" in word or "KeyValue" in word for word in named)


def _is_true(value: Value | None) -> bool:
    return value is not None and value.literal is True


def _setup(file: PythonFile, call: Call, what: str, *, structured: bool, sure: bool = True) -> LogSetup:
    confidence = Confidence.VERIFIED if sure else Confidence.LIKELY
    return LogSetup(Place(file.path, call.line), what, call.scope, structured, confidence)


def _files(repo: Repo, files: tuple[PythonFile, ...]) -> Iterator[LogSetup]:
    """Yield configuration files of logging that the code names."""
    named = {text.value.rpartition("/")[2] for file in files for text in file.texts if "log" in text.value.lower()}
    for path in repo.matching(lambda path: _LOG_FILE.fullmatch(path.rpartition("/")[2])):
        name = path.rpartition("/")[2]
        if role(repo, path) is not Role.OWN:
            continue
        try:
            text = repo.text(path, 100_000)
        except Unreadable:
            continue
        if "formatter" in text.lower():
            used = Confidence.VERIFIED if name in named else Confidence.LIKELY
            found = JSON_FORMAT.search(text)
            line = line_number(text, found.start()) if found else 0
            yield LogSetup(Place(path, line), f"{path} configures logging", "", bool(found), used)


def _correlated(file: PythonFile) -> Iterator[LogSetup]:
    for call in file.calls:
        given = call.args[0].name if call.args else ""
        if not call.name.startswith(CORRELATION) and not given.startswith(CORRELATION):
            continue
        if call.name != "contextvars.ContextVar" or _OF_REQUEST.search(call.target):
            yield _setup(file, call, f"{call.written} gives each request an id", structured=True)


__all__ = ["LogSetup", "correlations", "log_setups"]
