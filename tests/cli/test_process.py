"""The process ends as the command does in this one, whatever becomes of its streams, its folder and its patience."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest


def test_a_reader_that_goes_away_ends_it_silently(service: Path) -> None:
    ran = subprocess.run(
        [_script(), "audit", str(service), "-v"], stdout=_closed(), stderr=subprocess.PIPE, check=False
    )

    assert ran.returncode == -signal.SIGPIPE
    assert b"Traceback" not in ran.stderr


def test_the_installed_script_ends_as_in_this_process(service: Path) -> None:
    ran = subprocess.run([_script(), "audit", str(service), "--fail-under", "100"], capture_output=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].endswith(b"exit=1")


def test_an_output_that_is_closed_changes_no_exit_code(service: Path) -> None:
    for redirected, code in (((">&-",), 0), ((">&-", "2>&-", "--fail-under", "100"), 1)):
        line = " ".join((f"'{_script()}' audit '{service}'", *redirected))

        assert subprocess.run(["sh", "-c", line], capture_output=True, check=False).returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that takes nothing")
def test_an_output_that_takes_no_more_is_refused_in_one_sentence(service: Path) -> None:
    commands = (f"audit '{service}'", "explain ARC-01", "rules --format json", "--help", "audit --help", "--version")
    for command, kept_back in product(commands, ("", "1")):
        how = {**os.environ, "PYTHONUNBUFFERED": kept_back}
        line = ["sh", "-c", f"'{_script()}' {command} >/dev/full"]
        ran = subprocess.run(line, capture_output=True, check=False, env=how)

        assert ran.returncode == 2
        assert ran.stderr.splitlines()[0] == b"seatrial: cannot write to standard output: No space left on device"
        assert ran.stderr.splitlines()[-1].endswith(b"exit=2")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that takes nothing")
def test_words_that_nobody_can_be_told_change_no_exit_code(service: Path) -> None:
    for options, code in (("", 0), ("--fail-under 100", 1), ("--target prod", 2)):
        line = f"'{_script()}' audit '{service}' {options} 2>/dev/full"

        assert subprocess.run(["sh", "-c", line], capture_output=True, check=False).returncode == code


def _watched(service: Path, terminal: str) -> bytes:
    """Return what an audit writes to a terminal on standard error."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    surroundings = {name: value for name, value in os.environ.items() if name not in {"CI", "GITHUB_ACTIONS"}}
    surroundings["TERM"] = terminal
    process = subprocess.Popen(
        [_script(), "audit", str(service)], stdout=subprocess.DEVNULL, stderr=theirs, env=surroundings
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the other end is closed when the command ends
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return shown


def test_the_count_that_a_terminal_sees_only_grows(service: Path) -> None:
    """Two processes answer, from both ends: the line of one must not be written over by that of the other."""
    counts = [int(count) for count in re.findall(rb"(\d+)/\d+ ", _watched(service, "xterm"))]

    assert len(counts) > 10
    assert counts == sorted(counts)


def test_a_terminal_sees_at_once_that_files_are_read(service: Path) -> None:
    assert _watched(service, "xterm").startswith(b"\r\x1b[K  0/126 Which files are there, and what do they hold?")


def test_a_terminal_that_replaces_no_line_sees_no_count(service: Path) -> None:
    assert b"\x1b" not in _watched(service, "dumb")


def test_130_for_a_process_that_is_interrupted(service: Path) -> None:
    code = (
        "import os, signal, sys, time; from importlib.metadata import entry_points; import seatrial.audit as judging;"
        "judging.audit = lambda *_, **__: (os.kill(os.getpid(), signal.SIGINT), time.sleep(9));"
        "(point,) = entry_points(group='console_scripts', name='seatrial');"
        "sys.exit(point.load()(['audit', sys.argv[1]]))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(service)], capture_output=True, check=False)

    assert (ran.returncode, b"Traceback" in ran.stderr) == (130, False)


def test_130_for_a_process_that_is_interrupted_before_its_command_begins() -> None:
    code = (
        "import os, signal, sys, time; from importlib.metadata import entry_points;"
        "import seatrial.module_cache as kept;"
        "kept.load = lambda: (os.kill(os.getpid(), signal.SIGINT), time.sleep(9));"
        "(point,) = entry_points(group='console_scripts', name='seatrial'); sys.argv = ['seatrial', 'rules'];"
        "sys.exit(point.load()())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert (ran.returncode, ran.stderr) == (130, b"seatrial: verdict=error gate=none exit=130\n")


def test_2_for_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    line = f"cd '{tmp_path / 'gone'}' && rmdir '{tmp_path / 'gone'}' && '{_script()}' audit"
    ran = subprocess.run(["sh", "-c", line], capture_output=True, check=False)

    assert ran.returncode == 2
    assert b"cannot be read" in ran.stderr


def test_the_module_starts_the_same_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "seatrial", "no-such-command"], capture_output=True, check=False)

    assert ran.returncode == 2
    assert b"No such command" in ran.stderr


def _script() -> str:
    return str(Path(sys.executable).with_name("seatrial"))


def _closed() -> int:
    """Return a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing
