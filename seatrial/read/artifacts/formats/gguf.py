"""Do the counts and offsets of a GGUF file fit it, and what do its chat templates reach for?"""

from collections.abc import Iterator
from math import prod

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.chat_template import chat_template
from seatrial.read.artifacts.formats.gguf_values import Header, TensorEntry

_TEMPLATE = "tokenizer.chat_template"
_SAFER = "a file that is converted again: python convert_hf_to_gguf.py FOLDER --outfile model.gguf"
#: Elements of a block, and its bytes, by type: the table of ggml.
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36), 10: (256, 84),
    11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66), 17: (256, 74),
    18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2),
    26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    header, alignment = Header(part.data, budget.step), 32
    for _ in range(header.keys):
        budget.step()
        key, kind = header.text(), header.number(4)
        value = header.value(kind)
        if key == "general.alignment" and isinstance(value, int):
            alignment = value
        if key.startswith(_TEMPLATE) and isinstance(value, str):
            yield from chat_template(value, key[:200])
    tensors = []
    for _ in range(header.tensors):
        budget.step()
        tensors.append(header.tensor())
    if alignment < 1 or alignment & (alignment - 1):
        yield Finding("gguf-layout", Verdict.SUSPICIOUS, f"asks to be aligned to {alignment} bytes", _SAFER)
        return
    yield from _placed(tensors, len(part.data) - header.position - -header.position % alignment)


def _placed(tensors: list[TensorEntry], room: int) -> Iterator[Finding | Gap]:
    end = 0
    for tensor in sorted(tensors, key=lambda one: one.offset):
        if tensor.type not in _BLOCKS:
            yield Gap(f"the tensor {tensor.name[:100]} has the type {tensor.type}, which is not known")
            return
        elements, size = _BLOCKS[tensor.type]
        wanted = -(-prod(tensor.shape) // elements) * size
        if tensor.offset + wanted > room:
            what = "a tensor lies behind the end of the file"
            yield Finding("gguf-layout", Verdict.SUSPICIOUS, what, _SAFER, tensor.name[:200])
            return
        if tensor.offset < end:
            what = "a tensor shares bytes with another"
            yield Finding("gguf-layout", Verdict.SUSPICIOUS, what, _SAFER, tensor.name[:200])
            return
        end = tensor.offset + wanted


GGUF = FormatReader("GGUF", lambda part: part.head.startswith(b"GGUF"), _read)
