"""How are answers of language models drawn: is the temperature or the seed set, and does an evaluation fix it?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests, programs
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.reach.reach import reach
from seatrial.model import Liveness
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_KEYS = ("temperature", "seed")
#: Folders and files of evaluations; a function that evaluates something in the product is none.
_EVALUATES = regex(r"(^|[/_])(evals?|evaluations?|evaluate|benchmarks?)([/_.]|$)")


@dataclass(frozen=True, slots=True)
class Sampling(InCode):
    """One call that says how answers are drawn."""

    site: Site
    key: str  #: ``temperature`` or ``seed``
    steady: bool  #: a seed, or a temperature of zero: the same answer again, as far as the provider can
    evaluates: bool  #: stands in an evaluation
    in_ci: bool = False

    @property
    def what(self) -> str:
        return f"sets the {self.key} of a language model" + (" in an evaluation" if self.evaluates else "")


@fact
def llm_sampling(repo: Repo) -> tuple[Sampling, ...]:
    """Return the calls of programs that ask language models which set ``temperature`` or ``seed``, tests apart."""
    asking = (program for program in outside_tests(repo) if _asks(repo, program))
    return tuple(sorted({item for program in asking for item in _samplings(repo, program)}, key=lambda item: item.site))


def _asks(repo: Repo, program: Program) -> bool:
    if any(belongs(f"{item.module}.{item.name}", LLM_CLIENTS) for item in program.file.imports):
        return True
    return any(call.runs is Runs.LLM for call in inference_by_path(repo).get(program.path, ()))


@fact
def _settings(repo: Repo) -> Mapping[str, tuple[tuple[str, Value], ...]]:
    """Return what dictionaries say of sampling that a class or a module gives a name, tests apart, by that name."""
    found: dict[str, dict[tuple[str, Value], None]] = {}
    for program in programs(repo):
        fields = [(one.name, one.value) for cls in program.file.classes for one in cls.attributes]
        fields += [(one.target.rpartition(".")[2], one.value) for one in program.file.assignments]
        for name, value in fields if not program.is_test else ():
            pairs = value.keywords if value is not None and value.kind == "dict" else ()
            found.setdefault(name, {}).update(dict.fromkeys(pair for pair in pairs if pair[0] in _KEYS))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _given(repo: Repo, program: Program) -> Iterator[tuple[int, str, str, Value]]:
    """Yield line, scope, key and value of what calls are given: as keywords, or in a body that names the model."""
    for call in program.file.calls:
        bodies = (value for _, value in call.keywords if value.keyword("model") is not None)
        for key, value in (*call.keywords, *(pair for body in bodies for pair in body.keywords)):
            yield call.line, call.scope, key, value
        for name in (value.text.rpartition(".")[2] for key, value in call.keywords if key == "**"):
            for key, value in _settings(repo).get(name, ()):  # **self.settings.config_answer
                yield call.line, call.scope, key, value
    for item in program.file.assignments:
        for key, value in item.value.keywords if item.value.keyword("messages") is not None else ():
            yield item.line, item.scope, key, value


def _samplings(repo: Repo, program: Program) -> Iterator[Sampling]:
    evaluates = bool(_EVALUATES.search(program.path.lower()))
    for line, scope, key, given in _given(repo, program):
        value = constant(program.file, scope, given) if key in _KEYS else None
        if value is not None and not value.is_none:
            steady = key == "seed" or (value.kind == "literal" and value.literal == 0)
            in_ci = evaluates and reach(repo).liveness(program.path, scope) is Liveness.CI
            yield Sampling(program.site(line, scope), key, steady, evaluates, in_ci)
