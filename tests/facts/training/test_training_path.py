"""Which code takes part in training when a catalogue connects it?"""

from seatrial.facts.training.training_path import training_path
from tests.repositories import repo_of

_NODE = "from kedro.pipeline import node, pipeline\nfrom .nodes import do\n\ndef create_pipeline(**kwargs):\n"
_FIT = "from sklearn.svm import SVC\n\ndef do(X, y, params):\n    return SVC(**params).fit(X, y)\n"


def _kedro(
    name: str, inputs: str, outputs: str, code: str = "def do(rows):\n    return rows.dropna()\n"
) -> dict[str, str]:
    made = f"    return pipeline([node(func=do, inputs={inputs}, outputs={outputs}, name='do')])\n"
    folder = f"src/app/pipelines/{name}"
    return {f"{folder}/pipeline.py": _NODE + made, f"{folder}/nodes.py": code, f"{folder}/__init__.py": ""}


def test_pipelines_that_hand_their_results_to_one_that_trains_belong_to_training() -> None:
    files = {
        **_kedro("cleaning", "'raw'", "'clean'"),
        **_kedro("splitting", "['clean', 'params:cut']", "dict(a='X', b='y')"),
        **_kedro("training", "['X', 'y', 'params:cut']", "'model'", _FIT),
        **_kedro("scoring", "['model', 'clean']", "'scores'"),
        **_kedro("charting", "['raw', 'params:cut']", "'params:cut'"),
    }

    paths = {path.removeprefix("src/app/pipelines/") for path in training_path(repo_of(files))}
    assert paths >= {
        f"{name}/{file}.py" for name in ("cleaning", "splitting", "training") for file in ("nodes", "pipeline")
    }
    assert not [path for path in paths if path.startswith(("scoring/nodes", "charting"))]
