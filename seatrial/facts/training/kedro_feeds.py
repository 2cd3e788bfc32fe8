"""Which pipelines of Kedro make what one that trains is handed? The catalogue connects them, and no import does."""

from collections.abc import Iterator

from seatrial.facts.code.programs import programs
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo, Role

_NODES = frozenset({"kedro.pipeline.node", "kedro.pipeline.Node", "kedro.pipeline.node.node"})


def feeding_pipelines(repo: Repo, starts: frozenset[str]) -> frozenset[str]:
    """Return the files of pipelines whose results are handed to the nodes in these files, however far."""
    takes: dict[str, set[str]] = {}
    makers: dict[str, set[str]] = {}
    for program in programs(repo):
        nodes = [call for call in program.file.calls if call.name in _NODES]
        if nodes and program.role is Role.OWN:
            takes[program.path] = {name for call in nodes for name in _names(call, 1, "inputs")}
            for made in (name for call in nodes for name in _names(call, 2, "outputs")):
                makers.setdefault(made, set()).add(program.path)
    found = set(starts & takes.keys())
    waiting = list(found)
    while waiting:
        more = {path for name in takes[waiting.pop()] for path in makers.get(name, ())} - found
        found |= more
        waiting += more
    return frozenset(found - starts)


def _names(call: Call, position: int, name: str) -> Iterator[str]:
    """Yield the names of data sets, without the settings: ``"x"``, ``["x", "params:y"]``, ``{"of": "x"}``."""
    given = call.keyword(name) or (call.args[position] if len(call.args) > position else Value("other"))
    values = (given,) if given.string else [part for part in given.parts if part.string]
    yield from (value.string for value in values if not value.string.startswith(("params:", "parameters")))
