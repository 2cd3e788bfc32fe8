"""By which cases with an expected answer are prompts and language models judged?"""

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, called, programs
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.testing.foreign_evaluations import foreign_evaluations
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.documents.evaluation_set import EVALUATION_SET, case_of
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import is_yaml
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

SET_NAMES = caseless(
    r"(?:.*/)?[^/]*(?:golden|gold_|eval|test_?set|test_?cases|questions?|qa[-_]|benchmark|ground_truth|expected|red_?team)"
    r"[^/]*(?:/(?:data|data_?sets?|cases|inputs?|sets?)(?=/))?(?:/[\w.-]+)?\.(?:jsonl?|csv|tsv|ndjson)"
)
_YAML_SETS = caseless(
    r"(?:.*/)?[^/]*(?:golden|gold_|eval|test_?set|test_?cases|questions?|qa[-_]|ground_truth|expected|red_?team)"
    r"[^/]*(?:/(?:data|data_?sets?|cases|inputs?|sets?)(?=/))?(?:/[\w.-]+)?\.ya?ml"
)
#: Calls that ask a server for a set of cases by its name, with the packages they are of.
_KEPT_AWAY = {
    "list_examples": "langsmith", "get_dataset": "langfuse", "init_dataset": "braintrust", "pull_dataset": "deepeval",
    "get_or_create_dataset": "opik",
}  # fmt: skip
_WORDS = 3  #: of a sentence, at the least
_NODES = 20_000  #: of one file of YAML that are looked at
#: Files, or folders of them, that a run of the evaluation writes.
_RESULTS = caseless(
    r"(?:^|[_.-])(?:results?|outputs?|responses?|predictions?)(?=[_.-][^/]*$)"
    r"|(?:^|/)(?:results?|outputs?|responses?|predictions?|runs?|reports?|artifacts?|logs?)/"
)
_SHOWS = caseless(r"(?:^|[/_.-])(?:dummy|examples?|samples?|demos?|empty|templates?|tests?)(?=[/_.-])")
_PROMPTFOO = caseless(r"(?:.*/)?[\w.-]*promptfoo[\w.-]*\.(?:ya?ml|json)")
_WANTED = caseless(r"expect|assert|reference|must|should|criteria")
_AWAY = regex(r"\$|https?://|huggingface:")  #: how promptfoo is told of cases that are not in the repository
EVAL_PATHS = caseless(r"(?:^|/)[^/]*(?:evals?|evaluations?|evaluate|golden|judge)[^/]*(?:/|\.py$)")


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
        if self.elsewhere:
            return "takes its cases from somewhere else"
        some = f", {self.refusals} of them to be refused" if self.refusals else ""
        return f"{self.cases} different evaluation cases{some}"


@fact
def case_files(repo: Repo) -> frozenset[str]:
    """Return the names, without folders, of the files that hold a case or more."""
    named = [path for path in repo.matching(SET_NAMES.fullmatch) if not _RESULTS.search(path)]
    paths = [item.path for item in repo.records(EVALUATION_SET, named) if item.cases]
    return frozenset(path.rpartition("/")[2] for path in (*paths, *(one.place.path for one in _yaml_sets(repo))))


@fact
def case_sets(repo: Repo) -> tuple[CaseSet, ...]:
    """Return the files of cases with expected answers, the largest first; cases written in code too."""
    named = (path for path in repo.matching(SET_NAMES.fullmatch) if not _RESULTS.search(path))
    paths = [path for path in named if role(repo, path) in {Role.OWN, Role.TEST}]
    found = [CaseSet(Place(item.path), item.cases, item.refusals)
             for item in repo.records(EVALUATION_SET, paths) if item.cases > 1]  # fmt: skip
    found += [*promptfoo_sets(repo), *_yaml_sets(repo), *_kept_away(repo)]
    found += repo.each(_in_code, programs(repo))
    found += [CaseSet(one.place, one.cases, one.refusals) for one in foreign_evaluations(repo) if one.cases > 1]
    return tuple(sorted(found, key=lambda item: (-item.cases, item.place)))


@fact
def promptfoo_sets(repo: Repo) -> tuple[CaseSet, ...]:
    """Return the settings of promptfoo with the cases in them that assert something."""
    found = []
    for path in repo.matching(_PROMPTFOO.fullmatch):
        given = first_document(repo, path).at("tests")
        tests = (*given.elements, *_tests_of_files(repo, path, given))
        judged = [test for test in tests if test.at("assert") or first_document(repo, path).at("defaultTest", "assert")]
        asked = {re.sub(r"[\W\d_]+", " ", " ".join(node.text for _, node in test.at("vars").walk(200)).lower())
                 for test in judged}  # fmt: skip
        refused = sum(bool(re.search(r"refus|not-|is-refusal|moderation|jailbreak", _all(test))) for test in judged)
        away = not tests and bool(_AWAY.match(given.text))
        found.append(CaseSet(Place(path), len(asked), refused, asserted=bool(judged), elsewhere=away))
        tables = [one for one in _named_files(repo, path, given) if one.endswith((".csv", ".jsonl", ".json"))]
        found += [CaseSet(Place(item.path), item.cases, item.refusals, asserted=True)
                  for item in repo.records(EVALUATION_SET, tables) if item.cases]  # fmt: skip
    return tuple(found)


def _tests_of_files(repo: Repo, path: str, given: Node) -> Iterator[Node]:
    """Yield the cases in files of YAML that settings of promptfoo name: ``tests: file://cases/*.yaml``."""
    for name in _named_files(repo, path, given):
        if is_yaml(name):
            yield from first_document(repo, name).elements


def _named_files(repo: Repo, path: str, given: Node) -> list[str]:
    """Return the files that settings name as their cases, by paths from their own folder, stars among them."""
    names = [text.removeprefix("file://") for text in given.texts if not _AWAY.match(text)]
    wanted = [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in names]
    return [
        one for one in repo.paths if any(one == name or ("*" in name and fnmatchcase(one, name)) for name in wanted)
    ]


@fact
def _yaml_sets(repo: Repo) -> tuple[CaseSet, ...]:
    """Return the files of YAML that list cases, wherever in them; those of promptfoo are read by its own rules."""
    named = (path for path in repo.matching(_YAML_SETS.fullmatch) if not path.startswith("."))
    own = (path for path in named if role(repo, path) in {Role.OWN, Role.TEST} and not _PROMPTFOO.fullmatch(path))
    found = (_cases_in_lists(path, first_document(repo, path)) for path in own if not _RESULTS.search(path))
    return tuple(one for one in found if one.cases > 1)


def _cases_in_lists(path: str, root: Node) -> CaseSet:
    """Return the cases in the lists of one file, and the line of the first."""
    lists = [node for _, node in root.walk(_NODES) if node.kind == "list"]
    rows = [(case, row.line) for node in lists for row in node.elements if (case := case_of(_row(row)))]
    cases = dict(case for case, _ in reversed(rows))
    return CaseSet(Place(path, rows[0][1] if rows else 0), len(cases), sum(cases.values()))


def _row(node: Node) -> dict[str, str]:
    """Return what a case says by its keys, those of the mappings in it too, as ``vars`` and ``inputs``."""
    inner = [pair for key, part in node.pairs if not _WANTED.match(key) for pair in part.pairs]
    return {key: _all(part) for key, part in (*inner, *node.pairs)}


def _kept_away(repo: Repo) -> Iterator[CaseSet]:
    """Yield where programs that judge answers take the cases from a server that keeps them."""
    for found in called(repo, *_KEPT_AWAY, "evaluate", "aevaluate", tests=True):
        call = found.call
        tool = _KEPT_AWAY.get(call.last, "langsmith")
        known = any(tool in item.module.split(".") for item in found.program.file.imports)
        given = (
            call.keyword("data")
            if call.last.endswith("evaluate")
            else next(iter(call.args), None)
            or next((value for key, value in call.keywords if key in ("dataset_name", "name", "alias")), None)
        )
        if known and given is not None and given.kind in ("literal", "name") and not found.program.notebook:
            yield CaseSet(found.site.place, 0, 0, elsewhere=True)


def _all(node: Node) -> str:
    return " ".join(item.text for _, item in node.walk(200))


def _in_code(program: Program) -> Iterator[CaseSet]:
    """Yield lists of dictionaries that ask and say what is expected, in tests and programs of evaluation.

    A table of a unit test has inputs and expected values, too: a question to a language model is a sentence.
    """
    evaluates = bool(EVAL_PATHS.search(program.path))
    if program.notebook or not (program.is_test or evaluates):
        return
    for item in program.file.assignments:
        cases = dict(case for row in _rows(item.value) if (case := case_of(row)))
        sentences = sum(len(asked.split()) >= _WORDS for asked in cases)
        if len(cases) > 1 and (evaluates or 2 * sentences >= len(cases)):
            yield CaseSet(program.place_of(item), len(cases), sum(cases.values()))


def _rows(value: Value) -> Iterator[dict[str, object]]:
    """Yield the rows of a list of cases, or of one dictionary whose keys are columns of the same length."""
    columns = [(key, given.items) for key, given in value.keywords if len(given.items) > 1]
    if value.kind == "dict" and len({len(items) for _, items in columns}) == 1:
        for place in range(len(columns[0][1])):
            yield {key: _given(items[place]) for key, items in columns}
    for one in value.items:
        if one.kind in {"dict", "call"}:
            yield {key: _given(given) for key, given in one.keywords}


def _given(value: Value) -> object:
    return value.literal or value.text or "given"
