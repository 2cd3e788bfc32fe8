"""Where are outcomes compared between groups of people, and does anything follow from the comparison?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, called, outside_tests, programs
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Comparison, Function, Text, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Comparing(InCode):
    """One comparison of outcomes between groups."""

    site: Site
    by: str  #: the library, or the own function
    judged: bool  #: its result is held against a threshold, and something follows
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        return f"compares groups by {self.by}{'' if self.judged else ', and holds no threshold against it'}"


#: Last part of a call -> the library, when no other library has that name.
_DISTINCT = {
    "MetricFrame": "Fairlearn", "demographic_parity_difference": "Fairlearn", "demographic_parity_ratio": "Fairlearn",
    "equalized_odds_difference": "Fairlearn", "equalized_odds_ratio": "Fairlearn",
    "equal_opportunity_difference": "Fairlearn", "equal_opportunity_ratio": "Fairlearn",
    "ThresholdOptimizer": "Fairlearn", "ExponentiatedGradient": "Fairlearn",
    "BinaryLabelDatasetMetric": "AIF360", "ClassificationMetric": "AIF360", "DatasetMetric": "AIF360",
    "FairnessIndicators": "TensorFlow Fairness Indicators", "get_crosstabs": "Aequitas",
    "get_disparity_predefined_groups": "Aequitas", "get_disparity_major_group": "Aequitas",
    "get_group_value_fairness": "Aequitas", "BiasConfig": "SageMaker Clarify",
}  # fmt: skip
_LIBRARIES = {"fairlearn": "Fairlearn", "aif360": "AIF360", "aequitas": "Aequitas"}
_NAMED = caseless(
    r"(?:^|_)(?:fairness\w*|disparate_impact|disparit(?:y|ies)|demographic_parity|equali[sz]ed_odds|equal_opportunity|"
    r"(?:group|subgroup|demographic|protected|sensitive)_(?:metrics?|performance|rates?|gaps?|fairness|bias|evaluation)|"
    r"(?:compute|measure|detect|evaluate|analy[sz]e|assess|check|audit)_(?:\w+_)?bias|bias_(?:audit|metrics?|report))"
    r"(?:_|$)"
)
#: A program that is called after it as a whole.
_SCRIPT = regex(r"(?:^|/)(?:[a-z]+_)?(?:fairness|bias)(?:_[a-z]+)?\.py$")
#: What makes a group one of people, in the names and texts of a function; a segment of fuel or of shops is none.
_PEOPLE = caseless(
    r"(?:^|[^a-z])(?:sex|wom[ae]n|female|gender|age|age_group|race|ethnic\w*|nationalit\w*|religio\w*|disabilit\w*|zip|zip_?code|"
    r"post_?code|geography|region|country|marital\w*|income\w*|skin_?tone|sensitive\w*|protected\w*|privileged\w*|"
    r"unprivileged\w*|demographic\w*|género|sexo|edad)(?:$|[^a-z])"
)
_ORDER = frozenset({"<", "<=", ">", ">="})
_LIMIT = caseless(r"thresh|limit|tolerance|max_|min_|allowed")
_MEASURE = caseless(r"demographic_parity|equali[sz]ed_odds|equal_opportunity|disparate_impact|statistical_parity")
_RESULT = caseless(r"gap|ratio|dispar|parity|fair|difference|diff\b|_diff|impact|odds|bias")


@fact
def fairness(repo: Repo) -> tuple[Comparing, ...]:
    """Return the comparisons between groups of people, one for each function, judged ones first; tests are told apart.

    What tests compare is kept, with its role: a test that CI runs can be the gate.
    """
    seen: dict[tuple[str, str], Comparing] = {}
    compared = (*_libraries(repo), *_own(repo))
    if compared and _is_held_elsewhere(repo):
        compared = tuple(replace(item, judged=True) for item in compared)
    found = sorted(compared, key=lambda item: (not item.judged, item.site))
    for item in found:
        seen.setdefault((item.site.path, item.site.scope), item)
    return tuple(seen.values())


def _libraries(repo: Repo) -> Iterator[Comparing]:
    for found in called(repo, *_DISTINCT, tests=True):
        library = _DISTINCT[found.call.last]
        if found.call.last != "BiasConfig" or "sagemaker" in found.call.name:
            yield Comparing(found.site, library, _is_judged(found.program, found.call.scope))
    for found in called(repo, "Audit", "Group", "Bias", "Fairness", "Reweighing", "DisparateImpactRemover", tests=True):
        if library := _LIBRARIES.get(found.call.name.partition(".")[0], ""):
            yield Comparing(found.site, library, _is_judged(found.program, found.call.scope))


def _own(repo: Repo) -> Iterator[Comparing]:
    """Find functions that are called after fairness, do something, and know a group of people."""
    for program in programs(repo):
        for item in program.file.functions:
            name = item.name.rpartition(".")[2].removeprefix("test_")
            if _NAMED.search(name) and not item.is_stub and item.statements > 2 and _about_people(program, item):
                site = program.site(item.line, item.name)
                yield Comparing(site, item.name, _is_judged(program, item.name), Confidence.LIKELY)
        if _SCRIPT.search(program.path) and not program.is_test and any(map(_names_people, program.file.texts)):
            yield Comparing(program.site(1), program.path, _is_judged(program, ""), Confidence.LIKELY)


def _names_people(text: Text) -> bool:
    return bool(_PEOPLE.search(text.value))


def _about_people(program: Program, item: Function) -> bool:
    if any(_PEOPLE.search(parameter.name) for parameter in item.parameters) or _PEOPLE.search(item.docstring):
        return True
    inside = (text.value for text in program.file.texts if _within(text.scope, item.name))
    taken = (entry.target for entry in program.file.assignments if _within(entry.scope, item.name))
    return any(_PEOPLE.search(word) for word in (*inside, *taken))


def _is_judged(program: Program, scope: str) -> bool:
    """Tell whether a result is held against a threshold in the same function, or in one beside it."""
    around = scope.rpartition(".")[0]
    near = [item for item in program.file.comparisons if not around or _within(item.scope, around)]
    return any(_is_threshold(item) for item in near)


def _is_held_elsewhere(repo: Repo) -> bool:
    """Tell whether another program reads a measure of fairness by its own name, and holds it against a limit."""
    return any(
        _is_threshold(item) and any(_MEASURE.search(_said(side)) for side in (item.left, item.right))
        for program in outside_tests(repo)
        for item in program.file.comparisons
        if item.leads_to
    )


def _is_threshold(item: Comparison) -> bool:
    """Tell ``gap > limits.parity``, or a number that something follows from, from any other comparison."""
    sides = [_said(side) for side in (item.left, item.right)]
    if item.operator not in _ORDER or not any(map(_RESULT.search, sides)):
        return False
    number = any(isinstance(side.literal, float) and 0 < side.literal < 2 for side in (item.left, item.right))
    return any(map(_LIMIT.search, sides)) or (number and bool(item.leads_to))


def _said(side: Value) -> str:
    """Return what one side of a comparison is about, through a call around it: ``abs(figures["parity_diff"])``."""
    inside = (value.text for value in side.items) if side.kind == "call" else ()
    return " ".join((side.text or side.name, *inside))


def _within(scope: str, outer: str) -> bool:
    return scope == outer or scope.startswith(f"{outer}.")
