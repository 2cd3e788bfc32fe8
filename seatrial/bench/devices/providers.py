"""Which execution provider is a device, and what is the process under test told to load a model on it?"""

from pathlib import Path
from typing import Any

from seatrial.model.bench_setup import CPU_PROVIDER, Configuration
from seatrial.model.record import dataclass

CPU = CPU_PROVIDER
CUDA = "CUDAExecutionProvider"
_PROVIDERS = {
    "cpu": CPU,
    "cuda": CUDA,
    "tensorrt": "TensorrtExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "rocm": "ROCMExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
    "qnn": "QNNExecutionProvider",
    "xnnpack": "XnnpackExecutionProvider",
}
#: Providers that choose among several devices of a kind by a number.
_NUMBERED = {"cuda", "tensorrt", "rocm", "migraphx", "directml"}
_WRITTEN = "write cpu, cpu:2, cuda:0 or the name of an execution provider"
PROVIDER_OPTION = "provider."  #: how the name of an option begins that goes to the execution provider
_SETTINGS = ("intra_threads", "inter_threads", "spinning", "arena", "optimisation", "flush_subnormals")
_OURS = ("callers", "enable_mem_pattern", "io_binding")


@dataclass(frozen=True, slots=True)
class Device:
    """A device as a user writes it: ``cpu``, ``cpu:2`` (with so many threads), ``cuda:0``, or a provider's own name."""

    kind: str
    number: int | None = None

    @property
    def provider(self) -> str:
        """The execution provider in onnxruntime's words; an unknown name is handed on for onnxruntime to refuse."""
        return _PROVIDERS.get(self.kind.lower(), self.kind)

    @property
    def on_cpu(self) -> bool:
        """Whether it is the processor, by onnxruntime's own kernels."""
        return self.provider == CPU


def device(text: str) -> Device:
    """Read a device. Raises ``ValueError`` with a sentence for what is none."""
    kind, colon, number = text.strip().partition(":")
    if not kind or (colon and not number.isdecimal()):
        raise ValueError(f"'{text}' is no device: {_WRITTEN}")
    return Device(kind, int(number) if colon else None)


def asked_device(text: str) -> Device:
    """Read a device that somebody asks for. Raises ``ValueError`` for a name that no provider can have, too."""
    found = device(text)
    if found.kind.islower() and found.kind not in _PROVIDERS:  # names of execution providers have capitals
        raise ValueError(f"'{text}' is no device: {_WRITTEN} (there are {', '.join(_PROVIDERS)})")
    return found


def provider_of(configuration: Configuration) -> str:
    """Return the execution provider that a configuration names, or that its device has."""
    return configuration.provider or device(configuration.device).provider


def load_request(configuration: Configuration, model: Path, libraries: tuple[str, ...]) -> dict[str, Any]:
    """Return what the process under test is told, by the names that ``child/session.py`` knows.

    Options whose name begins with ``provider.`` go to the execution provider, those of ``bench/system.py`` are ours,
    and all others are entries of the session's own configuration.
    """
    on, provider = device(configuration.device), provider_of(configuration)
    options = dict(configuration.options)
    ours = {name: options.pop(name, "") for name in _OURS}
    handed_on = {name: options.pop(name) for name in tuple(options) if name.startswith(PROVIDER_OPTION)}
    numbered = {"device_id": str(on.number or 0)} if on.kind.lower() in _NUMBERED else {}
    return {
        "model": str(model.absolute()),
        "libraries": list(libraries),
        "provider": provider,
        "provider_options": numbered | {name.removeprefix(PROVIDER_OPTION): value for name, value in handed_on.items()},
        "on_cpu": provider == CPU,
        "device": 0 if provider == CPU else on.number or 0,
        "memory_pattern": ours["enable_mem_pattern"] != "0",
        "callers": int(ours["callers"] or 1),
        "io_binding": ours["io_binding"] == "1",
        "entries": options,
        **{name: getattr(configuration, name) for name in _SETTINGS},
    }
