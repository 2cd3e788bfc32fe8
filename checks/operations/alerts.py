"""Who is told, about which symptom, at which threshold?"""

import posixpath
from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Severity,
    Stage,
    as_evidence,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.data.drift import drift
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.documents.alert_thresholds import listed_thresholds
from seatrial.facts.operations.alert_routes import dashboards, idle_alerts, receivers, sent_alerts
from seatrial.facts.operations.alert_rules import AlertRule, Symptom, alert_rules
from seatrial.facts.operations.promised_rules import promised_rules
from seatrial.facts.operations.rule_mounts import Watcher, keeps_rules_from, starts_alertmanager, watchers
from seatrial.facts.operations.run_monitors import RunMonitor, run_monitors
from seatrial.facts.operations.watch import limited, told_of
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts
from ..unread import where_code_is_read

ALERTS_LOOKED_FOR = (
    "rules of Prometheus, Grafana, Sloth and Pyrra, alarms of CloudWatch, Datadog, Azure and Google "
    "in Terraform and CloudFormation, receivers of Alertmanager, contact points, dashboards, "
    "messages that code sends to chats and pagers, monitors that wait for each run, "
    "hooks of orchestrators and states of machines of steps for runs that failed"
)
_NEEDED = (Symptom.FAILURE, Symptom.LATENCY, Symptom.MODEL)
_LOST = "where rules watch what nothing here emits"
_UNREAD = "where no Prometheus reads the rules"
_IDLE = "where code that would tell people is called by nothing"
_REPORTED = "where Sentry alone gets what fails"
_TRACED = "where a tracer alone sees the calls"
_RULES = (
    "Write rules in {rules:monitoring/alerts.yml, or as alarms of what runs it,} for "
    "{lacking:failures, latency, and drift of predictions}."
)
_RECEIVER = (
    "{route:Route them} to a receiver that wakes somebody: PagerDuty, Opsgenie, a chat or mail of the team on call."
)
#: What follows where alerts are set by hand, in a service of others.
_SET_OUTSIDE = (
    "Have them wake somebody: PagerDuty, Opsgenie, a chat or mail of the team on call.",
    "Write into docs/runbook.md where they are set, at which thresholds, and what is to be done at each.",
)


@operations.practice(
    "MON-06",
    question="Who is told, about which symptom, at which threshold?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="MON-01",
    why="Without an alert the users are the monitoring, and a model that has gone wrong answers without any error.",
    act=acts.WATCH,
    fix=(
        _RULES,
        _RECEIVER,
        "Give each rule a runbook_url that leads to what is to be done.",
    ),
    fix_when={
        _LOST: (
            "Let {rules:the rules} watch what the service emits, in place of {lost:what nothing emits}; or emit that.",
            _RECEIVER,
            "Try each rule by `promtool test rules` in CI, and give it a runbook_url.",
        ),
        _UNREAD: (
            "{mount:Have Prometheus read the rules}, and {then:let them watch what the service emits}.",
            _RECEIVER,
            "Try each rule by `promtool test rules` in CI, and give it a runbook_url.",
        ),
        _IDLE: (
            "Call {idle:what sends alerts} on {lacking:failures, latency and drift}, each at a threshold.",
            "Give it the address that wakes somebody, where the service runs.",
            "Send a runbook_url with each alert, that leads to what is to be done.",
        ),
        _REPORTED: (
            "Set alerts in Sentry, which gets what fails, and send it latency and a figure of the answers, too.",
            *_SET_OUTSIDE,
        ),
        _TRACED: (
            "Set alerts in the tracer, which sees the calls, on {lacking:failures, latency, tokens and refusals}.",
            *_SET_OUTSIDE,
        ),
    },
    missing="no rule says at which threshold somebody is told",
    references=("MG 4.1", "MG 4.3", "AIA 72", "42001 A.6.2.6", "PCI 10.4"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("retail",),
)
def alerts_and_dashboards(component: Component) -> Graded:
    repo = component.repo
    rules = component.of(alert_rules(repo))
    lost = [rule for rule in rules if rule.lost]
    sound = [rule for rule in rules if not rule.lost and rule.symptom is not Symptom.MACHINE]
    watched = _watched_by_code(component)
    runs_told = component.of(run_monitors(repo))
    lacking = _unwatched(sound, watched, runs_told)
    whole = sound if sound and not lacking else []
    received = component.of(receivers(repo))
    closed = whole if all(rule.runbook for rule in whole) and (received or all(rule.routed for rule in whole)) else []
    sent, pages = component.of(sent_alerts(repo)), component.of(dashboards(repo))
    listed = component.of(listed_thresholds(repo)) if not rules else ()
    idle = component.of(idle_alerts(repo)) if not (rules or sent or watched or runs_told) else ()
    seen = [*(sound or rules)[:4], *received[:2], *watched[:2], *runs_told[:2], *listed[:2], *sent[:2]]
    graded = Graded.best(
        (Grade.IN_USE, [*closed[:5], *received[:2]] if closed else ()),
        (Grade.SUBSTANTIVE, [*whole[:6], *watched[:2]] if whole else ()),
        (Grade.PRESENT, lost[:6] or [*seen, *pages[:2]]),
        looked_for=ALERTS_LOOKED_FOR,
        message=_lacking(rules, lacking)
        if rules and not whole
        else _open(whole, closed, found=received) or _without_rules(rules, watched, lacking, sent, pages, listed, idle),
    )
    graded = replace(graded, evidence=(*idle[:1], *graded.evidence))
    graded = graded.as_far_as_followed(unfollowed(component, May.WATCH) if not rules else ())
    promised = next(iter(component.of(promised_rules(repo)) if not rules else ()), None)
    if promised and not watched and not runs_told:
        idle = ()
        shown = (as_evidence(promised), *graded.evidence) if graded.grade is Grade.PRESENT else graded.evidence
        graded = replace(graded, message=promised.what, evidence=shown)
    file = _as_read(component, rules, promised.wanted if promised else "") or _alarms(component)
    named = where_code_is_read(component, graded).naming(rules=file, lacking=_words(component, lacking))
    blind = keeps_rules_from(repo, rules[0].place.path) if rules and not whole else None
    named = named.naming(route=_sent_on(component, received, blind))
    if blind:
        said = f"no Prometheus here reads {rules[0].place.path}; {named.message}"
        return replace(named, message=said).naming(**_mounted(blind, rules, lacking, component)).in_case(_UNREAD)
    if _missed(rules, lacking):
        return named.naming(lost=_names(lost)).in_case(_LOST)
    if idle and not whole:
        return named.naming(idle=_caller(idle[0])).in_case(_IDLE)
    if not rules and not promised and (outside := _seen_from_outside(component)):
        return named.in_case(outside)
    routed, booked = all(rule.routed for rule in sound), all(rule.runbook for rule in sound)
    return named.having_done_if(whole, sound and (received or routed), sound and booked)


def _as_read(component: Component, rules: tuple[AlertRule, ...], path: str) -> str:
    """Name a file of rules, and what has to mount it so that Prometheus reads it."""
    repo = component.repo
    path = next((rule.place.path for rule in rules), path)
    if not path and not _alarms(component):
        path = next((posixpath.join(posixpath.dirname(one.settings), "alerts.yml") for one in watchers(repo)), "")
    blind = keeps_rules_from(repo, path) if path.endswith((".yml", ".yaml", ".rules")) else None
    return f"{path}, {blind.how(path)}" if blind else path


def _mounted(
    blind: Watcher, rules: tuple[AlertRule, ...], lacking: list[Symptom], component: Component
) -> dict[str, str]:
    """Say by which line of Compose the rules are read, and what else they need."""
    lost = [rule for rule in rules if rule.lost]
    other = f"let its rules watch what the service emits, in place of {_names(lost)}"
    then = other if _missed(rules, lacking) else f"write rules there for {_words(component, lacking)}"
    return {"mount": blind.told_to_mount(rules[0].place.path), "then": then}


def _sent_on(component: Component, received: Found, blind: Watcher | None) -> str | None:
    """Ask for an Alertmanager where Compose starts Prometheus alone, which tells nobody by itself."""
    alone = blind or next(iter(watchers(component.repo)), None)
    if received or not alone or starts_alertmanager(component.repo):
        return None
    named = f"name it in {alone.settings}, and" if not alone.sends else "as its settings name it, and"
    return f"Start an Alertmanager in {alone.path}, {named} route them"


def _unwatched(sound: list[AlertRule], watched: Found, monitors: tuple[RunMonitor, ...]) -> list[Symptom]:
    """Return the symptoms that no rule, no code and no watch of runs tells of."""
    seen = {rule.symptom for rule in sound} | ({Symptom.MODEL} if watched else set())
    seen |= {Symptom.FAILURE, *(Symptom.LATENCY for one in monitors if one.waits)} if monitors else set()
    return [symptom for symptom in _NEEDED if symptom not in seen]


def _seen_from_outside(component: Component) -> str:
    """Return by which steps alerts are set where a tracer, or Sentry, alone sees how it does; "" for all else.

    No rule of Prometheus would see any of it.
    """
    used = [item for item in component.of(measurements(component.repo)) if item.updated]
    if not used:
        return ""
    if archetype(component).archetype is Archetype.LLM_APP and all(item.sort is Sort.AGENT for item in used):
        return _TRACED
    return _REPORTED if all("sentry_sdk" in item.what for item in used) else ""


def _alarms(component: Component) -> str | None:
    """Say where alarms belong when functions, or a platform, answer: beside what makes these, in the same language."""
    lived = home(component)
    path = lived.manifest.place.path if lived.manifest else ""
    if path.endswith(".bicep"):
        return posixpath.join(posixpath.dirname(path), "alerts.bicep")
    if path.endswith((".yml", ".yaml")) and lived.where is Where.FUNCTIONS:
        return f"{path}, as AWS::CloudWatch::Alarm,"
    made = [item.place for item in component.of(terraform(component.repo)) if item.type == "aws_lambda_function"]
    made += [page.place for page in component.of(dashboards(component.repo))]
    made += [one.place for one in component.of(receivers(component.repo)) if one.place.path.endswith(".tf")]
    declared = next((place.path for place in made if place.path.endswith((".tf", ".yml", ".yaml"))), "")
    if declared.endswith(".tf"):
        return posixpath.join(posixpath.dirname(declared), "alarms.tf")
    if declared:
        return f"{declared}, as AWS::CloudWatch::Alarm,"
    return "monitoring/alerts.yml" if made else None  # Grafana shows what Prometheus holds


def _words(component: Component, lacking: list[Symptom]) -> str | None:
    """Name what no rule watches yet, the model by what goes wrong with one of its kind."""
    texts = archetype(component).archetype is Archetype.LLM_APP
    model = "tokens and refusals" if texts else "drift or the number of predictions"
    said = {Symptom.FAILURE: "failures", Symptom.LATENCY: "latency", Symptom.MODEL: model}
    return ", ".join(said[symptom] for symptom in lacking) or None


def _watched_by_code(component: Component) -> list[Evidence]:
    """Return where code compares drift with a threshold, and sends a message when it is passed."""
    repo = component.repo
    found = (item for item in component.of(drift(repo)) if limited(repo, item) and runs(component, item.site))
    telling = ((item, told_of(repo, item.place.path)) for item in found if sent_alerts(repo))
    return [Evidence(item.place, "drift beyond a threshold is told") for item, sentence in telling if sentence]


def _without_rules(
    rules: tuple[AlertRule, ...],
    watched: list[Evidence],
    lacking: list[Symptom],
    sent: Found,
    pages: Found,
    listed: Found,
    idle: tuple[Evidence, ...],
) -> str:
    if rules:
        return ""
    if Symptom.FAILURE not in lacking:
        late = "" if Symptom.LATENCY in lacking else " or late"
        return f"a run that failed{late} is told of, and no rule watches {' or '.join(lacking) or 'what it says'}"
    if watched:
        return "drift is told, and no rule watches failures or latency"
    if idle:
        return idle[0].what
    if listed:
        return f"{listed[0].place.path} lists thresholds, and no rule applies them"
    if pages:
        return "dashboards show figures, and no rule says at which of them somebody is told"
    return f"{sent[0].what}, and no rule says at which threshold" if sent else ""


def _lacking(rules: tuple[AlertRule, ...], lacking: list[Symptom]) -> str:
    if _missed(rules, lacking):
        names = _names([rule for rule in rules if rule.lost])
        return f"rules watch {names}, and nothing here emits {'them' if ',' in names else 'it'}"
    return f"no rule watches {' or '.join(lacking)}"


def _missed(rules: tuple[AlertRule, ...], lacking: list[Symptom]) -> list[AlertRule]:
    """Return the rules that would watch what no other does, if anything emitted what they read."""
    return [rule for rule in rules if rule.lost and rule.symptom in lacking]


def _caller(idle: Evidence) -> str:
    return f"{idle.what.partition(' ')[0]} of {idle.place.path}"


def _names(lost: list[AlertRule]) -> str:
    return ", ".join(list(dict.fromkeys(rule.lost for rule in lost))[:3])


def _open(whole: list[AlertRule], closed: list[AlertRule], *, found: Found) -> str:
    if not whole or closed:
        return ""
    bare = next((rule for rule in whole if not rule.runbook), None)
    if not found and not all(rule.routed for rule in whole):
        return "the rules are written, and nobody is named who is told"
    return f"the alert {bare.name} leads to no runbook" if bare else ""
