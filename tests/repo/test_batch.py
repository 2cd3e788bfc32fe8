"""Many files are read in several processes, with the same records as one by one."""

import signal
import subprocess
import sys
import threading

import pytest

from seatrial.read.code.python import PYTHON
from seatrial.read.code.python_record import PythonFile
from seatrial.read.reader import Reader, Unread, Unreadable
from seatrial.repo import repo as repo_module
from seatrial.repo.batch import read_ahead
from tests.repositories import repo_of

FILES = {f"pkg/m{n}.py": f"import torch\n\ndef f{n}(x):\n    return torch.load('{n}')\n" for n in range(40)}


def refuse(path: str, data: bytes) -> PythonFile:
    if b"load('7')" in data:
        raise Unreadable("not today")
    return PYTHON.parse(path, data)


PICKY = Reader("picky", 1, refuse, pack=PYTHON.pack, unpack=PYTHON.unpack)


def ahead(reader: Reader[PythonFile], processes: int = 2) -> dict[str, PythonFile | Unread]:
    answers = read_ahead(reader, ((path, text.encode()) for path, text in FILES.items()), processes)
    return dict(answers)


def test_processes_read_what_one_process_reads() -> None:
    serial = {path: PYTHON.parse(path, text.encode()) for path, text in FILES.items()}

    assert ahead(PYTHON) == serial


def test_what_cannot_be_read_comes_back_with_its_reason() -> None:
    found = ahead(PICKY)

    assert found["pkg/m7.py"] == Unread("pkg/m7.py", "not today")
    assert len(found) == len(FILES)


def test_one_processor_is_left_to_read_one_by_one() -> None:
    assert ahead(PYTHON, processes=1) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal interrupts a whole group of processes elsewhere")
def test_processes_that_read_say_nothing_when_a_terminal_interrupts_all_of_them() -> None:
    code = (
        "import os, signal; from tests.repo.test_batch import FILES, PYTHON, read_ahead\n"
        "for _ in read_ahead(PYTHON, ((path, text.encode()) for path, text in FILES.items()), 2):\n"
        "    os.killpg(0, signal.SIGINT)\n"  # the other process waits for more
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, start_new_session=True, check=False)

    assert (ran.returncode, ran.stderr.count(b"Traceback")) == (-signal.SIGINT, 1)  # that of the first process alone


def test_nothing_is_forked_while_other_threads_may_hold_locks() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    found = ahead(PYTHON)
    stop.set()
    other.join()

    assert found == {}


def test_a_reader_whose_records_do_not_travel_is_read_one_by_one() -> None:
    assert ahead(Reader("plain", 1, PYTHON.parse)) == {}


def test_a_large_repository_is_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repo_module, "WORTH", 100)
    repo = repo_of(FILES)
    records = repo.records(PYTHON, [*FILES, "missing.py"])

    assert [record.path for record in records] == list(FILES)
    assert repo.unread(PYTHON, ["missing.py"]) == (Unread("missing.py", "no such file"),)
