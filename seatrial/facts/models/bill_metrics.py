"""Which figures stand in files of metrics, and of which stored model?"""

from collections.abc import Iterator

from seatrial.facts.models.bill_cards import beside
from seatrial.model import Place
from seatrial.model.models import Metric
from seatrial.read.models.metric_file import METRIC_FILE
from seatrial.read.reader import Unread
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_FILES = caseless(
    r"(?:.*/)?(?:[\w-]*metrics?|[\w-]*scores?|(?:all|eval(?:uation)?|test|train|validation)[-_]results?|evaluation)\.json"
)


def stated_metrics(repo: Repo, files: tuple[str, ...]) -> tuple[tuple[str, Metric], ...]:
    """Return the figures of the owner's files of metrics, each with the path of its model; "" when it is not told."""
    return tuple(found for path in repo.matching(_FILES.fullmatch) for found in _figures(repo, path, files))


def _figures(repo: Repo, path: str, files: tuple[str, ...]) -> Iterator[tuple[str, Metric]]:
    if role(repo, path) is not Role.OWN:
        return
    read = repo.record(METRIC_FILE, path)
    if isinstance(read, Unread):
        return
    near = beside(path, files) or files
    for name, value in read.figures:
        yield near[0] if len(near) == 1 else "", Metric(name, value, place=Place(path))
