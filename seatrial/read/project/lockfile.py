"""Which exact packages does a lock file hold, and of which tool is it?"""

import re

from seatrial.model.counted import counted
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.project.lock_formats import PARSERS, LockedPackage
from seatrial.read.project.requirement import normal
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_FRONT_END = {"package-lock.json": "npm", "yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm", "bun.lock": "bun"}
_TABLES = {"uv.lock": "uv", "poetry.lock": "poetry", "pdm.lock": "pdm", "cargo.lock": "cargo"}


@dataclass(frozen=True, slots=True)
class Lock(WholeFile):
    """A lock file. The packages of a front-end lock are left out: nothing here asks for them."""

    path: str
    tool: str  #: "uv", "poetry", "pdm", "pylock", "pipenv", "conda-lock", "pixi", "pip-compile", "cargo", "npm", ...
    packages: tuple[LockedPackage, ...] = ()
    front_end: bool = False

    @property
    def python(self) -> bool:
        """Whether it locks Python packages, and not those of a part in another language."""
        return not self.front_end and self.tool != "cargo"

    @property
    def what(self) -> str:
        if self.front_end:
            return f"a lock file of {self.tool} for the front end"
        return f"a lock file of {self.tool} with {counted(len(self.packages), 'package')}"

    def version(self, name: str) -> str:
        """Return the version that is locked for a distribution, "" when it is not in the lock."""
        wanted = normal(name)
        return next((package.version for package in self.packages if package.name == wanted), "")


def lock_tool(path: str) -> str:
    """Return the tool that writes a lock file of this name, "" when the name is no lock file's."""
    name = posix(path).name.lower()
    if name in _FRONT_END or name in _TABLES:
        return _FRONT_END.get(name) or _TABLES[name]
    if re.fullmatch(r"pylock(\.[\w.-]+)?\.toml", name):
        return "pylock"
    if re.fullmatch(r"([\w.-]*[.-])?conda-lock\.ya?ml|conda([.-][\w.-]+)?\.lock", name):
        return "conda-lock"
    return {"pipfile.lock": "pipenv", "pixi.lock": "pixi"}.get(name, "")


def read_lock(path: str, data: bytes) -> Lock:
    """Parse a lock file by its name. A lock of a project without dependencies holds no package.

    Raises ``Unreadable`` where packages are spoken of and none is understood.
    """
    tool = lock_tool(path)
    if tool in _FRONT_END.values():
        return Lock(path, tool, front_end=True)
    text = decode(data)
    packages = tuple(PARSERS[tool](text)) if tool in PARSERS else ()
    if not packages and "package" in text:
        raise Unreadable("no locked package was understood")
    return Lock(path, tool, packages)


LOCK = Reader("lock", 2, read_lock, limit=30_000_000)
