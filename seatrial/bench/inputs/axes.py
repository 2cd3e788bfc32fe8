"""How large is each dimension of an input, and who says so: the user, a file, the graph, or a guess?"""

from collections.abc import Mapping, Sequence

from seatrial.bench.inputs.hints import Hints
from seatrial.bench.inputs.specs import NoInput, Spec
from seatrial.model.bench_setup import ONE_ROW, Provenance
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

Shapes = Mapping[str, Sequence[int]]

_BATCH = regex(r"batch|bsz|^n$|^b$|num_samples|num_images")
_SUM = regex(r"^([A-Za-z_]\w*) ?\+ ?([A-Za-z_]\w*|\d+)$")
_PAST = regex(r"past|cache|memory")
_LENGTH = regex(r"seq|len|token|time|step|^t$|^l$|^s$")
_SAMPLES = regex(r"audio|wav|speech|pcm|signal|sound")
#: What a dimension means, by its symbol: the name of a hint, and the size when no file states it.
_MEANT = (
    (regex(r"height|^h$"), "height", 224),
    (regex(r"width|^w$"), "width", 224),
    (regex(r"chan|^c$"), "channels", 3),
    (regex(r"mel"), "mels", 80),
    (regex(r"frame"), "frames", 3000),
)
_TOKENS, _KEPT, _SAMPLES_AT_ONCE, _SECOND = 128, 16, 512, 16_000
_PICTURE_CHANNELS = (1, 3, 4)


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension as it will be run."""

    size: int
    symbol: str = ""
    provenance: Provenance = Provenance.GRAPH
    source: str = ""
    key: str = ""  #: free dimensions with the same key change together; "" cannot change
    batch: bool = False  #: whether it counts rows


def axes(spec: Spec, hints: Hints, shapes: Shapes) -> tuple[Axis, ...]:
    """Return the dimensions of an input. Raises ``NoInput`` when the user's shape cannot be this input's."""
    if spec.name in shapes:
        return _given(spec, tuple(shapes[spec.name]))
    return tuple(_axis(spec, at, hints) for at in range(len(spec.shape)))


def _given(spec: Spec, shape: tuple[int, ...]) -> tuple[Axis, ...]:
    said = f"the shape given for input '{spec.name}' is {list(shape)}"
    if len(shape) != len(spec.shape):
        raise NoInput(f"{said}, but it has {len(spec.shape)} dimensions")
    for at, (size, wanted) in enumerate(zip(shape, spec.shape, strict=True)):
        if isinstance(wanted, int) and size != wanted:
            raise NoInput(f"{said}, but the model fixes dimension {at} to {wanted}")
    return tuple(
        Axis(size) if isinstance(wanted, int)
        else Axis(size, wanted or "", Provenance.USER, "shapes", batch=_rows(spec, at))
        for at, (size, wanted) in enumerate(zip(shape, spec.shape, strict=True))
    )  # fmt: skip


def _axis(spec: Spec, at: int, hints: Hints) -> Axis:
    said = spec.shape[at]
    if isinstance(said, int):
        return Axis(said)
    symbol = said or ""
    key = symbol or f"{spec.name}[{at}]"
    if _rows(spec, at):
        return Axis(1, symbol, Provenance.HEURISTIC, ONE_ROW, key, batch=True)
    size, provenance, source = _by_symbol(symbol.lower(), spec, hints) or _by_rank(spec, at, hints)
    return Axis(size, symbol, provenance, source, key)


def _rows(spec: Spec, at: int) -> bool:
    """Tell whether a free dimension counts rows: by its symbol, or as the first of several."""
    symbol = spec.shape[at]
    if isinstance(symbol, str) and _BATCH.search(symbol.lower()):
        return True
    named = isinstance(symbol, str) and (_LENGTH.search(symbol.lower()) or _meant(symbol.lower()))
    return at == 0 and not named and not (len(spec.shape) == 1 and _SAMPLES.search(spec.name.lower()))


Found = tuple[int, Provenance, str]


def _by_symbol(symbol: str, spec: Spec, hints: Hints) -> Found | None:
    if match := _SUM.match(symbol):
        left = _by_symbol(match[1], spec, hints) or (1, Provenance.HEURISTIC, "")
        right = int(match[2]) if match[2].isdecimal() else (_by_symbol(match[2], spec, hints) or left)[0]
        return left[0] + right, left[1], f"the sum '{symbol}'"
    if meant := _meant(symbol):
        return _hinted(hints, meant[0], meant[1], f"the usual {meant[0]}")
    if symbol.startswith("total") or (_PAST.search(symbol) and "+" in symbol):
        return _KEPT + _tokens(hints)[0], Provenance.HEURISTIC, "a short past and a text"
    if _PAST.search(symbol):
        return _KEPT, Provenance.HEURISTIC, "a short past"
    if _LENGTH.search(symbol):
        return (
            (_SAMPLES_AT_ONCE, Provenance.HEURISTIC, "a short piece of a signal") if _signal(spec) else _tokens(hints)
        )
    return None


def _by_rank(spec: Spec, at: int, hints: Hints) -> Found:
    rank = len(spec.shape)
    if rank == 4 and (place := _picture_axis(spec, at)):
        size = 3 if place == "channels" else 224
        return _hinted(hints, place, size, "a picture, by its rank and channels")
    if rank == 3 and at == 1 and not spec.real:
        return _tokens(hints)
    if _SAMPLES.search(spec.name.lower()):
        return _SECOND, Provenance.HEURISTIC, "a second of sound at 16 kHz"
    if rank == 2 and at == 1:
        return _tokens(hints) if spec.whole else (_SAMPLES_AT_ONCE, Provenance.HEURISTIC, "a row of numbers")
    return 1, Provenance.HEURISTIC, "the smallest"


def _picture_axis(spec: Spec, at: int) -> str:
    """Return which of height, width and channels an axis of four is: channels stand last only where the graph says."""
    last = spec.shape[3] in _PICTURE_CHANNELS and spec.shape[1] not in _PICTURE_CHANNELS
    return ("", "height", "width", "channels")[at] if last else ("", "channels", "height", "width")[at]


def _signal(spec: Spec) -> bool:
    return spec.real and len(spec.shape) <= 2


def _tokens(hints: Hints) -> Found:
    longest = hints.get("positions")
    if longest is not None and longest.value <= _TOKENS:
        return longest.value, Provenance.REPO_FILE, longest.source
    return _TOKENS, Provenance.HEURISTIC, "a text of usual length"


def _hinted(hints: Hints, meaning: str, usual: int, rule: str) -> Found:
    hint = hints.get(meaning)
    return (hint.value, Provenance.REPO_FILE, hint.source) if hint else (usual, Provenance.HEURISTIC, rule)


def _meant(symbol: str) -> tuple[str, int] | None:
    return next(((meaning, usual) for pattern, meaning, usual in _MEANT if pattern.search(symbol)), None)
