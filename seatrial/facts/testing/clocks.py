"""Which calls read a clock to see how long something takes?"""

from seatrial.read.code.python_record import Call, Value

_CLOCKS = frozenset({
    "perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "thread_time", "thread_time_ns",
    "default_timer", "monotonic", "monotonic_ns", "time", "time_ns", "clock_gettime", "clock_gettime_ns", "timeit",
    "repeat", "elapsed_time", "blocked_autorange", "do_bench", "Timer",
})  # fmt: skip
_CLOCK_OWNERS = ("time", "timeit", "torch", "triton", "Timer")


def is_clock(call: Call) -> bool:
    """Tell whether a call reads a clock, or hands a function to one."""
    return _is_of_a_clock(call.name or call.written)


def is_read_of_a_clock(value: Value) -> bool:
    """Tell whether a value comes from a clock: ``time.time() - start``, or a name that was given that."""
    return _is_of_a_clock(value.name) or any(map(is_read_of_a_clock, value.items))


def _is_of_a_clock(name: str) -> bool:
    known = name.rpartition(".")[2] in _CLOCKS
    return known and (name in _CLOCKS or name.startswith(_CLOCK_OWNERS)) and name != "repeat"
