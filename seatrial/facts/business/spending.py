"""Who is told, and what stops, before too much is spent; and does cost fall when demand falls?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.deployment.bounds.replicas import model_autoscalers, model_workloads
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.workload import Platform
from seatrial.facts.documents.documents import documents, lines_that
from seatrial.facts.documents.figures import amounts
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, own_paths

_BUDGETS = caseless(r"aws_budgets_budget|aws_ce_anomaly|google_billing_budget|azurerm_consumption_budget|budget")
_TOLD = caseless(r"notification|subscriber|contact_emails|all_updates_rule|threshold_rules|sns")
_BUDGET_WORD = caseless(r"\bbudgets?\b")
_IS_TOLD = caseless(
    r"\b(?:told|tells|alert\w*|notif\w+|warn\w*|mails?|informed)\b[^.]{0,60}\d+ ?%|"
    r"\d+ ?%[^.]{0,60}\b(?:told|alert|notif|warn|mail|inform)"
)
_CAPPED = caseless(r"\bcaps?\b|\bcapped\b|spending limit|hard limit|\bquotas?\b|stops at|at most")
_COST_TAGS = caseless(r"cost[-_]?cent(?:er|re)|billing|budget|owner|team|project")
_CAPS = {"max_budget", "soft_budget", "budget_limit", "monthly_budget", "max_cost", "cost_limit"}
_A_LENGTH = 10_000  #: from which a budget without a currency counts characters or tokens
_SPENT = caseless(r"litellm|cost|spend|price|usd|billing")
_SETTINGS = (".yaml", ".yml", ".toml", ".json")
_CAP_LINE = regex(
    r"^[^\S\n]*[\"']?(?:max_budget|monthly_budget|budget_limit|budget_duration)[\"']?\s*[:=]\s*[\"']?\$?\d",
    re.MULTILINE,
)
_SPOT = caseless(r"spot|preemptible|low[-_]?priority")
_STOPS = (
    "autotermination_minutes", "scaledown_window", "container_idle_timeout", "scale_to_zero_enabled",
    "auto_stop_machines", "idle_timeout", "autostop", "min_instance_count", "scaleToZero",
    "ttl_seconds_after_finished",
)  # fmt: skip
_STOP_LINE = regex(
    r"^[^\S\n]*[\"']?(autotermination_minutes|scaledown_window|container_idle_timeout|scale_to_zero_enabled|auto_stop_machines|"
    r"idle_timeout|idleReplicaCount|idle_minutes_to_autostop)[\"']?\s*[:=]\s*[\"']?(\w+)",
    re.MULTILINE,
)
_ALWAYS = caseless(
    r"(?:at least|minimum of|always|never below) (?:\d+|one|two|three) (?:replicas?|instances?|copies|pods)"
)
_BECAUSE = caseless(r"cold start|latency|target|\bSLO\b|\bp9\d|mission.critical|availability")
_COLD = caseless(
    r"(?:cold[- ]?start(?![- ]?problem)|from zero)\w*[^.;\n]{0,40}\b\d+(?:\.\d+)?\s?(?:ms|s|secs?|seconds?|min)\b"
)


@fact
def budget_guards(component: Component) -> tuple[Evidence, ...]:
    """Return the budgets that tell somebody, and the caps that stop spending."""
    written = component.of(_written(component.repo))
    return (*_of_terraform(component), *_caps_in_code(component), *_caps_in_settings(component), *written)


@fact
def _written(repo: Repo) -> tuple[Evidence, ...]:
    """Return the sections by which a budget is kept elsewhere: an amount, who is told of it, and what then stops."""
    return tuple(
        Evidence(Place(document.path, section.line), "gives a budget, who is told before it is spent, and a cap")
        for document in documents(repo)
        for section in document.sections
        if amounts(section.text)
        and all(said.search(section.text) for said in (_BUDGET_WORD, _IS_TOLD, _CAPPED))
        and not section.placeholder
    )


def _of_terraform(component: Component) -> Iterator[Evidence]:
    for item in component.of(terraform(component.repo)):
        if (
            item.role is Role.OWN
            and _BUDGETS.search(item.type)
            and any(_TOLD.search(block.kind) for block in item.block.walk())
        ):
            yield Evidence(item.place, f"{item.what} tells somebody before too much is spent")


def _caps_in_code(component: Component) -> Iterator[Evidence]:
    for program in own_code_of(component):
        for call in program.file.calls:
            for key, value in call.keywords:
                if key in _CAPS and value.literal is not None and _of_money(key, call.written, value.literal):
                    yield program.evidence(
                        call,
                        f"{call.written} stops at {key}={value.text or value.literal!r}",
                    )
        for item in program.file.assignments:
            if item.target.rpartition(".")[2] == "max_budget" and "litellm" in item.name:
                yield program.evidence(item, f"{item.target} stops further calls")


def _of_money(key: str, written: str, bound: object) -> bool:
    """Tell a bound in money from one on the length of a text, which some call a budget as well."""
    return "cost" in key or not (isinstance(bound, int) and bound >= _A_LENGTH) or bool(_SPENT.search(written))


def _caps_in_settings(component: Component) -> Iterator[Evidence]:
    for path, text in _settings(component, "litellm", "proxy", "budget", "llm", "gateway"):
        for match in _CAP_LINE.finditer(text):
            yield Evidence(
                Place(path, line_number(text, match.start())), f"caps what is spent: {match[0].strip()[:60]}"
            )


def _settings(component: Component, *words: str) -> Iterator[tuple[str, str]]:
    repo = component.repo
    for path in own_paths(repo, lambda path: path.endswith(_SETTINGS) and any(word in path.lower() for word in words)):
        if path in component and not path.startswith(".github/"):
            try:
                yield path, repo.text(path, 200_000)
            except Unreadable:
                continue


@fact
def budgets_untold(component: Component) -> tuple[Evidence, ...]:
    """Return budgets that tell nobody, and tags and labels by which cost is attributed."""
    found = []
    for item in component.of(terraform(component.repo)):
        keys = [
            name
            for block in item.block.walk()
            if block.kind in {"tags", "labels", "default_tags"}
            for name, _, _ in block.values
        ]
        if item.role is Role.OWN and (_BUDGETS.search(item.type) or any(_COST_TAGS.search(key) for key in keys)):
            found.append(Evidence(item.place, f"{item.what} attributes what it costs"))
    return tuple(found[:5])


@fact
def cost_gates(repo: Repo) -> tuple[Evidence, ...]:
    """Return where CI shows or stops what a change of the infrastructure will cost."""
    by_command = [as_evidence(one) for one in ci_commands(repo) if one.command.starts("infracost")]
    by_action = [as_evidence(one) for one in ci_actions(repo) if one.name.startswith("infracost/")]
    return (*by_command, *by_action)


@fact
def idle_savings(component: Component) -> tuple[Evidence, ...]:
    """Return what runs down when nobody asks: scale to zero, functions, schedules that stop, spot machines."""
    return tuple(dict.fromkeys(_idle(component)))


def _idle(component: Component) -> Iterator[Evidence]:
    for rule in model_autoscalers(component):
        if rule.lowest == 0:
            yield Evidence(rule.place, f"{rule.what}: none when nobody asks", rule.confidence)
    kept = any((rule.lowest or 0) > 0 for rule in model_autoscalers(component))
    for work in model_workloads(component):
        empties = work.platform is Platform.CLOUD_RUN and not kept  # unless told otherwise, it keeps no copy
        if empties or (work.platform is Platform.SERVERLESS and "ECS" not in work.what):
            yield Evidence(work.place, f"{work.what} costs nothing when nobody asks")
    for item in component.of(terraform(component.repo)):
        spot = [
            name
            for block in item.block.walk()
            for name, value, _ in block.values
            if _SPOT.search(f"{name} {value}") and value != "false"
        ]
        if item.role is Role.OWN and item.kind != "variable" and spot:
            yield Evidence(item.place, f"{item.what} uses machines that may be taken away, by {spot[0]}")
    for manifest in component.of(manifests(component.repo)):
        labels = manifest.root.at("spec", "template", "spec", "nodeSelector").pairs
        if manifest.role is Role.OWN and any(_SPOT.search(f"{key} {node.text}") for key, node in labels):
            yield Evidence(manifest.place, f"{manifest.what} runs on machines that may be taken away")
    yield from _stops_in_settings(component)
    yield from _stops_in_code(component)


def _stops_in_settings(component: Component) -> Iterator[Evidence]:
    for path, text in _settings(
        component, "databricks", "fly", "sky", "cluster", "bundle", "deploy", "serving", "resources", "keda"
    ):
        for match in _STOP_LINE.finditer(text):
            if match[2].lower() not in {"false", "off", "none", "null"}:
                yield Evidence(
                    Place(path, line_number(text, match.start())), f"stops when idle: {match[0].strip()[:60]}"
                )


def _stops_in_code(component: Component) -> Iterator[Evidence]:
    for program in own_code_of(component):
        for call in (*program.file.calls, *(one for item in program.file.functions for one in item.decorators)):
            for key, value in call.keywords:
                if key in _STOPS and value.literal not in (None, False):
                    yield program.evidence(call, f"{call.written} stops when idle, by {key}")


@fact
def justified_minimums(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that say why some replicas always run."""
    return lines_that(repo, "says why some always run", _says_why)


def _says_why(_: str, text: str) -> bool:
    return bool(_ALWAYS.search(text) and _BECAUSE.search(text))


@fact
def measured_cold_starts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that say in figures how long a start from nothing takes."""
    return lines_that(repo, "says how long a cold start takes", _measures_a_cold_start)


def _measures_a_cold_start(_: str, text: str) -> bool:
    return bool(_COLD.search(text))
