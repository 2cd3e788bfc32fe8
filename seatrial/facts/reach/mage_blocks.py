"""Which blocks do the pipelines of Mage run, and which of them are handed what another one returns?"""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_PIPELINE = regex(r"(?:.*/)?pipelines/[^/]+/metadata\.ya?ml")
#: The folders in which Mage looks for the blocks of a type.
_FOLDERS = {
    "data_loader": "data_loaders", "transformer": "transformers", "data_exporter": "data_exporters",
    "custom": "custom", "conditional": "conditionals", "sensor": "sensors", "callback": "callbacks",
}  # fmt: skip
EXPORTS = "data_exporter"  #: the type of a block that puts what it is handed where others find it


@dataclass(frozen=True, slots=True)
class Block:
    """One block of one pipeline."""

    place: Place  #: where the pipeline names it
    path: str
    kind: str
    handed_to: tuple[str, ...]  #: the names of the blocks that run after it on what it returns
    name: str


@fact
def mage_blocks(repo: Repo) -> tuple[Block, ...]:
    """Return the blocks of code of all pipelines of Mage, in the order in which these list them."""
    files = (path for path in repo.paths if _PIPELINE.fullmatch(path) and role(repo, path) is Role.OWN)
    return tuple(block for path in files for block in _blocks(repo, path))


@fact
def exported_blocks(repo: Repo) -> Mapping[str, str]:
    """Return for each block whose result gets to a block that exports it the file of that one, by path."""
    found: dict[str, str] = {}
    for block in mage_blocks(repo):
        same = {one.name: one for one in mage_blocks(repo) if one.place.path == block.place.path}
        ends = [same[name] for name in block.handed_to if name in same and same[name].kind == EXPORTS]
        if ends:
            found.setdefault(block.path, ends[0].path)
    return found


def _blocks(repo: Repo, path: str) -> Iterator[Block]:
    document = first_document(repo, path)
    root = dirname(dirname(dirname(path)))
    for item in document.at("blocks").elements:
        kind, name = item.at("type").text, item.at("uuid").text
        file = item.at("configuration", "file_path").text or join(_FOLDERS.get(kind, kind), f"{name}.py")
        if (code := join(root, file)) in repo.entries:
            yield Block(Place(path, item.line), code, kind, _names(item.at("downstream_blocks")), name)


def _names(listed: Node) -> tuple[str, ...]:
    return tuple(one.text for one in listed.elements)
