"""What CI runs for one part of a repository says nothing of the parts beside it."""

import pytest

from seatrial.component import components
from seatrial.facts.ci.scanning.scanners import scans_of
from seatrial.facts.ci.static_tools import tools_of
from seatrial.judging.judgement import judgement
from seatrial.model import Grade
from tests.judging.asked import CHECKS
from tests.repositories import repo_of

PROJECT = '[project]\nname = "{}"\nversion = "1"\ndependencies = ["scikit-learn"]\n'
MODEL = (
    "from sklearn.svm import SVC\n\nmodel = SVC().fit([[1], [2]], [0, 1])\n\n\n"
    "def predict(rows):\n    return model.predict(rows)\n"
)
PARTS = {
    "api/pyproject.toml": PROJECT.format("api"),
    "api/api/__init__.py": "",
    "api/api/model.py": MODEL,
    "jobs/pyproject.toml": PROJECT.format("jobs"),
    "jobs/jobs/__init__.py": "",
    "jobs/jobs/model.py": MODEL,
}
ON = "on: {pull_request: {}}"
JOB = "jobs:\n  look:\n    runs-on: ubuntu-latest\n    steps:\n"


def seen(steps: str, on: str = ON) -> dict[str, set[str]]:
    """Return by part the tools that look at it."""
    repo = repo_of({**PARTS, ".github/workflows/ci.yml": f"{on}\n{JOB}{steps}"})
    return {
        one.name: {scan.tool for scan in scans_of(one)} | {tool.name for tool in tools_of(one)}
        for one in components(repo)
    }


@pytest.mark.parametrize(
    ("step", "looks"),
    [
        ("      - run: bandit -r api/\n", ({"bandit"}, set())),
        ("      - run: ruff check api jobs\n", ({"ruff"}, {"ruff"})),
        ("      - run: bandit -r .\n", ({"bandit"}, {"bandit"})),
        ("      - run: bandit -r $FOLDER\n", ({"bandit"}, {"bandit"})),
        ("      - run: bandit -c api/pyproject.toml -r .\n", ({"bandit"}, {"bandit"})),
        ("      - run: mypy .\n        working-directory: jobs\n", (set(), {"mypy"})),
        ("      - run: cd jobs && mypy .\n", (set(), {"mypy"})),
        ("      - run: mypy ../api\n        working-directory: jobs\n", ({"mypy"}, set())),
        ("      - run: mypy shared\n", ({"mypy"}, {"mypy"})),
        ("      - run: pip-audit -r api/requirements.txt\n", ({"pip-audit"}, {"pip-audit"})),  # not a file of a part
    ],
)
def test_a_run_looks_where_it_stands_or_at_what_it_names(step: str, looks: tuple[set[str], set[str]]) -> None:
    assert seen(step) == dict(zip(("api", "jobs"), looks, strict=True))


@pytest.mark.parametrize(
    ("on", "looks"),
    [
        ("on: {pull_request: {paths: ['api/**']}}", ({"bandit"}, set())),
        ("on: {push: {paths-ignore: ['jobs/**']}}", ({"bandit"}, set())),
        ("on: {pull_request: {paths: ['**.py']}}", ({"bandit"}, {"bandit"})),
        ("on: {pull_request: {paths: ['api/**']}, schedule: [{cron: '0 4 * * *'}]}", ({"bandit"}, {"bandit"})),
    ],
)
def test_a_change_of_another_part_starts_nothing(on: str, looks: tuple[set[str], set[str]]) -> None:
    assert seen("      - run: bandit -r .\n", on) == dict(zip(("api", "jobs"), looks, strict=True))


def test_a_bot_watches_the_folders_that_it_is_told() -> None:
    bot = "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: {}\n    schedule: {{interval: weekly}}\n"
    api, jobs = components(repo_of({**PARTS, ".github/dependabot.yml": bot.format("/api")}))

    assert [scan.tool for scan in scans_of(api)] == ["dependabot"]
    assert scans_of(jobs) == ()
    api, jobs = components(repo_of({**PARTS, ".github/dependabot.yml": bot.format("/")}))
    assert [scan.tool for scan in scans_of(jobs)] == ["dependabot"]


def test_tests_of_one_part_are_no_gate_of_the_other() -> None:
    case = "from {0}.model import predict\n\n\ndef test_it():\n    assert predict([[1]]) == [2]\n"
    tests = {f"{one}/tests/test_{one}.py": case.format(one) for one in ("api", "jobs")}
    ci = f"{ON}\n{JOB}      - run: pytest api/tests\n"
    repo = repo_of({**PARTS, **tests, ".github/workflows/ci.yml": ci})
    grades = {one.name: judgement(CHECKS["OPS-02"], one).grade for one in components(repo)}

    assert grades == {"api": Grade.SUBSTANTIVE, "jobs": Grade.ABSENT}
