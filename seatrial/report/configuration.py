"""Which configuration holds, and which of it was said where?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from seatrial.config import Config
from seatrial.model.settings import Assumption
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line

#: Keys of the file, in its order, with what holds when the file says nothing.
_KEYS = {
    "archetype": "found in the code",
    "target": "production",
    "profile": "none",
    "surfaces": "found in the code",
    "owner": "none",
    "kpi": "none",
    "slo": "none",
    "risk": "none",
    "decision": "none",
    "value": "nothing is stated",
    "bench": "sizes are found",
    "signatures": "no model",
    "exclude": "nothing",
    "gate": "nothing is gated",
    "attest": "nothing",
    "waivers": "nothing",
}


def configuration_lines(config: Config) -> Iterator[Line]:
    """Return every key with its value and where it was said."""
    yield line(
        Span(f"from {shown(config.path)}" if config.path else "no configuration was found: the defaults hold", "muted")
    )
    rows = _said(config)
    for key, otherwise in _KEYS.items():
        said = [shown(one) for one in rows[key]]
        for number, text in enumerate(said or [otherwise]):
            label = f"{key:12}" if number == 0 else " " * 12
            place = config.settings.places.get(key)
            origin = f"  ({spot(place)})" if said and place and number == 0 else "" if said else "  (default)"
            yield line(Span(label, "label"), text, Span(origin, "muted"), hang=14)


def notice_lines(config: Config) -> Iterator[Line]:
    """Return what the reader must know about terms that end soon or have ended."""
    for notice in config.notices:
        yield line(Span("notice      ", "label"), f"{spot(notice.place)}: {shown(notice.message)}", hang=12)


def _said(config: Config) -> Mapping[str, Sequence[str]]:
    settings = config.settings
    surfaces = [f"{surface}: {'yes' if present else 'no'}" for surface, present in settings.surfaces.items()]
    blocks = ("archetype", "owner", "slo", "risk", "decision", "value")
    return {
        **{key: _fields(getattr(settings, key)) for key in blocks},
        "target": _fields(config.target),
        "profile": config.profiles,
        "surfaces": surfaces,
        "kpi": ["; ".join(_fields(one)) for one in settings.kpi],
        "bench": [
            f"{model}: {name} {list(sizes)}"
            for model, shapes in settings.shapes.items()
            for name, sizes in shapes.items()
        ],
        "signatures": [f"{one.model}, signed in {one.signature}, {one.trusts}" for one in settings.signatures],
        "exclude": settings.exclude,
        "product": settings.product,
        "gate": _fields(config.gate),
        "attest": [f"{one.check} by {one.by} until {one.expires}: {one.statement}" for one in config.attestations],
        "waivers": [f"{one.check} by {one.owner} until {one.expires}: {one.because}" for one in config.waivers],
    }


def _fields(value: object) -> list[str]:
    """Return the filled fields of one block as ``name: value``."""
    if not is_dataclass(value) or isinstance(value, type):
        return [str(value)] if value else []
    values = ((one.name, getattr(value, one.name)) for one in fields(value))
    return [f"{name}: {_one(said)}" for name, said in values if said not in (None, "", (), {})]


def _one(said: object) -> str:
    if isinstance(said, Assumption):
        return f"{said.value:g} by {said.owner}"
    if isinstance(said, Mapping):
        return ", ".join(f"{key} {value:g}" for key, value in said.items())
    return "; ".join(map(str, said)) if isinstance(said, tuple) else str(said)
