"""Which metrics does a query read, and does anything in this repository emit them?"""

import re

from seatrial.facts import fact
from seatrial.facts.code.programs import programs
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.web.endpoints import Door
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Metrics of machines, clusters and of the tools beside the service.
MACHINE = regex(
    r"(node|kube|container|kubelet|etcd|apiserver|coredns|machine|process|go|python_gc|alertmanager|prometheus|scrape"
    r"|pg|redis|mysql|nginx|windows|instance|cluster|workqueue|rest_client)_\w+"
)
_METRIC = caseless(
    r"(?<![\w\"'=~.{$])([a-z_:][a-z0-9_:]{3,200}+)(?=\s*(?:[\[{)><=!/*+-]|$|\s(?:by|unless|and|or|offset)))"
)
_FUNCTIONS = frozenset({
    "rate", "irate", "increase", "histogram_quantile", "avg_over_time", "max_over_time", "min_over_time", "absent",
    "sum_over_time", "count_over_time", "last_over_time", "quantile_over_time", "clamp_min", "clamp_max", "changes",
    "delta", "deriv", "predict_linear", "time", "vector", "scalar", "count", "quantile", "topk", "bottomk", "stddev",
    "label_replace", "offset", "unless", "group_left", "group_right", "ignoring", "bool", "without", "humanize",
    "stddev_over_time", "resets", "idelta", "absent_over_time", "timestamp", "round", "ceil", "floor", "inf",
})  # fmt: skip
_SUFFIXES = ("_total", "_bucket", "_count", "_sum", "_created", "_ratio", "_seconds")


def metric_names(expression: str) -> tuple[str, ...]:
    """Return the names of metrics that a query of Prometheus reads."""
    bare = re.sub(r"\{[^{}]*\}|\b(?:by|on|without|ignoring)\s*\([^()]*\)|\"[^\"]*\"", " [] ", expression)
    found = (match[1] for match in _METRIC.finditer(bare))
    return tuple(dict.fromkeys(name for name in found if name.lower() not in _FUNCTIONS))


def lost_metric(repo: Repo, expression: str) -> str:
    """Return a metric that no code, engine or instrumentor here emits, "" when all may be emitted."""
    for name in metric_names(expression):
        if "_" in name and not MACHINE.fullmatch(name) and not _emitted(repo, name):
            return name
    return ""


def _emitted(repo: Repo, name: str) -> bool:
    known, instrumented = _names(repo)
    if name.startswith(("http_", "starlette_", "flask_", "django_", "fastapi_", "request")) and instrumented:
        return True
    if ":" in name or name.split(":", 1)[0].startswith(("vllm", "triton", "nv_", "tgi_", "DCGM", "ray_", "bentoml_")):
        return True
    base = name
    for suffix in _SUFFIXES:
        base = base.removesuffix(suffix)
    return bool({name, base} & known) or any(name.endswith(f"_{item}") or base.endswith(f"_{item}") for item in known)


@fact
def _names(repo: Repo) -> tuple[frozenset[str], bool]:
    """Return the texts of code that may name metrics, and whether something measures every request."""
    texts = {
        text.value
        for program in programs(repo)
        if program.role is Role.OWN
        for text in program.file.texts
        if "_" in text.value and " " not in text.value and len(text.value) < 100
    }
    cut = set(texts)
    for suffix in _SUFFIXES:
        cut |= {text.removesuffix(suffix) for text in cut}
    counted = any(item.sort in (Sort.INSTRUMENTOR, Sort.AGENT) for item in measurements(repo))
    return frozenset(cut), counted or any(item.door is Door.ENGINE for item in endpoints(repo))
