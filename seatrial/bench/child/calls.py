"""What is one call of a session: with arrays, or with buffers that stay on the device?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter_ns as clock
from typing import Any

Feed = Mapping[str, Any]
Call = Callable[[], object]

#: onnxruntime's name of the memory that a provider works on.
_MEMORY = {
    "CUDAExecutionProvider": "cuda",
    "TensorrtExecutionProvider": "cuda",
    "NvTensorRTRTXExecutionProvider": "cuda",
    "DmlExecutionProvider": "dml",
}


def plain(session: Any, sets: Sequence[Feed]) -> list[Call]:
    """Return one call for each set of inputs: arrays in, arrays out, as a service makes it."""
    names = [one.name for one in session.get_outputs()]
    return [partial(session.run, names, feed) for feed in sets]


def bound(ort: Any, session: Any, sets: Sequence[Feed], provider: str, device: int) -> list[Call]:
    """Return one call for each set, its inputs and outputs bound to the device before the clock starts.

    Outputs get buffers of the shapes that a first run gives. Where the session captures CUDA graphs each set has its
    own, since a graph finds its inputs at the addresses with which it was captured.
    """
    memory = _MEMORY.get(provider, "cpu")
    return [_bound(ort, session, feed, memory, device, _of_graph(ort, str(at))) for at, feed in enumerate(sets, 1)]


def uncaptured(ort: Any) -> Any:
    """Return options of a run for which a session that captures CUDA graphs neither captures nor replays one."""
    return _of_graph(ort, "-1")


def _of_graph(ort: Any, number: str) -> Any:
    options = ort.RunOptions()
    options.add_run_config_entry("gpu_graph_id", number)
    return options


def transfers(ort: Any, session: Any, feed: Feed, provider: str, device: int) -> tuple[int, int]:
    """Return the nanoseconds to bring one set of inputs to the device and its outputs back; -1 where nothing moves."""
    memory = _MEMORY.get(provider)
    if memory is None:
        return (-1, -1)
    there, back = [], []
    for _ in range(11):
        started = clock()
        kept = [_on_device(ort, value, memory, device) for value in feed.values()]
        there.append(clock() - started)
        del kept
    binding = _binding(ort, session, feed, memory, device)
    session.run_with_iobinding(binding, uncaptured(ort))
    for _ in range(11):
        started = clock()
        binding.copy_outputs_to_cpu()
        back.append(clock() - started)
    return (sorted(there)[5], sorted(back)[5])


def _on_device(ort: Any, value: Any, memory: str, device: int) -> Any:
    """Return an input as onnxruntime's own value; one that is such a value already stays on the host."""
    if isinstance(value, ort.OrtValue):
        return value
    return ort.OrtValue.ortvalue_from_numpy(value, memory, device)


def answer(ort: Any, session: Any, call: Call, feed: Feed) -> list[Any]:
    """Return the outputs of one call: those in the device's buffers, where the call leaves them there."""
    if isinstance(call, _OnDevice):
        call()
        return list(call.binding.copy_outputs_to_cpu())
    return list(session.run(None, feed, uncaptured(ort)))


class _OnDevice:
    """A call that ends when the device has its outputs."""

    def __init__(self, session: Any, binding: Any, options: Any) -> None:
        self._session, self.binding, self._options = session, binding, options

    def __call__(self) -> None:
        self._session.run_with_iobinding(self.binding, self._options)
        self.binding.synchronize_outputs()  # the device may still be at work when the call is back


def _bound(ort: Any, session: Any, feed: Feed, memory: str, device: int, options: Any) -> Call:
    binding = _binding(ort, session, feed, memory, device)
    if memory == "cpu":
        return partial(session.run_with_iobinding, binding)
    return _OnDevice(session, binding, options)


def _binding(ort: Any, session: Any, feed: Feed, memory: str, device: int) -> Any:
    binding = session.io_binding()
    for name, value in feed.items():
        binding.bind_ortvalue_input(name, _on_device(ort, value, memory, device))
    names = [one.name for one in session.get_outputs()]
    for name, value in zip(names, session.run(names, feed, uncaptured(ort)), strict=True):
        if hasattr(value, "dtype"):
            buffer = ort.OrtValue.ortvalue_from_shape_and_type(value.shape, value.dtype, memory, device)
            binding.bind_ortvalue_output(name, buffer)
        else:  # a list or a map has no buffer of a known size
            binding.bind_output(name, memory, device)
    return binding
