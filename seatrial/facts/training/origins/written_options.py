"""Where does a program write all options of its run into a file, beside what it trains?"""

from collections.abc import Iterator

from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import outside_tests
from seatrial.facts.training.origins.model_origin import LineageMark, Origin
from seatrial.facts.training.training_path import training_path
from seatrial.repo import Repo

_FARTHEST = 2  #: imports from what trains to what reads its options
_WRITES = frozenset({"write", "writelines", "dump", "safe_dump", "write_text", "save"})


def written_options(repo: Repo) -> Iterator[LineageMark]:
    """Yield where ``vars(options)`` is written into a file, in what trains or in what it imports."""
    near = _near(repo)
    for program in outside_tests(repo):
        if program.path not in near or "argparse" not in program.file.packages:
            continue
        writing = {call.scope for call in program.file.calls if call.last in _WRITES}
        for call in program.file.calls:
            if call.name == "vars" and call.args and call.scope in writing:
                what = "writes all options of the run into a file"
                yield LineageMark(program.place_of(call), Origin.PARAMETERS, what, program.site_of(call).liveness)


def _near(repo: Repo) -> frozenset[str]:
    near, edge = set(training_path(repo)), set(training_path(repo))
    for _ in range(_FARTHEST):
        edge = {other for path in edge for other in imported_files(repo).get(path, ())} - near
        near |= edge
    return frozenset(near)
