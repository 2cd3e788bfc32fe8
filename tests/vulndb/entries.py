"""Entries of the OSV format, as tests need them."""

from typing import Any


def entry(number: str, package: str, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Return an entry about one range of one package."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": package},
        "ranges": [{"type": "ECOSYSTEM", "events": [{kind: version} for kind, version in events]}],
        "versions": more.pop("versions", []),
    }
    return {
        "id": number,
        "modified": "2026-06-20T10:00:00Z",
        "summary": f"about {package}",
        "affected": [affected],
        **more,
    }
