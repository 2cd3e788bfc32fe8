"""What did the owner of a repository decide? Reads the configuration of a snapshot, on a day."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pkgutil import get_data
from types import MappingProxyType

from seatrial.config.file import File
from seatrial.config.gate_block import GateBlock
from seatrial.config.known import Known
from seatrial.config.plausible import implausible
from seatrial.config.problem import ConfigError, nearest
from seatrial.config.signed import signature_problems, signed_models
from seatrial.config.source import Source, toml_source, yaml_source
from seatrial.config.terms import Rules, attestations, term_notices, waivers
from seatrial.config.typed import schema_of, validated
from seatrial.model import Attestation, Notice, Place, Settings, Stage, Waiver
from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable
from seatrial.repo import Snapshot
from seatrial.repo.snapshot import Entry

NAMES = ("seatrial.yaml", ".seatrial.yaml", "pyproject.toml")
_MISTAKEN = ("seatrial.yml", ".seatrial.yml")
_TABLE = ("tool", "seatrial")
_LIMIT = 256_000


@dataclass(frozen=True, slots=True)
class Config:
    """What is configured; everything is empty when there is no file."""

    settings: Settings = field(default_factory=Settings)
    target: Stage | None = None
    profiles: tuple[str, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    gate: GateBlock = field(default_factory=GateBlock)
    notices: tuple[Notice, ...] = ()
    path: str = ""  #: of the file; "" when there is none
    #: which comments in the code count, each by its path, check and reason; None lets all of them count
    comments: frozenset[tuple[str, str, str]] | None = None


def load(snapshot: Snapshot, as_of: dt.date, known: Known) -> Config:
    """Read the configuration at the root of a snapshot.

    Raises ``ConfigError`` for a broken file, two files, unknown keys and names, malformed dates, missing owners and
    terms that are too long.
    """
    there = {entry.path: entry for entry in snapshot.entries() if entry.path in (*NAMES, *_MISTAKEN)}
    sources = list(_sources(snapshot, [there[name] for name in NAMES if name in there]))
    if len(sources) > 1:
        names = " and ".join(source.path for source in sources)
        raise ConfigError([Notice(Place(sources[1].path), f"there are two configurations, {names}: keep one")])
    unread = tuple(
        Notice(Place(name), f"this file is not read{nearest(name, NAMES[:2])}") for name in _MISTAKEN if name in there
    )
    config = _config(sources[0], as_of, known) if sources else Config()
    return replace(config, notices=(*config.notices, *unread)) if unread else config


def parse(path: str, data: bytes, as_of: dt.date, known: Known) -> Config:
    """Read one configuration file, wherever it comes from. Raises ``ConfigError`` like ``load``."""
    source = _source(path, data)
    if source is None:
        raise ConfigError([Notice(Place(path), "there is no table [tool.seatrial] in this file")])
    return _config(source, as_of, known)


def schema() -> str:
    """Return the JSON Schema of a configuration file."""
    return schema_of(File, "Configuration of seatrial")


def template(baseline: str = "") -> str:
    """Return a first configuration file: every key explained, none declared but a baseline when one is named."""
    text = (get_data("seatrial.templates", "seatrial.yaml.j2") or b"").decode()
    return text.replace("#gate:\n", f"gate:\n  baseline: {baseline}\n") if baseline else text


def _sources(snapshot: Snapshot, entries: Iterable[Entry]) -> Iterator[Source]:
    """Yield the configurations among files of these names; a pyproject.toml may also be none, or be beyond reading."""
    for entry in entries:
        if entry.problem or entry.size > _LIMIT:
            if entry.path == "pyproject.toml":
                continue
            why = entry.problem or f"larger than {_LIMIT:,} bytes"
            raise ConfigError([Notice(Place(entry.path), f"this file cannot be read: {why}")])
        if (source := _source(entry.path, _bytes(snapshot, entry.path))) is not None:
            yield source


def _bytes(snapshot: Snapshot, name: str) -> bytes:
    try:
        return snapshot.read(name)
    except Unreadable as error:
        raise ConfigError([Notice(Place(name), f"this file cannot be read: {error}")]) from None


def _source(path: str, data: bytes) -> Source | None:
    if path.endswith(".toml"):
        return toml_source(path, data, _TABLE if path.endswith("pyproject.toml") else ())
    return yaml_source(path, data)


def _config(source: Source, as_of: dt.date, known: Known) -> Config:
    file = validated(source, File)
    problems = [
        *Rules(source, file, known, as_of).problems(),
        *implausible(source, file),
        *signature_problems(source, file),
    ]
    if problems:
        raise ConfigError(problems)
    attested, waived = attestations(source, file), waivers(source, file)
    return Config(
        settings=_settings(source, file),
        target=file.target,
        profiles=tuple(dict.fromkeys(file.profiles)),
        attestations=attested,
        waivers=waived,
        gate=file.gate,
        notices=tuple(sorted(term_notices((*attested, *waived), as_of))),
        path=source.path,
    )


def _settings(source: Source, file: File) -> Settings:
    keys: Mapping[str, object] = source.values if isinstance(source.values, dict) else {}
    return Settings(
        file.archetype, file.surfaces.declared(), file.owner, file.kpi, file.slo, file.risk, file.decision,
        file.value, file.bench.shapes, file.exclude, MappingProxyType({key: source.place((key,)) for key in keys}),
        signed_models(source, file), file.product,
    )  # fmt: skip
