"""Under which licence is the repository given out?"""

from seatrial.blueprint.project import origin_of
from seatrial.facts import fact
from seatrial.facts.documents.documents import readme
from seatrial.facts.project.dependencies import own_projects
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.project.project_record import Project
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_NAME = caseless(r"(?:[\w-]*[-_.])?(?:li[cs]en[cs]e|copying|unlicen[cs]e)(?:[-_.][\w.-]*)?")
_GRANTS = caseless(r"permission is hereby granted, free of charge|redistribution and use in source and binary forms")
_OF_OTHERS = caseless(r"third|depend|vendor|3rd|data")
_NO_TEXT = {".py", ".yml", ".yaml", ".json", ".toml", ".cfg", ".js", ".ts", ".sh", ".lock", ".csv"}

#: How people name a licence in a field that wants an identifier.
_SPOKEN = (
    (caseless(r"apache.*\b2"), "Apache-2.0"),
    (caseless(r"\bmit\b"), "MIT"),
    (caseless(r"\bbsd\b.*3|3.*\bbsd\b|new bsd"), "BSD-3-Clause"),
    (caseless(r"\bagpl|affero"), "AGPL-3.0-only"),
    (caseless(r"\bgpl.*3"), "GPL-3.0-only"),
    (caseless(r"proprietary|all rights reserved"), "LicenseRef-Proprietary"),
)

#: The first that matches wins: what a text must hold, every part of it, and the identifier of SPDX.
_TEXTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("gnu affero general public license", "version 3"), "AGPL-3.0-only"),
    (("gnu lesser general public license", "version 3"), "LGPL-3.0-only"),
    (("gnu lesser general public license", "version 2.1"), "LGPL-2.1-only"),
    (("gnu general public license", "version 3"), "GPL-3.0-only"),
    (("gnu general public license", "version 2"), "GPL-2.0-only"),
    (("apache license", "version 2.0"), "Apache-2.0"),
    (("mozilla public license", "2.0"), "MPL-2.0"),
    (("european union public licence",), "EUPL-1.2"),
    (("business source license",), "BUSL-1.1"),
    (("elastic license",), "Elastic-2.0"),
    (("community license",), "LicenseRef-Community"),
    (("open rail",), "LicenseRef-OpenRAIL"),
    (("openrail",), "LicenseRef-OpenRAIL"),
    (("creative commons attribution-noncommercial",), "CC-BY-NC-4.0"),
    (("attribution-noncommercial",), "CC-BY-NC-4.0"),
    (("attribution-sharealike",), "CC-BY-SA-4.0"),
    (("creative commons", "attribution"), "CC-BY-4.0"),
    (("cc0 1.0",), "CC0-1.0"),
    (("this is free and unencumbered software",), "Unlicense"),
    (("boost software license",), "BSL-1.0"),
    (("redistribution and use in source and binary forms", "neither the name"), "BSD-3-Clause"),
    (("redistribution and use in source and binary forms",), "BSD-2-Clause"),
    (("permission to use, copy, modify, and/or distribute this software",), "ISC"),
    (("permission is hereby granted, free of charge",), "MIT"),
    (("mit license",), "MIT"),
    (("all rights reserved",), "LicenseRef-Proprietary"),
    (("proprietary",), "LicenseRef-Proprietary"),
)


@dataclass(frozen=True, slots=True)
class LicenceFile(WholeFile):
    """A file that holds the text of a licence."""

    path: str
    spdx: str = ""  #: identifier of SPDX, or LicenseRef-...; "" when the text is not known

    @property
    def what(self) -> str:
        return f"the text of the licence {self.spdx}" if self.spdx else "a licence whose text is not a known one"


@fact
def licence_files(repo: Repo) -> tuple[LicenceFile, ...]:
    """Return the licence files of the owner, those at the root first; empty files are left out.

    What a template makes is under the licence of the template where it brings none of its own.
    """
    named = (path for path in repo.matching(_is_licence) if role(repo, path) in (Role.OWN, Role.DOCS))
    found = (_read(repo, path) for path in sorted(named, key=lambda path: (path.count("/"), path)))
    own = tuple(file for file in found if file is not None) or _in_readme(repo)
    template = origin_of(repo)
    return own if own or template is repo else licence_files(template)


def _in_readme(repo: Repo) -> tuple[LicenceFile, ...]:
    """Return the README where it holds the whole text of a licence, for want of a file of its own."""
    document = readme(repo)
    if document is None:
        return ()
    texts = (text for part in document.sections for text in (part.text, *(fence.text for fence in part.fences)))
    granted = next((text for text in texts if _GRANTS.search(text)), "")
    return (LicenceFile(document.path, spdx_of(granted)),) if granted else ()


@fact
def root_licences(repo: Repo) -> tuple[LicenceFile, ...]:
    """Return the licence files that cover the whole repository: at its root, or in the folder LICENSES."""
    return tuple(file for file in licence_files(repo) if "/" not in file.path or file.path.startswith("LICENSES/"))


@fact
def declared_licences(repo: Repo) -> tuple[Project, ...]:
    """Return the project metadata that names a licence."""
    return tuple(project for project in own_projects(repo) if project.licence)


def spdx_of(text: str) -> str:
    """Return the identifier of the licence whose text, or whose own title, this is; "" when it is not known."""
    words = " ".join(text[:6000].lower().split())
    heads = (words[:300], words)  # a licence may speak of others further down
    return next((spdx for head in heads for parts, spdx in _TEXTS if all(part in head for part in parts)), "")


def normal_expression(declared: str) -> str:
    """Return a declared licence as an expression of SPDX, ``MIT OR Apache-2.0``; "" when it is not one."""
    from license_expression import ExpressionError, get_spdx_licensing

    try:
        parsed = get_spdx_licensing().parse(declared, validate=True)
    except (ExpressionError, ValueError, AttributeError):
        return next((spdx for spoken, spdx in _SPOKEN if spoken.search(declared)), "")
    return str(parsed) if parsed is not None else ""


def _is_licence(path: str) -> bool:
    pure = posix(path)
    if pure.parent.name == "LICENSES":
        return True
    if _OF_OTHERS.search(pure.stem):
        return False
    return pure.suffix.lower() not in _NO_TEXT and _NAME.fullmatch(pure.name) is not None


def _read(repo: Repo, path: str) -> LicenceFile | None:
    try:
        text = repo.text(path)
    except Unreadable:
        return LicenceFile(path)
    return LicenceFile(path, spdx_of(text)) if text.strip() else None
