"""Is what a call reads compared with a known digest first, so that a changed file stops the program?"""

import re
from collections.abc import Iterable, Iterator
from math import inf

from seatrial.facts.code.arguments import constant
from seatrial.facts.code.of_file import calls_by_scope, comparisons_by_scope, once_of_file
from seatrial.read.code.python_record import Call, Comparison, PythonFile, Value
from seatrial.read.regex import caseless

NAMES_DIGEST = caseless(r"digest|checksum|sha\d|hash")
_MAKERS = frozenset({"sha256", "sha512", "sha384", "blake2b", "sha3_256", "file_digest", "compare_digest"})
PROVES = caseless(r"verif|check|valid|integrity|ensure|assert")
_STOPS = ("raise", "assert", "sys.exit", "exit", "else raise")
#: Arguments of functions that compare by themselves: pooch, torch.hub, requests' helpers.
_KNOWN = frozenset({"known_hash", "check_hash", "expected_hash", "hash_prefix", "expected_sha256", "sha256"})
#: They keep a broken download out, and nobody who wants to put another file in its place.
_WEAK = frozenset({"md5sum", "expected_md5", "md5"})


def is_checked(file: PythonFile, load: Call) -> bool:
    """Tell whether, before a load, its function stops when a digest differs, or calls what does.

    A difference that is only logged stops nothing. That the digest is the one of the loaded bytes is not shown.
    """
    return _is_compared(file, load) and not _has_a_way_round(file, load)


def is_checked_when_fetched(file: PythonFile, load: Call) -> bool:
    """Tell whether what a load reads is compared first when it was fetched, and not when a caller names a path."""
    return _is_compared(file, load) and _has_a_way_round(file, load)


def _is_compared(file: PythonFile, load: Call) -> bool:
    return _first_proof(file, load.scope) <= load.line or _compares_here(file, load)


@once_of_file
def _first_proof(file: PythonFile, scope: str) -> float:
    """Return the first line on which a function hands over a known digest, or calls what compares one."""
    calls, provers = calls_by_scope(file).get(scope, ()), _provers(file)
    return min((call.line for call in calls if call.last in provers or _hands_over_a_digest(file, call)), default=inf)


def _hands_over_a_digest(file: PythonFile, call: Call) -> bool:
    return any(
        (key in _KNOWN and not _is_none(value) and not _is_weak(value)) or _names_a_commit(key, value)
        for key, value in _given(file, [call])
    )


def _compares_here(file: PythonFile, load: Call) -> bool:
    return load.scope in _makers(file) and any(item.line < load.line for item in _stopping(file, load.scope))


@once_of_file
def _makers(file: PythonFile) -> frozenset[str]:
    """Return the functions that work out a digest."""
    return frozenset(call.scope for call in file.calls if call.last in _MAKERS)


@once_of_file
def _provers(file: PythonFile) -> frozenset[str]:
    """Return the last names of the functions whose purpose is to compare a digest."""
    return frozenset(scope.rpartition(".")[2] for scope in _makers(file) if _proves(file, scope))


def _has_a_way_round(file: PythonFile, load: Call) -> bool:
    """Tell whether a load reads what was fetched and proved, or else what the caller named, at which nobody looks."""
    if _compares_here(file, load):
        return False
    provers = _provers(file)
    names = {value.text for value in load.args if value.kind == "name"}
    opened = (call for call in _until(file, load) if call.target in names and call.last == "open")
    names |= {call.args[0].text for call in opened if call.args}
    ways = [item for item in file.assignments if item.scope == load.scope and item.target in names]
    given = {one.name for item in file.functions if item.name == load.scope for one in item.parameters}
    proved = [item.line for item in ways if item.value.kind == "call" and item.value.name.rpartition(".")[2] in provers]
    return bool(proved) and any(
        item.value.kind == "name" and item.value.text in given and min(proved) < item.line <= load.line for item in ways
    )


def is_weakly_checked(file: PythonFile, load: Call) -> bool:
    """Tell whether, before a load, its function compares an MD5: that finds what is broken, and nothing forged."""
    before = _until(file, load)
    given = _given(file, before)
    named = any((key in _WEAK and not _is_none(value)) or (key in _KNOWN and _is_weak(value)) for key, value in given)
    return named or any(call.last == "md5" for call in before)


def proves(file: PythonFile, scope: str) -> bool:
    """Tell whether a function works out a digest and compares it, as its purpose."""
    return scope in _makers(file) and _proves(file, scope)


def _until(file: PythonFile, load: Call) -> list[Call]:
    """Return the calls of the same function down to a load, itself included."""
    return [call for call in calls_by_scope(file).get(load.scope, ()) if call.line <= load.line]


def _given(file: PythonFile, calls: Iterable[Call]) -> list[tuple[str, Value]]:
    return [(key, constant(file, call.scope, value)) for call in calls for key, value in _keywords(call)]


def _keywords(call: Call) -> Iterator[tuple[str, Value]]:
    """Yield what a call is given by name; the second argument of pooch is the digest that it knows."""
    yield from call.keywords
    if call.name.endswith("pooch.retrieve") and len(call.args) > 1:
        yield "known_hash", call.args[1]


def _is_none(value: Value) -> bool:
    return value.kind == "literal" and value.literal in (None, False)


def _is_weak(value: Value) -> bool:
    texts = (value.literal, *(item.literal for item in value.items))
    return any(isinstance(text, str) and text.startswith("md5:") for text in texts)


def _names_a_commit(key: str, value: Value) -> bool:
    """Tell whether a hub is asked for one commit, which holds the same bytes for ever."""
    return key == "revision" and isinstance(value.literal, str) and bool(re.fullmatch(r"[0-9a-f]{40}", value.literal))


def _stopping(file: PythonFile, scope: str) -> Iterator[Comparison]:
    """Yield the comparisons of digests in a function that end it, or the program, when they fail."""
    for item in comparisons_by_scope(file).get(scope, ()):
        stops = any(lead.startswith(_STOPS) for lead in item.leads_to)
        if stops and NAMES_DIGEST.search(item.words):
            yield item


def stops_by_a_digest(file: PythonFile, scope: str) -> bool:
    """Tell whether a function, or the program, ends where digests differ."""
    return any(_stopping(file, scope))


def compared_in_vain(file: PythonFile) -> Iterator[Comparison]:
    """Yield the comparisons of digests that only tell of a difference, and go on."""
    makers = _makers(file)
    for item in file.comparisons:
        telling = bool(item.leads_to) and not any(lead.startswith((*_STOPS, "return")) for lead in item.leads_to)
        if telling and item.scope in makers and item.operator == "!=" and NAMES_DIGEST.search(item.words):
            yield item


def _proves(file: PythonFile, scope: str) -> bool:
    """Tell whether a function's purpose is to compare a digest: it stops on a difference, or its name says that."""
    compared = comparisons_by_scope(file).get(scope, ())
    compares = any(NAMES_DIGEST.search(f"{item.left.text} {item.right.text}") for item in compared)
    compares |= any(call.last == "compare_digest" for call in calls_by_scope(file).get(scope, ()))
    named = bool(PROVES.search(scope.rpartition(".")[2]))
    return any(_stopping(file, scope)) or (compares and named)
