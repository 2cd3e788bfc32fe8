"""Which programs are called after an evaluation of answers, though it is not followed what they compare?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.testing.llm_evaluations import eval_runs
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_NAMED = caseless(r"(?:^|[/_.-])(?:evals?|evaluat(?:e|es|ing|ions?|or)|golden|judges?)(?=[/_.-])")
#: What a program calls that which was answered, and that which was wanted.
_ANSWERED = caseless(r"(?:^|_)(?:answer|response|generated|output|completion)s?(?:_|$)")
_WANTED = caseless(
    r"(?:^|_)(?:question|expected|ground_?truth|reference|golden|wanted|ideal|annotat\w+|model_answer)s?(?:_|$)"
)
_NOT_FOLLOWED = "is called after an evaluation of answers, and what it compares is not followed"


@fact
def unread_evaluations(repo: Repo) -> tuple[Evidence, ...]:
    """Return the programs of evaluation, by their names, that hold answers against something and are not understood."""
    return tuple(_unread(repo))


def _unread(repo: Repo) -> Iterator[Evidence]:
    known = {run.place.path for run in eval_runs(repo)}
    for program in programs(repo):
        named = program.role in {Role.OWN, Role.TEST} and _NAMED.search(program.path)
        if named and program.path not in known and _holds_answers(program):
            yield Evidence(Place(program.path), f"{program.path} {_NOT_FOLLOWED}")


def _holds_answers(program: Program) -> bool:
    """Tell whether a program has names for answers and for what they should be, as no measure of classes has."""
    names = {one.target.rpartition(".")[2] for one in program.file.assignments}
    return any(map(_ANSWERED.search, names)) and any(map(_WANTED.search, names))
