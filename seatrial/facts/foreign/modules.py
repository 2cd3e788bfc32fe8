"""Which file does an import of TypeScript, JavaScript or Go stand for?"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.project.package_json import PACKAGE_JSON
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ENDINGS = (".ts", ".js", ".mjs", ".mts", ".cjs", ".cts", ".tsx", ".jsx")
_COMPILED = regex(r"\.(?:[mc]?js)$")
#: Beginnings by which a project calls its own folders: ``@/lib/auth``, ``~/server``, ``$lib/auth``, ``#imports``.
_ALIAS = regex(r"(?:[@~#]/?|\$)(?P<rest>(?<=/).+|lib/.+|src/.+|app/.+|server/.+)")
_MODULE = regex(r"^module\s+(\S{1,200})\s*$", re.MULTILINE)
_DEEPEST = 8  #: folders above a file that an alias may begin in


@dataclass(frozen=True, slots=True)
class Modules:
    """Finds the files that imports name."""

    paths: frozenset[str]
    packages: Mapping[str, str]  #: folders of packages of the repository, by their names
    go: tuple[tuple[str, str], ...]  #: names of modules of Go, with their folders

    def javascript(self, module: str, path: str) -> str:
        """Return the file that a module stands for in a file, "" for what is installed."""
        places = self._placed(module, path)
        return next((found for place in places if (found := self._file(place))), "")

    def _placed(self, module: str, path: str) -> Iterator[str]:
        folder = posixpath.dirname(path)
        if module.startswith("."):
            yield posixpath.normpath(posixpath.join(folder, module))
            return
        if alias := _ALIAS.fullmatch(module):
            for above in [str(one) for one in posix(path).parents][:_DEEPEST]:
                for inner in ("", "src", "app"):
                    yield posixpath.normpath(posixpath.join(above, inner, alias["rest"]))
        name = "/".join(module.split("/")[: 2 if module.startswith("@") else 1])
        if name in self.packages:
            rest = module[len(name) :].lstrip("/")
            for inner in ("", "src"):
                yield posixpath.normpath(posixpath.join(self.packages[name], inner, rest))
        elif module.startswith(("src/", "app/", "lib/", "server/")):
            for above in [str(one) for one in posix(path).parents][:_DEEPEST]:
                yield posixpath.normpath(posixpath.join(above, module))

    def _file(self, place: str) -> str:
        if place in self.paths and place.endswith(_ENDINGS):
            return place
        bare = _COMPILED.sub("", place)
        tried = (f"{stem}{end}" for stem in (place, bare) for end in _ENDINGS)
        inside = (f"{place}/index{end}" for end in _ENDINGS)
        return next((path for path in (*tried, *inside) if path in self.paths), "")

    def of_go(self, module: str) -> str | None:
        """Return the folder of a package of Go, None for one of others."""
        for name, folder in self.go:
            if module == name or module.startswith(f"{name}/"):
                return posixpath.normpath(posixpath.join(folder, module[len(name) :].lstrip("/"))).removeprefix(".")
        return None


@fact
def modules(repo: Repo) -> Modules:
    """Return what finds files by imports."""
    manifests = repo.matching(lambda path: posixpath.basename(path) == "package.json" and "node_modules" not in path)
    packages = {one.name: posixpath.dirname(one.path) for one in repo.records(PACKAGE_JSON, manifests) if one.name}
    named = ((path, repo.text_or_empty(path, 100_000)) for path in repo.matching(_is_go_module))
    go = ((found[1], posixpath.dirname(path)) for path, text in named if (found := _MODULE.search(text)))
    return Modules(frozenset(repo.paths), MappingProxyType(packages), tuple(sorted(go, key=lambda one: -len(one[0]))))


def _is_go_module(path: str) -> bool:
    return posixpath.basename(path) == "go.mod"
