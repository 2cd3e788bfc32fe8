"""Does a runtime of models report to its maker what it runs, since nobody told it not to?

onnxruntime does so from 1.29.0 on in its own wheels for Linux and macOS, by HTTPS and with a number that it keeps for
the machine, unless a variable is set before it is imported (docs/Privacy.md and core/platform/telemetry_environment.h
of its source; looked up on 2026-11-26, and seen in the library of 1.32.0). On Windows the system collects it.
"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.project.held_packages import Held, Scope, held_packages
from seatrial.model import Evidence
from seatrial.repo import Repo, own_paths

_PACKAGES = frozenset({"onnxruntime", "onnxruntime-gpu"})
_FIRST = (1, 29)
_SWITCHES = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
#: Names and endings of files that may set a variable for what runs.
_NAMES = ("dockerfile", "containerfile", ".env", "makefile", "procfile")
_ENDS = (".py", ".sh", ".yml", ".yaml", ".toml", ".tf", ".json", ".env", ".conf", ".service")
_LIMIT = 200_000  #: bytes of a file that are searched


@fact
def runtime_reports(component: Component) -> tuple[Evidence, ...]:
    """Return the runtimes, held at a version that reports, that the component runs on and that nothing silences."""
    own = (one for one in held_packages(component.repo) if one.place.path in component)
    held = [one for one in own if one.scope is Scope.RUNTIME and _reports(one)]
    if not held or _silenced(component.repo):
        return ()
    silent = f"{_SWITCHES[0]} is set nowhere"
    return tuple(
        Evidence(one.place, f"{one.name} {one.version} reports to Microsoft what it runs: {silent}") for one in held
    )


def _reports(one: Held) -> bool:
    if one.name not in _PACKAGES:
        return False
    parts = one.version.split(".")[:2]
    return all(part.isdecimal() for part in parts) and tuple(map(int, parts)) >= _FIRST


def _silenced(repo: Repo) -> bool:
    return any(_is_set_in(repo, path) for path in own_paths(repo, _may_set))


def _may_set(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.startswith(_NAMES) or name.endswith((*_ENDS, *_NAMES))


def _is_set_in(repo: Repo, path: str) -> bool:
    text = repo.text_or_empty(path, _LIMIT)
    return any(switch in text for switch in _SWITCHES)
