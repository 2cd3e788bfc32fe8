"""What is a drawing made of, before a template writes it as SVG? Sizes are in its own units, about a pixel each."""

from seatrial.model.record import dataclass

WIDTH = 360.0  #: so narrow that a telephone shows it without making its letters small
LETTER = 6.3  #: width of a letter, about; no drawing knows its reader's typeface
MARKERS = 6
LINES = 4  #: of different colours and dashes
_R = 3.6  #: half of the size of a marker


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place."""

    x: float
    y: float
    words: str
    anchor: str = "start"  #: "start", "middle" or "end" of the words stands at the place
    kind: str = ""  #: a class of the style sheet


@dataclass(frozen=True, slots=True)
class Path:
    """A line or a filled shape, as the ``d`` of an SVG path."""

    d: str
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, the lowest first: boxes, then paths, then words."""

    height: float
    label: str  #: for those who do not see it
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    texts: tuple[Text, ...]
    width: float = WIDTH


def marker(number: int, x: float, y: float) -> str:
    """Return the path of a marker; six shapes take turns, so that no colour has to be told from another."""
    r = _R
    match number % MARKERS:
        case 0:
            return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
        case 1:
            return f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z"
        case 2:
            return f"M{x:.1f} {y - r - 1:.1f}l{r + 0.6:.1f} {2 * r + 0.6:.1f}h{-2 * r - 1.2:.1f}z"
        case 3:
            return f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z"
        case 4:
            return f"M{x - r - 1:.1f} {y - 1.2:.1f}h{2 * r + 2:.1f}v2.4h{-2 * r - 2:.1f}z"
        case _:
            return f"M{x:.1f} {y + r + 1:.1f}l{r + 0.6:.1f} {-2 * r - 0.6:.1f}h{-2 * r - 1.2:.1f}z"


def line(spots: list[tuple[float, float]]) -> str:
    """Return the path of a line through places."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in spots)


def cut(words: str, room: float) -> str:
    """Return words that fit, the end left out where they do not; letters of twice the width count twice."""
    kept: list[str] = []
    used = 0.0
    for letter in words:
        used += LETTER * (2 if ord(letter) >= 0x1100 else 1)
        if used > room:
            return "".join(kept[:-1]).rstrip() + "…"
        kept.append(letter)
    return words
