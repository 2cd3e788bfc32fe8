"""Each part of a repository is delivered by what it builds itself, and by what is shared where it builds nothing."""

from seatrial.component import components
from seatrial.judging.judgement import judgement
from seatrial.judging.registry import load_checks
from seatrial.model import Grade
from seatrial.testing import example_repo

CHECK = load_checks().checks["OPS-05"]
JOB = "import joblib\nimport sklearn\n\nprint(sklearn, joblib.load('model.joblib').predict([[1]]))\n"
IMAGE = 'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "run.py"]\n'
PAGE = 'FROM node:22\nCOPY . .\nCMD ["node", "server.js"]\n'


def parts(**more: str) -> dict[str, tuple[Grade | None, tuple[str, ...]]]:
    files = {"page/server.js": "", "page/Dockerfile": PAGE, "page/package.json": '{"name": "page"}'}
    for part in ("fraud", "churn"):
        files |= {f"{part}/run.py": JOB, f"{part}/requirements.txt": "scikit-learn==1.5.0\njoblib==1.4.2\n"}
        files |= {f"{part}/pyproject.toml": f'[project]\nname = "{part}"\n'}
    files |= {path.replace("__", "/").replace("_", "."): text for path, text in more.items()}
    judged = {one.name: judgement(CHECK, one) for one in components(example_repo(files))}
    return {name: (graded.grade, tuple(item.place.path for item in graded.evidence)) for name, graded in judged.items()}


def test_the_page_beside_a_job_does_not_deliver_the_job() -> None:
    found = parts(fraud__Dockerfile=IMAGE, churn__Dockerfile="FROM python:3.12\nCOPY absent.py .\n")

    assert found["fraud"] == (Grade.SUBSTANTIVE, ("fraud/Dockerfile",))
    assert found["churn"][0] is Grade.PRESENT
    assert set(found["churn"][1]) == {"churn/Dockerfile"}


def test_a_part_without_an_image_of_its_own_is_delivered_by_the_shared_one() -> None:
    shared = IMAGE.replace("COPY . .", "COPY churn/ .")
    assert "deploy/Dockerfile" in parts(fraud__Dockerfile=IMAGE, deploy__Dockerfile=shared)["churn"][1]
