"""Which models of others is the bench tried on: packages of `make bench-models`, and what onnx and onnxruntime ship?

What onnx calls light has no weights but a constant: fine to see that a model is fed, worthless as a latency.
"""

from importlib.util import find_spec
from pathlib import Path

from seatrial.bench.discover import FoundModel, model_file

PACKAGES = Path(__file__).resolve().parents[2] / "build" / "bench-models"
EXPECTED = 25
_SHIPPED = (("onnx", "backend/test/data/light"), ("onnxruntime", "datasets"))


def zoo() -> tuple[FoundModel, ...]:
    """Return the models that are there, those of packages first."""
    return (*packaged(), *(model_file(file) for folder in _shipped() for file in sorted(folder.glob("*.onnx"))))


def packaged() -> tuple[FoundModel, ...]:
    """Return the models of packages; none when ``make bench-models`` was not run."""
    roots = sorted(path for path in PACKAGES.glob("*") if path.is_dir() and path.name != "wheels")
    return tuple(model_file(file, root) for root in roots for file in sorted(root.rglob("*.onnx")))


def named(part: str) -> FoundModel | None:
    """Return the model whose name has a part; None when ``make bench-models`` was not run."""
    return next((one for one in zoo() if part in one.name), None)


def _shipped() -> list[Path]:
    found = []
    for package, folder in _SHIPPED:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            found.append(Path(spec.origin).parent / folder)
    return found
