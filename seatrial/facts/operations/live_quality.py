"""Is the quality of what was answered worked out from what really happened?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.programs import AtSite, Program, Site, own_code
from seatrial.facts.operations.quality_queries import mapped_errors, quality_files
from seatrial.facts.operations.watch import production_source
from seatrial.facts.product.parts import by_part
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_METRICS = frozenset({
    "accuracy_score", "f1_score", "precision_score", "recall_score", "roc_auc_score", "mean_absolute_error",
    "mean_squared_error", "root_mean_squared_error", "average_precision_score", "log_loss", "brier_score_loss",
    "classification_report", "confusion_matrix", "mean_absolute_percentage_error", "balanced_accuracy_score",
    "ClassificationPreset", "RegressionPreset", "ClassificationPerformanceProfileSection",
    "RegressionPerformanceProfileSection", "precision_recall_fscore_support", "r2_score",
})  # fmt: skip
#: Estimators of quality that need no outcomes, and calculators that wait for them.
_ESTIMATORS = frozenset({"CBPE", "DLE", "PerformanceCalculator"})
_TOOLS = _METRICS | _ESTIMATORS
#: How teams call metrics of their own, and what they keep of answers.
_OWN = caseless(
    r"(?:\w+_)?(?:mae|w?mape|smape|rmse|mse|accuracy|f1|auc|log_loss)(?:_score)?|(?:point|regression|classification|compute|"
    r"calculate|error)_(?:\w+_)?metrics?"
)
_TRACERS = frozenset({"langfuse", "langsmith", "phoenix", "mlflow", "opik", "trulens", "lunary"})
#: How the scores of traces are fetched: ``langfuse.api.score_v_2.get``, ``client.list_feedback``.
_FETCHED = regex(
    r"\.(?:scores?|feedbacks?)(?:_v_?\d)?\.(?:get|list|get_many)$|\.(?:fetch|list|get|read)_(?:scores|feedbacks?)$"
)
_ANSWERS = caseless(r"predictions?_?(?:log|store|record|history|repo)")
_TRUTH = caseless(
    r"ground_?truth|(^|[_.\"'])actual|outcome|true_label|y_true|feedback|(^|[_.])labels?$|realized|observed"
)
#: Columns that keep whether an answer was right, as people said.
_VERDICT = regex(
    r"\b(?:is|was)_(?:correct|right|wrong|helpful)\b|\bthumbs_?(?:up|down)\b|'(?i:false[_ ](?:positive|negative))'"
)
_QUALITY = regex(r"performance|accuracy|quality|recall|precision|error_rate|hit_rate|mape|f1|calibration")
_OFFLINE = caseless(r"train|eval|test|backtest|experiment|benchmark|tune|valid")
_JOIN = caseless(
    r"\bjoin\b[\s\S]{0,400}(label|outcome|actual|ground_?truth|feedback)|(label|outcome|actual|ground_?truth|feedback)"
    r"[\s\S]{0,400}\bjoin\b"
)
#: Measures of how far two regions are the same, and calls that fetch what was drawn.
_OVERLAP = caseless(r"(?:\w+_)?(?:dice|iou|jaccard|hausdorff)(?:_\w+)?")
_LABELS = regex(r"(?:get|fetch|load|read)_(?:\w+_)?(?:label|annotation|mask|segmentation)s?(?:_\w+)?")
_JUDGES = regex(r"(check|compare|validate|evaluate)_\w*(baseline|threshold|limit|slo)|is_degraded|degradation")
_THRESHOLD = caseless(r"thresh|alpha|limit|min_|max_|baseline|tolerance|target|expected|warn|critical")


@dataclass(frozen=True, slots=True)
class LiveQuality(AtSite):
    """One computation of quality from outcomes of production."""

    site: Site
    tool: str
    source: Place  #: where the rows are fetched
    judged: bool  #: the figure is compared with a threshold

    @property
    def what(self) -> str:
        judged = "" if self.judged else ", and compares it with nothing"
        return f"works out {self.tool} from what {self.source.path} fetches{judged}"


@fact
def live_qualities(repo: Repo) -> tuple[LiveQuality, ...]:
    """Return where quality is worked out from outcomes that production recorded; tests on held-out data are none.

    What is the product's comes first.
    """
    found = {item.site: item for program in own_code(repo) for item in _in_program(repo, program)}
    asked = [*quality_files(repo), *(one for program in own_code(repo) for one in _mapped(program))]
    found |= {site: LiveQuality(site, tool, site.place, judged=False) for site, tool in asked if site not in found}
    return tuple(by_part(repo, found.values()))


def _mapped(program: Program) -> Iterator[tuple[Site, str]]:
    return iter(()) if _OFFLINE.search(program.path) else mapped_errors(program)


def _in_program(repo: Repo, program: Program) -> Iterator[LiveQuality]:
    yield from _of_answers(repo, program)
    yield from _of_scores(program)
    yield from _of_labels(program)
    calls = [call for call in program.file.calls if call.last in _TOOLS]
    named = _functions_of_quality(program)
    if not calls and not named:
        return
    truthful = _scopes_of_outcomes(program)
    own = [item for item in named if _names_outcomes(item, truthful)]
    source = production_source(repo, program.path) if calls or own else None
    estimates = any("nannyml" in item.module for item in program.file.imports)
    joins = any(_JOIN.search(text.value) for text in program.file.texts)
    online = joins or not _OFFLINE.search(program.path)
    if source is None or not (joins or estimates or (truthful and online)):
        return
    judged = _is_judged(program)
    for call in calls:
        if call.last not in _ESTIMATORS or estimates:
            yield LiveQuality(program.site_of(call), call.last, source, judged)
    for item in own:
        yield LiveQuality(program.site(item.line, item.name), item.name.rpartition(".")[2], source, judged)


def _functions_of_quality(program: Program) -> list[Function]:
    """Return the functions that are named for a measure of quality, or write one down by its name."""
    written = {item.scope for item in program.file.assignments if "[" in item.target and _QUALITY.search(item.target)}
    written |= _scopes_of_verdicts(program)
    asks = _scopes_of_joins(program)  # the query does the work
    long = (item for item in program.file.functions if item.statements > 3 or item.name in asks)
    return [item for item in long if _is_named_for_quality(item) or item.name in written]


def _scopes_of_outcomes(program: Program) -> list[str]:
    """Return the scopes that speak of what really happened."""
    truthful = [x.scope for x in program.file.mentions if any(_TRUTH.search(name) for name in x.names)]
    truthful += [x.scope for x in program.file.assignments if _TRUTH.search(x.target)]
    return [*truthful, *sorted(_scopes_of_verdicts(program) | _scopes_of_joins(program))]


def _scopes_of_joins(program: Program) -> set[str]:
    """Return the functions that ask a store for what was answered beside what really happened."""
    return {text.scope for text in program.file.texts if _JOIN.search(text.value)} - {""}


def _scopes_of_verdicts(program: Program) -> set[str]:
    """Return the functions that give a measure by its name, and ask for what people said of answers."""
    given = {text.scope for text in program.file.texts if _OWN.fullmatch(text.value)}
    said = (text for text in program.file.texts if text.scope in given)
    return {text.scope for text in said if _VERDICT.search(text.value)} - {""}


def _of_answers(repo: Repo, program: Program) -> Iterator[LiveQuality]:
    """Find metrics, the team's own too, that compare what an object kept of answers with what really happened."""
    if not any(_ANSWERS.search(call.name) for call in program.file.calls):
        return
    metrics = (call for call in program.file.calls if call.last in _METRICS or _OWN.fullmatch(call.last))
    calls = [call for call in metrics if _is_given_outcomes(call)]
    source = production_source(repo, program.path) if calls else None
    if source is None:
        return
    for call in calls:
        yield LiveQuality(program.site_of(call), call.last, source, _is_judged(program))


def _of_labels(program: Program) -> Iterator[LiveQuality]:
    """Find functions that fetch two labels of one image, what people drew and what was predicted, and compare them."""
    if _OFFLINE.search(program.path):
        return
    for made in program.file.assignments:
        if _OVERLAP.fullmatch(made.target) and made.value.kind in ("operation", "call", "conditional"):
            fetched = [call for call in program.file.calls if call.scope == made.scope and _LABELS.fullmatch(call.last)]
            if len({str(call.args) for call in fetched}) > 1:
                yield LiveQuality(program.site_of(made), made.target, program.place_of(fetched[0]), _is_judged(program))


def _of_scores(program: Program) -> Iterator[LiveQuality]:
    """Find programs that fetch what readers or judges scored from where the traces are kept."""
    if not program.file.packages.isdisjoint(_TRACERS):
        for call in program.file.calls:
            if _FETCHED.search(call.written):
                site = program.site_of(call)
                yield LiveQuality(site, "the share of scores", site.place, _is_judged(program))


def _is_given_outcomes(call: Call) -> bool:
    """Tell whether a metric is given what really happened: ``mape(scored["actual"], scored["load"])``."""
    return any(_TRUTH.search(value.text) for value in call.values)


def _is_named_for_quality(item: Function) -> bool:
    return bool(_QUALITY.search(item.name.rpartition(".")[2]))


def _names_outcomes(item: Function, truthful: list[str]) -> bool:
    """Tell whether a function that is named for quality works it out by its own arithmetic: it names the outcomes."""
    return any(scope == item.name or scope.startswith(f"{item.name}.") for scope in truthful)


def _is_judged(program: Program) -> bool:
    """Tell whether a program holds a figure against a threshold, itself or by a function named for that."""
    if any(_JUDGES.search(call.last) for call in program.file.calls):
        return True
    return any(
        item.operator in {"<", ">", "<=", ">="}
        and any(_is_limit(program, item.scope, side) for side in (item.left, item.right))
        for item in program.file.comparisons
    )


def _is_limit(program: Program, scope: str, side: Value) -> bool:
    """Tell a number, a name for a limit, and a setting of that name: ``float(os.environ["MIN_AUC"])``."""
    if isinstance(constant(program.file, scope, side).literal, float) or _THRESHOLD.search(side.text):
        return True
    words = (item.literal for part in (side, *side.items) for item in part.items)
    return side.kind in {"call", "item"} and any(isinstance(it, str) and bool(_THRESHOLD.search(it)) for it in words)
