"""What does a runtime's error message mean, in one sentence?"""

import re
import signal

from seatrial.bench.observed import Cause, Unmeasured
from seatrial.read.regex import regex

_LONGEST = 300
_NO_MEMORY = regex(
    r"bad_alloc|bad allocation|MemoryError|[Ff]ailed to allocate|[Oo]ut of memory|Cannot allocate memory"
    r"|Available memory of \d{1,20} is smaller than requested"
)
_ABSENT = regex(r"Invalid device ID: (\d{1,10}), must be between 0 \(inclusive\) and (\d{1,10}) \(exclusive\)")
_KNOWN = (
    (regex(r"Protobuf parsing failed"), "it is no ONNX file, or it is cut off"),
    (regex(r"No graph was found|ModelProto does not have a graph"), "it holds no graph: the file is empty or cut off"),
    (
        regex(r"Opset (\d+) is under development.*domain (\S+) is till opset (\d+)", re.DOTALL),
        "it needs operator set {0} of {1}, and this runtime knows those up to {2}: use a newer onnxruntime (--runtime)",
    ),
    (
        regex(r"Unsupported model IR version: (\d+), max supported IR version: (\d+)"),
        (
            "it is written in version {0} of the format, and this runtime reads those up to {1}: "
            "use a newer onnxruntime (--runtime)"
        ),
    ),
    (
        regex(
            r"No Op registered for (\S+) with domain_version of (\d+)|(\S+)\(-?\d+\) is not a registered function/op"
        ),
        "this runtime has no operator {0}{2}: it belongs to a library of custom operators, or to another version",
    ),
    (regex(r"path escapes model directory|Absolute path not allowed"), "its weights lie outside of its folder"),
    (regex(r"External data path does not exist: \"(?:[^\"]*/)?([^\"/]*)\""), "its weights are missing: {0}"),
    (
        regex(r"Got invalid dimensions for input: (\S+) for the following indices\s++(.{1,400}?)Please", re.DOTALL),
        "input '{0}' does not fit: {1}",
    ),
    (
        regex(
            r"Non-zero status code returned while running (\w{1,80}) node\. Name:'([^'\n]{0,200})' Status Message: (.*)"
        ),
        "{0} '{1}' failed: {2}",
    ),
    (regex(r"Invalid rank for input: (\S+) Got: (\d+) Expected: (\d+)"), "input '{0}' has rank {1} instead of {2}"),
)
_PREFIX = regex(r"^\w+: \[ONNXRuntimeError\] : \d+ : \w+ : (?:Load model from .{1,500}? failed:)?", re.DOTALL)
_SOURCE = regex(r"/\S*onnxruntime\S*:\d+ [^\n]{0,400}?\) (?=[A-Z])")


def refusal(kind: str, text: str) -> Unmeasured:
    """Return why a process under test refused: its ``kind`` of answer and the runtime's text."""
    if kind == "memory" or _NO_MEMORY.search(text):
        return Unmeasured(Cause.OUT_OF_MEMORY, "the memory that it may use is not enough")
    if kind == "unavailable":
        return Unmeasured(Cause.UNAVAILABLE, one_line(text))
    if absent := _ABSENT.search(text):
        number, there = absent.groups()
        return Unmeasured(Cause.UNAVAILABLE, f"there is no device {number}: the driver has {there} (the first is 0)")
    for pattern, words in _KNOWN:
        if found := pattern.search(text):
            reason = words.format(*(_SOURCE.sub("", group or "") for group in found.groups()))
            return Unmeasured(Cause.REFUSED, one_line(reason))
    return Unmeasured(Cause.REFUSED, one_line(_SOURCE.sub("", _PREFIX.sub("", text))))


def death(code: int | None, errors: str, doing: str) -> Unmeasured:
    """Return why a process under test ended while it was asked: its exit code and the end of its error stream."""
    if _NO_MEMORY.search(errors) or code == -signal.SIGKILL:  # nobody but the system sends that one
        return Unmeasured(Cause.OUT_OF_MEMORY, f"the memory ran out {doing}")
    said = one_line(errors.strip().rpartition("\n")[2])
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return Unmeasured(Cause.CRASHED, f"{name} {doing}")
    return Unmeasured(Cause.CRASHED, f"exit code {code} {doing}{f': {said}' if said else ''}")


def one_line(text: str) -> str:
    """Return a text of unknown origin as one printable line of bounded length, without a full stop."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return (line if len(line) <= _LONGEST else f"{line[:_LONGEST]}...").rstrip(".")
