"""Which sets are kept apart by an order of time, by a number that is drawn, or by names in settings?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, Site
from seatrial.facts.deployment.clusters.kubernetes import yaml_paths
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.training.splits.holdout_words import names_a_set
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ORDERS = regex(r"(?:^|\.)(?:argsort|sort_values|lexsort)$")
_MOMENTS = regex(r"(?:^|\.)(?:to_datetime|datetime64|Timestamp)$")
_CUT = regex(r"\[([\w.]{1,80})\[")  #: of an order: ``rows.iloc[order[n:]]``
#: A transposed table is none: ``scores.T``.
_OF_TIME = caseless(r"(?:^|[^a-z])(?:(?<!\.)t|time\w*|dates?|datetimes?|timestamps?|ts|days?)(?:[^a-z]|$)")
_DRAWN = frozenset({"random", "rand", "uniform", "random_sample"})
#: The share of a set that is kept apart: ``valid_size``, ``test_ratio``.
_SHARE = caseless(
    r"(?:^|[._])(?:val|valid|validation|test|eval|infer|holdout|dev)_?(?:set_?)?(?:size|ratio|frac\w*|split|share|pct|percent\w*)\b"
)
_TRAINED = frozenset({"train", "training"})
_APART = frozenset({"val", "valid", "validation", "test", "testing", "eval", "holdout"})
_SETTINGS = caseless(r"conf|param|setting|data|split|experiment|hydra")
#: What belongs to a set is called after; of what is done to it, as steps and measures, each set may have its own.
_MEMBERS = caseless(
    r"(?:.*_)?(?:scenes?|subjects?|patients?|people|persons?|users?|speakers?|participants?|sessions?|cases|ids|files"
    r"|images|videos?|sequences?|clips|folders|sites?|cities|city|regions?|countries|locations?|tiles?|years?|months?"
    r"|dates?|days?|groups?|recordings?|samples|plots?|stations?|rooms?|maps?|trips?|episodes?|slides|studies|members)"
)
_MOST = 400  #: nodes below one set


def ordered_parts(program: Program) -> Iterator[Site]:
    """Yield where a set gets a part of an order of time: ``valid = rows.iloc[order[n:]]`` of ``argsort(times)``."""
    moments = {(one.scope, one.target) for one in program.file.assignments if _MOMENTS.search(one.value.name)}
    orders = set()
    for one in program.file.assignments:
        if one.value.kind == "call" and _ORDERS.search(one.value.name):
            given = [value.text or value.name for value in one.value.items]
            timed = any(_OF_TIME.search(text) or (one.scope, text.partition(".")[0]) in moments for text in given)
            orders |= {(one.scope, one.target)} if timed else set()
    for one in program.file.assignments if orders else ():
        cut = any((one.scope, name) in orders for name in _CUT.findall(one.value.text))
        if cut and names_a_set(one.target):
            yield program.site_of(one)


def drawn_parts(program: Program) -> Iterator[Site]:
    """Yield where a number that is drawn is held against the share of a set: ``if random() < valid_size``."""
    drawn = {(one.scope, one.target) for one in program.file.assignments if one.value.name.rpartition(".")[2] in _DRAWN}
    for one in program.file.comparisons:
        if one.operator in ("<", "<=", ">", ">="):
            left = one.left.name.rpartition(".")[2] in _DRAWN or (one.scope, one.left.text) in drawn
            if left and _SHARE.search(" ".join((one.right.text, *(part.text for part in one.right.items)))):
                yield program.site_of(one)


@fact
def sets_in_settings(repo: Repo) -> tuple[Evidence, ...]:
    """Return where settings list by name what belongs to each set, and nothing stands in two: scenes, people, files."""
    paths = [path for path in yaml_paths(repo) if _SETTINGS.search(path)]
    found: dict[str, Evidence] = {}
    for path, root in documents_of(repo, paths):
        for _, node in root.walk(2000):
            kept = [part for key, part in node.pairs if key.lower() in _APART]
            trained = [part for key, part in node.pairs if key.lower() in _TRAINED]
            if kept and trained and (by := _listed_apart(trained[0], kept[0])):
                found.setdefault(path, Evidence(Place(path, kept[0].line), f"lists by {by} which set each belongs to"))
    return tuple(sorted(found.values()))


def _listed_apart(trained: Node, kept: Node) -> str:
    """Return the key below which both sets list names of their own, "" where none does."""
    learned, apart = _lists(trained), _lists(kept)
    for key, names in apart.items():
        if _MEMBERS.fullmatch(key) and names and learned.get(key) and names.isdisjoint(learned[key]):
            return key
    return ""


def _lists(node: Node) -> dict[str, frozenset[str]]:
    """Return the lists of texts below a set, by their last key."""
    lists = ((steps, one) for steps, one in node.walk(_MOST) if one.kind == "list" and steps)
    return {steps[-1]: frozenset(part.text for part in one.elements if part.text) for steps, one in lists}
