"""Which programs in TypeScript and JavaScript judge what language models answer, by how many cases, with a bound?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.documents.evaluation_set import case_of
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_FILES = regex(r".*(?<!\.d)\.[cm]?[jt]sx?")
#: Where such programs and their cases stand: by name, or among the tests.
_NAMED = caseless(
    r"(?:^|[/_.-])(?:evals?|evaluat\w*|evalite|golden\w*|judges?|scor(?:ers?|ing)|benchmarks?|experiments?|int\.test|test|spec)"
    r"(?=[/_.-])"
)
_EVAL = caseless(r"(?:^|[/_.-])(?:evals?|evaluat\w*|evalite|golden\w*)(?=[/_.-])")
_TEST = regex(r".*\.(?:test|spec)\.[cm]?[jt]sx?")
_LARGEST, _MOST = 300_000, 1_500  #: bytes of one file, and files that are looked at
_FROM = r"(?:\bfrom\s*|\brequire\(\s*|\bimport\(?\s*)[\"']"
#: Packages that are there to judge answers, whatever is called of them.
_JUDGES = regex(
    rf"{_FROM}(evalite|autoevals|vitest-evals|@vitest-evals/[\w-]+|openevals|agentevals|promptfoo|@open-evals/[\w-]+|@mastra/evals"
    r"|langsmith/(?:vitest|jest|evaluation)|@arizeai/phoenix-evals|@arizeai/phoenix-client/experiments|deepeval)(?:/[\w/.-]*)?[\"']"
)
#: Packages that trace a program as well, by what they are called to judge one.
_TRACERS = regex(rf"{_FROM}(braintrust|langfuse|@langfuse/[\w-]+|langsmith|opik)[\"']")
_JUDGED_BY = regex(
    r"(?<![\w.])Eval(?:<[^()]{0,200}>)?\(|\.(?:getDataset|runExperiment|dataset\.get)\(|(?<![\w.])(?:evaluate|runExperiment)\("
)
#: How a bad mark ends the run; what is written with Vitest for evaluations does so by itself.
_STOPS = caseless(
    r"\w*threshold\w*\s*[:=]|\bexpect\(|\bassert(?:\.\w+)?\(|process\.exit(?:\(\s*[1-9]|Code\s*=)|\bmin_?(?:score|pass\w*|accuracy)"
    r"|\bthrow new Error"
)
_STOP_ALONE = ("vitest-evals", "@vitest-evals/")
_BOUND_OF_ALL = regex(r"\bscoreThreshold\s*:\s*\d|\bevalite\b[^\"\n]*--threshold")
#: One case: what is asked, and what is expected of the answer; a semicolon between them is that of a type.
_CASE = caseless(
    r"\b(?:inputs?|question|query|prompt|user(?:_?message)?|messages)[\"']?\s*:\s*([^;]{1,800}?)"
    r"\b(?:expected\w*|reference\w*|ground_?truth|ideal|golden\w*)[\"']?\s*:\s*"
    r"(?!(?:string|number|boolean|unknown|any|z)\b)([^\n]{1,200})"
)


@dataclass(frozen=True, slots=True)
class ForeignEvaluation:
    """One file in TypeScript or JavaScript that judges answers, or holds cases for one that does."""

    place: Place
    cases: int  #: different ones that ask something and say what is expected
    refusals: int
    tool: str = ""  #: the package that judges; "" of a file that only holds cases
    bounded: bool = False  #: a bad result makes it fail

    @property
    def is_test(self) -> bool:
        """Whether what runs the other tests runs it too."""
        return bool(_TEST.fullmatch(self.place.path))


@fact
def foreign_evaluations(repo: Repo) -> tuple[ForeignEvaluation, ...]:
    """Return the programs that judge answers and the files of their cases, by path; cases alone prove nothing."""
    paths = [path for path in repo.matching(_may_judge) if role(repo, path) in {Role.OWN, Role.TEST}]
    found = tuple(repo.texts(_in_file, paths[:_MOST], _LARGEST))
    runs = any(one.tool for one in found)
    everywhere = any(one.tool == "evalite" for one in found) and any(
        repo.texts(_bounds_all, repo.matching(_is_setting), _LARGEST)
    )
    return tuple(replace(one, bounded=one.bounded or everywhere) for one in found) if runs else ()


def _may_judge(path: str) -> bool:
    return bool(_FILES.fullmatch(path) and _NAMED.search(path))


def _is_setting(path: str) -> bool:
    name = posixpath.basename(path)
    return name == "package.json" or name.startswith("evalite.config.")


def _bounds_all(_: str, text: str) -> Iterator[bool]:
    if _BOUND_OF_ALL.search(text):
        yield True


def _in_file(path: str, text: str) -> Iterator[ForeignEvaluation]:
    found = _JUDGES.search(text) or (_TRACERS.search(text) if _JUDGED_BY.search(text) and _EVAL.search(path) else None)
    cases = {
        case[0]: case[1] for one in _CASE.finditer(text) if (case := case_of({"input": one[1], "expected": one[2]}))
    }
    if found:
        bounded = found[1].startswith(_STOP_ALONE) or bool(_STOPS.search(text))
        place = Place(path, line_number(text, found.start(1)))
        yield ForeignEvaluation(place, len(cases), sum(cases.values()), found[1], bounded)
    elif len(cases) > 1 and _EVAL.search(path):
        yield ForeignEvaluation(Place(path), len(cases), sum(cases.values()))
