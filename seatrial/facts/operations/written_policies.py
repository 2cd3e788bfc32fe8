"""Which alarms of a cloud are written in a file of their own, as its command line takes them?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless
from seatrial.repo import Repo, own_paths

#: Where such files lie: their forms are asked of no others.
_NAMED = caseless(r"alert|alarm|monitor|polic|observ|ops")
_MOST = 400  #: nodes of one alarm that are looked at
_GOOGLE = ("conditionThreshold", "conditionAbsent", "conditionMonitoringQueryLanguage", "conditionMatchedLog",
           "conditionPrometheusQueryLanguage", "conditionSql")  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenAlarm:
    """One condition of a policy of Google Cloud, or one alarm of CloudWatch or Datadog, in a file."""

    name: str
    place: Place
    said: str  #: what it watches, in its own words
    routed: bool  #: it names who is told
    runbook: str

    @property
    def what(self) -> str:
        return f"the alarm {self.name}"


@fact
def written_alarms(repo: Repo) -> tuple[WrittenAlarm, ...]:
    """Return the alarms in files of YAML and JSON that are called after watching, by place."""
    paths = [path for path in own_yaml(repo) if _NAMED.search(path)]
    paths += own_paths(repo, lambda path: path.endswith(".json") and bool(_NAMED.search(path)))
    return tuple(alarm for path, root in documents_of(repo, paths) for alarm in _of(path, root))


def _of(path: str, root: Node) -> Iterator[WrittenAlarm]:
    for part in root.elements or (root,):
        yield from _of_google(path, part)
        if part.at("AlarmName").text and part.at("Threshold"):
            routed = bool(part.at("AlarmActions").elements)
            yield _alarm(path, part, part, part.at("AlarmName").text, routed=routed)
        if part.at("query").text and part.at("type").text.endswith("alert"):
            yield _alarm(path, part, part, part.at("name").text, routed="@" in part.at("message").text)


def _of_google(path: str, policy: Node) -> Iterator[WrittenAlarm]:
    routed = bool(policy.at("notificationChannels").elements)
    for condition in policy.at("conditions").elements:
        if any(condition.at(kind) for kind in _GOOGLE):
            name = condition.at("displayName").text or policy.at("displayName").text
            yield _alarm(path, policy, condition, name, routed=routed)


def _alarm(path: str, whole: Node, part: Node, name: str, *, routed: bool) -> WrittenAlarm:
    texts = [node.text for _, node in part.walk(_MOST) if node.text]
    notes = [node.text for _, node in whole.walk(_MOST) if "runbook" in node.text.lower()]
    return WrittenAlarm(name or "alarm", Place(path, part.line), " ".join(texts)[:2000], routed, next(iter(notes), ""))
