"""What do files of settings name to be made, as ``_target_: pkg.models.Net``, or to be imported for it?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts import fact
from seatrial.model.record import dataclass
from seatrial.read.posix_path import is_yaml
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_NAMED = regex(
    r"\b(_target_|class_path|operationId(?=:[ \t]*[\"']?\w+\.)|x-(?:openapi|swagger)-router-controller)"
    r":[ \t]*[\"']?([\w.]+)"
    r"|\b(py_modules):[ \t]*(?:\n[ \t]*)?[\[-]?[ \t]*[\"']?([\w./]+)"
)
_LIMIT = 200_000  #: bytes of a file of settings that is read


@dataclass(frozen=True, slots=True)
class SettingsTarget:
    """One thing that is made by its name."""

    path: str  #: of the settings
    key: (
        str  #: ``_target_`` of Hydra, ``class_path`` of Lightning, ``operationId`` of Connexion, ``py_modules`` of Jina
    )
    name: str  #: dotted, as written


@fact
def settings_targets(repo: Repo) -> tuple[SettingsTarget, ...]:
    """Return what the owner's YAML names, in the order of files and lines; what cannot be read names nothing."""
    own = own_paths(repo, is_yaml)
    return tuple(repo.texts(_in_file, own, _LIMIT))


def _in_file(path: str, text: str) -> Iterator[SettingsTarget]:
    for key, name, gathers, module in _NAMED.findall(text):
        yield SettingsTarget(path, key or gathers, name or _dotted(path, module))


def _dotted(path: str, module: str) -> str:
    """Return a module by its dotted name; it may be named as a file beside the settings."""
    if not module.endswith(".py"):
        return module
    return normpath(join(dirname(path), module)).removesuffix(".py").replace("/", ".")
