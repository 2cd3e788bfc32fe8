"""How long does a run take by onnxruntime's own C library, without its Python binding?

    python -I _native_loop.py LIBRARY MODEL SECONDS

A program of its own, since the library and the binding must not meet in one process. Standard input holds a JSON list
of sets of inputs, which take turns: name, element type by the C interface's number, shape, and the bytes in base64.
Standard output gets a JSON list of nanoseconds. Functions are taken from the interface's table by their place, which
never changes: a version only adds to its end.
"""

import base64
import ctypes
import json
import sys
from collections.abc import Callable
from itertools import cycle
from time import perf_counter_ns as clock
from typing import Any

_VERSION = 17  #: of the interface; every onnxruntime since 1.17 has it
_PLACES = {
    "GetErrorMessage": 2, "CreateEnv": 3, "CreateSession": 7, "Run": 9, "CreateSessionOptions": 10,
    "SetSessionGraphOptimizationLevel": 23, "SetIntraOpNumThreads": 24, "SetInterOpNumThreads": 25,
    "SessionGetOutputCount": 31, "SessionGetOutputName": 37, "CreateTensorWithDataAsOrtValue": 49,
    "CreateCpuMemoryInfo": 69, "GetAllocatorWithDefaultOptions": 78, "ReleaseValue": 96,
}  # fmt: skip
_ALL_OPTIMISATIONS = 99
_WARM_NS, _LEAST = 200_000_000, 10  #: of warming up, as long as the bench does it, and runs
_POINTER = ctypes.c_void_p


class Library:
    """The table of functions."""

    def __init__(self, path: str) -> None:
        base = ctypes.CDLL(path).OrtGetApiBase
        base.restype = ctypes.POINTER(_POINTER)
        get = ctypes.CFUNCTYPE(_POINTER, ctypes.c_uint32)(base()[0])
        self._table = ctypes.cast(get(_VERSION), ctypes.POINTER(_POINTER))

    def function(self, name: str, result: Any = _POINTER) -> Callable[..., Any]:
        """Return a function of the interface."""
        found: Callable[..., Any] = ctypes.CFUNCTYPE(result)(self._table[_PLACES[name]])
        return found

    def make(self, name: str, *arguments: Any) -> ctypes.c_void_p:
        """Call a function whose last parameter is where to put what it makes."""
        made = _POINTER()
        self.call(name, *arguments, ctypes.byref(made))
        return made

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function; end the program when it reports an error."""
        status = self.function(name)(*arguments)
        if status:
            text = self.function("GetErrorMessage", ctypes.c_char_p)(_POINTER(status))
            sys.exit(f"{name}: {text.decode('utf-8', 'replace')}")


def session(library: Library, model: str) -> ctypes.c_void_p:
    """Return a session with one thread and every optimisation, as the bench has it by default."""
    environment = library.make("CreateEnv", ctypes.c_int(3), b"native")
    options = library.make("CreateSessionOptions")
    library.call("SetIntraOpNumThreads", options, ctypes.c_int(1))
    library.call("SetInterOpNumThreads", options, ctypes.c_int(1))
    library.call("SetSessionGraphOptimizationLevel", options, ctypes.c_int(_ALL_OPTIMISATIONS))
    return library.make("CreateSession", environment, model.encode(), options)


def tensors(library: Library, inputs: list[dict[str, Any]]) -> tuple[list[ctypes.c_void_p], list[Any]]:
    """Return a tensor for each input, and the memory that they look at."""
    memory = library.make("CreateCpuMemoryInfo", ctypes.c_int(1), ctypes.c_int(0))
    made, kept = [], []
    for one in inputs:
        data = base64.b64decode(one["data"])
        buffer = ctypes.create_string_buffer(data, max(len(data), 1))
        shape = (ctypes.c_int64 * max(len(one["shape"]), 1))(*one["shape"])
        size, rank, kind = ctypes.c_size_t(len(data)), ctypes.c_size_t(len(one["shape"])), ctypes.c_int(one["type"])
        made.append(library.make("CreateTensorWithDataAsOrtValue", memory, buffer, size, shape, rank, kind))
        kept.append(buffer)
    return made, kept


def output_names(library: Library, loaded: ctypes.c_void_p) -> list[bytes]:
    """Return the names of the outputs."""
    allocator, count = library.make("GetAllocatorWithDefaultOptions"), ctypes.c_size_t()
    library.call("SessionGetOutputCount", loaded, ctypes.byref(count))
    names = (library.make("SessionGetOutputName", loaded, ctypes.c_size_t(at), allocator) for at in range(count.value))
    return [ctypes.string_at(name.value or 0) for name in names]


def timed(library: Library, loaded: ctypes.c_void_p, sets: list[list[dict[str, Any]]], seconds: float) -> list[int]:
    """Return the nanoseconds of each run; outputs are released after the clock was read, and made anew by each run."""
    told = output_names(library, loaded)
    got = (_POINTER * len(told))()
    outputs = (ctypes.c_char_p * len(told))(*told), ctypes.c_size_t(len(told)), got
    made = [tensors(library, inputs) for inputs in sets]
    calls = [(loaded, None, *_fed(inputs, values), *outputs) for inputs, (values, _) in zip(sets, made, strict=True)]
    run, release = library.function("Run"), library.function("ReleaseValue", None)
    times: list[int] = []
    begin = clock() + _WARM_NS
    end, warm = begin + int(seconds * 1e9), 0
    for asked in cycle(calls):
        begun = clock()
        status = run(*asked)
        done = clock()
        if status:
            sys.exit("a run failed")
        for at in range(len(told)):
            release(_POINTER(got[at]))
            got[at] = None
        times.append(done - begun)
        warm += begun < begin
        if done >= end and len(times) >= warm + _LEAST:
            return times[warm:]
    return []


def _fed(inputs: list[dict[str, Any]], values: list[ctypes.c_void_p]) -> tuple[Any, Any, ctypes.c_size_t]:
    """Return names, values and number of the inputs, as ``Run`` takes them."""
    names = (ctypes.c_char_p * len(inputs))(*(one["name"].encode() for one in inputs))
    return names, (_POINTER * len(values))(*values), ctypes.c_size_t(len(values))


def main() -> None:
    """Print the times of the model that the command line names."""
    library = Library(sys.argv[1])
    sets = json.load(sys.stdin)
    print(json.dumps(timed(library, session(library, sys.argv[2]), sets, float(sys.argv[3]))))


if __name__ == "__main__":
    main()
