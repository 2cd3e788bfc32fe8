"""What is one declared dependency, and how tightly is its version held?"""

import re
from dataclasses import replace
from enum import StrEnum

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

#: What most people write: plain numbers, no marker, no address. It is read here, since packaging is slow to import.
_PLAIN = regex(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*+(?:\[([A-Za-z0-9]+(?:[ ]*,[ ]*[A-Za-z0-9]+)*)\])?+[ \t]*+"
    r"((?:(?:==|>=|<=|!=|<|>)[ \t]*[0-9]+(?:\.[0-9]+)*[ \t]*(?:,[ \t]*(?!$)|$))*)"
)
_SEPARATORS = regex(r"[-_.]+")
_LOOSE = regex(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*([^;#]*)(?:;(.*))?")
_EXACT = regex(r"===?\s*[^*,\s]+")
_COMMIT = regex(r"@[0-9a-f]{7,64}(?:$|[#?&])")
_ARCHIVE = regex(r"\.(?:whl|tar\.gz|zip|tar\.bz2|conda)(?:$|[#?])")


class Pin(StrEnum):
    """How tightly a version is held."""

    EXACT = "exact"  #: one version, one commit, or one archive
    BOUNDED = "bounded"  #: an upper limit: <2, ~=1.4, ==1.*
    LOWER = "lower"  #: only a lower limit, or an exclusion
    FREE = "free"  #: no version at all, or a branch
    LOCAL = "local"  #: a file of the machine that wrote it: ``@ file:///home/...``


@dataclass(frozen=True, slots=True)
class Requirement:
    """One dependency as its manifest declares it."""

    name: str  #: normalised: lower case, single hyphens
    written: str  #: as it stands, at most 200 characters
    line: int = 0
    specifier: str = ""  #: in the form of PEP 440, whatever the manifest's own form is
    marker: str = ""
    extras: tuple[str, ...] = ()
    url: str = ""  #: direct reference: an archive, a repository, a folder
    hashed: bool = False
    group: str = ""  #: "" for what the software needs to run, else the name of the group or extra

    @property
    def pin(self) -> Pin:
        """How tightly the version is held."""
        if self.url:
            return _pin_of_address(self.url)
        parts = [part.strip() for part in self.specifier.split(",") if part.strip()]
        if any(_EXACT.fullmatch(part) for part in parts):
            return Pin.EXACT
        if any(part.startswith(("<", "~=", "==", "===")) for part in parts):
            return Pin.BOUNDED
        return Pin.LOWER if parts else Pin.FREE

    @property
    def version(self) -> str:
        """The one version that is allowed, "" when there are several."""
        exact = next((part for part in self.specifier.split(",") if _EXACT.fullmatch(part.strip())), "")
        return exact.strip().lstrip("=").strip()

    @property
    def lower(self) -> bool:
        """Whether a lower limit is given, as a library should."""
        return any(part.strip().startswith((">", "~=", "==")) for part in self.specifier.split(","))


def parsed(text: str, line: int = 0, group: str = "") -> Requirement | None:
    """Read a requirement of PEP 508, or what people write in its place; None when it has no name."""
    written = text.strip()[:200]
    if match := _PLAIN.fullmatch(text.strip()):
        name, extras, clauses = match[1], _parts_of_list(match[2]), _parts_of_list(match[3])
        return Requirement(normal(name), written, line, ",".join(clauses), "", extras, group=group)
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        found = Parsed(text.strip())
    except (InvalidRequirement, ValueError, RecursionError):
        return _loosely_parsed(text, written, line, group)
    return Requirement(
        normal(found.name),
        written,
        line,
        str(found.specifier),
        str(found.marker or ""),
        tuple(sorted(found.extras)),
        found.url or "",
        group=group,
    )


def normal(name: str) -> str:
    """Return a name of a distribution as indexes compare it: ``Scikit_Learn`` is ``scikit-learn``."""
    return _SEPARATORS.sub("-", name.strip()).lower()


def in_group(requirement: Requirement, group: str) -> Requirement:
    """Return the requirement as a member of a group."""
    return replace(requirement, group=group)


def _loosely_parsed(text: str, written: str, line: int, group: str) -> Requirement | None:
    match = _LOOSE.match(text)
    if match is None:
        return None
    name, extras, specifier, marker = (part or "" for part in match.groups())
    url = specifier.removeprefix("@").strip() if specifier.startswith("@") else ""
    if not url and specifier and not specifier.lstrip("( ").startswith(("<", ">", "=", "!", "~")):
        return None
    specifier = "" if url else re.sub(r"[\s()]", "", specifier)
    return Requirement(normal(name), written, line, specifier, marker.strip(), _parts_of_list(extras), url, group=group)


def _parts_of_list(text: str | None) -> tuple[str, ...]:
    """Return the parts of a list, sorted and without the blanks in them."""
    return tuple(sorted({"".join(part.split()) for part in (text or "").split(",")} - {""}))


def _pin_of_address(url: str) -> Pin:
    if url.startswith("file:") or re.match(r"[A-Za-z]:[\\/]|/", url):
        return Pin.LOCAL
    return Pin.EXACT if _COMMIT.search(url) or _ARCHIVE.search(url) else Pin.FREE
