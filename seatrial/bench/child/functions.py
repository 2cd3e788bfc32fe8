"""What is one call of a Python function that somebody allowed to be run?"""

import asyncio
import importlib
import inspect
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any


class NoFunction(Exception):
    """What was named is no function that can be called; the text says why."""


def calls(root: str, module: str, function: str, arguments: Sequence[Any]) -> list[Callable[[], object]]:
    """Import a function as a program started in ``root`` would, and return one call for each argument.

    Without arguments the function is called with none. Raises ``NoFunction``.
    """
    os.chdir(root)
    sys.path.insert(0, root)
    named: Any = importlib.import_module(module)
    for part in function.split("."):
        if not hasattr(named, part):
            raise NoFunction(f"{module} has no {part}")
        named = getattr(named, part)
    if not callable(named):
        raise NoFunction(f"{module}:{function} is no function")
    if not arguments and _wants_more(named):
        raise NoFunction(f"{module}:{function} takes arguments: give them, one JSON value a line, by --payload FILE")
    called = _waited_for(named) if inspect.iscoroutinefunction(named) else named
    return [partial(called, argument) for argument in arguments] or [called]


def parsed(blobs: Sequence[bytes]) -> list[Any]:
    """Return arguments that came as JSON."""
    return [json.loads(blob) for blob in blobs]


def _wants_more(function: Callable[..., object]) -> bool:
    try:
        inspect.signature(function).bind()
    except TypeError:
        return True
    except ValueError:  # written in C, and does not tell
        return False
    return False


def _waited_for(function: Callable[..., Any]) -> Callable[..., object]:
    """Run a coroutine to its end on one loop, as a server does."""
    loop = asyncio.new_event_loop()
    return lambda *arguments: loop.run_until_complete(function(*arguments))
