"""How checks are found: by entry points of the group ``seatrial.checks``, ours and those of plugins alike."""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.judging.check import Check
from seatrial.judging.family import Family
from seatrial.model.record import dataclass
from seatrial.plugin_points import Point, plugin_points

GROUP = "seatrial.checks"


class RegistryError(Exception):
    """The installed checks cannot be used: an id is taken twice, or there is no check at all."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every installed check by id, in stable order, and the plugins that could not be loaded."""

    checks: Mapping[str, Check]
    titles: Mapping[str, str]  #: of the dimensions, by prefix
    broken: tuple[str, ...] = ()  #: one sentence for each plugin that could not be loaded


def load_checks(points: Iterable[Point] | None = None) -> Registry:
    """Find every installed check.

    Raises ``RegistryError`` when two checks have one id, or none is found. A plugin that cannot be imported, or
    that names something else than families, is listed as broken and costs the others nothing.
    """
    found: dict[str, Check] = {}
    origin: dict[str, str] = {}
    titles: dict[str, str] = {}
    broken: list[str] = []
    for point in sorted(points if points is not None else plugin_points(GROUP), key=_ours_first):
        for family in _loaded(point, broken):
            titles.setdefault(family.prefix, family.title)
            for check in family.checks:
                if check.id in found:
                    raise RegistryError(f"{check.id} is declared by {origin[check.id]} and by {point.value}")
                found[check.id], origin[check.id] = check, point.value
    if not found:
        why = "; ".join(broken) or "is seatrial installed, and not only copied?"
        raise RegistryError(f"no check is installed: {why}")
    return Registry(dict(sorted(found.items())), titles, tuple(broken))


def _loaded(point: Point, broken: list[str]) -> tuple[Family, ...]:
    """Return the families of a plugin; why it has none is added to what is broken."""
    try:
        return tuple(_families(point))
    except (Exception, SystemExit) as error:
        broken.append(f"the plugin {point.name} ({point.value}) cannot be loaded: {str(error) or type(error).__name__}")
        return ()


def _ours_first(point: Point) -> tuple[bool, str]:
    return not point.value.startswith("seatrial."), point.name


def _families(point: Point) -> Iterator[Family]:
    found = point.load()
    if not isinstance(found, Iterable):
        raise TypeError(f"it names {type(found).__name__}, which is not iterable")
    for family in found:
        if not isinstance(family, Family):
            raise TypeError(f"it names {type(family).__name__}, not a Family")
        yield family
