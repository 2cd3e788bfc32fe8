"""Tools that stand for those that are asked for a second opinion."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seatrial.foreign import tools as known
from seatrial.foreign.tools import Installed, found
from seatrial.scanners import program

Fake = Callable[..., Installed]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Return what puts a script in the place of a tool, the only one that is found."""
    folder = tmp_path / "tools"
    folder.mkdir()

    def beside(name: str, _: Path) -> Iterator[Path]:
        yield folder / name

    def made(script: str, name: str = "hayward") -> Installed:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod((folder / name).stat().st_mode | stat.S_IXUSR)
        (one,) = found([name])
        return one

    monkeypatch.setattr(program, "_beside", beside)
    monkeypatch.setenv("PATH", str(folder))
    return made


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every tool half a second: a busy machine may take longer for one that answers."""
    tools = (replace(tool, conditions=replace(tool.conditions, seconds=0.5)) for tool in known.TOOLS)
    monkeypatch.setattr(known, "TOOLS", tuple(tools))


def answer(*results: dict[str, Any], **run: Any) -> str:
    """Return a script that answers with those results."""
    driver = {"name": "whatever it says", "version": "9.9"}
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results, **run}]}
    return f"cat <<'END'\n{json.dumps(document)}\nEND"


def result(uri: str, text: str = "bad", level: str = "error") -> dict[str, Any]:
    """Return one result at a place."""
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    return {"ruleId": "R1", "level": level, "message": {"text": text}, "locations": [place]}
