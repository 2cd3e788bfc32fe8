"""How is a benchmark run, told and ended?"""

from pathlib import Path
from typing import TYPE_CHECKING

from .bench_options import FORMATS
from .bench_request import seconds
from .exits import Ended, Exit, Refused
from .named_file import content
from .options import Manner
from .outputs import Output, outputs_of, written
from .streams import glyphs, painted, progress, show, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seatrial.bench.request import Request
    from seatrial.model.benchmark import Record
    from seatrial.repo import Repo

_LARGEST = 200_000_000  #: bytes of a record
_EXAMINED = 60.0  #: seconds that an examination of the method takes


def is_doctor(target: str) -> bool:
    """Tell whether the method itself is to be examined, and not a folder or file of that name."""
    return target == "doctor" and not Path(target).exists()


def examine(budget: str | None, seed: int, how: Manner) -> Ended:
    """Try the method on this machine, and tell whether it holds."""
    from seatrial.bench.selftest import selftest
    from seatrial.report.bench.selftest import selftest_lines

    with progress(how) as watched:
        found = selftest(seconds(budget) if budget else _EXAMINED, seed=seed, progress=left(watched))
    show(selftest_lines(found, glyphs()), how.color)
    return Ended(Exit.PASSED if found.holds else Exit.INCONCLUSIVE, "pass" if found.holds else "inconclusive")


def measure(request: "Request", formats: list[str], how: Manner, resume: str | None = None) -> Ended:
    """Measure, tell the record, and say how it ended."""
    outputs = outputs_of(formats, FORMATS)
    from seatrial.bench.bench import bench
    from seatrial.bench.records.recorded import INTERRUPTED
    from seatrial.bench.request import BadRequest

    repo = _repo(request.target, how.config)
    kept = _record(resume) if resume else None
    with progress(how) as watched:
        try:
            record = bench(request, repo, progress=left(watched), kept=kept)
        except BadRequest as error:
            raise Refused(str(error)) from None
    interrupted = record.missing == INTERRUPTED
    if interrupted:
        _keep(record, outputs)
    try:
        _write(outputs, record, request.target, how)
    except Refused:
        _keep(record, ())
        raise
    return _ended(record, repo, interrupted=interrupted)


def render(file: str, formats: list[str], how: Manner) -> None:
    """Tell what a stored record holds in other formats."""
    _write(outputs_of(formats, FORMATS), _record(file), Path(file).stem, how)


def _repo(target: str, config: str | None) -> "Repo | None":
    """Return the repository when a folder is meant."""
    if not Path(target).is_dir():
        return None
    from .subject import repository

    return repository(target, config)


def _record(file: str) -> "Record":
    from seatrial.bench.records.stored import RecordError, from_json

    try:
        return from_json(content(file, "record", _LARGEST))
    except RecordError as error:
        raise Refused(f"the record {file} cannot be used: {error}") from None


def left(watched: "Callable[[str, int, int], None] | None") -> "Callable[[str, float, float], None]":
    """Return what shows on a line of progress how much time is left; nothing where nobody watches."""

    def show(what: str, passed: float, budget: float) -> None:
        if watched is not None:
            watched(f"s, {max(budget - passed, 0):.0f} s left: {what}", int(passed), int(budget))

    return show


def _keep(record: "Record", outputs: "Iterable[Output]") -> None:
    """Keep what was measured where it is not written anyway, and tell how to go on."""
    file = next((one.file for one in outputs if one.format == "json" and not one.on_stdout), "")
    if not file:
        from seatrial.bench.records.kept import keep

        file = keep(record)
    tell(f"what was measured is kept: go on with --resume {file}" if file else "what was measured cannot be kept")


def _write(outputs: tuple[Output, ...], record: "Record", name: str, how: Manner) -> None:
    from seatrial.bench.records.stored import to_json
    from seatrial.report.bench.hdr import hdr
    from seatrial.report.bench.html import html
    from seatrial.report.bench.markdown import markdown
    from seatrial.report.bench.page import brief, page
    from seatrial.report.glyphs import UNICODE
    from seatrial.report.terminal.paint import plain

    title = Path(name).resolve().name if Path(name).exists() else name

    def text(output: Output) -> bytes:
        signs = glyphs() if output.on_stdout else UNICODE
        lines = brief(record, title, signs) if how.quiet else page(record, title, signs, verbose=how.verbose > 0)
        return painted(lines, how.color) if output.on_stdout else plain(lines).encode()

    written(
        outputs,
        {
            "text": text,
            "json": lambda _: to_json(record),
            "html": lambda _: html(record, title),
            "markdown": lambda _: markdown(record, title).encode(),
            "hdr": lambda _: hdr(record).encode(),
        },
    )


def _ended(record: "Record", repo: "Repo | None", *, interrupted: bool) -> Ended:
    from seatrial.bench.records.outcome import Outcome, outcome

    found = Outcome.INTERRUPTED if interrupted else outcome(record)
    for one in record.failures if found in (Outcome.REFUSED, Outcome.NOTHING) else ():
        tell(f"{one.subject}: {one.kind}: {one.message}")
    if found is Outcome.NOTHING:
        from seatrial.bench.discover import left_out

        what = left_out(repo) if repo else ""
        tell(f"nothing to measure: no ONNX model was found ({what or 'name a file, an address or module:function'})")
    code = {
        Outcome.PASSED: Exit.PASSED,
        Outcome.FAILED: Exit.FAILED,
        Outcome.REFUSED: Exit.USAGE,
        Outcome.NOTHING: Exit.NOTHING,
        Outcome.INCONCLUSIVE: Exit.INCONCLUSIVE,
        Outcome.INTERRUPTED: Exit.INTERRUPTED,
    }[found]
    measured = len({run.subject for run in record.runs if run.blocks})
    return Ended(code, found.value, told=f"measured={measured} failed={len(record.failures)}")
