"""Does the header of a safetensors file fit the file, and does anything hide around the weights?"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from math import prod

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.scripts import script
from seatrial.read.regex import regex

#: Bytes of a header that are read; the format allows 100 million, and models of 100 billion weights need 1 million.
_HEADER = 10_000_000
_BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "F4": 4,
    "F6_E2M3": 6, "F6_E3M2": 6, "U16": 16, "I16": 16, "F16": 16, "BF16": 16, "U32": 32, "I32": 32, "F32": 32, "U64": 64,
    "I64": 64, "F64": 64, "C64": 64,
}  # fmt: skip
_SAFER = "a file that is written again: safetensors.numpy.save_file(safetensors.numpy.load_file(old), new)"
_HEAD = regex(rb"\A.{8}\s*\{(?=[\s\S]*\")", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    start: int
    end: int
    size: int  #: what its type and shape ask for; -1 when they are not known


def _claims(part: Part) -> bool:
    by_content = _HEAD.match(part.head[:64]) and int.from_bytes(part.head[:8], "little") <= 100_000_000
    return bool(by_content) or part.name.lower().endswith(".safetensors")


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    size, data = int.from_bytes(part.head[:8], "little"), part.data
    if len(data) < 8 or size > len(data) - 8:
        yield Gap("its header is longer than the file", byte=0)
        return
    if size > _HEADER:
        yield Gap("its header is longer than is read", byte=0)
        return
    try:
        header = json.loads(bytes(data[8 : 8 + size]), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        yield Gap(f"its header cannot be read: {error}"[:200] if isinstance(error, _Twice) else "its header is no JSON")
        return
    if not isinstance(header, dict):
        yield Gap("its header is no object")
        return
    budget.step(len(header))
    yield from _metadata(header.pop("__metadata__", None))
    tensors = tuple(_tensor(name, said) for name, said in header.items())
    yield from _faults(tensors, len(data) - 8 - size)
    yield from _rest(part, 8 + size + max([0, *(tensor.end for tensor in tensors)]))


class _Twice(ValueError):
    """Two members of an object have one name: each reader believes another."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("a name stands in it twice")
    return found


def _tensor(name: str, said: object) -> _Tensor:
    match said:
        case {"dtype": str() as kind, "shape": [*shape], "data_offsets": [int() as start, int() as end]}:
            known = kind in _BITS and all(isinstance(one, int) and one >= 0 for one in shape) and len(shape) < 100
            return _Tensor(name, start, end, (prod(shape) * _BITS[kind] + 7) // 8 if known else -1)
        case _:
            return _Tensor(name, -1, -1, -1)


def _faults(tensors: tuple[_Tensor, ...], room: int) -> Iterator[Finding]:
    for tensor in tensors:
        if what := _fault(tensor, room):
            yield _finding(what, tensor.name)
            break  # one of them says it: a header of strangers may hold a million
    ordered = sorted((one for one in tensors if one.end > one.start >= 0), key=lambda one: (one.start, one.end))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            yield _finding(f"shares bytes with the tensor {earlier.name[:100]}", later.name)
            break
        if later.start > earlier.end:
            yield _finding(f"leaves {later.start - earlier.end} bytes before it that belong to no tensor", later.name)
            break


def _fault(tensor: _Tensor, room: int) -> str:
    if not 0 <= tensor.start <= tensor.end:
        return "has no offsets, type and shape that can be read"
    if tensor.end > room:
        return "lies behind the end of the file"
    if tensor.size < 0:
        return "has a type or a shape that is not known"
    return "" if tensor.size == tensor.end - tensor.start else "has another size than its type and shape ask for"


def _finding(what: str, tensor: str) -> Finding:
    return Finding("safetensors-layout", Verdict.SUSPICIOUS, f"a tensor {what}", _SAFER, tensor[:200])


def _metadata(said: object) -> Iterator[Finding]:
    for name, value in said.items() if isinstance(said, dict) else ():
        if isinstance(value, str) and (found := script(value)):
            what = f"the metadata holds {found}, which no reader of weights needs"
            yield Finding("metadata-script", Verdict.SUSPICIOUS, what, _SAFER, f"__metadata__.{name}"[:200])


def _rest(part: Part, end: int) -> Iterator[Told]:
    if 0 < end < len(part.data):
        what = f"{len(part.data) - end} bytes follow the last tensor, which belong to none"
        yield Finding("trailing-bytes", Verdict.SUSPICIOUS, what, _SAFER, byte=end)
        yield Part(f"bytes at {end}", part.data[end:])


SAFETENSORS = FormatReader("safetensors", _claims, _read)
