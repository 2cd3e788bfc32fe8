"""What does the head of a model card say in the words of a hub: task, licence, data sets, figures?

The head is read apart from the document, whose dotted keys do not tell which value belongs to which metric.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

import yaml

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_MOST_LINES = 2000
_MOST = 100
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class HeadFigure:
    """One result that the head states."""

    name: str
    value: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class HubHead:
    """The head of one Markdown file; empty when it has none, or one of another kind."""

    task: str = ""
    library: str = ""
    licences: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    figures: tuple[HeadFigure, ...] = ()


def parse_hub_head(_path: str, data: bytes) -> HubHead:
    """Read the head; what is broken or of an unexpected kind tells nothing."""
    lines = decode(data).split("\n", _MOST_LINES)
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if lines[0].rstrip() != "---" or not end:
        return HubHead()
    try:
        said = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):
        return HubHead()
    if not isinstance(said, Mapping):
        return HubHead()
    return HubHead(
        next(_texts(said.get("pipeline_tag")), ""),
        next(_texts(said.get("library_name")), ""),
        tuple(_texts(said.get("license"))),
        tuple(_texts(said.get("datasets"))),
        tuple(islice(_figures(said.get("model-index")), _MOST)),
    )


HUB_HEAD = Reader("hub-head", 2, parse_hub_head)


def _figures(index: object) -> Iterator[HeadFigure]:
    results = (result for model in _mappings(index) for result in _mappings(model.get("results")))
    for result in results:
        data = next(iter(_mappings(result.get("dataset"))), {})
        said = [text for key in ("name", "split") for text in _texts(data.get(key))]
        for metric in _mappings(result.get("metrics")):
            name = next((text for key in ("name", "type") for text in _texts(metric.get(key))), "")
            value = next(_texts(metric.get("value")), "")
            if name and value:
                yield HeadFigure(name, value, ", ".join(said))


def _mappings(node: object) -> Iterator[Mapping[str, object]]:
    found = node if isinstance(node, list) else [node]
    yield from (item for item in found[:_MOST] if isinstance(item, Mapping))


def _texts(node: object) -> Iterator[str]:
    found = node if isinstance(node, list) else [node]
    plain = (item for item in found[:_MOST] if isinstance(item, str | int | float) and not isinstance(item, bool))
    yield from (str(item)[:_LONGEST] for item in plain if str(item))
