"""Which arrows does a diagram in a document draw, and do they show what feeds the model and what uses it?"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex

_LINES = 400
_WIDTH = 400
#: A box with its label: ``api[Prices service]``, ``db[(listings)]``.
_BOX = regex(r"([\w.-]{1,60})\s?[\[({]{1,2}[\"/\\(]{0,2}([^\[\](){}\"]{1,80})[\"/\\)]{0,2}[\])}]{1,2}")
#: An arrow with what is written on it: ``-->|asks|``, ``-- asks -->``, ``->>``; below a sequence that stands behind.
_ARROW = regex(r"\s*(?:--\s?([^-|>\n]{1,60}?)\s?-->|(?:-->>|-->|==>|-\.->|->>|->)(?:\|([^|\n]{1,60})\|)?)\s*")
_SAID = regex(r"^([\w. -]{1,60}?)\s*:\s*(.{1,80})$")
#: Boxes that stand for the model and for what answers with it.
_MODEL = caseless(r"model|predict|train|infer|scor|classif|forecast|\bapi\b|\bservice\b|\bserver\b|serving")
#: Steps on the way to a model, and tools beside it: they neither feed it nor use it.
_STEP = caseless(
    r"process|clean|feature|split|evaluat|validat|test|tun(?:e|ing)|\blogs?\b|logging|metric|monitor|regist|mlflow|dvc|"
    r"artifact|weights|checkpoint|docker|image|\bci\b|deploy|build"
)
_ASKS = caseless(r"\b(?:GET|POST|PUT|HTTPS?|REST|gRPC|asks?|calls?|requests?|quer(?:y|ies))\b")
_READER = caseless(
    r"client|user|customer|browser|front-?end|\bui\b|dashboard|portal|shop|consumer|\bapp\b|mobile|agent|analyst|team"
)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow, with the names and labels of both boxes."""

    start: str
    end: str
    label: str = ""


def arrows(text: str) -> tuple[Arrow, ...]:
    """Return the arrows of a diagram in mermaid or PlantUML, those of a chain one by one."""
    lines = [line.strip()[:_WIDTH] for line in text.splitlines()[:_LINES]]
    labels = {match[1]: f"{match[1]} {match[2]}" for line in lines for match in _BOX.finditer(line)}
    return tuple(arrow for line in lines for arrow in _on_line(_BOX.sub(r"\1", line), labels))


def _on_line(line: str, labels: dict[str, str]) -> Iterator[Arrow]:
    parts = _ARROW.split(line)
    boxes, written = parts[::3], [one or other or "" for one, other in zip(parts[1::3], parts[2::3], strict=True)]
    said = _SAID.match(boxes[-1]) if len(boxes) > 1 else None
    if said:
        boxes[-1], written[-1] = said[1], said[2]
    for (start, end), label in zip(pairwise(boxes), written, strict=True):
        for first in start.split("&"):
            for last in end.split("&"):
                yield Arrow(_label(first, labels), _label(last, labels), label)


def _label(box: str, labels: dict[str, str]) -> str:
    name = box.strip(' ;"')
    return labels.get(name, name)


def shows_what_feeds(drawn: Iterable[Arrow]) -> bool:
    """Tell whether an arrow leads to the model from something that hands it data."""
    return any(_is_other(one.start) and _MODEL.search(one.end) and not _asks(one) for one in drawn)


def shows_what_uses(drawn: Iterable[Arrow]) -> bool:
    """Tell whether the model's answers go somewhere: an arrow leads away from it, or somebody asks it."""
    return any(
        (_MODEL.search(one.start) and _is_other(one.end))
        or (_MODEL.search(one.end) and _is_other(one.start) and _asks(one))
        for one in drawn
    )


def _asks(one: Arrow) -> bool:
    return bool(_ASKS.search(one.label) or _READER.search(one.start))


def _is_other(box: str) -> bool:
    return bool(box) and not _MODEL.search(box) and not _STEP.search(box)
