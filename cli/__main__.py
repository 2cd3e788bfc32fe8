"""How does a command line become an exit code?"""

import sys
from collections.abc import Sequence

from seatrial import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; ``sys.argv`` is read when no arguments are given."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in (["-V"], ["--version"]):
        try:
            print(f"seatrial {__version__}", flush=True)
            return 0
        except OSError:  # the command says below what became of its output
            pass
    try:
        if arguments is None:
            _prepare()
        from .run import run  # the version is told before anything else is imported

        code = run(given)
        if arguments is None:
            _leave_everything()
    except KeyboardInterrupt:  # before the command began, or after it had ended
        print("seatrial: verdict=error gate=none exit=130", file=sys.stderr)
        return 130
    return code


def _prepare() -> None:
    """Make the process ready for a command."""
    _open_what_is_closed()
    _collect_nothing()
    _load_modules()


def _open_what_is_closed() -> None:
    """Let a process that was started without an output write to nowhere, so that its exit code is the one it earned."""
    import os

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 -- open until the process ends


def _collect_nothing() -> None:
    """Look for no garbage: what an audit makes stays until its end, and to walk it costs a tenth of the time."""
    import gc

    gc.disable()


def _load_modules() -> None:
    """Take the code of our modules from one file, where an earlier run kept it."""
    from seatrial import module_cache

    module_cache.load()


def _leave_everything() -> None:
    """Keep code and patterns for the next run; and hide all objects from the last collections."""
    import gc

    for name in ("seatrial.module_cache", "seatrial.read.pattern_cache"):
        if cache := sys.modules.get(name):
            cache.store()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
