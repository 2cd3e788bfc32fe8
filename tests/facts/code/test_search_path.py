"""What a file, a set-up of tests or a run adds to the path decides which of several modules of one name is meant."""

import pytest

from seatrial.facts.ci.commands.pytest_settings import pytest_settings
from seatrial.facts.code.resolution import resolve
from tests.repositories import repo_of

#: Two packages called main: one of the tests' neighbours, and the program's module in a folder of that name.
TWO = {
    "agent/src/main/__init__.py": "",
    "agent/src/main/main.py": "from fastapi import FastAPI\nfrom app.graph import answer\napp = FastAPI()\n",
    "agent/src/main/app/__init__.py": "",
    "agent/src/main/app/graph.py": "def answer(): ...\n",
    "agent/src/test/__init__.py": "",
}
TEST = "agent/src/test/test_api.py"
PROGRAM = "agent/src/main/main.py"


def meant(before: str, files: dict[str, str] | None = None, name: str = "main.app") -> str:
    text = (
        f"import inspect\nimport os\nimport sys\nfrom pathlib import Path\n{before}\nfrom main import app\nimport app\n"
    )
    found = resolve(repo_of({**TWO, **(files or {}), TEST: text}), name, TEST)
    return found.path if found else ""


@pytest.mark.parametrize(
    "line",
    [
        "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'main'))",
        "sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'main'))",
        "sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'main'))",
        "HERE = os.path.dirname(os.path.abspath(__file__))\nsys.path.insert(0, f'{HERE}/../main')",
        "HERE = Path(__file__).parent\nMAIN = HERE.parent / 'main'\nsys.path.insert(0, str(MAIN))",
        "HERE = os.path.dirname(inspect.getfile(inspect.currentframe()))\nsys.path.insert(0, HERE + '/../main')",
        "sys.path[0:0] = [os.path.join(os.path.dirname(__file__), '../main')]",
        "sys.path = ['src/main'] + sys.path",
        "sys.path.insert(0, 'src/main')",
        "sys.path.insert(0, 'agent/src/main')",
        "sys.path.insert(0, '../main')",
    ],
)
def test_a_folder_that_a_test_puts_in_front_holds_the_module_that_it_means(line: str) -> None:
    assert meant(line) == PROGRAM
    assert meant(line, name="app.graph.answer") == "agent/src/main/app/graph.py"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "sys.path.append(os.path.join(os.path.dirname(__file__), '..', 'main'))",  # the neighbour comes first
        "sys.path.insert(0, '/srv/app')",  # no folder of the repository
        "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '../../../../main'))",  # above the repository
        "sys.path.insert(0, os.environ['MAIN'])",
        "HERE = HERE\nsys.path.insert(0, HERE)",
        "def later():\n    sys.path.insert(0, '../main')",  # nobody has called it when the module is imported
    ],
)
def test_what_is_added_behind_elsewhere_or_unknown_decides_nothing(line: str) -> None:
    assert meant(line) == "agent/src/main/app/__init__.py"


def test_what_is_appended_finds_a_module_that_is_nowhere_else() -> None:
    line = "sys.path.append(os.path.join(os.path.dirname(__file__), '..', 'main'))"

    assert meant(line, name="app.graph.answer") == "agent/src/main/app/graph.py"
    assert meant("", name="app.graph.answer") != "agent/src/main/app/graph.py"


@pytest.mark.parametrize(
    "files",
    [
        {"agent/conftest.py": "import sys\nsys.path.insert(0, 'src/main')\n"},
        {"agent/src/test/conftest.py": "import sys\ndef pytest_configure(config):\n sys.path.insert(0, '../main')\n"},
        {"agent/src/test/context.py": "import sys\nsys.path.insert(0, '../main')\n"},
        {"pytest.ini": "[pytest]\npythonpath = agent/src/main\n"},
        {"agent/pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["src/main"]\n'},
    ],
)
def test_what_pytest_reads_or_runs_before_a_test_counts_for_it(files: dict[str, str]) -> None:
    assert meant("from . import context", files) == PROGRAM


@pytest.mark.parametrize(
    "files",
    [
        {"other/conftest.py": "import sys\nsys.path.insert(0, '../agent/src/main')\n"},  # of other tests
        {"other/pytest.ini": "[pytest]\npythonpath = ../agent/src/main\n"},
        {"agent/src/context.py": "import sys\nsys.path.insert(0, 'main')\n"},  # not the one that is imported
    ],
)
def test_what_stands_elsewhere_does_not(files: dict[str, str]) -> None:
    assert meant("from . import context", files) == "agent/src/main/app/__init__.py"


ASIDE = {
    "services/a/core/__init__.py": "",
    "services/a/core/model.py": "def a(): ...\n",
    "services/b/core/__init__.py": "",
    "services/b/core/model.py": "def a(): ...\n",
}
ASKS = {"tests/test_model.py": "from core.model import a\ndef test_a():\n    assert a() == 1\n"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/ci.yml", "env:\n  PYTHONPATH: ${{ github.workspace }}/services/b\njobs: {}\n"),
        (".github/workflows/ci.yml", "jobs:\n  t:\n    steps:\n      - run: PYTHONPATH=$PWD/services/b pytest tests\n"),
        ("Makefile", "test:\n\tPYTHONPATH=.:services/b pytest tests\n"),
        ("tox.ini", "[testenv]\nsetenv =\n    PYTHONPATH = {toxinidir}/services/b\n"),
    ],
)
def test_the_path_that_a_run_of_tests_is_given_counts_for_them(path: str, text: str) -> None:
    found = resolve(repo_of({**ASIDE, **ASKS, path: text}), "core.model.a", "tests/test_model.py")
    plain = resolve(repo_of({**ASIDE, **ASKS}), "core.model.a", "tests/test_model.py")

    assert found is not None
    assert plain is not None
    assert (found.path, plain.path) == ("services/b/core/model.py", "services/a/core/model.py")


def test_pytest_that_imports_tests_apart_looks_for_no_module_in_their_folder() -> None:
    files = {
        "tests/main.py": "def run(): ...\n",
        "main.py": "def run(): ...\n",
        "tests/test_main.py": "from main import run\n",
    }
    apart = {"pytest.ini": "[pytest]\naddopts = --import-mode=importlib\n"}

    near, far = (resolve(repo_of(one), "main.run", "tests/test_main.py") for one in (files, {**files, **apart}))

    assert near is not None
    assert far is not None
    assert (near.path, far.path) == ("tests/main.py", "main.py")


def test_a_folder_that_is_only_called_like_a_library_hides_none() -> None:
    files = {"requirements.txt": "datasets\n", "data/datasets/cases.py": "def load(): ...\n"}
    asking = {"tests/test_a.py": "import sys\nsys.path.insert(0, 'data')\nfrom datasets.cases import load\n"}

    assert resolve(repo_of({**files, **asking}), "datasets.cases.load", "tests/test_a.py") is None
    own = {**files, "data/datasets/__init__.py": ""}
    assert resolve(repo_of({**own, **asking}), "datasets.cases.load", "tests/test_a.py") is not None


def test_a_path_that_goes_round_in_circles_or_is_very_deep_ends() -> None:
    deep = "os.path.dirname(" * 60 + "__file__" + ")" * 60
    names = "\n".join(f"P{n} = os.path.join({', '.join([f'P{n + 1}'] * 90)})" for n in range(40))

    assert meant(f"sys.path.insert(0, {deep})\n{names}\nsys.path.insert(0, P0)") == "agent/src/main/app/__init__.py"


def test_settings_of_pytest_may_name_many_folders_of_modules_and_few_are_looked_into() -> None:
    folders = " ".join(f"d{n}" for n in range(30_000))
    repo = repo_of({"pytest.ini": f"[pytest]\npythonpath = . {folders}\n"})

    assert pytest_settings(repo, "").pythonpath[:3] == ("", "d0", "d1")
    assert len(pytest_settings(repo, "").pythonpath) < 50
