"""Does the same training give the same model again?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    as_evidence,
    data,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.product.own_trainings import own_trainings, trains_here
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.surfaces import asks_language_models
from seatrial.facts.testing.llm_evaluations import eval_runs
from seatrial.facts.training.chance.llm_sampling import Sampling, llm_sampling
from seatrial.facts.training.chance.randomness import kept_seeds, open_randomness, repeat_tests, steady
from seatrial.facts.training.chance.seeds import Fixed, Seed, training_seeds
from seatrial.facts.training.learned_from import is_network
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.training import Training

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "random.seed, np.random.seed, torch.manual_seed, seed_everything, set_seed, tf.random.set_seed, PRNGKey, "
    "random_state= on splits and estimators, and the seed among the parameters of the run"
)
_OF_ANSWERS = "where nothing is trained, and a language model is asked"
_WRITTEN_OUT = "where one number is written out in several calls"
_IN_NOTEBOOKS = "where only notebooks and examples train"
_NETWORK = "where a network is trained, which has no random_state"
SAMPLING = "temperature and seed of the calls that ask a language model, in the product and in its evaluation"


def draws_lots(component: Component) -> bool:
    """Tell whether the component trains a model, or asks a language model, whose answers are drawn too."""
    if archetype(component).archetype is Archetype.LIBRARY:
        return trains_here(component)
    asks = asks_language_models(component)
    return asks or trains_here(component)


@data.practice(
    "DAT-05",
    question="Are seeds set for split, initialisation and sampling?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Without a seed nobody can tell whether a better number comes from a better model or from a luckier draw.",
    act=acts.RUNS,
    act_when={_IN_NOTEBOOKS: acts.MODULES, _OF_ANSWERS: ""},
    fix=(
        "Set one seed from the settings in the first line of {trainer:the training script}, before data is split.",
        "Pass the same number as random_state to {open:every split and estimator}, and log it with the run.",
    ),
    fix_when={
        _WRITTEN_OUT: (
            "Keep the number once, among the settings of {trainer:the training}, and hand it to each call from there.",
            "Log it with the run, so that whoever repeats it starts from the same number.",
        ),
        _IN_NOTEBOOKS: (
            "Take the training of {trainer:the notebooks} into a program that first sets one seed from the settings.",
            "Hand the number to every split and estimator there, and log it with the run.",
        ),
        _NETWORK: (
            "Set one seed from the settings in the first line of {trainer:the training}, the framework's own too.",
            "Hand it to what shuffles the data too, and log it with the run.",
        ),
        _OF_ANSWERS: (
            "Keep temperature and seed of {trainer:the product} among the settings, where the model takes them.",
            "Evaluate with temperature 0 and a fixed seed, or repeat each question and report the spread.",
        ),
    },
    missing="no seed is set where the model is trained",
    references=("MTS-Infra1", "42001 A.6.2.3"),
    raised_by=("finance", "healthcare"),
    when=draws_lots,
    when_not="nothing is trained here, and no language model is asked",
)
def randomness_controlled(component: Component) -> Graded:
    repo = component.repo
    trained = own_trainings(component)
    if not trained:
        return _of_answers(component)
    seeds = component.of(training_seeds(repo))
    counted = [seed for seed in seeds if seed.site.counts]
    left = component.of(open_randomness(repo))
    left_live = [item for item in left if item.site.counts]
    live = tuple(item for item in trained if item.site.counts)
    same = [item for item in live if steady(live)] if not left_live else []
    full = [] if left_live or _copies(counted) else counted
    ranked = sorted(seeds, key=lambda seed: not seed.site.counts)
    kept = [*component.of(kept_seeds(repo)), *component.of(repeat_tests(repo))]
    graded = Graded.best(
        (Grade.IN_USE, [*kept, *full] if full and kept else ()),
        (Grade.SUBSTANTIVE, [*full, *([] if seeds else same)]),
        (Grade.PRESENT, [*map(_drawn, (left_live or left)[:1]), *ranked] if ranked else ()),
        looked_for=LOOKED_FOR,
        message=_message(seeds, counted, left_live or list(left), same),
    )
    if unknown := unread_code(component, graded):
        return unknown
    return _advised(component, graded, counted, tuple(left_live) or left)


def _advised(component: Component, graded: Graded, counted: list[Seed], left: tuple[Seed, ...]) -> Graded:
    """Name the training and the first open call, and choose the steps that fit."""
    first = next((item for item in left if item.fixes is not Fixed.PROCESS), None)
    drawn = f"{_short(first.call)} in {first.place.path}" if first else None
    named = graded.naming(trainer=named_trainings(component, counted), open=drawn)
    if _copies(counted) and not any(item.site.counts for item in left):
        return named.in_case(_WRITTEN_OUT)
    if not counted and not any(item.site.counts for item in own_trainings(component)):
        return named.in_case(_IN_NOTEBOOKS)
    return named.in_case(_NETWORK if is_network(component) and not first else "")


def _drawn(item: Seed) -> Evidence:
    return Evidence(item.place, f"{_short(item.call)} draws without a seed")


def _short(call: str) -> str:
    """Return the last part of a call on what other calls returned: a chain of five names tells nobody more."""
    return call if call.count(".") < 3 else call.rpartition(".")[2]


def _copies(seeds: list[Seed]) -> list[Seed]:
    """Return the seeds whose number is written out in more than one place, so that changing it means finding all."""
    if any(seed.fixes is Fixed.PROCESS and seed.configured for seed in seeds):
        return []  # the settings hold the process, and what else has a number of its own is a detail
    plain = [seed for seed in seeds if not seed.configured and not seed.call.startswith("the setting")]
    places = {(seed.place.path, seed.site.scope if seed.fixes is Fixed.PROCESS else seed.place) for seed in plain}
    return plain if len(places) > 1 else []


def _message(seeds: tuple[Seed, ...], counted: list[Seed], left: list[Seed], same: list[Training]) -> str:
    if not seeds:
        return "what is trained here knows no chance, or starts from a fixed number by default" if same else ""
    if not counted:
        return "seeds are set in notebooks and examples only"
    if left:
        if left[0].fixes is Fixed.PROCESS:
            return f"the network that is trained at {left[0].place} starts from weights that no seed fixes"
        return f"{left[0].call.rpartition('.')[2]} at {left[0].place} draws without a seed"
    copied = _copies(counted)
    return f"the number is written out in {len(copied)} calls, and comes from no setting" if copied else ""


def _of_answers(component: Component) -> Graded:
    """Judge an application whose randomness is that of a language model: is the drawing of answers set?"""
    found = component.of(llm_sampling(component.repo))
    evaluated = component.of(eval_runs(component.repo))  # it asks as the product does, unless it says otherwise
    judged = [item for item in found if item.steady and (item.evaluates or evaluated)]
    said = "" if judged else "temperature is set in the product, and no evaluation fixes it" if found else ""
    return (
        Graded.best(
            (Grade.IN_USE, [item for item in judged if item.in_ci]),
            (Grade.SUBSTANTIVE, judged),
            (Grade.PRESENT, found),
            looked_for=SAMPLING,
            message=said or ("" if found else "no call of a language model sets its temperature or seed"),
        )
        .naming(trainer=_asking(component, found) or main_llm_call(component))
        .in_case(_OF_ANSWERS)
    )


def _asking(component: Component, found: tuple[Sampling, ...]) -> Evidence | None:
    """Return what sets how the main call draws: in its file, else nearest to the answers; dead code comes last."""
    main = main_llm_call(component)
    path = main.place.path if main else ""
    counted = sorted(nearest(component, found), key=lambda item: (item.liveness is not None, item.place.path != path))
    return next(map(as_evidence, counted), None)
