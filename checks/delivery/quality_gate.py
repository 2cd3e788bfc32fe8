"""Is a worse model stopped before it can be served?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Liveness,
    Place,
    Severity,
    Stage,
    as_evidence,
    delivery,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.product.whose import Source, Whose, sources
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.training.evaluation_programs import evaluation_program
from seatrial.facts.training.gates.gated_delivery import guarding_gates, tested_gates
from seatrial.facts.training.gates.picked_best import Picked, picked_best
from seatrial.facts.training.gates.quality_gate import Gate
from seatrial.facts.training.gates.quality_gates import quality_gates, worst_first
from seatrial.facts.training.gates.skipped_gates import SkippedGate, skipped_gates
from seatrial.facts.training.gates.unheard_verdicts import unheard_verdicts
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.training import Training
from seatrial.facts.training.used_up import replaces_its_model
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "a metric on held-out data compared with a named threshold or with the champion, that raises, exits or holds back "
    "the promotion; validate_evaluation_results, ConditionStep, dsl.If; a step of CI that compares figures"
)
_SHOWN = 8
_TURNED = "where the worst run is taken first"
_INVERTED = "where the gate lets the worse of two models through"
_UNPASSED = "where the gate is in the code, and no run passes it"
_UNHEARD = "where it is worked out whether the model is accepted, and nothing asks that"
_LEARNED = "where the running product learns from its users"
_SKIPPED = "where a test holds the gate, and is skipped for lack of the figures of the model before"
_LITERAL = "where the number that a metric is compared with stands in the code"
_PICKED = "where the best of several models is taken, whatever it is worth"
_COMPARED = (
    "Compare the held-out metrics of {measured:training} with a threshold or the champion's, and exit on worse.",
    "Run that in CI or in the pipeline before the step that registers or deploys; make that step need it.",
)
_RELEASED = (
    "Compare the held-out metrics of {measured:training} with a threshold or the last release's, and exit on worse.",
    "Run that in CI, on a small set of data if need be, before the step that publishes the weights or the package.",
)
_TABULATED = (
    "Compare the held-out metrics of {measured:training} with those of the last weights or the paper; exit on worse.",
    "Run that in CI, on a small set of data if need be, before the step that publishes the weights.",
)
_SCRIPTED = (
    "Take {training:the training} into a script that exits when its metrics are worse than those in metrics.json.",
    "Run it in CI before the step that hands the model on to a hub or a registry; make that step need it.",
)
_BY_SCRIPT = "where a script trains, and notebooks hold the most of the code"


@delivery.practice(
    "OPS-03",
    question="Is a worse model stopped before it can be served?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A retrained model that is worse than the last one goes into service unless something compares the two.",
    act=acts.HELD_OUT,
    act_when={_TURNED: "", _INVERTED: "", _UNPASSED: "", _UNHEARD: "", _LEARNED: "", _PICKED: "", _SKIPPED: ""},
    fix=_COMPARED,
    fix_when={
        _LEARNED: (
            "Keep a part of what users have set right out of {training:the training}, and judge each new model on it.",
            "Go on with the model before where the new one is worse, and tell the users that it was kept.",
        ),
        _LITERAL: (
            "Take the number in {gate:the code} from the settings, named as `min_f1` is; ask the model before, too.",
            "Let a test show that a worse model is refused, before the step that registers or deploys.",
        ),
        _PICKED: (
            "Let {picked:what takes the best} refuse the best one where it is worse than a threshold or a naive model.",
            "Go on with the model before in that case, and say so; let a test show both.",
        ),
        _SKIPPED: (
            "Write {figures:the figures} with {writer:the script for it}, and commit it: {gate:the gate} is skipped.",
            "Let {picked:the training} refuse a model that is worse than these or a naive one, and keep the last.",
        ),
        _BY_SCRIPT: (
            "Let {training:the training} exit when its metrics on held-out data are worse than those in metrics.json.",
            _SCRIPTED[1],
        ),
        _TURNED: (
            "Sort the runs in {turned:the program} so that the best comes first: ascending for an error.",
            _COMPARED[0],
            "Run that before a model is registered, published or deployed, and make that step need it.",
        ),
        _INVERTED: (
            "Turn the comparison in {gate:the code}: a new model goes on when it is at least as good as the earlier.",
            "Let a test show that a worse model is refused, and a better one is not.",
        ),
        _UNHEARD: (
            "Let {verdict:the verdict} decide: where it says no, raise, and keep the model before.",
            "Ask it before the step that stores, registers or deploys the new model, and let a test show a refusal.",
        ),
        _UNPASSED: (
            "Pass the gate in {gate:the code} in CI or in the pipeline, before the step that registers or deploys.",
            "Make that step need it, and let a test show that a worse model is refused.",
        ),
    },
    fix_for={
        Archetype.LIBRARY: _RELEASED,
        Archetype.RESEARCH_CODE: _TABULATED,
        Archetype.NOTEBOOK_POC: _SCRIPTED,
    },
    references=("MTS-Infra4", "MTS-Model6", "MG 1.1", "AIA 9", "42001 A.6.2.4", "SR V", "GMLP 8", "AML.M0008"),
    gated_by=("finance", "healthcare"),
    when=replaces_its_model,
    when_not="no model of its own is trained, tuned, registered or learned here, which a worse one could replace",
)
def model_quality_gate(component: Component) -> Graded:
    repo = component.repo
    skipped = component.of(skipped_gates(repo))
    unjudged = {gate.place for gate in skipped}
    gates = tuple(gate for gate in component.of(quality_gates(repo)) if gate.place not in unjudged)
    counted = (gate for gate in gates if gate.site.counts or gate in tested_gates(repo))
    serious = [gate for gate in counted if gate.named and not (gate.idle or gate.turned)]
    unheard = () if gates else component.of(unheard_verdicts(repo))
    weak = [*_weak(gates, serious), *map(as_evidence, unheard), *map(as_evidence, skipped)]
    guarding = [gate for gate in component.of(guarding_gates(repo)) if gate in serious and _is_run_for(component, gate)]
    graded = Graded.best(
        (Grade.IN_USE, guarding[:_SHOWN]),
        (Grade.SUBSTANTIVE, serious[:_SHOWN]),
        (Grade.PRESENT, weak[:_SHOWN]),
        looked_for=LOOKED_FOR,
        message=unheard[0].what
        if unheard
        else _message(
            gates,
            serious,
            guarding,
            in_ci=any(_is_run_by_ci(component, gate) for gate in serious if _is_run_for(component, gate)),
        ),
    )
    if unknown := unread_code(component, graded):
        return unknown
    graded = graded.as_far_as_followed(unfollowed(component, May.JUDGE) if not guarding else ())
    if unheard:
        verdict = f"{unheard[0].name} of {unheard[0].site.path}"
        return graded.naming(verdict=verdict).in_case(_UNHEARD)
    return _advised(component, graded, gates, serious, guarded=bool(guarding))


def _advised(
    component: Component, graded: Graded, gates: tuple[Gate, ...], serious: list[Gate], *, guarded: bool
) -> Graded:
    """Name the gate that is there or the training that lacks one, and choose the steps that fit."""
    turned = component.of(worst_first(component.repo))
    if graded.grade is Grade.ABSENT and turned:
        said = f"no metric holds a worse model back, and {turned[0].place} takes the worst run first"
        graded = Graded.absent(turned[:3], LOOKED_FOR, said).naming(turned=turned[0]).in_case(_TURNED)
    picked = [one for one in component.of(picked_best(component.repo)) if runs(component, one.site)]
    stored = [one for one in picked if one.of_all]
    if graded.grade is Grade.ABSENT and stored:
        said = f"{stored[0].by} takes the best of all models that were kept, and none is refused, however bad it is"
        graded = Graded.best((Grade.PRESENT, stored[:3]), looked_for=LOOKED_FOR, message=said)
        graded = graded.naming(picked=stored[0]).in_case(_PICKED)
    if graded.grade is Grade.ABSENT and picked and not turned:
        said = (
            f"{picked[0].by} takes the best of several models, and nothing refuses it where that is worse than before"
        )
        graded = Graded.absent(picked[:3], LOOKED_FOR, said).naming(picked=picked[0]).in_case(_PICKED)
    skipped = component.of(skipped_gates(component.repo))
    if skipped and not gates:
        graded = _skipped(graded, skipped[0], picked)
    if serious and not guarded:
        graded = graded.naming(gate=serious[0]).in_case(_UNPASSED)
    literal = [gate for gate in gates if gate.site.counts and not (gate.named or gate.idle or gate.turned)]
    if literal and not serious:
        graded = graded.naming(gate=literal[0]).in_case(_LITERAL)
    inverted = [gate for gate in gates if gate.turned]
    if inverted and not serious:
        graded = graded.naming(gate=inverted[0]).in_case(_INVERTED)
    if learned := _learned_alone(component):
        return graded.naming(training=learned.place.path, measured=learned.place.path).in_case(graded.case or _LEARNED)
    trained = named_trainings(component, gates)
    beside = archetype(component).archetype is Archetype.NOTEBOOK_POC and _is_program(trained)
    graded = graded.in_case(graded.case or (_BY_SCRIPT if beside else ""))
    meant = trained or _registering(component)
    return graded.naming(training=meant, measured=evaluation_program(component) or meant)


def _skipped(graded: Graded, gate: SkippedGate, picked: list[Picked]) -> Graded:
    """Say that a gate is written, and for lack of which file it never judges."""
    takes = f"{picked[0].by} takes the best of several models, and " if picked else ""
    said = f"{takes}the gate in {gate.place.path} is skipped: {gate.figures} is not here"
    named = graded.naming(figures=gate.figures, writer=gate.writer or None, gate=f"{gate.by} of {gate.place.path}")
    evidence = (*graded.evidence, *map(as_evidence, picked[:3]))
    first = picked[0].place.path if picked else None
    return replace(named.naming(picked=first), message=said, evidence=evidence).in_case(_SKIPPED)


def _is_program(trained: Sequence[Training | Place]) -> bool:
    paths = (one.path if isinstance(one, Place) else one.site.path for one in trained)
    return any(path.endswith(".py") for path in paths)


def _learned_alone(component: Component) -> Source | None:
    """Return what the running product learns, where nothing else makes a model."""
    found = sources(component)
    made = any(one.whose is Whose.MADE for one in found)
    return None if made else next((one for one in found if one.whose is Whose.LEARNED), None)


def _registering(component: Component) -> str | None:
    """Say which model is meant where none is trained here, and one is registered."""
    first = next(iter(component.of(registrations(component.repo))), None)
    return f"the model that {first.place.path} registers" if first else None


def _weak(gates: tuple[Gate, ...], serious: list[Gate]) -> list[Evidence]:
    """Return the gates that decide nothing about promotion, each with the reason."""
    return [
        Evidence(gate.place, gate.what if gate.turned else f"{gate.what}, but {_flaw(gate)}")
        for gate in gates
        if gate not in serious
    ]


def _flaw(gate: Gate) -> str:
    if not gate.site.counts:
        return "only in a test, a notebook or an example"
    if gate.turned:
        return "is turned: it lets a model on when the earlier one is better"
    return "can hardly fail" if gate.idle else "the number stands in the code"


def _is_run_for(component: Component, gate: Gate) -> bool:
    """Tell whether the run that passes a gate is the component's: a shared script is run for one part or another."""
    entry = reach(component.repo).entry(gate.site.path, gate.site.scope)
    return entry is None or entry.place.path in component


def _is_run_by_ci(component: Component, gate: Gate) -> bool:
    return reach(component.repo).liveness(gate.site.path, gate.site.scope) is Liveness.CI


def _message(gates: tuple[Gate, ...], serious: list[Gate], guarding: list[Gate], *, in_ci: bool) -> str:
    if guarding:
        return ""
    if in_ci:
        return "CI passes the gate, and nothing that registers, publishes or deploys waits for it"
    if serious:
        return "the gate is in the code, and no run was found that passes it before a model is registered or deployed"
    if gates:
        return f"a metric is compared, but the comparison {_flaws(gates)}"
    return "no metric holds a worse model back"


def _flaws(gates: tuple[Gate, ...]) -> str:
    flaw = _flaw(next((gate for gate in gates if gate.site.counts), gates[0]))
    if flaw.startswith("only"):
        return f"is {flaw}"
    return flaw if flaw.startswith(("can", "is")) else "has its number in the code"
