"""A program that is started by a name, which a function of the owner's puts together, is reached."""

import pytest

from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from tests.repositories import repo_of

MAIN = "def main():\n    pass\n\n\nif __name__ == '__main__':\n    main()\n"
IMAGE = "FROM python:3.12\nCOPY . /srv\nCMD ['python', '/srv/start.py']\n".replace("'", '"')


def live(start: str, path: str, **files: str) -> bool:
    return reach(repo_of({"Dockerfile": IMAGE, "start.py": start, path: MAIN, **files})).is_live(path, "main")


def test_a_file_that_is_handed_to_a_function_that_starts_it() -> None:
    start = (
        "import subprocess\n\n\ndef run_job(name):\n    subprocess.run(['spark-submit', f'/opt/jobs/{name}'])\n\n\n"
        "run_job('train.py')\n"
    )

    assert live(start, "jobs/train.py")
    assert not live(start, "jobs/train.py", **{"other/train.py": MAIN}), "two files of one name: nobody knows which"


def test_a_module_that_stands_behind_m_in_a_list() -> None:
    start = "import subprocess\nimport sys\n\ncommand = [sys.executable, '-m', 'jobs.train']\nsubprocess.run(command)\n"

    assert live(start, "jobs/train.py")


def test_a_module_that_is_handed_to_what_runs_modules() -> None:
    start = "from tools import run_project_module\n\nrun_project_module('jobs.train', args=[])\n"

    assert live(start, "jobs/train.py", **{"tools.py": "def run_project_module(name, args):\n    print(name)\n"})


def test_a_name_that_is_only_told_starts_nothing() -> None:
    start = "import subprocess\n\n\ndef run_job(name):\n    subprocess.run(['echo', name])\n\n\n"
    start += "def tell():\n    print('train.py')\n\n\ntell()\n"

    assert not live(start, "jobs/train.py")


@pytest.mark.parametrize(
    ("word", "reached"),
    [("speak", True), ("/usr/local/bin/speak", True), (".venv/bin/speak", True), ("./build/speak", False)],
)
def test_a_program_that_was_built_here_is_no_command_that_installing_makes(word: str, *, reached: bool) -> None:
    project = "[project]\nname = 'speak'\nversion = '1'\n[project.scripts]\nspeak = 'speak.cli:main'\n"
    files = {"Dockerfile": f"FROM python:3.12\nCOPY . .\nRUN pip install .\nCMD {word} --help\n",
             "pyproject.toml": project, "speak/__init__.py": "", "speak/cli.py": MAIN}  # fmt: skip
    entry = reach(repo_of(files)).entry("speak/cli.py", "main")

    assert (entry is not None and entry.kind is Kind.IMAGE) is reached
