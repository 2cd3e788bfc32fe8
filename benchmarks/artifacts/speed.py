"""How long does it take, and how much memory, to scan large files? Each in a process of its own, start included."""

import json
import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.artifacts.opcodes import START, as_library, name, pickled, wrapped_array
from benchmarks.process import best

_SEATRIAL = str(Path(sys.executable).parent / "seatrial")
_MEMORY = 200.0  #: MB


def large_files(folder: Path) -> Iterator[tuple[str, Path, float]]:
    """Write the files one by one, and yield what each is, where it is, and how many seconds it may take."""
    yield "52 MB pickle of a random forest", _written(folder / "forest.pkl", _forest()), 0.5
    yield "1 million opcodes", _written(folder / "opcodes.pkl", START + b"N0" * 500_000 + b"N."), 1.0
    rows = [{"id": at, "value": at / 3, "name": f"row {at}"} for at in range(150_000)]
    yield "1.6 million opcodes of rows", _written(folder / "rows.pkl", pickle.dumps(rows, 4)), 1.6
    yield "joblib file of 52 MB", _written(folder / "forest.joblib", _joblib()), 0.5
    yield "torch archive of 500 MB", _torch(folder / "weights.pt"), 0.5
    yield "safetensors of 500 MB", _sparse(folder / "weights.safetensors", *_tensors(500_000_000)), 0.2
    yield "safetensors of 2 GB", _sparse(folder / "large.safetensors", *_tensors(2_000_000_000)), 0.2
    start = START + b"\x8e" + struct.pack("<Q", 2_000_000_000)
    yield "pickle of 2 GB", _sparse(folder / "large.pkl", start, 2_000_000_000, b"."), 1.0


def report(folder: Path) -> bool:
    """Print processor time and peak memory of each scan; return whether the bounds hold."""
    made = json.loads(subprocess.check_output([sys.executable, "-m", __name__, str(folder)], text=True))
    held = []
    print(f"{'file':34} {'seconds':>8} {'bound':>6} {'MB':>6} {'bound':>6}")
    for title, path, bound in made:
        cost = best([_SEATRIAL, "scan", path], folder, 3)
        held.append(cost.cpu <= bound and cost.peak <= _MEMORY)
        told = "" if held[-1] else "  DOES NOT HOLD"
        print(f"{title:34} {cost.cpu:8.2f} {bound:6.1f} {cost.peak:6.0f} {_MEMORY:6.0f}{told}")
    return all(held)


def _forest() -> bytes:
    """Return the pickle of a hundred trees with their arrays, as the pickler writes it."""
    random = np.random.default_rng(7)
    trees = [{"nodes": random.random(8000), "values": random.random((8000, 7)), "leaves": 4001} for _ in range(100)]
    return as_library("sklearn.ensemble._forest:RandomForestClassifier", estimators_=trees, n_estimators=100)


def _joblib() -> bytes:
    body = START + b"("
    content = np.random.default_rng(7).random(65_000).tobytes()
    for _ in range(100):
        body += wrapped_array("f8", 65_000, content, at=len(body))
    return body + b"l."


def _torch(path: Path) -> Path:
    weights = np.random.default_rng(7).bytes(8_000_000)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("m/data.pkl", pickled(name("torch._utils:_rebuild_tensor_v2")))
        for at in range(62):
            archive.writestr(f"m/data/{at}", weights)
    return path


def _tensors(size: int) -> tuple[bytes, int, bytes]:
    header = f'{{"w":{{"dtype":"U8","shape":[{size}],"data_offsets":[0,{size}]}}}}'.encode()
    return struct.pack("<Q", len(header)) + header, size, b""


def _sparse(path: Path, start: bytes, hole: int, end: bytes) -> Path:
    with path.open("wb") as file:
        file.write(start)
        file.seek(hole, 1)
        file.write(end)
        file.truncate(len(start) + hole + len(end))
    return path


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    # Written by a process of its own: what is started later would count the memory of its parent as its own.
    print(json.dumps([(title, str(path), bound) for title, path, bound in large_files(Path(sys.argv[1]))]))
