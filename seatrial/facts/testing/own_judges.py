"""Which own functions let a language model judge an answer, and which programs have many answers judged?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, defined, value_at
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.testing.calls_of_tests import STARTS
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Parameters that hold what was answered, and those that hold what it is judged by.
_ANSWERS = caseless(r"(^|_)(answer|response|prediction|output|completion|generation)s?($|_)")
_GIVEN = caseless(
    r"(^|_)(questions?|query|context|contexts|references?|ground_?truth|expected|ideal|golden|inputs?)($|_)"
)
_JUDGING = caseless(
    r"eval|judge|grad(?:e|ing)|score|rate_|groundedness|faithful|relevan|coheren|fluency|hallucinat|correctness"
    r"|compar"
)
_FETCHES = regex(r"^_?(?:get|load|make|create|build|list|set|add|register|save)_")


@fact
def own_judges(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return, by file, the functions that ask a language model about an answer and what it should hold to.

    Such a function takes the answer and the question, the context or the wanted answer, and is called after judging.
    In a file or a class that is called after judging the answer may bring with it what it is held to.
    """
    found: dict[str, frozenset[str]] = {}
    for path, calls in inference_by_path(repo).items():
        scopes = {call.scope for call in calls if call.runs is Runs.LLM}
        functions = contents(repo, path).functions
        judges = frozenset(scope for scope in scopes if scope in functions and _is_judge(path, scope, functions[scope]))
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
    for call in (_of_the_task(one) for one in program.file.calls if "for" in one.inside):
        found = defined(repo, program.path, call.name, call.written) if _judges(call.last) else None
        if (
            found is not None
            and found.function is not None
            and (found.name in own_judges(repo).get(found.path, frozenset()) or found.path in _around_judges(repo))
        ):
            yield call


def _judges(name: str) -> bool:
    return bool(_JUDGING.search(name)) and not _FETCHES.match(name)


def _of_the_task(call: Call) -> Call:
    """Return a call as that of the function which a queue runs by it: ``judge_answer.submit(answer)``."""
    if call.last not in STARTS or "." not in call.written:
        return call
    return call.under(call.name.rpartition(".")[0], call.written.rpartition(".")[0])


@fact
def _around_judges(repo: Repo) -> frozenset[str]:
    """Return the files that hold a judge or what judges register with, and who imports one, a step between at most."""
    judges = own_judges(repo)
    held = frozenset(judges).union(*(_registers_with(repo, judge) for judge in judges))
    imported = imported_files(repo)
    importing = {path for path, others in imported.items() if not others.isdisjoint(held)}
    further = {path for path, others in imported.items() if not others.isdisjoint(importing)}
    return held.union(importing, further)


def _registers_with(repo: Repo, judge: str) -> frozenset[str]:
    """Return the files whose names stand in the decorators of a file's classes: ``@judges.register("faithful")``."""
    marks = (mark for one in contents(repo, judge).classes.values() for mark in one.decorators)
    found = (value_at(repo, judge, mark.name.rpartition(".")[0], mark.written.rpartition(".")[0]) for mark in marks)
    return frozenset(one[0].path for one in found if one is not None)


def _is_judge(path: str, scope: str, function: Function) -> bool:
    names = [parameter.name for parameter in function.parameters]
    answers = any(_ANSWERS.search(name) for name in names)
    given = any(_GIVEN.search(name) and not _ANSWERS.search(name) for name in names)
    held = given or bool(EVAL_PATHS.search(path) or _JUDGING.search(scope.rpartition(".")[0]))
    alike = bool(EVAL_PATHS.search(path)) and _are_two_of_a_kind(names)
    return ((answers and held) or alike) and _judges(function.name)


def _are_two_of_a_kind(names: list[str]) -> bool:
    """Tell whether a function is handed two things of one kind to compare: ``text1`` and ``text2``."""
    stems = [name.rstrip("0123456789_") for name in names if name[-1:].isdigit()]
    return len(stems) > len({*stems})
