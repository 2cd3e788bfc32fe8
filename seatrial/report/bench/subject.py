"""What was measured, where, and how quiet was it there?"""

from collections.abc import Iterator

from seatrial.model.bench_setup import ONE_ROW
from seatrial.model.benchmark import Input, Machine, Provenance, Record, Subject
from seatrial.model.counted import counted
from seatrial.report.bench.numbers import count, digits, size
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

NAME = 12  #: columns of the names on the left
_MOST_INPUTS = 6


def head(record: Record, signs: Glyphs, name: str) -> Iterator[Line]:
    """Yield what was measured by which version, and on which machine."""
    state = ", with uncommitted changes" if record.dirty else ""
    commit = f" @ {shown(record.commit[:7])}{state}" if record.commit else ""
    yield line(
        Span(f"seatrial {record.version} {signs.dot} bench ", "muted"),
        Span(shown(name), "strong"),
        Span(f"{commit} {signs.dot} {shown(record.started[:10])}", "muted"),
    )
    yield Line()
    yield line(Span(f"{'machine':<{NAME}}", "label"), machine(record.machine), hang=NAME)
    yield from (line(" " * NAME, Span(text, "fair"), hang=NAME) for text in doubts(record))


def subject_lines(subject: Subject) -> Iterator[Line]:
    """Yield one model: its file, its inputs, and what is doubtful about them."""
    facts = [size(subject.bytes)] if subject.bytes else []
    facts += [f"sha256 {subject.sha256[:12]}"] if subject.sha256 else []
    facts += [f"{count(subject.parameters)} parameters"] if subject.parameters else []
    facts += [f"{count(subject.macs)} multiply-accumulates"] if subject.macs else []
    yield line(Span(shown(subject.name), "heading"), Span(f"  {', '.join(facts)}", "muted"))
    for one in subject.inputs[:_MOST_INPUTS]:
        yield line(f"  {'input':<{NAME - 2}}", shown(_input(one)), hang=NAME)
    if len(subject.inputs) > _MOST_INPUTS:
        yield line(" " * NAME, f"and {len(subject.inputs) - _MOST_INPUTS} more")
    if subject.synthetic:
        what = "it ran on guessed shapes or values: real inputs may be slower or faster"
        yield line(" " * NAME, Span(what, "fair"), hang=NAME)
    if subject.subnormal:
        what = f"{subject.subnormal:,} of its weights are subnormal numbers, which many processors calculate slowly"
        yield line(" " * NAME, Span(what, "fair"), hang=NAME)


def _input(one: Input) -> str:
    dims = ", ".join(f"{dim.name}={dim.size}" if dim.name else str(dim.size) for dim in one.dims)
    free = [dim for dim in one.dims if dim.source != ONE_ROW]
    guessed = any(dim.provenance in (Provenance.HEURISTIC, Provenance.SEARCH) for dim in free)
    sizes = "; sizes guessed" if guessed else ""
    source = one.source or one.values.value
    shape = "" if "/" in one.type else f"[{dims}]"  # a media type has none
    return f"{one.name}: {one.type}{shape}; values: {source}{sizes}"


def machine(machine: Machine) -> str:
    """Return the machine in a few words."""
    cores = counted(machine.cores, "core")
    if machine.cores_online > machine.cores:
        cores += f" of {machine.cores_online}"
    parts = [machine.cpu or machine.architecture, cores]
    parts += [f"quota of {machine.quota:g} cores"] if machine.quota else []
    parts += [size(machine.memory)] if machine.memory else []
    parts += [machine.system, machine.runtime, machine.python, *machine.accelerators]
    parts += ["virtual"] if machine.virtual else []
    return shown(", ".join(part for part in parts if part))


def doubts(record: Record) -> Iterator[str]:
    """Yield what makes the figures less sure."""
    noise, machine = record.interference, record.machine
    if noise.rejected:
        why = " and ".join(f"{reason} ({count})" for reason, count in noise.reasons)
        all_blocks = noise.clean + noise.rejected
        others = f"; others used {digits(noise.other)} cores on average" if noise.other else ""
        count = "do not count" if noise.clean else "count all the same, since no other did"
        yield f"disturbed: {noise.rejected} of {all_blocks} blocks {count}: {shown(why)}{others}"
    if not noise.gated:
        yield "what other processes use cannot be read here, so that disturbed blocks count too"
    if machine.on_battery:
        yield "it runs on battery, which may slow it down"
    if machine.quota and machine.quota < machine.cores:
        yield f"a container may use {machine.quota:g} cores on average: more threads than that are held up"
    held_up = sum(block.disturbance.throttled_ms or 0 for run in record.runs for block in run.blocks)
    if held_up:
        yield f"the container's quota held it up for {held_up:,.0f} ms in all"
    if record.missing:
        yield f"not complete: {shown(record.missing)}"
