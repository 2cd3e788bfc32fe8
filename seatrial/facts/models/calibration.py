"""Is it known what a score means: is its calibration measured, is an interval given, is its threshold chosen?"""

import re
from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Site, called, programs
from seatrial.facts.documents.cards import model_cards
from seatrial.facts.documents.documents import documents
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Means(StrEnum):
    """What is done about the meaning of a score."""

    MEASURED = "measures how far scores or intervals can be trusted"
    MADE = "makes calibrated scores or intervals"
    CHOSEN = "chooses the threshold by what errors cost"
    PASSED = "passes on scores as they come"


_MEASURES = {
    "calibration_curve": "", "brier_score_loss": "", "CalibrationDisplay": "", "BinaryCalibrationError": "",
    "MulticlassCalibrationError": "", "CalibrationError": "", "ECE": "", "expected_calibration_error": "",
    "mean_pinball_loss": "", "d2_pinball_score": "", "regression_coverage_score": "", "coverage_width_based": "",
    "classification_coverage_score": "", "crps_ensemble": "", "ReliabilityDiagram": "",
}  # fmt: skip
_MAKES = {
    "CalibratedClassifierCV": "", "TemperatureScaling": "", "IsotonicRegression": "", "MapieRegressor": "",
    "MapieClassifier": "", "SplitConformalRegressor": "", "SplitConformalClassifier": "", "CrossConformalRegressor": "",
    "MapieQuantileRegressor": "", "ConformalRegressor": "", "ConformalClassifier": "", "WrapRegressor": "crepes",
    "WrapClassifier": "crepes", "SplitCP": "", "RAPS": "", "APS": "", "ConformalIntervals": "",
    "PredictionIntervals": "",
    "NGBRegressor": "", "NGBClassifier": "", "QuantileRegressor": "", "RandomForestQuantileRegressor": "",
    "get_prediction": "statsmodels", "conf_int": "statsmodels", "predict_interval": "", "prediction_interval": "",
}  # fmt: skip
_CHOOSES = {"TunedThresholdClassifierCV": "", "DiscriminationThreshold": ""}
_PASSES = {"predict_proba": "", "softmax": "", "sigmoid": "", "decision_function": ""}
_LAYERS = frozenset({"softmax", "sigmoid"})
_SCORE = caseless(r"conf|prob|score|pred|infer|classif")
_INSIDE = caseless(
    r"loss|train|attention|attn|generate|sample|__init__|decoder|encoder|mask|corr(?:elation)?(?![a-z])"
    r"|(?<![a-z])(?:agg|gate|gating|router|routing|mixture|fusion)(?![a-z])"
)
_NAMED = (
    (Means.MEASURED, caseless(
        r"(?:^|_)(?:calibration_(?:error|curve|report|metrics?|plot|table|check)|expected_calibration_error|ece|brier\w*|"
        r"reliability_(?:diagram|curve|plot)|(?:interval|empirical|conformal)_coverage|"
        r"(?:evaluate|measure|compute|check)_(?:calibration|coverage))(?:_|$)")),
    #: a proper score of a whole distribution, so there is one to judge
    (Means.MEASURED, caseless(r"(?:^|_)(?:crps|continuous_ranked\w*)(?:_|$)")),
    (Means.MADE, caseless(
        r"(?:^|_)(?:crps|continuous_ranked\w*|calibrate(?:_\w+)?|conformal\w*|temperature_scal\w+|(?:prediction|confidence)_intervals?|"
        r"quantile_(?:forecast|predictions?)|mc_dropout|predict_with_uncertainty|estimate_uncertainty)(?:_|$)")),
    (Means.CHOSEN, caseless(
        r"(?:^|_)(?:(?:optimal|best|cost\w*|choose|select|tune|find|optimi[sz]e)_(?:\w+_)?threshold|"
        r"threshold_(?:by_cost|selection|tuning|optimi[sz]ation)|expected_(?:cost|profit)|cost_(?:curve|matrix))(?:_|$)")),
)  # fmt: skip
#: Names of what lies in an interval, and of the bounds of one.
_COVERED = caseless(r"(?:^|_)(?:coverage|inside|within|covered)(?:_|$)")
_BOUND = caseless(r"(?:^|_)(?:low|lower|high|upper|quantiles?|intervals?)(?:_|$)")
#: The same words in other trades: cameras, sensors, quantization, coverage of tests.
_OTHER_TRADE = caseless(
    r"camera|sensor|extrinsic|intrinsic|quanti[sz]|int8|onnx|lidar|color|magcache|(?:test|code)_coverage"
)
#: Calls whose answer is a text, an image or a vector.
MAKES = regex(r"generate|encode|embed|transcribe|translate|summari[sz]e|synthesi[sz]e|tts|inpaint|upscale|chat|stream")
#: Settings of a model by which it answers with more than one number.
_SPREADS = frozenset({"loss", "objective", "loss_function", "return_std"})
_QUANTILE = caseless(r"quantile|pinball")
_WRITTEN = caseless(
    r"(?:brier|\bECE\b|expected calibration error|calibration error|(?:interval|empirical) coverage|reliability)"
    r"[^.\n]{0,60}\d|calibrat\w+[^.\n]{0,80}\b0\.\d+"
)
#: Documents that speak of the model that is here; a course on models states numbers too.
_ABOUT = caseless(r"^readme|model|eval|metric|result|calibrat|threshold|decision|validation|performance|uncertainty")
_REASONED = caseless(
    r"(?:threshold|cut-?off)s?\b[^\n]{0,120}(?:cost|because|chosen|capacity|budget|recall|precision|f1|youden|trade)"
)


@dataclass(frozen=True, slots=True)
class Calibration(InCode):
    """One place in the code where something is done about the meaning of a score."""

    site: Site
    means: Means
    by: str
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        return f"{self.by} {self.means}"


@fact
def calibrations(repo: Repo) -> tuple[Calibration, ...]:
    """Return what the code does about the meaning of scores, tests apart, one of a kind for each function."""
    seen: dict[tuple[str, str, Means], Calibration] = {}
    for item in sorted(
        (*_calls(repo), *_own(repo), *_coverage(repo)), key=lambda it: (not it.site.counts, it.means, it.site)
    ):
        if not _OTHER_TRADE.search(f"{item.site.path} {item.site.scope}"):
            seen.setdefault((item.site.path, item.site.scope, item.means), item)
    return tuple(seen.values())


@fact
def written_calibration(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that state a measured calibration, with its number."""
    return tuple(_lines(repo, _WRITTEN, "states a measured calibration"))


@fact
def reasoned_thresholds(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that say by what a threshold was chosen."""
    return tuple(_lines(repo, _REASONED, "says by what the threshold was chosen"))


def _lines(repo: Repo, pattern: re.Pattern[str], what: str) -> Iterator[Evidence]:
    cards = {card.path for card in model_cards(repo)}
    for document in documents(repo):
        stem = posix(document.path).stem
        for section in document.sections if document.path in cards or _ABOUT.search(stem) else ():
            for line in section.lines:
                if pattern.search(line.text):
                    yield Evidence(Place(document.path, line.number), f"a document {what}")


def _settings(call: Call) -> Iterator[tuple[str, Value]]:
    """Yield the keywords of a call, and what stands under the keys of a dict that it is given."""
    yield from call.keywords
    for value in call.values:
        if value.kind == "dict":
            yield from value.keywords


def _calls(repo: Repo) -> Iterator[Calibration]:
    tables = ((Means.MEASURED, _MEASURES), (Means.MADE, _MAKES), (Means.CHOSEN, _CHOOSES), (Means.PASSED, _PASSES))
    for means, table in tables:
        for found in called(repo, *table):
            if table[found.call.last] in found.call.name and (found.call.last not in _LAYERS or _is_score(found.call)):
                yield Calibration(found.site, means, found.call.last)
    for program in programs(repo):
        for call in () if program.is_test else program.file.calls:
            values = [value for key, value in _settings(call) if key in _SPREADS]
            if any(value.literal is True or _QUANTILE.search(str(value.literal)) for value in values):
                yield Calibration(program.site_of(call), Means.MADE, f"{call.last} with its spread")


def _is_score(call: Call) -> bool:
    """Tell a score that is answered from a layer of a network, a loss, and the dice of a generator."""
    around = f"{call.scope.rpartition('.')[2]} {call.target}"
    return bool(_SCORE.search(around)) and not _INSIDE.search(f"{call.scope} {call.target}")


def _coverage(repo: Repo) -> Iterator[Calibration]:
    """Find the share of the truth that lay in the intervals given with the answers, worked out by hand."""
    for found in called(repo, "mean"):
        call, file = found.call, found.program.file
        words = (call.target, call.written.rpartition(".")[0], *(value.text for value in call.args))
        if any(map(_COVERED.search, words)) and any(
            item.scope == call.scope and _BOUND.search(item.target) for item in file.assignments
        ):
            yield Calibration(found.site, Means.MEASURED, "a coverage", Confidence.LIKELY)


def _own(repo: Repo) -> Iterator[Calibration]:
    for program in programs(repo):
        for item in () if program.is_test else program.file.functions:
            name = item.name.rpartition(".")[2]
            for means, pattern in _NAMED:
                if pattern.search(name) and not item.is_stub and item.statements > 2:
                    yield Calibration(program.site(item.line, item.name), means, item.name, Confidence.LIKELY)
