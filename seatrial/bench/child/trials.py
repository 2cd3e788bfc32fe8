"""Which of many guesses about its inputs does a model accept?"""

from collections.abc import Mapping
from time import perf_counter_ns as clock
from typing import Any

from .feeds import feeds


def first_that_runs(session: Any, asked: Mapping[str, Any], blobs: tuple[bytes, ...]) -> dict[str, Any]:
    """Run candidate after candidate until one runs, or the time is over.

    Returns ``ran`` (the index of the first that ran, else -1), ``tried`` (how many were), and ``errors`` (what the
    others raised, one for each).
    """
    end = clock() + int(asked["seconds"] * 1e9)
    errors: list[str] = []
    for at, recipes in enumerate(asked["candidates"]):
        if at and clock() > end:
            break
        try:
            session.run(None, feeds(recipes, blobs, 1, asked["seed"])[0])
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:500])
        else:
            return {"ran": at, "tried": at + 1, "errors": errors}
    return {"ran": -1, "tried": len(errors), "errors": errors}
