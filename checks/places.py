"""By which words is somebody told what to do where a component runs? So that one report speaks of one place."""

from collections.abc import Mapping

from seatrial.api import Component
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.deployment.home import Where, home

_MANAGED = (Where.FUNCTIONS, Where.PLATFORM, Where.ENDPOINT)  #: where others keep the machines

_WORDS: Mapping[str, Mapping[Where, str]] = {
    "start": {
        Where.CLUSTER: "the command of its container",
        Where.FUNCTIONS: "the handler of its function",
        Where.PLATFORM: "the start command of its platform",
        Where.ENDPOINT: "the deployment of its endpoint",
        Where.MACHINE: "the unit or the Compose file",
    },
    "probes": {
        Where.CLUSTER: "its liveness and readiness probes",
        Where.MACHINE: "its health check (HEALTHCHECK)",
        **dict.fromkeys(_MANAGED, "the health check of its platform"),
    },
    "scrape": {
        Where.CLUSTER: "a ServiceMonitor, or prometheus.io annotations",
        Where.MACHINE: "a scrape_config of Prometheus",
        **dict.fromkeys(_MANAGED, "the metrics of its platform, or a collector of OpenTelemetry"),
    },
    "reference": {
        Where.CLUSTER: "secretKeyRef, or an ExternalSecret",
        Where.MACHINE: "secrets of Compose, or a file that only the service may read",
        **dict.fromkeys(_MANAGED, "the platform's own reference to a secret"),
    },
    "clock": {
        Where.CLUSTER: "a CronJob, a DAG or a scheduled workflow",
        Where.MACHINE: "cron, a DAG or a scheduled workflow",
        **dict.fromkeys(_MANAGED, "a schedule of the platform, a DAG or a scheduled workflow"),
    },
    "edge": {
        Where.CLUSTER: "cert-manager and `tls` in its Ingress",
        Where.MACHINE: "a reverse proxy such as Caddy",
        **dict.fromkeys(_MANAGED, "the platform's own certificate"),
    },
    "validate": {
        Where.CLUSTER: "kubeconform, and helm lint for a chart",
        **dict.fromkeys((*_MANAGED, Where.MACHINE), "the tool's own validate or lint, and a plan before it is applied"),
    },
}  # fmt: skip


def words(component: Component, *names: str) -> dict[str, str]:
    """Return the words for where the component runs, by the names that steps use.

    Nothing is returned where that is not known: the steps then say something that holds everywhere.
    """
    where = home(component).where
    return {name: _WORDS[name][where] for name in names if where in _WORDS[name]}


def words_at(component: Component, path: str, *names: str) -> dict[str, str]:
    """Return the words for what stands in a file: one of Compose is for one machine, wherever else it runs."""
    at_a_desk = path in compose_paths(component.repo)
    return {name: _WORDS[name][Where.MACHINE] for name in names} if at_a_desk else words(component, *names)


def in_a_cluster(component: Component) -> bool:
    """Tell whether a cluster runs it, so that steps may speak of its objects."""
    return home(component).where is Where.CLUSTER


def kept_in_copies(component: Component) -> bool:
    """Tell whether a platform keeps as many copies of it as it is told to."""
    return home(component).where in _MANAGED
