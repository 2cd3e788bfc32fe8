"""How are answers of language models drawn: is the temperature or the seed set, and does an evaluation fix it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.reach.reach import reach
from seatrial.model import Liveness
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

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
        """What is set, in one sentence."""
        return f"sets the {self.key} of a language model" + (" in an evaluation" if self.evaluates else "")


@fact
def llm_sampling(repo: Repo) -> tuple[Sampling, ...]:
    """Return the calls of programs that ask language models which set ``temperature`` or ``seed``, tests apart."""
    asking = (program for program in programs(repo) if not program.tested and _asks(program))
    return tuple(sorted({item for program in asking for item in _of(repo, program)}, key=lambda item: item.site))


def _asks(program: Program) -> bool:
    return any(belongs(f"{item.module}.{item.name}", LLM_CLIENTS) for item in program.file.imports)


def _of(repo: Repo, program: Program) -> Iterator[Sampling]:
    for call in program.file.calls:
        for key, given in call.keywords:
            value = constant(program.file, call.scope, given)
            if key in ("temperature", "seed") and not (value.kind == "literal" and value.literal is None):
                zero = value.kind == "literal" and value.literal == 0
                site = program.site(call.line, call.scope)
                evaluates = bool(_EVALUATES.search(program.path.lower()))
                in_ci = evaluates and reach(repo).liveness(program.path, call.scope) is Liveness.CI
                yield Sampling(site, key, zero or key == "seed", evaluates, in_ci)
