"""What do a chart's templates say once its own default values are put in?"""

import posixpath
import re
from dataclasses import replace

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role
from seatrial.repo.charts import is_chart

_WHOLE = regex(r"\{\{\s*(?:toYaml\s+|tpl\s+)?\(?\s*\.Values\.([\w.-]++)[^{}]*+\}\}")
_INLINE = regex(r"\{\{[^{}]{0,300}?\.Values\.([\w.-]++)[^{}]*+\}\}")
_DEFAULT = regex(r"default\s+\"?([\w/:-][\w./:-]*)\"?")
_REFERENCE = regex(r"\.Values\.([\w.-]+)")
#: Values that a stage is given instead of those of the chart: ``values-prod.yaml``, ``environments/prod/values.yaml``.
_OF_STAGES = regex(
    r"(?:.*/)?(?:(?:values[-_.][\w.-]+|[\w.-]+[-_.]values)\.ya?ml|env(?:ironment)?s/.*values[\w.-]*\.ya?ml)"
)
_UNDECIDED = regex(r"\b(?:or|not|eq|ne|gt|lt|ge|le|hasKey|semverCompare)\b")


@dataclass(frozen=True, slots=True)
class Chart:
    """A Helm chart of the owner, with its default values."""

    root: str  #: its folder, "" for the repository's root
    name: str
    place: Place
    what: str
    values: Node = MISSING
    role: Role = Role.OWN


@fact
def charts(repo: Repo) -> tuple[Chart, ...]:
    """Return the charts, those that are copied into another chart's ``charts`` folder left out."""
    found = []
    for path in repo.matching(is_chart):
        root = posixpath.dirname(path)
        if role(repo, path).is_foreign:
            continue
        if re.search(r"(^|/)charts/[^/]+$", root) and _has_parent(repo, root):
            continue
        for file in repo.records(YAML, [path]):
            top = file.documents[0].root if file.documents else MISSING
            title = top.at("name").text or posixpath.basename(root)
            found.append(Chart(root, title, Place(path, top.at("name").line), f"helm chart {title}",
                               _values(repo, root), role(repo, path)))  # fmt: skip
    return tuple(found)


def _has_parent(repo: Repo, root: str) -> bool:
    parent = posixpath.dirname(posixpath.dirname(root))
    return any(posixpath.join(parent, name) in repo.entries for name in ("Chart.yaml", "Chart.yml"))


def _values(repo: Repo, root: str) -> Node:
    files = repo.records(YAML, _values_files(repo, root))
    return files[0].documents[0].root if files and files[0].documents else MISSING


def _values_files(repo: Repo, root: str) -> list[str]:
    return [path for name in ("values.yaml", "values.yml") if (path := posixpath.join(root, name)) in repo.entries]


def set_in_values(repo: Repo, path: str, name: str) -> str:
    """Return the file of default values in which a template has one of this name set; "" where it has none set there.

    ``name`` is the last part: ``resources`` of ``{{ toYaml .Values.api.resources }}``.
    """
    chart = chart_of(repo, path)
    if chart is None:
        return ""
    named = (value.rpartition(".")[2] for value in _REFERENCE.findall(repo.text_or_empty(path)))
    return next(iter(_values_files(repo, chart.root)), "") if name in named else ""


def chart_of(repo: Repo, path: str) -> Chart | None:
    """Return the chart whose template a path is."""
    inside = (chart for chart in charts(repo) if path.startswith(posixpath.join(chart.root, "templates/")))
    return max(inside, key=lambda chart: len(chart.root), default=None)


def filled(chart: Chart, node: Node, depth: int = 60) -> Node:
    """Put the chart's default values into a template's document; what they do not say stays as it is written."""
    if depth == 0:
        return node
    if node.kind == "scalar":
        return _scalar(chart, node)
    if node.kind == "mapping" and len(node.keys) == 1 and (found := _WHOLE.fullmatch(node.keys[0])):
        value = chart.values.at(*found[1].split("."))
        return replace(value, line=node.line) if value.kind != "missing" else node
    return replace(node, items=tuple(filled(chart, item, depth - 1) for item in node.items))


def _scalar(chart: Chart, node: Node) -> Node:
    if "{{" not in node.text:
        return node
    if found := _WHOLE.fullmatch(node.text):
        value = chart.values.at(*found[1].split("."))
        if value:
            return replace(value, line=node.line)
    return replace(node, text=_INLINE.sub(lambda action: _text(chart, action), node.text))


def _text(chart: Chart, action: re.Match[str]) -> str:
    default = _DEFAULT.search(action[0])
    return chart.values.at(*action[1].split(".")).text or (default[1] if default else action[0])


def switched_off(repo: Repo, chart: Chart, conditions: tuple[str, ...]) -> bool:
    """Tell whether the default values leave a template out, and no other values of the owner's bring it back.

    What cannot be decided counts as left in.
    """
    for condition in conditions:
        if _UNDECIDED.search(condition):
            continue
        for name in _REFERENCE.findall(condition):
            if _is_off(chart.values.at(*name.split("."))) and not _is_on_elsewhere(repo, name):
                return True
    return False


def _is_off(value: Node) -> bool:
    return value.flag is False or (not value and value.kind != "missing")


def _is_on_elsewhere(repo: Repo, name: str) -> bool:
    """Tell whether the values of a stage set what the default values leave out."""
    found = (roots.at(*name.split(".")) for roots in _values_of_stages(repo))
    return any(value.kind != "missing" and not _is_off(value) for value in found)


@fact
def _values_of_stages(repo: Repo) -> tuple[Node, ...]:
    paths = [path for path in repo.matching(_OF_STAGES.fullmatch) if role(repo, path) is Role.OWN]
    return tuple(document.root for file in repo.records(YAML, paths) for document in file.documents)
