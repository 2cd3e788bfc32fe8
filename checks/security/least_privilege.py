"""Are data, models and endpoints reachable only by the roles that need them?"""

from itertools import chain

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, security
from seatrial.facts.ci.scanning.scanners import blocking_policies
from seatrial.facts.deployment.home import runs_somewhere
from seatrial.facts.security.access_rule import AccessRule, Reach, Thing
from seatrial.facts.security.access_rules import access_reviews, access_rules
from seatrial.facts.security.chosen_roles import chosen_roles
from seatrial.facts.serving.serving import NETWORK, network_endpoints, served
from seatrial.facts.web.endpoints import Endpoint

from .. import acts

LOOKED_FOR = (
    "IAM policies and roles in Terraform and templates, role assignments, grants, RBAC of the cluster, roles and "
    "scopes asked for by routes, rules of gateways, sources that are opened for reading only; "
    "against them actions on everything, public buckets and admin roles"
)
_CHOSEN = "where whoever signs up chooses their own rights"
_ENOUGH = 2  #: of data, models and endpoints
_COUNTED = {Thing.DATA, Thing.MODEL, Thing.ENDPOINT}


@security.practice(
    "SEC-14",
    question="Are data, models and endpoints reachable only by the roles that need them?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A role that may do everything turns each hole of a service into one of all data behind it.",
    act_when={"2": acts.GUARD},
    fix=(
        "Narrow {rule:each policy} to the actions, the bucket and the prefix that its workload needs.",
        "Give model, data and endpoint a role each, and ask for a role or scope on every route of {app:the service}.",
        "Review who has which role every quarter, and write down the day.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Narrow {rule:each policy} to the actions, the bucket and the prefix that its workload needs.",
            "Give data, model and results a role each, and let the job act as one that may do no more.",
            "Review who has which role every quarter, and write down the day.",
        ),
    },
    fix_when={
        _CHOSEN: (
            "Give each new account one fixed role in {chosen:the handler}, and let only an administrator raise it.",
            "Test that a role in the request of whoever signs up is ignored.",
        ),
    },
    missing="no rule says who may reach what",
    references=("HIPAA (a)(1)", "PCI 7.2", "AML.M0005", "AML.M0019", "GDPR 32", "42001 A.4.5"),
    raised_by=("finance", "healthcare"),
    when=runs_somewhere,
    when_not="nothing runs here with rights of its own",
)
def least_privilege_access(component: Component) -> Graded:
    rules, chosen = access_rules(component), chosen_roles(component)
    if chosen:
        return Graded.absent(chosen[:8], LOOKED_FOR).naming(chosen=chosen[0]).in_case(_CHOSEN)
    if not rules:
        return Graded.unknown("no file here says who may reach data, models and endpoints", looked_for=LOOKED_FOR)
    open_ = [rule for rule in rules if rule.reach is Reach.EVERYTHING]
    if open_:
        graded = Graded.absent(map(_shown, open_[:8]), LOOKED_FOR, open_[0].what)
        return graded.naming(rule=open_[0], app=_service(component))
    wide = [rule for rule in rules if rule.reach is Reach.SERVICE]
    named = [rule for rule in rules if rule.reach is Reach.NAMED]
    covered = {thing for rule in named for thing in rule.things} & _COUNTED
    scoped = named if not wide and len(covered) >= _ENOUGH else []
    proofs = [*map(as_evidence, blocking_policies(component)), *access_reviews(component)]
    return (
        Graded.best(
            (Grade.IN_USE, proofs[:4] if scoped else ()),
            (Grade.SUBSTANTIVE, [_shown(rule) for rule in scoped[:8]]),
            (Grade.PRESENT, [_shown(rule) for rule in (*wide[:5], *named[:5])]),
            looked_for=LOOKED_FOR,
            message="" if scoped else _message(wide, covered),
        )
        .naming(rule=next(iter(wide), None), app=_service(component))
        .having_done_if(not wide)
    )


def _service(component: Component) -> Endpoint | None:
    """Return what answers with the model, else whatever answers, which may be a page of health alone."""
    answering = (item.endpoint for item in served(component) if item.endpoint.door in NETWORK)
    return next(chain(answering, network_endpoints(component)), None)


def _shown(rule: AccessRule) -> Evidence:
    return Evidence(rule.place, rule.what, rule.confidence)


def _message(wide: list[AccessRule], covered: set[Thing]) -> str:
    if wide:
        return wide[0].what
    *others, last = sorted(_COUNTED - covered)
    said = f"rules guard {' and '.join(sorted(covered))}, and " if covered else ""
    return f"{said}nothing says who may reach {', '.join(others)}{' and ' if others else ''}{last}"
