"""How are the files of a first day shown, agreed on and written?"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .asked import day
from .consent import agreed
from .exits import Refused
from .options import Manner
from .streams import show

if TYPE_CHECKING:
    from seatrial.gate.baseline import Baseline
    from seatrial.report.terminal.lines import Line


def adopt(root: Path, platforms: Sequence[str], how: Manner, *, baseline: bool, ask: bool) -> None:
    """Show the files of a first day, ask on a terminal, and write them all or none."""
    from seatrial.drafts.drafts import Occupied, write
    from seatrial.drafts.first_day import first_day

    from .commands.config import configuration

    _known(platforms)
    found = configuration(str(root), None)
    if found.path and not (platforms or baseline):
        raise Refused(f"there is a configuration already: {found.path}")
    planned = first_day(root, found, platforms, _baseline(root, how) if baseline else None)
    show(_shown(planned.files), how.color)
    if ask and not agreed():
        show([_plain("nothing was written")], how.color)
        return
    try:
        write(root, dict(planned.files))
    except Occupied as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"cannot write {error.filename or root}: {error.strerror or error}") from None
    show([*(_plain(f"wrote {root / file}") for file in planned.files), *map(_plain, planned.then)], how.color)


def _known(platforms: Sequence[str]) -> None:
    from seatrial.config.problem import nearest
    from seatrial.drafts.pipelines import PLATFORMS

    for name in platforms:
        if name not in PLATFORMS:
            raise Refused(f"there is no platform {name!r}{nearest(name, PLATFORMS)} (there are {', '.join(PLATFORMS)})")


def _baseline(root: Path, how: Manner) -> "Baseline":
    from seatrial.gate.baseline import baseline_of

    from .subject import audited

    return baseline_of(audited(str(root), how, day(None)))


def _shown(files: Mapping[str, str]) -> "Iterator[Line]":
    """Yield each file with what is added; of a baseline how much it knows."""
    from seatrial.gate.baseline import NAME, from_json
    from seatrial.report.terminal.lines import Span, line

    for file, text in files.items():
        yield line(Span(file, "heading"))
        if file == NAME:
            yield _plain(f"{len(from_json(text.encode()).findings)} findings that are known from now on")
        else:
            yield from (line(Span(f"+ {row}", "good")) for row in text.splitlines())
        yield line()


def _plain(text: str) -> "Line":
    from seatrial.report.printable import shown
    from seatrial.report.terminal.lines import line

    return line(shown(text))
