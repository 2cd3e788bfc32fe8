"""Which libraries does an execution provider need, where do they lie, and which of them is missing?

onnxruntime only warns when a provider's library cannot be loaded, in a log that is off here, and goes on with the CPU.
"""

import contextlib
import ctypes
import os
from typing import Any

#: Providers that stand in a library of their own beside the runtime's, by its name.
_OWN = {
    "CUDAExecutionProvider": "cuda",
    "TensorrtExecutionProvider": "tensorrt",
    "NvTensorRTRTXExecutionProvider": "nv_tensorrt_rtx",
}
_NO_SUCH_SYMBOL = "undefined symbol"  #: the runtime itself has what such a library still lacks


def preload(ort: Any, provider: str) -> None:
    """Load the maker's libraries from the Python packages that pip puts them into.

    The system's loader does not look there, so that ``pip install onnxruntime-gpu[cuda,cudnn]`` alone would end on the
    CPU. What is not there is looked for by the loader afterwards, as always.
    """
    load = getattr(ort, "preload_dlls", None)  # from 1.21 on
    if provider in _OWN and load is not None:
        with contextlib.suppress(OSError, RuntimeError):
            load()


def missing(ort: Any, provider: str) -> str:
    """Return what keeps a provider from being used, in the loader's or the driver's words; "" when nobody tells."""
    if provider not in _OWN:
        return ""
    name = f"libonnxruntime_providers_{_OWN[provider]}.so"
    path = os.path.join(os.path.dirname(ort.__file__), "capi", name)
    if not os.path.isfile(path):
        return f"{name} is missing beside the runtime"
    try:
        ctypes.CDLL(path, mode=os.RTLD_LAZY)
    except OSError as error:
        if _NO_SUCH_SYMBOL not in str(error):
            return str(error)
    return _device()


def _device() -> str:
    """Ask the driver for its devices; it answers with a number where something is wrong."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError as error:
        return str(error)
    count = ctypes.c_int()
    code = driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count))
    if code:
        return f"the driver answers with error {code}"
    return "" if count.value else "the driver sees no device"
