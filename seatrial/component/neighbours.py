"""Which packaged folders without a model stand beside the parts, and in which of them do they take part?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.component.addresses import asked_units
from seatrial.component.images import copied_folders, is_image
from seatrial.component.packaged import (
    FRAMEWORKS,
    foreign_folders,
    imported_packages,
    orchestrates,
    packaged_folders,
)
from seatrial.read.code.python import PYTHON
from seatrial.repo import Repo, Role, role

#: Packages by which a service may ask others, whatever the setting with their address is called.
_CLIENTS = frozenset({"requests", "httpx", "aiohttp", "urllib3", "websockets", "http"})
#: Packages by which it may hold a model or rows of one, or hand on messages to whoever listens.
_OF_DATA = frozenset({
    "numpy", "pandas", "polars", "pyarrow", "pickle", "dill", "cloudpickle", "redis", "pika", "aio_pika", "kafka",
    "aiokafka", "confluent_kafka", "celery", "nats",
})  # fmt: skip
_CHANNELS = frozenset({"insecure_channel", "secure_channel"})
_SOURCES = ("", "src/", "lib/")  #: where the modules of a packaged folder begin


def neighbours(repo: Repo, roots: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the packaged folders outside the parts, each with the roots of those in which it takes part.

    A service takes part in what imports it, in what it imports, and in what it asks over the network: a gateway or a
    page. So does what asks or is imported by such a folder in turn. A service that takes part in none, as one for
    billing, is told of none. Of whatever may take part in a way that is not seen, it is taken that it does so in all,
    and pipelines always may: they start others by the names of images and of tables.
    """
    parts = tuple(roots)
    folders = tuple(_beside(repo, parts))
    if not folders:
        return {}
    units = {unit: tuple(path for path in repo.paths if path.startswith(f"{unit}/")) for unit in (*parts, *folders)}
    imports = {unit: frozenset(_imported(repo, unit, units)) for unit in units}
    asks = asked_units(repo, {unit: units[unit] for unit in folders}, tuple(units))
    found: dict[str, frozenset[str]] = {}
    for folder in folders:
        seen = frozenset(_taken_part_in(folder, parts, imports, asks))
        silent = not (imports[folder] or asks[folder])
        unseen = not seen and _may_take_part(repo, folder, units[folder], silent=silent)
        found[folder] = frozenset(parts) if unseen or orchestrates(repo, units[folder]) else seen
    return found


def _may_take_part(repo: Repo, folder: str, paths: tuple[str, ...], *, silent: bool) -> bool:
    """Tell whether a folder may take part in a way that is not seen: by what it hands on, or by an address it is given.

    Pipelines, stacks and libraries hand on data; so does what holds rows itself. Programs in other languages are not
    followed so far.
    """
    if folder in frozenset(foreign_folders(repo)):
        return silent
    used = imported_packages(repo, paths)
    asks = silent and (not _CLIENTS.isdisjoint(used) or _opens_channels(repo, paths))
    return FRAMEWORKS.isdisjoint(used) or not _OF_DATA.isdisjoint(used) or asks


def _opens_channels(repo: Repo, paths: tuple[str, ...]) -> bool:
    """Tell a client of gRPC from a server, since one package serves both."""
    files = (path for path in paths if path.endswith(".py") and role(repo, path) is Role.OWN)
    return any(call.last in _CHANNELS for file in repo.records(PYTHON, files) for call in file.calls)


def _beside(repo: Repo, parts: tuple[str, ...]) -> Iterator[str]:
    """Yield the outermost packaged folders that neither lie in a part nor hold one."""
    found: list[str] = []
    for folder in sorted({*packaged_folders(repo), *foreign_folders(repo)}):
        within = any(f"{folder}/".startswith(f"{other}/") for other in (*parts, *found))
        if not within and not any(part.startswith(f"{folder}/") for part in parts):
            found.append(folder)
            yield folder


def _taken_part_in(
    folder: str, parts: tuple[str, ...], imports: Mapping[str, frozenset[str]], asks: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Yield the parts that import a folder, or that it asks or imports, if need be by way of other folders."""
    uses = {unit: imports[unit] | asks.get(unit, frozenset()) for unit in imports}
    wanted = frozenset(_reached(folder, uses, parts))
    for part in parts:
        if part in wanted or folder in _reached(part, imports, parts):
            yield part


def _reached(start: str, edges: Mapping[str, frozenset[str]], ends: tuple[str, ...]) -> Iterator[str]:
    """Yield what is got to from a unit; the way goes on through folders, and ends at a part."""
    waiting, seen = [start], {start}
    while waiting:
        for other in sorted(edges[waiting.pop()] - seen):
            seen.add(other)
            yield other
            if other not in ends:
                waiting.append(other)


def _imported(repo: Repo, unit: str, units: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the other units whose modules the code of one imports, or whose code its image copies."""
    ours = _modules(unit, units[unit])
    theirs = {other: _modules(other, paths) - ours for other, paths in units.items() if other != unit}
    files = (path for path in units[unit] if path.endswith(".py") and role(repo, path) is Role.OWN)
    wanted = {found.module.lstrip(".") for file in repo.records(PYTHON, files) for found in file.imports}
    copied = frozenset(copied_folders(repo, unit, filter(is_image, units[unit])))
    for other, modules in theirs.items():
        dotted = other.replace("/", ".")
        by_name = any(name.partition(".")[0] in modules or f"{name}.".startswith(f"{dotted}.") for name in wanted)
        if by_name or any(one == other or one.startswith(f"{other}/") for one in copied):
            yield other


def _modules(unit: str, paths: Iterable[str]) -> frozenset[str]:
    """Return the names by which modules of a folder are imported."""
    below = [path[len(unit) + 1 :] for path in paths if path.endswith(".py")]
    starts = (path[len(start) :].partition("/")[0] for start in _SOURCES for path in below if path.startswith(start))
    return frozenset(name.removesuffix(".py") for name in starts) - {"tests", "test", "src", "lib", "setup"}
