"""Which models, data sets and frameworks does a repository consist of, as a CycloneDX ML-BOM?

CycloneDX 1.6 in JSON. Serial number and time come from the content and the day of judgement, so that the same result
gives the same bytes. What the repository does not state is left out; what CycloneDX has no field for stands in
properties called ``seatrial:...``.
"""

import uuid
from collections.abc import Iterable

from seatrial.model.models import Metric, Models
from seatrial.model.result import Report
from seatrial.report.mlbom.components import Part, parts
from seatrial.report.mlbom.fields import Json, given, properties
from seatrial.report.printable import without_surrogates
from seatrial.report.stored import Plain, canonical

_ROOT = "repository"  #: the reference of the audited repository itself


def to_mlbom(report: Report) -> bytes:
    """Return the inventory of a result's models as CycloneDX 1.6."""
    held = report.models
    found = parts(held)
    document: Json = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": _metadata(report),
        "components": [part.component for part in found],
        "dependencies": _dependencies(found),
        "compositions": [{"aggregate": _aggregate(held), "assemblies": [_ROOT]}],
    }
    clean = _clean(document)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, canonical(clean).decode("ascii"))
    return canonical({**clean, "serialNumber": serial.urn})


def _metadata(report: Report) -> Json:
    subject, held = report.subject, report.models
    untold = [(f"figure:{one.name}", _where(one)) for path, one in held.metrics if not path]
    return given(
        {
            "timestamp": f"{subject.as_of.isoformat()}T00:00:00Z",
            "lifecycles": [{"phase": "pre-build"}],
            "tools": {"components": [{"type": "application", "name": "seatrial", "version": report.tool.version}]},
            "component": given(
                {
                    "type": "application",
                    "bom-ref": _ROOT,
                    "name": subject.name or _ROOT,
                    "version": subject.commit,
                    "properties": properties(
                        ("changed-since-commit", "true" if subject.dirty else ""),
                        *(("note", note) for note in subject.notes),
                        *untold,
                    ),
                }
            ),
            "properties": properties(("left-out", str(held.left_out or ""))),
        }
    )


def _where(one: Metric) -> str:
    return f"{one.value} ({one.place.path})" if one.place else one.value


def _dependencies(found: Iterable[Part]) -> list[Json]:
    found = tuple(found)
    known = {part.ref for part in found}
    root: Json = given({"ref": _ROOT, "dependsOn": sorted(known)})
    return [root, *(given({"ref": part.ref, "dependsOn": sorted(known.intersection(part.needs))}) for part in found)]


def _aggregate(held: Models) -> str:
    """Say how complete the inventory is: what a variable names at run time, nobody can list."""
    missing = held.left_out or any(not (file.sha256 or file.md5) for file in held.files)
    return "incomplete" if missing else "unknown"


def _clean(document: Json) -> dict[str, Plain]:
    """Return a document that every parser takes: a byte of a name that is no UTF-8 stands escaped."""
    return {key: _plain(value) for key, value in document.items()}


def _plain(value: object) -> Plain:
    match value:
        case str():
            return without_surrogates(value)
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case int() | float() | None:
            return value
        case _:
            raise TypeError(f"an inventory holds no {type(value).__name__}")
