"""Which own functions let a language model judge an answer, and which programs have many answers judged?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.code.programs import Program
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

#: Parameters that hold what was answered, and those that hold what it is judged by.
_ANSWERS = caseless(r"(^|_)(answer|response|prediction|output|completion|generation)s?($|_)")
_GIVEN = caseless(
    r"(^|_)(questions?|query|context|contexts|references?|ground_?truth|expected|ideal|golden|inputs?)($|_)"
)
_JUDGING = caseless(
    r"eval|judge|grad(?:e|ing)|score|rate_|groundedness|faithful|relevan|coheren|fluency|hallucinat|correctness"
)


@fact
def own_judges(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return, by file, the functions that ask a language model about an answer and what it should hold to.

    Such a function takes the answer and the question, the context or the wanted answer, and is called after judging.
    """
    found: dict[str, frozenset[str]] = {}
    for path, calls in inference_by_path(repo).items():
        scopes = {call.scope for call in calls if call.runs is Runs.LLM}
        functions = contents(repo, path).functions
        judges = frozenset(scope for scope in scopes if scope in functions and _is_judge(functions[scope]))
        if judges:
            found[path] = judges
    return found


def judged_in_turn(repo: Repo, program: Program) -> Call | None:
    """Return the first call by which a program of evaluation has many answers judged; None when there is none.

    A service that looks at its own answer before it gives it does so once in a request, and evaluates nothing.
    """
    if not own_judges(repo) or program.role is not Role.OWN or not EVAL_PATHS.search(program.path):
        return None
    return next(_judging(repo, program), None)


def _judging(repo: Repo, program: Program) -> Iterator[Call]:
    for call in program.file.calls:
        if "for" not in call.inside or not _JUDGING.search(call.last):
            continue
        found = defined(repo, program.path, call.name, call.written)
        if found is not None and found.name in own_judges(repo).get(found.path, frozenset()):
            yield call


def _is_judge(function: Function) -> bool:
    names = [parameter.name for parameter in function.parameters]
    answers = any(_ANSWERS.search(name) for name in names)
    given = any(_GIVEN.search(name) and not _ANSWERS.search(name) for name in names)
    return answers and given and bool(_JUDGING.search(function.name))
