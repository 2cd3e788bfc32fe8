"""How does a machine get the build of onnxruntime that its device needs, since the builds exclude each other?"""

import importlib.util
import subprocess
import sys
from pathlib import Path

from seatrial.bench.devices.providers import Device
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.process.reasons import one_line
from seatrial.cache_folder import cache_folder

NEW = "new"  #: in the place of a Python: make one
_MINUTES = 30
#: The package that has a device's execution provider, as onnxruntime's documentation lists them.
_PACKAGES = {
    "cpu": "onnxruntime",
    "cuda": "onnxruntime-gpu[cuda,cudnn]",
    "tensorrt": "onnxruntime-gpu[cuda,cudnn]",
    "openvino": "onnxruntime-openvino",
    "directml": "onnxruntime-directml",
    "migraphx": "onnxruntime-migraphx",
    "qnn": "onnxruntime-qnn",
    "coreml": "onnxruntime",
    "xnnpack": "onnxruntime",
}


def new_runtime(on: Device, folder: Path | None = None) -> str | Unmeasured:
    """Make an environment with the build of onnxruntime that a device needs, and return its Python.

    It is kept in ``folder``, the user's cache when None is named, and taken again when it is there. The packages are
    fetched from wherever pip is set up to fetch from.
    """
    package = _PACKAGES.get(on.kind.lower())
    if package is None:
        known = ", ".join(_PACKAGES)
        return Unmeasured(Cause.UNAVAILABLE, f"no package is known for the device '{on.kind}', only for {known}")
    if importlib.util.find_spec("pip") is None:
        return Unmeasured(Cause.UNAVAILABLE, f"{sys.executable} has no pip to make an environment with")
    name = f"{on.kind.lower()}-{sys.version_info.major}.{sys.version_info.minor}"
    place = folder or cache_folder() / "runtimes" / name
    python, done = place / "bin" / "python", place / "complete"
    if done.is_file():
        return str(python)
    failed = _run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(place)])
    failed = failed or _run(
        [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "--no-input", "install",
         "-q", package, "numpy"]
    )  # fmt: skip
    if failed is not None:
        return failed
    done.touch()
    return str(python)


def _run(command: list[str]) -> Unmeasured | None:
    try:
        ended = subprocess.run(  # noqa: S603 -- our own Python and pip
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=60 * _MINUTES,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return Unmeasured(Cause.UNAVAILABLE, f"the environment cannot be made: {one_line(str(error))}")
    if ended.returncode == 0:
        return None
    said = next((line for line in ended.stderr.splitlines() if line.startswith("ERROR")), ended.stderr.strip())
    return Unmeasured(Cause.UNAVAILABLE, f"the environment cannot be made: {one_line(said.removeprefix('ERROR: '))}")
