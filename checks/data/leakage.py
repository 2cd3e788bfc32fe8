"""Is the data that judges a model kept apart from everything that was fitted?"""

from seatrial.api import Component, Confidence, Effort, Evidence, Grade, Graded, Liveness, Severity, Stage, data
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.people.perception import recommends
from seatrial.facts.training.grouping import finds_groups
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.played import learns_by_playing
from seatrial.facts.training.splits.holdouts import Holdout, Kind, holdouts
from seatrial.facts.training.splits.leakage import Leak, leaks
from seatrial.facts.training.splits.own_means import sets_in_settings
from seatrial.facts.training.splits.set_classes import set_classes
from seatrial.facts.training.splits.split_grounds import split_proofs, split_reasons, tying_keys

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "a split before anything is fitted, pipelines inside cross-validation, GroupKFold, StratifiedGroupKFold, "
    "TimeSeriesSplit, a cut at a date, a separate test file, and a test that no row is on both sides"
)
_SHOWN = 5
_BY_NAME = "where a set is kept apart by its name only"
_APART = frozenset({Kind.GIVEN, Kind.NAMED})
_RECOMMENDS = "where items are recommended, and rows are divided by chance"
_IN_NOTEBOOKS = "where only notebooks and examples keep rows apart"


def trains_to_predict(component: Component) -> bool:
    """Tell whether the component trains a model that can be right or wrong: for groups or a game is no test set."""
    repo, fitted = component.repo, own_trainings(component)
    return any(not (finds_groups(repo, item) or learns_by_playing(repo, item)) for item in fitted)


@data.practice(
    "DAT-06",
    question="Is evaluation data kept apart from anything fitted?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PILOT,
    why="A model that has seen its exam does better on paper than in production, and customers are the first to know.",
    act_when={_IN_NOTEBOOKS: acts.MODULES},
    fix=(
        "Put {fitted:what is fitted on rows} into a Pipeline, and fit that in {file:training} on training rows alone.",
        "Divide by {key:person or time}: GroupKFold, TimeSeriesSplit; else say beside the split why chance is right.",
        "Test that no row, person or later day is on both sides.",
    ),
    fix_when={
        _BY_NAME: (
            "Say beside {file:the loader} who divided the sets, and how: by person, by source, by time, or by chance.",
            "Test that no file, person or later day is on both sides.",
        ),
        _RECOMMENDS: (
            "Hold out the last interactions of each user, and work features out from what came before the cut alone.",
            "Test that nothing on the test side is earlier than what was learned from; else say why chance is right.",
        ),
        _IN_NOTEBOOKS: (
            "Divide the rows before anything is fitted, in a function that every notebook and program imports.",
            "Divide by {key:person or time} where rows hang together; else say beside the split why chance is right.",
        ),
    },
    missing="nothing is kept apart to judge the model",
    references=("GMLP 4", "MS 2.1", "SR IV", "SR V"),
    gated_by=("finance", "healthcare"),
    when=trains_to_predict,
    when_not="nothing is trained here that could be judged",
)
def split_without_leakage(component: Component) -> Graded:
    repo = component.repo
    held = component.of(holdouts(repo))
    found = component.of(leaks(repo))
    notebooks_only = not any(item.site.counts for item in own_trainings(component))
    bad = _telling(found, held, notebooks_only=notebooks_only)
    trained = named_trainings(component)
    keys = component.of(tying_keys(repo))
    # whom a model recommends to stands on both sides: it is what comes later that it must not have seen
    items = recommends(component)
    key = "time" if items and keys else _word(keys)
    classes = component.of(set_classes(repo)) if held and all(item.kind is Kind.NAMED for item in held) else ()
    where = next(iter([*bad, *found]), None) or next(iter(classes), None) or trained
    if bad:
        shown = [Evidence(leak.place, leak.what, leak.confidence) for leak in bad[:_SHOWN]]
        graded = Graded.absent(shown, LOOKED_FOR, _of_leaks(bad))
    else:
        graded = _without(component, held, found, keys, key)
    if not bad and (unknown := unread_code(component, graded)):
        return unknown
    named = graded.naming(key=key, file=where, fitted=bad[0].fitted if bad else None)
    if bad or found:
        return named
    if items and keys:
        return named.in_case(_RECOMMENDS)
    case = _case(held, keys)
    if case is _BY_NAME and not classes:  # whoever names a set says how it came about, and not whoever trains
        by_name = sorted(held, key=lambda item: (not item.site.counts, item.of_a_step, item.site))
        named = named.naming(file=next(iter(by_name), trained))
    return named.in_case(case) if case else named.having_done(1)  # nothing is fitted on rows that it must not see


def _case(held: tuple[Holdout, ...], keys: tuple[Evidence, ...]) -> str:
    """Say which steps fit where nothing was fitted on all rows: by how the sets are told apart."""
    counted = [item for item in held if item.site.counts]
    if held and not counted:
        given = any(item.kind is Kind.GIVEN for item in held) and all(item.kind in _APART for item in held)
        return _BY_NAME if given else _IN_NOTEBOOKS  # a file of its own was divided before
    return _BY_NAME if counted and not keys and all(item.kind is Kind.NAMED for item in counted) else ""


def _telling(found: tuple[Leak, ...], held: tuple[Holdout, ...], *, notebooks_only: bool) -> list[Leak]:
    """Return the leaks that decide: those of code that trains; of notebooks, when most of those that split leak."""
    strong = [leak for leak in found if not leak.mild]
    counted = [leak for leak in strong if leak.site.counts]
    if counted or not notebooks_only:
        return sorted(counted, key=lambda leak: (leak.confidence is Confidence.LIKELY, leak.site))
    leaking = {leak.place.path for leak in strong}
    splitting = {item.place.path for item in held if item.kind in (Kind.RANDOM, Kind.AWARE)}
    return strong if leaking and 2 * len(leaking) >= len(splitting | leaking) else []


def _without(
    component: Component,
    held: tuple[Holdout, ...],
    found: tuple[Leak, ...],
    keys: tuple[Evidence, ...],
    key: str | None,
) -> Graded:
    """Judge how rows are divided where nothing was fitted on all of them."""
    counted = [item for item in held if item.site.counts]
    aware = [item for item in counted if item.kind is Kind.AWARE]
    divided = [item for item in counted if item.kind in (Kind.RANDOM, Kind.PLACED, Kind.GIVEN)]
    reasons = component.of(split_reasons(component.repo))
    mild = [leak for leak in found if leak.liveness in (None, Liveness.NOTEBOOK)]
    listed = component.of(sets_in_settings(component.repo)) if not divided else ()
    full: list[Holdout | Evidence]
    full = [*aware, *listed, *divided] if not mild and (aware or listed or (divided and (reasons or not keys))) else []
    by_name = all(item.kind is Kind.NAMED for item in counted)
    classes = component.of(set_classes(component.repo)) if by_name and not found else ()
    proofs = component.of(split_proofs(component.repo))
    ranked = sorted(held, key=lambda item: (not item.site.counts, list(Kind).index(item.kind), item.site))
    return Graded.best(
        (Grade.IN_USE, [*proofs, *full[:_SHOWN]] if full and proofs else ()),
        (Grade.SUBSTANTIVE, full[:_SHOWN]),
        (Grade.PRESENT, [*found[:_SHOWN], *(classes or ranked)[:_SHOWN], *(keys[:2] if divided else ())]),
        looked_for=LOOKED_FOR,
        message="" if full else _half(held, divided, found, key),
    )


def _half(
    held: tuple[Holdout, ...],
    divided: list[Holdout],
    found: tuple[Leak, ...],
    key: str | None,
) -> str:
    if found:
        others = "" if found[0].site.counts else ", in a notebook or an example"
        return f"{found[0].what}{others}"
    if divided and key:
        return f"rows are divided without regard to {key}, and nothing says why that is right"
    if any(item.site.counts for item in held):
        return "a set is kept apart by name, and how it was divided is not seen"
    return "rows are kept apart in notebooks and examples only" if held else ""


def _of_leaks(bad: list[Leak]) -> str:
    likely = "" if any(leak.confidence is Confidence.VERIFIED for leak in bad) else ", as far as names tell"
    return f"{bad[0].what}{likely}"


def _word(keys: tuple[Evidence, ...]) -> str | None:
    return " and ".join(item.what.rpartition(" ")[2] for item in keys[:2]) or None
