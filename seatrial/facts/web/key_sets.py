"""Does a guard compare what it is sent with a key, one of several or the only one, and what where none is set?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import Comparison
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_KEYS = caseless(r"(?:keys|tokens|credentials|secrets)(?:\b|_?(?:set|list|by_\w+)?$)")
_UNSET = regex(r"if (?:not ([\w.]+)|([\w.]+) (?:is|==) (?:None|\"\"|''))\s*:")
_AND = regex(r"if ([\w.]+) and .*(?:!=|not in|not .*compare_digest)")
_SECRET = caseless(r"key|token|secret|password")
_SETTINGS = caseless(r"s|self|app|env|state|cfg|\w*(?:settings?|conf(?:ig)?)")
_GOES_ON = regex(r"(?:return(?! False\b)|pass\b)")
_STOPS = regex(r"raise\b|(?:sys\.)?exit\(|os\._exit\(")
_REFUSAL = regex(r"\b4\d\d\b|(?i:response|error|abort|reject|deny|refuse)")
_LONGEST = 400  #: lines of a function that are looked at


def compares_keys(repo: Repo, visited: Iterable[tuple[str, str]]) -> bool:
    """Tell whether what a caller sends is compared with a secret."""
    compared = _compared(repo, visited)
    return any(one.operator in {"==", "!=", "in", "not in"} and _SECRET.search(one.words) for one in compared)


def looks_up_keys(repo: Repo, visited: Iterable[tuple[str, str]]) -> bool:
    """Tell whether what a caller sends is looked for among several keys, so that each caller may have one."""
    asked = (one for one in _compared(repo, visited) if one.operator in {"in", "not in"})
    # ``in request.headers.keys()``: a name that is looked for among all headers is no key
    return any(_KEYS.search(one.right.text.removesuffix(".keys")) and one.left.kind != "literal" for one in asked)


def _compared(repo: Repo, visited: Iterable[tuple[str, str]]) -> Iterator[Comparison]:
    places = set(visited)
    for path in {path for path, _ in places}:
        yield from (one for one in contents(repo, path).comparisons if (path, one.scope) in places)


def open_while_unset(repo: Repo, visited: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a guard goes on where the service itself holds no key: ``if not API_KEYS: return``."""
    kept = {(path, name) for path, scope in visited for lines, given in _body(repo, path, scope)
            for name in _open_by(lines, given)}  # fmt: skip
    return any(not _starts_only_with(repo.text_or_empty(path), name) for path, name in kept)


def _starts_only_with(text: str, name: str) -> bool:
    """Tell whether the program refuses to start while the secret is not set, unless it is told to by name."""
    lines = [line.strip() for line in text.splitlines()]
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return any(line.startswith(f"if not {name}") and _STOPS.match(below) for line, below in pairs)


def _body(repo: Repo, path: str, scope: str) -> Iterator[tuple[list[str], frozenset[str]]]:
    """Yield the lines of a function without its comments, and its own names, with those of what it returns."""
    function, inside = function_at(repo, path, scope), contents(repo, path)
    if function:
        end = min(function.end_line, function.line + _LONGEST)
        whole = map(str.strip, repo.text_or_empty(path).splitlines()[function.line - 1 : end])
        within = frozenset((scope, *(name for name in _defined_in(repo, path) if name.startswith(f"{scope}."))))
        made = {item.target for items in inside.given.values() for item in items if item.scope in within}
        made |= {call.target for items in inside.makers.values() for call in items if call.scope in within}
        made |= {item.name for name in within if (one := function_at(repo, path, name)) for item in one.parameters}
        yield [line for line in whole if line and not line.startswith("#")], frozenset(made)


def _defined_in(repo: Repo, path: str) -> Iterator[str]:
    file = python_file(repo, path)
    return (function.name for function in file.functions) if file else iter(())


def _open_by(lines: list[str], given: frozenset[str]) -> Iterator[str]:
    """Yield the secrets that no caller gave, by which a line asks whether one is set, and lets everybody in else."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if (found := _AND.match(line)) and _is_kept(found[1], given):
            yield found[1]
        found = _UNSET.match(line)
        name = (found[1] or found[2]) if found else ""
        if name and _is_kept(name, given) and _GOES_ON.match(below) and not _REFUSAL.search(below):
            yield name


def _is_kept(name: str, given: frozenset[str]) -> bool:
    """Tell the name of a secret that the module or its settings hold from what a caller sent."""
    first, _, rest = name.partition(".")
    return bool(_SECRET.search(rest) if _SETTINGS.fullmatch(first) else _SECRET.search(name) and first not in given)
