"""Does a handler work out its answer by rules alone, so that no model gives it, whatever its name promises?"""

import builtins

from seatrial.facts import index
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Functions that are looked at for one handler; more than that is no rule that stands in its place.
_WIDEST = 60
#: Builtins behind which anything may run, or a file be read.
_BUILTINS = frozenset(dir(builtins)) - {"open", "eval", "exec", "compile", "__import__", "getattr", "input"}
#: Methods of plain values that no model has as well, as ``encode`` and ``translate`` would be.
_METHODS = frozenset({
    "add", "append", "capitalize", "copy", "date", "dict", "discard", "endswith", "extend", "get", "insert", "isalpha",
    "isdigit", "isoformat", "items", "join", "keys", "lower", "lstrip", "model_dump", "pop", "remove", "replace",
    "rstrip", "setdefault", "sort", "split", "startswith", "strftime", "strip", "timestamp", "title", "total_seconds",
    "update", "upper", "values", "zfill",
})  # fmt: skip
_LOGS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
#: Libraries that work out no answer: what they are handed is followed.
_PLAIN = frozenset({
    "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "itertools", "json.dumps", "logging", "loguru",
    "math", "random", "re", "secrets", "statistics", "string", "structlog", "time", "traceback", "typing", "uuid",
    "warnings",
})  # fmt: skip
#: What a framework offers to put an answer into; behind a request stands whatever the application keeps there.
_ANSWERS = regex(
    r"(?:fastapi|starlette|flask|pydantic|litestar|sanic)\.(?:\w+\.)?(?:\w*Exception|\w*Response|\w+Error|jsonify|abort|Depends)$"
)


@index
def _known(_: Repo) -> dict[tuple[str, str], bool]:
    return {}


def works_by_rules(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether all that a function calls is followed, and is made of plain values: no model, no file, no peer.

    What cannot be followed may be a model: then the answer is no.
    """
    known = _known(repo)
    if (path, scope) not in known:
        known[path, scope] = _followed(repo, path, scope)
    return known[path, scope]


def _followed(repo: Repo, path: str, scope: str) -> bool:
    waiting, seen = [(path, scope)], {(path, scope)}
    while waiting:
        here, function = waiting.pop()
        if _stands_for_others(repo, here, function):
            return False
        for call in calls_in(repo, here, function):
            run = of_call(repo, here, call)
            if not all(callee.sure for callee in run) or not (run or _is_plain(repo, here, call)):
                return False
            found = {(callee.path, callee.scope) for callee in run} - seen
            seen |= found
            waiting += found
        if len(seen) > _WIDEST:
            return False
    return True


def _stands_for_others(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a method says nothing itself, so that another class answers in its place."""
    function = function_at(repo, path, scope)
    return function is not None and function.is_stub and bool(function.in_class)


def _is_plain(repo: Repo, path: str, call: Call) -> bool:
    if not call.name or is_ml(call.name):
        return False
    if call.name in _BUILTINS or _belongs(call.name):
        return True
    of_a_value = call.name == call.written or call.name.partition(".")[0] in _BUILTINS
    if "." in call.name and of_a_value and call.last in _METHODS | _LOGS:
        return call.last != "get" or _looks_up(call)
    own = defined(repo, path, call.name, call.written)
    return own is not None and own.cls is not None and own.name.rpartition(".")[2] == call.last


def _looks_up(call: Call) -> bool:
    """Tell ``table.get(key)`` from a queue, which hands out without a key, and from what an object asks for others."""
    return bool(call.args) and not call.written.startswith(("self.", "cls."))


def _belongs(name: str) -> bool:
    return bool(_ANSWERS.match(name)) or any(name == one or name.startswith(f"{one}.") for one in _PLAIN)
