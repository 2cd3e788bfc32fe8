"""Which patients stand in a file of FHIR resources, a bundle or the lines of a bulk export?"""

import json
from collections.abc import Iterator
from typing import Any

_MARK = b'"resourceType"'
_MOST = 5_000  #: resources of one file that are looked at


def fhir_patients(path: str, data: bytes) -> tuple[int, ...]:
    """Return the line of each patient with a family name and a day of birth, 0 where lines tell nothing.

    Patients of Synthea, which nobody is, are left out: the file names their maker.
    """
    if _MARK not in data or b"synthea" in data.lower():
        return ()
    numbered = _lines(data) if path.lower().endswith((".ndjson", ".jsonl")) else ((0, one) for one in _resources(data))
    return tuple(line for _, (line, one) in zip(range(_MOST), numbered, strict=False) if _is_known(one))


def _lines(data: bytes) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if _MARK in line:
            yield from ((number, one) for one in _resources(line))


def _resources(data: bytes) -> Iterator[Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return
    entries = document.get("entry") if isinstance(document, dict) else document
    for entry in entries if isinstance(entries, list) else [document]:
        yield entry.get("resource", entry) if isinstance(entry, dict) else None


def _is_known(resource: Any) -> bool:
    if not isinstance(resource, dict) or resource.get("resourceType") != "Patient" or not resource.get("birthDate"):
        return False
    names = resource.get("name")
    return any(isinstance(name, dict) and name.get("family") for name in (names if isinstance(names, list) else ()))
