"""Which classes and functions of the owner keep versions of the data themselves?"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from seatrial.facts.code.programs import Program, called, programs
from seatrial.facts.data.data_tools import Hold
from seatrial.facts.training.training_path import training_path
from seatrial.model import Place
from seatrial.read.code.python_record import Class, Function
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

Kept: TypeAlias = tuple[Place, Hold, str]
_OWN_VERSIONS = caseless(
    r"(?:data_?set|data|snapshot|input)_?(?:version|snapshot|lineage|manifest|fingerprint|revision)"
)
_FINGERPRINT = caseless(
    r"(?:data|data_?set|input|frame|df|file)\w*_(?:hash|fingerprint|checksum|digest|sha256)|(?:hash|fingerprint|checksum)_(?:data|df|frame|input|file)"
)
_SNAPSHOT = caseless(
    r"(?:snapshot|freeze|version|archive)_(?:\w+_)?(?:data|data_?sets?)$|"
    r"(?:create|make|build|write|save|take|store|publish)_(?:\w+_)?(?:data|data_?set)_(?:snapshot|version|manifest)$"
)
_VERSION_KEY = caseless(r"(?:data_?set|data|snapshot)_(?:version|id|hash|digest|revision)|version(?:_id)?")
_WRITES = frozenset({"dump", "write_text", "write", "copy", "copy2", "copyfile", "copytree", "to_parquet", "to_csv"})


def own_data_versions(repo: Repo) -> Iterator[Kept]:
    """Yield tables of versions, snapshots with their version written beside them, and functions that take a digest."""
    for program in programs(repo):
        if program.role is Role.OWN:
            yield from _tables(program)
            yield from _snapshots(program)
            yield from _digests(repo, program)


def _tables(program: Program) -> Iterator[Kept]:
    for item in program.file.classes:
        if _OWN_VERSIONS.search(item.name) and _keeps_versions(item):
            yield program.place_of(item), Hold.MANAGED, f"{item.name} keeps versions of data"


def _snapshots(program: Program) -> Iterator[Kept]:
    """Find functions that put data, or a list of it, aside under a version: ``snapshot_datasets(version_id)``."""
    for function in program.file.functions:
        if program.notebook or not _SNAPSHOT.search(function.name):
            continue
        writes = any(call.scope == function.name and call.last in _WRITES for call in program.file.calls)
        keys = (text.value for text in program.file.texts if text.scope == function.name)
        if writes and any(map(_VERSION_KEY.fullmatch, keys)):
            what = f"{function.name} puts data aside under a version"
            yield program.place_of(function), Hold.MANAGED, what


def _digests(repo: Repo, program: Program) -> Iterator[Kept]:
    hashed = {call.scope for call in program.file.calls if call.name.startswith("hashlib.")}
    for function in program.file.functions:
        named = function.name in hashed and _FINGERPRINT.search(function.name)
        if named and _in_training(repo, program, function):
            yield program.place_of(function), Hold.RECORDED, f"{function.name} takes a digest of the data"


def _in_training(repo: Repo, program: Program, function: Function) -> bool:
    """Tell whether a digest is taken on the way of training; of what a request brings it is for a cache."""
    path, last = training_path(repo), function.name.rpartition(".")[2]
    if not path:
        return True
    callers = [found.program.path for found in called(repo, last)]
    return (program.path in path and not callers) or any(caller in path for caller in callers)


def _keeps_versions(item: Class) -> bool:
    names = " ".join(attribute.name for attribute in item.attributes).lower()
    return bool(re.search(r"version|hash|checksum|digest|source_dataset|snapshot", names))
