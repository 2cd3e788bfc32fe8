"""Which predictions do nodes of Kedro hand to a data set that its catalogue writes where others can read it?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.code import calls_named
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_CATALOG = regex(r"(?:.*/)?conf/.*catalog.*\.ya?ml")
_WHERE = ("filepath", "path", "table_name", "url", "dataset")
_PREDICTED = caseless(r"pred|forecast|inference|scored|(?<![a-z])scores(?![a-z])|model_output")
_FOR_PYTHON = caseless(r"pickle|memory|joblib")


@fact
def catalogued_results(repo: Repo) -> Mapping[str, Place]:
    """Return the first node of each file of pipelines whose output is a kept prediction, by path.

    What is called after a metric or a report is no prediction, and what is pickled only Python can read.
    """
    kept = frozenset(_kept(repo))
    found: dict[str, Place] = {}
    for node in calls_named(repo, "node", "Node") if kept else ():
        given = node.call.argument(2, "outputs")
        if node.call.name.startswith("kedro") and kept & frozenset(_names(given)):
            found.setdefault(node.place.path, node.place)
    return found


def _kept(repo: Repo) -> Iterator[str]:
    for path in own_yaml(repo):
        if _CATALOG.fullmatch(path):
            for name, item in first_document(repo, path).pairs:
                where = next((item.at(key).text for key in _WHERE if item.at(key).text), "")
                if where and not _FOR_PYTHON.search(item.at("type").text) and _PREDICTED.search(f"{name} {where}"):
                    yield name


def _names(given: Value | None) -> Iterator[str]:
    """Yield the names of a node's outputs: one text, a list of them, or the values of a dict."""
    if given is not None:
        for value in (given, *given.items, *(value for _, value in given.keywords)):
            if isinstance(value.literal, str):
                yield value.literal
