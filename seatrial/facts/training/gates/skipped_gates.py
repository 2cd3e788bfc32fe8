"""Which gates in tests are skipped, since the figures of the model before, against which they judge, lie nowhere?"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from glob import escape
from itertools import chain
from posixpath import basename

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.training.gates.metric_words import OF_A_MODEL
from seatrial.facts.training.settings.reads import names_of_files
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: A file of figures of an earlier model, also with a gap in its name: ``f"{kind}_baseline.json"``.
_FIGURES = caseless(r"(?:^|/)[^/\s]*(?:baseline|champion|reference|blessed)[^/\s]*\.(?:json|ya?ml|toml|csv|parquet)$")
_EARLIER = caseless(r"baseline|champion|reference|blessed")
_SKIPS = frozenset({"skipTest", "skip", "skipif", "skipIf", "skipUnless"})
_COMPARES = regex(r"^assert(?:Less|Greater)(?:Equal)?$")
_OF_A_MODEL = caseless(rf"(?<![a-z])(?:{OF_A_MODEL})(?![a-z])")
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
    """Return the gates in tests that are skipped while the figures of an earlier model are missing, by place."""
    tests = (program for program in programs(repo) if program.is_test)
    return tuple(sorted(chain.from_iterable(_in_program(repo, one) for one in tests), key=lambda gate: gate.site))


def _in_program(repo: Repo, program: Program) -> Iterator[SkippedGate]:
    named = [text.value for text in program.file.texts if _FIGURES.search(text.value)]
    missing = next((name for name in named if not _is_here(repo, name)), "")
    if not missing or not any(_is_skip(call) for call in _calls_and_marks(program)):
        return
    figures, writer = missing.rpartition("/")[2].replace("{}", "*"), _writer(repo, program)
    for scope, line in _comparisons(program):
        yield SkippedGate(program.site(line, scope), scope.rpartition(".")[2], figures, writer)


def _is_here(repo: Repo, name: str) -> bool:
    """Tell whether a file is there that may be meant, whatever stands in the gaps of its name."""
    last, known = basename(name), names_of_files(repo)
    if "{}" not in last:
        return last in known
    wanted = "*".join(map(escape, last.split("{}")))  # a pattern of fnmatch takes no longer for many gaps
    return any(fnmatchcase(one, wanted) for one in known)


def _calls_and_marks(program: Program) -> Iterator[Call]:
    yield from program.file.calls
    for function in program.file.functions:
        yield from function.decorators


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
