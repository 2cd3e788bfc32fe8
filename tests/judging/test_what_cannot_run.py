"""A practice that stands only where nothing can run is present at most; what something else may run is not held."""

import pytest

from seatrial.facts.testing.tests import real_tests
from seatrial.judging.check import Check
from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Grade
from seatrial.rubric.fix import steps
from seatrial.testing import Example, examples, judged
from tests.repositories import repo_of
from tests.workflows import workflow

from .asked import CHECKS, judge

SHOP = {"shop/__init__.py": "", "shop/rows.py": "def load(): ...\n"}
TRAIN = """import os
import mlflow
from sklearn.linear_model import LogisticRegression
from shop.rows import load
{line}

def track(score):
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
    with mlflow.start_run():
        mlflow.log_params({{"c": 1.0}})
        mlflow.log_metric("auc", score)

if __name__ == "__main__":
    model = LogisticRegression().fit(*load())
    track(model.score(*load()))
"""
LOST = "from shop.nets import Net"
APP = """import joblib
from fastapi import FastAPI
from shop.rows import load
{line}
app = FastAPI()
model = joblib.load("m.joblib")

@app.post("/predict")
def predict(x: float):
    return model.predict([[x]])
"""
IMAGE = "FROM python:3.12-slim\nCOPY . /app\nWORKDIR /app\nUSER app\nCMD uvicorn {goal}\n"


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("", False),
        (LOST, True),
        (f"try:\n    {LOST}\nexcept ImportError:\n    Net = None", False),
        (f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {LOST}", False),
        (f"def later():\n    {LOST}", False),
        ("from shop.nets_pb2 import Net", False),  # a build makes it
        ("from shop import rows, nets", False),  # may be a name of the package
    ],
)
def test_code_that_cannot_be_imported_shows_a_practice_and_no_use_of_it(line: str, held: bool) -> None:
    found = judge("DAT-07", {**SHOP, "train.py": TRAIN.format(line=line)})

    assert (found.grade is Grade.PRESENT) is held
    assert (found.stopped is not None) is held
    assert ("train.py imports shop.nets, which is not here" in found.message) is held


def test_what_only_a_broken_program_starts_is_held_with_it_and_what_another_starts_as_well_is_not() -> None:
    tracker = TRAIN.partition("\ndef track")[2].partition("\nif __name__")[0]
    files = {
        **SHOP,
        "shop/tracking.py": f"import os\nimport mlflow\n\ndef track{tracker}".replace("{{", "{").replace("}}", "}"),
        "train.py": f"from shop.tracking import track\n{LOST}\n"
        "from sklearn.linear_model import LogisticRegression\nfrom shop.rows import load\n"
        'if __name__ == "__main__":\n    track(LogisticRegression().fit(*load()).score(*load()))\n',
    }
    again = {"again.py": 'from shop.tracking import track\nif __name__ == "__main__":\n    track(0.5)\n'}

    assert judge("DAT-07", files).stopped
    assert not judge("DAT-07", files | again).stopped


@pytest.mark.parametrize(
    ("line", "goal", "grade"),
    [
        ("", "main:app", Grade.SUBSTANTIVE),
        (LOST, "main:app", Grade.PRESENT),
        ("", "server:app", Grade.PRESENT),  # no such file
    ],
)
def test_an_image_is_described_in_vain_where_no_application_of_it_can_be_started(
    line: str, goal: str, grade: Grade
) -> None:
    files = {**SHOP, "main.py": APP.format(line=line), "Dockerfile": IMAGE.format(goal=goal)}

    assert judge("SEC-08", files).grade is grade


@pytest.mark.parametrize(
    ("files", "grade"),
    [({}, Grade.PRESENT), ({"train.py": "joblib.dump(model, 'weights/m.joblib')\n"}, Grade.SUBSTANTIVE)],
)
def test_an_image_that_copies_what_nothing_brings_is_described_in_vain(files: dict[str, str], grade: Grade) -> None:
    dockerfile = IMAGE.format(goal="main:app").replace("COPY .", "COPY weights /w\nCOPY .")
    found = judge("SEC-08", {**SHOP, "main.py": APP.format(line=""), "Dockerfile": dockerfile, **files})

    assert found.grade is grade
    assert ("cannot run: Dockerfile copies weights, which nothing here brings" in found.message) == (not files)


TWO_IMAGES = {
    **SHOP,
    "main.py": APP.format(line=""),
    "Dockerfile": IMAGE.format(goal="dev:app"),
    "Dockerfile.prod": IMAGE.format(goal="server:app"),
}
LIMITED = """services:
  old:
    image: redis:7
  api:
    build: {{context: ., dockerfile: {0}}}
    mem_limit: 1g
    cpus: 2
"""


@pytest.mark.parametrize(
    ("check", "file", "lacks"),
    [
        ("SEC-08", "", "dev:app"),
        ("PRF-05", "Dockerfile", "dev:app"),
        ("PRF-05", "Dockerfile.prod", "server:app"),
    ],
)
def test_of_several_images_the_fault_is_told_of_the_one_that_is_shown(check: str, file: str, lacks: str) -> None:
    found = judge(check, TWO_IMAGES | ({"compose.yaml": LIMITED.format(file)} if file else {}))

    assert found.grade is Grade.PRESENT
    assert found.stopped
    assert found.stopped.what.endswith(f"starts {lacks}, which is no file here")
    assert found.evidence[0].place.path == (found.stopped.place.path if not file else "compose.yaml")


def test_what_is_shown_first_is_what_the_fault_stops_and_no_code_that_nobody_starts() -> None:
    idle = TRAIN.partition("if __name__")[0].format(line="")
    found = judge("DAT-07", {**SHOP, "a.py": idle, "train.py": TRAIN.format(line=LOST)})

    assert found.stopped
    assert found.stopped.place.path == "train.py"
    assert found.evidence[0].place.path == "train.py"


def test_a_job_of_ci_that_ends_before_it_shows_no_use() -> None:
    files = {**SHOP, "requirements.txt": "joblib==1.4.0\n", "main.py": APP.format(line="")}
    sound, lost = (
        judge(
            "OPS-07", {**files, ".github/workflows/ci.yml": workflow(f"pip install -r {name}", "kubectl apply -f k8s/")}
        )
        for name in ("requirements.txt", "ci.txt")
    )

    assert sound.grade is Grade.SUBSTANTIVE
    assert (lost.grade, "installs from ci.txt" in lost.message) == (Grade.PRESENT, True)


@pytest.mark.parametrize(("head", "grade"), [("", Grade.SUBSTANTIVE), ("This repository is archived.", Grade.PRESENT)])
def test_nothing_starts_the_ci_of_an_archived_repository(head: str, grade: Grade) -> None:
    tests = "".join(f"def test_{n}():\n    assert load({n}) == {n}\n\n\n" for n in range(6))
    files = {
        "README.md": f"# Shop\n\n{head}\n",
        **SHOP,
        "main.py": APP.format(line=""),
        "tests/test_rows.py": f"from shop.rows import load\n\n\n{tests}",
        ".github/workflows/ci.yml": workflow("pytest"),
    }
    found = judge("OPS-02", files)

    assert found.grade is grade
    assert ("cannot run: README.md says: This repository is archived" in found.message) is bool(head)


def test_the_step_says_what_is_lacking_and_all_practices_that_lack_it_are_one_piece_of_work() -> None:
    found = Judged(CHECKS["DAT-07"], judged(CHECKS["DAT-07"], {**SHOP, "train.py": TRAIN.format(line=LOST)}))

    assert steps(found, Archetype.BATCH_JOB) == (
        "Mend what keeps it from running: train.py imports shop.nets, which is not here.",
    )


BY_CI = [
    (check, example)
    for check in CHECKS.values()
    for example in examples(check)
    if example.expected == "in-use" and any(".github/workflows/" in path for path in example.files)
]
#: A step that fails, since it keeps downloads by the hash of a file that nobody has.
FAILING = "uses: actions/setup-python@v5\n{0}with: {{cache: pip, cache-dependency-path: lost.txt}}\n"


def with_failing_jobs(files: dict[str, str]) -> dict[str, str]:
    """Put a step that fails before all others of each job."""
    return {path: _failing(text) if ".github/workflows/" in path else text for path, text in files.items()}


def _failing(text: str) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        lines.append(line)
        if line.strip() == "steps:":
            indent = " " * (len(line) - len(line.lstrip()))
            lines.append(f"{indent}  - {FAILING.format(indent + '    ')}")
    return "".join(lines)


def without_jobs(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if ".github/workflows/" not in path}


@pytest.mark.parametrize(("check", "example"), BY_CI, ids=[f"{check.id} {example.name}" for check, example in BY_CI])
def test_a_step_that_its_job_never_gets_to_shows_no_more_than_an_intention(check: Check, example: Example) -> None:
    files = dict(example.files)
    stopped, without = judged(check, with_failing_jobs(files)), judged(check, without_jobs(files))

    assert stopped.grade is None or stopped.grade <= max(Grade.PRESENT, without.grade or Grade.PRESENT)


@pytest.mark.parametrize(
    ("before", "stopped"),
    [("unzip /in/shop.zip -d .", False), ("tar xzf /in/shop.tgz", False), ("tar czf /out/x.tgz .", True), ("ls", True)],
)
def test_what_a_start_unpacks_first_may_hold_what_it_starts(before: str, stopped: bool) -> None:
    image = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nUSER app\nCMD bash start.sh\n"
    files = {**SHOP, "main.py": APP.format(line=""), "Dockerfile": image, "start.sh": f"{before}\npython serve.py\n"}

    assert bool(judge("SEC-08", files).stopped) is stopped


SHADOW = "from fastapi import FastAPI\nfrom fastapi.exceptions import RequestValidationError\nfrom {} import ask\n"
IN_FOLDER = '\napp = FastAPI()\n\n\n@app.post("/predict")\ndef predict(x: float):\n    return ask(x)\n'
ASKS = 'import joblib\n\nmodel = joblib.load("m.joblib")\n\n\ndef ask(x):\n    return model.predict([[x]])\n'


@pytest.mark.parametrize(("declares", "lost"), [("fastapi==0.121\n", False), ("flask\n", True)])
def test_a_bare_folder_called_like_what_is_installed_hides_none_of_its_modules(declares: str, lost: bool) -> None:
    files = {
        "fastapi/app.py": SHADOW.format("rag.asks") + IN_FOLDER,
        "fastapi/rag/__init__.py": "",
        "fastapi/rag/asks.py": ASKS,
        "fastapi/requirements.txt": declares,
        "tests/test_rag.py": "from fastapi.rag.asks import ask\n",
    }

    assert ("is not here" in judge("ARC-01", files).message) is lost


SHIPS = 'FROM python:3.12\nCOPY app.py .\nCOPY out/m.joblib out/\nCMD ["uvicorn", "app:app"]\n'
KEEPS = "import joblib\nfrom sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("declares", "package", "lost"),
    [("acme-core>=1\n", {}, False), ("numpy\n", {}, True), ("acme-core>=1\n", {"acme/__init__.py": ""}, True)],
)
def test_of_a_name_that_several_packages_share_the_others_are_installed(
    declares: str, package: dict[str, str], lost: bool
) -> None:
    files = {
        **package,
        "acme/rows/__init__.py": "from acme.core.sums import add\n",
        "requirements.txt": declares,
        "tests/test_rows.py": "from acme.rows import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n",
    }

    assert bool(real_tests(repo_of(files))) is not lost


@pytest.mark.parametrize(("keeps", "broken"), [("joblib.dump(model, OUT)\n", False), ("print(model)\n", True)])
def test_an_image_that_copies_what_a_training_stores_can_be_built_after_it(keeps: str, broken: bool) -> None:
    app = IN_FOLDER.replace("ask(x)", "model.predict([[x]])")
    app = f'import joblib\nfrom fastapi import FastAPI\n\nmodel = joblib.load("out/m.joblib")\n{app}'
    found = judge("ARC-01", {"app.py": app, "Dockerfile": SHIPS, "train.py": KEEPS + keeps})

    assert ("cannot be built" in found.message) is broken
    folder = SHIPS.replace("out/m.joblib out/", "models/ models/")
    found = judge("ARC-01", {"app.py": app, "Dockerfile": folder, "train.py": KEEPS + keeps})
    assert ("cannot be built" in found.message) is broken
