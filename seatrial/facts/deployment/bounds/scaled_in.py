"""Where is the number of copies said: in the plan beside a site, or in values that no template reads?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.bounds.replicas import model_workloads
from seatrial.facts.deployment.bounds.scaling import autoscalers
from seatrial.facts.deployment.clouds.bicep import bicep
from seatrial.facts.deployment.clusters.helm import chart_of
from seatrial.facts.deployment.workload import Autoscaler, Workload
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Role

_SITE, _PLAN = "microsoft.web/sites", "microsoft.web/serverfarms"
_SCALES = caseless(r"autoscaling|HorizontalPodAutoscaler|ScaledObject")
_HIGHEST = ("maxReplicas", "maxReplicaCount", "max_replicas")


@fact
def plan_of_sites(component: Component) -> Place | None:
    """Return the App Service plan in Bicep: its machines run the site, and their number is said there alone."""
    plans = [item.place for item in component.of(bicep(component.repo)) if item.type.lower() == _PLAN]
    return plans[0] if len(plans) == 1 else None


def is_site(work: Workload | None) -> bool:
    """Tell a site of App Service, whose plan decides how many copies run."""
    return work is not None and work.kind.lower() == _SITE


@fact
def unread_scaling(component: Component) -> Evidence | None:
    """Return the bounds on replicas in a chart's values that none of its templates reads, None where there are none."""
    repo = component.repo
    for chart in (found for work in model_workloads(component) if (found := chart_of(repo, work.place.path))):
        scaling = chart.values.at("autoscaling")
        templates = [path for path in repo.paths if path.startswith(f"{chart.root}/templates/".lstrip("/"))]
        if any(scaling.has(name) for name in _HIGHEST) and not any(
            _SCALES.search(repo.text_or_empty(path)) for path in templates
        ):
            place = Place(f"{chart.root}/values.yaml".lstrip("/"), scaling.line)
            return Evidence(place, f"{place.path} sets autoscaling, which no template of {chart.what} reads")
    return None


@fact
def unused_scaling(component: Component) -> Autoscaler | None:
    """Return the rule in a chart of the model's own that the chart's values leave out: one word brings it back."""
    repo = component.repo
    roots = {chart.root for work in model_workloads(component) if (chart := chart_of(repo, work.place.path))}
    left_out = (rule for rule in component.of(autoscalers(repo)) if rule.switched_off and rule.role is Role.OWN)
    of_charts = ((chart_of(repo, rule.place.path), rule) for rule in left_out if not rule.of_nodes)
    return next((rule for chart, rule in of_charts if chart is not None and chart.root in roots), None)
