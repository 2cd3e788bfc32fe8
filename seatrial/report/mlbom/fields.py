"""How do the nouns of a result become fields of CycloneDX?"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from seatrial.model import Place

Json: TypeAlias = dict[str, Any]

#: What hubs call licences that SPDX has an id for.
_SPDX = {
    name.lower(): name
    for name in (
        "Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "ISC", "Zlib", "Unlicense", "WTFPL",
        "CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-2.0", "CC-BY-NC-3.0",
        "CC-BY-NC-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-4.0", "ODbL-1.0", "PDDL-1.0",
        "ODC-By-1.0", "MPL-2.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "AFL-3.0", "Artistic-2.0", "BSL-1.0", "ECL-2.0",
        "OFL-1.1", "MS-PL", "PostgreSQL", "NCSA", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only",
        "AGPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later",
    )
}  # fmt: skip


def given(fields: Mapping[str, Any]) -> Json:
    """Return the fields without those that say nothing."""
    return {key: value for key, value in fields.items() if value not in ("", None, [], {}, ())}


def properties(*named: tuple[str, str]) -> list[Json]:
    """Return properties of our own, without those that say nothing."""
    return [{"name": f"seatrial:{name}", "value": value} for name, value in named if value]


def hashes(sha256: str, md5: str) -> list[Json]:
    """Return digests in the words of CycloneDX."""
    known = (("SHA-256", sha256), ("MD5", md5))
    return [{"alg": algorithm, "content": content} for algorithm, content in known if content]


def evidence(places: Iterable[Place | None]) -> Json:
    """Return where something stands."""
    found = [given({"location": place.path, "line": place.line or None}) for place in places if place]
    return {"occurrences": found} if found else {}


def licences(said: Iterable[str]) -> list[Json]:
    """Return licences by their SPDX id, where what is said is one, else by what is said."""
    return [{"license": {"id": _SPDX[one.lower()]} if one.lower() in _SPDX else {"name": one}} for one in said]
