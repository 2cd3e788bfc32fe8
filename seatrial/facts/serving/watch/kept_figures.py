"""Which figures are made of what a service logs or stores: by filters of a log, or by queries of a dashboard?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.deployment.clouds.terraform import own_resources
from seatrial.facts.serving.watch.measurement import Measurement, Sort
from seatrial.model import Confidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_FILTERS = frozenset({"aws_cloudwatch_log_metric_filter", "google_logging_metric"})
_DASHBOARD = caseless(r".*(?:grafana|dashboard)[^\0]*\.json")
_QUERY = regex(r'"rawSql"\s*:\s*"((?:[^"\\]|\\.){1,4000})"')
#: A table of answers that is read, by its name.
_OF_ANSWERS = caseless(
    r"\b(?:from|join)\s+(?:[\w\\\"]{1,60}\.)?[\\\"]{0,2}(\w{0,40}(?:predict|inferenc|scor(?:e|ing)|forecast|recommend"
    r"|detection)\w{0,40})"
)
_OF_TIME = caseless(r"latency|duration|_ms\b|elapsed|response_time")
_LIMIT = 1_000_000  #: bytes of a dashboard
_MANY = 40


@fact
def kept_figures(repo: Repo) -> tuple[Measurement, ...]:
    """Return the filters of Terraform that count lines of a log, and the queries that count rows of answers."""
    paths = [path for path in repo.matching(_DASHBOARD.fullmatch) if role(repo, path) is Role.OWN]
    queries = repo.texts(_queries, paths, _LIMIT)
    return tuple(sorted({*_filters(repo), *queries}, key=lambda item: item.place))


def _filters(repo: Repo) -> Iterator[Measurement]:
    for item in own_resources(repo):
        if item.type in _FILTERS:
            made = (block.value("name") for block in item.block.walk() if block.kind == "metric_transformation")
            name = next(filter(None, made), item.name)
            yield Measurement(item.place, f"{item.what} counts lines of a log as {name}", Sort.METRIC, "", name)


def _queries(path: str, text: str) -> Iterator[Measurement]:
    for found in islice(_QUERY.finditer(text), _MANY):
        if table := _OF_ANSWERS.search(found[1]):
            name = f"latency of {table[1]}" if _OF_TIME.search(found[1]) else table[1]
            place = Place(path, line_number(text, found.start()))
            what = f"a dashboard counts rows of {table[1]}"
            yield Measurement(place, what, Sort.METRIC, "", name, confidence=Confidence.LIKELY)
