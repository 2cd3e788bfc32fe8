"""Which gates in tests are skipped, since the figures of the model before, against which they judge, lie nowhere?"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from glob import escape
from itertools import chain
from posixpath import basename

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Step
from seatrial.facts.ci.workflows import jobs
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.training.gates.metric_words import OF_A_MODEL
from seatrial.facts.training.settings.reads import names_of_files
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class, Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: A file of figures of an earlier model, also with a gap in its name: ``f"{kind}_baseline.json"``.
_FIGURES = caseless(r"(?:^|/)[^/\s]*(?:baseline|champion|reference|blessed)[^/\s]*\.(?:json|ya?ml|toml|csv|parquet)$")
_EARLIER = caseless(r"baseline|champion|reference|blessed")
_SKIPS = frozenset({"skipTest", "skip", "skipif", "skipIf", "skipUnless"})
_PREPARE = ("setUp", "setUpClass", "setup_method", "setup_class")
_COMPARES = regex(r"^assert(?:Less|Greater)(?:Equal)?$")
_OF_A_MODEL = caseless(rf"(?<![a-z])(?:{OF_A_MODEL})(?![a-z])")
#: Commands that fetch the figures of an earlier model, or everything that a tool keeps beside git.
_FETCHES = caseless(
    r"\bdvc\s+(?:pull|fetch|get|import)\b|\bgit\s+lfs\s+pull\b"
    r"|\b(?:aws\s+s3(?:api)?|gsutil|gcloud\s+storage|az\s+storage|azcopy|rclone|mc|gh\s+(?:release|run)\s+download|mlflow)\b"
    r"[^\n]{0,200}(?:baseline|champion|reference|blessed|metrics)"
    # what is asked whether it answers is fetched by nobody
    r"|\b(?:wget|curl)\b(?![^\n]{0,200}(?:localhost|127\.0\.0\.1|0\.0\.0\.0))[^\n]{0,200}(?:baseline|champion|reference|blessed"
    r"|metrics\.\w)"
)
_BRINGS = caseless(r"download-artifact")
#: What such an artifact is called that holds no figures.
_BUILT = caseless(r"(?<![a-z])(?:dist|wheels?|sdist|packages?|build|binar\w+|images?|coverage|docs?)(?![a-z])")
_TESTS = caseless(r"\b(?:pytest|unittest|tox|nox|make\s+\S*test)")
_SCRIPT = regex(r"[\w./-]{1,200}\.py\b")


@dataclass(frozen=True, slots=True)
class SkippedGate(InCode):
    """One comparison of a model with an earlier one, in a test that is skipped while nobody commits its figures."""

    site: Site
    by: str  #: the function that compares
    figures: str  #: the file that is missing, a star for what differs in its name
    writer: str  #: the script that writes it, "" where none is told

    @property
    def what(self) -> str:
        return f"{self.by} compares the model with {self.figures}, which is not here, so that it is skipped"


@fact
def skipped_gates(repo: Repo) -> tuple[SkippedGate, ...]:
    """Return the gates in tests that are skipped while the figures of an earlier model are missing, by place.

    Where a step of CI fetches what git does not hold, the figures may be there when the tests run.
    """
    if _fetched_by_ci(repo):
        return ()
    tests = (program for program in programs(repo) if program.is_test)
    return tuple(sorted(chain.from_iterable(_in_program(repo, one) for one in tests), key=lambda gate: gate.site))


@fact
def _fetched_by_ci(repo: Repo) -> bool:
    """Tell whether CI fetches figures, or all that DVC keeps, or what an earlier run left, in a job that tests."""
    return any(
        any(_TESTS.search(step.run) for step in job.steps)
        and any(_FETCHES.search(step.run) or _brings_figures(step) for step in job.steps)
        for job in jobs(repo)
    )


def _brings_figures(step: Step) -> bool:
    """Tell whether a step takes over what an earlier job or run left, if that is not called after what was built."""
    return bool(_BRINGS.search(step.uses)) and not _BUILT.search(dict(step.inputs).get("name", ""))


def _in_program(repo: Repo, program: Program) -> Iterator[SkippedGate]:
    named = [text for text in program.file.texts if _FIGURES.search(text.value) and not _is_here(repo, text.value)]
    for scope, line in _comparisons(program) if named else ():
        around = _around(program, scope)
        missing = next((text.value for text in named if text.scope in {"", *around}), "")
        if missing and any(map(_is_skip, _calls_and_marks(program, around))):
            figures, writer = missing.rpartition("/")[2].replace("{}", "*"), _writer(repo, program)
            yield SkippedGate(program.site(line, scope), scope.rpartition(".")[2], figures, writer)


def _around(program: Program, scope: str) -> frozenset[str]:
    """Return the scopes that run with a test: its own, its class's, its fixtures, and the functions that it calls."""
    asked = (one.name for item in program.file.functions if item.name == scope for one in item.parameters)
    called = (call.last for call in program.file.calls if call.scope == scope)
    owner = scope.rpartition(".")[0]
    within = (owner, *(f"{owner}.{name}" for name in _PREPARE)) if owner else ()
    return frozenset((scope, *asked, *called, *within))


def _is_here(repo: Repo, name: str) -> bool:
    """Tell whether a file is there that may be meant, whatever stands in the gaps of its name."""
    last, known = basename(name), names_of_files(repo)
    if "{}" not in last:
        return last in known or f"{last}.dvc" in known
    wanted = "*".join(map(escape, last.split("{}")))  # a pattern of fnmatch takes no longer for many gaps
    return any(fnmatchcase(one.removesuffix(".dvc"), wanted) for one in known)


def _calls_and_marks(program: Program, around: frozenset[str]) -> Iterator[Call]:
    """Yield the calls of these scopes, the marks on them, and those of the whole file: ``pytestmark = skipif(...)``."""
    held: tuple[Function | Class, ...] = (*program.file.functions, *program.file.classes)
    marks = [mark for item in held if item.name in around for mark in item.decorators]
    targets = {"pytestmark", *(mark.written for mark in marks)}
    yield from marks
    for call in program.file.calls:
        if call.scope in around or (not call.scope and (call.target in targets or call.last == "skip")):
            yield call


def _is_skip(call: Call) -> bool:
    said = (f"{value.text} {value.literal!r} {value.items}" for value in call.values)
    return call.last in _SKIPS and any(_EARLIER.search(text) for text in said)


def _comparisons(program: Program) -> Iterator[tuple[str, int]]:
    """Yield the functions that hold a figure of a model to an earlier one, each with its first comparison's line."""
    given = {item.name: " ".join(one.name for one in item.parameters) for item in program.file.functions}
    compared = [(one.scope, one.line, one.args[:2]) for one in program.file.calls if _COMPARES.search(one.last)]
    compared += [
        (item.scope, item.line, (item.left, item.right))
        for item in program.file.comparisons
        if "assert" in item.leads_to and item.operator in {"<", "<=", ">", ">="}
    ]
    found: dict[str, int] = {}
    for scope, line, sides in sorted(compared, key=lambda one: one[1]):
        words = " ".join(side.text for side in sides)
        if _OF_A_MODEL.search(words) and _EARLIER.search(f"{words} {given.get(scope, '')}"):
            found.setdefault(scope, line)
    yield from found.items()


def _writer(repo: Repo, program: Program) -> str:
    """Return the script that a test tells to run for its figures."""
    for text in program.file.texts:
        told = _SCRIPT.search(text.value) if _EARLIER.search(text.value) else None
        if told:
            return next((path for path in repo.paths if f"/{path}".endswith(f"/{told[0].lstrip('./')}")), "")
    return ""
