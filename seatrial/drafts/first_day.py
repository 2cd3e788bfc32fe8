"""Which files does a repository get on the day on which it takes seatrial over, and what is left to do by hand?"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seatrial.config import NAMES, Config, template
from seatrial.drafts.pipelines import pipeline
from seatrial.gate.baseline import NAME, Baseline, to_json
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What is to be written, by paths below the root, and one sentence for each thing that is left."""

    files: Mapping[str, str]
    then: tuple[str, ...]


def first_day(root: Path, config: Config, platforms: Sequence[str], known: Baseline | None) -> FirstDay:
    """Return a configuration where there is none, the pipelines of some platforms, and a baseline when one is given.

    ``config`` is the configuration that is there; it stays as it is. Nothing is written: ``drafts.write`` does that.
    Raises ``KeyError`` for a platform that is not in ``pipelines.PLATFORMS``.
    """
    files: dict[str, str] = {}
    then = []
    if not config.path:
        files[NAMES[0]] = template(NAME if known else "")
        then.append(f"fill in {NAMES[0]}, then run seatrial audit")
    for name in platforms:
        made, left = pipeline(name, root, baseline=bool(known or config.gate.baseline))
        files |= made
        then.append(f"{name}: {left}")
    then += _higher(root) if platforms else ()
    if known:
        files[NAME] = to_json(known).decode()
        then += _missing_setting(config)
    return FirstDay(files, tuple(then))


def _higher(root: Path) -> Iterator[str]:
    """Yield where platforms look, when the folder is a part of a repository only."""
    here = root.resolve()
    top = next((one for one in (here, *here.parents) if (one / ".git").exists()), here)
    if top != here:
        below = here.relative_to(top).as_posix()
        yield f"platforms look at the root of the clone: move the file to {top}, and let it judge {below} instead of ."


def _missing_setting(config: Config) -> Iterator[str]:
    """Yield what a configuration that is there still lacks so that the baseline holds."""
    if config.path and config.gate.baseline != NAME:
        yield f"name the baseline in {config.path}:  gate: {{baseline: {NAME}}}"
