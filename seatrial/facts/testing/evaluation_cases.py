"""By which cases with an expected answer are prompts and language models judged?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.documents.evaluation_set import EVALUATION_SET, case_of
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

SET_NAMES: Final = regex(
    r"(?:.*/)?[^/]*(?:golden|gold_|eval|test_?set|test_?cases|questions?|qa[-_]|benchmark|ground_truth|expected|red_?team)"
    r"[^/]*(?:/[\w.-]+)?\.(?:jsonl?|csv|tsv|ndjson)", re.IGNORECASE,
)  # fmt: skip
#: Files, or folders of them, that a run of the evaluation writes.
_RESULTS: Final = regex(
    r"(?:^|[_.-])(?:results?|outputs?|responses?|predictions?)(?=[_.-][^/]*$)"
    r"|(?:^|/)(?:results?|outputs?|responses?|predictions?|runs?|reports?)/",
    re.IGNORECASE,
)
_SHOWS: Final = regex(
    r"(?:^|[/_.-])(?:dummy|examples?|samples?|demos?|empty|templates?|tests?)(?=[/_.-])", re.IGNORECASE
)
_PROMPTFOO: Final = regex(r"(?:.*/)?[\w.-]*promptfoo[\w.-]*\.(?:ya?ml|json)", re.IGNORECASE)
_AWAY: Final = regex(r"\$|https?://|huggingface:")  #: how promptfoo is told of cases that are not in the repository
EVAL_PATHS: Final = regex(r"(?:^|/)[^/]*(?:evals?|evaluations?|evaluate|golden|judge)[^/]*(?:/|\.py$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases of one file."""

    place: Place
    cases: int  #: different ones
    refusals: int
    asserted: bool = False  #: the file itself says what must hold
    elsewhere: bool = False  #: a setting or an address says where the cases are: nobody can count them here

    @property
    def only_shows(self) -> bool:
        """Whether its name says that it only shows how cases are written, or tries the tool that reads them."""
        return bool(_SHOWS.search(self.place.path))

    @property
    def what(self) -> str:
        """How many there are, in one sentence."""
        if self.elsewhere:
            return "takes its cases from somewhere else"
        some = f", {self.refusals} of them to be refused" if self.refusals else ""
        return f"{self.cases} different evaluation cases{some}"


@fact
def set_names(repo: Repo) -> frozenset[str]:
    """Return the names, without folders, of the files that may hold cases."""
    return frozenset(path.rpartition("/")[2] for path in repo.matching(SET_NAMES.fullmatch))


@fact
def case_sets(repo: Repo) -> tuple[CaseSet, ...]:
    """Return the files of cases with expected answers, the largest first; cases written in code too."""
    named = (path for path in repo.matching(SET_NAMES.fullmatch) if not _RESULTS.search(path))
    paths = [path for path in named if role(repo, path) in {Role.OWN, Role.TEST}]
    found = [CaseSet(Place(item.path), item.cases, item.refusals)
             for item in repo.records(EVALUATION_SET, paths) if item.cases > 1]  # fmt: skip
    found += promptfoo_sets(repo)
    found += repo.each(_in_code, programs(repo))
    return tuple(sorted(found, key=lambda item: (-item.cases, item.place)))


@fact
def promptfoo_sets(repo: Repo) -> tuple[CaseSet, ...]:
    """Return the settings of promptfoo with the cases in them that assert something."""
    found = []
    for path in repo.matching(_PROMPTFOO.fullmatch):
        given = first_document(repo, path).at("tests")
        tests = given.elements
        judged = [test for test in tests if test.at("assert") or first_document(repo, path).at("defaultTest", "assert")]
        asked = {re.sub(r"[\W\d_]+", " ", " ".join(node.text for _, node in test.at("vars").walk(200)).lower())
                 for test in judged}  # fmt: skip
        refused = sum(bool(re.search(r"refus|not-|is-refusal|moderation|jailbreak", _all(test))) for test in judged)
        away = not tests and bool(_AWAY.match(given.text))
        found.append(CaseSet(Place(path), len(asked), refused, asserted=bool(judged), elsewhere=away))
    return tuple(found)


def _all(node: Node) -> str:
    return " ".join(item.text for _, item in node.walk(200))


def _in_code(program: Program) -> Iterator[CaseSet]:
    """Yield lists of dictionaries that ask and say what is expected, in tests and programs of evaluation."""
    if program.notebook or not (program.tested or EVAL_PATHS.search(program.path)):
        return
    for item in program.file.assignments:
        rows = [case for value in item.value.items if (case := _case(value))]
        if len({asked for asked, _ in rows}) > 1:
            cases = dict(rows)
            yield CaseSet(Place(program.path, item.line), len(cases), sum(cases.values()))


def _case(value: Value) -> tuple[str, bool] | None:
    row = {key: given.literal or given.text or "given" for key, given in value.keywords}
    return case_of(row) if value.kind in {"dict", "call"} else None
