"""What the documents tell to type is what the command takes, and does what they say in a small repository."""

import datetime as dt
import pickle
import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.command_reference import reference
from seatrial.audit import audit
from seatrial.config import load
from seatrial.judging.registry import load_checks
from seatrial.repo import Memory
from seatrial.report.stored import to_json
from seatrial.rubric import load as load_rubric
from tests.cli.conftest import SERVICE, Command
from tests.cli.documented import Told, command_blocks, fenced_blocks, lines_of_python

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "integrations").rglob("*.yml"))]
GROUPS = ("baseline", "config", "vulndb")
TYPED = re.compile(rf"\bseatrial ((?:{'|'.join(GROUPS)}) [a-z]+|[a-z]+)((?: [^\n`|#;]+)?)")
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def _documented() -> dict[str, set[str]]:
    """Return the options that pages give to each command; to words behind the name that are none they give none."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        for command, rest in TYPED.findall(page.read_text(encoding="utf-8")):
            found[command] |= set(OPTION.findall(rest))
    return {command: options for command, options in found.items() if options}


@pytest.mark.parametrize(("command", "options"), sorted(_documented().items()))
def test_every_option_in_the_documents_is_there(seatrial: Command, command: str, options: set[str]) -> None:
    ran = seatrial(*command.split(), "--help")

    assert ran.code == 0
    assert options - set(OPTION.findall(ran.out)) == set()


def test_every_command_is_spoken_of(seatrial: Command) -> None:
    listed = seatrial("--help").out.partition("Commands:")[2].partition("Exit codes")[0]
    commands = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert len(commands) > 10
    assert {command for command in commands if f"seatrial {command}" not in told} == set()


def test_the_page_of_every_command_is_the_one_of_the_command_line() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference(), "run make docs"


DAY = dt.date(2026, 11, 26)
VALUE = "value: {currency: EUR, predictions_per_month: {value: 1000, owner: ann}}\n"
#: What cannot be tried here, by how its words begin, and why.
ELSEWHERE = {
    "seatrial bench": "it measures, which takes its time: tests/bench",
    "seatrial audit --bench": "it measures too",
    "seatrial interview": "it asks people on a terminal",
    "seatrial vulndb": "it asks the network",
    "seatrial audit --second-opinion": "it asks programs that are not there",
    "seatrial scan model.pkl --second-opinion": "it asks a program that is not there",
}
#: Commands that say no, which is what they are there for.
REFUSED = {"seatrial audit --target pilot --format json=result.json --fail-on blocker": 1}
#: With this a repository begins, which has no configuration then.
FIRST_DAY = "seatrial init --baseline"
BLOCKS = [
    block for block in command_blocks() if not all(row.startswith(tuple(ELSEWHERE)) for row in block.text.splitlines())
]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository as the documents take for granted: under git, with a remote, tags, models and results."""
    root = tmp_path_factory.mktemp("documented") / "service"
    for name, text in (SERVICE | {"seatrial.yaml": VALUE}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "downloads").mkdir()
    for name in ("model.pkl", "downloads/other.pkl"):
        (root / name).write_bytes(pickle.dumps({"weights": [1.0, 2.0]}))
    shutil.copytree(ROOT / "examples" / "churn-api", root / "examples" / "churn-api")
    for words in (
        ("init", "-q", "-b", "main"), ("config", "user.email", "ann@example.org"), ("config", "user.name", "Ann"),
        ("add", "-A"), ("commit", "-q", "-m", "begin"), ("tag", "v1.0"),
        ("update-ref", "refs/remotes/origin/main", "HEAD"), ("commit", "-q", "--allow-empty", "-m", "go on"),
    ):  # fmt: skip
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
    (root / "results").mkdir()
    shutil.copy(ROOT / "rubrics" / "default.yaml", root / "rubric.yaml")
    for name in ("old.json", "new.json", "results/LAST.json"):
        (root / name).write_bytes(to_json(audit(root, as_of=DAY)))
    return root


@pytest.fixture
def here(stage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the stage that is the folder one is in."""
    root = tmp_path / "service"
    shutil.copytree(stage, root)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_commands_of_a_page_run_one_after_the_other(seatrial: Command, here: Path, block: Told) -> None:
    if block.text.startswith(FIRST_DAY):
        (here / "seatrial.yaml").unlink()
    for row in block.text.splitlines():
        if not row.startswith(tuple(ELSEWHERE)):
            command, _, file = row.partition(" > ")
            ran = seatrial(*shlex.split(command)[1:])
            assert ran.code == REFUSED.get(row, 0), f"{row}\n{ran.err}"
            if file:
                (here / file).write_text(ran.out)


#: Blocks of Python that cannot be tried here, by a word in them, and why.
PYTHON_ELSEWHERE = {
    "seatrial.bench": "it measures",
    "all.zip": "it reads data on vulnerabilities that nobody has at hand",
    "second_opinions": "it asks programs that are not there",
    "acme": "it is a plugin: tests/judging/test_plugins_page.py",
}
PYTHON = [
    block
    for block in (*fenced_blocks("python"), *lines_of_python())
    if "from seatrial" in block.text and not any(word in block.text for word in PYTHON_ELSEWHERE)
]


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_the_python_of_a_page_runs(here: Path, block: Told) -> None:
    (here / "path").symlink_to(here)

    exec(compile(block.text, str(block), "exec"), {"__name__": "documented"})  # noqa: S102 -- our own pages


SETTINGS = [block for block in fenced_blocks("yaml") if "\nrepos:" not in f"\n{block.text}"]


@pytest.mark.parametrize("block", SETTINGS, ids=str)
def test_the_configuration_of_a_page_is_valid(block: Told) -> None:
    known = load_rubric().known(load_checks().checks.values())

    assert load(Memory({"seatrial.yaml": block.text}), DAY, known).path == "seatrial.yaml"


def test_the_documents_hold_something_of_each_kind() -> None:
    assert (len(BLOCKS) > 8, len(PYTHON) > 4, len(SETTINGS) > 5) == (True, True, True)
