"""Can a single answer be explained, and is it known what its score means?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Found,
    Grade,
    Graded,
    Liveness,
    Severity,
    Stage,
    Surface,
    governance,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import Site
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.facts.documents.written_governance import mentions
from seatrial.facts.inference.inference import Runs
from seatrial.facts.models.calibration import (
    MAKES,
    Calibration,
    Means,
    calibrations,
    reasoned_thresholds,
    written_calibration,
)
from seatrial.facts.models.citations import Citation, citations, passage_answers
from seatrial.facts.models.explanations import SAYS_WHAT_IT_MEANS, Explanation, Scope, explanations
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import job_program, jobs_of
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.people.conversions import ONLY_CONVERTS, judges
from seatrial.facts.serving.people.perception import completes, outlines, perceives, reads_unknown, recommends
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.signs import inferences, llm_doors
from seatrial.facts.surfaces import has_surface
from seatrial.facts.testing.tested_code import nodes_of_tests
from seatrial.facts.training.main_training import evaluated_in, main_training
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.tuning import tunes_language_model

from .. import acts
from ..unread import where_code_is_read

EXPLAINED_BY = (
    "SHAP, LIME, Captum, InterpretML, Alibi, DALEX, ELI5, DiCE, Grad-CAM, contributions of features, reason codes, a "
    "model that can be read; for a language model the sources that are returned with the answer"
)
CALIBRATED_BY = (
    "calibration curves, Brier score, expected calibration error, CalibratedClassifierCV, temperature scaling, "
    "conformal prediction (MAPIE, crepes, puncc), quantiles, NGBoost, intervals, a threshold chosen by its cost"
)
_NUMBERS = "where the model predicts numbers"
_UNANSWERED = "where a model is made, and nothing here answers with it yet"
_ANYTHING = "where nothing tells whether the model reads columns or something else"
_PERCEIVES = "where the model reads images, sound or text"
_REGIONS = "where the answer is itself a region of what the model saw"
_WRITES = "where a language model is offered to callers who ask it for text"
_ASKED = "where a service asks a language model too, and makes no model of its own"
_LOOKS_UP_NOTHING = "where a language model writes, and nothing is looked up for it"
_BY_PASSAGES = (
    "Return with each answer of {app:the service} the passages that it rests on, by document and position.",
    "Test that each cited passage is one that was retrieved; what the model says about itself proves nothing.",
)
_SHOWN = 6


@governance.practice(
    "GOV-04",
    question="Can a single decision be explained in terms its reader needs?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="Whoever is refused may ask why, and a plot of global importance from training answers nobody.",
    act=acts.ANSWERS,
    fix=(
        "Return the three features that moved each score most, in the reader's words, from {app:the service}.",
        "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and store them with the prediction.",
        "Test that the contributions add up to the score that the model of {model:the training} gives.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Write beside each answer of {app:the job} the three features that moved it most, in its reader's words.",
            "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and keep them with the answer.",
            "Test that the contributions add up to the answer that the model of {model:the training} gives.",
        ),
        Archetype.LLM_APP: _BY_PASSAGES,
    },
    fix_when={
        _ASKED: _BY_PASSAGES,
        _LOOKS_UP_NOTHING: (
            "Return with each answer of {app:the service} what it was made from: inputs, version of prompt and model.",
            "Say beside it that a model wrote it; what the model says about its own reasons explains nothing.",
        ),
        _REGIONS: (
            "Return with each mask of {app:the service} how sure the model is of it: by voxel, pixel or object.",
            "Say in {card:MODEL_CARD.md} what that means and what it does not, and store it with the mask.",
            "Test that it falls where the input is blurred or covered.",
        ),
        _PERCEIVES: (
            "Return with each answer of {app:the service} the part of the input that carried it: regions or words.",
            "Say in {card:MODEL_CARD.md} what such a part means and what it does not, and store it with the answer.",
            "Test that the answer changes when that part is covered.",
        ),
        _ANYTHING: (
            "Return with each answer of {app:the service} what moved it most: named features, or a part of the input.",
            "Say in {card:MODEL_CARD.md} what that means and what it does not, and store it with the answer.",
            "Test that the answer changes when that is taken away.",
        ),
        _UNANSWERED: (
            "Let the service or job that is to answer with {model:the model} say what moved each answer most.",
            "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and keep them with the answer.",
        ),
        _WRITES: (
            "Let callers of {app:the service} ask for the probability of each token with the answer (logprobs).",
            "Say in {card:MODEL_CARD.md} that what the model writes about its own answer does not explain it.",
        ),
    },
    missing="no answer can be explained",
    references=("MS 2.9", "AIA 13", "AIA 86", "GDPR 22", "GMLP 7", "GMLP 9", "SR V", "42001 A.8.2", "MTS-Infra5"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=judges,
    when_not=ONLY_CONVERTS,
)
def explainability(component: Component) -> Graded:
    graded = where_code_is_read(component, _judged(component))
    if graded.grade is None:
        return graded
    app = answers_at(component) or job_program(component)
    named = graded.naming(app=app, model=main_training(component), card=_card(component))
    return named.in_case(_case(component))


def _case(component: Component) -> str:
    """Say of which kind the answers are, where the archetype alone does not tell what would explain one."""
    is_llm_app = archetype(component).archetype is Archetype.LLM_APP
    if is_llm_app or (llm_doors(component) and not own_trainings(component)):
        looks_up = has_surface(component, Surface.RAG)
        return _LOOKS_UP_NOTHING if not looks_up else "" if is_llm_app else _ASKED
    if completes(component):
        return _WRITES
    if not (answers_at(component) or jobs_of(component) or answers_elsewhere(component.repo)):
        return _UNANSWERED
    seen = _ANYTHING if recommends(component) else _REGIONS if outlines(component) else _PERCEIVES
    return seen if perceives(component) else _ANYTHING if reads_unknown(component) else ""


def _judged(component: Component) -> Graded:
    """A service that also asks a language model may answer for either kind of answer; the better one counts."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return _by_sources(component)
    reasons = _by_reasons(component)
    sources = _by_sources(component) if llm_doors(component) else reasons
    return max(reasons, sources, key=lambda graded: graded.grade or Grade.ABSENT)


def _by_reasons(component: Component) -> Graded:
    found = component.of(explanations(component.repo))
    given = [item for item in found if item.scope is Scope.ANSWER and answers(component, item.site)]
    explained = [item for item in given if item.documented or any(mentions(component, SAYS_WHAT_IT_MEANS))]
    tested = [item for item in explained if _is_tested(component, item.site)]
    graded = Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, explained[:_SHOWN]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=EXPLAINED_BY,
        message=_why_not(found, given, explained, tested),
    )
    return graded.having_done_if(given, explained, tested)


def _why_not(
    found: tuple[Explanation, ...], given: list[Explanation], explained: list[Explanation], tested: list[Explanation]
) -> str:
    if not found or tested:
        return ""
    if explained:
        return f"{explained[0].what}, and no test looks at the explanation"
    if given:
        return f"{given[0].what}, and nothing says what the explanation means"
    best = found[0]
    if best.scope is Scope.READABLE:
        return f"{best.what}, and no answer is given with its reasons"
    if best.scope is Scope.MODEL:
        return "only the model as a whole is explained, and no single answer"
    where = "in a notebook or an example" if not best.site.counts else "in code to which no endpoint and no job gets"
    return f"{best.what}, {where}"


def _by_sources(component: Component) -> Graded:
    """What a language model says about its own reasons is no explanation: what counts is what it was given."""
    found = [item for item in component.of(citations(component.repo)) if item.site.counts]
    given = [item for item in found if answers(component, item.site)]
    tested = [item for item in given if _is_tested(component, item.site)]
    passages = passage_answers(component)
    graded = Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, [*given[:_SHOWN], *passages[:_SHOWN]]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=EXPLAINED_BY,
        message="" if passages else _why_no_sources(found, given),
    )
    return graded.having_done_if(given or passages, tested)


def _why_no_sources(found: list[Citation], given: list[Citation]) -> str:
    if given or not found:
        return "" if given else "no code gives an answer together with the passages that it rests on"
    return f"{found[0].what}, in code to which no endpoint gets"


def _card(component: Component) -> Card | None:
    return next(iter(component.of(model_cards(component.repo))), None)


def _is_tested(component: Component, site: Site) -> bool:
    return (site.path, site.scope) in nodes_of_tests(component.repo)


def scores(component: Component) -> bool:
    """Tell whether an answer could be more or less sure; texts, images and vectors that are made carry no score."""
    asked = [item for item in inferences(component) if item.runs is Runs.MODEL]
    if tunes_language_model(component):
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
            "Measure in {model:the evaluation}, too, how often the truth lies in the interval given with it.",
            "Give intervals: quantiles, conformal prediction (MAPIE), or those that the model makes itself.",
            "Write into {card:MODEL_CARD.md} how far off a number may be, and what an error costs.",
        )
    },
    missing="nothing says how far a score can be trusted",
    references=("MS 2.5", "MP 2.2", "AIA 15", "GMLP 9", "SR V"),
    raised_by=("finance", "healthcare"),
    gated_by=("healthcare",),
    when=scores,
    when_not="the models make texts, images or vectors, which carry no score",
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
    ).naming(model=evaluated_in(component), card=_card(component))
    graded = graded.having_done_if(measured or written, made, reasons)
    return graded.in_case(_NUMBERS if predicted(component) is Predicted.NUMBERS else "")


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
