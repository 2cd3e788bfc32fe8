"""Does anybody fetch what the service measures?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests, own_yaml
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_MONITORS = {"ServiceMonitor", "PodMonitor", "VMServiceScrape", "VMPodScrape", "PodMonitoring"}
#: What every cluster measures of itself, by the jobs of Prometheus' own example.
_OF_CLUSTER = regex(
    r"kubernetes-(?:apiservers?|nodes?(?:-cadvisor)?|cadvisor|kubelet|controllers?)|kube-state-metrics|\w+-exporter"
)
_ITSELF = {"prometheus", "alertmanager", "node", "node-exporter", "grafana", "cadvisor"}


@fact
def scrapers(repo: Repo) -> tuple[Evidence, ...]:
    """Return the configuration by which a collector fetches measurements; a collector that watches itself is none."""
    found = (*_of_kubernetes(repo), *_of_files(repo))
    return tuple(sorted(dict.fromkeys(found)))


def _of_kubernetes(repo: Repo) -> Iterator[Evidence]:
    for manifest in manifests(repo):
        if not manifest.counts:
            continue
        if manifest.kind in _MONITORS:
            yield Evidence(manifest.place, f"{manifest.what} has it scraped", manifest.confidence)
        for notes in (manifest.root.at("metadata"), manifest.root.at("spec", "template", "metadata")):
            scrape = notes.at("annotations", "prometheus.io/scrape")
            if scrape.text.lower() == "true":
                place = Place(manifest.place.path, scrape.line)
                yield Evidence(place, f"{manifest.what} asks to be scraped", manifest.confidence)
        for text in (node.text for _, node in manifest.root.walk(2_000) if "scrape_configs" in node.text):
            if _names_service(text):
                yield Evidence(manifest.place, f"{manifest.what} scrapes the service", manifest.confidence)
                break


def _names_service(text: str) -> bool:
    jobs = [line.partition("job_name:")[2].strip(" '\"") for line in text.splitlines() if "job_name:" in line]
    return any(map(_is_of_service, jobs))


def _is_of_service(job: str) -> bool:
    """Tell a job that fetches what a service measures from one that watches machines, databases and the collector."""
    return job.lower() not in _ITSELF and not _OF_CLUSTER.fullmatch(job.lower())


def _of_files(repo: Repo) -> Iterator[Evidence]:
    for path in own_yaml(repo):
        root = first_document(repo, path)
        jobs = (
            *root.at("scrape_configs").elements,
            *root.at("receivers", "prometheus", "config", "scrape_configs").elements,
        )
        for job in jobs:
            if _is_of_service(job.at("job_name").text):
                yield Evidence(Place(path, job.line), f"{path} scrapes {job.at('job_name').text or 'the service'}")
        if _takes_metrics(root):
            yield Evidence(Place(path, root.at("receivers").line), f"{path} collects what is sent by OTLP")


def _takes_metrics(root: Node) -> bool:
    """Tell whether a collector of OpenTelemetry passes on metrics or traces that services send."""
    if not root.has("receivers") or not root.has("exporters"):
        return False
    pipelines = root.at("service", "pipelines")
    return any("otlp" in kind.at("receivers").texts for _, kind in pipelines.pairs)
