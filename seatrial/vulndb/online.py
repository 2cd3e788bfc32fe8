"""What does the service of OSV say about packages at their versions? (https://google.github.io/osv.dev/api)"""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from seatrial.model.advisories import Advisories, Advisory
from seatrial.model.grouped import grouped
from seatrial.vulndb.https import pieces
from seatrial.vulndb.osv_entry import advisories
from seatrial.vulndb.problem import AdvisoryError

SERVICE = "https://api.osv.dev"
NAME = "the OSV service"
_BATCH = 500  #: packages of one question; the service takes 1,000
_ENTRIES = 2_000  #: that are asked for one by one
_MOST = 20_000_000  #: bytes of one answer
_SECONDS = 300.0  #: for all questions together

Package: TypeAlias = tuple[str, str]  #: name, version


def ask(packages: Iterable[Package], service: str | None = None) -> Advisories:
    """Ask OSV's service, or another of its form, about packages; their names and versions go there.

    What it does not answer is left out of ``asked``, so that nobody calls it clean. Raises ``AdvisoryError`` when it
    cannot be reached at all, or answers something else.
    """
    service, end = service or SERVICE, time.monotonic() + _SECONDS
    named: dict[Package, tuple[str, ...]] = {}
    for group in _groups(sorted(set(packages))):
        named |= _numbers(group, service)
    entries: dict[str, Any] = {}
    for number in sorted({one for numbers in named.values() for one in numbers})[:_ENTRIES]:
        if time.monotonic() < end:
            entries[number] = _entry(number, service)
    answered = {package: numbers for package, numbers in named.items() if all(map(entries.get, numbers))}
    found = {name: _of_package(name, answered, entries) for name, _ in answered}
    count = sum(len(of) for of in found.values())
    asked = frozenset(f"{name}=={version}" for name, version in answered)
    return Advisories(NAME, datetime.now(tz=UTC).date(), "", count, 0, found, asked)


def _groups(packages: Sequence[Package]) -> Iterator[Sequence[Package]]:
    for start in range(0, len(packages), _BATCH):
        yield packages[start : start + _BATCH]


def _numbers(group: Sequence[Package], service: str) -> dict[Package, tuple[str, ...]]:
    """Return the numbers of the entries about each package; one whose list goes on elsewhere is not answered."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in group]
    answer = _json_from(f"{service}/v1/querybatch", json.dumps({"queries": queries}).encode())
    try:
        results = answer["results"]
        pairs = [(package, one or {}) for package, one in zip(group, results, strict=True)]
        return {
            package: tuple(str(hole["id"]) for hole in one.get("vulns") or ())
            for package, one in pairs
            if not one.get("next_page_token")
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AdvisoryError(f"{service} does not answer as OSV does") from None


def _entry(number: str, service: str) -> Any:
    """Return one entry; None when it cannot be had."""
    try:
        return _json_from(f"{service}/v1/vulns/{urllib.parse.quote(number, safe='')}")
    except AdvisoryError:
        return None


def _of_package(name: str, answered: dict[Package, tuple[str, ...]], entries: dict[str, Any]) -> tuple[Advisory, ...]:
    """Return the entries about a package, each with the versions of ours for which the service named it."""
    ours = ((version, numbers) for (package, version), numbers in answered.items() if package == name)
    versions = grouped((number, version) for version, numbers in ours for number in numbers)
    return tuple(
        replace(advisory, versions=(*advisory.versions, *held))
        for number, held in versions.items()
        for advisory in _said(name, entries[number])
    )


def _said(name: str, entry: Any) -> list[Advisory]:
    """Return what an entry says about a package; the bare number when its own words cannot be read."""
    try:
        found = [advisory for package, advisory in advisories(entry) if package == name]
    except (ValueError, TypeError, KeyError, AttributeError):
        found = []
    number = str(entry.get("id", "")) if isinstance(entry, dict) else ""
    return found or (
        [] if isinstance(entry, dict) and entry.get("withdrawn") else [Advisory(number or "an entry of OSV")]
    )


def _json_from(address: str, body: bytes | None = None) -> Any:
    kind = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(address, data=body, headers=kind)  # noqa: S310 -- asked of `pieces`
    try:
        return json.loads(b"".join(pieces(request, _MOST, _SECONDS)))
    except (ValueError, RecursionError):
        raise AdvisoryError(f"{address} does not answer in JSON") from None
