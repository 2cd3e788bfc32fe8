"""By which command or pipeline a model is made again, and what starts it without a person."""

from seatrial.facts.training.making_parts import Part
from seatrial.facts.training.making_starts import documented_programs
from seatrial.facts.training.rebuild import rebuilds, unattended_rebuilds
from seatrial.repo import Memory, Repo

WHOLE = (
    "import pandas as pd\nfrom sklearn.metrics import f1_score\nfrom sklearn.svm import SVC\n"
    "rows = pd.read_csv('raw.csv')\nSVC().fit(rows, y)\nf1_score(y, p)\n"
)


def of(files: dict[str, str]) -> Repo:
    return Repo(Memory(files))


def test_a_task_covers_what_its_programs_and_their_imports_do() -> None:
    train = "from reading import rows\nfrom sklearn.svm import SVC\nSVC().fit(rows(), y)\n"
    reading = "import pandas as pd\ndef rows():\n    return pd.read_csv('a.csv')\n"
    (task, *_) = rebuilds(of({"Makefile": "train:\n\tpython train.py\n", "train.py": train, "reading.py": reading}))

    assert task.how == "make train"
    assert set(task.parts) == {Part.DATA, Part.TRAIN}
    assert not task.whole


def test_a_program_alone_is_whole_only_when_something_says_how_it_is_started() -> None:
    assert not any(item.whole for item in rebuilds(of({"train.py": WHOLE})))
    assert any(
        item.whole for item in rebuilds(of({"train.py": WHOLE, "README.md": "# A\n\n```\npython train.py\n```\n"}))
    )


def test_a_run_of_ci_that_only_asks_for_help_makes_nothing() -> None:
    flow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: {}\n"
    files = {"train.py": WHOLE, "README.md": "# A\n\n```\npython train.py\n```\n"}

    assert unattended_rebuilds(of({**files, ".github/workflows/a.yml": flow.format("python train.py")}))
    assert not unattended_rebuilds(of({**files, ".github/workflows/a.yml": flow.format("python train.py --help")}))


def test_a_command_in_which_the_reader_puts_the_name_starts_each_program_that_it_fits() -> None:
    page = "# A\n\n```sh\npython train/{model_name}.py\n```\n"
    files = {"README.md": page, "train/net.py": "1\n", "train/sub/net.py": "1\n", "other/net.py": "1\n"}

    assert documented_programs(of(files)) == {"train/net.py"}
