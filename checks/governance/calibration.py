"""Is it known what the score of an answer means?"""

from seatrial.api import Component, Effort, Found, Grade, Graded, Liveness, Severity, Stage, governance
from seatrial.facts.code.programs import Site
from seatrial.facts.documents.card_use import own_cards
from seatrial.facts.inference.inference import Runs
from seatrial.facts.models.calibration import (
    MAKES,
    Calibration,
    Means,
    calibrations,
    reasoned_thresholds,
    written_calibration,
)
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.people.conversions import judges
from seatrial.facts.serving.people.perception import outlines
from seatrial.facts.signs import inferences
from seatrial.facts.training.main_training import evaluated_in, main_training
from seatrial.facts.training.played import learns_by_playing
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.tuning import tunes_language_model

from .. import acts

CALIBRATED_BY = (
    "calibration curves, Brier score, expected calibration error, CalibratedClassifierCV, temperature scaling, "
    "conformal prediction (MAPIE, crepes, puncc), quantiles, NGBoost, intervals, a threshold chosen by its cost"
)
_NUMBERS = "where the model predicts numbers"
_SHOWN = 6


def scores(component: Component) -> bool:
    """Tell whether an answer could be more or less sure; texts, images and vectors that are made carry no score."""
    asked = [item for item in inferences(component) if item.runs is Runs.MODEL]
    trained = main_training(component)
    played = trained is not None and learns_by_playing(component.repo, trained)  # what it expects of a move is no score
    if tunes_language_model(component) or played:
        return False
    return judges(component) and (not asked or any(not MAKES.match(item.call.last) for item in asked))


@governance.practice(
    "GOV-17",
    question="Is the score's meaning stated and checked?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A score of 0.9 that is right six times in ten is believed nine times, and decides accordingly.",
    act=acts.HELD_OUT,
    fix=(
        "Measure Brier score and a reliability curve in {model:the evaluation}, on held-out data, beside its metrics.",
        "Calibrate it where they show a gap (CalibratedClassifierCV, isotonic regression, or conformal intervals).",
        "Write into {card:MODEL_CARD.md} at which threshold it decides, and which errors at which cost led to that.",
    ),
    fix_when={
        _NUMBERS: (
            "Give intervals: quantiles, conformal prediction (MAPIE), or those that the model makes itself.",
            "Measure in {model:the evaluation}, too, how often the truth lies in the interval given with it.",
            "Write into {card:MODEL_CARD.md} how far off a number may be, and what an error costs.",
        )
    },
    missing="nothing says how far a score can be trusted",
    references=("MS 2.5", "MP 2.2", "AIA 15", "GMLP 9", "SR V"),
    raised_by=("finance", "healthcare"),
    gated_by=("healthcare",),
    when=scores,
    when_not="the models make texts, images, vectors or moves, which carry no score",
)
def calibration_and_uncertainty(component: Component) -> Graded:
    repo = component.repo
    found = component.of(calibrations(repo))
    counted = [item for item in found if item.site.counts]
    measured = [item for item in counted if item.means is Means.MEASURED]
    written = component.of(written_calibration(repo))
    made = [item for item in counted if item.means is Means.MADE]
    chosen = [item for item in counted if item.means is Means.CHOSEN]
    reasons = component.of(reasoned_thresholds(repo))
    shown = chosen or reasons or made
    both = shown and (measured or written)
    served_so = [item for item in made if answers(component, item.site)]
    watched = [item for item in measured if answers(component, item.site) or _by_ci(component, item.site)]
    graded = Graded.best(
        (Grade.IN_USE, [*served_so[:2], *watched[:2]] if shown and served_so and watched else ()),
        (Grade.SUBSTANTIVE, [*measured[:3], *written[:2], *chosen[:2], *reasons[:2], *made[:2]] if both else ()),
        (Grade.PRESENT, [*found[:_SHOWN], *written[:2]]),
        looked_for=CALIBRATED_BY,
        message=_what_is_unknown(found, measured or written, shown, served_so and watched),
    ).naming(model=evaluated_in(component), card=next(iter(component.of(own_cards(repo))), None))
    # a mask has a score for each place, whatever the loss of its net was
    if predicted(component) is Predicted.NUMBERS and not outlines(component):
        return graded.having_done_if(made, measured or written, reasons).in_case(_NUMBERS)
    return graded.having_done_if(measured or written, made, reasons)


def _by_ci(component: Component, site: Site) -> bool:
    return reach(component.repo).liveness(site.path, site.scope) is Liveness.CI


def _what_is_unknown(found: tuple[Calibration, ...], measured: Found, shown: Found, used: Found) -> str:
    if used or not found:
        return ""
    if measured and shown:
        return "the meaning of scores is measured, and not both given with the answer and watched"
    if measured:
        return "the calibration is measured, and nothing says why the threshold stands where it does"
    if all(item.means is Means.PASSED for item in found):
        return "scores are passed on as they come, and nobody measured what they mean"
    if not any(item.site.counts for item in found):
        return "only notebooks and examples look at what a score means"
    return "scores or intervals are made, and nobody measured whether they hold"
