"""Which tests really train, and which only stand near it."""

from seatrial.facts.testing.training_runs import training_runs
from seatrial.facts.testing.training_tests import training_tests
from tests.repositories import repo_of
from tests.workflows import workflow

TRAIN = "from sklearn.svm import SVC\ndef fit(x, y):\n    return SVC().fit(x, y)\ndef clean(x):\n    return x\n"
FLOW = ".github/workflows/a.yml"


def told(test: str, **files: str) -> list[tuple[bool, bool]]:
    repo = repo_of({"train.py": TRAIN, "tests/test_a.py": test, **files})
    return [(item.trains, item.asserts) for item in training_tests(repo)]


def test_a_test_that_calls_the_training_trains() -> None:
    assert told("from train import fit\ndef test_a():\n    assert fit(x, y).predict(x)\n") == [(True, True)]
    assert told("from train import fit\ndef test_a():\n    fit(x, y)\n") == [(True, False)]


def test_a_fixture_or_a_helper_between_is_followed() -> None:
    text = "from train import fit\ndef make():\n    return fit(x, y)\ndef test_a():\n    assert make().predict(x)\n"

    assert told(text) == [(True, True)]


def test_what_stands_beside_the_training_is_near_it() -> None:
    assert told("from train import clean\ndef test_a():\n    assert clean(1) == 1\n") == [(False, False)]
    assert told("def test_a():\n    assert sum([1]) == 1\n") == []


def test_a_run_of_ci_is_looked_at_when_another_program_follows() -> None:
    main = TRAIN + "if __name__ == '__main__':\n    fit(1, 2)\n"
    flow = workflow("python train.py")

    def followed(text: str) -> list[bool]:
        repo = repo_of({"train.py": main, "judge.py": "print(1)\n", FLOW: text})
        return [item.followed for item in training_runs(repo)]

    assert followed(flow) == [False]
    assert followed(flow + "      - run: python judge.py\n") == [True]
    assert followed(flow.replace("train", "judge")) == []


def test_a_pipeline_that_ci_reproduces_trains_where_one_of_its_stages_does() -> None:
    main = TRAIN + "if __name__ == '__main__':\n    fit(1, 2)\n"
    stages = "stages:\n  fit:\n    wdir: ..\n    cmd: python train.py\n"

    def trains(command: str) -> int:
        files = {"train.py": main, "flow/dvc.yaml": stages, FLOW: workflow(f"dvc {command}")}
        return len(training_runs(repo_of(files)))

    assert [trains(one) for one in ("repro flow/dvc.yaml", "repro", "pull", "repro other/dvc.yaml")] == [1, 1, 0, 0]


def test_a_function_that_is_only_looked_at_is_not_called() -> None:
    assert told("from train import fit\ndef test_a():\n    assert callable(fit)\n") == [(False, False)]
