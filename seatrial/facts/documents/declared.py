"""What does the owner promise: service levels and a class of risk, in settings, documents and files of tools?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.documents.written_risks import RiskStatement, risk_statements
from seatrial.facts.documents.written_targets import Aim, Target, written_targets
from seatrial.model import Slo
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import is_yaml
from seatrial.read.regex import caseless
from seatrial.repo import Repo, own_paths

_OF_TOOLS = caseless(r"openslo|sloth\.slok\.dev|pyrra\.dev|n9/|prometheus/v1$")
_SLO_FILE = caseless(r"slo|sli|service[-_]?level")


@fact
def service_targets(repo: Repo) -> tuple[Target, ...]:
    """Return the targets of the service: those of the settings, then of files for SLO tools, then of documents."""
    declared = _of_settings(repo, repo.settings.slo) if repo.settings.slo else ()
    return (*declared, *_of_tools(repo), *written_targets(repo))


@fact
def risks(repo: Repo) -> tuple[RiskStatement, ...]:
    """Return what is stated about the risk of the system: by the settings, then by documents, the fullest first."""
    return (*_risk_of_settings(repo), *risk_statements(repo))


def _of_settings(repo: Repo, slo: Slo) -> Iterator[Target]:
    place = repo.settings.place("slo")
    numbers = (
        (Aim.LATENCY, slo.p95_ms, "p95_ms", True),
        (Aim.LATENCY, slo.p99_ms, "p99_ms", True),
        (Aim.AVAILABILITY, slo.availability, "availability", False),
        (Aim.THROUGHPUT, slo.throughput_rps, "throughput_rps", False),
    )
    for aim, number, key, percentile in numbers:
        if number is not None:
            yield Target(aim, number, f"{key}: {number:g}", place.path, place.line, percentile, bool(slo.window))
    for key, text in (("freshness", slo.freshness), ("finish_by", slo.finish_by)):
        if text:
            yield Target(Aim.FRESHNESS, 0.0, f"{key}: {text}", place.path, place.line, window=True)


def _of_tools(repo: Repo) -> Iterator[Target]:
    """OpenSLO, Sloth, Pyrra and their like: files whose name or folder says that they are about service levels."""
    for path, root in documents_of(repo, own_paths(repo, lambda path: is_yaml(path) and _SLO_FILE.search(path))):
        kind = root.at("apiVersion").text or root.at("version").text
        if _OF_TOOLS.search(kind) or root.at("kind").text in ("SLO", "ServiceLevelObjective"):
            yield from _objectives(path, root)


def _objectives(path: str, root: Node) -> Iterator[Target]:
    for steps, node in root.walk(5000):
        number = node.number
        if number is None or not steps or steps[-1] not in ("objective", "target", "targetPercent"):
            continue
        share = number * 100 if number <= 1 else number
        latency = any("latency" in text.lower() for _, inner in root.walk(5000) for text in inner.texts)
        aim = Aim.LATENCY if latency else Aim.AVAILABILITY
        yield Target(aim, share, f"{steps[-1]}: {node.text}", path, node.line, percentile=latency, window=True)


def _risk_of_settings(repo: Repo) -> Iterator[RiskStatement]:
    risk = repo.settings.risk
    if risk:
        place = repo.settings.place("risk")
        yield RiskStatement(
            place.path,
            place.line,
            risk.eu_ai_act or risk.tier,
            bool(risk.reason),
            bool(risk.decided_by),
            risk.date is not None,
            bool(risk.inventory_id),
            len(risk.risks),
            risk.review,
        )
