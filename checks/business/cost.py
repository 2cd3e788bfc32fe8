"""What does a prediction cost, who stops the bill, and is the machine the right one?"""

from collections.abc import Sequence

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    as_evidence,
    business,
    caseless,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.business.spending import (
    budget_guards,
    budgets_untold,
    cost_gates,
    idle_savings,
    justified_minimums,
    measured_cold_starts,
)
from seatrial.facts.business.unit_costs import (
    PRICE,
    CostStatement,
    bounded_costs,
    compared_hardware,
    cost_statements,
    live_costs,
    oversized_images,
    sized_machines,
)
from seatrial.facts.deployment.bounds.replicas import model_autoscalers, model_workloads
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.project.cost_code import CostComputation, cost_computations, costs_read
from seatrial.facts.serving.language_models.hosted import answers_here, only_hosted
from seatrial.facts.serving.serving import network_service

from .. import acts

#: A page of its own for what it costs, which its owner keeps up to date before any other that speaks of it.
_OF_COSTS = caseless(r"(?:^|[/_.-])(?:costs?|pricing|spend(?:ing)?|finops|budgets?)(?=[/_.-])")
#: Pages to which a cost may be added: those on costs, and those that tell everything.
_HOLDS_COSTS = caseless(_OF_COSTS.pattern + r"|(?:^|/)readme\b|deploy|infra|operat|business|architect")
_HALF_SAID = "where the cost of a unit is given in part"
_COMPARED = "Measure it from telemetry for each version of the model, and compare it with the value of a prediction."
_TOKENS = (
    "Write price of a token, tokens of an answer, answers of a month into {costs:docs/costs.md}; add them up.",
    "Measure it from the tokens of each answer, and compare it with what an answer is worth.",
)
_AS_CODE = "where the infrastructure is code"
UNIT_LOOKED_FOR = (
    "documents with an amount per prediction, request, token or thousand of them, the volume, the hardware and the "
    "date; code that works out running costs, and a bound that they are compared with"
)
BUDGET_LOOKED_FOR = (
    "budgets of AWS, Google Cloud and Azure in Terraform with somebody to tell, max_budget of LiteLLM and other caps, "
    "tags of cost centres, and infracost in CI"
)
HARDWARE_LOOKED_FOR = (
    "tables that compare machines by latency, throughput and price, the machine that manifests ask for, and images "
    "with CUDA for models that use no GPU"
)
IDLE_LOOKED_FOR = (
    "a lowest number of replicas of 0, functions, schedules and idle times after which clusters stop, spot and "
    "preemptible machines, and how long a cold start takes"
)
_HOSTED = "where the models run at their providers"
_METERED = "where code knows already what a call costs"
_OWN_MACHINE = "where the language model runs on the owner's machine"
_UNPRICED = "where machines are compared by their speed alone"


@business.practice(
    "BIZ-04",
    question="Is the unit cost known and does it scale sub-linearly?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A model that costs more for each answer than the answer is worth loses more, the better it sells.",
    act=acts.COSTS,
    fix=(
        "Write into {costs:docs/costs.md} machine or calls, their price and day, the volume, cost of 1,000 answers.",
        _COMPARED,
    ),
    fix_for={Archetype.LLM_APP: _TOKENS},
    fix_when={
        _HALF_SAID: (
            "Add to {costs:docs/costs.md} what lacks beside the cost of a unit: {lacking:volume, machine, day}.",
            _COMPARED,
        ),
        _METERED: (
            "Write a month's cost into {costs:docs/costs.md}: of a call, as {meter:the code} has it, times the calls.",
            "Set a limit with somebody to tell, and compare the cost with what an answer is worth.",
        ),
        _OWN_MACHINE: (
            "Write price, hours and answers of a month into {costs:docs/costs.md}; work out what 1,000 answers cost.",
            "Measure it from the time of each answer, and compare it with what an answer is worth.",
        ),
    },
    missing="nothing says what a prediction costs",
    references=("MP 3.2", "MG 2.1", "MS 2.12", "LLM10", "FinOps unit economics"),
    raised_by=("finance", "retail"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def cost_per_prediction(component: Component) -> Graded:
    stated = sorted(component.of(cost_statements(component.repo)), key=lambda one: not _OF_COSTS.search(one.place.path))
    unit = [one for one in stated if one.per_unit]
    full = [one for one in unit if not one.lacking]
    live = bounded_costs(component)
    computed = component.of(cost_computations(component.repo))
    read = component.of(costs_read(component.repo)) if not computed else ()
    graded = Graded.best(
        (Grade.IN_USE, [*live[:3], *full[:2]] if live and (full or live_costs(component)) else ()),
        (Grade.SUBSTANTIVE, full[:4]),
        (Grade.PRESENT, [*unit[:3], *stated[:3], *computed[:3], *read[:3]]),
        looked_for=UNIT_LOOKED_FOR,
        message="" if full or live else _unsaid(unit, stated) or _not_added_up(computed, read),
    )
    if unit and not full:
        best = _nearest(unit)
        return graded.naming(costs=best, lacking=", ".join(best.lacking)).in_case(_HALF_SAID)
    page = next((one for one in stated if one.per_unit or _HOLDS_COSTS.search(one.place.path)), None)
    named = graded.naming(costs=page or _page_on_costs(component))
    if answers_here(component):
        return named.in_case(_OWN_MACHINE)
    meters: list[CostComputation | Evidence] = [*read]
    if archetype(component).archetype is Archetype.LLM_APP:
        meters = [*computed, *read]
    meter = next(iter(meters), None)
    return named.naming(meter=meter).in_case(_METERED if meter and not stated else "")


def _nearest(unit: list[CostStatement]) -> CostStatement:
    return min(unit, key=lambda one: len(one.lacking))


def _page_on_costs(component: Component) -> Place | None:
    """Return the page that is called after costs, though it gives no amount."""
    found = (Place(page.path) for page in documents(component.repo) if _OF_COSTS.search(page.path))
    return next((place for place in found if place.path in component), None)


def _not_added_up(computed: Sequence[CostComputation], read: Sequence[Evidence]) -> str:
    if computed:
        return f"{computed[0].name} works a cost out, and no document says what a prediction costs"
    return "what single calls cost is read, and no document adds it up" if read else ""


def _unsaid(unit: list[CostStatement], stated: Sequence[CostStatement]) -> str:
    if unit:
        return f"the cost of a unit is given without {', '.join(_nearest(unit).lacking)}"
    return "a cost is given, and not for one prediction" if stated else ""


@business.practice(
    "BIZ-05",
    question="Does someone get told, or a cap apply, before overspend?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="OPS-14",
    why="The bill of a loop that calls a model, or of a forgotten cluster, arrives when the month is over.",
    act=acts.COSTS,
    act_when={_AS_CODE: ""},
    fix=(
        "Set a budget with somebody to tell at 80 % where the bills come from: the account of the cloud or provider.",
        "Cap what a runaway can spend: a spending limit on the key, a largest number of machines, a quota per caller.",
        "Keep both where others find them: in {budget:docs/costs.md}, or as code once the infrastructure is.",
    ),
    fix_when={
        _AS_CODE: (
            "Declare a budget in {budget:the Terraform code}: somebody to tell at 80 %, and a label for the model.",
            "Let CI show what a change of the infrastructure will cost: infracost on each pull request.",
        )
    },
    missing="no budget tells anybody, and no cap applies",
    references=("MG 2.1", "MP 3.2", "AML.T0034", "LLM10"),
    raised_by=("retail",),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def budget_guarded(component: Component) -> Graded:
    guards = budget_guards(component)
    tags = budgets_untold(component)
    gates = component.of(cost_gates(component.repo))
    code = component.of(terraform(component.repo))
    graded = Graded.best(
        (Grade.IN_USE, [*gates[:2], *guards[:3]] if guards and gates else ()),
        (Grade.SUBSTANTIVE, guards[:5]),
        (Grade.PRESENT, [*tags[:3], *gates[:2]]),
        looked_for=BUDGET_LOOKED_FOR,
        message="cost is attributed, and nobody is told" if tags and not guards else "",
    )
    places = [*(one.place for one in guards), *(one.place for one in tags), *(one.place for one in code)]
    return graded.naming(budget=next(iter(places), None)).in_case(_AS_CODE if code else "")


@business.practice(
    "BIZ-06",
    question="Is the chosen hardware justified by measurement?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A GPU that waits for a small model is the dearest way to be as fast as a CPU.",
    act=acts.MEASURED,
    fix=(
        "Measure the model on two kinds of machine at the target latency, and put both into {table:docs/hardware.md}.",
        "Take the cheaper one that holds the target, and name it in the manifest.",
    ),
    fix_when={
        _HOSTED: (
            "Measure CPU and memory of the service under load: its models run at their providers, so it needs little.",
            "Take the smallest machine that holds the target, and name it in the manifest.",
        ),
        _UNPRICED: (
            "Write what an hour of each machine costs beside its figures in {table:docs/hardware.md}.",
            "Take the cheapest one that holds the target, and name it in the manifest.",
        ),
    },
    missing="no comparison says why this machine was chosen",
    references=("MG 2.1", "MS 2.12", "42001 A.4.5"),
    raised_by=("finance", "retail"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def hardware_fit(component: Component) -> Graded:
    oversized = oversized_images(component)
    tables = component.of(compared_hardware(component.repo))
    priced = [one for one in tables if one.per_unit]
    named = sized_machines(component)
    if oversized and not priced:
        return Graded.absent(oversized[:3], HARDWARE_LOOKED_FOR)
    graded = Graded.best(
        (Grade.IN_USE, [*priced[:2], *named[:2]] if priced and named else ()),
        (Grade.SUBSTANTIVE, priced[:3]),
        (Grade.PRESENT, [*tables[:2], *named[:3]]),
        looked_for=HARDWARE_LOOKED_FOR,
        message=_unpriced(tables, named) if not priced else "",
    )
    if not tables or priced:
        return graded.naming(table=next(iter(tables), None)).in_case(_HOSTED if only_hosted(component) else "")
    return graded.naming(table=tables[0]).in_case(_UNPRICED if PRICE in tables[0].lacking else "")


def _unpriced(tables: Sequence[CostStatement], named: Sequence[Evidence]) -> str:
    if tables:
        return f"{tables[0].place.path} compares machines, and does not say {tables[0].lacking[0]}"
    return f"{named[0].what}, and no comparison says why" if named else ""


def runs_between_requests(component: Component) -> bool:
    """Tell whether something may stand and wait; of a job that no manifest starts only the run is paid for."""
    passing = archetype(component).archetype in (Archetype.BATCH_JOB, Archetype.NOTEBOOK_POC)
    return not passing or bool(model_workloads(component) or network_service(component))


@business.practice(
    "BIZ-07",
    question="Does cost fall when demand falls?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="PRF-04",
    why="Most services are asked little at night, and most bills do not know that.",
    act=acts.PLACE,
    fix=(
        "Let what {manifest:the manifest} starts go down to 0 when nobody asks, or stop it by the clock at night.",
        "Measure how long a cold start takes, and keep as many replicas as the target needs.",
    ),
    missing="it runs and costs the same, whoever asks",
    references=("MG 2.1", "MS 2.12"),
    raised_by=("retail",),
    when=runs_between_requests,
    when_not="what nothing keeps running costs while somebody runs it",
)
def idle_cost_controlled(component: Component) -> Graded:
    saving = idle_savings(component)
    cold = component.of(measured_cold_starts(component.repo))
    scaled = [
        as_evidence(rule) for rule in model_autoscalers(component) if 1 <= (rule.lowest or 0) < (rule.highest or 2)
    ]
    reasons = component.of(justified_minimums(component.repo)) if scaled else ()
    return Graded.best(
        (Grade.IN_USE, [*cold[:2], *saving[:3]] if cold and saving else ()),
        (Grade.SUBSTANTIVE, [*saving[:5], *reasons[:2]]),
        (Grade.PRESENT, scaled[:3]),
        looked_for=IDLE_LOOKED_FOR,
        message="it never goes below one replica, and nothing says why"
        if scaled and not saving and not reasons
        else "",
    ).naming(manifest=next(iter(model_workloads(component)), None))
