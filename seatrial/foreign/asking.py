"""What does another tool say about these files? It is given copies, and whatever it does is told in its report."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from seatrial.foreign.places import Paths
from seatrial.foreign.problem import ForeignError
from seatrial.foreign.sarif import report_of, runs_of
from seatrial.foreign.tools import Installed
from seatrial.model import Place
from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.read.regex import regex
from seatrial.scanners.handed import FILES, Handed
from seatrial.scanners.process import Output, Running
from seatrial.scanners.program import NotAssessed

_COPY = regex(rf"(?:{FILES}/)?(\d{{1,9}}/[A-Za-z0-9_.\-]{{1,100}})")
#: What a tool puts behind a path: a position, a member of an archive.
_BEHIND = (" (", ":", "/", "!")


def ask(asked: Installed, hand: Callable[[Handed], None]) -> tuple[ForeignReport, tuple[str, ...]]:
    """Return what a tool says, and the files that it was given. Never raises for what the tool does."""
    tool = asked.tool
    silent = ForeignReport(tool.name, asked.program.version, "", "")
    try:
        with tempfile.TemporaryDirectory(prefix="seatrial-", ignore_cleanup_errors=True) as made:
            folder = Path(made).resolve()
            handed = Handed(folder / FILES)
            hand(handed)
            missed, given = tuple(handed.missed), tuple(sorted(handed.paths.values()))
            if not given:
                return replace(silent, missed=missed), ()
            heard = _heard(asked, _output(asked, handed, folder), handed)
            return replace(heard, missed=missed), given
    except NotAssessed as error:
        return replace(silent, failed=str(error)), ()
    except OSError as error:
        return replace(silent, failed=f"its files cannot be written: {error.strerror or 'no reason given'}"), ()


def _output(asked: Installed, handed: Handed, folder: Path) -> Output:
    running = Running((asked.program.path, *asked.tool.arguments(handed)), folder, asked.tool.conditions)
    try:
        output = running.output()
    finally:
        running.stop()  # whoever interrupts us ends it too
    if output.code not in asked.tool.ends:
        raise NotAssessed(f"it ended with exit {output.code}")
    return output


def _heard(asked: Installed, output: Output, handed: Handed) -> ForeignReport:
    """Read an answer; paths of copies in it become those of the files."""
    try:
        runs = runs_of("its answer", output.told)
        run = _renamed(runs[0], handed)
    except (ForeignError, IndexError, RecursionError):
        raise NotAssessed("its answer is no SARIF 2.1.0") from None
    if not isinstance(run, dict):
        raise NotAssessed("its answer holds no run")
    report = report_of(run, Paths(str(handed.folder), frozenset()))
    return replace(
        report,
        tool=asked.tool.name,
        version=report.version or asked.program.version,
        findings=tuple(_placed(one, handed.paths) for one in report.findings),
        partial=_is_partial(run),
    )


def _renamed(node: Any, handed: Handed) -> Any:
    """Return a part of an answer whose texts name the files instead of their copies; addresses stay for later."""
    match node:
        case str():
            text = node.replace(f"{handed.folder}/", f"{FILES}/")
            return _COPY.sub(lambda found: handed.paths.get(found[1], found[0]), text)
        case dict():
            return {key: item if key == "uri" else _renamed(item, handed) for key, item in node.items()}
        case list():
            return [_renamed(item, handed) for item in node]
        case _:
            return node


def _placed(finding: ForeignFinding, paths: Mapping[str, str]) -> ForeignFinding:
    """Return a finding at the file behind the copy that it names; nowhere, when it names none that was given."""
    if finding.place is None:
        return finding
    copy = finding.place.path.removeprefix(f"{FILES}/")
    if copy not in paths:
        copy = next((one for one in paths if copy.startswith(tuple(f"{one}{mark}" for mark in _BEHIND))), "")
    if not copy:
        return replace(finding, place=None)
    return replace(finding, place=Place(paths[copy], finding.place.line), there=True)


def _is_partial(run: Mapping[str, Any]) -> bool:
    """Tell whether a tool says itself that its answer is not whole."""
    held = run.get("invocations")
    first = held[0] if isinstance(held, list) and held and isinstance(held[0], dict) else {}
    return first.get("executionSuccessful") is False
