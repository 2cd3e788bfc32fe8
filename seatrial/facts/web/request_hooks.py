"""Which middlewares and hooks see every request, and may refuse it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.guard import Guard, guard_named, refuses_callers
from seatrial.model import Place
from seatrial.read.code.python_record import PythonFile
from seatrial.repo import Repo

_HOOKS = frozenset({
    "before_request", "middleware", "before_app_request", "on_request", "before_serving",
})  # fmt: skip


@fact
def request_hooks(repo: Repo) -> tuple[tuple[Guard, str], ...]:
    """Return every middleware and hook about callers, with the file whose application it is for."""
    files = files_outside_tests(repo)
    return tuple((guard, file.path) for file in files for guard in _hooks_in(repo, file))


def _hooks_in(repo: Repo, file: PythonFile) -> Iterator[Guard]:
    for function in file.functions:
        if any(mark.last in _HOOKS for mark in function.decorators) and refuses_callers(repo, file.path, function.name):
            yield Guard(
                Place(file.path, function.line), f"{function.name} sees every request", file.path, function.name
            )
    for call in file.calls:
        if call.last in ("add_middleware", "before_request", "Middleware", "middleware") and call.args:
            yield from guard_named(repo, file, call.line, call.args[0].name, "a middleware")
