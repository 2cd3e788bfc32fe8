"""``seatrial doctor``: what of this machine does seatrial use, and what is missing?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ..asked import day
from ..exits import Ended, Exit, Refused, worst
from ..options import Colored, ConfigFile, manner
from ..streams import glyphs, show

#: What only some answers need, and what is unknown without it.
_OPTIONAL = (
    ("onnx", "structure of ONNX models"),
    ("onnxruntime", "speed and memory of ONNX models"),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at, and the exit code that an audit would have because of it."""

    name: str
    told: str
    code: Exit = Exit.PASSED
    lacking: bool = False  #: it is not there, and an audit does without


def doctor(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="Look for the configuration in this folder.")] = ".",
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:
    """Check that this machine can audit.

    Python, git, packages, scanners, plugins and the configuration that an audit here would use.
    """
    from seatrial.report.terminal.lines import Span, line

    how = manner(context).but(color=color, config=config)
    found = tuple(_examined(path, how.config))
    signs = glyphs()
    rows = []
    for one in found:
        sign, style = (signs.failed, "bad") if one.code else (signs.passed, "good")
        sign, style = (signs.unknown, "unknown") if one.lacking else (sign, style)
        rows.append(line(Span(f"{sign} ", style), f"{one.name:14} {one.told}", hang=17))
    show(rows, how.color)
    code = worst(one.code for one in found)
    return Ended(code, "error") if code else None


def _examined(path: str, config: str | None) -> Iterator[Examined]:
    import platform

    from seatrial import __version__

    yield Examined("seatrial", __version__)
    yield Examined("python", f"{platform.python_version()} ({platform.python_implementation()}, {platform.machine()})")
    yield _git()
    for package, use in _OPTIONAL:
        yield _package(package, use)
    yield from _scanners()
    yield _vulnerabilities()
    yield from _plugins()
    yield _configuration(path, config)


def _vulnerabilities() -> Examined:
    from seatrial.rubric import load
    from seatrial.vulndb.kept import kept
    from seatrial.vulndb.problem import AdvisoryError

    if not kept().is_file():
        what = "no data is kept: known vulnerabilities are unknown (seatrial vulndb update)"
        return Examined("vulnerabilities", what, lacking=True)
    from seatrial.vulndb.sources import read

    try:
        data = read(kept())
    except AdvisoryError as error:
        return Examined("vulnerabilities", str(error), Exit.USAGE)
    doubt = data.doubt(day(None), load().table.vulnerability_data_days)
    return Examined("vulnerabilities", doubt or f"data of {data.date}", lacking=bool(doubt))


def _git() -> Examined:
    from seatrial.repo.git_process import NoGit, Question

    try:
        version = Question(Path.cwd(), ("--version",)).answer().decode("utf-8", "replace")
    except NoGit as error:
        why = str(error).removeprefix("git ")
        return Examined("git", f"{why}: history, commits and ignored files are unknown", lacking=True)
    return Examined("git", version.strip().removeprefix("git version "))


def _package(name: str, use: str) -> Examined:
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    if find_spec(name) is None:
        return Examined(name, f"not installed: {use} are unknown", lacking=True)
    try:
        return Examined(name, version(name))
    except PackageNotFoundError:
        return Examined(name, "installed, version unknown")


def _scanners() -> Iterator[Examined]:
    from seatrial.scanners.tried import tried

    for scan in tried():
        state = f"{scan.failed}: what only it sees is unknown" if scan.failed else scan.version
        yield Examined(scan.scanner, state, lacking=bool(scan.failed))


def _plugins() -> Iterator[Examined]:
    from seatrial.judging.registry import RegistryError, load_checks

    try:
        registry = load_checks()
    except RegistryError as error:
        yield Examined("checks", str(error), Exit.USAGE)
        return
    yield Examined(
        "checks", f"{len(registry.checks)} in {len({one.dimension for one in registry.checks.values()})} dimensions"
    )
    for broken in registry.broken:
        yield Examined("plugin", broken, Exit.INTERNAL)


def _configuration(path: str, config: str | None) -> Examined:
    from seatrial.config import ConfigError
    from seatrial.judging.registry import RegistryError

    from .config import configuration

    try:
        found = configuration(path, config)
    except (ConfigError, RegistryError, Refused) as error:
        return Examined("configuration", str(error), Exit.USAGE)
    return Examined("configuration", found.path or "none found: the defaults hold")
