"""``seatrial gate``: may this change go in?"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import Ended, Exit, Refused
from .options import Colored, ConfigFile, Quiet, manner
from .outputs import FORMATS_HELP, Output, outputs_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seatrial.config import GateBlock
    from seatrial.gate import Change, Gate
    from seatrial.report.lines import Line

    from .options import Color

_EARLIER = (
    "name the earlier state: --base REV for a folder, a stored result with --against RESULT, "
    "or a baseline with --baseline FILE (seatrial baseline create makes one)"
)


def gate(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH|RESULT", help="A folder under git, or a stored result.")] = ".",
    *,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Judge what changed since this revision, as origin/main."),
    ] = None,
    head: Annotated[str, typer.Option("--head", metavar="REV", help="The later revision.")] = "HEAD",
    against: Annotated[
        str | None, typer.Option("--against", metavar="RESULT", help="For a stored result: the earlier one.")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="FILE", help="What this file names is not new. (default: gate.baseline)"),
    ] = None,
    policy_ref: Annotated[
        str | None,
        typer.Option("--policy-ref", metavar="REV", help="Take policy, waivers and attestations from this revision."),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option("--preset", metavar="NAME", help="Hold it to this policy: adopt, steady or release."),
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("-f", "--format", metavar="FORMAT[=FILE]", help=FORMATS_HELP)
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Judge as if it were this day: YYYY-MM-DD.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 where it would be 1 or 5.")] = False,
    quiet: Quiet = False,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended:
    """Hold a change, or a stored result, to a policy: nothing new, a least score, a least level.

    Both revisions are read straight from git; what is not committed is not judged. With a baseline alone the folder is
    judged as it stands.
    """
    outputs = outputs_of(formats or ["text"])
    how = manner(context).but(quiet=quiet, color=color, config=config)
    if Path(path).is_file():
        if base or policy_ref:
            raise Refused("--base and --policy-ref are for a folder under git; a result is compared by --against")
        change, applied = _stored(path, against, preset, how.config, as_of, baseline)
    elif against:
        raise Refused(_EARLIER)
    elif base is None:
        change, applied = _tree(path, baseline, preset, how.config, as_of)
    else:
        change, applied = _judged(path, base, head, policy_ref, preset, as_of, baseline)
    _write(outputs, change, applied, how.color, quiet=how.quiet)
    ended = _ended(change, applied)
    return replace(ended, code=Exit.PASSED) if exit_zero and ended.code in {Exit.FAILED, Exit.INCONCLUSIVE} else ended


def _judged(
    path: str, base: str, head: str, policy_ref: str | None, preset: str | None, as_of: str | None,
    baseline: str | None,
) -> "tuple[Change, Gate]":  # fmt: skip
    from seatrial.config import ConfigError
    from seatrial.gate.baseline import BaselineError
    from seatrial.gate.change import Asked, NoBase, judged
    from seatrial.registry import load_checks
    from seatrial.repo.git_process import NoGit
    from seatrial.rubric import load as load_rubric

    from .asked import day
    from .baseline import baseline_in

    if not Path(path).is_dir():
        raise Refused(f"there is no folder {path}")
    checks = load_checks().checks
    given = baseline_in(baseline) if baseline else None
    asked = Asked(Path(path), base, head, policy_ref or "", day(as_of), baseline=given)
    try:
        found = judged(asked, checks, load_rubric().known(checks.values()))
    except ConfigError as error:
        raise Refused(f"the configuration of one of the two revisions cannot be used:\n{error}") from None
    except (NoBase, NoGit, BaselineError) as error:
        raise Refused(str(error)) from None
    return found.change, _under(preset, found.change) if preset else found.gate


def _tree(
    path: str, baseline: str | None, preset: str | None, config: str | None, as_of: str | None
) -> "tuple[Change, Gate]":
    """Hold a folder as it stands to the baseline of a file, or to that of its configuration."""
    from seatrial.gate.baseline import BaselineError
    from seatrial.gate.listed import configured_baseline
    from seatrial.gate.tree import judged_tree
    from seatrial.registry import load_checks

    from .asked import day
    from .baseline import baseline_in
    from .subject import configured, opened

    snapshot, checks, today = opened(path), load_checks().checks, day(as_of)
    said = configured(snapshot, config, today, checks.values())
    try:
        listed = baseline_in(baseline) if baseline else configured_baseline(snapshot, said)
    except BaselineError as error:
        raise Refused(str(error)) from None
    if listed is None:
        raise Refused(_EARLIER)
    found = judged_tree(snapshot, said, listed, today, checks)
    return found.change, _under(preset, found.change) if preset else found.gate


def _stored(
    path: str, against: str | None, preset: str | None, config: str | None, as_of: str | None, baseline: str | None
) -> "tuple[Change, Gate]":
    from seatrial.comparison import Renamed, compare
    from seatrial.config import GateBlock
    from seatrial.gate import Change, gate
    from seatrial.gate.baseline import held
    from seatrial.gate.configured import ADOPT, policy_of
    from seatrial.gate.tree import held_to

    from .baseline import baseline_in
    from .results import result_of

    new = result_of(path)
    change = Change(compare(result_of(against) if against else new, new))
    if baseline:
        listed = baseline_in(baseline)
        change = Change(held(change.compared, listed, Renamed())) if against else held_to(new, listed, Renamed())
    if preset:
        return change, _under(preset, change)
    block = _block(config, as_of) if config else GateBlock()
    return change, gate(new, policy_of(block, ADOPT), change if against or baseline else None)


def _block(config: str, as_of: str | None) -> "GateBlock":
    from seatrial.config import ConfigError, parse
    from seatrial.registry import load_checks
    from seatrial.rubric import load as load_rubric

    from .asked import day

    try:
        known = load_rubric().known(load_checks().checks.values())
        return parse(Path(config).name, Path(config).read_bytes(), day(as_of), known).gate
    except OSError as error:
        raise Refused(f"cannot read {config}: {error.strerror or error}") from None
    except ConfigError as error:
        raise Refused(str(error)) from None


def _under(preset: str, change: "Change") -> "Gate":
    from seatrial.gate import gate
    from seatrial.gate.presets import PRESETS

    if preset not in PRESETS:
        raise Refused(f"there is no preset {preset!r} (there are {', '.join(PRESETS)})")
    return gate(change.compared.new, PRESETS[preset], change)


def _write(outputs: tuple[Output, ...], change: "Change", applied: "Gate", color: "Color", *, quiet: bool) -> None:
    from seatrial.report.difference import difference_lines
    from seatrial.report.gated import gate_lines
    from seatrial.report.lines import Line
    from seatrial.report.words import UNICODE

    from .rendering import in_lines, renderers
    from .streams import glyphs

    def lines(output: Output) -> "Iterator[Line]":
        signs = glyphs() if output.on_stdout else UNICODE
        yield from gate_lines(applied, change.loosened, signs)
        if not quiet:
            yield Line()
            yield from difference_lines(change.compared, signs)

    rendered = renderers(change.compared.new, applied, comparison=change.compared, loosened=change.loosened)
    written(outputs, {"text": in_lines(lines, color), **rendered})


def _ended(change: "Change", applied: "Gate") -> Ended:
    from seatrial.gate import Outcome, verdict
    from seatrial.model import Severity

    report = change.compared.new
    codes = {Outcome.FAIL: Exit.FAILED, Outcome.INCONCLUSIVE: Exit.INCONCLUSIVE}
    crashed = report.crashed or any(entry.crashed for entry in report.ledger)
    code = Exit.INTERNAL if crashed else codes.get(applied.outcome, Exit.PASSED)
    blockers = sum(one.finding.severity is Severity.BLOCKER for one in change.compared.fresh)
    told = f"new={len(change.compared.fresh)} new_blockers={blockers} fixed={len(change.compared.fixed)}"
    return Ended(code, verdict(report), applied.outcome, f"{told} loosened={len(change.loosened)}")
