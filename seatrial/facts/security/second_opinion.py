"""Which texts that become something that acts does ruff see where our own rules judge no call?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.security.injections.injection import Injection, call_name
from seatrial.facts.security.injections.sink_table import Danger, Sink, reads_as_prose, sink
from seatrial.facts.security.injections.sinks import is_fixed
from seatrial.model.scan import NO_SYNTAX, Scan
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Rules of flake8-bandit, by their number in ruff. The others are judged by our own checks on loading, encryption,
#: defaults and credentials, or ask for a style.
_DANGERS = {
    "S602": Danger.COMMAND,
    "S604": Danger.COMMAND,
    "S605": Danger.COMMAND,
    "S609": Danger.COMMAND,
    "S608": Danger.QUERY,
    "S610": Danger.QUERY,
    "S611": Danger.QUERY,
    "S702": Danger.TEMPLATE,
}
#: Calls that tell a text to people: one about a query is no query.
_TELLS = regex(r"(?:^|\.)(?:log|logger|logging|warnings|print|console|click)(?:\.|$)|(?:Error|Exception)$")
_LINES = 4  #: below the first line of a statement, within which a text of it begins


@fact
def further_injections(repo: Repo) -> tuple[Injection, ...]:
    """Return the dangerous texts that ruff sees, and that are put together from parts that are not fixed."""
    parsed = {program.path: program for program in outside_tests(repo)}
    return tuple(_injections(repo, parsed))


def _injections(repo: Repo, parsed: dict[str, Program]) -> Iterator[Injection]:
    for seen in _scan(repo).seen:
        program, danger = parsed.get(seen.path), _DANGERS.get(seen.rule)
        if program is None or danger is None or _is_judged(program, seen.line):
            continue
        if danger is not Danger.QUERY:
            yield Injection(program.site(seen.line, _scope(program, seen.line)), f"a call (ruff: {seen.rule})", danger)
        elif (query := _query(program, seen.line)) is not None:
            scope, into = query
            yield Injection(program.site(seen.line, scope), f"{into} (ruff: {seen.rule})", danger)


def unjudged_code(repo: Repo) -> tuple[str, ...]:
    """Return what ruff was asked and did not tell, a phrase for each.

    What it could not parse is no such file: our own reader, which knows the Python of before as well, tells of those.
    """
    scan = _scan(repo)
    if scan.failed:
        return scan.unread
    return tuple(f"{path}: ruff {reason}" for path, reason in scan.missed if reason != NO_SYNTAX)


def _is_judged(program: Program, line: int) -> bool:
    """Tell whether our own rules know a dangerous call on this line: they have looked at where its text comes from."""
    return any(call.line <= line <= max(call.end_line, call.line) and sink(call) for call in program.file.calls)


def _scope(program: Program, line: int) -> str:
    return next((call.scope for call in program.file.calls if call.line == line), "")


def _query(program: Program, line: int) -> tuple[str, str] | None:
    """Return the scope of a query that is no fixed text, and the name it is given to; None when people read it."""
    for scope, into, text in _texts(program, line):
        if reads_as_prose(text.text) or (
            text.kind == "call" and not text.text.endswith((".format", ".join", ".replace"))
        ):
            continue  # a sentence for people, or what another line near it asks for
        if text.kind in ("fstring", "operation", "call") and not is_fixed(
            program.file, scope, Sink(Danger.QUERY, text, alone=True)
        ):
            return scope, into
    return None


def _texts(program: Program, line: int) -> Iterator[tuple[str, str, Value]]:
    """Yield the texts around a line that are given to a name or a call."""
    near = [item for item in program.file.assignments if item.line <= line <= item.line + _LINES]
    near = [item for item in near if item.line == line] or near  # what begins on the line is no part of one before
    for given in sorted(near, key=lambda item: -item.line):  # the nearest above holds the text
        yield given.scope, given.target, given.value
    for call in program.file.calls:
        if call.line <= line <= max(call.end_line, call.line) and not _TELLS.search(call.name or call.written):
            yield from ((call.scope, call_name(call), text) for text in call.args)


def _scan(repo: Repo) -> Scan:
    return repo.scans.get("ruff", Scan("ruff"))
