"""Where does a program keep all options of its run, or a copy of its code, beside what it trains?"""

from collections.abc import Iterator

from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.training.origins.model_origin import LineageMark, Origin
from seatrial.facts.training.training_path import training_path
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_FARTHEST = 2  #: imports from what trains to what reads its options
_BOTH = 2  #: arguments: from where, and whither
_COPIES = frozenset({"copy", "copy2", "copyfile", "copytree"})
_SETTINGS = caseless(
    r"(?:^|[_./])(?:config|cfg|conf|settings|hyper_?params?|params)(?:_?(?:path|file|name|yaml))?(?:\.(?:ya?ml|json|toml|ini))?$"
)
_OF_A_RUN = caseless(
    r"(?:^|[^a-z])(?:logs?|runs?|out(?:put)?s?|exp(?:eriment)?s?|ckpts?|checkpoints?|save|work|results?|models?)(?:_?(?:dir|path|folder|root))?(?:[^a-z]|$)"
)
_WRITES = frozenset({"write", "writelines", "dump", "safe_dump", "write_text", "save"})


def written_options(repo: Repo) -> Iterator[LineageMark]:
    """Yield where ``vars(options)`` is written into a file, or code or settings are copied into the folder of a run.

    It counts in what trains, and in what that imports.
    """
    near = _near(repo)
    for program in outside_tests(repo):
        if program.path in near:
            yield from (*_options(program), *_copies(program))


def _options(program: Program) -> Iterator[LineageMark]:
    writing = {call.scope for call in program.file.calls if call.last in _WRITES}
    for call in program.file.calls if "argparse" in program.file.packages else ():
        if call.name == "vars" and call.args and call.scope in writing:
            what = "writes all options of the run into a file"
            yield LineageMark(program.place_of(call), Origin.PARAMETERS, what, program.site_of(call).liveness)


def _copies(program: Program) -> Iterator[LineageMark]:
    """Yield where a training puts a copy of its own code or settings beside what it makes."""
    for call in program.file.calls:
        if call.last not in _COPIES or len(call.args) < _BOTH:
            continue
        source, target = call.args[:_BOTH]
        copied = _copied(program, source)
        said = " ".join((target.string or target.text, *(part.text for part in target.items)))
        if copied and _OF_A_RUN.search(said):
            what = f"copies its {copied} into the folder of the run"
            yield LineageMark(program.place_of(call), Origin.PARAMETERS, what, program.site_of(call).liveness)


def _copied(program: Program, source: Value) -> str:
    """Say what is copied: the code around a program, or its settings; "" for data and models."""
    path = source.string.removeprefix("./").rstrip("/")
    if source.text == "__file__" or (path and (program.path == path or program.path.startswith(f"{path}/"))):
        return "code"
    return "settings" if _SETTINGS.search(path or source.text) else ""


def _near(repo: Repo) -> frozenset[str]:
    near, edge = set(training_path(repo)), set(training_path(repo))
    for _ in range(_FARTHEST):
        edge = {other for path in edge for other in imported_files(repo).get(path, ())} - near
        near |= edge
    return frozenset(near)
