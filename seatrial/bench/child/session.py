"""How is a model loaded by onnxruntime under a configuration, and where do its nodes really run?"""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from time import perf_counter_ns as clock
from typing import Any

from . import libraries

CPU = "CPUExecutionProvider"
_RECORD = "session.record_ep_graph_assignment_info"
_NO_FALLBACK = "session.disable_cpu_ep_fallback"
_ORDER = {"disable": "DISABLE_ALL", "basic": "ENABLE_BASIC", "extended": "ENABLE_EXTENDED", "all": "ENABLE_ALL"}
#: Providers that hand on to another one what they cannot run; the last resort of all is the CPU.
_NEXT = {
    "TensorrtExecutionProvider": "CUDAExecutionProvider",
    "NvTensorRTRTXExecutionProvider": "CUDAExecutionProvider",
}


class Unavailable(Exception):
    """What was asked for is not on this machine."""


class _Place:
    """Where a model lies, as bytes: the runtime refuses a path with a name that is no text in this locale."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __fspath__(self) -> bytes:
        return os.fsencode(self._path)


def runtime() -> tuple[Any, int]:
    """Import onnxruntime; return it and the nanoseconds that took. Raises ``Unavailable`` when it is not there."""
    started = clock()
    try:
        import onnxruntime
    except ImportError as error:
        raise Unavailable(f"{sys.executable} cannot import onnxruntime: {error}") from None
    took = clock() - started
    onnxruntime.set_default_logger_severity(4)
    return onnxruntime, took


def load(ort: Any, model: str, asked: Mapping[str, Any], profile: str = "") -> Any:
    """Return a session of a model file, with ``profile`` the beginning of the name of a file of profile events.

    With a provider other than the CPU's, a first try forbids onnxruntime to leave any node to the CPU; when it must
    leave some, a second try allows it, and the placement tells which. A provider without its
    libraries, and a session that runs on the CPU as a whole though something else was asked for, raise ``Unavailable``.
    """
    provider = asked["provider"] or CPU
    if provider not in ort.get_available_providers():
        there = ", ".join(ort.get_available_providers())
        what = f"onnxruntime {ort.__version__} has no {provider} here, only {there}"
        raise Unavailable(f"{what}: another build may have it (--runtime)")
    if provider == CPU:
        return _session(ort, model, _options(ort, asked, profile), [CPU])
    libraries.preload(ort, provider)
    first = (provider, dict(asked["provider_options"]))
    try:
        strict = _options(ort, asked, profile)
        strict.add_session_config_entry(_NO_FALLBACK, "1")
        session = _session(ort, model, strict, [first])
    except Exception:
        session = _with_others(ort, model, _options(ort, asked, profile), first)
    _prove(ort, session, provider)
    return session


def _with_others(ort: Any, model: str, options: Any, first: tuple[str, dict[str, Any]]) -> Any:
    """Return a session that leaves to others what a provider cannot run; say which of its libraries is missing."""
    provider = first[0]
    also = [_NEXT[provider]] if _NEXT.get(provider) in ort.get_available_providers() else []
    try:
        return _session(ort, model, options, [first, *also, CPU])
    except Exception as error:
        if why := libraries.missing(ort, provider):
            raise Unavailable(f"{provider} was asked for, but cannot be used: {why}") from error
        raise


def placement(session: Any) -> list[dict[str, Any]]:
    """Return for each provider the number of its nodes and their operators; empty when the runtime cannot tell."""
    tell = getattr(session, "get_provider_graph_assignment_info", None)
    if tell is None:  # before 1.24
        return []
    placed: dict[str, Counter[str]] = {}
    for part in tell():
        placed.setdefault(part.ep_name, Counter()).update(node.op_type for node in part.get_nodes())
    return [
        {"provider": name, "nodes": sum(found.values()), "operators": found.most_common(20)}
        for name, found in placed.items()
    ]


def devices(ort: Any) -> list[str]:
    """Return the devices that the runtime sees, with their provider; empty before onnxruntime 1.23."""
    seen = getattr(ort, "get_ep_devices", list)
    return [f"{one.ep_name}: {one.device.type.name} ({one.device.vendor})" for one in seen()]


def signature(session: Any) -> dict[str, list[dict[str, Any]]]:
    """Return names, types and shapes of inputs and outputs, as onnxruntime tells them."""

    def told(values: Any) -> list[dict[str, Any]]:
        return [{"name": one.name, "type": one.type, "shape": list(one.shape or ())} for one in values]

    return {"inputs": told(session.get_inputs()), "outputs": told(session.get_outputs())}


def _prove(ort: Any, session: Any, provider: str) -> None:
    """Raise ``Unavailable`` when a session fell back: onnxruntime itself only warns."""
    got = session.get_providers()[0]
    placed = {part["provider"]: part["nodes"] for part in placement(session)}
    if got != provider or (placed and not placed.get(provider)):
        where = got if got != provider else max(placed, key=lambda name: placed[name])
        why = libraries.missing(ort, provider)
        raise Unavailable(
            f"{provider} was asked for, but onnxruntime {ort.__version__} runs the model on {where}{why and f': {why}'}"
        )


def _session(ort: Any, model: str, options: Any, providers: list[Any]) -> Any:
    place = model if model.isprintable() else _Place(model)
    return ort.InferenceSession(place, options, providers=providers, enable_fallback=0, read_config_from_model=0)


def _options(ort: Any, asked: Mapping[str, Any], profile: str) -> Any:
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = asked["intra_threads"]
    options.inter_op_num_threads = asked["inter_threads"]
    if asked["inter_threads"] != 1:
        options.execution_mode = ort.ExecutionMode.ORT_PARALLEL
    options.enable_cpu_mem_arena = asked["arena"]
    options.enable_mem_pattern = asked["memory_pattern"]
    options.graph_optimization_level = _level(ort, asked["optimisation"])
    spinning = "1" if asked["spinning"] else "0"
    entries = {"session.intra_op.allow_spinning": spinning, "session.inter_op.allow_spinning": spinning, _RECORD: "1"}
    entries |= {"session.set_denormal_as_zero": "1"} if asked["flush_subnormals"] else {}
    for name, value in (entries | dict(asked["entries"])).items():
        options.add_session_config_entry(name, value)
    for library in asked["libraries"]:
        options.register_custom_ops_library(library)
    if profile:
        options.enable_profiling, options.profile_file_prefix = True, profile
    return options


def _level(ort: Any, name: str) -> Any:
    levels = ort.GraphOptimizationLevel
    if name == "layout":  # onnxruntime before 1.23 has no such step between extended and all
        return getattr(levels, "ORT_ENABLE_LAYOUT", levels.ORT_ENABLE_ALL)
    return getattr(levels, f"ORT_{_ORDER[name]}")
