"""Which functions does the framework call first, where a name stands for ``Depends(...)`` or for a list of them?"""

import sys
from collections.abc import Iterator

from seatrial.facts.code.code_index import calls_in, contents, value_at
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

INJECTS = regex(r"(^|\.)(Depends|Security|Provide|Annotated|use_auth)$")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Injection:
    """One function that is called before a handler."""

    file: PythonFile  #: in which its name is written
    name: str
    maybe: bool = False  #: only under a condition


def injections(repo: Repo, file: PythonFile, value: Value, depth: int = _DEEPEST) -> Iterator[Injection]:
    """Yield what a value injects: ``Depends(f)``, ``Annotated[T, Depends(f)]``, a list of such, or a name of one."""
    if not depth:
        return
    if value.kind == "call" and INJECTS.search(value.name):
        given = value.items[0] if value.items else value.keyword("dependency")
        if given is not None:
            yield Injection(file, given.name or given.text)
    elif value.kind == "list" or (value.kind == "item" and value.name.endswith("Annotated[]")):
        for item in value.items:
            yield from injections(repo, file, item, depth - 1)
    elif value.kind == "item":
        yield from _of_table(repo, file, value.name.replace("[]", ""))
    elif value.kind == "name":
        yield from injected_by_name(repo, file, value.name, depth - 1)


def _of_table(repo: Repo, file: PythonFile, name: str) -> Iterator[Injection]:
    """Yield what a table of a module may inject, ``GUARDS[router.name][mode]``: none of it is sure to be chosen."""
    home, table = value_at(repo, file.path, name) or (None, "")
    if home is None:
        return
    lines = sorted({item.line for item in home.assignments if not item.scope})
    begin = next((item.line for item in home.assignments if item.target == table), sys.maxsize)
    end = next((line for line in lines if line > begin), sys.maxsize)
    for call in home.calls:
        if not call.scope and begin <= call.line < end and INJECTS.search(call.name) and call.args:
            yield Injection(home, call.args[0].name or call.args[0].text, maybe=True)


def injected_by_name(repo: Repo, file: PythonFile, name: str, depth: int = _DEEPEST) -> Iterator[Injection]:
    """Yield what a variable of a module injects: ``CurrentUser = Annotated[User, Depends(get_user)]``."""
    home, variable = value_at(repo, file.path, name) or (None, "")
    for item in home.assignments if home else ():
        if home and not item.scope and item.target == variable:
            yield from injections(repo, home, item.value, depth)


def gathered(repo: Repo, file: PythonFile, call: Call, value: Value) -> Iterator[Injection]:
    """Yield what a list of dependencies holds that a call is given, filled in the same function before."""
    if value.kind != "name":
        return
    inner = contents(repo, file.path).functions
    for given, maybe in _given(repo, file, call.scope, value.text):
        for one in injections(repo, file, given):
            nested = f"{call.scope}.{one.name}"
            yield Injection(one.file, nested if nested in inner else one.name, maybe or one.maybe)


def _given(repo: Repo, file: PythonFile, scope: str, name: str) -> Iterator[tuple[Value, bool]]:
    """Yield what is put into a list in one function, and whether only under a condition."""
    for item in file.assignments:
        if item.scope == scope and scope and item.target == name:
            yield item.value, False
    for call in calls_in(repo, file.path, scope):
        if call.written in (f"{name}.append", f"{name}.extend"):
            yield from ((given, "if" in call.inside) for given in call.args)
