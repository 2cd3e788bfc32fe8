"""What does ``seatrial init`` write on the first day, and what does it say about it?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .asked import day
from .exits import Refused
from .options import Manner
from .streams import progress, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seatrial.report.lines import Line


def adopt(root: Path, platforms: "Sequence[str]", how: Manner, *, baseline: bool, ask: bool) -> None:
    """Show the files of a first day, ask on a terminal, and write them all or none."""
    from seatrial.config import NAMES, template
    from seatrial.drafts.drafts import Occupied, write
    from seatrial.drafts.pipelines import pipeline
    from seatrial.gate.baseline import NAME

    from .config import configuration
    from .subject import opened

    opened(str(root))
    _known(platforms)
    found = configuration(str(root), None)
    if found.path and not (platforms or baseline):
        raise Refused(f"there is a configuration already: {found.path}")
    listed = NAME if baseline else ""
    files = {} if found.path else {NAMES[0]: template(listed)}
    then = [f"fill in {NAMES[0]}, then run seatrial audit"] if files else []
    for name in platforms:
        made, left = pipeline(name, root, baseline=baseline or bool(found.gate.baseline))
        files |= made
        then.append(f"{name}: {left}")
    if baseline:
        files[NAME] = _baseline(root, how)
        if found.path and found.gate.baseline != NAME:
            then.append(f"name the baseline in {found.path}:  gate: {{baseline: {NAME}}}")
    _show(files, how)
    if ask and not _agreed():
        show([_plain("nothing was written")], how.color)
        return
    try:
        write(root, files)
    except Occupied as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"cannot write {error.filename or root}: {error.strerror or error}") from None
    show([*(_plain(f"wrote {root / file}") for file in files), *map(_plain, then)], how.color)


def _known(platforms: "Sequence[str]") -> None:
    from seatrial.config.problem import nearest
    from seatrial.drafts.pipelines import PLATFORMS

    for name in platforms:
        if name not in PLATFORMS:
            raise Refused(f"there is no platform {name!r}{nearest(name, PLATFORMS)} (there are {', '.join(PLATFORMS)})")


def _baseline(root: Path, how: Manner) -> str:
    from seatrial.audit import audit
    from seatrial.gate.baseline import baseline_of, to_json
    from seatrial.registry import load_checks

    from .subject import configured, opened

    snapshot, checks, today = opened(str(root)), load_checks().checks, day(None)
    config = configured(snapshot, how.config, today, checks.values())
    with progress(how) as watched:
        report = audit(snapshot, config=config, as_of=today, checks=checks, progress=watched)
    return to_json(baseline_of(report)).decode()


def _show(files: "Mapping[str, str]", how: Manner) -> None:
    from seatrial.gate.baseline import NAME, from_json
    from seatrial.report.lines import Line, Span, line

    rows: list[Line] = []
    for file, text in files.items():
        rows.append(line(Span(file, "heading")))
        if file == NAME:
            rows.append(_plain(f"{len(from_json(text.encode()).findings)} findings that are known from now on"))
        else:
            rows += [line(Span(f"+ {row}", "good")) for row in text.splitlines()]
        rows.append(line())
    show(rows, how.color)


def _plain(text: str) -> "Line":
    from seatrial.report.lines import line
    from seatrial.report.printable import shown

    return line(shown(text))


def _agreed() -> bool:
    """Ask where somebody can answer; who runs it from a script is not asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return input("write it? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False
