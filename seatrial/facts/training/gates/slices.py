"""Is a model judged on parts of the data and under changes of its inputs, and not only on the mean?"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import by_scope
from seatrial.facts.code.programs import AtSite, Program, Site, outside_tests, programs
from seatrial.facts.product.parts import rank_of
from seatrial.facts.reach.running import runs
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.facts.testing.tests import real_tests
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless

#: Calls that judge by part by themselves.
_TOOLS = (
    "fairlearn.metrics.MetricFrame", "tensorflow_model_analysis.SlicingSpec", "tfma.SlicingSpec", "giskard.scan",
    "deepchecks.tabular.checks.WeakSegmentsPerformance", "deepchecks.tabular.checks.SegmentPerformance",
    "snorkel.slicing.PandasSFApplier", "snorkel.slicing.slicing_function",
)  # fmt: skip
_TOOL_WORDS = {name.rpartition(".")[2] for name in _TOOLS}
_OF_TABLES = {"groupby", "group_by", "groupBy"}
_GROUPS = _OF_TABLES | {"unique", "items"}
#: Names of metrics as they are called; "score" alone is every estimator's method.
_METRIC = caseless(
    r"(?:^|_)(?:accuracy|precision|recall|f1|roc_auc|auc|mae|mse|rmse|mape|mean_(?:absolute|squared)_error|log_loss|iou|"
    r"average_precision|balanced_accuracy|brier|wer|bleu|rouge|ndcg)(?:_score|_loss|_error)?$"
)
_PART = caseless(
    r"slice|segment|subgroup|sub_group|cohort|per_(?:class|group|region|store|language|site|category)|"
    r"by_(?:group|segment|region|store|language|site|category|age|sex|gender|country)"
)
_LOOPED = caseless(r"(?<![a-z])(?:slices|segments|sub_?groups|cohorts)(?![a-z])")
#: What names the columns by which an evaluation is told in parts.
_FIELDS = caseless(r"^(?:slice|segment|sub_?group|cohort)_?(?:field|column|key|dimension|name)s$|^(?:by|per)_slices?$")
_BEHAVIOUR = caseless(
    r"(?:^|_)(?:invarian|perturb|robust|typo|noise|noisy|directional|behavio|minimum_functionality|mft|adversarial|"
    r"out_of_distribution|ood(?:_|$)|regression_(?:case|example)|golden)"
)
_GROUP = caseless(
    r"(?<![a-z])(?:female|male|women|men|young|old(?:er)?|black|white|asian|hispanic|urban|rural|minority|majority|"
    r"mujeres|hombres|feminin\w*|masculin\w*)(?![a-z])"
)
#: What a column of marks for answers is called.
_SHARES = caseless(r"\[[\"'](?:is_)?(?:right|correct|pass(?:ed)?|score|success|match|faithful\w*|ok)[\"']\]")
_MEANS = {"confusion_matrix", "classification_report"}
_MODEL_WORD = caseless(r"predict|infer(?!_)|classif|score|generate|embed|transcri|forecast")
#: Parts of the rows that are no groups: what a model is fitted to, and what judges it.
_FOLDS = caseless(r"(?<![a-z])(?:train|val|valid|validation|dev|test|fold|split|nan|finite)(?![a-z])")
_SIDES = 2  #: what a metric compares
_NEAR = 12  #: lines below the head of a loop over groups in which the metric of each stands
_SUITE = 10  #: cases from which on tests of behaviour are a suite


@dataclass(frozen=True, slots=True)
class Sliced(AtSite):
    """One place where quality is judged by part, or under a change of the input."""

    site: Site
    how: str

    @property
    def what(self) -> str:
        return self.how


@fact
def sliced_metrics(component: Component) -> tuple[Sliced, ...]:
    """Return where metrics are worked out for each part of the data, outside of tests."""
    own = (one for one in outside_tests(component.repo) if one.path in component)
    return tuple(found for program in own for found in _in_program(program))


def _in_program(program: Program) -> Iterator[Sliced]:
    for call in program.file.calls:
        if call.last in _TOOL_WORDS and call.name in _TOOLS:
            yield Sliced(program.site_of(call), f"judges by part with {call.last}")
    yield from _by_named_groups(program)
    yield from _by_marked_rows(program)
    if EVAL_PATHS.search(program.path):
        yield from _of_answers(program)
    within = by_scope(program.file)
    if not program.notebook:
        yield from _in_script(program, within.get("", ()))
    for function in program.file.functions:
        calls = within.get(function.name, ())
        metrics = [call for call in calls if _is_metric(call.last)]
        yield from _in_loop(program, calls) if metrics else ()
        metric = next((call for call in metrics if _by_part(call, calls)), None)
        if metric and (_PART.search(function.name) or any(call.last in _OF_TABLES for call in calls)):
            how = f"{function.name} works out {metric.last} for each part"
            yield Sliced(program.site(metric.line, function.name), how)
        for one in function.decorators:
            if one.last == "slicing_function":
                yield Sliced(program.site(one.line, function.name), f"{function.name} names a slice")


def _by_marked_rows(program: Program) -> Iterator[Sliced]:
    """Find a function that works out a metric over the rows it is told, for several: ``of(promo_mask)``."""
    told = {function.name: {one.name for one in function.parameters} for function in program.file.functions}
    masked = [call for call in program.file.calls if _masks(call) in told.get(call.scope, ()) and _is_metric(call.last)]
    asked = grouped((call.last, call) for call in program.file.calls) if masked else {}
    of_groups = {
        scope
        for scope in dict.fromkeys(call.scope for call in masked)
        if len(calls := asked.get(scope.rpartition(".")[2], ())) > 1
        and not any(_FOLDS.search(value.text or value.string) for one in calls for value in one.values)
    }
    for call in masked:
        if call.scope in of_groups:
            yield Sliced(program.site_of(call), f"{call.scope} works out {call.last} for the rows that it is told")


def _masks(call: Call) -> str:
    """Return the one name by which a call chooses the rows of all that it is given, "" where it does not."""
    given = [value.items[0].text for value in call.args if value.kind == "item" and value.items]
    return given[0] if len(given) >= _SIDES and len(set(given)) == 1 else ""


def _in_loop(program: Program, calls: Sequence[Call]) -> Iterator[Sliced]:
    """Find the loop over parts that are called so, in which a metric is worked out: ``in slices(rows).items()``."""
    for head in (call for call in calls if _LOOPED.search(call.written)):
        if metric := _looped(head, calls):
            yield Sliced(program.site_of(metric), f"{metric.last} is worked out for each of its parts")


def _in_script(program: Program, calls: Sequence[Call]) -> Iterator[Sliced]:
    """Find the loop over the groups of a table in which a script, outside of any function, works out a metric."""
    if any(call.last == "fit" and "for" in call.inside for call in calls):
        return
    for head in (call for call in calls if call.last in _OF_TABLES):
        if metric := _looped(head, calls):
            yield Sliced(program.site(metric.line, ""), f"{metric.last} is worked out for each group of a table")


def _looped(head: Call, calls: Sequence[Call]) -> Call | None:
    """Return the metric that is worked out in the loop over what a call gives."""
    near = (call for call in calls if head.line < call.line <= head.line + _NEAR and _is_metric(call.last))
    return next((call for call in near if call.inside.count("for") > head.inside.count("for")), None)


def _of_answers(program: Program) -> Iterator[Sliced]:
    """Find the share of right answers by part of the questions: ``cases.groupby("topic")["right"].mean()``."""
    for call in program.file.calls:
        if call.last == "mean" and _SHARES.search(call.written) and any(f".{it}(" in call.written for it in _OF_TABLES):
            yield Sliced(program.site_of(call), "the share of right answers is worked out for each group")
    looping = {call.scope for call in program.file.calls if "for" in call.inside}
    for item in program.file.assignments:
        if item.scope in looping and _FIELDS.search(item.target):
            yield Sliced(program.site(item.line, item.scope), f"{item.scope} adds the figures up by {item.target}")


def _by_named_groups(program: Program) -> Iterator[Sliced]:
    """Find the same figure for two groups whose names are written out: ``cm_female``, ``cm_male``."""
    figures = [call for call in program.file.calls if call.last in _MEANS or _is_metric(call.last)]
    named = {match[0].lower(): call for call in figures if (match := _GROUP.search(call.target))}
    if len(named) > 1:
        first = min(named.values(), key=lambda call: call.line)
        yield Sliced(program.site_of(first), f"{first.last} is worked out for {' and '.join(sorted(named))}")


@lru_cache(maxsize=100_000)  # the same few thousand names are called a hundred thousand times
def _is_metric(name: str) -> bool:
    return bool(_METRIC.search(name))


def _by_part(metric: Call, calls: Sequence[Call]) -> bool:
    """Tell whether a metric is worked out in a loop, or handed to the groups of a table."""
    grouped = [call for call in calls if call.last in _GROUPS]
    if any(call.last in {"fit", "fit_predict"} and "for" in call.inside for call in calls):
        return False  # one model after the other is trained and judged: the parts are folds of a cross-validation
    if "for" in metric.inside and grouped:
        return True
    applied = [call for call in calls if call.last in {"apply", "agg", "aggregate"} and "groupby" in call.written]
    return bool(applied)


@fact
def behaviour_tests(component: Component) -> tuple[tuple[Sliced, int], ...]:
    """Return the tests of behaviour with the number of their cases: invariance, noise, direction, past failures."""
    files = {program.path: program for program in programs(component.repo)}
    found = []
    for case in component.of(real_tests(component.repo)):
        program = files.get(case.site.path)
        named = _BEHAVIOUR.search(case.name.rpartition(".")[2].removeprefix("test"))
        if program and named and _about_a_model(program, case.name):
            found.append((Sliced(case.site, f"{case.name} tests how the model behaves"), _cases(program, case.name)))
    return tuple(found)


def _about_a_model(program: Program, name: str) -> bool:
    return any(_MODEL_WORD.search(call.last) for call in program.file.calls if call.scope == name)


def _cases(program: Program, name: str) -> int:
    """Count the cases that ``parametrize`` makes of a test; one when it does not."""
    function = program.file.function(name)
    counts = (
        [_length(one.argument(1, "argvalues")) for one in function.decorators if one.last == "parametrize"]
        if function
        else []
    )
    return max(1, *counts) if counts else 1


def _length(value: Value | None) -> int:
    return len(value.items) if value and value.kind == "list" else 1


@fact
def whole_metrics(component: Component) -> tuple[Sliced, ...]:
    """Return where quality is told as a whole, for each class before over all rows; of either the product's first."""
    repo = component.repo
    calls = (
        (not _for_each_class(call), rank_of(repo, program.path, call.scope), program.site_of(call), call.last)
        for program in programs(repo)
        if program.path in component and not program.is_test
        for call in program.file.calls
        if call.last in _MEANS or (call.name.startswith("sklearn.metrics.") and _is_metric(call.last))
    )
    over = {True: "over all rows at once", False: "for each class, and for no part of the rows"}
    return tuple(Sliced(site, f"{name} tells the quality {over[whole]}") for whole, _, site, name in sorted(calls))


def _for_each_class(call: Call) -> bool:
    """Tell whether a metric has a number for each class: a matrix, a report, ``f1_score(y, p, average=None)``."""
    average = call.argument(4, "average")
    return call.last in _MEANS or (average is not None and average.kind == "literal" and average.literal is None)


def is_suite(tests: tuple[tuple[Sliced, int], ...]) -> bool:
    """Tell whether tests of behaviour have enough cases to be a suite."""
    return sum(cases for _, cases in tests) >= _SUITE


def started(component: Component, found: Sliced) -> bool:
    """Tell whether something that is deployed, scheduled or run by CI starts it."""
    return found.site.counts and runs(component, found.site)
