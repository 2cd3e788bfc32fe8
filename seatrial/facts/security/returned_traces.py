"""Which handlers return the traceback as it is, so that the framework makes an answer of it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.serving.serving import endpoints
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

TRACES = frozenset({"traceback.format_exc", "traceback.format_exception"})
_RETURNS = regex(r"\s*(?:return|yield)\b")
_OPENS, _CLOSES = "([{", ")]}"
_LONGEST = 40  #: lines of a value that is returned


@fact
def returned_traces(repo: Repo) -> tuple[tuple[Program, Call], ...]:
    """Return the calls in handlers whose traceback is returned, itself, in a dict, or by the name that it is given."""
    by_path = grouped((one.handler_path, one.handler) for one in endpoints(repo) if one.handler_path)
    return tuple((program, call) for program in programs(repo) if program.path in by_path
                 for call in _in(repo, program, frozenset(by_path[program.path])))  # fmt: skip


def _in(repo: Repo, program: Program, handlers: frozenset[str]) -> Iterator[Call]:
    asked = [call for call in program.file.calls if call.name in TRACES and call.scope in handlers]
    if not asked or program.notebook or program.is_test:
        return
    lines = repo.text_or_empty(program.path).splitlines()
    for call in asked:
        function = next(one for one in program.file.functions if one.name == call.scope)
        named = regex(rf"(?<![\w'\"]){call.target}(?![\w'\"])") if call.target.isidentifier() else None
        later = range(call.line + 1, function.end_line + 1) if named else ()
        if _is_returned(lines, call.line, function.line) or any(
            named and named.search(lines[at - 1]) and _is_returned(lines, at, function.line)
            for at in later
            if at <= len(lines)
        ):
            yield call


def _is_returned(lines: list[str], at: int, first: int) -> bool:
    """Tell whether a line, counted from 1, is of a value that is returned: its brackets stay open from there on."""
    begun = next((row for row in range(at, max(at - _LONGEST, first), -1) if _RETURNS.match(lines[row - 1])), 0)
    depth = 0
    for line in lines[begun - 1 : at - 1] if begun else ():
        depth += sum(line.count(mark) for mark in _OPENS) - sum(line.count(mark) for mark in _CLOSES)
        if depth <= 0:
            return False
    return begun > 0
