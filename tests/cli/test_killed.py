"""What is taken away from an audit costs an answer at most, and is said: its workers, its disk, its descriptors."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

SCANNERS = {"kingfisher", "ruff"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and children are asked for as Linux has them")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So much code that several processes read it."""
    root = tmp_path_factory.mktemp("large")
    (root / "train.py").write_text("from sklearn.svm import SVC\n\nSVC().fit([[1]], [0])\n")
    for number in range(40):
        (root / f"words_{number}.py").write_text(
            "WORDS = (\n" + '    "one and another, and the next one",\n' * 2_500 + ")\n"
        )
    return root


def audit(root: Path, *, within: Callable[[], None] | None = None, killing: str = "") -> tuple[int, Any, str]:
    """Audit a folder in a process of its own, and kill its children of a name as soon as they are there."""
    command = [sys.executable, "-m", "seatrial", "audit", str(root), "--format", "json"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=within,  # noqa: PLW1509 -- a limit is set, and no lock is taken
    ) as process:
        if killing:
            _kill_children(process, killing)
        told, complained = process.communicate()
    return process.returncode, json.loads(told) if told else None, complained.decode()


def _kill_children(process: "subprocess.Popen[bytes]", name: str) -> None:
    asked = psutil.Process(process.pid)
    until, killed = time.monotonic() + 30, 0
    while process.poll() is None and not killed and time.monotonic() < until:
        for child in asked.children(recursive=True):
            try:
                if name in child.name() and child.status() != psutil.STATUS_ZOMBIE:
                    os.kill(child.pid, signal.SIGKILL)
                    killed += 1
            except (psutil.Error, OSError):
                continue
        time.sleep(0.005)
    assert killed


def test_a_worker_that_is_killed_costs_nothing(large: Path) -> None:
    code, report, complained = audit(large, killing="python")

    assert code == 0, complained
    assert report["unread"] == []
    assert report["crashed"] == []


def test_a_scanner_that_is_killed_is_left_out(large: Path) -> None:
    code, report, complained = audit(large, killing="ruff")  # which has so much to do that it is met at work

    assert code == 0, complained
    assert "ruff" not in report["tool"]["scanners"]


def test_a_full_disk_costs_the_scanners_and_no_more(service: Path) -> None:
    code, report, complained = audit(service, within=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))

    assert code == 0, complained
    assert not SCANNERS & set(report["tool"]["scanners"])
    assert report["crashed"] == []


def test_so_few_descriptors_that_nothing_can_be_started_cost_the_scanners(service: Path) -> None:
    code, report, complained = audit(service, within=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)))

    assert code == 0, complained
    assert report["score"]["lower"] > 0
    assert report["crashed"] == []
