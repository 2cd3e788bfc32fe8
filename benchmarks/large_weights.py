"""What does it cost to scan large files of plain weights? Their headers are read, and their weights are not.

    python -m benchmarks.large_weights [--keep FOLDER]

The files are sparse: 500 MB each take no room on most disks. Prints one line for each, wall time and processor time of
the whole command and its peak memory, the cheapest of five runs; exit 1 when a bound does not hold.
"""

import argparse
import json
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import best

SIZE = 500_000_000
TENSORS = 1_000
SEATRIAL = str(Path(sys.executable).parent / "seatrial")


def main() -> int:
    """Write the files, scan each, and tell by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description="Measure the scan of large files of weights.")
    parser.add_argument("--keep", type=Path, help="write the files into this folder and leave them there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        held = [_line(path, bound) for path, bound in written(folder)]
    return 0 if all(held) else 1


def written(folder: Path) -> Iterator[tuple[Path, float]]:
    """Write a sparse file of each format; yield its path and the bound in seconds of processor time."""
    each = SIZE // TENSORS
    yield _sparse(folder / "model.safetensors", _safetensors(each)), 0.2
    yield _sparse(folder / "model.gguf", _gguf(each)), 0.5
    yield _sparse(folder / "model.onnx", _onnx()), 0.5


def _sparse(path: Path, head: bytes) -> Path:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + SIZE)
    return path


def _safetensors(each: int) -> bytes:
    header = {
        f"model.layers.{at}.weight": {"dtype": "U8", "shape": [each], "data_offsets": [at * each, (at + 1) * each]}
        for at in range(TENSORS)
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


def _gguf(each: int) -> bytes:
    vocabulary = b"".join(_text(f"token{at}") for at in range(100_000))
    head = b"GGUF" + struct.pack("<IQQ", 3, TENSORS, 1)
    head += _text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 100_000) + vocabulary
    for at in range(TENSORS):
        head += _text(f"blk.{at}.weight") + struct.pack("<IQIQ", 1, each // 32 * 32, 24, at * (each // 32 * 32))
    return head + bytes(-len(head) % 32)


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def _onnx() -> bytes:
    """Return a model whose one initializer is the rest of the file."""
    tensor = b"\x10\x02\x42\x01w\x4a" + _number(SIZE)
    graph = b"\x12\x01g\x62\x03\x0a\x01y\x2a" + _number(len(tensor) + SIZE) + tensor
    return b"\x08\x09\x42\x04\x0a\x00\x10\x11\x3a" + _number(len(graph) + SIZE) + graph


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append((value & 0x7F) | 0x80)
        value >>= 7
    return bytes([*out, value])


def _line(path: Path, bound: float) -> bool:
    cost = best([SEATRIAL, "scan", str(path)], path.parent, 5)
    held = cost.cpu <= bound  # a busy machine moves the wall time, and little of this
    print(
        f"scan of {path.name:20} {cost.cpu:5.2f} s of processor, at most {bound}; {cost.wall:6.2f} s in all, "
        f"{cost.peak:5.0f} MB{'' if held else '  DOES NOT HOLD'}"
    )
    return held


if __name__ == "__main__":
    sys.exit(main())
