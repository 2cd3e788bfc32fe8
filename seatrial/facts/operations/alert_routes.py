"""Who is told when something is wrong, and on which pages is it seen?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import Defined, defined
from seatrial.facts.code.programs import Program, Sited, called, own_code
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clouds.terraform import own_resources, terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests, own_yaml
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.reach import reach
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_CHANNELS = frozenset({
    "aws_sns_topic_subscription", "google_monitoring_notification_channel", "azurerm_monitor_action_group",
    "pagerduty_service", "pagerduty_escalation_policy", "opsgenie_team", "grafana_contact_point",
    "datadog_integration_pagerduty", "pagerduty_schedule", "opsgenie_schedule",
})  # fmt: skip
_STACK_CHANNELS = frozenset({
    "AWS::SNS::Subscription", "AWS::Chatbot::SlackChannelConfiguration",
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration",
})  # fmt: skip
_PAGES = frozenset({"aws_cloudwatch_dashboard", "google_monitoring_dashboard", "datadog_dashboard"})
#: Addresses that templates leave behind, and the receiver of the manual.
_UNREAL = caseless(r"example\.(com|org|net)|127\.0\.0\.1:5001|localhost|your[-_]|<[^>]+>|changeme|\bXXX")
#: Calls that tell people something, by the last part of the name and what the rest must hold.
_SENDS = (
    ("chat_postMessage", ""), ("sendmail", ""), ("send_message", "smtp"), ("send", "WebhookClient"), ("publish", "sns"),
    ("trigger", "pagerduty"), ("create_alert", "opsgenie"), ("send", "pymsteams"), ("trigger_incident", ""),
    ("send_slack_alert", ""), ("notify", "apprise"), ("alert", "slack"), ("SlackWebhookOperator", ""),
    ("PagerdutyEventsOperator", ""), ("EmailOperator", ""), ("SlackAPIPostOperator", ""), ("send_mail", "django"),
)  # fmt: skip
_MAILS = frozenset({"send_mail", "sendmail", "send_message"})
#: Mail to those who use a website: an answer to what they wrote, a way to a new password.
_TO_USERS = caseless(r"contact|regist|sign_?up|password|invit|newsletter|verif|welcome|confirm|activat|subscri")
#: Words by which a chatbot tells of trouble, and not whoever asks it.
_OF_TROUBLE = caseless(r"alert|alarm|fail|error|drift|incident|monitor|health|notif")
_HOOK = regex(r"hooks\.slack\.com|events\.pagerduty\.com|api\.opsgenie\.com|webhook\.office\.com|discord\.com/api")
_WEBHOOK = caseless(r"(slack|web|teams|discord|alert)_?hook|slack_url|hooks\.slack")


@dataclass(frozen=True, slots=True)
class _Telling:
    seen: Evidence
    scope: str


@fact
def receivers(repo: Repo) -> tuple[Evidence, ...]:
    """Return where it is declared who is told: receivers of Alertmanager, contact points, channels of clouds."""
    found = [*_of_files(repo), *_of_kubernetes(repo)]
    found += [Evidence(item.place, f"{item.what} is told") for item in own_resources(repo) if item.type in _CHANNELS]
    found += [
        Evidence(item.place, f"{item.what} is told")
        for item in stack_resources(repo)
        if item.type in _STACK_CHANNELS or (item.type == "AWS::SNS::Topic" and item.properties.at("Subscription"))
    ]
    return tuple(sorted(dict.fromkeys(found)))


@fact
def dashboards(repo: Repo) -> tuple[Evidence, ...]:
    """Return the dashboards with at least one panel, by path."""
    pages = own_paths(repo, lambda path: path.endswith(".json") and _is_page(path))
    found = [Evidence(Place(path), "a dashboard with panels") for path in pages if _has_panels(repo, path)]
    found += [Evidence(x.place, f"{x.what} shows a dashboard") for x in terraform(repo) if x.type in _PAGES]
    stacks = (x for x in stack_resources(repo) if x.type == "AWS::CloudWatch::Dashboard")
    found += [Evidence(x.place, f"{x.what} shows a dashboard") for x in stacks]
    return tuple(sorted(found))


@fact
def sent_alerts(repo: Repo) -> tuple[Evidence, ...]:
    """Return where code that somebody makes run tells people something: by mail, a chat or a pager."""
    return tuple(sorted({one.seen for one in _telling(repo) if _starts(repo, one)}))


@fact
def idle_alerts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the classes and functions that would tell people something, and that nothing here makes run."""
    idle = (one for one in _telling(repo) if one.scope and not _starts(repo, one))
    written = (defined(repo, one.seen.place.path, one.scope.partition(".")[0]) for one in idle)
    return tuple(sorted({_idle(one) for one in written if one}))


def _starts(repo: Repo, one: _Telling) -> bool:
    """Tell whether something makes it run, beyond the guess that whoever installs the package may import it."""
    path, known = one.seen.place.path, reach(repo)
    entry = known.entry(path, one.scope)
    guessed = entry and entry.kind is Kind.LIBRARY and entry.confidence is not Confidence.VERIFIED
    return known.is_run(path, one.scope) and not guessed


def _idle(one: Defined) -> Evidence:
    thing = one.function or one.cls
    return Evidence(
        Place(one.file.path, thing.line if thing else 0), f"{one.name} would tell people, and nothing calls it"
    )


def _telling(repo: Repo) -> Iterator[_Telling]:
    """Yield where the owner's code tells people something, whether or not anybody makes it run."""
    for last, rest in _SENDS:
        for found in called(repo, last):
            named = rest.lower() in found.call.name.lower() or rest in _imported(found.program)
            if found.site.counts and named and not _to_users(found, last):
                yield _Telling(Evidence(found.site.place, f"{found.call.written} tells people"), found.site.scope)
    for program in own_code(repo):
        for item in _hooks(program):
            yield _Telling(item, _scope(program, item.place.line))


def _to_users(found: Sited, last: str) -> bool:
    """Tell a mail, or the words of a chatbot, to whoever uses the product, from what tells those who run it."""
    if last in _MAILS:
        return bool(_TO_USERS.search(found.site.scope))
    bot = last == "chat_postMessage" and "slack_bolt" in found.program.file.packages
    return bot and not _OF_TROUBLE.search(f"{found.site.path} {found.site.scope}")


def _imported(program: Program) -> str:
    return " ".join(item.module for item in program.file.imports)


def _hooks(program: Program) -> Iterator[Evidence]:
    """Find posts to the webhook of a chat or a pager."""
    for text in program.file.texts:
        if _HOOK.search(text.value):
            yield program.evidence(text, "a message is sent to the webhook of a chat or a pager")
    for call in program.file.calls:
        if call.last in ("post", "Request") and call.args and _WEBHOOK.search(call.args[0].text):
            yield program.evidence(call, "a message is sent to a webhook")


def _scope(program: Program, line: int) -> str:
    around = [item for item in program.file.functions if item.line <= line <= item.end_line]
    return max(around, key=lambda item: item.line).name if around else ""


def _is_page(path: str) -> bool:
    return "dashboard" in path.lower() or "grafana" in path.lower()


def _has_panels(repo: Repo, path: str) -> bool:
    text = repo.text_or_empty(path, 1_000_000)
    return '"panels"' in text and ('"targets"' in text or '"expr"' in text)


def _of_files(repo: Repo) -> Iterator[Evidence]:
    for path in own_yaml(repo):
        if any(word in path.lower() for word in ("alert", "grafana", "monitor", "observ")):
            root = first_document(repo, path)
            yield from _receivers(path, root) if root.at("route") else ()
            for point in root.at("contactPoints").elements:
                if point.at("receivers").elements and not _unreal(point):
                    yield Evidence(Place(path, point.line), f"the contact point {point.at('name').text} is told")


def _of_kubernetes(repo: Repo) -> Iterator[Evidence]:
    for item in manifests(repo):
        if item.kind == "AlertmanagerConfig" and item.counts:
            yield from _receivers(item.place.path, item.root.at("spec"))


def _receivers(path: str, root: Node) -> Iterator[Evidence]:
    for receiver in root.at("receivers").elements:
        ways = [(key, node) for key, node in receiver.pairs if key.lower().endswith(("_configs", "configs")) and node]
        if any(not _unreal(node) for _, node in ways):
            names = ", ".join(re.sub(r"_?configs$", "", key, flags=re.IGNORECASE) for key, _ in ways)
            yield Evidence(Place(path, receiver.line), f"the receiver {receiver.at('name').text} is told by {names}")


def _unreal(node: Node) -> bool:
    return any(_UNREAL.search(inner.text) for _, inner in node.walk(200) if inner.text)
