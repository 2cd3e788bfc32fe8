"""Which rules say at which threshold somebody must be told, and about which symptom?"""

from collections.abc import Iterator
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.deployment.clouds.stacks import StackResource, stack_resources
from seatrial.facts.deployment.clouds.terraform import Resource, own_resources
from seatrial.facts.deployment.clusters.kubernetes import manifests, yaml_paths
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.operations.alert_symptoms import Symptom, spaced, symptom_of
from seatrial.facts.operations.coded_alarms import coded_alarms
from seatrial.facts.operations.metric_queries import lost_metric
from seatrial.facts.operations.written_policies import written_alarms
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

__all__ = ["ALARMS", "AlertRule", "Symptom", "alert_rules"]


#: Alarms of clouds, with the attributes that say who is told.
ALARMS = MappingProxyType({
    "aws_cloudwatch_metric_alarm": ("alarm_actions",), "aws_cloudwatch_composite_alarm": ("alarm_actions",),
    "google_monitoring_alert_policy": ("notification_channels",), "datadog_monitor": ("message",),
    "azurerm_monitor_metric_alert": ("action_group_id", "action"), "newrelic_nrql_alert_condition": ("policy_id",),
    "azurerm_monitor_scheduled_query_rules_alert": ("action_group",), "grafana_rule_group": ("contact_point",),
    "azurerm_monitor_scheduled_query_rules_alert_v2": ("action_groups",), "datadog_service_level_objective": (),
})  # fmt: skip


_STACK_ALARMS = frozenset({"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"})

#: How filters of Google Cloud say whose metric is meant, which tells nothing of what is watched.
_SELECTS = regex(r"\b(?:resource|metric)\.labels?\.\w+|\bmodules?/\S+|\.md\b")


_DRIFT = caseless(r"drift|(?:^|[^a-z])psi(?:[^a-z]|$)")


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule, with what it watches."""

    name: str
    place: Place
    symptom: Symptom
    expression: str = ""
    runbook: str = ""  #: address of what is to be done, as written
    routed: bool = False  #: the rule itself names who is told
    lost: str = ""  #: a metric it watches, and that nothing here emits
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        lost = f", by {self.lost}, which nothing here emits" if self.lost else ""
        return f"the alert {self.name} watches {self.symptom}{lost}"


def names_drift(rule: AlertRule) -> bool:
    """Tell whether a rule holds a measure of drift against a threshold, by its name and what it reads."""
    return bool(_DRIFT.search(f"{rule.name} {rule.expression}"))


@fact
def alert_rules(repo: Repo) -> tuple[AlertRule, ...]:
    """Return the rules of Prometheus, Grafana, Sloth, Pyrra and of alarms in templates and code of stacks, by place."""
    declared = (*_of_terraform(repo), *_of_stacks(repo), *_of_policies(repo))
    found = (*_of_files(repo), *_of_kubernetes(repo), *declared, *_of_code(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda rule: (rule.place, rule.name)))


def _of_files(repo: Repo) -> Iterator[AlertRule]:
    for path in (*yaml_paths(repo), *repo.matching(lambda path: path.endswith((".rules", ".rule")))):
        if role(repo, path) is Role.OWN and _may_hold(path):
            root = first_document(repo, path)
            if not root.at("kind").text:
                for part in (root, *_in_values(root)):
                    yield from _groups(repo, path, part)
            if root.at("version").text.startswith("prometheus/") and root.at("slos"):
                yield from (_slo(path, item) for item in root.at("slos").elements)


def _in_values(root: Node) -> Iterator[Node]:
    """Yield the sets of rules in the values of a chart: of the operator's stack, and of Prometheus alone."""
    yield from root.at("additionalPrometheusRules").elements
    yield from (node for _, node in root.at("additionalPrometheusRulesMap").pairs)
    yield from (node for _, node in root.at("serverFiles").pairs)
    stack = root.at("kube-prometheus-stack")
    if stack:
        yield from _in_values(stack)


def _may_hold(path: str) -> bool:
    return any(word in path.lower() for word in ("alert", "rule", "monitor", "prometheus", "grafana", "slo", "observ"))


def _of_kubernetes(repo: Repo) -> Iterator[AlertRule]:
    for item in manifests(repo):
        if not item.counts:
            continue
        if item.kind in ("PrometheusRule", "VMRule", "Rules"):
            yield from _groups(repo, item.place.path, item.root.at("spec"))
        elif item.kind in ("ServiceLevelObjective", "SLO", "PrometheusServiceLevel"):
            yield _slo(item.place.path, item.root.at("spec"), item.name or "objective")


def _groups(repo: Repo, path: str, root: Node) -> Iterator[AlertRule]:
    for group in root.at("groups").elements:
        for rule in group.at("rules").elements:
            name = rule.at("alert").text or rule.at("title").text
            if name and (rule.at("expr").text or rule.at("data") or rule.at("condition").text):
                yield _rule(repo, path, rule, name)


def _rule(repo: Repo, path: str, rule: Node, name: str) -> AlertRule:
    queries = [node.text for steps, node in rule.at("data").walk(400) if steps[-1:] == ("expr",)]
    expression = rule.at("expr").text or " ".join(queries)
    labels = " ".join(rule.at("labels", key).text for key in ("component", "category"))
    notes = rule.at("annotations")
    runbook = next(
        (node.text for key, node in notes.pairs if "runbook" in key.lower() or "playbook" in key.lower()), ""
    )
    return AlertRule(
        name, Place(path, rule.line), symptom_of(f"{spaced(name)} {expression} {labels}", expression), expression,
        runbook, lost=lost_metric(repo, expression),
    )  # fmt: skip


def _slo(path: str, item: Node, name: str = "") -> AlertRule:
    said = " ".join(node.text for _, node in item.walk(300) if node.text)
    runbook = next((node.text for steps, node in item.walk(300) if steps[-1:] and "runbook" in steps[-1].lower()), "")
    return AlertRule(
        name or item.at("name").text or "objective", Place(path, item.line), symptom_of(said, ""), "", runbook
    )


def _of_terraform(repo: Repo) -> Iterator[AlertRule]:
    for item in own_resources(repo):
        if item.type in ALARMS:
            yield _alarm(item)


def _alarm(item: Resource) -> AlertRule:
    values = [(key, text) for block in item.block.walk() for key, text, _ in block.values]
    said = " ".join([spaced(item.name), *(text for key, text in values if key not in ALARMS[item.type])])
    said = _SELECTS.sub(" ", said)
    attributes = ALARMS[item.type]
    given = any(key in attributes and text not in ("", "[]", "null") for key, text in values)
    given = given or any(block.kind in attributes for block in item.block.blocks)
    runbook = next((text for _, text in values if "runbook" in text.lower()), "")
    return AlertRule(item.name, item.place, symptom_of(said, ""), said[:500], runbook, routed=given)


def _of_stacks(repo: Repo) -> Iterator[AlertRule]:
    for item in stack_resources(repo):
        if item.type in _STACK_ALARMS:
            yield _stack_alarm(item)


def _of_policies(repo: Repo) -> Iterator[AlertRule]:
    for item in written_alarms(repo):
        said = _SELECTS.sub(" ", f"{spaced(item.name)} {item.said}")
        yield AlertRule(item.name, item.place, symptom_of(said, ""), said[:500], item.runbook, routed=item.routed)


def _of_code(repo: Repo) -> Iterator[AlertRule]:
    for item in coded_alarms(repo):
        symptom = symptom_of(f"{spaced(item.name)} {item.said}", "")
        yield AlertRule(item.name, item.place, symptom, item.said[:500], routed=item.routed)


def _stack_alarm(item: StackResource) -> AlertRule:
    texts = [(steps, node.text) for steps, node in item.properties.walk(400) if node.text and steps]
    said = " ".join([spaced(item.name), *(text for steps, text in texts if not steps[0].endswith("Actions"))])
    runbook = next((text for _, text in texts if "runbook" in text.lower()), "")
    given = any(steps[0] == "AlarmActions" for steps, _ in texts)
    return AlertRule(item.name, item.place, symptom_of(said, ""), said[:500], runbook, routed=given)
