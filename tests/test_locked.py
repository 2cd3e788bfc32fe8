"""What is locked can be installed on a day when something newer is there."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINNED = re.compile(r"^([\w.-]+)(?:\[([\w.,-]+)\])?==", re.MULTILINE)


def test_whatever_is_asked_for_with_an_extra_is_pinned_with_it() -> None:
    text = (Path(__file__).parent.parent / "constraints.txt").read_text(encoding="utf-8")
    pinned = {canonicalize_name(name): set(filter(None, extras.split(","))) for name, extras in PINNED.findall(text)}
    asked = [
        (name, one)
        for name, extras in pinned.items()
        for one in map(Requirement, _required(name))
        if one.extras and (one.marker is None or any(one.marker.evaluate({"extra": x}) for x in (*extras, "")))
    ]

    assert len(pinned) > 50
    assert [
        f"{name} asks for {one}"
        for name, one in asked
        if not one.extras <= pinned.get(canonicalize_name(one.name), set())
    ] == []


def _required(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # pinned for another platform
        return []
