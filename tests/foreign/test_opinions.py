"""Second opinions: what a tool is given, what is made of its answer, and whatever else it may do."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from shlex import quote

import pytest

from benchmarks.artifacts.opcodes import name, pickled, system
from seatrial.artifacts import scan
from seatrial.audit import Yardstick, audit
from seatrial.foreign import ForeignError
from seatrial.foreign.opinions import opinions_on, second_opinions
from seatrial.foreign.tools import Reads, found
from seatrial.model import Place, Severity
from seatrial.model.foreign import Agreement, ForeignReport
from seatrial.repo import Memory, Repo, Snapshot
from seatrial.repo.commit import Commit
from seatrial.repo.folder import Folder
from seatrial.report.foreign import foreign_lines
from seatrial.report.glyphs import UNICODE
from seatrial.scanners import process

from .conftest import Fake, answer, result

AS_OF = dt.date(2026, 7, 1)
EVIL, FINE = pickled(system()), pickled(name("sklearn.svm._classes:SVC"), b")\x81")
FILES: dict[str, str | bytes] = {
    "app.py": "import joblib\n\nmodel = joblib.load('models/good.pkl')\nprint(model.predict([[1]]))\n",
    "models/good.pkl": FINE,
    "models/bad one.pkl": EVIL,
    "Dockerfile": "FROM python:latest\nRUN pip install joblib\nCMD python app.py\n",
    "notes.txt": "nothing",
}
posix = pytest.mark.skipif(os.name != "posix", reason="a script stands for a tool")


def opinion(tool: object, snapshot: Snapshot) -> ForeignReport:
    report = audit(snapshot, Yardstick(checks={}), as_of=AS_OF)
    (told,) = second_opinions([tool], report, Repo(snapshot, as_of=AS_OF))  # type: ignore[list-item]
    return told


@posix
def test_an_answer_is_told_under_the_name_that_was_asked_for_at_the_files_of_the_repository(fake: Fake) -> None:
    bad = "1/file-1.pkl"  # a name with a blank is none that every tool takes
    told = opinion(
        fake(answer(result(bad, f"{bad} runs code"), result("files/1/good.pkl", "odd", "note"))), Memory(FILES)
    )

    assert (told.tool, told.version, told.asked, told.failed) == ("hayward", "9.9", True, "")
    assert [(one.severity, one.place, one.there, one.message) for one in told.findings] == [
        (Severity.HIGH, Place("models/bad one.pkl"), True, "models/bad one.pkl runs code"),
        (Severity.LOW, Place("models/good.pkl"), True, "odd"),
    ]
    assert told.agreement == Agreement(2, both=("models/bad one.pkl",))


@posix
@pytest.mark.parametrize("behind", ["%20%28pos%2030%29", "%3Aarchive/data.pkl", "!/data.pkl"])
def test_what_a_tool_puts_behind_a_path_leads_to_the_file(fake: Fake, behind: str) -> None:
    told = opinion(fake(answer(result(f"files/1/good.pkl{behind}"))), Memory(FILES))

    assert told.findings[0].place == Place("models/good.pkl")
    assert told.agreement == Agreement(2, theirs=("models/good.pkl",), ours=("models/bad one.pkl",))


@posix
def test_a_place_that_was_not_given_is_none(fake: Fake) -> None:
    told = opinion(fake(answer(result("2/other.pkl"), result("/etc/passwd"), result("../../x"))), Memory(FILES))

    assert [one.place for one in told.findings] == [None, None, None]
    assert told.outside == 2


@posix
def test_no_path_of_this_machine_stands_in_what_is_told(fake: Fake) -> None:
    script = answer(result("1/good.pkl", "at PLACE/files/1/good.pkl in PLACE/files/1/file-1.pkl"))
    told = opinion(fake(script.replace("cat", "sed s:PLACE:$PWD:g", 1)), Memory(FILES))

    assert told.findings[0].message == "at models/good.pkl in models/bad one.pkl"


@posix
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 139", "it crashed (exit 139)"),
        ("kill -SEGV $$", "it crashed (exit -11)"),
        ("echo no such option >&2; exit 2", "it ended with exit 2"),
        ("echo '<html>502'", "its answer is no SARIF 2.1.0"),
        ("exit 0", "its answer is no SARIF 2.1.0"),
        ("""echo '{"version": "2.1.0", "runs": []}'""", "its answer is no SARIF 2.1.0"),
        ("""echo '{"version": "2.1.0", "runs": [1]}'""", "its answer holds no run"),
        (f"echo '{'[' * 5_000}'", "its answer is no SARIF 2.1.0"),
    ],
)
def test_a_tool_whose_answer_is_none_is_not_assessed(fake: Fake, script: str, why: str) -> None:
    told = opinion(fake(script), Memory(FILES))

    assert (told.failed, told.findings, told.agreement) == (why, (), None)


@posix
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("script", ["exec sleep 60", "sleep 60 & wait"])
def test_a_tool_that_does_not_answer_is_not_waited_for(fake: Fake, script: str) -> None:
    told = opinion(fake(script), Memory(FILES))

    assert (told.failed, told.findings) == ("it did not end within 0.5 seconds", ())


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is told to Linux alone")
@pytest.mark.parametrize("script", ["exec yes", "yes & wait $!"])
def test_a_tool_that_writes_without_end_is_stopped(fake: Fake, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Also what it has started before anybody could bound it alone: a disk of ours was filled by that."""
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(process, "OUTPUT", 100_000)

    assert opinion(fake(script), Memory(FILES)).failed.startswith("it crashed")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 100_000


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is told to Linux alone")
def test_a_tool_that_takes_too_much_memory_gets_no_more(fake: Fake) -> None:
    tool = fake(f"exec {quote(sys.executable)} -Ic 'import time; time.sleep(0.1); x = bytearray(500_000_000)'")
    modest = replace(
        tool, tool=replace(tool.tool, conditions=replace(tool.tool.conditions, seconds=20.0, memory=200_000_000))
    )

    assert opinion(modest, Memory(FILES)).failed == "it ended with exit 1"


@posix
@pytest.mark.usefixtures("hasty")
def test_what_a_tool_started_ends_with_it(fake: Fake, tmp_path: Path) -> None:
    opinion(fake(f"sleep 61 & echo $! > {tmp_path}/child; wait"), Memory(FILES))
    child = int((tmp_path / "child").read_text())

    end = time.monotonic() + 10  # killed, it ends when it gets its turn; else it sleeps for longer
    while alive(child) and time.monotonic() < end:
        time.sleep(0.01)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@posix
def test_a_tool_learns_nothing_of_the_caller_and_is_asked_to_stay_at_home(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-caller")
    opinion(fake(f"/usr/bin/env > {tmp_path}/seen; ulimit -d >> {tmp_path}/seen"), Memory(FILES))
    seen = (tmp_path / "seen").read_text()

    assert "of-the-caller" not in seen
    assert "PROMPTFOO_DISABLE_TELEMETRY=1\n" in seen
    assert "HTTPS_PROXY=http://127.0.0.1:9\n" in seen
    assert str(Path.home()) not in [line.partition("=")[2] for line in seen.splitlines()]


@posix
def test_a_commit_and_memory_are_given_like_a_folder(fake: Fake, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    for path, data in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    git = shutil.which("git", path=os.defpath) or "/usr/bin/git"
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([git, *identity, *words], cwd=root, check=True)
    os.environ["PATH"] += f"{os.pathsep}{os.path.dirname(git)}"
    tool = fake(f"cat files/*/* | /usr/bin/sha256sum > {tmp_path}/seen; {answer(result('1/good.pkl'))}")
    seen, told = set(), []
    for snapshot in (Folder(root), Commit(root), Memory(FILES)):
        told.append(opinion(tool, snapshot))
        seen.add((tmp_path / "seen").read_text())

    assert len(seen) == 1
    assert told[0] == told[1] == told[2]


@posix
def test_what_is_not_here_is_not_given_and_is_told(fake: Fake) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    told = opinion(fake(answer()), Memory({**FILES, "models/big.pt": pointer}))

    assert told.missed == (("models/big.pt", "git-lfs pointer: the content is elsewhere"),)
    assert told.agreement is not None
    assert told.agreement.files == 2


@posix
def test_more_than_may_be_copied_is_told(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.scanners.handed.MANY", 1)

    told = opinion(fake(answer()), Memory(FILES))

    assert told.missed == (("models/good.pkl", "was given as many files as it may be given"),)


@posix
def test_where_there_is_nothing_to_read_nobody_is_started(fake: Fake) -> None:
    told = opinion(fake("exit 139"), Memory({"app.py": FILES["app.py"]}))

    assert (told.failed, told.findings, told.agreement, told.idle) == ("", (), None, True)
    assert next(one.text for one in foreign_lines([told], UNICODE)).endswith(": there is nothing here for it to read")


@posix
def test_an_answer_that_is_not_whole_says_so(fake: Fake) -> None:
    assert opinion(fake(answer(invocations=[{"executionSuccessful": False}])), Memory(FILES)).partial
    assert not opinion(fake(answer(invocations=[])), Memory(FILES)).partial


@posix
def test_nothing_is_left_behind_and_nothing_is_written_beside_the_files(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "made"))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "m.pkl").write_bytes(FINE)
    opinions_on([fake(f"echo spoiled > files/1/m.pkl; {answer()}")], scan([tmp_path / "models"]))

    assert list((tmp_path / "made").iterdir()) == []
    assert (tmp_path / "models" / "m.pkl").read_bytes() == FINE


def test_a_name_that_is_none_and_a_tool_that_is_not_there_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.scanners.program._beside", lambda *_: iter(()))
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ForeignError, match=r"no second opinion 'nobody' .there are hayward, modelaudit, hadolint."):
        found(["nobody"])
    with pytest.raises(ForeignError, match=r"hayward is not installed: pip install 'seatrial\[artefacts\]'"):
        found(["hayward"])
    with pytest.raises(ForeignError, match="hadolint reads Dockerfiles"):
        found(["hadolint"], (Reads.MODELS,))


def test_the_real_hayward_speaks_against_the_bad_pickle_alone() -> None:
    (tool,) = found(["hayward"])
    told = opinion(tool, Memory(FILES))

    assert (told.failed, told.version[:2]) == ("", "1.")
    assert [(one.rule, one.place) for one in told.findings] == [("MFV-PICKLE-001", Place("models/bad one.pkl"))]
    assert told.agreement == Agreement(2, both=("models/bad one.pkl",))
    assert told == opinion(tool, Memory(FILES))


def test_the_real_hadolint_reads_dockerfiles_and_hears_no_comment_that_asks_it_to_look_away() -> None:
    (tool,) = found(["hadolint"])
    deaf = "FROM python:latest\n# hadolint ignore=DL3013\nRUN pip install joblib\n"
    told = opinion(tool, Memory({**FILES, "deploy/Dockerfile": deaf, ".hadolint.yaml": "ignored: [DL3007]\n"}))

    assert told.failed == ""
    assert {("DL3007", "deploy/Dockerfile:1"), ("DL3013", "deploy/Dockerfile:3")} <= {
        (one.rule, str(one.place)) for one in told.findings
    }


@pytest.mark.skipif(shutil.which("modelaudit") is None, reason="modelaudit is not on PATH: pipx install modelaudit")
def test_the_real_modelaudit_speaks_against_the_bad_pickle() -> None:
    (tool,) = found(["modelaudit"])
    told = opinion(tool, Memory(FILES))

    assert told.failed == ""
    assert told.agreement is not None
    assert "models/bad one.pkl" in told.agreement.both
